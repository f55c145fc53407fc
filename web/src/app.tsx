/** The page: its head, the view that the address names, help. */

import { useEffect, useRef, useState } from "preact/hooks";
import { forget, useApi } from "./api/client";
import type { Meta } from "./api/types";
import { MetaContext } from "./state/meta";
import { tail, useAddress } from "./state/router";
import { Header } from "./ui/header";
import { Failure } from "./ui/parts";
import { DossierView } from "./views/dossier";
import { EntityView } from "./views/entity";
import { EventsView } from "./views/events";
import { MapView } from "./views/map";
import { ReportView } from "./views/report";
import { ReviewView } from "./views/review";
import { TimelineView } from "./views/timeline";

const TITLES: Record<string, string> = {
  "": "Events",
  map: "Map",
  timeline: "Timeline",
  entity: "Entity",
  dossier: "Dossier",
  report: "Report",
  review: "Review",
};

export function App() {
  const address = useAddress();
  const [turn, setTurn] = useState(0);
  const meta = useApi<Meta>("/api/meta");
  const room = address.path.split("/")[1] ?? "";

  useEffect(() => {
    document.title = `${TITLES[room] ?? "Dateline"} · ${meta.data?.store.split("/").pop() ?? ""} · Dateline`;
  }, [room, meta.data]);

  useFocusOnMain(address.path);

  if (meta.error && !meta.data) return <Failure error={meta.error} retry={meta.reload} />;
  if (!meta.data) return null;
  const refresh = () => {
    fetch("/api/meta?refresh=1").then(
      () => {
        forget();
        meta.reload();
        setTurn(turn + 1);
      },
      () => undefined,
    );
  };
  return (
    <MetaContext.Provider value={meta.data}>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <Header room={room} refresh={refresh} reload={meta.reload} />
      <View key={turn} room={room} path={address.path} review={meta.data.review} />
    </MetaContext.Provider>
  );
}

/** Puts the focus on the content when another view opens, so that keys and screen readers begin there. */
function useFocusOnMain(path: string): void {
  const before = useRef(path);
  useEffect(() => {
    if (before.current === path) return;
    before.current = path;
    const active = document.activeElement;
    if (active instanceof HTMLInputElement) return;
    document.getElementById("main")?.focus({ preventScroll: true });
  }, [path]);
}

function View({ room, path, review }: { room: string; path: string; review: boolean }) {
  switch (room) {
    case "":
      return <EventsView />;
    case "map":
      return <MapView />;
    case "timeline":
      return <TimelineView />;
    case "dossier":
      return <DossierView />;
    case "report":
      return <ReportView report={tail(path)} />;
    case "entity":
      return <EntityView id={tail(path)} />;
    case "review":
      if (review) return <ReviewView />;
      return (
        <main id="main" class="page">
          <h1>Review is off</h1>
          <p>
            Start the page with <code>dateline serve --review --as NAME</code> to decide on events.
          </p>
        </main>
      );
    default:
      return (
        <main id="main" class="page">
          <h1>No such page</h1>
          <p>
            <a href="/">To the events</a>
          </p>
        </main>
      );
  }
}

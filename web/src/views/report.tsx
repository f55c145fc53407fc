/** A report: its text with what was found in it, and the records beside it, each leading to the other. */

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useApi } from "../api/client";
import type { ReportAnswer } from "../api/types";
import { changed, withQuery } from "../state/filters";
import { go, useAddress } from "../state/router";
import { day, plural } from "../text/words";
import { useKeys } from "../ui/keys";
import { Busy, Failure, Nothing, Twins } from "../ui/parts";
import { Words } from "../ui/safe";
import { Claims, EventCards, Named } from "./records";
import { ROLES, ReportText } from "./report-text";

type Tab = "events" | "claims" | "named";

export function ReportView({ report }: { report: string }) {
  const { path, params } = useAddress();
  const url = `/api/report/${encodeURIComponent(report)}`;
  const { data, error, busy, reload } = useApi<ReportAnswer>(url);
  const chosen = params.get("event");
  const why = params.get("why") === "1";
  const at = params.get("at");
  const tab = (params.get("tab") ?? "events") as Tab;
  const [hovered, setHovered] = useState<string | null>(null);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const put = (changes: Record<string, string | null>, replace = true) => go(withQuery(path, changed(params, changes)), { replace });
  const choose = (event: string | null) => put({ event, at: null, why: null, tab: null });

  const ordered = useMemo(() => [...(data?.events ?? [])].sort((a, b) => a.trigger.start - b.trigger.start || a.trigger.end - b.trigger.end), [data]);
  const step = (by: number) => {
    if (!ordered.length) return;
    const now = ordered.findIndex((event) => event.id === chosen);
    const next = now < 0 ? (by > 0 ? 0 : ordered.length - 1) : (now + by + ordered.length) % ordered.length;
    choose(ordered[next]?.id ?? null);
  };
  useKeys("Report", [
    { key: "j", does: "next event", run: () => step(1) },
    { key: "k", does: "event before", run: () => step(-1) },
    { key: "w", does: "why this code", run: () => chosen && put({ why: why ? null : "1" }) },
    { key: "Escape", does: "let go of the event", run: () => choose(null) },
    { key: "b", does: "back", run: () => history.back() },
  ]);

  if (error && !data) {
    return (
      <main id="main" class="page">
        <Failure error={error} retry={reload} />
      </main>
    );
  }
  if (!data || data.key !== report) return <main id="main" class="page" aria-busy="true" />;
  const toggleRole = (role: string) =>
    setHidden((now) => {
      const next = new Set(now);
      if (!next.delete(role)) next.add(role);
      return next;
    });
  return (
    <div class="report">
      <Busy busy={busy} />
      <main id="main" tabIndex={-1}>
        <article>
          <ReportHead report={data} url={url} />
          <div class="legend" role="group" aria-label="Roles shown in the text">
            {ROLES.map((role) => (
              <button key={role} type="button" class={`role r-${role}`} aria-pressed={!hidden.has(role)} onClick={() => toggleRole(role)}>
                {role}
              </button>
            ))}
          </div>
          <ReportText
            report={data}
            chosen={chosen}
            hovered={hovered}
            hidden={hidden}
            at={at === null ? null : Number(at)}
            hover={setHovered}
            choose={choose}
          />
        </article>
      </main>
      <aside aria-label="Records of this report" class="records">
        <h2 class="sr">Records</h2>
        <div class="tabs" role="tablist" aria-label="Records">
          {(
            [
              ["events", `Events ${data.events.length}`],
              ["claims", `Claims ${data.claims.length}`],
              ["named", `Named ${data.entities.length}`],
            ] as [Tab, string][]
          ).map(([name, words]) => (
            <button key={name} type="button" role="tab" id={`tab-${name}`} aria-controls="tab-panel" aria-selected={tab === name} onClick={() => put({ tab: name === "events" ? null : name })}>
              {words}
            </button>
          ))}
        </div>
        <div id="tab-panel" role="tabpanel" aria-labelledby={`tab-${tab}`} class="panel">
          {tab === "events" &&
            (ordered.length ? (
              <EventCards
                events={ordered}
                rows={data.rows}
                chosen={chosen}
                hovered={hovered}
                why={why}
                hover={setHovered}
                choose={choose}
                setWhy={(open) => put({ why: open ? "1" : null })}
              />
            ) : (
              <Nothing>No event was found in this report.</Nothing>
            ))}
          {tab === "claims" && <Claims claims={data.claims} show={(start) => put({ at: String(start), event: null })} />}
          {tab === "named" && <Named entities={data.entities} />}
        </div>
      </aside>
    </div>
  );
}

function ReportHead({ report, url }: { report: ReportAnswer; url: string }) {
  const head = useRef<HTMLElement>(null);
  const safeUrl = report.url && /^https?:\/\//i.test(report.url) ? report.url : null;
  useEffect(() => {
    document.title = `${report.headline} · Dateline`;
  }, [report]);
  const others = report.story?.members.filter((member) => member.report !== report.key) ?? [];
  return (
    <header ref={head} class="report-head">
      <h1 dir="auto" class={report.title ? undefined : "untitled"} title={report.title ? undefined : "This report has no title: these are its first words"}>
        <Words text={report.headline} />
      </h1>
      <p class="credits">
        {report.publisher && (
          <b>
            <Words text={report.publisher} />
          </b>
        )}
        {report.agency && report.agency !== report.publisher && (
          <span>
            by <Words text={report.agency} />
          </span>
        )}
        {report.author && <Words text={report.author} />}
        <span>{report.published ? day(report.published) : <span class="none">publication day unknown</span>}</span>
        {report.dateline && (
          <span title="Dateline">
            <Words text={report.dateline} />
          </span>
        )}
        {safeUrl && <span class="url" title="The address that the report came from; copy it, the page opens nothing outside"><Words text={safeUrl} /></span>}
        <Twins json={url} />
      </p>
      {others.length > 0 && (
        <details class="story">
          <summary>
            {plural(others.length, "other report")} of this story
            {report.story?.head !== report.key && ", this one is not its head"}
          </summary>
          <ul>
            {others.map((member) => (
              <li key={member.report}>
                <span class="relation">{member.relation}</span>{" "}
                <a href={`/report/${encodeURIComponent(member.report)}`}>
                  <Words text={member.publisher ?? member.title ?? member.report} />
                </a>{" "}
                {member.published} <span class="hint">{member.reason}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </header>
  );
}

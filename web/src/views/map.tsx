/** Map: rows where they are known to be, at the precision they are known; brushed with the days and the other filters. */

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useApi } from "../api/client";
import type { EventsAnswer, FacetsAnswer, MapAnswer, Row } from "../api/types";
import { DayBrush } from "../charts/brush";
import { byPlace, type PlaceCount } from "../map/places";
import type { WorldMap } from "../map/world-map";
import { cleared, filterCount, toggled, withQuery } from "../state/filters";
import { useMeta } from "../state/meta";
import { useFilters } from "../state/useFilters";
import { number, plural } from "../text/words";
import { Chips, FacetPanel } from "../ui/facets";
import { useKeys } from "../ui/keys";
import { Confidence, Parties, Status, TypeCode, When } from "../ui/marks";
import { Busy, Failure, Nothing, Twins } from "../ui/parts";
import { Quote, reportHref } from "../ui/quote";
import { Words } from "../ui/safe";
import { useTheme } from "../ui/theme";

interface Picked {
  name: string;
  places: string[];
  country: string | null;
}

export function MapView() {
  const { filters, query, set } = useFilters();
  const url = withQuery("/api/map", query);
  const answer = useApi<MapAnswer>(url);
  const facets = useApi<FacetsAnswer>(withQuery("/api/facets", query));
  const [picked, setPicked] = useState<Picked | null>(null);
  const [tab, setTab] = useState<"places" | "unknown">("places");
  const places = useMemo(() => byPlace(answer.data?.points ?? []), [answer.data]);
  useKeys("Map", [
    { key: "x", does: "take all filters off", run: () => set({ ...cleared(filters), q: filters.q }) },
    { key: "Escape", does: "let go of the place", run: () => setPicked(null) },
  ]);
  const areas = answer.data?.areas ?? [];
  return (
    <div class="split map-view">
      <aside aria-label="Filters">
        <FacetPanel facets={facets.data} filters={filters} set={set} days={false} />
      </aside>
      <main id="main" tabIndex={-1}>
        <h1 class="sr">Map</h1>
        <div class="toolbar">
          <output class="total" aria-live="polite">
            {answer.data && `${plural(answer.data.total, filters.fold === "events" ? "telling" : "incident")}`}
          </output>
          <Chips filters={filters} set={set} facets={facets.data} />
          {filterCount(filters) > 1 && (
            <button type="button" class="quiet" onClick={() => set({ ...cleared(filters), q: filters.q })}>
              Take all off
            </button>
          )}
          <span class="spring" />
          <Twins json={url} csv={`/api/events.csv?${query}`} sql={answer.data?.sql} gives="how many rows each place has, by class" />
        </div>
        <Busy busy={answer.busy} />
        {answer.error && <Failure error={answer.error} retry={answer.reload} />}
        <div class="map-and-list">
          <div class="map-column">
            <Drawn
              places={places}
              answer={answer.data}
              chosen={filters.country}
              pickPlaces={(keys, name) => setPicked({ name, places: keys, country: null })}
              pickCountry={(iso3, name) => setPicked({ name, places: [], country: iso3 })}
            />
            <div class="map-days">{facets.data && <DayBrush days={facets.data.day} since={filters.since} until={filters.until} set={(since, until) => set({ ...filters, since, until })} height={56} most={140} />}</div>
          </div>
          <section class="side" aria-label="Places">
            {picked ? (
              <PickedPlace
                picked={picked}
                query={query}
                close={() => setPicked(null)}
                only={() => {
                  set(picked.country ? toggled(filters, "country", picked.country) : { ...filters, place: [...new Set([...filters.place, ...picked.places])] });
                  setPicked(null);
                }}
              />
            ) : (
              <>
                <div class="tabs" role="tablist" aria-label="Where">
                  <button type="button" role="tab" id="map-tab-places" aria-controls="map-list" aria-selected={tab === "places"} onClick={() => setTab("places")}>
                    Places {number(places.length + areas.length)}
                  </button>
                  <button type="button" role="tab" id="map-tab-unknown" aria-controls="map-list" aria-selected={tab === "unknown"} onClick={() => setTab("unknown")}>
                    Place unknown {number(answer.data?.unknown_total ?? 0)}
                  </button>
                </div>
                <div id="map-list" role="tabpanel" aria-labelledby={`map-tab-${tab}`} class="panel" tabIndex={0}>
                  {tab === "places" ? (
                    <PlaceList places={places} answer={answer.data} pick={setPicked} />
                  ) : (
                    <RowList rows={answer.data?.unknown ?? []} more={(answer.data?.unknown_total ?? 0) - (answer.data?.unknown.length ?? 0)} />
                  )}
                </div>
              </>
            )}
          </section>
        </div>
      </main>
    </div>
  );
}

interface DrawnProps {
  places: readonly PlaceCount[];
  answer: MapAnswer | null;
  chosen: readonly string[];
  pickPlaces: (keys: string[], name: string) => void;
  pickCountry: (iso3: string, name: string) => void;
}

function Drawn({ places, answer, chosen, pickPlaces, pickCountry }: DrawnProps) {
  const box = useRef<HTMLDivElement>(null);
  const world = useRef<WorldMap | null>(null);
  const latest = useRef({ pickPlaces, pickCountry });
  latest.current = { pickPlaces, pickCountry };
  const [ready, setReady] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const [circles, setCircles] = useState(false);
  const [drawn, setDrawn] = useState(false);
  const [tip, setTip] = useState<{ words: string; x: number; y: number } | null>(null);
  const fitted = useRef(false);
  const theme = useTheme();

  useEffect(() => {
    let gone = false;
    // The map is two thirds of the page's weight: it comes when it is looked at.
    Promise.all([import("../map/world-map"), import("../map/world").then((module) => module.countries())]).then(
      ([module, shapes]) => {
        if (gone || !box.current) return;
        try {
          world.current = new module.WorldMap(box.current, shapes, {
            pickPlaces: (keys, name) => latest.current.pickPlaces(keys, name),
            pickCountry: (iso3, name) => latest.current.pickCountry(iso3, name),
            tell: (words, x, y) => setTip(words ? { words, x, y } : null),
          });
          setReady(true);
        } catch {
          setFailed("This browser cannot draw the map (it needs WebGL). The list beside has the same.");
        }
      },
      () => setFailed("The map could not be loaded. The list beside has the same."),
    );
    return () => {
      gone = true;
      world.current?.remove();
      world.current = null;
    };
  }, []);
  useEffect(() => {
    if (!ready || !answer) return;
    const fit = !fitted.current && answer.total > 0;
    fitted.current ||= fit;
    const map = world.current;
    let gone = false;
    setDrawn(false);
    void map
      ?.show(places, answer.areas, chosen, fit)
      .then((some) => {
        if (!gone) setCircles(some);
        return map.drawnWhole();
      })
      .then(() => !gone && setDrawn(true));
    return () => {
      gone = true;
    };
  }, [ready, answer, chosen.join()]);
  useEffect(() => world.current?.restyle(), [theme]);
  return (
    <div class="map-box">
      <div ref={box} class="map" role="region" aria-label="Map of events; the list of places beside it has the same" data-ready={ready} data-drawn={drawn} />
      {failed && <p class="map-failed">{failed}</p>}
      {tip && (
        <div class="tip" style={{ left: `${tip.x}px`, top: `${tip.y}px` }} aria-hidden="true">
          {tip.words}
        </div>
      )}
      <div class="map-key" aria-hidden="true">
        <span class="scale" /> cooperation … conflict
        <span class="area" /> known to a country, province or region only
        {circles && (
          <>
            <span class="circle" /> outline not known: a circle of its size
          </>
        )}
      </div>
    </div>
  );
}

function knownTo(precision: string): string {
  return { admin1: "province", admin2: "district" }[precision] ?? precision;
}

function PlaceList({ places, answer, pick }: { places: readonly PlaceCount[]; answer: MapAnswer | null; pick: (picked: Picked) => void }) {
  if (!answer) return null;
  if (!places.length && !answer.areas.length) return <Nothing>No place is known.</Nothing>;
  return (
    <table class="places">
      <thead>
        <tr>
          <th scope="col">Place</th>
          <th scope="col">Known to</th>
          <th scope="col" class="num">
            Coop.
          </th>
          <th scope="col" class="num">
            Conflict
          </th>
        </tr>
      </thead>
      <tbody>
        {places.slice(0, 150).map((place) => (
          <tr key={`${place.key}${place.lat}`}>
            <td>
              <button type="button" class="link" onClick={() => pick({ name: place.name, places: [place.key], country: null })}>
                <Words text={place.name} />
              </button>
              {place.country && <span class="iso">{place.country}</span>}
            </td>
            <td class="hint">point</td>
            <td class="num">{number(place.quads[0] + place.quads[1])}</td>
            <td class="num">{number(place.quads[2] + place.quads[3])}</td>
          </tr>
        ))}
        {answer.areas.slice(0, 100).map((area) => (
          <tr key={`${area.iso3}${area.region}${area.province}${area.name}`} class="area">
            <td>
              {area.province !== null ? (
                <>
                  <button type="button" class="link" onClick={() => pick({ name: area.name, places: area.places, country: null })}>
                    <Words text={area.name} />
                  </button>
                  {area.country && <span class="iso">{area.country}</span>}
                </>
              ) : area.iso3 ? (
                <button type="button" class="link" onClick={() => pick({ name: area.name, places: [], country: area.iso3 })}>
                  <Words text={area.name} />
                </button>
              ) : (
                <Words text={area.name} />
              )}
            </td>
            <td class="hint">{area.iso3 ? Object.keys(area.by_precision).map(knownTo).join(", ") : "region"}</td>
            <td class="num">{number((area.by_quad["1"] ?? 0) + (area.by_quad["2"] ?? 0))}</td>
            <td class="num">{number((area.by_quad["3"] ?? 0) + (area.by_quad["4"] ?? 0))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function PickedPlace({ picked, query, close, only }: { picked: Picked; query: URLSearchParams; close: () => void; only: () => void }) {
  const meta = useMeta();
  const own = new URLSearchParams(query);
  if (picked.country) {
    own.delete("country");
    own.set("country", picked.country);
  }
  own.delete("place");
  for (const place of picked.places) own.append("place", place);
  own.set("limit", "50");
  const { data, error } = useApi<EventsAnswer>(`/api/events?${own}`);
  own.delete("limit");
  const name = picked.country ? (meta.countries[picked.country] ?? picked.name) : picked.name;
  return (
    <>
      <div class="picked-head">
        <h2>
          <Words text={name} />
        </h2>
        <button type="button" class="quiet" aria-label="Close" onClick={close}>
          ✕
        </button>
        {data && (
          <p class="hint">
            {plural(data.total, "row")}
            {picked.country && ", as the place or as the country of a party"}. <button type="button" onClick={only}>Only these</button> <a href={`/?${own}`}>As events</a>
          </p>
        )}
      </div>
      <div class="panel">
        {error && <Failure error={error} />}
        {data && <RowList rows={data.rows} more={data.total - data.rows.length} />}
      </div>
    </>
  );
}

export function RowList({ rows, more = 0 }: { rows: readonly Row[]; more?: number }) {
  if (!rows.length) return <Nothing>None.</Nothing>;
  return (
    <ol class="row-list">
      {rows.map((row) => (
        <li key={row.id}>
          <span class="line">
            <TypeCode type={row.type} mode={row.mode} quad={row.quad} value={row.score} />
            {row.status !== "happened" && <Status status={row.status} />}
            <span class="spring" />
            <When start={row.start} end={row.end} published={row.published} />
            <Confidence value={row.confidence} />
          </span>
          <span class="line">
            <Parties parties={row.actor} /> <span class="to">→</span> <Parties parties={row.recipient} none="nobody named" />
          </span>
          <a class="words" href={reportHref(row.report, row.event)}>
            <Quote row={row} />
          </a>
        </li>
      ))}
      {more > 0 && <li class="hint">and {number(more)} more</li>}
    </ol>
  );
}

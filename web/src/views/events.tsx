/** Events: what was found, filtered, with the sentence behind every row. */

import { useEffect, useRef, useState } from "preact/hooks";
import { useApi } from "../api/client";
import type { EventsAnswer, FacetsAnswer, Row } from "../api/types";
import { cleared, filterCount, withQuery } from "../state/filters";
import { go, visit } from "../state/router";
import { useFilters } from "../state/useFilters";
import { plural } from "../text/words";
import { Chips, FacetPanel } from "../ui/facets";
import { useKeys } from "../ui/keys";
import { Busy, Failure, Nothing, Twins } from "../ui/parts";
import { reportHref } from "../ui/quote";
import { EventTable } from "./event-table";
import { TextHits } from "./text-hits";

const PAGE = 100;
/** Which row was looked at last, by address, so that coming back finds it again. */
const lastRow = new Map<string, number>();

export function EventsView() {
  const { filters, params, query, href, set, put } = useFilters();
  const sort = params.get("sort") ?? "-day";
  const offset = Math.max(0, Number(params.get("offset") ?? 0) || 0);
  const inText = params.get("show") === "text" && filters.q !== "";
  const rowQuery = new URLSearchParams(query);
  rowQuery.set("sort", sort);
  rowQuery.set("limit", String(PAGE));
  if (offset) rowQuery.set("offset", String(offset));
  const url = `/api/events?${rowQuery}`;
  const events = useApi<EventsAnswer>(inText ? null : url);
  const facets = useApi<FacetsAnswer>(withQuery("/api/facets", query));
  const here = location.pathname + location.search;
  const [selected, setSelected] = useState(lastRow.get(here) ?? -1);
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const table = useRef<HTMLDivElement>(null);
  const rows = events.data?.rows ?? [];
  const total = events.data?.total ?? 0;

  useEffect(() => {
    setSelected(lastRow.get(here) ?? -1);
    setUnfolded(new Set());
    if (!lastRow.has(here)) table.current?.scrollTo(0, 0);
  }, [here]);
  const select = (index: number) => {
    if (!rows.length) return;
    const next = Math.min(rows.length - 1, Math.max(0, index));
    lastRow.set(here, next);
    setSelected(next);
    const element = table.current?.querySelector<HTMLElement>(`[data-row="${next}"]`);
    element?.focus({ preventScroll: true });
    element?.scrollIntoView({ block: "nearest" });
  };
  const open = (row: Row | undefined) => {
    if (!row) return;
    lastRow.set(here, rows.indexOf(row));
    visit(reportHref(row.report, row.event));
  };
  const fold = (row: Row | undefined) => {
    if (!row || row.kind !== "incident") return;
    setUnfolded((now) => {
      const next = new Set(now);
      if (!next.delete(row.id)) next.add(row.id);
      return next;
    });
  };
  const page = (step: number) => {
    const next = offset + step * PAGE;
    if (next >= 0 && next < total) put({ offset: next ? String(next) : null });
  };
  const byTelling = filters.fold === "events";
  useKeys("Events", [
    { key: "j", does: "next row", run: () => select(selected + 1) },
    { key: "k", does: "row before", run: () => select(selected - 1) },
    { key: "Enter", does: "open the report at the row's sentence", run: () => open(rows[selected]) },
    { key: "o", does: "unfold or fold the row's tellings", run: () => fold(rows[selected]) },
    { key: "]", does: "next page", run: () => page(1) },
    { key: "[", does: "page before", run: () => page(-1) },
    { key: "t", does: "incidents or every telling", run: () => set({ ...filters, fold: byTelling ? "" : "events" }) },
    { key: "x", does: "take all filters off", run: () => set({ ...cleared(filters), q: filters.q }) },
  ]);

  return (
    <div class="split">
      <aside aria-label="Filters">
        <FacetPanel facets={facets.data} filters={filters} set={set} />
      </aside>
      <main id="main" tabIndex={-1} class="events">
        <h1 class="sr">Events</h1>
        <div class="toolbar">
          <div class="seg" role="group" aria-label="Fold">
            <button type="button" aria-pressed={!byTelling && !inText} onClick={() => go(hrefOf("", null))}>
              Incidents
            </button>
            <button type="button" aria-pressed={byTelling && !inText} onClick={() => go(hrefOf("events", null))}>
              Every telling
            </button>
            {filters.q && (
              <button type="button" aria-pressed={inText} onClick={() => put({ show: "text", offset: null })}>
                Texts
              </button>
            )}
          </div>
          {!inText && events.data && (
            <output class="total" aria-live="polite">
              {plural(total, byTelling ? "telling" : "incident")}
            </output>
          )}
          <Chips filters={filters} set={set} facets={facets.data} />
          {filterCount(filters) > 1 && (
            <button type="button" class="quiet" onClick={() => set({ ...cleared(filters), q: filters.q })}>
              Take all off
            </button>
          )}
          <span class="spring" />
          {!inText && <Pager offset={offset} total={total} page={page} />}
          {!inText && <Twins json={url} csv={events.data?.csv ?? `/api/events.csv?${query}`} sql={events.data?.sql} />}
        </div>
        <Busy busy={events.busy} />
        {inText ? (
          <TextHits q={filters.q} />
        ) : (
          <div class="scroll" ref={table}>
            {events.error && <Failure error={events.error} retry={events.reload} />}
            {events.data && rows.length > 0 && (
              <EventTable
                rows={rows}
                sort={sort}
                setSort={(next) => put({ sort: next === "-day" ? null : next, offset: null })}
                selected={selected}
                select={(index) => {
                  lastRow.set(here, index);
                  setSelected(index);
                }}
                open={open}
                unfolded={unfolded}
                fold={fold}
              />
            )}
            {events.data && rows.length === 0 && !events.error && (
              <Nothing>
                <p>Nothing fits these filters.</p>
                {filters.q && (
                  <p>
                    The search looks at the sentences of events, titles and parties. <button type="button" onClick={() => put({ show: "text" })}>Search whole texts</button>
                  </p>
                )}
                {filterCount(filters) > 0 && (
                  <button type="button" onClick={() => set(cleared(filters))}>
                    Take all filters off
                  </button>
                )}
              </Nothing>
            )}
          </div>
        )}
      </main>
    </div>
  );

  function hrefOf(foldTo: string, show: string | null): string {
    const address = new URL(href({ ...filters, fold: foldTo }), location.origin);
    if (show) address.searchParams.set("show", show);
    else address.searchParams.delete("show");
    return address.pathname + address.search;
  }
}

function Pager({ offset, total, page }: { offset: number; total: number; page: (step: number) => void }) {
  if (total <= PAGE) return null;
  return (
    <span class="pager" role="group" aria-label="Pages">
      <button type="button" class="quiet" disabled={offset === 0} onClick={() => page(-1)} aria-label="Page before">
        ‹
      </button>
      <span>
        {(offset + 1).toLocaleString("en")}–{Math.min(total, offset + PAGE).toLocaleString("en")}
      </span>
      <button type="button" class="quiet" disabled={offset + PAGE >= total} onClick={() => page(1)} aria-label="Next page">
        ›
      </button>
    </span>
  );
}

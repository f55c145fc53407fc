/** Timeline: rows and scores by bin, of all or of two parties, each bin against what was usual before it. */

import { useEffect, useRef, useState } from "preact/hooks";
import { get, useApi } from "../api/client";
import type { EntityAnswer, FacetsAnswer, ThisBin, TimelineAnswer } from "../api/types";
import type { Drawing } from "../charts/plots";
import { toDay, toNumber } from "../charts/days";
import { cleared, filterCount, withQuery, writeFilters } from "../state/filters";
import { go } from "../state/router";
import { useFilters } from "../state/useFilters";
import { day, number, plural, score } from "../text/words";
import { Combo } from "../ui/combo";
import { Chips, FacetPanel } from "../ui/facets";
import { useKeys } from "../ui/keys";
import { Busy, Failure, Nothing, Twins } from "../ui/parts";
import { useTheme } from "../ui/theme";

type PlotModule = typeof import("../charts/plots");
const BINS = ["day", "week", "month", "year"] as const;

/** The name behind an entity's id, the id itself until it is known. */
export function useEntityName(id: string | null): string {
  const [name, setName] = useState<{ id: string | null; name: string }>({ id: null, name: "" });
  useEffect(() => {
    if (!id) return;
    let gone = false;
    get<EntityAnswer>(`/api/entity/${encodeURIComponent(id)}`).then(
      (entity) => !gone && setName({ id, name: entity.name }),
      () => !gone && setName({ id, name: id }),
    );
    return () => {
      gone = true;
    };
  }, [id]);
  if (!id) return "";
  return name.id === id ? name.name : "…";
}

export function TimelineView() {
  const { filters, params, query, set, put } = useFilters();
  const a = params.get("a");
  const b = params.get("b");
  const bin = params.get("bin") ?? "week";
  const own = new URLSearchParams(query);
  own.set("bin", bin);
  if (a) own.set("a", a);
  if (b) own.set("b", b);
  const url = `/api/timeline?${own}`;
  const answer = useApi<TimelineAnswer>(url);
  const pair = [...(a ? [a] : []), ...(b ? [b] : [])];
  const rowFilters = { ...filters, party: [...new Set([...filters.party, ...pair])] };
  const rowQuery = writeFilters(rowFilters);
  const facets = useApi<FacetsAnswer>(withQuery("/api/facets", rowQuery));
  const nameA = useEntityName(a);
  const nameB = useEntityName(b);
  useKeys("Timeline", [
    ...BINS.map((name, i) => ({ key: String(i + 1), does: `by ${name}`, run: () => put({ bin: name === "week" ? null : name }) })),
    { key: "s", does: "swap the two parties", run: () => put({ a: b, b: a }) },
    { key: "x", does: "take all filters off", run: () => set({ ...cleared(filters), q: filters.q }) },
  ]);
  const data = answer.data;
  return (
    <div class="split">
      <aside aria-label="Filters">
        <FacetPanel facets={facets.data} filters={filters} set={set} />
      </aside>
      <main id="main" tabIndex={-1}>
        <h1 class="sr">Timeline</h1>
        <div class="toolbar pair">
          <Combo label="Party A" hideLabel placeholder="Party A: anybody" value={nameA} choose={(entity) => put({ a: entity.id })} clear={() => put({ a: null })} />
          <span class="to" aria-hidden="true">
            ⇄
          </span>
          <Combo label="Party B" hideLabel placeholder="Party B: anybody" value={nameB} choose={(entity) => put({ b: entity.id })} clear={() => put({ b: null })} />
          <div class="seg" role="group" aria-label="By">
            {BINS.map((name) => (
              <button key={name} type="button" aria-pressed={bin === name} onClick={() => put({ bin: name === "week" ? null : name })}>
                {name}
              </button>
            ))}
          </div>
          {a && b && <a href={`/dossier?a=${encodeURIComponent(a)}&b=${encodeURIComponent(b)}`}>Their dossier</a>}
          <a href={withQuery("/", rowQuery)}>As events</a>
          <span class="spring" />
          <Chips filters={filters} set={set} facets={facets.data} />
          {filterCount(filters) > 1 && (
            <button type="button" class="quiet" onClick={() => set({ ...cleared(filters), q: filters.q })}>
              Take all off
            </button>
          )}
          <Twins json={url} csv={`/api/events.csv?${rowQuery}`} sql={data?.sql} gives="the counts and scores of each bin" />
        </div>
        <Busy busy={answer.busy} />
        <div class="scroll timeline">
          {answer.error && <Failure error={answer.error} retry={answer.reload} />}
          {data && data.bins.length === 0 && <Nothing>No row with a day fits{data.undated > 0 && `; ${number(data.undated)} have none`}.</Nothing>}
          {data && data.bins.length > 0 && (
            <>
              {data.this && <Latest latest={data.this} bin={data.bin} />}
              <Charts
                answer={data}
                pick={(since, until) => go(withQuery("/", writeFilters({ ...rowFilters, since, until })))}
              />
              <p class="hint notes">
                {data.undated + data.spread + data.earlier > 0 &&
                  `Not drawn: ${[
                    data.undated > 0 && `${plural(data.undated, "row")} without a day`,
                    data.spread > 0 && `${plural(data.spread, "row")} whose days lie in several bins`,
                    data.earlier > 0 && `${plural(data.earlier, "row")} before the bins shown`,
                  ]
                    .filter(Boolean)
                    .join(", ")}. `}
                The usual: {data.usual.method}.
              </p>
              <BinTable answer={data} />
            </>
          )}
        </div>
      </main>
    </div>
  );
}

const VERDICT: Record<string, string> = { above: "more than usual", within: "as usual", below: "less than usual" };

function Latest({ latest, bin }: { latest: ThisBin; bin: string }) {
  const { usual } = latest;
  return (
    <dl class="latest">
      <div>
        <dt>
          Last {bin}, from {day(latest.bin.start)}
        </dt>
        <dd>
          <b>{number(latest.bin.n)}</b>
          {latest.verdict && <span class={`verdict-${latest.verdict}`}>{VERDICT[latest.verdict]}</span>}
        </dd>
        <dd class="hint">{usual ? `usually ${usual.mean.toFixed(1)}, within ${number(usual.low)}–${number(usual.high)} in 90 of 100` : "too few bins before it to tell the usual"}</dd>
      </div>
      <div>
        <dt>Cooperation</dt>
        <dd>
          <b class="coop">{number(latest.bin.n_cooperation)}</b>
          {latest.cooperation && <span class={`verdict-${latest.cooperation}`}>{VERDICT[latest.cooperation]}</span>}
        </dd>
        <dd class="hint">score {score(latest.bin.cooperation)}</dd>
      </div>
      <div>
        <dt>Conflict</dt>
        <dd>
          <b class="conflict">{number(latest.bin.n_conflict)}</b>
          {latest.conflict && <span class={`verdict-${latest.conflict}`}>{VERDICT[latest.conflict]}</span>}
        </dd>
        <dd class="hint">score {score(latest.bin.conflict)}</dd>
      </div>
    </dl>
  );
}

function Charts({ answer, pick }: { answer: TimelineAnswer; pick: (since: string, until: string) => void }) {
  const box = useRef<HTMLDivElement>(null);
  const counts = useRef<HTMLDivElement>(null);
  const scores = useRef<HTMLDivElement>(null);
  const [plots, setPlots] = useState<PlotModule | null>(null);
  const [width, setWidth] = useState(900);
  const [tip, setTip] = useState<{ x: number; words: string; more: string } | null>(null);
  const theme = useTheme();
  const drawing: Drawing = { bins: answer.bins, usual: answer.usual, bin: answer.bin, width };

  useEffect(() => {
    void import("../charts/plots").then(setPlots);
    const observer = new ResizeObserver(([entry]) => entry && setWidth(Math.max(320, Math.round(entry.contentRect.width))));
    if (box.current) observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (!plots) return;
    counts.current?.replaceChildren(plots.countsChart(drawing));
    scores.current?.replaceChildren(plots.scoresChart(drawing));
  }, [plots, answer, width, theme]);

  const at = (event: MouseEvent) => {
    const left = box.current?.getBoundingClientRect().left ?? 0;
    return plots?.binAt(drawing, event.clientX - left);
  };
  return (
    <div
      class="charts"
      ref={box}
      onPointerMove={(event) => {
        const found = at(event);
        if (!found) {
          setTip(null);
          return;
        }
        const types = Object.entries(found.by_type)
          .sort((one, other) => other[1] - one[1])
          .slice(0, 5);
        setTip({
          x: event.clientX - (box.current?.getBoundingClientRect().left ?? 0),
          words: `${day(found.start)}: ${number(found.n_cooperation)} cooperation, ${number(found.n_conflict)} conflict, score ${score(found.score_sum)}`,
          more: types.map(([type, n]) => `${type} ${n}`).join(" · "),
        });
      }}
      onPointerLeave={() => setTip(null)}
      onClick={(event) => {
        const found = at(event);
        if (found && plots) pick(found.start, toDay(toNumber(plots.binEnd(found.start, answer.bin)) - 1));
      }}
    >
      <div ref={counts} class="chart" />
      <div ref={scores} class="chart" />
      {tip && (
        <div class="tip" aria-hidden="true" style={tip.x > width / 2 ? { right: `${width - tip.x + 24}px`, top: "2px" } : { left: `${tip.x}px`, top: "2px" }}>
          {tip.words}
          {tip.more && <small>{tip.more}</small>}
          <small>Click for the events</small>
        </div>
      )}
    </div>
  );
}

function BinTable({ answer }: { answer: TimelineAnswer }) {
  const usual = new Map(answer.usual.n.map((one) => [one.start, one]));
  const bins = answer.bins.filter((bin) => bin.n > 0).reverse();
  return (
    <details class="bin-table">
      <summary>As a table</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">{answer.bin} from</th>
            <th scope="col" class="num">
              Rows
            </th>
            <th scope="col" class="num">
              Usual
            </th>
            <th scope="col" class="num">
              Cooperation
            </th>
            <th scope="col" class="num">
              Conflict
            </th>
            <th scope="col" class="num">
              Score
            </th>
          </tr>
        </thead>
        <tbody>
          {bins.slice(0, 400).map((bin) => {
            const expected = usual.get(bin.start);
            return (
              <tr key={bin.start}>
                <td>{bin.start}</td>
                <td class="num">{number(bin.n)}</td>
                <td class="num hint">{expected ? `${expected.mean.toFixed(1)} (${expected.low}–${expected.high})` : ""}</td>
                <td class="num">{number(bin.n_cooperation)}</td>
                <td class="num">{number(bin.n_conflict)}</td>
                <td class="num">{score(bin.score_sum)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </details>
  );
}

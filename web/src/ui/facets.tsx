/** The filters with how many rows each value has under all others. */

import { useState } from "preact/hooks";
import type { FacetsAnswer, FacetValue } from "../api/types";
import { DayBrush } from "../charts/brush";
import { useMeta } from "../state/meta";
import { toggled, type Filters, type ListName } from "../state/filters";
import { number, quadName, share } from "../text/words";
import { Combo } from "./combo";
import { QuadMark } from "./marks";
import { Words } from "./safe";

interface FacetProps {
  filters: Filters;
  set: (filters: Filters) => void;
}

const SHOWN = 7;

function Values({ name, values, filters, set }: FacetProps & { name: ListName; values: readonly FacetValue[] }) {
  const [all, setAll] = useState(false);
  const meta = useMeta();
  const chosen = filters[name];
  const top = Math.max(1, ...values.map((value) => value.count ?? 0));
  const rest = chosen.filter((value) => !values.some((other) => other.value === value));
  const list = [...values.filter((v) => chosen.includes(v.value)), ...values.filter((v) => !chosen.includes(v.value))];
  const shown = all ? list : list.slice(0, Math.max(SHOWN, chosen.length));
  const quadOf = (value: string) => (name === "quad" ? Number(value) : name === "type" ? meta.types.find((t) => t.code === value)?.quad : undefined);
  return (
    <>
      <ul class="values">
        {rest.map((value) => (
          <li key={value}>
            <label>
              <input type="checkbox" checked onChange={() => set(toggled(filters, name, value))} />
              <Words text={value.replace(/^words:/, "")} class="label" />
            </label>
          </li>
        ))}
        {shown.map(({ value, label, count }) => {
          const quad = quadOf(value);
          return (
            <li key={value} class={count === 0 ? "zero" : undefined}>
              <label>
                <span class="bar" aria-hidden="true" style={{ width: `${((count ?? 0) / top) * 100}%` }} />
                <input type="checkbox" checked={chosen.includes(value)} onChange={() => set(toggled(filters, name, value))} />
                {quad !== undefined && <QuadMark quad={quad} />}
                <span class="label" title={label}>
                  <Words text={name === "quad" ? quadName(Number(value)) : label} />
                </span>
                {count !== null && <span class="n">{number(count)}</span>}
              </label>
            </li>
          );
        })}
      </ul>
      {list.length > shown.length || all ? (
        <button type="button" class="more" onClick={() => setAll(!all)}>
          {all ? "Fewer" : `${list.length - shown.length} more`}
        </button>
      ) : null}
    </>
  );
}

function Facet({ title, open, active, children }: { title: string; open: boolean; active: boolean; children: preact.ComponentChildren }) {
  return (
    <details class="facet" open={open || active}>
      <summary>
        <h3>{title}</h3>
        {active && (
          <span class="dot" title="This filter is on">
            <span class="sr">on</span>
          </span>
        )}
      </summary>
      {children}
    </details>
  );
}

const ORDER: { name: ListName; title: string; open: boolean }[] = [
  { name: "quad", title: "Class", open: true },
  { name: "type", title: "Type", open: true },
  { name: "actor", title: "Actor", open: true },
  { name: "recipient", title: "Recipient", open: true },
  { name: "country", title: "Country", open: true },
  { name: "status", title: "Status", open: true },
  { name: "speaker", title: "Speaker", open: false },
  { name: "publisher", title: "Publisher", open: false },
  { name: "mode", title: "Mode", open: false },
];

export function FacetPanel({ facets, filters, set, days = true }: FacetProps & { facets: FacetsAnswer | null; days?: boolean }) {
  const meta = useMeta();
  if (!facets) return <div class="facets" aria-hidden="true" />;
  const setDays = (since: string, until: string) => set({ ...filters, since, until });
  return (
    <div class="facets">
      {days && (
        <Facet title="Day" open active={Boolean(filters.since || filters.until)}>
          <DayBrush days={facets.day} since={filters.since} until={filters.until} set={setDays} />
          {(filters.since || filters.until) && facets.undated > 0 && (
            <label class="check">
              <input
                type="checkbox"
                checked={filters.undated === "1"}
                onChange={(event) => set({ ...filters, undated: event.currentTarget.checked ? "1" : "" })}
              />
              Those without a day too
            </label>
          )}
        </Facet>
      )}
      {ORDER.map(({ name, title, open }) => (
        <Facet key={name} title={title} open={open} active={filters[name].length > 0}>
          {(name === "actor" || name === "recipient") && (
            <Combo
              label={`${title}: name or part of one`}
              hideLabel
              value=""
              placeholder="Find a name…"
              choose={(entity) => entity.id && set({ ...filters, [name]: [...new Set([...filters[name], entity.id])] })}
              enter={(words) => set({ ...filters, [name]: [...new Set([...filters[name], words])] })}
            />
          )}
          <Values name={name} values={(facets as unknown as Record<string, FacetValue[]>)[name] ?? []} filters={filters} set={set} />
        </Facet>
      ))}
      <Facet title="Confidence" open={false} active={filters.min_confidence !== ""}>
        <ConfidenceFacet facets={facets} filters={filters} set={set} />
      </Facet>
      {meta.coders.length > 1 && (
        <Facet title="Coder" open={false} active={filters.coder.length > 0}>
          <Values name="coder" values={facets.coder} filters={filters} set={set} />
        </Facet>
      )}
    </div>
  );
}

function ConfidenceFacet({ facets, filters, set }: FacetProps & { facets: FacetsAnswer }) {
  const top = Math.max(1, ...facets.confidence.map((bin) => bin.count));
  const least = Number(filters.min_confidence || 0);
  return (
    <div class="confidence">
      <div class="bars" aria-hidden="true">
        {facets.confidence.map((bin) => (
          <span
            key={bin.low}
            class={bin.low >= least ? "in" : undefined}
            style={{ height: `${(bin.count / top) * 100}%` }}
            title={`${share(bin.low)}–${share(bin.high)}: ${number(bin.count)}`}
          />
        ))}
      </div>
      <label>
        <span>at least {share(least)}</span>
        <input
          type="range"
          min="0"
          max="0.95"
          step="0.05"
          value={least}
          onChange={(event) => set({ ...filters, min_confidence: event.currentTarget.value === "0" ? "" : event.currentTarget.value })}
        />
      </label>
    </div>
  );
}

/** The filters that are on, each a button that takes it off. */
export function Chips({ filters, set, facets }: FacetProps & { facets: FacetsAnswer | null }) {
  const meta = useMeta();
  const chips: { key: string; words: string; off: Filters }[] = [];
  const add = (key: string, words: string, off: Filters) => chips.push({ key, words, off });
  if (filters.since || filters.until) {
    add("days", `${filters.since || "…"} – ${filters.until || "…"}${filters.undated ? " or undated" : ""}`, { ...filters, since: "", until: "", undated: "" });
  }
  for (const name of ["type", "quad", "mode", "status", "actor", "recipient", "party", "country", "place", "speaker", "publisher", "coder"] as const) {
    for (const value of filters[name]) {
      const known = (facets as unknown as Record<string, FacetValue[]> | null)?.[name]?.find((other) => other.value === value)?.label;
      const words = name === "quad" ? quadName(Number(value)) : (known ?? (name === "country" ? meta.countries[value] : undefined) ?? value.replace(/^words:/, ""));
      add(`${name}=${value}`, `${name}: ${words}`, toggled(filters, name, value));
    }
  }
  if (filters.min_confidence) add("confidence", `confidence ≥ ${share(Number(filters.min_confidence))}`, { ...filters, min_confidence: "" });
  if (!chips.length) return null;
  return (
    <ul class="chips" aria-label="Filters that are on">
      {chips.map(({ key, words, off }) => (
        <li key={key}>
          <button type="button" onClick={() => set(off)} aria-label={`Take off the filter ${words}`}>
            <Words text={words} />
            <span aria-hidden="true">✕</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

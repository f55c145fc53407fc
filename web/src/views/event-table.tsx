/** Rows of events as a table: one line to scan, one sentence to trust. */

import type { Row } from "../api/types";
import { Confidence, Counts, Parties, Status, TypeCode, When, Where } from "../ui/marks";
import { Quote, reportHref } from "../ui/quote";
import { Words } from "../ui/safe";
import { Tellings } from "./tellings";

interface TableProps {
  rows: readonly Row[];
  sort: string;
  setSort: (sort: string) => void;
  selected: number;
  select: (index: number) => void;
  open: (row: Row) => void;
  unfolded: ReadonlySet<string>;
  fold: (row: Row) => void;
}

function Head({ name, by, sort, setSort, first = "-", class: css }: { name: string; by?: string; sort: string; setSort: (sort: string) => void; first?: "" | "-"; class: string }) {
  if (!by) {
    return (
      <th scope="col" class={css}>
        {name}
      </th>
    );
  }
  const down = sort === `-${by}`;
  const up = sort === by;
  const next = down ? by : up ? `-${by}` : first + by;
  return (
    <th scope="col" class={css} aria-sort={up ? "ascending" : down ? "descending" : "none"}>
      <button type="button" onClick={() => setSort(next)}>
        {name}
        <span class="arrow" aria-hidden="true">
          {up ? "▴" : down ? "▾" : ""}
        </span>
      </button>
    </th>
  );
}

export function EventTable({ rows, sort, setSort, selected, select, open, unfolded, fold }: TableProps) {
  return (
    <table class="rows">
      <thead>
        <tr>
          <Head name="Day" by="day" sort={sort} setSort={setSort} class="c-day" />
          <Head name="Type" by="type" first="" sort={sort} setSort={setSort} class="c-type" />
          <Head name="Who → whom" sort={sort} setSort={setSort} class="c-who" />
          <Head name="In these words" sort={sort} setSort={setSort} class="c-words" />
          <Head name="Place" sort={sort} setSort={setSort} class="c-place" />
          <Head name="Status" sort={sort} setSort={setSort} class="c-status" />
          <Head name="Told" sort={sort} setSort={setSort} class="c-told" />
          <Head name="Conf." by="confidence" sort={sort} setSort={setSort} class="c-conf" />
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <EventRow
            key={row.id}
            row={row}
            index={index}
            selected={index === selected}
            focusable={index === Math.max(0, selected)}
            select={() => select(index)}
            open={() => open(row)}
            unfolded={unfolded.has(row.id)}
            fold={() => fold(row)}
          />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  row: Row;
  index: number;
  selected: boolean;
  focusable: boolean;
  select: () => void;
  open: () => void;
  unfolded: boolean;
  fold: () => void;
}

function EventRow({ row, index, selected, focusable, select, open, unfolded, fold }: RowProps) {
  const onClick = (event: MouseEvent) => {
    if (event.target instanceof Element && event.target.closest("a, button")) return;
    if (getSelection()?.isCollapsed === false) return;
    select();
    open();
  };
  const decided = row.decided ? ` decided d-${row.decided}` : "";
  return (
    <>
      <tr
        data-row={index}
        data-id={row.id}
        class={`row${selected ? " selected" : ""}${decided}`}
        tabIndex={focusable ? 0 : -1}
        onFocus={select}
        onClick={onClick}
      >
        <td class="c-day">
          <When start={row.start} end={row.end} published={row.published} />
        </td>
        <td class="c-type">
          <TypeCode type={row.type} mode={row.mode} quad={row.quad} value={row.score} />
        </td>
        <td class="c-who">
          <Parties parties={row.actor} /> <span class="to" aria-label="to">→</span> <Parties parties={row.recipient} none={row.recipient.length ? "" : "nobody named"} />
        </td>
        <td class="c-words">
          <a class="words" href={reportHref(row.report, row.event)} onClick={select}>
            <Quote row={row} />
          </a>
          <span class="under">
            <Counts counts={row.counts} />
            {row.speaker.length > 0 && (
              <span class="says">
                says <Words text={row.speaker.join(", ")} />
              </span>
            )}
            <span class="from">
              {row.publisher && <Words text={row.publisher} />}
              {row.publisher && row.published && " · "}
              {row.published}
            </span>
          </span>
        </td>
        <td class="c-place">
          <Where place={row.place} />
        </td>
        <td class="c-status">
          <Status status={row.status} all={row.statuses} />
          {row.decided && <span class={`decision d-${row.decided}`}>{row.decided === "accept" ? "accepted" : row.decided === "reject" ? "rejected" : "changed"}</span>}
        </td>
        <td class="c-told">
          {row.kind === "incident" && row.tellings > 1 ? (
            <button
              type="button"
              class="fold"
              aria-expanded={unfolded}
              title={`${row.tellings} tellings in ${row.reports} reports of ${row.stories} stories`}
              onClick={fold}
            >
              <span aria-hidden="true">{unfolded ? "▾" : "▸"}</span>
              {row.tellings}×<span class="sr"> told: show tellings</span>
              {row.stories > 1 && (
                <span class="stories">
                  {row.stories}
                  <span class="sr"> stories</span>
                </span>
              )}
            </button>
          ) : (
            <span class="once">1×</span>
          )}
        </td>
        <td class="c-conf">
          <Confidence value={row.confidence} />
        </td>
      </tr>
      {unfolded && (
        <tr class="unfolded">
          <td colSpan={8}>
            <Tellings incident={row.id} />
          </td>
        </tr>
      )}
    </>
  );
}

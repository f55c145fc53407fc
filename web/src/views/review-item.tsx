/** The event to decide on: its sentence large, its values with the key that changes each. */

import type { ComponentChildren } from "preact";
import { useApi } from "../api/client";
import type { CountValue, QueueItem } from "../api/review";
import type { ReportAnswer } from "../api/types";
import { count, days } from "../text/words";
import { Confidence, Counts, Parties, Status, TypeCode, When, Where } from "../ui/marks";
import { reportHref } from "../ui/quote";
import { Words } from "../ui/safe";
import { Excerpt } from "./excerpt";
import type { Changing } from "./review-change";
import { Why } from "./why";

interface ItemProps {
  item: QueueItem;
  why: boolean;
  change: (field: Changing["field"]) => void;
  accept: () => void;
  reject: () => void;
  swap: () => void;
  missed: () => void;
  later: () => void;
  setWhy: (open: boolean) => void;
}

function countWords(value: CountValue): string {
  return `${value.approximate ? "some " : ""}${count({ ...value, unit: value.unit ?? "" })}`;
}

/** A changed value in words, whatever its shape. */
export function changedWords(value: unknown): string {
  if (value === null || value === undefined) return "none";
  if (value === true) return "yes";
  if (Array.isArray(value)) return value.map(changedWords).join(", ") || "none";
  if (typeof value === "object") {
    if ("kind" in value) return countWords(value as CountValue);
    const { name, start, end } = value as { name?: unknown; start?: string | null; end?: string | null };
    return typeof name === "string" ? name : (days(start ?? null, end ?? null) ?? "none");
  }
  return String(value);
}

function Field({ name, letter, field, changes, change, children }: { name: string; letter: string; field: Changing["field"]; changes: Record<string, unknown>; change: (field: Changing["field"]) => void; children: ComponentChildren }) {
  const changed = field in changes;
  return (
    <div class="review-field">
      <dt class={`r-${field === "counts" ? "number" : field}`}>{name}</dt>
      <dd>
        <span class={changed ? "was" : undefined}>{children}</span>
        {changed && (
          <ins>
            <Words text={changedWords(changes[field])} />
          </ins>
        )}
        <button type="button" class="quiet" onClick={() => change(field)} aria-label={`Change ${name}`}>
          <kbd>{letter}</kbd>
        </button>
      </dd>
    </div>
  );
}

export function ReviewItem({ item, why, change, accept, reject, swap, missed, later, setWhy }: ItemProps) {
  const { row } = item;
  const { changes } = row;
  const { data } = useApi<ReportAnswer>(`/api/report/${encodeURIComponent(row.report)}`);
  const record = data?.events.find((one) => one.id === row.event);
  return (
    <div class="review-item" data-event={row.event}>
      <p class="credits">
        <a href={reportHref(row.report, row.event)}>
          <Words text={row.title ?? "Untitled report"} />
        </a>
        {row.publisher && <Words text={row.publisher} />}
        <span>{row.published}</span>
        <Confidence value={row.confidence} />
        {item.reason && <span>{item.reason}</span>}
        {row.decided && <span class={`decision d-${row.decided}`}>{row.decided === "change" ? "changed" : `${row.decided}ed`}</span>}
      </p>
      <Excerpt row={row} report={data} />
      <div class="review-columns">
        <dl>
          <Field name="type" letter="t" field="type" {...{ changes, change }}>
            <TypeCode type={row.type} mode={null} quad={row.quad} value={row.score} />
          </Field>
          <Field name="mode" letter="m" field="mode" {...{ changes, change }}>
            {row.mode ?? <span class="none">none</span>}
          </Field>
          <Field name="status" letter="s" field="status" {...{ changes, change }}>
            <Status status={row.status} />
          </Field>
          <Field name="actor" letter="c" field="actor" {...{ changes, change }}>
            <Parties parties={row.actor} />
          </Field>
          <Field name="recipient" letter="v" field="recipient" {...{ changes, change }}>
            <Parties parties={row.recipient} none="nobody named" />
          </Field>
          <Field name="place" letter="p" field="place" {...{ changes, change }}>
            <Where place={row.place} />
          </Field>
          <Field name="time" letter="d" field="time" {...{ changes, change }}>
            <When start={row.start} end={row.end} />
          </Field>
          <Field name="counts" letter="h" field="counts" {...{ changes, change }}>
            {row.counts.length ? <Counts counts={row.counts} /> : <span class="none">none</span>}
          </Field>
          <Field name="speaker" letter="y" field="speaker" {...{ changes, change }}>
            {row.speaker.length ? <Words text={row.speaker.join(", ")} /> : <span class="none">the report itself</span>}
          </Field>
          <Field name="contexts" letter="o" field="contexts" {...{ changes, change }}>
            {record?.contexts.length ? record.contexts.join(", ") : <span class="none">none</span>}
          </Field>
          <Field name="incident" letter="i" field="incident" {...{ changes, change }}>
            {row.incident ? "split or join" : <span class="none">none</span>}
          </Field>
        </dl>
        {why && (
          <section class="review-why" aria-label="Why this code">
            <Why event={row.event} />
          </section>
        )}
      </div>
      <div class="decide" role="group" aria-label="Decide">
        <button type="button" class="accept" onClick={accept}>
          Accept <kbd>a</kbd>
        </button>
        <button type="button" class="reject" onClick={reject}>
          Reject <kbd>r</kbd>
        </button>
        <button type="button" onClick={later}>
          Later <kbd>j</kbd>
        </button>
        <button type="button" onClick={swap}>
          Swap roles <kbd>z</kbd>
        </button>
        <button type="button" aria-pressed={changes.missed === true} onClick={missed}>
          Event missing <kbd>n</kbd>
        </button>
        <button type="button" aria-expanded={why} onClick={() => setWhy(!why)}>
          Why <kbd>w</kbd>
        </button>
      </div>
    </div>
  );
}

/** Changing one value of an event, or what is one incident with it. */

import { useEffect, useRef, useState } from "preact/hooks";
import { useApi } from "../api/client";
import type { Deciding, PartyValue } from "../api/review";
import type { EventsAnswer, IncidentAnswer, ReportAnswer, Row } from "../api/types";
import { useMeta } from "../state/meta";
import { Combo } from "../ui/combo";
import { QuadMark, When } from "../ui/marks";
import { Palette, type Option } from "../ui/palette";
import { Busy, Dialog, Failure, Nothing } from "../ui/parts";
import { Quote } from "../ui/quote";
import { Words } from "../ui/safe";
import { ContextsDialog } from "./review-contexts";
import { CountsDialog } from "./review-counts";

type Role = "actor" | "recipient" | "speaker";

export interface Changing {
  field: "type" | "mode" | "status" | Role | "place" | "time" | "counts" | "contexts" | "incident";
  row: Row;
}

type Send = (decision: Deciding, words: string) => void;

interface ChangeProps {
  changing: Changing;
  close: () => void;
  send: Send;
}

export function ChangeDialog({ changing: { field, row }, close, send }: ChangeProps) {
  const change = (value: unknown) => send({ event: row.event, verdict: "change", field, value }, `Changed the ${field}`);
  if (field === "type" || field === "mode" || field === "status") return <Codes {...{ field, row, close, change }} />;
  if (field === "actor" || field === "recipient") return <PartiesDialog {...{ field, row, close, change }} parties={row[field]} />;
  if (field === "speaker" || field === "counts" || field === "contexts") return <OfRecord {...{ field, row, close, change }} />;
  if (field === "place") return <PlaceDialog {...{ row, close, change }} />;
  if (field === "time") return <TimeDialog {...{ row, close, change }} />;
  return <IncidentDialog {...{ row, close, send }} />;
}

export interface FieldProps {
  row: Row;
  close: () => void;
  change: (value: unknown) => void;
}

/** What the row has not whole: it is taken from the event's record. */
function OfRecord({ field, ...props }: FieldProps & { field: "speaker" | "counts" | "contexts" }) {
  const { data, error } = useApi<ReportAnswer>(`/api/report/${encodeURIComponent(props.row.report)}`);
  const record = data?.events.find((one) => one.id === props.row.event);
  if (!record) {
    return (
      <Dialog title={`Another ${field}`} close={props.close}>
        {error ? <Failure error={error} /> : <Busy busy />}
      </Dialog>
    );
  }
  if (field === "counts") return <CountsDialog {...props} coded={record.counts} />;
  if (field === "contexts") return <ContextsDialog {...props} coded={record.contexts} />;
  return <PartiesDialog field="speaker" {...props} parties={record.speaker.map((party) => ({ id: party.entity?.id ?? null, name: party.entity?.name ?? party.quote }))} />;
}

const NONE = "–";

function Codes({ field, row, close, change }: FieldProps & { field: "type" | "mode" | "status" }) {
  const meta = useMeta();
  const now = (name: "type" | "mode" | "status") => (name in row.changes ? (row.changes[name] as string | null) : row[name]);
  const type = now("type");
  let options: Option[];
  if (field === "type") {
    options = meta.types.map((one) => ({
      value: one.code,
      now: one.code === type,
      label: (
        <>
          <QuadMark quad={one.quad} />
          <b>{one.code}</b>
          <span class="hint">{one.definition}</span>
        </>
      ),
    }));
  } else if (field === "mode") {
    const modes = meta.types.find((one) => one.code === type)?.modes ?? [];
    options = [NONE, ...modes].map((mode) => ({ value: mode, now: (now("mode") ?? NONE) === mode, label: mode === NONE ? "none" : mode }));
  } else {
    options = meta.statuses.map((status) => ({ value: status, now: status === now("status"), label: status }));
  }
  return <Palette title={field === "mode" ? `Mode of ${type}` : `Another ${field}`} options={options} choose={(value) => change(value === NONE ? null : value)} close={close} />;
}

const WHO: Record<Role, string> = { actor: "Who does it", recipient: "Whom it is done to", speaker: "Who says so, the outermost first" };

function PartiesDialog({ field, row, close, change, parties: coded }: FieldProps & { field: Role; parties: readonly PartyValue[] }) {
  const before = ((row.changes[field] as PartyValue[] | undefined) ?? coded).map(({ id, name }) => ({ id, name }));
  const [parties, setParties] = useState<PartyValue[]>(before);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.querySelector("input")?.focus(), [parties.length]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      change(parties);
    }
  };
  return (
    <Dialog title={WHO[field]} close={close}>
      <div ref={box} onKeyDownCapture={onKeyDown}>
        <ul class="party-edit">
          {parties.map((party, i) => (
            <li key={`${party.id}${party.name}`}>
              <Words text={party.name} />
              <span class="hint">{party.id}</span>
              <button type="button" class="quiet" aria-label={`Take out ${party.name}`} onClick={() => setParties(parties.filter((_, other) => other !== i))}>
                ✕
              </button>
            </li>
          ))}
          {!parties.length && <li class="none">{field === "speaker" ? "the report itself" : "nobody"}</li>}
        </ul>
        <Combo
          key={parties.length}
          label="Add a party, or words of the sentence"
          value=""
          choose={(entity) => setParties([...parties, { id: entity.id, name: entity.name }])}
          enter={(name) => setParties([...parties, { id: null, name }])}
        />
        <p class="dialog-foot">
          <button type="button" onClick={() => change(parties)}>
            Save <kbd>Ctrl ⏎</kbd>
          </button>
        </p>
      </div>
    </Dialog>
  );
}

function PlaceDialog({ row, close, change }: FieldProps) {
  const place = "place" in row.changes ? (row.changes.place as Row["place"]) : row.place;
  const [name, setName] = useState(place?.name ?? "");
  const [country, setCountry] = useState(place?.country ?? "");
  return (
    <Dialog title="Where it happened" close={close}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          change(name.trim() ? { name: name.trim(), country: country.trim().toUpperCase() || null } : null);
        }}
      >
        <label>
          Place (empty: unknown)
          <input type="text" value={name} autoFocus onInput={(event) => setName(event.currentTarget.value)} />
        </label>
        <label>
          Country (three letters)
          <input type="text" value={country} maxLength={3} pattern="[A-Za-z]{3}" onInput={(event) => setCountry(event.currentTarget.value)} />
        </label>
        <button type="submit">Save</button>
      </form>
    </Dialog>
  );
}

function TimeDialog({ row, close, change }: FieldProps) {
  const time = "time" in row.changes ? (row.changes.time as { start: string | null; end: string | null } | null) : row;
  const [start, setStart] = useState(time?.start ?? "");
  const [end, setEnd] = useState(time?.end ?? "");
  const wrong = start !== "" && end !== "" && end < start;
  return (
    <Dialog title="When it happened: first and last possible day" close={close}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!wrong) change(start || end ? { start: start || null, end: end || null } : null);
        }}
      >
        <label>
          First day
          <input type="text" value={start} placeholder="2025-08-31" pattern="\d{4}-\d{2}-\d{2}" autoFocus onInput={(event) => setStart(event.currentTarget.value)} />
        </label>
        <label>
          Last day
          <input type="text" value={end} placeholder="2025-08-31" pattern="\d{4}-\d{2}-\d{2}" onInput={(event) => setEnd(event.currentTarget.value)} />
        </label>
        {wrong && <p role="alert">The last day is before the first.</p>}
        <button type="submit">Save</button>
      </form>
    </Dialog>
  );
}

function IncidentDialog({ row, close, send }: { row: Row; close: () => void; send: Send }) {
  // The row may be older than the last split or join.
  const report = useApi<ReportAnswer>(`/api/report/${encodeURIComponent(row.report)}`);
  const now = report.data?.rows.find((one) => one.event === row.event)?.incident;
  const incident = useApi<IncidentAnswer>(now ? `/api/incident/${encodeURIComponent(now)}` : null);
  const near = new URLSearchParams({ fold: "events", type: row.type, limit: "12" });
  for (const party of [...row.actor, ...row.recipient].slice(0, 2)) if (party.id) near.append("party", party.id);
  const closest = useApi<EventsAnswer>(`/api/events?${near}`);
  // Where no other has this type and these parties: those with one of the parties.
  const party = [...row.actor, ...row.recipient].find((one) => one.id)?.id;
  const wider = closest.data && party && !closest.data.rows.some((one) => one.incident !== row.incident);
  const further = useApi<EventsAnswer>(wider ? `/api/events?${new URLSearchParams({ fold: "events", party, limit: "60" })}` : null);
  const others = wider ? further : closest;
  const joined = incident.data?.told.filter((one) => one.event !== row.event) ?? [];
  const inIt = new Set([row.event, ...joined.map((one) => one.event)]);
  const candidates = (others.data?.rows ?? []).filter((one) => !inIt.has(one.event)).slice(0, 8);
  const line = (one: Row, verdict: "same" | "different") => (
    <li key={one.event}>
      <span class="line">
        <When start={one.start} end={one.end} />
        <span class="hint">
          {one.publisher && <Words text={one.publisher} />} {one.published}
        </span>
        <span class="spring" />
        <button type="button" onClick={() => send({ kind: "incident", left: row.event, right: one.event, verdict }, verdict === "same" ? "Joined" : "Split")}>
          {verdict === "same" ? "Same incident" : "Not the same"}
        </button>
      </span>
      <Quote row={one} />
    </li>
  );
  // What may be joined is known once what is joined is: a line that is gone again would be clicked in vain.
  const whole = report.data && others.data && (!now || incident.data);
  const error = report.error ?? others.error ?? incident.error;
  if (!whole) {
    return (
      <Dialog title="What is one incident with this telling" close={close}>
        {error ? <Failure error={error} /> : <Busy busy />}
      </Dialog>
    );
  }
  return (
    <Dialog title="What is one incident with this telling" close={close}>
      <section class="joins">
        <h3>Joined now</h3>
        {joined.length ? <ul>{joined.map((one) => line(one, "different"))}</ul> : <Nothing>It stands alone.</Nothing>}
        <h3>Like it, elsewhere</h3>
        {candidates.length ? <ul>{candidates.map((one) => line(one, "same"))}</ul> : <Nothing>None with a party of this one.</Nothing>}
      </section>
    </Dialog>
  );
}

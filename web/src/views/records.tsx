/** The records of a report, beside its text. */

import { useEffect, useRef } from "preact/hooks";
import type { ClaimRecord, EntityRecord, EventRecord, PartyRecord } from "../api/records";
import type { Row } from "../api/types";
import { days, range } from "../text/words";
import { Confidence, Status, TypeCode, entityHref } from "../ui/marks";
import { Nothing } from "../ui/parts";
import { Words } from "../ui/safe";
import { changedWords } from "./review-item";
import { Why } from "./why";

interface CardsProps {
  events: readonly EventRecord[];
  rows: readonly Row[];
  chosen: string | null;
  hovered: string | null;
  why: boolean;
  hover: (event: string | null) => void;
  choose: (event: string | null) => void;
  setWhy: (open: boolean) => void;
}

export function EventCards({ events, rows, ...rest }: CardsProps) {
  const byEvent = new Map(rows.map((row) => [row.event, row]));
  return (
    <ol class="cards">
      {events.map((event, i) => (
        <EventCard key={event.id} event={event} row={byEvent.get(event.id)} number={i + 1} {...rest} />
      ))}
    </ol>
  );
}

function Value({ role, name, none, children }: { role?: string; name: string; none?: string | undefined; children?: preact.ComponentChildren }) {
  const empty = children === null || children === undefined || children === false;
  return (
    <div class={empty ? "value empty" : "value"}>
      <dt class={role ? `r-${role}` : undefined}>{name}</dt>
      <dd>{empty ? <span class="none">{none ?? "not given"}</span> : children}</dd>
    </div>
  );
}

function PartyNames({ parties }: { parties: readonly PartyRecord[] }) {
  return (
    <>
      {parties.map((party, i) => (
        <span key={`${party.start}-${i}`} class="party-value">
          <Words text={party.quote} class="as-written" />
          {party.named && (
            <span class="none" title="The words that these refer to">
              for “<Words text={party.named.quote} />”{" "}
            </span>
          )}
          {party.basis === "place" && <span class="none">the place acted on</span>}
          {party.entity?.id && (
            <a href={entityHref(party.entity.id)}>
              <Words text={party.entity.name} />
            </a>
          )}
        </span>
      ))}
    </>
  );
}

function EventCard({ event, row, number, chosen, hovered, why, hover, choose, setWhy }: Omit<CardsProps, "events" | "rows"> & { event: EventRecord; row: Row | undefined; number: number }) {
  const open = event.id === chosen;
  const card = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (open) card.current?.scrollIntoView({ block: "nearest" });
  }, [open]);
  const parties = (list: readonly PartyRecord[]) => (list.length ? <PartyNames parties={list} /> : null);
  const short = (list: readonly PartyRecord[], none: string) =>
    list.length ? [...new Set(list.map((party) => party.entity?.name ?? party.quote))].join(", ") : none;
  const decided = row?.decided;
  return (
    <li
      ref={card}
      data-event={event.id}
      class={`card q${event.quad}${open ? " open" : ""}${hovered === event.id ? " lit" : ""}${decided ? ` d-${decided}` : ""}`}
      onPointerEnter={() => hover(event.id)}
      onPointerLeave={() => hover(null)}
    >
      <button type="button" class="card-head" aria-expanded={open} onClick={() => choose(open ? null : event.id)} onFocus={() => hover(event.id)} onBlur={() => hover(null)}>
        <span class="line">
          <span class="no">{number}</span>
          <TypeCode type={event.type} mode={event.mode} quad={event.quad} value={event.plover_score} />
          {event.status !== "happened" && <Status status={event.status} />}
          {decided && <span class={`decision d-${decided}`}>{decided === "accept" ? "accepted" : decided === "reject" ? "rejected" : "changed"}</span>}
          <span class="spring" />
          <Confidence value={event.confidence} />
        </span>
        <span class="line who">
          <Words text={short(event.actor, "unknown")} /> <span class="to">→</span> <Words text={short(event.recipient, "nobody named")} />
        </span>
        {event.speaker.length > 0 && (
          <span class="line says">
            says <Words text={short(event.speaker, "")} />
          </span>
        )}
      </button>
      {open && (
        <div class="card-body">
          <dl>
            <Value name="trigger" role="trigger">
              <Words text={event.trigger.quote} />
            </Value>
            <Value name="actor" role="actor" none={event.unknown.actor}>
              {parties(event.actor)}
            </Value>
            <Value name="recipient" role="recipient" none={event.unknown.recipient}>
              {parties(event.recipient)}
            </Value>
            <Value name="status">
              <Status status={event.status} />
            </Value>
            <Value name="speaker" role="speaker" none="the report itself">
              {parties(event.speaker)}
            </Value>
            <Value name="place" role="place" none={event.unknown.place}>
              {event.place && (
                <>
                  <Words text={[event.place.name, event.place.admin1, event.place.country].filter(Boolean).join(", ")} /> <span class="hint">{event.place.precision}</span>
                </>
              )}
            </Value>
            <Value name="time" role="time" none={event.unknown.time}>
              {event.time && (
                <>
                  {days(event.time.start, event.time.end) ?? "unknown"} <span class="hint">{event.time.basis}</span>
                </>
              )}
            </Value>
            {event.counts.map((count, i) => (
              <Value key={i} name={count.kind} role="number">
                {count.approximate && "some "}
                {count.unit} {range(count.low, count.high)} <span class="hint">{count.side ? `of the ${count.side}` : "whose is open"}</span>
              </Value>
            ))}
            {event.contexts.length > 0 && <Value name="contexts">{event.contexts.join(", ")}</Value>}
            {Object.entries(row?.changes ?? {}).map(([field, value]) => (
              <div key={`changed-${field}`} class="value">
                <dt class="r-trigger">reviewed</dt>
                <dd>
                  {field}: <Words text={changedWords(value)} />
                </dd>
              </div>
            ))}
            {event.unknown.mode && <Value name="mode" none={event.unknown.mode} />}
          </dl>
          <p class="card-foot">
            <button type="button" aria-expanded={why} onClick={() => setWhy(!why)}>
              Why this code
            </button>
            <a href={`/?fold=events&q=${encodeURIComponent(`"${event.trigger.quote}"`)}`}>Same words elsewhere</a>
            <span class="id" title="Event id">
              {event.id}
            </span>
          </p>
          {why && <Why event={event.id} />}
        </div>
      )}
    </li>
  );
}

export function Claims({ claims, show }: { claims: readonly ClaimRecord[]; show: (start: number) => void }) {
  if (!claims.length) return <Nothing>No number is claimed here beside those of the events.</Nothing>;
  return (
    <ul class="claims">
      {claims.map((claim) => (
        <li key={claim.span.start}>
          <button type="button" onClick={() => show(claim.span.start)}>
            <b>
              {claim.approximate && "some "}
              {claim.unit} {range(claim.low, claim.high)}
            </b>{" "}
            <Words text={claim.of} />
            <span class="hint">
              “<Words text={claim.span.quote} />”{claim.as_of && `, as of ${claim.as_of}`}
              {claim.speaker.length > 0 && (
                <>
                  , says <Words text={claim.speaker.map((party) => party.entity?.name ?? party.quote).join(", ")} />
                </>
              )}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

export function Named({ entities }: { entities: readonly EntityRecord[] }) {
  if (!entities.length) return <Nothing>Nobody is named.</Nothing>;
  return (
    <ul class="named">
      {entities.map((entity) => (
        <li key={entity.id}>
          <a href={entityHref(entity.id)}>
            <Words text={entity.name} />
          </a>
          <span class="hint">{[entity.country, ...entity.sectors].filter(Boolean).join(" · ")}</span>
          {entity.names.length > 0 && (
            <span class="aka">
              {entity.names.slice(0, 5).map((name) => (
                <Words key={name} text={name} />
              ))}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

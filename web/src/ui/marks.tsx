/** Small signs for codes. Colour never stands alone: up or down is cooperation or conflict, hollow or filled is words or deeds. */

import type { CountRow, Ent, PlaceRow } from "../api/types";
import { count, days, quadName, score, share } from "../text/words";
import { visibleText } from "../text/visible";
import { Words } from "./safe";

const UP = "M6 1.5 11 10.5H1Z";
const DOWN = "M6 10.5 1 1.5H11Z";

export function QuadMark({ quad }: { quad: number }) {
  return (
    <svg class={`quad q${quad}`} viewBox="0 0 12 12" width="12" height="12" role="img" aria-label={quadName(quad)}>
      <title>{quadName(quad)}</title>
      <path d={quad <= 2 ? UP : DOWN} />
    </svg>
  );
}

export function TypeCode({ type, mode, quad, value }: { type: string; mode: string | null; quad: number; value?: number }) {
  return (
    <span class="code" title={value === undefined ? quadName(quad) : `${quadName(quad)}, PLOVER score ${score(value)}`}>
      <QuadMark quad={quad} />
      <span class="type">{type}</span>
      {mode && <span class="mode">{mode}</span>}
    </span>
  );
}

const STATUS_SIGNS: Record<string, string> = {
  ongoing: "…",
  future: "→",
  hypothetical: "?",
  negated: "✕",
  failed: "✕",
  alleged: "“",
};

export function Status({ status, all }: { status: string; all?: string[] }) {
  const rest = (all ?? []).filter((other) => other !== status);
  return (
    <span class={`status s-${status}`} title={rest.length ? `Also told as ${rest.join(", ")}` : undefined}>
      {STATUS_SIGNS[status] && (
        <span class="sign" aria-hidden="true">
          {STATUS_SIGNS[status]}
        </span>
      )}
      {status}
      {rest.length > 0 && <sup aria-label={`also ${rest.join(", ")}`}>+{rest.length}</sup>}
    </span>
  );
}

export function Confidence({ value }: { value: number }) {
  return (
    <span class="conf" title={`Confidence ${value.toFixed(3)}: the probability that the event is right`}>
      <span class="conf-bar" aria-hidden="true">
        <span style={{ width: `${Math.round(value * 100)}%` }} />
      </span>
      {share(value)}
    </span>
  );
}

export function entityHref(id: string): string {
  return `/entity/${encodeURIComponent(id)}`;
}

const LONGEST_NAME = 70;

/** A name as it is; a name of many lines is cut, and whole where the mouse rests on it. */
function Name({ name, class: css }: { name: string; class?: string }) {
  const letters = name.length > LONGEST_NAME ? [...name] : null;
  if (!letters || letters.length <= LONGEST_NAME) return <Words text={name} {...(css ? { class: css } : {})} />;
  return (
    <span title={visibleText(letters.slice(0, 500).join(""))}>
      <Words text={`${letters.slice(0, LONGEST_NAME).join("")}…`} {...(css ? { class: css } : {})} />
    </span>
  );
}

/** Parties by name, each a link to its page where it is known. */
export function Parties({ parties, none = "unknown" }: { parties: readonly Ent[]; none?: string }) {
  if (!parties.length) return <span class="none">{none}</span>;
  return (
    <span class="parties">
      {parties.map((party, i) => (
        <span key={`${party.id}${i}`}>
          {i > 0 && ", "}
          {party.id ? (
            <a href={entityHref(party.id)} class="party" title={[party.country, party.sector].filter(Boolean).join(" · ") || undefined}>
              <Name name={party.name} />
            </a>
          ) : (
            <Name name={party.name} class="party words" />
          )}
        </span>
      ))}
    </span>
  );
}

export function Counts({ counts }: { counts: readonly CountRow[] }) {
  if (!counts.length) return null;
  return (
    <span class="counts">
      {counts.map((value, i) => (
        <span key={i} class="count">
          {count(value)}
        </span>
      ))}
    </span>
  );
}

export function Where({ place }: { place: PlaceRow | null }) {
  if (!place) return <span class="none">–</span>;
  return (
    <span class="place" title={[place.name, place.country, `known to the ${place.precision}`].filter(Boolean).join(" · ")}>
      <Words text={place.name} />
      {place.country && place.precision !== "country" && <span class="iso">{place.country}</span>}
    </span>
  );
}

export function When({ start, end, published }: { start: string | null; end: string | null; published?: string | null }) {
  const words = days(start, end);
  if (words) return <time dateTime={start ?? end ?? undefined}>{words}</time>;
  return (
    <span class="none" title={published ? `Day unknown; first reported ${published}` : "Day unknown"}>
      day unknown
    </span>
  );
}

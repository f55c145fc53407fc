/** Values as an analyst reads them. An unknown is said, never guessed. */

import type { CountRow, Ent } from "../api/types";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const numbers = new Intl.NumberFormat("en");

export const QUADS: Record<number, { short: string; name: string }> = {
  1: { short: "verbal +", name: "Verbal cooperation" },
  2: { short: "material +", name: "Material cooperation" },
  3: { short: "verbal −", name: "Verbal conflict" },
  4: { short: "material −", name: "Material conflict" },
};

export function quadName(quad: number): string {
  return QUADS[quad]?.name ?? `quad ${quad}`;
}

/** `12,345`. */
export function number(value: number): string {
  return numbers.format(value);
}

/** `1 incident`, `2 incidents`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${number(count)} ${count === 1 ? one : many}`;
}

function parts(day: string): [number, number, number] | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(day);
  return match ? [Number(match[1]), Number(match[2]), Number(match[3])] : null;
}

/** `8 Aug 2025`; a string that is no ISO day stays as it is. */
export function day(value: string): string {
  const found = parts(value);
  return found ? `${found[2]} ${MONTHS[found[1] - 1] ?? "?"} ${found[0]}` : value;
}

function lastOfMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** First and last possible day in the fewest words: `8 Aug 2025`, `Aug 2025`, `2025`, `3–9 Aug 2025`, `from 3 Aug 2025`. */
export function days(start: string | null, end: string | null): string | null {
  if (!start && !end) return null;
  if (!start) return `until ${day(end as string)}`;
  if (!end) return `from ${day(start)}`;
  if (start === end) return day(start);
  const a = parts(start);
  const b = parts(end);
  if (!a || !b) return `${start} – ${end}`;
  const wholeMonths = a[2] === 1 && b[2] === lastOfMonth(b[0], b[1]);
  if (wholeMonths && a[1] === 1 && b[1] === 12) return a[0] === b[0] ? `${a[0]}` : `${a[0]}–${b[0]}`;
  if (wholeMonths && a[0] === b[0] && a[1] === b[1]) return `${MONTHS[a[1] - 1]} ${a[0]}`;
  if (wholeMonths && a[0] === b[0]) return `${MONTHS[a[1] - 1]}–${MONTHS[b[1] - 1]} ${a[0]}`;
  if (a[0] === b[0] && a[1] === b[1]) return `${a[2]}–${b[2]} ${MONTHS[a[1] - 1]} ${a[0]}`;
  if (a[0] === b[0]) return `${a[2]} ${MONTHS[a[1] - 1]} – ${b[2]} ${MONTHS[b[1] - 1]} ${a[0]}`;
  return `${day(start)} – ${day(end)}`;
}

/** A number between two bounds: `12`, `12+`, `≤ 12`, `10–12`. */
export function range(low: number | null, high: number | null): string {
  if (low === null && high === null) return "?";
  if (low === null) return `≤ ${number(high as number)}`;
  if (high === null) return `${number(low)}+`;
  return low === high ? number(low) : `${number(low)}–${number(high)}`;
}

/** `12+ killed (recipient)`, `USD 5,000`. */
export function count(value: CountRow): string {
  const amount = [value.unit, range(value.low, value.high)].filter(Boolean).join(" ");
  const of = value.kind === "other" ? "" : ` ${value.kind}`;
  return amount + of + (value.side ? ` (${value.side})` : "");
}

/** `.87`: a probability without its needless zero. */
export function share(value: number): string {
  if (value >= 0.995) return "1.0";
  return value.toFixed(2).replace(/^0/, "");
}

/** `+2.5`, `−9`, `0`: a PLOVER score with its sign. */
export function score(value: number): string {
  const rounded = Math.round(value * 10) / 10;
  if (rounded === 0) return "0";
  return (rounded > 0 ? "+" : "−") + number(Math.abs(rounded));
}

/** The names of parties in one line; `null` where there is none. */
export function names(parties: readonly Ent[]): string | null {
  return parties.length ? parties.map((party) => party.name).join(", ") : null;
}

/** `THREATEN · violence`. */
export function code(type: string, mode: string | null): string {
  return mode ? `${type} · ${mode}` : type;
}

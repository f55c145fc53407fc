/** What the review asks and sends (docs/review.md). */

import { get, post } from "./client";
import type { Row } from "./types";

export type Order = "uncertain" | "new" | "disputed";

export interface QueueItem {
  row: Row;
  reason?: string | null;
}

export interface Queue {
  total: number;
  done: number;
  items: QueueItem[];
}

export interface AgreementField {
  field: string;
  n: number;
  agreement: number | null;
  agreement_low: number | null;
  agreement_high: number | null;
  kappa: number | null;
  low: number | null;
  high: number | null;
}

/** Of two reviewers: how many events both decided on, and those (ids) on which they differ. */
export interface AgreementPair {
  reviewers: string[];
  items: number;
  fields: AgreementField[];
  differ: string[];
}

export interface Agreement extends AgreementPair {
  pairs: AgreementPair[];
}

export interface PartyValue {
  id: string | null;
  name: string;
}

/** How many, and the words of the report that give it. */
export interface CountValue {
  kind: string;
  low: number | null;
  high: number | null;
  side: string | null;
  words: string;
  unit?: string;
  approximate?: boolean;
}

/** A decision on an event, or on whether two tellings are one incident. */
export type Deciding =
  | { event: string; verdict: "accept" | "reject" }
  | { event: string; verdict: "change"; field: string; value: unknown }
  | { kind: "incident"; left: string; right: string; verdict: "same" | "different" };

/** What was written down; of an event what the reviewer says of it now. `carried_out` false: a run writes, the joins come when it ends. */
export interface Recorded {
  id: string;
  at: string;
  kind: "event" | "incident";
  event: string | null;
  decided: Row["decided"];
  changes: Row["changes"];
  carried_out: boolean | null;
}

export interface Undone {
  undone: { id: string; kind: string; event: string | null; verdict: string; field: string | null } | null;
  row: Row | null;
}

/** A decision as the log has it; `undone`: it was taken back. */
export interface LogEntry {
  id: string;
  at: string;
  by: string;
  kind: string;
  verdict: string;
  left: string;
  right: string;
  field: string | null;
  value: unknown;
  reason: string;
  undone: boolean;
  report: string | null;
  quote: string | null;
}

export interface Log {
  total: number;
  entries: LogEntry[];
}

export function decide(decision: Deciding): Promise<Recorded> {
  return post<Recorded>("/api/review/decisions", decision);
}

export function undo(): Promise<Undone> {
  return post<Undone>("/api/review/undo", {});
}

/** The next rows; `offset` are those left for later. */
export function queue(order: Order, filters: URLSearchParams, limit: number, offset: number): Promise<Queue> {
  const query = new URLSearchParams(filters);
  query.set("order", order);
  query.set("limit", String(limit));
  if (offset) query.set("offset", String(offset));
  return get<Queue>(`/api/review/queue?${query}`);
}

/** What the review asks and sends (docs/review.md). */

import { get, post } from "./client";
import type { Row } from "./types";

export type Order = "uncertain" | "new";

export interface QueueItem {
  row: Row;
  reason?: string | null;
}

export interface Queue {
  total: number;
  done: number;
  items: QueueItem[];
}

export interface Agreement {
  reviewers?: string[];
  items?: number;
  fields?: { field: string; n: number; agreement: number | null; kappa: number | null; low?: number | null; high?: number | null }[];
  [name: string]: unknown;
}

export interface PartyValue {
  id: string | null;
  name: string;
}

/** A decision on an event, or on whether two tellings are one incident. */
export type Deciding =
  | { event: string; verdict: "accept" | "reject" }
  | { event: string; verdict: "change"; field: string; value: unknown }
  | { kind: "incident"; left: string; right: string; verdict: "same" | "different" };

export interface Undone {
  undone: { id: string; event: string | null } | null;
}

export function decide(decision: Deciding): Promise<unknown> {
  return post("/api/review/decisions", decision);
}

export function undo(): Promise<Undone> {
  return post<Undone>("/api/review/undo", {});
}

export function queue(order: Order, filters: URLSearchParams, limit: number): Promise<Queue> {
  const query = new URLSearchParams(filters);
  query.set("order", order);
  query.set("limit", String(limit));
  return get<Queue>(`/api/review/queue?${query}`);
}

/** Records of the store as the API passes them on (docs/records.md), as far as the page reads them. */

import type { Ent, Span } from "./types";

export interface PartyRecord extends Span {
  entity: Ent | null;
  basis: "words" | "reference" | "place";
  named: Span | null;
}

export interface EventRecord {
  id: string;
  type: string;
  mode: string | null;
  contexts: string[];
  quad: number;
  plover_score: number;
  confidence: number;
  trigger: Span;
  actor: PartyRecord[];
  recipient: PartyRecord[];
  status: string;
  speaker: PartyRecord[];
  place: { span: Span | null; name: string; country: string | null; admin1: string | null; precision: string } | null;
  time: { span: Span | null; start: string | null; end: string | null; basis: string } | null;
  counts: { kind: string; low: number | null; high: number | null; side: string | null; unit: string; span: Span; approximate: boolean }[];
  unknown: Record<string, string>;
  same_as: string | null;
}

export interface ClaimRecord {
  span: Span;
  low: number | null;
  high: number | null;
  unit: string;
  of: string;
  speaker: PartyRecord[];
  as_of: string | null;
  approximate: boolean;
}

export interface EntityRecord {
  id: string;
  name: string;
  names: string[];
  country: string | null;
  sectors: string[];
}

export interface Choice {
  label: string;
  probability: number;
}

export interface Candidate {
  mention: number;
  quote: string;
  probability: number;
  verdict: string;
  rather: string | null;
}

export interface Neighbour {
  text: string;
  start: number;
  end: number;
  type: string;
  mode: string | null;
  status: string;
  file: string;
  line: number;
  similarity: number;
}

/** What the reader weighed (docs/explain.md). */
export interface Explanation {
  event: EventRecord;
  coder: string;
  made_by: string | null;
  note: string | null;
  found: boolean;
  sentence: Span;
  trigger_probability: number;
  trigger_threshold: number;
  types: Choice[];
  modes: Choice[];
  statuses: Choice[];
  score: number;
  event_threshold: number;
  confidence: number;
  roles: { role: string; threshold: number; party_threshold: number | null; candidates: Candidate[] }[];
  examples: Neighbour[];
  examples_note: string | null;
}

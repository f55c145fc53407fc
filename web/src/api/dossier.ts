/** The dossier of two parties: `dateline/dossier/records.py` in TypeScript. */

import type { Span } from "./types";

export interface Stood {
  name: string;
  words: string;
  id: string | null;
  country: string | null;
  sector: string | null;
  side: "a" | "b" | null;
}

export interface Tells {
  event: string | null;
  report: string;
  story: string;
  sentence: Span;
  trigger: Span;
  type: string | null;
  mode: string | null;
  status: string | null;
  speaker: string[];
  start: string | null;
  end: string | null;
  confidence: number | null;
}

export interface Amount {
  of: string;
  low: number | null;
  high: number | null;
  unit: string;
  side: string | null;
  approximate: boolean;
  twin: string | null;
}

export interface Line {
  number: number;
  kind: "event" | "number" | "day";
  incident: string | null;
  type: string | null;
  label: string;
  mode: string | null;
  quad: number | null;
  score: number | null;
  status: string | null;
  statuses: string[];
  actor: Stood[];
  recipient: Stood[];
  place: string | null;
  start: string | null;
  end: string | null;
  amounts: Amount[];
  speaker: string[];
  confidence: number | null;
  tellings: number;
  reports: number;
  stories: number;
  marks: string[];
  tells: Tells[];
}

export interface Group {
  key: string;
  heading: string;
  note: string;
  total: number;
  lines: Line[];
}

export interface Section {
  key: string;
  heading: string;
  note: string;
  groups: Group[];
  see?: number[];
}

export interface PartyHead {
  asked: string;
  id: string;
  name: string;
  country: string | null;
  sector: string | null;
  counted: { id: string; name: string; country: string | null; sector: string | null; why: string; events: number }[];
}

export interface Source {
  key: string;
  id: string;
  title: string | null;
  publisher: string | null;
  agency: string | null;
  published: string | null;
  url: string | null;
}

export interface Dossier {
  a: PartyHead;
  b: PartyHead;
  coder: string;
  since: string | null;
  until: string | null;
  exact: boolean;
  day: string | null;
  reports: number;
  left_out: number;
  quiet: number;
  first_published: string | null;
  last_published: string | null;
  between: number;
  cooperation: number;
  conflict: number;
  sections: Section[];
  unknown: { key: string; words: string; lines: number[] }[];
  sources: Source[];
  sql: string;
}

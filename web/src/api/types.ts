/** The answers of the JSON API: `dateline/web/models.py` in TypeScript. Offsets are code points of the report's text, days ISO strings. */

import type { ClaimRecord, EntityRecord, EventRecord } from "./records";

export type Fold = "incidents" | "events";
export type Bin = "day" | "week" | "month" | "year";

/** What was wrong with a request, in one line. */
export interface ErrorAnswer {
  error: string;
}

/** A PLOVER type: its code, quad class, name for people, definition and mode codes. */
export interface TypeLabel {
  code: string;
  quad: number;
  label: string;
  definition: string;
  modes: string[];
}

/** A coder with committed reports. `events` of None: its index has not been made yet. */
export interface CoderLabel {
  id: string;
  reports: number;
  events: number | null;
}

/** What is served. `newer`: the store has changed since (`/api/meta?refresh=1` brings the page up to date). */
export interface Meta {
  store: string;
  coder: string;
  coders: CoderLabel[];
  version: string;
  newer: boolean;
  reports: number;
  events: number;
  incidents: number;
  first_day: string | null;
  last_day: string | null;
  first_published: string | null;
  last_published: string | null;
  review: boolean;
  reviewer: string | null;
  types: TypeLabel[];
  quads: Record<string, string>;
  statuses: string[];
  /** PLOVER's contexts with what each is about. */
  contexts: Record<string, string>;
  count_kinds: string[];
  countries: Record<string, string>;
  about: Record<string, string>;
}

/** A party. `id` of None: the words are all that is known. */
export interface Ent {
  id: string | null;
  name: string;
  country: string | null;
  sector: string | null;
}

/** Where. `lat` and `lon` are None unless `precision` is point, settlement or an area with a centre. */
export interface PlaceRow {
  name: string;
  country: string | null;
  lat: number | null;
  lon: number | null;
  precision: string;
  geonames_id: number | null;
}

/** How many; None is open. */
export interface CountRow {
  kind: string;
  low: number | null;
  high: number | null;
  side: string | null;
  unit: string;
}

/** Characters of a report's text, and the words that stand there. */
export interface Span {
  start: number;
  end: number;
  quote: string;
}

/**
 * An incident, or with `fold=events` a telling. `quote` is the sentence of the telling the coder is surest of. `trigger` lies in the report; `sentence_start` is where the quote begins there, so `trigger.start - sentence_start` is its place in it. `decided` is what the review says of the telling `event`, `changes` the values it gives beside the coder's.
 */
export interface Row {
  id: string;
  kind: "incident" | "event";
  type: string;
  mode: string | null;
  quad: number;
  score: number;
  confidence: number;
  status: string;
  statuses: string[];
  actor: Ent[];
  recipient: Ent[];
  place: PlaceRow | null;
  start: string | null;
  end: string | null;
  published: string | null;
  publisher: string | null;
  title: string | null;
  speaker: string[];
  counts: CountRow[];
  tellings: number;
  reports: number;
  stories: number;
  quote: string;
  sentence_start: number;
  trigger: Span;
  report: string;
  event: string;
  incident: string | null;
  decided: "accept" | "reject" | "change" | null;
  changes: Record<string, unknown>;
}

/** A page of rows. `sql` is the query over the store's tables for `dateline query`; `csv` and `permalink` are links. */
export interface EventsAnswer {
  total: number;
  rows: Row[];
  sql: string;
  csv: string;
  permalink: string;
  offset: number;
  limit: number;
}

/** The report that tells. */
export interface ReportHead {
  key: string;
  id: string;
  title: string | null;
  publisher: string | null;
  published: string | null;
}

/** One telling of an incident, with its report. */
export interface Telling extends Row {
  of_report: ReportHead;
}

/** Why two tellings are one incident. */
export interface JoinRow {
  left: string;
  right: string;
  score: number;
  reason: string;
}

/** A value that the tellings do not agree on: what each says. */
export interface Conflict {
  field: string;
  values: Record<string, unknown>[];
}

/** An incident with its tellings, the joins that make it one, and where the tellings differ. */
export interface IncidentAnswer extends Row {
  told: Telling[];
  joins: JoinRow[];
  conflicts: Conflict[];
}

/** A value, its words, and how many rows have it under all other filters. `count` of None: not counted (another coder's). */
export interface FacetValue {
  value: string;
  label: string;
  count: number | null;
}

/** How many rows of this very day. */
export interface DayCount {
  day: string;
  count: number;
}

/** How many rows of a confidence from `low` to below `high`. */
export interface ConfidenceBin {
  low: number;
  high: number;
  count: number;
}

/** Each facet counted under all filters but its own. `undated`: rows without one single day. */
export interface FacetsAnswer {
  total: number;
  type: FacetValue[];
  mode: FacetValue[];
  quad: FacetValue[];
  status: FacetValue[];
  country: FacetValue[];
  actor: FacetValue[];
  recipient: FacetValue[];
  speaker: FacetValue[];
  publisher: FacetValue[];
  coder: FacetValue[];
  day: DayCount[];
  undated: number;
  confidence: ConfidenceBin[];
}

/** Words of a text, those searched for marked. */
export interface SnippetPart {
  text: string;
  mark: boolean;
}

/** A report that has the words searched for, and the sentence that shows them best. */
export interface Hit {
  report: string;
  title: string | null;
  published: string | null;
  publisher: string | null;
  snippet: SnippetPart[];
  sentence_start: number;
  events: number;
}

/** Reports that have all the words. `ranked`: best first; else, where a great many have them, newest first. */
export interface SearchAnswer {
  total: number;
  ranked: boolean;
  hits: Hit[];
}

/** Words of the report in a role of an event, a claim, or on their own (`mention`). */
export interface TextSpan {
  start: number;
  end: number;
  role: string;
  event: string | null;
  entity: string | null;
  claim: number | null;
}

/** Characters that are no news. */
export interface FurnitureSpan {
  start: number;
  end: number;
  kind: string;
}

/** A report of the same story and what it is to the one `of`. */
export interface StoryMember {
  report: string;
  title: string | null;
  publisher: string | null;
  published: string | null;
  relation: string;
  of: string | null;
  score: number | null;
  reason: string;
}

/** The story that the report belongs to. */
export interface StoryRow {
  id: string;
  head: string;
  members: StoryMember[];
}

/** A report with everything found in it. `events`, `claims` and `entities` are the store's records; `rows` the events as rows. */
export interface ReportAnswer {
  key: string;
  id: string;
  title: string | null;
  /** The title or, where the report has none, its first line or words. */
  headline: string;
  author: string | null;
  published: string | null;
  published_basis: string | null;
  publisher: string | null;
  agency: string | null;
  dateline: string | null;
  language: string | null;
  url: string | null;
  supersedes: string | null;
  text: string;
  furniture: FurnitureSpan[];
  sentences: [number, number][];
  spans: TextSpan[];
  events: EventRecord[];
  rows: Row[];
  claims: ClaimRecord[];
  entities: EntityRecord[];
  story: StoryRow | null;
}

/** Rows at a settlement or point. `id`, `type` and `day` are None where the rows differ (a cluster that the server made). */
export interface MapPoint {
  id: string | null;
  name: string;
  geonames_id: number | null;
  country: string | null;
  lat: number;
  lon: number;
  precision: string;
  type: string | null;
  quad: number;
  day: string | null;
  n: number;
}

/**
 * Rows known to a country, a province or district (counted on the province), or a region of several countries (its centre given). `province` is
 * the GeoNames id of the first-level unit, `places` what the filter `place` takes for its rows.
 */
export interface MapArea {
  country: string | null;
  region: string | null;
  iso3: string | null;
  province: number | null;
  name: string;
  lat: number | null;
  lon: number | null;
  places: string[];
  n: number;
  by_quad: Record<string, number>;
  by_precision: Record<string, number>;
}

/** Where the rows are, at their precision; `unknown` lists those without a place, newest first. */
export interface MapAnswer {
  points: MapPoint[];
  clustered: boolean;
  areas: MapArea[];
  unknown: Row[];
  unknown_total: number;
  total: number;
  sql: string;
}

/** Rows whose possible days all lie in the bin. `cooperation`, `conflict`: sums of positive and of negative PLOVER scores; `n_…` counts. */
export interface TimeBin {
  start: string;
  n: number;
  cooperation: number;
  conflict: number;
  n_cooperation: number;
  n_conflict: number;
  score_sum: number;
  by_type: Record<string, number>;
}

/** What the bins before make likely for this one: the mean, and the bounds that 90 of 100 such bins keep to. */
export interface UsualBin {
  start: string;
  mean: number;
  low: number;
  high: number;
}

/** The usual by bin, of all rows, of conflict (negative scores) and of cooperation; bins with too few before them have none. */
export interface Usual {
  method: string;
  window: number;
  n: UsualBin[];
  conflict: UsualBin[];
  cooperation: UsualBin[];
}

/** A bin against its usual. `verdict` is of the number of rows; None: too few bins before it. */
export interface ThisBin {
  bin: TimeBin;
  usual: UsualBin | null;
  verdict: "above" | "within" | "below" | null;
  conflict: "above" | "within" | "below" | null;
  cooperation: "above" | "within" | "below" | null;
}

/** Rows by bin, empty bins included. `undated` have no day, `spread` days of several bins, `earlier` lie before the bins shown. */
export interface TimelineAnswer {
  bin: Bin;
  bins: TimeBin[];
  usual: Usual;
  this: ThisBin | null;
  undated: number;
  spread: number;
  earlier: number;
  total: number;
  sql: string;
}

/** A sector and the days it holds, as far as known. */
export interface SectorSpan {
  sector: string;
  start: string | null;
  end: string | null;
}

/** A name used, how often, and the first sentence that has it. */
export interface NameRow {
  name: string;
  count: number;
  first_sentence: string;
  sentence_start: number;
  start: number;
  report: string;
  published: string | null;
  title: string | null;
}

/** An office or standing and its days; `source` says where that is from. */
export interface RoleRow {
  role: string;
  start: string | null;
  end: string | null;
  source: string;
}

/** Rows with another party, either way. `cooperation`, `conflict`: sums of scores. */
export interface Dealing {
  other: Ent;
  n: number;
  as_actor: number;
  as_recipient: number;
  cooperation: number;
  conflict: number;
  last: string | null;
  by_type: Record<string, number>;
}

/** A party of the network. */
export interface Node {
  id: string;
  name: string;
  country: string | null;
  n: number;
}

/** Rows between two parties of the network. */
export interface Link {
  source: string;
  target: string;
  n: number;
  cooperation: number;
  conflict: number;
}

/** The entity, those it deals with most, and what is between them. */
export interface Network {
  nodes: Node[];
  links: Link[];
}

/** An entity: names with their evidence, roles over time, dealings with others. */
export interface EntityAnswer {
  id: string;
  name: string;
  country: string | null;
  sectors: SectorSpan[];
  names: NameRow[];
  roles: RoleRow[];
  dealings: Dealing[];
  network: Network;
  as_actor: number;
  as_recipient: number;
  sql: string;
}

/** An entity whose name fits. */
export interface Suggestion extends Ent {
  n: number;
}

/** Entities by name, those with most rows first. */
export interface EntitiesAnswer {
  entities: Suggestion[];
}

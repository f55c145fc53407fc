"""What the API answers, as types: the source of `/api/openapi.json`. Offsets are code points of the report's text, days are ISO strings."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

Fold = Literal["incidents", "events"]
Bin = Literal["day", "week", "month", "year"]


class Model(BaseModel):
    """Base of all answers: no field beyond those named."""

    model_config = ConfigDict(extra="forbid")


class ErrorAnswer(Model):
    """What was wrong with a request, in one line."""

    error: str


class TypeLabel(Model):
    """A PLOVER type: its code, quad class, name for people, definition and mode codes."""

    code: str
    quad: int
    label: str
    definition: str
    modes: list[str]


class CoderLabel(Model):
    """A coder with committed reports. `events` of None: its index has not been made yet."""

    id: str
    reports: int
    events: int | None


class Meta(Model):
    """What is served. `newer`: the store has changed since (`/api/meta?refresh=1` brings the page up to date).

    `unjoined`: events that no run has joined to incidents yet; each stands as an incident of its own.
    """

    store: str
    coder: str
    coders: list[CoderLabel]
    version: str
    newer: bool
    reports: int
    events: int
    incidents: int
    unjoined: int
    first_day: str | None
    last_day: str | None
    first_published: str | None
    last_published: str | None
    review: bool
    reviewer: str | None
    types: list[TypeLabel]
    quads: dict[str, str]
    statuses: list[str]
    countries: dict[str, str]
    about: dict[str, str]


class Ent(Model):
    """A party. `id` of None: the words are all that is known."""

    id: str | None
    name: str
    country: str | None
    sector: str | None


class PlaceRow(Model):
    """Where. `lat` and `lon` are None unless `precision` is point, settlement or an area with a centre."""

    name: str
    country: str | None
    lat: float | None
    lon: float | None
    precision: str
    geonames_id: int | None


class CountRow(Model):
    """How many; None is open."""

    kind: str
    low: float | None
    high: float | None
    side: str | None
    unit: str


class Span(Model):
    """Characters of a report's text, and the words that stand there."""

    start: int
    end: int
    quote: str


class Row(Model):
    """An incident, or with `fold=events` a telling. `quote` is the sentence of the telling the coder is surest of.

    `trigger` lies in the report; `sentence_start` is where the quote begins there, so `trigger.start - sentence_start` is its place in it.
    `decided` is what the review says of the telling `event`, `changes` the values it gives beside the coder's.
    """

    id: str
    kind: Literal["incident", "event"]
    type: str
    mode: str | None
    quad: int
    score: float
    confidence: float
    status: str
    statuses: list[str]
    actor: list[Ent]
    recipient: list[Ent]
    place: PlaceRow | None
    start: str | None
    end: str | None
    published: str | None
    publisher: str | None
    title: str | None
    speaker: list[str]
    counts: list[CountRow]
    tellings: int
    reports: int
    stories: int
    quote: str
    sentence_start: int
    trigger: Span
    report: str
    event: str
    incident: str | None
    decided: Literal["accept", "reject", "change"] | None
    changes: dict[str, Any]


class EventsAnswer(Model):
    """A page of rows. `sql` is the query over the store's tables for `dateline query`; `csv` and `permalink` are links."""

    total: int
    rows: list[Row]
    sql: str
    csv: str
    permalink: str
    offset: int
    limit: int


class ReportHead(Model):
    """The report that tells."""

    key: str
    id: str
    title: str | None
    publisher: str | None
    published: str | None


class Telling(Row):
    """One telling of an incident, with its report."""

    of_report: ReportHead


class JoinRow(Model):
    """Why two tellings are one incident."""

    left: str
    right: str
    score: float
    reason: str


class Conflict(Model):
    """A value that the tellings do not agree on: what each says."""

    field: str
    values: list[dict[str, Any]]


class IncidentAnswer(Row):
    """An incident with its tellings, the joins that make it one, and where the tellings differ."""

    told: list[Telling]
    joins: list[JoinRow]
    conflicts: list[Conflict]


class FacetValue(Model):
    """A value, its words, and how many rows have it under all other filters. `count` of None: not counted (another coder's)."""

    value: str
    label: str
    count: int | None


class DayCount(Model):
    """How many rows of this very day."""

    day: str
    count: int


class ConfidenceBin(Model):
    """How many rows of a confidence from `low` to below `high`."""

    low: float
    high: float
    count: int


class FacetsAnswer(Model):
    """Each facet counted under all filters but its own. `undated`: rows without one single day."""

    total: int
    type: list[FacetValue]
    mode: list[FacetValue]
    quad: list[FacetValue]
    status: list[FacetValue]
    country: list[FacetValue]
    actor: list[FacetValue]
    recipient: list[FacetValue]
    speaker: list[FacetValue]
    publisher: list[FacetValue]
    coder: list[FacetValue]
    day: list[DayCount]
    undated: int
    confidence: list[ConfidenceBin]


class SnippetPart(Model):
    """Words of a text, those searched for marked."""

    text: str
    mark: bool


class Hit(Model):
    """A report that has the words searched for, and the sentence that shows them best."""

    report: str
    title: str | None
    published: str | None
    publisher: str | None
    snippet: list[SnippetPart]
    sentence_start: int
    events: int


class SearchAnswer(Model):
    """Reports that have all the words. `ranked`: best first; else, where a great many have them, newest first."""

    total: int
    ranked: bool
    hits: list[Hit]


class TextSpan(Model):
    """Words of the report in a role of an event, a claim, or on their own (`mention`)."""

    start: int
    end: int
    role: str
    event: str | None
    entity: str | None
    claim: int | None


class FurnitureSpan(Model):
    """Characters that are no news."""

    start: int
    end: int
    kind: str


class StoryMember(Model):
    """A report of the same story and what it is to the one `of`."""

    report: str
    title: str | None
    publisher: str | None
    published: str | None
    relation: str
    of: str | None
    score: float | None
    reason: str


class StoryRow(Model):
    """The story that the report belongs to."""

    id: str
    head: str
    members: list[StoryMember]


class ReportAnswer(Model):
    """A report with everything found in it. `events`, `claims` and `entities` are the store's records; `rows` the events as rows."""

    key: str
    id: str
    title: str | None
    author: str | None
    published: str | None
    published_basis: str | None
    publisher: str | None
    agency: str | None
    dateline: str | None
    language: str | None
    url: str | None
    supersedes: str | None
    text: str
    furniture: list[FurnitureSpan]
    sentences: list[tuple[int, int]]
    spans: list[TextSpan]
    events: list[dict[str, Any]]
    rows: list[Row]
    claims: list[dict[str, Any]]
    entities: list[dict[str, Any]]
    story: StoryRow | None


class MapPoint(Model):
    """Rows at a settlement or point. `id`, `type` and `day` are None where the rows differ (a cluster that the server made)."""

    id: str | None
    name: str
    geonames_id: int | None
    country: str | None
    lat: float
    lon: float
    precision: str
    type: str | None
    quad: int
    day: str | None
    n: int


class MapArea(Model):
    """Rows known to a country, part of one (counted on it) or a region of several countries (`iso3` None, its centre given)."""

    country: str | None
    region: str | None
    iso3: str | None
    name: str
    lat: float | None
    lon: float | None
    n: int
    by_quad: dict[str, int]
    by_precision: dict[str, int]


class MapAnswer(Model):
    """Where the rows are, at their precision; `unknown` lists those without a place, newest first."""

    points: list[MapPoint]
    clustered: bool
    areas: list[MapArea]
    unknown: list[Row]
    unknown_total: int
    total: int


class TimeBin(Model):
    """Rows whose possible days all lie in the bin.

    `cooperation`, `conflict`: sums of positive and of negative PLOVER scores; `n_…` counts of such rows.
    """

    start: str
    n: int
    cooperation: float
    conflict: float
    n_cooperation: int
    n_conflict: int
    score_sum: float
    by_type: dict[str, int]


class UsualBin(Model):
    """What the bins before make likely for this one: the mean, and the bounds that 90 of 100 such bins keep to."""

    start: str
    mean: float
    low: float
    high: float


class Usual(Model):
    """The usual by bin, of all rows, of conflict (negative scores) and of cooperation; bins with too few before them have none."""

    method: str
    window: int
    n: list[UsualBin]
    conflict: list[UsualBin]
    cooperation: list[UsualBin]


class ThisBin(Model):
    """A bin against its usual. `verdict` is of the number of rows; None: too few bins before it."""

    bin: TimeBin
    usual: UsualBin | None
    verdict: Literal["above", "within", "below"] | None
    conflict: Literal["above", "within", "below"] | None
    cooperation: Literal["above", "within", "below"] | None


class TimelineAnswer(Model):
    """Rows by bin, empty bins included. `undated` have no day, `spread` days of several bins, `earlier` lie before the bins shown."""

    bin: Bin
    bins: list[TimeBin]
    usual: Usual
    this: ThisBin | None
    undated: int
    spread: int
    earlier: int
    total: int


class SectorSpan(Model):
    """A sector and the days it holds, as far as known."""

    sector: str
    start: str | None
    end: str | None


class NameRow(Model):
    """A name used, how often, and the first sentence that has it."""

    name: str
    count: int
    first_sentence: str
    sentence_start: int
    start: int
    report: str
    published: str | None
    title: str | None


class RoleRow(Model):
    """An office or standing and its days; `source` says where that is from."""

    role: str
    start: str | None
    end: str | None
    source: str


class Dealing(Model):
    """Rows with another party, either way. `cooperation`, `conflict`: sums of scores."""

    other: Ent
    n: int
    as_actor: int
    as_recipient: int
    cooperation: float
    conflict: float
    last: str | None
    by_type: dict[str, int]


class Node(Model):
    """A party of the network."""

    id: str
    name: str
    country: str | None
    n: int


class Link(Model):
    """Rows between two parties of the network."""

    source: str
    target: str
    n: int
    cooperation: float
    conflict: float


class Network(Model):
    """The entity, those it deals with most, and what is between them."""

    nodes: list[Node]
    links: list[Link]


class EntityAnswer(Model):
    """An entity: names with their evidence, roles over time, dealings with others."""

    id: str
    name: str
    country: str | None
    sectors: list[SectorSpan]
    names: list[NameRow]
    roles: list[RoleRow]
    dealings: list[Dealing]
    network: Network
    as_actor: int
    as_recipient: int


class Suggestion(Ent):
    """An entity whose name fits."""

    n: int


class EntitiesAnswer(Model):
    """Entities by name, those with most rows first."""

    entities: list[Suggestion]

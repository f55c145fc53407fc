"""Rows: incidents and tellings as every view shows them."""

from __future__ import annotations

from typing import Any, Literal

from dateline.web.models.base import Model


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

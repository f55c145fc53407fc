"""A report with everything found in it."""

from __future__ import annotations

from typing import Any

from dateline.web.models.base import Model
from dateline.web.models.rows import Row


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
    """A report with everything found in it. `events`, `claims` and `entities` are the store's records; `rows` the events as rows.

    `headline` is the title or, where the report has none, its first line or words; other views show that as the title.
    """

    key: str
    id: str
    title: str | None
    headline: str
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

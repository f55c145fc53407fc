"""The table's facets and full-text search."""

from __future__ import annotations

from dateline.web.models.base import Model


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

"""The records that the stages pass on: the vocabulary of the whole code base.

All are immutable `msgspec` structs. `to_json` and `from_json` are lossless; `dateline.store.schema` gives each its Arrow form.
Offsets are code points of the stored text and `text[start:end] == quote` always holds. Days are ISO strings (`2025-08-08`).
Countries are ISO 3166-1 alpha-3 codes, or PLOVER's non-state codes (IGO, NGO, …).
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from typing import Any, Literal, TypeVar

import msgspec

MentionKind = Literal["actor", "place", "time", "number"]
Status = Literal["happened", "ongoing", "future", "hypothetical", "negated", "failed", "alleged"]
Precision = Literal["point", "settlement", "admin2", "admin1", "country", "region"]
PartyBasis = Literal["words", "reference", "place"]
CountKind = Literal["killed", "wounded", "arrested", "displaced", "abducted", "missing", "crowd", "other"]

R = TypeVar("R", bound=msgspec.Struct)


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of all records."""


class Span(Record, frozen=True):
    """Characters `start` to `end` (exclusive) of a report's text, and the words that stand there."""

    start: int
    end: int
    quote: str


class Furniture(Record, frozen=True):
    """Page furniture: characters that are part of the text but not of the news (`kind`: credit, follow, post, caption, link, …)."""

    start: int
    end: int
    kind: str


class EntityRef(Record, frozen=True):
    """The entity a party was resolved to, as it stood for this report."""

    id: str
    name: str
    country: str | None = None
    sector: str | None = None


class Party(Record, frozen=True):
    """A span that names an actor, recipient or speaker, and the entity behind it (None: unknown).

    `basis` says how: by its own `words`; by `reference` ("it", "the group"), where `named` is the mention that it was tied to; or by
    `place`: nobody is named as recipient, and the place on which the act falls stands for its people and its government.
    """

    start: int
    end: int
    quote: str
    entity: EntityRef | None = None
    basis: PartyBasis = "words"
    named: Span | None = None


class Place(Record, frozen=True):
    """Where an event happened. `precision` is never better than the words; a country has no point (lat and lon are None)."""

    span: Span | None
    geonames_id: int | None
    name: str
    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    precision: Precision


class Time(Record, frozen=True):
    """First and last possible day of an event; an `end` of None is open. `basis` names the anchor and the rule used."""

    span: Span | None
    start: str | None
    end: str | None
    basis: str


class Count(Record, frozen=True):
    """How many. `low` or `high` of None is open. `side` says whose loss it is: actor, recipient, or None where the text leaves it open.

    `approximate`: the words are ("some 300", "dozens"). `unit` is empty but for money ("USD").
    """

    kind: CountKind
    low: float | None
    high: float | None
    side: Literal["actor", "recipient"] | None
    span: Span
    approximate: bool = False
    unit: str = ""


class Mention(Record, frozen=True):
    """A span that names an actor, place, time or number. `entity` is the resolved actor, if any."""

    kind: MentionKind
    start: int
    end: int
    quote: str
    entity: EntityRef | None = None


class Event(Record, frozen=True):
    """One thing that an actor does to a recipient, with the words behind every value.

    `confidence` is the probability that the event is right; `plover_score` the ontology's intensity. `unknown` gives the reason where
    actor, recipient, place, time, mode or contexts is empty or None. `speaker` lists nested sources, outermost first; empty: the report
    itself vouches.
    """

    id: str
    type: str
    mode: str | None
    contexts: tuple[str, ...]
    quad: int
    plover_score: float
    confidence: float
    trigger: Span
    actor: tuple[Party, ...]
    recipient: tuple[Party, ...]
    status: Status
    speaker: tuple[Party, ...]
    place: Place | None
    time: Time | None
    counts: tuple[Count, ...]
    unknown: dict[str, str]
    same_as: str | None = None

    @property
    def named_recipient(self) -> tuple[Party, ...]:
        """The recipients that the report names, without a place that stands for them."""
        return tuple(party for party in self.recipient if party.basis != "place")


class Twin(Record, frozen=True):
    """The same quantity in another unit, in brackets behind it ("253,000 hectares (625,000 acres)").

    `gap` is by what part of the first it differs (0.012 = 1.2 %), `agrees` whether rounding explains that; both None where no rate is
    known (money).
    """

    span: Span
    low: float | None
    high: float | None
    unit: str
    gap: float | None
    agrees: bool | None


class Claim(Record, frozen=True):
    """A number that somebody states and that is no event's count. `as_of` is the day it holds for, where its clause gives one.

    `approximate`: the words are ("some 300", "dozens"). `twin` of None: none is given.
    """

    span: Span
    low: float | None
    high: float | None
    unit: str
    of: str
    speaker: tuple[Party, ...]
    as_of: str | None
    approximate: bool = False
    twin: Twin | None = None


class Entity(Record, frozen=True):
    """An actor: stable id, names used, country, and its PLOVER sectors."""

    id: str
    name: str
    names: tuple[str, ...]
    country: str | None
    sectors: tuple[str, ...]


class Report(Record, frozen=True):
    """One news item. `text` is the input character for character (a web page: the extracted text, `raw_sha256` its bytes).

    `id` is the source's own id for it, `key` the content key that the store uses, `sha256` the hash of the text's UTF-8.
    """

    id: str
    key: str
    sha256: str
    text: str
    title: str | None = None
    author: str | None = None
    published: str | None = None
    published_basis: str | None = None
    publisher: str | None = None
    agency: str | None = None
    dateline: str | None = None
    language: str | None = None
    url: str | None = None
    furniture: tuple[Furniture, ...] = ()
    raw_sha256: str | None = None
    extractor: str | None = None
    supersedes: str | None = None


class ReportHead(Record, frozen=True):
    """A report without its text, as `--format jsonl` prints it."""

    id: str
    key: str
    sha256: str
    text_length: int
    title: str | None
    author: str | None
    published: str | None
    published_basis: str | None
    publisher: str | None
    agency: str | None
    dateline: str | None
    language: str | None
    url: str | None
    furniture: tuple[Furniture, ...]


class Coding(Record, frozen=True):
    """All that one coder found in one report: one line of `--format jsonl`."""

    report: ReportHead
    events: tuple[Event, ...]
    claims: tuple[Claim, ...]
    entities: tuple[Entity, ...]
    coder: str


Relation = Literal["head", "copy", "excerpt", "update", "correction"]


class StoryMember(Record, frozen=True):
    """A report in its story: what it is to the report `of` (a key; None for the head), how alike (0 to 1), and why it is here.

    `carries`: the agency or publisher that its credits name as the origin of the text.
    """

    report: str
    relation: Relation
    of: str | None
    score: float | None
    reason: str
    carries: str | None = None


class Story(Record, frozen=True):
    """Reports that are copies of each other, with their updates and corrections; `head` is the earliest or the agency's own.

    `reports` are report keys, by publication day and key; `members` says of each, in that order, why it is here. A report without copies
    is a story of its own. Stories are a function of the reports and decisions alone, whatever the coder.
    """

    id: str
    head: str
    reports: tuple[str, ...]
    members: tuple[StoryMember, ...]
    first_published: str | None
    last_published: str | None


class Telling(Record, frozen=True):
    """What one event record says of a value of its incident: the event, who says so (names; empty: the report itself), and how many."""

    event: str
    speaker: tuple[str, ...]
    low: float | None
    high: float | None


class IncidentCount(Record, frozen=True):
    """How many by all tellings: `low` is the lowest, `high` the highest that any of them allows (None: open)."""

    kind: CountKind
    side: Literal["actor", "recipient"] | None
    unit: str
    low: float | None
    high: float | None
    tellings: tuple[Telling, ...]


class Join(Record, frozen=True):
    """Why two event records (ids) are one incident: a score from 0 to 1 and the reason in words."""

    left: str
    right: str
    score: float
    reason: str


class Incident(Record, frozen=True):
    """One real-world event, told by one or many event records of one coder.

    `type`, `mode`, `quad`, `plover_score` are those of the telling the coder is surest of; `types` has every type told. `status` is the
    strongest told, `statuses` all. `actor` and `recipient` are the entities of all tellings, each once. `place` is the most precise that
    the tellings do not contradict; `start` and `end` are the days that they share, or the hull of all where they share none.
    `first_published` and `last_published` are days of its reports, never a stand-in for its own. `events` and `reports` are ids and
    keys, sorted; `stories` the stories of those reports, so that copies can be told from tellings. `joins` make it connected.
    """

    id: str
    coder: str
    type: str
    types: tuple[str, ...]
    mode: str | None
    quad: int
    plover_score: float
    confidence: float
    status: Status
    statuses: tuple[str, ...]
    actor: tuple[EntityRef, ...]
    recipient: tuple[EntityRef, ...]
    place: Place | None
    start: str | None
    end: str | None
    first_published: str | None
    last_published: str | None
    counts: tuple[IncidentCount, ...]
    events: tuple[str, ...]
    reports: tuple[str, ...]
    stories: tuple[str, ...]
    joins: tuple[Join, ...]


class Decision(Record, frozen=True):
    """A person's word: on a join (`same`, `different`, `unsure`), on an event (`accept`, `reject`, `change`), or taking one back (`undo`).

    `left` and `right` are event ids (incident), report keys (story) or entity ids; of kind `event` the event's id and its report's key.
    It never names an incident or story id, so it survives re-runs. Of several on one pair or value the latest `at` (UTC time stamp)
    holds. A change names the `field` of the event (`roles` is actor and recipient at once) and its `value` as JSON in the form of the
    event's own; no value: the coder's holds again. The value of `undo` is the id of the decision it takes back.
    """

    id: str
    kind: Literal["story", "incident", "entity", "event"]
    left: str
    right: str
    verdict: Literal["same", "different", "unsure", "accept", "reject", "change", "undo"]
    score: float | None
    reason: str
    by: str
    at: str
    field: str | None = None
    value: str | None = None


class Reject(Record, frozen=True):
    """An input that could not be read or coded. `source` is its path, and the line where there is one."""

    id: str
    source: str
    line: int | None
    reason: str
    detail: str


class Run(Record, frozen=True):
    """One run of a coder over inputs: when, with what, what came of it, and how it ended (`ended` and `outcome` of None: it was killed).

    `outcome` is complete, interrupted or failed. `reports` are those coded, `skipped` those the store had, `seconds` the time it took,
    `other_language` those that were recorded and not coded for their language.
    """

    id: str
    coder: str
    started: str
    ended: str | None
    outcome: str | None
    inputs: tuple[str, ...]
    reports: int
    skipped: int
    rejects: int
    events: int
    seconds: float | None
    reject_reasons: dict[str, int]
    settings: dict[str, str]
    other_language: int = 0


def to_json(record: msgspec.Struct) -> bytes:
    """Canonical JSON: sorted keys, no spaces, UTF-8. Equal records give equal bytes."""
    return msgspec.json.encode(record, order="sorted")


def from_json(data: bytes | str, kind: type[R]) -> R:
    """The record that `to_json` wrote. Raises `msgspec.ValidationError` where a field is missing, unknown or of a wrong type."""
    return msgspec.json.decode(data, type=kind)


def to_plain(record: msgspec.Struct) -> dict[str, Any]:
    """The record as dicts, lists and scalars."""
    plain: dict[str, Any] = msgspec.to_builtins(record)
    return plain


def content_id(*parts: object, length: int = 16) -> str:
    """A stable id: hex digits of the SHA-256 over the parts, each in its JSON form."""
    return hashlib.sha256(msgspec.json.encode(list(parts), order="sorted")).hexdigest()[:length]


def text_hash(text: str) -> str:
    """SHA-256 of the text's UTF-8 (lone surrogates as they are)."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def make_report(text: str, *, id: str | None = None, **fields: Any) -> Report:
    """A report with its hash and key filled in. Without `id` the text's hash is its id.

    `published` must be an ISO day: `ValueError` otherwise.
    """
    digest = text_hash(text)
    source_id = id or digest[:16]
    published = fields.get("published")
    if published is not None:
        datetime.date.fromisoformat(published)
    key = content_id(source_id, digest, published, fields.get("publisher"))
    return Report(id=source_id, key=key, sha256=digest, text=text, **fields)


def head(report: Report) -> ReportHead:
    """The report without its text."""
    values: Mapping[str, Any] = {name: getattr(report, name) for name in ReportHead.__struct_fields__ if name != "text_length"}
    return ReportHead(text_length=len(report.text), **values)


def span(text: str, start: int, end: int) -> Span:
    """The span of these characters, quoted."""
    return Span(start=start, end=end, quote=text[start:end])

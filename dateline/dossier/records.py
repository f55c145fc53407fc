"""The records that a dossier is made of. `to_plain` of a `Dossier` is what the local page's API answers.

Every line rests on tellings: the sentence with its offsets, the report, the status and the speaker. Lines bear numbers, by which other
sections name them.
"""

from __future__ import annotations

from typing import Literal

from dateline.records import Claim, Entity, Event, Mention, Record, Report, Span

SideKey = Literal["a", "b"]


class Source(Record, frozen=True):
    """The report that a sentence stands in."""

    key: str
    id: str
    title: str | None
    publisher: str | None
    agency: str | None
    published: str | None
    url: str | None


class Stood(Record, frozen=True):
    """A party of a line: its name and the words that stood there, its entity (None: the words alone), which of the two it counts for."""

    name: str
    words: str
    id: str | None
    country: str | None
    sector: str | None
    side: SideKey | None


class Tells(Record, frozen=True):
    """One telling: where it stands, in which words, and what it says itself. `event` of None: a number or a day, no event.

    `story` is shared by reports that are copies of each other. `sentence` and `trigger` are characters of the report's text.
    """

    event: str | None
    report: str
    story: str
    sentence: Span
    trigger: Span
    type: str | None
    mode: str | None
    status: str | None
    speaker: tuple[str, ...]
    actor: tuple[Stood, ...]
    recipient: tuple[Stood, ...]
    start: str | None
    end: str | None
    confidence: float | None


class Amount(Record, frozen=True):
    """A number: what of, how many (None is open), and where one is given, in another unit as well (`twin`)."""

    of: str
    low: float | None
    high: float | None
    unit: str
    side: str | None = None
    approximate: bool = False
    twin: str | None = None


class Line(Record, frozen=True):
    """One thing told of the parties: an incident as its tellings here tell it, a number somebody states, or a day that lies ahead.

    `number` counts lines through the dossier; a line that stands in two sections keeps its number. `incident` is the store's incident, None
    for numbers and days. `tellings`, `reports` and `stories` count what stands behind it; `tells` has the telling the coder is surest of
    first. `marks` say what to be careful of: `one story`, `no day`, `no place`, `alleged`, `denied`, `said by a party`, `party not told`,
    `told differently`.
    """

    number: int
    kind: Literal["event", "number", "day"]
    incident: str | None
    type: str | None
    label: str
    mode: str | None
    quad: int | None
    score: float | None
    status: str | None
    statuses: tuple[str, ...]
    actor: tuple[Stood, ...]
    recipient: tuple[Stood, ...]
    place: str | None
    start: str | None
    end: str | None
    amounts: tuple[Amount, ...]
    speaker: tuple[str, ...]
    confidence: float | None
    tellings: int
    reports: int
    stories: int
    marks: tuple[str, ...]
    tells: tuple[Tells, ...]


class Group(Record, frozen=True):
    """Lines under one heading, newest first; `total` of them before the cut, `note` a count in words."""

    key: str
    heading: str
    note: str
    total: int
    lines: tuple[Line, ...]


class Section(Record, frozen=True):
    """One question of the dossier. Sections without lines stand there too: that nothing was found is told.

    `see`: numbers of lines elsewhere that may belong here (said of people of a kind that one of the two may be among).
    """

    key: str
    heading: str
    note: str
    groups: tuple[Group, ...]
    see: tuple[int, ...] = ()


class Counted(Record, frozen=True):
    """An entity that counts for a party, why, and how many events here name it."""

    id: str
    name: str
    country: str | None
    sector: str | None
    why: str
    events: int


class PartyHead(Record, frozen=True):
    """One of the two parties: what was asked for, who it is, and who counts for it."""

    asked: str
    id: str
    name: str
    country: str | None
    sector: str | None
    counted: tuple[Counted, ...]


class Unknown(Record, frozen=True):
    """What is not known: in words, and the numbers of the lines that it is about."""

    key: str
    words: str
    lines: tuple[int, ...]


class Dossier(Record, frozen=True):
    """All that the reports that name both parties say between them.

    `reports` counts those reports, `left_out` those beyond the limit (the oldest), `quiet` those read that tell nothing between the two.
    `day` is the day from which things lie ahead. `sources` has every report that a line rests on, by publication day.
    """

    a: PartyHead
    b: PartyHead
    coder: str
    since: str | None
    until: str | None
    exact: bool
    day: str | None
    reports: int
    left_out: int
    quiet: int
    first_published: str | None
    last_published: str | None
    between: int
    cooperation: int
    conflict: int
    sections: tuple[Section, ...]
    unknown: tuple[Unknown, ...]
    sources: tuple[Source, ...]


class ReadReport(Record, frozen=True):
    """A report that names both parties, with what the coder found in it."""

    report: Report
    story: str
    events: tuple[Event, ...]
    claims: tuple[Claim, ...]
    entities: tuple[Entity, ...]
    mentions: tuple[Mention, ...]
    sentences: tuple[tuple[int, int], ...]


class Tied(Record, frozen=True):
    """An incident of the store as far as a dossier needs it: its events, its days, and its place in words."""

    id: str
    events: tuple[str, ...]
    start: str | None
    end: str | None
    place: str | None

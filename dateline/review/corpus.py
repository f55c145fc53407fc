"""Reviewed sentences as lines of a training corpus, in the format of corpus/GUIDE.md.

A sentence goes out only where every event that the coder found in it was decided on, nobody said that one is missing, and the format can
say it: brackets that would overlap cannot. A sentence whose events were all rejected goes out without events: it teaches what is none.
"""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from dateline.reader.labels import COUNT_KINDS
from dateline.records import Event, Mention, Party, Report
from dateline.review.checks import find_words
from dateline.review.ledger import Word
from dateline.review.values import reviewed_event

_LETTERS = {"actor": "a", "place": "p", "time": "t", "number": "n"}
_KEYS = {"actor": "a", "recipient": "r", "place": "p", "time": "t", "number": "n", "speaker": "s"}
_BLANK = re.compile(r"[\s\x1c-\x1e\x85\u2028\u2029]")
_SPECIAL = re.compile(r"[\[\]{}\\]")
_LINE_MARKS = ("#", "%", "~")  # at the beginning of a line they are no sentence
REASONS = {
    "undecided": "an event of theirs is not decided on",
    "disputed": "reviewers differ on an event of theirs",
    "missed": "an event is missing in them",
    "format": "their marks overlap, or the format cannot hold them",
}


_Role = tuple[str, int, int, str]  # role, span, and the kind of a number


@dataclasses.dataclass(frozen=True)
class Reviewed:
    """A report with what was found in it and the sentences it was cut into (start, end)."""

    report: Report
    events: tuple[Event, ...]
    mentions: tuple[Mention, ...]
    sentences: tuple[tuple[int, int], ...]


@dataclasses.dataclass(frozen=True)
class Line:
    """A sentence of a report (its start) as a block of the corpus; or `reason`, why there is none (a key of `REASONS`)."""

    report: str
    start: int
    block: str | None
    reason: str | None = None


@dataclasses.dataclass(frozen=True)
class _Mark:
    """A span of the sentence and its letter: a, p, t, n, or e for a trigger."""

    start: int
    end: int
    letter: str


class _Unsayable(Exception):
    """The format cannot hold the sentence."""


def corpus_lines(found: Reviewed, words: Mapping[str, Word], disputed: Iterable[str] = ()) -> Iterator[Line]:
    """The sentences of the report that have an event that was decided on, in order."""
    unclear = set(disputed)
    for start, end in found.sentences:
        events = [event for event in found.events if start <= event.trigger.start < end]
        own = [words[event.id] for event in events if event.id in words]
        if not any(word.decided or word.missed for word in own):
            continue
        reason = None
        if any(word.missed for word in own):
            reason = "missed"
        elif sum(word.decided is not None for word in own) < len(events):
            reason = "undecided"
        elif any(event.id in unclear for event in events):
            reason = "disputed"
        block = None
        if reason is None:
            kept = [reviewed_event(event, words[event.id].changes) for event in events if words[event.id].decided != "reject"]
            try:
                block = _block(found, kept, start, end)
            except _Unsayable:
                reason = "format"
        yield Line(found.report.key, start, block, reason)


def _block(found: Reviewed, events: Sequence[Event], start: int, end: int) -> str:
    text = found.report.text
    start, end = _trimmed(text, start, max(end, *(event.trigger.end for event in events)) if events else end)
    roles = [_roles(event, text, start, end) for event in events]
    marks = _chosen_marks(found, events, roles, start, end)
    names = _names(marks)
    lines = [_sentence(text, start, end, names)]
    if not lines[0] or lines[0].startswith(_LINE_MARKS) or any("\ud800" <= char <= "\udfff" for char in lines[0]):
        raise _Unsayable
    order = sorted(range(len(events)), key=lambda at: (events[at].trigger.start, events[at].id))
    lines += dict.fromkeys(_event_line(events[at], roles[at], names, text) for at in order)
    return "\n".join(lines)


def _roles(event: Event, text: str, start: int, end: int) -> list[_Role]:
    """What the sentence gives of the event: role, span, and the kind of a number."""
    found: list[_Role] = []

    def add(role: str, first: int, last: int, kind: str = "") -> None:
        first, last = _trimmed(text, first, last)
        if start <= first < last <= end:
            found.append((role, first, last, kind))

    parties: Any = (("actor", event.actor), ("recipient", event.recipient), ("speaker", event.speaker))
    for role, these in parties:
        for party in these:
            assert isinstance(party, Party)
            add(role, party.start, party.end)
    if event.place:
        where = event.place.span or find_words(text, event.place.name, start, end)
        if where:
            add("place", where.start, where.end)
    if event.time and event.time.span:
        add("time", event.time.span.start, event.time.span.end)
    for count in event.counts:
        add("number", count.span.start, count.span.end, count.kind if count.kind in COUNT_KINDS else "other")
    return found


def _chosen_marks(found: Reviewed, events: Sequence[Event], roles: Sequence[Sequence[_Role]], start: int, end: int) -> list[_Mark]:
    """Triggers and spans in roles, all of them, and of the other mentions those that stand clear of them. Raises `_Unsayable`."""
    text = found.report.text
    needed: dict[tuple[int, int], str] = {}
    for event in events:
        span = _trimmed(text, event.trigger.start, event.trigger.end)
        if span[0] >= span[1]:
            raise _Unsayable
        needed[span] = "e"
    asked: dict[tuple[int, int], set[str]] = {}
    for one in roles:
        for role, first, last, _ in one:
            asked.setdefault((first, last), set()).add(role)
    for span, of in asked.items():
        letters = {"p" if role == "place" else "t" if role == "time" else "n" if role == "number" else "a" for role in of}
        if letters == {"a", "p"} and of <= {"recipient", "place"}:
            letters = {"p"}  # a place that is acted upon is one mention in two uses
        if len(letters) > 1 or span in needed:
            raise _Unsayable
        needed[span] = letters.pop()
    marks = [_Mark(first, last, letter) for (first, last), letter in needed.items()]
    marks.sort(key=lambda one: one.start)
    if any(one.end > other.start for one, other in itertools.pairwise(marks)):
        raise _Unsayable
    others = sorted(found.mentions, key=lambda one: (one.start - one.end, one.start))  # the longer first
    for mention in others:
        first, last = _trimmed(text, mention.start, mention.end)
        if start <= first < last <= end and all(last <= one.start or one.end <= first for one in marks):
            marks.append(_Mark(first, last, _LETTERS[mention.kind]))
    return sorted(marks, key=lambda one: one.start)


def _names(marks: Iterable[_Mark]) -> dict[tuple[int, int], str]:
    """Ids by span: they count up by letter."""
    counted: dict[str, int] = {}
    names = {}
    for one in marks:
        counted[one.letter] = counted.get(one.letter, 0) + 1
        names[one.start, one.end] = f"{one.letter}{counted[one.letter]}"
    return names


def _sentence(text: str, start: int, end: int, names: Mapping[tuple[int, int], str]) -> str:
    parts, at = [], start
    for (first, last), name in sorted(names.items()):
        opening, closing = "{}" if name.startswith("e") else "[]"
        parts += [_plain(text[at:first]), f"{opening}{name}:{_plain(text[first:last])}{closing}"]
        at = last
    return "".join([*parts, _plain(text[at:end])])


def _plain(text: str) -> str:
    """The characters with what would be a bracket, or end the line, made harmless; white space stays one character each."""
    return _SPECIAL.sub(r"\\\g<0>", _BLANK.sub(" ", text))


def _event_line(event: Event, roles: Iterable[_Role], names: Mapping[tuple[int, int], str], text: str) -> str:
    trigger = names[_trimmed(text, event.trigger.start, event.trigger.end)]
    told: dict[str, list[str]] = {}
    for role, first, last, kind in roles:
        value = names[first, last] + (f":{kind}" if kind else "")
        if value not in told.setdefault(role, []):
            told[role].append(value)
    parts = [f"{_KEYS[role]}={('>' if role == 'speaker' else ',').join(told[role])}" for role in _KEYS if role in told]
    return " ".join([trigger, f"{event.type}/{event.mode}" if event.mode else event.type, event.status, *parts])


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end

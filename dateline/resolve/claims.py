"""Claims: numbers that somebody states and that no event counts."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dateline.reader.decode import FoundMention
from dateline.reader.reader import ReadSentence
from dateline.records import Claim, Party, Twin, span
from dateline.resolve.calendar_rules import Interval
from dateline.resolve.counts import counted
from dateline.resolve.sentence_numbers import SentenceNumber
from dateline.resolve.twins import FoundTwin, find_twin
from dateline.resolve.units import unit_after, unit_named

_OF = re.compile(r"\s+(?:of\s+(?:the\s+)?)?([A-Za-zÀ-ÿ][\w’'-]*(?:\s+[a-zà-ÿ][\w’'-]*){0,1})")
_STOP = re.compile(
    r"\s+(?:and|or|who|which|that|in|on|at|to|from|for|with|by|after|before|since|were|was|is|are|have|had|has|call|said|as|a|the|but|while|could|would|will|can|may|might|long|above|below|high|wide|deep|ago|away|north|south|east|west|more|less|voted|flooded)\b.*$"
)
# Where one clause ends and another begins; what a time says on one side does not hold on the other.
_CLAUSE = re.compile(
    r"[;:]|[,—–-]\s+(?:and|but|while|whereas|which|who|where|as|though|although|after|before|when|since)\s|\s(?:but|while|whereas)\s"
)
_AS_OF = re.compile(r"as (?:of|at)\s", re.IGNORECASE)
_BY = re.compile(r"(?:by|until|up to|through)\s", re.IGNORECASE)
_BEFORE_BY = re.compile(r"(?:as of|as at|by|until|up to|through)(?: the end of)?\s+$", re.IGNORECASE)
_POUNDS_OF_MONEY = re.compile(r"\s+of\s+(?:aid|debt|damage|funding|public|taxpayer\w*|investment|savings|cuts|revenue|trade|cash|money)\b")

Parties = Callable[[ReadSentence, Sequence[tuple[int, float]]], tuple[Party, ...]]
Days = Callable[[FoundMention], Interval | None]


@dataclass(frozen=True, slots=True)
class Setting:
    """What a claim needs of its report: the parties behind roles and the days behind time mentions."""

    parties: Parties
    days: Days


def _counted(text: str, sentence: ReadSentence, end: int) -> str:
    """What is counted: the actor named right after the number, or else the next words that can be a noun; empty where there are none."""
    actor = next(
        (m for m in sentence.mentions if m.kind == "actor" and m.start >= end and text[end : m.start] in (" ", " of ", " of the ")), None
    )
    if actor:
        return text[actor.start : actor.end]
    after = _OF.match(text, end, sentence.end)
    return _STOP.sub("", " " + after.group(1)).strip() if after else ""


def _unit(text: str, number: SentenceNumber) -> str:
    """The number's unit; pounds of something are a weight."""
    unit = number.quantity.unit or unit_after(text, number.end)
    if unit == "pound" and text[number.end : number.end + 4] == " of " and not _POUNDS_OF_MONEY.match(text, number.end):
        return "pound-mass"
    return unit


def _as_of(text: str, sentence: ReadSentence, start: int, end: int, days: Days) -> str | None:
    """The day that the clause of the number `text[start:end]` gives for it: a single day, or the one it is "as of" or counted "by"."""
    near: list[tuple[int, str]] = []
    for m in sentence.mentions:
        if m.kind != "time" or _CLAUSE.search(text, *((end, m.start) if m.start >= end else (m.end, start))):
            continue
        interval = days(m)
        if interval is None:
            continue
        day = interval.start if interval.start == interval.end else None
        if _AS_OF.match(text, m.start, m.end):
            day = interval.start
        elif day is None and (_BY.match(text, m.start, m.end) or _BEFORE_BY.search(text, max(sentence.start, m.start - 20), m.start)):
            day = interval.end
        if day is not None:
            near.append((min(abs(m.start - end), abs(start - m.end)), day.isoformat()))
    return min(near)[1] if near else None


def _is_told(number: SentenceNumber, unit: str, of: str) -> bool:
    """Whether the number is a claim: it needs a unit or a thing counted. Unmarked by the reader, it must be measured or paid."""
    if number.mentions:
        return bool(unit or of)
    known = unit_named(unit.partition("/")[0])
    return known is not None and known.dimension not in ("time", "times")


def _twin(text: str, found: FoundTwin | None) -> Twin | None:
    if found is None:
        return None
    said = found.quantity
    gap = None if found.gap is None else round(found.gap, 4)
    return Twin(span=span(text, found.start, found.end), low=said.low, high=said.high, unit=said.unit, gap=gap, agrees=found.agrees)


def find_claims(text: str, sentence: ReadSentence, numbers: Sequence[SentenceNumber], setting: Setting) -> list[Claim]:
    """The sentence's claims, in order.

    A converted twin in brackets is the same claim, checked against it; a number without unit and without a thing counted is none.
    """
    counts = counted(sentence, numbers)
    skip: list[FoundTwin] = []
    found = []
    for number in numbers:
        if number in counts or any(number.start < t.end and t.start < number.end for t in skip):
            continue
        second = find_twin(text, number.start, number.end)
        if second:
            skip.append(second)
        end = second.end + 1 if second else number.end
        unit = _unit(text, number)
        of = _counted(text, sentence, end)
        if not _is_told(number, unit, of):
            continue
        speakers = next((e.roles["speaker"] for e in sentence.events if "speaker" in e.roles), ())
        found.append(
            Claim(
                span=span(text, number.start, number.end),
                low=number.quantity.low,
                high=number.quantity.high,
                unit=unit,
                of=of,
                speaker=setting.parties(sentence, speakers),
                as_of=_as_of(text, sentence, number.start, end, setting.days),
                approximate=number.quantity.approximate,
                twin=_twin(text, second),
            )
        )
    return found

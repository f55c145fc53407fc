"""What each event of a report is to the two parties: between them, by or upon one of them, or of people who may be one of them."""

from __future__ import annotations

import bisect
import dataclasses
from collections.abc import Iterator, Sequence
from typing import Literal

from dateline.dossier.records import ReadReport, SideKey, Stood, Tells
from dateline.dossier.sides import Side
from dateline.records import Event, Party, Span, span
from dateline.resolve.references import is_pronoun

Way = Literal["a>b", "b>a", "ab", "a>", "b>", "a>x", "b>x", "x>a", "x>b", "x>ab", ">a", ">b", "near", "talks"]
BETWEEN: tuple[Way, ...] = ("a>b", "b>a", "ab")
_TALKS = frozenset({"CONSULT", "AGREE"})


@dataclasses.dataclass(frozen=True)
class Placed:
    """An event with its way between the parties, its telling, and the ids of the outsiders that take part."""

    event: Event
    way: Way
    tells: Tells
    outsiders: frozenset[str]


def place_events(read: ReadReport, a: Side, b: Side) -> Iterator[Placed]:
    """The events of a report that concern the parties. Events that one party's people have among themselves are none."""
    placed = [(event, _way(event, a, b, read)) for event in read.events]
    talked = any(way in BETWEEN for _, way in placed)
    for event, way in placed:
        if way is None or (way == "talks" and not talked):
            continue
        tells = telling(read, event, a, b)
        yield Placed(event, way, tells, _outsiders(tells))


def sentence_at(read: ReadReport, start: int, end: int) -> Span:
    """The sentence that holds these characters, else they themselves."""
    at = bisect.bisect_right(read.sentences, (start, 1 << 60)) - 1
    if at >= 0 and read.sentences[at][0] <= start < read.sentences[at][1]:
        first, last = read.sentences[at]
        return span(read.report.text, first, max(last, end))
    return span(read.report.text, start, end)


def telling(read: ReadReport, event: Event, a: Side, b: Side) -> Tells:
    """The event as a line's evidence."""
    day = read.report.published
    return Tells(
        event=event.id, report=read.report.key, story=read.story, sentence=sentence_at(read, event.trigger.start, event.trigger.end),
        trigger=event.trigger, type=event.type, mode=event.mode, status=event.status, speaker=speakers(event.speaker),
        actor=_stood(event.actor, a, b, day), recipient=_stood(event.named_recipient, a, b, day),
        start=event.time.start if event.time else None, end=event.time.end if event.time else None, confidence=event.confidence,
    )  # fmt: skip


def speakers(parties: Sequence[Party]) -> tuple[str, ...]:
    """The names of who says so, outermost first, each once."""
    return tuple(dict.fromkeys(map(said_by, parties)))


def said_by(party: Party) -> str:
    """The speaker's name; the words where they are people of a kind ("mediators")."""
    of_a_kind = party.entity is not None and party.entity.id.startswith("role:") and not is_pronoun(_words(party))
    return _words(party) if of_a_kind else _name(party)


def side_of(party: Party, a: Side, b: Side, day: str | None) -> SideKey | None:
    """The party that these words count for."""
    return "a" if a.why(party.entity, day) else "b" if b.why(party.entity, day) else None


def _way(event: Event, a: Side, b: Side, read: ReadReport) -> Way | None:
    day = read.report.published
    by, upon = ([side_of(p, a, b, day) for p in parties] for parties in (event.actor, event.named_recipient))
    if "a" in by and "b" in upon:
        return "a>b"
    if "b" in by and "a" in upon:
        return "b>a"
    if "a" in by and "b" in by:
        return "ab" if event.quad in (1, 2) else "a>x"
    if "a" in upon and "b" in upon:
        return "x>ab"
    for side, other in ((a, b), (b, a)):
        if side.key in by:
            return _by(side, other, event, upon)
        if side.key in upon:
            if any(other.may_mean(party.entity) for party in event.actor):
                return "near"
            return f"x>{side.key}" if event.actor else f">{side.key}"  # type: ignore[return-value]
    if any(side.may_mean(party.entity) for side in (a, b) for party in (*event.actor, *event.named_recipient)):
        return "near"
    if event.type in _TALKS and not event.actor and not event.named_recipient:
        return "talks"
    return "near" if _names_a_kind(event, a, b, read) else None


def _by(side: Side, other: Side, event: Event, upon: Sequence[SideKey | None]) -> Way | None:
    strangers = [p for p, key in zip(event.named_recipient, upon, strict=True) if key is None]
    if strangers and all(p.entity is None or other.may_mean(p.entity) for p in strangers) and any(p.entity for p in strangers):
        return "near"
    if not event.named_recipient:
        return f"{side.key}>"  # type: ignore[return-value]
    return f"{side.key}>x" if None in upon else None  # type: ignore[return-value]


def _names_a_kind(event: Event, a: Side, b: Side, read: ReadReport) -> bool:
    """Whether the sentence of an event among others has words for people of a kind that one of the two may be among."""
    sentence = sentence_at(read, event.trigger.start, event.trigger.end)
    inside = (one.entity for one in read.mentions if sentence.start <= one.start < sentence.end)
    return any(side.may_mean(ref) for ref in inside for side in (a, b) if not side.sectors)


def _outsiders(tells: Tells) -> frozenset[str]:
    strangers = [one for one in (*tells.actor, *tells.recipient) if one.side is None]
    return frozenset(one.id for one in strangers if one.id) or frozenset(f"words:{one.name.lower()}" for one in strangers)


def _stood(parties: Sequence[Party], a: Side, b: Side, day: str | None) -> tuple[Stood, ...]:
    found: dict[tuple[str | None, str], Stood] = {}
    for party in parties:
        ref = party.entity
        one = Stood(
            name=_name(party), words=_words(party), id=ref.id if ref else None, country=ref.country if ref else None,
            sector=ref.sector if ref else None, side=side_of(party, a, b, day),
        )  # fmt: skip
        found.setdefault((one.id, one.name), one)
    return tuple(found.values())


def _name(party: Party) -> str:
    return " ".join(party.entity.name.split()) if party.entity else _words(party)


def _words(party: Party) -> str:
    return " ".join(party.quote.split())

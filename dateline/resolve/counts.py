"""An event's counts: killed, wounded, arrested, displaced, abducted, missing, crowd; each with whose loss it is."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal, cast

from dateline.reader.decode import FoundEvent, FoundMention
from dateline.reader.reader import ReadSentence
from dateline.records import Count, CountKind, EntityRef, span
from dateline.resolve.quantities import Quantity
from dateline.resolve.sentence_numbers import SentenceNumber

EntityOf = Callable[[FoundMention], EntityRef | None]
Side = Literal["actor", "recipient"]

# What was done to those counted, by the words right beside the number ("wounding 30", "30 others were wounded"): they speak louder than
# the reader's kind, and it has none for the missing. Active verbs need their number before or "were" between ("8 gunmen killed 2").
_DONE: Mapping[CountKind, tuple[str, str]] = {
    "killed": (r"kill(?:s|ed|ing)", r"killed|slain|shot dead"),
    "wounded": (r"(?:wound|injur|hurt)(?:s|es|ed|ing)?", r"wounded|injured|hurt"),
    "arrested": (r"(?:arrest|detain)(?:s|ed|ing)", r"arrested|detained"),
    "displaced": (r"(?:displac|uproot)(?:es|s|ed|ing)", r"displaced|uprooted"),
    "abducted": (r"(?:abduct|kidnap)(?:s|p?ed|p?ing)", r"abducted|kidnapped"),
}
_STATES: Mapping[CountKind, str] = {"killed": "dead", "missing": "missing|unaccounted for", "displaced": "homeless"}
_BE = r"(?:\s+(?:are|is|were|was|be|been|being|have|had|has|remain(?:ed|s)?|still|also|reported|reportedly|feared|listed|as|left))"
_WHO = r"(?:\s+(?!(?:and|or|but|in|of|were|was|who|whom|which|that|already)\b)[\w’'-]+){0,2}?"
# "Killing or wounding 400", "the two were kidnapped and killed": the words don't tell one kind.
_TWO_VERBS = re.compile(r"(?:ed|ing)\s+(?:and|or)\s+$", re.IGNORECASE)
_AND_MORE = re.compile(r",?\s+(?:and|or)\s+(?:later\s+|then\s+)?\w+(?:ed|en)\b", re.IGNORECASE)
_PEOPLE_KINDS = frozenset(["killed", "wounded", "arrested", "displaced", "abducted"])
_PEOPLE = re.compile(r"\s+(?:other\s+|more\s+)?(?:people|persons|civilians|men|women|children|residents|villagers|others)\b", re.IGNORECASE)
_BEFORE_COUNTED = (" ", " of ", " of the ", " of its ", " of their ")
# Words that name those who did it, whatever the event's parties are called.
_ATTACKERS = re.compile(
    r"\s+(?:of (?:the|its|their) )?(?:(?:suspected|alleged|armed|suicide|would-be|other|more|masked) )*"
    r"(?:attacker|assailant|bomber|raider|hijacker|hostage[- ]taker|kidnapper|perpetrator|shooter|assassin|aggressor)s?\b",
    re.IGNORECASE,
)


_ALWAYS_SUFFERED = frozenset(["arrested", "displaced", "abducted"])


@functools.cache
def _done_before() -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(f"(?P<{kind}>{words})" for kind, (words, _) in _DONE.items()) + r")\s+$", re.IGNORECASE)


@functools.cache
def _done_after() -> re.Pattern[str]:
    done = "|".join(f"(?P<{kind}>{words})" for kind, (_, words) in _DONE.items())
    beside = "|".join(f"(?P<{kind}_beside>{words})" for kind, (_, words) in _DONE.items())
    states = "|".join(f"(?P<{kind}_state>{words})" for kind, words in _STATES.items())
    return re.compile(rf"(?:{_WHO}{_BE}{{1,3}}\s+(?:{done})|\s+(?:{beside})|{_WHO}{_BE}{{0,3}}\s+(?:{states}))\b", re.IGNORECASE)


def kind_beside(text: str, start: int, end: int, limit: int) -> CountKind | None:
    """What the words right beside the number `text[start:end]` say was done to those it counts; `limit` ends the sentence."""
    found = _done_before().search(text, max(0, start - 20), start)
    if found and _TWO_VERBS.search(text, max(0, found.start() - 20), found.start()):
        return None
    found = found or _done_after().match(text, end, min(limit, end + 80))
    if found and found.start() >= end and _AND_MORE.match(text, found.end(), limit):
        return None
    return cast(CountKind, found.lastgroup.partition("_")[0]) if found and found.lastgroup else None


def is_count(kind: str, quantity: Quantity | None) -> bool:
    """Whether a number with this role counts an event: people, things, money. What is measured (hectares, percent) is a claim."""
    return quantity is not None and (not quantity.unit or (kind == "other" and quantity.unit.isupper()))


def counted(sentence: ReadSentence, numbers: Sequence[SentenceNumber]) -> frozenset[SentenceNumber]:
    """The numbers that some event of the sentence counts."""
    held = {
        (i, role.partition(":")[2]) for e in sentence.events for role, ids in e.roles.items() if role.startswith("number:") for i, _ in ids
    }
    return frozenset(n for n in numbers for i, kind in held if i in n.mentions and is_count(kind, n.quantity))


def event_counts(
    text: str, sentence: ReadSentence, found: FoundEvent, numbers: Iterable[SentenceNumber], entity_of: EntityOf
) -> tuple[Count, ...]:
    """The event's counts in order of the text."""
    counts: dict[tuple[int, int, str], Count] = {}
    all_numbers = tuple(numbers)
    for role, held in sorted(found.roles.items()):
        name = role.partition(":")[2]
        if not role.startswith("number:"):
            continue
        for i, _ in held:
            for n in all_numbers:
                if i not in n.mentions or not is_count(name, n.quantity):
                    continue
                # "Other" may be cattle: killed they are no victims.
                people = name in _PEOPLE_KINDS or (name == "other" and _PEOPLE.match(text, n.end) is not None)
                said = kind_beside(text, n.start, n.end, sentence.end) if people and not n.quantity.unit else None
                kind = said or cast(CountKind, name)
                counts[n.start, n.end, kind] = Count(
                    kind=kind,
                    low=n.quantity.low,
                    high=n.quantity.high,
                    side=_side(text, sentence, found, kind, n, entity_of),
                    span=span(text, n.start, n.end),
                    approximate=n.quantity.approximate,
                    unit=n.quantity.unit,
                )
    return tuple(counts[key] for key in sorted(counts))


def _side(text: str, sentence: ReadSentence, found: FoundEvent, kind: str, number: SentenceNumber, entity_of: EntityOf) -> Side | None:
    """Whose loss it is, by who is named behind the number, else the recipient's; a crowd is the actor's."""
    if kind == "crowd":
        return "actor"
    if kind == "other":
        return None
    if kind in _ALWAYS_SUFFERED:
        return "recipient"
    if _ATTACKERS.match(text, number.end, sentence.end):
        return "actor"
    named = next((i for i, m in enumerate(sentence.mentions) if m.kind == "actor" and text[number.end : m.start] in _BEFORE_COUNTED), None)
    parties: dict[Side, list[int]] = {
        "recipient": [i for i, _ in found.roles.get("recipient", ())],
        "actor": [i for i, _ in found.roles.get("actor", ())],
    }
    if named is not None and kind in ("killed", "wounded", "missing"):
        entity = entity_of(sentence.mentions[named])
        for side, held in parties.items():
            if named in held:
                return side
        for side, held in parties.items():
            if entity and any((ref := entity_of(sentence.mentions[i])) is not None and ref.id == entity.id for i in held):
                return side
    return "recipient" if parties["recipient"] else None

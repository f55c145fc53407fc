"""Whether the parties of two event records can be the same: named ones by entity, vaguer ones by country and kind."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Iterator, Sequence

from dateline.fuse.incidents_facts import EventFacts
from dateline.records import EntityRef

Feature = tuple[str, float, str]
# Ids of states, offices and roles; all others are bodies or persons with a name of their own.
_UNNAMED = re.compile(r"(?:role|gov|country|region|place):|[A-Z]{3}:")
_KINDS = {
    "armed": frozenset({"REB", "UAF", "CRM", "PRM"}),
    "state": frozenset({"GOV", "MIL", "COP", "SPY", "LEG", "JUD"}),
    "civil": frozenset({"CVL", "SOC", "LAB", "EDU", "AGR", "REF", "REL", "MED", "JRN", "BUS", "UNK", "OPP"}),
}
# Acts that the sides do together, so that who is named first says nothing.
_MUTUAL = frozenset({"CONSULT", "AGREE", "COOPERATE", "SUPPORT", "CONCEDE", "RETREAT"})


def compare_parties(a: EventFacts, b: EventFacts) -> Iterator[Feature]:
    """The verdict on actors and recipients. In acts that sides do together they may be changed; in others that speaks against."""
    straight = [*_side("actor", a.actors, b.actors), *_side("recipient", a.recipients, b.recipients)]
    crossed = [*_side("actor", a.actors, b.recipients), *_side("recipient", a.recipients, b.actors)]
    mutual = a.type in _MUTUAL and b.type in _MUTUAL
    if mutual and (not a.recipients or not b.recipients):
        # One names both sides in one role: they are compared as one company.
        yield from _side("actor", (*a.actors, *a.recipients), (*b.actors, *b.recipients))
        return
    if not mutual:
        yield from straight
        if any(name.startswith("same_") for name, _, _ in crossed) and not any(name.startswith("same_") for name, _, _ in straight):
            yield "swapped", 1.0, ""
    elif sum(map(_worth, crossed)) > sum(map(_worth, straight)):
        yield from crossed
    else:
        yield from straight


def _worth(feature: Feature) -> float:
    return feature[1] * {"same": 1.4, "fitting": 0.5, "other": -0.9}[feature[0].split("_")[0]]


def _side(role: str, a: Sequence[EntityRef], b: Sequence[EntityRef]) -> list[Feature]:
    """The best match of any two, or that there is none; nothing where one side is unknown."""
    if not a or not b:
        return []
    level, words = max((_match(x, y), x.name if x.id == y.id else f"{x.name}, {y.name}") for x in a for y in b)
    if level >= 0.7:
        return [(f"same_{role}", level, words)]
    if level > 0:
        return [(f"fitting_{role}", level * 2, words)]
    return [(f"other_{role}", -level, words)]


def _match(x: EntityRef, y: EntityRef) -> float:
    """From 1 (one named entity) through 0.5 (may be the same) to -2 (can hardly be)."""
    mine, yours = _traits(x), _traits(y)
    if x.id == y.id:
        return 1.0 if mine.named else 0.8
    same_country = x.country == y.country if x.country and y.country else None
    if mine.named and yours.named:
        if mine.words <= yours.words or yours.words <= mine.words:
            return 0.8  # one name is part of the other ("Jiirde", "Mohamud Jiirde")
        # A person may act for a body; two bodies, or two persons, are two.
        return -2.0 if mine.prefix == yours.prefix else -0.7
    if same_country is False:
        # A role's country is often but the report's own.
        return -1.0 if mine.state or yours.state else -0.4
    if mine.kind is None or yours.kind is None:
        return 0.2
    if mine.kind == yours.kind:
        return 0.5 if same_country else 0.3
    return -0.5


def is_named(ref: EntityRef) -> bool:
    """Whether it is one body or person with a name of its own, and no role, office or state."""
    return _traits(ref).named


@dataclasses.dataclass(frozen=True, slots=True)
class _Traits:
    """What matching asks of a party: whether it has a name of its own, or is a state; its kind, id's beginning and name's words."""

    named: bool
    state: bool
    kind: str | None
    prefix: str
    words: frozenset[str]


@functools.lru_cache(maxsize=65536)
def _traits(ref: EntityRef) -> _Traits:
    kind = next((name for name, sectors in _KINDS.items() if ref.sector in sectors), None)
    named = not _UNNAMED.match(ref.id)
    return _Traits(named, ref.id.startswith(("gov:", "country:")), kind, re.split("[:-]", ref.id)[0], frozenset(ref.name.lower().split()))

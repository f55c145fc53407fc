"""Whether the parties of two event records can be the same: named ones by entity, vaguer ones by country and kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dateline.fuse.incidents_facts import EventFacts
from dateline.records import EntityRef

Feature = tuple[str, float, str]
# Ids of states, offices and roles; all others are bodies or persons with a name of their own.
_UNNAMED = re.compile(r"(?:role|gov|country|region|place):|[A-Z]{3}:")
_ARMED = frozenset({"REB", "UAF", "CRM", "PRM"})
_STATE = frozenset({"GOV", "MIL", "COP", "SPY", "LEG", "JUD"})
_CIVIL = frozenset({"CVL", "SOC", "LAB", "EDU", "AGR", "REF", "REL", "MED", "JRN", "BUS", "UNK", "OPP", "NGO"})
# Acts that the sides do together, so that who is named first says nothing.
_MUTUAL = frozenset({"CONSULT", "AGREE", "COOPERATE", "SUPPORT", "CONCEDE", "RETREAT"})


def compare_parties(a: EventFacts, b: EventFacts) -> Iterator[tuple[str, float, str]]:
    """The verdict on actors and recipients; where the sides fit better changed, that they are."""
    straight = [*_side("actor", a.actors, b.actors), *_side("recipient", a.recipients, b.recipients)]
    crossed = [*_side("actor", a.actors, b.recipients), *_side("recipient", a.recipients, b.actors)]
    mutual = a.type in _MUTUAL and b.type in _MUTUAL
    if mutual and (not a.recipients or not b.recipients):
        # One names both sides in one role: they are compared as one company.
        yield from _side("actor", (*a.actors, *a.recipients), (*b.actors, *b.recipients))
        return
    if sum(map(_worth, crossed)) > sum(map(_worth, straight)) + (0.0 if mutual else 1.0):
        yield from crossed
        if not mutual:
            yield "swapped", 1.0, ""
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
    named = is_named(x), is_named(y)
    if x.id == y.id:
        return 1.0 if named[0] else 0.8
    if named[0] and named[1] and _share_a_name(x, y):
        return 0.8
    kinds = _kind(x), _kind(y)
    same_country = x.country == y.country if x.country and y.country else None
    if named[0] and named[1]:
        # A person may act for a body; two bodies, or two persons, are two.
        return -2.0 if _prefix(x) == _prefix(y) else -0.7
    if same_country is False:
        # A role's country is often but the report's own.
        return -1.0 if x.id[:4] in ("gov:", "coun") or y.id[:4] in ("gov:", "coun") else -0.4
    if kinds[0] is None or kinds[1] is None:
        return 0.2
    if kinds[0] == kinds[1]:
        return 0.5 if same_country else 0.3
    return -0.5


def _share_a_name(x: EntityRef, y: EntityRef) -> bool:
    """Whether one name is part of the other ("Jiirde", "Mohamud Jiirde"), or both end in one word of two kinds of id."""
    one, other = x.name.lower().split(), y.name.lower().split()
    return bool(one and other) and (set(one) <= set(other) or set(other) <= set(one))


def is_named(ref: EntityRef) -> bool:
    """Whether it is one body or person with a name of its own, and no role, office or state."""
    return not _UNNAMED.match(ref.id)


def _prefix(ref: EntityRef) -> str:
    return re.split("[:-]", ref.id)[0]


def _kind(ref: EntityRef) -> str | None:
    if ref.sector in _ARMED:
        return "armed"
    if ref.sector in _STATE:
        return "state"
    return "civil" if ref.sector in _CIVIL else None

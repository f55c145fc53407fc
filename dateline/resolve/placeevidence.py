"""What a report's other place names say of the one in question: countries and admin units named, and points to be near to."""

from __future__ import annotations

import dataclasses
import functools
import math

from dateline.resolve.countries import countries, plain
from dateline.resolve.gazetteer import ADMIN1, Candidate, Gazetteer
from dateline.resolve.placewords import states

_KM_PER_DEGREE = 111.2
_NEAR_KM = 100.0


@dataclasses.dataclass(frozen=True, slots=True)
class _Facts:
    """What one other name of the report tells: its country, admin unit, and the points it may have."""

    country: str | None
    admin1: tuple[str, str | None] | None
    points: tuple[tuple[float, float], ...]
    home: str | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Evidence:
    """The containers of the phrase, the report's admin units, its other places' points (degrees), and its countries' votes."""

    inside: frozenset[str | tuple[str, str | None]]
    admin1: frozenset[tuple[str, str | None]]
    points: tuple[tuple[tuple[float, float], ...], ...]
    countries: tuple[tuple[str, float], ...]

    def nearness(self, c: Candidate) -> float:
        """Up to 3: how near the place lies to the three nearest of the report's other places."""
        scale = math.cos(math.radians(c.lat))
        nearest = []
        for points in self.points:
            squared = min((c.lat - lat) ** 2 + ((c.lon - lon) * scale) ** 2 for lat, lon in points)
            nearest.append(math.exp(-math.sqrt(squared) * _KM_PER_DEGREE / _NEAR_KM))
        return sum(sorted(nearest, reverse=True)[:3])


_MAX_NAMES = 25
_MAX_POINTS = 5


@functools.lru_cache(maxsize=4096)
def evidence_of(containers: tuple[str, ...], names: tuple[str, ...]) -> Evidence:
    """What the report's other names say. The caller leaves the name in question out of `names`."""
    facts = [_facts(name) for name in dict.fromkeys((*containers, *names[:_MAX_NAMES]))]
    inside: set[str | tuple[str, str | None]] = set()
    for fact in map(_facts, containers):
        if fact.admin1:
            inside.add(fact.admin1)
        elif fact.country:
            inside.add(fact.country)
    admin1 = frozenset(fact.admin1 for fact in facts if fact.admin1)
    votes: dict[str, float] = {}
    for fact in facts:
        if fact.home:
            votes[fact.home] = votes.get(fact.home, 0.0) + (1.0 if fact.admin1 else 0.5)
    return Evidence(frozenset(inside), admin1, tuple(fact.points for fact in facts if fact.points), tuple(sorted(votes.items())))


@functools.lru_cache(maxsize=50_000)
def _facts(name: str) -> _Facts:
    known, folded = countries(), plain(name)
    if name in known.by_code:
        return _Facts(name, None, ())
    if code := known.named(name) or known.demonyms.get(folded):
        return _Facts(code, None, ())
    if state := states().get(folded):
        return _Facts(state[0], state, (), state[0])
    found = sorted(Gazetteer.load().candidates(name), key=lambda c: -c.population) if name[:1].isupper() else []
    units = [c for c in found if c.kind == ADMIN1]
    admin1 = (units[0].country, units[0].admin1) if units and len({c.country for c in units}) == 1 else None
    home = admin1[0] if admin1 else found[0].country if found and len({c.country for c in found}) == 1 else None
    return _Facts(None, admin1, tuple((c.lat, c.lon) for c in found if c.kind != ADMIN1)[:_MAX_POINTS], home)

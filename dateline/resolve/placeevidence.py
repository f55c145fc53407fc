"""What a report's place names say of each other: its countries, its admin units, and points to be near to.

Every name of the report is weighed over all places that bear it, and the names are weighed again by what the others then say, a few rounds
of it (iterative spatial minimality, after Leidner 2007 and Speriosu and Baldridge 2013). A name never counts as evidence for itself.
Points are degrees (WGS 84); the weights are in decades of population: 1 is worth a place ten times as large. They are set by hand.
"""

from __future__ import annotations

import dataclasses
import functools
import math
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from dateline.resolve.countries import countries, plain
from dateline.resolve.gazetteer import ADMIN1, ADMIN2, SETTLEMENT, Candidate, Gazetteer
from dateline.resolve.placewords import named_regions, states

COUNTRY = 3
_KM_PER_DEGREE = 111.2
_NEAR_KM = 100.0
_ROUNDS = 4
_SHARPNESS = 1.6  # how firmly a round believes the round before
_MAX_NAMES = 40
_MAX_OPTIONS = 25
_COUNTRY_SIZE = 7.5  # a country weighs as a place of thirty million, whatever its size
_TOWN = 50_000  # a unit named after a town of this size is meant only where the words say so ("Idlib province")
_COUNTRY_WEIGHT = 3.0
_ADMIN1_WEIGHT = 2.5
_NEAR_WEIGHT = 1.2
_ADMIN1_BONUS = 0.5  # a state or province is rather meant than the villages named after it
INSIDE_WEIGHT = 5.0
_OTHER_NAME = 1.5  # what a former, foreign or partial name costs against a first name
Unit = tuple[str, str | None]
Floats = npt.NDArray[np.float64]


@dataclasses.dataclass(frozen=True, slots=True)
class Named:
    """A place name of the report, and the larger places that the report gives it: "Paris", ("Texas",)."""

    name: str
    containers: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Inside:
    """Countries and admin units that a place must lie in to be the one meant."""

    countries: frozenset[str]
    units: frozenset[Unit]

    def weight(self, c: Candidate) -> float:
        """What lying inside is worth; for a country's own name nothing."""
        if c.kind == COUNTRY:
            return 0.0
        if (c.country, c.admin1) in self.units and c.kind != ADMIN1:
            return INSIDE_WEIGHT
        return INSIDE_WEIGHT if c.country in self.countries else 0.0


@functools.lru_cache(maxsize=4096)
def inside_of(containers: tuple[str, ...]) -> Inside:
    """What the containers of a phrase name."""
    codes: set[str] = set()
    units: set[Unit] = set()
    for name in containers:
        if unit := unit_of(name):
            units.add(unit)
            if countries().named(name):
                codes.add(countries().named(name) or "")
        elif code := country_of(name):
            codes.add(code)
        else:
            units |= {(c.country, c.admin1) for c in Gazetteer.load().candidates(name) if c.kind == ADMIN2 and c.admin1}
    return Inside(frozenset(codes), frozenset(units))


def country_of(name: str) -> str | None:
    """The country of this code, name or demonym."""
    known = countries()
    return name if name in known.by_code else known.named(name) or known.demonyms.get(plain(name))


@functools.lru_cache(maxsize=4096)
def unit_of(name: str) -> Unit | None:
    """Country and name of the admin1 unit that this name or abbreviation stands for; None where units of several countries bear it."""
    if state := states().get(plain(name)):
        return state
    units = [c for c in Gazetteer.load().candidates(name) if c.kind == ADMIN1]
    return (units[0].country, units[0].admin1) if len({c.country for c in units}) == 1 else None


def size_score(c: Candidate) -> float:
    """What a place is worth before anything is known of the report, in decades of population."""
    if c.kind == COUNTRY:
        return _COUNTRY_SIZE
    score = math.log10(c.population + 100) + {SETTLEMENT: 0.0, ADMIN1: _ADMIN1_BONUS if c.primary else -0.3, ADMIN2: -1.0}[c.kind]
    return score + (1.0 if c.capital else 0.0) - (0.0 if c.primary else _OTHER_NAME)


def ranked_by_size(found: Iterable[Candidate], *, unit_wanted: bool = False) -> list[tuple[float, Candidate]]:
    """The places with their size scores, the largest first; a unit stands behind the town that it is named after."""
    found = list(found)
    towns = {c.country for c in found if c.kind == SETTLEMENT and c.population >= _TOWN}
    scored = [(size_score(c) - (2.0 if c.kind in {ADMIN1, ADMIN2} and c.country in towns and not unit_wanted else 0.0), c) for c in found]
    return sorted(scored, key=lambda item: (-item[0], item[1].geonames_id))


def country_candidate(code: str) -> Candidate:
    """The country as a place among others; it has no point."""
    country = countries().by_code[code]
    return Candidate(country.geonames_id or 0, country.name, COUNTRY, code, None, 0, math.nan, math.nan, capital=False, primary=True)


@functools.lru_cache(maxsize=50_000)
def options(name: str) -> tuple[tuple[float, Candidate], ...]:
    """What a name of the report may stand for, with the size scores."""
    known, folded = countries(), plain(name)
    if code := known.named(name):
        others = [item for item in ranked_by_size(Gazetteer.load().candidates(name)) if item[1].primary]
        return ((_COUNTRY_SIZE, country_candidate(code)), *others[: _MAX_OPTIONS - 1])
    if (code := known.demonyms.get(folded)) and name[:1].isupper():
        return ((_COUNTRY_SIZE, country_candidate(code)),)
    if state := states().get(folded):
        units = [c for c in Gazetteer.load().candidates(state[1]) if c.kind == ADMIN1 and c.country == state[0]]
        return tuple((_COUNTRY_SIZE, c) for c in units[:1])
    if (region := named_regions().get(folded)) and region.precision in {"region", "admin1", "country", "point"}:
        return tuple((_COUNTRY_SIZE, country_candidate(code)) for code in region.countries[:1] if len(region.countries) == 1)
    if not name[:1].isupper():
        return ()
    return tuple(ranked_by_size(Gazetteer.load().candidates(name))[:_MAX_OPTIONS])


class Focus:
    """The weighed places of one report's names. Take it from `focus_of`."""

    def __init__(self, names: tuple[Named, ...], votes: tuple[tuple[str, float], ...]) -> None:
        """Weigh the names; `votes` are countries that the report names otherwise."""
        merged: dict[str, tuple[str, set[str]]] = {}
        for named in names:
            merged.setdefault(plain(named.name), (named.name, set()))[1].update(named.containers)
        self._keys = [key for key in sorted(merged) if options(merged[key][0])][:_MAX_NAMES]
        self._votes = dict(votes)
        self._code_of: dict[str, int] = {}
        self._unit_of: dict[Unit, int] = {}
        rows: list[tuple[int, int, int, float, float, float]] = []
        self._at: dict[tuple[str, int], int] = {}
        for number, key in enumerate(self._keys):
            name, containers = merged[key]
            inside = inside_of(tuple(sorted(containers)))
            for score, c in options(name):
                code = self._code_of.setdefault(c.country, len(self._code_of))
                unit = self._unit_of.setdefault((c.country, c.admin1), len(self._unit_of)) if c.admin1 else -1
                rows.append((number, code, unit, c.lat, c.lon, score + inside.weight(c)))
        table = np.array(rows, dtype=np.float64).reshape(-1, 6)
        self._name, self._code, self._unit = (table[:, i].astype(np.int64) for i in range(3))
        self._lat, self._lon, self._base = table[:, 3], table[:, 4], table[:, 5]
        self._p = np.zeros(0)
        self._solve()

    def _solve(self) -> None:
        count = len(self._keys)
        given = np.zeros(len(self._code_of))
        for code, vote in self._votes.items():
            if code in self._code_of:
                given[self._code_of[code]] = vote
        other = sum(self._votes.values())
        near = self._closeness(self._lat, self._lon)
        own_unit = np.maximum(self._unit, 0)
        score = self._base
        for _ in range(_ROUNDS):
            self._p = self._weigh(score, count)
            by_code = np.zeros((count, len(self._code_of)))
            np.add.at(by_code, (self._name, self._code), self._p)
            by_unit = np.zeros((count, max(1, len(self._unit_of))))
            np.add.at(by_unit, (self._name, own_unit), self._p * (self._unit >= 0))
            votes = (by_code.sum(0) + given)[self._code] - by_code[self._name, self._code]
            units = by_unit.sum(0)[own_unit] - by_unit[self._name, own_unit]
            total = max(1e-9, other + count - 1.0)
            closest = self._nearest(near, self._name)
            score = self._base + _supports(votes / total, np.where(self._unit >= 0, units, 0.0), closest)
        self._p = self._weigh(score, count)

    def _weigh(self, score: Floats, count: int) -> Floats:
        """Each name's scores as weights that add up to one."""
        if not score.size:
            return score
        top = np.full(count, -np.inf)
        np.maximum.at(top, self._name, score)
        raised = np.exp(_SHARPNESS * (score - top[self._name]))
        return np.asarray(raised / np.bincount(self._name, raised, minlength=count)[self._name])

    def _closeness(self, lat: Floats, lon: Floats) -> Floats:
        """exp(-distance / 100 km) from each given point to each option; 0 where either has no point."""
        scale = np.cos(np.radians(np.nan_to_num(lat)))[:, None]
        squared = (lat[:, None] - self._lat[None, :]) ** 2 + ((lon[:, None] - self._lon[None, :]) * scale) ** 2
        return np.asarray(np.nan_to_num(np.exp(-np.sqrt(squared) * (_KM_PER_DEGREE / _NEAR_KM)), nan=0.0))

    def _nearest(self, near: Floats, own: npt.NDArray[np.int64]) -> Floats:
        """The summed closeness of the three nearest of the other names."""
        by_name = np.zeros((near.shape[0], len(self._keys)))
        weighed = near * self._p[None, :]
        for number in range(len(self._keys)):
            by_name[:, number] = weighed[:, self._name == number].sum(1)
        by_name[own[:, None] == np.arange(len(self._keys))[None, :]] = 0.0
        return np.asarray(np.sort(by_name, axis=1)[:, -3:].sum(1))

    def share(self, country: str | None, without: str = "") -> float:
        """The country's part of what the report names, 0 to 1; the name `without` is left out."""
        own = self._keys.index(without) if without in self._keys else -1
        index = self._code_of.get(country or "", -1)
        mass = float(self._p[(self._code == index) & (self._name != own)].sum())
        total = sum(self._votes.values()) + len(self._keys) - (own >= 0)
        return (self._votes.get(country or "", 0.0) + mass) / total if total else 0.0

    def weights(self, without: str = "") -> dict[str, float]:
        """How many of the report's names lie in each country, in expectation; the name `without` is left out."""
        own = self._keys.index(without) if without in self._keys else -1
        mass = np.bincount(self._code, self._p * (self._name != own), minlength=len(self._code_of)) if self._keys else np.zeros(0)
        return {code: float(mass[i]) for code, i in self._code_of.items()}

    def named_in(self, country: str, without: str = "") -> float:
        """How many of the report's names lie in the country, in expectation."""
        return self.weights(without).get(country, 0.0)

    def support(self, found: list[Candidate], without: str) -> list[float]:
        """What the report's other names are worth to each of the places."""
        own = self._keys.index(without) if without in self._keys else -1
        lat, lon = np.array([c.lat for c in found]), np.array([c.lon for c in found])
        units = [self._unit_of.get((c.country, c.admin1), -2) if c.admin1 else -2 for c in found]
        mass = [float(self._p[(self._unit == unit) & (self._name != own)].sum()) for unit in units]
        shares = [self.share(c.country, without) for c in found]
        near = self._nearest(self._closeness(lat, lon), np.full(len(found), own, dtype=np.int64)) if self._keys else np.zeros(len(found))
        return [float(x) for x in _supports(np.array(shares), np.array(mass), near)]


def _supports(share: Floats, units: Floats, near: Floats) -> Floats:
    return np.asarray(_COUNTRY_WEIGHT * np.sqrt(np.maximum(share, 0.0)) + _ADMIN1_WEIGHT * (1 - np.exp(-units)) + _NEAR_WEIGHT * near)


@functools.lru_cache(maxsize=256)
def focus_of(names: tuple[Named, ...], votes: tuple[tuple[str, float], ...]) -> Focus:
    """The focus of a report with these names; their order does not matter."""
    return Focus(names, votes)

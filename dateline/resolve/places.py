"""Where a place phrase is: a name or description to a place with its GeoNames id, point and honest precision.

Each candidate of the gazetteer gets a score (`_score`): its size, whether the report names its country or admin unit, and how near it
lies to the report's other places; the method is the usual one of toponym resolution (population and spatial minimality, Leidner 2007),
its weights set by hand. Coordinates are degrees (WGS 84).
"""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Mapping

import msgspec

from dateline.records import Place, Precision
from dateline.resolve.countries import Countries, countries, plain
from dateline.resolve.gazetteer import ADMIN1, ADMIN2, SETTLEMENT, Candidate, Gazetteer, fold
from dateline.resolve.placeevidence import Evidence, evidence_of
from dateline.resolve.placewords import NamedRegion, named_regions, states, word_kind

_PRECISIONS: dict[int, Precision] = {SETTLEMENT: "settlement", ADMIN1: "admin1", ADMIN2: "admin2"}
_WANTS = {"admin1": ADMIN1, "admin2": ADMIN2, "settlement": SETTLEMENT}
_LINK = re.compile(r"\s+(of|in|at|near|from|outside|between|along|off|around|inside|within|on|to|IN|OF|NEAR|AT)\s+(?:the\s+|THE\s+)?")
_OWNER = re.compile(r"(?<=\w)['’]s?\s+", re.IGNORECASE)
_WATERS = frozenset(
    [
        "river",
        "lake",
        "valley",
        "mountain",
        "mountains",
        "hills",
        "sea",
        "strait",
        "gulf",
        "bay",
        "desert",
        "delta",
        "basin",
        "plateau",
        "canal",
        "forest",
        "jungle",
        "plain",
    ]
)
_WAYS = frozenset(
    [
        "highway",
        "road",
        "street",
        "avenue",
        "square",
        "bridge",
        "bus",
        "train",
        "subway",
        "metro",
        "park",
        "restaurant",
        "cafe",
        "club",
        "bazaar",
        "market",
    ]
)
_BORDERS = frozenset({"border", "borders", "frontier"})
_TOWN = 50_000  # a unit named after a town of this size is meant only where the words say so ("Idlib province")


@dataclasses.dataclass(frozen=True)
class PlaceContext:
    """What a phrase's report says: weights of the countries it names, and its other place phrases."""

    countries: Mapping[str, float] = dataclasses.field(default_factory=dict)
    names: tuple[str, ...] = ()


def resolve_place(phrase: str, context: PlaceContext) -> Place | None:
    """The place that the phrase stands for, its span left None; None where the words name no place that is known.

    The precision is never better than the words: "northern Mali" is a region without a point, "Mali" a country without one.
    """
    text = " ".join(phrase.strip(" \t\n,;:“”\"'()").split())
    text = re.sub(r"^(?:the|a|an)\s+", "", text, flags=re.IGNORECASE)
    if not text:
        return None
    if text in context.names:
        context = dataclasses.replace(context, names=tuple(name for name in context.names if name != text))
    first, *rest = [part.strip() for part in text.split(",") if part.strip()]
    containers = tuple(rest)
    if containers and (whole := named_regions().get(plain(text))):
        return _region_place(whole)
    return _Finder(context, containers).place(first)


class _Finder:
    """Resolves the parts of one phrase in one context."""

    def __init__(self, context: PlaceContext, containers: tuple[str, ...] = (), want: int | None = None) -> None:
        self.context, self.containers, self.want = context, containers, want
        self.gazetteer, self.countries = Gazetteer.load(), countries()
        self.votes = dict(context.countries)
        for code, vote in evidence_of(containers, context.names).countries:
            self.votes[code] = self.votes.get(code, 0.0) + vote
        self.total = sum(self.votes.values())

    def share(self, country: str | None) -> float:
        """The country's part of what the report names, 0 to 1."""
        return self.votes.get(country or "", 0.0) / self.total if self.total else 0.0

    def place(self, text: str) -> Place | None:
        shout = text.isupper() and len(text) > 4
        if exact := self._exact(text, shout):
            return exact
        if link := _LINK.search(text):
            return self._linked(text[: link.start()], link[1].lower(), text[link.end() :])
        if owner := _OWNER.search(text):
            return self._owned(text[: owner.start()], text[owner.end() :])
        return self._described(text.split(), text, shout)

    def _exact(self, text: str, shout: bool) -> Place | None:
        """The whole phrase as a name."""
        words = text.split()
        if not any(char.isupper() for char in text) or (len(words) == 1 and (word_kind(text) or "shy") != "shy"):
            return None
        region = named_regions().get(plain(text))
        if (
            region
            and (len(plain(text)) > 3 or text.replace(".", "").isupper())
            and (self.want in {None, SETTLEMENT} or region.precision != "settlement")
        ):
            return _region_place(region)
        code = self.countries.named(text)
        if code and not self._rather_a_unit(text, code):
            return _country_place(self.countries, code)
        if shout and len(words) > 1 and any(word_kind(word) for word in words):
            found = self.gazetteer.candidates(text)
            return self._choose(text) if any(c.population >= 100_000 for c in found) else None
        if all(any(char.isupper() for char in word) or word in {"de", "la", "el", "al", "del", "of", "the", "es", "ez"} for word in words):
            return self._choose(text)
        return None

    def _rather_a_unit(self, name: str, code: str) -> bool:
        """True where a country's name stands for a unit of another country that the report is about: Georgia, USA."""
        inside = {self.countries.named(part) or self._state_country(part) for part in self.containers} - {None}
        if code in inside or self.share(code) >= 0.2:
            return False
        units = [c for c in self.gazetteer.candidates(name) if c.kind == ADMIN1 and c.country != code]
        return any(c.country in inside or self.share(c.country) >= 0.4 for c in units)

    def _linked(self, left: str, link: str, right: str) -> Place | None:
        words = left.split()
        kinds = [word_kind(word) for word in words]
        near = _Finder(self.context, self.containers + tuple(word for word in words if self.countries.demonyms.get(plain(word))))
        if link == "of":
            want = next((kind for kind in reversed(kinds) if kind in _WANTS), None)
            near.want = _WANTS[want] if want else self.want
            found = near.place(right)
            if found and kinds and kinds[-1] in {"compass", "part"}:
                return self._part_of(found, f"{left} of {right}", offset=any(word[:1].isdigit() for word in words) or len(words) <= 2)
            return found
        if link in {"between", "from", "to"}:
            ends = [self.place(part) for part in re.split(r"\s+(?:and|AND)\s+", right)]
            return ends[0] if len(ends) == 1 else None
        outer = near.place(right)
        if outer and any(word[:1].isupper() for word in words) and not left.isupper():
            inner = _Finder(self.context, (right, *self.containers)).place(left)
            if inner and inner.country == outer.country and inner.precision not in {"country", "region"}:
                return inner
        return outer

    def _owned(self, owner: str, thing: str) -> Place | None:
        outer = self.place(owner)
        kinds = [word_kind(word) for word in thing.split()]
        if outer is None:
            return self.place(thing)
        if thing.lower() == "capital" and outer.country:
            return self._capital(outer.country)
        if (kinds and kinds[0] == "compass" and len(kinds) == 1) or any(word.lower() in _BORDERS for word in thing.split()):
            return self._part_of(outer, f"{owner}'s {thing}")
        inner = _Finder(self.context, (owner, *self.containers)).place(thing)
        return inner if inner and inner.country in {outer.country, None} and inner.precision != "country" else outer

    def _described(self, words: list[str], text: str, shout: bool) -> Place | None:
        """A phrase of descriptive words around a name: "northern Syrian town", "Baghuz village", "US-Mexico border"."""
        kinds = [word_kind(word) for word in words]
        if any(word.lower() in _BORDERS for word in words):
            return self._border(words, text)
        demonyms = [(i, code) for i, word in enumerate(words) if (code := self._demonym(word))]
        demonym = demonyms[0][1] if demonyms and (kinds[-1] or len(demonyms) == len(words)) else None
        if words[-1].lower() == "capital":
            code = demonym or next((c for word in words if (c := self.countries.named(word))), None) or self._main_country()
            return self._capital(code) if code else None
        named = [not kind and (any(char.isupper() for char in word) or shout) for word, kind in zip(words, kinds, strict=True)]
        if demonym:
            for i, _ in demonyms:
                named[i] = False
        want = next((kind for kind in reversed(kinds) if kind in _WANTS), None)
        features = {word.lower() for word, kind in zip(words, kinds, strict=True) if kind == "feature"}
        if not any(named):
            if not demonym:
                return None
            part = "compass" in kinds or "settlement" in kinds or "admin1" in kinds or bool(features)
            whole = _country_place(self.countries, demonym)
            return self._part_of(whole, text) if part else whole
        first = named.index(True)
        last = len(named) - named[::-1].index(True)
        name = " ".join(words[first:last])
        if name == text:
            return None
        finder = _Finder(self.context, (*self.containers, *([demonym] if demonym else [])), _WANTS.get(want or "", self.want))
        found = finder._exact(name, shout) if not features else finder._at_feature(name, features)
        if found and "compass" in kinds and found.precision in {"country", "region"}:
            return self._part_of(found, text)
        return found

    def _at_feature(self, name: str, features: set[str]) -> Place | None:
        """The place that a named feature stands in ("Mosul airport"), where the name is a sizeable place's; never its own point."""
        if region := named_regions().get(plain(name)):
            return _region_place(region)
        if features & _WATERS:
            return None
        if code := self.countries.named(name):
            return _country_place(self.countries, code)
        smallest = 100_000 if features & _WAYS else 5_000
        found = self._choose(name)
        if not found or found.precision != "settlement":
            return found
        size = max((c.population for c in self.gazetteer.candidates(name) if c.geonames_id == found.geonames_id), default=0)
        return found if size >= (smallest if self.share(found.country) else 100_000) else None

    def _border(self, words: list[str], text: str) -> Place | None:
        codes = list(
            dict.fromkeys(
                code for word in words for part in [word, *word.split("-")] if (code := self._demonym(part) or self.countries.named(part))
            )
        )
        if not codes:
            return None
        return Place(
            span=None,
            geonames_id=None,
            name=text,
            country=codes[0] if len(codes) == 1 else None,
            admin1=None,
            lat=None,
            lon=None,
            precision="region",
        )

    def _demonym(self, word: str) -> str | None:
        return self.countries.demonyms.get(plain(word)) if word[:1].isupper() and not self.countries.named(word) else None

    def _part_of(self, whole: Place, text: str, *, offset: bool = False) -> Place:
        """A part of a place, or a spot at a distance from it: no finer than a region, and without a point where the whole is a country."""
        if whole.precision in {"settlement", "point"} and not offset:
            return whole
        coarse: Precision = whole.precision if whole.precision in {"admin1", "admin2"} and not offset else "region"
        return msgspec.structs.replace(whole, name=text, geonames_id=None if coarse == "region" else whole.geonames_id, precision=coarse)

    def _main_country(self) -> str | None:
        weights = self.votes
        return max(weights, key=lambda code: (weights[code], code)) if weights else None

    def _capital(self, code: str) -> Place | None:
        country = self.countries.by_code.get(code)
        if not country or not country.capital:
            return None
        return _Finder(PlaceContext({code: 1.0}), (country.name,), SETTLEMENT)._exact(country.capital, shout=False)

    def _state_country(self, name: str) -> str | None:
        if state := states().get(plain(name)):
            return state[0]
        units = [c for c in self.gazetteer.candidates(name) if c.kind == ADMIN1]
        return units[0].country if len({c.country for c in units}) == 1 else None

    def _choose(self, name: str) -> Place | None:
        """The best candidate of this name in the gazetteer."""
        if (state := states().get(plain(name))) and (name.endswith(".") or name.isupper()) and self.want is None and name != state[1]:
            return _Finder(PlaceContext({state[0]: 1.0}), (), ADMIN1)._choose(state[1])
        found = self.gazetteer.candidates(name)
        kind = word_kind(name)
        if kind in {"stop", "compass", "part"}:
            return None
        if kind == "shy":
            found = [c for c in found if c.population >= (50_000 if self.share(c.country) else 100_000)]
        if not found:
            return None
        if self.want is not None:
            found = [c for c in found if c.kind == self.want] or found
        evidence = evidence_of(self.containers, self.context.names)
        towns = {c.country for c in found if c.kind == SETTLEMENT and c.population >= _TOWN}
        ranked = sorted(
            (
                (
                    self._score(c, evidence) - (2.0 if c.kind != SETTLEMENT and c.country in towns and self.want is None else 0.0),
                    -c.geonames_id,
                    c,
                )
                for c in found
            ),
            key=lambda item: item[:2],
            reverse=True,
        )
        best = ranked[0][2]
        if best.kind == SETTLEMENT and best.population < 1000 and self.context.countries and ranked[0][0] < 3.5:
            return None
        place = _candidate_place(best)
        if self.want == ADMIN1 and best.kind == SETTLEMENT and best.admin1 and fold(best.admin1) == fold(best.name):
            return msgspec.structs.replace(place, geonames_id=None, lat=None, lon=None, precision="admin1")
        return place

    def _score(self, c: Candidate, evidence: Evidence) -> float:
        score = math.log10(c.population + 100)  # 2 for a hamlet, 7.4 for the largest city
        score += {SETTLEMENT: 0.0, ADMIN1: -0.3, ADMIN2: -1.0}[c.kind]
        score += 1.0 if c.capital else 0.0
        score -= 0.0 if c.primary else 1.0
        score += 3.0 * math.sqrt(self.share(c.country))  # a country that a report is all about weighs as three orders of magnitude
        if c.country in evidence.inside or (c.country, c.admin1) in evidence.inside:
            score += 5.0
        if (c.country, c.admin1) in evidence.admin1 and c.kind != ADMIN1:
            score += 2.5
        return score + evidence.nearness(c)


def _country_place(known: Countries, code: str) -> Place:
    country = known.by_code[code]
    return Place(
        span=None, geonames_id=country.geonames_id, name=country.name, country=code, admin1=None, lat=None, lon=None, precision="country"
    )


def _region_place(region: NamedRegion) -> Place:
    point = (region.lat, region.lon) if region.countries and region.precision != "country" else (None, None)
    country = region.countries[0] if len(region.countries) == 1 else None
    known = Gazetteer.load().by_id(region.geonames_id) if region.geonames_id else None
    admin1 = known.admin1 if known else region.name if region.precision == "admin1" else None
    if known and region.precision != "region":
        point = (known.lat, known.lon)
    return Place(
        span=None, geonames_id=region.geonames_id, name=region.name, country=country, admin1=admin1, lat=point[0], lon=point[1],
        precision=region.precision,
    )  # fmt: skip


def _candidate_place(c: Candidate) -> Place:
    return Place(
        span=None,
        geonames_id=c.geonames_id,
        name=c.name,
        country=c.country,
        admin1=c.admin1,
        lat=c.lat,
        lon=c.lon,
        precision=_PRECISIONS[c.kind],
    )

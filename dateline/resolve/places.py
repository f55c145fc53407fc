"""Where a place phrase is: a name or description to a place with its GeoNames id, point and honest precision.

Each candidate of the gazetteer gets a score (`_score`): its size, whether the report names its country or admin unit, and how near it
lies to the report's other places; the method is the usual one of toponym resolution (population and spatial minimality, Leidner 2007),
its weights set by hand. Coordinates are degrees (WGS 84).
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec

from dateline.records import Place, Precision
from dateline.resolve.countries import countries, plain
from dateline.resolve.gazetteer import ADMIN1, ADMIN2, SETTLEMENT, Candidate, Gazetteer, fold
from dateline.resolve.placeevidence import Named, country_candidate, focus_of, inside_of, ranked_by_size
from dateline.resolve.placerecords import candidate_place, country_place, region_place
from dateline.resolve.placewords import named_regions, people_of_units, states, word_kind

_WANTS = {"admin1": ADMIN1, "admin2": ADMIN2, "settlement": SETTLEMENT}
_LINK = re.compile(r"\s+(of|in|at|near|from|outside|between|along|off|around|inside|within|on|to|IN|OF|NEAR|AT)\s+(?:the\s+|THE\s+)?")
_OWNER = re.compile(r"(?<=\w)['’]s?\s+", re.IGNORECASE)
_WATERS = frozenset(
    "river lake valley mountain mountains hills sea strait gulf bay desert delta basin plateau canal forest jungle plain".split()  # noqa: SIM905
)
_WAYS = frozenset(
    "highway road street avenue square bridge bus train subway metro park restaurant cafe club bazaar market".split()  # noqa: SIM905
)
_BORDERS = frozenset({"border", "borders", "frontier"})
_SMALL = frozenset({"de", "la", "el", "al", "del", "of", "the", "es", "ez"})
_ALL_ABOUT = 0.65  # the part of what a report names that makes it one country's report
_FAR_SIZE = 15_000


@dataclasses.dataclass(frozen=True)
class PlaceContext:
    """What a phrase's report says: weights of the countries it names, and its other place phrases."""

    countries: Mapping[str, float] = dataclasses.field(default_factory=dict)
    names: tuple[str, ...] = ()
    within: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)

    @property
    def named(self) -> tuple[Named, ...]:
        """The names with the larger places that the report gives them."""
        return tuple(Named(name, self.within.get(name, ())) for name in sorted(self.names))


def resolve_place(phrase: str, context: PlaceContext) -> Place | None:
    """The place that the phrase stands for, its span left None; None where the words name no place that is known.

    The precision is never better than the words: "northern Mali" is a region without a point, "Mali" a country without one.
    """
    text = " ".join(phrase.strip(" \t\n,;:“”\"'()").split())
    text = re.sub(r"^(?:the|a|an)\s+", "", text, flags=re.IGNORECASE)
    if not text:
        return None
    if re.fullmatch(r"(?:[A-Z]\.)+[A-Z]", text):
        text += "."
    first, *rest = [part.strip() for part in text.split(",") if part.strip()]
    containers = tuple(rest) or tuple(context.within.get(first, ()))
    if containers and (whole := named_regions().get(plain(text))):
        return region_place(whole)
    finder = _Finder(context, containers)
    return finder.place(first) or _contained(first, containers) or finder.somewhere(first)


def _contained(name: str, containers: tuple[str, ...]) -> Place | None:
    """A place that no table has, no finer than what is said to contain it: "Plumville, Pa." lies somewhere in Pennsylvania."""
    if not name[:1].isupper() or (len(name.split()) == 1 and word_kind(name)):
        return None
    for container in containers:
        whole = resolve_place(container, PlaceContext())
        if whole and whole.precision in {"admin1", "admin2", "country"}:
            country = whole.precision == "country"
            return whole if country else msgspec.structs.replace(whole, name=name, geonames_id=None, lat=None, lon=None, precision="region")
    return None


class _Finder:
    """Resolves the parts of one phrase in one context."""

    def __init__(self, context: PlaceContext, containers: tuple[str, ...] = (), want: int | None = None) -> None:
        self.context, self.containers, self.want = context, containers, want
        self.gazetteer, self.countries = Gazetteer.load(), countries()
        self.focus = focus_of(context.named, tuple(sorted(context.countries.items())))
        self.inside = inside_of(containers)

    def share(self, country: str | None, without: str = "") -> float:
        """The country's part of what the report names, 0 to 1; the name `without` is left out."""
        return self.focus.share(country, plain(without))

    def somewhere(self, name: str) -> Place | None:
        """A name that no table has, in a report that is about one country: somewhere in that country, without id or point."""
        code = self._main_country()
        if code is None or not self._is_all_about(code) or not all(word[:1].isupper() or word in _SMALL for word in name.split()):
            return None
        if name.isupper() or all(word_kind(word) or self._demonym(word) for word in name.split()):
            return None
        return msgspec.structs.replace(country_place(self.countries, code), name=name, geonames_id=None)

    def _is_all_about(self, code: str, without: str = "") -> bool:
        return self.share(code, without) >= _ALL_ABOUT and self.focus.named_in(code, plain(without)) >= 1

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
            and not (len(region.countries) == 1 and self._rather_elsewhere(text, region.countries[0]))
        ):
            return region_place(region)
        if unit := people_of_units().get(plain(text)):
            return self._unit_of_people(*unit)
        code = self.countries.named(text)
        if code is None and not self.containers and (people := self._demonym(text)):
            return country_place(self.countries, people)
        if code and not self._rather_elsewhere(text, code):
            return country_place(self.countries, code)
        if shout and len(words) > 1 and any(word_kind(word) for word in words):
            found = self.gazetteer.candidates(text)
            return self._choose(text) if any(c.population >= (2_000 if c.primary else 100_000) for c in found) else None
        if all(any(char.isupper() for char in word) or word in _SMALL for word in words):
            return self._choose(text)
        return None

    def _unit_of_people(self, name: str, code: str | None) -> Place | None:
        """The unit or region whose people or adjective the word is: "Ohioans", "Abkhaz"."""
        finder = _Finder(PlaceContext({code: 1.0} if code else {}), (code,) if code else ())
        found = finder._exact(name, shout=False)
        return found if found and (code is None or found.country == code) else None

    def _rather_elsewhere(self, name: str, code: str) -> bool:
        """True where a country's or region's name stands for a place of another country that the report is about: Lebanon, Ohio."""
        if code in self.inside.countries:
            return False
        found = [c for c in self.gazetteer.candidates(name) if c.primary and c.country != code]
        return bool(found) and self._ranked(name, [*found, country_candidate(code)])[0][1].country != code

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
            whole = country_place(self.countries, demonym)
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
            return region_place(region)
        if features & _WATERS:
            return None
        if code := self.countries.named(name):
            return country_place(self.countries, code)
        smallest = 100_000 if features & _WAYS else 5_000
        found = self._choose(name)
        if not found or found.precision != "settlement":
            return found
        size = max((c.population for c in self.gazetteer.candidates(name) if c.geonames_id == found.geonames_id), default=0)
        return found if size >= (smallest if self.share(found.country, name) > 0.02 else 100_000) else None

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

    def _main_country(self, without: str = "") -> str | None:
        weights = Counter(self.context.countries) + Counter(self.focus.weights(plain(without)))
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
            found = [c for c in found if c.population >= (50_000 if self.share(c.country, name) > 0.02 else 100_000)]
        if self.want is not None:
            units = [c for c in found if c.kind != SETTLEMENT] if self.want != SETTLEMENT else []
            found = [c for c in found if c.kind == self.want] or units or found
        if not found:
            return None
        score, best = self._ranked(name, found)[0]
        if best.kind == SETTLEMENT and best.population < 1000 and self.context.countries and score < 3.5:
            return None
        if best.population < _FAR_SIZE and self._is_far(best, name):
            return None
        place = candidate_place(best)
        return place if best.kind != SETTLEMENT or self.want in {None, SETTLEMENT} else self._unit_around(best, place)

    def _unit_around(self, seat: Candidate, place: Place) -> Place:
        """A unit that no table has, named after a town: "Idlib governorate" where only the town is known. Never the town's own point."""
        named_so = seat.admin1 is not None and fold(seat.admin1) == fold(seat.name)
        coarse: Precision = "admin2" if self.want == ADMIN2 else "admin1" if named_so else "region"
        return msgspec.structs.replace(place, geonames_id=None, lat=None, lon=None, precision=coarse)

    def _is_far(self, c: Candidate, name: str) -> bool:
        """A village in a country that a report all about another one does not name."""
        main = self._main_country(name)
        return bool(main and c.country != main and self.share(c.country, name) <= 0.02 and self._is_all_about(main, name)) and not (
            self.inside.weight(c)
        )

    def _ranked(self, name: str, found: Sequence[Candidate]) -> list[tuple[float, Candidate]]:
        """The places with their scores in this report, the best first."""
        sized = ranked_by_size(found, unit_wanted=self.want is not None)
        support = self.focus.support([c for _, c in sized], plain(name))
        scored = [(size + more + self.inside.weight(c), c) for (size, c), more in zip(sized, support, strict=True)]
        return sorted(scored, key=lambda item: (-item[0], item[1].geonames_id))

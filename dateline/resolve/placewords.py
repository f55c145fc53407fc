"""Named regions, state abbreviations and the words that describe places, from the tables of `resolve/data`."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping
from types import MappingProxyType
from typing import cast, get_args

from dateline.errors import DataError
from dateline.records import Precision
from dateline.resolve.countries import plain
from dateline.resolve.lexicon import REGION_COLUMNS
from dateline.resolve.tables import rows

KINDS = frozenset({"compass", "admin1", "admin2", "settlement", "feature", "part", "stop", "shy"})


@dataclasses.dataclass(frozen=True, slots=True)
class NamedRegion:
    """A region, sea, river, or historic or disputed place of `data/regions.tsv`; its point is its middle, in degrees."""

    name: str
    countries: tuple[str, ...]
    lat: float | None
    lon: float | None
    precision: Precision
    geonames_id: int | None


@functools.cache
def named_regions() -> Mapping[str, NamedRegion]:
    """The regions by folded name and alias. Raises `DataError` when the table breaks its schema."""
    found: dict[str, NamedRegion] = {}
    for row in rows("regions.tsv", REGION_COLUMNS):
        if row["precision"] not in get_args(Precision):
            raise DataError(f"{row.where}: precision {row['precision']!r}; use one of {', '.join(get_args(Precision))}")
        number = row.number("geonames")
        precision = cast(Precision, row["precision"])
        region = NamedRegion(
            row["name"], row.list("countries"), row.number("lat"), row.number("lon"), precision, int(number) if number else None
        )
        for name in (region.name, *row.list("aliases")):
            found.setdefault(plain(name), region)
    return MappingProxyType(found)


@functools.cache
def states() -> Mapping[str, tuple[str, str]]:
    """Country and admin1 name by folded abbreviation of a state or province ("Calif.", "Ont.")."""
    table = rows("state_abbreviations.tsv", ("abbreviation", "country", "name"))
    return MappingProxyType({plain(row["abbreviation"]): (row.code(), row["name"]) for row in table})


@functools.cache
def people_of_units() -> Mapping[str, tuple[str, str | None]]:
    """Country and name of the unit or region whose people or adjective a folded word is: "Texan", "Abkhaz". A region over several
    countries has none."""
    found: dict[str, tuple[str, str | None]] = {}
    for row in rows("region_demonyms.tsv", ("demonyms", "name", "country")):
        for word in row.list("demonyms"):
            found.setdefault(plain(word), (row["name"], row.code() if row["country"] else None))
    return MappingProxyType(found)


@functools.cache
def _kinds() -> Mapping[str, str]:
    found = {}
    for row in rows("place_words.tsv", ("word", "kind")):
        if row["kind"] not in KINDS:
            raise DataError(f"{row.where}: kind {row['kind']!r}; use one of {', '.join(sorted(KINDS))}")
        found[row["word"]] = row["kind"]
    return MappingProxyType(found)


def word_kind(word: str) -> str | None:
    """What a descriptive word is: compass, admin1, admin2, settlement, feature, part, stop (never a place's name alone) or shy (a
    name only where the report's country has a large place of it); None for any other word."""
    return _kinds().get(word.lower())

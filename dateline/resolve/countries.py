"""Countries by name, former name, demonym, capital and seat of government (`data/countries.tsv`)."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Mapping
from types import MappingProxyType

from dateline.errors import DataError
from dateline.resolve.gazetteer import fold
from dateline.resolve.tables import rows

_COLUMNS = ("code", "name", "aliases", "demonyms", "geonames", "capital", "metonyms")
_ACRONYM = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_MAX_ACRONYM = 7
_EASY = re.compile(r"[A-Za-z ]+")
_SAINTS = frozenset({"st", "ste", "ft", "mt"})
_SHORT = 3  # a name of so few letters is one in capitals only


@functools.lru_cache(maxsize=16384)
def plain(name: str) -> str:
    """The name folded for look-up, with the points of acronyms gone: "U.S." and "US" are one."""
    if _EASY.fullmatch(name) and not _SAINTS.intersection(words := name.lower().split()):
        return " ".join(words)  # what `fold` gives, at a third of the time
    return fold(_ACRONYM.sub(lambda match: match.group().replace(".", ""), name) if "." in name else name)


def is_acronym(name: str) -> bool:
    """True for a name that counts only in capitals: "US", "WHO", "U.N."."""
    letters = name.replace(".", "")
    return letters.isupper() and " " not in letters and len(letters) <= _MAX_ACRONYM


@dataclasses.dataclass(frozen=True, slots=True)
class Country:
    """A country, present or past. `code` is its alpha-3 code, `geonames_id` None for one that is no more."""

    code: str
    name: str
    aliases: tuple[str, ...]
    demonyms: tuple[str, ...]
    geonames_id: int | None
    capital: str | None
    metonyms: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Countries:
    """All countries, and their codes by folded name (`names`), demonym (`demonyms`), capital and seat of government (`seats`).

    `shared` has the names that stand for more than one country (`data/shared_names.tsv`).
    """

    by_code: Mapping[str, Country]
    names: Mapping[str, str]
    demonyms: Mapping[str, str]
    seats: Mapping[str, str]
    shared: Mapping[str, tuple[str, ...]]
    faint: frozenset[str]

    def bearers(self, name: str) -> tuple[str, ...]:
        """The codes of all countries that bear the name or demonym, the usual one first; empty where it is one country's alone."""
        return self.shared.get(plain(name), ())

    def named(self, name: str) -> str | None:
        """The code of the country with this name, None for another word. Acronyms count in capitals only ("US", not "us")."""
        folded = plain(name)
        return self.names.get(folded) if _is_cased(name, folded) else None

    def of(self, name: str) -> str | None:
        """The code of the country with this name, demonym, capital or seat of government, None for another word.

        Capitals that are mostly other towns or people (`faint`: Hamilton, Victoria, Kingston) count as other words.
        """
        folded = plain(name)
        seat = None if folded in self.faint else self.seats.get(folded)
        return self.named(name) or (self.demonyms.get(folded) if _is_cased(name, folded) else None) or seat


def _is_cased(name: str, folded: str) -> bool:
    return len(folded) > _SHORT or name.replace(".", "").isupper()


@functools.cache
def countries() -> Countries:
    """The shipped countries, read once. Raises `DataError` when the table breaks its schema."""
    by_code: dict[str, Country] = {}
    names: dict[str, str] = {}
    demonyms: dict[str, str] = {}
    seats: dict[str, str] = {}
    for row in rows("countries.tsv", _COLUMNS):
        code = row.code("code")
        if code in by_code:
            raise DataError(f"{row.where}: {code} stands twice")
        number = row.number("geonames")
        country = Country(
            code,
            row["name"],
            row.list("aliases"),
            row.list("demonyms"),
            int(number) if number else None,
            row["capital"] or None,
            row.list("metonyms"),
        )
        by_code[code] = country
        for name in (country.name, *country.aliases):
            names.setdefault(plain(name), code)
        for name in country.demonyms:
            demonyms.setdefault(plain(name), code)
        for name in (country.capital or "", *country.metonyms):
            if name:
                seats.setdefault(plain(name), code)
    shared = {plain(row["name"]): row.list("countries") for row in rows("shared_names.tsv", ("name", "countries", "note"))}
    faint = frozenset(plain(row["name"]) for row in rows("personal_names.tsv", ("name", "kind")) if row["kind"] == "weak")
    return Countries(
        MappingProxyType(by_code),
        MappingProxyType(names),
        MappingProxyType(demonyms),
        MappingProxyType(seats),
        MappingProxyType(shared),
        faint,
    )

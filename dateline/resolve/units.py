"""Units of measure and money: `data/units.tsv`, and where a unit stands in a phrase or a text.

The table's factors and offsets are compiled from the library pint by `scripts/make_units.py`: importing pint and building its registry
takes half a second, which would be half of the start-up, and 4 MB, for what is here one table of some 260 units.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass

from dateline.errors import DataError
from dateline.resolve import tables

_UNIT_WORDS = 4  # words of the longest unit name
_GLUED = re.compile(r"(.*\d)([^\W\d_]+[²³]?(?:/[^\W\d_]+)?|%|°[cf]?|[$€£¥₹])")
_LEADING_WORDS = re.compile(r"[^\S\n]*-?((?:[^\W\d_]+\.?[²³]?|%|°[cf]?)(?:[ -][^\W\d_]+\.?){0,3})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit; value × factor + offset is the value in the dimension's base. `factor` of None: it cannot be converted."""

    name: str
    dimension: str
    factor: float | None
    offset: float

    def base(self, value: float) -> float | None:
        """The value in the base of the dimension, None where there is no factor."""
        return None if self.factor is None else value * self.factor + self.offset


@dataclass(frozen=True, slots=True)
class _Units:
    after: Mapping[str, Unit]
    before: re.Pattern[str]
    prefixes: Mapping[str, Unit]
    not_in_text: frozenset[str]
    by_name: Mapping[str, Unit]


@functools.cache
def _units() -> _Units:
    after: dict[str, Unit] = {}
    prefixes: dict[str, Unit] = {}
    shy = set()
    by_name: dict[str, Unit] = {}
    for row in tables.rows("units.tsv", ("unit", "dimension", "pint", "factor", "offset", "aliases")):
        unit = Unit(row["unit"], row["dimension"], row.number("factor"), row.number("offset") or 0.0)
        if row["pint"] and unit.factor is None:
            raise DataError(f"{row.where}: {unit.name!r} has no factor; run scripts/make_units.py")
        if by_name.setdefault(unit.name, unit) is not unit:
            raise DataError(f"{row.where}: {unit.name!r} stands there twice; keep one")
        for alias in row.list("aliases"):
            known, word = (prefixes, alias[1:]) if alias.startswith("^") else (after, alias.rstrip("?"))
            if alias.endswith("?"):
                shy.add(word)
            if known.setdefault(word, unit) is not unit:
                raise DataError(f"{row.where}: {alias!r} stands for {known[word].name} and {unit.name}")
    signs = "|".join(re.escape(word) for word in sorted(prefixes, key=len, reverse=True))
    before = re.compile(rf"({signs})\s?(?=-?[\d.]|half|an? |[^\W\d_]+ ?(?:million|billion|thousand|hundred))")
    return _Units(after, before, prefixes, frozenset(shy), by_name)


def unit_named(name: str) -> Unit | None:
    """The unit of this name in the table."""
    return _units().by_name.get(name)


def unit_of(word: str) -> Unit | None:
    """The unit that the words stand for after a number, in lower case."""
    return _units().after.get(word)


def money_signs() -> tuple[str, ...]:
    """What may stand before an amount of money, in lower case: "$", "us$", "rs.", "chf"."""
    return tuple(_units().prefixes)


def split_money_sign(text: str) -> tuple[Unit | None, str]:
    """The currency whose sign or code the text begins with, and the rest; None and the text where there is none."""
    sign = _units().before.match(text)
    return (_units().prefixes[sign[1]], text[sign.end() :]) if sign else (None, text)


def split_unit(text: str) -> tuple[str, Unit | None]:
    """The text before the unit that it ends with, and the unit; None where it ends with none."""
    after = _units().after
    pieces = re.split(r"([ -])", text)
    for count in range(_UNIT_WORDS, 0, -1):
        at = len(pieces) - (2 * count - 1)
        if at >= 2:
            name = "".join(pieces[at:]).replace("-", " ") if count > 1 else pieces[at]
            if name in after:
                return "".join(pieces[: at - 1]).strip(), after[name]
    glued = _GLUED.fullmatch(text)
    if glued and glued[2] in after:
        return glued[1], after[glued[2]]
    return text, None


@functools.lru_cache(4096)
def _leading(words: str) -> tuple[str, int]:
    """The unit that the words begin with and how many characters name it."""
    units = _units()
    pieces = re.split(r"[ -]", words)
    for count in range(min(_UNIT_WORDS, len(pieces)), 0, -1):
        length = sum(map(len, pieces[:count])) + count - 1
        for name in (" ".join(pieces[:count]), " ".join(pieces[:count]).rstrip(".")):
            if name in units.after and name not in units.not_in_text:
                return units.after[name].name, length - (len(" ".join(pieces[:count])) - len(name))
    return "", 0


def unit_span(text: str, end: int) -> tuple[str, int]:
    """The unit whose words stand right after the character `end`, and where they end; "" and `end` where there is none."""
    found = _LEADING_WORDS.match(text, end)
    if not found:
        return "", end
    name, length = _leading(found[1].casefold() if len(found[1].casefold()) == len(found[1]) else found[1])
    return (name, found.start(1) + length) if name else ("", end)


def unit_after(text: str, end: int) -> str:
    """The unit whose words stand right after the character `end` ("253,000| hectares" → "hectare"), or ""."""
    return unit_span(text, end)[0]

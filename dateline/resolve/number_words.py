"""The table of number words: `data/numbers.tsv` by kind, with its checks."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from dateline.errors import DataError
from dateline.resolve import tables

_KINDS = ("one", "ten", "scale", "vague", "part", "least", "more", "most", "less", "about", "plain", "suffix")
_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Number:
    """A value between `low` and `high`; `share`: it is a part of a whole ("two thirds")."""

    low: float
    high: float
    approximate: bool = False
    share: bool = False

    def negative(self) -> Number:
        """The number below zero."""
        return Number(-self.high, -self.low, self.approximate, self.share)


@functools.cache
def words(kind: str) -> Mapping[str, str]:
    """Word → value of one kind. Raises `DataError` when the table breaks its schema."""
    by_kind: dict[str, dict[str, str]] = {name: {} for name in _KINDS}
    for row in tables.rows("numbers.tsv", ("kind", "word", "value")):
        if row["kind"] not in by_kind:
            raise DataError(f"{row.where}: unknown kind {row['kind']!r}; known are {', '.join(_KINDS)}")
        if row["word"] in by_kind[row["kind"]]:
            raise DataError(f"{row.where}: {row['word']!r} stands there twice; keep one")
        by_kind[row["kind"]][row["word"]] = row["value"]
    return by_kind[kind]


@functools.cache
def values(kind: str) -> Mapping[str, float]:
    """Word → number of one of the kinds one, ten, scale, part. Raises `DataError` where a value is none."""
    try:
        return {word: float(value) for word, value in words(kind).items()}
    except ValueError as error:
        raise DataError(f"resolve/data/numbers.tsv: kind {kind}: {error}; write digits") from error


@functools.cache
def vague() -> Mapping[str, tuple[float, float]]:
    """Vague word → low and high. Raises `DataError` where they are not `low..high`."""
    found = {}
    for word, value in words("vague").items():
        low, dots, high = value.partition("..")
        if not dots or float(low) > float(high):
            raise DataError(f"resolve/data/numbers.tsv: {word!r} has {value!r}, want low..high")
        found[word] = (float(low), float(high))
    return found


@functools.cache
def plural_scales() -> Mapping[str, float]:
    """Hundreds, thousands, millions …: plurals that are vague alone and a scale behind another word."""
    return {word + "s": value for word, value in values("scale").items() if value >= _HUNDRED and word + "s" in vague()}


@functools.cache
def counted_scales() -> Mapping[str, float]:
    """Scales in the plural that stand behind an exact number ("three dozens", "2 millions")."""
    return {word + "s": value for word, value in values("scale").items() if word + "s" in vague()}

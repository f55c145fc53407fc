"""How many, as a person says it: a number, what it counts, whose it is, and the words of the report that give it."""

from __future__ import annotations

import math
import typing
from typing import Any

from dateline.errors import InputError
from dateline.records import Count, CountKind, Event
from dateline.review.checks import find_words, is_a, name_in, one_of, plain_words

_KINDS: tuple[str, ...] = typing.get_args(CountKind)
_SIDES = ("actor", "recipient")
_MOST = 20
_LONGEST_UNIT = 12
_PARTS = frozenset({"kind", "low", "high", "side", "words", "unit", "approximate"})


def read_counts(value: Any, event: Event, text: str, sentence: tuple[int, int]) -> tuple[Count, ...]:
    """The counts of a list of {kind, low, high, side, words}, with `unit` and `approximate` where they are not the coder's.

    A `low` or `high` of None is open, a `side` of None too. The words are the coder's own, else looked for in the sentence, else in the
    report. Raises `InputError` for numbers that cannot be and for words that the report does not have.
    """
    given = is_a(list, "counts", value)
    if len(given) > _MOST:
        raise InputError(f"counts: at most {_MOST}")
    own = list(event.counts)
    return tuple(dict.fromkeys(_read(is_a(dict, "counts", one), own, text, sentence) for one in given))


def _read(one: dict[str, Any], own: list[Count], text: str, sentence: tuple[int, int]) -> Count:
    if unknown := set(one) - _PARTS:
        raise InputError(f"counts: no part {min(map(str, unknown))[:40]!r}; there are {', '.join(sorted(_PARTS))}")
    kind = one_of("counts: kind", one.get("kind"), _KINDS)
    side = None if one.get("side") is None else one_of("counts: side", one["side"], _SIDES)
    low, high = _number(one.get("low")), _number(one.get("high"))
    if low is None and high is None:
        raise InputError("counts: give a number, or take the count out")
    if low is not None and high is not None and high < low:
        raise InputError(f"counts: the highest, {high:g}, is below the lowest, {low:g}")
    words = name_in("counts: the words", one.get("words"))
    coded = next((count for count in own if plain_words(count.span.quote) == plain_words(words)), None)
    where = coded.span if coded else find_words(text, words, *sentence) or find_words(text, words, 0, len(text))
    if where is None:
        raise InputError(f"counts: the report nowhere says {words!r}; type the words that give the number")
    if coded:
        own.remove(coded)
    unit = one.get("unit", coded.unit if coded else "")
    if len(is_a(str, "counts: unit", unit)) > _LONGEST_UNIT:
        raise InputError(f"counts: a unit has at most {_LONGEST_UNIT} characters")
    about = is_a(bool, "counts: approximate", one.get("approximate", coded.approximate if coded else False))
    return Count(kind=kind, low=low, high=high, side=side, span=where, approximate=about, unit=unit)  # type: ignore[arg-type]


def _number(value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or not 0 <= value <= 1e15:
        raise InputError(f"counts: {str(value)[:20]!r} is no number of people or things")
    return float(value)

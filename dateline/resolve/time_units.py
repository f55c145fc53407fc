"""Counts of units of time: how many "the last few days" are, how far back "two and a half years ago" lies."""

from __future__ import annotations

import re

from dateline.resolve import calendar_rules as rules
from dateline.resolve.calendar_rules import Days
from dateline.resolve.numerals import read_number


def count_of(words: str | None, unit: str) -> tuple[int, int] | None:
    """How many units: [2, 2] of "two", [60, 100] of "60-100", [2, 7] of the bare plural "days"."""
    most = int(rules.words("many").get(unit, "9"))
    if words is None:
        return 2, most
    sides = re.split(r"-| to | or ", words) if re.search(r"\d-\d| to | or ", words) else [words]
    if words in ("a", "an"):
        return 1, 1
    if words in ("few", "a few", "several", "some", "many", "couple of", "a couple of", "number of", "a number of", "recent"):
        return (2, 2) if "couple" in words else (2, min(most, 6)) if "few" in words else (3, min(most, 9))
    numbers = [read_number(side) for side in sides]
    if len(sides) > 2 or any(number is None for number in numbers):
        return None
    low, high = min(number.low for number in numbers if number), max(number.high for number in numbers if number)
    if not 0 <= low <= high < 100_000:
        return None
    if (low, high) != (int(low), int(high)):
        return None
    return int(low), int(high)


def finer(words: str | None, unit: str) -> tuple[tuple[int, int], str] | None:
    """The count and its unit, which is another one for halves and hours ("half a year" is six months, 48 hours are two days)."""
    if rules.unit_size(unit)[0] == 0:
        seconds = {"second": 86_400, "minute": 1440, "hour": 24}[unit]
        count = count_of(words, unit)
        return ((count[0] // seconds, -(-count[1] // seconds)), "day") if count else None
    count = count_of(words, unit)
    if count:
        return count, unit
    number = read_number(re.sub(r"(.*\bhalf|.*\bquarters?) (?:of )?an?$", r"\1", words or ""))
    smaller = {"year": ("month", 12), "decade": ("year", 10), "century": ("year", 100), "month": ("day", 30), "week": ("day", 7)}.get(unit)
    if number is None or smaller is None or number.high > 1000:
        return None
    return (round(number.low * smaller[1]), round(number.high * smaller[1])), smaller[0]


def window(days: Days, count: tuple[int, int], unit: str, direction: int) -> Days:
    """From so many units before the days up to them, or onwards."""
    if direction < 0:
        return rules.shift(days[0], -count[1], unit), days[1]
    return days[0], rules.shift(days[1], count[1], unit)


def shifted(days: Days, count: tuple[int, int], unit: str, direction: int) -> Days:
    """The days moved by the count, widened to one unit where they are narrower (days and shorter stay exact)."""
    wide = days if rules.unit_size(unit) == (1, "day") or (days[1] - days[0]).days >= 27 else rules.widened(days, unit)
    near, far = count
    if direction < 0:
        return rules.shift(wide[0], -far, unit), rules.shift(wide[1], -near, unit)
    return rules.shift(wide[0], near, unit), rules.shift(wide[1], far, unit)

"""Dates in figures: ISO days and months, slashed, dotted and hyphened dates by the report's order of day and month, named days ("9/11")."""

from __future__ import annotations

import re
from datetime import date

from dateline.resolve import calendar_rules as rules
from dateline.resolve.calendar_rules import Interval, Setting
from dateline.resolve.time_normal import full_year
from dateline.resolve.time_sides import stated

_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[t ]\d{2}:?\d{2}.*)?|(\d{4})(\d{2})(\d{2})|(\d{4})/(\d{1,2})/(\d{1,2})")
_SLASHED = re.compile(
    r"(?:(\d{1,2})([/.])(\d{1,2})\2(\d{4}|\d{2})|(\d{1,2})-(\d{1,2})-(\d{4}|\d{2}))(?: (?:\d{2}:\d{2}(?::\d{2})?|\d{4})(?: ?[a-z]{2,4})?)?"
)
_SHORT = re.compile(r"(\d{1,2})/(\d{1,2})")
_SLASH_WINDOW = 180  # days before publication in which a date written 3/4/2025 must lie one way, and not the other
_ALWAYS = "24/7"
_WRITTEN = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](?:\d{4}|\d{2})\b")
_MONTHS = (
    "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?"
)
_DAY_MONTH = re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)? (?:{_MONTHS})\b")
_MONTH_DAY = re.compile(rf"\b(?:{_MONTHS})\.? \d{{1,2}}\b(?!:)")
_MOST_MONTHS = 12


def day_comes_first(text: str) -> bool | None:
    """Whether the report writes the day before the month: by its dates in figures that can be read one way only, else by those in words.

    None where it has neither, or both.
    """
    figures = {int(a) > _MOST_MONTHS for a, b in _WRITTEN.findall(text) if (int(a) > _MOST_MONTHS) != (int(b) > _MOST_MONTHS)}
    if len(figures) == 1:
        return figures.pop()
    day_first, month_first = bool(_DAY_MONTH.search(text)), bool(_MONTH_DAY.search(text))
    return None if figures or day_first == month_first else day_first


def numeric_date(phrase: str, setting: Setting) -> Interval | None:
    """ "2019-06-03", "2019-06", "3/6/2019", "22/04", "9/11". Raises `ValueError` for a day that the calendar lacks."""
    named = rules.words("named").get(phrase.removeprefix("the "))
    if named:
        first, _, last = named.partition("/")
        return stated((date.fromisoformat(first), date.fromisoformat(last or first)), "named days")
    found = _ISO.fullmatch(phrase)
    if found:
        return _iso(*(found.group(1, 2, 3) if found[1] else found.group(4, 5, 6) if found[4] else found.group(7, 8, 9)))
    found = _SLASHED.fullmatch(phrase)
    if found:
        first, second, year = found.group(1, 3, 4) if found[1] else found.group(5, 6, 7)
        return _slashed(int(first), int(second), full_year(year), True if found[2] == "." else setting.day_first, setting.published)
    found = _SHORT.fullmatch(phrase)
    return _short(int(found[1]), int(found[2]), setting) if found and phrase != _ALWAYS else None


def _iso(year: str, month: str, day: str | None) -> Interval | None:
    if day:
        exact = date(int(year), int(month), int(day))  # no day of the calendar: `resolve_time` gives None
        return stated((exact, exact), "ISO day")
    if int(month) > int(year) % 100 or not 1 <= int(month) <= _MOST_MONTHS:
        return None  # "2010-14" is a range of years, and so is "2010-11"
    return stated(rules.month_days(int(year), int(month)), "ISO month")


def _slashed(first: int, second: int, year: int, day_first: bool | None, published: date | None) -> Interval | None:
    """In the report's order if that is possible or known; else the one reading that is, or that lies shortly before publication."""
    readings = []
    for day, month in _orders(first, second, day_first):
        try:
            readings.append(date(year, month, day))
        except ValueError:
            continue
    if len(set(readings)) > 1 and day_first is not None:
        readings = readings[:1]
    if len(set(readings)) > 1 and published is not None:
        readings = [day for day in readings if 0 <= (published - day).days <= _SLASH_WINDOW]
    return stated((readings[0], readings[0]), "numeric date") if len(set(readings)) == 1 else None


def _short(first: int, second: int, setting: Setting) -> Interval | None:
    """ "22/04": a day of some year, only where its order is known or one reading is possible; never a fraction."""
    possible = [(day, month) for day, month in _orders(first, second, setting.day_first) if 1 <= month <= _MOST_MONTHS and 1 <= day <= 31]
    if (setting.day_first is None and len(set(possible)) > 1) or not possible or setting.published is None:
        return None
    day, month = possible[0]

    def make(year: int) -> rules.Days | None:
        try:
            return (exact := date(year, month, day)), exact
        except ValueError:
            return None

    return stated(rules.by_tense(make, setting.published, setting.tense), "numeric date by tense", "published")


def _orders(first: int, second: int, day_first: bool | None) -> list[tuple[int, int]]:
    """(day, month) both ways, the report's own first."""
    both = [(first, second), (second, first)]
    return both[::-1] if day_first is False else both

"""Whole years and weeks from a named time: "October a year ago", "two years ago this week", "this time last year", "two summers ago"."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from dateline.resolve import calendar_rules as rules
from dateline.resolve.calendar_rules import Interval, Setting
from dateline.resolve.numerals import read_number
from dateline.resolve.time_sides import stated
from dateline.resolve.yearly import alternatives, yearly

_DAY = timedelta(days=1)
_MOST = 1000
_MONTH_DAYS = 27
_BACK = r"(?:ago|earlier|before)"
_COUNT = r"(?P<count>an?|[a-z\d-]+)"
_NAMED_FIRST = re.compile(rf"(?P<named>.+?) (?:exactly |just )?{_COUNT} (?P<unit>year)s? {_BACK}")
_NAMED_LAST = re.compile(rf"(?:exactly |just )?{_COUNT} (?P<unit>year|week)s? ago(?: on| in)? (?P<named>.+)")
_THIS_TIME = re.compile(
    r"(?:about |around )?(?:the same|this) (?P<what>time|day|month|week) (?:of )?(?P<side>last|next) year"
    r"|(?P<last>this time (?:a|one) year ago|(?:last year|(?:a|one) year ago) (?:at )?(?:about )?(?:this|the same) time)"
)
_TURN = re.compile(r"(?:the )?turn of (?:the |this )?(?:last )?century")


@functools.cache
def _seasons_ago() -> re.Pattern[str]:
    return re.compile(rf"{_COUNT} (?P<season>{alternatives('season')})s? ago")


def offset(phrase: str, setting: Setting, day_of: Callable[[str, Setting], Interval | None]) -> Interval | None:
    """A time named and a number of years, weeks or seasons that it lies off; `day_of` resolves the name."""
    return _this_time(phrase, setting) or _moved(phrase, setting, day_of) or _season(phrase, setting) or _turn(phrase, setting)


def _moved(phrase: str, setting: Setting, day_of: Callable[[str, Setting], Interval | None]) -> Interval | None:
    found = _NAMED_FIRST.fullmatch(phrase) or _NAMED_LAST.fullmatch(phrase)
    count = _number(found["count"]) if found else 0
    if not found or not count:
        return None
    if found.re is _NAMED_FIRST and yearly(found["named"]) is None:
        return None
    other = day_of(found["named"], replace(setting, tense="past" if found.re is _NAMED_FIRST else None))
    if other is None or other.start is None or other.end is None or (found["unit"] == "week" and other.start != other.end):
        return None
    first, last = (rules.shift(day, -count, found["unit"]) for day in (other.start, other.end))
    if found["unit"] == "year" and (other.end + _DAY).day == 1 and (other.end - other.start).days >= _MONTH_DAYS:
        last = rules.month_days(last.year, last.month)[1]
    elif found["unit"] == "year" and found["named"].endswith("week"):
        first, last = rules.calendar_unit(first, "week")
    return Interval(first, last, f"{other.basis}, {found['count']} {found['unit']} back")


def _this_time(phrase: str, setting: Setting) -> Interval | None:
    found = _THIS_TIME.fullmatch(phrase)
    if not found or setting.published is None or (found["what"] not in (None, "time") and phrase.startswith("the same")):
        return None
    side, unit = found["side"] or "last", found["what"] or "time"
    day = rules.shift(setting.published, -1 if side == "last" else 1, "year")
    days = rules.widened((day, day), "month") if unit == "time" else rules.calendar_unit(day, unit)
    return stated(days, f"this {unit} {side} year", "published")


def _season(phrase: str, setting: Setting) -> Interval | None:
    found = _seasons_ago().fullmatch(phrase)
    count = _number(found["count"]) if found else 0
    if not found or not count or setting.published is None:
        return None
    name, published = found["season"], setting.published
    over = [year for year in (published.year, published.year - 1, published.year - 2) if rules.season(name, year)[1] < published]
    return stated(rules.season(name, over[0] - count + 1), f"{count} seasons back", "published")


def _turn(phrase: str, setting: Setting) -> Interval | None:
    """The years about the nearest turn of a century."""
    if not _TURN.fullmatch(phrase) or setting.published is None:
        return None
    year = round(setting.published.year / 100) * 100
    return stated((date(year - 5, 1, 1), date(year + 5, 12, 31)), "turn of the century", "published")


def _number(words: str) -> int:
    if words in ("a", "an"):
        return 1
    number = read_number(words)
    return int(number.low) if number and number.low == number.high == int(number.low) and 0 < number.low < _MOST else 0

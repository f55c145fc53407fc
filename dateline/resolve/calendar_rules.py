"""Days, weeks, months and seasons as pairs of days, and the rules that choose among them.

Nothing here reads language but single words of `data/times.tsv`. Weeks begin on Monday, seasons are the northern ones by whole months.
"Early", "mid" and "late" are thirds. Easter follows Meeus (Astronomical Algorithms, ch. 8), Islamic feasts the tabular calendar with a
day's leeway.
"""

from __future__ import annotations

import calendar
import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from dateline.errors import DataError
from dateline.resolve import tables

Tense = Literal["past", "future"] | None
Days = tuple[date, date]
Yearly = Callable[[int], Days | None]

_KINDS = ("month", "weekday", "season", "part", "unit", "plural", "many", "ordinal", "decade", "holiday", "vague", "named")
_FORMS = {
    "vague": re.compile("past|present|future|previous|after"),
    "named": re.compile(r"\d{4}-\d{2}-\d{2}(/\d{4}-\d{2}-\d{2})?"),
    "month": re.compile(r"\d{1,2}"),
    "weekday": re.compile("[0-6]"),
    "ordinal": re.compile(r"\d{1,2}"),
    "unit": re.compile(r"\d{1,4} (day|month|year)"),
}
_DAY = timedelta(days=1)
_ISLAMIC_EPOCH = date(622, 7, 19)  # 1 Muharram of year 1, in the proleptic Gregorian calendar
_SEARCH_YEARS = 9  # 29 February comes back within eight years, also around 1900


@dataclass(frozen=True, slots=True)
class Interval:
    """First and last possible day; None is open on that side. `basis` names the anchor and the rule."""

    start: date | None
    end: date | None
    basis: str


@dataclass(frozen=True, slots=True)
class Setting:
    """What an expression counts from: the publication day, the interval just mentioned, the verb's tense.

    `day_first`: 3/4 is 3 April (True) or March 4 (False) in this report; None: not known.
    """

    published: date | None
    previous: Interval | None
    tense: Tense
    day_first: bool | None = None

    def anchor(self) -> tuple[str, Days] | None:
        """The interval just mentioned, else the publication day, and which of them it is."""
        if self.previous is not None:
            first, last = self.previous.start or self.previous.end, self.previous.end or self.previous.start
            if first is not None and last is not None:
                return "previous", (first, last)
        return None if self.published is None else ("published", (self.published, self.published))


@functools.cache
def words(kind: str) -> Mapping[str, str]:
    """Word → value of one kind in `data/times.tsv`. Raises `DataError` when the table breaks its schema."""
    by_kind: dict[str, dict[str, str]] = {name: {} for name in _KINDS}
    for row in tables.rows("times.tsv", ("kind", "word", "value")):
        if row["kind"] not in by_kind:
            raise DataError(f"{row.where}: unknown kind {row['kind']!r}; known are {', '.join(_KINDS)}")
        form = _FORMS.get(row["kind"])
        if form and not form.fullmatch(row["value"]):
            raise DataError(f"{row.where}: value {row['value']!r} of a {row['kind']} word; give {form.pattern}")
        by_kind[row["kind"]][row["word"]] = row["value"]
    return by_kind[kind]


@functools.cache
def unit_size(unit: str) -> tuple[int, str]:
    """A unit of time as a number of days, months or years; below a day it is no day."""
    number, _, base = words("unit")[unit].partition(" ")
    return int(number), base


def shift(day: date, count: int, unit: str) -> date:
    """The day `count` units later (earlier if negative); month ends are kept within the month. Raises `OverflowError` off the calendar."""
    size, base = unit_size(unit)
    if base == "day":
        return day + count * size * _DAY
    months = day.year * 12 + day.month - 1 + count * size * (12 if base == "year" else 1)
    year, month = divmod(months, 12)
    if not 1 <= year <= 9999:
        raise OverflowError(f"year {year} is off the calendar")
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def calendar_unit(day: date, unit: str) -> Days:
    """The calendar's day, week (from Monday), month, quarter, year, decade or century that the day lies in."""
    size, base = unit_size(unit)
    if base == "day":
        if size < 7:
            return day, day
        first = day - day.weekday() * _DAY
        return (first + 5 * _DAY, first + 6 * _DAY) if unit == "weekend" else (first, first + 6 * _DAY)
    if base == "month":
        month = (day.month - 1) // size * size + 1
        return date(day.year, month, 1), month_days(day.year, month + size - 1)[1]
    year = day.year // size * size
    return date(max(year, 1), 1, 1), date(year + size - 1, 12, 31)


def widened(days: Days, unit: str) -> Days:
    """The interval, widened about its middle to one unit: a round "two years ago" is half a year off either way."""
    size, base = unit_size(unit)
    length = {"day": size, "month": 30 * size, "year": 365 * size}[base]
    have = (days[1] - days[0]).days + 1
    if have >= length:
        return days
    half = (length - 1) // 2 * _DAY
    middle = days[0] + (have // 2) * _DAY
    return middle - half, middle + half


def month_days(year: int, month: int) -> Days:
    """First and last day of a month."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def third(days: Days, which: str) -> Days:
    """The early, mid or late third; a day is never cut. Months part at the 10th and 20th, years and decades by whole months and years."""
    first, last = days
    index = {"early": 0, "mid": 1, "late": 2}[which]
    length = (last - first).days + 1
    if length < 3:
        return days
    if 360 < length < 370 and first.month == 1:
        return date(first.year, 1 + 4 * index, 1), month_days(first.year, 4 + 4 * index)[1]
    if length > 3600 and first.year % 10 == 0:
        years = last.year - first.year + 1
        bounds = [0, (4 * years) // 10, (7 * years) // 10, years]
        return date(first.year + bounds[index], 1, 1), date(first.year + bounds[index + 1] - 1, 12, 31)
    if 28 <= length <= 31:
        return first + (0, 10, 20)[index] * _DAY, (first + 9 * _DAY, first + 19 * _DAY, last)[index]
    bounds = [0, round(length / 3), round(2 * length / 3), length]
    return first + bounds[index] * _DAY, first + (bounds[index + 1] - 1) * _DAY


def half(days: Days, which: int) -> Days:
    """The first (1) or second (2) half; of a year, its six months."""
    first, last = days
    length = (last - first).days + 1
    if 360 < length < 370 and first.month == 1:
        return (first, date(first.year, 6, 30)) if which == 1 else (date(first.year, 7, 1), last)
    middle = first + (length // 2 - 1) * _DAY if length > 1 else first
    return (first, middle) if which == 1 or length == 1 else (middle + _DAY, last)


def nth_weekday(year: int, month: int, nth: int, weekday: int) -> Days | None:
    """The nth such weekday of the month (-1: the last)."""
    first, last = month_days(year, month)
    back, ahead = (last.weekday() - weekday) % 7, (weekday - first.weekday()) % 7
    day = last - back * _DAY if nth < 0 else first + (ahead + 7 * (nth - 1)) * _DAY
    return (day, day) if first <= day <= last else None


def weekday_near(day: date, weekday: int, tense: Tense, strict: bool = False) -> date:
    """The latest such weekday up to the day (past), or the next from it (future); `strict` leaves out the day itself."""
    if tense == "future":
        ahead = (weekday - day.weekday()) % 7
        return day + (ahead or (7 if strict else 0)) * _DAY
    back = (day.weekday() - weekday) % 7
    return day - (back or (7 if strict else 0)) * _DAY


def by_tense(make: Yearly, day: date, tense: Tense) -> Days | None:
    """What comes every year, as meant on that day: the latest begun (past), the next not over (future), else the nearer, past preferred."""
    years = range(day.year + 1, day.year - _SEARCH_YEARS, -1) if tense != "future" else range(day.year - 1, day.year + _SEARCH_YEARS)
    found = []
    for year in years:
        if not 1 < year < 9999:
            continue
        days = make(year)
        if days is None:
            continue
        if (tense == "past" and days[0] <= day) or (tense == "future" and days[1] >= day):
            return days
        if tense is None:
            found.append(days)
    return min(found, key=lambda days: _distance(days, day), default=None)


def _distance(days: Days, day: date) -> int:
    """How far off, what lies ahead counting twice: news tells more of what was."""
    off = (days[0] - day).days + (days[1] - day).days
    return 2 * off if off > 0 else -off


def season(name: str, year: int) -> Days:
    """The season's months; a winter begins in December of its year and ends with the next February."""
    first, _, last = words("season")[name].partition("-")
    return date(year, int(first), 1), month_days(year + (int(last) < int(first)), int(last))[1]


def holiday(name: str, year: int) -> Days | None:
    """The holiday's days in that year."""
    rule, *fields = words("holiday")[name].split(" ")
    numbers = [int(field) for field in fields]
    if rule == "islamic":
        return _islamic(year, *numbers)
    if rule == "fixed":
        day, length = date(year, numbers[0], numbers[1]), 1
    elif rule == "nth":
        days = nth_weekday(year, numbers[2], numbers[0], numbers[1])
        if days is None:
            return None
        day, length = days[0] + (numbers[3] if len(numbers) > 3 else 0) * _DAY, 1
    else:
        day = (_easter(year) if rule == "easter" else _orthodox_easter(year)) + numbers[0] * _DAY
        length = numbers[1] if len(numbers) > 1 else 1
    return day, day + (length - 1) * _DAY


def _easter(year: int) -> date:
    century, rest = divmod(year, 100)
    golden = year % 19
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * sunday) // 451
    month, day = divmod(epact + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _orthodox_easter(year: int) -> date:
    moon = (19 * (year % 19) + 15) % 30
    month, day = divmod(moon + (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7 + 114, 31)
    return date(year, month, day + 1) + (year // 100 - year // 400 - 2) * _DAY


def _islamic(year: int, month: int, day: int, length: int) -> Days | None:
    """The feast's first start within the Gregorian year; sighting of the moon moves it by a day either way."""
    guess = int((year - 622) * 33 / 32)
    for islamic_year in range(guess - 1, guess + 3):
        if islamic_year < 1:
            continue
        count = (11 * islamic_year + 3) // 30 + 354 * (islamic_year - 1) + (59 * (month - 1) + 1) // 2 + day - 1
        first = _ISLAMIC_EPOCH + count * _DAY
        if first.year == year:
            return first - _DAY, first + length * _DAY
    return None

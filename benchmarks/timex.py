"""TimeML values ("1989-Q3", "1998-W08", "PAST_REF", "P2Y") as days, and what of ours equals them. docs/times.md has the map in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from dateline.resolve import calendar_rules as rules
from dateline.resolve.calendar_rules import Days, Interval
from dateline.resolve.lengths import Length

_DAY = timedelta(days=1)
_SEASONS = {"SP": "spring", "SU": "summer", "FA": "autumn", "WI": "winter"}
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T.*)?")
_WEEK = re.compile(r"(\d{4})-W(\d{2}|XX)(-WE|-\d)?")
_OF_YEAR = re.compile(r"(\d{4})-(Q[1-4X]|H[12X]|SP|SU|FA|WI|\d{2})")
_ROUND = re.compile(
    r"\b(?:decade|year|quarter|month|week)s?[ -](?:ago|back|earlier|before|later|after|hence|from now)$"
    r"|^in (?:\S+ )*?(?:decade|year|quarter|month|week)s?$|\b(?:year|month|week)s? (?:from|before|after) "
)
_PART = re.compile(r"\b(?:early|mid|late|middle|beginning|start|end|earlier|later|half|part)\b")
_DURATION = re.compile(r"P(?:(?P<n>[\dX.]+)(?P<unit>[A-Z]{1,2}))?(?:T(?P<clock>(?:[\dX.]+[HMS])+))?")
_UNITS = {
    "Y": (12, "month"),
    "Q": (3, "month"),
    "M": (1, "month"),
    "W": (7, "day"),
    "D": (1, "day"),
    "WE": (2, "day"),
    "E": (120, "month"),
    "DE": (120, "month"),
    "C": (1200, "month"),
    "CE": (1200, "month"),
    "L": (12000, "month"),
}
_CLOCK = {"H": 3600, "M": 60, "S": 1}
_OURS = {
    "second": (1, "second"),
    "minute": (60, "second"),
    "hour": (3600, "second"),
    "day": (1, "day"),
    "week": (7, "day"),
    "month": (1, "month"),
    "quarter": (3, "month"),
    "year": (12, "month"),
    "decade": (120, "month"),
    "century": (1200, "month"),
    "millennium": (12000, "month"),
    "fortnight": (14, "day"),
    "night": (1, "day"),
    "weekend": (2, "day"),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the resolver makes of a phrase: its days, its length, whether it recurs."""

    days: Interval | None
    length: Length | None
    recurs: bool


def periods(value: str) -> list[Days]:
    """The periods that a value may mean, several where it has an X for the week or quarter; none for references and durations."""
    if found := _DATE.fullmatch(value):
        day = date(int(found[1]), int(found[2]), int(found[3]))
        return [(day, day)]
    if found := _WEEK.fullmatch(value):
        weeks = range(1, 53) if found[2] == "XX" else [int(found[2])]
        return [_week(int(found[1]), week, found[3] or "") for week in weeks]
    if found := _OF_YEAR.fullmatch(value):
        return _of_year(int(found[1]), found[2])
    digits = value.rstrip("X")
    if re.fullmatch(r"\d{2,4}", digits):
        first = int(digits.ljust(4, "0"))
        return [(date(first, 1, 1), date(first + 10 ** (4 - len(digits)) - 1, 12, 31))]
    return []


def _week(year: int, week: int, part: str) -> Days:
    monday = date.fromisocalendar(year, week, 1)
    if part == "-WE":
        return monday + 5 * _DAY, monday + 6 * _DAY
    if part:
        return (day := monday + (int(part[1]) - 1) * _DAY), day
    return monday, monday + 6 * _DAY


def _of_year(year: int, part: str) -> list[Days]:
    if part in _SEASONS:
        return [rules.season(_SEASONS[part], year)]
    if part.isdigit():
        return [rules.month_days(year, int(part))]
    size = 3 if part[0] == "Q" else 6
    first = range(1, 13, size) if part[1] == "X" else [size * (int(part[1]) - 1) + 1]
    return [(date(year, month, 1), rules.month_days(year, month + size - 1)[1]) for month in first]


def is_right(value: str, phrase: str, answer: Answer, published: date) -> bool:
    """Whether the answer equals the value under the published map."""
    if "XXXX" in value:
        return answer.recurs and answer.days is None
    if value.startswith("P") and not value.endswith("_REF"):
        return _same_length(value, answer)
    found = answer.days
    if found is None:
        return False
    if value.endswith("_REF"):
        return _is_reference(value, found, published)
    return any(same_days(period, value, phrase, found, published) for period in periods(value))


def _is_reference(value: str, found: Interval, published: date) -> bool:
    if value == "PRESENT_REF":
        return found.start is not None and found.end is not None and found.start <= published <= found.end
    vague = found.start is None or found.end is None or found.start < found.end
    if value == "PAST_REF":
        return vague and found.end is not None and found.end <= published
    return vague and found.start is not None and found.start >= published


def same_days(period: Days, value: str, phrase: str, found: Interval, published: date) -> bool:
    """Whether the interval found is the period, under the published map."""
    if found.start is None or found.end is None:
        return found.end in period if found.start is None else found.start in period
    ours = (found.start, found.end)
    first, last = period
    accepted = {period}
    if first <= published <= last:
        accepted |= {(first, published), (published, last)}
    if first == published + _DAY:
        accepted.add((published, last))
    if last == published - _DAY:
        accepted.add((first, published))
    if value.endswith("NI"):
        accepted.add((first, first + _DAY))
    if _PART.search(phrase):
        accepted |= {rules.third(period, which) for which in ("early", "mid", "late")} | {rules.half(period, which) for which in (1, 2)}
    if _ROUND.search(phrase):
        middle = ours[0] + (ours[1] - ours[0]) // 2
        return first <= middle <= last or (ours[0] <= first and last <= ours[1])
    return ours in accepted


def _whole_unit(days: Interval | None) -> Length | None:
    """The length of whole weeks or months of the calendar ("the fiscal year")."""
    if days is None or days.start is None or days.end is None:
        return None
    if (days.start, days.end) == rules.calendar_unit(days.start, "week"):
        return Length(1, 1, "week")
    after = days.end + _DAY
    months = (after.year - days.start.year) * 12 + after.month - days.start.month
    return Length(months, months, "month") if days.start.day == after.day == 1 else None


def _same_length(value: str, answer: Answer) -> bool:
    length = answer.length or _whole_unit(answer.days)
    if length is None:
        return answer.recurs
    found = _DURATION.fullmatch(value)
    size, base = _OURS.get(length.unit, (0, ""))
    if found is None:
        return False
    if found["clock"] and "X" in found["clock"]:  # docs/times.md: an indefinite number of that kind of unit
        return base == "second" and length.low < length.high
    if found["clock"]:
        parts = re.findall(r"([\d.]+)([HMS])", found["clock"])
        seconds = sum(float(number) * _CLOCK[unit] for number, unit in parts)
        return base == "second" and length.low * size == length.high * size == seconds
    if found["unit"] is None or found["unit"] == "X":
        return length.low < length.high
    times, same_base = _UNITS.get(found["unit"], (0, "unknown"))
    if found["n"] == "X":
        return base == same_base and length.low < length.high
    return base == same_base and length.low * size == length.high * size == float(found["n"]) * times

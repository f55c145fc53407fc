"""Expressions that come back every year ("June 3", "late summer", "the first week of March", "Christmas") and the parts of any period.

`yearly` gives what such an expression is in a given year; which year is meant is for `time_phrases.py` to choose.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from dateline.resolve import calendar_rules as rules
from dateline.resolve.calendar_rules import Days, Yearly
from dateline.resolve.numerals import read_number

Cut = Callable[[Days], Days | None]
_DAY = timedelta(days=1)
_EARLY = (
    "early",
    "beginning",
    "start",
    "opening",
    "onset",
    "outset",
    "first days",
    "first weeks",
    "first months",
    "first few days",
    "first few weeks",
    "first few months",
    "first several weeks",
    "first several months",
    "early part",
    "first part",
    "early days",
    "early weeks",
    "early months",
    "early years",
    "opening days",
    "opening weeks",
    "opening months",
)
_LATE = (
    "late",
    "end",
    "close",
    "final days",
    "last days",
    "closing days",
    "final weeks",
    "last weeks",
    "last few days",
    "dying days",
    "latter part",
    "later part",
    "last part",
    "final months",
    "final years",
    "last months",
    "last few weeks",
    "last few months",
    "closing weeks",
    "closing months",
    "waning days",
    "waning weeks",
    "waning months",
)
_MID = ("mid", "middle", "midst", "midway through", "halfway through")


def alternatives(kind: str) -> str:
    """The words of one kind as a regular expression, longest first."""
    return "|".join(re.escape(word) for word in sorted(rules.words(kind), key=len, reverse=True))


@dataclass(frozen=True, slots=True)
class _Patterns:
    month_day: re.Pattern[str]
    day_month: re.Pattern[str]
    day_word: re.Pattern[str]
    quarter: re.Pattern[str]
    month_quarter: re.Pattern[str]
    part: re.Pattern[str]
    half: re.Pattern[str]
    nth: re.Pattern[str]
    span: re.Pattern[str]
    around: re.Pattern[str]
    eve: re.Pattern[str]
    holiday: re.Pattern[str]
    holiday_weekend: re.Pattern[str]
    two_parts: re.Pattern[str]
    of_the_year: re.Pattern[str]


@functools.cache
def _patterns() -> _Patterns:
    month, weekday, ordinal = alternatives("month"), alternatives("weekday"), alternatives("ordinal")
    day = r"(\d{1,2})(?:st|nd|rd|th)?"
    before = rf"(?:(?:this coming |this past |this |next |last )?(?:{weekday}|today|tonight|yesterday|tomorrow) )?"
    to = r"(?: ?- ?| to | and | or | & | through | until |/)"
    of = r"(?: of| in|-)? (?:the )?"
    parts = "|".join(sorted((*_EARLY, *_LATE, *_MID), key=len, reverse=True))
    nth = rf"({ordinal}|\d{{1,2}}(?:st|nd|rd|th)|last|final)"
    of_or_in = r"(?: of| in) (?:the )?"
    return _Patterns(
        re.compile(rf"{before}({month}) (?:the )?{day}(?:{to}(?:the )?{day})?"),
        re.compile(rf"{before}(?:the )?{day}(?:{to}(?:the )?{day})? (?:of )?({month})"),
        re.compile(rf"{before}(?:the )?(?:({month}) (?:the )?)?({ordinal})(?: day)?(?: of ({month}))?"),
        re.compile(
            rf"(?:the )?(?:just-ended |just-completed |recently completed )?"
            rf"(?:q([1-4])|({ordinal}|opening|final|closing|[1-4](?:st|nd|rd|th)) quarter)"
        ),
        re.compile(rf"(?:the )?(?:{month}(?:-| to | through ))?({month}) quarter"),
        re.compile(rf"(?:the )?(?:very )?({parts}) ?{of}(.+)"),
        re.compile(rf"(?:the )?(first|second|latter|last) half{of}(.+)"),
        re.compile(rf"(?:the )?{nth} (?:(day|week|weekend|month|quarter){of}|({weekday}){of_or_in})(.+)"),
        re.compile(rf"(?:the )?(first|opening|last|final|closing) (\S+|\S+ \S+) (day|week|month|quarter|year)s{of}(.+)"),
        re.compile(r"(?:the )?(week|weekend) (?:of|beginning|starting|ending) (?:on )?(?:the )?(.+)"),
        re.compile(r"(?:the )?eve of (?:the )?(.+)"),
        re.compile(
            rf"(?:the )?(?:(?:feast|festival|fast|holiday|month|occasion) of )?({alternatives('holiday')})"
            r"(?: (?:holiday|holidays|feast|festival|celebrations|period|break))?"
        ),
        re.compile(rf"(?:the )?(?:long )?({alternatives('holiday')}) (?:holiday )?weekend"),
        re.compile(rf"(?:the )?(early|mid)[ -](?:to|or)[ -](mid|late){of}(.+)"),
        re.compile(
            r"(?:the )?(?:(?:first|second|last|latter) half|"
            r"first (?:two|three|four|five|six|seven|eight|nine|ten|eleven|\d+) (?:months|quarters))"
        ),
    )


def part_of(phrase: str) -> tuple[Cut, str, str] | None:
    """What the expression cuts out of the period that the rest of it names: the cut, the rest, and the part's name."""
    patterns = _patterns()
    found = patterns.half.fullmatch(phrase)
    if found:
        which = 1 if found[1] == "first" else 2
        return (lambda days: rules.half(days, which)), found[2], f"{found[1]} half"
    found = patterns.nth.fullmatch(phrase)
    if found:
        nth, unit = ordinal(found[1]), found[2] or found[3]
        return (lambda days: _nth(days, nth, unit)), found[4], f"{found[1]} {unit}"
    found = patterns.span.fullmatch(phrase)
    number = read_number(found[2]) if found else None
    if found and number and number.low == int(number.high):
        count, unit, first = int(number.low), found[3], found[1] in ("first", "opening")
        return (lambda days: _end_span(days, count if first else -count, unit)), found[4], f"{found[1]} {found[2]} {found[3]}s"
    found = patterns.two_parts.fullmatch(phrase)
    if found and found[1] != found[2]:
        begins, ends = found[1], found[2]
        return (lambda days: (rules.third(days, begins)[0], rules.third(days, ends)[1])), found[3], f"{begins} to {ends}"
    found = patterns.part.fullmatch(phrase)
    if found:
        which_third = "early" if found[1] in _EARLY else "late" if found[1] in _LATE else "mid"
        return (lambda days: rules.third(days, which_third)), found[2], which_third
    found = patterns.around.fullmatch(phrase)
    if found:
        around = found[1]
        return (lambda days: rules.calendar_unit(days[0], around)), found[2], around
    found = patterns.eve.fullmatch(phrase)
    if found:
        return (lambda days: (days[0] - _DAY, days[0] - _DAY)), found[1], "eve"
    return None


def yearly(phrase: str) -> tuple[Yearly, str] | None:
    """What the expression is in a given year, and the rule's name; None where it does not come back every year."""
    months = rules.words("month")
    if phrase in months:
        return _month(int(months[phrase])), "month"
    season = phrase.removeprefix("the ")
    if season in rules.words("season"):
        return (lambda year: rules.season(season, year)), "season"
    patterns = _patterns()
    found = patterns.month_day.fullmatch(phrase)
    if found:
        return _month_days(int(months[found[1]]), found[2], found[3]), "month and day"
    found = patterns.day_month.fullmatch(phrase)
    if found:
        return _month_days(int(months[found[3]]), found[1], found[2]), "month and day"
    found = patterns.day_word.fullmatch(phrase)
    if found and (found[1] is None) != (found[3] is None):
        return _month_days(int(months[found[1] or found[3]]), rules.words("ordinal")[found[2]], None), "month and day"
    found = patterns.holiday.fullmatch(phrase)
    if found:
        name = found[1]
        return (lambda year: rules.holiday(name, year)), "holiday"
    found = patterns.holiday_weekend.fullmatch(phrase)
    if found:
        feast = found[1]
        return (lambda year: _weekend_about(rules.holiday(feast, year))), "holiday weekend"
    found = patterns.quarter.fullmatch(phrase)
    if (
        found
        and (
            quarter := int(found[1] or 0) or (1 if found[2] == "opening" else 4 if found[2] in ("final", "closing") else ordinal(found[2]))
        )
        <= 4
    ):
        return (lambda year: rules.calendar_unit(date(year, 3 * quarter, 1), "quarter")), "quarter"
    found = patterns.month_quarter.fullmatch(phrase)
    if found:
        month = int(months[found[1]])
        return (lambda year: rules.calendar_unit(date(year, month, 1), "quarter")), "quarter"
    bare = patterns.of_the_year.fullmatch(phrase)
    if bare:
        return yearly(f"{phrase} of the year")
    cut = part_of(phrase)
    if cut and cut[1] in ("year", "the year") and patterns.of_the_year.match(phrase):
        narrow_year = cut[0]
        return (lambda year: narrow_year((date(year, 1, 1), date(year, 12, 31)))), cut[2]
    inner = yearly(cut[1]) if cut else None
    if cut is None or inner is None:
        return None
    make, narrow = inner[0], cut[0]
    return (lambda year: narrow(days) if (days := make(year)) else None), f"{cut[2]} of {inner[1]}"


def ordinal(word: str) -> int:
    """ "third", "3rd" → 3, "last" and "final" → -1."""
    if word in ("last", "final"):
        return -1
    return int(rules.words("ordinal").get(word) or re.sub(r"\D", "", word))


def _weekend_about(days: Days | None) -> Days | None:
    """The feast and the Saturday and Sunday that it lengthens."""
    if days is None:
        return None
    saturday = days[0] + ((5 - days[0].weekday() + 3) % 7 - 3) * _DAY
    return min(days[0], saturday), max(days[1], saturday + _DAY)


def _month(month: int) -> Yearly:
    return lambda year: rules.month_days(year, month)


def _month_days(month: int, first: str, last: str | None) -> Yearly:
    def make(year: int) -> Days | None:
        try:
            days = date(year, month, int(first)), date(year, month, int(last or first))
        except ValueError:
            return None
        return days if days[0] <= days[1] else None

    return make


def _nth(days: Days, nth: int, unit: str) -> Days | None:
    weekdays = rules.words("weekday")
    if unit in weekdays:
        ahead = (int(weekdays[unit]) - days[0].weekday()) % 7
        back = (days[1].weekday() - int(weekdays[unit])) % 7
        day = days[1] - back * _DAY if nth < 0 else days[0] + (ahead + 7 * (nth - 1)) * _DAY
        return (day, day) if days[0] <= day <= days[1] else None
    if unit == "weekend":
        saturday = _nth(days, nth, "saturday")
        return (saturday[0], saturday[0] + _DAY) if saturday else None
    if nth < 0:
        return _end_span(days, -1, unit)
    first, last = rules.shift(days[0], nth - 1, unit), rules.shift(days[0], nth, unit) - _DAY
    return (first, min(last, days[1])) if first <= days[1] else None


def _end_span(days: Days, count: int, unit: str) -> Days | None:
    """The first (or, if negative, last) so many days, weeks or months of the period."""
    cut = (days[0], rules.shift(days[0], count, unit) - _DAY) if count > 0 else (rules.shift(days[1] + _DAY, count, unit), days[1])
    return cut if days[0] <= cut[0] <= cut[1] <= days[1] else None

"""One time expression without its prepositions ("last Friday", "three days earlier", "late 2023") to an interval.

A ladder of rules, the most particular first. Each is given the expression in the normal form of `times.normal` and the `Setting`; it gives
the interval, or None for the next rule to try.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dateline.resolve import calendar_rules as rules
from dateline.resolve.calendar_rules import Interval, Setting
from dateline.resolve.time_normal import full_year
from dateline.resolve.time_numeric import numeric_date
from dateline.resolve.time_offsets import offset
from dateline.resolve.time_sides import (
    AHEAD,
    BACK,
    FROM_PREVIOUS,
    anchor_of,
    day_of_month,
    neighbour,
    side_words,
    stated,
    unit_phrase,
    weekday,
    weekday_of_month,
    weeks_off,
    yearly_beside,
)
from dateline.resolve.time_units import finer, shifted, window
from dateline.resolve.time_vague import ended, rest_of, told_period, vague, year_earlier
from dateline.resolve.yearly import alternatives, ordinal, part_of, yearly

_DAY = timedelta(days=1)
_DEICTIC = {
    "today": 0,
    "this day": 0,
    "yesterday": -1,
    "tomorrow": 1,
    "day before yesterday": -2,
    "day after tomorrow": 2,
    "last night": -1,
    "tonight": 0,
}
_YEAR = re.compile(
    r"(?:the |an? )?(?:year |full[- ]year |calendar year |fiscal year |fiscal |fy ?)?([12]\d{3})(?: (?:calendar |model )?year)?"
)
_TWO_YEARS = re.compile(r"(?:the )?([12]\d{3})[-/](\d{2}|\d{4})(?: (?:[a-z]+ )?(?:year|season))?|(?:the )?([12]\d{3}) (?:[a-z]+ )?season")
_DECADE = re.compile(r"(?:the )?(?:([12]\d{2}0)'?s|'?([1-9]0)'?s)")
_OF_YEAR = re.compile(r"(.+?)(?: of| in|,)?(?: the year)? (?:([12]\d{3})|'(\d{2}))")
_RESULTS = re.compile(r"quarter|first \S+ (?:month|quarter)s")
_WINTER = re.compile(r"(?:the )?(winter)(?: of| in)? ([12]\d{3})[-/](?:\d{2}|\d{4})")


@dataclass(frozen=True, slots=True)
class _Patterns:
    units: re.Pattern[str]
    counted: re.Pattern[str]
    counted_bare: re.Pattern[str]
    from_other: re.Pattern[str]
    year_of: re.Pattern[str]
    which: re.Pattern[str]
    century: re.Pattern[str]


@functools.cache
def _patterns() -> _Patterns:
    unit, plural, side = alternatives("unit"), alternatives("plural"), side_words()
    moves = "|".join(sorted((*BACK, *AHEAD), key=len, reverse=True))
    units = rf"(?:({unit})s?|({plural}))"
    back = "ago|back|earlier|before|beforehand|previously|prior"
    ahead = "later|after|afterwards?|hence|from now|from today|on|thereafter|subsequently|ahead|away"
    return _Patterns(
        re.compile(rf"(?:the )?({moves}) (?:(.+?) )?(?:({unit})s|({plural})|({unit}))(?: to come| ahead)?"),
        re.compile(rf"(.+?)[ -]{units} ({back}|{ahead})"),
        re.compile(rf"({unit})s (ago|earlier|before|later|after|afterwards|previously)"),
        re.compile(rf"(?:(.+?)[ -])?{units} (before|after|from|following|since|prior to|ahead of|into|on from) (.+)"),
        re.compile(rf"(.+?)(?: of| in)? (?:the )?((?:{side}) year|year before|year after)"),
        re.compile(rf"(?:the )?({side}) (.+)"),
        re.compile(rf"(?:the )?({alternatives('ordinal')}|\d{{1,2}}(?:st|nd|rd|th)?)[ -]century"),
    )


def resolve_phrase(phrase: str, setting: Setting) -> Interval | None:
    """The interval of an expression in normal form. Raises `OverflowError` or `ValueError` for days off the calendar."""
    for rule in _LADDER:
        found = rule(phrase, setting)
        if found is not None:
            return found
    return None


def _year(phrase: str, setting: Setting) -> Interval | None:
    found = _YEAR.fullmatch(phrase)
    if found:
        return stated((date(int(found[1]), 1, 1), date(int(found[1]), 12, 31)), "year")
    found = _TWO_YEARS.fullmatch(phrase)
    if found and (found[3] or int(found[2]) % 100 == (int(found[1]) + 1) % 100):
        first = int(found[3] or found[1])
        return stated((date(first, 1, 1), date(first if found[3] else first + 1, 12, 31)), "years of a season")
    found = _DECADE.fullmatch(phrase)
    word = phrase.removeprefix("the ")
    if found or word in rules.words("decade"):
        first = int(found[1]) if found and found[1] else 1900 + int(found[2] if found else rules.words("decade")[word])
        if first == 1910 or (found and found[2] == "10"):
            first = 2010
        years = 100 if first % 100 == 0 and first < 2000 and found and len(found[1] or "") == 4 else 10
        return stated((date(first, 1, 1), date(first + years - 1, 12, 31)), "decade" if years == 10 else "century")
    found = _patterns().century.fullmatch(phrase)
    if found and 1 <= (number := ordinal(found[1])) <= 99:
        return stated((date(max(100 * (number - 1), 1), 1, 1), date(100 * number - 1, 12, 31)), "century")
    return None


def _deictic(phrase: str, setting: Setting) -> Interval | None:
    word = phrase.removeprefix("the ")
    if setting.published is None or word not in _DEICTIC:
        return None
    day = setting.published + _DEICTIC[word] * _DAY
    return stated((day, day), word, "published")


def _yearly(phrase: str, setting: Setting) -> Interval | None:
    found = _WINTER.fullmatch(phrase)
    if found:
        return stated(rules.season(found[1], int(found[2])), "season of year")
    found = _OF_YEAR.fullmatch(phrase)
    if found and (inner := yearly(re.sub(r"^(?:the|an?) ", "", found[1])) or yearly(found[1])):
        return stated(inner[0](full_year(found[2] or found[3])), f"{inner[1]} of year")
    found = _patterns().year_of.fullmatch(phrase)
    if found and (inner := yearly(found[1])):
        year = resolve_phrase("the " + found[2], replace(setting, tense=None))
        return (
            stated(inner[0](year.start.year), f"{inner[1]} of {year.basis.partition(': ')[2]}", year.basis.partition(":")[0])
            if year and year.start
            else None
        )
    plain = yearly(phrase)
    if plain:
        return (
            stated(rules.by_tense(plain[0], setting.published, _told_in(plain[1], setting)), f"{plain[1]} by tense", "published")
            if setting.published
            else None
        )
    found = _patterns().which.fullmatch(phrase)
    if found and (inner := yearly(found[2])):
        return yearly_beside(found[1], inner[0], inner[1], setting)
    return None


def _told_in(rule: str, setting: Setting) -> rules.Tense:
    """The tense; where it is unknown a quarter or "the first nine months" are past, since they are told of when they are over."""
    return "past" if setting.tense is None and _RESULTS.fullmatch(rule) else setting.tense


def _units(phrase: str, setting: Setting) -> Interval | None:
    """ "the last few days", "the next 60-100 days", "recent weeks", "the months ahead"."""
    phrase = re.sub(r"^(?:the )?([a-z]+s) (?:ahead|to come)$", r"coming \1", phrase)
    found = _patterns().units.fullmatch(phrase)
    if not found or (found[5] and not found[2]):
        return None
    unit = found[3] or found[5] or rules.words("plural")[found[4]]
    sized = finer(found[2], unit)
    anchor = (
        setting.anchor()
        if found[1] in FROM_PREVIOUS
        else ("published", (setting.published, setting.published))
        if setting.published
        else None
    )
    if sized is None or anchor is None:
        return None
    direction = -1 if found[1] in BACK else 1
    return stated(window(anchor[1], *sized, direction), f"{phrase.removeprefix('the ')}", anchor[0])


def _counted(phrase: str, setting: Setting) -> Interval | None:
    """ "two years ago", "three days earlier", "a week later"."""
    found = _patterns().counted.fullmatch(phrase)
    bare = None if found else _patterns().counted_bare.fullmatch(phrase)
    if found:
        words, unit, direction = found[1], found[2] or rules.words("plural")[found[3]], found[4]
    elif bare:
        words, unit, direction = None, bare[1], bare[2]
    else:
        return None
    sized = finer(words, unit)
    back = direction in ("ago", "back", "earlier", "before", "beforehand", "previously", "prior")
    now = direction in ("ago", "back", "hence", "from now", "from today", "away", "ahead")
    anchor = (
        (("published", (setting.published, setting.published)) if setting.published else None) if now else anchor_of(unit, back, setting)
    )
    if sized is None or anchor is None:
        return None
    return stated(shifted(anchor[1], *sized, -1 if back else 1), phrase, anchor[0])


def _from_other(phrase: str, setting: Setting) -> Interval | None:
    """ "two days before Christmas", "the day after the vote" (None: the vote has no day)."""
    found = _patterns().from_other.fullmatch(phrase)
    if not found:
        return None
    unit = found[2] or rules.words("plural")[found[3]]
    other = resolve_phrase(found[5], setting)
    if other is None or other.start is None or other.end is None:
        return None
    back = found[4] in ("before", "prior to", "ahead of")
    if found[1] in ("the", "a", "an", None) and rules.unit_size(unit) != (1, "day") and found[1] == "the":
        return Interval(*neighbour((other.start, other.end), unit, -1 if back else 1), f"{other.basis}, {unit} {found[4]}")
    sized = finer("one" if found[1] == "the" or (found[1] is None and unit == "day") else found[1], unit)
    if sized is None:
        return None
    days = shifted((other.start, other.end), *sized, -1 if back else 1)
    return Interval(*days, f"{other.basis}, {found[1] or 'some'} {unit} {found[4]}")


def _part(phrase: str, setting: Setting) -> Interval | None:
    """ "late 2023", "the end of last month", "earlier this week", "the first week of next month"."""
    found = re.fullmatch(r"(earlier|later|sometime|some time|late|early)(?: on| in)? (?:the )?(.+)", phrase)
    if found and setting.tense != "past" and found[2] in rules.words("unit"):
        found = re.fullmatch(r"(\S+) (.+)", f"{found[1]} this {found[2]}")
    if found:
        inner = resolve_phrase(
            found[2] if found[2] not in rules.words("unit") else "the " + found[2],
            replace(setting, tense=setting.tense if " " not in found[2] else None),
        )
        if inner is None:
            inner = resolve_phrase(found[2], setting)
        if inner and inner.start and inner.end and found[1] in ("earlier", "later", "sometime", "some time"):
            day = setting.published
            if day and inner.start <= day <= inner.end and found[1] in ("earlier", "later"):
                inner = Interval(inner.start, day, inner.basis) if found[1] == "earlier" else Interval(day, inner.end, inner.basis)
            return Interval(inner.start, inner.end, f"{inner.basis}, {found[1]}")
        if inner and inner.start == inner.end:
            return inner
    cut = part_of(phrase)
    if cut is None:
        return None
    narrow, rest, name = cut
    unit = rest.removeprefix("the ")
    if unit in rules.words("unit"):  # "the end of the year": of this one, unless a story of the past has just named another
        rest = ("the " if setting.tense == "past" else "this ") + unit
    whole = resolve_phrase(rest, replace(setting, tense=None))
    if whole is None or whole.start is None or whole.end is None:
        return None
    days = narrow((whole.start, whole.end))
    return Interval(*days, f"{whole.basis}, {name}") if days else None


def _ended(phrase: str, setting: Setting) -> Interval | None:
    return ended(phrase, setting, resolve_phrase)


def _offset(phrase: str, setting: Setting) -> Interval | None:
    return offset(phrase, setting, resolve_phrase)


_LADDER: tuple[Callable[[str, Setting], Interval | None], ...] = (
    numeric_date,
    _year,
    _deictic,
    weekday,
    weekday_of_month,
    weeks_off,
    _offset,
    _yearly,
    day_of_month,
    unit_phrase,
    _units,
    _counted,
    vague,
    year_earlier,
    told_period,
    rest_of,
    _part,
    _ended,
    _from_other,
)

"""Expressions that point at a stretch of time without naming it: "recently", "soon", "at the time", "the year-earlier quarter"."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from datetime import date, timedelta

from dateline.resolve import calendar_rules as rules
from dateline.resolve.calendar_rules import Days, Interval, Setting
from dateline.resolve.numerals import read_number
from dateline.resolve.time_sides import stated
from dateline.resolve.time_units import shifted
from dateline.resolve.yearly import alternatives

_DAY = timedelta(days=1)
_QUARTER_DAYS = range(88, 94)
_YEAR_DAYS = 300
_MONTH_DAYS = 27
_PERIOD_WORD = re.compile(r"period|time|figure|level")
_MOST = 1000
_RUNNING = ("day", "week", "month", "quarter", "year", "decade", "century")
_THIS_VERY = re.compile(r"\bthis [a-z]+ (?:moment|point|stage|juncture|time)$")
_PERIOD = re.compile(
    r"(?:in )?(?:the )?(?:(?P<latest>latest|most recent|just-ended|just ended|just-completed|recently ended) (?P<u>quarter|period)"
    r"|(?:same |comparable |corresponding |equivalent |like )?(?P<year>[12]\d{3})(?:'s)?[ -](?P<v>quarter|period)"
    r"|(?:same|comparable|corresponding|equivalent|like) (?P<w>quarter|period|time|months?) (?:of|in) (?P<z>[12]\d{3})"
    r"|(?:same |whole |entire |that )?period)"
)
_UNITS_SINCE = re.compile(r"(?:in |over |during )?the (?:[a-z0-9-]+ ){0,3}[a-z]+s since")
_REST = re.compile(
    r"(?:for )?(?:(?:the )?(?:rest|remainder|balance|remaining) of (?:the |this )?(?:(?P<unit>[a-z]+)|(?P<year>[12]\d{3}))"
    r"|(?P<sofar>so far|thus far|already|to date)(?: in)? (?:the |this )?(?P<u2>[a-z]+)"
    r"|(?:the |this )?(?P<u3>year|month|quarter|week)[ -]to[ -]date)"
)
_ENDED = re.compile(
    r"(?:the )?(?:(?P<count>[^ ]+|an?)[ -])?(?P<unit>(?!that )[a-z]+?)s?"
    r" (?:(?:that )?(?:ended|ends|ending|through|to|up to)|(?P<onward>(?:that )?(?:began|begins|beginning|begun|started|starts|starting)))"
    r"(?: on| in)? (?P<day>.+)"
)
_YEAR_BACK = re.compile(r"\byear[ -](?:ago|earlier)")
_YEAR_EARLIER = re.compile(
    r"(?:the |an? )?(?:comparable |corresponding |same |equivalent |like )?"
    r"(?:year-(?:earlier|ago|before)|year (?:earlier|ago)|prior-year|last year)"
    r"(?:[ -](?:(?P<unit>quarter|month|week|half)|period|figure|level))?"
    r"|(?:the )?(?:comparable|corresponding|equivalent|like) (?:(?P<like>quarter|month)|period)"
    r"|(?:the )?(?:(?:same|comparable|corresponding|equivalent|like)"
    r" (?:(?P<same>quarter|month|week|half)|period|time)|(?P<plain>quarter)|period)"
    r" (?:of |in )?"
    r"(?:the year before|the previous year|last year|a year (?:ago|earlier))"
)


@functools.cache
def _pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?:in|at|for|until|up until|very|quite|just|more|most|pretty|as|only|fairly|relatively|rather|even|but) )*"
        rf"(?:the |a |one )?(?:{alternatives('vague')}|this [a-z]+ (?:moment|point|stage|juncture|time))"
    )


def vague(phrase: str, setting: Setting) -> Interval | None:
    """ "Recently" and its like end with publication, "soon" begins with it, "then" is the time just mentioned."""
    if _UNITS_SINCE.fullmatch(phrase) and (phrase.split()[-2].removesuffix("s") in rules.words("unit")):
        return _after("since", setting)
    if not _pattern().fullmatch(phrase):
        return None
    words = rules.words("vague")
    phrase = _THIS_VERY.sub("this moment", phrase)
    word = next(w for w in sorted(words, key=len, reverse=True) if phrase.endswith(w))
    side, published = words[word], setting.published
    if side == "previous":
        anchor = setting.anchor() if setting.previous is not None else None
        return stated(anchor[1], word, anchor[0]) if anchor else None
    if side == "after":
        return _after(word, setting)
    if published is None:
        return None
    if side == "past":
        return Interval(None, published, f"published: {word}")
    if side == "future":
        return Interval(published, None, f"published: {word}")
    return stated((published, published), word, "published")


def _after(word: str, setting: Setting) -> Interval | None:
    """From the time just mentioned up to publication (past), else from the later of both on."""
    published = setting.published
    anchor = setting.anchor()
    since = word.endswith("since")
    if anchor is None or (since and setting.previous is None):
        return None
    name, (first, _) = anchor
    if (since or setting.tense == "past") and published is not None and first < published:
        return Interval(first, published, f"{name}: {word}")
    return Interval(first if published is None else max(first, published), None, f"{name}: {word}")


def moves_anchor(found: Interval, previous: Interval | None) -> bool:
    """Whether what is told next may count from this time.

    Not from vague stretches without a start ("recently"), nor from the other side of a comparison ("the year-earlier quarter", "a year ago"
    beside a quarter): the story stays where it was.
    """
    if found.start is None and ": " in found.basis and found.basis.partition(": ")[2] in rules.words("vague"):
        return False
    if not _YEAR_BACK.search(found.basis) or previous is None or previous.start is None or previous.end is None:
        return True
    return not _is_quarter((previous.start, previous.end)) and "year-earlier" not in found.basis


def year_earlier(phrase: str, setting: Setting) -> Interval | None:
    """ "The year-earlier quarter", "the same period last year": a year before the time just mentioned.

    A quarter counts from the one just mentioned, else from the last that was over at publication.
    """
    found = _YEAR_EARLIER.fullmatch(phrase)
    anchor = setting.anchor()
    if not found or anchor is None:
        return None
    name, days = anchor
    told = setting.previous is not None and _YEAR_BACK.search(setting.previous.basis)
    if told and _is_quarter(days):
        return stated(days, "the year-earlier period just mentioned", name)
    unit = found["unit"] or found["same"] or found["plain"] or found["like"]
    short = (days[1] - days[0]).days < _MONTH_DAYS
    if unit is None and short and not _PERIOD_WORD.search(phrase):
        return stated(shifted(days, (1, 1), "year", -1), "a year earlier", name)
    if told or (unit == "quarter" and not _is_quarter(days)) or (unit is None and short):
        over = _last_quarter(setting)
        if over is None:
            return None
        name, days = "published", over
    elif unit in ("month", "week"):
        days = rules.calendar_unit(days[0], unit)
    return stated(_years_off(days, -1), f"the year-earlier {unit or 'period'}", name)


def told_period(phrase: str, setting: Setting) -> Interval | None:
    """The periods that results are told of: "the latest period", "the 1988 period", "the same quarter of 1988", "the period"."""
    found = _PERIOD.fullmatch(phrase)
    if not found:
        return None
    year = found["year"] or found["z"]
    anchor = setting.anchor() if setting.previous is not None else None
    if found["latest"]:
        over = _last_quarter(setting) if found["u"] else None
        return stated(over, "last quarter over", "published") if over else None
    name, days = anchor or ("published", _last_quarter(setting))
    if days is None or (year is None and anchor is None):
        return None
    if year:
        if (days[1] - days[0]).days > _YEAR_DAYS or ("quarter" in phrase and not _is_quarter(days)):
            name, days = "published", _last_quarter(setting)
        if days is None:
            return None
        back = int(year) - days[0].year
        days = _years_off(days, back)
    if "month" in phrase:
        days = rules.calendar_unit(days[0], "month")
    return stated(days, f"period of {year}" if year else "the period", name)


def _is_quarter(days: Days) -> bool:
    return (days[1] - days[0]).days + 1 in _QUARTER_DAYS


def _last_quarter(setting: Setting) -> Days | None:
    """The last calendar quarter over at publication."""
    if setting.published is None:
        return None
    start = rules.calendar_unit(setting.published, "quarter")[0]
    return rules.calendar_unit(rules.shift(start, -1, "quarter"), "quarter")


def rest_of(phrase: str, setting: Setting) -> Interval | None:
    """ "The rest of the year" from publication to its end, "so far this year" from its start to publication."""
    found = _REST.fullmatch(phrase)
    published = setting.published
    if not found or published is None:
        return None
    unit = found["unit"] or found["u2"] or found["u3"]
    if unit in _RUNNING:
        days = rules.calendar_unit(published, unit)
    elif found["year"]:
        days = rules.calendar_unit(date(int(found["year"]), 1, 1), "year")
    else:
        return None
    if not days[0] <= published <= days[1]:
        return stated(days, "year")
    if phrase.endswith("to date") or found["sofar"]:
        return stated((days[0], published), f"{unit} to date", "published")
    return stated((published, days[1]), "what is left of it", "published")


def ended(phrase: str, setting: Setting, day_of: Callable[[str, Setting], Interval | None]) -> Interval | None:
    """ "The quarter ended Sept. 30", "nine months to June 30": so long up to that day."""
    found = _ENDED.fullmatch(phrase)
    if not found or found["unit"] not in rules.words("unit"):
        return None
    other = day_of(found["day"], setting)
    single = not found["count"] or found["count"] in ("a", "an", "latest", "current", "last") or found["count"] in rules.words("ordinal")
    number = None if single else read_number(found["count"])
    count = 1 if single else int(number.low) if number and number.low == number.high else 0
    if other is None or other.end is None or not 0 < count < _MOST or rules.unit_size(found["unit"])[0] == 0:
        return None
    if found["onward"]:
        if other.start is None:
            return None
        return Interval(other.start, rules.shift(other.start, count, found["unit"]) - _DAY, f"{other.basis}, {count} {found['unit']} from")
    first = rules.shift(other.end + _DAY, -count, found["unit"])
    return Interval(first, other.end, f"{other.basis}, {count} {found['unit']} ended")


def _years_off(days: Days, count: int) -> Days:
    """The same days so many years on; what ends with its month still does."""
    first, last = (rules.shift(day, count, "year") for day in days)
    if days[1] == rules.month_days(days[1].year, days[1].month)[1]:
        last = rules.month_days(last.year, last.month)[1]
    return first, last

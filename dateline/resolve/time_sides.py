"""Weekdays, weekends and calendar units by their side: "last Friday", "this week", "the month before", "that June".

"Last" and "next" count from publication, "previous", "following", "that" and a "before" or "after" behind from the interval just mentioned.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dateline.resolve import calendar_rules as rules
from dateline.resolve.calendar_rules import Days, Interval, Setting
from dateline.resolve.numerals import read_number
from dateline.resolve.yearly import alternatives, ordinal

_DAY = timedelta(days=1)
_SURE_DAY = 13  # "the third" counts anything, "the thirteenth" is a day
_LONG_DAYS = 27
_MIDWEEK = 2  # "this weekend" told without a tense is the last one on Monday and Tuesday, then the next
_WEEKDAY_MONTHS = 14  # any number falls on any weekday within so many months
BACK = ("last", "past", "previous", "preceding", "prior", "recent", "latest", "this past", "this last", "final")
AHEAD = ("next", "coming", "future", "following", "upcoming", "this coming", "ensuing", "subsequent", "this next")
HERE = ("this", "current", "the", "present", "this very", "this current", "the current", "the present")
THAT = ("that", "same", "that same", "that very", "very same")
FROM_PREVIOUS = ("previous", "preceding", "prior", "following", "ensuing", "subsequent")


@dataclass(frozen=True, slots=True)
class _Patterns:
    weekday: re.Pattern[str]
    weekday_in_week: re.Pattern[str]
    unit: re.Pattern[str]
    unit_beside: re.Pattern[str]
    weeks_off: re.Pattern[str]
    day_of_month: re.Pattern[str]


@functools.cache
def side_words() -> str:
    """ "Last", "next", "this", "that" and their like as a regular expression, longest first."""
    return "|".join(sorted((*BACK, *AHEAD, *HERE, *THAT), key=len, reverse=True))


@functools.cache
def _patterns() -> _Patterns:
    day, unit, side = alternatives("weekday"), alternatives("unit"), side_words()
    behind = "before last|after next|before|after|earlier|later|prior|in question|afterwards|just ended|just gone"
    return _Patterns(
        re.compile(rf"(?:the )?(?:({side}) )?({day})(?: (last|next|before last|after next|before|after|week|gone))?"),
        re.compile(rf"(?:the )?({day})(?: of| in)? (?:the )?({side}|the) week"),
        re.compile(rf"(?:the )?({side}) ({unit})"),
        re.compile(rf"(?:the )?({unit}) ({behind})"),
        re.compile(
            rf"(?P<count>an?|one|two|three|four)? ?(?:weeks? (?:ago|from now) (?:on )?(?P<a>{day})|weeks? (?:from|after) (?P<d>{day})|"
            rf"(?P<c>{day})s (?:ago|from now))|(?P<b>{day}) (?:a|one) week (?:ago|from now)"
        ),
        re.compile(
            rf"(?:the )?((?:\d{{1,2}}(?:st|nd|rd|th))|{alternatives('ordinal')})(?: (?:day )?(?:of )?(?:the )?(the|this|last|next) month)?"
        ),
    )


def stated(days: Days | None, rule: str, anchor: str = "stated") -> Interval | None:
    """The days with their basis; None for none."""
    return Interval(days[0], days[1], f"{anchor}: {rule}") if days else None


def weekday(phrase: str, setting: Setting) -> Interval | None:
    """ "Friday", "last Friday", "the Friday before", "Friday of next week"."""
    found = _patterns().weekday.fullmatch(phrase)
    if found:
        return _side_weekday(found[1] or "", int(rules.words("weekday")[found[2]]), found[3] or "", setting)
    found = _patterns().weekday_in_week.fullmatch(phrase)
    week = unit_beside(found[2], "week", replace(setting, tense=None)) if found else None
    if found and week and week.start:
        monday = week.start - week.start.weekday() * _DAY
        day = monday + int(rules.words("weekday")[found[1]]) * _DAY
        return Interval(day, day, f"{week.basis}, weekday")
    return None


def _side_weekday(side: str, weekday: int, after: str, setting: Setting) -> Interval | None:
    anchor = setting.anchor()
    if side in FROM_PREVIOUS or side in THAT or after in ("before", "after"):
        if anchor is None:
            return None
        name, (first, last) = anchor
        if side in THAT:
            day = rules.weekday_near(last, weekday, "past")
        elif after == "before" or side in BACK:
            day = rules.weekday_near(first, weekday, "past", strict=True)
        else:
            day = rules.weekday_near(last, weekday, "future", strict=True)
        return stated((day, day), f"weekday {side or after}", name)
    if setting.published is None:
        return None
    if side in BACK or after in ("last", "gone", "before last"):
        day = rules.weekday_near(setting.published, weekday, "past", strict=True) - (7 * _DAY if after == "before last" else timedelta())
        return stated((day, day), "weekday before", "published")
    if side in AHEAD or after in ("next", "week", "after next"):
        day = rules.weekday_near(setting.published, weekday, "future", strict=True) + (
            7 * _DAY if after in ("week", "after next") else timedelta()
        )
        return stated((day, day), "weekday after", "published")
    tense = setting.tense or ("future" if side == "this" else "past")
    day = rules.weekday_near(setting.published, weekday, tense)
    return stated((day, day), "weekday on or before" if tense == "past" else "weekday on or after", "published")


def weekday_of_month(phrase: str, setting: Setting) -> Interval | None:
    """ "Friday the 26th", "Mon 13th": the day of that number that falls on the weekday."""
    found = re.fullmatch(rf"(?:on )?(?:last |this |next )?({alternatives('weekday')})(?: the)? (\d{{1,2}})(?:st|nd|rd|th)?", phrase)
    if not found or setting.published is None or not 1 <= int(found[2]) <= 31:
        return None
    wanted, number, published = int(rules.words("weekday")[found[1]]), int(found[2]), setting.published
    days = []
    for months in range(-_WEEKDAY_MONTHS, _WEEKDAY_MONTHS + 1):
        first, last = rules.month_days(*_month_off(published, months))
        day = first + (number - 1) * _DAY
        if day <= last and day.weekday() == wanted:
            days.append(day)
    behind, ahead = [day for day in days if day <= published], [day for day in days if day >= published]
    chosen = ahead[:1] if setting.tense == "future" else behind[-1:]
    return stated((chosen[0], chosen[0]), "weekday and day of month by tense", "published") if chosen else None


def _month_off(day: date, months: int) -> tuple[int, int]:
    moved = rules.shift(day.replace(day=1), months, "month")
    return moved.year, moved.month


def weeks_off(phrase: str, setting: Setting) -> Interval | None:
    """ "A week ago Friday", "two Fridays ago", "Friday a week ago", "a week from Friday": the weekday, so many weeks off."""
    found = _patterns().weeks_off.fullmatch(phrase)
    if not found or setting.published is None:
        return None
    name = found["a"] or found["b"] or found["c"] or found["d"]
    number = read_number(found["count"] or "one") if found["count"] not in ("a", "an") else None
    weeks = int(number.low) if number else 1
    ahead = found["d"] is not None or "from now" in phrase
    day = rules.weekday_near(setting.published, int(rules.words("weekday")[name]), "future" if ahead else "past", strict=True)
    if found["c"] is not None:
        weeks -= 1  # two Fridays ago: the last but one
    moved = day + (weeks if ahead else -weeks) * 7 * _DAY
    return stated((moved, moved), f"weekday {weeks} weeks {'ahead' if ahead else 'back'}", "published")


def yearly_beside(side: str, make: rules.Yearly, rule: str, setting: Setting) -> Interval | None:
    """ "last September", "next spring", "this Christmas", "that June"."""
    anchor = setting.anchor()
    relative = side in FROM_PREVIOUS or side in THAT
    if anchor is None or (not relative and setting.published is None):
        return None
    name, (first, last) = anchor
    if not relative and setting.published is not None:
        name, first, last = "published", setting.published, setting.published
    candidates = [days for year in range(max(first.year - 2, 2), min(last.year + 3, 9990)) if (days := make(year))]
    if side in BACK:
        chosen = max((days for days in candidates if days[1] < first), default=None)
    elif side in AHEAD:
        chosen = min((days for days in candidates if days[0] > last), default=None)
    else:
        inside = [days for days in candidates if days[0] <= last and first <= days[1]]
        chosen = inside[0] if inside else make(first.year)
    return stated(chosen, f"{rule} {side}", name)


def day_of_month(phrase: str, setting: Setting) -> Interval | None:
    """ "the 21st" of this month or the last, or of the next if that is ahead."""
    found = _patterns().day_of_month.fullmatch(phrase)
    number = ordinal(found[1]) if found else 0
    if not found or setting.published is None or not 1 <= number <= 31 or (found[1].isalpha() and not found[2] and number < _SURE_DAY):
        return None
    if found[2] and found[2] != "the":
        month = unit_beside(found[2], "month", replace(setting, tense=None))
        day = month.start + (number - 1) * _DAY if month and month.start else None
        return stated((day, day), f"day of {found[2]} month", "published") if day and month and month.end and day <= month.end else None
    for months in (0, 1, 2):
        first = rules.shift(setting.published.replace(day=1), months if setting.tense == "future" else -months, "month")
        days = rules.month_days(first.year, first.month)
        day = days[0] + (number - 1) * _DAY
        if day <= days[1] and (day >= setting.published if setting.tense == "future" else day <= setting.published):
            return stated((day, day), "day of month by tense", "published")
    return None


def unit_phrase(phrase: str, setting: Setting) -> Interval | None:
    """ "Last month", "the week before last", "the day after", "the weekend"."""
    found = _patterns().unit.fullmatch(f"the {phrase}" if phrase in ("weekend", "week", "month", "quarter", "year", "decade") else phrase)
    if found:
        return unit_beside(found[1], found[2], setting)
    found = _patterns().unit_beside.fullmatch(phrase)
    if not found or phrase == "year earlier":  # a year before the time just mentioned, be that a quarter
        return None
    unit, side = found.groups()
    if side in ("before last", "after next") and setting.published:
        days = neighbour((setting.published, setting.published), unit, -2 if side == "before last" else 2)
        return stated(days, f"{unit} {side}", "published")
    if side in ("just ended", "just gone"):
        return unit_beside("last", unit, setting)
    if side == "in question":
        return unit_beside("that", unit, setting)
    count = -1 if side in ("before", "earlier", "prior") else 1
    anchor = anchor_of(unit, count < 0, setting)
    if anchor is None or side in ("before last", "after next"):
        return None
    return stated(neighbour(anchor[1], unit, count), f"{unit} {side}", anchor[0])


def anchor_of(unit: str, back: bool, setting: Setting) -> tuple[str, Days] | None:
    """What a unit before or after counts from: "the day before" a month just mentioned is the one before publication."""
    anchor = setting.anchor()
    if anchor and back and setting.published and rules.unit_size(unit) == (1, "day") and (anchor[1][1] - anchor[1][0]).days >= _LONG_DAYS:
        return "published", (setting.published, setting.published)
    return anchor


def unit_beside(side: str, unit: str, setting: Setting) -> Interval | None:
    """ "last month", "this week", "the next day", "that year"."""
    if rules.unit_size(unit)[0] == 0:
        return None
    if unit == "weekend":
        return _weekend(side, setting)
    anchor = anchor_of(unit, side in BACK, setting)
    if (
        side in FROM_PREVIOUS
        or side in THAT
        or (side == "next" and setting.previous is not None and unit in ("day", "night") and setting.tense != "future")
    ):
        if anchor is None:
            return None
        if side in THAT and not _fits(anchor[1], unit):
            return stated(anchor[1], f"a {unit} within", anchor[0])
        count = 0 if side in THAT else -1 if side in BACK else 1
        days = neighbour(anchor[1], unit, count) if count else _unit_of(anchor[1], unit)
        return stated(days, f"{unit} {side}", anchor[0])
    if side == "the":
        if anchor is None:
            return None
        inside = _unit_of(anchor[1], unit)
        running = unit == "quarter" and setting.published is not None and inside[0] <= setting.published <= inside[1]
        if running or (anchor[0] == "previous" and not _fits(anchor[1], unit)):
            return _told_of(unit, setting)
        return _current(inside, unit, setting) if anchor[0] == "published" else stated(inside, f"same {unit}", anchor[0])
    published = setting.published
    if published is None:
        return None
    if side in ("past", "this past", "recent", "latest", "this last") and unit != "quarter":
        return stated((rules.shift(published, -1, unit), published), f"past {unit}", "published")
    if side in ("coming", "this coming", "upcoming", "this next") and unit != "quarter":
        return stated((published, rules.shift(published, 1, unit)), f"coming {unit}", "published")
    if side in BACK or side in AHEAD:
        return stated(
            neighbour((published, published), unit, -1 if side in BACK else 1),
            f"{unit} {'before' if side in BACK else 'after'}",
            "published",
        )
    return _current(rules.calendar_unit(published, unit), unit, setting)


def _fits(days: Days, unit: str) -> bool:
    """Whether the days are no longer than the unit, so that one unit is the one they speak of."""
    return rules.shift(days[0], 1, unit) > days[1]


def _unit_of(days: Days, unit: str) -> Days:
    """The calendar unit that most of the days lie in."""
    return rules.calendar_unit(days[0] + (days[1] - days[0]) // 2, unit)


def _told_of(unit: str, setting: Setting) -> Interval | None:
    """ "The quarter" that the time just mentioned does not fix: the last one over, as results are told of; else the one of publication."""
    if setting.published is None:
        return None
    if unit == "quarter" and setting.tense != "future":
        return unit_beside("last", unit, setting)
    return _current(rules.calendar_unit(setting.published, unit), unit, setting)


def neighbour(days: Days, unit: str, count: int) -> Days:
    """The calendar unit so many before the first day or after the last."""
    base = "week" if unit == "weekend" else unit
    start = rules.calendar_unit(days[0] if count < 0 else days[1], base)[0]
    return rules.calendar_unit(rules.shift(start, count, base), unit)


def _current(days: Days, unit: str, setting: Setting) -> Interval | None:
    """The unit that publication lies in: what is over of it (past), what is to come (future)."""
    published = setting.published
    if published and days[0] <= published <= days[1]:
        days = (days[0], published) if setting.tense == "past" else (published, days[1]) if setting.tense == "future" else days
    return stated(days, f"this {unit}", "published")


def _weekend(side: str, setting: Setting) -> Interval | None:
    anchor = setting.anchor()
    if side in FROM_PREVIOUS or side in THAT:
        if anchor is None:
            return None
        return stated(neighbour(anchor[1], "weekend", 0 if side in THAT else -1 if side in BACK else 1), f"weekend {side}", anchor[0])
    if setting.published is None:
        return None
    day = setting.published
    if side in BACK:
        saturday = rules.weekday_near(rules.weekday_near(day, 6, "past", strict=True), 5, "past")
    elif side in AHEAD or setting.tense == "future" or (side == "this" and setting.tense is None and day.weekday() >= _MIDWEEK):
        saturday = rules.weekday_near(day, 5, "future", strict=side == "next")
        if side not in AHEAD and day.weekday() == 6:
            saturday = day - _DAY
    else:
        saturday = rules.weekday_near(day, 5, "past")
    return stated((saturday, saturday + _DAY), f"weekend {side}".strip(), "published")

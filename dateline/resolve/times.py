"""Time mentions to a first and a last possible day.

What an expression counts from: weekdays, "yesterday", "last month", "two years ago" from publication; "the month before", "three days
earlier", "that year" from the interval just mentioned in the report, else from publication. A name without a year ("Friday", "September",
"June 3", "Christmas") is the latest begun by publication where the verb is past, the next not over where it is future, the nearer
where the tense is unknown, what lies ahead counting twice as far.

- A period is given whole ("last month" is all its days), but "this week" ends (past) or begins (future) with publication.
- Round distances are half a unit wide either way: "two years ago" is a year about that day; "three days ago" is one day.
- "since X": from X to publication; "until X", "before X": no start; "after X", "from X": no end; "by X": from publication if X lies
  ahead, else no start.
- "for two weeks": the two weeks up to publication (past) or from it (future); "within 30 days": the days after. A bare length
  ("two weeks") is no time.
- What "until" and "by" name may lie ahead though the verb is past: "extended until September".
- "Recently" has no start, "soon" no end; "then" is the time just mentioned. Vague times and comparisons ("the year-earlier quarter") leave
  what is counted from where it was (`anchor_after`).
- A quarter told of without a year is the last one begun; "the latest quarter" the last one over.
- A part of the day is its day; "overnight" is the night to the day, "overnight Tuesday" the night from it where that has begun.
"""

from __future__ import annotations

import functools
import re
from dataclasses import replace
from datetime import date, timedelta

from dateline.resolve.calendar_rules import Interval, Setting, Tense, words
from dateline.resolve.lengths import comes_back
from dateline.resolve.time_day import day_part
from dateline.resolve.time_normal import normal
from dateline.resolve.time_phrases import resolve_phrase
from dateline.resolve.time_units import finer, shifted, window
from dateline.resolve.time_vague import moves_anchor
from dateline.resolve.yearly import alternatives, ordinal

__all__ = ["Interval", "Tense", "anchor_after", "normal", "resolve_time"]

_DAY = timedelta(days=1)
_MAX_LENGTH = 100
_MAX_WORDS = 14
_QUALIFIER = re.compile(
    r"(?:on|in|for|of|at(?! least| most)|during|over|throughout|around|about|approximately|circa|nearly|almost|just|"
    r"only|shortly|exactly|roughly|sometime|"
    r"some time|as late as|as soon as|as recently as|as long ago as|as far back as|back in|back|the months? of|months? of|the course of|"
    r"a period of|period of|more than|less than|at least|at most|well over|well|some|beginning|another|a further|up to|possibly|"
    r"probably|all(?: of)?|late into|on or about|the years|years|a good part of|good part of|a large part of|part of|"
    r"towards?|half of|most of|much of|the whole of|whole of|the same as|even) "
)
_LIMIT_AHEAD = ("as soon as ", "as early as ")  # what may come so soon lies ahead, if no tense says otherwise


def resolve_time(
    phrase: str, published: date | None, previous: Interval | None = None, tense: Tense = "past", day_first: bool | None = None
) -> Interval | None:
    """The days that a time mention may mean, or None where it names no day or what it counts from is missing.

    `previous` is the interval mentioned just before it in the report, `tense` that of its verb, `day_first` whether the
    report writes 3/4 for 3 April (`time_numeric.day_comes_first`). The basis names the anchor with its days, then the rule.
    """
    if not 0 < len(phrase) <= _MAX_LENGTH:
        return None
    text = normal(phrase)
    if not text or text.count(" ") >= _MAX_WORDS:
        return None
    try:
        found = _resolve(text, Setting(published, previous, tense, day_first))
    except (OverflowError, ValueError):  # days off the calendar
        return None
    if found is None or found.start is found.end is None:
        return None
    if found.start is not None and found.end is not None and found.start > found.end:
        return None
    return replace(found, basis=found.basis.replace("previous: ", f"previous {_written(previous)}: ")) if previous else found


def anchor_after(found: Interval | None, previous: Interval | None) -> Interval | None:
    """The interval that the next mention counts from, `found` being the latest and `previous` what was counted from before it."""
    return found if found is not None and moves_anchor(found, previous) else previous


def _written(days: Interval) -> str:
    start, end = (day.isoformat() if day else "" for day in (days.start, days.end))
    return start if start == end else f"{start}..{end}"


@functools.cache
def _operators() -> re.Pattern[str]:
    unit = rf"(?:{alternatives('unit')})s?|{alternatives('plural')}"
    period = rf"{alternatives('unit')}|{alternatives('weekday')}|{alternatives('month')}"
    bound = "(?:nearly |almost |about |over |some |more than |at least |up to |around |just |only )?"
    side = "(?P<side>(?:last|past|next|coming|previous|preceding|recent|following) )?"
    return re.compile(
        r"(?:ever |right )?(?P<since>since|as of) (?P<since_x>.+)"
        r"|(?P<until>until|till|up until|up till|up to|through to|through) (?:the )?(?P<until_x>.+)"
        r"|(?:(?P<by>by|no later than|not later than|(?:before|by|prior to) (?:the )?end of) )(?P<by_x>.+)"
        r"|(?P<before>before|on or before|prior to|ahead of|earlier than|pre-) ?(?:the )?(?P<before_x>.+)"
        rf"|(?P<after>after|beyond|following(?! (?:{period})\b)|from|starting|beginning|as from|as early as|effective|later than|post-)"
        r"(?: on| in| from)? ?(?P<after_x>.+?)(?: on| onwards?)?"
        r"|(?P<onward_x>.+) (?:or|and) (?P<onward>later|after|afterwards?|onwards?|earlier|before)"
        rf"|(?:for|during|over|throughout|in)(?P<lasting>) (?:(?:the|this) )?{bound}(?:the )?{side}(?:(?P<count>.+?)[ -])?(?P<unit>{unit})"
        r"(?: now| straight| running| in a row)?"
        r"|(?P<within>within|inside|less than|no more than) (?:the )?(?:(?:next|coming|following) )?"
        rf"(?:(?P<limit>.+?)[ -])?(?P<limit_unit>{unit})"
    )


def _resolve(text: str, setting: Setting) -> Interval | None:
    if comes_back(text):
        return None
    if setting.tense is None and text.startswith(_LIMIT_AHEAD):
        setting = replace(setting, tense="future")
    if text.startswith(("between ", "from ", "night ", "the night ", "overnight from ", "overnight between ")) and (
        between := _between(text, setting)
    ):
        return between
    found = _operators().fullmatch(text)
    operated = _operate(found, setting) if found else None
    if operated is not None:
        return operated
    return _plain(text, setting) or _between(text, setting)


def _operate(found: re.Match[str], setting: Setting) -> Interval | None:
    """Since, until, by, before, after, for, within."""
    if found["since"]:
        other = _plain(found["since_x"], replace(setting, tense="past"))
        return Interval(other.start, _later(other.start, setting.published), f"{other.basis}, since") if other and other.start else None
    if found["until"]:
        other = _limit(found["until_x"], setting)
        return Interval(None, other.end, f"{other.basis}, until") if other and other.end else None
    if found["by"]:
        text = found["by_x"] if "end of" not in found["by"] else "end of " + found["by_x"]
        other = _limit(text, setting)
        if other is None or other.end is None:
            return None
        ahead = setting.published is not None and setting.published <= other.end and other.start is not None
        return Interval(setting.published if ahead else None, other.end, f"{other.basis}, by")
    if found["before"]:
        other = day_part("before " + found["before_x"], setting) or _plain(found["before_x"], setting)
        if other is None or other.start is None or "part of day" in other.basis:
            return other
        if "or before" in found["before"]:
            return Interval(None, other.end, f"{other.basis}, on or before")
        return Interval(None, other.start - _DAY, f"{other.basis}, before")
    if found["after"]:
        other = day_part("after " + found["after_x"], setting) or _plain(found["after_x"], setting)
        if other is None or other.end is None or "part of day" in other.basis:
            return other
        later = found["after"] in ("after", "beyond", "following", "later than", "post-")
        return Interval(other.end + _DAY if later else other.start, None, f"{other.basis}, {'after' if later else 'from'}")
    if found["onward"]:
        other = _plain(found["onward_x"], setting)
        if other is None:
            return None
        earlier = found["onward"] in ("earlier", "before")
        return Interval(None if earlier else other.start, other.end if earlier else None, f"{other.basis}, or {found['onward']}")
    return _lasting(found, setting)


def _limit(text: str, setting: Setting) -> Interval | None:
    """What a thing lasts until or happens by. It may lie ahead though the verb is past: "extended until September" is the next one."""
    other = _plain(text, setting)
    if other is not None and setting.tense == "past" and "month" in other.basis and "by tense" in other.basis:
        return _plain(text, replace(setting, tense=None)) or other
    if setting.tense is None and other is not None and ("by tense" in other.basis or "weekday on or before" in other.basis):
        return _plain(text, replace(setting, tense="future")) or other
    return other


def _later(start: date | None, published: date | None) -> date | None:
    return published if published is None or start is None or published >= start else None


def _lasting(found: re.Match[str], setting: Setting) -> Interval | None:
    """ "for two weeks", "in the past year", "in ten days", "within 48 hours", "for a third day"."""
    introduced = found[0].partition(" ")[0]
    within = bool(found["within"])
    count, plural = (found["limit"], found["limit_unit"]) if within else (found["count"], found["unit"])
    side = (found["side"] or "").strip()
    unit = _singular(plural)
    if (count is None and unit == plural) or count in ("the", "this", "last", "next", "that", "past"):
        return None  # "over the weekend", "in the past week" are periods, not lengths
    if introduced == "over" and not side:
        return None  # as likely "more than"
    if unit in ("quarter", "half", "century") and re.match(r"(?:for|during|in|over) the ", found[0]) and _ordinal_count(count):
        return None  # "for the third quarter" is the quarter, "for a third quarter" how long
    nth = _ordinal_count(count) if introduced == "for" else None
    sized = ((nth - 1, nth - 1), unit) if nth else finer(count, unit)
    named_ahead = re.search(r"\b(?:next|coming|following)\b", found[0]) is not None
    relative = side in ("previous", "preceding", "following") or (
        within and not named_ahead and setting.tense == "past" and setting.previous is not None
    )
    published = setting.published
    anchor = setting.anchor() if relative else ("published", (published, published)) if published else None
    if sized is None or anchor is None:
        return None
    name, days = anchor
    back = nth or side in ("last", "past", "recent", "previous", "preceding")
    ahead = not back and (within or bool(side) or setting.tense == "future")
    said = f"{count or 'some'} {plural}"
    if introduced == "in" and ahead and not side:
        return Interval(*shifted(days, *sized, 1), f"{name}: in {said}")
    return Interval(*window(days, *sized, 1 if ahead else -1), f"{name}: {'within' if within else 'lasting'} {said}")


@functools.cache
def _ordinals() -> re.Pattern[str]:
    nth = rf"{alternatives('ordinal')}|\d+(?:st|nd|rd|th)"
    return re.compile(rf"(?:an? |the |his |her |its |their )?({nth})(?: straight| consecutive| successive| running| full)?")


def _ordinal_count(count: str | None) -> int | None:
    found = _ordinals().fullmatch(count or "")
    return ordinal(found[1]) if found else None


def _singular(unit: str) -> str:
    return words("plural").get(unit) or (unit if unit in words("unit") else unit.removesuffix("s"))


def _plain(text: str, setting: Setting) -> Interval | None:
    """One expression or a range, without an operator before it."""
    for _ in range(4):
        found = resolve_phrase(text, setting) or _range(text, setting) or day_part(text, setting)
        if found is not None:
            return found
        stripped = _QUALIFIER.match(text)
        if not stripped:
            return None
        text = text[stripped.end() :]
    return None


_JOINTS = re.compile(r" ?- ?| to | and | through | until | till | or | & | into ")
_LISTED_DAYS = re.compile(r"([a-z]+day)(?: [a-z]+day)+")
_YEAR_AT_END = re.compile(r".*[a-z].*?((?: of)? [12]\d{3})")
_MONTH_OF = re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th)? (?:of )?(?P<month>[a-z]+)(?P<year> (?:of |in )?\d{4})?")


def _between(text: str, setting: Setting) -> Interval | None:
    found = re.fullmatch(r"(?:anywhere |sometime |overnight )?(?:between|from)(?: the)? (.+)|(?:the )?night (?:between|from|of) (.+)", text)
    if found and found[2] and not re.search(r" (?:to|and|into) ", found[2]):
        return None
    if found and found[2]:
        return _range(found[2], setting)
    return _range(found[1], setting) if found else None


def _range(text: str, setting: Setting) -> Interval | None:
    """ "Monday to Wednesday", "2010-14", "July 30-Aug 2", "June and July 2019": from the first day of one to the last of the other."""
    for joint in _JOINTS.finditer(text):
        left, right = text[: joint.start()], text[joint.end() :].removeprefix("the ")
        if not left or not right or left in words("part"):
            continue
        left, right = _completed(left, right)
        ends = _ends(left, right, setting)
        if ends:
            return ends
    return None


def _completed(left: str, right: str) -> tuple[str, str]:
    """Gives either side what only the other one says: the year, the month, the century of a short year."""
    if re.fullmatch(r"[12]\d{3}", left) and re.fullmatch(r"\d{2}", right):
        return left, left[:2] + right
    listed = re.fullmatch(r"((?:[a-z]+ )?\d{1,2}|\d{4})(?: (?:\d{1,2}|(?<=\d{4} )\d{4}))+", left)
    side = re.fullmatch(r"(?:the )?(next|last|this(?: past| coming)?) ([a-z]+)", left)
    if side and side[2] in words("weekday") and right in words("weekday"):  # "next Tuesday or Wednesday"
        return left, f"{side[1]} {right}"
    months = left.split()
    if len(months) > 1 and all(month in words("month") for month in months):  # "June, July and August"
        left = months[0]
    days = _LISTED_DAYS.fullmatch(left)
    if days:  # "Tuesday, Wednesday and Thursday"
        left = days[1]
    if listed:  # "Aug. 3, 4 and 5"
        left = listed[1]
    opening = re.fullmatch(r"([a-z]+) \d{1,2}", left)
    if listed and opening and re.fullmatch(r"\d{1,2}", right):
        right = f"{opening[1]} {right}"
    month = _MONTH_OF.fullmatch(right)
    if month and re.fullmatch(r"\d{1,2}(?:st|nd|rd|th)?", left):
        return f"{left} {month['month']}{month['year'] or ''}", right
    year = _YEAR_AT_END.fullmatch(right)
    if year and not re.search(r"[12]\d{3}", left) and re.search(r"[a-z]", left):
        return left + year[1], right
    return left, right


def _side(text: str, setting: Setting) -> Interval | None:
    return resolve_phrase(text, setting) or day_part(text, setting)


def _ends(left: str, right: str, setting: Setting) -> Interval | None:
    first, last = _side(left, setting), _side(right, setting)
    if first is None or last is None or last.start is None or last.end is None:
        return None
    if first.start is not None and first.start > last.end:
        if setting.published is not None and first.start >= setting.published:  # "today through Friday"
            ahead = _side(right, replace(setting, tense="future"))
            if ahead and ahead.end and first.start <= ahead.end and "weekday" in ahead.basis:
                return Interval(first.start, ahead.end, f"{first.basis} to {ahead.basis}")
        nearer = replace(setting, published=last.end, tense="past") if setting.tense != "future" else setting
        first = _side(left, nearer)
        if setting.tense == "future" and first and first.start:
            last = resolve_phrase(right, replace(setting, published=first.start))
    if first is None or first.start is None or last is None or last.end is None or first.start > last.end:
        return None
    return Interval(first.start, last.end, f"{first.basis} to {last.basis}")

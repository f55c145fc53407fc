"""Parts of the day and hours, which stand for their day: "Friday night", "dawn on Monday", "10 p.m.", "overnight"."""

from __future__ import annotations

import functools
import re
from datetime import timedelta

from dateline.resolve.calendar_rules import Interval, Setting
from dateline.resolve.time_phrases import resolve_phrase
from dateline.resolve.yearly import alternatives

_DAY = timedelta(days=1)
_HOURS = "(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_ZONES = "gmt|utc|bst|cet|cest|eet|eest|msk|ist|jst|[ecmp][ds]?t"
_CLOCK = re.compile(
    r"(?:\b(?:(?:shortly |just |soon |well |right )?(?:before|after|until|past|at|around|about|by)) )?"
    rf"\b(?:{_HOURS}(?:[ -](?:fifteen|thirty|forty-five))? (?:[ap]m|o'clock)|"
    rf"{_HOURS}(?:[ -]thirty)?(?= (?:tonight|this (?:morning|evening|afternoon)))|"
    r"\d{1,2}(?:[:.]\d{2})? ?[ap]m|\d{1,2}[:.]\d{2}(?: hours| hrs|h)?|"
    rf"\d{{2}}:\d{{2}}:\d{{2}}(?:\.\d+)?|\d{{4}} (?:hours|hrs|(?=local))|(?:[01]\d|2[0-4])[0-5]\d ?(?=(?:{_ZONES})\b)|"
    r"\d{1,2}(?= (?:last night|tonight|this morning|"
    r"this evening|this afternoon|in the morning|in the evening|in the afternoon))|\d{1,2} o'clock|(?<=at )\d{1,2}$)"
    rf"(?: ?(?:{_ZONES}|(?:[a-z]+ )?(?:local|standard|daylight|summer|mean) time|"
    r"(?:eastern|central|mountain|pacific)(?: time)?|[a-z]+ time))?(?: on\b| of\b| in\b)?"
)
_ZONE = re.compile(rf"\b(?:{_ZONES}|local time)\b(?: on\b)?")
_TRIM = re.compile(r"^(?:(?:on|in|at|of|early|late|earlier|later|the)(?: |$))+|(?: (?:on|in|at|of|early|late|the))+$")
_SIDES = {
    "": "the",
    "this": "this",
    "last": "last",
    "that": "that",
    "same": "that",
    "that same": "that",
    "next": "next",
    "following": "following",
    "previous": "previous",
    "before": "previous",
    "earlier": "previous",
    "after": "following",
    "later": "following",
}


@functools.cache
def _part_words() -> re.Pattern[str]:
    word = rf"(?:{alternatives('part')}|(?<=early )hours|(?<=small )hours|(?<=wee )hours)"
    return re.compile(
        r"\b(?:(?:shortly |just |soon |well |right |long )?(?:before|after|around|about|at|by|past|until) )?"
        r"(?:(?:the )?(?:early|late|earlier|later|small|wee|mid) )?"
        rf"(?:(?:on |in |at )?(?:the )?(?:early |late |mid )?{word}(?: hours| time| prayers)?\b)"
        r"(?: (?:of|on|in|to|into)\b)?"
    )


def day_part(text: str, setting: Setting) -> Interval | None:
    """ "Friday night", "dawn on Monday", "10 p.m. Sunday", "overnight", "the next morning": the day they are part of."""
    rest = _ZONE.sub(" ", _CLOCK.sub(" ", text))
    overnight = "overnight" in rest
    found = _part_words().search(rest)
    into = bool(found and found[0].endswith(("into", " to")))
    rest = " ".join(_part_words().sub(" ", rest).split())
    if found is None and rest == text:
        return None
    rest = _TRIM.sub("", rest).strip()
    day = _bare_day(rest, setting) if rest in _SIDES else resolve_phrase(rest, setting)
    if day is None or day.start is None or day.end is None:
        return None
    if overnight and day.start == day.end:
        began = setting.published is None or setting.tense != "past" or day.end < setting.published
        first = day.start if rest and began and not into and rest not in _SIDES else day.start - _DAY
        return Interval(first, first + _DAY, f"{day.basis}, overnight, part of day")
    return Interval(day.start, day.end, f"{day.basis}, part of day")


def _bare_day(side: str, setting: Setting) -> Interval | None:
    if side == "this":
        return resolve_phrase("today", setting)
    if side == "last":
        return resolve_phrase("yesterday", setting)
    if side == "":
        anchor = setting.anchor()
        if anchor and anchor[1][0] != anchor[1][1]:
            return resolve_phrase("today", setting)
    return resolve_phrase(f"{_SIDES[side]} day", setting)

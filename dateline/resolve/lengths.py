"""What a time mention says where it names no day: how long something lasts ("two weeks", "a three-day ...") or that it comes back."""

from __future__ import annotations

import functools
import math
import re
from dataclasses import dataclass

from dateline.resolve import calendar_rules as rules
from dateline.resolve.numerals import read_number
from dateline.resolve.time_normal import normal
from dateline.resolve.time_units import count_of
from dateline.resolve.yearly import alternatives, ordinal

RECURS = "it comes back and names no single day"
LASTS = "it says how long, not when"
NO_ANCHOR = "no anchor day"
NOT_RESOLVED = "not resolved"
_MAX_LENGTH = 100
_RECURRING = re.compile(
    r"\b(?:every|each|hourly|daily|nightly|weekly|biweekly|fortnightly|monthly|bimonthly|quarterly|yearly|annually|annual|biannual(?:ly)?|"
    r"semi-?annual(?:ly)?|semi-?(?:weekly|monthly)|biennial(?:ly)?|everyday|year-round|(?:round|around)[ -]the[ -]clock|24/7|"
    r"(?:day|week|month|year)-to-(?:day|week|month|year)|"
    r"day-by-day|week-by-week|day and night|night and day)\b"
    r"|\b(?:once|twice|times|hours|days|nights|weeks|months)[ -](?:an?|per)[ -](?:hour|day|week|month|year)\b"
    r"(?! (?:ago|earlier|before|later))"
    r"|\bper (?:second|minute|hour|day|night|week|month|quarter|year|annum)\b|\b(day|week|month|year|night) (?:after|in and) \1(?: out)?\b"
    r"|\b(?:this|that|the same|the) time (?:of|each) (?:the )?(?:year|month|day)\b"
)
_WHOLE = re.compile(r"\b(?:another|all|past|last|next|coming|previous|preceding|following|full|whole|entire|first|final|opening)[ -]")
_BOUND = (
    "for|over|during|in|within|about|around|some|nearly|almost|roughly|approximately|only|just|a little|a bit|slightly|somewhat|quite|"
    "a good|more than|less than|fewer than|at least|at most|as many as|as much as|as little as|as few as|as long as|anywhere from|"
    "the better part of|a matter of|a period of|a span of|a series of|no more than|no less than|not more than|no fewer than|"
    "a mere|a nearly|"
    "just under|just shy of|shy of|close to|no longer than|"
    "upwards of|in excess of|well under|under|the remaining|the intervening|"
    "an almost|a roughly|an estimated|the same|"
    "most of|much of|an additional|an extra|up to|well over|not quite|barely|a total of|the|a further|another|these|those|"
    "year-earlier|year-ago"
)
_AGO = re.compile(r" (?:ago|earlier|before|later|after|afterwards|hence|from now|long|ahead|to come|of age|in length)$")
_PERIOD = re.compile(r"[ -](?:long )?(?:period|span|stretch|interval|spell|stint)s?$|[ -]long$")
_OR_TWO = re.compile(
    rf"(?:(?:{_BOUND}) )*(?:an?|one|another|(?:the )?(?:last|past|next|first|coming)) (?P<unit>[a-z]+) or (?P<more>two|so|more)"
)
_SIDE_AND_A_HALF = re.compile(r"^(?:the )?(?:last|past|next|first|coming|previous) (?=[a-z]+ and a (?:half|quarter)$)")
_REPEATED = re.compile(r"(?:(?:long|endless|countless|many|numerous|untold) )?([a-z]+s) and \1|(?:long|endless|countless|untold) ([a-z]+s)")
_NOTICE = re.compile(r"(?<=[a-z])'? (?:time|notice)$|^(?:time|notice) of (?=an? [a-z]+$)")
_YEAR_BEFORE = re.compile(r"^(?:the |an? )?(?:[12]\d{3}|year-(?:earlier|ago)) (?=\S+[ -]\S+$)")
_YEAR_BEHIND = re.compile(r"^((?:the same |the )?[a-z]+ (?:months|weeks)) of (?:[12]\d{3}|last year|the (?:previous|prior) year)$")
_YEAR_COUNT = re.compile(r"(?:the )?[12]\d{3}(?:[-/]\d{2,4})?(?: [a-z]+)?")
_WHILE = re.compile(
    r"(?:for |in |after )?(?:a |some |quite a |a very |a fairly )?"
    r"(?:little |short |long |lengthy |brief |considerable )*(?:while|time|period|long|moments?)|ages"
    r"|(?:an? |one |two |three |four |several |many )?(?:lifetime|generation)s?|awhile|(?:so|too|as|how|very|that) long|(?:any|no) longer|"
    r"(?:the |all the |the whole |quite some )time|multi-?year|forever|permanent(?:ly)?|(?:an? )?(?:fraction of a|split) second"
    r"|(?:longer|shorter|long|short)-term|longer|temporar(?:y|ily)|indefinite(?:ly)?|brief(?:ly)?"
)
_SIDE = "first|last|past|next|coming|previous|recent|following|final|opening|preceding|initial|latest|full|whole|entire"
_KIND = (
    "short|brief|hard|single|extra|trading|working|business|consecutive|straight|successive|full|whole|entire|more|additional|further|calendar|other|long|"
    "solid"
)
_OF_WHAT = re.compile(
    r"(?<=s) of (?!the\b|this\b|that\b|last\b|next\b|an? (?:hour|day|week|month|year|century)\b|"
    r"(?:seconds|minutes|hours|days|weeks|months|years|decades|centuries)$)[a-z -]+$"
)
_SPELLINGS = (
    (re.compile(r"-and-a-(?=half|quarter)"), " and a "),  # "a year-and-a-half"
    (re.compile(r"(?<=[a-z0-9])-(?= (?:or|and) [a-z0-9]+-[a-z]+$)"), ""),  # "a two- or three-year"
    (re.compile(r"^(?:anywhere )?between (\S+) and (?=\S+ [a-z]+$)"), r"\1 to "),  # "between 15 and 20 years"
    (re.compile(r"\b(?:a full|fully|the full) (?=\S+ [a-z]+s$)"), ""),
    (re.compile(r" on end$"), ""),
    (re.compile(r"^quarter[- ](?=century$)"), "a quarter of a "),
    (re.compile(r"^(half|(?:one|two|three)[- ](?:thirds?|quarters?|fourths?)) (?:of )?the (?=[a-z]+$)"), r"\1 of a "),
    (re.compile(r"^(?:so|too|very|a great|a good) many (?=[a-z]+s$)"), "many "),
)
_SMALLER = {
    "day": ("hour", 24),
    "hour": ("minute", 60),
    "minute": ("second", 60),
    "week": ("day", 7),
    "year": ("month", 12),
    "decade": ("year", 10),
}


@dataclass(frozen=True, slots=True)
class Length:
    """From `low` to `high` so many of a unit of `data/times.tsv`."""

    low: float
    high: float
    unit: str


@dataclass(frozen=True, slots=True)
class _Patterns:
    plain: re.Pattern[str]
    mixed: re.Pattern[str]
    compound: re.Pattern[str]
    in_a_row: re.Pattern[str]
    weekdays: re.Pattern[str]


@functools.cache
def _patterns() -> _Patterns:
    unit = rf"(?P<unit>{alternatives('unit')})s?|(?P<plural>{alternatives('plural')})"
    plain_unit = rf"(?:(?:{alternatives('unit')})s?|{alternatives('plural')})"
    return _Patterns(
        re.compile(
            rf"(?:(?:{_BOUND}) )*(?:(?:{_SIDE}) )*(?:(?P<count>.+?)(?: (?:{_KIND}))*[ -])?(?:{unit})"
            r"(?:[ -](?:old|long))?(?: or so| or more| straight| running| in a row| now| apart)?"
        ),
        re.compile(rf"(?:(?:{_BOUND}) )*(?P<count>.+?) (?:{unit}) and a (?P<part>half|quarter)"),
        re.compile(rf"(?P<first>(?:.+ )?{plain_unit})(?: (?P<joint>and|or|to))? (?P<second>(?:.+ )?{plain_unit})"),
        re.compile(
            rf"(?:for )?(?:an? |the |its |his |her |their )?(?P<nth>{alternatives('ordinal')}|\d{{1,2}}(?:st|nd|rd|th))"
            rf" (?:straight |consecutive |successive )(?:{unit})"
        ),
        re.compile(
            r"(?:on |in )?(?:the )?(?:most |some |many |all )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days"
            r"(?:(?: and| or|,)? (?:mon|tues|wednes|thurs|fri|satur|sun)days)*|(?:(?:mon|tues|wednes|thurs|fri|satur|sun|week|week-?end )?"
            r"(?:day )?)?(?:mornings|afternoons|evenings|nights)|"
            r"(?:(?:past|last|next|previous|coming) \S+ )?(?:summers|winters|springs|autumns)|"
            r"week(?:day|end|night)s|school nights)(?: and (?:weekends|evenings|nights|holidays))?"
        ),
    )


def length_of(phrase: str) -> Length | None:
    """How long the phrase says: "two weeks", "the past two years", "a day and a half", "10-year"; None where it gives no length."""
    text = normal(phrase)
    if not text or len(text) > _MAX_LENGTH:
        return None
    if _WHILE.fullmatch(text):
        return Length(0, math.inf, "day")
    return _length(_bare(text))


def _bare(text: str) -> str:
    """The amount and its unit without what they belong to: "three days of talks", "two weeks' time", "a five-year period"."""
    text = re.sub(r"-? ?-?\bto-? ?", " to ", text) if re.search(r"-to-|- to ", text) else text
    for pattern, plainly in _SPELLINGS:
        text = pattern.sub(plainly, text)
    text = re.sub(r" or (?:more|so|fewer) (?=[a-z]+$)", " ", text)
    text = _NOTICE.sub("", re.sub(r"[- ](?:plus|odd)\b", "", text))
    text = _YEAR_BEFORE.sub("", _YEAR_BEHIND.sub(r"\1", _SIDE_AND_A_HALF.sub("a ", text)))
    text = _REPEATED.sub(r"\1\2", text) if _REPEATED.fullmatch(text) else text
    text = _PERIOD.sub("", _AGO.sub("", re.sub(r" (?:ended|ending|through) .+$", "", text)))
    text = _OF_WHAT.sub("", text)
    return re.sub(r"^an? (?=\d|(?:two|three|four|five|six|seven|eight|nine|ten|twelve)\b)", "", text)


def _length(text: str) -> Length | None:
    one_or_two = _OR_TWO.fullmatch(text)
    if one_or_two and one_or_two["unit"] in rules.words("unit"):
        return Length(1, 2 if one_or_two["more"] == "two" else 1, one_or_two["unit"])
    patterns = _patterns()
    found = patterns.mixed.fullmatch(text)
    if found:
        whole = _count(found["count"], _unit(found))
        extra = 0.5 if found["part"] == "half" else 0.25
        return Length(whole[0] + extra, whole[1] + extra, _unit(found)) if whole else None
    found = patterns.plain.fullmatch(text)
    length = _amount(text, found) if found else None
    return length or _compound(text) or _in_a_row(text)


def _in_a_row(text: str) -> Length | None:
    """ "The third straight month" is three of them."""
    found = _patterns().in_a_row.fullmatch(text)
    return Length(ordinal(found["nth"]), ordinal(found["nth"]), _unit(found)) if found else None


def _amount(text: str, found: re.Match[str]) -> Length | None:
    unit = _unit(found)
    plural = bool(found["plural"]) or re.search(rf"{unit}s\b", text) is not None
    if found["count"] and not plural and _YEAR_COUNT.fullmatch(found["count"]):
        return None  # "the 1988 quarter" is no 1988 of them
    if found["count"] is None and not plural:
        return Length(1, 1, unit) if _WHOLE.search(text) or text.endswith("-old") else None
    amount = _count(found["count"], unit)
    return Length(*amount, unit) if amount else None


def _compound(text: str) -> Length | None:
    """ "Two hours and 15 minutes", "three years, two months"; of "months or years" the first."""
    found = _patterns().compound.fullmatch(text)
    if not found:
        return None
    first, second = (patterns_match and _amount(side, patterns_match) for side, patterns_match in _sides(found))
    if found["joint"] == "or":
        return first or None
    if found["joint"] == "to":
        return _from_to(first, second) if first and second else None
    if not first or not second or _SMALLER.get(first.unit, ("", 0))[0] != second.unit:
        return None
    times = _SMALLER[first.unit][1]
    return Length(first.low * times + second.low, first.high * times + second.high, second.unit)


def _from_to(first: Length, second: Length) -> Length | None:
    """ "Six months to a year", "a year to 18 months": in the smaller unit of the two."""
    if first.unit != second.unit:
        if _SMALLER.get(first.unit, ("", 0))[0] == second.unit:
            times = _SMALLER[first.unit][1]
            first = Length(first.low * times, first.high * times, second.unit)
        elif _SMALLER.get(second.unit, ("", 0))[0] == first.unit:
            times = _SMALLER[second.unit][1]
            second = Length(second.low * times, second.high * times, first.unit)
        else:
            return None
    return Length(first.low, second.high, first.unit) if first.low <= second.high else None


def _sides(found: re.Match[str]) -> list[tuple[str, re.Match[str] | None]]:
    return [(side, _patterns().plain.fullmatch(side)) for side in (found["first"], found["second"])]


def _count(words: str | None, unit: str) -> tuple[float, float] | None:
    if words in ("all", "a full", "a whole", "an entire"):
        return 1, 1
    words = re.sub(r"^(?:a|the) (?=couple|few|number|many)", "", words).removesuffix(" of") if words else words
    if words and words.rpartition(" ")[2] in rules.words("ordinal"):
        return None  # "a third year" counts, "a third of a year" does not
    whole = count_of(words, unit)
    if whole:
        return whole
    number = read_number(re.sub(r"(.*\bhalf|.*\bquarters?) (?:of )?an?$", r"\1", words or ""))
    return (number.low, number.high) if number and 0 <= number.low <= number.high else None


def _unit(found: re.Match[str]) -> str:
    return found["unit"] or rules.words("plural")[found["plural"]]


def recurs(phrase: str) -> bool:
    """Whether the phrase names what comes back: "daily", "every Friday", "on Sundays", "twice a year"."""
    return comes_back(normal(phrase))


def comes_back(text: str) -> bool:
    """`recurs` of a phrase in normal form."""
    return bool(_RECURRING.search(text) or _patterns().weekdays.fullmatch(text))


def why_no_day(phrase: str, anchored: bool) -> str:
    """Why a time mention gives no days, for `unknown`; `anchored`: the report has a publication day."""
    if recurs(phrase):
        return RECURS
    if length_of(phrase):
        return LASTS
    return NOT_RESOLVED if anchored else NO_ANCHOR

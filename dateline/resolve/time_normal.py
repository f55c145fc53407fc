"""A time mention in the form that the rules read: "the 1988 second quarter" as "second quarter of 1988", "5-Aug" as "5 august"."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from dateline.resolve.numerals import read_number
from dateline.resolve.yearly import alternatives

_MARKS = str.maketrans(
    {"–": "-", "—": "-", "−": "-", "‑": "-", "‐": "-", "’": "'", "‘": "'", "ʼ": "'", "\xa0": " ", "“": " ", "”": " ", '"': " "}
)
_LAST_YEAR_OF_2000S = 69  # two-digit years as POSIX reads them
_SPLIT_POINTS = re.compile(r"[,;()\[\]?!]+|\.(?=\s|$)|(?<=[a-z])\.(?=\S)")
_MERIDIEM = re.compile(r"\b([ap])\.\s?m\b\.?")
_SHORT_YEAR = re.compile(r"(?:(?<=^)|(?<=[a-z.] )|(?<=the ))'(\d{2})(?=$| )")
_PERIOD_END = re.compile(r"\b(week|month|quarter|year|decade|century)(?:'s |-| )end\b")
_POSSESSIVE = re.compile(r"(?<=[a-z])'s?$|(?<=[a-z])'s(?= [a-z])(?! day| eve)|(?<=\b[12]\d\d[1-9])'s$")
_OF_PERIOD = re.compile(
    r"((?:as early as |by |in |since |until |from )?)((?:.+ )?(?:(?<!new )year|month|week|quarter|decade)|[12]\d{3})'s (.+)"
)
_SPOKEN_DECADE = re.compile(r"\b(seventeen|eighteen|nineteen) (?=(twent|thirt|fort|fift|sixt|sevent|eight|ninet)ies\b)\w+")
_TENS = {"twent": 2, "thirt": 3, "fort": 4, "fift": 5, "sixt": 6, "sevent": 7, "eight": 8, "ninet": 9}
_CENTURIES = {"seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20}
_PLAIN = (
    (re.compile(r"\b(?:business|trading|working) (?=days?\b)"), ""),
    (re.compile(r"^(?:the )?decade of (?=the )"), ""),
    (re.compile(r"^(?:the )?(?:period|years|months) (?=(?:from|between) )"), ""),
    (re.compile(r"\bthe (?:first|1st) (?:day )?of (?=the (?:year|month|week)$)"), "the first day of "),
    (re.compile(r"^(?:the )?last (year|month|week|decade) or so$"), r"the past \1"),
    (re.compile(r"\bimmediately (?=(?:previous|preceding|following) )"), ""),
    (re.compile(r"^(?:the )?(?:(summer|winter|spring|autumn|fall) season)\b"), r"the \1"),
    (re.compile(r"\bmost recent(?= )(?! times?\b)"), "latest"),
    (re.compile(r"\b(fiscal|year)-(?=\d)"), r"\1 "),
    (re.compile(r"^(?:the )?(year) ahead$"), r"the coming \1"),
    (re.compile(r"(?<=[ -])(week|month|year) period(?= (?:ended|ending|through|to)\b)"), r"\1"),
    (re.compile(r"\b(?<!-)(day|week|month|year|decade|hour)slong$"), r"\1s-long"),
    (re.compile(r"\b(twenty|thirty) (?=(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)$)"), r"\1-"),
    (re.compile(r"^(?:for )?(?:the |this )?(?:full|whole|entire)[- ](day|week|month|year|decade)$"), r"all \1"),
    (re.compile(r"\b(week|month|quarter|year|season) (and|or) ((?:early |late )?next)$"), r"\1 \2 \3 \1"),
    (re.compile(r"\b(first|second|third|fourth|final)[- ]period\b"), r"\1 quarter"),
    (re.compile(r"\b(last|past|next) quarter[- ]century\b"), r"\1 25 years"),
    (re.compile(r"\btax year (?=[12]\d{3}$)"), ""),
    (re.compile(r"^one day (?=(?:last|next|this) )"), "sometime "),
    (re.compile(r"^(?:in )?(?:the|this) (week|month|quarter|year|decade) so far$"), r"so far this \1"),
    (re.compile(r"\bseventeen hundreds$"), "1700s"),
    (re.compile(r"\beighteen hundreds$"), "1800s"),
    (re.compile(r"\bnineteen hundreds$"), "1900s"),
)
_TRAILING = re.compile(r" (?:or so|or thereabouts|at the latest|at the earliest|alone|itself)$")
_SPOKEN = re.compile(
    r"\b(?P<tens>seventeen|eighteen|nineteen|twenty)[ -](?P<rest>hundred|(?:oh|o)[ -][a-z]+|(?:ten|eleven|twelve|thirteen|fourteen|fifteen|"
    r"sixteen|seventeen|eighteen|nineteen)|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:one|two|three|four|five|six|"
    r"seven|eight|nine))?)$|\b(?P<thousand>two thousand(?:[ -](?:and )?[a-z]+(?:[ -][a-z]+)?)?)$"
)


@dataclass(frozen=True, slots=True)
class _Patterns:
    hyphened: re.Pattern[str]
    dashed_month: re.Pattern[str]
    year_first: re.Pattern[str]
    prayers: re.Pattern[str]
    end: re.Pattern[str]
    season_months: re.Pattern[str]
    month_period: re.Pattern[str]
    month_quarter: re.Pattern[str]
    day_possessive: re.Pattern[str]
    joined: re.Pattern[str]
    year_ago_part: re.Pattern[str]


@functools.cache
def _patterns() -> _Patterns:
    month, ordinal, season = alternatives("month"), alternatives("ordinal"), alternatives("season")
    return _Patterns(
        re.compile(rf"\b({ordinal}|latter|last|fiscal|\d(?:st|nd|rd|th))-(quarter|half|{ordinal}|week|month)\b"),
        re.compile(rf"\b(\d{{1,2}})[-/ ]({month})[-/ ](\d{{4}})\b"),
        re.compile(
            rf"^(?P<before>(?:(?:in|by|since|until|during|for|from|of) )?)(?:the )?(?P<year>[12]\d{{3}})[ -](?:fiscal )?"
            rf"(?P<part>q[1-4]|(?:first|second|last|latter) half|(?:{ordinal}|[1-4](?:st|nd|rd|th)) quarter|"
            rf"{season}|{month})$"
        ),
        re.compile(rf"\b({alternatives('weekday')}) prayers\b"),
        re.compile(rf"\bend-(?=[12]\d{{3}}\b|(?:{month})\b)"),
        re.compile(rf"\b({season})(?: months|time)\b"),
        re.compile(
            rf"^((?:in |during |for |over )?)(?:the )?((?:{month}|[12]\d{{3}})(?: ?- ?| to | and | through )(?:{month}|[12]\d{{3}}|\d\d))"
            r"[ -](?:period|span|stretch|season)\b"
        ),
        re.compile(rf"\b({month}) ([12]\d{{3}}) quarter\b"),
        re.compile(rf"((?:{month}) \d{{1,2}})'s$"),
        re.compile(
            rf"\b({ordinal}|\d{{1,2}}(?:st|nd|rd|th))( and | or | to | through |-)({ordinal}|\d{{1,2}}(?:st|nd|rd|th))"
            r" (quarters|centuries)\b"
        ),
        re.compile(
            rf"^(?:the )?(?:year-(?:ago|earlier|before)|prior-year) "
            rf"(?P<part>(?:{ordinal}|[1-4](?:st|nd|rd|th)) quarter|(?:first|second) half|first \S+ months|{season}|{month})$"
        ),
    )


@functools.lru_cache(maxsize=4096)
def normal(phrase: str) -> str:
    """The phrase in lower case, one space, no points and commas, plain dashes and quotes; the larger period behind the smaller."""
    text = _MERIDIEM.sub(r"\1m", phrase.translate(_MARKS).casefold())
    text = _SHORT_YEAR.sub(lambda found: str(full_year(found[1])), " ".join(_SPLIT_POINTS.sub(" ", text).split())).strip(" '-:/")
    patterns = _patterns()
    for pattern, plainly in _PLAIN:
        text = pattern.sub(plainly, text)
    text = patterns.day_possessive.sub(r"\1", text)
    text = patterns.season_months.sub(r"\1", patterns.end.sub("end of ", text))
    text = patterns.month_quarter.sub(r"\1 quarter of \2", patterns.month_period.sub(r"\1\2", text))
    text = patterns.joined.sub(lambda m: f"{m[1]} {_singular(m[4])}{' to ' if m[2] == '-' else m[2]}{m[3]} {_singular(m[4])}", text)
    text = patterns.year_ago_part.sub(r"\g<part> a year ago", text)
    text = _SPOKEN_DECADE.sub(lambda m: f"{_CENTURIES[m[1]]}{_TENS[m[2]]}0s", text)
    text = re.sub(r"^in (.+?)(?:(s)'|'s) time$", r"\1\2 from now", text)
    text = patterns.prayers.sub(r"\1", text)
    text = re.sub(r"^(?:in |for |during |over )?(?:its|their|his|her|our|my) ", "the ", text)
    text = re.sub(r"\b(?<!-)(day|week|month|year|decade|century|hour)-?long$", r"a \1", text)
    text = re.sub(r"^an? an? ", "a ", text)
    text = patterns.hyphened.sub(r"\1 \2", text)
    text = patterns.dashed_month.sub(r"\1 \2 \3", text)
    text = re.sub(r"\bmid-?(?=(?:year|week|month|summer|winter|autumn|decade|century|season)\b)", "mid ", text)
    text = re.sub(r"\b(?:yearend|year end|year-end)\b", r"end of year", text)
    text = re.sub(r"\b([1-4])q\b", r"q\1", re.sub(r"\b([12])h\b", r"h\1", text))
    text = re.sub(r"\bh1\b", "first half", re.sub(r"\bh2\b", "second half", text))
    text = re.sub(r"\b(?<!new )(?:fiscal|calendar|financial) (?=first|second|third|fourth|last|year|quarter|[12]\d{3})", "", text)
    text = patterns.year_first.sub(r"\g<before>\g<part> of \g<year>", text)
    text = _spoken_year(text)
    if not _PERIOD_END.search(text):
        text = _OF_PERIOD.sub(r"\1\3 of \2", text)
    text = _POSSESSIVE.sub("", _PERIOD_END.sub(r"end of \1", text))
    return _TRAILING.sub("", re.sub(r"\b(mid|early|late)-", r"\1 ", text))


def _singular(plural: str) -> str:
    return "quarter" if plural == "quarters" else "century"


def full_year(text: str) -> int:
    """The year of two or four digits."""
    year = int(text)
    return year if len(text) > 2 else year + (1900 if year >= _LAST_YEAR_OF_2000S else 2000)


def _spoken_year(text: str) -> str:
    """ "Nineteen ninety-four", "two thousand and five", as broadcasters say them."""
    found = _SPOKEN.search(text)
    if not found or text[: found.start()].endswith(("about ", "than ")):
        return text
    if found["thousand"]:
        number = read_number(found["thousand"])
        year = number.low if number else 0
    else:
        century = 100 * _CENTURIES[found["tens"]]
        rest = re.sub(r"^(?:oh|o)[ -]", "", found["rest"])
        number = read_number(rest)
        year = century + (0 if rest == "hundred" else number.low if number else -century)
        if rest == found["rest"] and number is not None and rest != "hundred" and not 10 <= number.low <= 99:
            return text
    return f"{text[: found.start()]}{year:.0f}" if 1000 <= year <= 2999 else text

"""Where a text states quantities: the whole words of each, by rule.

The reader marks numbers by meaning, but may cut one short ("one million| and a half", "between| 20 and 30") or miss its bound words or
unit. Here every quantity is found with all of its words; which of them matter is for the reader's mentions to say.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dateline.resolve.number_words import counted_scales, vague, values, words
from dateline.resolve.quantities import Quantity, parse_quantity
from dateline.resolve.units import money_signs, unit_of, unit_span

_TOKEN = re.compile(r"\d{1,3}(?:[ \u202f\xa0]\d{3})+(?![\d\w])(?:\.\d+)?|\d+(?:[.,]\d+)*(?:[/⁄]\d+)?|\.\d+|[½¼¾⅓⅔⅕⅛]|[^\W\d_]+|\S")
_DIGIT = re.compile(r"[\d½¼¾⅓⅔⅕⅛]")
_NO_WORD = re.compile(r"[\W_]+")
_GAP = re.compile(r"[ \u202f\xa0\n]{1,3}|[ \u202f\xa0]?[-‑][ \u202f\xa0]?|")
_RANGE_GAP = re.compile(r"-?\s(?:to|or|through)\s|\s?[-–—]\s?")
_MONEY_OR_DIGIT = re.compile(r"\s+[\d$£€]")  # "12 at least 30": the bound is the next number's
_BOUNDS_GAP = re.compile(r",? (?:but|and|or) ")
_OPENER = re.compile(r"(?:\b(?:anywhere |somewhere )?(?:between|from)\s)$", re.IGNORECASE)
_CHANGE = re.compile(
    r"\b(?:r[ioa]sen?|rises|rising|f[ea]ll(?:s|en|ing)?|gr[eo]wn?|increas\w+|reduc\w+|decreas\w+|declin\w+|dropp?\w*|cut\w*|rais\w+|lower\w+|up|"
    r"down|climb\w*|jump\w*|chang\w+|went|slid\w*|slip\w*|surg\w+|soar\w+|shr[aiu]nk\w*|doubl\w+|trebl\w+|tripl\w+|revis\w+|tightened|expand\w+|"
    r"improv\w+|slow\w*|swell\w*|swollen|widen\w*|narrow\w*)\b(?:\W+\w+){0,4}\W+$",
    re.IGNORECASE,
)
_LETTERS_AFTER = re.compile(r"[^\W\d_]+[²³]?")
_GLUED = re.compile(r"([^\W\d_]+[²³]?|[€£$¥₹%])| ([^\W\d_]{1,2})(?=\))")
_WORD_BEFORE = re.compile(r"[^\s,;()]+\s+|[<>≥≤~≈]=?\s*")
_RATE = re.compile(r"(?: an? | per | each | every |/)([^\W\d_]+)")
_LINKS = frozenset(["and", "&", "point", "of", "out"])
_HYPHENS = frozenset("-‑")
_LONE = frozenset(["one", "no", "none", "nil", "both", "single", "many", "multiple", "few", "pair", "couple", "quarter", "score", "gross"])
_LETTERS = 4  # longest scale that only stands behind digits: m, bn, mil, mio
_LOOK_BACK = 48
_MOST_TOKENS = 16


@dataclass(frozen=True, slots=True)
class FoundQuantity:
    """A quantity and the characters `start` to `end` that state it, bound words and unit included."""

    start: int
    end: int
    quantity: Quantity


class _Token(NamedTuple):
    start: int
    end: int
    word: str
    kind: str  # digits, word, letters (a scale such as "bn"), below, article, link or ""


@functools.cache
def _number_words() -> frozenset[str]:
    found = {word for kind in ("one", "ten", "scale", "part") for word in values(kind)} | set(counted_scales())
    found |= {word for name in vague() for word in name.split() if word not in ("a", "an")}
    return frozenset(found - _short_scales())


@functools.cache
def _short_scales() -> frozenset[str]:
    return frozenset(word for word in values("scale") if len(word) < _LETTERS)


@functools.cache
def _bounds() -> frozenset[str]:
    return frozenset(w for rule in ("least", "more", "most", "less", "about") for w in words(rule))


@functools.cache
def _last_words() -> frozenset[str]:
    return frozenset(w.rsplit(" ", 1)[-1] for w in _bounds())


@functools.cache
def _longest_bound() -> int:
    return max(w.count(" ") for w in _bounds()) + 1


def _bound_start(text: str, begin: int, start: int) -> int:
    """Where the bound words before `start` begin ("|well over about 20"), or `start`."""
    before = [(m.start(), m[0].strip().casefold()) for m in _WORD_BEFORE.finditer(text, max(begin, start - _LOOK_BACK), start)]
    at = len(before)
    while at and before[at - 1][1] in _last_words():
        for count in range(min(_longest_bound(), at), 0, -1):
            if " ".join(word for _, word in before[at - count : at]) in _bounds():
                at -= count
                break
        else:
            break
    return before[at][0] if at < len(before) else start


@functools.cache
def _bounds_after() -> re.Pattern[str]:
    said = sorted((w for w, rule in words("suffix").items() if rule != "plain"), key=len, reverse=True)
    one = "|".join(("" if w[0] in "-+ " else "[ -]") + re.escape(w) + (r"\b" if w[-1].isalpha() else "") for w in said)
    return re.compile(one, re.IGNORECASE)


@functools.cache
def _money_before() -> re.Pattern[str]:
    signs = "|".join(re.escape(sign) for sign in sorted(money_signs(), key=len, reverse=True))
    return re.compile(rf"(?<![^\W\d_])(?:{signs})\s?$", re.IGNORECASE)


@functools.cache
def _kinds() -> Mapping[str, str]:
    kinds = dict.fromkeys(_number_words(), "word") | dict.fromkeys(_LINKS, "link") | dict.fromkeys(_short_scales(), "letters")
    return kinds | {"a": "article", "an": "article", "minus": "below", "negative": "below"}


def _has_number(line: str) -> bool:
    return _DIGIT.search(line) is not None or not _number_words().isdisjoint(_NO_WORD.split(line.casefold()))


def _tokens(text: str, start: int, end: int) -> list[_Token]:
    found: list[_Token] = []
    kinds = _kinds()
    before = _Token(start, start, "", "")
    for m in _TOKEN.finditer(text, start, end):
        a, b = m.span()
        word = m[0].casefold()
        kind = kinds.get(word, "")
        if not kind and (word[0].isdigit() or (word[0] == "." and len(word) > 1)):
            glued = before.end == a and before.word.isalpha()
            named = a > start + 1 and text[a - 1] in "-‑" and text[a - 2].isalpha()  # "F-16", "COVID-19"
            kind = "" if glued or named else "digits"
        elif kind == "letters" and not (before.kind == "digits" and text[before.end : a] in ("", " ")):
            kind = ""
        elif word in _HYPHENS:  # they stand in the gaps
            continue
        before = _Token(a, b, word, kind)
        found.append(before)
    return found


_NUMERIC = ("digits", "word", "letters")


def _separate(before: _Token, link: _Token, after: _Token) -> bool:
    """Whether the link keeps two numbers apart: "3 of 12", "one of 847", "$5 million and 6 ships", "12 a dozen"."""
    if link.word == "of":
        return before.kind == "digits" or before.word in values("one") or before.word in values("ten")
    if link.kind == "article":
        return before.word not in ("half", "quarter")
    return link.word in ("and", "&") and after.kind == "digits" and before.word != "hundred" and "/" not in after.word


def _run(text: str, tokens: Sequence[_Token], i: int) -> int:
    """The number of the last token of the longest run of number words from token `i` on, links only between them."""
    last = i
    while last + 1 < len(tokens) and last - i < _MOST_TOKENS:
        ahead = last + 1
        while ahead < len(tokens) and ahead - last <= 2 and tokens[ahead].kind in ("link", "article"):
            ahead += 1
        if ahead >= len(tokens) or tokens[ahead].kind not in _NUMERIC:
            break
        if not all(_GAP.fullmatch(text, tokens[k].end, tokens[k + 1].start) for k in range(last, ahead)):
            break
        if ahead > last + 1 and _separate(tokens[last], tokens[last + 1], tokens[ahead]):
            break
        last = ahead
    return last


def _core(text: str, tokens: Sequence[_Token], i: int) -> tuple[int, int, int] | None:
    """Start, end and last token of the number that begins with token `i`."""
    if tokens[i].kind in ("article", "below") and not (i + 1 < len(tokens) and tokens[i + 1].kind in _NUMERIC):
        return None
    if tokens[i].kind not in ("article", "below", "digits", "word"):
        return None
    last = _run(text, tokens, i)
    while last >= i:
        if tokens[last].kind in _NUMERIC and not _cuts_word(text, tokens[last].end):
            phrase = text[tokens[i].start : tokens[last].end]
            if parse_quantity(phrase) is not None:
                return tokens[i].start, tokens[last].end, last
        last -= 1
    return None


def _cuts_word(text: str, end: int) -> bool:
    """Whether letters that are no unit follow: "21st", "1960s", "G8"."""
    glued = _LETTERS_AFTER.match(text, end)
    return unit_of(glued[0].casefold()) is None if glued else text[end : end + 1].isdigit()


def _glued_unit(text: str, end: int) -> int:
    """Where a unit ends that is written to the digits ("45L", "15€") or closes a bracket ("930,000 mi)")."""
    found = _GLUED.match(text, end)
    return found.end() if found and unit_of(found[0].strip().casefold()) else end


def _widen(text: str, begin: int, limit: int, start: int, end: int) -> tuple[int, int]:
    """The number with its sign, unit, rate and bound words, from `begin` (where the number before it ends) to the sentence's `limit`."""
    if (text[start - 1 : start] in ("-", "−") and start > begin) and not re.match(r"[\w)]", text[start - 2 : start - 1]):
        start -= 1
    money = _money_before().search(text, max(begin, start - 8), start)
    if money:
        start = money.start()
        if text[start - 1 : start] in ("-", "−") and start - 1 >= begin and not re.match(r"[\w)]", text[start - 2 : start - 1]):
            start -= 1
    unit, unit_end = unit_span(text, end)
    end = unit_end if unit and unit_end <= limit else _glued_unit(text, end)
    rate = _RATE.match(text, end, limit) if unit or money else None
    if rate and unit_of(rate[1].casefold()):
        end = rate.end()
    after = _bounds_after().match(text, end, limit)
    if after and not _MONEY_OR_DIGIT.match(text, after.end(), limit) and parse_quantity(text[start : after.end()]):
        end = after.end()
    before = _bound_start(text, begin, start)
    if before < start and parse_quantity(text[before:end]):
        start = before
    return start, end


def _open(phrase: str) -> bool:
    quantity = parse_quantity(phrase)
    return quantity is not None and (quantity.low is None or quantity.high is None)


def _ranges(text: str, begin: int, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Two ends that make a range ("20 to 30", "between 44 and 50 mg") become one; "rose from 20 to 30" is two values."""
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined:
            first, first_end = joined[-1]
            opener = _OPENER.search(text, max(begin, first - 20), first)
            between = text[first_end:start]
            changed = bool(opener) and bool(_CHANGE.search(text, max(begin, first - 60), opener.start() if opener else first))
            bounded = _BOUNDS_GAP.fullmatch(between) is not None and _open(text[first:first_end]) and _open(text[start:end])
            if bounded or ((_RANGE_GAP.fullmatch(between) or (opener and between.split() == ["and"])) and not changed):
                whole = opener.start() if opener else first
                one = parse_quantity(text[whole:end])
                if one is not None and one.low is not None and one.high is not None and one.low < one.high:
                    joined[-1] = (whole, end)
                    continue
        joined.append((start, end))
    return joined


def find_quantities(text: str, start: int, end: int) -> tuple[FoundQuantity, ...]:
    """The quantities that the sentence `text[start:end]` states, in order; bare "one", "no", "both" and the like only with a unit.

    Years, ages and days of a month look like counts and are found too.
    """
    tokens = _tokens(text, start, end) if _has_number(text[start:end]) else []
    spans: list[tuple[int, int]] = []
    i = 0
    while i < len(tokens):
        core = _core(text, tokens, i) if tokens[i].kind else None
        if core is None:
            i += 1
            continue
        wide = _widen(text, spans[-1][1] if spans else start, end, core[0], core[1])
        if wide == core[:2] and core[2] == i and tokens[i].word in _LONE:
            i += 1
            continue
        if parse_quantity(text[slice(*wide)]) is None:
            wide = core[:2]
        spans.append(wide)
        i = core[2] + 1
        while i < len(tokens) and tokens[i].start < wide[1]:
            i += 1
    found = []
    for a, b in _ranges(text, start, spans):
        quantity = parse_quantity(text[a:b])
        if quantity is not None:
            found.append(FoundQuantity(a, b, quantity))
    return tuple(found)

"""Numbers as news writes them, in digits or words, to a low and a high value.

`read_number` takes the number alone: no bound words, no unit (those are `quantities.py`). Words and vague words stand in
`data/numbers.tsv`: "several" is [3, 9], "hundreds" [200, 999], and a vague word times a scale reaches up to the next round
number ("several thousand" [3000, 9999], "tens of thousands" [20000, 99999]).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from dateline.resolve.cardinals import ARTICLES, digits, read_cardinal
from dateline.resolve.number_words import Number, values, words

__all__ = ["Number", "read_number", "ungroup", "words"]

_MAX_WORDS = 30
_THOUSAND = 1000
_TEN = 10
_HUNDRED = 100
_LONGEST_TOP = 3  # words of the upper number of a fraction

_GROUPED = re.compile(r"(?<![\d.,])(?:\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})+,\d{3})(?![\d])")
_SPACED = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?![\d])")
_DOTTED = re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d{3}){2,}(?![\d])")
_COMMA_DECIMAL = re.compile(r"(?<![\d.,])(\d+),(\d{1,2})(?!\d)")
_TOKEN = re.compile(r"\d+(?:\.\d+)?(?:/\d+)?|\.\d+|[^\W\d_]+|\S")
_SIGNS = str.maketrans({"½": " 1/2", "¼": " 1/4", "¾": " 3/4", "⅓": " 1/3", "⅔": " 2/3", "⅕": " 1/5", "⅛": " 1/8", "⁄": "/"})
_SHARE = re.compile(r"(.+?) (?:in|out of|of|from) (?:every )?(.+)")
_BELOW_ZERO = re.compile(r"(?:minus |negative |-(?=[\d.]))")
# "Thousands upon thousands", "dozens and dozens" are the vague word itself.
_TWICE_SAID = re.compile(r"\b([a-z]+s) (?:upon|on|and) \1\b")


def ungroup(text: str) -> str:
    """The text in lower case with plain digits: "1,200" → "1200", "3,5 million" → "3.5 million"."""
    text = text.casefold().translate(_SIGNS)
    for pattern in (_GROUPED, _SPACED, _DOTTED):
        text = pattern.sub(lambda found: re.sub(r"[ ,.]", "", found[0]), text)
    return _COMMA_DECIMAL.sub(r"\1.\2", text)


def read_number(text: str) -> Number | None:
    """The number that the text is, or None where it is anything else. "A third", "two in ten" are shares."""
    text = _TWICE_SAID.sub(r"\1", ungroup(" ".join(text.split()))).strip()
    below = _BELOW_ZERO.match(text)
    number = _positive(text[below.end() :] if below else text)
    if number is None or not (math.isfinite(number.low) and math.isfinite(number.high)):
        return None
    return number.negative() if below else number


def _positive(text: str) -> Number | None:
    tokens = [token for token in _TOKEN.findall(text) if token != "-"]
    if not tokens or len(tokens) > _MAX_WORDS:
        return None
    part = _part(tokens)
    if part:
        return Number(part.value * part.size, part.value * part.size, share=not part.scaled)
    cardinal = read_cardinal(tokens)
    return (cardinal.number if cardinal else None) or _point(tokens) or _mixed(tokens) or _share(text)


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of one, and of what round number it is one ("a quarter of a million": `size` 1,000,000)."""

    value: float
    size: float = 1.0
    scaled: bool = False


def _part(tokens: list[str]) -> _Part | None:
    """Half, a third, two thirds, 3/4, and such a part of a round number ("a quarter of a million", "half a dozen")."""
    if tokens == ["quarter"]:
        return None  # of a year, of a town
    if tokens[0] in ARTICLES and len(tokens) > 1 and tokens[1] in ("half", "quarter"):
        tokens = tokens[1:]
    found = _fraction(tokens)
    if found is None:
        return None
    value, rest = found
    rest = [token for token in rest if token not in ("of", *ARTICLES)]
    size = 1.0
    for token in rest:
        if token not in values("scale"):
            return None
        size *= values("scale")[token]
    if tokens[0] == "quarter" and not rest and len(tokens) > 1:
        return None
    return _Part(value, size, bool(rest))


def _fraction(tokens: list[str]) -> tuple[float, list[str]] | None:
    """The part of one that the tokens begin with, and the tokens behind it."""
    parts = values("part")
    first = tokens[0]
    if first in ("half", "quarter"):
        return 1 / parts[first], tokens[1:]
    if "/" in first:
        value = digits(first)
        return (value, tokens[1:]) if value is not None and 0 < value < 1 else None
    at = next((k for k in range(1, min(len(tokens), _LONGEST_TOP + 1)) if tokens[k] in parts), 0)
    if not at:
        return None
    bottom, said = parts[tokens[at]], tokens[:at]
    if len(said) > 1 and said[-1] in values("ten") and bottom < _TEN:
        bottom, said = values("ten")[said[-1]] + bottom, said[:-1]  # "one twenty-fifth"
    whole = read_cardinal(said) if first not in ARTICLES else None
    top = 1.0 if said in (["a"], ["an"]) else whole.number.low if whole and whole.number.low == whole.number.high else 0.0
    return (top / bottom, tokens[at + 1 :]) if 0 < top < bottom else None


def _point(tokens: list[str]) -> Number | None:
    """ "Five point five million": the digits behind the point are said one by one, or as one number below a hundred."""
    if "point" not in tokens[1:-1]:
        return None
    at = tokens.index("point")
    whole = read_cardinal(tokens[:at])
    said = tokens[at + 1 :]
    size = 1.0
    while said and said[-1] in values("scale"):
        size *= values("scale")[said.pop()]
    ones = values("one")
    if whole is None or not said or whole.number.approximate or (whole.scale >= _THOUSAND and size > 1):
        return None
    if all(token in ones and ones[token] < _TEN for token in said):
        behind = "".join(str(int(ones[token])) for token in said)
    else:
        small = read_cardinal(said)
        if small is None or small.number.approximate or not _TEN <= small.number.low < _HUNDRED:
            return None
        behind = str(int(small.number.low))
    value = float(f"{int(whole.number.low)}.{behind}") * size
    return Number(value, value)


def _mixed(tokens: list[str]) -> Number | None:
    """A whole number and a part: "two and a half million", "a million and a half", "one billion and a half million"."""
    for at in range(len(tokens) - 2, 0, -1):
        if tokens[at] != "and":
            continue
        behind = tokens[at + 1 :]
        outer = 1.0
        if tokens[-1] in values("scale") and (shorter := _part(behind[:-1]) if len(behind) > 1 else None) and not shorter.scaled:
            outer, behind = values("scale")[tokens[-1]], behind[:-1]
        whole, part = read_cardinal(tokens[:at]), _part(behind)
        if whole is None or part is None or part.scaled or (whole.number.approximate and whole.number.low != whole.number.high):
            continue
        if outer > 1 and whole.scale > outer:
            value = whole.number.low + part.value * outer
        elif outer > 1:
            value = (whole.number.low + part.value) * outer
        else:
            value = whole.number.low + part.value * (whole.scale if whole.scale >= _THOUSAND else 1)
        return Number(value, value, whole.number.approximate)
    return None


def _share(text: str) -> Number | None:
    found = _SHARE.fullmatch(text)
    if not found:
        return None
    sides = [read_cardinal([token for token in _TOKEN.findall(side) if token != "-"]) for side in found.groups()]
    top, bottom = (side.number if side else None for side in sides)
    if top is None or bottom is None or top.approximate or bottom.approximate or not 0 < top.low < bottom.low:
        return None
    return Number(top.low / bottom.low, top.low / bottom.low, share=True)

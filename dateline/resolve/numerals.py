"""Numbers as news writes them, in digits or words, to a low and a high value.

`read_number` takes the number alone: no bound words, no unit (those are `quantities.py`). Words and vague words stand in
`data/numbers.tsv`: "several" is [3, 9], "hundreds" [200, 999], and a vague word times a scale reaches up to the next round
number ("several thousand" [3000, 9999], "tens of thousands" [20000, 99999]).
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from dateline.errors import DataError
from dateline.resolve import tables

_KINDS = ("one", "ten", "scale", "vague", "part", "least", "more", "most", "less", "about", "plain", "suffix")
_THOUSAND = 1000
_HUNDRED = 100
_TEN = 10
_MAX_WORDS = 30

_GROUPED = re.compile(r"(?<![\d.,])(?:\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})+,\d{3})(?![\d])")
_SPACED = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?![\d])")
_DOTTED = re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d{3}){2,}(?![\d])")
_COMMA_DECIMAL = re.compile(r"(?<![\d.,])(\d+),(\d{1,2})(?!\d)")
_TOKEN = re.compile(r"\d+(?:\.\d+)?(?:/\d+)?|\.\d+|[^\W\d_]+|\S")
_SIGNS = str.maketrans({"½": " 1/2", "¼": " 1/4", "¾": " 3/4", "⅓": " 1/3", "⅔": " 2/3", "⅕": " 1/5", "⅛": " 1/8", "⁄": "/"})
_SHARE = re.compile(r"(.+?) (?:in|out of|of|from) (?:every )?(.+)")
_ARTICLES = ("a", "an")
_ALONE = ("no", "none", "nil", "both", "single")


@dataclass(frozen=True, slots=True)
class Number:
    """A value between `low` and `high`; `share`: it is a part of a whole ("two thirds")."""

    low: float
    high: float
    approximate: bool = False
    share: bool = False


@functools.cache
def words(kind: str) -> Mapping[str, str]:
    """Word → value of one kind in `data/numbers.tsv`. Raises `DataError` when the table breaks its schema."""
    by_kind: dict[str, dict[str, str]] = {name: {} for name in _KINDS}
    for row in tables.rows("numbers.tsv", ("kind", "word", "value")):
        if row["kind"] not in by_kind:
            raise DataError(f"{row.where}: unknown kind {row['kind']!r}; known are {', '.join(_KINDS)}")
        by_kind[row["kind"]][row["word"]] = row["value"]
    return by_kind[kind]


@functools.cache
def _values(kind: str) -> Mapping[str, float]:
    return {word: float(value) for word, value in words(kind).items()}


@functools.cache
def _vague() -> Mapping[str, tuple[float, float]]:
    found = {}
    for word, value in words("vague").items():
        low, dots, high = value.partition("..")
        if not dots or float(low) > float(high):
            raise DataError(f"resolve/data/numbers.tsv: {word!r} has {value!r}, want low..high")
        found[word] = (float(low), float(high))
    return found


@functools.cache
def _plural_scales() -> Mapping[str, float]:
    return {word + "s": value for word, value in _values("scale").items() if value >= _HUNDRED and word + "s" in _vague()}


def ungroup(text: str) -> str:
    """The text in lower case with plain digits: "1,200" → "1200", "3,5 million" → "3.5 million"."""
    text = text.casefold().translate(_SIGNS)
    for pattern in (_GROUPED, _SPACED, _DOTTED):
        text = pattern.sub(lambda found: re.sub(r"[ ,.]", "", found[0]), text)
    return _COMMA_DECIMAL.sub(r"\1.\2", text)


def read_number(text: str) -> Number | None:
    """The number that the text is, or None where it is anything else. "A third", "two in ten" are shares."""
    text = ungroup(" ".join(text.split()))
    tokens = [token for token in _TOKEN.findall(text) if token != "-"]
    if not tokens or len(tokens) > _MAX_WORDS:
        return None
    number = _part(tokens) or _value(tokens) or _share(text)
    if number is None or not (math.isfinite(number.low) and math.isfinite(number.high)):
        return None
    return number


def _share(text: str) -> Number | None:
    found = _SHARE.fullmatch(text)
    if not found:
        return None
    top, bottom = (_value(_TOKEN.findall(side.replace("-", " "))) for side in found.groups())
    if top is None or bottom is None or top.approximate or bottom.approximate or not 0 < top.low < bottom.low:
        return None
    return Number(top.low / bottom.low, top.low / bottom.low, share=True)


def _part(tokens: list[str]) -> Number | None:
    """Half, a third, two thirds, and such a part of a round number ("a quarter of a million", "half a dozen")."""
    parts, scales = _values("part"), _values("scale")
    if tokens[0] in _ARTICLES and len(tokens) > 1 and tokens[1] == "half":
        tokens = tokens[1:]
    if tokens[0] == "half":
        top, bottom, rest = 1.0, 2.0, tokens[1:]
    elif len(tokens) > 1 and tokens[1] in parts:
        top_found = 1.0 if tokens[0] in _ARTICLES else _digits(tokens[0]) or _values("one").get(tokens[0])
        if top_found is None or not 0 < top_found < parts[tokens[1]]:
            return None
        top, bottom, rest = top_found, parts[tokens[1]], tokens[2:]
    else:
        return None
    rest = [token for token in rest if token not in ("of", *_ARTICLES)]
    if not rest:
        return Number(top / bottom, top / bottom, share=True)
    size = 1.0
    for token in rest:
        if token not in scales:
            return None
        size *= scales[token]
    return Number(top / bottom * size, top / bottom * size)


def _digits(token: str) -> float | None:
    top, slash, bottom = token.partition("/")
    if not top.replace(".", "", 1).isdecimal():
        return None
    if not slash:
        return float(top)
    return float(top) / float(bottom) if float(bottom) else None


def _value(tokens: list[str]) -> Number | None:
    ones = _values("one")
    if len(tokens) == 1 and tokens[0] in _ALONE:
        return Number(ones[tokens[0]], ones[tokens[0]])
    if tokens in (["many"], ["multiple"]):
        return None
    saying = _Sum(tokens)
    while saying.index < len(tokens):
        if not saying.take():
            return None
    total = saying.total if saying.group is None else saying.total.plus(saying.group.low, saying.group.high)
    return Number(total.low, total.high, saying.approximate) if saying.last else None


@dataclass(frozen=True, slots=True)
class _Pair:
    low: float
    high: float

    def plus(self, low: float, high: float) -> _Pair:
        return _Pair(self.low + low, self.high + high)

    def times(self, size: float, vague: bool) -> _Pair:
        """A vague count of thousands ends below the next thousand."""
        return _Pair(self.low * size, (self.high + 1) * size - 1 if vague else self.high * size)


class _Sum:
    """Adds and multiplies the words up, the way they are said: [[two] hundred] thousand + five hundred."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.index = 0
        self.total = _Pair(0, 0)
        self.group: _Pair | None = None
        self.approximate = False
        self.last = ""  # kind of the word before
        self.size = 1.0  # the last scale
        self.chained = False  # a scale of a scale ("thousand million", "lakh crore") was said
        self.ceiling = math.inf  # big scales come in falling order

    def take(self) -> bool:
        """Reads the next word or words; False where they don't continue the number."""
        taken = self._link() or self._vague() or self._small() or self._scale()
        self.index += taken
        return bool(taken)

    def _ahead(self, count: int) -> list[str]:
        return self.tokens[self.index + 1 : self.index + 1 + count]

    def _link(self) -> int:
        """And, of, a: they add nothing by themselves, but for "and a half"."""
        token, ahead = self.tokens[self.index], self._ahead(2)
        if token == "and" and self.last in ("digits", "one", "scale") and (ahead == ["a", "half"] or ahead[:1] == ["1/2"]):
            half = 0.5 * (self.size if self.last == "scale" else 1)
            if self.group is not None:
                self.group = self.group.plus(half, half)
            else:
                self.total = self.total.plus(half, half)
            self.last = "half"
            return 3 if ahead[0] == "a" else 2
        if token == "and" and self.last == "scale" and ahead:
            return 1
        if token == "of" and self.last in ("quantifier", "plural") and ahead:
            return 2 if ahead[0] in _ARTICLES else 1
        if token in _ARTICLES and not self.last and ahead and ahead[0] in _values("scale"):
            self.group, self.last = _Pair(1, 1), "article"
            return 1
        return 0

    def _vague(self) -> int:
        """Several, a few, dozens, hundreds; and "thousands" behind such a word."""
        token, vague = self.tokens[self.index], _vague()
        if token in _plural_scales() and self.last in ("quantifier", "plural") and self.group is not None:
            self.group, self.last = self.group.times(_plural_scales()[token], True), "plural"
            return 1
        if self.group is not None:
            return 0
        pair = " ".join([token, *self._ahead(1)])
        name = pair if pair in vague else token if token in vague else ""
        if not name:
            return 0
        words_taken = name.count(" ") + 1
        low, high = vague[name]
        self.group, self.approximate = _Pair(low, high), low < high or self.index + words_taken < len(self.tokens)
        self.last = "plural" if name in _plural_scales() or name in ("tens", "dozens", "scores") else "quantifier"
        return words_taken

    def _small(self) -> int:
        """Digits and the words up to ninety-nine."""
        token, ones, tens = self.tokens[self.index], _values("one"), _values("ten")
        digits = _digits(token)
        after_hundred = self.last == "scale" and self.group is not None and self.group.low % _HUNDRED == 0
        if digits is not None:
            kind, value, fits = "digits", digits, self.last == "digits" and "/" in token
        elif token in ones and token not in _ALONE:
            kind, value, fits = "one", ones[token], after_hundred or (self.last == "ten" and 0 < ones[token] < _TEN)
        elif token in tens:
            kind, value, fits = "ten", tens[token], after_hundred
        else:
            return 0
        if self.group is not None and not fits:
            return 0
        self.group, self.last = (self.group or _Pair(0, 0)).plus(value, value), kind
        return 1

    def _scale(self) -> int:
        """Dozen, hundred, thousand, million, crore."""
        size = _values("scale").get(self.tokens[self.index])
        if size is None:
            return 0
        if self.group is None and self.last == "half":
            self.total = self.total.times(size, False)
        elif self.group is None and self.last == "scale":
            if size < self.size or self.chained:
                return 0
            self.total, self.chained = self.total.times(size, False), True
        elif size < _THOUSAND:
            self.group = (self.group or _Pair(1, 1)).times(size, self.approximate and size >= _HUNDRED)
        elif size >= self.ceiling:
            return 0
        else:
            step = (self.group or _Pair(1, 1)).times(size, self.approximate)
            self.total, self.group, self.ceiling = self.total.plus(step.low, step.high), None, size
        self.size, self.last = size, "scale"
        return 1

"""Cardinal numbers in words, digits or both, added and multiplied up the way they are said."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from dateline.resolve.number_words import Number, counted_scales, plural_scales, vague, values

ARTICLES = ("a", "an")
_ALONE = ("no", "none", "nil", "both", "single")
_NO_NUMBER = (["many"], ["multiple"])
_THOUSAND = 1000
_HUNDRED = 100
_TEN = 10


def digits(token: str) -> float | None:
    """The value of "12", "1.5" or "3/4", None for another token."""
    top, slash, bottom = token.partition("/")
    if not top.replace(".", "", 1).isdecimal():
        return None
    if not slash:
        return float(top)
    return float(top) / float(bottom) if float(bottom) else None


@dataclass(frozen=True, slots=True)
class Cardinal:
    """A number and the last scale that it names (1: none): "two million" has 1,000,000."""

    number: Number
    scale: float


def read_cardinal(tokens: Sequence[str]) -> Cardinal | None:
    """The number that all the tokens make, or None. "[[two] hundred] thousand + five hundred" and the like, no parts of a whole."""
    ones = values("one")
    if len(tokens) == 1 and tokens[0] in _ALONE:
        return Cardinal(Number(ones[tokens[0]], ones[tokens[0]]), 1)
    if list(tokens) in _NO_NUMBER:
        return None
    saying = _Sum(list(tokens))
    while saying.index < len(tokens):
        if not saying.take():
            return None
    total = saying.total if saying.group is None else saying.total.plus(saying.group.low, saying.group.high)
    if not saying.last or not (math.isfinite(total.low) and math.isfinite(total.high)):
        return None
    return Cardinal(Number(total.low, total.high, saying.approximate), saying.size)


@dataclass(frozen=True, slots=True)
class _Pair:
    low: float
    high: float

    def plus(self, low: float, high: float) -> _Pair:
        return _Pair(self.low + low, self.high + high)

    def times(self, size: float, vaguely: bool) -> _Pair:
        """A vague count of thousands ends below the next thousand."""
        return _Pair(self.low * size, (self.high + 1) * size - 1 if vaguely else self.high * size)


class _Sum:
    """Reads token by token; `take` is False where one doesn't continue the number."""

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
        """And, of, a: they add nothing by themselves."""
        token, ahead = self.tokens[self.index], self._ahead(2)
        if token in ("and", "&", ",") and self.last == "scale" and ahead:
            return 1
        if token == "of" and self.last in ("quantifier", "plural") and ahead:
            return 2 if ahead[0] in ARTICLES else 1
        if token in ARTICLES and not self.last and ahead and ahead[0] in values("scale"):
            self.group, self.last = _Pair(1, 1), "article"
            return 1
        return 0

    def _vague(self) -> int:
        """Several, a few, dozens, hundreds; and "thousands" behind such a word."""
        token, vaguely = self.tokens[self.index], vague()
        if token in plural_scales() and self.last in ("quantifier", "plural") and self.group is not None:
            self.group, self.last = self.group.times(plural_scales()[token], True), "plural"
            return 1
        if self.group is not None:
            return 0
        pair = " ".join([token, *self._ahead(1)])
        name = pair if pair in vaguely else token if token in vaguely else ""
        if not name:
            return 0
        words_taken = name.count(" ") + 1
        low, high = vaguely[name]
        self.group, self.approximate = _Pair(low, high), low < high or self.index + words_taken < len(self.tokens)
        self.last = "plural" if name in plural_scales() or name in ("tens", "dozens", "scores") else "quantifier"
        return words_taken

    def _small(self) -> int:
        """Digits and the words up to ninety-nine."""
        token, ones, tens = self.tokens[self.index], values("one"), values("ten")
        value = digits(token)
        after_hundred = self.last == "scale" and self.group is not None and self.group.low % _HUNDRED == 0
        if value is not None:
            kind, fits = "digits", (self.last == "digits" and "/" in token) or (after_hundred and value < _HUNDRED)
        elif token in ones and token not in _ALONE:
            value = ones[token]
            kind, fits = "one", after_hundred or (self.last == "ten" and 0 < value < _TEN)
        elif token in tens:
            kind, value, fits = "ten", tens[token], after_hundred
        else:
            return 0
        if self.group is not None and not fits:
            return 0
        self.group, self.last = (self.group or _Pair(0, 0)).plus(value, value), kind
        return 1

    def _scale(self) -> int:
        """Dozen, hundred, thousand, million, crore; three dozens."""
        token = self.tokens[self.index]
        size = values("scale").get(token)
        if size is None and self.last in ("digits", "one", "ten"):
            size = counted_scales().get(token)
        if size is None:
            return 0
        if self.group is None and self.last == "scale":
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

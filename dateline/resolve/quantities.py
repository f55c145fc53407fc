"""Number mentions to values: bounds, ranges, vague words, money, shares and units.

Conventions: a plain count has the unit "", a part of a whole "fraction" (0 to 1), "15 percent" is 15 of unit "percent". Counts are
whole, so "more than 30" is [31, open) and "fewer than 10" (open, 9]; with a unit ("more than 30 km") the bound itself stands. "Up to 500"
has no low. "Nearly", "some", "about" leave the value and set `approximate`; so do vague words ("dozens"). Dollars without a country are
USD; pounds, pesos, francs, shillings, rupees, dinars, riyals, kroner and crowns without one keep their plain name.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from dateline.resolve import numerals
from dateline.resolve.numerals import Number
from dateline.resolve.units import Unit, split_money_sign, split_unit, unit_of

_MAX_LENGTH = 120
_RULES = ("least", "more", "most", "less", "about", "plain")
_LOWER, _UPPER = ("least", "more"), ("most", "less")
_DASHES = str.maketrans({"–": "-", "—": "-", "−": "-", "‑": "-", "‐": "-", "\xa0": " ", "\u202f": " ", "\u2009": " ", "’": "'"})
_EDGES = " ,;:.'\"“”()[]—"
_RATE = re.compile(r"(.+\S)(?: (?:an?|per|each|every) |/)([^\W\d_]+)")
_DASHED = re.compile(r"(?<=[\w%])\s*-\s*(?=[\w$£€¥₹.])")
_BOTH = re.compile(r",? (?:and|but|or) ")
_BELOW_ZERO = re.compile(r"(?:minus |negative |-)(?=[^\W\d_]{0,3}[$£€¥₹])")
_BELOW_WORDS = re.compile(r"(.+) below (?:zero|freezing)")
_TIMES = {"once": 1.0, "twice": 2.0, "thrice": 3.0}
# The whole's larger and smaller part, and all but a part.
_SHARES = {"most": (0.5, 1.0), "a majority": (0.5, 1.0), "the majority": (0.5, 1.0), "a minority": (0.0, 0.5), "the minority": (0.0, 0.5)}


@dataclass(frozen=True, slots=True)
class Quantity:
    """Between `low` and `high` (None: open on that side) of a unit in the singular, or of things counted (unit "")."""

    low: float | None
    high: float | None
    unit: str
    approximate: bool


@functools.cache
def _prefix_rules() -> re.Pattern[str]:
    ordered = sorted(((word, rule) for rule in _RULES for word in numerals.words(rule)), key=lambda pair: -len(pair[0]))
    return re.compile("|".join(re.escape(word) + (r"(?:\s+|(?=[\d$£€¥]))" if word[-1].isalpha() else r"\s*") for word, _ in ordered))


@functools.cache
def _rule_of() -> Mapping[str, str]:
    return {word: rule for rule in _RULES for word in numerals.words(rule)}


@functools.cache
def _suffix_rules() -> re.Pattern[str]:
    ordered = sorted(numerals.words("suffix"), key=len, reverse=True)
    return re.compile(
        r"(.*?\S)(?:"
        + "|".join(rf"(?P<s{n}>{'' if word[0] in '-+ ' else '[ -]'}{re.escape(word)})" for n, word in enumerate(ordered))
        + ")"
    )


@functools.lru_cache(8192)
def parse_quantity(phrase: str) -> Quantity | None:
    """The quantity that a number mention states, or None where it states none ("an unknown number", ordinals, scores)."""
    if len(phrase) > _MAX_LENGTH:
        return None
    text = " ".join(phrase.strip("—").casefold().translate(_DASHES).split()).strip(_EDGES)
    text = text.replace(", if not ", " or ").replace(" if not ", " or ")
    if text.startswith("not one") or text.startswith("not a single"):
        return Quantity(0.0, 0.0, "", False) if text in ("not one", "not a single", "not a single one", "not one single") else None
    if text.removesuffix(" of") in _SHARES:
        return Quantity(*_SHARES[text.removesuffix(" of")], "fraction", True)
    below = _BELOW_WORDS.fullmatch(text)
    return _stated(f"minus {below[1]}" if below else text) or _two_bounds(text)


def _stated(text: str) -> Quantity | None:
    """A number or range with the bound words around it."""
    rule, approximate = "", False
    for _ in range(4):
        found = _read(text)
        if found is not None:
            return _bounded(found[0], found[1], rule, approximate)
        text, stripped = _strip_rule(text)
        if not stripped:
            return None
        approximate = approximate or stripped == "about"
        if stripped not in ("about", "plain"):
            rule = rule or stripped
    found = _read(text)
    return _bounded(found[0], found[1], rule, approximate) if found else None


def _two_bounds(text: str) -> Quantity | None:
    """ "At least 20 but no more than 40", in either order: one bound of each side."""
    for joint in _BOTH.finditer(text):
        one, other = _stated(text[: joint.start()]), _stated(text[joint.end() :])
        if one is None or other is None:
            continue
        lower, upper = (one, other) if one.high is None else (other, one)
        if lower.high is not None or upper.low is not None or lower.low is None or upper.high is None or lower.low > upper.high:
            continue
        if lower.unit and upper.unit and lower.unit != upper.unit:
            continue
        return Quantity(lower.low, upper.high, lower.unit or upper.unit, lower.approximate or upper.approximate)
    return None


def _strip_rule(text: str) -> tuple[str, str]:
    head = _prefix_rules().match(text)
    if head and head.end() < len(text):
        return text[head.end() :].strip(), _rule_of()[head[0].strip()]
    tail = _suffix_rules().fullmatch(text)
    if tail and tail.lastgroup:
        words = sorted(numerals.words("suffix"), key=len, reverse=True)
        return tail[1].strip(), numerals.words("suffix")[words[int(tail.lastgroup[1:])]]
    return text, ""


def _bounded(number: Number, unit: str, rule: str, approximate: bool) -> Quantity:
    step = 1 if not unit and number.low == int(number.low) and number.high == int(number.high) else 0
    low: float | None = number.low
    high: float | None = number.high
    if rule in _LOWER:
        low, high = number.low + (step if rule == "more" else 0), None
    elif rule in _UPPER:
        low, high = None, number.high - (step if rule == "less" else 0)
    return Quantity(low, high, unit, approximate or number.approximate)


def _read(text: str) -> tuple[Number, str] | None:
    """A number with its unit, or a range of two."""
    if text in _TIMES:
        return Number(_TIMES[text], _TIMES[text]), "times"
    return _measure(text) or _range(text)


def _measure(text: str) -> tuple[Number, str] | None:
    text = numerals.ungroup(text)
    whole = text
    below = _BELOW_ZERO.match(text)
    unit, text = split_money_sign(text[below.end() :] if below else text)
    before, after = split_unit(text)
    if after is not None and (unit is None or unit.dimension == after.dimension):
        unit, text = _finer(unit, after), before
        if re.fullmatch(r"(?:an?|.* (?:an?|of an?|of))", text):
            text = "one" if text in ("a", "an") else re.sub(r" (?:an?|of an?|of)$", "", text)
    number = numerals.read_number(text)
    if number is None:
        return _rate(whole)
    if below:
        number = number.negative()
    if unit is None:
        return number, "fraction" if number.share else ""
    return number, unit.name


def _finer(sign: Unit | None, after: Unit) -> Unit:
    """Of "$5 Canadian dollars" the words tell more than the sign."""
    return after if sign is None or sign.name == "USD" else sign


def _rate(text: str) -> tuple[Number, str] | None:
    """So much of one unit for each of another ("$82 a barrel" is of unit "USD/barrel")."""
    found = _RATE.fullmatch(text)
    each = unit_of(found[2]) if found else None
    inner = _measure(found[1]) if found and each else None
    if each is None or inner is None or inner[1] in ("", "fraction"):
        return None
    return inner[0], f"{inner[1]}/{each.name}"


def _range(text: str) -> tuple[Number, str] | None:
    opened = re.match(r"(?:between|from|anywhere between|anywhere from) ", text)
    inner = text[opened.end() :] if opened else text
    splits = list(re.finditer(r" (?:to|or|and) " if opened else r" (?:to|or) ", inner)) + list(_DASHED.finditer(inner))
    for split in splits:
        left_text, right_text = inner[: split.start()], inner[split.end() :]
        left, right = _approximately(left_text), _approximately(right_text)
        if left is None or right is None:
            continue
        joined = _join(left, right, right_text)
        if joined:
            return joined
    return None


def _approximately(text: str) -> tuple[Number, str] | None:
    found = _measure(text)
    if found is None:
        rest, rule = _strip_rule(text)
        if rule in ("about", "plain", "most"):
            found = _measure(rest)
        if found and rule == "about":
            found = replace(found[0], approximate=True), found[1]
    return found


def _join(left: tuple[Number, str], right: tuple[Number, str], right_text: str) -> tuple[Number, str] | None:
    """One range of two numbers; a scale or unit that only the second has ("2 to 3 million dollars") holds for both."""
    low, high = left[0], right[0]
    scale = _scale_of(right_text)
    if scale > 1 and low.high < scale and low.high * scale <= high.high:
        low = Number(low.low * scale, low.high * scale, low.approximate)
    if left[1] and right[1] and left[1] != right[1] and "USD" not in (left[1], right[1]):
        return None
    if low.low < 0 and low.low > high.high:
        low, high = high, low  # "from -18 to -34 degrees"
    if low.low > high.high:
        return None
    unit = right[1] if right[1] and (right[1] != "USD" or not left[1]) else left[1]
    return Number(low.low, high.high, low.approximate or high.approximate, low.share and high.share), unit


def _scale_of(text: str) -> float:
    scales = numerals.words("scale")
    size = 1.0
    for word in re.findall(r"[^\W\d_]+", text):
        if word in scales:
            size *= float(scales[word])
    return size

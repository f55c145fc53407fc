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

from dateline.errors import DataError
from dateline.resolve import numerals, tables
from dateline.resolve.numerals import Number

_MAX_LENGTH = 120
_UNIT_WORDS = 4  # words of the longest unit name
_RULES = ("least", "more", "most", "less", "about", "plain")
_DASHES = str.maketrans({"–": "-", "—": "-", "−": "-", "‑": "-", "‐": "-", "\xa0": " ", "\u202f": " ", "\u2009": " ", "’": "'"})
_EDGES = " ,;:.'\"“”()[]"
_GLUED = re.compile(r"(.*\d)([^\W\d_]+[²³]?|%|°[cf]?)")
_RATE = re.compile(r"(.+\S)(?: (?:an?|per|each|every) |/)([^\W\d_]+)")
_DASHED = re.compile(r"(?<=[\w%])\s*-\s*(?=[\w$£€¥₹.])")
_BRACKET = re.compile(r"([^\S\n]*[^\W\d_]?[\w.²³% -]{0,40}?)[^\S\n]*[(\[]\s*([^()\[\]\n]{1,60}?)\s*[)\]]")
_LEADING_WORDS = re.compile(r"[^\S\n]*-?((?:[^\W\d_]+\.?[²³]?|%|°[cf]?)(?:[ -][^\W\d_]+\.?){0,3})", re.IGNORECASE)
_TIMES = {"once": 1.0, "twice": 2.0, "thrice": 3.0}


@dataclass(frozen=True, slots=True)
class Quantity:
    """Between `low` and `high` (None: open on that side) of a unit in the singular, or of things counted (unit "")."""

    low: float | None
    high: float | None
    unit: str
    approximate: bool


@dataclass(frozen=True, slots=True)
class _Unit:
    name: str
    dimension: str
    factor: float | None


@dataclass(frozen=True, slots=True)
class _Units:
    after: Mapping[str, _Unit]
    before: re.Pattern[str]
    prefixes: Mapping[str, _Unit]
    not_in_text: frozenset[str]
    by_name: Mapping[str, _Unit]


@functools.cache
def _units() -> _Units:
    after: dict[str, _Unit] = {}
    prefixes: dict[str, _Unit] = {}
    shy = set()
    by_name = {}
    for row in tables.rows("units.tsv", ("unit", "dimension", "factor", "aliases")):
        unit = by_name[row["unit"]] = _Unit(row["unit"], row["dimension"], row.number("factor"))
        for alias in row.list("aliases"):
            known, word = (prefixes, alias[1:]) if alias.startswith("^") else (after, alias.rstrip("?"))
            if alias.endswith("?"):
                shy.add(word)
            if known.setdefault(word, unit) is not unit:
                raise DataError(f"{row.where}: {alias!r} stands for {known[word].name} and {unit.name}")
    signs = "|".join(re.escape(word) for word in sorted(prefixes, key=len, reverse=True))
    return _Units(
        after,
        re.compile(rf"({signs})\s?(?=[\d.]|half|an? |[^\W\d_]+ ?(?:million|billion|thousand|hundred))"),
        prefixes,
        frozenset(shy),
        by_name,
    )


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


def parse_quantity(phrase: str) -> Quantity | None:
    """The quantity that a number mention states, or None where it states none ("an unknown number", ordinals, scores)."""
    if len(phrase) > _MAX_LENGTH:
        return None
    text = " ".join(phrase.casefold().translate(_DASHES).split()).strip(_EDGES)
    text = text.replace(", if not ", " or ").replace(" if not ", " or ")
    if text.startswith("not one") or text.startswith("not a single"):
        return Quantity(0.0, 0.0, "", False) if text in ("not one", "not a single", "not a single one", "not one single") else None
    if text == "most":
        return Quantity(0.5, 1.0, "fraction", True)
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
    if rule in ("least", "more"):
        low, high = number.low + (step if rule == "more" else 0), None
    elif rule in ("most", "less"):
        low, high = None, number.high - (step if rule == "less" else 0)
    return Quantity(low, high, unit, approximate or number.approximate)


def _read(text: str) -> tuple[Number, str] | None:
    """A number with its unit, or a range of two."""
    if text in _TIMES:
        return Number(_TIMES[text], _TIMES[text]), "times"
    return _measure(text) or _range(text)


def _measure(text: str) -> tuple[Number, str] | None:
    units = _units()
    unit: _Unit | None = None
    text = numerals.ungroup(text)
    whole = text
    sign = units.before.match(text)
    if sign:
        unit, text = units.prefixes[sign[1]], text[sign.end() :]
    before, after = _split_unit(text)
    if after is not None and (unit is None or unit.dimension == after.dimension):
        if unit is None or unit.name == "USD" or after.name in ("percent",):
            unit = after
        text = before
        if re.fullmatch(r"(?:an?|.* (?:an?|of an?|of))", text):
            text = "one" if text in ("a", "an") else re.sub(r" (?:an?|of an?|of)$", "", text)
    number = numerals.read_number(text)
    if number is None:
        return _rate(whole)
    if unit is None:
        return number, "fraction" if number.share else ""
    return number, unit.name


def _rate(text: str) -> tuple[Number, str] | None:
    """So much of one unit for each of another ("$82 a barrel" is of unit "USD/barrel")."""
    found = _RATE.fullmatch(text)
    inner = _measure(found[1]) if found and found[2] in _units().after else None
    if not found or inner is None or inner[1] in ("", "fraction"):
        return None
    return inner[0], f"{inner[1]}/{_units().after[found[2]].name}"


def _split_unit(text: str) -> tuple[str, _Unit | None]:
    """The text before the unit that it ends with, and the unit."""
    after = _units().after
    pieces = re.split(r"([ -])", text)
    for count in range(_UNIT_WORDS, 0, -1):
        at = len(pieces) - (2 * count - 1)
        if at >= 2:
            name = "".join(pieces[at:]).replace("-", " ") if count > 1 else pieces[at]
            if name in after:
                return "".join(pieces[: at - 1]).strip(), after[name]
    glued = _GLUED.fullmatch(text)
    if glued and glued[2] in after:
        return glued[1], after[glued[2]]
    return text, None


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


def unit_after(text: str, end: int) -> str:
    """The unit whose words stand right after the character `end` ("253,000| hectares" → "hectare"), or ""."""
    found = _LEADING_WORDS.match(text, end)
    if not found:
        return ""
    units = _units()
    pieces = re.split(r"[ -]", found[1].casefold())
    for count in range(min(_UNIT_WORDS, len(pieces)), 0, -1):
        for name in (" ".join(pieces[:count]), " ".join(pieces[:count]).rstrip(".")):
            if name in units.after and name not in units.not_in_text:
                return units.after[name].name
    return ""


def twin(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where the converted twin of the quantity `text[start:end]` stands in brackets ("253,000 hectares (|625,000 acres|)"), or None.

    A twin measures the same thing in another unit, or the same money in another currency; whether both agree is `twin_gap`.
    """
    if not 0 <= start < end <= len(text):
        return None
    bracket = _BRACKET.match(text, end)
    first, second = parse_quantity(text[start:end]), parse_quantity(bracket[2]) if bracket else None
    if not bracket or first is None or second is None or ". " in bracket[1]:
        return None
    unit, other = _units().by_name.get(first.unit or unit_after(text, end)), _units().by_name.get(second.unit)
    if unit is None or other is None or unit is other or unit.dimension != other.dimension:
        return None
    return bracket.span(2)


def twin_gap(first: Quantity, second: Quantity) -> float | None:
    """By what part of the first the second differs once both are in one unit (0.012 = 1.2 %); None where they can't be compared."""
    units = _units().by_name
    unit, other = units.get(first.unit), units.get(second.unit)
    if (
        unit is None
        or other is None
        or unit.dimension != other.dimension
        or unit.factor is None
        or other.factor is None
        or unit.dimension == "temperature"
    ):
        return None
    gaps = []
    for one, two in ((first.low, second.low), (first.high, second.high)):
        if one is not None and two is not None and one:
            gaps.append(abs(two * other.factor - one * unit.factor) / abs(one * unit.factor))
    return max(gaps, default=None)

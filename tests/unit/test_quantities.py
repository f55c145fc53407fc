"""Number mentions to low, high and unit."""

import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.resolve.numerals import Number, read_number
from dateline.resolve.quantities import Quantity, parse_quantity
from dateline.resolve.units import unit_after

EXACT = [
    ("one", 1, ""),
    ("Twelve", 12, ""),
    ("twenty-three", 23, ""),
    ("a hundred", 100, ""),
    ("two hundred and five", 205, ""),
    ("twelve hundred", 1200, ""),
    ("Two hundred thousand", 200_000, ""),
    ("3,000", 3000, ""),
    ("1,00,000", 100_000, ""),
    ("1.000.000", 1e6, ""),
    ("12 000", 12_000, ""),
    ("half a dozen", 6, ""),
    ("half-dozen", 6, ""),
    ("two dozen", 24, ""),
    ("three score", 60, ""),
    ("a quarter of a million", 250_000, ""),
    ("half a million", 500_000, ""),
    ("two and a half million", 2.5e6, ""),
    ("a million and a half", 1.5e6, ""),
    ("1½ million", 1.5e6, ""),
    ("1.5mn", 1.5e6, ""),
    ("3 bn", 3e9, ""),
    ("5 lakh", 500_000, ""),
    ("none", 0, ""),
    ("not one", 0, ""),
    ("all 34,000", 34_000, ""),
    ("only six", 6, ""),
    ("another 25", 25, ""),
    ("600-strong", 600, ""),
    ("three-member", 3, ""),
    ("a pair", 2, ""),
    ("two thirds", 2 / 3, "fraction"),
    ("a third", 1 / 3, "fraction"),
    ("half", 0.5, "fraction"),
    ("four-fifths", 0.8, "fraction"),
    ("one in ten", 0.1, "fraction"),
    ("four out of five", 0.8, "fraction"),
    ("nine tenths", 0.9, "fraction"),
    ("15 percent", 15, "percent"),
    ("2.5 per cent", 2.5, "percent"),
    ("50%", 50, "percent"),
    ("two percent", 2, "percent"),
    ("253,000 hectares", 253_000, "hectare"),
    ("180 miles", 180, "mile"),
    ("80 km", 80, "kilometre"),
    ("20km", 20, "kilometre"),
    ("38,000 square kilometres", 38_000, "square kilometre"),
    ("18 million cubic metres", 18e6, "cubic metre"),
    ("4.2 million tonnes", 4.2e6, "tonne"),
    ("214 kilos", 214, "kilogram"),
    ("1,800-kilometre", 1800, "kilometre"),
    ("half a kilometre", 0.5, "kilometre"),
    ("50 megawatts", 50, "megawatt"),
    ("40 kilometres an hour", 40, "kilometre per hour"),
    ("three times", 3, "times"),
    ("twice", 2, "times"),
    ("$40 million", 40e6, "USD"),
    ("$8 bn", 8e9, "USD"),
    ("US$3.5bn", 3.5e9, "USD"),
    ("$970", 970, "USD"),
    ("90 million dollars", 90e6, "USD"),
    ("3.4-billion-dollar", 3.4e9, "USD"),
    ("A$87 million", 87e6, "AUD"),
    ("£18.4 million", 18.4e6, "GBP"),
    ("€9m", 9e6, "EUR"),
    ("9.05 euros", 9.05, "EUR"),
    ("580 million shillings", 580e6, "shilling"),
    ("Tk 500 crore", 5e9, "BDT"),
    ("5 million CFA francs", 5e6, "XAF"),
    ("1.3 billion marks", 1.3e9, "DEM"),
    ("40 million kroner", 40e6, "krone"),
    ("USD 40 million", 40e6, "USD"),
    ("$82 a barrel", 82, "USD/barrel"),
    ("-$5 million", -5e6, "USD"),
    ("19 degrees below zero", -19, "degree"),
    ("twelve below freezing", -12, ""),
    ("US$ 1MM", 1e6, "USD"),
    ("$2.5T", 2.5e12, "USD"),
    ("278,000 t", 278_000, "tonne"),
    ("2 1/2 in", 2.5, "inch"),
    ("3½ hours", 3.5, "hour"),
    ("$15.4/hour", 15.4, "USD/hour"),
    ("4,500 tpd", 4500, "tonne/day"),
    ("20 mm", 20, "millimetre"),
    ("15€", 15, "EUR"),
    ("212 pence", 212, "penny"),
    ("three times as many", 3, "times"),
    ("12-nation", 12, ""),
    ("one twenty-fifth", 0.04, "fraction"),
    ("0.05 bitcoin", 0.05, "BTC"),
]

BOUNDED = [
    ("at least 12", 12, None, ""),
    ("no fewer than 18", 18, None, ""),
    ("Upwards of 3,000", 3000, None, ""),
    ("12 or more", 12, None, ""),
    ("100+", 100, None, ""),
    ("more than 30", 31, None, ""),
    ("over 200", 201, None, ""),
    ("MORE THAN A DOZEN", 13, None, ""),
    ("more than 30 km", 30, None, "kilometre"),
    ("more than 90 percent", 90, None, "percent"),
    ("at least several hundred", 300, None, ""),
    ("over a third", 1 / 3, None, "fraction"),
    ("up to 500", None, 500, ""),
    ("as many as 139", None, 139, ""),
    ("no more than 20", None, 20, ""),
    ("fewer than 10", None, 9, ""),
    ("less than 30 km", None, 30, "kilometre"),
    ("up to half a million", None, 500_000, ""),
    ("between 20 and 30", 20, 30, ""),
    ("300-400", 300, 400, ""),
    ("from 5 to 10", 5, 10, ""),
    ("two or three", 2, 3, ""),
    ("two to three dozen", 24, 36, ""),
    ("2 to 3 million", 2e6, 3e6, ""),
    ("12 million-15 million", 12e6, 15e6, ""),
    ("20 to 30 percent", 20, 30, "percent"),
    ("at least 20 but no more than 40", 20, 40, ""),
    ("up to 40 and at least 20", 20, 40, ""),
    ("more than 20 km but less than 40 km", 20, 40, "kilometre"),
    ("from -18 °C to -34 °C", -34, -18, "degree Celsius"),
    ("3 to 4 L", 3, 4, "litre"),
    ("within 20 kilometres", None, 20, "kilometre"),
    ("50 or greater", 50, None, ""),
    ("$2-3 million", 2e6, 3e6, "USD"),
    ("$300-$400", 300, 400, "USD"),
    ("between $20 and $30 million", 20e6, 30e6, "USD"),
]

APPROXIMATE = [
    ("some 3,000", 3000, 3000, ""),
    ("about a fifth", 0.2, 0.2, "fraction"),
    ("an estimated 1.2 million", 1.2e6, 1.2e6, ""),
    ("nearly 9,000", 9000, 9000, ""),
    ("30 or so", 30, 30, ""),
    ("20-odd", 20, 20, ""),
    ("some 80 km", 80, 80, "kilometre"),
    ("about 30 to 40", 30, 40, ""),
    ("dozens", 24, 99, ""),
    ("scores", 40, 99, ""),
    ("several", 3, 9, ""),
    ("a few", 3, 6, ""),
    ("a handful", 3, 9, ""),
    ("Hundreds", 200, 999, ""),
    ("thousands", 2000, 9999, ""),
    ("thousands upon thousands", 2000, 9999, ""),
    ("barely 8,000", 8000, 8000, ""),
    ("a majority of", 0.5, 1, "fraction"),
    ("on the order of 300", 300, 300, ""),
    ("tens of thousands", 20_000, 99_999, ""),
    ("hundreds of thousands", 200_000, 999_999, ""),
    ("several hundred", 300, 999, ""),
    ("several thousand", 3000, 9999, ""),
    ("a few dozen", 36, 72, ""),
    ("a couple of hundred", 200, 299, ""),
    ("hundreds, if not thousands", 200, 9999, ""),
    ("thousands of litres", 2000, 9999, "litre"),
    ("millions of dollars", 2e6, 9_999_999, "USD"),
]

NO_QUANTITY = [
    "",
    "third",
    "twenty-third",
    "many",
    "countless",
    "an unknown number",
    "184 to 7",
    "soldiers",
    "one two",
    "million thousand million billion",
    "5 5",
    "30-20",
    "at least",
    "$",
    "percent",
    "12 soldiers",
    "\ud800",
    "1/0",
    "-",
    "9" * 400,
    "x" * 5000,
]


@pytest.mark.parametrize(("phrase", "value", "unit"), EXACT)
def test_exact(phrase, value, unit):
    assert parse_quantity(phrase) == Quantity(pytest.approx(value), pytest.approx(value), unit, False)


@pytest.mark.parametrize(("phrase", "low", "high", "unit"), BOUNDED)
def test_bounded(phrase, low, high, unit):
    found = parse_quantity(phrase)
    assert found is not None
    assert (found.low, found.high, found.unit) == (low, high, unit)


@pytest.mark.parametrize(("phrase", "low", "high", "unit"), APPROXIMATE)
def test_approximate(phrase, low, high, unit):
    assert parse_quantity(phrase) == Quantity(low, high, unit, True)


@pytest.mark.parametrize("phrase", NO_QUANTITY)
def test_no_quantity(phrase):
    assert parse_quantity(phrase) is None


def test_bounds_alone_are_not_approximate():
    for phrase in ("at least 12", "more than 30", "up to 500", "300-400"):
        found = parse_quantity(phrase)
        assert found is not None
        assert not found.approximate


@pytest.mark.parametrize(
    ("text", "end", "want"),
    [
        ("253,000 hectares of", 7, "hectare"),
        ("15% of", 2, "percent"),
        ("20km away", 2, "kilometre"),
        ("5 square miles.", 1, "square mile"),
        ("1,200-kilometre border", 5, "kilometre"),
        ("12 soldiers", 2, ""),
        ("12", 2, ""),
        ("5 won the seat", 1, ""),
        ("30 million dollars", 10, "USD"),
    ],
)
def test_unit_after(text, end, want):
    assert unit_after(text, end) == want


WORDS = """at least more than up to fewer nearly some about between and or to from a an the half quarter third two twelve twenty hundred
thousand million dozen dozens scores several few hundreds thousands tens of 12 3,000 1.5 300-400 $ £ Tk crore percent % km hectares dollars
in out per day -"""
PHRASES = st.one_of(st.text(max_size=40), st.lists(st.sampled_from(re.findall(r"\S+", WORDS)), max_size=7).map(" ".join))


@settings(max_examples=500, deadline=None)
@given(PHRASES)
def test_any_text_gives_an_ordered_finite_quantity_or_none(phrase):
    found = parse_quantity(phrase)
    if found is None:
        return
    assert found.low is not None or found.high is not None
    assert all(math.isfinite(value) for value in (found.low, found.high) if value is not None)
    if found.low is not None and found.high is not None:
        assert found.low <= found.high


ONES = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
nineteen"""
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"


def in_words(value: int) -> str:
    ones, tens = ONES.split(), TENS.split()
    if value < 20:
        return ones[value]
    if value < 100:
        return tens[value // 10 - 2] + (f"-{ones[value % 10]}" if value % 10 else "")
    for size, name in ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if value >= size:
            rest = value % size
            return f"{in_words(value // size)} {name}" + (f"{' and' if rest < 100 else ''} {in_words(rest)}" if rest else "")
    raise AssertionError


@settings(deadline=None)
@given(st.integers(0, 10**12 - 1))
def test_digits_and_words_are_read_back(value):
    want = Number(value, value)
    assert read_number(str(value)) == want
    assert read_number(f"{value:,}") == want
    assert read_number(in_words(value)) == want

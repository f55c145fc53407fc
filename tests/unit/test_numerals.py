"""Number words against a generator of our own, and against num2words where it is installed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.resolve.number_words import Number, vague, values, words
from dateline.resolve.numerals import read_number
from dateline.resolve.quantities import parse_quantity

ONES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen"]
ONES += ["fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred"))
DENOMINATORS = {3: "third", 4: "quarter", 5: "fifth", 8: "eighth", 10: "tenth", 20: "twentieth", 100: "hundredth"}


def in_words(value, *, linked=True, hyphen="-"):
    if value < 20:
        return ONES[value]
    if value < 100:
        return TENS[value // 10 - 2] + (f"{hyphen}{ONES[value % 10]}" if value % 10 else "")
    size, name = next((size, name) for size, name in SCALES if value >= size)
    rest = value % size
    link = " and " if linked and 0 < rest < 100 else " "
    behind = link + in_words(rest, linked=linked, hyphen=hyphen) if rest else ""
    return f"{in_words(value // size, linked=linked, hyphen=hyphen)} {name}{behind}"


WHOLE = st.integers(0, 10**15 - 1)


@settings(max_examples=400, deadline=None)
@given(WHOLE, st.booleans(), st.sampled_from(["-", " ", " - "]), st.sampled_from([str.lower, str.upper, str.capitalize]))
def test_words_are_read_back(value, linked, hyphen, case):
    assert read_number(case(in_words(value, linked=linked, hyphen=hyphen))) == Number(value, value)


@given(st.integers(0, 10**12 - 1))
def test_digits_are_read_back(value):
    want = Number(value, value)
    assert read_number(str(value)) == want
    assert read_number(f"{value:,}") == want
    assert read_number(f"{value:,}".replace(",", " ")) == want
    assert read_number(f"{value:,}".replace(",", "\u202f").replace("\u202f", " ")) == want


@given(st.integers(1, 10**9))
def test_below_zero(value):
    for said in (f"minus {value}", f"negative {in_words(value)}", f"-{value:,}", f"minus {in_words(value)}"):
        assert read_number(said) == Number(-value, -value)


@given(
    st.integers(0, 999),
    st.lists(st.integers(0, 9), min_size=1, max_size=4),
    st.sampled_from([(1, ""), (10**6, " million"), (10**9, " billion")]),
)
def test_decimals(whole, places, scale):
    want = pytest.approx(float(f"{whole}." + "".join(map(str, places))) * scale[0])
    spoken = f"{in_words(whole)} point {' '.join(ONES[d] for d in places)}{scale[1]}"
    written = f"{whole}.{''.join(map(str, places))}{scale[1]}"
    for said in (spoken, written):
        found = read_number(said)
        assert found is not None
        assert (found.low, found.high) == (want, want)


@given(st.integers(1, 99), st.integers(1, 99), st.sampled_from(sorted(DENOMINATORS)))
def test_whole_and_part(whole, top, bottom):
    top = top % (bottom - 1) + 1
    part = f"{in_words(top)} {DENOMINATORS[bottom]}{'s' if top > 1 else ''}"
    alone, mixed = read_number(part), read_number(f"{in_words(whole)} and {part}")
    assert alone == Number(pytest.approx(top / bottom), pytest.approx(top / bottom), share=True)
    assert mixed is not None
    assert mixed.low == mixed.high == pytest.approx(whole + top / bottom)


@given(st.integers(2, 99), st.sampled_from(["million", "billion", "thousand"]))
def test_and_a_half_belongs_to_the_scale(value, scale):
    want = (value + 0.5) * values("scale")[scale]
    for said in (
        f"{in_words(value)} and a half {scale}",
        f"{in_words(value)} {scale} and a half",
        f"{value}.5 {scale}",
        f"{value}½ {scale}",
    ):
        found = read_number(said)
        assert found is not None, said
        assert found.low == found.high == want, said


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_larger_number_reads_larger(one, other):
    low, high = sorted((one, other))
    first, second = read_number(in_words(low)), read_number(in_words(high))
    assert first is not None
    assert second is not None
    assert first.low <= second.low


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_ranges_hold_both_ends(one, other):
    low, high = sorted((one, other))
    high += low == high
    spoken = f"from {in_words(low % 50)} to {in_words(high % 50 + 50)}"
    for said in (
        f"between {low} and {high}",
        f"{low:,} to {high:,}",
        f"at least {low} and at most {high}",
        f"no more than {high} but over {low}",
    ):
        found = parse_quantity(said)
        assert found is not None, said
        assert (found.low, found.high) == (low + ("over" in said), high), said
    found = parse_quantity(spoken)
    assert found is not None
    assert (found.low, found.high) == (low % 50, high % 50 + 50)


@given(st.sampled_from(sorted(vague())), st.sampled_from(["", "about ", "some ", "at least "]))
def test_vague_words_keep_their_bounds(word, bound):
    found = parse_quantity(bound + word)
    if word in ("many", "multiple"):
        assert found is None
        return
    assert found is not None
    low, high = vague()[word]
    assert found.low == low
    assert found.high == (None if bound == "at least " else high)


def test_against_num2words():
    num2words = pytest.importorskip("num2words").num2words
    for value in [
        *range(1200),
        *range(1995, 10_000, 37),
        *range(10_000, 10**7, 98_731),
        *(10**k + 10**j for k in range(3, 15) for j in range(k)),
    ]:
        assert read_number(num2words(value)) == Number(value, value)


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("one billion and a half million", 1_000_500_000),
        ("a quarter million", 250_000),
        ("3 dozens", 36),
        ("3 hundred and 21", 321),
        ("nought point five", 0.5),
        ("two hundred point seventy-one", 200.71),
        ("three lakh crore", 3e12),
        ("2mil", 2e6),
        ("three million, two hundred & forty", 3_000_240),
    ],
)
def test_said_in_other_ways(said, value):
    assert read_number(said) == Number(value, value)


@pytest.mark.parametrize(
    "said",
    ["and", "point", "one point", "point five", "million and", "two and", "minus", "a", "an and a half", "third", "quarter", "one and two"],
)
def test_no_number(said):
    assert read_number(said) is None


def test_every_word_of_the_table_is_lower_case():
    for kind in ("one", "ten", "scale", "vague", "part", "least", "more", "most", "less", "about", "plain", "suffix"):
        assert all(word == word.casefold() for word in words(kind))

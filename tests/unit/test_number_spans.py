"""Quantities found in running text, with all of their words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.reading import sentence

from dateline.resolve.number_spans import find_quantities
from dateline.resolve.quantities import parse_quantity
from dateline.resolve.sentence_numbers import sentence_numbers

MARKED = [
    "[At least 12] people died and [more than 30] were hurt in the F-16 strike.",
    "Fire burned [253,000 hectares] ([625,000 acres]) of forest.",
    "It cost [between $20 and $30 million], or [$2-3 million] a dam.",
    "The price rose from [$350 per kg] to [$680 per kg], up [15 percent].",
    "Wages rose from [20 percent] to [30 percent].",
    "Between the towns lie [20 to 30] farms, [two or three] of them rich.",
    "[Hundreds of thousands] marched; [two to three dozen] fell.",
    "They have [one million and a half] goats and [three and a half thousand] cows.",
    "[A third] of the [1,200] left, [20-odd] stayed.",
    "[Some 80 km] north, [well over 5,000] hid.",
    "One of the men gave no reason; both were 21st in the G8 of the 1990s.",
    "She has COVID-19 and an AK-47.",
    "[A couple of hundred] came, [half a dozen] stayed.",
    "The [27-kilometre] wall and the [40]-strong guard cost [€9m] and [Tk 500 crore].",
    "They lost [5 million dollars] and [6] ships.",
    "[3] of [12] fled; [two thousand and five] stayed.",
    "It fell to [-15 degrees Celsius], [minus 20] at night.",
    "[30 or more] and [at least 20 but no more than 40].",
    "[12 000] and [1 234 567] and [40\u202f000].",
]


@pytest.mark.parametrize("marked", MARKED)
def test_found(marked):
    line = marked.replace("[", "").replace("]", "")
    want, at = [], 0
    for piece in marked.split("[")[1:]:
        words = piece.split("]")[0]
        at = line.index(words, at)
        want.append((at, at + len(words)))
        at += len(words)
    found = [(f.start, f.end) for f in find_quantities(line, 0, len(line))]
    assert [line[a:b] for a, b in found] == [line[a:b] for a, b in want]
    assert found == want


_PIECES = ["at", "least", "12", "and", "a", "half", "million", "of", "to", "between", "$", "3,000", "-5", "km%", "dozens", "one", "F-16"]
_PIECES += ["(30", "or", "more", "third", "tens"]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(_PIECES),
        max_size=12,
    )
)
def test_spans_are_in_order_apart_and_say_their_quantity(pieces):
    line = " ".join(pieces)
    end = 0
    for found in find_quantities(line, 0, len(line)):
        assert end <= found.start < found.end <= len(line)
        assert parse_quantity(line[found.start : found.end]) == found.quantity
        end = found.end


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_any_text(line):
    for found in find_quantities(line, 0, len(line)):
        assert 0 <= found.start < found.end <= len(line)


@given(st.integers(2, 10**9), st.sampled_from(["people", "houses", "km", "percent"]))
def test_a_plain_number_is_found_wherever_it_stands(value, what):
    for line in (f"{value:,} {what}", f"They saw {value} {what}.", f"Up north, {value:,} {what} were seen"):
        (found,) = find_quantities(line, 0, len(line))
        assert (found.quantity.low, found.quantity.high) == (value, value)


@pytest.mark.parametrize(
    ("line", "mentions", "want"),
    [
        ("It has between 20 and 30 men.", [("number", "between"), ("number", "20 and 30")], [("between 20 and 30", (0, 1))]),
        ("It hit one in ten men.", [("number", "one in ten")], [("one in ten", (0,))]),
        ("It has more than 50 men.", [("number", "50")], [("more than 50", (0,))]),
        ("It lasted three days for 4 men.", [("time", "three days"), ("number", "4")], [("4", (1,))]),
        ("They handed over two men.", [("number", "two")], [("two", (0,))]),
        ("It hit over two men.", [("number", "over two")], [("over two", (0,))]),
        ("Well over two men left.", [("number", "two")], [("Well over two", (0,))]),
        ("He was one of 847 men.", [("number", "847")], [("847", (0,))]),
        ("It has 20 men.", [], [("20", ())]),
        ("A majority left.", [("number", "A majority")], [("A majority", (0,))]),
        ("An unknown number left.", [("number", "An unknown number")], []),
        ("It lost 45 and 50 men.", [("number", "45 and 50")], [("45", (0,)), ("50", (0,))]),
        ("After 2 May 40 left.", [("time", "2 May"), ("number", "40")], [("40", (1,))]),
    ],
)
def test_mentions_get_their_whole_words(line, mentions, want):
    found = sentence_numbers(line, sentence(line, line, mentions))
    assert [(line[n.start : n.end], n.mentions) for n in found] == want

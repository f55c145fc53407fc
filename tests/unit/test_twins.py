"""Converted twins in brackets, found and checked."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.resolve.quantities import Quantity, parse_quantity
from dateline.resolve.twins import find_twin, twin_gap
from dateline.resolve.units import unit_after

TWINS = [
    ("burned |253,000 hectares| (625,000 acres) of forest", "625,000 acres"),
    ("burned |253,000| hectares (625,000 acres)", "625,000 acres"),
    ("|180 miles| (about 290 km) north", "about 290 km"),
    ("a |$40 million| (€36 million) loan", "€36 million"),
    ("|580 million shillings| [$4.5 million]", "$4.5 million"),
    ("|253,000 hectares| of land (625,000 acres)", "625,000 acres"),
    ("|12| soldiers (three of them officers)", None),
    ("|180 miles| north. The road (290 km) is closed", None),
    ("|40 km| (2 hours) away", None),
    ("|40 km| (40 km) away", None),
    ("|40 km|", None),
]


@pytest.mark.parametrize(("marked", "want"), TWINS)
def test_twin(marked, want):
    before, quantity, after = marked.split("|")
    text = before + quantity + after
    found = find_twin(text, len(before), len(before) + len(quantity))
    assert (text[found.start : found.end] if found else None) == want


def test_twin_gap():
    first, good, bad = (parse_quantity(phrase) for phrase in ("253,000 hectares", "625,000 acres", "62,500 acres"))
    assert first
    assert good
    assert bad
    assert twin_gap(first, good) == pytest.approx(0.0, abs=0.013)
    assert twin_gap(first, bad) == pytest.approx(0.9, abs=0.01)
    assert twin_gap(first, Quantity(3, 3, "kilometre", False)) is None


CHECKED = [
    ("253,000 hectares (625,000 acres)", True),
    ("253,000 hectares (62,500 acres)", False),
    ("180 miles (290 km)", True),
    ("300 km (200 miles)", True),
    ("300 km (100 miles)", False),
    ("2 miles (3 km)", True),
    ("1 mile (5 km)", False),
    ("100 kg (220 pounds)", True),
    ("100 kg (220 lb)", True),
    ("100 kg (45 lb)", False),
    ("35 degrees Celsius (95 degrees Fahrenheit)", True),
    ("35 degrees Celsius (120 degrees Fahrenheit)", False),
    ("2 degrees Celsius (3.6 degrees Fahrenheit)", True),
    ("$40 million (€36 million)", None),
    ("up to 50 km (30 miles)", True),
    ("between 50 and 60 km (31 to 37 miles)", True),
    ("between 50 and 60 km (31 to 47 miles)", False),
]


@pytest.mark.parametrize(("text", "agrees"), CHECKED)
def test_twins_agree_up_to_their_rounding(text, agrees):
    found = find_twin(text, 0, text.index(" ("))
    assert found is not None
    assert found.agrees is agrees
    assert (found.gap is None) is (agrees is None)


@given(st.floats(1, 1e9), st.sampled_from([("km", "miles", 1.609344), ("hectares", "acres", 0.40468564), ("kg", "lb", 0.45359237)]))
def test_a_right_twin_is_never_flagged_and_a_tenfold_one_always(value, units):
    one, other, factor = units
    first = f"{value:.4f} {one}"
    for size, agrees in ((1, True), (10, False), (0.1, False)):
        found = find_twin(f"{first} ({value / factor * size:.6f} {other})", 0, len(first))
        assert found is not None
        assert found.agrees is agrees


@settings(deadline=None)
@given(st.text(max_size=60), st.integers(-3, 70), st.integers(-3, 70))
def test_twin_and_unit_after_take_any_text(text, start, end):
    found = find_twin(text, start, end)
    assert found is None or end <= found.start < found.end <= len(text)
    assert isinstance(unit_after(text, max(end, 0)), str)

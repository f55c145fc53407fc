"""The figures of the benchmark `copies`, its labels, and the copies it makes."""

import random
from pathlib import Path

from benchmarks.copies import half, labels, precision, recall
from benchmarks.copies_made import Own, _figures, _restyled, make
from benchmarks.copies_scale import reports

ROOT = Path(__file__).parents[2]


def test_precision_and_recall():
    cases = [(True, True), (True, False), (False, True), (False, False), (True, True)]
    assert (precision(cases), recall(cases)) == (2 / 3, 2 / 3)


def test_the_labels_are_pairs_of_ids_in_two_halves():
    found = labels()
    assert len({frozenset(row[:2]) for row in found}) == len(found) == 300
    assert {label for _, _, label in found} == {"copy", "update", "different"}
    assert 100 < sum(half(left, right) == "A" for left, right, _ in found) < 200


def test_house_style_and_figures():
    assert (
        _restyled("The U.S. harbor had 3 ships, 3,000 men and 4.5 percent") == "The US harbour had three ships, 3,000 men and 4.5 per cent"
    )
    text, changed = _figures("In 1998 some 12 of 1,400 men", random.Random(0), None)
    assert changed == 2 and text.startswith("In 1998 some ")


def test_made_pairs_name_made_reports():
    built = make(ROOT, most=24)
    ids = {one.id for one in built.reports}
    assert all(left in ids and right in ids for left, right, _ in [*built.same, *built.different])
    assert {kind for _, _, kind in built.different} == {"form", "other day", "background", "round-up"}
    assert Own("a", "t", "2020-01-01", ("One.", "Two.")).text == "One.\n\nTwo."


def test_resampled_reports_are_the_same_each_time():
    texts = ["The Minister of Osmira met 12 envoys.\nThey spoke of Verrano.\nNo date was set.\nMore is to follow."] * 3
    assert [one.key for one in reports(texts, 20)] == [one.key for one in reports(texts, 20)]

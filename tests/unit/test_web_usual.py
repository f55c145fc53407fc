"""What is usual for a bin: bounds that hold for what they are made from, and bins that know only the past."""

import random

from hypothesis import given
from hypothesis import strategies as st

from dateline.web.usual import LEAST, WINDOW, usual, verdict

COUNTS = st.lists(st.integers(0, 2_000), max_size=80)


@given(COUNTS)
def test_the_mean_lies_within_its_bounds_and_is_of_the_window_before(counts):
    for at, found in enumerate(usual(counts)):
        before = counts[max(0, at - WINDOW) : at]
        if len(before) < LEAST:
            assert found is None
        else:
            mean, low, high = found
            assert abs(mean - sum(before) / len(before)) < 1e-6
            assert 0 <= low <= mean + 1e-9
            assert mean <= high + 1


@given(COUNTS, st.integers(0, 2_000))
def test_a_bin_does_not_know_itself_or_what_follows(counts, later):
    assert usual([*counts, later])[: len(counts)] == usual(counts)


def test_nine_of_ten_poisson_bins_lie_within():
    rng = random.Random(5)
    for mean in (0.3, 3, 40, 400):
        counts = [sum(1 for _ in range(int(mean * 50)) if rng.random() < 0.02) for _ in range(1_500)]
        said = [verdict(count, bounds) for count, bounds in zip(counts, usual(counts), strict=True)]
        share = said.count("within") / (len(said) - said.count(None))
        assert 0.86 <= share <= 0.999, mean


def test_a_jump_is_above_and_silence_after_much_is_below():
    assert verdict(30, usual([3, 4, 2, 5, 3, 4, 3, 2, 30])[-1]) == "above"
    assert verdict(0, usual([20, 25, 22, 19, 24, 21, 20, 0])[-1]) == "below"
    assert verdict(1, usual([0] * 30 + [1])[-1]) == "above"
    assert verdict(5, usual([5, 5])[-1]) is None

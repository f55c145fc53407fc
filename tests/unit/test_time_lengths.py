"""How long a mention says, what comes back, and the reason where there is no day."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.resolve.lengths import LASTS, NO_ANCHOR, NOT_RESOLVED, RECURS, Length, length_of, recurs, why_no_day

LENGTHS = [
    ("two weeks", Length(2, 2, "week")),
    ("the past two years", Length(2, 2, "year")),
    ("at least 20 more years", Length(20, 20, "year")),
    ("three-day", Length(3, 3, "day")),
    ("an 8-month-old", Length(8, 8, "month")),
    ("a 12-month period", Length(12, 12, "month")),
    ("six to nine months", Length(6, 9, "month")),
    ("three- to five-year", Length(3, 5, "year")),
    ("six and a half years", Length(6.5, 6.5, "year")),
    ("a day and a half", Length(1.5, 1.5, "day")),
    ("half an hour", Length(0.5, 0.5, "hour")),
    ("two hours and 15 minutes", Length(135, 135, "minute")),
    ("three years, two months", Length(38, 38, "month")),
    ("a day or two", Length(1, 2, "day")),
    ("weeks", Length(2, 8, "week")),
    ("five years of war", Length(5, 5, "year")),
    ("two weeks' time", Length(2, 2, "week")),
    ("the past decade", Length(1, 1, "decade")),
    ("yearlong", Length(1, 1, "year")),
    ("a year-and-a-half", Length(1.5, 1.5, "year")),
    ("a two- or three-year", Length(2, 3, "year")),
    ("between 15 and 20 years", Length(15, 20, "year")),
    ("a full 40 minutes", Length(40, 40, "minute")),
    ("days on end", Length(2, 7, "day")),
    ("a quarter-century", Length(0.25, 0.25, "century")),
    ("half the year", Length(0.5, 0.5, "year")),
    ("so many years", Length(3, 9, "year")),
    ("six months to a year", Length(6, 12, "month")),
    ("a year to 18 months", Length(12, 18, "month")),
]
NO_LENGTH = [
    "",
    "two years to three weeks",
    "Monday",
    "June 3",
    "the week",
    "2019",
    "a third year",
    "a second day",
    "first week of March",
    "the vote",
    "x" * 5000,
]


@pytest.mark.parametrize(("phrase", "want"), LENGTHS)
def test_length(phrase, want):
    assert length_of(phrase) == want


@pytest.mark.parametrize("phrase", NO_LENGTH)
def test_no_length(phrase):
    assert length_of(phrase) is None


@pytest.mark.parametrize("phrase", ["daily", "every Friday", "each July", "on Sundays", "twice a week", "hourly"])
def test_what_comes_back(phrase):
    assert recurs(phrase)


@pytest.mark.parametrize("phrase", ["Friday", "a week", "Thurs.", "Monday's", "the yearling"])
def test_what_does_not(phrase):
    assert not recurs(phrase)


@pytest.mark.parametrize(
    ("phrase", "anchored", "reason"),
    [("every Friday", True, RECURS), ("two weeks", True, LASTS), ("Friday", False, NO_ANCHOR), ("the vote", True, NOT_RESOLVED)],
)
def test_the_reason_where_there_is_no_day(phrase, anchored, reason):
    assert why_no_day(phrase, anchored) == reason


@given(st.text(max_size=60))
def test_any_text_gives_an_ordered_length_or_none(phrase):
    found = length_of(phrase)
    assert found is None or 0 <= found.low <= found.high


@given(st.integers(1, 400), st.sampled_from(["minute", "hour", "day", "week", "month", "year"]))
def test_a_written_length_is_read_back(count, unit):
    plural = "" if count == 1 else "s"
    assert length_of(f"{count} {unit}{plural}") == length_of(f"a {count}-{unit} period") == Length(count, count, unit)

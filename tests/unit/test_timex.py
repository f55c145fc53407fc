"""The published map from TimeML values to days, and the frozen list of cases."""

from datetime import date

import pytest

from benchmarks.times import CASES, _is_case_right
from benchmarks.timex import Answer, is_right, periods
from dateline.resolve.calendar_rules import Interval
from dateline.resolve.lengths import Length, length_of, recurs
from dateline.resolve.times import resolve_time

PUBLISHED = date(2025, 8, 9)


def right(value: str, phrase: str) -> bool:
    answer = Answer(resolve_time(phrase, PUBLISHED, None, None), length_of(phrase), recurs(phrase))
    return is_right(value, phrase, answer, PUBLISHED)


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2024-02-29T08:00", date(2024, 2, 29), date(2024, 2, 29)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("199", date(1990, 1, 1), date(1999, 12, 31)),
        ("199X", date(1990, 1, 1), date(1999, 12, 31)),
        ("19", date(1900, 1, 1), date(1999, 12, 31)),
        ("2024-Q4", date(2024, 10, 1), date(2024, 12, 31)),
        ("2024-H1", date(2024, 1, 1), date(2024, 6, 30)),
        ("2024-SU", date(2024, 6, 1), date(2024, 8, 31)),
        ("2024-WI", date(2024, 12, 1), date(2025, 2, 28)),
        ("2024-W01", date(2024, 1, 1), date(2024, 1, 7)),
        ("2024-W01-WE", date(2024, 1, 6), date(2024, 1, 7)),
    ],
)
def test_periods(value, first, last):
    assert periods(value) == [(first, last)]


def test_an_unnamed_week_may_be_any_of_the_year():
    assert len(periods("2024-WXX")) == 52
    assert periods("P2Y") == periods("PAST_REF") == []


@pytest.mark.parametrize(
    ("value", "phrase"),
    [
        ("2025-08-08", "yesterday"),
        ("2025", "this year"),
        ("2025-08", "late this month"),
        ("2023", "two years ago"),
        ("2023-Q3", "two years ago"),
        ("2025-WXX", "last week"),
        ("PAST_REF", "recent years"),
        ("FUTURE_REF", "soon"),
        ("PRESENT_REF", "now"),
        ("P2Y", "24 months"),
        ("PT90M", "an hour and a half"),
        ("PXD", "a few days"),
        ("P1Y", "the fiscal year"),
        ("XXXX-WXX-5", "every Friday"),
    ],
)
def test_right(value, phrase):
    assert right(value, phrase)


@pytest.mark.parametrize(
    ("value", "phrase"),
    [
        ("2025-08-07", "yesterday"),
        ("2024", "this year"),
        ("2025-07", "this month"),
        ("2020", "two years ago"),
        ("2025-08", "yesterday"),
        ("2025", "late 2024"),
        ("2024-WXX", "last week"),
        ("PAST_REF", "yesterday"),
        ("PAST_REF", "soon"),
        ("PRESENT_REF", "last week"),
        ("P2W", "two years"),
        ("P14D", "one week"),
        ("PXD", "three days"),
        ("P1L", "the vote"),
        ("XXXX-WXX-5", "Friday"),
        ("2025-08-08", "the vote"),
    ],
)
def test_wrong(value, phrase):
    assert not right(value, phrase)


@pytest.mark.parametrize(
    ("value", "phrase", "start", "end", "want"),
    [
        ({"value": "2025-06-05", "timex": ""}, "june 5", date(2025, 6, 5), date(2025, 6, 5), True),
        ({"start": "2025-06-03", "end": "2025-06-05", "timex": ""}, "june 3-5", date(2025, 6, 3), date(2025, 6, 5), True),
        ({"start": "2025-06-01", "end": "2025-07-01", "timex": ""}, "june", date(2025, 6, 1), date(2025, 6, 30), True),
        ({"start": "2025-06-01", "end": "2025-07-01", "timex": ""}, "june", date(2025, 6, 1), date(2025, 7, 1), False),
        ({"start": "2025-06-01", "timex": "", "Mod": "since"}, "since june", date(2025, 6, 1), PUBLISHED, True),
        ({"end": "2026-01-01", "timex": "", "Mod": "before"}, "by the end of the year", PUBLISHED, date(2025, 12, 31), True),
        ({"end": "2025-06-05", "timex": "", "Mod": "before"}, "before june 5", None, date(2025, 6, 5), False),
        ({"value": "not resolved", "timex": "2025-SU"}, "this summer", date(2025, 6, 1), date(2025, 8, 31), True),
        ({"value": "not resolved", "timex": "2025-SU"}, "this summer", date(2024, 6, 1), date(2024, 8, 31), False),
    ],
)
def test_the_ends_of_the_recognizers(value, phrase, start, end, want):
    assert _is_case_right(Interval(start, end, "test"), value, phrase, PUBLISHED) is want


def test_the_frozen_list_names_each_case_once():
    lines = CASES.read_text(encoding="utf-8").splitlines()
    cases = [case for line in lines if not line.startswith("#") for case in line.split()]
    assert len(cases) == len(set(cases)) == 190
    assert all(part.isdigit() for case in cases for part in case.split("."))


def test_lengths_of_another_kind_are_not_converted():
    assert not is_right("P1D", "24 hours", Answer(None, Length(24, 24, "hour"), False), PUBLISHED)

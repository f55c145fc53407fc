"""Times told by whole years, results and time stamps. Publication is Saturday 9 August 2025, the time just mentioned the second quarter."""

from datetime import date

import pytest

from dateline.resolve.lengths import length_of, recurs
from dateline.resolve.times import Interval, Tense, resolve_time

PUBLISHED = date(2025, 8, 9)
QUARTER = Interval(date(2025, 4, 1), date(2025, 6, 30), "published: quarter by tense")


def days(phrase: str, tense: Tense = None) -> str | None:
    found = resolve_time(phrase, PUBLISHED, QUARTER, tense)
    if found is None:
        return None
    start, end = (day.isoformat() if day else "" for day in (found.start, found.end))
    return start if start == end else f"{start}..{end}"


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("May a year ago", "2024-05-01..2024-05-31"),
        ("the second quarter a year earlier", "2024-04-01..2024-06-30"),
        ("the year-ago first quarter", "2024-01-01..2024-03-31"),
        ("two years ago this month", "2023-08-01..2023-08-31"),
        ("a year ago today", "2024-08-09"),
        ("a week ago yesterday", "2025-08-01"),
        ("this time last year", "2024-07-26..2024-08-23"),
        ("two winters ago", "2023-12-01..2024-02-29"),
        ("year earlier", "2024-04-01..2024-06-30"),
        ("the comparable quarter", "2024-04-01..2024-06-30"),
        ("the quarter that ended in June", "2025-04-01..2025-06-30"),
        ("the fiscal year beginning in April", "2025-04-01..2026-03-31"),
        ("the fiscal second quarter ended June 30", "2025-04-01..2025-06-30"),
        ("the third and fourth quarters of 2024", "2024-07-01..2024-12-31"),
        ("the June 2024 quarter", "2024-04-01..2024-06-30"),
        ("the April-June period", "2025-04-01..2025-06-30"),
        ("for the second quarter", "2025-04-01..2025-06-30"),
        ("for 2024", "2024-01-01..2024-12-31"),
        ("first two months", "2025-01-01..2025-02-28"),
        ("January to June", "2025-01-01..2025-06-30"),
        ("the 2023/24 marketing year", "2023-01-01..2024-12-31"),
        ("the 2024 fiscal year", "2024-01-01..2024-12-31"),
        ("end-May", "2025-05-21..2025-05-31"),
        ("mid-to-late May", "2025-05-11..2025-05-31"),
        ("the late 1800s", "1870-01-01..1899-12-31"),
        ("Easter weekend", "2025-04-18..2025-04-21"),
        ("Labor Day weekend", "2025-08-30..2025-09-01"),
        ("the 21st of last month", "2025-07-21"),
        ("today, Aug. 9", "2025-08-09"),
        ("June, July and August", "2025-06-01..2025-08-31"),
        ("next Tuesday or Wednesday", "2025-08-12..2025-08-13"),
        ("today through Tuesday", "2025-08-09..2025-08-12"),
        ("last Saturday night", "2025-08-02"),
        ("nine o'clock Friday night", "2025-08-08"),
        ("shortly before 5 p.m. Friday", "2025-08-08"),
        ("1337 EDT", "2025-08-09"),
        ("07-25-25 1942EDT", "2025-07-25"),
        ("by Friday", "2025-08-09..2025-08-15"),
        ("the day before", "2025-08-08"),
        ("the new fiscal year", None),
        ("the sixth", None),
    ],
)
def test_the_days_told_where_the_tense_is_unknown(phrase: str, expected: str | None) -> None:
    assert days(phrase) == expected


@pytest.mark.parametrize(
    ("phrase", "low", "high", "unit"),
    [
        ("the 1988 nine months", 9, 9, "month"),
        ("the same nine months of 1988", 9, 9, "month"),
        ("60 days to 90 days", 60, 90, "day"),
        ("two or more years", 2, 2, "year"),
        ("a year's time", 1, 1, "year"),
        ("a matter of weeks", 2, 8, "week"),
        ("three quarters of an hour", 0.75, 0.75, "hour"),
        ("the past year and a half", 1.5, 1.5, "year"),
        ("the next month or two", 1, 2, "month"),
        ("the third straight month", 3, 3, "month"),
        ("century-old", 1, 1, "century"),
    ],
)
def test_lengths(phrase: str, low: float, high: float, unit: str) -> None:
    length = length_of(phrase)
    assert length is not None
    assert (length.low, length.high, length.unit) == (low, high, unit)


@pytest.mark.parametrize("phrase", ["the 1988 quarter", "the 1986/87 fiscal year", "the 2024 year"])
def test_a_year_is_no_count(phrase: str) -> None:
    assert length_of(phrase) is None


@pytest.mark.parametrize(
    "phrase",
    ["Saturdays and Sundays", "Sunday mornings", "weeknights", "24 hours a day", "year-round", "twice-a-year", "this time of year"],
)
def test_what_comes_back_has_no_days(phrase: str) -> None:
    assert recurs(phrase)
    assert resolve_time(phrase, PUBLISHED) is None

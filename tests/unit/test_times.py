"""Time mentions to first and last possible days. Publication in the tables is Saturday 9 August 2025 unless said otherwise."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.errors import DataError
from dateline.resolve import tables
from dateline.resolve.calendar_rules import holiday, third, words
from dateline.resolve.lengths import recurs
from dateline.resolve.times import Interval, anchor_after, resolve_time

PUBLISHED = date(2025, 8, 9)
JULY = Interval(date(2025, 7, 1), date(2025, 7, 31), "published: month before")
MAY_14 = Interval(date(2019, 5, 14), date(2019, 5, 14), "stated: month and day of year")
TWENTY_TEN = Interval(date(2010, 1, 1), date(2010, 12, 31), "stated: year")


def days(found: Interval | None) -> str | None:
    if found is None:
        return None
    start, end = (day.isoformat() if day else "" for day in (found.start, found.end))
    return start if start == end else f"{start}..{end}"


PAST = [
    ("Friday", "2025-08-08"),
    ("the year-earlier first nine months", "2024-01-01..2024-09-30"),
    ("the 12-month period ended June 30", "2024-07-01..2025-06-30"),
    ("the year-2000", "2000-01-01..2000-12-31"),
    ("the year ahead", "2025-08-09..2026-08-09"),
    ("the other night", "..2025-08-09"),
    ("one recent evening", "..2025-08-09"),
    ("the Cold War", "1947-03-12..1991-12-26"),
    ("last Mother's Day", "2025-05-11"),
    ("the immediately preceding year", "2024-01-01..2024-12-31"),
    ("the fall season", "2024-09-01..2024-11-30"),
    ("Saturday", "2025-08-09"),  # the day of publication itself
    ("FRIDAY", "2025-08-08"),
    ("on Sunday", "2025-08-03"),
    ("last Friday", "2025-08-08"),
    ("last Saturday", "2025-08-02"),
    ("next Tuesday", "2025-08-12"),
    ("Thurs.", "2025-08-07"),
    ("Monday's", "2025-08-04"),
    ("earlier on Monday", "2025-08-04"),
    ("late Thursday", "2025-08-07"),
    ("late on Friday night", "2025-08-08"),
    ("Monday night", "2025-08-04"),
    ("dawn on Monday", "2025-08-04"),
    ("before dawn on Friday", "2025-08-08"),
    ("shortly after midnight on Sunday", "2025-08-03"),
    ("early hours of Friday", "2025-08-08"),
    ("Wednesday noon", "2025-08-06"),
    ("10 p.m. Sunday", "2025-08-03"),
    ("Thursday, 8:30 a.m.", "2025-08-07"),
    ("0620 GMT", "2025-08-09"),
    ("overnight", "2025-08-08..2025-08-09"),
    ("overnight Tuesday", "2025-08-05..2025-08-06"),
    ("overnight Saturday", "2025-08-08..2025-08-09"),
    ("overnight into Monday", "2025-08-03..2025-08-04"),
    ("night of Friday to Saturday", "2025-08-08..2025-08-09"),
    ("Wednesday last week", "2025-07-30"),
    ("Monday of next week", "2025-08-11"),
    ("Thursday or Friday", "2025-08-07..2025-08-08"),
    ("Friday to Monday", "2025-08-01..2025-08-04"),
    ("today", "2025-08-09"),
    ("yesterday", "2025-08-08"),
    ("tomorrow", "2025-08-10"),
    ("the day before yesterday", "2025-08-07"),
    ("this morning", "2025-08-09"),
    ("last night", "2025-08-08"),
    ("tonight", "2025-08-09"),
    ("last week", "2025-07-28..2025-08-03"),
    ("last month", "2025-07-01..2025-07-31"),
    ("last year", "2024-01-01..2024-12-31"),
    ("next week", "2025-08-11..2025-08-17"),
    ("next month", "2025-09-01..2025-09-30"),
    ("this week", "2025-08-04..2025-08-09"),
    ("this month", "2025-08-01..2025-08-09"),
    ("this year", "2025-01-01..2025-08-09"),
    ("earlier this week", "2025-08-04..2025-08-09"),
    ("later this year", "2025-08-09..2025-12-31"),
    ("early last week", "2025-07-28..2025-07-29"),
    ("late last month", "2025-07-21..2025-07-31"),
    ("the week before last", "2025-07-21..2025-07-27"),
    ("at the weekend", "2025-08-09..2025-08-10"),
    ("last weekend", "2025-08-02..2025-08-03"),
    ("next weekend", "2025-08-16..2025-08-17"),
    ("the last few days", "2025-08-03..2025-08-09"),
    ("the past week", "2025-08-02..2025-08-09"),
    ("past 24 hours", "2025-08-08..2025-08-09"),
    ("the last three months", "2025-05-09..2025-08-09"),
    ("over the past two decades", "2005-08-09..2025-08-09"),
    ("in recent weeks", "2025-06-14..2025-08-09"),
    ("in the next 60-100 days", "2025-08-09..2025-11-17"),
    ("the coming days", "2025-08-09..2025-08-16"),
    ("for two weeks", "2025-07-26..2025-08-09"),
    ("for a third day", "2025-08-07..2025-08-09"),
    ("for the seventh straight day", "2025-08-03..2025-08-09"),
    ("within 48 hours", "2025-08-09..2025-08-11"),
    ("three days ago", "2025-08-06"),
    ("two weeks ago", "2025-07-23..2025-07-29"),
    ("about two weeks ago", "2025-07-23..2025-07-29"),
    ("two years ago", "2023-02-08..2024-02-07"),
    ("three or four days ago", "2025-08-05..2025-08-06"),
    ("three days earlier", "2025-08-06"),
    ("the month before", "2025-07-01..2025-07-31"),
    ("the following day", "2025-08-10"),
    ("September", "2024-09-01..2024-09-30"),
    ("August", "2025-08-01..2025-08-31"),
    ("last September", "2024-09-01..2024-09-30"),
    ("last August", "2024-08-01..2024-08-31"),
    ("June of last year", "2024-06-01..2024-06-30"),
    ("mid-June", "2025-06-11..2025-06-20"),
    ("late July", "2025-07-21..2025-07-31"),
    ("early in May", "2025-05-01..2025-05-10"),
    ("the end of October", "2024-10-21..2024-10-31"),
    ("first week of March", "2025-03-01..2025-03-07"),
    ("the last Sunday of May", "2025-05-25"),
    ("June 3", "2025-06-03"),
    ("3 June", "2025-06-03"),
    ("the 3rd of June", "2025-06-03"),
    ("the first of December", "2024-12-01"),
    ("Sept 12", "2024-09-12"),
    ("Feb. 29", "2024-02-29"),
    ("the 21st", "2025-07-21"),
    ("Aug. 3-5", "2025-08-03..2025-08-05"),
    ("3 and 4 March", "2025-03-03..2025-03-04"),
    ("July 30-Aug 2", "2025-07-30..2025-08-02"),
    ("November to February", "2024-11-01..2025-02-28"),
    ("the week of June 3", "2025-06-02..2025-06-08"),
    ("spring", "2025-03-01..2025-05-31"),
    ("last autumn", "2024-09-01..2024-11-30"),
    ("next spring", "2026-03-01..2026-05-31"),
    ("third quarter", "2025-07-01..2025-09-30"),
    ("Christmas", "2024-12-25"),
    ("New Year's Eve", "2024-12-31"),
    ("Good Friday", "2025-04-18"),
    ("two days before Christmas", "2024-12-23"),
    ("since Monday", "2025-08-04..2025-08-09"),
    ("since 2022", "2022-01-01..2025-08-09"),
    ("since last autumn", "2024-09-01..2025-08-09"),
    ("until Friday", "..2025-08-08"),
    ("before Christmas", "..2024-12-24"),
    ("from next month", "2025-09-01.."),
    ("after Thursday", "2025-08-08.."),
    ("by the end of the year", "2025-08-09..2025-12-31"),
    ("before the end of the month", "2025-08-09..2025-08-31"),
    ("8/9/2025", "2025-08-09"),  # the other reading lies ahead
    ("1 to 3 August", "2025-08-01..2025-08-03"),
    ("Aug. 3, 4 and 5", "2025-08-03..2025-08-05"),
    ("Wednesday the 6th", "2025-08-06"),
    ("Friday the 13th", "2025-06-13"),
    ("a week ago Friday", "2025-08-01"),
    ("two Fridays ago", "2025-08-01"),
    ("a week from Monday", "2025-08-18"),
    ("right now", "2025-08-09"),
    ("recently", "..2025-08-09"),
    ("soon", "2025-08-09.."),
    ("so far this year", "2025-01-01..2025-08-09"),
    ("the rest of the year", "2025-08-09..2025-12-31"),
    ("the first half", "2025-01-01..2025-06-30"),
    ("the latest quarter", "2025-04-01..2025-06-30"),
    ("second-quarter", "2025-04-01..2025-06-30"),
    ("this year's second quarter", "2025-04-01..2025-06-30"),
    ("midweek", "2025-08-06..2025-08-08"),
    ("as early as Monday", "2025-08-04.."),
    ("on or before Aug. 3", "..2025-08-03"),
    ("before end of this year", "2025-08-09..2025-12-31"),
    ("by the end of August", "2025-08-09..2025-08-31"),
    ("until September", "..2025-09-30"),
    ("until May", "..2025-05-31"),
    ("since at least 2020", "2020-01-01..2025-08-09"),
    ("Tuesday, Wednesday and Thursday", "2025-08-05..2025-08-07"),
    ("the night between Monday and Tuesday", "2025-08-04..2025-08-05"),
    ("the night of Monday", "2025-08-04"),
    ("after Friday prayers", "2025-08-09.."),
    ("all of last week", "2025-07-28..2025-08-03"),
    ("midway through June", "2025-06-11..2025-06-20"),
    ("last night at 8", "2025-08-08"),
    ("22/04", "2025-04-22"),  # only one reading is a date
]

FUTURE = [
    ("Friday", "2025-08-15"),
    ("Saturday", "2025-08-09"),
    ("this week", "2025-08-09..2025-08-10"),
    ("September", "2025-09-01..2025-09-30"),
    ("June 3", "2026-06-03"),
    ("Christmas", "2025-12-25"),
    ("by December", "2025-08-09..2025-12-31"),
    ("until Friday", "..2025-08-15"),
    ("for two weeks", "2025-08-09..2025-08-23"),
    ("in ten days", "2025-08-19"),
    ("Monday to Wednesday", "2025-08-11..2025-08-13"),
    ("Feb. 29", "2028-02-29"),
    ("the 21st", "2025-08-21"),
    ("next year", "2026-01-01..2026-12-31"),
    ("Friday the 15th", "2025-08-15"),
    ("the months ahead", "2025-08-09..2026-08-09"),
    ("next year's first quarter", "2026-01-01..2026-03-31"),
    ("this coming Sunday", "2025-08-10"),
    ("in two weeks' time", "2025-08-20..2025-08-26"),
    ("within the next 72 hours", "2025-08-09..2025-08-12"),
]

STATED = [
    ("2019-06-03", "2019-06-03"),
    ("2019-06-03T10:15:00Z", "2019-06-03"),
    ("3 June 2019", "2019-06-03"),
    ("June 3, 2019", "2019-06-03"),
    ("Monday, June 3rd, 2019", "2019-06-03"),
    ("June 2019", "2019-06-01..2019-06-30"),
    ("13/5/2024", "2024-05-13"),
    ("03.06.2019", "2019-06-03"),
    ("2019", "2019-01-01..2019-12-31"),
    ("the year 2000", "2000-01-01..2000-12-31"),
    ("late 2023", "2023-09-01..2023-12-31"),
    ("early 2000s", "2000-01-01..2003-12-31"),
    ("1990s", "1990-01-01..1999-12-31"),
    ("the '90s", "1990-01-01..1999-12-31"),
    ("the nineties", "1990-01-01..1999-12-31"),
    ("the mid-1990s", "1994-01-01..1996-12-31"),
    ("nineteenth century", "1800-01-01..1899-12-31"),
    ("summer of 2016", "2016-06-01..2016-08-31"),
    ("winter of 2014-15", "2014-12-01..2015-02-28"),
    ("Q3 2019", "2019-07-01..2019-09-30"),
    ("the first half of 2020", "2020-01-01..2020-06-30"),
    ("first three months of 2019", "2019-01-01..2019-03-31"),
    ("between 2010 and 2014", "2010-01-01..2014-12-31"),
    ("2010-14", "2010-01-01..2014-12-31"),
    ("1939-45", "1939-01-01..1945-12-31"),
    ("June and July 2019", "2019-06-01..2019-07-31"),
    ("Nov. 2014 - Feb. 2015", "2014-11-01..2015-02-28"),
    ("from June 3 to June 5, 2019", "2019-06-03..2019-06-05"),
    ("Easter 2016", "2016-03-27"),
    ("since 2022", "2022-01-01.."),
    ("before 2001", "..2000-12-31"),
    ("three days after June 3, 2019", "2019-06-06"),
    ("9/11", "2001-09-11"),
    ("New Year's Day 2024", "2024-01-01"),
    ("the Second World War", "1939-09-01..1945-09-02"),
    ("5-Aug-2016", "2016-08-05"),
    ("the 2018 second quarter", "2018-04-01..2018-06-30"),
    ("2019 H2", "2019-07-01..2019-12-31"),
    ("the June quarter of 2020", "2020-04-01..2020-06-30"),
    ("nineteen ninety-four", "1994-01-01..1994-12-31"),
    ("January two thousand and five", "2005-01-01..2005-01-31"),
    ("the quarter ended June 30, 2020", "2020-04-01..2020-06-30"),
    ("2015 or later", "2015-01-01.."),
    ("first two quarters of 2020", "2020-01-01..2020-06-30"),
    ("between 3 and 12 of September 2020", "2020-09-03..2020-09-12"),
    ("Nov 18 2014-Dec 19 2015", "2014-11-18..2015-12-19"),
]

COUNTED_FROM_PREVIOUS = [
    ("the month before", JULY, "2025-06-01..2025-06-30"),
    ("the previous month", JULY, "2025-06-01..2025-06-30"),
    ("the following month", JULY, "2025-08-01..2025-08-31"),
    ("that month", JULY, "2025-07-01..2025-07-31"),
    ("later that month", MAY_14, "2019-05-01..2019-05-31"),
    ("three days earlier", MAY_14, "2019-05-11"),
    ("the next day", MAY_14, "2019-05-15"),
    ("a day later", MAY_14, "2019-05-15"),
    ("the following morning", MAY_14, "2019-05-15"),
    ("the night before", MAY_14, "2019-05-13"),
    ("that day", MAY_14, "2019-05-14"),
    ("that evening", MAY_14, "2019-05-14"),
    ("the same year", MAY_14, "2019-01-01..2019-12-31"),
    ("the following Monday", MAY_14, "2019-05-20"),
    ("the Friday before", MAY_14, "2019-05-10"),
    ("the previous year", TWENTY_TEN, "2009-01-01..2009-12-31"),
    ("a year later", TWENTY_TEN, "2011-01-01..2011-12-31"),
    ("that June", TWENTY_TEN, "2010-06-01..2010-06-30"),
    ("at the time", MAY_14, "2019-05-14"),
    ("that day", TWENTY_TEN, "2010-01-01..2010-12-31"),  # some day of it
    ("the corresponding month of 2024", JULY, "2024-07-01..2024-07-31"),
    ("later", MAY_14, "2019-05-14..2025-08-09"),
    ("the same period last year", JULY, "2024-07-01..2024-07-31"),
    ("the year-earlier quarter", Interval(date(2025, 1, 1), date(2025, 3, 31), "test"), "2024-01-01..2024-03-31"),
    ("the following Friday", MAY_14, "2019-05-17"),
    ("last month", MAY_14, "2025-07-01..2025-07-31"),  # counts from publication all the same
    ("Friday", MAY_14, "2025-08-08"),
]

NO_TIME = [
    "",
    "two weeks",
    "three-day",
    "48 hours",
    "months",
    "decades",
    "every Friday",
    "each year",
    "daily",
    "second day",
    "life",
    "half-time",
    "sixth century BC",
    "February 30",
    "2019-13-45",
    "the rains",
    "the vote",
    "the day after the vote",
    "since independence",
    "and",
    "-",
    "…",
    "99999999 years ago",
    "1e400",
    "\ud800",
    "x" * 5000,
    "last",
    "the",
    "Tom",
    "3/4/5/6",
    "24/7",
    "1/2",
    "at the time",
    "Independence Day",
]


@pytest.mark.parametrize(("phrase", "want"), PAST)
def test_past(phrase, want):
    assert days(resolve_time(phrase, PUBLISHED)) == want


@pytest.mark.parametrize(("phrase", "want"), FUTURE)
def test_future(phrase, want):
    assert days(resolve_time(phrase, PUBLISHED, tense="future")) == want


@pytest.mark.parametrize(("phrase", "want"), STATED)
def test_a_full_date_needs_no_publication_day(phrase, want):
    assert days(resolve_time(phrase, None)) == want


@pytest.mark.parametrize(("phrase", "previous", "want"), COUNTED_FROM_PREVIOUS)
def test_from_the_interval_just_mentioned(phrase, previous, want):
    assert days(resolve_time(phrase, PUBLISHED, previous)) == want


@pytest.mark.parametrize(
    "phrase", ["Friday", "last month", "June 3", "Christmas", "two years ago", "this week", "yesterday", "the day before"]
)
def test_without_anchor_there_is_no_day(phrase):
    assert resolve_time(phrase, None) is None


@pytest.mark.parametrize("phrase", NO_TIME)
def test_no_time(phrase):
    assert resolve_time(phrase, PUBLISHED) is None


def test_an_ambiguous_numeric_date_stays_open():
    assert resolve_time("3/4/2019", None) is None
    assert resolve_time("03/04/2025", PUBLISHED) is None
    assert days(resolve_time("08/07/2025", date(2025, 7, 9))) == "2025-07-08"


@pytest.mark.parametrize(
    ("phrase", "previous", "anchor"),
    [("Friday", None, "published"), ("the month before", JULY, "previous 2025-07-01..2025-07-31"), ("June 2019", JULY, "stated")],
)
def test_the_basis_names_the_anchor(phrase, previous, anchor):
    found = resolve_time(phrase, PUBLISHED, previous)
    assert found is not None
    assert found.basis.startswith(anchor + ": ")


def test_a_numeric_date_follows_the_order_of_the_report():
    assert days(resolve_time("3/4/2019", None, day_first=True)) == "2019-04-03"
    assert days(resolve_time("3/4/2019", None, day_first=False)) == "2019-03-04"
    assert days(resolve_time("23/4/2019", None, day_first=False)) == "2019-04-23"  # only one reading is a date
    assert days(resolve_time("3/4", PUBLISHED, day_first=True)) == "2025-04-03"


def test_what_is_told_next_counts_from_the_time_just_named():
    march = resolve_time("March", PUBLISHED)
    anchor = anchor_after(march, None)
    assert anchor == march
    before = resolve_time("the month before", PUBLISHED, anchor)
    assert days(before) == "2025-02-01..2025-02-28"
    assert days(resolve_time("the month before", PUBLISHED, anchor_after(before, anchor))) == "2025-01-01..2025-01-31"


def test_vague_times_and_comparisons_leave_the_anchor():
    quarter = resolve_time("the second quarter of 2025", PUBLISHED)
    for phrase in ("recently", "a year ago", "the year-earlier quarter"):
        assert anchor_after(resolve_time(phrase, PUBLISHED, quarter), quarter) == quarter
    assert anchor_after(None, MAY_14) == MAY_14
    for phrase in ("a year ago", "a year earlier", "two years ago", "last year"):
        found = resolve_time(phrase, PUBLISHED, MAY_14)
        assert found is not None
        assert anchor_after(found, MAY_14) == found


def test_unknown_tense_takes_the_nearest():
    assert days(resolve_time("September", PUBLISHED, tense=None)) == "2025-09-01..2025-09-30"
    assert days(resolve_time("November", PUBLISHED, tense=None)) == "2025-11-01..2025-11-30"
    assert days(resolve_time("January", PUBLISHED, tense=None)) == "2025-01-01..2025-01-31"
    assert days(resolve_time("third quarter", date(2025, 10, 26), tense=None)) == "2025-07-01..2025-09-30"
    assert days(resolve_time("June", PUBLISHED, tense=None)) == "2025-06-01..2025-06-30"
    assert days(resolve_time("this week", PUBLISHED, tense=None)) == "2025-08-04..2025-08-10"


@pytest.mark.parametrize(
    ("name", "year", "want"),
    [
        ("easter", 2024, "2024-03-31"),
        ("easter", 1961, "1961-04-02"),
        ("orthodox easter", 2024, "2024-05-05"),
        ("thanksgiving", 2024, "2024-11-28"),
        ("eid al-fitr", 2024, "2024-04-09..2024-04-13"),
        ("ramadan", 2025, "2025-02-28..2025-03-31"),
    ],
)
def test_holidays(name, year, want):
    found = holiday(name, year)
    assert found is not None
    assert days(Interval(*found, "")) == want


def test_thirds_cover_a_period_without_gap():
    for first, last in [
        (date(2024, 1, 1), date(2024, 12, 31)),
        (date(2025, 2, 1), date(2025, 2, 28)),
        (date(2000, 1, 1), date(2009, 12, 31)),
    ]:
        early, mid, late = (third((first, last), which) for which in ("early", "mid", "late"))
        assert (early[0], late[1]) == (first, last)
        assert mid[0] - early[1] == late[0] - mid[1] == timedelta(days=1)


WORDS = """last next this that the a two three 60-100 few several first second early late mid- of in on since until by before after for
within between and to from day days week weekend month months year years decade century hours ago earlier later Monday Friday night
overnight June Aug. 31 3rd 2019 1990s Christmas spring quarter half end today tomorrow 10 p.m. noon -"""
PHRASES = st.one_of(st.text(max_size=40), st.lists(st.sampled_from(re.findall(r"\S+", WORDS)), max_size=6).map(" ".join))
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
DAYS = st.dates(min_value=date(1, 1, 1))


@settings(max_examples=400, deadline=None)
@given(
    PHRASES,
    st.none() | DAYS,
    st.none() | st.tuples(DAYS, DAYS),
    st.sampled_from(["past", "future", None]),
)
def test_any_text_gives_an_ordered_interval_or_none(phrase, published, previous, tense):
    before = Interval(min(previous), max(previous), "stated: test") if previous else None
    found = resolve_time(phrase, published, before, tense)
    assert found is None or found.start is not None or found.end is not None
    if found and found.start and found.end:
        assert found.start <= found.end
    assert found == resolve_time(phrase.upper() if phrase.isascii() else phrase, published, before, tense)


@given(st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 31)))
def test_a_written_day_is_read_back(day):
    for written in (day.isoformat(), f"{day:%B} {day.day}, {day.year}", f"{day.day} {day:%b} {day.year}"):
        assert days(resolve_time(written, None)) == day.isoformat()


@given(DAYS.filter(lambda day: day.year > 1), st.integers(0, 6))
def test_a_weekday_lies_within_a_week_of_publication(day, weekday):
    name = WEEKDAYS.split()[weekday]
    past = resolve_time(name, day)
    assert past is not None
    assert past.start is not None
    assert past.start.weekday() == weekday
    assert 0 <= (day - past.start).days < 7


@pytest.mark.parametrize(("kind", "word", "value"), [("vague", "soon", "soonish"), ("named", "d-day", "6 June"), ("colour", "red", "1")])
def test_a_table_that_breaks_its_schema_says_where(monkeypatch, kind, word, value):
    class Row(dict):
        where = "times.tsv, line 2"

    monkeypatch.setattr(tables, "rows", lambda *_: iter([Row(kind=kind, word=word, value=value)]))
    with pytest.raises(DataError, match=r"times\.tsv, line 2"):
        words.__wrapped__(kind)


@pytest.mark.parametrize(
    ("phrase", "tense", "want"),
    [
        ("as soon as Monday", None, "2025-08-11"),
        ("as soon as Monday", "past", "2025-08-04"),
        ("as early as Tuesday", None, "2025-08-12.."),
    ],
)
def test_what_may_come_so_soon_lies_ahead_if_no_tense_says_otherwise(phrase, tense, want):
    assert days(resolve_time(phrase, PUBLISHED, None, tense)) == want


@pytest.mark.parametrize("phrase", ["the years since", "in the 15 years since", "since", "ever since"])
@pytest.mark.parametrize("tense", ["past", None])
def test_since_reaches_from_the_time_just_mentioned_to_publication(phrase, tense):
    assert days(resolve_time(phrase, PUBLISHED, TWENTY_TEN, tense)) == "2010-01-01..2025-08-09"
    assert resolve_time(phrase, PUBLISHED, None, tense) is None


def test_what_has_neither_a_first_nor_a_last_day_is_no_time():
    assert resolve_time("from the past", PUBLISHED) is None


def test_a_count_a_year_ago_does_not_come_back():
    assert not recurs("the same nine months a year ago")
    assert recurs("two months a year")
    assert recurs("week-to-week")


@pytest.mark.parametrize(
    ("phrase", "want"),
    [
        ("the full year", "2025-01-01..2025-12-31"),
        ("the entire week", "2025-08-04..2025-08-10"),
        ("the year so far", "2025-01-01..2025-08-09"),
        ("this year and next", "2025-01-01..2026-12-31"),
        ("late this month or early next", "2025-08-21..2025-09-10"),
        ("third-period", "2025-07-01..2025-09-30"),
        ("the second period of 2024", "2024-04-01..2024-06-30"),
        ("the last quarter century", "2000-08-09..2025-08-09"),
        ("one day next week", "2025-08-11..2025-08-17"),
        ("beyond 2026", "2027-01-01.."),
        ("tax year 2024", "2024-01-01..2024-12-31"),
    ],
)
def test_other_words_for_the_same_periods(phrase, want):
    assert days(resolve_time(phrase, PUBLISHED, None, None)) == want

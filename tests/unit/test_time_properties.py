"""Invariants of time mentions, and a fuzz of phrases built from parts against plain calendar arithmetic."""

import calendar
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.resolve.time_normal import normal
from dateline.resolve.times import Interval, resolve_time

DAY = timedelta(days=1)
GREGORIAN_CYCLE = 146_097 * DAY  # after 400 years the calendar comes back, weekdays too
WEEKDAYS = list(calendar.day_name)
MONTHS = list(calendar.month_name)[1:]
SHORT = ["Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."]
NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
ORDINALS = ["first", "second", "third", "fourth"]
PUBLISHED = st.dates(min_value=date(1700, 1, 1), max_value=date(2300, 12, 31))
TENSES = st.sampled_from(["past", "future", None])

# Phrases that name no year of their own and no feast of the moon: they move with what they count from.
SIDE = st.sampled_from(["last", "next", "this", "the previous", "the following", "that", "the past", "the coming", "the"])
UNIT = st.sampled_from(["day", "week", "weekend", "month", "quarter", "year", "decade"])
COUNT = st.one_of(st.integers(1, 40).map(str), st.sampled_from([*NUMBERS, "a few", "several", "a couple of"]))
PLAIN = st.one_of(
    st.builds("{} {}".format, SIDE, UNIT),
    st.builds("{} {}".format, SIDE, st.sampled_from([*WEEKDAYS, *MONTHS])),
    st.builds("{} {}s {}".format, COUNT, UNIT, st.sampled_from(["ago", "earlier", "later", "before"])),
    st.builds("{} {} {}s".format, SIDE, COUNT, UNIT),
    st.builds("{} {}".format, st.sampled_from(SHORT), st.integers(1, 31)),
    st.builds("{} {}-{}".format, st.sampled_from(SHORT), st.integers(1, 14), st.integers(15, 31)),
    st.builds("{} {}".format, st.sampled_from(["early", "mid", "late", "early in", "the end of"]), st.sampled_from(MONTHS)),
    st.builds("{} {}".format, st.sampled_from(WEEKDAYS), st.sampled_from(["morning", "night", "at noon", "the 13th", "evening"])),
    st.sampled_from(
        ["today", "yesterday", "tomorrow", "overnight", "recently", "soon", "the third quarter", "summer", "the 21st", "Labor Day"]
    ),
)
OPERATED = st.builds(
    lambda operator, phrase: f"{operator} {phrase}".strip(), st.sampled_from(["", "since", "until", "before", "after", "by", "from"]), PLAIN
)


def moved(found: Interval | None, by: timedelta) -> tuple[date | None, date | None] | None:
    return found and (found.start and found.start + by, found.end and found.end + by)


def ends(found: Interval | None) -> tuple[date | None, date | None] | None:
    return found and (found.start, found.end)


@settings(max_examples=500, deadline=None)
@given(OPERATED, PUBLISHED, st.none() | st.tuples(PUBLISHED, st.integers(0, 400)), TENSES)
def test_a_phrase_moves_with_its_anchors(phrase, published, before, tense):
    def previous(by: timedelta) -> Interval | None:
        return Interval(before[0] + by, before[0] + by + before[1] * DAY, "stated: test") if before else None

    here = resolve_time(phrase, published, previous(0 * DAY), tense)
    there = resolve_time(phrase, published + GREGORIAN_CYCLE, previous(GREGORIAN_CYCLE), tense)
    assert ends(there) == moved(here, GREGORIAN_CYCLE)


@settings(max_examples=300, deadline=None)
@given(OPERATED, PUBLISHED, TENSES)
def test_the_same_phrase_gives_the_same_interval_in_its_normal_form(phrase, published, tense):
    assert ends(resolve_time(normal(phrase), published, None, tense)) == ends(resolve_time(phrase, published, None, tense))


@settings(max_examples=300, deadline=None)
@given(OPERATED, PUBLISHED, TENSES)
def test_what_was_found_is_read_back_as_itself(phrase, published, tense):
    found = resolve_time(phrase, published, None, tense)
    if found and found.start and found.end:
        assert ends(resolve_time(f"{found.start} to {found.end}", None)) == (found.start, found.end)


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=120), st.none() | PUBLISHED, TENSES, st.sampled_from([True, False, None]))
def test_any_text_gives_an_interval_or_none(text, published, tense, day_first):
    found = resolve_time(text, published, None, tense, day_first)
    assert found is None or found.start is None or found.end is None or found.start <= found.end


def month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def months_on(day: date, count: int) -> date:
    index = day.year * 12 + day.month - 1 + count
    return date(index // 12, index % 12 + 1, 1)


@given(PUBLISHED, st.integers(1, 60), st.booleans())
def test_days_off(published, count, worded):
    number = NUMBERS[count % 12] if worded else str(count)
    off = (count % 12 + 1 if worded else count) * DAY
    written = "day" if off == DAY else "days"
    before = Interval(published, published, "stated: test")
    for phrase, want in (
        (f"{number} {written} ago", published - off),
        (f"in {number} {written}", published + off),
        (f"{number} {written} earlier", published - off),
        (f"{number} {written} later", published + off),
        (f"{number} {written} before {published:%B} {published.day}, {published.year}", published - off),
    ):
        tense = "future" if phrase.startswith("in ") else "past"
        assert ends(resolve_time(phrase, published, before, tense)) == (want, want), phrase


@given(PUBLISHED, st.integers(0, 6))
def test_weekdays_and_weeks(published, weekday):
    name = WEEKDAYS[weekday]
    past = max(published - n * DAY for n in range(7) if (published - n * DAY).weekday() == weekday)
    ahead = min(published + n * DAY for n in range(7) if (published + n * DAY).weekday() == weekday)
    monday = published - published.weekday() * DAY
    for phrase, tense, want in (
        (name, "past", (past, past)),
        (name, "future", (ahead, ahead)),
        (f"since {name}", "past", (past, published)),
        (f"before {name}", "past", (None, past - DAY)),
        (f"after {name}", "future", (ahead + DAY, None)),
        (f"{name} last week", "past", (monday + (weekday - 7) * DAY,) * 2),
        (f"{name} of next week", "future", (monday + (weekday + 7) * DAY,) * 2),
        ("last week", "past", (monday - 7 * DAY, monday - DAY)),
        ("next week", "future", (monday + 7 * DAY, monday + 13 * DAY)),
    ):
        assert ends(resolve_time(phrase, published, None, tense)) == want, phrase


@given(PUBLISHED)
def test_months_and_years(published):
    this = published.replace(day=1)
    for phrase, want in (
        ("last month", (months_on(this, -1), this - DAY)),
        ("next month", (months_on(this, 1), month_end(months_on(this, 1)))),
        ("this month", (this, published)),
        ("the month before last", (months_on(this, -2), months_on(this, -1) - DAY)),
        ("last year", (date(published.year - 1, 1, 1), date(published.year - 1, 12, 31))),
        ("this year", (date(published.year, 1, 1), published)),
        (f"since {published.year - 3}", (date(published.year - 3, 1, 1), published)),
    ):
        assert ends(resolve_time(phrase, published)) == want, phrase


@given(st.dates(min_value=date(1100, 1, 1), max_value=date(2899, 12, 31)), st.integers(0, 60))
def test_dates_and_ranges_in_words(day, length):
    last, month, short = day + length * DAY, MONTHS[day.month - 1], SHORT[day.month - 1]
    forms = [
        f"{month} {day.day}, {day.year}",
        f"{short} {day.day}, {day.year}",
        f"{day.day} {month} {day.year}",
        f"the {day.day}th of {month}, {day.year}",
    ]
    forms += [day.isoformat(), f"{WEEKDAYS[day.weekday()]}, {short} {day.day}, {day.year}", f"{day.day}-{short.rstrip('.')}-{day.year}"]
    for form in forms:
        assert ends(resolve_time(form, None)) == (day, day), form
        assert ends(resolve_time(f"since {form}", None)) == (day, None), form
        assert ends(resolve_time(f"until {form}", None)) == (None, day), form
        assert ends(resolve_time(f"after {form}", None)) == (day + DAY, None), form
    other = f"{MONTHS[last.month - 1]} {last.day}, {last.year}"
    for form in (
        f"{forms[0]} to {other}",
        f"between {forms[0]} and {other}",
        f"from {forms[1]} until {other}",
        f"{day.isoformat()} - {last.isoformat()}",
    ):
        assert ends(resolve_time(form, None)) == (day, last), form
    if (last.year, last.month) == (day.year, day.month) and last > day:
        for form in (
            f"{short} {day.day}-{last.day}, {day.year}",
            f"{day.day}-{last.day} {month} {day.year}",
            f"{day.day} and {last.day} {month} {day.year}",
        ):
            assert ends(resolve_time(form, None)) == (day, last), form


@given(st.integers(1100, 2899), st.integers(0, 11), st.integers(0, 6), st.integers(0, 3))
def test_parts_of_a_stated_year(year, month, weekday, nth):
    first = date(year, month + 1, 1)
    day = [first + n * DAY for n in range(31) if (first + n * DAY).weekday() == weekday][nth]
    quarter = month // 3
    start = date(year, 3 * quarter + 1, 1)
    for phrase, want in (
        (f"the {ORDINALS[nth]} {WEEKDAYS[weekday]} of {MONTHS[month]} {year}", (day, day)),
        (f"{MONTHS[month]} {year}", (first, month_end(first))),
        (f"mid-{MONTHS[month]} {year}", (first + 10 * DAY, first + 19 * DAY)),
        (f"Q{quarter + 1} {year}", (start, month_end(months_on(start, 2)))),
        (f"the {ORDINALS[quarter]} quarter of {year}", (start, month_end(months_on(start, 2)))),
        (f"the {year} {ORDINALS[quarter]} quarter", (start, month_end(months_on(start, 2)))),
        (f"late {year}", (date(year, 9, 1), date(year, 12, 31))),
        (f"{year}-{(year + 5) % 100:02d}" if year % 100 < 95 else f"{year}-{year + 5}", (date(year, 1, 1), date(year + 5, 12, 31))),
    ):
        found = resolve_time(phrase, None)
        if phrase == f"{year}-{(year + 5) % 100:02d}" and (year + 5) % 100 <= year % 100:
            continue
        assert ends(found) == want, phrase

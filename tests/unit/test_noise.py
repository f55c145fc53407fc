"""The figures of events on pages that tell none."""

from benchmarks.noise import clean, labels, per_thousand

PAGES = [(500, [0.9, 0.4]), (1500, [])]


def test_events_are_counted_by_words_and_confidence():
    assert per_thousand(0.0)(PAGES) == 1.0
    assert per_thousand(0.5)(PAGES) == 0.5
    assert per_thousand(0.95)(PAGES) == 0.0


def test_a_page_is_clean_without_an_event_that_is_half_sure():
    assert clean(PAGES) == 0.5
    assert clean([(10, [0.49])]) == 1.0


def test_every_page_is_labelled_once_as_one_of_two():
    found = labels()
    assert set(found.values()) == {"none", "some"}
    assert all(len(page) == 12 and int(page, 16) >= 0 for page in found)

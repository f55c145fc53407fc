"""Numbers that no event counts."""

import datetime

import pytest
from support.reading import event, sentence

from dateline.records import Party
from dateline.resolve.calendar_rules import Interval
from dateline.resolve.claims import Setting, find_claims
from dateline.resolve.sentence_numbers import sentence_numbers


def nobody(_sentence, _held):
    return ()


def no_day(_mention):
    return None


def claims_of(line, *mentions, events=(), text=None, parties=nobody, days=no_day):
    text = text or line
    found = [m if isinstance(m, tuple) else ("number", m) for m in mentions]
    read = sentence(text, line, found, *events)
    return find_claims(text, read, sentence_numbers(text, read), Setting(parties, days))


def told(*args, **kwargs):
    return [(c.span.quote, c.low, c.high, c.unit, c.of) for c in claims_of(*args, **kwargs)]


# --- counts and claims ---


RAID = "Raiders killed 14 herders and burnt 60 hectares of pasture, which holds 900 goats."
NUMBERS = ("14", "60 hectares", "900")


def test_a_number_that_an_event_counts_is_no_claim():
    raid = event("killed", "ASSAULT", number_killed=0)
    assert told(RAID, *NUMBERS, events=[raid]) == [
        ("60 hectares", 60, 60, "hectare", "pasture"),
        ("900", 900, 900, "", "goats"),
    ]


def test_without_an_event_it_is_one():
    assert [quote for quote, *_ in told(RAID, *NUMBERS)] == ["14", "60 hectares", "900"]


def test_what_is_measured_is_a_claim_even_in_an_event_s_role():
    raid = event("killed", "ASSAULT", number_killed=0, number_other=(1, 2))
    assert told(RAID, *NUMBERS, events=[raid]) == [("60 hectares", 60, 60, "hectare", "pasture")]


def test_money_of_an_event_is_no_claim():
    line = "Norway gave Malawi $4 million for dams and expects $9 million of trade."
    aid = event("gave", "AID", number_other=0)
    assert told(line, "$4 million", "$9 million", events=[aid]) == [("$9 million", 9e6, 9e6, "USD", "trade")]


def test_a_number_counted_by_any_event_is_no_claim():
    line = "Guards beat and then arrested 7 teachers."
    events = [event("beat", "ASSAULT"), event("arrested", "COERCE", number_arrested=0)]
    assert told(line, "7", events=events) == []


def test_only_numbers_are_claims():
    assert told("Peru sold 30 boats on Monday.", ("actor", "Peru"), "30", ("time", "Monday")) == [("30", 30, 30, "", "boats")]


# --- twins ---


@pytest.mark.parametrize(
    ("line", "numbers", "want"),
    [
        ("Fire took 1,200 hectares (3,000 acres) of pine.", ("1,200 hectares", "3,000 acres"), ("1,200 hectares", 1200, "hectare", "pine")),
        ("The dam cost $4 million (£3.2 million).", ("$4 million", "£3.2 million"), ("$4 million", 4e6, "USD", "")),
        ("The wall runs 80 km (50 miles) by now.", ("80 km", "50 miles"), ("80 km", 80, "kilometre", "")),
    ],
)
def test_a_twin_in_brackets_is_the_same_claim(line, numbers, want):
    ((quote, low, high, unit, of),) = told(line, *numbers)
    assert (quote, low, unit, of) == want
    assert high == low


def test_a_number_in_brackets_of_another_kind_is_a_claim_of_its_own():
    line = "The lake rose 3 metres (40 percent) this year."
    assert [(quote, unit) for quote, _, _, unit, _ in told(line, "3 metres", "40 percent")] == [
        ("3 metres", "metre"),
        ("40 percent", "percent"),
    ]


def test_after_its_twin_s_a_number_is_heard_again():
    line = "Fire took 12 hectares (30 acres) and spared 15 hectares."
    assert [quote for quote, *_ in told(line, "12 hectares", "30 acres", "15 hectares")] == ["12 hectares", "15 hectares"]


# --- what is counted ---


@pytest.mark.parametrize(
    ("line", "number", "of"),
    [
        ("The port moves 40,000 containers a month.", "40,000", "containers"),
        ("It trained 300 of the nurses and midwives.", "300", "nurses"),
        ("They planted 500 olive trees in spring.", "500", "olive trees"),
        ("The fair drew 700 people who live there.", "700", "people"),
        ("It stores 4,000 tonnes of grain.", "4,000 tonnes", "grain"),
        ("It has 12 ferries, 3 tugs.", "12", "ferries"),
    ],
)
def test_what_is_counted(line, number, of):
    assert [found[4] for found in told(line, number)] == [of]


@pytest.mark.parametrize(("line", "number"), [("She won by 3.", "3"), ("The team has 12 and wants more.", "12"), ("Of 50 in all", "50")])
def test_a_bare_number_is_no_claim(line, number):
    assert told(line, number) == []


@pytest.mark.parametrize("number", ["an unknown number", "first"])
def test_a_number_without_a_value_is_no_claim(number):
    assert told(f"There was {number} of cows.", number) == []


def test_a_unit_is_enough():
    assert told("Prices rose 15 percent in May.", "15 percent") == [("15 percent", 15, 15, "percent", "")]


def test_bounds():
    assert told("It has at least 20 trams.", "at least 20") == [("at least 20", 20, None, "", "trams")]
    assert told("It has between 20 and 30 trams.", "between 20 and 30") == [("between 20 and 30", 20, 30, "", "trams")]


def test_what_is_counted_ends_with_the_sentence():
    text = "The town counted 400. Votes were lost."
    assert told("The town counted 400.", "400", text=text) == []
    assert told("The town counted 400", "400", text="The town counted 400 votes") == []


# --- offsets and speakers ---


def test_spans_count_from_the_report_s_start():
    text = "Émeute 🔥 à Lomé.\n\nThe mayor’s office counts 250 stalls."
    (claim,) = claims_of("The mayor’s office counts 250 stalls.", "250", text=text)
    assert text[claim.span.start : claim.span.end] == claim.span.quote == "250"


def test_the_speaker_of_the_sentence_says_it():
    line = "Amina Odhiambo said the lake feeds 5,000 families and the sea 80 more boats."
    said = Party(start=0, end=14, quote="Amina Odhiambo")

    def parties(_sentence, held):
        return tuple(said for i, _ in held if i == 0)

    mentions = [("actor", "Amina Odhiambo"), "5,000"]
    (spoken,) = claims_of(line, *mentions, events=[event("said", "CONSULT", actor=0, speaker=0)], parties=parties)
    assert spoken.speaker == (said,)
    (unspoken,) = claims_of(line, *mentions, events=[event("said", "CONSULT", actor=0)], parties=parties)
    assert unspoken.speaker == ()


# --- checked twins, approximation ---


def test_a_twin_is_recorded_and_a_wrong_one_flagged():
    def twin_of(line):
        (claim,) = claims_of(line, "1,200 hectares")
        return claim.twin

    right, wrong = twin_of("Fire took 1,200 hectares (3,000 acres)."), twin_of("Fire took 1,200 hectares (300 acres).")
    assert (right.span.quote, right.low, right.unit, right.agrees) == ("3,000 acres", 3000, "acre", True)
    assert right.gap == pytest.approx(0.012, abs=0.001)
    assert wrong.agrees is False
    assert wrong.gap == pytest.approx(0.9, abs=0.01)
    assert twin_of("Fire took 1,200 hectares of pine.") is None


def test_a_currency_s_twin_cannot_be_checked():
    (claim,) = claims_of("The dam cost $4 million (£3.2 million).", "$4 million")
    assert (claim.twin.unit, claim.twin.gap, claim.twin.agrees) == ("GBP", None, None)


def test_approximate_words_are_recorded():
    assert [c.approximate for c in claims_of("It has some 20 trams, 30 buses and dozens of cabs.", "some 20", "30", "dozens")] == [
        True,
        False,
        True,
    ]


# --- the day it holds for ---

DAYS = {
    "Tuesday": Interval(datetime.date(2024, 5, 7), datetime.date(2024, 5, 7), "published"),
    "by Tuesday": Interval(None, datetime.date(2024, 5, 7), "published, by"),
    "as of Tuesday": Interval(datetime.date(2024, 5, 7), datetime.date(2024, 5, 9), "published, since"),
    "March": Interval(datetime.date(2024, 3, 1), datetime.date(2024, 3, 31), "published"),
    "for weeks": None,
}


@pytest.mark.parametrize(
    ("line", "time", "as_of"),
    [
        ("On Tuesday the port held 900 crates.", "Tuesday", "2024-05-07"),
        ("The port held 900 crates as of Tuesday.", "as of Tuesday", "2024-05-07"),
        ("The port held 900 crates by Tuesday.", "by Tuesday", "2024-05-07"),
        ("The port held 900 crates by the end of March.", "March", "2024-03-31"),
        ("The port held 900 crates in March.", "March", None),
        ("The port held 900 crates for weeks.", "for weeks", None),
        ("The port held 900 crates, but on Tuesday a ship left.", "Tuesday", None),
        ("A ship left on Tuesday; the port held 900 crates.", "Tuesday", None),
    ],
)
def test_the_day_of_the_clause(line, time, as_of):
    words = {"number": "900", "time": time}
    ordered = sorted(words.items(), key=lambda pair: line.index(pair[1]))
    (claim,) = claims_of(line, *ordered, days=lambda m: DAYS[line[m.start : m.end]])
    assert claim.as_of == as_of


def test_the_nearest_day_wins():
    line = "On March 2 it had 40 trams and on Tuesday it had 900 crates."
    found = claims_of(
        line, ("time", "March 2"), "40", ("time", "Tuesday"), "900",
        days=lambda m: DAYS["Tuesday"] if line[m.start : m.end] == "Tuesday" else Interval(datetime.date(2024, 3, 2), datetime.date(2024, 3, 2), ""),
    )  # fmt: skip
    assert [c.as_of for c in found] == ["2024-03-02", "2024-05-07"]


# --- what the reader left unmarked ---


def test_measured_and_paid_numbers_are_claims_unmarked():
    line = "In 2019 the 3 ports lost 40 percent of trade, $5 million and 6 days."
    assert told(line) == [("40 percent", 40, 40, "percent", "trade"), ("$5 million", 5e6, 5e6, "USD", "")]


def test_but_not_inside_a_mention_of_another_kind():
    assert told("The 5 km Crew met.", ("actor", "5 km Crew")) == []


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("Police found 500 pounds of cocaine.", "pound-mass"),
        ("It lost 500 pounds of public money.", "pound"),
        ("It paid 500 pounds a head.", "pound"),
    ],
)
def test_pounds_of_a_thing_are_a_weight(line, unit):
    assert [u.partition("/")[0] for _, _, _, u, _ in told(line, "500 pounds")] == [unit]

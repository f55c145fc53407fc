"""Counts on their event: kind, bounds, whose loss."""

import pytest
from support.reading import event, sentence

from dateline.records import EntityRef
from dateline.resolve.counts import counted, event_counts, is_count, kind_beside
from dateline.resolve.quantities import Quantity
from dateline.resolve.sentence_numbers import sentence_numbers


def counts_of(line, mentions, told, entities=()):
    named = {words: EntityRef(id=id, name=id) for words, id in dict(entities).items()}
    read = sentence(line, line, mentions, told)
    return event_counts(line, read, read.events[0], sentence_numbers(line, read), lambda m: named.get(line[m.start : m.end]))


@pytest.mark.parametrize(
    ("kind", "unit", "want"),
    [
        ("killed", "", True),
        ("crowd", "", True),
        ("other", "", True),
        ("other", "USD", True),
        ("killed", "USD", False),
        ("other", "hectare", False),
        ("killed", "percent", False),
        ("other", "fraction", False),
    ],
)
def test_people_things_and_money_are_counts(kind, unit, want):
    assert is_count(kind, Quantity(5, 5, unit, False)) is want


def test_no_quantity_is_no_count():
    assert is_count("killed", None) is False


ARMED = "Rebels shot at soldiers on the road and at least 12 {} died."


@pytest.mark.parametrize(
    ("who", "side"),
    [("attackers", "actor"), ("suspected assailants", "actor"), ("soldiers", "recipient"), ("rebels", "actor"), ("cooks", "recipient")],
)
def test_attackers_and_victims_are_told_apart(who, side):
    line = ARMED.format(who)
    last = [("actor", who)] if who in ("soldiers", "rebels", "cooks") else []
    mentions = [("actor", "Rebels"), ("actor", "soldiers"), ("number", "at least 12"), *last]
    entities = {"Rebels": "name:rebels", "rebels": "name:rebels", "soldiers": "role:soldiers", "cooks": "role:cooks"}
    (count,) = counts_of(line, mentions, event("shot", "ASSAULT", actor=0, recipient=1, number_killed=2), entities)
    assert (count.low, count.high, count.side) == (12, None, side)


def test_the_mention_itself_in_a_role_speaks_first():
    line = "Guards killed 3 strikers in Lima."
    mentions = [("actor", "Guards"), ("number", "3"), ("actor", "strikers")]
    (count,) = counts_of(line, mentions, event("killed", "ASSAULT", actor=0, recipient=2, number_killed=1), {})
    assert count.side == "recipient"


def test_what_is_suffered_needs_no_recipient():
    (count,) = counts_of("Police arrested dozens.", [("number", "dozens")], event("arrested", "COERCE", number_arrested=0))
    assert (count.kind, count.low, count.high, count.approximate, count.side) == ("arrested", 24, 99, True, "recipient")


@pytest.mark.parametrize(
    ("marked", "kind"),
    [
        ("killing 3 and wounding |more than 30|", "wounded"),
        ("The blast killed |12|, wounded 3", "killed"),
        ("|12| killed, 30 hurt", "killed"),
        ("|30| others were wounded", "wounded"),
        ("|30| people were reported injured", "wounded"),
        ("|7| miners are still missing", "missing"),
        ("|7| were unaccounted for", "missing"),
        ("left |9,000| homeless", "displaced"),
        ("|9,000| villagers have been displaced", "displaced"),
        ("|5| gunmen killed two guards", None),
        ("|5| gunmen and two were wounded", None),
        ("|5| in the house were wounded", None),
        ("|5| trucks of rice", None),
        ("killing or wounding |400| men", None),
        ("The |two| were kidnapped and killed", None),
        ("freed |two| women who had been abducted", None),
        ("kidnapped |20| pupils", "abducted"),
        ("|4| activists were detained", "arrested"),
    ],
)
def test_the_words_beside_a_number_tell_its_kind(marked, kind):
    before, number, after = marked.split("|")
    line = before + number + after
    assert kind_beside(line, len(before), len(before) + len(number), len(line)) == kind


def test_killed_cattle_are_no_victims():
    line = "Raiders killed 40 goats."
    (count,) = counts_of(line, [("number", "40")], event("killed", "ASSAULT", number_other=0))
    assert (count.kind, count.side) == ("other", None)


def test_money_keeps_its_unit():
    line = "Norway gave $4 million."
    (count,) = counts_of(line, [("number", "$4 million")], event("gave", "AID", number_other=0))
    assert (count.low, count.unit, count.kind) == (4e6, "USD", "other")


def test_a_number_cut_short_is_read_whole_and_once():
    line = "Guards killed between 20 and 30 men."
    told = event("killed", "ASSAULT", number_killed=(0, 1))
    mentions = [("number", "between"), ("number", "20 and 30")]
    (count,) = counts_of(line, mentions, told)
    assert (count.low, count.high, count.span.quote) == (20, 30, "between 20 and 30")
    read = sentence(line, line, mentions, told)
    assert [n.mentions for n in counted(read, sentence_numbers(line, read))] == [(0, 1)]

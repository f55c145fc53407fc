"""Names that countries, capitals and people share, and actors known by their town or state."""

import pytest

from dateline.resolve.countries import countries
from dateline.resolve.entities import ActorContext, Entities
from dateline.resolve.lexicon import lexicon
from dateline.resolve.peoplesnames import as_people, people_called


def entity(phrase, named=()):
    ref = Entities.load().resolve(phrase, ActorContext("2019-11-19", None, {}, dict.fromkeys(named, 1)))
    return ref and (ref.id, ref.country, ref.sector)


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("Michael Jordan", "name:michael-jordan"),
        ("Dawn French", "name:dawn-french"),
        ("Chad Henne", "name:chad-henne"),
        ("Dr. Hamilton", "name:hamilton"),
        ("Mr. Jordan", "name:jordan"),
        ("Virginia Woolf", "name:virginia-woolf"),
        ("Kingston", "name:kingston"),
    ],
)
def test_a_person_is_no_country(phrase, name):
    assert entity(phrase) == (name, None, None)


@pytest.mark.parametrize(
    ("phrase", "named", "want"),
    [
        ("Jordan", (), ("country:JOR", "JOR", "GOV")),
        ("Kingston", ("JAM",), ("gov:JAM", "JAM", "GOV")),
        ("French", (), ("country:FRA", "FRA", "GOV")),
        ("Chad's president", (), ("TCD:GOV:president", "TCD", "GOV")),
    ],
)
def test_the_country_is_still_meant(phrase, named, want):
    found = entity(phrase, named)
    assert found[1:] == want[1:]


@pytest.mark.parametrize(
    ("phrase", "country"),
    [
        ("New Jersey Gov. Ann Dale", "USA"),
        ("New Mexico", "USA"),
        ("Ohio police", "USA"),
        ("Tamil Nadu", "IND"),
        ("Ontario", "CAN"),
        ("Bavaria", "DEU"),
    ],
)
def test_states_are_of_their_country(phrase, country):
    assert entity(phrase)[1] == country


def test_a_state_alone_stands_for_its_government():
    assert entity("Texas") == ("region:texas", "USA", "GOV")


def test_capitals_that_are_mostly_other_towns_are_no_country_by_themselves():
    assert countries().of("Hamilton") is None
    assert countries().of("Ottawa") == "CAN"


def test_names_that_somebody_bears():
    words = lexicon()
    assert people_called(words.cut("Chad Henne"), "Chad Henne") == {"chad"}
    assert people_called(words.cut("Chad"), "Chad") == set()
    assert people_called(words.cut("Chad's army"), "Chad's army") == set()
    assert [p.kind for p in as_people(words.cut("Bank of England"), "Bank of England")][-1] == "demonym"


def test_who_is_known_by_a_town_or_a_full_name_first(coder):
    from dateline.intake.report import prepare_report

    text = (
        "Karachi police arrested 40 students on Monday. Chad Henne, a visitor, was detained. Chad was later released, "
        "and officers said Mr. Jordan had paid for him."
    )
    found = coder.mentions(prepare_report(text, id="r", fallback="2019-11-19", language="en"))
    by = {m.quote: m.entity for m in found if m.kind == "actor"}
    assert by["Karachi police"].country == "PAK"
    assert by["Chad"].id == by["Chad Henne"].id == "name:chad-henne"

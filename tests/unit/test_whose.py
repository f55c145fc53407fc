"""Which country somebody is of whose words tell none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.reading import event, sentence

from dateline.errors import DataError
from dateline.records import make_report
from dateline.resolve.entities import ActorContext, Entities
from dateline.resolve.report import ReportResolver
from dateline.resolve.tables import Row
from dateline.resolve.whose import Asked, Sign, Whose, around, features

ENTITIES = Entities.load()


def read(*lines, of=None):
    """The country and sector of the last actor, or of the one with the words `of`: each line is (words, actors, events…), a place among the actors is written "@Nakuru"."""
    text = " ".join(line for line, *_ in lines)
    sentences = []
    for line, names, *events in lines:
        mentions = [("place", name[1:]) if name.startswith("@") else ("actor", name) for name in names]
        sentences.append(sentence(text, line, mentions, *events))
    found = ReportResolver(make_report(text, published="2019-05-10"), sentences, ENTITIES, "").resolve(lambda score: score).mentions
    ref = [m for m in found if m.kind == "actor" and (of is None or m.quote == of)][-1].entity
    return ref and (ref.country, ref.sector)


def asked(**fields):
    told = {"sentence": 2, "start": 300, "head": "army", "sector": "MIL", "form": "the", "shares": {}, "home": None, "opens": False}
    return Asked(**(told | fields))


# --- the choice ---


def test_the_only_country_of_the_report_is_his():
    assert Whose({}).choose(asked(shares={"PER": 1.0}), []) == ("PER", 1.0)
    assert Whose({}).choose(asked(), []) == (None, 0.0)


def test_the_same_noun_said_of_a_country_before():
    signs = [Sign("PER", 0, 10, head="army", sector="MIL"), Sign("ECU", 1, 100)]
    by = around(asked(), signs)
    assert "noun same" in set(features(asked(), "PER", by, 0))
    assert "noun other" in set(features(asked(), "ECU", by, 1))


def test_who_stands_before_him_in_the_sentence():
    signs = [Sign("PER", 0, 10), Sign("ECU", 2, 250, acts=True), Sign("CHL", 2, 350, place=True)]
    by = around(asked(), signs)
    assert {"before acts", "only before", "first acts", "here"} <= set(features(asked(), "ECU", by, 0))
    assert {"after place", "here"} <= set(features(asked(), "CHL", by, 1))
    assert "back 2" in set(features(asked(), "PER", by, 2))


@given(st.dictionaries(st.sampled_from(["PER", "ECU", "CHL", "x-morvania"]), st.floats(0, 1), min_size=2))
def test_the_choice_is_one_that_the_report_names(shares):
    code, sure = Whose.load().choose(asked(shares=shares), [Sign("BOL", 1, 100)])
    assert code in {*shares, "BOL"}
    assert 0 < sure <= 1


def test_a_line_without_a_weight_is_told(monkeypatch):
    row = Row("country_weights.tsv", 5, {"feature": 0, "weight": 1}, ["home", ""])
    monkeypatch.setattr("dateline.resolve.whose.rows", lambda *_: [row])
    with pytest.raises(DataError, match=r"country_weights\.tsv:5: no weight"):
        Whose.load.__wrapped__()


# --- in reports ---


def test_a_seat_of_world_bodies_opens_no_sentence_about_its_country():
    line = ("In Geneva, an envoy met a minister of the rebels' army.", ["@Geneva", "minister"])
    assert read(("Rebels fought on.", ["Rebels"]), line)[0] is None


def test_a_town_alone_does_not_tell_whose_the_governor_is():
    lines = (("Fighters shot down a drone at Springfield.", ["Fighters", "@Springfield"]), ("The governor fled.", ["governor"]))
    assert read(*lines)[0] is None


def test_whose_army_acts_behind_the_only_country_of_the_sentence():
    lines = (
        (
            "Peru and Ecuador accused each other of shelling.",
            ["Peru", "Ecuador"],
            event("accused", "ACCUSE", actor=0, recipient=1),
        ),
        ("Peru reinforced two posts and the army called up reservists.", ["Peru", "army"]),
    )
    assert read(*lines) == ("PER", "MIL")


# --- words ---


@pytest.mark.parametrize("words", ["West Africans", "Africans", "Latin Americans", "Arabs", "Europeans"])
def test_peoples_of_continents_are_of_no_country(words):
    ref = ENTITIES.resolve(words, ActorContext(home="BEN"))
    assert (ref.country, ref.sector) == (None, "CVL")


def test_south_africans_are_of_one():
    assert ENTITIES.resolve("South Africans", ActorContext(home="BEN")).country == "ZAF"


def test_a_minority_lives_where_the_report_is():
    assert ENTITIES.resolve("Hungarian minority", ActorContext(home="ROU")).country == "ROU"
    assert ENTITIES.resolve("Hungarian farmers", ActorContext(home="ROU")).country == "HUN"


def test_an_ambassador_to_a_body_of_states_is_the_report_s_country_s():
    assert ENTITIES.resolve("ambassador to the United Nations", ActorContext(home="CUB")).country == "CUB"
    assert ENTITIES.resolve("ambassador to Chile", ActorContext(home="CUB")).country is None


@pytest.mark.parametrize("words", ["neighbours Harrow Albion", "teenage striker Billy Farr"])
def test_what_sport_calls_its_own_tells_no_sector(words):
    assert ENTITIES.resolve(words, ActorContext()).sector is None


@pytest.mark.parametrize("words", ["Dusk Brigades", "DUSK BRIGADES", "Dusk Battalions"])
def test_brigades_that_no_table_knows_are_armed_where_rebels_are(words):
    assert ENTITIES.resolve(words, ActorContext(armed="REB")).sector == "REB"


def test_who_comes_from_a_body_of_states_is_of_it():
    line = ("Peru's premier received a mission of observers from the OSCE.", ["Peru's premier", "mission of observers", "OSCE"])
    assert read(line, of="mission of observers")[0] == "IGO"


def test_a_people_tells_its_land():
    lines = (
        ("Thai police spoke of a battle.", ["Thai police"]),
        ("Thai officials saw Karen guerrillas flee.", ["Thai officials", "Karen guerrillas"]),
    )
    assert read(*lines)[1] == "REB"
    assert ENTITIES.has_people("Karen guerrillas")
    assert not ENTITIES.has_people("Thai police")

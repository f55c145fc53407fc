"""Pronouns and definite phrases to the entity named before, or to nothing."""

import pytest

from dateline.records import EntityRef
from dateline.resolve.references import REACH, At, Discourse, is_pair, is_pronoun

MOYO = EntityRef(id="person:tendai-moyo", name="Tendai Moyo", country="ZWE", sector="GOV")
RIVAS = EntityRef(id="name:elena-rivas", name="Elena Rivas")
SANTOS = EntityRef(id="person:ivo-santos", name="Ivo Santos", country="PRT", sector="MIL")
REBEL = EntityRef(id="person:commander-kito", name="Commander Kito", country="UGA", sector="REB")
FRONT = EntityRef(id="group:lake-front", name="Lake Front", country="UGA", sector="REB")
CARTEL = EntityRef(id="org:rio-cartel", name="Rio Cartel", country="MEX", sector="CRM")
COUNCIL = EntityRef(id="group:fishing-council", name="Fishing Council", country="IGO")
ROLE = EntityRef(id="role:REB:UGA", name="Rebels of Uganda", country="UGA", sector="REB")
PORTUGAL = EntityRef(id="country:PRT", name="Portugal", country="PRT", sector="GOV")
GOV_PERU = EntityRef(id="gov:PER", name="Government of Peru", country="PER", sector="GOV")
ARMY = EntityRef(id="ZMB:MIL", name="Military of Zambia", country="ZMB", sector="MIL")


def told(*named):
    """A discourse where these were named: (entity, sentence) or (entity, sentence, subject)."""
    discourse = Discourse()
    for ref, sentence, *subject in named:
        discourse.name(ref, sentence, subject=bool(subject and subject[0]))
    return discourse


def refer(discourse, phrase, sentence=1, *, definite=False, speaker=None):
    return discourse.refer(phrase, sentence, definite=definite, speaker=speaker)


@pytest.mark.parametrize("word", ["he", "She", "THEY", "its", "us", "Us", "we", "I", "My", "themselves"])
def test_pronouns(word):
    assert is_pronoun(word)


@pytest.mark.parametrize("word", ["US", "U.S.", "group", "the", "IT ministry", "", "who"])
def test_no_pronouns(word):
    assert not is_pronoun(word)


def test_the_country_us_is_no_reference():
    assert refer(told((MOYO, 0, True)), "US", speaker=MOYO) is None
    assert refer(told((MOYO, 0, True)), "us", speaker=RIVAS) == RIVAS


# --- he, she ---


def test_he_is_the_last_person_s_subject():
    discourse = told((MOYO, 0, True), (RIVAS, 0, False))
    assert refer(discourse, "he") == MOYO
    discourse = told((MOYO, 0, False), (SANTOS, 0, True))
    assert refer(discourse, "he") == SANTOS


def test_he_prefers_the_nearer_sentence_to_a_subject_further_back():
    assert refer(told((MOYO, 0, True), (SANTOS, 1, False)), "him", 2) == SANTOS


def test_without_a_subject_he_is_the_first_of_the_sentence_before():
    assert refer(told((MOYO, 0), (SANTOS, 0)), "he") == MOYO


def test_within_one_sentence_he_is_the_last_named():
    assert refer(told((MOYO, 0, True), (SANTOS, 0, True)), "he", 0) == SANTOS


@pytest.mark.parametrize("ref", [FRONT, PORTUGAL, GOV_PERU, ARMY, ROLE, COUNCIL])
def test_he_is_never_a_group_or_a_state(ref):
    assert refer(told((MOYO, 0), (ref, 1, True)), "he", 2) == MOYO
    assert refer(told((ref, 1, True)), "she", 2) is None


# --- they, it ---


@pytest.mark.parametrize("word", ["they", "them", "their", "themselves"])
@pytest.mark.parametrize("ref", [MOYO, RIVAS, PORTUGAL, GOV_PERU])
def test_they_is_never_a_person_or_a_state(word, ref):
    assert refer(told((ref, 0, True)), word) is None
    assert refer(told((FRONT, 0), (ref, 0, True)), word) == FRONT


@pytest.mark.parametrize("ref", [FRONT, ROLE, ARMY, COUNCIL])
def test_they_is_a_body(ref):
    assert refer(told((ref, 0)), "they") == ref


@pytest.mark.parametrize("ref", [PORTUGAL, GOV_PERU, CARTEL])
def test_it_is_a_state_or_a_body_but_no_person(ref):
    assert refer(told((ref, 0), (MOYO, 0, True)), "it") == ref
    assert refer(told((MOYO, 0, True)), "its") is None


# --- we, I ---


@pytest.mark.parametrize("word", ["we", "I", "us", "our", "My", "me"])
def test_we_is_the_speaker(word):
    discourse = told((MOYO, 0, True), (FRONT, 0, True))
    assert refer(discourse, word, speaker=RIVAS) == RIVAS
    assert refer(discourse, word) is None


# --- the group, the president ---


@pytest.mark.parametrize("phrase", ["group", "gang", "armed group", "militants", "traffickers", "rebel movement"])
def test_the_group_only_with_the_article(phrase):
    discourse = told((FRONT, 0, True))
    assert refer(discourse, phrase, definite=True) == FRONT
    assert refer(discourse, phrase, definite=False) is None


@pytest.mark.parametrize("phrase", ["Group", "Lake group", "regroup", "group leaders", "harbour"])
def test_a_name_or_another_noun_is_no_reference(phrase):
    assert refer(told((FRONT, 0, True)), phrase, definite=True) is None


def test_the_group_is_a_group():
    discourse = told((CARTEL, 0), (MOYO, 0, True), (PORTUGAL, 0, True), (ROLE, 0, True), (ARMY, 0, True))
    assert refer(discourse, "gang", definite=True) == CARTEL


def test_the_minister_is_a_person_who_is_no_fighter():
    discourse = told((MOYO, 0), (REBEL, 1, True), (FRONT, 1, True))
    assert refer(discourse, "minister", 2, definite=True) == MOYO
    assert refer(told((REBEL, 1, True)), "minister", 2, definite=True) is None


# --- his government ---


@pytest.mark.parametrize("phrase", ["his government", "Her government", "his embattled administration", "their country"])
def test_his_government_is_that_of_his_country(phrase):
    ref = refer(told((MOYO, 0, True)), phrase)
    assert (ref.id, ref.country, ref.sector) == ("gov:ZWE", "ZWE", "GOV")


def test_a_state_s_own_government():
    assert refer(told((PORTUGAL, 0)), "its government").id == "gov:PRT"


def test_a_person_comes_before_a_state_as_owner():
    assert refer(told((MOYO, 0), (PORTUGAL, 0, True)), "his government").id == "gov:ZWE"


def test_nobody_s_government():
    assert refer(told((RIVAS, 0, True)), "her government") is None  # nothing is known of her country
    assert refer(told((COUNCIL, 0, True)), "its government") is None
    assert refer(Discourse(), "his government") is None


def test_his_car_is_nobody():
    assert refer(told((MOYO, 0, True)), "his car") is None


# --- reach ---


@pytest.mark.parametrize(("phrase", "ref", "definite"), [("he", MOYO, False), ("they", FRONT, False), ("group", FRONT, True)])
def test_reach(phrase, ref, definite):
    assert REACH == 4
    assert refer(told((ref, 3, True)), phrase, 3 + REACH, definite=definite) == ref
    assert refer(told((ref, 3, True)), phrase, 3 + REACH + 1, definite=definite) is None


def test_his_government_has_the_same_reach():
    assert refer(told((MOYO, 0, True)), "his government", REACH).id == "gov:ZWE"
    assert refer(told((MOYO, 0, True)), "his government", REACH + 1) is None


def test_a_reference_carries_on_once_it_is_named_again():
    discourse = told((MOYO, 0, True))
    discourse.name(refer(discourse, "he", 4), 4, subject=True)
    assert refer(discourse, "he", 8) == MOYO


@pytest.mark.parametrize("phrase", ["he", "they", "it", "we", "group", "minister", "his government", ""])
def test_nothing_fits_where_nothing_was_named(phrase):
    assert refer(Discourse(), phrase, definite=True) is None


# --- gender, number, what the clause rules out ---


def test_he_is_not_one_known_as_she():
    discourse = told((MOYO, 0, True))
    discourse.name(RIVAS, 1, subject=True, words="spokeswoman Elena Rivas")
    assert refer(discourse, "he", 2) == MOYO
    assert refer(discourse, "she", 2) == RIVAS


def test_a_pronoun_teaches_the_gender():
    discourse = told((RIVAS, 0, True))
    discourse.name(RIVAS, 0, subject=True, words="she")
    assert refer(discourse, "he") is None


def test_he_can_be_an_office():
    office = EntityRef(id="PER:GOV:interior-minister", name="interior minister of Peru", country="PER", sector="GOV")
    discourse = Discourse()
    discourse.name(office, 0, subject=True, words="interior minister")
    assert refer(discourse, "he") == office
    assert refer(discourse, "it") is None


def test_never_the_other_side_of_the_event_nor_one_named_later():
    discourse = Discourse()
    discourse.name(FRONT, 0, subject=True, words="Lake Front", start=0)
    discourse.name(ARMY, 0, subject=True, words="army", start=20)
    discourse.name(CARTEL, 0, subject=True, words="Rio Cartel", start=60)
    at = At(0, 40, barred=frozenset({ARMY.id}))
    assert discourse.refer("them", 0, definite=False, at=at) == FRONT
    assert discourse.antecedent == At(0, 0, True)


def test_they_after_two_at_once_is_unknown():
    discourse = Discourse()
    discourse.name(FRONT, 0, subject=True, words="Lake Front", joined=True)
    discourse.name(ARMY, 0, subject=True, words="army", start=20, joined=True)
    assert refer(discourse, "they") is None


@pytest.mark.parametrize("phrase", ["both sides", "two sides", "sides", "parties", "both", "belligerents", "both governments"])
def test_pairs(phrase):
    assert is_pair(phrase)


@pytest.mark.parametrize("phrase", ["governments", "opposition parties", "party", "delegations", "east side"])
def test_no_pairs(phrase):
    assert not is_pair(phrase)


# --- the same noun again ---


@pytest.mark.parametrize(("phrase", "wanted"), [("council", COUNCIL), ("Council", COUNCIL), ("front", FRONT), ("Front", FRONT)])
def test_part_of_a_name(phrase, wanted):
    discourse = told((COUNCIL, 0), (FRONT, 0), (MOYO, 0, True))
    assert refer(discourse, phrase, 2, definite=True) == wanted


def test_a_plain_noun_goes_before_a_name_with_it():
    workers = EntityRef(id="role:LAB:PER", name="Workers of Peru", country="PER", sector="LAB")
    union = EntityRef(id="group:european-union", name="European Union", country="IGO")
    discourse = Discourse()
    discourse.name(workers, 0, subject=True, words="miners' union")
    discourse.name(union, 1, subject=True, words="European Union")
    assert refer(discourse, "union", 2, definite=True) == workers


def test_other_farmers_are_others():
    farmers = EntityRef(id="role:AGR:BOL", name="Farmers of Bolivia", country="BOL", sector="AGR")
    discourse = Discourse()
    discourse.name(farmers, 0, subject=True, words="Aymara farmers")
    assert refer(discourse, "coffee farmers", definite=True) is None
    assert refer(discourse, "farmers", definite=True) == farmers

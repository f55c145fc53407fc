"""Pronouns and definite phrases to the entity named before, or to nothing."""

import pytest

from dateline.errors import DataError
from dateline.records import EntityRef
from dateline.resolve import synonyms
from dateline.resolve.antecedents import FAMILIES, LEAN, At, Named, Ranker, Reference, traits
from dateline.resolve.meanings import may_mean
from dateline.resolve.phrasekinds import read_phrase
from dateline.resolve.references import REACH, Discourse, is_pair, is_pronoun
from dateline.resolve.standing import lead_kind, next_kind
from dateline.resolve.synonyms import are_synonyms
from dateline.resolve.tables import Row

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
        acts = bool(subject and subject[0])
        discourse.name(ref, At(sentence, subject=acts, start=len(discourse._named), lead="first", next="verb"))
    return discourse


def refer(discourse, phrase, sentence=1, *, definite=False, speaker=None, own=None):
    return discourse.refer(phrase, At(sentence, lead="first", next="verb"), definite=definite, speaker=speaker, own=own)


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
    discourse = told((CARTEL, 0), (MOYO, 0, True), (PORTUGAL, 0, True), (ARMY, 0, True))
    criminals = EntityRef(id="role:CRM", name="Criminals", sector="CRM")
    assert refer(discourse, "gang", definite=True, own=criminals) == CARTEL


def test_the_minister_is_a_person_who_is_no_fighter():
    officials = EntityRef(id="ZWE:GOV:minister", name="minister of Zimbabwe", country="ZWE", sector="GOV")
    discourse = Discourse()
    discourse.name(MOYO, At(0, 0, True), words="Minister Tendai Moyo")
    discourse.name(REBEL, At(1, 50, True))
    assert refer(discourse, "minister", 2, definite=True, own=officials) == MOYO
    assert refer(told((REBEL, 1, True)), "minister", 2, definite=True, own=officials) is None


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


def test_reach():
    assert REACH == 4
    assert refer(told((MOYO, 3, True)), "he", 3 + REACH) == MOYO
    assert refer(told((MOYO, 3, True)), "he", 3 + REACH + 1) is None


def test_the_reach_of_a_noun_that_only_its_class_ties():
    discourse = Discourse(Ranker({"none noun": {"bias": -9.0}}))
    discourse.name(FRONT, At(3, 0, subject=True))
    assert refer(discourse, "militants", 3 + REACH, definite=True) == FRONT
    assert refer(discourse, "militants", 3 + REACH + 1, definite=True) is None


def test_a_noun_of_the_same_sense_reaches_further():
    assert refer(told((FRONT, 3, True)), "group", 3 + REACH + 1, definite=True) == FRONT
    assert refer(told((COUNCIL, 3, True)), "council", 3 + REACH + 1, definite=True) == COUNCIL


def test_his_government_has_the_same_reach():
    assert refer(told((MOYO, 0, True)), "his government", REACH).id == "gov:ZWE"
    assert refer(told((MOYO, 0, True)), "his government", REACH + 1) is None


def test_a_reference_carries_on_once_it_is_named_again():
    discourse = told((MOYO, 0, True))
    discourse.name(refer(discourse, "he", 4), At(4, 0, True))
    assert refer(discourse, "he", 8) == MOYO


@pytest.mark.parametrize("phrase", ["he", "they", "it", "we", "group", "minister", "his government", ""])
def test_nothing_fits_where_nothing_was_named(phrase):
    assert refer(Discourse(), phrase, definite=True) is None


# --- gender, number, what the clause rules out ---


def test_he_is_not_one_known_as_she():
    discourse = told((MOYO, 0, True))
    discourse.name(RIVAS, At(1, 0, True), words="spokeswoman Elena Rivas")
    assert refer(discourse, "he", 2) == MOYO
    assert refer(discourse, "she", 2) == RIVAS


def test_a_pronoun_teaches_the_gender():
    discourse = told((RIVAS, 0, True))
    discourse.name(RIVAS, At(0, 0, True), words="she")
    assert refer(discourse, "he") is None


def test_he_can_be_an_office():
    office = EntityRef(id="PER:GOV:interior-minister", name="interior minister of Peru", country="PER", sector="GOV")
    discourse = Discourse()
    discourse.name(office, At(0, 0, True), words="interior minister")
    assert refer(discourse, "he") == office
    assert refer(discourse, "it") is None


def test_never_the_other_side_of_the_event_nor_one_named_later():
    discourse = Discourse()
    discourse.name(FRONT, At(0, 0, True), words="Lake Front")
    discourse.name(ARMY, At(0, 20, True), words="army")
    discourse.name(CARTEL, At(0, 60, True), words="Rio Cartel")
    at = At(0, 40, barred=frozenset({ARMY.id}))
    assert discourse.refer("them", at, definite=False) == FRONT
    assert discourse.antecedent == At(0, 0, True)


def test_they_after_two_at_once_is_unknown():
    discourse = Discourse()
    discourse.name(FRONT, At(0, 0, True), words="Lake Front", joined=True)
    discourse.name(ARMY, At(0, 20, True), words="army", joined=True)
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
    discourse.name(workers, At(0, 0, True), words="miners' union")
    discourse.name(union, At(1, 0, True), words="European Union")
    assert refer(discourse, "union", 2, definite=True) == workers


def test_other_farmers_are_others():
    farmers = EntityRef(id="role:AGR:BOL", name="Farmers of Bolivia", country="BOL", sector="AGR")
    discourse = Discourse()
    discourse.name(farmers, At(0, 0, True), words="Aymara farmers")
    assert refer(discourse, "coffee farmers", definite=True) is None
    assert refer(discourse, "farmers", definite=True) == farmers


# --- nouns of one sense ---


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("cabinet", "government"),
        ("generals", "junta"),
        ("vessel", "trawler"),
        ("captives", "hostage"),
        ("gunmen", "attackers"),
        ("ships", "ship"),
    ],
)
def test_synonyms(one, other):
    assert are_synonyms(one, other)
    assert are_synonyms(other, one)


@pytest.mark.parametrize(("one", "other"), [("cabinet", "rebels"), ("vessel", "hostage"), ("", ""), ("bus", "bu")])
def test_no_synonyms(one, other):
    assert not are_synonyms(one, other)


def test_a_bad_line_of_synonyms_is_told(monkeypatch):
    monkeypatch.setattr("dateline.resolve.synonyms.rows", lambda *_: [Row("noun_synonyms.tsv", 4, {"nouns": 0}, ["Cabinet|government"])])
    with pytest.raises(DataError, match=r"noun_synonyms\.tsv:4: nouns 'Cabinet\|government'"):
        synonyms._sets.__wrapped__()


def test_a_word_of_its_name_is_said_of_a_body():
    agency = EntityRef(id="group:seed-agency", name="International Seed Agency", country="IGO")
    discourse = Discourse()
    discourse.name(agency, At(0, 0, subject=True, lead="first", next="verb"), words="ISA")
    asked = read_phrase("agency", None)
    assert may_mean(asked, discourse._named[0])
    assert not may_mean(read_phrase("oil firm", None), discourse._named[0])


# --- what stands beside a mention ---


@pytest.mark.parametrize(
    ("text", "phrase", "lead", "following"),
    [
        ("Rebels attacked.", "Rebels", "first", "verb"),
        ("The rebels of Lake Front fled.", "rebels", "first", "of"),
        ("He met the rebels, who fled.", "rebels", "verb", "comma"),
        ("Envoys of the rebels' council", "rebels", "of", "owns"),
        ("They were shot by rebels", "rebels", "by", "last"),
        ("He hid because rebels and soldiers fled.", "rebels", "opens", "joined"),
    ],
)
def test_the_words_beside(text, phrase, lead, following):
    start = text.index(phrase)
    assert lead_kind(text, start, 0) == lead
    assert next_kind(text, start + len(phrase), len(text)) == following


# --- the ranker ---


def named(ref, at, words):
    found = Named(ref, read_phrase(words, ref), at, joined=False, named=True, words=words)
    found.traits = traits(found)
    return found


def test_the_best_entity_counts_by_all_of_its_mentions():
    near, far = named(MOYO, At(1, 10), "Moyo"), [named(SANTOS, At(0, i), "Santos") for i in (1, 2)]
    ranker = Ranker({"he": {"back 1": 1.0, "back 2": 0.5}, "none he": {"bias": -9.0}})
    asked = Reference("he", At(2, 50), "he")
    assert ranker.choose(asked, [near]) is near
    assert ranker.choose(asked, [*far, near]) is far[-1]  # two mentions at half say more than one


def test_none_where_none_is_more_probable():
    only = named(MOYO, At(0, 10), "Moyo")
    assert Ranker({"none he": {"bias": LEAN["he"] + 0.1}}).choose(Reference("he", At(1, 5), "he"), [only]) is None
    assert Ranker({"none he": {"bias": LEAN["he"] - 0.1}}).choose(Reference("he", At(1, 5), "he"), [only]) is only
    assert Ranker({}).choose(Reference("he", At(1, 5), "he"), []) is None


@pytest.mark.parametrize(
    ("line", "why"), [("she\tback 0\t1", "reference 'she'"), ("none it\tbias\tmuch", "weight 'much'"), ("he\tback 0\tx", "weight 'x'")]
)
def test_a_bad_line_of_weights_is_told(monkeypatch, line, why):
    row = Row("reference_weights.tsv", 3, {"reference": 0, "feature": 1, "weight": 2}, line.split("\t"))
    monkeypatch.setattr("dateline.resolve.antecedents.rows", lambda *_: [row])
    with pytest.raises(DataError, match=f"reference_weights.tsv:3: {why}"):
        Ranker.load.__wrapped__()


def test_the_shipped_weights_have_every_family():
    assert set(Ranker.load()._weights) == {*FAMILIES, *(f"none {family}" for family in FAMILIES)}


def test_an_unknown_one_can_be_meant():
    discourse = told((MOYO, 0, True))
    discourse.name(None, At(3, 0, True), words="gardener")
    assert refer(discourse, "she", 3) is None


@pytest.mark.parametrize(("noun", "again"), [("state oil company", False), ("company", True)])
def test_new_words_are_of_somebody_else(noun, again):
    firm = EntityRef(id="org:reed-company", name="Reed Company", sector="BUS")
    own = EntityRef(id="role:BUS", name="Business", sector="BUS")
    assert (refer(told((firm, 0, True)), noun, definite=True, own=own) == firm) is again


def test_the_rebels_are_the_one_group_of_the_country():
    discourse = told((FRONT, 0, True))
    discourse.name(ROLE, At(1, 20), words="rebels")
    assert refer(discourse, "rebels", 2, definite=True, own=ROLE) == FRONT

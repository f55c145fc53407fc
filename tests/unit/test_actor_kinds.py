"""Kinds of actors that a report's other words decide: unlisted states, unknown groups, whose soldiers, which body."""

import pytest
from support.reading import event, sentence

from dateline.errors import DataError
from dateline.records import EntityRef, make_report
from dateline.resolve import newstates
from dateline.resolve.entities import ActorContext, Entities, armed_sector
from dateline.resolve.newstates import coded, land_of, local_names, short_names, speaks_for
from dateline.resolve.report import ReportResolver

ENTITIES = Entities.load()


def read(*lines, published="2019-05-10"):
    """The actors of a report: each line is (words, actors, events…), a place among the actors is written "@Nakuru"."""
    text = " ".join(line for line, *_ in lines)
    sentences = []
    for line, names, *events in lines:
        mentions = [("place", name[1:]) if name.startswith("@") else ("actor", name) for name in names]
        sentences.append(sentence(text, line, mentions, *events))
    found = ReportResolver(make_report(text, published=published), sentences, ENTITIES, "").resolve(lambda score: score).mentions
    return [(m.quote, m.entity) for m in found if m.kind == "actor"]


def last(*lines, **fields):
    """Country and sector of the report's last actor."""
    ref = read(*lines, **fields)[-1][1]
    return ref and (ref.country, ref.sector)


def last_id(*lines, **fields):
    ref = read(*lines, **fields)[-1][1]
    return ref and ref.id


# --- states that no table knows ---

ACCORD = "The governments of Morvania and Tessland met. Morvanian troops left, and Tessland's prime minister went to Morvania."


def test_states_by_their_governments_and_people():
    found = local_names(ACCORD, (), ENTITIES.knows)
    assert found == {
        "morvania": ("x-morvania", "country"), "morvanian": ("x-morvania", "demonym"), "tessland": ("x-tessland", "country"),
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "President Ilo Kapesh fled. Kapesh's government fell, and Kapesh's foreign minister went from Kapesh to Peru.",
        "Bavaria's government met in Bavaria, where the parliament of Bavaria sits.",
        "The government of Peru met in Peru. Peru's prime minister spoke.",
        "Shares in Morvania fell. Buyers from Morvania left.",
    ],
)
def test_persons_regions_known_states_and_firms_are_none(text):
    assert local_names(text, (), ENTITIES.knows) == {}


def test_an_unlisted_state_has_no_country_but_is_one_entity_with_its_government():
    lines = (
        ("The governments of Morvania and Tessland met.", ["governments of Morvania"]),
        ("Morvania recalled its ambassador from Tessland.", ["Morvania", "ambassador"]),
        ("Its defence minister spoke to Morvanian soldiers in Morvania.", ["defence minister", "Morvanian soldiers"]),
    )
    found = dict(read(*lines))
    assert found["Morvania"] == EntityRef(id="country:x-morvania", name="Morvania", country=None, sector="GOV")
    assert found["defence minister"].id == "x-morvania:GOV:defence-minister"
    assert found["Morvanian soldiers"].id == "x-morvania:MIL"
    assert all(ref.country is None for ref in found.values())


def test_the_code_of_an_unlisted_state_is_in_no_record():
    ref = EntityRef(id="x-morvania:MIL", name="Military of Morvania", country="x-morvania", sector="MIL")
    held = coded(ref)
    assert held is not None
    assert held.country is None
    assert land_of(held) == "x-morvania"


def test_short_names_only_beside_the_full_one():
    assert last(("North Korea fired a rocket.", ["North Korea"]), ("The North denied it.", ["North"])) == ("PRK", "GOV")
    assert last(("Peru fired a rocket.", ["Peru"]), ("The North denied it.", ["North"])) != ("PRK", "GOV")


def test_short_names_are_checked(monkeypatch):
    class Bad(dict):
        where = "short_names.tsv:4"

        def code(self):
            return "PRK"

    monkeypatch.setattr(newstates, "rows", lambda *_: [Bad(name="North", country="PRK", kind="name", note="")])
    with pytest.raises(DataError, match=r"short_names\.tsv:4"):
        short_names.__wrapped__()


# --- whose they are ---


def test_soldiers_are_of_the_only_country_near():
    first = ("Kenya and Peru, Chile and Japan and Norway signed.", ["Kenya", "Peru", "Chile", "Japan", "Norway"])
    assert last(first, ("Zambian miners marched and police watched.", ["Zambian miners", "police"])) == ("ZMB", "COP")


def test_near_several_countries_it_stays_open():
    first = ("Kenya met Peru, Chile and Japan.", ["Kenya", "Peru", "Chile", "Japan"])
    assert last(first, ("Nobody knew what police did.", ["police"]))[0] is None


def test_who_is_sent_is_of_who_sends_them():
    assert last(("Peru said so.", ["Peru"]), ("Britain withdrew 150 diplomats.", ["Britain", "diplomats"])) == ("GBR", "GOV")
    assert last(("Kenya sent an envoy to Peru.", ["Kenya", "envoy"])) == ("KEN", "GOV")


def test_an_ambassador_to_a_state_is_not_of_it():
    assert ENTITIES.resolve("ambassador to Peru", ActorContext()).country is None
    assert ENTITIES.resolve("Kenyan ambassador to Peru", ActorContext()).country == "KEN"


def test_its_ambassador_is_of_the_owner():
    assert last(("Kenya recalled its ambassador.", ["Kenya", "ambassador"])) == ("KEN", "GOV")


def test_whose_means_the_actor_right_before():
    line = ("Peru, whose army lost a post, and Chile spoke.", ["Peru", "army"])
    assert last_id(("Chile met Peru.", ["Chile", "Peru"]), line) == "PER:MIL"


def test_a_counterpart_has_the_same_office():
    line = ("Peru's foreign minister met his Kenyan counterpart.", ["Peru's foreign minister", "Kenyan counterpart"])
    assert last(line, published=None) == ("KEN", "GOV")


def test_its_prime_minister_is_of_a_state():
    line = ("Peru asked for a vote of the Security Council, and its prime minister waited.", ["Peru", "Security Council", "prime minister"])
    assert last(line, published=None) == ("PER", "GOV")


@pytest.mark.parametrize("words", ["regional force", "European diplomats", "visiting officials", "Arab ministers"])
def test_those_of_elsewhere_have_no_home_country(words):
    ref = ENTITIES.resolve(words, ActorContext(home="PER"))
    assert ref is None or ref.country is None


def test_the_government_of_a_province():
    assert last(("The government of Sindh province spoke.", ["government of Sindh province"])) == ("PAK", "GOV")


def test_brussels_is_the_union_but_in_belgium():
    assert ENTITIES.resolve("Brussels", ActorContext(home="PER")).id == "group:european-union"
    assert ENTITIES.resolve("Brussels", ActorContext(home="BEL")).id == "gov:BEL"


# --- what the report is about ---


def test_the_town_of_talks_is_not_what_they_are_about():
    lines = (
        ("Sudan and rebels met for talks in Nairobi.", ["Sudan", "rebels", "@Nairobi"]),
        ("The army left, said mediators in Nairobi.", ["army"]),
    )
    assert last(*lines) == ("SDN", "MIL")


def test_a_reference_does_not_cross_items_of_news_in_brief():
    report = "Nairobi - Kenya expelled a spy.\nOslo - The country was shaken by a storm, police said."
    kenya = sentence(report, "Nairobi - Kenya expelled a spy.", [("place", "Nairobi"), ("actor", "Kenya")])
    norway = sentence(report, "Oslo - The country was shaken by a storm, police said.", [("place", "Oslo"), ("actor", "country")])
    found = ReportResolver(make_report(report), [kenya, norway], ENTITIES, "").resolve(lambda score: score).mentions
    country = next(m.entity for m in found if m.quote == "country")
    assert country is None or country.country != "KEN"


# --- unknown bodies ---


def test_an_unknown_group_is_armed_where_the_report_has_rebels():
    lines = (("Peru signed with the Reed Hills Movement.", ["Peru", "Reed Hills Movement"]), ("Rebels cheered.", ["Rebels"]))
    assert read(*lines)[1][1].sector == "REB"
    assert read(lines[0], ("Farmers cheered.", ["Farmers"]))[1][1].sector != "REB"


def test_no_guess_beside_a_known_armed_group():
    assert armed_sector("Rebels of the FARC left.", ["FARC"], ENTITIES) is None
    assert armed_sector("Rebels left.", ["Reed Hills Movement"], ENTITIES) == "REB"


def test_a_body_with_a_name_is_no_person():
    assert ENTITIES.resolve("medical charity Santé Lumière", ActorContext()).id == "org:sante-lumiere"
    assert ENTITIES.resolve("Doctor Lumière", ActorContext()).id == "person:lumiere"


def test_people_who_call_themselves_so_are_an_organisation():
    assert ENTITIES.resolve("Lantern Lawyers", ActorContext(home="SDN")).id == "org:lantern-lawyers"


def test_common_nouns_in_capitals_are_no_names():
    assert not ENTITIES.resolve("ARMED FORCES GENERAL COMMAND", ActorContext(home="PER")).id.startswith("person:")
    assert ENTITIES.resolve("MAYOR OF SAN PEDRO DE LA LOMA", ActorContext(home="SLV")).country == "SLV"


def test_the_clergy_s_titles():
    assert ENTITIES.resolve("Sister Milagros", ActorContext(home="PER")).sector == "REL"
    assert ENTITIES.resolve("sister", ActorContext(home="PER")).sector == "CVL"


@pytest.mark.parametrize("name", ["Organisation of African Unity", "Organization of African Unity"])
def test_both_spellings(name):
    assert ENTITIES.resolve(name, ActorContext("1999-01-01")).country == "IGO"


def test_a_rebel_front_is_armed():
    assert ENTITIES.resolve("rebel front", ActorContext(home="PER")).sector == "REB"


def test_what_a_later_mention_tells_holds_for_the_first():
    lines = (
        ("Alder Timber grew.", ["Alder Timber"]),
        ("The company sold wood.", ["company"]),
    )
    first, second = (ref for _, ref in read(*lines))
    assert first.id == second.id
    assert first.sector == "BUS"


# --- men, attackers, we ---


def test_men_who_attack_are_armed_men():
    line = "Three men shot a judge in Nakuru."
    attack = event("shot", "ASSAULT", actor=0, recipient=1, place=2)
    found = dict(read((line, ["men", "judge", "@Nakuru"], attack)))
    assert (found["men"].country, found["men"].sector) == ("KEN", "UAF")
    assert dict(read((line, ["men", "judge", "@Nakuru"])))["men"].sector == "CVL"


def test_the_attackers_are_who_attacked():
    line = ("Three men shot a judge of the Lake Front.", ["men", "judge", "Lake Front"], event("shot", "ASSAULT", actor=0, recipient=1))
    found = read(line, ("The attackers left.", ["attackers"]))
    assert found[0][1] == found[-1][1]


def test_we_in_the_mouth_of_an_official_is_the_government():
    official = EntityRef(id="person:rosa-quispe", name="Rosa Quispe", country="PER", sector="GOV")
    farmer = EntityRef(id="person:ana-rojas", name="Ana Rojas", country="PER", sector="AGR")
    assert speaks_for(official).id == "gov:PER"
    assert speaks_for(farmer) == farmer
    assert speaks_for(None) is None


def test_it_said_goes_on_with_the_speaker():
    first = ("Peru lost, the Red Cross said.", ["Peru", "Red Cross"], event("lost", "RETREAT", actor=0, speaker=1))
    found = read(first, ("The army had fled, it said.", ["army", "it"]))
    assert found[-1][1].id == found[1][1].id


@pytest.mark.parametrize(("before", "words"), [("both", "movements"), ("the two", "governments"), ("Neither", "army")])
def test_two_at_once_are_nobody(before, words):
    assert last(("Peru met Chile.", ["Peru", "Chile"]), (f"Later {before} {words} left.", [words])) is None


def test_words_that_no_antecedent_told_of_begin_anew():
    lines = (("The Reed Company grew.", ["Reed Company"]), ("The state oil company shrank.", ["state oil company"]))
    first, second = (ref for _, ref in read(*lines))
    assert first.id != second.id


# --- officers of parties, unions and firms; whose somebody is in reports on two countries ---


@pytest.mark.parametrize(
    ("phrase", "sector"),
    [
        ("secretary of the main opposition party", "OPP"),
        ("miners' union's chairman", "LAB"),
        ("party's economic spokeswoman", "PTY"),
        ("secretary of state", "GOV"),
        ("president of Peru", "GOV"),
        ("government spokesman", "GOV"),
    ],
)
def test_officers_have_the_sector_of_their_body(phrase, sector):
    assert last((f"The {phrase} spoke in Lima, Peru.", [phrase, "@Peru"]))[1] == sector


def test_a_name_of_which_nothing_is_told_is_of_the_country_of_the_report():
    peru = ("Peru's army left Tacna, and Peru sent police.", ["Peru's army", "Peru", "police"])
    assert last(peru, ("Rosa Quispe Mamani wept.", ["Rosa Quispe Mamani"])) == ("PER", None)
    assert last(peru, ("Chief mediator Rosa Quispe wept.", ["Chief mediator Rosa Quispe"]))[0] is None
    assert last(("Rosa Quispe wept.", ["Rosa Quispe"])) == (None, None)


def test_captors_are_not_of_the_body_whose_workers_they_hold():
    lines = (
        ("Red Cross workers walked free in Jolo, the Philippines.", ["Red Cross workers", "@the Philippines"]),
        ("Their captors fled.", ["captors"]),
    )
    assert last(*lines)[0] != "NGO"


def test_doctors_from_american_groups_are_american():
    found = dict(read(("Doctors from two American aid groups came.", ["Doctors", "American aid groups"])))
    assert found["Doctors"].country == "USA"


def test_an_adjective_that_the_reader_left_out():
    assert last(("They took a Peruvian guerrilla.", ["guerrilla"])) == ("PER", "REB")


def test_whose_who_is_lent_is():
    lines = (
        ("Mali's army fought in Mali.", ["Mali's army", "@Mali"]),
        ("Britain responded by lending five pilots.", ["Britain", "pilots"]),
    )
    assert last(*lines)[0] == "GBR"


def test_in_a_report_on_two_countries_the_clause_s_own_country_counts():
    lines = (
        (
            "Chile and Peru closed the border; Chile's president flew to Arica, and Chile waited.",
            ["Chile", "Peru", "Chile's president", "Chile"],
        ),
        ("Peru recalled its envoy and Peru's congress met.", ["Peru", "envoy", "Peru's congress"]),
        ("Peru's president denounced the move and ordered the army to stand ready.", ["Peru's president", "army"]),
    )
    assert last(*lines) == ("PER", "MIL")


def test_a_military_unit_s_letters_in_a_place_name_are_no_country():
    assert last(("THE ARMY HAS LEFT THE TOWN OF BIR SALIMA.", ["ARMY", "@BIR SALIMA"]))[0] is None


# --- whose officers ---


@pytest.mark.parametrize(
    ("before", "officers", "sector"),
    [
        ("Police in Kenya broke up a march.", "officers", "COP"),
        ("Police in Kenya broke up a march.", "two plain-clothes officers", "COP"),
        ("Police in Kenya broke up a march.", "army officers", "MIL"),
        ("Soldiers in Kenya broke up a march.", "officers", "MIL"),
        ("Police in Kenya called in soldiers.", "officers", "MIL"),
        ("Kenya was calm.", "officers", "MIL"),
    ],
)
def test_officers_are_of_the_force_told_of_last(before, officers, sector):
    named = sorted(
        (word for word in ("Police", "Soldiers", "soldiers", "@Kenya") if word.strip("@") in before),
        key=lambda w: before.index(w.strip("@")),
    )
    assert last((before, named), (f"A man was beaten by {officers} in Nakuru.", [officers, "@Nakuru"])) == ("KEN", sector)


# --- who speaks for whom, and of which force ---


@pytest.mark.parametrize(
    ("words", "sector"),
    [
        ("rebel envoy", "REB"),
        ("union negotiators", "LAB"),
        ("church delegation", "REL"),
        ("government delegation", "GOV"),
        ("special envoy", "GOV"),
        ("rebel general", "REB"),
        ("police lieutenant", "COP"),
        ("army lieutenant", "MIL"),
        ("national police commissioner", "COP"),
        ("human rights commissioner", "GOV"),
        ("parachute company", "MIL"),
        ("mining company", "BUS"),
        ("president's office", "GOV"),
        ("prosecutor's office", "JUD"),
        ("southern command", "MIL"),
        ("rebel command", "REB"),
    ],
)
def test_the_word_before_says_whose_envoy_and_of_which_force(words, sector):
    assert ENTITIES.resolve(words, ActorContext()).sector == sector

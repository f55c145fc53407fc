from __future__ import annotations

import datetime
import itertools
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import DataError
from dateline.records import EntityRef
from dateline.resolve.countries import countries
from dateline.resolve.entities import ActorContext, Entities
from dateline.resolve.lexicon import lexicon
from dateline.resolve.organisations import GROUP_COLUMNS, history_of, organisations
from dateline.resolve.tables import NON_STATE, parse

ENTITIES = Entities.load()
COLOMBIA = ActorContext("2025-08-08", "COL")
SYRIA = ActorContext("2019-04-10", "SYR")
UNDATED = ActorContext()


def resolved(phrase, context=UNDATED):
    ref = ENTITIES.resolve(phrase, context)
    return ref and (ref.id, ref.country, ref.sector)


@pytest.mark.parametrize(
    ("phrase", "context", "want"),
    [
        ("Colombian president Gustavo Petro", COLOMBIA, ("person:gustavo-petro", "COL", "GOV")),
        ("Petro", COLOMBIA, ("person:gustavo-petro", "COL", "GOV")),
        ("president of Colombia", COLOMBIA, ("person:gustavo-petro", "COL", "GOV")),
        ("Petro's government", COLOMBIA, ("gov:COL", "COL", "GOV")),
        ("former president Álvaro Uribe", COLOMBIA, ("person:alvaro-uribe", "COL", "ELI")),
        ("Trump", COLOMBIA, ("person:donald-trump", "USA", "GOV")),
        ("Turkey's president", SYRIA, ("person:recep-tayyip-erdogan", "TUR", "GOV")),
        ("Obama", SYRIA, ("person:barack-obama", "USA", "ELI")),
        ("ex-president Jimmy Carter", UNDATED, ("person:jimmy-carter", "USA", "ELI")),
        ("Soviet Foreign Minister Eduard Shevardnadze", UNDATED, ("person:eduard-shevardnadze", "SUN", "GOV")),
        ("PRESIDENT VIRGILIO BARCO", UNDATED, ("person:virgilio-barco", "COL", "GOV")),
        ("Mustafa Bali, SDF spokesman", SYRIA, ("person:mustafa-bali", "SYR", "REB")),
        ("Iranian Foreign Minister Ali Rezaei", SYRIA, ("person:ali-rezaei", "IRN", "GOV")),
        ("Senator Jesse Helms", UNDATED, ("person:jesse-helms", None, "LEG")),
        ("Omar Alloush", SYRIA, ("name:omar-alloush", None, None)),
        ("Chad Smith", UNDATED, ("name:chad-smith", None, None)),
        ("Jeb Bush", ActorContext("1990-01-01", "USA"), ("name:jeb-bush", None, None)),
        ("President Yeltsin", ActorContext("2005-01-01"), ("person:boris-yeltsin", "RUS", "GOV")),
        ("Yeltsin", ActorContext("2005-01-01"), ("person:boris-yeltsin", "RUS", "ELI")),
    ],
)
def test_people(phrase, context, want):
    assert resolved(phrase, context) == want


@pytest.mark.parametrize(
    ("phrase", "want"),
    [
        ("Clan del Golfo", ("group:clan-del-golfo", "COL", "CRM")),
        ("Gaitanista Army of Colombia", ("group:clan-del-golfo", "COL", "CRM")),
        ("EGC", ("group:clan-del-golfo", "COL", "CRM")),
        ("FARC rebels", ("group:revolutionary-armed-forces-of-colombia", "COL", "REB")),
        ("Isis fighters", ("group:islamic-state", "IMG", "REB")),
        ("US-backed Syrian Democratic Forces", ("group:syrian-democratic-forces", "SYR", "REB")),
        ("Kurdish-led SDF", ("group:syrian-democratic-forces", "SYR", "REB")),
        ("Lord's Resistance Army", ("group:lords-resistance-army", "UGA", "REB")),
        ("Kurdistan Workers' Party", ("group:kurdistan-workers-party", "TUR", "REB")),
        ("leader of the Amal movement", ("group:amal-movement", "LBN", "PTY")),
        ("FARABUNDO MARTI NATIONAL LIBERATION FRONT", ("group:farabundo-marti-national-liberation-front", "SLV", "PTY")),
        ("UN", ("group:united-nations", "IGO", None)),
        ("U.N.", ("group:united-nations", "IGO", None)),
        ("United Nations military personnel", ("group:united-nations", "IGO", "MIL")),
        ("Human Rights Watch", ("group:human-rights-watch", "NGO", None)),
        ("New Harmony party", ("org:new-harmony-party", None, "PTY")),
        ("Nigerian Union of Teachers", ("org:nigerian-union-of-teachers", "NGA", "LAB")),
        ("Ghana Mine Workers' Union", ("org:ghana-mine-workers-union", "GHA", "LAB")),
        ("Zambian Congress of Trade Unions", ("org:zambian-congress-of-trade-unions", "ZMB", "LAB")),
        ("teachers' union of Ghana", ("role:LAB:GHA", "GHA", "LAB")),
        ("Nigerian Senate", ("NGA:LEG:senate", "NGA", "LEG")),
    ],
)
def test_organisations(phrase, want):
    assert resolved(phrase) == want


@pytest.mark.parametrize(
    ("phrase", "want"),
    [
        ("Israeli troops", ("ISR:MIL", "ISR", "MIL")),
        ("Washington", ("gov:USA", "USA", "GOV")),
        ("White House", ("gov:USA", "USA", "GOV")),
        ("Iran", ("country:IRN", "IRN", "GOV")),
        ("U.S.", ("country:USA", "USA", "GOV")),
        ("US", ("country:USA", "USA", "GOV")),
        ("Iraqi officials", ("gov:IRQ", "IRQ", "GOV")),
        ("senior US official", ("gov:USA", "USA", "GOV")),
        ("Assad's forces", ("SYR:MIL", "SYR", "MIL")),
        ("COLOMBIAN ARMY", ("COL:MIL", "COL", "MIL")),
        ("Baghdad police", ("IRQ:COP", "IRQ", "COP")),
        ("police", ("SYR:COP", "SYR", "COP")),
        ("government", ("gov:SYR", "SYR", "GOV")),
        ("Israeli foreign ministry", ("ISR:GOV:foreign-ministry", "ISR", "GOV")),
        ("Hamas-run interior ministry", ("PSE:GOV:interior-ministry", "PSE", "GOV")),
        ("Turkish-led forces", ("TUR:MIL", "TUR", "MIL")),
        ("Kurdish-led forces", ("role:REB:SYR", "SYR", "REB")),
        ("Sunni forces", ("role:REB:SYR", "SYR", "REB")),
        ("Sunni leader", ("role:REL:SYR", "SYR", "REL")),
        ("aid agencies", ("role:SOC:NGO", "NGO", "SOC")),
        ("Turkish aid agencies", ("role:SOC:TUR", "TUR", "SOC")),
        ("peacekeepers", ("role:MIL:IGO", "IGO", "MIL")),
        ("Kosovo Albanians", ("role:CVL:XKX", "XKX", "CVL")),
        ("Kurds of Iraq", ("role:CVL:IRQ", "IRQ", "CVL")),
        ("Syrian rebels", ("role:REB:SYR", "SYR", "REB")),
        ("Turkey-backed rebels", ("role:REB:SYR", "SYR", "REB")),
        ("rebels in Darfur", ("role:REB:SDN", "SDN", "REB")),
        ("Kurdish forces", ("role:REB:SYR", "SYR", "REB")),
        ("wives of fighters", ("role:CVL:SYR", "SYR", "CVL")),
        ("families of Isis fighters", ("role:CVL:SYR", "SYR", "CVL")),
        ("Hezbollah supporters", ("role:CVL:LBN", "LBN", "CVL")),
        ("soldiers' families", ("role:CVL:SYR", "SYR", "CVL")),
        ("thousands of migrants", ("role:REF:SYR", "SYR", "REF")),
        ("Palestinians", ("role:CVL:PSE", "PSE", "CVL")),
        ("former minister", ("role:ELI:SYR", "SYR", "ELI")),
        ("mediator", ("role:GOV", None, "GOV")),
        ("gunmen", ("role:UAF:SYR", "SYR", "UAF")),
    ],
)
def test_states_and_roles(phrase, want):
    assert resolved(phrase, SYRIA) == want


@pytest.mark.parametrize("phrase", ["he", "they", "who", "us", "it", "", "the", "group", "   ", "..."])
def test_pronouns_and_empty_words_are_nobody(phrase):
    assert ENTITIES.resolve(phrase, SYRIA) is None


def test_office_depends_on_the_day():
    assert resolved("Barack Obama", ActorContext("2010-01-01", "USA"))[2] == "GOV"
    assert resolved("Barack Obama", ActorContext("2018-01-01", "USA"))[2] == "ELI"
    assert resolved("US president", ActorContext("2003-03-20"))[0] == "person:george-w-bush"
    assert resolved("President Bush", ActorContext("1990-08-02"))[0] == "person:george-h-w-bush"


@pytest.mark.parametrize(
    ("phrase", "day", "want"),
    [
        ("Taliban", "1995-01-01", ("AFG", "REB")),
        ("Taliban", "1999-01-01", ("AFG", "GOV")),
        ("Taliban", "2010-01-01", ("AFG", "REB")),
        ("Taliban", "2021-08-14", ("AFG", "REB")),
        ("Taliban", "2021-08-15", ("AFG", "GOV")),
        ("Taliban", None, ("AFG", "GOV")),
        ("FMLN", "1989-11-11", ("SLV", "REB")),
        ("FMLN", "2009-06-01", ("SLV", "PTY")),
        ("FMLN guerrillas", None, ("SLV", "REB")),
        ("ANC", "1985-01-01", ("ZAF", "REB")),
        ("ANC", "1994-05-10", ("ZAF", "PTY")),
        ("SPLA", "2000-01-01", ("SDN", "REB")),
        ("SPLA", "2013-01-01", ("SSD", "MIL")),
        ("Rapid Support Forces", "2020-01-01", ("SDN", "PRM")),
        ("Rapid Support Forces", "2023-05-01", ("SDN", "REB")),
    ],
)
def test_an_organisation_is_what_it_was_on_the_day(phrase, day, want):
    assert resolved(phrase, ActorContext(day))[1:] == want


@pytest.mark.parametrize(
    ("phrase", "context", "want"),
    [
        ("Congress", ActorContext(home="USA"), ("group:congress-of-united-states", "USA")),
        ("Congress", ActorContext(home="IND"), ("group:indian-national-congress", "IND")),
        ("Congress", ActorContext(countries=("COL",)), ("group:congress-of-colombia", "COL")),
        ("Congress", UNDATED, ("role:LEG", None)),
        ("Democrats", UNDATED, ("group:democratic-party-us", "USA")),
        ("Democrats", ActorContext("2020-01-01", "ITA"), ("group:democratic-party-italy", "ITA")),
        ("South Korea's Democratic Party", UNDATED, ("group:democratic-party-south-korea", "KOR")),
        ("Labour Party", ActorContext("2023-03-01", "NGA"), ("group:labour-party-nigeria", "NGA")),
        ("Kenya's Labour Party", UNDATED, ("role:PTY:KEN", "KEN")),
        ("Israel's Supreme Court", UNDATED, ("group:supreme-court-israel", "ISR")),
        ("Supreme Court", ActorContext(home="KEN"), ("KEN:JUD:supreme-court", "KEN")),
        ("Georgia", UNDATED, ("country:GEO", "GEO")),
        ("Georgia", ActorContext(home="USA"), ("region:georgia", "USA")),
        ("Congo", UNDATED, ("country:COD", "COD")),
        ("Congo", ActorContext(home="COG"), ("country:COG", "COG")),
    ],
)
def test_a_shared_name_is_settled_by_what_is_at_hand(phrase, context, want):
    assert resolved(phrase, context)[:2] == want


def test_where_a_role_word_has_no_country_the_place_beside_it_gives_one():
    assert resolved("police", ActorContext(home="RUS", beside="KEN"))[1] == "KEN"
    assert resolved("police", ActorContext(scene="KEN"))[1] == "KEN"
    assert resolved("police", ActorContext(home="RUS", scene="KEN"))[1] == "RUS"
    assert resolved("Russian police", ActorContext(beside="KEN"))[1] == "RUS"


def test_a_name_known_in_the_report_comes_first():
    ref = EntityRef(id="person:ali-rezaei", name="Ali Rezaei", country="IRN", sector="GOV")
    context = ActorContext("2019-04-10", "SYR", {"rezaei": ref})
    assert ENTITIES.resolve("Rezaei", context) == ref
    assert ENTITIES.resolve("Mr Rezaei", context) == ref


def test_letters_that_the_report_has_given_a_body_are_no_other_body():
    ours = EntityRef(id="org:zambian-congress-of-trade-unions", name="Zambian Congress of Trade Unions", country="ZMB", sector="LAB")
    assert resolved("ZCTU leaders") == ("group:zimbabwe-congress-of-trade-unions", "ZWE", "LAB")
    assert ENTITIES.resolve("ZCTU leaders", ActorContext("2000-05-05", "ZMB", {"zctu": ours})) == ours


def test_countries_of_words():
    assert [ENTITIES.country_of(word) for word in ("Iran", "Iranian", "Tehran", "US", "us", "Kremlin", "tree", "Kosovo")] == [
        "IRN", "IRN", "IRN", "USA", None, "RUS", None, "XKX",
    ]  # fmt: skip
    assert ENTITIES.home_country(["Colombian president", "Bogotá", "US", "villagers"]) == "COL"
    assert ENTITIES.home_country(["villagers"]) is None


def test_tables_are_whole():
    codes = set(countries().by_code) | NON_STATE
    groups = [group for group, _, _ in organisations()]
    armed = [group for group in groups if {group.sector, *(stretch.sector for stretch in group.history)} & {"REB", "CRM", "PRM"}]
    terms = {term for held in lexicon().offices.values() for term in held}
    assert len({group.name for group in groups}) == len(groups) > 2500
    assert len(armed) >= 600
    assert sum(group.country in {"IGO", "NGO", "IMG"} for group in groups) >= 300
    assert len(terms) > 2000
    assert {term.country for term in terms} | {group.country for group in groups} <= codes
    assert all(not term.end or term.start <= term.end for term in terms)
    assert all(not group.end or group.start <= group.end for group in groups)


def test_the_last_stretch_of_a_history_is_the_group_s_own_and_stretches_do_not_overlap():
    for group, _, _ in organisations():
        if group.history:
            assert (group.history[-1].country, group.history[-1].sector) == (group.country, group.sector)
            assert all(a.end < b.start for a, b in itertools.pairwise(group.history)), group.name


def test_eighty_countries_have_terms_back_to_1990():
    early = Counter(term.country for held in lexicon().offices.values() for term in held if term.start < "1996" and term.end > "1990")
    assert len([code for code in early if code not in NON_STATE]) >= 80


@pytest.mark.parametrize("history", ["REB", "REB 1996", "XYZ ../1996", "REB 1996/1990", "REB x/.."])
def test_a_bad_history_is_told_with_its_line(history):
    row = "Some Front\t\t\tCOL\tREB\t" + history + "\t\t\n"
    with pytest.raises(DataError, match=r"x\.tsv:2: history"):
        history_of(next(parse("\t".join(GROUP_COLUMNS) + "\n" + row, GROUP_COLUMNS, "x.tsv")))


@given(st.dates(datetime.date(1950, 1, 1), datetime.date(2030, 1, 1)))
def test_on_any_day_an_organisation_has_one_of_its_sectors(day):
    for group, _, _ in organisations():
        assert group.on(day.isoformat()) in {(group.country, group.sector), *((s.country, s.sector) for s in group.history)}


@given(st.text(max_size=40))
def test_any_text_gives_an_entity_or_nothing(text):
    ref = ENTITIES.resolve(text, SYRIA)
    assert ref is None or (ref.id and ref.name)

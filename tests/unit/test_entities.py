from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.records import EntityRef
from dateline.resolve.countries import countries
from dateline.resolve.entities import ActorContext, Entities
from dateline.resolve.lexicon import lexicon
from dateline.resolve.tables import NON_STATE

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
        ("FARC", ("group:revolutionary-armed-forces-of-colombia", "COL", "REB")),
        ("Isis fighters", ("group:islamic-state", "IMG", "REB")),
        ("US-backed Syrian Democratic Forces", ("group:syrian-democratic-forces", "SYR", "REB")),
        ("Kurdish-led SDF", ("group:syrian-democratic-forces", "SYR", "REB")),
        ("Lord's Resistance Army", ("group:lords-resistance-army", "UGA", "REB")),
        ("Kurdistan Workers' Party", ("group:kurdistan-workers-party", "TUR", "REB")),
        ("leader of the Amal movement", ("group:amal-movement", "LBN", "PTY")),
        ("FARABUNDO MARTI NATIONAL LIBERATION FRONT", ("group:farabundo-marti-national-liberation-front", "SLV", "REB")),
        ("UN", ("group:united-nations", "IGO", None)),
        ("U.N.", ("group:united-nations", "IGO", None)),
        ("United Nations military personnel", ("group:united-nations", "IGO", "MIL")),
        ("Human Rights Watch", ("group:human-rights-watch", "NGO", None)),
        ("New Democracy party", ("org:new-democracy-party", None, "PTY")),
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
        ("Hamas-run health ministry", ("PSE:GOV:health-ministry", "PSE", "GOV")),
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


def test_a_name_known_in_the_report_comes_first():
    ref = EntityRef(id="person:ali-rezaei", name="Ali Rezaei", country="IRN", sector="GOV")
    context = ActorContext("2019-04-10", "SYR", {"rezaei": ref})
    assert ENTITIES.resolve("Rezaei", context) == ref
    assert ENTITIES.resolve("Mr Rezaei", context) == ref


def test_countries_of_words():
    assert [ENTITIES.country_of(word) for word in ("Iran", "Iranian", "Tehran", "US", "us", "Kremlin", "tree", "Kosovo")] == [
        "IRN", "IRN", "IRN", "USA", None, "RUS", None, "XKX",
    ]  # fmt: skip
    assert ENTITIES.home_country(["Colombian president", "Bogotá", "US", "villagers"]) == "COL"
    assert ENTITIES.home_country(["villagers"]) is None


def test_tables_are_whole():
    words = lexicon()
    codes = set(countries().by_code) | NON_STATE
    groups = {entry.piece.group.name for held in words.entries.values() for entry in held if entry.piece.group}
    terms = {term for held in words.offices.values() for term in held}
    assert len(groups) > 400
    assert len(terms) > 900
    assert {term.country for term in terms} <= codes
    assert all(not term.end or term.start <= term.end for term in terms)


@given(st.text(max_size=40))
def test_any_text_gives_an_entity_or_nothing(text):
    ref = ENTITIES.resolve(text, SYRIA)
    assert ref is None or (ref.id and ref.name)

from __future__ import annotations

import pytest

from dateline.errors import DataError
from dateline.resolve.gazetteer import Gazetteer, fold
from dateline.resolve.places import PlaceContext, resolve_place
from dateline.resolve.tables import parse

NOWHERE = PlaceContext()
SYRIA = PlaceContext({"SYR": 5, "USA": 2, "TUR": 1}, ("Damascus", "Aleppo", "Syria", "US", "Turkey"))
COLOMBIA = PlaceContext({"COL": 5, "QAT": 1}, ("Colombia", "Antioquia", "Qatar"))
TEXAS = PlaceContext({"USA": 4}, ("Texas", "Dallas"))


def found(phrase, context=NOWHERE):
    place = resolve_place(phrase, context)
    return place and (place.name, place.country, place.precision)


@pytest.mark.parametrize(
    ("phrase", "context", "geonames_id"),
    [
        ("Raqqa", SYRIA, 172955),
        ("city of Raqqa", SYRIA, 172955),
        ("CITY OF RAQQA", NOWHERE, 172955),
        ("Idlib", SYRIA, 169389),
        ("Idlib province", SYRIA, 169387),
        ("Deir ez-Zor", SYRIA, 170794),
        ("northern Syrian town of Tal Abyad", SYRIA, 163750),
        ("outskirts of Damascus", SYRIA, 170654),
        ("capital", SYRIA, 170654),
        ("Iraq", SYRIA, 99237),
        ("Briceño", COLOMBIA, 3688499),
        ("Briceño, Antioquia", COLOMBIA, 3688499),
        ("Antioquia", COLOMBIA, 3689815),
        ("Bogotá", COLOMBIA, 3688689),
        ("BOGOTA", NOWHERE, 3688689),
        ("Cordoba", COLOMBIA, 3685889),
        ("Doha", COLOMBIA, 290030),
        ("London", SYRIA, 2643743),
        ("Paris", TEXAS, 4717560),
        ("Paris", NOWHERE, 2988507),
        ("Paris, France", TEXAS, 2988507),
        ("Georgia", TEXAS, 4197000),
        ("Georgia", NOWHERE, 614540),
        ("Calif.", TEXAS, 5332921),
        ("Rapides Parish", TEXAS, 4338356),
        ("Kiev", NOWHERE, 703448),
        ("Saigon", NOWHERE, 1566083),
        ("New York", NOWHERE, 5128581),
        ("Kabul airport", NOWHERE, 1138958),
        ("Aleppo's old city", NOWHERE, 170063),
    ],
)
def test_a_name_finds_its_geonames_id(phrase, context, geonames_id):
    place = resolve_place(phrase, context)
    assert place is not None
    assert place.geonames_id == geonames_id


@pytest.mark.parametrize(
    ("phrase", "country"),
    [
        ("northern Mali", "MLI"),
        ("NORTHERN MALI", "MLI"),
        ("eastern Syria", "SYR"),
        ("Syria's north-east", "SYR"),
        ("Turkish border", "TUR"),
    ],
)
def test_a_part_of_a_country_is_a_region_without_a_point(phrase, country):
    place = resolve_place(phrase, NOWHERE)
    assert place is not None
    assert (place.precision, place.country, place.lat, place.lon, place.geonames_id) == ("region", country, None, None, None)


@pytest.mark.parametrize("phrase", ["Mali", "besieged enclave in Syria", "Syrian territory", "Soviet Union", "Zaire", "Russian"])
def test_a_country_is_never_a_point(phrase):
    place = resolve_place(phrase, NOWHERE)
    assert place is not None
    assert (place.precision, place.lat, place.lon) == ("country", None, None)


@pytest.mark.parametrize(
    "phrase", ["", "market", "bridge", "Of", "Police", "Market", "village", "rural area", "the", "there", "Xqzzyt", "Monday"]
)
def test_words_that_name_no_place_are_unknown(phrase):
    assert resolve_place(phrase, SYRIA) is None


def test_regions_and_borders():
    assert found("Catatumbo") == ("Catatumbo", "COL", "region")
    assert found("Golan Heights") == ("Golan Heights", "SYR", "region")
    assert found("US-Mexico border") == ("US-Mexico border", None, "region")
    assert found("Baghuz village", SYRIA) == ("Baghuz", "SYR", "settlement")
    assert found("Sudan's Darfur region") == ("Darfur", "SDN", "region")
    assert found("Euphrates river")[0] == "Euphrates"
    assert found("Tahrir Square in Cairo") == ("Tahrir Square", "EGY", "point")
    assert found("Gaza") == ("Gaza Strip", "PSE", "region")


def test_a_spot_at_a_distance_is_no_settlement():
    place = resolve_place("30 km east of Mosul", SYRIA)
    assert place is not None
    assert (place.precision, place.country) == ("region", "IRQ")


def test_other_places_of_the_report_decide_between_equals():
    near = {
        "Texas": resolve_place("Mansfield", PlaceContext({"USA": 1}, ("Texas", "Arlington", "Fort Worth"))),
        "Louisiana": resolve_place("Mansfield", PlaceContext({"USA": 1}, ("Louisiana", "Shreveport", "Natchitoches"))),
    }
    assert {state: place and place.admin1 for state, place in near.items()} == {"Texas": "Texas", "Louisiana": "Louisiana"}


def test_a_point_lies_in_range_and_names_its_unit():
    place = resolve_place("Manbij", SYRIA)
    assert place is not None
    assert place.admin1 == "Aleppo"
    assert (round(place.lat or 0, 1), round(place.lon or 0, 1)) == (36.5, 38.0)


def test_candidates_ignore_case_accents_and_the_arabic_article():
    gazetteer = Gazetteer.load()
    assert {c.geonames_id for c in gazetteer.candidates("MEDELLIN")} == {c.geonames_id for c in gazetteer.candidates("Medellín")}
    assert any(c.name == "Ar Raqqah" for c in gazetteer.candidates("al-Raqqa"))
    assert gazetteer.candidates("Xqzzyt") == []
    assert fold("St. Łódź-Ábrego’s") == "saint lodz abregos"
    city = gazetteer.by_id(3688689)
    assert city is not None and city.capital and city.country == "COL"
    assert gazetteer.by_id(1) is None


def test_a_damaged_gazetteer_is_a_data_error():
    with pytest.raises(DataError, match=r"build_gazetteer\.py"):
        Gazetteer(b"not a file")


def test_a_table_names_file_and_line_of_a_fault():
    with pytest.raises(DataError, match=r"x\.tsv:1: columns"):
        list(parse("a\tc\n", ("a", "b"), "x.tsv"))
    with pytest.raises(DataError, match=r"x\.tsv:3: 1 fields, want 2"):
        list(parse("a\tb\n1\t2\n3\n", ("a", "b"), "x.tsv"))
    with pytest.raises(DataError, match=r"x\.tsv:2: b 'XXX' is no PLOVER sector"):
        next(parse("a\tb\n1\tXXX\n", ("a", "b"), "x.tsv")).sector("b")
    with pytest.raises(DataError, match=r"x\.tsv:2: b 'Col' is no three-letter code"):
        next(parse("a\tb\n1\tCol\n", ("a", "b"), "x.tsv")).code("b")
    with pytest.raises(DataError, match=r"x\.tsv:2: b 'May' is no date"):
        next(parse("a\tb\n1\tMay\n", ("a", "b"), "x.tsv")).date("b")

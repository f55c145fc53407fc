from __future__ import annotations

import math
import random
import time
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import DataError
from dateline.resolve.countries import countries
from dateline.resolve.gazetteer import Gazetteer, fold
from dateline.resolve.placeevidence import Named, focus_of, options
from dateline.resolve.places import PlaceContext, resolve_place
from dateline.resolve.placewords import named_regions, people_of_units
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


RANK = {"point": 0, "settlement": 1, "admin2": 2, "admin1": 3, "region": 4, "country": 5}
NAMES = st.sampled_from(
    ["Mali", "Syria", "Aleppo", "Idlib", "Texas", "Paris", "Kivu", "Sahel", "Antioquia", "Donbas", "Mosul", "Georgia", "Baghuz", "Qamishli"]
)
CONTEXTS = st.builds(
    PlaceContext,
    st.dictionaries(st.sampled_from(["SYR", "USA", "COL", "MLI", "FRA"]), st.floats(0.1, 9), max_size=3),
    st.lists(
        st.sampled_from(["Texas", "Dallas", "Damascus", "Colombia", "Paris", "Bamako", "Tbilisi", "Ohioans"]), unique=True, max_size=5
    ).map(tuple),
)


@given(
    NAMES, st.sampled_from(["northern {}", "{}'s north-east", "parts of {}", "40 km south of {}", "the {} border", "west of {}"]), CONTEXTS
)
def test_a_part_or_surroundings_are_never_finer_than_the_name(name, phrase, context):
    whole, part = resolve_place(name, context), resolve_place(phrase.format(name), context)
    assert whole is not None
    assert part is None or RANK[part.precision] >= min(RANK[whole.precision], RANK["region"])
    if part and whole.precision == "country":
        assert (part.lat, part.lon) == (None, None)


@given(st.sampled_from(["{} province", "province of {}", "{} governorate", "{} county"]), NAMES, CONTEXTS)
def test_words_for_a_unit_give_no_settlement_of_its_name(phrase, name, context):
    place = resolve_place(phrase.format(name), context)
    if place and any(c.kind != 0 for c in Gazetteer.load().candidates(name)):
        assert RANK[place.precision] >= RANK["admin2"]


@given(st.one_of(NAMES, st.text(max_size=30), st.sampled_from(sorted(people_of_units())).map(str.title)), CONTEXTS)
def test_a_country_never_has_a_point_and_a_settlement_always(phrase, context):
    place = resolve_place(phrase, context)
    if place and place.precision == "country":
        assert (place.lat, place.lon) == (None, None)
    if place and place.precision in {"point", "settlement"}:
        assert place.lat is not None and place.lon is not None and abs(place.lat) <= 90 and abs(place.lon) <= 180


@given(NAMES, CONTEXTS, st.randoms(use_true_random=False))
def test_the_same_words_in_the_same_report_are_the_same_place_in_any_order(phrase, context, rng: random.Random):
    names = list(context.names)
    rng.shuffle(names)
    votes = list(context.countries.items())
    rng.shuffle(votes)
    first = resolve_place(phrase, context)
    focus_of.cache_clear()
    options.cache_clear()
    assert resolve_place(phrase, PlaceContext(dict(votes), tuple(names))) == first


def test_a_name_is_no_evidence_for_itself():
    focus = focus_of((Named("Paris"),), ())
    assert focus.share("FRA", "paris") == 0.0
    assert focus.share("FRA") > 0.5
    assert focus_of((), ()).share("FRA") == 0.0


def test_a_countrys_or_regions_name_in_another_country():
    ohio = PlaceContext({"USA": 2}, ("Ohio", "Warren County", "Cincinnati", "Mason", "Middletown"))
    assert found("Lebanon", ohio) == ("Lebanon", "USA", "settlement")
    assert found("Lebanon", PlaceContext({"USA": 2}, ("Washington", "Beirut", "Israel"))) == ("Lebanon", "LBN", "country")


def test_the_people_of_a_unit_stand_for_it():
    assert found("Ohioans") == ("Ohio", "USA", "admin1")
    assert found("Abkhaz") == ("Abkhazia", "GEO", "admin1")
    assert found("Canadian", TEXAS) == ("Canada", "CAN", "country")


def test_an_unknown_name_is_no_finer_than_what_contains_it():
    assert found("Xqzzyville, Neb.") == ("Xqzzyville", "USA", "region")
    inside = resolve_place("Xqzzyville, Nebraska", NOWHERE)
    assert inside is not None and (inside.admin1, inside.lat, inside.geonames_id) == ("Nebraska", None, None)
    assert found("Xqzzyville", NOWHERE) is None
    texas = PlaceContext({"USA": 4}, ("Texas", "Dallas", "Austin", "Houston"))
    assert found("Xqzzyville", texas) == ("Xqzzyville", "USA", "country")
    assert found("Police", texas) is None


def test_abbreviated_names():
    assert found("Blount Co.", PlaceContext({"USA": 1}, ("Tennessee",)))[2] == "admin2"
    assert found("W. Memphis", PlaceContext({"USA": 1}, ("Arkansas",))) == ("West Memphis", "USA", "settlement")
    assert found("U.S") == ("United States", "USA", "country")


def test_the_regions_are_many_and_sound():
    regions = set(named_regions().values())
    assert len(regions) >= 400
    known = countries().by_code
    for region in regions:
        assert all(code in known for code in region.countries), region
        if region.precision in {"region", "settlement", "point"}:
            assert region.lat is not None and region.lon is not None, region
            assert abs(region.lat) <= 90 and abs(region.lon) <= 180, region
    for name in (
        "Catatumbo",
        "Bajo Cauca",
        "Donbas",
        "Golan",
        "Sahel",
        "Kordofan",
        "Strait of Hormuz",
        "Danube",
        "Upper Volta",
        "Leningrad",
    ):
        assert found(name) is not None, name


def test_a_regions_point_lies_near_its_gazetteer_row():
    gazetteer = Gazetteer.load()
    for region in set(named_regions().values()):
        row = gazetteer.by_id(region.geonames_id) if region.geonames_id else None
        if row and region.lat is not None and region.lon is not None:
            assert math.hypot(row.lat - region.lat, row.lon - region.lon) < 8, region


def test_the_people_of_units_name_units_that_are_known():
    for word, (name, country) in people_of_units().items():
        place = resolve_place(word.title(), NOWHERE)
        assert place is not None, (word, name)
        assert country in {None, place.country}, (word, name)


def test_the_gazetteer_loads_in_under_half_a_second():
    data = resources.files("dateline.resolve").joinpath("data", "gazetteer.npz").read_bytes()
    spent = []
    for _ in range(3):
        start = time.process_time()
        Gazetteer(data)
        spent.append(time.process_time() - start)
    assert min(spent) < 0.5


def test_the_middle_of_a_unit_is_that_of_the_area_it_spans():
    gazetteer = Gazetteer.load()
    for name, lat, lon in (("Queensland", -22.5, 144.5), ("Texas", 31.2, -99.3), ("Ontario", 50.0, -86.0)):
        (unit,) = [c for c in gazetteer.candidates(name) if c.kind == 1]
        assert math.hypot(unit.lat - lat, unit.lon - lon) < 3, (name, unit.lat, unit.lon)

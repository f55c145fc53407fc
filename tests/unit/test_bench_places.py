from __future__ import annotations

import json

import pytest

from benchmarks import places
from dateline.records import Place

PARIS = {
    "phrase": "Paris",
    "start": 3,
    "end": 8,
    "lat": 36.3,
    "lon": -88.33,
    "geonameid": "4647963",
    "country": "United States",
    "admin1": "Tennessee",
}


def place(**fields):
    given = {"span": None, "geonames_id": 1, "name": "Paris", "country": "USA", "admin1": "Tennessee", "lat": 36.3, "lon": -88.3}
    return Place(**{**given, "precision": "settlement", **fields})


def test_kilometres_of_a_degree_and_of_half_the_globe():
    assert places.kilometres(0, 0, 1, 0) == pytest.approx(111.2, abs=0.1)
    assert places.kilometres(0, 0, 0, 180) == pytest.approx(20015, abs=5)


def test_a_near_place_is_within_but_not_exact():
    verdict = places.judge(place(), PARIS)
    assert (verdict["within_161km"], verdict["exact"], verdict["country"], verdict["admin1"]) == (1.0, 0.0, 1.0, 1.0)


def test_no_place_is_wrong_throughout():
    verdict = places.judge(None, PARIS)
    assert (verdict["km"], verdict["within_161km"], verdict["exact"], verdict["country"]) == (None, 0.0, 0.0, 0.0)


def test_a_place_without_point_is_within_only_where_it_is_the_golds_own():
    gold = {"phrase": "Mali", "lat": 18.0, "lon": -2.0, "geonameid": "2453866", "country": "Mali", "fcode": "PCLI", "admin1": "x"}
    mali = place(geonames_id=2453866, name="Mali", country="MLI", admin1=None, lat=None, lon=None, precision="country")
    assert places.judge(mali, gold) == {"km": 0.0, "within_161km": 1.0, "exact": 1.0, "country": 1.0}
    page = {"phrase": "Mali", "lat": 18.0, "lon": -2.0, "page": "https://en.wikipedia.org/wiki/Mali"}
    assert places.judge(mali, page)["within_161km"] == 1.0
    assert places.judge(mali, page | {"page": "https://en.wikipedia.org/wiki/Niger"})["within_161km"] == 0.0


def test_recognition_counts_strict_spans():
    text = "In Paris, Tenn., and Martin, Tenn., it rained."
    row = {"text": text, "toponyms": [PARIS, {"phrase": "Tenn", "start": 10, "end": 14, "lat": None, "lon": None}]}
    found = places.from_text(row, [(3, 8), (10, 15)])
    assert {name: found[name] for name in ("right", "found", "gold")} == {"right": 1, "found": 2, "gold": 2}
    assert [v["exact"] for v in found["verdicts"]] == [1.0]


def test_gold_names_leave_out_what_the_gold_puts_nowhere():
    row = {"text": "In Paris, Tenn.", "toponyms": [PARIS, {"phrase": "In", "start": 0, "end": 2, "lat": None, "lon": None}]}
    assert len(places.located(row)) == 1
    assert [v["exact"] for v in places.gold_names(row)] == [1.0]
    assert json.dumps(places.gold_names(row))

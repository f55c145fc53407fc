"""The SQL that the map, the timeline, an entity and a dossier show runs as it stands over the store, and gives what the view shows."""

from collections import Counter
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.webstore import client_of, make_store
from test_web_api import FILTERS, FOLDS, SETTINGS, get

from dateline.store.views import select


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    store, items = make_store(tmp_path_factory.mktemp("web") / "news", 40)
    return store, items, client_of(store)


def answered(store, sql):
    with select(store, sql, store.coder()) as rows:
        return [row for batch in rows for row in batch.to_pylist()]


def ask(served, path, **wanted):
    store, _, client = served
    found = get(client, f"{path}?{urlencode(wanted, doseq=True)}")
    return found, answered(store, found["sql"])


@SETTINGS
@given(wanted=FILTERS, fold=FOLDS)
def test_the_map(served, wanted, fold):
    found, rows = ask(served, "/api/map", **wanted, fold=fold)
    assert sum(row["n"] for row in rows) == found["total"]
    points = Counter()
    for one in found["points"]:
        points[one["name"], one["quad"]] += one["n"]
    assert points == {(row["name"], row["quad"]): row["n"] for row in rows if row["precision"] in ("point", "settlement")}
    assert found["unknown_total"] == sum(row["n"] for row in rows if row["precision"] is None)


@SETTINGS
@given(
    wanted=FILTERS, fold=FOLDS, bin=st.sampled_from(("day", "week", "month", "year")), a=st.sampled_from(("", "e-alpha", "alph")),
    b=st.sampled_from(("", "e-beta", "words:beta", "l")),
)  # fmt: skip
def test_the_timeline(served, wanted, fold, bin, a, b):
    found, rows = ask(served, "/api/timeline", **wanted, fold=fold, bin=bin, a=a, b=b)
    names = ("n", "n_cooperation", "n_conflict", "cooperation", "conflict")
    shown = {one["start"]: tuple(one[name] for name in names) for one in found["bins"] if one["n"]}
    told = {row["bin"].isoformat(): tuple(pytest.approx(row[name], abs=1e-3) for name in names) for row in rows if row["bin"]}
    assert shown == told
    assert sum(row["n"] for row in rows if not row["bin"]) == found["undated"] + found["spread"]


@SETTINGS
@given(wanted=FILTERS, fold=FOLDS, id=st.sampled_from(("e-alpha", "e-éclair", "words:beta")))
def test_an_entity(served, wanted, fold, id):
    found, rows = ask(served, f"/api/entity/{id}", **wanted, fold=fold)
    assert [row["other"] for row in rows] == [one["other"]["id"] for one in found["dealings"]]
    for row, one in zip(rows, found["dealings"], strict=True):
        assert row["n"] == one["n"]
        assert (row["cooperation"], row["conflict"]) == (pytest.approx(one["cooperation"]), pytest.approx(one["conflict"]))
        assert row["last"] == one["last"]


@pytest.mark.parametrize("days", [{}, {"since": "2025-08-02"}, {"since": "2025-08-01", "until": "2025-08-04"}])
def test_a_dossier(served, days):
    _, items, client = served
    found, rows = ask(served, "/api/dossier", a="e-alpha", b="e-beta", exact=1, most=1000, **days)
    told = {
        telling["event"]
        for section in found["sections"] if section["key"] in ("talks", "agreements", "acts-a", "acts-b", "force")
        for group in section["groups"] for line in group["lines"] for telling in line["tells"]
    }  # fmt: skip
    between = set()
    for one in items:
        for event in one.coding.events:
            day = event.time and (event.time.start or event.time.end)
            inside = day and (event.time.end or "9999") >= days.get("since", "0") and (event.time.start or "0") <= days.get("until", "9999")
            ids = {party.entity.id for party in (*event.actor, *event.recipient) if party.entity}
            if ids >= {"e-alpha", "e-beta"} and (inside or not days):
                between.add(event.id)
    assert between
    assert {row["id"] for row in rows} == between
    assert between & told  # what the dossier puts under its headings, as far as it is an act between the two
    assert get(client, "/api/dossier?a=e-alpha&b=e-beta")["sql"].startswith("SELECT *\nFROM events")


def test_a_quote_in_a_name_is_no_end_of_the_query(served):
    store, _, client = served
    for path in ("/api/map?party=o'clock", "/api/timeline?a=o'clock&b=%27%29%3B", "/api/events?actor=x%27%20OR%201=1"):
        assert answered(store, get(client, path)["sql"]) == []

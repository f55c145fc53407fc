"""The page's API over a small store: filters and facets against brute force, the query shown against the store, every view's shape."""

import csv
import datetime
import io
from collections import Counter
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.webstore import COUNTRIES, NAMES, STATUSES, client_of, make_store

from dateline.ontology.loader import ontology
from dateline.store.views import select
from dateline.web import models

DAY = st.dates(datetime.date(2025, 7, 25), datetime.date(2025, 8, 12)).map(str)
FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "type": st.lists(st.sampled_from(sorted(ontology().types)), min_size=1, max_size=8),
        "quad": st.lists(st.integers(1, 4), min_size=1, max_size=3),
        "status": st.lists(st.sampled_from(STATUSES), min_size=1, max_size=2),
        "actor": st.lists(st.sampled_from(("alpha", "e-beta", "GAMMA", "é", "nobody", "words:alpha")), min_size=1, max_size=2),
        "recipient": st.lists(st.sampled_from(("a", "e-alpha", "words:beta")), min_size=1, max_size=2),
        "party": st.lists(st.sampled_from(("e-alpha", "beta", "l")), min_size=1, max_size=2),
        "country": st.lists(st.sampled_from(("COL", "mli", "KEN")), min_size=1, max_size=2),
        "place": st.lists(st.sampled_from(("goma", "MAL", "2", "nowhere")), min_size=1, max_size=2),
        "publisher": st.lists(st.sampled_from(("Post", "Herald", "None")), min_size=1, max_size=2),
        "speaker": st.lists(st.sampled_from(("alpha", "e-beta")), min_size=1, max_size=2),
        "since": DAY,
        "until": DAY,
        "undated": st.sampled_from(("1", "0")),
        "min_confidence": st.sampled_from((0.0, 0.3, 0.75)),
    },
)
FOLDS = st.sampled_from(("incidents", "events"))
SETTINGS = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    store, items = make_store(tmp_path_factory.mktemp("web") / "news", 40)
    return store, items, client_of(store)


@pytest.fixture(scope="module")
def everything(served):
    """All rows, and the publishers of each row's reports."""
    _, items, client = served
    publishers = {one.report.key: one.report.publisher for one in items}
    rows = {}
    for fold in ("incidents", "events"):
        found = get(client, f"/api/events?limit=500&fold={fold}")["rows"]
        for row in found:
            told = get(client, f"/api/incident/{row['id']}")["told"] if fold == "incidents" else [row]
            row["_publishers"] = {publishers[one["report"]] for one in told} - {None}
            row["_speakers"] = {(name, one["id"]) for one in told for name in one["speaker"]}
        rows[fold] = found
    return rows


def get(client, url, status=200):
    answer = client.get(url)
    assert answer.status_code == status, (url, answer.text)
    return answer.json()


def passes(row, wanted):
    """The filters, said once more in plain Python."""

    def party(name, ents):
        known = {f"e-{one.lower()}" for one in NAMES}
        if name in known:
            return any(ent["id"] == name for ent in ents)
        if name.startswith("words:"):
            return row["kind"] == "event" and any(ent["id"] is None and ent["name"].lower() == name[6:] for ent in ents)
        # What an incident shows of a party that no telling resolves are words for the eye alone.
        return any(name.lower() in ent["name"].lower() for ent in ents if ent["id"] or row["kind"] == "event")

    both = row["actor"] + row["recipient"]
    place = row["place"] or {"name": "", "country": None, "geonames_id": None}
    countries = {place["country"], *(ent["country"] for ent in both)} - {None}
    day = row["start"] or row["end"]
    checks = {
        "type": lambda v: row["type"] in v,
        "quad": lambda v: row["quad"] in v,
        "status": lambda v: row["status"] in v,
        "actor": lambda v: any(party(name, row["actor"]) for name in v),
        "recipient": lambda v: any(party(name, row["recipient"]) for name in v),
        "party": lambda v: all(party(name, both) for name in v),
        "country": lambda v: bool(countries & {code.upper() for code in v}),
        "place": lambda v: any(
            place["geonames_id"] == int(name) if name.isdigit() else bool(row["place"]) and name.lower() in place["name"].lower()
            for name in v
        ),
        "publisher": lambda v: bool(row["_publishers"] & set(v)),
        "min_confidence": lambda v: row["confidence"] >= v,
    }
    if not all(check(wanted[name]) for name, check in checks.items() if name in wanted):
        return False
    if "since" not in wanted and "until" not in wanted:
        return True
    if day is None:
        return wanted.get("undated") == "1"
    return (row["end"] or "9999") >= wanted.get("since", "0") and (row["start"] or "0") <= wanted.get("until", "9999-12-31")


@SETTINGS
@given(wanted=FILTERS, fold=FOLDS)
def test_filters_choose_what_plain_python_chooses(served, everything, wanted, fold):
    wanted = {name: value for name, value in wanted.items() if name != "speaker"}
    found = get(served[2], f"/api/events?{urlencode({**wanted, 'fold': fold, 'limit': 500}, doseq=True)}")
    expected = {row["id"] for row in everything[fold] if passes(row, wanted)}
    assert {row["id"] for row in found["rows"]} == expected
    assert found["total"] == len(expected)


@SETTINGS
@given(wanted=FILTERS, fold=FOLDS, sort=st.sampled_from(("day", "-day", "confidence", "-score", "type", "-published")))
def test_the_query_shown_gives_the_same_rows_in_the_same_order(served, wanted, fold, sort):
    store, _, client = served
    url = f"/api/events?{urlencode({**wanted, 'fold': fold, 'sort': sort, 'limit': 500}, doseq=True)}"
    found = get(client, url)
    with select(store, found["sql"], store.coder()) as rows:
        ids = [row["id"] for batch in rows for row in batch.to_pylist()]
    assert ids == [row["id"] for row in found["rows"]]


@SETTINGS
@given(wanted=FILTERS, fold=FOLDS)
def test_facets_count_under_all_other_filters(served, everything, wanted, fold):
    wanted = {name: value for name, value in wanted.items() if name != "speaker"}
    found = get(served[2], f"/api/facets?{urlencode({**wanted, 'fold': fold}, doseq=True)}")

    def rows(but):
        return [row for row in everything[fold] if passes(row, {k: v for k, v in wanted.items() if k not in but})]

    for name in ("type", "quad", "status"):
        assert {one["value"]: one["count"] for one in found[name]} == Counter(str(row[name]) for row in rows((name,)))
    counted = Counter(ent["id"] for row in rows(("actor",)) for ent in {e["id"]: e for e in row["actor"]}.values() if ent["id"])
    assert {one["value"]: one["count"] for one in found["actor"] if not one["value"].startswith("words:")} == counted
    assert {one["value"]: one["count"] for one in found["publisher"]} == Counter(
        p for row in rows(("publisher",)) for p in row["_publishers"]
    )
    days = Counter(row["start"] for row in rows(("since", "until", "undated")) if row["start"] and row["start"] == row["end"])
    assert {one["day"]: one["count"] for one in found["day"]} == days
    assert found["total"] == len(rows(()))
    assert sum(one["count"] for one in found["confidence"]) == len(rows(("min_confidence",)))


@pytest.mark.parametrize(
    ("url", "model"),
    [
        ("/api/meta", models.Meta),
        ("/api/meta?refresh=1", models.Meta),
        ("/api/events?limit=500", models.EventsAnswer),
        ("/api/events?limit=500&fold=events", models.EventsAnswer),
        ("/api/facets", models.FacetsAnswer),
        ("/api/search?q=border", models.SearchAnswer),
        ("/api/map", models.MapAnswer),
        ("/api/timeline?bin=day", models.TimelineAnswer),
        ("/api/timeline?a=e-alpha&b=e-beta&bin=month", models.TimelineAnswer),
        ("/api/entity/e-alpha", models.EntityAnswer),
        ("/api/entities?q=alp", models.EntitiesAnswer),
    ],
)
def test_every_view_has_its_shape(served, url, model):
    model.model_validate(get(served[2], url))


def test_every_report_and_incident_opens_and_its_spans_quote_the_text(served):
    _, items, client = served
    for one in items:
        found = get(client, f"/api/report/{one.report.key}")
        models.ReportAnswer.model_validate(found)
        text = found["text"]
        assert text == one.report.text
        for span in found["spans"]:
            assert 0 <= span["start"] < span["end"] <= len(text)
        for row in found["rows"]:
            trigger = row["trigger"]
            assert text[trigger["start"] : trigger["end"]] == trigger["quote"]
            at = trigger["start"] - row["sentence_start"]
            assert row["quote"][at : at + len(trigger["quote"])] == trigger["quote"]
    for row in get(client, "/api/events?limit=500")["rows"]:
        found = get(client, f"/api/incident/{row['id']}")
        models.IncidentAnswer.model_validate(found)
        assert len(found["told"]) == row["tellings"] == len({one["id"] for one in found["told"]})
        assert len(found["joins"]) == row["tellings"] - 1
        assert {one["incident"] for one in found["told"]} == {row["id"]}


def test_words_are_found_in_their_sentence_title_and_parties(served):
    _, _, client = served
    for q, holds in (
        ("talks", lambda row: "talks" in row["quote"] or "talks" in (row["title"] or "").lower()),
        ("cafe", lambda row: "Café" in row["quote"]),
        ('"over talks"', lambda row: "over talks" in row["quote"]),
        ("-talks raid", lambda row: "raid" in row["quote"] and "talks" not in row["quote"]),
        ("ecl*", lambda row: "Éclair" in row["quote"]),
        ("goma", lambda row: bool(row["place"]) and row["place"]["name"] == "Goma"),
    ):
        found = get(client, f"/api/events?{urlencode({'q': q, 'fold': 'events', 'limit': 500})}")
        everything = get(client, "/api/events?fold=events&limit=500")["rows"]
        assert {row["id"] for row in found["rows"]} == {row["id"] for row in everything if holds(row)}, q
        assert found["rows"], q
        incidents = get(client, f"/api/events?{urlencode({'q': q, 'limit': 500})}")["rows"]
        assert {row["id"] for row in incidents} == {row["incident"] for row in found["rows"]}


def test_search_marks_the_words_and_opens_at_their_sentence(served):
    _, items, client = served
    found = get(client, "/api/search?q=ceasefire&limit=100")
    holding = [one for one in items if "ceasefire" in one.report.text]
    assert found["total"] == len(holding) == len(found["hits"])
    for hit in found["hits"]:
        text = next(one.report.text for one in items if one.report.key == hit["report"])
        assert [part["text"] for part in hit["snippet"] if part["mark"]]
        assert all(part["text"] == "ceasefire" for part in hit["snippet"] if part["mark"])
        assert "ceasefire" in text[hit["sentence_start"] :].split("\n")[0]


def test_pages_fit_together_and_the_csv_has_them_all(served):
    _, _, client = served
    whole = get(client, "/api/events?limit=500&sort=confidence")["rows"]
    pages = [row for at in range(0, len(whole), 7) for row in get(client, f"/api/events?limit=7&offset={at}&sort=confidence")["rows"]]
    assert pages == whole
    answer = client.get("/api/events.csv?sort=confidence")
    assert answer.headers["content-type"].startswith("text/csv")
    assert [row["id"] for row in csv.DictReader(io.StringIO(answer.text))] == [row["id"] for row in whole]


def test_links_bring_the_same_view_back(served):
    _, _, client = served
    found = get(client, "/api/events?status=happened&status=future&party=e-alpha&since=2025-08-01&undated=1&sort=score&q=met&fold=events")
    assert found["permalink"].startswith("/events?")
    assert get(client, found["permalink"].replace("/events", "/api/events"))["rows"] == found["rows"]
    again = csv.DictReader(io.StringIO(client.get(found["csv"]).text))
    assert [row["id"] for row in again][: len(found["rows"])] == [row["id"] for row in found["rows"]]


def test_the_map_draws_settlements_alone_as_points(served, everything):
    found = get(served[2], "/api/map")
    rows = everything["incidents"]
    assert Counter(one["name"] for one in found["points"]) == Counter(
        row["place"]["name"] for row in rows if row["place"] and row["place"]["precision"] == "settlement"
    )
    areas = {one["name"]: one["n"] for one in found["areas"]}
    assert areas["Mali"] == sum(1 for row in rows if row["place"] and row["place"]["precision"] == "country")
    (kidal,) = [one for one in found["areas"] if one["name"] == "Kidal"]
    assert (kidal["province"], kidal["places"], kidal["country"], kidal["by_precision"]) == (3, ["3"], "MLI", {"admin1": kidal["n"]})
    assert kidal["n"] == get(served[2], "/api/events?place=3")["total"] > 0
    assert areas["Sahel"] == sum(1 for row in rows if row["place"] and row["place"]["name"] == "Sahel")
    assert found["unknown_total"] == len(found["unknown"]) == sum(1 for row in rows if not row["place"])
    assert found["total"] == len(rows)


@pytest.mark.parametrize("bin", ["day", "week", "month", "year"])
def test_the_timeline_adds_up(served, everything, bin):
    found = get(served[2], f"/api/timeline?bin={bin}")
    assert sum(one["n"] for one in found["bins"]) + found["undated"] + found["spread"] == found["total"] == len(everything["incidents"])
    starts = [one["start"] for one in found["bins"]]
    assert starts == sorted(set(starts))
    assert found["undated"] == sum(1 for row in everything["incidents"] if not (row["start"] or row["end"]))


def test_an_entity_adds_up(served, everything):
    client = served[2]
    found = get(client, "/api/entity/e-alpha")
    rows = everything["incidents"]
    assert found["as_actor"] == sum(1 for row in rows if any(e["id"] == "e-alpha" for e in row["actor"]))
    (name,) = found["names"]
    assert name["name"] == "Alpha"
    assert name["first_sentence"].count("Alpha")
    with_beta = next(one for one in found["dealings"] if one["other"]["id"] == "e-beta")
    assert with_beta["n"] == sum(with_beta["by_type"].values())
    assert found["country"] == COUNTRIES["Alpha"]
    get(client, "/api/entity/e-nobody", 404)


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/api/events?since=soon", 400),
        ("/api/events?sort=luck", 400),
        ("/api/events?limit=501", 422),
        ("/api/events?quad=x", 422),
        ("/api/events?fold=both", 422),
        ("/api/events?q=-talks", 400),
        ("/api/events?coder=zz", 400),
        ("/api/search?q=%22%22", 400),
        ("/api/search", 422),
        ("/api/incident/none", 404),
        ("/api/report/none", 404),
        ("/api/nothing", 404),
        ("/api/review/queue", 404),
        ("/docs/x.js", 404),
    ],
)
def test_what_cannot_be_answered_is_said_in_one_line(served, url, status):
    said = get(served[2], url, status)
    assert list(said) == ["error"]
    assert said["error"]
    assert "\n" not in said["error"]


def test_the_page_comes_for_every_other_address(served):
    for path in ("/", "/events?type=ASSAULT", "/report/abc", "/map"):
        answer = served[2].get(path)
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/html")
    assert served[2].get("/../../pyproject.toml").status_code == 404
    assert served[2].get("/%2e%2e/%2e%2e/pyproject.toml").status_code == 404

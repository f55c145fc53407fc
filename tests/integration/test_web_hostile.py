"""Reports that mean harm: their text comes back as data, character for character, and nothing of it becomes a header or a page."""

import csv
import io
import json
from urllib.parse import quote

import pytest
from support.stores import fill, report
from support.webstore import client_of

from dateline.export.cells import plain_cell
from dateline.store import Store

HOSTILE = (
    "<script>alert(1)</script> Alpha met Beta in Goma.",
    '"><img src=x onerror=alert(1)> Alpha met Beta.',
    "=HYPERLINK(\"http://evil.example\") Alpha met Beta.",
    "\u202eAlpha met Beta in Goma.\u202c \u2066x\u2069",
    "a\x01b\x1b[31m\x7f Alpha met Beta.",
    "w" * 20_000 + " Alpha met Beta in Goma.",
    "{{7*7}} ${7*7} <%= 7 %> Alpha met Beta.",
    "'; DROP TABLE events; -- Alpha met Beta.",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f600 Alpha met Beta in Goma. e\u0301",
    "</title><svg onload=alert(1)> Alpha met Beta. ]]>",
)  # fmt: skip


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    store = Store(tmp_path_factory.mktemp("hostile") / "news", create=True)
    items = [
        report(f"h{number}", text, title=text[:200], publisher=text[:60], author="<b>", url="javascript:alert(1)")
        for number, text in enumerate(HOSTILE)
    ]
    fill(store, items)
    return store, items, client_of(store)


def test_texts_come_back_as_they_are_and_as_json_alone(served):
    _, items, client = served
    for one in items:
        answer = client.get(f"/api/report/{one.key}")
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["x-content-type-options"] == "nosniff"
        found = answer.json()
        assert found["text"] == one.text
        for span in found["spans"]:
            assert 0 <= span["start"] < span["end"] <= len(one.text)
        row = found["rows"][0]
        at = row["trigger"]["start"]
        assert one.text[at : row["trigger"]["end"]] == row["trigger"]["quote"] == "met"


def test_every_view_stands_it(served):
    _, _, client = served
    for url in (
        "/api/events", "/api/facets", "/api/map", "/api/timeline", "/api/search?q=alpha", "/api/entities?q=a", "/api/entity/e-alpha",
        "/api/dossier?a=e-alpha&b=e-beta", "/api/meta",
    ):  # fmt: skip
        answer = client.get(url)
        assert answer.status_code == 200, url
        json.loads(answer.content.decode("utf-8"))
    assert client.get("/api/events").json()["total"] == len(HOSTILE)


def test_no_cell_of_the_csv_is_a_formula(served):
    _, _, client = served
    rows = list(csv.DictReader(io.StringIO(client.get("/api/events.csv").text)))
    assert len(rows) == len(HOSTILE)
    for row in rows:
        assert not any(value.startswith(("=", "+", "-", "@")) for value in row.values())
    assert any(plain_cell(row["title"]).startswith("=HYPERLINK") for row in rows)


@pytest.mark.parametrize("words", [*HOSTILE[:5], "a\x00b", "\u202e", "%", "_", "\\", "x" * 300, "'", '"', "NEAR(a b)", "words:x", "a OR b"])
def test_hostile_questions_are_answered_or_refused_in_words(served, words):
    client = served[2]
    given = quote(words[:300])
    for url in (
        *(f"/api/events?{name}={given}" for name in ("q", "actor", "recipient", "party", "country", "place", "speaker", "publisher", "type")),
        f"/api/search?q={given}", f"/api/entities?q={given[:90]}", f"/api/dossier?a={given}&b={given}", f"/api/entity/{given}",
        f"/api/facets?mode={given}&status={given}", f"/api/timeline?a={given}&b={given}", f"/api/events?since={given}&coder={given}",
    ):  # fmt: skip
        answer = client.get(url)
        assert answer.status_code in (200, 400, 404, 422), (url, answer.text)
        answer.json()


def test_the_downloaded_dossier_runs_nothing(served):
    text = served[2].get("/api/dossier.html?a=e-alpha&b=e-beta").text
    assert "<script" not in text
    assert "<img" not in text
    assert "<svg onload" not in text

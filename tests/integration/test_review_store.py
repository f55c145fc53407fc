"""Review over a store: decisions while a run writes, two people at once, older stores, what the page answers, what goes out."""

import itertools
import json
import multiprocessing
import re
import shutil
import time

import msgspec
import pyarrow as pa
import pytest
from deltalake import DeltaTable, write_deltalake
from support.fakes import FakeCoder
from support.stores import fill, report
from support.webstore import client_of, make_store

from dateline.cli import main
from dateline.errors import InputError
from dateline.store import Store
from dateline.store.decisions import all_decisions, read_decisions, record_decision, record_word, undo_last
from dateline.store.forget import find, forget
from dateline.store.incidents import update_incidents
from dateline.store.lock import write_lock
from dateline.store.reviewed import export_corpus
from dateline.store.schema import TABLES
from dateline.store.views import select
from dateline.train.check import main as check_corpus
from dateline.web import review
from dateline.web.guard import Door

HEADERS = {"origin": "http://localhost"}
TEXT = "Alpha met Beta in Gamma. Delta struck Epsilon killing 3. Zeta met Alpha."


@pytest.fixture
def store(tmp_path):
    made = Store(tmp_path / "news", create=True)
    fill(made, [report("a", TEXT), report("b", "Beta struck Alpha in Goma.", "2025-08-10")])
    return made


def events(store):
    return [(one.event, one.report_key) for one in store.events()]


def reviewer(store, name="Ada", **options):
    return client_of(store, door=Door(port=80, writes=True), reviewer=name, **options)


def post(client, path, body, status=200):
    answer = client.post(f"/api/review/{path}", json=body, headers=HEADERS)
    assert answer.status_code == status, answer.text
    return answer.json()


def get(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status, answer.text
    return answer.json()


def decide_many(folder, name, count, started):
    store = Store(folder)
    (event, key), *_ = events(store)
    started.wait(30)
    for number in range(count):
        record_word(store, event.id, key, "change", name, field="status", value=json.dumps(f"{name}{number}"))


def test_two_processes_at_once_lose_nothing_while_a_run_holds_the_lock(store):
    context = multiprocessing.get_context("spawn")
    started = context.Event()
    people = [context.Process(target=decide_many, args=(store.folder, name, 40, started)) for name in ("Ada", "Bo")]
    with write_lock(store.folder):  # as a run does for hours
        for one in people:
            one.start()
        started.set()
        for one in people:
            one.join(90)
    assert [one.exitcode for one in people] == [0, 0]
    found = all_decisions(store)
    assert len(found) == len({one.id for one in found}) == len({one.at for one in found}) == 80
    for name in ("Ada", "Bo"):
        assert [json.loads(one.value) for one in found if one.by == name] == [f"{name}{number}" for number in range(40)]
    assert len(DeltaTable(str(store.folder / "decisions")).file_uris()) < 64


def test_a_table_of_an_older_store_gets_the_new_columns(store):
    (a, _), (b, _), *_ = events(store)
    old = pa.schema([field for field in TABLES["decisions"].schema if field.name not in ("field", "value")])
    shutil.rmtree(store.folder / "decisions", ignore_errors=True)
    table = DeltaTable.create(str(store.folder / "decisions"), schema=old, name="decisions")
    row = {"id": "o", "kind": "incident", "left": min(a.id, b.id), "right": max(a.id, b.id), "verdict": "same", "score": None, "reason": "",
           "by": "Ada", "at": "2024-01-01T00:00:00+00:00"}  # fmt: skip
    write_deltalake(table, pa.Table.from_pylist([row], schema=old), mode="append")
    assert [one.verdict for one in read_decisions(store, "incident")] == ["same"]
    event, key = events(store)[0]
    record_word(store, event.id, key, "change", "Ada", field="type", value='"AGREE"')
    assert [one.field for one in all_decisions(store)] == [None, "type"]
    with select(store, "SELECT count(*) AS n FROM decisions WHERE value IS NULL", None) as rows:
        assert rows.read_all().to_pylist() == [{"n": 1}]


def test_an_undone_join_gives_way_to_what_was_said_before(store):
    (a, _), (b, _), *_ = events(store)
    record_decision(store, "incident", a.id, b.id, "same", "Ada", "")
    record_decision(store, "incident", a.id, b.id, "different", "Bo", "")
    assert undo_last(store, "Cy") is None
    taken, _ = undo_last(store, "Bo")
    assert taken.verdict == "different"
    assert [one.verdict for one in read_decisions(store, "incident")] == ["same"]
    assert undo_last(store, "Bo") is None
    assert len(all_decisions(store)) == 3


def test_a_takedown_takes_the_decisions_with_it(store):
    for event, key in events(store):
        record_word(store, event.id, key, "accept", "Ada")
    undo_last(store, "Ada")
    keys = {key for _, key in events(store)}
    forget(store, find(store, ["a"]))
    (left,) = keys & {one.right for one in all_decisions(store)}
    with pytest.raises(InputError):
        record_word(store, "x", next(iter(keys - {left})), "accept", "Ada")


def test_queries_see_reviewed_values_and_older_versions_do_not(store):
    found = events(store)
    (first, key), (second, key2), *_ = found
    record_word(store, first.id, key, "change", "Ada", field="type", value='"AGREE"')
    record_word(store, second.id, key2, "reject", "Ada")
    sql = "SELECT id, type, quad, reviewed FROM events_reviewed ORDER BY id"
    with select(store, sql, None) as rows:
        shown = {row["id"]: row for row in rows.read_all().to_pylist()}
    assert shown.keys() == {event.id for event, _ in found} - {second.id}
    assert shown[first.id] == {"id": first.id, "type": "AGREE", "quad": 1, "reviewed": "change"}
    with select(store, "SELECT count(*) AS n FROM events", None) as rows:
        assert rows.read_all().to_pylist() == [{"n": len(found)}]
    assert main(["query", sql, "--store", str(store.folder), "--format", "jsonl", "--as-of", "1"]) in (0, 4)


def test_the_commands(store, tmp_path, capsys):
    found = events(store)
    for event, key in found:
        record_word(store, event.id, key, "accept", "Ada")
        record_word(store, event.id, key, "accept", "Bo")
    undo_last(store, "Bo")
    folder = str(store.folder)
    assert main(["review", "log", "--store", folder]) == 0
    out = capsys.readouterr()
    assert out.out.count("accept") == 2 * len(found)
    assert "taken back" in out.out
    assert main(["review", "log", "--store", folder, "--by", "Bo", "--format", "jsonl"]) == 0
    assert {json.loads(line)["by"] for line in capsys.readouterr().out.splitlines()} == {"Bo"}
    assert main(["review", "agreement", "--store", folder]) == 0
    assert "Ada and Bo: 3 events" in capsys.readouterr().out
    path = tmp_path / "reviewed.ann"
    assert main(["review", "export", "--store", folder, "--to", str(path)]) == 0
    assert "4 sentences" in capsys.readouterr().err
    assert check_corpus(["--quiet", str(path)]) == 0
    capsys.readouterr()
    assert main(["review", "export", "--store", folder]) == 0
    assert capsys.readouterr().out == path.read_text(encoding="utf-8")
    assert main(["review", "log", "--store", folder, "--to", "x"]) == 2
    assert main(["review", "export", "--store", folder, "--to", str(tmp_path / "no" / "x")]) == 2


def test_nothing_decided_is_no_error(store, capsys):
    for task in ("log", "agreement", "export"):
        assert main(["review", task, "--store", str(store.folder)]) == 0
    assert export_corpus(store).sentences == 0


# The page


def test_the_queue_asks_for_the_least_certain_once(tmp_path):
    store, items = make_store(tmp_path / "made", 30)
    client = reviewer(store)
    asked = get(client, "/api/review/queue?fold=events&limit=100")
    every = {event.id: event.confidence for one in items for event in one.coding.events}
    assert asked["total"] == len(every)
    sure = [abs(item["row"]["confidence"] - 0.5) for item in asked["items"]]
    assert all(one <= other + 0.051 for one, other in itertools.combinations(sure, 2))
    first = asked["items"][0]["row"]["event"]
    said = post(client, "decisions", {"event": first, "verdict": "accept"})
    assert (said["decided"], said["event"]) == ("accept", first)
    again = get(client, "/api/review/queue?fold=events&limit=100")
    assert (again["total"], again["done"]) == (len(every) - 1, 1)
    assert first not in {item["row"]["event"] for item in again["items"]}
    folded = get(client, "/api/review/queue?limit=100")
    assert folded["total"] < len(every)
    few = get(client, f"/api/review/queue?type={asked['items'][1]['row']['type']}&fold=events")
    assert 0 < few["total"] < len(every)


def test_two_reviewers_share_the_work_and_meet_on_a_part(tmp_path):
    store, items = make_store(tmp_path / "made", 30)
    ada, bo = reviewer(store), reviewer(store, "Bo")
    every = [event.id for one in items for event in one.coding.events]
    for event in every[: len(every) // 2]:
        post(ada, "decisions", {"event": event, "verdict": "accept"})
    none, all_of_them = (get(bo, f"/api/review/queue?fold=events&double={share}")["total"] for share in (0, 1))
    assert (none, all_of_them) == (len(every) - len(every) // 2, len(every))
    some = get(bo, "/api/review/queue?fold=events&double=0.3")["total"]
    assert none < some < all_of_them
    mine = [item["row"] for item in get(bo, "/api/review/queue?fold=events&double=1&limit=100")["items"]]
    assert {row["decided"] for row in mine} == {None}  # what Ada said is not shown
    first = [
        [item["row"]["event"] for item in get(one, "/api/review/queue?fold=events&double=1&limit=10")["items"]] for one in (reviewer(store, "Cy"), bo)
    ]  # fmt: skip
    assert first[0] != first[1]


def test_every_decision_shows_and_is_undone(store):
    client = reviewer(store)
    (event, key), *_ = events(store)
    rows = lambda: {row["event"]: row for row in get(client, "/api/events?fold=events")["rows"]}  # noqa: E731
    before = rows()
    changes = [
        ("type", "AGREE", "AGREE"), ("status", "failed", "failed"), ("time", {"start": "2025-08-01", "end": None}, {"start": "2025-08-01", "end": None}),
        ("place", None, None), ("missed", True, True), ("mode", None, None),
    ]  # fmt: skip
    for field, value, _ in changes:
        post(client, "decisions", {"event": event.id, "verdict": "change", "field": field, "value": value})
    shown = rows()[event.id]
    assert shown["decided"] == "change"
    assert shown["changes"] == {field: value for field, _, value in changes if field != "mode"}
    assert {name: shown[name] for name in shown if name not in ("decided", "changes")} == {
        name: before[event.id][name] for name in shown if name not in ("decided", "changes")
    }
    said = post(client, "decisions", {"event": event.id, "verdict": "change", "field": "roles", "value": "swap"})
    assert [one["name"] for one in said["changes"]["actor"]] == ["Beta"]
    of_report = get(client, f"/api/report/{key}")
    assert next(row for row in of_report["rows"] if row["event"] == event.id)["changes"]["recipient"][0]["name"] == "Alpha"
    assert "change" in client.get("/api/events.csv?fold=events").text
    other = reviewer(store, "Bo")
    assert post(other, "undo", {}) == {"undone": None, "row": None}
    for field in ("roles", *(field for field, _, _ in reversed(changes))):
        undone = post(client, "undo", {})
        assert (undone["undone"]["field"], undone["row"]["event"]) == (field, event.id)
    assert rows() == before
    assert post(client, "undo", {})["undone"] is None
    log = get(client, "/api/review/log")
    assert log["total"] == 2 * (len(changes) + 1)
    assert all(entry["undone"] for entry in log["entries"] if entry["verdict"] == "change")
    assert get(client, f"/api/review/log?event={event.id}&by=Bo")["total"] == 0


def test_a_type_without_the_coders_mode_changes_it(tmp_path):
    store, items = make_store(tmp_path / "made", 30)
    client = reviewer(store)
    event = next(event for one in items for event in one.coding.events if event.mode)
    other = "AGREE"  # has no modes
    said = post(client, "decisions", {"event": event.id, "verdict": "change", "field": "type", "value": other})
    assert said["changes"] == {"type": other, "mode": None}
    said = post(client, "decisions", {"event": event.id, "verdict": "change", "field": "type", "value": event.type})
    assert (said["changes"], said["decided"]) == ({}, "accept")


def incident_of(client, event):
    rows = get(client, "/api/events?fold=events")["rows"]
    return next(row["incident"] for row in rows if row["event"] == event)


def test_incidents_are_joined_split_and_undone_from_the_page(store):
    fill(store, [report("c", TEXT, publisher="Another")])
    update_incidents(store, store.coder())
    client = reviewer(store)
    met, met_too = (event.id for event, _ in events(store) if event.trigger.start == TEXT.index("met"))
    struck = next(event.id for event, _ in events(store) if event.trigger.start == TEXT.index("struck"))
    assert incident_of(client, met) == incident_of(client, met_too) != incident_of(client, struck)
    joined = post(client, "decisions", {"kind": "incident", "left": met, "right": struck, "verdict": "same"})
    assert joined["carried_out"] is True
    assert incident_of(client, met) == incident_of(client, struck)
    split = post(client, "decisions", {"kind": "incident", "left": met_too, "right": met, "verdict": "different"})
    assert split["carried_out"] is True
    assert incident_of(client, met) != incident_of(client, met_too)
    assert {post(client, "undo", {})["undone"]["kind"] for _ in range(2)} == {"incident"}
    assert incident_of(client, met) == incident_of(client, met_too) != incident_of(client, struck)
    assert post(client, "undo", {})["undone"] is None


def test_a_join_is_kept_for_later_where_a_run_is_writing(store, monkeypatch):
    monkeypatch.setattr(review, "_PATIENCE", 0.2)
    client = reviewer(store)
    met, struck, *_ = (event.id for event, _ in events(store))
    with write_lock(store.folder):
        begun = time.monotonic()
        joined = post(client, "decisions", {"kind": "incident", "left": met, "right": struck, "verdict": "same"})
        assert time.monotonic() - begun < 5
        assert joined["carried_out"] is False
        assert len(read_decisions(store, "incident")) == 1
    for _ in range(100):
        if incident_of(client, met) == incident_of(client, struck):
            break
        time.sleep(0.1)
    assert incident_of(client, met) == incident_of(client, struck)


def test_a_third_reviewer_settles_what_two_differ_on(store):
    ada, bo, cy = (reviewer(store, name) for name in ("Ada", "Bo", "Cy"))
    every = [event.id for event, _ in events(store)]
    for event in every:
        post(ada, "decisions", {"event": event, "verdict": "accept"})
        post(bo, "decisions", {"event": event, "verdict": "reject" if event == every[0] else "accept"})
    assert get(ada, "/api/review/agreement")["differ"] == [every[0]]
    assert export_corpus(store).left_out
    assert get(ada, "/api/review/queue?order=disputed")["total"] == 0
    (item,) = get(cy, "/api/review/queue?order=disputed&fold=events")["items"]
    assert (item["row"]["event"], item["row"]["decided"]) == (every[0], "reject")
    post(cy, "decisions", {"event": every[0], "verdict": "accept"})
    assert get(cy, "/api/review/queue?order=disputed")["total"] == 0
    exported = cy.get("/api/review/export")
    assert exported.headers["content-disposition"].endswith('"reviewed.ann"')
    assert len(re.findall(r"^e1 ", exported.text, re.MULTILINE)) == len(every)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"event": "nobody", "verdict": "accept"}, 404),
        ({"event": "EVENT", "verdict": "maybe"}, 422),
        ({"event": "EVENT", "verdict": "accept", "field": "type"}, 400),
        ({"event": "EVENT", "verdict": "change"}, 400),
        ({"event": "EVENT", "verdict": "change", "field": "type", "value": "WAR"}, 400),
        ({"event": "EVENT", "verdict": "change", "field": "actor", "value": [{"id": None, "name": "Nowhere"}]}, 400),
        ({"kind": "incident", "left": "EVENT", "right": "EVENT", "verdict": "same"}, 400),
        ({"kind": "incident", "left": "EVENT", "right": "nobody", "verdict": "same"}, 400),
        ([], 422),
    ],
)
def test_what_cannot_be_decided_is_told_and_not_written(store, body, status):
    client = reviewer(store)
    event = events(store)[0][0].id
    filled = json.loads(json.dumps(body).replace("EVENT", event))
    said = post(client, "decisions", filled, status)
    assert list(said) == ["error"]
    assert "\n" not in said["error"]
    assert all_decisions(store) == []


def test_a_page_without_review_shows_decisions_and_takes_none(store):
    event, key = events(store)[0]
    record_word(store, event.id, key, "reject", "Ada")
    client = client_of(store)
    rows = {row["event"]: row["decided"] for row in get(client, "/api/events?fold=events")["rows"]}
    assert rows[event.id] == "reject"
    assert get(client, "/api/meta")["review"] is False
    assert get(client, "/api/review/queue", 404)
    assert client.post("/api/review/undo", json={}, headers=HEADERS).status_code == 405


def test_what_was_decided_holds_for_a_later_coder_that_says_the_same(store):
    (met, key), (struck, _), *_ = events(store)
    record_word(store, met.id, key, "change", "Ada", field="status", value='"failed"')
    record_word(store, struck.id, key, "reject", "Ada")
    later = FakeCoder("fake-2")
    original = later._event
    later._event = lambda report, found, number: msgspec.structs.replace(
        original(report, found, number), **({"status": "alleged"} if found["verb"] == "struck" else {})
    )
    fill(store, [report("a", TEXT)], later)
    client = reviewer(store)
    rows = {row["trigger"]["start"]: row for row in get(client, "/api/events?fold=events")["rows"]}
    same, other = rows[met.trigger.start], rows[struck.trigger.start]
    assert same["event"] != met.id
    assert (same["decided"], same["changes"]) == ("change", {"status": "failed"})
    assert other["decided"] is None  # the later coder says something else there
    asked = {item["row"]["event"] for item in get(client, "/api/review/queue?fold=events")["items"]}
    assert same["event"] not in asked
    assert other["event"] in asked
    with select(store, "SELECT id, status FROM events_reviewed WHERE reviewed = 'change'", "fake-2") as found:
        assert found.read_all().to_pylist() == [{"id": same["event"], "status": "failed"}]
    post(client, "decisions", {"event": same["event"], "verdict": "reject"})
    assert get(client, f"/api/report/{key}")["rows"][0]["decided"] == "reject"
    assert get(client, "/api/review/log")["total"] == 3

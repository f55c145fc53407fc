"""The serving index: brought up to date it equals one made anew; a takedown, a second server, a read-only disk, a damaged file."""

import random
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from support.stores import fill, report
from support.webstore import CODER, add_run, client_of, coded, join_all, make_store

from dateline.store import Store
from dateline.store.forget import find, forget
from dateline.web import index as index_module
from dateline.web.index import ensure_index, forget_reports, index_root, newest
from dateline.web.reader import IndexReader, TooSlow
from dateline.web.serving import Serving

VIEWS = ("/api/events?limit=500", "/api/events?limit=500&fold=events&sort=type", "/api/facets", "/api/map", "/api/timeline",
         "/api/entity/e-alpha", "/api/search?q=met&limit=100")  # fmt: skip


def views(client):
    found = {url: client.get(url).json() for url in VIEWS}
    for hits in found["/api/search?q=met&limit=100"]["hits"]:
        found[hits["report"]] = client.get(f"/api/report/{hits['report']}").json()
    found["/api/search?q=met&limit=100"]["hits"].sort(key=lambda one: one["report"])
    return found


@pytest.mark.parametrize("seed", [1, 3])
def test_brought_up_to_date_it_equals_one_made_anew(tmp_path, seed):
    rng = random.Random(seed)
    store, items = make_store(tmp_path / "news", 12, seed)
    client = client_of(store)
    for step in range(2):
        changed = [coded(number, rng, extra=f" again {step}") for number in rng.sample(range(12), 3)]  # new texts of known ids
        new = [coded(100 + step * 10 + number, rng) for number in range(4)]
        add_run(store, [*changed, *new])
        replaced = {one.report.id for one in changed}
        items = [one for one in items if one.report.id not in replaced] + changed + new
        join_all(store, items, rng)
        assert client.get("/api/meta").json()["newer"]
        before = client.get("/api/meta").json()["version"]
        meta = client.get("/api/meta?refresh=1").json()
        assert not meta["newer"]
        assert meta["reports"] == len(items)
        assert meta["version"] != before
        shutil.copytree(store.folder, tmp_path / f"copy{step}", ignore=shutil.ignore_patterns(".web"))
        assert views(client) == views(client_of(Store(tmp_path / f"copy{step}")))


def test_the_page_keeps_its_version_until_it_is_told(tmp_path):
    store, _items = make_store(tmp_path / "news", 10)
    client = client_of(store)
    before = views(client)
    add_run(store, [coded(99, random.Random(9))])
    assert views(client) == before
    assert client.get("/api/meta").json()["newer"]


def test_events_that_no_run_has_joined_stand_for_themselves(tmp_path):
    store = Store(tmp_path / "news", create=True)
    fill(store, [report("a", "Alpha met Beta in Goma. Alpha struck Beta killing 3.")])
    client = client_of(store)
    meta = client.get("/api/meta").json()
    assert (meta["events"], meta["incidents"], meta["unjoined"]) == (2, 2, 2)
    rows = client.get("/api/events").json()["rows"]
    assert {row["kind"] for row in rows} == {"incident"}
    assert client.get(f"/api/incident/{rows[0]['id']}").json()["told"][0]["id"] == rows[0]["event"]


def test_a_store_without_reports_is_an_empty_page(tmp_path):
    store = Store(tmp_path / "news", create=True)
    fill(store, [])
    client = client_of(store)
    for url in VIEWS[:-2]:
        assert client.get(url).status_code == 200, url
    assert client.get("/api/events").json()["total"] == 0


def test_a_takedown_empties_the_index_and_the_page_follows(tmp_path, monkeypatch):
    monkeypatch.setattr("dateline.web.serving._LOOK_EVERY", 0)
    store, items = make_store(tmp_path / "news", 10)
    client = client_of(store)
    gone = next(one.report for one in items if "met" in one.report.text)
    assert client.get(f"/api/report/{gone.key}").status_code == 200
    forget(store, find(store, [gone.id]))
    forget_reports(store, [gone.key])
    assert client.get(f"/api/report/{gone.key}").status_code == 404
    assert client.get("/api/meta").json()["reports"] == 9
    words = gone.text.split("\n")[0].encode()  # "Report number N": no other report has it
    for path in index_root(store).rglob("*"):
        assert not path.is_file() or words not in path.read_bytes()


def test_reports_that_were_taken_out_of_the_store_are_never_left_in_an_updated_index(tmp_path):
    store, items = make_store(tmp_path / "news", 10)
    ensure_index(store, CODER)
    forget(store, find(store, [items[0].report.id]))
    reader = IndexReader(ensure_index(store, CODER))
    assert reader.report(items[0].report.key) is None
    assert reader.value("SELECT count(*) FROM reports") == 9


def test_what_was_cut_off_or_damaged_is_made_again(tmp_path):
    store, _ = make_store(tmp_path / "news", 6)
    first = ensure_index(store, CODER)
    (first.folder.parent / "00000002.part").mkdir()
    assert ensure_index(store, CODER) == first
    add_run(store, [coded(50, random.Random(1))])
    (first.folder / "texts.sqlite").write_bytes(b"no database")
    second = ensure_index(store, CODER)
    assert second.number == 2
    assert IndexReader(second).value("SELECT count(*) FROM reports") == 7
    assert [path.name for path in first.folder.parent.iterdir()] == [second.folder.name]


def test_an_index_of_another_format_is_made_anew(tmp_path, monkeypatch):
    store, _ = make_store(tmp_path / "news", 6)
    first = ensure_index(store, CODER)
    monkeypatch.setattr(index_module, "FORMAT", 999)
    assert newest(store, CODER) is None
    assert ensure_index(store, CODER).number == first.number + 1


def test_a_store_that_cannot_be_written_has_its_index_in_the_users_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(index_module, "_writable", lambda root: tmp_path / "cache" in root.parents and _made(root))
    store, items = make_store(tmp_path / "news", 6)
    client = client_of(store)
    assert client.get("/api/meta").json()["reports"] == 6
    assert not (store.folder / ".web").exists()
    assert index_root(store).is_relative_to(tmp_path / "cache")
    forget_reports(store, [items[0].report.key])
    assert not list(index_root(store).rglob("*.sqlite"))


def _made(root):
    root.mkdir(parents=True, exist_ok=True)
    return True


def test_two_servers_make_one_index(tmp_path):
    store, _ = make_store(tmp_path / "news", 10)
    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(lambda _: Serving(Store(store.folder)), range(2))
    assert one.reader().version == other.reader().version


def test_many_ask_at_once_while_the_store_is_written(tmp_path):
    store, _items = make_store(tmp_path / "news", 15)
    serving_client = client_of(store)
    expected = {url: serving_client.get(url).json() for url in VIEWS}
    stop = threading.Event()

    def write():
        rng, number = random.Random(3), 500
        while not stop.is_set():
            add_run(store, [coded(number, rng)])
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda url: (url, serving_client.get(url)), VIEWS * 12))
    finally:
        stop.set()
        writer.join()
    for url, answer in answers:
        assert answer.status_code == 200
        assert answer.json() == expected[url]


def test_a_question_that_takes_too_long_is_ended(tmp_path):
    store, _ = make_store(tmp_path / "news", 3)
    reader = IndexReader(ensure_index(store, CODER), seconds=0.2)
    with pytest.raises(TooSlow, match="longer"):
        reader.rows("SELECT count(*) FROM range(100000000) a, range(1000) b WHERE (a.range * b.range) % 7 = 3")
    assert reader.value("SELECT count(*) FROM reports") == 3


def test_another_coders_records_are_shown_on_request(tmp_path):
    store, _ = make_store(tmp_path / "news", 5)
    fill(store, [report("x", "Alpha met Beta in Goma.")])
    client = client_of(store, coder=CODER)
    assert client.get("/api/meta").json()["coder"] == CODER
    assert {one["id"]: one["events"] is None for one in client.get("/api/meta").json()["coders"]} == {"fake-1": True, CODER: False}
    found = client.get("/api/events?coder=fake&fold=events").json()
    assert found["total"] == 1
    assert {one["value"]: one["count"] for one in client.get("/api/facets?fold=events").json()["coder"]}["fake-1"] == 1


def test_the_page_follows_to_a_newer_coder_when_it_is_told(tmp_path):
    store, _ = make_store(tmp_path / "news", 5)
    client, pinned = client_of(store), client_of(store, coder=CODER)
    fill(store, [report("x", "Alpha met Beta in Goma.")])
    for one, coder in ((client, "fake-1"), (pinned, CODER)):
        assert one.get("/api/meta").json()["coder"] == CODER
        assert one.get("/api/meta?refresh=1").json()["coder"] == coder

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support.fakes import FakeCoder, make_coder

from dateline.errors import StoreError, StoreLocked
from dateline.intake import prepare_report, read_inputs
from dateline.records import Event, Reject, to_json
from dateline.scale import code_all
from dateline.store import Coded, EventFilter, Store, canonical_export, code_into_store
from dateline.store import tables as module
from dateline.store import writer as writer_module
from dateline.store.datafiles import streaming
from dateline.store.query import mentions
from dateline.store.schema import batched_by, normal
from dateline.store.writer import Writer

TESTS = Path(__file__).parents[1]


def reports(count=5, word="met"):
    return [
        prepare_report(
            f"Alpha {word} Beta in Gamma killing {n}. Delta met Alpha. Some {n} hectares burnt.", id=f"r{n}", published="2025-08-09"
        )
        for n in range(count)
    ]


def fill(store, items, coder=None, **options):
    coder = coder or FakeCoder()
    return code_into_store(store, items, coder.id, lambda stream: code_all(stream, make_coder, coder=coder), **options)


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store", create=True)


@pytest.fixture(scope="module")
def four(tmp_path_factory):
    store = Store(tmp_path_factory.mktemp("four") / "store", create=True)
    fill(store, reports(4, "struck"))
    return store


def state(store):
    """All that must be equal between two stores: codings, mentions, rejects."""
    kept = [to_json(reject) for reject in store.rejects()]
    tables = {coder: sorted((key, tuple(map(to_json, found))) for key, found in mentions(store, coder)) for coder in store.coders()}
    rows = {name: store.arrow(name).count_rows() for name in ("events", "mentions", "claims", "entities") if store.table(name).file_uris()}
    return list(canonical_export(store)), tables, sorted(kept), rows


def test_codings_come_back_as_they_were_coded(store):
    items = reports()
    summary = fill(store, items)
    assert (summary.coded, summary.events) == (5, 10)
    fresh = [to_json(normal(FakeCoder().code_full(report)[0])) for report in items]
    assert list(canonical_export(store)) == fresh
    report, coding = store.report("r3")
    assert report == items[3]
    assert to_json(coding) == fresh[3]


def test_coding_twice_adds_nothing(store):
    bad = Reject(id="x1", source="a.txt", line=None, reason="empty", detail="holds no text")
    fill(store, [*reports(), bad])
    before = state(store)
    summary = fill(store, [*reports(), bad, *reports(2)])
    assert (summary.coded, summary.skipped, summary.rejected, summary.rejected_before) == (0, 7, 0, 1)
    assert state(store) == before
    assert [run.reports for run in sorted(store.runs(), key=lambda run: run.started)] == [5, 0]


def test_the_order_of_batches_and_workers_makes_no_difference(store, tmp_path, monkeypatch):
    items = reports(20)
    fill(store, items)
    monkeypatch.setattr("dateline.store.writer.BATCH", 3)
    other = Store(tmp_path / "other", create=True)
    code_into_store(other, reversed(items), "fake-1", lambda stream: code_all(stream, make_coder, workers=2))
    assert state(other) == state(store)


def test_a_report_that_trips_the_coder_becomes_a_reject(store):
    summary = fill(store, [*reports(2), prepare_report("EXPLODE now", id="bad")])
    assert (summary.coded, summary.rejected) == (2, 1)
    (reject,) = store.rejects()
    assert (reject.source, reject.reason) == ("bad", "failed")


def test_another_text_of_the_same_id_is_a_revision(store):
    first, second = prepare_report("Alpha met Beta.", id="a"), prepare_report("Alpha struck Beta.", id="a")
    fill(store, [first, second])
    assert store.report("a")[0].supersedes == first.key
    assert store.report(first.key)[0].supersedes is None
    assert [one.event.type for one in store.events()] == ["ASSAULT"]
    assert {one.event.type for one in store.events(EventFilter(revisions=True))} == {"CONSULT", "ASSAULT"}
    assert len(list(store.codings())) == 1
    before = state(store)
    fill(store, [first, second])
    assert state(store) == before


def test_two_coders_stand_side_by_side(store):
    fill(store, reports(2))
    fill(store, reports(3), FakeCoder("other-2"))
    assert store.coders() == ["fake-1", "other-2"]
    assert store.coder() == "other-2"
    assert len(list(store.codings())) == 3
    assert len(list(store.codings(coder=store.coder("fake")))) == 2
    with pytest.raises(StoreError, match="0 coders fit"):
        store.coder("zz")


def test_orphans_are_swept(store):
    fill(store, reports(3))
    before = state(store)
    lost = prepare_report("Alpha met Beta and no commit mark.", id="lost")
    coding, found = FakeCoder().code_full(lost)
    with pytest.raises(SystemExit), store.writer("fake-1") as writer:
        writer._append_children("events", Event, [Coded(report=lost, coding=coding, mentions=found)])
        raise SystemExit  # killed
    assert list(canonical_export(store)) == before[0]
    with store.writer("fake-1") as writer:
        assert writer.swept == 1
    assert state(store) == before


def test_small_files_are_joined(store, monkeypatch):
    monkeypatch.setattr("dateline.store.writer.BATCH", 1)
    monkeypatch.setattr("dateline.store.tables._RUNNING", module._RUNNING._replace(least=8))
    monkeypatch.setattr("dateline.store.tables._CHECK_EVERY", 4)
    with store.writer("fake-1") as writer:
        for report in reports(22):
            coding, found = FakeCoder().code_full(report)
            writer.add(Coded(report=report, coding=coding, mentions=found))
        assert len(store.table("events").file_uris()) < 9, "joined while the run goes on"
    assert len(list(store.codings())) == 22


def test_the_end_of_a_run_joins_what_many_runs_left(store, monkeypatch):
    monkeypatch.setattr("dateline.store.tables._ENDED", module._ENDED._replace(least=4))
    for word in ("met", "visited", "attacked"):
        fill(store, reports(1, word))
    assert len(store.table("events").file_uris()) == 3
    fill(store, reports(1, "left"))
    assert len(store.table("events").file_uris()) == 1
    assert len(list(store.codings(revisions=True))) == 4


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        ({}, 8),
        ({"type": ("ASSAULT",)}, 4),
        ({"type": ("ASSAULT", "CONSULT"), "status": ("happened",)}, 8),
        ({"mode": ("visit",)}, 0),
        ({"actor": "alph"}, 4),
        ({"actor": "e-delta"}, 4),
        ({"recipient": "ALPHA"}, 4),
        ({"country": ("col",)}, 8),
        ({"country": ("KEN",)}, 4),
        ({"place": "gam"}, 4),
        ({"since": "2025-08-09", "until": "2025-08-09"}, 8),
        ({"since": "2025-08-10"}, 0),
        ({"report": "r1"}, 2),
    ],
)
def test_events_filters(four, wanted, count):
    assert len(list(four.events(EventFilter(**wanted)))) == count


def test_ctrl_c_keeps_what_was_coded(store):
    def interrupted():
        yield from reports(3)
        raise KeyboardInterrupt

    summary = fill(store, interrupted())
    assert summary.interrupted
    assert len(list(store.codings())) == 3
    assert store.runs()[0].outcome == "interrupted"
    assert "onnxruntime" in store.runs()[0].settings


def test_a_folder_with_other_files_is_refused(tmp_path):
    (tmp_path / "thesis.doc").write_text("x")
    with pytest.raises(StoreError, match="holds other files"):
        Store(tmp_path, create=True)
    with pytest.raises(StoreError, match="no Dateline store"):
        Store(tmp_path / "gone")
    with pytest.raises(StoreError, match="is a file"):
        Store(tmp_path / "thesis.doc", create=True)
    with pytest.raises(StoreError, match="only folders"):
        Store(Path("s3://bucket/store"), create=True)
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / "dateline-store.json").write_text('{"format": 99}')
    with pytest.raises(StoreError, match="format 99"):
        Store(tmp_path / "odd")


def test_a_second_writer_waits_or_gives_up(store):
    said = []
    with store.writer("fake-1"), pytest.raises(StoreLocked, match=str(os.getpid())), store.writer("fake-1", wait=False):
        pass
    with store.writer("fake-1", wait=False, say=said.append) as writer:
        assert isinstance(writer, Writer)
    assert said == []


def test_a_full_disk_is_a_clear_error(store, monkeypatch):
    def full(*_, **__):
        raise OSError("No space left on device (os error 28)")

    monkeypatch.setattr("dateline.store.tables.write_deltalake", full)
    with pytest.raises(StoreError, match="disk is full"):
        fill(store, reports(1))


RUN = """
import sys
from support.fakes import FakeCoder, make_coder
from dateline.intake import read_inputs
from dateline.scale import code_all
from dateline.store import Store, code_into_store
import dateline.store.writer as writer
writer.BATCH = int(sys.argv[3])
coder = FakeCoder()
store = Store(sys.argv[1], create=True)
code_into_store(store, read_inputs([sys.argv[2]]), coder.id, lambda stream: code_all(stream, make_coder, coder=coder))
"""


def start(folder, source, batch=3, delay="0"):
    environment = {**os.environ, "PYTHONPATH": str(TESTS), "FAKE_DELAY": delay}
    command = [sys.executable, "-c", RUN, str(folder), str(source), str(batch)]
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE)


def finish(process):
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors.decode()


@pytest.fixture
def source(tmp_path):
    lines = [f'{{"id": "{n % 27}", "text": "Alpha met Beta in Gamma killing {n}. Delta struck Alpha."}}' for n in range(30)]
    lines.insert(7, '{"id": "broken')
    path = tmp_path / "in.jsonl"
    path.write_text("\n".join(lines))
    return path


def test_killed_at_any_moment_and_run_again(tmp_path, source):
    whole = tmp_path / "whole"
    finish(start(whole, source))
    want = state(Store(whole))
    assert len(want[0]) == 30
    broken = tmp_path / "broken"
    moments = random.Random(7)
    for _ in range(3):
        process = start(broken, source, delay="0.004")
        deadline = time.monotonic() + 10
        while not (broken / ".lock").exists() and time.monotonic() < deadline:
            time.sleep(0.005)
        time.sleep(moments.uniform(0, 0.5))
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
    finish(start(broken, source))
    assert state(Store(broken)) == want


def test_killed_between_any_two_writes(tmp_path, source, monkeypatch):
    """A fault in place of each single table write, in turn: what the next run makes of it equals an unbroken run."""
    whole = tmp_path / "whole"
    finish(start(whole, source))
    want = state(Store(whole))
    monkeypatch.setattr(writer_module, "BATCH", 11)
    real = module.write_deltalake
    store = Store(tmp_path / "broken", create=True)
    for fault in (2, 5, 9, 14):
        writes = iter(range(1, 1000))

        def write(*args, _fault=fault, _writes=writes, **options):
            if next(_writes) == _fault:
                raise SystemExit
            real(*args, **options)

        monkeypatch.setattr(module, "write_deltalake", write)
        with contextlib.suppress(SystemExit):
            fill(store, read_inputs([source]))
    monkeypatch.setattr(module, "write_deltalake", real)
    fill(store, read_inputs([source]))
    assert state(store) == want


def test_two_runs_at_once_neither_lose_nor_double(tmp_path, source):
    whole, both = tmp_path / "whole", tmp_path / "both"
    finish(start(whole, source))
    first, second = start(both, source, delay="0.01"), start(both, source, delay="0.01")
    finish(first)
    finish(second)
    assert state(Store(both)) == state(Store(whole))
    assert sorted(run.reports for run in Store(both).runs()) == [0, 30]


@pytest.mark.parametrize("name", ["news [1]", "a^b", "a|b", "why?", "50%20"])
def test_a_folder_that_tables_cannot_lie_in_is_refused(tmp_path, name):
    with pytest.raises(StoreError, match="choose another folder"):
        Store(tmp_path / name / "store", create=True)
    assert not (tmp_path / name).exists()


def test_a_folder_that_reads_as_a_pattern_holds_its_own_rows_alone(tmp_path):
    for name, count in (("a*b", 1), ("axb", 2)):
        fill(Store(tmp_path / name, create=True), reports(count))
    with streaming(Store(tmp_path / "a*b"), "reports", "stories") as connection:
        assert connection.execute("SELECT count(*) FROM reports").fetchone() == (1,)
        assert connection.execute("SELECT count(*) FROM stories").fetchone() == (0,)


@pytest.mark.parametrize("name", ["50% off", "news (1)", "a*b", "l'été"])
def test_other_marks_in_a_folder_are_fine(tmp_path, name):
    store = Store(tmp_path / name, create=True)
    with store.writer("fake-1"):
        pass
    assert store.table("runs") is not None


def test_batches_hold_so_much_or_one_large_row():
    batches = batched_by(iter([1, 2, 3, 9, 1, 1]), lambda row: row, 4)
    assert list(batches) == [[1, 2], [3], [9], [1, 1]]
    assert list(batched_by([], len, 4)) == []

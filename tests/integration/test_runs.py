import functools
import itertools
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from support.fakes import FakeCoder, make_coder

from dateline.cli import main, running
from dateline.coded import Coded, failed_id
from dateline.errors import DatelineError, StoreError
from dateline.intake import Options, prepare_report
from dateline.records import Reject, to_json
from dateline.scale import AUTO, code_all
from dateline.scale import processes as processes_module
from dateline.store import Store, Wanted, canonical_export, code_into_store
from dateline.store import state as state_module
from dateline.store import tables as tables_module
from dateline.store import writer as writer_module
from dateline.store.forget import find, forget

TESTS = Path(__file__).parents[1]


def reports(count=5, first=0, **fields):
    fields = {"published": "2025-08-09", **fields}
    return [prepare_report(f"Alpha met Beta in Gamma killing {n}.", id=f"r{n}", **fields) for n in range(first, first + count)]


def fill(store, items, coder=None, **options):
    coder = coder or FakeCoder()
    return code_into_store(store, items, coder.id, lambda stream: code_all(stream, make_coder, coder=coder), **options)


def sources(*paths, wanted=None):
    return running.make_sources([str(path) for path in paths], Options(), "fake-1", wanted or Wanted())


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store", create=True)


@pytest.fixture
def settled(monkeypatch):
    """Files of this moment count as unchanged."""
    monkeypatch.setattr(state_module, "_RACY_NS", 0)


@pytest.fixture
def opened(monkeypatch):
    """The files that were opened for reading."""
    import dateline.intake.inputs as module

    found, real = [], module.read_inputs

    def read(paths, options=None, **more):
        found.extend(Path(path).name for path in paths)
        return real(paths, options, **more)

    monkeypatch.setattr(module, "read_inputs", read)
    return found


def write(path, *texts):
    path.write_text("".join(json.dumps({"id": f"{path.stem}-{n}", "text": text}) + "\n" for n, text in enumerate(texts)))
    return path


def test_a_run_is_recorded(store):
    bad = Reject(id="x1", source="a.txt", line=None, reason="empty", detail="holds no text")
    fill(store, reports(2))
    fill(store, [*reports(3), *reports(1, 3, language="es"), bad], inputs=["a", "b"], settings={"published": "2025-01-01"})
    run = max(store.runs(), key=lambda run: run.started)
    assert (run.outcome, run.inputs, run.reports, run.other_language, run.skipped, run.rejects, run.events) == (
        "complete", ("a", "b"), 1, 1, 2, 1, 1,
    )  # fmt: skip
    assert run.reject_reasons == {"empty": 1}
    assert run.seconds > 0
    assert run.ended > run.started
    assert run.settings["published"] == "2025-01-01"


def test_another_language_is_recorded_and_not_coded(store):
    summary = fill(store, reports(1, language="es"))
    assert (summary.coded, summary.other_language) == (0, 1)
    report, coding = store.report("r0")
    assert (report.language, coding.events) == ("es", ())
    assert fill(store, reports(1, language="es")).skipped == 1


def test_a_limit_counts_what_is_newly_coded(store):
    fill(store, reports(2))
    summary = fill(store, [*reports(3), *reports(1, 10, language="es"), *reports(5, 3)], wanted=Wanted(limit=3))
    assert (summary.coded, summary.skipped, summary.other_language, summary.stopped) == (3, 2, 1, True)
    assert not fill(store, reports(8), wanted=Wanted(limit=3)).stopped
    assert len(list(store.codings())) == 9


def test_since_leaves_out_older_ones_and_tells_unknown_days(store):
    items = [*reports(2, published="2025-01-01"), *reports(2, 2, published="2024-12-31"), *reports(1, 4, published=None)]
    summary = fill(store, items, wanted=Wanted(since="2025-01-01"))
    assert (summary.coded, summary.older, summary.undated) == (2, 2, 1)


def test_what_the_coder_failed_on_is_tried_again_when_asked(store):
    bad = prepare_report("EXPLODE: Alpha met Beta.", id="bad")
    assert fill(store, [bad]).rejected == 1
    assert [reject.id for reject in store.rejects()] == [failed_id(bad.key, "fake-1")]
    calls = []

    class Counting(FakeCoder):
        def code_full(self, report):
            calls.append(report.id)
            return super().code_full(report)

    class Mended(FakeCoder):
        def code_full(self, report):
            return FakeCoder().code_full(prepare_report(report.text.replace("EXPLODE", "explode"), id=report.id))

    assert fill(store, [bad], Counting()).rejected_before == 1
    assert calls == []
    assert fill(store, [bad], Counting(), wanted=Wanted(retry_rejects=True)).rejected_before == 1
    assert calls == ["bad"]
    assert len(store.rejects()) == 1


def test_a_reject_that_passes_is_cleared(store):
    bad = prepare_report("Alpha met Beta.", id="bad")

    class Failing(FakeCoder):
        def code_full(self, report):
            raise RuntimeError("no memory")

    fill(store, [bad], Failing())
    summary = fill(store, [bad], wanted=Wanted(retry_rejects=True))
    assert (summary.coded, summary.cleared) == (1, 1)
    assert store.rejects() == []


def test_unchanged_files_are_not_opened_again(store, tmp_path, settled, opened):
    one, two = write(tmp_path / "one.jsonl", "Alpha met Beta.", "Delta met Alpha."), write(tmp_path / "two.jsonl", "Alpha struck Beta.")
    assert fill(store, sources(one, two)).coded == 3
    assert fill(store, sources(one, two)).skipped == 3
    assert opened == ["one.jsonl", "two.jsonl"]
    before = list(canonical_export(store))
    write(two, "Alpha struck Beta.", "Alpha met Gamma.")
    summary = fill(store, sources(one, two))
    assert (summary.coded, summary.skipped) == (1, 3)
    assert opened == ["one.jsonl", "two.jsonl", "two.jsonl"]
    assert set(before) < set(canonical_export(store))


def test_files_are_read_again_by_another_coder_or_with_other_options(store, tmp_path, settled):
    one = write(tmp_path / "one.jsonl", "Alpha met Beta.")
    fill(store, sources(one))
    other = running.make_sources([str(one)], Options(published="2025-01-01"), "fake-1", Wanted())
    assert fill(store, other).coded == 1
    other = running.make_sources([str(one)], Options(), "fake-2", Wanted())
    assert fill(store, other, FakeCoder("fake-2")).coded == 1


def test_a_file_is_marked_only_when_all_it_holds_is_committed(store, tmp_path, settled, monkeypatch):
    """Two files hold one report; the run dies before it is committed; a run on the second file alone must code it."""
    one, two = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    for path in (one, two):
        path.write_text(json.dumps({"id": "same", "text": "Alpha met Beta."}) + "\n")
    last = write(tmp_path / "last.jsonl", "Delta met Alpha.")

    class Killed(FakeCoder):
        def code_full(self, report):
            if report.id.startswith("last"):
                raise SystemExit
            return super().code_full(report)

    with pytest.raises(SystemExit):
        fill(store, sources(one, two, last), Killed())
    assert store.coders() == []
    assert fill(store, sources(two)).coded == 1


@pytest.mark.parametrize("fault", range(1, 7))
def test_a_batch_that_fails_is_neither_doubled_nor_marked(store, tmp_path, settled, monkeypatch, fault):
    paths = [write(tmp_path / f"{n}.jsonl", "Alpha met Beta killing 3.", "Delta met Alpha. Some 40 hectares burnt.") for n in range(3)]
    whole = Store(tmp_path / "whole", create=True)
    fill(whole, sources(*paths))
    monkeypatch.setattr(writer_module, "BATCH", 2)
    real, writes = tables_module.write_deltalake, iter(range(100))

    def write_some(*args, **options):
        if next(writes) >= fault:
            raise OSError("No space left on device")
        real(*args, **options)

    monkeypatch.setattr(tables_module, "write_deltalake", write_some)
    with pytest.raises(StoreError, match="disk is full"):
        fill(store, sources(*paths))
    monkeypatch.setattr(tables_module, "write_deltalake", real)
    summary = fill(store, sources(*paths))
    assert summary.coded + summary.skipped == 6
    assert list(canonical_export(store)) == list(canonical_export(whole))
    for name in ("mentions", "events", "claims", "entities"):
        assert store.arrow(name).count_rows() == whole.arrow(name).count_rows()


def test_rejects_of_a_file_are_met_again_or_cleared(store, tmp_path, settled, opened):
    path = tmp_path / "in.jsonl"
    path.write_text('{"id": "a", "text": "Alpha met Beta."}\n{"id": "b"\n')
    assert fill(store, sources(path)).rejected == 1
    summary = fill(store, sources(path))
    assert (summary.rejected, summary.rejected_before, summary.reasons["json"]) == (0, 1, 1)
    assert len(opened) == 1
    again = Wanted(retry_rejects=True)
    assert fill(store, sources(path, wanted=again), wanted=again).rejected_before == 1
    assert len(opened) == 2
    path.write_text('{"id": "a", "text": "Alpha met Beta."}\n{"id": "b", "text": "Alpha met Delta."}\n')
    summary = fill(store, sources(path))
    assert (summary.coded, summary.cleared) == (1, 1)
    assert store.rejects() == []
    gone = tmp_path / "gone.jsonl"
    fill(store, sources(gone))
    assert [reject.source for reject in store.rejects()] == [str(gone)]
    write(gone, "Alpha met Beta.")
    assert fill(store, sources(gone)).cleared == 1


def test_what_was_forgotten_stays_out(store, tmp_path, settled):
    path = write(tmp_path / "one.jsonl", "Alpha met Beta.", "Delta met Alpha.")
    fill(store, sources(path))
    forget(store, find(store, ["one-0"]))
    os.utime(path)
    summary = fill(store, sources(path))
    assert (summary.coded, summary.skipped, summary.forgotten) == (0, 1, 1)


def test_after_is_called_when_all_is_committed_and_the_lock_held(store):
    calls = []

    def after(found, coder):
        with pytest.raises(StoreError), found.writer(coder, wait=False):
            pass
        calls.append((coder, len(list(found.codings(coder=coder)))))

    fill(store, reports(3), after=after)
    fill(store, reports(3), after=after)
    assert calls == [("fake-1", 3)], "not for a run that wrote nothing"

    def broken(found, coder):
        raise StoreError("no room")

    with pytest.raises(StoreError, match="no room"):
        fill(store, reports(1, 5), after=broken)
    assert max(store.runs(), key=lambda run: run.started).outcome == "failed"
    fill(store, [], after=after)
    assert calls[1:] == [("fake-1", 4)], "the next run makes up for it"

    def interrupted():
        yield from reports(1, 7)
        raise KeyboardInterrupt

    assert fill(store, interrupted(), after=after).interrupted
    assert len(calls) == 2
    fill(store, [], after=after)
    assert calls[2:] == [("fake-1", 5)]


def test_a_worker_that_dies_loses_nothing_committed(store):
    with pytest.raises(DatelineError, match="worker process died"):
        code_into_store(
            store, [*reports(30), prepare_report("DIE", id="z")], "fake-1",
            lambda stream: code_all(stream, make_deadly, workers=2, ordered=False),
        )  # fmt: skip
    assert store.runs()[0].outcome == "failed"
    assert fill(store, reports(30)).coded + len(list(store.codings())) >= 30
    assert len(list(store.codings())) == 30


class Deadly(FakeCoder):
    def code_full(self, report):
        if report.text == "DIE":
            os._exit(9)
        return super().code_full(report)


def make_deadly():
    return Deadly()


def test_few_reports_need_no_further_process(monkeypatch):
    monkeypatch.setattr(processes_module, "_in_processes", lambda *_: pytest.fail("started workers"))
    assert len(list(code_all(reports(9), make_coder, workers=AUTO))) == 9
    monkeypatch.setattr(processes_module, "_in_processes", lambda work, *_: (item for task in work for item in task))
    monkeypatch.setattr(processes_module, "cores", lambda: 2)
    many = [prepare_report("Alpha met Beta. " * 400, id=str(n)) for n in range(9)]
    assert len(list(code_all(many, make_coder, workers=AUTO))) == 9


def test_workers_give_the_same_records_in_any_order(store, tmp_path):
    items = [prepare_report("Alpha met Beta. " * (n % 7 + 1), id=f"r{n % 40}", published=f"2025-01-{n % 28 + 1:02d}") for n in range(60)]
    fill(store, items)
    other = Store(tmp_path / "other", create=True)
    code_into_store(other, items, "fake-1", lambda stream: code_all(stream, make_coder, workers=2, ordered=False))
    assert list(canonical_export(other)) == list(canonical_export(store))
    latest = [{c.report.id: c.report.key for c in one.codings()} for one in (store, other)]
    assert latest[0] == latest[1], "the last text of an id is the current one, whoever coded it first"
    printed = [to_json(one.coding) for one in code_all(items, make_coder, workers=2)]
    assert printed == [to_json(one.coding) for one in code_all(items, make_coder)]


def test_readers_beside_a_writer(store, monkeypatch):
    monkeypatch.setattr(writer_module, "BATCH", 3)
    monkeypatch.setattr(tables_module, "_RUNNING", tables_module._RUNNING._replace(least=6))
    monkeypatch.setattr(tables_module, "_CHECK_EVERY", 2)
    done, failures, seen = threading.Event(), [], []

    def read():
        while not done.is_set():
            try:
                seen.append(len(list(Store(store.folder).codings(coder="fake-1"))))
            except Exception as error:  # noqa: BLE001 - all of them are wrong here
                failures.append(error)

    fill(store, reports(1, 1000))
    reader = threading.Thread(target=read)
    reader.start()
    fill(store, reports(90))
    done.set()
    reader.join()
    assert failures == []
    assert seen == sorted(seen)
    assert len(list(store.codings())) == 91


def test_batches_wait_longer_the_longer_a_run_goes_on(store, monkeypatch):
    clock = [0.0]
    monkeypatch.setattr(writer_module.time, "monotonic", lambda: clock[0])
    coder, commits = FakeCoder(), []
    with store.writer("fake-1") as writer:
        writer.settled = lambda: commits.append(clock[0])
        for report in reports(60):
            clock[0] += 20
            coding, found = coder.code_full(report)
            writer.add(Coded(report=report, coding=coding, mentions=found))
    gaps = [b - a for a, b in itertools.pairwise(commits)]
    assert gaps[0] == 20
    assert max(gaps) <= 40


RUN = """
import sys
from support.fakes import FakeCoder
import dateline.cli
sys.modules["dateline.cli.code"].load_coder = FakeCoder
sys.exit(dateline.cli.main(sys.argv[1:]))
"""


@pytest.mark.parametrize("ctrl_c", [signal.SIG_DFL, signal.SIG_IGN], ids=["in front", "in the background"])
def test_sigterm_ends_a_run_as_ctrl_c_does(tmp_path, ctrl_c):
    path = write(tmp_path / "in.jsonl", *(f"Alpha met Beta killing {n}." for n in range(400)))
    environment = {**os.environ, "PYTHONPATH": str(TESTS), "FAKE_DELAY": "0.05"}
    command = [sys.executable, "-c", RUN, "code", str(path), "--store", str(tmp_path / "s"), "--workers", "1"]
    begin = functools.partial(signal.signal, signal.SIGINT, ctrl_c)
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, preexec_fn=begin)  # noqa: PLW1509
    deadline = time.monotonic() + 30
    while not _begun(tmp_path / "s") and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(0.5)
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130, errors
    assert b"run the same command again" in errors
    (run,) = Store(tmp_path / "s").runs()
    assert run.outcome == "interrupted"
    assert run.reports == len(list(Store(tmp_path / "s").codings())) < 400


def _begun(folder):
    return (folder / "dateline-store.json").exists() and Store(folder).runs() != []


def test_the_command_line(tmp_path, monkeypatch, capsys, settled):
    monkeypatch.setattr(sys.modules["dateline.cli.code"], "load_coder", FakeCoder)
    monkeypatch.setenv("NO_COLOR", "1")
    folder, to = tmp_path / "in", str(tmp_path / "s")
    folder.mkdir()
    (folder / "a.jsonl").write_text('{"id": "a", "text": "Alpha met Beta.", "published": "2025-01-02"}\n{"id": "b"\n')
    (folder / "b.jsonl").write_text(
        '{"id": "c", "text": "El presidente se reunió con los ministros.", "language": "es", "published": "2025-01-02"}\n'
        '{"id": "d", "text": "Alpha met Beta.", "published": "2024-01-02"}\n{"id": "e", "text": "Alpha met Delta."}\n'
    )
    assert main(["code", str(folder), "--store", to, "--since", "2025-01-01"]) == 3
    errors = " ".join(capsys.readouterr().err.split())
    assert (
        "1 coded (1 events), 1 in another language, recorded and not coded, 1 older than --since, left out, 1 without a publication"
        in errors
    )
    assert main(["code", str(folder), "--store", to]) == 3
    errors = " ".join(capsys.readouterr().err.split())
    assert "2 coded (2 events), 2 already in the store, 1 rejected before (--retry-rejects tries them again)" in errors
    assert "rejected (json)" not in errors, "told once"
    assert main(["code", str(folder), "--store", to, "--retry-rejects"]) == 3
    assert "rejected (json)" in capsys.readouterr().err
    assert main(["code", str(folder), "--limit", "1"]) == 3
    assert "stopped at --limit" in capsys.readouterr().err
    assert main(["code", str(folder), "--retry-rejects"]) == 2
    assert main(["code", str(folder), "--limit", "0"]) == 2

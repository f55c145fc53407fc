import os
import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet
import pytest
from deltalake import DeltaTable, write_deltalake
from support.fakes import FakeCoder, make_coder
from support.stores import fill, report

from dateline.cli import main
from dateline.errors import StoreError
from dateline.records import Decision, Reject
from dateline.scale import code_all
from dateline.store import Store, code_into_store, erase, forget
from dateline.store.asof import Snapshot, versions
from dateline.store.forget import Doomed, find, finish_pending, forgotten, is_forgotten, lift
from dateline.store.incidents import update_incidents
from dateline.store.schema import to_arrow
from dateline.store.stories import update_stories
from dateline.web.index import ensure_index

SECRET = "Zanzibarra"  # an actor that the one report names
TESTS = Path(__file__).parents[1]


def secret(text=f"{SECRET} met Beta in Gamma. {SECRET} struck Delta killing 7.", **fields):
    return report("victim", text, title=f"{SECRET} speaks", url=f"https://example.org/{SECRET}", **fields)


def others(count=6):
    return [report(f"r{n}", f"Alpha met Beta in Gamma killing {n}. Some {n} hectares burnt.") for n in range(count)]


def traces(folder, words=SECRET):
    """Files that hold the words, in their bytes or in any value of a Parquet file."""
    found = []
    for path in (path for path in folder.rglob("*") if path.is_file()):
        data = path.read_bytes()
        if path.suffix == ".parquet" and data.endswith(b"PAR1"):
            table = pyarrow.parquet.read_table(path)
            data += repr(table.to_pylist()).encode() + repr(pyarrow.parquet.read_metadata(path).to_dict()).encode()
        if words.encode() in data or words.lower().encode() in data:
            found.append(str(path.relative_to(folder)))
    return found


def table_rows(store, name, coder=None):
    rows = store.arrow(name).to_table().to_pylist()
    return sorted((row for row in rows if coder in (None, row.get("coder"))), key=lambda row: row["id"])


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """The report in two texts by two coders, in many versions, compacted files, a checkpoint, and what a killed write left."""
    made = Store(tmp_path_factory.mktemp("forget") / "store", create=True)
    fill(made, others(2))
    fill(made, [*others(4), secret()])
    for name in ("reports", "events"):
        made.table(name).optimize.compact()
        made.table(name).create_checkpoint()
    fill(made, [secret(f"{SECRET} struck Delta."), *others()])
    fill(made, [secret(), *others(3)], FakeCoder("other-2"))
    update_stories(made)
    for coder in made.coders():
        update_incidents(made, coder)
    fill(made, [report("last", f"Alpha met Beta in Gamma killing 0. Some 0 hectares burnt, says {SECRET[:4]}.")])
    update_stories(made)
    update_incidents(made, "fake-1")
    event = next(one.event.id for one in made.events(coder="fake-1") if one.report_id == "victim")
    decision = Decision(
        id="d", kind="incident", left=event, right="x", verdict="same", score=None, reason=f"{SECRET} again", by="me", at="2025"
    )
    write_deltalake(made.ensure_table("decisions"), to_arrow([decision], Decision), mode="append")
    failed = Reject(id="f", source="victim", line=None, reason="failed", detail=f"tripped on {SECRET}")
    write_deltalake(made.ensure_table("rejects"), to_arrow([failed], Reject), mode="append")
    ensure_index(made, "fake-1")
    stray = made.table("events").file_uris()[0]
    (made.folder / "events" / "part-stray.parquet").write_bytes(Path(stray).read_bytes()[:-50] + SECRET.encode())
    return made.folder


@pytest.fixture
def store(template, tmp_path):
    return Store(shutil.copytree(template, tmp_path / "store"))


def test_nothing_of_it_is_left_and_the_rest_stands(store):
    before = {coder: [to for to in store.codings(coder=coder, revisions=True) if to.report.id != "victim"] for coder in store.coders()}
    assert len(traces(store.folder)) > 10
    done = forget.forget(store, find(store, ["victim"]))
    assert traces(store.folder) == []
    assert traces(store.folder, "victim") == []
    assert (done.reports, done.rows > 10) == (2, True)
    assert {coder: list(store.codings(coder=coder, revisions=True)) for coder in store.coders()} == before
    with pytest.raises(StoreError, match="no report"):
        store.report("victim", coder="fake-1")


def test_older_versions_stay_readable_and_show_less(store):
    counts = {}
    for name in ("reports", "events", "stories", "incidents"):
        path = str(store.folder / name)
        counts[name] = [DeltaTable(path, version=v).to_pyarrow_table().num_rows for v in range(DeltaTable(path).version() + 1)]
    cited = versions(store)[1]
    assert cited.reports == 5
    forget.forget(store, find(store, ["victim"]))
    for name in ("reports", "events"):
        path = str(store.folder / name)
        now = [DeltaTable(path, version=v).to_pyarrow_table().num_rows for v in range(len(counts[name]))]
        assert all(less <= more for less, more in zip(now, counts[name], strict=True))
        assert now[1] == counts[name][1]
        assert now[-1] < counts[name][-1]
    old = Snapshot(store.folder, str(cited.commit.version))
    assert sorted(one.report.id for one in old.codings(coder="fake-1")) == ["r0", "r1", "r2", "r3"]
    assert old.taken_down_since() == 2
    assert Snapshot(store.folder, "2999-01-01").taken_down_since() == 0


def test_the_log_says_what_the_files_hold(store):
    forget.forget(store, find(store, ["victim"]))
    for name in ("reports", "events", "mentions"):
        table = store.table(name)
        actions = table.get_add_actions(flatten=True)
        for path, size, rows in zip(*(actions.column(at).to_pylist() for at in ("path", "size_bytes", "num_records")), strict=True):
            file = store.folder / name / path
            assert (file.stat().st_size, pyarrow.parquet.read_metadata(file).num_rows) == (size, rows)
        before = table.to_pyarrow_table().num_rows
        table.optimize.compact()
        table.delete("coder = 'other-2'")
        table.create_checkpoint()
        assert 0 < store.table(name).to_pyarrow_table().num_rows <= before


def test_it_stays_out_until_that_is_lifted(store):
    def run(items):
        coder = FakeCoder()
        return code_into_store(store, items, coder.id, lambda stream: code_all(stream, make_coder, coder=coder))

    forget.forget(store, find(store, ["victim"]))
    later = secret(f"{SECRET} met Beta, corrected.", published="2025-08-10")
    assert is_forgotten(secret(), forgotten(store))
    assert is_forgotten(later, forgotten(store))
    assert not is_forgotten(others(1)[0], forgotten(store))
    assert run([secret(), later, *others(1)]).coded == 0
    assert traces(store.folder) == []
    assert lift(store, ["victim"]) == 1
    assert lift(store, ["victim"]) == 0
    assert run([later]).coded == 1


def test_stories_and_incidents_are_those_of_a_store_that_never_had_it(store, tmp_path):
    forget.forget(store, find(store, ["victim"]))
    other = Store(tmp_path / "other", create=True)
    for one, _ in store.reports(coder="fake-1", revisions=True):
        fill(other, [one])
    update_stories(other)
    update_incidents(other, "fake-1")
    assert table_rows(store, "stories") == table_rows(other, "stories")
    assert table_rows(store, "incidents", "fake-1") == table_rows(other, "incidents", "fake-1")
    assert table_rows(store, "incidents", "other-2")
    assert store.arrow("decisions").to_table().num_rows == 0
    assert all(reject.reason == "forgotten" for reject in store.rejects())


def test_killed_after_every_few_writes_and_run_again(store, monkeypatch):
    """Each attempt dies at its twelfth file; the store stays readable, and the attempts together do the whole."""
    real = Path.replace
    doomed = find(store, ["victim"])
    attempts = 0
    while attempts < 99:
        attempts += 1
        writes = iter(range(1, 10_000))

        def replace(self, target, _writes=writes):
            if next(_writes) == 12:
                raise SystemExit
            return real(self, target)

        monkeypatch.setattr(Path, "replace", replace)
        try:
            forget.forget(store, doomed)
            break
        except SystemExit:
            kept = [one.report.id for one in store.codings(coder="fake-1") if one.report.id != "victim"]
            assert kept == ["last", *(f"r{n}" for n in range(6))]
            assert store.table("reports").to_pyarrow_table().num_rows >= 9
    monkeypatch.setattr(Path, "replace", real)
    assert 4 < attempts < 99
    assert traces(store.folder) == []
    assert not (store.folder / ".forget.json").exists()


def test_the_next_run_ends_what_was_cut_off(store, monkeypatch):
    monkeypatch.setattr(forget, "erase", lambda *_: (_ for _ in ()).throw(SystemExit))
    with pytest.raises(SystemExit):
        forget.forget(store, find(store, ["victim"]))
    monkeypatch.setattr(forget, "erase", erase.erase)
    assert traces(store.folder)
    said = []
    with store.writer("fake-1", say=said.append):
        pass
    assert traces(store.folder) == []
    assert "finishing a takedown" in said[0]
    assert not finish_pending(store)


def test_what_is_found_of_a_name(store):
    found = find(store, ["victim"])
    assert sorted((one.id, one.coders) for one in found) == [("victim", 1), ("victim", 2)]
    assert isinstance(found[0], Doomed)
    assert {one.key for one in find(store, [found[0].key])} == {one.key for one in found}
    with pytest.raises(StoreError, match="no report 'ghost'"):
        find(store, ["victim", "ghost"])


def test_the_command(store, capsysbinary, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    folder = str(store.folder)
    assert main(["forget", "victim", "--store", folder]) == 2  # nobody can be asked
    assert "add --yes" in capsysbinary.readouterr().err.decode()
    assert traces(store.folder)
    assert main(["forget", "--store", folder]) == 2
    assert main(["forget", "ghost", "--store", folder, "--yes"]) == 4
    assert main(["forget", "victim", "--store", folder, "--yes"]) == 0
    said = capsysbinary.readouterr().err.decode()
    assert "forgot 2 texts" in said
    assert "exports and copies" in said
    assert traces(store.folder) == []
    assert main(["forget", "victim", "--store", folder, "--yes"]) == 0
    assert "forgotten before" in capsysbinary.readouterr().err.decode()
    assert main(["forget", "--list", "--store", folder]) == 0
    assert capsysbinary.readouterr().out.decode().count("taken down at") == 2
    assert main(["query", "SELECT count(*) FROM reports", "--store", folder, "--as-of", "2"]) == 0
    assert "forgotten after that version" in capsysbinary.readouterr().err.decode()
    assert main(["forget", "victim", "--lift", "--store", folder]) == 0
    assert main(["forget", "victim", "--lift", "--store", folder]) == 1


def test_a_run_that_writes_is_waited_for(store):
    code = f"import sys; sys.path.insert(0, {str(TESTS)!r}); from dateline.cli import main; sys.exit(main(sys.argv[1:]))"
    with store.writer("fake-1"):
        command = [sys.executable, "-c", code, "forget", "victim", "--yes", "--no-wait", "--store", str(store.folder)]
        done = subprocess.run(command, capture_output=True, env={**os.environ}, check=False, timeout=60)
    assert done.returncode == 4
    assert traces(store.folder)

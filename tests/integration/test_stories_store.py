"""The table of stories in a store: kept up run by run as if made at once, through kills, takedowns and decisions."""

import json
import random

import pytest
from typer.testing import CliRunner

from dateline.cli import app, main
from dateline.errors import StoreError
from dateline.fuse.stories import find_stories
from dateline.store import Coded, Store, stories, storypairs
from dateline.store.decisions import read_decisions, record_decision
from dateline.store.lock import write_lock
from dateline.store.stories import forget_reports, index_folder, read_stories, report_key, update_stories
from tests.support.fakes import FakeCoder
from tests.unit.test_stories import POOL, news, report


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store", create=True)


def put(store, reports, coder="fake-1"):
    fake = FakeCoder(coder)
    with store.writer(coder) as writer:
        for one in reports:
            coding, mentions = fake.code_full(one)
            writer.add(Coded(report=one, coding=coding, mentions=mentions))


def update(store, **options):
    with write_lock(store.folder):
        return update_stories(store, **options)


def by_id(found):
    return sorted(found, key=lambda story: story.id)


@pytest.mark.parametrize("at_once", [400_000, 100], ids=["whole", "sliced"])
def test_run_by_run_is_as_all_at_once(tmp_path, at_once, monkeypatch):
    """With crowds of three, so that anchors become crowded and leaders are displaced on the way; whole, and in slices of 100 anchors."""
    store = Store(tmp_path / "l'été* de 50 % #1", create=True)  # what a path pattern would take for a pattern
    monkeypatch.setattr(storypairs, "_SLICE", at_once)
    for name, value in (("CROWD", 3), ("LEADERS", 1)):
        monkeypatch.setattr(f"dateline.fuse.anchors.{name}", value)
    for name in ("_SHIFTED", "_PROMOTED", "_SHARED"):
        sql = getattr(storypairs, name).replace("> 40", "> 3").replace("<= 40", "<= 3").replace("<= 8", "<= 1").replace("> 8", "> 1")
        monkeypatch.setattr(storypairs, name, sql)
    reports = list(POOL)
    random.Random(2).shuffle(reports)
    for start in range(0, len(reports), 11):
        put(store, reports[start : start + 11])
        update(store)
        assert by_id(read_stories(store)) == find_stories(reports[: start + 11])
    gone = [one.key for one in reports[:9]]
    forget(store, gone)
    assert by_id(read_stories(store)) == find_stories(reports[9:])
    update(store, everything=True)
    assert by_id(read_stories(store)) == find_stories(reports[9:])
    assert not (index_folder(store) / "shared.tmp").exists()


def forget(store, keys):
    named = ", ".join(f"'{key}'" for key in keys)
    with write_lock(store.folder):
        store.table("reports").delete(f"key IN ({named})")
        assert forget_reports(store, keys) == len(keys)


def test_an_update_without_news_writes_nothing(store):
    put(store, POOL[:6])
    update(store)
    version = store.table("stories").version()
    done = update(store)
    assert (done.added, done.stories, store.table("stories").version()) == (0, 0, version)


def test_a_second_coder_changes_nothing(store):
    put(store, POOL[:6])
    update(store)
    before = read_stories(store)
    put(store, POOL[:6], "fake-2")
    put(store, POOL[:6], "fake-0")
    update(store)
    assert read_stories(store) == before


class Killed(BaseException):
    pass


def killed(*arguments, **named):
    raise Killed


@pytest.mark.parametrize(
    "where", ["link", "touched", "write_deltalake", "StoryIndex.decide", "StoryIndex.clean"], ids=lambda where: where.split(".")[-1]
)
def test_a_killed_update_is_finished_by_the_next(store, where, monkeypatch):
    put(store, POOL[:12])
    update(store)
    put(store, POOL[12:20])
    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr(storypairs if where == "link" else stories, where, killed) if "." not in where else patched.setattr(
            stories.StoryIndex, where.split(".")[1], killed
        )
        update(store)
    held = by_id(read_stories(store))
    assert held in (find_stories(POOL[:12]), find_stories(POOL[:20]))
    put(store, POOL[20:])
    update(store)
    assert by_id(read_stories(store)) == find_stories(POOL)


@pytest.mark.parametrize("harm", ["no index", "bad index", "short profiles", "no table"])
def test_what_is_missing_or_damaged_is_made_anew(store, harm):
    put(store, POOL[:8])
    update(store)
    index = index_folder(store)
    if harm == "no index":
        for path in index.iterdir():
            path.unlink()
    elif harm == "bad index":
        (index / "index.duckdb").write_bytes(b"nonsense" * 4096)
    elif harm == "short profiles":
        (index / "profiles.bin").write_bytes(b"")
    else:
        store.table("stories").delete()
    update(store)
    assert by_id(read_stories(store)) == find_stories(POOL[:8])


def test_nothing_of_a_forgotten_report_is_left_in_the_index(store):
    marked = report("secret", [*news(77), "The word was Zanzabulonia."])
    put(store, [*POOL[:4], marked])
    update(store)
    forget(store, [marked.key])
    assert by_id(read_stories(store)) == find_stories(POOL[:4])
    from dateline.fuse.profile import profile

    tokens = profile(marked).tokens
    assert all(tokens not in path.read_bytes() for path in index_folder(store).iterdir())


def test_a_decision_holds_and_survives_a_rebuild(store):
    one, cut = POOL[0], POOL[1]
    put(store, POOL[:6])
    update(store)
    decision = record_decision(store, "story", one.key, cut.key, "different", "A. Editor", "two bridges")
    update(store)
    expected = find_stories(POOL[:6], [decision])
    assert by_id(read_stories(store)) == expected
    update(store, everything=True)
    assert by_id(read_stories(store)) == expected
    record_decision(store, "story", one.key, cut.key, "unsure", "A. Editor", "")
    update(store)
    assert by_id(read_stories(store)) == find_stories(POOL[:6], read_decisions(store, "story")) == find_stories(POOL[:6])


def test_the_command_lists_shows_and_decides(store, capsys):
    put(store, POOL[:6])
    update(store)
    folder = str(store.folder)
    assert main(["stories", "--store", folder]) == 0
    listed = capsys.readouterr()
    assert "excerpt" in listed.out
    assert "1 story" in listed.err
    assert main(["stories", "--store", folder, "0 cut", "--format", "jsonl"]) == 0
    story = json.loads(capsys.readouterr().out)
    assert POOL[1].key in story["reports"]
    assert main(["stories", "--store", folder, "--split", "0 whole", "0 cut", "--by", "A. Editor", "--reason", "two"]) == 0
    assert capsys.readouterr().out.count("story ") == 2
    assert main(["stories", "--store", folder, "--since", "2031-01-01"]) == 0
    assert "0 stories" in capsys.readouterr().err


def test_the_command_says_what_is_wrong(store, capsys):
    put(store, POOL[:3])
    folder = str(store.folder)
    assert main(["stories", "--store", folder, "nobody"]) == 2
    assert "no report 'nobody'" in capsys.readouterr().err
    assert main(["stories", "--store", folder, "0 whole"]) == 1
    assert "--rebuild" in capsys.readouterr().err
    assert main(["stories", "--store", folder, "--split", "0 whole", "0 cut"]) == 2
    assert "--by NAME" in capsys.readouterr().err
    assert CliRunner().invoke(app, ["stories", "--help"]).exit_code == 0


def test_a_name_stands_for_the_latest_text(store):
    put(store, [report("same", news(31)), report("same", news(32))])
    latest = report("same", news(32)).key
    assert report_key(store, "same") == latest
    with pytest.raises(StoreError):
        read_stories(Store(store.folder / "nothing"))

import os
import time

import pytest

from dateline.store import state as module
from dateline.store.state import FeedState, SeenSource, State, fingerprint


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_RACY_NS", 0)
    path = tmp_path / "in.txt"
    path.write_text("Alpha met Beta.")
    return path


def test_a_fingerprint_moves_with_every_change(file):
    first = fingerprint(file)
    assert first == fingerprint(file)
    stamp = file.stat().st_mtime_ns
    time.sleep(0.02)
    file.write_text("Gamma met Beta")
    file.write_text("Gamma met Beta.")
    os.utime(file, ns=(stamp, stamp))  # a copy that keeps size and time stamp
    assert fingerprint(file) != first
    assert fingerprint(file.parent) is None
    assert fingerprint(file.parent / "gone") is None


def test_a_file_of_this_moment_has_none(tmp_path):
    path = tmp_path / "new.txt"
    path.write_text("x")
    assert fingerprint(path) is None


def test_what_was_seen_is_kept(tmp_path):
    seen = SeenSource(3, 1, {"json": 2})
    state = State(tmp_path)
    state.note([("a.jsonl", "print", seen)], "settings", 5)
    state.close()
    state = State(tmp_path)
    assert state.seen("a.jsonl", "settings", "print", 5) == seen
    assert state.seen("a.jsonl", "settings", "print", 4) is None, "a mark that outlived the rows"
    assert state.seen("a.jsonl", "others", "print", 5) is None
    assert state.seen("a.jsonl", "settings", "changed", 5) is None
    assert state.seen("a.jsonl", "settings", None, 5) is None
    state.forget_sources()
    assert state.seen("a.jsonl", "settings", "print", 5) is None
    state.close()


def test_feeds(tmp_path):
    state = State(tmp_path)
    assert state.feed("u") == FeedState()
    state.note_feed("u", FeedState("tag", None, 2, 1.5))
    assert state.feed("u") == FeedState("tag", None, 2, 1.5)
    state.close()


def test_a_damaged_file_is_begun_anew(tmp_path):
    (tmp_path / ".state.sqlite").write_bytes(b"no database, but long enough to be taken for one" * 40)
    state = State(tmp_path)
    assert state.feed("u") == FeedState()
    state.close()

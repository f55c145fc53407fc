import contextlib
import http.server
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from support.fakes import FakeCoder

from dateline.cli import main
from dateline.errors import InputError
from dateline.intake.fetch import Fetched, FetchError, FetchState
from dateline.store import Store
from dateline.store import state as state_module
from dateline.store import watch as watch_module
from dateline.store.state import State
from dateline.store.watch import Watch, read_places

TESTS = Path(__file__).parents[1]
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>The Wire</title>{}</channel></rss>"""
ITEM = (
    "<item><guid>g{0}</guid><title>Talks {0}</title><pubDate>Sat, 0{0} Mar 2025 10:00:00 GMT</pubDate><description>{1}</description></item>"
)
TEXT = "Alpha met Beta in Gamma on the third day of their talks about the border, officials said."


@pytest.fixture(autouse=True)
def fake(monkeypatch):
    monkeypatch.setattr(sys.modules["dateline.cli.follow"], "load_coder", FakeCoder)
    monkeypatch.setattr(state_module, "_RACY_NS", 0)
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "incoming"
    path.mkdir()
    return path


def old(path, text):
    """A file that has lain still for long; its change time is of now, so the clock of the watch is moved on."""
    path.write_text(text)
    return path


@pytest.fixture
def later(monkeypatch):
    """A clock for the watch, an hour ahead."""
    clock = [time.time() + 3600]
    monkeypatch.setattr(watch_module.time, "time", lambda: clock[0])
    return clock


def test_new_files_are_coded_as_they_come(tmp_path, folder, later, capsys):
    command = ["follow", str(folder), "--store", str(tmp_path / "s"), "--once"]
    assert main(command) == 0
    assert "nothing new" in capsys.readouterr().err
    old(folder / "a.txt", "Alpha met Beta.")
    assert main(command) == 0
    assert "1 new file: 1 coded (1 events)" in capsys.readouterr().err
    old(folder / "b.jsonl", '{"id": "b", "text": "Alpha struck Beta."}\n{"id": "c"\n')
    assert main(command) == 3
    assert main(command) == 0
    assert "nothing new" in capsys.readouterr().err
    store = Store(tmp_path / "s")
    assert len(list(store.codings())) == 2
    assert len(store.runs()) == 2, "a look that finds nothing is no run"


def test_a_file_still_being_written_is_left(tmp_path, folder, monkeypatch, capsys):
    (folder / "a.txt").write_text("Alpha met")
    command = ["follow", str(folder), "--store", str(tmp_path / "s"), "--once"]
    assert main(command) == 0
    assert "nothing new; 1 still being written" in capsys.readouterr().err
    (folder / "a.txt").write_text("Alpha met Beta.")
    monkeypatch.setattr(watch_module.time, "time", lambda: time.monotonic() + 1e10)
    assert main(command) == 0
    assert [coding.report.text_length for coding in Store(tmp_path / "s").codings()] == [15]


def test_what_code_has_read_is_not_read_again(tmp_path, folder, later, monkeypatch, capsys):
    monkeypatch.setattr(sys.modules["dateline.cli.code"], "load_coder", FakeCoder)
    old(folder / "a.txt", "Alpha met Beta.")
    assert main(["code", str(folder), "--store", str(tmp_path / "s")]) == 0
    assert main(["follow", str(folder), "--store", str(tmp_path / "s"), "--once"]) == 0
    assert "nothing new" in capsys.readouterr().err


class Server(http.server.BaseHTTPRequestHandler):
    body: bytes | None = b""
    asked: list[str | None] = []  # noqa: RUF012 - shared by the requests of a test

    def do_GET(self):
        type(self).asked.append(self.headers.get("If-None-Match"))
        tag = f'"{len(self.body or b"")}"'
        if self.body is None:
            self.send_error(503)
        elif self.headers.get("If-None-Match") == tag:
            self.send_response(304)
            self.end_headers()
        else:
            self.send_response(200)
            self.send_header("ETag", tag)
            self.send_header("Content-Type", "application/rss+xml")
            self.end_headers()
            self.wfile.write(self.body)

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    Server.body, Server.asked = FEED.format(ITEM.format(1, TEXT)).encode(), []
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}/world.rss"
        running.shutdown()
        thread.join()


def test_a_feed_is_asked_for_what_changed(tmp_path, server, capsys):
    command = ["follow", server, "--store", str(tmp_path / "s"), "--once"]
    assert main(command) == 0
    assert "1 changed feed: 1 coded (1 events)" in capsys.readouterr().err
    assert main(command) == 0
    assert "nothing new" in capsys.readouterr().err
    assert Server.asked[0] is None
    assert Server.asked[1] is not None
    Server.body = FEED.format(ITEM.format(2, TEXT) + ITEM.format(1, TEXT)).encode()
    assert main(command) == 0
    assert "1 changed feed: 1 coded (1 events), 1 already in the store" in capsys.readouterr().err
    assert [coding.report.id for coding in Store(tmp_path / "s").codings()] == ["g1", "g2"]


def test_a_feed_that_fails_is_told_and_tried_again_after_a_pause(tmp_path, server, later, capsys):
    good, Server.body = Server.body, None
    command = ["follow", server, "--store", str(tmp_path / "s"), "--once", "--every", "10"]
    assert main(command) == 1
    assert "503" in capsys.readouterr().err
    assert main(command) == 0
    assert "1 waiting after a failure" in capsys.readouterr().err
    assert len(Server.asked) == 1
    later[0] += 11
    assert main(command) == 1
    assert "tried again in 20 s" in capsys.readouterr().err
    later[0] += 21
    Server.body = good
    assert main(command) == 0
    errors = capsys.readouterr().err
    assert "is there again" in errors
    assert "1 coded" in errors


def test_pauses_double_up_to_six_hours(tmp_path, later):
    def get(url, state):
        raise FetchError("no answer")

    said = []
    watch = Watch(tmp_path, "x", every=60, settle=5, say=said.append, get=get)
    for _ in range(12):
        assert watch.look(["http://example.org/"], 0).failed == 1
        later[0] += 6 * 3600 + 1
    pauses = [line.rpartition(" in ")[2] for line in said]
    assert pauses[:3] == ["60 s", "120 s", "240 s"]
    assert pauses[-1] == "21,600 s"


def test_what_was_fetched_is_asked_for_again_until_it_is_stored(tmp_path):
    def get(url, state):
        return Fetched(url, b"x", "", FetchState("tag", None))

    watch = Watch(tmp_path, "x", every=60, settle=5, say=pytest.fail, get=get)
    news = watch.look(["http://example.org/"], 0)
    with contextlib.closing(State(tmp_path)) as state:
        assert state.feed("http://example.org/").etag is None
    watch.keep(news)
    with contextlib.closing(State(tmp_path)) as state:
        assert state.feed("http://example.org/").etag == "tag"


def test_a_list_of_places(tmp_path, folder, later, capsys):
    old(folder / "a.txt", "Alpha met Beta.")
    listed = tmp_path / "places.txt"
    listed.write_text(f"# what we watch\n\n{folder}\n")
    assert list(read_places(listed)) == [str(folder)]
    assert main(["follow", "--list", str(listed), "--store", str(tmp_path / "s"), "--once"]) == 0
    assert "1 coded" in capsys.readouterr().err
    with pytest.raises(InputError, match="one path or address a line"):
        list(read_places(tmp_path / "gone.txt"))
    assert main(["follow", "--list", str(tmp_path / "gone.txt"), "--store", str(tmp_path / "s"), "--once"]) == 1
    assert main(["follow", "--store", str(tmp_path / "s")]) == 2
    assert main(["follow", str(tmp_path / "nowhere"), "--store", str(tmp_path / "s"), "--once"]) == 1
    assert "nowhere: cannot be read" in capsys.readouterr().err


RUN = """
import sys
from support.fakes import FakeCoder
import dateline.cli
sys.modules["dateline.cli.follow"].load_coder = FakeCoder
sys.exit(dateline.cli.main(sys.argv[1:]))
"""


def _hear_ctrl_c():
    """What a terminal gives: a suite that runs in the background hands on that Ctrl-C is ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_goes_on_until_it_is_stopped(tmp_path, folder, number):
    environment = {**os.environ, "PYTHONPATH": str(TESTS)}
    to = tmp_path / "s"
    command = [sys.executable, "-c", RUN, "follow", str(folder), "--store", str(to), "--every", "1", "--settle", "2"]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True, preexec_fn=_hear_ctrl_c)  # noqa: PLW1509
    (folder / "a.jsonl").write_text(json.dumps({"id": "a", "text": "Alpha met Beta."}) + "\n")
    lines = []
    for line in process.stderr:
        lines.append(line)
        if "1 coded" in line:
            break
    process.send_signal(number)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "stopped; what was coded is kept" in errors
    assert "Traceback" not in "".join(lines) + errors
    assert len(list(Store(to).codings())) == 1

"""`dateline serve` as a person starts it: addresses, ports, tokens, refusals, Ctrl-C."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from support.stores import fill, report

from dateline.cli import main
from dateline.store import Store


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    made = Store(tmp_path_factory.mktemp("serve") / "news", create=True)
    fill(made, [report("a", "Alpha met Beta in Goma.")])
    return made.folder


def ask(address, **headers):
    request = urllib.request.Request(address, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def start(*arguments, cwd=None):
    environment = {**os.environ, "DATELINE_WARM": "0"}
    process = subprocess.Popen(
        [sys.executable, "-m", "dateline", "serve", *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=cwd,
        env=environment,
    )  # fmt: skip
    line = process.stdout.readline()
    return process, line.split(" is at ")[-1].strip()


def end(process):
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    return process.returncode, errors


def test_the_only_store_of_the_folder_is_served_and_ctrl_c_ends_it(store):
    process, address = start("--port", "0", "--no-browser", cwd=store.parent)
    try:
        for _ in range(100):
            try:
                status, body = ask(f"{address}api/meta")
                break
            except OSError:
                time.sleep(0.1)
        assert status == 200
        assert b'"events":1' in body
        assert ask(f"{address}api/meta", Host="evil.example")[0] == 403
        assert ask(f"{address}api/review/queue")[0] == 404
    finally:
        code, errors = end(process)
    assert code == 0
    assert "Traceback" not in errors
    assert "leaked" not in errors


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_the_browser_is_opened_at_the_page_on_a_screen_alone(store, tmp_path):
    import pty

    opened = tmp_path / "opened"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {opened}.part && mv {opened}.part {opened}\n')
    browser.chmod(0o755)
    outer, inner = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name != "CI"}
    environment |= {"DATELINE_WARM": "0", "BROWSER": f"{browser} %s"}
    command = [sys.executable, "-m", "dateline", "serve", str(store), "--port", "0"]
    process = subprocess.Popen(command, stdout=inner, stderr=subprocess.PIPE, text=True, env=environment)
    try:
        for _ in range(1200):
            if opened.exists():
                break
            time.sleep(0.1)
        address = opened.read_text().strip()
        assert address.startswith("http://127.0.0.1:")
        assert address in os.read(outer, 10_000).decode()
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
        os.close(inner)
        os.close(outer)


def test_a_token_opens_the_page_to_others(store):
    process, address = start(store, "--port", "0", "--host", "0.0.0.0", "--token", "new", "--no-browser")
    try:
        base, _, secret = address.replace("0.0.0.0", "127.0.0.1").partition("?token=")
        for _ in range(100):
            try:
                status, _ = ask(f"{base}api/meta")
                break
            except OSError:
                time.sleep(0.1)
        assert status == 401
        assert ask(f"{base}api/meta", Cookie=f"dateline_token={secret}")[0] == 200
        assert ask(f"{base}api/meta", Cookie="dateline_token=wrong")[0] == 401
    finally:
        assert end(process)[0] == 0


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--host", "0.0.0.0"], 2, "--token"),
        (["--token", "short"], 2, "16 or more"),
        (["--token", "has a space and is long"], 2, "letters"),
        (["--coder", "zz"], 4, "0 coders fit"),
        (["--review"], 2, "--as NAME"),
        (["--review", "--as", " "], 2, "--as NAME"),
        (["--as", "Ada"], 2, "--review"),
        (["--host", "203.0.113.9", "--token", "new"], 2, "cannot listen"),
    ],
)
def test_what_cannot_be_served_is_told(store, capsys, arguments, code, words):
    assert main(["serve", str(store), "--no-browser", "--port", "0", *arguments]) == code
    assert words in capsys.readouterr().err.replace("\n", " ")


def test_which_store_is_asked_where_there_are_several_or_none(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["serve"]) == 2
    assert "has none" in capsys.readouterr().err
    Store(tmp_path / "one", create=True)
    Store(tmp_path / "two", create=True)
    assert main(["serve"]) == 2
    assert "one, two" in capsys.readouterr().err


def test_a_port_in_use_is_told(store, capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert main(["serve", str(store), "--no-browser", "--port", str(taken.getsockname()[1])]) == 2
    assert "in use" in capsys.readouterr().err

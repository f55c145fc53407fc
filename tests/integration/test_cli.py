import csv
import io
import json
import os
import subprocess
import sys

import pyarrow.parquet
import pytest
from support.fakes import FakeCoder

from dateline.cli import main
from dateline.errors import ModelError
from dateline.records import Coding, from_json
from dateline.store import Store

TEXT = "TARVO, Aug. 8, 2025 (AP) — Alpha met Beta in Gamma. Delta struck Alpha killing 12.\nBoth burnt 40 hectares.\nSource: AP\n"


@pytest.fixture(autouse=True)
def fake(monkeypatch):
    monkeypatch.setattr(sys.modules["dateline.cli.code"], "load_coder", FakeCoder)  # `dateline.cli.code` is the command
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture
def text(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(TEXT)
    return str(path)


@pytest.fixture
def bad(tmp_path):
    path = tmp_path / "bad.jsonl"
    path.write_text('{"id": "b"\n')
    return str(path)


@pytest.fixture
def filled(tmp_path, text, capsysbinary):
    assert main(["code", text, "--store", str(tmp_path / "store")]) == 0
    capsysbinary.readouterr()
    return str(tmp_path / "store")


def out(capsysbinary):
    return capsysbinary.readouterr().out.decode()


def test_text_shows_the_marked_report_and_its_events(text, capsysbinary):
    assert main(["code", text]) == 0
    shown = out(capsysbinary)
    assert "[Alpha|actor] [met|event] [Beta|recipient] in [Gamma|place]" in shown
    assert "[Alpha|recipient] killing [12|number]" in shown
    assert "published 2025-08-08 (from dateline)" in shown
    assert "killed 12 (recipient)" in shown
    assert "claim: 40 hectares of land" in " ".join(shown.split())
    assert "\x1b" not in shown


def test_control_characters_never_reach_the_terminal(tmp_path, capsysbinary):
    path = tmp_path / "a.txt"
    path.write_text("Alpha met \x1b[31mBeta. Alpha met Beta.\x07\r\n")
    assert main(["code", str(path)]) == 0
    assert "\x1b" not in out(capsysbinary)


def test_jsonl_is_the_contract(text, capsysbinary):
    assert main(["code", text, "--format", "jsonl", "--published", "2025-08-09"]) == 0
    (line,) = out(capsysbinary).splitlines()
    coding = from_json(line, Coding)
    assert (coding.report.published, coding.report.published_basis) == ("2025-08-09", "option")
    for event in coding.events:
        for span in (event.trigger, *event.actor, *event.recipient):
            assert TEXT[span.start : span.end] == span.quote


def test_json_and_csv(text, tmp_path, capsysbinary):
    other = tmp_path / "other.txt"
    other.write_text("Nothing happened.")
    assert main(["code", text, str(other), "--format", "json"]) == 0
    assert [len(coding["events"]) for coding in json.loads(out(capsysbinary))] == [2, 0]
    assert main(["code", text, str(other), "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(out(capsysbinary))))
    assert [(row["type"], row["actor"], row["counts"], row["place_country"]) for row in rows] == [
        ("CONSULT", "Alpha", "", "KEN"),
        ("ASSAULT", "Delta", "killed 12 (recipient)", ""),
    ]


def test_exit_codes(text, bad, tmp_path, capsysbinary):
    assert main(["code", text, bad, str(tmp_path / "gone.txt")]) == 3
    errors = capsysbinary.readouterr().err.decode()
    assert "rejected (json)" in errors
    assert "bad.jsonl:1" in errors
    assert "does not exist" in errors
    assert main(["code", bad]) == 1
    (tmp_path / "none").mkdir()
    assert main(["code", str(tmp_path / "none")]) == 1
    assert main(["code", text, "--published", "2025-02-30"]) == 2
    assert main(["code", text, "--map", "wrong=x"]) == 2
    assert main(["code"]) == 2
    assert main(["events", "--store", str(tmp_path / "gone")]) == 4
    assert main(["code", text, "--store", text]) == 4
    assert main(["nonsense"]) == 2
    assert "Traceback" not in capsysbinary.readouterr().err.decode()


def test_a_locked_store(text, filled, capsysbinary):
    with Store(filled).writer("x"):
        assert main(["code", text, "--store", filled, "--no-wait"]) == 4
    assert f"process {os.getpid()}" in capsysbinary.readouterr().err.decode()


def test_errors_are_one_line(text, monkeypatch, capsysbinary):
    def broken():
        raise ModelError("model.onnx is missing; run make train")

    monkeypatch.setattr(sys.modules["dateline.cli.code"], "load_coder", broken)
    assert main(["code", text]) == 1
    assert capsysbinary.readouterr().err.decode() == "error: model.onnx is missing; run make train\n"

    def wrong():
        raise ZeroDivisionError("x")

    monkeypatch.setattr(sys.modules["dateline.cli.code"], "load_coder", wrong)
    assert main(["code", text]) == 1
    assert "unexpected ZeroDivisionError" in capsysbinary.readouterr().err.decode()


def test_ctrl_c(text, tmp_path, monkeypatch, capsysbinary):
    class Interrupted(FakeCoder):
        def code_full(self, report):
            if report.id.endswith("z.txt"):
                raise KeyboardInterrupt
            return super().code_full(report)

    monkeypatch.setattr(sys.modules["dateline.cli.code"], "load_coder", Interrupted)
    last = tmp_path / "z.txt"
    last.write_text("Alpha met Beta.")
    assert main(["code", text, str(last), "--store", str(tmp_path / "s")]) == 130
    assert "run the same command again" in capsysbinary.readouterr().err.decode()
    assert len(list(Store(tmp_path / "s").codings())) == 1
    assert main(["code", text, str(last)]) == 130


def test_store_and_rerun(text, bad, filled, capsysbinary):
    assert main(["code", text, bad, "--store", filled]) == 3
    assert "0 coded (0 events), 1 already in the store, 1 rejected" in capsysbinary.readouterr().err.decode()
    assert main(["code", text, "--store", filled, "--format", "jsonl"]) == 0
    assert out(capsysbinary) == ""


def test_events(filled, capsysbinary):
    assert main(["events", "--store", filled, "--type", "assault"]) == 0
    shown = out(capsysbinary)
    assert "ASSAULT" in shown
    assert "CONSULT" not in shown
    assert main(["events", "--store", filled, "--format", "jsonl", "--limit", "1"]) == 0
    assert json.loads(out(capsysbinary))["event"]["type"] == "CONSULT"
    assert main(["events", "--store", filled, "--format", "csv", "--actor", "delta"]) == 0
    assert len(out(capsysbinary).splitlines()) == 2


def test_show(text, filled, capsysbinary):
    assert main(["show", text, "--store", filled]) == 0
    assert "[met|event]" in out(capsysbinary)
    assert main(["show", text, "--store", filled, "--format", "json"]) == 0
    assert len(json.loads(out(capsysbinary))["events"]) == 2
    assert main(["show", "gone", "--store", filled]) == 4


def test_export(text, filled, tmp_path, capsysbinary):
    assert main(["code", text, "--format", "jsonl"]) == 0
    printed = out(capsysbinary)
    assert main(["export", "--store", filled, "--to", str(tmp_path / "c.jsonl")]) == 0
    assert (tmp_path / "c.jsonl").read_text() == printed
    assert main(["export", "--store", filled, "--to", "-"]) == 0
    assert out(capsysbinary) == printed
    assert main(["export", "--store", filled, "--to", str(tmp_path / "e.csv")]) == 0
    assert len((tmp_path / "e.csv").read_text().splitlines()) == 3
    assert main(["export", "--store", filled, "--to", str(tmp_path / "tables"), "--format", "csv"]) == 0
    assert {path.name for path in (tmp_path / "tables").iterdir()} == {
        *("claims.csv", "entities.csv", "events.csv", "reports.csv", "incidents.csv", "stories.csv", "datapackage.json"),
    }
    assert "met Beta" not in (tmp_path / "tables" / "reports.csv").read_text()
    assert main(["export", "--store", filled, "--to", str(tmp_path / "e.parquet")]) == 0
    assert pyarrow.parquet.read_table(tmp_path / "e.parquet").num_rows == 2
    assert main(["export", "--store", filled, "--to", str(tmp_path / "p"), "--format", "parquet", "--with-text"]) == 0
    assert pyarrow.parquet.read_table(tmp_path / "p" / "reports.parquet")["text"].to_pylist() == [TEXT]
    assert main(["export", "--store", filled, "--to", str(tmp_path / "x.doc")]) == 2


def test_version(monkeypatch, capsysbinary):
    monkeypatch.setattr("dateline.cli.load_coder", FakeCoder)
    assert main(["--version"]) == 0
    assert "coder fake-1" in out(capsysbinary)


def test_a_closed_pipe_ends_quietly(filled):
    command = f"{sys.executable} -m dateline events --store {filled} --format jsonl | true"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode == 0


def test_help_loads_no_tables_and_no_model():
    code = "import sys; from dateline.cli import main; main(['code', '--help'])"
    code += "; print({'pyarrow', 'duckdb', 'onnxruntime'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "set()"
    assert "Examples" in done.stdout

"""`dateline explain` with the shipped model, on sentences that any model must read."""

import json
import shutil
import sys

import msgspec
import pytest
from support.fakes import FakeCoder

from dateline.cli import main
from dateline.explain import Explainer
from dateline.explain.examples import FILE
from dateline.records import span

TEXT = (
    "NAIROBI, Aug. 8, 2025 (AP) — Police arrested 12 protesters in Nairobi on Tuesday, the interior ministry said.\n"
    "President Putin met Obama in Moscow.\n"
    "The army shelled rebel positions near Goma, killing at least 30 fighters.\n"
)


@pytest.fixture(autouse=True)
def surroundings(monkeypatch, coder):
    monkeypatch.setattr(sys.modules["dateline.cli.explain"], "load_coder", lambda: coder)  # `dateline.cli.explain` is the command
    monkeypatch.setattr(sys.modules["dateline.cli.code"], "load_coder", FakeCoder)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture
def text(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(TEXT)
    return str(path)


@pytest.fixture(scope="module")
def explainer(coder):
    return Explainer(coder)


@pytest.fixture
def coded(coder, text):
    from dateline.intake import read_inputs

    (report,) = read_inputs([text])
    return report, coder.code_report(report)


def out(capsysbinary):
    return capsysbinary.readouterr().out.decode()


def test_every_score_is_the_one_that_decided(explainer, coded):
    report, coding = coded
    assert len(coding.events) >= 3
    for event in coding.events:
        told = explainer.explain(report, event, coding.coder)
        assert told.found
        assert (told.made_by, told.note, told.coder) == (None, None, coding.coder)
        assert told.confidence == event.confidence
        assert told.types[0].label == event.type
        assert told.modes[0].label == (event.mode or "none")
        assert told.statuses[0].label == event.status
        assert told.score == pytest.approx(told.trigger_probability * told.types[0].probability, abs=2e-4)
        assert told.score >= told.event_threshold
        assert len(told.types) >= 2
        assert report.text[told.sentence.start : told.sentence.end] == told.sentence.quote
        assert told.sentence.start <= event.trigger.start < told.sentence.end
        for role in ("actor", "recipient", "speaker"):
            (choice,) = (c for c in told.roles if c.role == role)
            taken = [c for c in choice.candidates if c.verdict.startswith("taken")]
            assert sorted(c.quote for c in taken) == sorted(p.quote for p in getattr(event, role))
            for c in choice.candidates:
                assert (c.rather is not None) == (c.verdict == "another role is likelier")
                assert c.verdict != "taken" or c.probability >= choice.threshold
                assert c.verdict != "taken as the likeliest" or choice.threshold > c.probability >= choice.party_threshold
                assert told.mentions[c.mention - 1].quote == c.quote


def test_the_nearest_examples_are_labelled_sentences(explainer, coded):
    report, coding = coded
    (arrest,) = (e for e in coding.events if e.trigger.quote == "arrested")
    told = explainer.explain(report, arrest, coding.coder)
    assert told.examples_note is None
    assert len(told.examples) == 5
    assert [n.similarity for n in told.examples] == sorted((n.similarity for n in told.examples), reverse=True)
    assert sum(n.type == arrest.type for n in told.examples) >= 3
    assert all(n.file.endswith(".ann") and n.line > 0 and n.text[n.start : n.end].strip() for n in told.examples)


def test_without_an_index_the_rest_is_told(coder, coded, tmp_path, monkeypatch):
    report, coding = coded
    monkeypatch.setattr(coder, "folder", tmp_path)
    told = Explainer(coder).explain(report, coding.events[0], coding.coder)
    assert told.examples == ()
    assert "python -m dateline.explain.build" in told.examples_note
    shutil.copy(sys.modules["dateline.reader.model"].MODEL_DIR / FILE, tmp_path)
    (tmp_path / "model.onnx").write_bytes(b"another")
    (tmp_path / "tokenizer.json").write_bytes(b"another")
    assert "belongs to another model" in Explainer(coder).explain(report, coding.events[0], coding.coder).examples_note


def test_a_record_of_another_coder_is_explained_anew(explainer, coded):
    report, coding = coded
    event = next(e for e in coding.events if e.trigger.quote == "met")
    old = msgspec.structs.replace(event, id="0" * 16, type="ACCUSE", mode="allege")
    told = explainer.explain(report, old, "older-coder")
    assert (told.event, told.made_by, told.found) == (event, "older-coder", True)
    assert "older-coder" in told.note
    assert "in place of ACCUSE/allege" in told.note


def test_words_that_the_present_coder_reads_as_no_event_show_why(explainer, coded):
    report, coding = coded
    start = TEXT.index("positions")
    old = msgspec.structs.replace(coding.events[0], trigger=span(TEXT, start, start + len("positions")))
    told = explainer.explain(report, old, "older-coder")
    assert not told.found
    assert "reads no event" in told.note
    assert told.trigger_probability < told.trigger_threshold or told.score < told.event_threshold


def test_without_an_event_they_are_listed_with_numbers(text, coded, capsysbinary):
    assert main(["explain", text]) == 0
    shown = out(capsysbinary)
    for number, event in enumerate(coded[1].events, 1):
        assert any(line.split()[0] == str(number) and event.id in line for line in shown.splitlines() if line.strip())
    assert "[arrested]" in shown
    assert main(["explain", text, "--format", "json"]) == 0
    (listed,) = json.loads(out(capsysbinary))
    assert [e["id"] for e in listed["events"]] == [e.id for e in coded[1].events]


def test_number_id_and_beginning_of_an_id_name_the_same_event(text, coded, capsysbinary):
    event = coded[1].events[0]
    told = []
    for name in ("1", event.id, event.id[:8].upper()):
        assert main(["explain", text, name, "--format", "json"]) == 0
        told.append(out(capsysbinary))
    assert len(set(told)) == 1
    assert json.loads(told[0])["event"]["id"] == event.id


def test_the_text_tells_all_parts(text, capsysbinary):
    assert main(["explain", text, "1"]) == 0
    shown = out(capsysbinary)
    assert "[arrested|event]" in shown
    for name in ("trigger", "type", "mode", "status", "score", "confidence", "roles", "resolved", "examples", "runner-up", ".ann:"):
        assert name in shown
    assert "\x1b" not in shown


@pytest.mark.parametrize("wanted", ["999", "zzz", "0", "", "²"])
def test_an_event_that_is_not_there_is_a_usage_error(text, wanted, capsysbinary):
    assert main(["explain", text, wanted]) == 2
    assert "no event" in capsysbinary.readouterr().err.decode()


def test_several_reports_take_ids_alone(tmp_path, capsysbinary):
    path = tmp_path / "feed.jsonl"
    line = TEXT.splitlines()[0]
    path.write_text("".join(json.dumps({"id": name, "text": line}) + "\n" for name in "ab"))
    assert main(["explain", str(path), "--format", "json"]) == 0
    first, second = json.loads(out(capsysbinary))
    assert main(["explain", str(path), second["events"][0]["id"], "--format", "json"]) == 0
    assert json.loads(out(capsysbinary))["report_id"] == "b"
    assert main(["explain", str(path), "1"]) in (0, 2)  # an id may begin with 1
    assert first["report_id"] == "a"


def test_what_cannot_be_read_or_combined(tmp_path, text, capsysbinary):
    assert main(["explain", str(tmp_path / "none.txt")]) == 1
    assert "does not exist" in capsysbinary.readouterr().err.decode()
    assert main(["explain", text, "--coder", "abc"]) == 2
    assert main(["explain", text, "--store", str(tmp_path / "s"), "--published", "2025-01-01"]) == 2
    assert main(["explain", text, "--store", str(tmp_path / "none")]) == 4


def test_a_stored_report_by_another_coder(text, tmp_path, capsysbinary):
    folder = str(tmp_path / "store")
    assert main(["code", text, "--store", folder]) == 0
    capsysbinary.readouterr()
    assert main(["explain", text, "--store", folder]) == 0
    assert "coder fake-1" in out(capsysbinary)
    assert main(["explain", text, "1", "--store", folder, "--format", "json"]) == 0
    told = json.loads(out(capsysbinary))
    assert told["made_by"] == "fake-1"
    assert told["event"]["trigger"]["quote"] == "met"
    assert main(["explain", text, "1", "--store", folder]) == 0
    assert "was made by coder fake-1" in out(capsysbinary)


def test_help_loads_neither_model_nor_index():
    import subprocess

    code = (
        "import sys; from dateline.cli import main; main(['explain', '--help']); "
        "print([m for m in sys.modules if m.startswith(('dateline.explain', 'onnx', 'numpy', 'dateline.coder'))])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip().endswith("[]")

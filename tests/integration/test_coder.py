"""The coder's promises, on texts of our own."""

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline import Coder, InputError
from dateline.intake.report import prepare_report
from dateline.records import Coding, from_json, to_json

ROOT = Path(__file__).parents[2]
SAMPLES = sorted((ROOT / "samples" / "reports").glob("*.txt"))
BATTLE = (
    "Government troops shelled the town of Varsho on Friday, killing at least 12 villagers, a rebel spokesman said.\n"
    "Police in Lima arrested 40 protesters on Monday.\nHe said they would not negotiate."
)


def every_span(coding, mentions):
    yield from mentions
    for claim in coding.claims:
        yield claim.span
        yield from claim.speaker
    for event in coding.events:
        yield event.trigger
        for parties in (event.actor, event.recipient, event.speaker):
            yield from parties
        yield from (c.span for c in event.counts)
        yield from (x.span for x in (event.place, event.time) if x and x.span)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)
def test_every_span_quotes_the_text(coder, path):
    report = prepare_report(path.read_bytes().decode())
    coding, mentions = coder.code_full(report)
    for span in every_span(coding, mentions):
        assert report.text[span.start : span.end] == span.quote


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=200))
def test_every_span_quotes_any_text(coder, noise):
    text = f"{noise}\n{BATTLE}\r\n{noise}"
    report = prepare_report(text)
    coding, mentions = coder.code_full(report)
    assert report.text == text
    for span in every_span(coding, mentions):
        assert text[span.start : span.end] == span.quote


def test_reads_who_did_what_to_whom(coder):
    coding = coder.code(BATTLE, published="2024-03-09")
    assault = next(e for e in coding.events if e.type == "ASSAULT")
    assert "troops" in assault.actor[0].quote
    assert [(c.kind, c.low, c.high) for c in assault.counts] == [("killed", 12, None)]
    assert (assault.time.start, assault.time.end) == ("2024-03-08", "2024-03-08")
    arrest = next(e for e in coding.events if e.type == "COERCE")
    assert arrest.mode == "arrest" and arrest.actor[0].quote == "Police"
    assert arrest.place.country == "PER"


def test_unknown_fields_have_a_reason(coder):
    coding = coder.code(BATTLE)
    for event in coding.events:
        for field in ("actor", "recipient", "place", "time", "mode", "contexts"):
            if not getattr(event, field):
                assert event.unknown[field]


def test_same_records_whatever_came_before(coder):
    texts = [p.read_bytes().decode() for p in SAMPLES] + [BATTLE]
    alone = {t: to_json(Coder().code(t)) for t in texts[:3]}
    for order in (texts, texts[::-1]):
        for text in order:
            line = to_json(coder.code(text))
            if text in alone:
                assert line == alone[text]


def test_coding_validates_against_the_shipped_schema(coder):
    schema = json.loads((ROOT / "dateline/schema/coding.schema.json").read_text(encoding="utf-8"))
    for path in SAMPLES[:4]:
        coding = coder.code(path.read_bytes().decode())
        jsonschema.validate(json.loads(to_json(coding)), schema)
        assert from_json(to_json(coding), Coding) == coding


def test_bad_input_is_an_input_error(coder):
    with pytest.raises(InputError, match="empty"):
        coder.code("  \n")
    with pytest.raises(InputError, match="2025-08-09"):
        coder.code("Rebels attacked.", published="last Friday")


def test_help_does_not_load_the_model():
    code = "import sys; import dateline; import dateline.cli; print([m for m in ('onnxruntime','pyarrow','duckdb','trafilatura') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_seed_report_core_events(coder, shared):
    from benchmarks import seed

    figures = seed.run(shared / "reports/seed")
    assert figures["core_found"] >= 8

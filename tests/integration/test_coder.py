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


def check(text, furniture, spans):
    """Spans quote the text, lie on the edges of words and outside the furniture."""
    for span in spans:
        assert 0 <= span.start < span.end <= len(text)
        assert text[span.start : span.end] == span.quote == span.quote.strip()
        for edge in (span.start, span.end):
            assert not (0 < edge < len(text) and text[edge - 1].isalnum() and text[edge].isalnum())
        assert all(span.end <= f.start or span.start >= f.end for f in furniture)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)
def test_every_span_quotes_the_text(coder, path):
    report = prepare_report(path.read_bytes().decode())
    coding, mentions = coder.code_full(report)
    check(report.text, report.furniture, every_span(coding, mentions))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=200))
def test_every_span_quotes_any_text(coder, noise):
    text = f"{noise}\n\n{BATTLE}\r\n{noise}"
    report = prepare_report(text)
    coding, mentions = coder.code_full(report)
    assert report.text == text
    for span in every_span(coding, mentions):
        assert text[span.start : span.end] == span.quote


@pytest.mark.parametrize("before", ["", "🕊️🕊️ ", "Jose\u0301 y Zoe\u0308\n", "\x00\n", "\r\n\r\n", "𝔄𝔅ℭ — \n", "İstanbul ǅ ﬁ\n"])
def test_odd_characters_before_do_not_move_a_span(coder, before):
    text = f"{before}\nGovernment troops shelled Varsho on Friday, killing 12 villagers."
    events = coder.code(text).events
    assert any(e.trigger.quote == "shelled" and e.trigger.start == text.index("shelled") for e in events)
    assert any(p.quote == "Government troops" for e in events for p in e.actor)


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
    with pytest.raises(InputError, match="surrogate"):
        coder.code("Rebels attacked \ud800 the town.")
    with pytest.raises(InputError, match="'es'"):
        coder.code("El presidente anunció el viernes el inicio de nuevas conversaciones con el mayor grupo armado del país. " * 4)
    assert coder.code("Rebels attacked.", published="20250809").report.published == "2025-08-09"


def test_every_party_is_among_the_entities(coder):
    for path in SAMPLES:
        coding = coder.code(path.read_bytes().decode())
        known = {entity.id for entity in coding.entities}
        parties = [p for e in coding.events for p in (*e.actor, *e.recipient, *e.speaker) if p.entity]
        assert {p.entity.id for p in parties} <= known


def test_a_number_counts_one_thing(coder):
    for path in SAMPLES:
        for event in coder.code(path.read_bytes().decode()).events:
            spans = [(c.span.start, c.span.end) for c in event.counts]
            assert len(spans) == len(set(spans))


def test_news_agencies_do_not_make_the_country(coder):
    event = next(e for e in coder.code("Police arrested 12 protesters on Monday, Reuters reported.").events if e.type == "COERCE")
    assert event.actor[0].entity.country is None


def test_help_does_not_load_the_model():
    code = "import sys; import dateline; import dateline.cli; print([m for m in ('onnxruntime','pyarrow','duckdb','trafilatura') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_seed_report_core_events(coder, shared):
    from benchmarks import seed

    figures = seed.run(shared / "reports/seed")
    assert figures["core_found"] >= 8

"""Speed of the whole pipeline against the bare encoder in the same run, peak memory, and cold start.

The bare encoder is the shipped graph cut off before the heads: same tokens, same batching (one sentence a call), one thread a
process. Beside it stands the same graph in batches of 32, so that a slow way of running can't flatter the ratio, and, as `minilm`, its
first six layers alone: MiniLM-L6 has the same width, heads and inner width, so that they cost what it costs. Rounds alternate: a busy
machine slows both.

`agency` and `long` are the command itself, `dateline code --workers 1` into a new store: start, intake, all stages, all tables, stories and
incidents; `agency` over reports as they come, `long` over those of 450 to 800 words. Encoders are timed before and after each.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime

from benchmarks.statistics import interval
from dateline.coder import Coder
from dateline.intake.report import prepare_report
from dateline.reader.features import Features
from dateline.reader.model import MODEL_DIR
from dateline.reader.sentences import split_sentences
from dateline.records import Report

ROUNDS, REPORTS = 5, 60
RUN = 500  # reports of a run of the command, at most
LONG = range(450, 801)  # words of a long report
MINILM_LAYERS = 6
_COLD = "import sys; from dateline import Coder; print(len(Coder().code(open(sys.argv[1], encoding='utf-8').read()).events))"
_PEAK = """
import json, resource, sys
from dateline import Coder
coder = Coder()
for line in open(sys.argv[1], encoding="utf-8"):
    coder.code(json.loads(line))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def encoder_session(threads: int = 1, layers: int | None = None) -> onnxruntime.InferenceSession:
    """The shipped graph with the states after its last layer, or after so many, as its only output."""
    import onnx  # noqa: PLC0415

    model = onnx.load(MODEL_DIR / "model.onnx")
    part = f"/encoder/layers.{layers - 1}/" if layers else "/encoder/"
    last = [n for n in model.graph.node if part in n.name][-1].output[0]
    with tempfile.TemporaryDirectory() as folder:
        whole, bare = Path(folder) / "whole.onnx", Path(folder) / "bare.onnx"
        onnx.save(model, whole)
        onnx.utils.extract_model(str(whole), str(bare), ["ids", "cases"], [last], check_model=False)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = threads
        return onnxruntime.InferenceSession(str(bare), options, providers=["CPUExecutionProvider"])


def _encode(session: onnxruntime.InferenceSession, sentences: Sequence[Features], size: int) -> float:
    order = sorted(sentences, key=lambda f: len(f.ids)) if size > 1 else sentences
    started = time.perf_counter()
    for at in range(0, len(order), size):
        chunk = order[at : at + size]
        most = max(len(f.ids) for f in chunk)
        ids, cases = np.zeros((len(chunk), most), np.int64), np.zeros((len(chunk), most), np.int64)
        for i, f in enumerate(chunk):
            ids[i, : len(f.ids)], cases[i, : len(f.ids)] = f.ids, f.cases
        session.run(None, {"ids": ids, "cases": cases})
    return len(sentences) / (time.perf_counter() - started)


def cold_start(report: Path, rounds: int = 5) -> list[float]:
    """Seconds from starting Python to the first report coded, in fresh processes."""
    found = []
    for _ in range(rounds):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", _COLD, str(report)], check=True, capture_output=True)
        found.append(time.perf_counter() - started)
    return found


def run_of_command(reports: Sequence[Report], sessions: dict[str, onnxruntime.InferenceSession], coder: Coder) -> dict[str, Any]:
    """Speeds of `dateline code` over the reports, one worker, and of the bare encoders on their sentences (medians of before and after)."""
    texts = [r.text[a:b] for r in reports for a, b in split_sentences(r.text, r.furniture)]
    sample = [f for t in texts[:: max(1, len(texts) // 400)] for f in coder.network.features(t)]
    encoders: dict[str, list[float]] = {name: [] for name in sessions}

    def time_encoders() -> None:
        for name, session in sessions.items():
            encoders[name].append(_encode(session, sample, 1))

    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "reports.jsonl"
        rows = ({"id": f"r{i}", "published": "2001-05-04", "text": r.text} for i, r in enumerate(reports))
        source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        time_encoders()
        started = time.perf_counter()
        command = [sys.executable, "-m", "dateline", "code", str(source), "--store", f"{folder}/store", "--workers", "1"]
        subprocess.run(command, check=True, capture_output=True)
        seconds = time.perf_counter() - started
        time_encoders()
    out: dict[str, Any] = {"reports": len(reports), "sentences": len(texts), "sentences_per_s": round(len(texts) / seconds, 2)}
    out["words_per_s"] = round(sum(len(r.text.split()) for r in reports) / seconds, 1)
    for name, found in encoders.items():
        out[f"{name}_sentences_per_s"] = round(float(np.mean(found)), 2)
        out[f"ratio_to_{name}"] = round(len(texts) / seconds / float(np.mean(found)), 3)
    return out


def _spans_hold(coder: Coder, reports: Sequence[Report]) -> tuple[int, int]:
    held = total = 0
    for report in reports:
        coding, mentions = coder.code_full(report)
        spans: list[Any] = [*mentions, *(c.span for c in coding.claims)]
        for event in coding.events:
            spans += [event.trigger, *event.actor, *event.recipient, *event.speaker, *(c.span for c in event.counts)]
            spans += [x.span for x in (event.place, event.time) if x and x.span]
        total += len(spans)
        held += sum(0 <= s.start < s.end <= len(report.text) and report.text[s.start : s.end] == s.quote for s in spans)
    return held, total


def run(data: Path) -> dict[str, Any]:
    """Measure on a JSONL file of reports (`text`, `id`); every span of every report is checked, too."""
    rows = [json.loads(line) for line in data.read_text(encoding="utf-8").splitlines() if line.strip()]
    rows = [row for row in rows if row["text"].strip()]
    reports = [prepare_report(row["text"], id=str(row["id"])) for row in rows]
    coder, one, batched = Coder(), encoder_session(), encoder_session()
    whole: list[tuple[float, float, float, float, float]] = []
    step = max(1, len(reports) // (ROUNDS * REPORTS))
    for i in range(ROUNDS):
        chosen = reports[i::ROUNDS][::step][:REPORTS]
        texts = [r.text[a:b] for r in chosen for a, b in split_sentences(r.text, r.furniture)]
        features = [f for t in texts for f in coder.network.features(t)]
        started = time.perf_counter()
        for report in chosen:
            coder.code(report.text)
        seconds = time.perf_counter() - started
        words = sum(len(r.text.split()) for r in chosen)
        whole.append(
            (len(texts) / seconds, len(chosen) / seconds, words / seconds, _encode(one, features, 1), _encode(batched, features, 32))
        )
    held, total = _spans_hold(coder, reports)
    names = ("sentences_per_s", "reports_per_s", "words_per_s", "encoder_sentences_per_s", "encoder_batched_sentences_per_s")
    columns = {name: [row[i] for row in whole] for i, name in enumerate(names)}
    columns["ratio"] = [row[0] / row[3] for row in whole]
    columns["ratio_batched"] = [row[0] / row[4] for row in whole]
    with tempfile.TemporaryDirectory() as folder:
        first, many = Path(folder) / "first.txt", Path(folder) / "many.jsonl"
        many.write_text("".join(json.dumps(r.text) + "\n" for r in reports[:300]), encoding="utf-8")
        peak = subprocess.run([sys.executable, "-c", _PEAK, str(many)], check=True, capture_output=True, text=True).stdout
        first.write_text(reports[0].text, encoding="utf-8")
        columns["cold_start_s"] = cold_start(first)
    out: dict[str, Any] = {}
    for name, values in columns.items():
        out[name] = round(float(np.mean(values)), 3)
        out[f"{name}_ci"] = interval(values, lambda xs: float(np.mean(xs)))
    out["peak_mib"] = round(int(peak) / 1024)
    sessions = {"encoder": one, "minilm": encoder_session(layers=MINILM_LAYERS)}
    long = [r for r in reports if len(r.text.split()) in LONG]
    out["agency"] = run_of_command(reports[:: max(1, len(reports) // RUN)][:RUN], sessions, coder)
    if long:
        out["long"] = run_of_command(long[:RUN], sessions, coder)
    return out | {"reports": len(reports), "spans_checked": total, "spans_right": held}

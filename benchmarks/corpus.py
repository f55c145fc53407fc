"""The corpus's own test part: F1 of each layer and type, accuracy of status, and how well confidence is calibrated.

Sentences written as the training ones were, so these figures say what was learned, not what real news will give. Part files are those of
`dateline.train.parts`: no report, contrast set or stretch of a batch is in two parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.statistics import with_interval
from dateline.ontology import ontology
from dateline.reader.decode import Reading, decode
from dateline.reader.model import Network
from dateline.reader.reader import SentenceReader
from dateline.train.corpus import MarkedSentence, read_corpus
from dateline.train.parts import split
from dateline.train.score import rights, score, type_f1

Case = tuple[MarkedSentence, Reading]
BINS = 10


def expected_calibration_error(pairs: Sequence[tuple[float, bool]]) -> float:
    """Mean distance of confidence and share right over ten bins of equal width, weighed by their events (Guo et al. 2017)."""
    total = 0.0
    for b in range(BINS):
        inside = [(c, r) for c, r in pairs if min(int(c * BINS), BINS - 1) == b]
        if inside:
            total += abs(sum(c for c, _ in inside) - sum(r for _, r in inside))
    return total / max(1, len(pairs))


def run(data: Path) -> dict[str, Any]:
    """Figures of the shipped model on the test part of the corpus in folder `data`."""
    reader = SentenceReader(Network())
    cases: list[Case] = []
    for sentence in split(read_corpus(data))["test"]:
        pieces = reader.network.features(sentence.text)
        if len(pieces) == 1:
            cases.append((sentence, decode(reader.network.run(pieces[0]), sentence.text, pieces[0].words, reader.thresholds)))
    out: dict[str, Any] = {"sentences": len(cases), "events": sum(len(s.events) for s, _ in cases)}
    for name in ("event_f1", "role_f1", "status_accuracy", "told_f1", "mention_f1", "mode_accuracy"):
        out |= with_interval(name, cases, lambda xs, name=name: score(xs)[name])  # type: ignore[misc]
    pairs = [
        (reader.confidence(event.score), good)
        for sentence, reading in cases
        for event, good in zip(reading.events, rights(sentence, reading), strict=True)
    ]
    out |= with_interval("ece", pairs, expected_calibration_error)
    out["types"] = {}
    for kind in ontology().types:
        out["types"] |= with_interval(kind, cases, lambda xs, kind=kind: type_f1(xs, kind))  # type: ignore[misc]
        out["types"][f"{kind}_events"] = sum(e.type == kind for s, _ in cases for e in s.events)
    return out

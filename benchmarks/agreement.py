"""How well two hands agree that annotated the same 500 sentences blind, after `corpus/GUIDE.md` alone: the guide's own test.

The folder holds `hand-a.ann` and `hand-b.ann`: sentences drawn at random from the corpus. F1 by layer as `dateline.train.score` reckons the
reader's, with one hand as gold and the other as reading; `with_corpus` compares each with the corpus's own, twice corrected, labels.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.statistics import with_interval
from dateline.reader.decode import FoundEvent, FoundMention, Reading
from dateline.train.corpus import MarkedSentence, parse_file, read_corpus
from dateline.train.score import score

LAYERS = ("mention_f1", "trigger_f1", "event_f1", "told_f1", "role_f1", "status_accuracy", "mode_accuracy")
CORPUS = Path(__file__).parents[1] / "corpus"
Pair = tuple[MarkedSentence, Reading]


def as_reading(sentence: MarkedSentence) -> Reading:
    """The annotation as if a reader had found it."""
    at = {m.id: i for i, m in enumerate(sentence.marks)}
    mentions = tuple(FoundMention(m.kind, m.start, m.end, (0, 0), 1.0) for m in sentence.marks)
    events = []
    for e in sentence.events:
        roles: dict[str, list[tuple[int, float]]] = {}
        for role, target in (*e.roles, *((f"number:{kind}", target) for target, kind in e.counts)):
            roles.setdefault(role, []).append((at[target], 1.0))
        events.append(FoundEvent(e.start, e.end, e.type, e.mode, e.status, 1.0, {role: tuple(held) for role, held in roles.items()}))
    return Reading(mentions, tuple(events))


def _sentences(path: Path) -> dict[str, MarkedSentence]:
    reports, errors = parse_file(path)
    if errors:
        raise errors[0]
    return {s.text: s for report in reports for s in report.sentences}


def figures(pairs: Sequence[Pair]) -> dict[str, Any]:
    """Agreement by layer."""
    found: dict[str, Any] = {"sentences": len(pairs)}
    for layer in LAYERS:
        found |= with_interval(layer, pairs, lambda xs, layer=layer: score(xs)[layer])  # type: ignore[misc]
    return found


def run(data: Path) -> dict[str, Any]:
    """The two hands with each other, and each with the corpus."""
    a, b = _sentences(data / "hand-a.ann"), _sentences(data / "hand-b.ann")
    corpus = {s.text: s for report in read_corpus(CORPUS) for s in report.sentences}
    out = figures([(a[text], as_reading(b[text])) for text in a if text in b])
    for name, hand in (("a", a), ("b", b)):
        out[f"with_corpus_{name}"] = figures([(corpus[text], as_reading(s)) for text, s in hand.items() if text in corpus])
    return out

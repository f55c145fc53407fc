"""Factuality of given words (UW, −3 … 3), by the status head asked at these words.

The head's probabilities are weighed by `VALUES`, a table set from the statuses' meanings and not from the set. The top figures are over
every word that the set rates; `ours` over those that lie in a trigger the decoder finds.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.plv import half
from benchmarks.statistics import with_interval
from dateline.reader.decode import Thresholds, decode, softmax
from dateline.reader.labels import STATUSES
from dateline.reader.model import Network
from dateline.reader.reader import SentenceReader

VALUES = {"happened": 3.0, "ongoing": 3.0, "alleged": 1.5, "future": 1.0, "hypothetical": 0.5, "failed": -2.0, "negated": -2.5}

Pair = tuple[float, float]


def pearson(pairs: Sequence[Pair]) -> float:
    """Correlation of gold and found; 0 where one of them does not vary."""
    n = max(1, len(pairs))
    a, b = sum(x for x, _ in pairs) / n, sum(y for _, y in pairs) / n
    both = sum((x - a) * (y - b) for x, y in pairs)
    spread = math.sqrt(sum((x - a) ** 2 for x, _ in pairs) * sum((y - b) ** 2 for _, y in pairs))
    return both / spread if spread else 0.0


def mae(pairs: Sequence[Pair]) -> float:
    """Mean absolute error."""
    return sum(abs(x - y) for x, y in pairs) / max(1, len(pairs))


def always_happened(pairs: Sequence[Pair]) -> float:
    """Mean absolute error of the answer 3 throughout, the baseline."""
    return sum(abs(x - 3.0) for x, _ in pairs) / max(1, len(pairs))


def token_spans(text: str) -> list[tuple[int, int]]:
    """Characters of the text's tokens, which single spaces part."""
    spans, at = [], 0
    for token in text.split(" "):
        spans.append((at, at + len(token)))
        at += len(token) + 1
    return spans


def read(network: Network, thresholds: Thresholds, row: dict[str, Any]) -> list[tuple[float, float, bool]]:
    """(gold, found, whether in a trigger of ours) for each word rated."""
    values = [VALUES[name] for name in STATUSES]
    tokens = token_spans(row["text"])
    asked = [(tokens[t["span1"][0]][0], tokens[t["span1"][1] - 1][1], t["label"]) for t in row["targets"]]
    found = []
    for features in network.features(row["text"]):
        logits = network.run(features)
        chances = softmax(logits.status)
        triggers = [(e.start, e.end) for e in decode(logits, row["text"], features.words, thresholds).events]
        for start, end, label in asked:
            words = [i for i, (a, b) in enumerate(features.words) if a < end and start < b]
            if words:
                value = float(chances[words].mean(0) @ values)
                found.append((label, value, any(a < end and start < b for a, b in triggers)))
    return found


def figures(sentences: list[list[tuple[float, float, bool]]]) -> dict[str, Any]:
    """Both figures over all words and over those in our triggers; sentences are what is resampled."""
    out: dict[str, Any] = {"sentences": len(sentences)}
    for name, mine in (("", False), ("ours", True)):
        cases = [[(g, f) for g, f, in_trigger in words if in_trigger or not mine] for words in sentences]

        def flat(chosen: Sequence[list[Pair]]) -> list[Pair]:
            return [pair for words in chosen for pair in words]

        some = {
            "words": len(flat(cases)),
            **with_interval("pearson_r", cases, lambda xs: pearson(flat(xs))),
            **with_interval("mae", cases, lambda xs: mae(flat(xs))),
            "mae_always_happened": round(always_happened(flat(cases)), 3),
        }
        out |= {name: some} if name else some
    return out


def run(data: Path) -> dict[str, Any]:
    """The top figures are half B's, on which targets are judged."""
    reader = SentenceReader(Network())
    halves: dict[str, list[list[tuple[float, float, bool]]]] = {"A": [], "B": []}
    for line in data.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        halves[half(row["text"])].append(read(reader.network, reader.thresholds, row))
    return {**figures(halves["B"]), "half_a": figures(halves["A"]), "both": figures(halves["A"] + halves["B"])}

"""PLV: 1,033 sentences, 15 classes (YIELD = CONCEDE + RETREAT). The type between a given pair, and from the text alone."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.statistics import accuracy, macro_f1, with_interval
from dateline.coder import Coder
from dateline.evaluate.pair import type_between
from dateline.ontology import ontology
from dateline.reader.model import Network
from dateline.records import Coding, Party

Figures = dict[str, Any]
_MARK = re.compile(r"</?[st]>")


def half(text: str) -> str:
    """A or B, as the yardsticks' README splits them."""
    return "A" if int(hashlib.sha1(text.encode()).hexdigest()[0], 16) < 8 else "B"


def marked_spans(marked: str) -> tuple[str, list[tuple[int, int]], list[tuple[int, int]]]:
    """The bare sentence, and the spans of its `<s>` and `<t>` parts."""
    spans: dict[str, list[tuple[int, int]]] = {"s": [], "t": []}
    bare, at, start = "", 0, 0
    for tag in _MARK.finditer(marked):
        bare += marked[at : tag.start()]
        at = tag.end()
        if tag.group()[1] == "/":
            spans[tag.group()[2]].append((start, len(bare)))
        else:
            start = len(bare)
    return bare + marked[at:], spans["s"], spans["t"]


def root(kind: str) -> str:
    """The yardstick's class of a type."""
    return "YIELD" if kind in ("CONCEDE", "RETREAT") else kind


def quad(kind: str) -> str:
    """The quad class; YIELD counts as material cooperation, as the gold has it."""
    return "2" if kind == "YIELD" else str(ontology().types[kind].quad) if kind in ontology().types else "none"


def given(network: Network, row: dict[str, str]) -> str:
    """The class between the marked pair."""
    text, actors, recipients = marked_spans(row["marked_sentence"])
    summed: dict[str, float] = {}
    for kind, p in type_between(network, text, actors, recipients).items():
        summed[root(kind)] = summed.get(root(kind), 0.0) + p
    return max(sorted(summed), key=lambda k: summed[k])


def from_text(coding: Coding, actors: list[tuple[int, int]], recipients: list[tuple[int, int]]) -> str:
    """The class of the most confident event whose actor and recipient overlap the gold's; NONE without such an event.

    A party overlaps by its own words or, where these refer to somebody ("it"), by the words that name him.
    """

    def over(spans: list[tuple[int, int]], parties: Sequence[Party]) -> bool:
        evidence = [one for p in parties for one in (p, p.named) if one]
        return any(a < one.end and one.start < b for a, b in spans for one in evidence)

    held = [e for e in coding.events if over(actors, e.actor) and over(recipients, e.recipient)]
    held.sort(key=lambda e: (-e.confidence, e.trigger.start))
    return root(held[0].type) if held else "NONE"


def figures(pairs: list[tuple[str, str]]) -> Figures:
    """Accuracy and macro-F1 over roots and quads."""
    quads = [(quad(g), quad(p)) for g, p in pairs]
    return {
        **with_interval("root_macro_f1", pairs, macro_f1),
        **with_interval("root_accuracy", pairs, accuracy),
        **with_interval("quad_macro_f1", quads, macro_f1),
    }


def run(data: Path) -> Figures:
    """Both tasks over both halves; the top figures are half B's, on which targets are judged."""
    rows = [json.loads(line) for line in data.read_text(encoding="utf-8").splitlines() if line.strip()]
    coder = Coder()
    results: dict[str, list[tuple[str, str, str]]] = {"A": [], "B": []}
    for row in rows:
        text, actors, recipients = marked_spans(row["marked_sentence"])
        results[half(row["sentence"])].append(
            (row["gold_root"], given(coder.network, row), from_text(coder.code(text), actors, recipients))
        )
    results["all"] = results["A"] + results["B"]
    found: Figures = {}
    for name, cases in results.items():
        text_only = [(g, t) for g, _, t in cases]
        found[name] = {
            "sentences": len(cases),
            "pair_given": figures([(g, p) for g, p, _ in cases]),
            "text_only": {
                **figures(text_only),
                **with_interval("coverage", text_only, lambda xs: sum(p != "NONE" for _, p in xs) / max(1, len(xs))),
            },
        }
    return {**found["B"], "half_a": found["A"], "both": found["all"]}

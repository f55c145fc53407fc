"""MUC-4: 200 Latin American reports of 1988–90 (TST1, TST2) in capitals, as they are. Recall and precision of template slots.

Our coding of a report is turned into templates (`muc4_templates`), these are aligned with the key's and counted (`muc4_score`,
`muc4_match`) so as to stand beside the official figures of 1992. `slots` holds each slot of the official report, its groups' totals
(`inc-total` …) and `template-id`; `all` is the official row ALL TEMPLATES, `aligned_by_type_alone` the same without the rule on contents.

Where it departs from 1992: those figures are for other reports (TST3, TST4), so they only indicate; TST1 and TST2 were open to the
systems of 1992 for development. Strings are matched by rule, with nobody to settle doubtful ones. The alignment takes the pairing with
the most points overall, by slots alone. Places match by name, without the 1992 gazetteer: a place below or above the key's is partial.
Instrument, foreign nation and total number have no field in our records and stay empty, which costs recall in `all`. The F-measures of
1992 per slot are reckoned from its printed recall and precision, in whole percent; a system that answered a slot nowhere has 0.
"""

from __future__ import annotations

import csv
import json
import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.muc4_key import key_templates
from benchmarks.muc4_score import Counts, Score, f1, precision, recall, score_report, sum_scores, with_totals
from benchmarks.muc4_templates import templates
from benchmarks.plv import half
from benchmarks.statistics import interval
from dateline.coder import Coder
from dateline.intake.report import prepare_report

PARTS = ("tst1.jsonl", "tst2.jsonl")
_FIGURES = {"precision": precision, "recall": recall, "f1": f1}


@dataclass(frozen=True, slots=True)
class Scored:
    """A report's counts: of all its templates, and with types alone as the condition for alignment."""

    score: Score
    loose: Score


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def score_row(coder: Coder, row: Mapping[str, Any]) -> Scored:
    """Code a report and count."""
    coding, mentions = coder.code_full(prepare_report(row["text"], id=row["id"], language="en"))
    ours, key = templates(coding, mentions, row["text"]), key_templates(row)
    return Scored(with_totals(score_report(key, ours)), with_totals(score_report(key, ours, loose=True)))


def _table(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t")


def _percent(text: str) -> float:
    """A printed percentage; "*" where it could not be reckoned."""
    return float(text) / 100 if text.strip("*") else 0.0


def peers(data: Path) -> dict[str, list[float]]:
    """The F-measures of the systems of 1992 by slot, both test parts together."""
    found: dict[str, list[float]] = {}
    for row in _table(data / "official_1992_scores.tsv"):
        if row["POS"] in ("", "*", "0"):
            continue
        r, p = _percent(row["REC"]), _percent(row["PRE"])
        found.setdefault(row["slot"], []).append(2 * r * p / (r + p) if r + p else 0.0)
    found["all"] = [_percent(row["F_PR"]) for row in _table(data / "official_1992_fmeasure.tsv")]
    return found


def _slot(name: str, cases: Sequence[Counts], official: Mapping[str, Sequence[float]]) -> dict[str, Any]:
    total = sum(cases, Counts())
    found: dict[str, Any] = {}
    for label, figure in _FIGURES.items():
        value = figure(total)
        found[label] = None if value is None else round(value, 3)
        found[f"{label}_ci"] = interval(cases, lambda cs, figure=figure: figure(sum(cs, Counts())) or 0.0, rounds=200)  # type: ignore[misc]
    found |= {"possible": total.possible, "actual": total.actual}
    if name in official:
        found |= {"f1_1992_median": round(statistics.median(official[name]), 3), "f1_1992_best": round(max(official[name]), 3)}
    return found


def figures(scored: Sequence[Scored], official: Mapping[str, Sequence[float]]) -> dict[str, Any]:
    """All slots and totals over the reports, with intervals over reports, beside the figures of 1992."""
    names = with_totals(sum_scores([]))
    slots = {name: _slot(name, [s.score[name] for s in scored], official) for name in names if name != "all"}
    found = {"reports": len(scored), "all": _slot("all", [s.score["all"] for s in scored], official), "slots": slots}
    found["aligned_by_type_alone"] = {"all": _slot("all", [s.loose["all"] for s in scored], {})}
    return found


def run(data: Path) -> dict[str, Any]:
    """The top figures are half B's, on which targets are judged; the 1992 figures stand beside all, the same each time."""
    coder, official = Coder(), peers(data)
    halves: dict[str, list[Scored]] = {"A": [], "B": []}
    for row in (row for part in PARTS for row in _rows(data / part)):
        halves[half(row["text"])].append(score_row(coder, row))
    found = {name: figures(scored, official) for name, scored in halves.items()}
    return {**found["B"], "half_a": found["A"], "both": figures(halves["A"] + halves["B"], official)}

"""Copies: labelled pairs of agency reports, copies made of our own reports, and time and memory as a store grows.

A pair counts as found where the two reports come into the same story. The labels (`copies_labels.tsv`) are ids alone; the texts are read
from the yardstick. Halves are by the SHA-1 of "a b"; thresholds were set on half A, and half B decides.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.copies_made import kinds, make
from benchmarks.statistics import with_interval
from dateline.fuse.stories import find_stories
from dateline.intake.report import prepare_report
from dateline.records import Report

LABELS = Path(__file__).with_name("copies_labels.tsv")
SIZES = (10_000, 30_000, 100_000)
_MILLION = 1_000_000

Case = tuple[bool, bool]  # whether the pair is one story, and whether it was found to be


def labels() -> list[tuple[str, str, str]]:
    """The labelled pairs: two ids of the yardstick, and copy, update or different."""
    lines = [line for line in LABELS.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return [(row[0], row[1], row[2]) for row in (line.split("\t") for line in lines[1:])]


def half(left: str, right: str) -> str:
    """A or B."""
    return "A" if hashlib.sha1(f"{left} {right}".encode()).hexdigest()[0] < "8" else "B"


def precision(cases: Sequence[Case]) -> float:
    """Share of the pairs found that are right."""
    found = [gold for gold, is_found in cases if is_found]
    return sum(found) / max(1, len(found))


def recall(cases: Sequence[Case]) -> float:
    """Share of the pairs that are there which were found."""
    there = [is_found for gold, is_found in cases if gold]
    return sum(there) / max(1, len(there))


def _together(reports: Sequence[Report]) -> Callable[[str, str], bool]:
    """Whether two reports, by id, are in the same story of these."""
    keys = {one.id: one.key for one in reports}
    story = {key: one.id for one in find_stories(reports) for key in one.reports}
    return lambda left, right: story[keys[left]] == story[keys[right]]


def _both(cases: Sequence[Case]) -> dict[str, Any]:
    found = with_interval("precision", cases, precision) | with_interval("recall", cases, recall)
    return found | {"pairs": len(cases), "of_one_story": sum(gold for gold, _ in cases)}


def labelled(texts: Path) -> dict[str, Any]:
    """The labelled pairs, among all reports of the yardstick."""
    rows = [json.loads(line) for line in texts.read_text(encoding="utf-8").splitlines()]
    together = _together([_agency_report(row) for row in rows])
    cases: dict[str, list[Case]] = {"half_a": [], "half_b": []}
    for left, right, label in labels():
        case = (label != "different", together(left.removeprefix("reut:"), right.removeprefix("reut:")))
        cases[f"half_{half(left, right).lower()}"].append(case)
    return {name: _both(found) for name, found in cases.items()} | {"both_halves": _both([*cases["half_a"], *cases["half_b"]])}


def _agency_report(row: dict[str, Any]) -> Report:
    day = datetime.datetime.strptime(row["date"].split()[0], "%d-%b-%Y").date().isoformat()
    return prepare_report(row["text"], id=row["id"], published=day, title=row["title"], publisher="Reuters")


def made(root: Path) -> dict[str, Any]:
    """Copies and doubles of our own reports; `found` by kind of copy, `kept_apart` by kind of double."""
    built = make(root)
    together = _together(built.reports)
    cases = [(True, together(left, right)) for left, right, _ in built.same]
    cases += [(False, together(left, right)) for left, right, _ in built.different]
    shares = {"found": built.same, "kept_apart": built.different}
    by_kind = {
        name: {
            kind.replace(" ", "_"): round(sum(together(*one) == (name == "found") for one in several) / len(several), 3)
            for kind, several in kinds(pairs)
        }
        for name, pairs in shares.items()
    }
    return _both(cases) | by_kind


def scale(texts: Path, sizes: Sequence[int] = SIZES) -> dict[str, Any]:
    """Time and memory of updates as one store grows to these sizes, and what they say of a million reports."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "benchmarks.copies_scale", str(texts), str(Path(folder) / "store"), *map(str, sizes)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    found = json.loads(done)
    out: dict[str, Any] = {str(row.pop("reports")): row for row in found}
    last, before = found[-1], found[-2]
    growth = (last["peak_mib"] - before["peak_mib"]) / (sizes[-1] - sizes[-2])
    out["cpu_ms_a_report"] = {
        size: round(1000 * row["cpu_seconds"] / row["added"], 2) for size, row in zip(map(str, sizes), found, strict=True)
    }
    out["million_peak_mib"] = round(last["peak_mib"] + growth * (_MILLION - sizes[-1]))
    out["million_cpu_minutes"] = round(last["cpu_seconds"] / last["added"] * _MILLION / 60)
    return out


def run(data: Path) -> dict[str, Any]:
    """All three; `data` is the folder of the yardstick, beside which lie the corpora."""
    texts = data.parents[1] / "corpora" / "reuters.jsonl"
    return {"labelled": labelled(texts), "made": made(Path(__file__).parents[1]), "scale": scale(texts)}

"""Joining of incidents: own incidents told by several own reports each, with distractors that are hard to tell apart.

A file of `benchmarks/incidents/` is one situation: its incidents, and reports in which the trigger words of each telling are marked
`{k1:attacked}`. The coder reads all reports of all files as one pool, its events are joined, and its events are matched to the marks by
overlap of the trigger. B³ (Bagga and Baldwin 1998) is over marks that an event was found for; `end_to_end` takes a mark without one as an
incident of its own. `join_precision`: of two matched marks in one incident of ours, how often they are one in the gold. Joins with events
that no mark names are not judged. Intervals resample gold incidents. The top figures are half B's (by the SHA-1 of the file's name). The
situations below `tuning/` are for setting weights, beside half A; no figure counts them.
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.plv import half
from benchmarks.statistics import with_interval
from dateline.coder import Coder
from dateline.errors import DataError
from dateline.fuse.incidents import facts_of, join_incidents
from dateline.intake.report import prepare_report
from dateline.records import Coding, Report

_MARK = re.compile(r"\{([a-z]+\d+):([^{}]+)\}")
_HEAD = re.compile(r"== *(\w+) *\| *(\d{4}-\d\d-\d\d) *\| *([^|]+?) *\| *(.+)")
_INCIDENT = re.compile(r"# incident (\w+): *(\d{4}-\d\d-\d\d(?:/\d{4}-\d\d-\d\d)?) +([A-Z]+) +(.+)")


@dataclasses.dataclass(frozen=True, slots=True)
class Mark:
    """The trigger words of one telling: `text[start:end]` of the report tells the incident."""

    start: int
    end: int
    incident: str


@dataclasses.dataclass(frozen=True, slots=True)
class Situation:
    """One file: its name, the type of each incident, and its reports with their marks."""

    name: str
    types: dict[str, str]
    reports: tuple[tuple[Report, tuple[Mark, ...]], ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Told:
    """One mark, judged: the gold's incident, and ours (None: no event was found for it)."""

    gold: str
    ours: str | None


def read_situation(path: Path) -> Situation:
    """One file of the set. Raises `DataError` with file and line for a line that breaks the format or a mark of no listed incident."""
    types: dict[str, str] = {}
    reports: list[tuple[Report, tuple[Mark, ...]]] = []
    head: re.Match[str] | None = None
    body: list[str] = []

    def close() -> None:
        if head:
            reports.append(_report(f"{path.stem}/{head[1]}", head, "\n".join(body).strip()))

    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if line.startswith("=="):
            close()
            head, body = _HEAD.fullmatch(line.strip()), []
            if head is None:
                raise DataError(f"{path}:{number}: want == id | day | publisher | title")
        elif head is None and (listed := _INCIDENT.fullmatch(line.strip())):
            types[listed[1]] = listed[3]
        elif head is None and line.strip() and not line.startswith("# "):
            raise DataError(f"{path}:{number}: stands before the first report; want # situation, # incident or == report")
        elif unknown := [mark[1] for mark in _MARK.finditer(line) if mark[1] not in types]:
            raise DataError(f"{path}:{number}: mark of incident {unknown[0]!r}, which the file does not list")
        elif re.search("[{}]", _MARK.sub("", line)):
            raise DataError(f"{path}:{number}: a brace without a mark; want {{id:words}}")
        else:
            body.append(line)
    close()
    return Situation(path.stem, types, tuple(reports))


def _report(id: str, head: re.Match[str], marked: str) -> tuple[Report, tuple[Mark, ...]]:
    text, marks, at = "", [], 0
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        marks.append(Mark(len(text), len(text) + len(mark[2]), f"{id.split('/', maxsplit=1)[0]}/{mark[1]}"))
        text += mark[2]
        at = mark.end()
    report = prepare_report(text + marked[at:], id=id, published=head[2], publisher=head[3], title=head[4], language="en")
    return report, tuple(marks)


def judge(situations: Iterable[Situation], code: Callable[[Report], Coding]) -> dict[str, list[Told]]:
    """Every mark with our incident for it, by situation; all reports are joined as one pool."""
    kept = list(situations)
    codings = {report.id: code(report) for one in kept for report, _ in one.reports}
    facts = [fact for one in kept for report, _ in one.reports for fact in facts_of(report, codings[report.id])]
    ours = {event: incident.id for incident in join_incidents(facts, "benchmark") for event in incident.events}
    found: dict[str, list[Told]] = {one.name: [] for one in kept}
    for one in kept:
        for report, marks in one.reports:
            for mark in marks:
                event = matching_event(mark, codings[report.id])
                found[one.name].append(Told(mark.incident, ours[event] if event else None))
    return found


def matching_event(mark: Mark, coding: Coding) -> str | None:
    """The event whose trigger shares most characters with the mark, or None."""
    shared = [(min(mark.end, e.trigger.end) - max(mark.start, e.trigger.start), -e.trigger.start, e.id) for e in coding.events]
    most = max(shared, default=(0, 0, ""))
    return most[2] if most[0] > 0 else None


@dataclasses.dataclass(frozen=True, slots=True)
class Judged:
    """One gold incident: sums of B³ precision and recall over its marks, its marks, and its pairs in one incident of ours."""

    precision: float
    recall: float
    marks: int
    pairs: float
    right: float


def judged_incidents(told: Sequence[Told], *, end_to_end: bool = False) -> list[Judged]:
    """The gold incidents judged. Wrong pairs count half for each of the two incidents."""
    if end_to_end:
        kept = [t if t.ours else Told(t.gold, f"unmatched {number}") for number, t in enumerate(told)]
    else:
        kept = [t for t in told if t.ours]
    gold, ours, both = Counter(t.gold for t in kept), Counter(t.ours for t in kept), Counter((t.gold, t.ours) for t in kept)
    by_gold: dict[str, list[tuple[str | None, int]]] = defaultdict(list)
    for (name, incident), count in sorted(both.items(), key=str):
        by_gold[name].append((incident, count))
    return [
        Judged(
            precision=sum(n * n / ours[incident] for incident, n in parts),
            recall=sum(n * n / gold[name] for _, n in parts),
            marks=gold[name],
            pairs=sum(n * (n - 1) / 2 + n * (ours[incident] - n) / 2 for incident, n in parts),
            right=sum(n * (n - 1) / 2 for _, n in parts),
        )
        for name, parts in sorted(by_gold.items())
    ]


def _mean(name: str) -> Callable[[Sequence[Judged]], float]:
    return lambda cases: sum(getattr(c, name) for c in cases) / max(1, sum(c.marks for c in cases))


def _f1(cases: Sequence[Judged]) -> float:
    precision, recall = _mean("precision")(cases), _mean("recall")(cases)
    return 2 * precision * recall / max(1e-9, precision + recall)


def _join_precision(cases: Sequence[Judged]) -> float:
    return sum(c.right for c in cases) / max(1e-9, sum(c.pairs for c in cases))


def figures(told: Sequence[Told]) -> dict[str, Any]:
    """B³, the precision of joins and how many marks were found, with intervals; the same end to end."""
    out: dict[str, Any] = {"incidents": len({t.gold for t in told}), "marks": len(told), "found": sum(t.ours is not None for t in told)}
    for name, whole in (("", False), ("end_to_end", True)):
        cases = judged_incidents(told, end_to_end=whole)
        part: dict[str, Any] = {}
        for label, figure in (("b3_f1", _f1), ("b3_precision", _mean("precision")), ("b3_recall", _mean("recall"))):
            part |= with_interval(label, cases, figure)
        if whole:
            out[name] = part
        else:
            out |= part | with_interval("join_precision", cases, _join_precision)
            out["joined_pairs"] = round(sum(c.pairs for c in cases))
    return out


def situations(data: Path) -> Iterator[Situation]:
    """The files of the folder, by name."""
    for path in sorted(data.glob("*.txt")):
        yield read_situation(path)


def run(data: Path) -> dict[str, Any]:
    """The top figures are half B's, on which targets are judged. `data` is the folder of the set."""
    coder = Coder()
    found = judge(situations(data), coder.code_report)
    halves: dict[str, list[Told]] = {"A": [], "B": []}
    for name, told in found.items():
        halves[half(f"{name}.txt")] += told
    return figures(halves["B"]) | {"half_a": figures(halves["A"]), "both": figures(halves["A"] + halves["B"])}

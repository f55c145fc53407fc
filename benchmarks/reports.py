"""Real reports, labelled by hand: F1 of events found (type and trigger) and with both parties, and the slots of the matched."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.matching import match
from benchmarks.plv import half
from benchmarks.slots import SLOTS
from benchmarks.statistics import interval
from dateline.coder import Coder


@dataclasses.dataclass(slots=True)
class Tally:
    """Counts of one report; `slots` are (right, asked)."""

    core: int = 0
    found: int = 0
    with_parties: int = 0
    false: int = 0
    slots: dict[str, tuple[int, int]] = dataclasses.field(default_factory=dict)


def tally(coder: Coder, row: dict[str, Any]) -> Tally:
    """Code one labelled report and count."""
    coding = coder.code(row["text"], published=row.get("published"), id=row.get("id"))
    events = [e for e in coding.events if e.trigger.start < row["labelled_to"]]
    matched = match(events, row["events"])
    found = Tally(core=sum(m.gold["core"] for m in matched.matches), false=len(matched.false))
    for m in matched.matches:
        if not m.gold["core"] or m.event is None:
            continue
        found.found += 1
        found.with_parties += m.parties
        for name, judge in SLOTS.items():
            right = judge(m.event, m.gold)
            if right is not None:
                a, b = found.slots.get(name, (0, 0))
                found.slots[name] = (a + right, b + 1)
    return found


def _rates(tallies: Sequence[Tally], key: str) -> tuple[float, float, float]:
    held = sum(getattr(t, key) for t in tallies)
    precision = held / max(1, sum(t.found + t.false for t in tallies))
    recall = held / max(1, sum(t.core for t in tallies))
    return 2 * precision * recall / max(1e-9, precision + recall), precision, recall


def figures(tallies: Sequence[Tally]) -> dict[str, Any]:
    """F1, precision, recall with intervals over reports, and slot accuracies."""
    out: dict[str, Any] = {}
    for key in ("found", "with_parties"):
        out[key] = {}
        for i, name in enumerate(("f1", "precision", "recall")):
            out[key][name] = round(_rates(tallies, key)[i], 3)
            out[key][f"{name}_ci"] = interval(tallies, lambda ts, i=i, key=key: _rates(ts, key)[i])  # type: ignore[misc]
    out["slots"] = {}
    for name in SLOTS:
        asked = [t.slots[name] for t in tallies if name in t.slots]
        if asked:
            out["slots"][name] = round(sum(a for a, _ in asked) / sum(b for _, b in asked), 3)
            out["slots"][f"{name}_ci"] = interval(asked, lambda xs: sum(a for a, _ in xs) / max(1, sum(b for _, b in xs)))
    out["core_events"] = sum(t.core for t in tallies)
    return out


def run(data: Path) -> dict[str, Any]:
    """All reports (they are few), and both halves beside."""
    path = data / "reports_dev.jsonl" if data.is_dir() else data
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    coder = Coder()
    tallies = [(half(row["text"]), tally(coder, row)) for row in rows]
    halves = {name.lower(): [t for h, t in tallies if h == name] for name in "AB"}
    return {**figures([t for _, t in tallies]), **{f"half_{name}": figures(ts) for name, ts in halves.items() if ts}}

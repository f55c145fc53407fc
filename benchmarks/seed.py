"""The seed report: core events found with an accepted type and overlapping parties, their slots, and the claims."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from benchmarks.matching import match
from benchmarks.slots import SLOTS
from benchmarks.statistics import interval
from dateline.coder import Coder


def run(data: Path, published: str = "2025-08-09") -> dict[str, Any]:
    """Score the folder's `report.txt` against its `expected.json`."""
    text = (data / "report.txt").read_bytes().decode("utf-8")
    expected = json.loads((data / "expected.json").read_text(encoding="utf-8"))
    coding = Coder().code(text, published=published)
    matched = match(coding.events, expected["events"])
    core = [m for m in matched.matches if m.gold["core"]]
    hits = [m.event is not None and m.parties for m in core]
    judged = []
    for m in core:
        for judge in SLOTS.values():
            right = judge(m.event, m.gold) if m.event else False
            if right is not None:
                judged.append(bool(right))
    claims = []
    for gold in expected["claims"]:
        a, b = gold["span"]
        same = [c for c in coding.claims if c.span.start < b and a < c.span.end]
        claims.append(any([c.low, c.high] == gold["value"] and c.unit == gold["unit"] for c in same))

    out: dict[str, Any] = {}
    for found, total, cases in (
        ("core_found", "core_total", hits),
        ("slots_right", "slots_total", judged),
        ("claims_found", "claims_total", claims),
    ):
        out[found], out[f"{found}_ci"], out[total] = sum(cases), interval(cases, sum), len(cases)
    missed = [text[slice(*m.gold["trigger"])] for m, hit in zip(core, hits, strict=True) if not hit]
    return out | {"false_events": len(matched.false), "missed": missed}

"""The seed report: core events found with an accepted type and overlapping parties, their slots, claims, aliases and furniture.

`named_slots`: type, actor, recipient, status, speaker, place and time of each core event, all wrong where it is missed; `slots`: every slot
that the reports' scorer judges, sectors and modes included.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from benchmarks.matching import Match, match
from benchmarks.slots import SLOTS
from benchmarks.statistics import interval
from dateline.coder import Coder
from dateline.records import Coding


def _named_slots(m: Match) -> list[bool]:
    """Type, actor, recipient, status, speaker, place, time of a core event; a party is right by its span and its country."""
    if not m.event:
        return [False] * 7
    right = [True]
    for role in ("actor", "recipient"):
        spans, parties = m.gold[role], getattr(m.event, role)
        over = [p for p in parties if any(p.start < b and a < p.end for a, b in spans)]
        country = m.gold[f"{role}_country"] or None
        right.append(not spans or any((p.entity.country if p.entity else None) == country for p in over))
    return right + [bool(SLOTS[name](m.event, m.gold)) for name in ("status", "speaker", "place_country", "date")]


def _one_entity(coding: Coding, names: list[str]) -> bool:
    """Whether all names that occur are names of one entity."""
    return any(set(names) <= {entity.name, *entity.names} for entity in coding.entities)


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

    named = [right for m in core for right in _named_slots(m)]
    aliases = [_one_entity(coding, alias["names"]) for alias in expected["aliases"]]
    cut = [(f.start, f.end) for f in coding.report.furniture]
    furniture = [any(a < end and start < b for a, b in cut) for start, end in [*expected["boilerplate"], expected["embedded_post"]["span"]]]
    out: dict[str, Any] = {}
    for found, total, cases in (
        ("core_found", "core_total", hits),
        ("slots_right", "slots_total", judged),
        ("named_slots_right", "named_slots_total", named),
        ("claims_found", "claims_total", claims),
        ("aliases_found", "aliases_total", aliases),
        ("furniture_found", "furniture_total", furniture),
    ):
        out[found], out[f"{found}_ci"], out[total] = sum(cases), interval(cases, sum), len(cases)
    missed = [text[slice(*m.gold["trigger"])] for m, hit in zip(core, hits, strict=True) if not hit]
    return out | {"false_events": len(matched.false), "missed": missed}

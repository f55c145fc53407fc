"""PLOVER GSR: 322 codebook examples. The type of the marked event, and its parties' country and sector, from the bare sentence.

Of several events in a sentence the one counts whose trigger overlaps the gold's event words, the most confident first; without such a
one the most confident event. No event is wrong throughout. A party is right if any of the event's parties of that role has the code of
any that the gold gives. Types of 2016 are read as today's (`shared/plover/old_names.tsv`).
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from benchmarks.actors import ActorCode, repaired
from benchmarks.plv import half
from benchmarks.statistics import with_interval
from dateline.coder import Coder
from dateline.records import Event, Party

OLD_TYPES = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT"}
_MARKED = re.compile(r"\((SRC/TAR|SRC|TAR|EVT): ([^()]*)\)")
Verdict = dict[str, bool]


def event_spans(text: str, markup: str) -> list[tuple[int, int]]:
    """Where the words marked EVT stand in the text, in order; those not found are left out."""
    spans, at = [], 0
    for kind, words in _MARKED.findall(markup):
        begin = text.find(words, at)
        if begin >= 0:
            at = begin + len(words)
            if kind == "EVT":
                spans.append((begin, at))
    return spans


def asked_event(events: tuple[Event, ...], spans: list[tuple[int, int]]) -> Event | None:
    """The event that the gold asks about."""
    ranked = sorted(events, key=lambda e: (-e.confidence, e.trigger.start))
    over = [e for e in ranked if any(a < e.trigger.end and e.trigger.start < b for a, b in spans)]
    return next(iter(over or ranked), None)


def _codes(parties: tuple[Party, ...]) -> list[ActorCode]:
    return [ActorCode(p.entity.country, p.entity.sector) for p in parties if p.entity]


def _golds(row: dict[str, Any], side: str) -> list[ActorCode]:
    given = row.get(side) or []
    return [repaired(a.get("code"), a.get("sector")) for a in given] if isinstance(given, list) else []


def judge(row: dict[str, Any], events: tuple[Event, ...]) -> Verdict:
    """What is asked of the row, each right or wrong."""
    markup = row["textInfo"]
    event = asked_event(events, event_spans(row["text"], markup.get("markup", "") if isinstance(markup, dict) else ""))
    verdict: Verdict = {"type": event is not None and event.type == OLD_TYPES.get(row["event"], row["event"])}
    for role, side in (("actor", "source"), ("recipient", "target")):
        golds = [g for g in _golds(row, side) if g.country]
        found = _codes(getattr(event, role)) if event else []
        if golds:
            verdict[f"{role}_country"] = any(f.country == g.country for f in found for g in golds)
        whole = [g for g in golds if g.sector]
        if whole:
            verdict[role] = any(f == g for f in found for g in whole)
    return verdict


def figures(verdicts: list[Verdict]) -> dict[str, Any]:
    """Accuracy of each thing asked, over the rows that ask it."""
    found: dict[str, Any] = {"sentences": len(verdicts)}
    for name in ("type", "actor", "recipient", "actor_country", "recipient_country"):
        asked = [v[name] for v in verdicts if name in v]
        found |= with_interval(f"{name}_accuracy", asked, lambda xs: sum(xs) / max(1, len(xs))) | {f"{name}_asked": len(asked)}
    return found


def run(data: Path) -> dict[str, Any]:
    """The top figures are half B's, on which targets are judged."""
    rows = [json.loads(line) for line in data.read_text(encoding="utf-8").splitlines() if line.strip()]
    coder = Coder()
    halves: dict[str, list[Verdict]] = {"A": [], "B": []}
    for row in rows:
        halves[half(row["text"])].append(judge(row, coder.code(row["text"], published=row["date"]).events))
    return {**figures(halves["B"]), "half_a": figures(halves["A"]), "both": figures(halves["A"] + halves["B"])}

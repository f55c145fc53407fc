"""PETRARCH's validation set: 77 sentences with 91 CAMEO events as (actor, event, recipient) codes.

CAMEO events are read as PLOVER types, actor codes as country and first sector, a bare country as its government. `exact` is over all
events; `dyad` over those with both parties coded, on both sides. `dyad_country` leaves the sectors out. The set was built from the
output of the peers it compares (PETRARCH2 .73, UniversalPetrarch .75 exact), which it therefore favours.
"""

from __future__ import annotations

import datetime
import itertools
import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.actors import ActorCode, from_cameo, of_party
from benchmarks.matching import MUTUAL
from benchmarks.plv import half
from benchmarks.statistics import with_interval
from dateline.coder import Coder
from dateline.ontology import ontology
from dateline.records import Event

Coded = tuple[ActorCode, str, ActorCode]
Case = tuple[list[Coded], list[Coded]]


def gold_events(row: dict[str, Any]) -> list[Coded]:
    """The row's events in our vocabulary."""
    known = ontology()
    coded = [(e, known.from_cameo(e["eventcode"])) for e in row["events"] if "eventcode" in e]
    return [(from_cameo(e.get("sourcecode")), kind.type if kind else "none", from_cameo(e.get("targetcode"))) for e, kind in coded]


def _dyads(event: Event) -> list[Coded]:
    """One row for each actor with each recipient; parties that act together on nobody else act on each other, both ways."""
    actors, recipients = ([*dict.fromkeys(of_party([p]) for p in parties)] for parties in (event.actor, event.recipient))
    if event.type in MUTUAL and len(actors) > 1 and not recipients:
        return [(a, event.type, b) for a, b in itertools.permutations(actors, 2)]
    nobody = [ActorCode(None, None)]
    return [(a, event.type, b) for a, b in itertools.product(actors or nobody, recipients or nobody)]


def found_events(events: Sequence[Event]) -> list[Coded]:
    """Our events as the set would hold them, each once."""
    return list(dict.fromkeys(row for event in events for row in _dyads(event)))


def f1(cases: Sequence[Case], keep: Callable[[Coded], bool], seen: Callable[[Coded], Any]) -> float:
    """Micro-F1 of the events that `keep` takes, compared by what `seen` shows of them."""
    right = total = 0
    for gold, found in cases:
        a, b = Counter(seen(e) for e in gold if keep(e)), Counter({seen(e) for e in found if keep(e)})
        right += sum((a & b).values())
        total += sum(a.values()) + sum(b.values())
    return 2 * right / max(1, total)


def _both(event: Coded) -> bool:
    return all(party.country or party.sector for party in (event[0], event[2]))


def _countries(event: Coded) -> tuple[str | None, str, str | None]:
    return event[0].country, event[1], event[2].country


def figures(cases: list[Case]) -> dict[str, Any]:
    """All figures of some sentences."""
    return {
        "sentences": len(cases),
        "events": sum(len(gold) for gold, _ in cases),
        "events_found": sum(len(found) for _, found in cases),
        **with_interval("exact_f1", cases, lambda xs: f1(xs, lambda _: True, lambda e: e)),
        **with_interval("dyad_f1", cases, lambda xs: f1(xs, _both, lambda e: e)),
        **with_interval("dyad_country_f1", cases, lambda xs: f1(xs, _both, _countries)),
    }


def run(data: Path) -> dict[str, Any]:
    """The top figures are half B's, on which targets are judged."""
    coder = Coder()
    halves: dict[str, list[Case]] = {"A": [], "B": []}
    for line in data.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        digits = row["date"]  # 20080804, or 121108 for 2012
        day = datetime.datetime.strptime(digits, "%Y%m%d" if len(digits) == 8 else "%y%m%d").date().isoformat()
        halves[half(row["text"])].append((gold_events(row), found_events(coder.code(row["text"], published=day).events)))
    return {**figures(halves["B"]), "half_a": figures(halves["A"]), "both": figures(halves["A"] + halves["B"])}

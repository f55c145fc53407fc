"""Predicted events against hand-labelled ones in whole reports, by the rules of the yardstick's own scorer.

A prediction matches a gold event where its type is accepted and the triggers overlap; one to one, core gold first. A core event without
match is a miss, a prediction that matches none is false, one that matches non-core gold is neither.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from dateline.records import Event, Party

MUTUAL = frozenset({"CONSULT", "AGREE", "SUPPORT", "COOPERATE"})
MOST_TRIGGER, MOST_PARTY = 80, 120

Gold = dict[str, Any]


@dataclasses.dataclass(frozen=True, slots=True)
class Match:
    """A gold event and the prediction that tells it, if any."""

    gold: Gold
    event: Event | None
    parties: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Matched:
    """All gold events with what matched them, and the predictions that match none."""

    matches: tuple[Match, ...]
    false: tuple[Event, ...]


def _hit(parties: Sequence[Party], spans: Sequence[Sequence[int]]) -> bool:
    short = [p for p in parties if 0 < p.end - p.start <= MOST_PARTY]
    return not spans or any(p.start < b and a < p.end for p in short for a, b in spans)


def parties_right(event: Event, gold: Gold) -> bool:
    """Whether actor and recipient overlap the gold's where it has them; mutual types count either way round."""
    actor, recipient = gold["actor"], gold["recipient"]
    if _hit(event.actor, actor) and _hit(event.recipient, recipient):
        return True
    mutual = gold["type"][0] in MUTUAL and actor and recipient
    return bool(mutual and _hit(event.recipient, actor) and _hit(event.actor, recipient))


def match(events: Sequence[Event], gold: Sequence[Gold]) -> Matched:
    """Match the events of one report."""
    pairs = []
    for i, event in enumerate(events):
        for j, g in enumerate(gold):
            a, b = g["trigger"]
            short = event.trigger.end - event.trigger.start <= MOST_TRIGGER
            if short and event.type in g["type"] and event.trigger.start < b and a < event.trigger.end:
                pairs.append((not g["core"], not parties_right(event, g), g["type"].index(event.type), i, j))
    by_gold: dict[int, int] = {}
    taken: set[int] = set()
    for *_, i, j in sorted(pairs):
        if i not in taken and j not in by_gold:
            by_gold[j] = i
            taken.add(i)
    matches = []
    for j, g in enumerate(gold):
        found = events[by_gold[j]] if j in by_gold else None
        matches.append(Match(g, found, found is not None and parties_right(found, g)))
    return Matched(tuple(matches), tuple(e for i, e in enumerate(events) if i not in taken))

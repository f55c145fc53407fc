"""Scores of readings against annotated sentences: F1 per layer.

A trigger is right by overlap and type, a role by its mention's overlap. `told` asks for the whole: trigger, type, and an overlapping actor
and recipient where the gold has them.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence

from dateline.reader.decode import FoundMention, Reading
from dateline.train.corpus import MarkedSentence

ROLE_LAYERS = ("actor", "recipient", "place", "time", "speaker", "number")


def _f1(right: int, found: int, gold: int) -> float:
    return 2 * right / max(1, found + gold)


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _parties_right(found: Sequence[tuple[str, FoundMention]], gold: Sequence[tuple[str, tuple[int, int]]]) -> bool:
    for role in ("actor", "recipient"):
        want = [s for r, s in gold if r == role]
        if want and not any(r == role and _overlap((m.start, m.end), s) for r, m in found for s in want):
            return False
    return True


def score(pairs: Iterable[tuple[MarkedSentence, Reading]]) -> dict[str, float]:
    """F1 of mentions, triggers, events (trigger and type) and roles; accuracy of status and mode on matched events."""
    n: Counter[str] = Counter()
    for sentence, reading in pairs:
        gold_mentions = {(m.kind, m.start, m.end) for m in sentence.marks}
        n["mention found"] += len(reading.mentions)
        n["mention gold"] += len(gold_mentions)
        n["mention right"] += sum((m.kind, m.start, m.end) in gold_mentions for m in reading.mentions)
        n["event found"] += len(reading.events)
        n["event gold"] += len(sentence.events)
        where = {m.id: (m.start, m.end) for m in sentence.marks}
        open_gold = list(sentence.events)
        matched = []
        for event in reading.events:
            same = [g for g in open_gold if _overlap((g.start, g.end), (event.start, event.end))]
            same.sort(key=lambda g: g.type != event.type)
            if same:
                open_gold.remove(same[0])
                n["trigger right"] += 1
                n["event right"] += same[0].type == event.type
                matched.append((event, same[0]))
                n["status right"] += same[0].status == event.status
                n["mode right"] += same[0].mode == event.mode and same[0].type == event.type
            found_roles = [(r.split(":")[0], reading.mentions[i]) for r, held in event.roles.items() for i, _ in held]
            gold_roles = [(role, where[target]) for role, target in (same[0].roles if same else ())]
            gold_roles += [("number", where[target]) for target, _ in (same[0].counts if same else ())]
            n["told right"] += bool(same) and same[0].type == event.type and _parties_right(found_roles, gold_roles)
            for role, mention in found_roles:
                n[f"{role} found"] += 1
                n[f"{role} right"] += any(role == r and _overlap((mention.start, mention.end), s) for r, s in gold_roles)
        for g in sentence.events:
            for role, _ in g.roles:
                n[f"{role} gold"] += 1
            n["number gold"] += len(g.counts)
        n["matched"] += len(matched)
    found = {
        "mention_f1": _f1(n["mention right"], n["mention found"], n["mention gold"]),
        "trigger_f1": _f1(n["trigger right"], n["event found"], n["event gold"]),
        "event_f1": _f1(n["event right"], n["event found"], n["event gold"]),
        "told_f1": _f1(n["told right"], n["event found"], n["event gold"]),
        "status_accuracy": n["status right"] / max(1, n["matched"]),
        "mode_accuracy": n["mode right"] / max(1, n["matched"]),
    }
    for role in ROLE_LAYERS:
        found[f"{role}_f1"] = _f1(n[f"{role} right"], n[f"{role} found"], n[f"{role} gold"])
    found["role_f1"] = _f1(*(sum(n[f"{role} {what}"] for role in ROLE_LAYERS) for what in ("right", "found", "gold")))
    return {name: round(value, 4) for name, value in found.items()}


def rights(sentence: MarkedSentence, reading: Reading) -> list[bool]:
    """For every event read: whether a gold event of its type overlaps in trigger, and in parties where the gold has them."""
    where = {m.id: (m.start, m.end) for m in sentence.marks}
    found = []
    for event in reading.events:
        gold = [g for g in sentence.events if g.type == event.type and _overlap((g.start, g.end), (event.start, event.end))]
        parties = [(role, reading.mentions[i]) for role, held in event.roles.items() for i, _ in held]
        found.append(bool(gold) and _parties_right(parties, [(role, where[target]) for role, target in gold[0].roles]))
    return found


def type_f1(pairs: Sequence[tuple[MarkedSentence, Reading]], kind: str) -> float:
    """F1 of the events of one type, by overlap of triggers, one to one."""
    found = gold = right = 0
    for sentence, reading in pairs:
        mine = [e for e in reading.events if e.type == kind]
        open_gold = [e for e in sentence.events if e.type == kind]
        found, gold = found + len(mine), gold + len(open_gold)
        for event in mine:
            same = next((g for g in open_gold if _overlap((g.start, g.end), (event.start, event.end))), None)
            if same:
                open_gold.remove(same)
                right += 1
    return _f1(right, found, gold)


def types(pairs: Sequence[tuple[MarkedSentence, Reading]], rounds: int = 200) -> dict[str, dict[str, float]]:
    """For each type of the sentences: F1, its 95 % interval (bootstrap over sentences), and how many gold events it rests on."""
    rng = random.Random(0)
    out: dict[str, dict[str, float]] = {}
    for kind in sorted({e.type for sentence, _ in pairs for e in sentence.events}):
        # Sentences without the type, in gold and in reading, change nothing.
        told = [p for p in pairs if kind in {*(e.type for e in p[0].events), *(e.type for e in p[1].events)}]
        drawn = sorted(type_f1([rng.choice(told) for _ in told], kind) for _ in range(rounds))
        events = sum(e.type == kind for sentence, _ in told for e in sentence.events)
        low, high = drawn[int(0.025 * rounds)], drawn[int(0.975 * rounds)]
        out[kind] = {"f1": round(type_f1(told, kind), 3), "low": round(low, 3), "high": round(high, 3), "events": events}
    return out

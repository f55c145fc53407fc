"""Fit the weights by which tellings are joined (`fuse/data/join_weights.tsv`), on the situations that are for setting them.

    python -m scripts.fit_incidents             # cross-validates over situations, writes nothing
    python -m scripts.fit_incidents --write     # fits on all of them and writes the table

The situations are half A of `benchmarks/incidents` and all of `benchmarks/incidents/tuning`; half B is not read. The shipped coder reads
them; every two marked tellings that it found an event for, and that may be one, are a case: of one situation all, of two those that are
compared. Logistic regression with a quadratic pull towards the weights of the table before (full-batch Adam, projected), so that rare
features stay where they are; no weight changes its sign.
"""

from __future__ import annotations

import argparse
import dataclasses
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import numpy as np

from benchmarks.incidents import Mark, Told, figures, matching_event, read_situation
from benchmarks.plv import half
from dateline.coder import Coder
from dateline.fuse import incidents_cluster, incidents_score
from dateline.fuse.incidents import EventFacts, candidate_pairs, facts_of, first_tellings, join_incidents, score_pair
from dateline.fuse.incidents_cluster import pair_of
from dateline.fuse.incidents_tables import Weight, weights

SET = Path("benchmarks/incidents")
TABLE = Path("dateline/fuse/data/join_weights.tsv")
_FREE = frozenset({"base", "near_act", "number_grows"})  # features that may speak either way


@dataclasses.dataclass(frozen=True, slots=True)
class Read:
    """One situation as the coder reads it: the facts of all its events, and the event found for each mark."""

    name: str
    facts: tuple[EventFacts, ...]
    found: tuple[tuple[Mark, str | None], ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Case:
    """Two tellings that may be one incident: their features, and whether they are."""

    features: tuple[tuple[str, float], ...]
    same: bool


def read_all(data: Path = SET) -> list[Read]:
    """The situations for setting weights, in a shuffled order that is the same each time."""
    paths = [path for path in sorted(data.glob("*.txt")) if half(path.name) == "A"]
    coder, found = Coder(), []
    for path in [*paths, *sorted((data / "tuning").glob("*.txt"))]:
        facts: list[EventFacts] = []
        marks: list[tuple[Mark, str | None]] = []
        for report, own in read_situation(path).reports:
            coding = coder.code_report(report)
            facts += facts_of(report, coding)
            marks += [(mark, matching_event(mark, coding)) for mark in own]
        found.append(Read(path.stem, tuple(facts), tuple(marks)))
    random.Random(7).shuffle(found)
    return found


def cases_of(situations: Sequence[Read]) -> Iterator[Case]:
    """Every two tellings that the weights decide on: those of one situation, and those of two that would be compared.

    Of two marks with one event the first counts.
    """
    known = {fact.id: fact for one in situations for fact in one.facts}
    gold: dict[str, str] = {}
    for one in situations:
        for mark, event in one.found:
            if event:
                gold.setdefault(event, mark.incident)
    compared = candidate_pairs(first_tellings(known.values()))
    events = sorted(gold)
    for i, left in enumerate(events):
        for right in events[i + 1 :]:
            if _situation(gold[left]) != _situation(gold[right]) and pair_of(left, right) not in compared:
                continue
            scored = score_pair(known[left], known[right])
            if not scored.cannot and not scored.sure:
                yield Case(tuple((name, amount) for name, amount, _ in scored.features), gold[left] == gold[right])


def _situation(incident: str) -> str:
    return incident.split("/", maxsplit=1)[0]


def fit(cases: Sequence[Case], before: Mapping[str, float], penalty: float, steps: int = 600) -> dict[str, float]:
    """The weights: the likeliest for the cases, less `penalty` times half the squared distance from those of `before`."""
    names = sorted(before)
    number = {name: i for i, name in enumerate(names)}
    given = np.zeros((len(cases), len(names)))
    for row, case in enumerate(cases):
        for name, amount in case.features:
            given[row, number[name]] += amount
    same = np.array([case.same for case in cases], dtype=float)
    prior = np.array([before[name] for name in names])
    low = np.array([-np.inf if before[n] < 0 or n in _FREE else 0.0 for n in names])
    high = np.array([np.inf if before[n] >= 0 or n in _FREE else 0.0 for n in names])
    found, first, second = prior.copy(), np.zeros(len(names)), np.zeros(len(names))
    for step in range(1, steps + 1):
        chance = 1 / (1 + np.exp(-given @ found))
        gradient = given.T @ (chance - same) + penalty * (found - prior)
        first, second = 0.9 * first + 0.1 * gradient, 0.99 * second + 0.01 * gradient**2
        found = np.clip(found - 0.03 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8), low, high)
    return dict(zip(names, found.tolist(), strict=True))


@contextmanager
def using(values: Mapping[str, float], bar: float) -> Iterator[None]:
    """Joins by these weights, from these log-odds on."""
    table = {name: Weight(held.aspect, values[name], held.says) for name, held in weights().items()}
    with patch.object(incidents_score, "weights", lambda: table), patch.object(incidents_cluster, "_JOIN", bar):
        yield


def told(situations: Iterable[Read]) -> list[Told]:
    """Every mark with our incident for it; the situations are one pool."""
    kept = list(situations)
    ours = {event: one.id for one in join_incidents([f for s in kept for f in s.facts], "fit") for event in one.events}
    return [Told(mark.incident, ours[event] if event else None) for s in kept for mark, event in s.found]


def show(label: str, found: Sequence[Told]) -> None:
    """A line of figures."""
    of = figures(found)
    shown = {k: of[k] for k in ("b3_f1", "b3_precision", "b3_recall", "join_precision", "joined_pairs")}
    print(f"{label:24}", *(f"{k} {v:.3f}" if isinstance(v, float) else f"{k} {v}" for k, v in shown.items()), flush=True)


def log_loss(cases: Sequence[Case], values: Mapping[str, float]) -> float:
    """The mean over the cases, in nats."""
    odds = np.array([sum(values[name] * amount for name, amount in case.features) for case in cases])
    return float(np.mean(np.logaddexp(0, np.where([case.same for case in cases], -odds, odds))))


def write(values: Mapping[str, float]) -> None:
    """Puts the weights into the table; what it says of features stays."""
    lines = []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if len(cells) == 4 and cells[0] in values:
            cells[2] = f"{values[cells[0]]:.2f}"
        lines.append("\t".join(cells))
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Cross-validates, and writes the table where that is asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--write", action="store_true", help="fit on all and write the table")
    parser.add_argument("--penalty", type=float, nargs="+", default=[100.0], help="the last is that of the table")
    parser.add_argument("--bars", type=float, nargs="+", default=[incidents_cluster._JOIN], help="log-odds from which to join")
    parser.add_argument("--folds", type=int, default=6)
    args = parser.parse_args()
    situations = read_all()
    flat = list(cases_of(situations))
    before = {name: held.value for name, held in weights().items()}
    print(f"{len(situations)} situations, {len(flat)} pairs, {sum(c.same for c in flat)} of one incident")
    print(f"table: log loss {log_loss(flat, before):.3f}")
    folds = [situations[i :: args.folds] for i in range(args.folds)]
    for bar in args.bars:
        with using(before, bar):
            show(f"table, bar {bar}", [t for fold in folds for t in told(fold)])
    for penalty in args.penalty:
        fitted = [fit(list(cases_of([one for one in situations if one not in fold])), before, penalty) for fold in folds]
        losses = [log_loss(list(cases_of(fold)), values) for fold, values in zip(folds, fitted, strict=True)]
        print(f"penalty {penalty}: log loss {np.mean(losses):.3f}")
        for bar in args.bars:
            found: list[Told] = []
            for fold, values in zip(folds, fitted, strict=True):
                with using(values, bar):
                    found += told(fold)
            show(f"penalty {penalty}, bar {bar}", found)
    if args.write:
        write(fit(flat, before, args.penalty[-1]))


if __name__ == "__main__":
    main()

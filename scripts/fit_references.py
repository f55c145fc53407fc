"""Fit the weights by which references choose their antecedents (`resolve/data/reference_weights.tsv`), on the chains of annotated reports.

    python -m scripts.fit_references corpus             # cross-validates over reports, writes nothing
    python -m scripts.fit_references corpus --write     # fits on all reports of the part train and writes the table

Every reference of the reports is asked with the mentions and events given; its antecedents are the mentions with its key. The objective is
the probability of these, or of none where there are none, less a quadratic penalty on the weights (full-batch Adam).
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.entities import as_read
from dateline.records import make_report
from dateline.resolve.antecedents import FAMILIES, LEAN, Named, Ranker, Reference, described, entity_key
from dateline.resolve.entities import Entities
from dateline.resolve.report import ReportResolver
from dateline.train.corpus import MarkedReport
from scripts.fitting import arguments, train_reports

TABLE = Path("dateline/resolve/data/reference_weights.tsv")
_LEAST = 3  # features seen in fewer references get no weight
_HEAD = """# What speaks for a mention as what a reference means, and for none of them ("none he"): docs/references.md.
# Fitted by scripts/fit_references.py on the entity chains of corpus/reports; not written by hand.
reference	feature	weight
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """One reference of a report: the features of none and of each candidate, whether each is right, and the entity of each."""

    family: str
    none: list[str]
    each: list[list[str]]
    right: list[bool]
    entities: list[str]
    words: str = ""


class Recorder(Ranker):
    """A ranker that notes what it is asked."""

    def __init__(self, ranker: Ranker, words: dict[int, str], keys: dict[int, str | None]) -> None:
        """`words` and `keys` have the words and the key of each actor mention of the report, by its start."""
        super().__init__(ranker._weights)
        self.words, self.keys, self.asked = words, keys, list[Asked]()

    def choose(self, r: Reference, candidates: Sequence[Named]) -> Named | None:
        """As the ranker does."""
        # An owner ("its | army", "the council | 's envoy") is asked at what it owns, which has a key of its own.
        if candidates and r.at.start in self.keys and self.words[r.at.start].lower() in (r.word, "premier"):
            key = self.keys[r.at.start]
            right = [key is not None and self.keys.get(c.at.start) == key for c in candidates]
            none, each = described(r, candidates)
            each = [[*c.traits[:-1], *names] for c, names in zip(candidates, each, strict=True)]
            self.asked.append(Asked(r.family, none, each, right, [entity_key(c) for c in candidates], r.word))
        return super().choose(r, candidates)


def asked_of(report: MarkedReport, ranker: Ranker, entities: Entities) -> list[Asked]:
    """Every reference of the report."""
    text = " ".join(s.text for s in report.sentences)
    sentences, offset = [], 0
    keys: dict[int, str | None] = {}
    words: dict[int, str] = {}
    for s in report.sentences:
        sentences.append(as_read(s, offset))
        chains = dict(s.chains)
        keys |= {m.start + offset: chains.get(m.id) for m in s.marks if m.kind == "actor"}
        words |= {m.start + offset: s.text[m.start : m.end] for m in s.marks}
        offset += len(s.text) + 1
    resolver = ReportResolver(make_report(text, published=dict(report.meta).get("published")), sentences, entities, "")
    recorder = Recorder(ranker, words, keys)
    resolver.actors.use(recorder)
    resolver.resolve(lambda score: score)
    return recorder.asked


@dataclasses.dataclass(slots=True)
class Problem:
    """The references of one family as arrays: a row for none and for each candidate of each reference, with its features' numbers."""

    rows: np.ndarray
    names: np.ndarray
    group: np.ndarray
    right: np.ndarray


def problem(asked: Sequence[Asked], number: dict[tuple[str, str], int]) -> Problem:
    """The references as arrays; `number` numbers the features."""
    rows, names, group, right = [], [], [], []
    row = 0
    for i, a in enumerate(asked):
        for family, features, good in [
            (f"none {a.family}", a.none, not any(a.right)),
            *((a.family, f, r) for f, r in zip(a.each, a.right, strict=True)),
        ]:
            for name in features:
                if (held := number.get((family, name))) is not None:
                    rows.append(row)
                    names.append(held)
            group.append(i)
            right.append(good)
            row += 1
    return Problem(np.array(rows), np.array(names), np.array(group), np.array(right))


def fit(asked: Sequence[Asked], penalty: float, steps: int = 400) -> dict[tuple[str, str], float]:
    """The weights."""
    seen: Counter[tuple[str, str]] = Counter()
    for a in asked:
        seen.update({(f"none {a.family}", name) for name in a.none} | {(a.family, name) for each in a.each for name in each})
    number = {key: i for i, key in enumerate(sorted(key for key, n in seen.items() if n >= _LEAST))}
    p = problem(asked, number)
    weights, first, second = (np.zeros(len(number)) for _ in range(3))
    groups = len(asked)
    for step in range(1, steps + 1):
        score = np.bincount(p.rows, weights[p.names], len(p.group))
        score -= np.maximum.reduceat(score, np.flatnonzero(np.diff(p.group, prepend=-1)))[p.group]
        grown = np.exp(score)
        total = np.bincount(p.group, grown, groups)
        good = np.maximum(np.bincount(p.group, grown * p.right, groups), 1e-12)
        pull = grown / total[p.group] - grown * p.right / good[p.group]
        gradient = np.bincount(p.names, pull[p.rows], len(number)) + penalty * weights
        first, second = 0.9 * first + 0.1 * gradient, 0.99 * second + 0.01 * gradient**2
        weights -= 0.05 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    return {key: float(weights[i]) for key, i in number.items()}


def ranker_of(weights: dict[tuple[str, str], float]) -> Ranker:
    """A ranker with these weights."""
    found: dict[str, dict[str, float]] = {}
    for (family, name), weight in weights.items():
        found.setdefault(family, {})[name] = weight
    return Ranker(found)


def is_right(a: Asked, ranker: Ranker) -> tuple[bool, bool]:
    """Whether what the ranker chooses is right, and whether it chooses something."""
    of_none, of_all = ranker._weights.get(f"none {a.family}", {}), ranker._weights.get(a.family, {})
    none = sum(of_none.get(name, 0.0) for name in a.none) - LEAN[a.family]
    chances: dict[str, float] = {}
    good: set[str] = set()
    for names, right, entity in zip(a.each, a.right, a.entities, strict=True):
        chances[entity] = chances.get(entity, 0.0) + float(np.exp(sum(of_all.get(name, 0.0) for name in names) - none))
        if right:
            good.add(entity)
    best = max(chances, key=lambda key: chances[key])
    return (best in good, True) if chances[best] > 1 else (not any(a.right), False)


def main() -> None:
    """Run."""
    args = arguments(__doc__, penalty=1.0)
    entities = Entities.load()
    reports = train_reports(args.corpus)
    ranker = Ranker.load()
    for _ in range(args.rounds):
        asked = [asked_of(r, ranker, entities) for r in reports]
        flat = [a for one in asked for a in one]
        for penalty in args.penalty:
            right: Counter[tuple[str, str]] = Counter()
            for fold in range(args.folds):
                held = ranker_of(fit([a for i, one in enumerate(asked) if i % args.folds != fold for a in one], penalty))
                for a in (a for i, one in enumerate(asked) if i % args.folds == fold for a in one):
                    good, chosen = is_right(a, held)
                    right.update(
                        [
                            (a.family, "asked"),
                            *([(a.family, "right")] if good else []),
                            *([(a.family, "wrong link")] if chosen and not good else []),
                        ]
                    )
            for family in FAMILIES:
                n = max(1, right[family, "asked"])
                shares = f"{right[family, 'right'] / n:.3f} right, {right[family, 'wrong link'] / n:.3f} tied wrongly"
                print(f"{penalty} {family}: {n} asked, {shares}")
        weights = fit(flat, args.penalty[-1])
        ranker = ranker_of(weights)
    if args.write:
        lines = [f"{family}\t{name}\t{weight:.3f}\n" for (family, name), weight in sorted(weights.items()) if abs(weight) >= 0.0005]
        TABLE.write_text(_HEAD + "".join(lines), encoding="utf-8")
        print(f"{TABLE}: {len(lines)} weights")


if __name__ == "__main__":
    main()

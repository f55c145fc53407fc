"""Fit the weights by which people without a country get one of those that the report names (`resolve/data/country_weights.tsv`).

    python -m scripts.fit_countries corpus             # cross-validates over reports, writes nothing
    python -m scripts.fit_countries corpus --write     # fits on all reports of the part train and writes the table

Asked are the mentions of the annotated reports whose words tell no country, where another mention of the same entity (the same key) does.
The objective is the probability of that country less a quadratic penalty on the weights (full-batch Adam).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from benchmarks.entities import as_read
from dateline.records import make_report
from dateline.resolve.entities import ActorContext, Entities
from dateline.resolve.report import ReportResolver
from dateline.resolve.tables import NON_STATE
from dateline.resolve.whose import Asked, Sign, Whose, around, candidates, features
from dateline.train.corpus import MarkedReport
from scripts.fitting import arguments, train_reports

TABLE = Path("dateline/resolve/data/country_weights.tsv")
_LEAST = 3  # features seen of fewer countries get no weight
_HEAD = """# What speaks for a country as that of somebody whose words tell none: docs/entities.md.
# Fitted by scripts/fit_countries.py on the entity chains of corpus/reports; not written by hand.
feature	weight
"""
# One mention: the features of each country, and which is right.
Case = tuple[list[list[str]], int]


class Recorder(Whose):
    """A chooser that notes what it is asked."""

    def __init__(self, whose: Whose, told: Mapping[int, str]) -> None:
        """`told` has the country of mentions by their start."""
        super().__init__(whose.weights)
        self.told, self.cases = told, dict[int, Case]()

    def choose(self, asked: Asked, signs: Sequence[Sign]) -> tuple[str | None, float]:
        """As the chooser does."""
        codes = candidates(asked, signs)
        right = self.told.get(asked.start)
        if right in codes and len(codes) > 1:
            by = around(asked, signs)
            each = [list(features(asked, code, by, rank)) for rank, code in enumerate(codes)]
            self.cases[asked.start] = each, codes.index(right)
        return super().choose(asked, signs)


def cases_of(report: MarkedReport, whose: Whose, entities: Entities) -> list[Case]:
    """Every mention of the report that is asked."""
    text = " ".join(s.text for s in report.sentences)
    sentences, offset = [], 0
    keyed: list[tuple[int, int, str]] = []
    for s in report.sentences:
        sentences.append(as_read(s, offset))
        chains = dict(s.chains)
        keyed += [(m.start + offset, m.end + offset, chains[m.id]) for m in s.marks if m.kind == "actor" and chains.get(m.id)]
        offset += len(s.text) + 1
    day = dict(report.meta).get("published")
    resolver = ReportResolver(make_report(text, published=day), sentences, entities, "")
    context = ActorContext(day, None, {}, resolver.countries)
    countries: dict[str, set[str]] = {}
    for start, end, key in keyed:
        ref = entities.resolve(text[start:end], context)
        if ref and ref.country:
            countries.setdefault(key, set()).add(ref.country)
    told = {start: next(iter(codes)) for start, _, key in keyed if len(codes := countries.get(key, set()) - NON_STATE) == 1}
    recorder = Recorder(whose, told)
    resolver.actors.use(whose=recorder)
    resolver.resolve(lambda score: score)
    return list(recorder.cases.values())


def fit(cases: Sequence[Case], penalty: float, steps: int = 300) -> dict[str, float]:
    """The weights."""
    seen = Counter(name for each, _ in cases for names in each for name in set(names))
    number = {name: i for i, name in enumerate(sorted(name for name, n in seen.items() if n >= _LEAST))}
    rows: list[int] = []
    names: list[int] = []
    group: list[int] = []
    right: list[bool] = []
    for i, (each, chosen) in enumerate(cases):
        for j, held in enumerate(each):
            names += (mine := [number[name] for name in held if name in number])
            rows += [len(group)] * len(mine)
            group.append(i)
            right.append(j == chosen)
    row, name, of, good = np.array(rows), np.array(names), np.array(group), np.array(right)
    weights, first, second = (np.zeros(len(number)) for _ in range(3))
    for step in range(1, steps + 1):
        score = np.bincount(row, weights[name], len(of))
        grown = np.exp(score - np.maximum.reduceat(score, np.flatnonzero(np.diff(of, prepend=-1)))[of])
        pull = grown / np.bincount(of, grown)[of] - good
        gradient = np.bincount(name, pull[row], len(number)) + penalty * weights
        first, second = 0.9 * first + 0.1 * gradient, 0.99 * second + 0.01 * gradient**2
        weights -= 0.05 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    return {key: float(weights[i]) for key, i in number.items()}


def is_right(case: Case, weights: Mapping[str, float]) -> bool:
    """Whether the weights choose the right country."""
    scores = [sum(weights.get(name, 0.0) for name in names) for names in case[0]]
    return scores.index(max(scores)) == case[1]


def main() -> None:
    """Run."""
    args = arguments(__doc__, penalty=3.0)
    entities = Entities.load()
    reports = train_reports(args.corpus)
    whose = Whose.load() if TABLE.exists() else Whose({"home": 3.0})
    for _ in range(args.rounds):
        cases = [cases_of(r, whose, entities) for r in reports]
        flat = [case for one in cases for case in one]
        before = sum(is_right(case, {"home": 2.0, "opens": 2.0, "rank 0": 1.0}) for case in flat)
        print(f"{len(flat)} asked, {before / len(flat):.3f} by the report's country")
        for penalty in args.penalty:
            right = 0
            for fold in range(args.folds):
                held = fit([case for i, one in enumerate(cases) if i % args.folds != fold for case in one], penalty)
                right += sum(is_right(case, held) for i, one in enumerate(cases) if i % args.folds == fold for case in one)
            print(f"{penalty}: {right / len(flat):.3f} right")
        weights = fit(flat, args.penalty[-1])
        whose = Whose(weights)
    if args.write:
        lines = [f"{name}\t{weight:.3f}\n" for name, weight in sorted(weights.items()) if abs(weight) >= 0.0005]
        TABLE.write_text(_HEAD + "".join(lines), encoding="utf-8")
        print(f"{TABLE}: {len(lines)} weights")


if __name__ == "__main__":
    main()

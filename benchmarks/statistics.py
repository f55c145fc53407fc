"""Figures that every benchmark uses: F1 by class, and bootstrap intervals."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """Mean F1 over the gold's classes of (gold, predicted) pairs."""
    right, gold, found = Counter(g for g, p in pairs if g == p), Counter(g for g, _ in pairs), Counter(p for _, p in pairs)
    return sum(2 * right[c] / (gold[c] + found[c]) for c in gold) / max(1, len(gold))


def accuracy(pairs: Sequence[tuple[str, str]]) -> float:
    """Share of equal pairs."""
    return sum(g == p for g, p in pairs) / max(1, len(pairs))


def interval(cases: Sequence[T], figure: Callable[[Sequence[T]], float], rounds: int = 500) -> list[float]:
    """95 % interval of the figure, by resampling the cases."""
    rng = random.Random(0)
    found = sorted(figure([rng.choice(cases) for _ in cases]) for _ in range(rounds)) if cases else [0.0]
    return [round(found[int(0.025 * len(found))], 3), round(found[min(len(found) - 1, int(0.975 * len(found)))], 3)]


def with_interval(name: str, cases: Sequence[T], figure: Callable[[Sequence[T]], float]) -> dict[str, float | list[float]]:
    """The figure and its interval under `name` and `name_ci`."""
    return {name: round(figure(cases), 3), f"{name}_ci": interval(cases, figure)}

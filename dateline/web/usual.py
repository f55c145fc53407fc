"""What is usual for a bin, from the bins before it: the mean, and bounds that 90 of 100 bins would keep to if nothing had changed.

Counts of a bin are taken as negative binomial (Poisson where they vary no more than that) with the mean and variance of the `WINDOW`
bins before, the variance made greater by 1/k for the mean being estimated from k bins. Bounds are the 5 % and 95 % quantiles.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence

WINDOW = 26  # bins looked back on
LEAST = 6  # bins before one that must be there
METHOD = (
    f"the {WINDOW} bins before (at least {LEAST}): their mean, and the 5 % and 95 % quantiles of a negative binomial with their mean and"
    " variance (of a Poisson where they vary less), the variance made greater by 1/k for a mean estimated from k bins"
)


def usual(counts: Sequence[int]) -> list[tuple[float, float, float] | None]:
    """Mean, low and high for each bin of the series, from those before it; None where these are too few."""
    found: list[tuple[float, float, float] | None] = []
    total = square = 0
    for at, count in enumerate(counts):
        size = min(at, WINDOW)
        if size < LEAST:
            found.append(None)
        else:
            mean = total / size
            variance = max(0.0, (square - total * total / size) / (size - 1))
            found.append((mean, *_bounds(mean, variance, size)))
        total, square = total + count, square + count * count
        if at >= WINDOW:
            gone = counts[at - WINDOW]
            total, square = total - gone, square - gone * gone
    return found


def verdict(count: int, bounds: tuple[float, float, float] | None) -> str | None:
    """Whether a count lies above, within or below its usual."""
    if bounds is None:
        return None
    return "below" if count < bounds[1] else "above" if count > bounds[2] else "within"


def _bounds(mean: float, variance: float, size: int) -> tuple[float, float]:
    # Half an event in all the bins where there was none: never is not what so few bins can say.
    centre = max(mean, 0.5 / size)
    spread = max(variance, centre) * (1 + 1 / size)
    if centre > 200:  # a normal law is as good there
        half = 1.645 * math.sqrt(spread)
        return max(0.0, math.floor(centre - half)), float(math.ceil(centre + half))
    return _quantiles(round(centre, 6), round(spread, 6))


@functools.lru_cache(maxsize=4096)
def _quantiles(mean: float, variance: float) -> tuple[float, float]:
    """5 % and 95 % quantiles of the negative binomial with this mean and variance (which is the greater)."""
    size = mean * mean / max(variance - mean, 1e-6)
    chance = size / (size + mean)
    probability = math.exp(size * math.log(chance))
    total, low, number = probability, None, 0
    while True:
        if low is None and total >= 0.05:
            low = float(number)
        if total >= 0.95 or number > 100_000:
            return low or 0.0, float(number)
        probability *= (size + number) / (number + 1) * (1 - chance)
        number += 1
        total += probability

"""How many died in an act, by side: from its tellings, so that no telling is added to another."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from dateline.export.acts import Act, Told
from dateline.records import Count


@dataclasses.dataclass(frozen=True, slots=True)
class Deaths:
    """Best estimate by side, and the range of all tellings; `high` of None is open."""

    actor: int
    recipient: int
    unknown: int
    low: int
    high: int | None


@dataclasses.dataclass(frozen=True, slots=True)
class _Figure:
    low: float | None
    high: float | None

    @property
    def best(self) -> int:
        """The number that is said: the lower bound of "at least 12", the upper of "up to 20"."""
        return int(self.low if self.low is not None else self.high or 0)


def deaths_of(act: Act) -> Deaths | None:
    """The deaths, None where no telling gives one.

    Best is what the latest telling with a figure says (the surer one of a day). Of several figures for one side in one telling ("12
    people, three of them children") the greatest counts; a figure without a side is the total where it is not below those of the sides.
    """
    told = [one for one in act.tellings if _killed(one)]
    if not told:
        return None
    best = max(told, key=lambda one: (one.report.published or "", one.event.confidence, one.event.id))
    totals = [_total(_by_side(one)) for one in told]
    sides = _by_side(best)
    actor, recipient = sides["actor"].best, sides["recipient"].best
    whole = _total(sides)
    if max(whole.best, *((one.high or 0) for one in totals), *((one.low or 0) for one in totals)) <= 0:
        return None
    highs = [one.high for one in totals]
    low = min(int(one.low or 0) for one in totals)
    return Deaths(
        actor=actor,
        recipient=recipient,
        unknown=max(0, whole.best - actor - recipient),
        low=low,
        high=None if None in highs else int(max(high for high in highs if high is not None)),
    )


def _killed(told: Told) -> list[Count]:
    return [count for count in told.event.counts if count.kind == "killed" and (count.low is not None or count.high is not None)]


def _by_side(told: Told) -> dict[str, _Figure]:
    return {side: _greatest([one for one in _killed(told) if (one.side or "") == side]) for side in ("actor", "recipient", "")}


def _greatest(counts: Sequence[Count]) -> _Figure:
    if not counts:
        return _Figure(0, 0)
    one = max(counts, key=lambda count: (count.low or 0, count.high or 0))
    return _Figure(one.low, one.high)


def _total(sides: dict[str, _Figure]) -> _Figure:
    """Both sides together, or the figure without a side where that is greater."""
    sided = _Figure(_sum(sides["actor"].low, sides["recipient"].low, 0), _sum(sides["actor"].high, sides["recipient"].high, None))
    loose = sides[""]
    return loose if loose.best > sided.best else sided


def _sum(first: float | None, second: float | None, unknown: float | None) -> float | None:
    values = [unknown if value is None else value for value in (first, second)]
    return None if None in values else sum(value for value in values if value is not None)

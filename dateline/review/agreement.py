"""How far two reviewers agree: for each value of the events that both decided on, the share that is alike and Cohen's kappa.

Cohen (1960), "A coefficient of agreement for nominal scales". Intervals (95 %): Wilson's for the share, for kappa the percentiles of 1,000
resamples of the events, drawn from a fixed seed.
"""

from __future__ import annotations

import dataclasses
import itertools
import math
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

import numpy as np

from dateline.records import Decision, Event
from dateline.review.ledger import Word, reviewers, standing, words
from dateline.review.values import FIELDS, reviewed_event, value_of

Pair = tuple[Hashable, Hashable]
_Item = tuple[Event, Word, Word]
_ROUNDS = 1_000
_Z = 1.959964


@dataclasses.dataclass(frozen=True)
class FieldAgreement:
    """Of one value (`event`: whether there is such an event at all). `kappa` of None: both gave one and the same value throughout."""

    field: str
    n: int
    agreement: float | None
    agreement_low: float | None
    agreement_high: float | None
    kappa: float | None
    low: float | None
    high: float | None


@dataclasses.dataclass(frozen=True)
class Agreement:
    """Of two reviewers: how many events both decided on, how far they agree by value, and the events on which they differ (ids)."""

    reviewers: tuple[str, str]
    items: int
    fields: tuple[FieldAgreement, ...]
    differ: tuple[str, ...]


def agreement(decisions: Iterable[Decision], events: Mapping[str, Event]) -> list[Agreement]:
    """For each two reviewers who were the first two to decide on an event, most events first; a third one settles what they differ on.

    `events` are the coder's, by id; others are left out. Each reviewer's decisions are taken for themselves.
    """
    both: dict[tuple[str, str], list[_Item]] = {}
    for event, said in _by_event(decisions).items():
        if len(said) > 1 and event in events:
            a, b = sorted(said[:2], key=lambda one: one.by)
            both.setdefault((a.by[0], b.by[0]), []).append((events[event], a, b))
    found = [_agreement(names, sorted(items, key=lambda one: one[0].id)) for names, items in both.items()]
    return sorted(found, key=lambda one: (-one.items, one.reviewers))


def disputed(decisions: Iterable[Decision], events: Mapping[str, Event]) -> set[str]:
    """The events on which the first two reviewers differ and no third one has decided."""
    found = ((event, said) for event, said in _by_event(decisions).items() if len(said) == 2 and event in events)
    return {event for event, (a, b) in found if any(left != right for _, left, right in _values((events[event], a, b)))}


def _by_event(decisions: Iterable[Decision]) -> dict[str, list[Word]]:
    """What each reviewer says of each event, in the order in which they came to it."""
    hold = standing(decisions)
    said = {by: words(hold, by) for by in reviewers(hold)}
    found: dict[str, list[Word]] = {}
    for event, by in dict.fromkeys((one.left, one.by) for one in hold if one.kind == "event"):
        if said[by][event].decided:
            found.setdefault(event, []).append(said[by][event])
    return found


def kappa(pairs: Sequence[Pair]) -> float | None:
    """Cohen's kappa of (one's value, the other's) pairs; None where chance alone would agree always."""
    n = len(pairs)
    if not n:
        return None
    alike = sum(a == b for a, b in pairs) / n
    left, right = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(left[value] * right[value] for value in left) / n**2
    return None if chance >= 1 else (alike - chance) / (1 - chance)


def _agreement(names: tuple[str, str], items: Sequence[_Item]) -> Agreement:
    values: dict[str, list[Pair]] = {}
    differ = set()
    for item in items:
        for field, left, right in _values(item):
            values.setdefault(field, []).append((left, right))
            if left != right:
                differ.add(item[0].id)
    fields = tuple(_of_field(field, values.get(field, [])) for field in ("event", *FIELDS))
    return Agreement(names, len(items), fields, tuple(sorted(differ)))


def _values(item: _Item) -> Iterator[tuple[str, Hashable, Hashable]]:
    """What both say of each value; of an event that either rejects only whether it is one."""
    event, a, b = item
    yield "event", _is_event(a), _is_event(b)
    if _is_event(a) and _is_event(b):
        left, right = reviewed_event(event, a.changes), reviewed_event(event, b.changes)
        for field in FIELDS:
            yield field, value_of(field, left), value_of(field, right)


def _is_event(word: Word) -> bool:
    return word.decided != "reject"


def _of_field(field: str, pairs: Sequence[Pair]) -> FieldAgreement:
    n = len(pairs)
    if not n:
        return FieldAgreement(field, 0, None, None, None, None, None, None)
    alike = sum(a == b for a, b in pairs)
    share_low, share_high = _wilson(alike, n)
    own = kappa(pairs)
    low, high = (None, None) if own is None else _kappa_interval(pairs)
    return FieldAgreement(field, n, round(alike / n, 4), share_low, share_high, None if own is None else round(own, 4), low, high)


def _wilson(alike: int, n: int) -> tuple[float, float]:
    share, z = alike / n, _Z
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return round(max(0.0, middle - half), 4), round(min(1.0, middle + half), 4)


def _kappa_interval(pairs: Sequence[Pair]) -> tuple[float | None, float | None]:
    """From the resamples in which kappa is defined; None where those are too few to say."""
    numbers = {value: number for number, value in enumerate(dict.fromkeys(itertools.chain.from_iterable(pairs)))}
    coded = np.asarray([(numbers[a], numbers[b]) for a, b in pairs], np.int64)
    rng = np.random.default_rng(0)
    found = []
    for _ in range(_ROUNDS):
        left, right = coded[rng.integers(0, len(coded), len(coded))].T
        chance = float(np.bincount(left, minlength=len(numbers)) @ np.bincount(right, minlength=len(numbers))) / len(coded) ** 2
        if chance < 1:
            found.append((float((left == right).mean()) - chance) / (1 - chance))
    if len(found) < _ROUNDS // 2:
        return None, None
    low, high = np.quantile(found, (0.025, 0.975))
    return round(float(low), 4), round(float(high), 4)

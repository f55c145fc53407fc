"""Event records to incidents inside one component of likely pairs: average linkage with pairs that may and pairs that must not be one.

Average linkage (after UPGMA, Sokal and Michener 1958) guards against chains: a cluster takes another in only if their events are alike
on the average, so that A~B~C does not join strangers. The average is taken aspect by aspect (place, day, actor …) over the pairs that
can be compared in it, so that what one telling leaves out another may say. A telling of few details that fits two incidents alike is joined
to neither. Ties go by the order of tellings, so the result is a function of the set of events.
"""

from __future__ import annotations

import heapq
import itertools
import operator
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence

from dateline.fuse.incidents_facts import EventFacts
from dateline.fuse.incidents_score import Brief
from dateline.fuse.incidents_tables import ASPECTS
from dateline.records import Decision

THRESHOLD = 0.5  # the score from which a pair links a component; lower than one half, since a cluster knows more than its events
_ALL_PAIRS = 120  # nodes of a component up to which every pair is scored; beyond it those found by blocking alone
_SPEAK = 3  # members of a node that are compared for it
_AGAINST = 8.0  # log-odds against two clusters all of whose pairs can't be one incident
_MOST_SHARED = 0.5  # log-odds against two clusters that many reports have both of
_SHARED_BY_OTHERS = 4.0  # the same where the parties of the two speak against it as well
_OTHERS = 0.3  # mean log-odds against two actors or two recipients from which they are others
_JOIN = 0.3  # log-odds from which two clusters are one, where no third is as near: above 0, since a wrong join is worse than a missed one
_PLAIN = 4.0  # log-odds from which they are one whatever else is near
_AHEAD = 0.5  # by how much they must be likelier one than either is with a third cluster that is not one with both
_UNCOMPARED = 4.0  # log-odds against two clusters of which blocking compared no pair
_NOTHING = (0,) * len(ASPECTS)
_PARTIES = (ASPECTS.index("actor"), ASPECTS.index("recipient"))

Pair = tuple[str, str]
Score = Callable[[EventFacts, EventFacts], Brief]


def pair_of(left: str, right: str) -> Pair:
    """The pair in sorted order."""
    return (left, right) if left <= right else (right, left)


def cluster(
    events: Sequence[EventFacts], edges: Mapping[Pair, Brief], decisions: Iterable[Decision], score: Score
) -> list[list[EventFacts]]:
    """The events (in any order) parted into incidents; `edges` are the scored pairs that blocking found among them.

    Decisions come first (the later over the earlier), then sure joins, then average linkage.
    """
    ordered = sorted(events, key=lambda e: e.rank)
    nodes = _Nodes(ordered)
    for one in sorted(decisions, key=lambda d: (d.at, d.id), reverse=True):
        if one.left in nodes.of and one.right in nodes.of:
            if one.verdict == "different":
                nodes.part(one.left, one.right)
            elif one.verdict == "same":
                nodes.join(one.left, one.right)
    for event in ordered:
        if event.same_as in nodes.of:
            nodes.join(event.id, event.same_as)
    for copies in copy_groups(ordered):
        nodes.join_any(copies)
    for left, right in sorted(pair for pair, found in edges.items() if found.sure):
        nodes.join(left, right)
    return _link(nodes, edges, score)


def copy_groups(ordered: Iterable[EventFacts]) -> list[list[EventFacts]]:
    """The tellings that copies of one text have in common, those of two and more, in the order given: the first stands for them."""
    groups: dict[str, list[EventFacts]] = {}
    for event in ordered:
        if event.copy:
            groups.setdefault(event.copy, []).append(event)
    return [group for group in groups.values() if len(group) > 1]


class _Nodes:
    """Sets of events that are one for certain, and which of them must stay apart."""

    def __init__(self, ordered: Sequence[EventFacts]) -> None:
        self.of = {event.id: number for number, event in enumerate(ordered)}
        self.members = {number: [event] for number, event in enumerate(ordered)}
        self.apart: dict[int, set[int]] = {}

    def part(self, left: str, right: str) -> None:
        """Keeps the two apart, unless a later word has made them one."""
        a, b = self.of[left], self.of[right]
        if a != b:
            self.apart.setdefault(a, set()).add(b)
            self.apart.setdefault(b, set()).add(a)

    def join(self, left: str, right: str) -> None:
        """Makes the two one, unless they are to stay apart."""
        a, b = sorted((self.of[left], self.of[right]))
        if a == b or b in self.apart.get(a, ()):
            return
        for event in self.members[b]:
            self.of[event.id] = a
        self.members[a] = sorted(self.members[a] + self.members.pop(b), key=lambda e: e.rank)
        for other in self.apart.pop(b, set()):
            self.apart[other].discard(b)
            self.apart[other].add(a)
            self.apart.setdefault(a, set()).add(other)

    def join_any(self, copies: Sequence[EventFacts]) -> None:
        """Makes all one, but for those that are to stay apart."""
        firsts: list[str] = []
        for event in copies:
            for first in firsts:
                self.join(first, event.id)
                if self.of[first] == self.of[event.id]:
                    break
            else:
                firsts.append(event.id)


class _Evidence:
    """What speaks for and against two clusters being one, summed over pairs of their members."""

    __slots__ = ("against", "counts", "known", "sums")

    def __init__(self) -> None:
        self.sums, self.counts = array("d", _NOTHING), array("i", _NOTHING)
        self.known = self.against = 0

    def add(self, found: Brief, *, decided: bool) -> None:
        """Takes the pair in. What can't be one counts nothing where a decision has made one of what can't be."""
        self.known += 1
        self.against += found.cannot and not decided
        for aspect, value in found.evidence:
            self.sums[aspect] += value
            self.counts[aspect] += 1

    def take(self, other: _Evidence) -> None:
        self.known += other.known
        self.against += other.against
        self.sums = array("d", map(operator.add, self.sums, other.sums))
        self.counts = array("i", map(operator.add, self.counts, other.counts))

    def value(self, pairs: int) -> float:
        """The log-odds: the mean of each aspect over the pairs that have it, less for pairs that can't be one or were never compared."""
        if self.known == self.against:
            return -_AGAINST
        told = sum(total / count for total, count in zip(self.sums[:-1], self.counts[:-1], strict=True) if count)
        # Reports that tell of both are counted, not averaged: the more tell them apart, the surer are they two.
        others = any(self.sums[aspect] < -_OTHERS * self.counts[aspect] for aspect in _PARTIES)
        told += max(-_SHARED_BY_OTHERS if others else -_MOST_SHARED, self.sums[-1])
        return told - _AGAINST * self.against / self.known - _UNCOMPARED * max(0, pairs - self.known) / pairs


def _link(nodes: _Nodes, edges: Mapping[Pair, Brief], score: Score) -> list[list[EventFacts]]:
    near = _compared(nodes, edges, score)
    members = dict(nodes.members)
    size = {number: len(_speakers(found)) for number, found in members.items()}
    apart = {number: set(nodes.apart.get(number, ())) for number in members}
    heap: list[tuple[float, int, int]] = []

    def offer(a: int, b: int) -> None:
        value = near[a][b].value(size[a] * size[b])
        if value >= _JOIN and b not in apart[a]:
            heapq.heappush(heap, (-value, min(a, b), max(a, b)))

    for a in sorted(near):
        for b in sorted(near[a]):
            if a < b:
                offer(a, b)
    while heap:
        value, a, b = heapq.heappop(heap)
        if a not in members or b not in members or b in apart[a] or -value != near[a][b].value(size[a] * size[b]):
            continue
        if -value < _PLAIN and (_rivalled(near, size, a, b, -value) or _rivalled(near, size, b, a, -value)):
            continue  # it is offered again when one of the two has grown
        members[a] = members[a] + members.pop(b)
        size[a] += size.pop(b)
        for c in apart.pop(b):
            apart[c].discard(b)
            apart[c].add(a)
            apart[a].add(c)
        near[a].pop(b, None)
        for c, evidence in near.pop(b).items():
            near[c].pop(b, None)
            if c == a:
                continue
            if c in near[a]:
                near[a][c].take(evidence)
            else:
                near[a][c] = near[c][a] = evidence
        for c in sorted(near[a]):
            offer(a, c)
    return [sorted(found, key=lambda e: e.rank) for _, found in sorted(members.items())]


def _rivalled(near: Mapping[int, Mapping[int, _Evidence]], size: Mapping[int, int], one: int, other: int, value: float) -> bool:
    """Whether `one` is about as likely one with a third cluster as with `other`, and the two are not one themselves."""
    for third, evidence in near[one].items():
        if third != other and evidence.value(size[one] * size[third]) > value - _AHEAD:
            between = near[other].get(third)
            if between is None or between.value(size[other] * size[third]) < 0:
                return True
    return False


def _compared(nodes: _Nodes, edges: Mapping[Pair, Brief], score: Score) -> dict[int, dict[int, _Evidence]]:
    """The evidence on each pair of nodes that is compared."""
    if len(nodes.members) <= _ALL_PAIRS:
        numbers = sorted(nodes.members)
        pairs = {(a, b) for i, a in enumerate(numbers) for b in numbers[i + 1 :]}
    else:
        pairs = {(min(a, b), max(a, b)) for a, b in ((nodes.of[x], nodes.of[y]) for x, y in edges) if a != b}
    near: dict[int, dict[int, _Evidence]] = {number: {} for number in nodes.members}
    speakers = {number: _speakers(found) for number, found in nodes.members.items()}
    decided = {number for number, found in speakers.items() if any(score(x, y).cannot for x, y in itertools.combinations(found, 2))}
    for a, b in sorted(pairs):
        evidence = _Evidence()
        for x in speakers[a]:
            for y in speakers[b]:
                evidence.add(edges.get(pair_of(x.id, y.id)) or score(x, y), decided=bool(decided & {a, b}))
        near[a][b] = near[b][a] = evidence
    return near


def _speakers(members: Sequence[EventFacts]) -> list[EventFacts]:
    """The members that are compared for a node: its first few, of copies one."""
    found: dict[str, EventFacts] = {}
    for event in members:
        found.setdefault(event.copy or event.id, event)
        if len(found) == _SPEAK:
            break
    return list(found.values())

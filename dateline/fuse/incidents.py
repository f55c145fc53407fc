"""Incidents: which event records tell one real-world event. A function of the set of events, stories and decisions, whatever their order.

Pairs that share a key (`incidents_keys`) are scored by the two records and their reports alone (`incidents_score`); pairs from a threshold
link components, and inside one average linkage parts the events into incidents (`incidents_cluster`). `dateline.store.incidents` does the
same piece by piece on disk.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from dateline.fuse.incidents_build import make_incident
from dateline.fuse.incidents_cluster import THRESHOLD, Pair, cluster, copy_groups, pair_of
from dateline.fuse.incidents_facts import Alike, EventFacts, facts_of, without_words
from dateline.fuse.incidents_keys import LEAST_SHARED, block_keys, key_worth, most_in_block
from dateline.fuse.incidents_score import Brief, PairScore, score_pair
from dateline.records import Decision, Incident

__all__ = [
    "Alike",
    "EventFacts",
    "candidate_pairs",
    "facts_of",
    "incidents_of_component",
    "is_link",
    "join_incidents",
    "score_pair",
    "without_words",
]


def join_incidents(events: Iterable[EventFacts], coder: str, decisions: Sequence[Decision] = ()) -> list[Incident]:
    """All incidents of these events, each event in exactly one, sorted by id."""
    known = {event.id: event for event in sorted(events, key=lambda e: e.rank)}
    edges = {pair: score_pair(known[pair[0]], known[pair[1]]).brief for pair in candidate_pairs(first_tellings(known.values()))}
    links = [pair for pair, found in edges.items() if is_link(found)]
    links += [(group[0].id, event.id) for group in copy_groups(known.values()) for event in group[1:]]
    links += [(event.id, event.same_as) for event in known.values() if event.same_as in known]
    links += [pair_of(d.left, d.right) for d in decisions if d.verdict == "same" and d.left in known and d.right in known]
    found: list[Incident] = []
    for component in _components(sorted(known), links):
        inside = {pair: edges[pair] for pair in _pairs_among(component, edges)}
        found += incidents_of_component(coder, [known[one] for one in component], inside, decisions)
    return sorted(found, key=lambda one: one.id)


def is_link(found: Brief | PairScore) -> bool:
    """Whether a pair is likely enough to put the two into one component."""
    return found.sure or found.score >= THRESHOLD


def incidents_of_component(
    coder: str, events: Sequence[EventFacts], edges: Mapping[Pair, Brief], decisions: Sequence[Decision]
) -> list[Incident]:
    """The incidents of one component. `edges` are the pairs inside it that share a key, scored; of copies the first has any."""
    ids = {event.id for event in events}
    own = {pair_of(d.left, d.right): d for d in decisions if d.left in ids and d.right in ids}
    scored = dict(edges)

    def score(one: EventFacts, other: EventFacts) -> Brief:
        pair = pair_of(one.id, other.id)
        if pair not in scored:
            scored[pair] = score_pair(one, other).brief
        return scored[pair]

    parts = cluster(events, edges, own.values(), score)
    of = {event.id: number for number, part in enumerate(parts) for event in part}
    inside: list[dict[Pair, Brief]] = [{} for _ in parts]
    for pair, found in scored.items():
        if of[pair[0]] == of[pair[1]]:
            inside[of[pair[0]]][pair] = found
    for part, mine in zip(parts, inside, strict=True):
        mine.update(_told_again(part))
    return [make_incident(coder, part, mine, own) for part, mine in zip(parts, inside, strict=True)]


def _told_again(part: Sequence[EventFacts]) -> dict[Pair, Brief]:
    """The pairs that hold copies together, and what a report tells twice."""
    known = {event.id: event for event in part}
    pairs = [(group[0], event) for group in copy_groups(part) for event in group[1:]]
    pairs += [(event, known[event.same_as]) for event in part if event.same_as in known]
    return {pair_of(one.id, other.id): score_pair(one, other).brief for one, other in pairs}


def first_tellings(events: Iterable[EventFacts]) -> list[EventFacts]:
    """The events that are compared, by rank: all but copies, for which the first of them stands."""
    ordered = sorted(events, key=lambda e: e.rank)
    copies = {event.id for group in copy_groups(ordered) for event in group[1:]}
    return [event for event in ordered if event.id not in copies]


def candidate_pairs(events: Iterable[EventFacts]) -> set[Pair]:
    """The pairs of ids that share enough keys which are not overfull."""
    blocks: dict[int, list[str]] = defaultdict(list)
    for event in events:
        for key in block_keys(event):
            blocks[key].append(event.id)
    shared: Counter[Pair] = Counter()
    for key, members in blocks.items():
        if len(members) <= most_in_block(key):
            ordered = sorted(members)
            worth = key_worth(key)
            for i, left in enumerate(ordered):
                for right in ordered[i + 1 :]:
                    shared[left, right] += worth
    return {pair for pair, count in shared.items() if count >= LEAST_SHARED}


def _components(ids: Sequence[str], links: Iterable[Pair]) -> list[list[str]]:
    near: dict[str, list[str]] = defaultdict(list)
    for left, right in links:
        near[left].append(right)
        near[right].append(left)
    seen: set[str] = set()
    found = []
    for one in ids:
        if one in seen:
            continue
        component, front = [], [one]
        seen.add(one)
        while front:
            at = front.pop()
            component.append(at)
            for other in near[at]:
                if other not in seen:
                    seen.add(other)
                    front.append(other)
        found.append(sorted(component))
    return found


def _pairs_among(component: Sequence[str], edges: Mapping[Pair, Brief]) -> list[Pair]:
    if len(component) == 1:
        return []
    if len(component) ** 2 < len(edges):
        return [pair for i, left in enumerate(component) for right in component[i + 1 :] if (pair := pair_of(left, right)) in edges]
    inside = set(component)
    return [pair for pair in edges if pair[0] in inside and pair[1] in inside]

"""The record of an incident from the facts of its tellings: values side by side, none thrown away."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Mapping, Sequence

from dateline.fuse.incidents_cluster import Pair, pair_of
from dateline.fuse.incidents_facts import CountFacts, EventFacts, place_keys
from dateline.fuse.incidents_score import Brief, score_pair
from dateline.records import Decision, EntityRef, Incident, IncidentCount, Join, Place, Telling, content_id

# The status that stands for an incident of several: what happened before what is only said to have.
_STATUSES = ("happened", "ongoing", "failed", "alleged", "negated", "future", "hypothetical")
_PRECISIONS = ("point", "settlement", "admin2", "admin1", "country", "region")


def incident_id(coder: str, events: Iterable[EventFacts]) -> str:
    """The id of the incident that these events are: it hangs on its first telling alone."""
    return content_id("incident", coder, min(events, key=lambda e: e.rank).id)


def make_incident(
    coder: str, events: Sequence[EventFacts], edges: Mapping[Pair, Brief], decisions: Mapping[Pair, Decision] | None = None
) -> Incident:
    """The incident that these events tell; `edges` are scored pairs among them, from which those that connect it best are kept."""
    ordered = sorted(events, key=lambda e: e.rank)
    surest = max(ordered, key=lambda e: e.confidence)  # of several as sure the first
    statuses = sorted({e.status for e in ordered}, key=_STATUSES.index)
    first, last = _days(ordered)
    written = [e.written for e in ordered if e.written is not None]
    return Incident(
        id=incident_id(coder, ordered), coder=coder, type=surest.type, types=tuple(sorted({e.type for e in ordered})), mode=surest.mode,
        quad=surest.quad, plover_score=surest.plover_score, confidence=surest.confidence,
        status=statuses[0],  # type: ignore[arg-type]
        statuses=tuple(statuses), actor=_parties(e.actors for e in ordered), recipient=_parties(e.recipients for e in ordered),
        place=_place(ordered), start=first, end=last, first_published=_iso(min(written, default=None)),
        last_published=_iso(max(written, default=None)), counts=_counts(ordered), events=tuple(sorted(e.id for e in ordered)),
        reports=tuple(sorted({e.report for e in ordered})), stories=tuple(sorted({e.story for e in ordered if e.story})),
        joins=_joins(ordered, edges, decisions or {}),
    )  # fmt: skip


def _parties(sides: Iterable[Sequence[EntityRef]]) -> tuple[EntityRef, ...]:
    return tuple({ref.id: ref for side in sides for ref in side}.values())


def _place(events: Sequence[EventFacts]) -> Place | None:
    """The finest place; of several as fine the one told most, then first. Tellings that contradict it are outvoted, not shown."""
    places = [e.place for e in events if e.place]
    if not places:
        return None

    def backing(place: Place) -> int:
        return sum(p.country == place.country or bool(set(place_keys(place)) & set(place_keys(p))) for p in places)

    told = [p.geonames_id for p in places]
    return max(
        enumerate(places),
        key=lambda item: (backing(item[1]), -_PRECISIONS.index(item[1].precision), told.count(item[1].geonames_id), -item[0]),
    )[1]


def _days(events: Sequence[EventFacts]) -> tuple[str | None, str | None]:
    """The days that all dated tellings share, first to last where they share none. Vague times count where there is nothing better."""
    given = [e for e in events if e.timed] or [e for e in events if e.open_days != (None, None)]
    if not given:
        return None, None
    if any(not e.timed for e in given):
        opening, closing = zip(*(e.open_days for e in given), strict=True)
        return min((d for d in opening if d), default=None), max((d for d in closing if d), default=None)
    firsts, lasts = [e.first for e in given if e.first is not None], [e.last for e in given if e.last is not None]
    if max(firsts) <= min(lasts):
        return _iso(max(firsts)), _iso(min(lasts))
    return _iso(min(firsts)), _iso(max(lasts))


def _counts(events: Sequence[EventFacts]) -> tuple[IncidentCount, ...]:
    found: dict[tuple[str, str, str], list[tuple[EventFacts, CountFacts]]] = {}
    for event in events:
        for count in event.counts:
            found.setdefault((count.kind, count.side or "", count.unit), []).append((event, count))
    return tuple(
        IncidentCount(
            kind=kind,  # type: ignore[arg-type]
            side=side or None,  # type: ignore[arg-type]
            unit=unit,
            low=None if any(c.low is None for _, c in told) else min(c.low for _, c in told if c.low is not None),
            high=None if any(c.high is None for _, c in told) else max(c.high for _, c in told if c.high is not None),
            tellings=tuple(Telling(event=e.id, speaker=e.speaker, low=c.low, high=c.high) for e, c in told),
        )
        for (kind, side, unit), told in sorted(found.items())
    )


def _joins(events: Sequence[EventFacts], edges: Mapping[Pair, Brief], decisions: Mapping[Pair, Decision]) -> tuple[Join, ...]:
    """The best pairs that connect all events (a maximum spanning tree); a decision ranks above every score."""
    ids = {e.id: e for e in events}
    ranked: list[tuple[float, Pair, str]] = []
    for pair, found in edges.items():
        if pair[0] in ids and pair[1] in ids and pair not in decisions:
            ranked.append((found.score, pair, ""))
    for pair, one in decisions.items():
        if pair[0] in ids and pair[1] in ids and one.verdict == "same":
            ranked.append((math.inf, pair, f"decided by {one.by}" + (f": {one.reason}" if one.reason else "")))
    root = {one: one for one in ids}

    def find(one: str) -> str:
        while root[one] != one:
            root[one] = root[root[one]]
            one = root[one]
        return one

    kept = []
    for score, (left, right), reason in sorted(ranked, key=lambda item: (-item[0], item[1])):
        a, b = find(left), find(right)
        if a != b:
            root[max(a, b)] = min(a, b)
            why = reason or score_pair(ids[left], ids[right]).reason
            kept.append(Join(left=left, right=right, score=round(min(score, 1.0), 4), reason=why))
    return tuple(sorted(kept, key=lambda join: pair_of(join.left, join.right)))


def _iso(ordinal: int | None) -> str | None:
    return datetime.date.fromordinal(ordinal).isoformat() if ordinal is not None else None

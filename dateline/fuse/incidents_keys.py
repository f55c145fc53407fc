"""Blocking: what two event records must share to be compared at all, so that work grows with the records and not with their pairs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from dateline.fuse.incidents_facts import EventFacts, place_keys
from dateline.fuse.incidents_parties import is_named
from dateline.fuse.incidents_score import status_kind
from dateline.fuse.incidents_tables import type_groups

LEAST_SHARED = 6  # what the keys that two events share are worth together, for the two to be compared
MOST_IN_BLOCK = 80  # a key that more events have than this joins nothing: finer keys do
_MOST_IN_TOPIC = 40  # the same for a word that the reports have in common
_BUCKET = 8  # days
_SEASON, _LONG_BEFORE = 360, 360  # days: a year, and how far back a report without a day of its own may reach
_BEFORE, _AFTER = 30, 1  # days around its publication in which an event of untold day is looked for
_MOST_NAMES, _MOST_TOPIC = 5, 32
_PLAIN, _ENOUGH, _WORD = 0, 1, 2  # kinds of keys, in their two lowest bits
_WORTH = {_PLAIN: 3, _ENOUGH: 6, _WORD: 2}


def block_keys(facts: EventFacts) -> tuple[int, ...]:
    """The event's keys, as 63-bit numbers, sorted: two events are compared if they share enough that are not overfull."""
    group = type_groups()[facts.type]
    kind = status_kind(facts.status)
    found = {_hash("report", facts.report, group, kind, kind=_ENOUGH)}
    if facts.story:
        found.add(_hash("story", facts.story, facts.type, facts.trigger, kind=_ENOUGH))
    wide, narrow = _buckets(facts)
    for mark in dict.fromkeys(_marks(facts)):
        start = _start("wide", group, kind, *mark)
        worth = _ENOUGH if mark[0] == "party" else _PLAIN
        found.update(_hash(bucket, start=start, kind=worth) for bucket in wide)
        if narrow:
            start = _start("day", facts.type, kind, facts.trigger, *mark)
            found.update(_hash(day, start=start) for day in narrow)
    for country in facts.home if narrow else ():
        start = _start("home", facts.type, kind, country)
        found.update(_hash(day, start=start, kind=_ENOUGH) for day in narrow)
    for mark in dict.fromkeys(_lasting_marks(facts)):
        start = _start("long", group, kind, *mark)
        worth = _WORD if mark[0] == "topic" else _PLAIN
        found.update(_hash(season, start=start, kind=worth) for season in _seasons(facts))
    return tuple(sorted(found))


def _marks(facts: EventFacts) -> Iterator[tuple[str, ...]]:
    parties = (*facts.actors, *facts.recipients)
    for ref in parties:
        if is_named(ref):
            yield "party", ref.id
    if facts.place:
        for key in place_keys(facts.place):
            yield "place", key
    countries = sorted({c for c in (*(ref.country for ref in parties), facts.place.country if facts.place else None) if c})
    words = facts.acts or (facts.trigger,)
    for country in countries:
        for word in words:
            yield "country", country, word
        for other in countries:
            if country < other:
                yield "countries", country, other
    for country in facts.home:
        yield "home", country, facts.type
        for word in words:
            yield "home", country, facts.type, word
    for name in facts.names[:_MOST_NAMES]:
        for word in words:
            yield "name", name, word


def _lasting_marks(facts: EventFacts) -> Iterator[tuple[str, ...]]:
    """What a telling of months later still has in common with the first."""
    for ref in (*facts.actors, *facts.recipients):
        if is_named(ref):
            yield "party", ref.id
    for key in place_keys(facts.place)[:1] if facts.place else ():
        yield "place", key
    for word in facts.topic[:_MOST_TOPIC]:
        yield "topic", word


def _seasons(facts: EventFacts) -> range:
    """The years in which the event may lie: of one of untold day those of the year before its publication."""
    if facts.timed and facts.first is not None and facts.last is not None:
        return range(facts.first // _SEASON, facts.last // _SEASON + 1)
    if facts.written is None:
        return range(0)
    return range((facts.written - _LONG_BEFORE) // _SEASON, facts.written // _SEASON + 1)


def _buckets(facts: EventFacts) -> tuple[range, range]:
    """The stretches of days in which the event may lie, coarse and (where it is known to a few days) single days."""
    if facts.timed and facts.first is not None and facts.last is not None:
        few = facts.last - facts.first <= 2
        return _stretch(facts.first - 1, facts.last + 1), range(facts.first, facts.last + 1) if few else range(0)
    if facts.written is None:
        return range(1), range(0)
    return _stretch(facts.written - _BEFORE, facts.written + _AFTER), range(facts.written - 1, facts.written + 1)


def _stretch(first: int, last: int) -> range:
    return range(first // _BUCKET, last // _BUCKET + 1)


def key_worth(key: int) -> int:
    """What it is worth to share this key: that of a report, a story or a named party is enough alone, of words it takes three."""
    return _WORTH[key & 3]


def most_in_block(key: int) -> int:
    """How many events may have this key before it joins nothing."""
    return min(MOST_IN_BLOCK, _MOST_IN_TOPIC) if key & 3 == _WORD else MOST_IN_BLOCK


def _start(*parts: object) -> bytes:
    return "\0".join(map(str, parts)).encode("utf-8", "surrogatepass")


def _hash(*parts: object, start: bytes = b"", kind: int = _PLAIN) -> int:
    digest = hashlib.blake2b(start + b"\0" + _start(*parts), digest_size=8).digest()
    return (int.from_bytes(digest, "big") >> 3) << 2 | kind

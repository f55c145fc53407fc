"""Reads of the incidents of a store: filtered lists, one incident with the words of its tellings, and what nearly joined it."""

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from dateline.errors import StoreError
from dateline.fuse.incidents import score_pair
from dateline.reader.sentences import split_sentences
from dateline.records import Event, Incident, Record
from dateline.store import query
from dateline.store.faults import store_errors
from dateline.store.incidentindex import IncidentIndex
from dateline.store.schema import from_row
from dateline.store.store import Store

_LEAST_NEAR = 0.1  # score from which a pair nearly joined
_LEAST_ID = 4  # characters that a shortened id has at least


@dataclasses.dataclass(frozen=True)
class IncidentFilter:
    """Which incidents are wanted; what is empty or None does not filter.

    `actor`, `recipient`, `place`: part of the name, whatever the case, or an id. `country`: of the place or of a party. `since` and
    `until`: days that the incident's days overlap; one of unknown time passes neither. `min_tellings`: event records, copies included.
    """

    type: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    actor: str | None = None
    recipient: str | None = None
    place: str | None = None
    since: str | None = None
    until: str | None = None
    min_tellings: int = 1


class TellingText(Record, frozen=True):
    """One telling: its event record, the report that has it, and the sentence around its trigger."""

    event: Event
    report_id: str
    report_key: str
    published: str | None
    publisher: str | None
    sentence: str


class NearMiss(Record, frozen=True):
    """A pair that nearly joined: an event of the incident, one of another, the score, and the reason in words."""

    event: str
    other: str
    other_incident: str
    score: float
    reason: str


def read_incidents(store: Store, coder: str, wanted: IncidentFilter | None = None) -> Iterator[Incident]:
    """The incidents of a coder that pass, by first day, publication day and id."""
    conditions, values = _conditions(wanted or IncidentFilter())
    sql = f"""SELECT * FROM incidents i WHERE coder = $coder{"".join(f" AND {condition}" for condition in conditions)}
        ORDER BY coalesce(start, first_published), first_published, id"""
    with store_errors(store.folder), query._connect(query._sources(store, "incidents")) as connection:
        for row in query._rows(connection, sql, {"coder": coder, **values}):
            yield from_row(row, Incident)


def find_incident(store: Store, coder: str, name: str) -> Incident:
    """The incident of this id, or that of this event; both may be shortened. Raises `StoreError` where none or several fit."""
    if len(name) >= _LEAST_ID:
        sql = """SELECT * FROM incidents WHERE coder = $coder
            AND (starts_with(id, $name) OR len(list_filter(events, lambda e: starts_with(e, $name))) > 0) LIMIT 2"""
        with store_errors(store.folder), query._connect(query._sources(store, "incidents")) as connection:
            found = [from_row(row, Incident) for row in query._rows(connection, sql, {"coder": coder, "name": name})]
        if len(found) == 1:
            return found[0]
        if found:
            raise StoreError(f"{store.folder}: several incidents or events begin with {name!r}; give more of the id")
    raise StoreError(
        f"{store.folder}: no incident or event {name!r} by coder {coder}; list them with dateline incidents --store {store.folder}"
    )


def find_event(store: Store, coder: str, name: str) -> str:
    """The whole id of an event, which may be shortened. Raises `StoreError` where none or several fit."""
    incident = find_incident(store, coder, name)
    fitting = [event for event in incident.events if event.startswith(name)]
    if len(fitting) != 1:
        raise StoreError(f"{store.folder}: {len(fitting)} events begin with {name!r}; --explain INCIDENT shows the ids of its events")
    return fitting[0]


def tellings(store: Store, coder: str, events: Sequence[str]) -> list[TellingText]:
    """The tellings of these events with their sentences, by publication day, report and place in it."""
    sql = """SELECT e.*, r.id AS report_id, r.key AS report_key, r.published AS report_published, r.publisher AS report_publisher,
            r.text AS report_text
        FROM events e JOIN reports r ON r.key = e.report_key AND r.coder = e.coder
        WHERE e.coder = $coder AND e.id IN (SELECT unnest($events)) ORDER BY r.published, r.key, e.ordinal"""
    with store_errors(store.folder), query._connect(query._sources(store, "reports", "events")) as connection:
        rows = list(query._rows(connection, sql, {"coder": coder, "events": list(events)}))
    return [_telling(row) for row in rows]


def near_misses(store: Store, coder: str, incident: Incident, most: int = 5) -> list[NearMiss]:
    """The events of other incidents that come nearest to one of this incident's, best first; empty where the index is not there."""
    path = store.folder / f".incidents-{coder}.sqlite"
    if not path.is_file():
        return []
    found: dict[str, NearMiss] = {}
    try:
        with IncidentIndex.reading(path) as index:
            own = index.numbers(incident.events)
            inside = set(own.values())
            for num in index.firsts(sorted(inside)):
                for other in index.near(num) - inside:
                    mine, yours = index.facts(num), index.facts(other)
                    pair = score_pair(mine, yours)
                    if pair.score >= _LEAST_NEAR and (yours.id not in found or pair.score > found[yours.id].score):
                        in_other = next(iter(index.incidents_of([other])), "")
                        found[yours.id] = NearMiss(
                            event=mine.id, other=yours.id, other_incident=in_other, score=round(pair.score, 4), reason=pair.reason
                        )  # fmt: skip
    except sqlite3.Error:
        return []
    return sorted(found.values(), key=lambda one: (-one.score, one.other))[:most]


def _telling(row: dict[str, Any]) -> TellingText:
    event, text = from_row(row, Event), row["report_text"]
    sentence = next((text[a:b] for a, b in split_sentences(text) if a <= event.trigger.start < b), event.trigger.quote)
    return TellingText(
        event=event, report_id=row["report_id"], report_key=row["report_key"], published=row["report_published"],
        publisher=row["report_publisher"], sentence=" ".join(sentence.split()),
    )  # fmt: skip


def _conditions(wanted: IncidentFilter) -> tuple[list[str], dict[str, Any]]:
    conditions: list[str] = []
    values: dict[str, Any] = {}
    if wanted.type:
        conditions.append("list_has_any(i.types, $type)")
        values["type"] = list(wanted.type)
    if wanted.status:
        conditions.append("list_contains($status, i.status)")
        values["status"] = list(wanted.status)
    for name in ("actor", "recipient"):
        if given := getattr(wanted, name):
            conditions.append(f"len(list_filter(i.{name}, lambda p: contains(lower(p.name), ${name}) OR p.id = ${name}_id)) > 0")
            values |= {name: given.lower(), f"{name}_id": given}
    if wanted.country:
        parties = "list_concat(i.actor, i.recipient)"
        conditions.append(
            f"(list_contains($country, i.place.country) OR len(list_filter({parties}, lambda p: list_contains($country, p.country))) > 0)"
        )
        values["country"] = [code.upper() for code in wanted.country]
    if wanted.place:
        conditions.append("contains(lower(i.place.name), $place)")
        values["place"] = wanted.place.lower()
    if wanted.since:
        conditions.append("(coalesce(i.start, i.end) IS NOT NULL AND coalesce(i.end, '9999') >= $since)")
        values["since"] = wanted.since
    if wanted.until:
        conditions.append("(coalesce(i.start, i.end) IS NOT NULL AND coalesce(i.start, '0') <= $until)")
        values["until"] = wanted.until
    if wanted.min_tellings > 1:
        conditions.append("len(i.events) >= $least")
        values["least"] = wanted.min_tellings
    return conditions, values

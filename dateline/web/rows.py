"""Events and incidents as the page shows them (`models.Row`) and as flat columns for filters and counts."""

from __future__ import annotations

import bisect
import datetime
import functools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dateline.records import Count, EntityRef, Event, Incident, IncidentCount, Party, Place, Report
from dateline.resolve.gazetteer import ADMIN1, Gazetteer
from dateline.web.headline import headline
from dateline.web.tables import IndexWriter

_FIRST, _LAST = datetime.date.min, datetime.date.max
_LONGEST_QUOTE = 2_000  # characters of a sentence that a row shows
WORDS = "words:"  # what the id of a party that is known by its words alone begins with


def day(value: str | None) -> datetime.date | None:
    """The day, or None for what is none."""
    try:
        return datetime.date.fromisoformat(value) if value else None
    except ValueError:
        return None


def joined_words(*parts: str | None) -> str:
    """Texts one below the other, for search."""
    return "\n".join(part for part in parts if part)


def add_event(writer: IndexWriter, report_num: int, report: Report, event: Event, sentences: Sequence[tuple[int, int]]) -> int:
    """Takes an event in and returns its number."""
    num = writer.number("events")
    start, end = (event.time.start, event.time.end) if event.time else (None, None)
    parties = [*event.actor, *event.recipient]
    writer.add(
        "events",
        (
            num, event.id, event.type, event.mode, event.quad, event.status, event.plover_score, event.confidence, *_days(start, end),
            day(report.published), _place_num(writer, event.place), _nums(writer, event.actor), _nums(writer, event.recipient),
            _nums(writer, event.speaker), _countries(event.place, (p.entity for p in parties)),
            [report.publisher] if report.publisher else [], report_num,
        ),
    )  # fmt: skip
    first, last = _sentence(sentences, event.trigger.start, event.trigger.end)
    quote = report.text[first : min(last, first + _LONGEST_QUOTE)]
    row: dict[str, Any] = {
        "id": event.id, "kind": "event", "type": event.type, "mode": event.mode, "quad": event.quad, "score": event.plover_score,
        "confidence": event.confidence, "status": event.status, "statuses": [event.status], "actor": [_ent(p) for p in event.actor],
        "recipient": [_ent(p) for p in event.recipient], "place": place_row(event.place), "start": start, "end": end,
        "published": report.published, "publisher": report.publisher, "title": headline(report),
        "speaker": [_name(p) for p in event.speaker], "counts": [_count(c) for c in event.counts], "tellings": 1, "reports": 1,
        "stories": 1, "quote": quote, "sentence_start": first,
        "trigger": {"start": event.trigger.start, "end": event.trigger.end, "quote": event.trigger.quote},
        "report": report.key, "event": event.id, "incident": None,
    }  # fmt: skip
    names = (_name(p) for p in (*parties, *event.speaker))
    place = event.place.name if event.place else None
    writer.add_event_row(num, row, joined_words(quote, report.title, *names, place))
    return num


def add_incident(
    writer: IndexWriter,
    incident: Incident,
    facts: Mapping[str, tuple[Any, ...]],
    shown: Mapping[int, Mapping[str, Any]],
    fingerprint: int,
) -> None:
    """Takes an incident in. `facts` has number, confidence, publishers, speakers and report of each event by id, `shown` their rows."""
    told = [(facts[event], event) for event in incident.events if event in facts]
    if not told:
        return
    surest = min(told, key=lambda one: (-one[0][1], one[1]))[0][0]
    num = writer.number("incidents")
    publishers = sorted({name for one, _ in told for name in one[2]})
    speakers = sorted({name for one, _ in told for name in one[3]})
    writer.add(
        "incidents",
        (
            num, incident.id, incident.type, incident.mode, incident.quad, incident.status, incident.plover_score, incident.confidence,
            *_days(incident.start, incident.end), day(incident.first_published), _place_num(writer, incident.place),
            [_entity_num(writer, ref) for ref in incident.actor], [_entity_num(writer, ref) for ref in incident.recipient], speakers,
            _countries(incident.place, (*incident.actor, *incident.recipient)), publishers, [one[0] for one, _ in told], fingerprint,
        ),
    )  # fmt: skip
    of_surest = shown[surest]
    said = dict.fromkeys(name for one, _ in told for name in shown[one[0]]["speaker"])
    row: dict[str, Any] = {
        "id": incident.id, "kind": "incident", "type": incident.type, "mode": incident.mode, "quad": incident.quad,
        "score": incident.plover_score, "confidence": incident.confidence, "status": incident.status,
        "statuses": list(incident.statuses), "actor": [_ref(ref) for ref in incident.actor] or _words(of_surest["actor"]),
        "recipient": [_ref(ref) for ref in incident.recipient] or _words(of_surest["recipient"]), "place": place_row(incident.place),
        "start": incident.start, "end": incident.end, "published": incident.first_published, "speaker": list(said),
        "counts": [_count(c) for c in incident.counts], "tellings": len(incident.events), "reports": len(incident.reports),
        "stories": len(incident.stories) or len(incident.reports), "incident": incident.id,
    }  # fmt: skip
    changes = {name: value for name, value in row.items() if of_surest.get(name) != value}
    joins = [{"left": j.left, "right": j.right, "score": j.score, "reason": j.reason} for j in incident.joins]
    writer.add_incident_row(num, surest, changes, joins)


def place_row(place: Place | None) -> dict[str, Any] | None:
    """A place as the page shows it."""
    if place is None:
        return None
    return {
        "name": place.name, "country": place.country, "lat": place.lat, "lon": place.lon, "precision": place.precision,
        "geonames_id": place.geonames_id,
    }  # fmt: skip


def _days(start: str | None, end: str | None) -> tuple[datetime.date | None, datetime.date | None, datetime.date, datetime.date, bool]:
    """First and last day, both with open sides as the ends of time, and whether there is any day at all."""
    first, last = day(start), day(end)
    return first, last, first or _FIRST, last or _LAST, first is not None or last is not None


def _sentence(sentences: Sequence[tuple[int, int]], start: int, end: int) -> tuple[int, int]:
    """The sentence that holds the trigger, else the trigger's own characters."""
    at = bisect.bisect_right(sentences, (start, 1 << 60)) - 1
    if at >= 0 and sentences[at][0] <= start < sentences[at][1]:
        return sentences[at][0], max(sentences[at][1], end)
    return start, end


def _place_num(writer: IndexWriter, place: Place | None) -> int | None:
    if place is None:
        return None
    name, province = _province(place)
    return writer.place(place.name, place.geonames_id, place.country, place.lat, place.lon, place.precision, name, province)


def _province(place: Place) -> tuple[str | None, int | None]:
    """The first-level unit that the place is or lies in, for what is known to no less: its name and GeoNames id."""
    if place.precision == "admin1":
        return place.admin1 or place.name, place.geonames_id
    if place.precision != "admin2" or not place.admin1 or not place.country:
        return None, None
    return place.admin1, _unit(place.admin1, place.country)


@functools.lru_cache(maxsize=10_000)
def _unit(name: str, country: str) -> int | None:
    units = [one for one in Gazetteer.load().candidates(name) if one.kind == ADMIN1 and one.country == country]
    return min(units, key=lambda one: (not one.primary, one.geonames_id)).geonames_id if units else None


def _nums(writer: IndexWriter, parties: Iterable[Party]) -> list[int]:
    return list(dict.fromkeys(_party_num(writer, party) for party in parties))


def _party_num(writer: IndexWriter, party: Party) -> int:
    if party.entity:
        return _entity_num(writer, party.entity)
    words = " ".join(party.quote.split())[:200]
    return writer.entity(f"{WORDS}{words.lower()}", words, None, None, resolved=False)


def _entity_num(writer: IndexWriter, ref: EntityRef) -> int:
    return writer.entity(ref.id, ref.name, ref.country, ref.sector)


def _countries(place: Place | None, refs: Iterable[EntityRef | None]) -> list[str]:
    found = [place.country if place else None, *(ref.country for ref in refs if ref)]
    return sorted({country for country in found if country})


def _name(party: Party) -> str:
    return party.entity.name if party.entity else " ".join(party.quote.split())


def _ent(party: Party) -> dict[str, Any]:
    return _ref(party.entity) if party.entity else {"id": None, "name": _name(party), "country": None, "sector": None}


def _ref(ref: EntityRef) -> dict[str, Any]:
    return {"id": ref.id, "name": ref.name, "country": ref.country, "sector": ref.sector}


def _words(ents: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Parties that are known by their words alone."""
    return [dict(ent) for ent in ents if ent["id"] is None]


def _count(count: Count | IncidentCount) -> dict[str, Any]:
    return {"kind": count.kind, "low": count.low, "high": count.high, "side": count.side, "unit": count.unit}

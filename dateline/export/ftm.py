"""Acts and their parties as FollowTheMoney entities (followthemoney 4): `Event`, and `Person`, `PublicBody`, `Organization` and so on."""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Sequence
from typing import Any, BinaryIO

import msgspec

from dateline.errors import DataError
from dateline.export.acts import Act, Side, one_line
from dateline.export.source import Reading
from dateline.export.tables import lines
from dateline.records import Place

SCHEMATA = frozenset({"Person", "PublicBody", "Organization", "Company", "LegalEntity"})
PROPERTIES: dict[str, str] = {
    "name": "of the entity; of an event its type with the parties",
    "alias": "what reports call the entity",
    "country": "of the entity or the event's place, by FollowTheMoney's code",
    "sector": "the entity's PLOVER sectors",
    "startDate": "first possible day of the event",
    "endDate": "last possible day",
    "date": "the event's day, where it is known to the day",
    "involved": "ids of the actors and recipients that are entities",
    "location": "name of the event's place",
    "keywords": "the event's PLOVER type, its mode, its status",
    "summary": "the event's act in a line: who, what, whom",
    "description": "the words that tell of the event",
    "namesMentioned": "parties that are known by words alone",
    "recordId": "id of the incident or event record",
    "publisher": "of the reports that tell of the event",
    "sourceUrl": "addresses of these reports",
}
_FITS = re.compile(r"[0-9A-Za-z]([0-9A-Za-z.\-]*[0-9A-Za-z])?")


def write_ftm(source: Reading, stream: BinaryIO, *, incidents: bool, quotes: bool) -> int:
    """The acts, then the entities that take part in them, an entity a line; returns how many lines."""
    met: dict[str, Side] = {}
    number = 0
    for act in source.acts(incidents=incidents):
        for side in (*act.actor, *act.recipient):
            if side.id:
                met.setdefault(side.id, side)
        number += _write(stream, event_of(act, quotes=quotes))
    for id, name, country, sectors, names in source.entities():
        if met.pop(id, None):
            number += _write(stream, entity_of(id, name, country, sectors, names if quotes else ()))
    for id, side in sorted(met.items()):  # that no report lists
        number += _write(stream, entity_of(id, side.label, side.country, [side.sector] if side.sector else [], ()))
    return number


def event_of(act: Act, *, quotes: bool) -> dict[str, Any]:
    """The act as an `Event`. FollowTheMoney has no roles of an event: who did it to whom stands in its summary."""
    sides = (*act.actor, *act.recipient)
    did, suffered = (", ".join(side.label if quotes else side.name or "unresolved" for side in one) for one in (act.actor, act.recipient))
    act_words = act.type.capitalize() + (f" ({act.mode})" if act.mode else "")
    words = dict.fromkeys(one_line(told.event.trigger.quote) for told in act.tellings)
    reports = act.reports
    return _entity(
        f"event-{act.id}", "Event",
        name=[f"{act.type.capitalize()}: {did or 'unknown'} → {suffered or 'nobody named'}"],
        startDate=[act.start], endDate=[act.end], date=[act.start if act.start == act.end else None],
        involved=[ftm_id(side.id) for side in sides if side.id], country=[_country(act.place.country if act.place else None)],
        location=[_location(act.place)], keywords=[act.type, act.mode, act.status],
        summary=[f"{act_words}, {act.status}: {did or 'unknown'} → {suffered or 'nobody named'}"],
        description=words if quotes else [], namesMentioned=[side.words for side in sides if not side.id] if quotes else [],
        recordId=[act.id], publisher=[one.publisher for one in reports], sourceUrl=[one.url for one in reports],
    )  # fmt: skip


def entity_of(id: str, name: str, country: str | None, sectors: Sequence[str], names: Sequence[str]) -> dict[str, Any]:
    """An entity of the store; `names` are what reports call it."""
    alias = sorted({one_line(one) for one in names} - {one_line(name)})
    return _entity(
        ftm_id(id), schema_of(id, sectors), name=[one_line(name)], alias=alias, country=[_country(country)],
        sector=[] if schema_of(id, sectors) == "Person" else sorted(sectors),
    )  # fmt: skip


def ftm_id(id: str) -> str:
    """The id in FollowTheMoney's letters; one that has others keeps apart from all by a piece of its hash."""
    plain = id.replace(":", "-")
    if _FITS.fullmatch(plain):
        return plain
    tail = hashlib.sha256(id.encode()).hexdigest()[:12]
    return f"{re.sub('[^0-9A-Za-z.]+', '-', plain).strip('-.') or 'entity'}-{tail}"


def schema_of(id: str, sectors: Sequence[str]) -> str:
    """FollowTheMoney's schema of an entity, by its id and its first sector."""
    kind, sector = id.partition(":")[0], sectors[0] if sectors else ""
    return next(schema for one, of, schema in _schemata() if one in ("*", kind) and of in ("*", sector))


def _entity(id: str, schema: str, **given: Any) -> dict[str, Any]:
    """Properties are lists of text; what is empty is left out, what stands twice stands once."""
    properties = {name: list(dict.fromkeys(value for value in values if value)) for name, values in given.items()}
    return {"id": id, "schema": schema, "properties": {name: values for name, values in properties.items() if values}}


def _location(place: Place | None) -> str | None:
    return ", ".join(dict.fromkeys(part for part in (one_line(place.name), place.admin1) if part)) if place else None


def _country(code: str | None) -> str | None:
    return _countries().get(code) if code else None


def _write(stream: BinaryIO, entity: dict[str, Any]) -> int:
    stream.write(msgspec.json.encode(entity) + b"\n")
    return 1


@functools.cache
def _schemata() -> list[tuple[str, str, str]]:
    found = []
    for line in lines("ftm_schemata.tsv", ("id", "sector", "schema")):
        if line["schema"] not in SCHEMATA:
            raise DataError(f"{line.where}: schema {line['schema']!r}; use one of {', '.join(sorted(SCHEMATA))}")
        found.append((line["id"], line["sector"], line["schema"]))
    if not found or found[-1][:2] != ("*", "*"):
        raise DataError("export/data/ftm_schemata.tsv: its last line should fit any entity (* and *)")
    return found


@functools.cache
def _countries() -> dict[str, str]:
    return {line["code"]: line["ftm"] for line in lines("ftm_countries.tsv", ("code", "ftm"))}

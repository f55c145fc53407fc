"""What a person may put in place of a coder's value, and events with such values.

A value stands by the words that say it, as the coder's do: a party that the report nowhere names is refused, a place or a day may be known
from elsewhere. Changes are kept in the form of the event's own values, so an event with them is an event like any other.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from dateline.errors import InputError
from dateline.ontology.loader import ontology
from dateline.reader.labels import STATUSES
from dateline.records import Count, EntityRef, Event, Mention, Party, Place, Report, Time
from dateline.review.checks import find_words, is_a, name_in, one_of, plain_words
from dateline.review.counts import read_counts
from dateline.review.ledger import MISSED

FIELDS = ("type", "mode", "status", "actor", "recipient", "speaker", "place", "time", "counts", "contexts")
ASKED = (*FIELDS, "roles", MISSED)  # what a change may name
PARTIES = ("actor", "recipient", "speaker")
_CHANGED = ("actor", "recipient", "place", "time", "mode", "contexts")  # of which an empty value has a reason
_MOST_PARTIES = 20
_EMPTY = "a reviewer left it empty"


class Evidence(msgspec.Struct, frozen=True):
    """Where a value's words are looked for: the report, the sentence of the event (start, end), and the mentions found in the report."""

    report: Report
    sentence: tuple[int, int]
    mentions: tuple[Mention, ...]


def check_value(
    field: str, value: Any, event: Event, evidence: Evidence, changes: Mapping[str, Any], entity: Callable[[str], EntityRef | None]
) -> str | None:
    """The value as a decision holds it: JSON, or None where it is the coder's own. Raises `InputError` for a value that cannot be.

    `event` is the coder's, `changes` what the person has changed of it so far; `entity` looks an entity up by its id. Parties are given
    as a list of {id, name} (id None: words of the text; speakers outermost first), a place as {name, country}, days as {start, end},
    counts as `counts.read_counts` takes them, contexts as a list of codes, `roles` as "swap".
    """
    now = reviewed_event(event, changes)
    if field == "roles":
        if value != "swap":
            raise InputError('roles: the value is "swap"')
        plain = {"actor": msgspec.to_builtins(now.recipient), "recipient": msgspec.to_builtins(now.actor)}
        return _json({role: None if _same(role, parties, event) else parties for role, parties in plain.items()})
    if field == MISSED:
        return _json(True) if is_a(bool, MISSED, value) else None
    plain_value = msgspec.to_builtins(_made(field, value, now.type, event, evidence, entity))
    return None if _same(field, plain_value, event) else _json(plain_value)


def _made(field: str, value: Any, type: str, event: Event, evidence: Evidence, entity: Callable[[str], EntityRef | None]) -> Any:
    """The value in the form of the event's own; `type` is the event's as it stands now."""
    if field == "type":
        return one_of("type", value, ontology().types)
    if field == "mode":
        return None if value is None else one_of(f"mode of {type}", value, ontology().types[type].modes)
    if field == "status":
        return one_of("status", value, STATUSES)
    if field in PARTIES:
        return _parties(field, value, event, evidence, entity)
    if field == "place":
        return None if value is None else _place(value, event, evidence)
    if field == "time":
        return None if value is None else _time(value, event)
    if field == "counts":
        return read_counts(value, event, evidence.report.text, evidence.sentence)
    if field == "contexts":
        known = ontology().contexts
        return tuple(dict.fromkeys(one_of("contexts", one, known) for one in is_a(list, "contexts", value)))
    raise InputError(f"field: {str(field)[:40]!r} is none that can be changed; there are {', '.join(ASKED)}")


def reviewed_event(event: Event, changes: Mapping[str, Any]) -> Event:
    """The event with the changes in place of the coder's values; quad class and score follow type and mode, all else is the coder's."""
    if not changes:
        return event
    found: dict[str, Any] = {field: value for field, value in changes.items() if field in FIELDS}
    for role in found.keys() & set(PARTIES):
        found[role] = msgspec.convert(found[role], tuple[Party, ...])
    if "counts" in found:
        found["counts"] = msgspec.convert(found["counts"], tuple[Count, ...])
    if "contexts" in found:
        found["contexts"] = tuple(found["contexts"])
    if "place" in found:
        found["place"] = msgspec.convert(found["place"], Place | None, strict=False)
    if "time" in found:
        found["time"] = msgspec.convert(found["time"], Time | None)
    if {"type", "mode"} & found.keys():
        known = ontology()
        type, mode = found.get("type", event.type), mode_with(event.type, event.mode, changes)
        found |= {"mode": mode, "quad": known.types[type].quad, "plover_score": known.score(type, mode)}
    unknown = {name: why for name, why in event.unknown.items() if not found.get(name)}
    unknown |= {name: _EMPTY for name in _CHANGED if name in found and not found[name]}
    return msgspec.structs.replace(event, **found, unknown=unknown)


def mode_with(type: str, mode: str | None, changes: Mapping[str, Any]) -> str | None:
    """The mode of an event of this type and mode with the changes: that chosen, else the coder's, if the type has it."""
    modes = ontology().types[changes.get("type", type)].modes
    tried = [changes["mode"], mode] if "mode" in changes else [mode]
    return next((one for one in tried if one is None or one in modes), None)


def value_of(field: str, event: Event) -> Any:
    """The event's value in a form in which equal values are equal: codes; entities or words as a tuple; place; days; counts.

    The order of speakers tells who quotes whom; that of parties, counts and contexts tells nothing.
    """
    return compared(field, msgspec.to_builtins(getattr(event, field)))


def compared(field: str, value: Any) -> Any:
    """The same of a value in plain form (dicts and lists)."""
    if value is None:
        return None
    if field in PARTIES:
        who = tuple(one["entity"]["id"] if one["entity"] else f"words:{plain_words(one['quote'])}" for one in value)
        return who if field == "speaker" else tuple(sorted(who))
    if field == "place":
        return (value["geonames_id"], value["country"]) if value["geonames_id"] else (plain_words(value["name"]), value["country"])
    if field == "time":
        return (value["start"], value["end"]) if value["start"] or value["end"] else None
    if field == "counts":
        parts = ("kind", "low", "high", "side", "unit", "approximate")
        return tuple(sorted((tuple(one[part] for part in parts) for one in value), key=repr))
    if field == "contexts":
        return tuple(sorted(value))
    return value


def _same(field: str, value: Any, event: Event) -> bool:
    return bool(compared(field, value) == value_of(field, event))


def _json(value: Any) -> str:
    return msgspec.json.encode(value, order="sorted").decode()


def _parties(field: str, value: Any, event: Event, evidence: Evidence, entity: Callable[[str], EntityRef | None]) -> tuple[Party, ...]:
    wanted: list[tuple[EntityRef | None, str]] = []
    for one in is_a(list, field, value):
        id = is_a(dict, field, one).get("id")
        ref = None if id is None else entity(is_a(str, field, id))
        if id is not None and ref is None:
            raise InputError(f"{field}: no entity {id[:60]!r} here; choose one that is suggested, or type words of the sentence")
        wanted.append((ref, name_in(field, one.get("name"))))
    if len(wanted) > _MOST_PARTIES:
        raise InputError(f"{field}: at most {_MOST_PARTIES} parties")
    own = [*getattr(event, field), *event.actor, *event.recipient, *event.speaker]
    kept = [next((party for party in own if _means(party, ref, name)), None) for ref, name in wanted]
    # The words of a party that goes may stand for one that comes: "he", read as another.
    freed = [party for party in getattr(event, field) if party not in kept]
    made = []
    for (ref, name), party in zip(wanted, kept, strict=True):
        made.append(party or _find_party(field, ref, name, evidence, freed))
    return tuple(dict.fromkeys(made))


def _means(party: Party, ref: EntityRef | None, name: str) -> bool:
    if ref:
        return party.entity is not None and party.entity.id == ref.id
    return party.entity is None and plain_words(party.quote) == plain_words(name)


def _find_party(field: str, ref: EntityRef | None, name: str, evidence: Evidence, freed: list[Party]) -> Party:
    inside, whole = evidence.sentence, (0, len(evidence.report.text))
    for first, last in (inside, whole):
        mention = next((m for m in evidence.mentions if ref and m.entity and m.entity.id == ref.id and first <= m.start < last), None)
        if mention:
            return Party(start=mention.start, end=mention.end, quote=mention.quote, entity=ref)
        found = find_words(evidence.report.text, name, first, last)
        if found:
            at_words = next((m.entity for m in evidence.mentions if (m.start, m.end) == (found.start, found.end)), None)
            return Party(start=found.start, end=found.end, quote=found.quote, entity=ref or at_words)
        if ref and freed:
            return msgspec.structs.replace(freed.pop(0), entity=ref)
    raise InputError(f"{field}: the report nowhere says {name!r}; type the words of the sentence that stand for it")


def _place(value: Any, event: Event, evidence: Evidence) -> Place:
    from dateline.resolve.countries import countries  # noqa: PLC0415 - of this alone
    from dateline.resolve.places import PlaceContext, resolve_place  # noqa: PLC0415

    name = name_in("place", is_a(dict, "place", value).get("name"))
    code = value.get("country")
    country = None
    if code is not None:
        country = countries().by_code.get(is_a(str, "place", code))
        if country is None:
            raise InputError(f"place: {code[:10]!r} is no country's code; write three letters, as COL")
    context = PlaceContext(countries={code: 1.0} if code else {})
    tried = [f"{name}, {country.name}", name] if country else [name]
    known = (resolve_place(one, context) for one in tried)
    found = next((one for one in known if one and code in (None, one.country)), None)
    text = evidence.report.text
    where = find_words(text, name, *evidence.sentence) or find_words(text, name, 0, len(text))
    if found is None:  # a name that no table has: somewhere in its country
        found = Place(
            span=None, geonames_id=None, name=name, country=code, admin1=None, lat=None, lon=None, precision="country" if code else "region"
        )  # fmt: skip
    return msgspec.structs.replace(found, span=where)


def _time(value: Any, event: Event) -> Time:
    start, end = (_day(is_a(dict, "time", value).get(name)) for name in ("start", "end"))
    if start is None and end is None:
        raise InputError("time: give a first or a last day, or null where none is known")
    if start and end and end < start:
        raise InputError(f"time: the last day {end} is before the first, {start}")
    return Time(span=event.time.span if event.time else None, start=start, end=end, basis="a reviewer")


def _day(value: Any) -> str | None:
    if value is None:
        return None
    try:
        day = datetime.date.fromisoformat(is_a(str, "time", value)).isoformat()
        if day != value:
            raise ValueError
    except ValueError:
        raise InputError(f"time: {str(value)[:20]!r} is no day; write it as 2025-08-31") from None
    return day

"""From our coding of a report to MUC-4 templates.

Incidents are assaults, threats of violence and robberies that happened, were tried or are threatened, against somebody or something
that is neither an army's nor guerrillas' own, within two months of the report. Events of one incident type and stage on compatible
days and places are one template, whoever they hit: asking for a common target besides made twice as many templates as the key has.
Instruments, foreign nations and total numbers are left empty: no field of our records holds them.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from benchmarks.muc4_key import Fill, Template
from benchmarks.muc4_targets import Target, perpetrators, targets, things_hit
from benchmarks.muc4_words import stem_value
from dateline.records import Coding, Event, Mention
from dateline.resolve.countries import countries

LEAST = 0.4  # confidence below which an event makes no template; chosen on the development reports
_WINDOW = datetime.timedelta(days=62)
_STAGES = {"happened": "ACCOMPLISHED", "ongoing": "ACCOMPLISHED", "alleged": "ACCOMPLISHED", "failed": "ATTEMPTED", "future": "THREATENED"}
_MODES = {"abduct": "KIDNAPPING", "explosives": "BOMBING", "suicide-attack": "BOMBING", "aerial": "BOMBING"}
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


@dataclass(slots=True)
class Incident:
    """Events of one incident, with what they hit."""

    type: str
    stage: str
    events: list[Event]
    targets: list[Target] = field(default_factory=list)


def incident_type(event: Event) -> str | None:
    """The MUC-4 type; None: no such incident."""
    by_word = stem_value("incident", event.trigger.quote)
    if event.type == "ASSAULT" and event.mode != "crowd-control":
        return _MODES.get(event.mode or "") or by_word or "ATTACK"
    if event.type == "THREATEN" and event.mode == "violence":
        return by_word or "ATTACK"
    return by_word if event.type == "COERCE" and by_word in ("ROBBERY", "KIDNAPPING") else None


def _stage(event: Event) -> str | None:
    if event.type == "THREATEN":
        return "THREATENED" if event.status == "happened" else None
    return _STAGES.get(event.status)


def _is_recent(event: Event, published: str | None) -> bool:
    end = event.time.end if event.time else None
    if not end or not published:
        return True
    return datetime.date.fromisoformat(end) >= datetime.date.fromisoformat(published) - _WINDOW


def _is_war(event: Event, hit: Iterable[Target]) -> bool:
    """Whether none but fighters are hit, unless one of them is named."""
    people = list(hit)
    if stem_value("clash", event.trigger.quote):
        return not any(target.is_civil for target in people)
    return bool(people) and all(not target.is_civil and not target.name for target in people)


def _days(event: Event) -> tuple[str, str] | None:
    if not event.time or not (event.time.start or event.time.end):
        return None
    return event.time.start or "0000", event.time.end or "9999"


def _compatible(one: Incident, other: Incident) -> bool:
    """Whether both may be one incident: type, stage, days, places."""
    if one.type != other.type or one.stage != other.stage:
        return False
    for a in one.events:
        for b in other.events:
            days, others = _days(a), _days(b)
            if days and others and (days[1] < others[0] or others[1] < days[0]):
                return False
            if a.place and b.place and a.place.country != b.place.country:
                return False
            if a.place and b.place and "country" not in (a.place.precision, b.place.precision) and a.place.name != b.place.name:
                return False
    return True


def incidents(coding: Coding, mentions: Sequence[Mention], text: str) -> list[Incident]:
    """The incidents that the report tells, in the order they come in."""
    found: list[Incident] = []
    for event in sorted(coding.events, key=lambda e: e.trigger.start):
        kind, stage = incident_type(event), _stage(event)
        if kind is None or stage is None or event.confidence < LEAST or not _is_recent(event, coding.report.published):
            continue
        hit = targets(event, coding)
        hit += things_hit(event, mentions, text) if kind in ("BOMBING", "ARSON") or event.mode == "destroy" else []
        if _is_war(event, hit) or not (hit or kind != "ATTACK"):
            continue
        new = Incident(kind, stage, [event], hit)
        known = next((incident for incident in reversed(found) if _compatible(incident, new)), None)
        if known:
            known.events.append(event)
            known.targets += [target for target in hit if not any(target.is_same(old) for old in known.targets)]
        else:
            found.append(new)
    return found


def _muc_day(iso: str) -> str:
    day = datetime.date.fromisoformat(iso)
    return f"{day.day:02} {_MONTHS[day.month - 1]} {day.year % 100:02}"


def _date(incident: Incident, published: str | None) -> str | None:
    """The most exact day told; else "at the latest the day of the report"."""
    told = [e.time for e in incident.events if e.time and e.time.start and e.time.end]
    if told:
        spans = sorted((str(t.end), str(t.start)) for t in told)
        end, start = min(spans, key=lambda s: (datetime.date.fromisoformat(s[0]) - datetime.date.fromisoformat(s[1])).days)
        return _muc_day(start) if start == end else f"{_muc_day(start)} - {_muc_day(end)}"
    return f"- {_muc_day(published)}" if published else None


def _location(incident: Incident, coding: Coding) -> str | None:
    places = [e.place for e in incident.events if e.place and e.place.country]
    exact = next((p for p in places if p.precision not in ("country", "region")), None)
    codes = [p.country for p in places] or [e.place.country for e in coding.events if e.place and e.place.country]
    codes = codes or [entity.country for entity in coding.entities if entity.country]
    if not codes:
        return None
    code = (exact.country if exact else None) or Counter(codes).most_common(1)[0][0]
    known = countries().by_code.get(str(code))
    name = known.name if known else str(code)
    return f"{name}: {exact.name}" if exact else name


def template(incident: Incident, coding: Coding) -> Template:
    """The incident as a template."""
    slots: dict[str, list[Fill]] = {"inc-type": [Fill((incident.type,))], "inc-stage": [Fill((incident.stage,))]}
    for slot, value in (("inc-date", _date(incident, coding.report.published)), ("inc-loc", _location(incident, coding))):
        if value:
            slots[slot] = [Fill((value,))]
    for slot, fill in perpetrators(incident.events, coding):
        slots.setdefault(slot, []).append(fill)
    for target in incident.targets:
        for slot, fill in target.fills():
            slots.setdefault(slot, []).append(fill)
    return Template({slot: list(dict.fromkeys(fills)) for slot, fills in slots.items()})


def templates(coding: Coding, mentions: Sequence[Mention], text: str) -> list[Template]:
    """All templates of the report."""
    return [template(incident, coding) for incident in incidents(coding, mentions, text)]

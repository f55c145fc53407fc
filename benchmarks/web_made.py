"""A made serving index of any size: reports, events and incidents drawn from a seed, taken in by the functions that real ones pass.

Names, places and words are drawn after Zipf's law, days over twenty years with the later ones more often; some three events in ten tell
what another told. Nothing of it reads like news: it weighs what news weighs (sentences of 25 words, ten a report, four events).
"""

from __future__ import annotations

import datetime
import itertools
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from dateline.ontology.loader import ontology
from dateline.records import (
    Count,
    Entity,
    EntityRef,
    Event,
    Incident,
    IncidentCount,
    Join,
    Party,
    Place,
    Report,
    Telling,
    Time,
    content_id,
    make_report,
    span,
)
from dateline.web.build import add_report
from dateline.web.rows import add_incident
from dateline.web.tables import IndexWriter

CODER = "made00000000"
_EVENTS, _SENTENCES, _LONG = 4, 10, 25
_WORDS, _ENTITIES, _PLACES, _PUBLISHERS = 20_000, 20_000, 6_000, 200
_FIRST, _DAYS = datetime.date(2005, 1, 1), 7_300
_STATUSES = ("happened",) * 14 + ("ongoing", "future", "future", "hypothetical", "negated", "alleged")
_COUNTRIES = ("COL", "KEN", "MLI", "UKR", "SYR", "NGA", "PHL", "MEX", "SDN", "USA", "FRA", "IND", "PAK", "IRQ", "YEM", "ETH")


class Maker:
    """Draws records. Same seed and order of calls: same records."""

    def __init__(self, seed: int = 1) -> None:
        """Makes the words, entities and places that all reports draw from."""
        self.rng = random.Random(seed)
        self._zipf: dict[int, list[int]] = {}
        letters = "abcdefghijklmnoprstuvwz"
        self.words = ["the", "of", "said", "talks", "government"] + [
            "".join(self.rng.choices(letters, k=self.rng.randint(3, 9))) for _ in range(_WORDS)
        ]
        self.entities = [self._entity(number) for number in range(_ENTITIES)]
        self.places = [self._place(number) for number in range(_PLACES)]
        self.types = list(ontology().types.values())

    def report(self, number: int) -> tuple[Report, dict[str, list[Any]]]:
        """A report with its events."""
        rng = self.rng
        lines, at, parties = [], 0, []
        for line in range(_SENTENCES):
            actor, recipient = self.entities[self._draw(_ENTITIES)], self.entities[self._draw(_ENTITIES)]
            said = " ".join(self.words[self._draw(len(self.words))] for _ in range(_LONG - 6))
            text = f"{actor.name} struck {recipient.name} {said}."
            if line < _EVENTS:
                parties.append((at, actor, recipient))
            lines.append(text)
            at += len(text) + 1
        day = _FIRST + datetime.timedelta(days=int(_DAYS * rng.random() ** 0.5))
        report = make_report(
            "\n".join(lines), id=f"made-{number}", published=day.isoformat(), title=f"{parties[0][1].name} {self.words[self._draw(500)]}",
            publisher=f"Publisher {self._draw(_PUBLISHERS)}", language="en",
        )  # fmt: skip
        events = [self._event(report, day, *found, number) for number, found in enumerate(parties)]
        refs = {p.entity.id: p.entity for event in events for p in (*event.actor, *event.recipient) if p.entity}
        entities = [
            Entity(id=ref.id, name=ref.name, names=(ref.name,), country=ref.country, sectors=(ref.sector or "GOV",))
            for ref in refs.values()
        ]
        return report, {"events": events, "claims": [], "entities": entities, "mentions": []}

    def incidents(self, events: Sequence[tuple[Event, str]]) -> list[Incident]:
        """Incidents of these events (with the keys of their reports): of every ten, three are put with another."""
        groups: list[list[tuple[Event, str]]] = []
        for one in events:
            if groups and self.rng.random() < 0.3:
                groups[self.rng.randrange(max(0, len(groups) - 50), len(groups))].append(one)
            else:
                groups.append([one])
        return [_incident(group) for group in groups]

    def _draw(self, size: int) -> int:
        """A number below the size, small ones more often; drawn ten thousand at a time."""
        left = self._zipf.get(size)
        if not left:
            weights = 1 / np.arange(1, size + 1) ** 0.9
            drawn = np.random.default_rng(self.rng.randrange(1 << 30)).choice(size, 10_000, p=weights / weights.sum())
            left = self._zipf[size] = drawn.tolist()
        return left.pop()

    def _entity(self, number: int) -> EntityRef:
        name = " ".join(word.capitalize() for word in self.rng.sample(self.words, 2))
        return EntityRef(
            id=f"made:{number}",
            name=f"{name} {number}",
            country=self.rng.choice((*_COUNTRIES, None)),
            sector=self.rng.choice(("GOV", "REB")),
        )

    def _place(self, number: int) -> Place:
        rng = self.rng
        kind = rng.choices(("settlement", "point", "admin1", "country", "region"), (70, 3, 12, 12, 3))[0]
        pointed = kind in ("settlement", "point", "admin1")
        return Place(
            span=None, geonames_id=number + 1, name=f"{rng.choice(self.words).capitalize()} {number}",
            country=None if kind == "region" else rng.choice(_COUNTRIES), admin1=None,
            lat=round(rng.uniform(-60, 70), 4) if pointed else None, lon=round(rng.uniform(-180, 180), 4) if pointed else None,
            precision=kind,  # type: ignore[arg-type]
        )  # fmt: skip

    def _event(self, report: Report, day: datetime.date, at: int, actor: EntityRef, recipient: EntityRef, number: int) -> Event:
        rng = self.rng
        type = rng.choice(self.types)
        trigger = at + len(actor.name) + 1
        known = rng.random()
        start = None if known < 0.2 else day - datetime.timedelta(days=rng.randrange(4))
        end = start and (start if known < 0.85 else start + datetime.timedelta(days=30))
        counts: tuple[Count, ...] = ()
        if rng.random() < 0.1:
            low = float(rng.randint(1, 40))
            counts = (Count(kind="killed", low=low, high=low, side="recipient", span=span(report.text, trigger, trigger + 6)),)
        place = self.places[self._draw(_PLACES)] if rng.random() < 0.7 else None
        after = trigger + 7
        return Event(
            id=content_id(report.key, CODER, number), type=type.name, mode=rng.choice([None, *type.modes]), contexts=(), quad=type.quad,
            plover_score=type.score, confidence=round(rng.random(), 4), trigger=span(report.text, trigger, trigger + 6),
            actor=(Party(start=at, end=at + len(actor.name), quote=actor.name, entity=actor),),
            recipient=(Party(start=after, end=after + len(recipient.name), quote=recipient.name, entity=recipient),),
            status=rng.choice(_STATUSES),  # type: ignore[arg-type]
            speaker=(Party(start=at, end=at + len(actor.name), quote=actor.name, entity=actor),) if rng.random() < 0.3 else (),
            place=place, time=Time(span=None, start=start.isoformat(), end=end.isoformat(), basis="made") if start and end else None,
            counts=counts, unknown={},
        )  # fmt: skip


def _incident(group: Sequence[tuple[Event, str]]) -> Incident:
    events = [event for event, _ in group]
    surest = max(events, key=lambda one: (one.confidence, one.id))
    ids = tuple(sorted(one.id for one in events))
    counts = tuple(
        IncidentCount(
            kind=c.kind,
            side=c.side,
            unit="",
            low=c.low,
            high=c.high,
            tellings=(Telling(event=surest.id, speaker=(), low=c.low, high=c.high),),
        )
        for c in surest.counts
    )
    keys = tuple(sorted({key for _, key in group}))
    return Incident(
        id=content_id("made", *ids), coder=CODER, type=surest.type, types=tuple(sorted({one.type for one in events})), mode=surest.mode,
        quad=surest.quad, plover_score=surest.plover_score, confidence=surest.confidence, status=surest.status,
        statuses=tuple(sorted({one.status for one in events})), actor=tuple(dict.fromkeys(p.entity for p in surest.actor if p.entity)),
        recipient=tuple(dict.fromkeys(p.entity for p in surest.recipient if p.entity)),
        place=surest.place,
        start=surest.time.start if surest.time else None, end=surest.time.end if surest.time else None,
        first_published=None, last_published=None,
        counts=counts, events=ids, reports=keys, stories=keys,
        joins=tuple(Join(left=a, right=b, score=0.9, reason="made") for a, b in itertools.pairwise(ids)),
    )  # fmt: skip


def make_index(folder: Path, events: int, seed: int = 1) -> None:
    """An index with so many events in the folder."""
    maker, writer = Maker(seed), IndexWriter(folder)
    waiting: list[tuple[Event, str]] = []
    for number in range(events // _EVENTS):
        report, children = maker.report(number)
        add_report(writer, report, children, CODER)
        waiting += [(event, report.key) for event in children["events"]]
        if len(waiting) >= 20_000 or number == events // _EVENTS - 1:
            writer.flush()
            _add_incidents(writer, maker.incidents(waiting))
            waiting = []
    writer.data.execute(
        """CREATE OR REPLACE TABLE stories AS SELECT key AS id, key AS head, [key] AS reports, [{'report': key, 'relation': 'head',
        'of': NULL::VARCHAR, 'score': NULL::DOUBLE, 'reason': 'made', 'carries': NULL::VARCHAR}] AS members FROM reports"""
    )
    writer.close()


def _add_incidents(writer: IndexWriter, incidents: Sequence[Incident]) -> None:
    ids = [event for one in incidents for event in one.events]
    sql = "SELECT id, num, confidence, publishers, speakers, report FROM events WHERE id IN (SELECT unnest($ids))"
    facts = {row[0]: row[1:] for row in writer.data.execute(sql, {"ids": ids}).fetchall()}
    shown = writer.event_rows(fact[0] for fact in facts.values())
    for number, one in enumerate(incidents):
        add_incident(writer, one, facts, shown, number + 1)

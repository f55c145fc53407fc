"""A small coder of the real one's shape, for tests of what stands around it."""

import os
import re
import time

from dateline.languages import is_read
from dateline.records import (
    Claim,
    Coding,
    Count,
    Entity,
    EntityRef,
    Event,
    Mention,
    Party,
    Place,
    Report,
    Time,
    content_id,
    head,
    span,
)

_SENTENCE = re.compile(
    r"(?P<actor>[A-Z]\w+) (?P<verb>met|struck) (?P<recipient>[A-Z]\w+)(?: in (?P<place>[A-Z]\w+))?(?: killing (?P<number>\d+))?"
)


class FakeCoder:
    """Finds `Alpha met Beta in Gamma` and `Alpha struck Beta killing 3`. FAKE_DELAY seconds a report; `EXPLODE` trips it."""

    def __init__(self, id: str = "fake-1") -> None:
        self.id = id

    def code_full(self, report: Report) -> tuple[Coding, tuple[Mention, ...]]:
        time.sleep(float(os.environ.get("FAKE_DELAY", "0")))
        if "EXPLODE" in report.text:
            raise RuntimeError("tripped")
        if not is_read(report.language):
            return Coding(report=head(report), events=(), claims=(), entities=(), coder=self.id), ()
        events = tuple(self._event(report, found, number) for number, found in enumerate(_SENTENCE.finditer(report.text)))
        parties = [party for event in events for party in (*event.actor, *event.recipient)]
        refs = {party.entity.id: party.entity for party in parties if party.entity}
        entities = tuple(
            Entity(id=key, name=ref.name, names=(ref.name,), country=ref.country, sectors=("GOV",)) for key, ref in sorted(refs.items())
        )
        mentions = tuple(Mention(kind="actor", start=p.start, end=p.end, quote=p.quote, entity=p.entity) for p in parties)
        claims = tuple(
            Claim(span=span(report.text, *found.span()), low=int(found[1]), high=None, unit="hectares", of="land", speaker=(), as_of=None)
            for found in re.finditer(r"(\d+) hectares", report.text)
        )
        return Coding(report=head(report), events=events, claims=claims, entities=entities, coder=self.id), mentions

    def _event(self, report: Report, found: re.Match[str], number: int) -> Event:
        text = report.text

        def party(role: str) -> tuple[Party, ...]:
            name = found[role]
            ref = EntityRef(id=f"e-{name.lower()}", name=name, country="COL" if name == "Alpha" else None)
            start, end = found.span(role)
            return (Party(start=start, end=end, quote=name, entity=ref),)

        place = None
        if found["place"]:
            place = Place(
                span=span(text, *found.span("place")), geonames_id=7, name=found["place"], country="KEN", admin1=None, lat=1.5, lon=None,
                precision="settlement",
            )  # fmt: skip
        counts = ()
        if found["number"]:
            low = int(found["number"])  # an int in a float field, as a careless stage might give
            counts = (Count(kind="killed", low=low, high=low, side="recipient", span=span(text, *found.span("number"))),)
        when = Time(span=None, start=report.published, end=report.published, basis="published") if report.published else None
        return Event(
            id=content_id(report.key, self.id, found.start(), number), type="CONSULT" if found["verb"] == "met" else "ASSAULT", mode=None,
            contexts=(), quad=1, plover_score=6, confidence=0.75, trigger=span(text, *found.span("verb")), actor=party("actor"),
            recipient=party("recipient"), status="happened", speaker=(), place=place, time=when, counts=counts,
            unknown={"contexts": "no model", **({} if when else {"time": "not said"})},
        )  # fmt: skip


def make_coder() -> FakeCoder:
    """The factory that workers import."""
    return FakeCoder()

"""What the field's formats hold as one event: an incident with its tellings, or one event record alone."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from dateline.records import Event, Incident, IncidentCount, Party, Place, Record, Status, Telling


class Source(Record, frozen=True):
    """What an export needs of a report: its ids, and what its reader is told of it."""

    id: str
    key: str
    published: str | None
    publisher: str | None
    title: str | None
    url: str | None
    language: str | None


class Told(Record, frozen=True):
    """An event record and the report that it stands in."""

    event: Event
    report: Source


class Side(Record, frozen=True):
    """One actor or recipient: the entity (`id` and `name` None: unresolved) and the words that name it in a report."""

    id: str | None
    name: str | None
    country: str | None
    sector: str | None
    words: str

    @property
    def label(self) -> str:
        """The resolved name, else the words."""
        return self.name or self.words


class Act(Record, frozen=True):
    """One row's worth: values as `Incident` has them, `tellings` by publication day, and the surest of them.

    `stories` is how many stories tell of it, 0 where none are computed.
    """

    id: str
    coder: str
    type: str
    types: tuple[str, ...]
    mode: str | None
    contexts: tuple[str, ...]
    quad: int
    plover_score: float
    confidence: float
    status: Status
    statuses: tuple[str, ...]
    actor: tuple[Side, ...]
    recipient: tuple[Side, ...]
    place: Place | None
    start: str | None
    end: str | None
    counts: tuple[IncidentCount, ...]
    tellings: tuple[Told, ...]
    surest: Told
    stories: int

    @property
    def reports(self) -> tuple[Source, ...]:
        """The reports of the tellings, each once, in their order."""
        return tuple({told.report.key: told.report for told in self.tellings}.values())


class Dyad(Record, frozen=True):
    """One actor with one recipient of an act (None: the act has none). `id` is stable: the act's own, numbered where it has several."""

    id: str
    actor: Side | None
    recipient: Side | None


def act_of_event(told: Told, coder: str) -> Act:
    """The act that one event record tells of."""
    event = told.event
    return Act(
        id=event.id, coder=coder, type=event.type, types=(event.type,), mode=event.mode, contexts=event.contexts, quad=event.quad,
        plover_score=event.plover_score, confidence=event.confidence, status=event.status, statuses=(event.status,),
        actor=_each_once(map(_side, event.actor)), recipient=_each_once(map(_side, event.recipient)), place=event.place,
        start=event.time.start if event.time else None, end=event.time.end if event.time else None,
        counts=tuple(
            IncidentCount(
                kind=count.kind, side=count.side, unit=count.unit, low=count.low, high=count.high,
                tellings=(Telling(event=event.id, speaker=speakers(event), low=count.low, high=count.high),),
            )
            for count in event.counts
        ),
        tellings=(told,), surest=told, stories=0,
    )  # fmt: skip


def act_of_incident(incident: Incident, tellings: Sequence[Told]) -> Act:
    """The act that an incident is; `tellings` are those of its event records that are at hand, one at least."""
    surest = max(tellings, key=lambda told: (told.event.type == incident.type, told.event.mode == incident.mode, told.event.confidence))
    ordered = sorted(tellings, key=lambda told: (told is not surest, -told.event.confidence))
    return Act(
        id=incident.id, coder=incident.coder, type=incident.type, types=incident.types, mode=incident.mode,
        contexts=tuple(sorted({name for told in tellings for name in told.event.contexts})), quad=incident.quad,
        plover_score=incident.plover_score, confidence=incident.confidence, status=incident.status, statuses=incident.statuses,
        actor=_sides(incident, "actor", ordered), recipient=_sides(incident, "recipient", ordered), place=incident.place,
        start=incident.start, end=incident.end, counts=incident.counts, tellings=tuple(tellings), surest=surest,
        stories=len(incident.stories),
    )  # fmt: skip


def dyads(act: Act) -> list[Dyad]:
    """Every actor with every recipient, in their order; one with None where the act lacks a side."""
    pairs = list(itertools.product(act.actor or (None,), act.recipient or (None,)))
    if len(pairs) == 1:
        return [Dyad(id=act.id, actor=pairs[0][0], recipient=pairs[0][1])]
    return [Dyad(id=f"{act.id}-{number}", actor=actor, recipient=recipient) for number, (actor, recipient) in enumerate(pairs, 1)]


def speakers(event: Event) -> tuple[str, ...]:
    """Names of the speakers of an event record, outermost first."""
    return tuple(_side(party).label for party in event.speaker)


def one_line(words: str) -> str:
    """The words with white space, line breaks included, collapsed."""
    return " ".join(words.split())


def _side(party: Party) -> Side:
    entity = party.entity
    if entity is None:
        return Side(id=None, name=None, country=None, sector=None, words=one_line(party.quote))
    return Side(id=entity.id, name=one_line(entity.name), country=entity.country, sector=entity.sector, words=one_line(party.quote))


def _sides(incident: Incident, role: str, ordered: Sequence[Told]) -> tuple[Side, ...]:
    """The incident's entities with the words of the surest telling that names each; where it has none, the surest telling's words."""
    told = [[_side(party) for party in getattr(one.event, role)] for one in ordered]
    words: dict[str | None, str] = {}
    for side in itertools.chain.from_iterable(told):
        words.setdefault(side.id, side.words)
    entities = getattr(incident, role)
    if entities:
        return tuple(
            Side(id=one.id, name=one_line(one.name), country=one.country, sector=one.sector, words=words.get(one.id, ""))
            for one in entities
        )
    return _each_once(next((sides for sides in told if sides), []))


def _each_once(sides: Iterable[Side]) -> tuple[Side, ...]:
    """Several mentions of one entity are one side; unresolved words each stand for themselves."""
    found: dict[tuple[str | None, str], Side] = {}
    for side in sides:
        found.setdefault((side.id, "" if side.id else side.words), side)
    return tuple(found.values())

"""A small store of varied events, drawn from a seed, for tests of the page: stories and incidents as given, all else through the writer."""

import random

from support.stores import put, story

from dateline.intake import prepare_report
from dateline.ontology.loader import ontology
from dateline.records import (
    Coding,
    Count,
    Entity,
    EntityRef,
    Event,
    Incident,
    IncidentCount,
    Join,
    Mention,
    Party,
    Place,
    Telling,
    Time,
    content_id,
    head,
    span,
)
from dateline.store import Coded, Store
from dateline.web.app import make_app
from dateline.web.guard import Door
from dateline.web.serving import Serving

NAMES = ("Alpha", "Beta", "Gamma", "Delta", "Éclair", "Alphabet")
WORDS = ("talks", "border", "ceasefire", "Café", "raid", "market", "o'clock", "U.N.")
COUNTRIES = {"Alpha": "COL", "Beta": "KEN", "Gamma": None, "Delta": "COL", "Éclair": "FRA", "Alphabet": "USA"}
DAYS = ("2025-07-30", "2025-08-01", "2025-08-04", "2025-08-09", "2024-12-31")
PLACES = (("Goma", "settlement", "COD", 1), ("Mali", "country", "MLI", 2), ("Sahel", "region", None, None), ("Kidal", "admin1", "MLI", 3))
STATUSES = ("happened", "ongoing", "future", "alleged")
CODER = "web-1"


def coded(number, rng, *, extra=""):
    """A report with up to four events, and its records."""
    lines = []
    for _ in range(rng.randint(0, 4)):
        actor, recipient = rng.choice(NAMES), rng.choice(NAMES)
        lines.append(f"{actor} met {recipient} over {rng.choice(WORDS)} and {rng.choice(WORDS)}.")
    text = "\n".join([f"Report number {number} 😀 begins{extra}.", *lines])
    report = prepare_report(
        text, id=f"r{number}", published=rng.choice((*DAYS, None)), title=rng.choice((None, "News of the border", "Élan")),
        publisher=rng.choice((None, "Post", "Herald")), language="en",
    )  # fmt: skip
    at, events = text.index("\n") + 1 if lines else 0, []
    for line in lines:
        events.append(_event(report, at, line, rng, len(events)))
        at += len(line) + 1
    parties = [p for event in events for p in (*event.actor, *event.recipient) if p.entity]
    entities = {
        p.entity.id: Entity(id=p.entity.id, name=p.entity.name, names=(p.quote,), country=p.entity.country, sectors=()) for p in parties
    }
    mentions = tuple(Mention(kind="actor", start=p.start, end=p.end, quote=p.quote, entity=p.entity) for p in parties)
    coding = Coding(report=head(report), events=tuple(events), claims=(), entities=tuple(entities.values()), coder=CODER)
    return Coded(report=report, coding=coding, mentions=mentions)


def _event(report, at, line, rng, number):
    words = line.split()
    type = rng.choice(list(ontology().types.values()))
    start, end = rng.choice(
        ((None, None), ("2025-08-01", "2025-08-01"), ("2025-08-01", "2025-08-05"), (None, "2025-08-03"), ("2025-08-02", None))
    )

    def party(name, begin):
        ref = EntityRef(id=f"e-{name.lower()}", name=name, country=COUNTRIES[name], sector="GOV") if rng.random() < 0.8 else None
        return Party(start=begin, end=begin + len(name), quote=name, entity=ref)

    actor = party(words[0], at)
    recipient = party(words[2], at + len(words[0]) + 5)
    name, precision, country, geonames = rng.choice(PLACES)
    pointed = precision != "country"
    place = Place(
        span=None, geonames_id=geonames, name=name, country=country, admin1=None, lat=1.5 if pointed else None, lon=2.5 if pointed else None,
        precision=precision,
    )  # fmt: skip
    trigger = at + len(words[0]) + 1
    count = Count(kind="killed", low=3.0, high=None, side="recipient", span=span(report.text, trigger, trigger + 3))
    return Event(
        id=content_id(report.key, CODER, number), type=type.name, mode=rng.choice((None, *type.modes)), contexts=(), quad=type.quad,
        plover_score=type.score, confidence=rng.randint(0, 100) / 100, trigger=span(report.text, trigger, trigger + 3),
        actor=(actor,) if rng.random() < 0.9 else (), recipient=(recipient,) if rng.random() < 0.9 else (), status=rng.choice(STATUSES),
        speaker=(actor,) if rng.random() < 0.4 else (), place=place if rng.random() < 0.7 else None,
        time=Time(span=None, start=start, end=end, basis="made") if start or end or rng.random() < 0.5 else None,
        counts=(count,) if rng.random() < 0.3 else (), unknown={},
    )  # fmt: skip


def incident_of(group):
    """An incident of these (event, report) pairs."""
    events = [event for event, _ in group]
    surest = min(events, key=lambda one: (-one.confidence, one.id))
    ids = tuple(sorted(one.id for one in events))
    published = sorted(r.published for _, r in group if r.published)
    parties = {
        role: tuple({p.entity.id: p.entity for one in events for p in getattr(one, role) if p.entity}.values())
        for role in ("actor", "recipient")
    }
    counts = tuple(
        IncidentCount(
            kind=c.kind, side=c.side, unit="", low=c.low, high=c.high, tellings=(Telling(event=surest.id, speaker=(), low=3.0, high=None),)
        )
        for c in surest.counts
    )
    keys = tuple(sorted({r.key for _, r in group}))
    return Incident(
        id=content_id("incident", CODER, *ids), coder=CODER, type=surest.type, types=tuple(sorted({one.type for one in events})),
        mode=surest.mode, quad=surest.quad, plover_score=surest.plover_score, confidence=surest.confidence, status=surest.status,
        statuses=tuple(sorted({one.status for one in events})), actor=parties["actor"], recipient=parties["recipient"], place=surest.place,
        start=surest.time.start if surest.time else None, end=surest.time.end if surest.time else None,
        first_published=published[0] if published else None, last_published=published[-1] if published else None, counts=counts, events=ids,
        reports=keys, stories=(), joins=tuple(Join(left=ids[0], right=one, score=0.9, reason="same act") for one in ids[1:]),
    )  # fmt: skip


def add_run(store, items):
    """One run that brings these."""
    with store.writer(CODER) as writer:
        for one in items:
            writer.add(one)


def join_all(store, items, rng):
    """Incidents of one or two events each, in place of all that were there."""
    pairs = [(event, one.report) for one in items for event in one.coding.events]
    rng.shuffle(pairs)
    groups = []
    while pairs:
        groups.append([pairs.pop() for _ in range(min(len(pairs), rng.choice((1, 1, 2))))])
    put(store, "incidents", [incident_of(group) for group in groups], mode="overwrite")
    put(store, "stories", [story(one.report.key) for one in items], mode="overwrite")


def make_store(folder, reports=30, seed=1):
    """The store and what is in it."""
    rng = random.Random(seed)
    store = Store(folder, create=True)
    items = [coded(number, rng) for number in range(reports)]
    add_run(store, items)
    join_all(store, items, rng)
    return store, items


def client_of(store, *, door=None, **options):
    """A test client of the store's page."""
    from starlette.testclient import TestClient

    app = make_app(serving_of(store, **options), door or Door(port=80))
    return TestClient(app, base_url="http://localhost", raise_server_exceptions=False)


def serving_of(store, **options):
    """The store being served; no report that is opened loads the model."""
    serving = Serving(store, **options)
    serving._warming = True
    return serving

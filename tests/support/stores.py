"""Small stores of known content, filled by the fake coder, with stories and incidents as the caller gives them."""

from deltalake import write_deltalake
from support.fakes import FakeCoder

from dateline.intake import prepare_report
from dateline.records import EntityRef, Incident, IncidentCount, Place, Story, StoryMember, content_id
from dateline.store import Coded
from dateline.store.schema import to_arrow


def report(id, text, published="2025-08-09", **fields):
    return prepare_report(text, id=id, published=published, **fields)


def fill(store, items, coder=None):
    """One run of the coder over these reports."""
    coder = coder or FakeCoder()
    with store.writer(coder.id) as writer:
        for one in items:
            coding, mentions = coder.code_full(one)
            writer.add(Coded(report=one, coding=coding, mentions=mentions))


def entity(name, country=None):
    return EntityRef(id=f"e-{name.lower()}", name=name, country=country)


def incident(
    type="ASSAULT", actor=("Alpha",), recipient=("Beta",), start="2025-08-05", end="2025-08-05", *, status="happened", score=-9.0,
    country=None, killed=(), events=("x",), reports=("k",), stories=(), coder="fake-1", published="2025-08-09", mode=None, names=None,
):  # fmt: skip
    """An incident; `killed`: (side, low, high) each; its id follows from its events."""
    countries = names or {}
    place = None
    if country:
        place = Place(span=None, geonames_id=None, name=country, country=country, admin1=None, lat=None, lon=None, precision="country")
    return Incident(
        id=content_id("incident", coder, *events), coder=coder, type=type, types=(type,), mode=mode, quad=1 if score > 0 else 4,
        plover_score=score, confidence=0.9, status=status, statuses=(status,),
        actor=tuple(entity(name, countries.get(name)) for name in actor),
        recipient=tuple(entity(name, countries.get(name)) for name in recipient), place=place, start=start, end=end,
        first_published=published, last_published=published,
        counts=tuple(IncidentCount(kind="killed", side=side, unit="", low=low, high=high, tellings=()) for side, low, high in killed),
        events=tuple(sorted(events)), reports=tuple(sorted(reports)), stories=tuple(stories), joins=(),
    )  # fmt: skip


def story(*keys):
    members = tuple(
        StoryMember(report=key, relation="copy" if at else "head", of=keys[0] if at else None, score=1.0 if at else None, reason="same")
        for at, key in enumerate(keys)
    )
    return Story(id=content_id("story", *keys), head=keys[0], reports=keys, members=members, first_published=None, last_published=None)


def put(store, name, records, *, mode="append"):
    """Writes rows of `stories` or `incidents` as they are given."""
    kind = {"stories": Story, "incidents": Incident}[name]
    write_deltalake(store.ensure_table(name), to_arrow(records, kind), mode=mode)

"""Reports for dossiers, coded by hand: `[words|entity]` marks a party, and events name parties by their order in the sentence."""

import re

from dateline.dossier import ReadReport, Tied, make_sides
from dateline.reader.sentences import split_sentences
from dateline.records import Claim, Count, Entity, EntityRef, Event, Mention, Party, Place, Time, content_id, make_report, span

GOV = EntityRef(id="gov:COL", name="Government of Colombia", country="COL", sector="GOV")
MINISTER = EntityRef(id="person:ada-rios", name="Ada Rios", country="COL", sector="GOV")
ARMY = EntityRef(id="COL:MIL", name="Military of Colombia", country="COL", sector="MIL")
GROUP = EntityRef(id="group:clan-del-golfo", name="Clan del Golfo", country="COL", sector="CRM")
REBELS = EntityRef(id="role:REB:COL", name="Rebels of Colombia", country="COL", sector="REB")
CHURCH = EntityRef(id="org:river-church", name="River Church", country="COL", sector="REL")
REFS = {"gov": GOV, "min": MINISTER, "army": ARMY, "group": GROUP, "rebels": REBELS, "church": CHURCH}
QUADS = {"CONSULT": 1, "AGREE": 1, "SUPPORT": 1, "CONCEDE": 1, "COOPERATE": 2, "AID": 2, "RETREAT": 2, "REQUEST": 3, "ACCUSE": 3,
         "REJECT": 3, "THREATEN": 3}  # fmt: skip
_MARK = re.compile(r"\[([^|\]]*)\|(\w+)\]")


def sides(a=GOV, b=GROUP, refs=(), **options):
    return make_sides((a.name, a), (b.name, b), [*REFS.values(), *refs], **options)


def read(id, marked, *events, published="2025-08-09", story=None, claims=(), times=(), **fields):
    """A report. `events` come from `event`; `claims`: (number word, of, low, speaker or None); `times`: words."""
    parties, text, at = [], "", 0
    for found in _MARK.finditer(marked):
        text += marked[at : found.start()]
        parties.append((len(text), found[1], REFS.get(found[2])))
        text += found[1]
        at = found.end()
    text += marked[at:]
    report = make_report(text, id=id, published=published, **fields)
    held = [Party(start=start, end=start + len(words), quote=words, entity=ref) for start, words, ref in parties]
    mentions = [Mention(kind="actor", start=p.start, end=p.end, quote=p.quote, entity=p.entity) for p in held]
    for words in times:
        start = text.index(words)
        mentions.append(Mention(kind="time", start=start, end=start + len(words), quote=words))
    refs = {p.entity.id: p.entity for p in held if p.entity}
    return ReadReport(
        report=report, story=story or report.key, events=tuple(_event(report, held, number, one) for number, one in enumerate(events)),
        claims=tuple(_claim(text, held, *one) for one in claims),
        entities=tuple(
            Entity(id=r.id, name=r.name, names=tuple(p.quote for p in held if p.entity == r), country=r.country, sectors=(r.sector,))
            for r in refs.values()
        ),
        mentions=tuple(sorted(mentions, key=lambda m: m.start)), sentences=tuple(split_sentences(text)),
    )  # fmt: skip


def event(
    words, type, actor=(), recipient=(), *, status="happened", day=None, mode=None, speaker=(), killed=None, place=None, confidence=0.9
):
    return {
        "words": words, "type": type, "actor": actor, "recipient": recipient, "status": status, "day": day, "mode": mode,
        "speaker": speaker, "killed": killed, "place": place, "confidence": confidence,
    }  # fmt: skip


def tie(*reads, start=None, end=None):
    """One incident of all their events."""
    events = tuple(sorted(one.id for read in reads for one in read.events))
    return Tied(id=content_id("incident", *events), events=events, start=start, end=end or start, place=None)


def _event(report, held, number, one):
    start = report.text.index(one["words"])
    day = one["day"] if isinstance(one["day"], tuple) else (one["day"], one["day"])
    place = one["place"] and Place(
        span=None, geonames_id=None, name=one["place"], country="COL", admin1=None, lat=None, lon=None, precision="settlement"
    )
    counts = ()
    if one["killed"]:
        low = float(one["killed"])
        counts = (Count(kind="killed", low=low, high=low, side="recipient", span=span(report.text, start, start + 1)),)
    return Event(
        id=content_id(report.key, number), type=one["type"], mode=one["mode"], contexts=(), quad=QUADS.get(one["type"], 4),
        plover_score=0.0, confidence=one["confidence"], trigger=span(report.text, start, start + len(one["words"])),
        actor=tuple(held[i] for i in one["actor"]), recipient=tuple(held[i] for i in one["recipient"]), status=one["status"],
        speaker=tuple(held[i] for i in one["speaker"]), place=place,
        time=Time(span=None, start=day[0], end=day[1], basis="published") if any(day) else None, counts=counts, unknown={},
    )  # fmt: skip


def _claim(text, held, words, of, low, speaker):
    start = text.index(words)
    return Claim(
        span=span(text, start, start + len(words)), low=low, high=low, unit="", of=of,
        speaker=() if speaker is None else (held[speaker],), as_of=None,
    )  # fmt: skip

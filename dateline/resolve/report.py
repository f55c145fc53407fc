"""One report's readings to its records: every mention resolved, every event with its parties, place, time, counts and speaker."""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections import Counter
from collections.abc import Callable, Sequence

import msgspec

from dateline.ontology import ontology
from dateline.reader.decode import FoundEvent, FoundMention
from dateline.reader.reader import ReadSentence
from dateline.records import Claim, EntityRef, Event, Mention, Party, Place, Report, Span, Time, content_id, span
from dateline.resolve.claims import Setting, find_claims
from dateline.resolve.countries import plain
from dateline.resolve.counts import event_counts
from dateline.resolve.entities import ActorContext, Entities, armed_sector, slug
from dateline.resolve.focus import Focus
from dateline.resolve.lengths import why_no_day
from dateline.resolve.newstates import local_names
from dateline.resolve.placecontext import context_of
from dateline.resolve.placerecipients import place_recipients
from dateline.resolve.places import resolve_place
from dateline.resolve.reportactors import ReportActors
from dateline.resolve.sentence_numbers import SentenceNumber, sentence_numbers
from dateline.resolve.time_numeric import day_comes_first
from dateline.resolve.times import Interval, anchor_after, resolve_time
from dateline.resolve.toponyms import toponyms, towns_inside

NO_CONTEXTS = "no model for contexts yet"
_ACCORDING = re.compile(r"\baccording to (?:the |an? )?$", re.IGNORECASE)
# Words that put the time after them ahead of the day of writing, and how far before it in the same clause they may stand.
_AHEAD = re.compile(r"\b(?:will|shall|(?:is|are|was|were) (?:due |set |scheduled |expected )?to|would)\b[^,;:.]*$")
_COMPASS = re.compile(
    r"^(?:the )?(?:(?:far |north|south)?(?:-?(?:north|south|east|west)(?:ern)?)|central|mainland|neighbou?ring|war-torn) ", re.IGNORECASE
)
_WORDS = re.compile(r"[^\W\d_]+")
_CLAUSE = 60
# The reader's threshold for a role: from it on a party is the recipient rather than the place that the act falls on. Of the likeliest
# parties below it, beside such a place, a fifth are right on the corpus's held-out parts; mostly the gold has the place alone.
_SURE = 0.5
_RANK = {"point": 0, "settlement": 1, "admin2": 2, "admin1": 3, "region": 4, "country": 5}


@dataclasses.dataclass(frozen=True, slots=True)
class Resolved:
    """What one report says, resolved."""

    events: tuple[Event, ...]
    claims: tuple[Claim, ...]
    mentions: tuple[Mention, ...]
    names: tuple[tuple[EntityRef | None, str], ...] = ()  # whole names of entities whose mention has a part of it


class ReportResolver:
    """Resolves one report; keeps what the report has named so far. Use one for each report."""

    def __init__(self, report: Report, sentences: Sequence[ReadSentence], entities: Entities, coder: str) -> None:
        self.report, self.text, self.sentences, self.entities, self.coder = report, report.text, sentences, entities, coder
        self.published = datetime.date.fromisoformat(report.published) if report.published else None
        self.known: dict[str, EntityRef] = {}
        self.previous: Interval | None = None
        self.times: dict[tuple[int, int], Interval | None] = {}
        self._day_first = day_comes_first(self.text)
        actors = [self._words(m) for s in sentences for m in s.mentions if m.kind == "actor"]
        self._people = {name for words in actors for name in entities.people_called(words)}
        actors = [words for words in actors if plain(words) not in self._people]
        places = [self._words(m) for s in sentences for m in s.mentions if m.kind == "place"]
        self.countries = Counter(c for words in (*actors, *places) if (c := entities.country_of(words) or entities.home_country([words])))
        found = [m for s in sentences for m in s.mentions]
        spans = toponyms(self.text, found)
        self.places = context_of(self.text, spans, Counter(c for c in map(entities.country_of, actors) if c))
        self._towns = towns_inside(self.text, spans, found)
        self.local = local_names(self.text, self.countries, entities.knows)
        self.armed = armed_sector(self.text, (self._words(m) for s in sentences for m in s.mentions if m.kind == "actor"), entities)
        self._found_places: dict[str, Place | None] = {}
        focus = Focus(self.text, sentences, self._actor_country, self._place_country, self._town_country)
        focus.add_dateline(entities.country_of(report.dateline) if report.dateline else None)
        self.home = focus.home
        self.actors = ReportActors(self.text, entities, focus, self._context, self._country_of, self.known, self._towns, self._people)
        self.refs = self.actors.refs

    def _words(self, m: FoundMention) -> str:
        return self.text[m.start : m.end]

    def resolve(self, confidence: Callable[[float], float]) -> Resolved:
        """All events, claims and mentions of the report. `confidence` maps an event's raw score to its probability."""
        events: list[Event] = []
        claims: list[Claim] = []
        mentions: list[Mention] = []
        ordinals: Counter[tuple[int, int, str]] = Counter()
        for number, sentence in enumerate(self.sentences):
            self.actors.resolve(number, sentence)
        self.actors.finish()
        for sentence in self.sentences:
            self._resolve_times(sentence)
            for m in sentence.mentions:
                mentions.append(
                    Mention(kind=m.kind, start=m.start, end=m.end, quote=self._words(m), entity=self.refs.get((m.start, m.end)))  # type: ignore[arg-type]
                )
            numbers = sentence_numbers(self.text, sentence)
            for found in sentence.events:
                mark = (found.start, found.end, found.type)
                events.append(self._event(sentence, found, numbers, confidence(found.score), ordinals[mark]))
                ordinals[mark] += 1
            claims += find_claims(self.text, sentence, numbers, Setting(self._parties, self._interval))
        names = tuple((self.refs.get(key), words) for key, words in self.actors.whole_names.items())
        return Resolved(_told_again(events), tuple(claims), tuple(mentions), names)

    def _context(self, home: str | None, beside: str | None = None, scene: str | None = None, owner: str | None = None) -> ActorContext:
        return ActorContext(self.report.published, home, self.known, self.countries, beside, scene, self.armed, owner, self.local)

    def _actor_country(self, m: FoundMention) -> str | None:
        words = self._words(m)
        if plain(words) in self._people:
            return None
        return self.entities.home_country([words]) or next((code for word in _WORDS.findall(words) if (code := self._local(word))), None)

    def _local(self, words: str) -> str | None:
        held = self.local.get(words.lower()) if words[:1].isupper() else None
        return held[0] if held else None

    def _place_country(self, m: FoundMention) -> str | None:
        words = _COMPASS.sub("", self._words(m))
        return self._local(words) or self.entities.country_of(words) or self.entities.home_country([words], bodies=False)

    def _town_country(self, m: FoundMention) -> str | None:
        town = self._towns.get((m.start, m.end)) if m.kind == "actor" else m
        if town is None:
            return None
        words = self._words(town)
        place = self._resolve_place(words) if any(c.isupper() for c in words) else None
        return place.country if place else None

    def _country_of(self, m: FoundMention) -> str | None:
        words = self._words(m)
        if known := self._local(words) or self.entities.country_of(words):
            return known
        # Words without a name ("the capital") are placed by the report's country, which must not be asked of them.
        place = self._resolve_place(words) if any(c.isupper() for c in words) else None
        return place.country if place else None

    def _resolve_times(self, sentence: ReadSentence) -> None:
        future = {i for e in sentence.events if e.status in ("future", "hypothetical") for i, _ in e.roles.get("time", ())}
        for i, m in enumerate(sentence.mentions):
            if m.kind == "time":
                ahead = i in future or _AHEAD.search(self.text[max(sentence.start, m.start - _CLAUSE) : m.start])
                found = resolve_time(
                    self._words(m), self.published, self.previous, "future" if ahead else "past", day_first=self._day_first
                )
                self.times[m.start, m.end] = found
                self.previous = anchor_after(found, self.previous)

    def _parties(self, sentence: ReadSentence, held: Sequence[tuple[int, float]]) -> tuple[Party, ...]:
        found = sorted((sentence.mentions[i] for i, _ in held), key=lambda m: m.start)
        return tuple(map(self._party, found))

    def _party(self, m: FoundMention) -> Party:
        named = self.actors.named(m)
        return Party(
            start=m.start,
            end=m.end,
            quote=self._words(m),
            entity=self._ref(m),
            basis="reference" if named else "words",
            named=self._span(named) if named else None,
        )

    def _acted_on(self, found: FoundEvent, place: Place | None) -> tuple[Party, ...]:
        """The place of an act on it, as who it was done to."""
        if found.type not in place_recipients() or place is None or place.span is None:
            return ()
        at, sector = place.span, None if place.precision == "country" else place_recipients()[found.type]
        ref = EntityRef(id=f"place:{place.geonames_id or slug(place.name)}", name=place.name, country=place.country, sector=sector)
        return (Party(start=at.start, end=at.end, quote=at.quote, entity=ref, basis="place"),)

    def _ref(self, m: FoundMention) -> EntityRef | None:
        if m.kind == "actor":
            return self.refs.get((m.start, m.end))
        words = self._words(m)
        if self._local(words) or self.entities.country_of(words):
            return self.entities.resolve(words, self._context(self.home))
        place = self._resolve_place(words)
        return EntityRef(id=f"place:{place.geonames_id or slug(place.name)}", name=place.name, country=place.country) if place else None

    def _resolve_place(self, words: str) -> Place | None:
        if words not in self._found_places:
            self._found_places[words] = resolve_place(words, self.places)
        return self._found_places[words]

    def _why_no_day(self, sentence: ReadSentence, found: FoundEvent) -> str:
        given = found.roles.get("time")
        if not given:
            return "the sentence gives no day for it"
        return why_no_day(self._words(sentence.mentions[given[0][0]]), bool(self.published))

    def _span(self, m: FoundMention) -> Span:
        return span(self.text, m.start, m.end)

    def _event(
        self, sentence: ReadSentence, found: FoundEvent, numbers: Sequence[SentenceNumber], confidence: float, ordinal: int
    ) -> Event:
        unknown = {"contexts": NO_CONTEXTS}
        parties = {role: self._parties(sentence, found.roles.get(role, ())) for role in ("actor", "recipient", "speaker")}
        # "X said, according to Y": Y is the outer source. Otherwise the one named first is ("Y quoted X as saying").
        parties["speaker"] = tuple(
            sorted(parties["speaker"], key=lambda p: not _ACCORDING.search(self.text, max(0, p.start - 20), p.start))
        )
        place = self._place(sentence, found)
        unsure = all(p < _SURE for _, p in found.roles.get("recipient", ()))
        parties["recipient"] = (unsure and self._acted_on(found, place)) or parties["recipient"]
        for role in ("actor", "recipient"):
            if not parties[role]:
                unknown[role] = "the sentence names none"
        if place is None:
            unknown["place"] = "not resolved" if found.roles.get("place") else "the sentence gives no place for it"
        time = self._time(sentence, found)
        if time is None:
            unknown["time"] = self._why_no_day(sentence, found)
        if found.mode is None:
            unknown["mode"] = "no mode fits" if ontology().types[found.type].modes else "the type has no modes"
        return Event(
            id=content_id(self.report.key, self.coder, found.start, found.end, found.type, ordinal),
            type=found.type,
            mode=found.mode,
            contexts=(),
            quad=ontology().types[found.type].quad,
            plover_score=ontology().score(found.type, found.mode),
            confidence=confidence,
            trigger=span(self.text, found.start, found.end),
            actor=parties["actor"],
            recipient=parties["recipient"],
            status=found.status,  # type: ignore[arg-type]
            speaker=parties["speaker"],
            place=place,
            time=time,
            counts=event_counts(self.text, sentence, found, numbers, self._actor_ref),
            unknown=unknown,
        )

    def _place(self, sentence: ReadSentence, found: FoundEvent) -> Place | None:
        """The finest of the places given in the event's role."""
        best: Place | None = None
        for i, _ in found.roles.get("place", ()):
            m = sentence.mentions[i]
            place = self._resolve_place(self._words(m))
            if place and (best is None or _RANK[place.precision] < _RANK[best.precision]):
                best = msgspec.structs.replace(place, span=self._span(m))
        return best

    def _time(self, sentence: ReadSentence, found: FoundEvent) -> Time | None:
        for i, _ in found.roles.get("time", ()):
            m = sentence.mentions[i]
            interval = self.times.get((m.start, m.end))
            if interval:
                start, end = (d.isoformat() if d else None for d in (interval.start, interval.end))
                return Time(span=self._span(m), start=start, end=end, basis=interval.basis)
        return None

    def _interval(self, m: FoundMention) -> Interval | None:
        return self.times.get((m.start, m.end))

    def _actor_ref(self, m: FoundMention) -> EntityRef | None:
        return self.refs.get((m.start, m.end))


def _told_again(events: Sequence[Event]) -> tuple[Event, ...]:
    """The events, with `same_as` on each that tells an earlier one of the report again."""
    found: list[Event] = []
    for event in events:
        first = next((e for e in found if e.same_as is None and _same(e, event)), None)
        found.append(msgspec.structs.replace(event, same_as=first.id) if first else event)
    return tuple(found)


def _same(one: Event, other: Event) -> bool:
    """Type, status and both parties' entities agree, one of them a named one, and mode, place, days and counts differ nowhere."""

    def shared(a: tuple[Party, ...], b: tuple[Party, ...]) -> set[str]:
        return {p.entity.id for p in a if p.entity} & {p.entity.id for p in b if p.entity}

    actors, recipients = shared(one.actor, other.actor), shared(one.named_recipient, other.named_recipient)
    if (one.type, one.status) != (other.type, other.status) or not actors or not recipients:
        return False
    if all(entity.startswith("role:") for entity in actors | recipients):
        return False
    if one.mode and other.mode and one.mode != other.mode:
        return False
    if one.place and other.place and one.place.name != other.place.name:
        return False
    if any(a.kind == b.kind and (a.low, a.high) != (b.low, b.high) for a in one.counts for b in other.counts):
        return False
    if one.time and other.time:
        return (one.time.start or "") <= (other.time.end or "9") and (other.time.start or "") <= (one.time.end or "9")
    return True

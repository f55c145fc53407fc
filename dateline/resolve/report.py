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
from dateline.records import Claim, Count, EntityRef, Event, Mention, Party, Place, Report, Span, Time, content_id, span
from dateline.resolve.claims import find_claims, is_count
from dateline.resolve.entities import ActorContext, Entities, slug
from dateline.resolve.places import PlaceContext, resolve_place
from dateline.resolve.quantities import parse_quantity
from dateline.resolve.references import Discourse, is_owned, is_pronoun
from dateline.resolve.times import Interval, resolve_time

NO_CONTEXTS = "no model for contexts yet"
_ACCORDING = re.compile(r"\baccording to (?:the |an? )?$", re.IGNORECASE)
_RANK = {"point": 0, "settlement": 1, "admin2": 2, "admin1": 3, "region": 4, "country": 5}


@dataclasses.dataclass(frozen=True, slots=True)
class Resolved:
    """What one report says, resolved."""

    events: tuple[Event, ...]
    claims: tuple[Claim, ...]
    mentions: tuple[Mention, ...]


class ReportResolver:
    """Resolves one report; keeps what the report has named so far. Use one for each report."""

    def __init__(self, report: Report, sentences: Sequence[ReadSentence], entities: Entities, coder: str) -> None:
        self.report, self.text, self.sentences, self.entities, self.coder = report, report.text, sentences, entities, coder
        self.published = datetime.date.fromisoformat(report.published) if report.published else None
        self.discourse = Discourse()
        self.known: dict[str, EntityRef] = {}
        self.refs: dict[tuple[int, int], EntityRef | None] = {}
        self.previous: Interval | None = None
        self.times: dict[tuple[int, int], Interval | None] = {}
        actors = [self._words(m) for s in sentences for m in s.mentions if m.kind == "actor"]
        places = [self._words(m) for s in sentences for m in s.mentions if m.kind == "place"]
        # A place speaks for a country only as a whole ("Lima", not "La Lima"); the dateline speaks twice.
        origin = [report.dateline] * 2 if report.dateline else []
        self.home = entities.home_country([*actors, *(name for name in (*places, *origin) if entities.country_of(name))])
        self.countries = Counter(c for c in map(entities.country_of, [*actors, *places]) if c)
        self.place_names = tuple(dict.fromkeys(places))

    def _words(self, m: FoundMention) -> str:
        return self.text[m.start : m.end]

    def resolve(self, confidence: Callable[[float], float]) -> Resolved:
        """All events, claims and mentions of the report. `confidence` maps an event's raw score to its probability."""
        events: list[Event] = []
        claims: list[Claim] = []
        mentions: list[Mention] = []
        ordinals: Counter[tuple[int, int, str]] = Counter()
        for number, sentence in enumerate(self.sentences):
            self._resolve_actors(number, sentence)
            self._resolve_times(sentence)
            for m in sentence.mentions:
                mentions.append(
                    Mention(kind=m.kind, start=m.start, end=m.end, quote=self._words(m), entity=self.refs.get((m.start, m.end)))  # type: ignore[arg-type]
                )
            for found in sentence.events:
                mark = (found.start, found.end, found.type)
                events.append(self._event(sentence, found, confidence(found.score), ordinals[mark]))
                ordinals[mark] += 1
            claims += find_claims(self.text, sentence, self._parties)
        return Resolved(_told_again(events), tuple(claims), tuple(mentions))

    def _resolve_actors(self, number: int, sentence: ReadSentence) -> None:
        speaking = {i for e in sentence.events for role in ("actor", "speaker") for i, _ in e.roles.get(role, ())}
        speakers = {i for e in sentence.events for i, _ in e.roles.get("speaker", ())}
        speaker: EntityRef | None = None
        actors = [(i, m) for i, m in enumerate(sentence.mentions) if m.kind == "actor"]
        before = {m: max((b for _, b in actors if b.end <= m.start), key=lambda b: b.end, default=None) for _, m in actors}
        # Who speaks is resolved first: in "I refuse," said Okello the pronoun comes before its speaker.
        for i, m in actors:
            if i in speakers:
                self.refs[m.start, m.end] = ref = self._actor(number, sentence, before[m], m, speaker)
                speaker = speaker or ref  # the first: "the minister told state radio"
        for i, m in actors:
            if i not in speakers:
                self.refs[m.start, m.end] = self._actor(number, sentence, before[m], m, speaker)
            if ref := self.refs[m.start, m.end]:
                self._learn(self._words(m), ref)
                self.discourse.name(ref, number, subject=i in speaking)

    def _actor(
        self, number: int, sentence: ReadSentence, before: FoundMention | None, m: FoundMention, speaker: EntityRef | None
    ) -> EntityRef | None:
        words = self._words(m)
        definite = self.text[max(0, m.start - 4) : m.start].lower() == "the "
        ref = self.discourse.refer(words, number, definite=definite, speaker=speaker)
        if ref or is_pronoun(words) or is_owned(words):
            return ref
        named = before is not None and (before.start > sentence.start or " " in self._words(before))
        apposed = self._apposed(before, m) if named else None
        return apposed or self.entities.resolve(words, ActorContext(self.report.published, self.home, self.known))

    def _apposed(self, before: FoundMention | None, m: FoundMention) -> EntityRef | None:
        """The entity of the mention just before, where this one is its apposition or its abbreviation in brackets."""
        ref = self.refs.get((before.start, before.end)) if before else None
        if not before or not ref:
            return None
        between, words = self.text[before.end : m.start], self._words(m)
        if between in (" (", " (the ") and self.text[m.end : m.end + 1] == ")" and words.isupper():
            return ref
        named = any(c.isupper() for c in self._words(before))
        apposed = re.fullmatch(r"\)?,? (?:the|a|an|its|their|self-named|self-styled|known as) ", between)
        closed = self.text[m.end : m.end + 1] in (",", ".", " ") and between.lstrip(")").startswith(",")
        return ref if named and apposed and closed and words[:1].islower() and not any(c.isupper() for c in words) else None

    def _learn(self, words: str, ref: EntityRef) -> None:
        if any(c.isupper() for c in words) and not is_pronoun(words):
            self.known.setdefault(words.lower(), ref)
            self.known.setdefault(ref.name.lower(), ref)
            if ref.id.startswith(("person:", "name:")) and " " in ref.name:
                self.known[ref.name.rsplit(" ", 1)[1].lower()] = ref

    def _resolve_times(self, sentence: ReadSentence) -> None:
        future = {i for e in sentence.events if e.status in ("future", "hypothetical") for i, _ in e.roles.get("time", ())}
        for i, m in enumerate(sentence.mentions):
            if m.kind == "time":
                found = resolve_time(self._words(m), self.published, self.previous, "future" if i in future else "past")
                self.times[m.start, m.end] = found
                self.previous = found or self.previous

    def _parties(self, sentence: ReadSentence, held: Sequence[tuple[int, float]]) -> tuple[Party, ...]:
        found = sorted((sentence.mentions[i] for i, _ in held), key=lambda m: m.start)
        return tuple(Party(start=m.start, end=m.end, quote=self._words(m), entity=self._ref(m)) for m in found)

    def _ref(self, m: FoundMention) -> EntityRef | None:
        if m.kind == "actor":
            return self.refs.get((m.start, m.end))
        words = self._words(m)
        if self.entities.country_of(words):
            return self.entities.resolve(words, ActorContext(self.report.published, self.home, self.known))
        place = self._resolve_place(words)
        return EntityRef(id=f"place:{place.geonames_id or slug(place.name)}", name=place.name, country=place.country) if place else None

    def _resolve_place(self, words: str) -> Place | None:
        return resolve_place(words, PlaceContext(self.countries, tuple(name for name in self.place_names if name != words)))

    def _span(self, m: FoundMention) -> Span:
        return span(self.text, m.start, m.end)

    def _event(self, sentence: ReadSentence, found: FoundEvent, confidence: float, ordinal: int) -> Event:
        unknown = {"contexts": NO_CONTEXTS}
        parties = {role: self._parties(sentence, found.roles.get(role, ())) for role in ("actor", "recipient", "speaker")}
        # "X said, according to Y": Y is the outer source. Otherwise the one named first is ("Y quoted X as saying").
        parties["speaker"] = tuple(
            sorted(parties["speaker"], key=lambda p: not _ACCORDING.search(self.text, max(0, p.start - 20), p.start))
        )
        for role in ("actor", "recipient"):
            if not parties[role]:
                unknown[role] = "the sentence names none"
        place = self._place(sentence, found)
        if place is None:
            unknown["place"] = "not resolved" if found.roles.get("place") else "the sentence gives no place for it"
        time = self._time(sentence, found)
        if time is None:
            given = found.roles.get("time")
            unknown["time"] = "the sentence gives no day for it" if not given else "no anchor day" if not self.published else "not resolved"
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
            counts=self._counts(sentence, found),
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

    def _counts(self, sentence: ReadSentence, found: FoundEvent) -> tuple[Count, ...]:
        counts = []
        for role, held in sorted(found.roles.items()):
            if not role.startswith("number:"):
                continue
            for i, _ in held:
                m = sentence.mentions[i]
                quantity = parse_quantity(self._words(m))
                kind = role.partition(":")[2]
                if quantity and is_count(kind, quantity):
                    side = "actor" if kind == "crowd" else "recipient" if found.roles.get("recipient") and kind != "other" else None
                    counts.append(Count(kind=kind, low=quantity.low, high=quantity.high, side=side, span=self._span(m)))  # type: ignore[arg-type]
        return tuple(sorted(counts, key=lambda c: (c.span.start, c.kind)))


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

    actors, recipients = shared(one.actor, other.actor), shared(one.recipient, other.recipient)
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

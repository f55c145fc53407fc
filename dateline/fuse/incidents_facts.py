"""What of an event record the joining of incidents looks at, taken from the record and its report alone."""

from __future__ import annotations

import bisect
import datetime
import functools
import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib import resources

import msgspec

from dateline.fuse.incidents_words import WORD, content_stems, names_in, numbers_in, stem, word_weight
from dateline.reader.sentences import split_sentences
from dateline.records import Coding, Count, EntityRef, Event, Party, Place, Report
from dateline.resolve.tables import Row, parse

_SHORT = 3  # letters of a beginning that stands for itself and its usual endings alone
_LONG = 8  # words that say something, from which two sentences of the same words are one
_MOST_WORDS, _MOST_NAMES, _MOST_TOPIC = 60, 60, 50
_ORDINAL = re.compile(r"\b(first|second|third|fourth|fifth|1st|2nd|3rd|another|new|earlier|previous)\b[^.,;]*$", re.IGNORECASE)
_BEFORE = 30  # characters before a trigger in which an ordinal stands
_FAR = 60  # characters between a trigger and the words of its day
# What the tellings of one text have in common; not what is each one's own.
_SHARED = (
    "report", "story", "type", "mode", "status", "trigger", "acts", "actors", "recipients", "speaker", "place", "scene", "home",
    "open_days", "counts", "words", "around", "numbers", "names", "report_names", "copy", "party_words", "topic",
)  # fmt: skip
_WIDE_DAYS = 45  # days that a time may span and still tell when it was


class EventFacts(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One event as joining sees it. Days are ordinals of the proleptic Gregorian calendar (None: not told); words are stems.

    `start` and `end` are the trigger's offsets in the report, `first` and `last` the event's own days, `written` the publication day.
    `acts` are the acts of `acts.tsv` that the trigger names. `words` and `names` are of its sentence, `around` (words) and `numbers` of the
    text around it, `report_names`, `scene` (places) and `home` (the countries that most events name) of its report. `copy` is the same for
    the tellings of one sentence in several reports, at one trigger: one text, so only the first of them is compared with others. `topic`
    are the words that say most of the report, `party_words` those that name the parties, `ordinal` is the one before the trigger ("the
    second strike"). The day is another event's, perhaps, where its words stand away from the trigger (`far_day`) or serve an event of
    another type too (`shared_day`).
    """

    id: str
    report: str
    story: str
    start: int
    end: int
    written: int | None
    type: str
    mode: str | None
    quad: int
    plover_score: float
    confidence: float
    status: str
    trigger: str
    acts: tuple[str, ...]
    actors: tuple[EntityRef, ...]
    recipients: tuple[EntityRef, ...]
    speaker: tuple[str, ...]
    place: Place | None
    scene: tuple[str, ...]
    home: tuple[str, ...]
    first: int | None
    last: int | None
    open_days: tuple[str | None, str | None]
    counts: tuple[CountFacts, ...]
    words: tuple[str, ...]
    around: tuple[str, ...]
    numbers: tuple[str, ...]
    names: tuple[str, ...]
    report_names: tuple[str, ...]
    same_as: str | None
    copy: str = ""
    far_day: bool = False
    party_words: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    ordinal: str = ""
    shared_day: bool = False

    @property
    def timed(self) -> bool:
        """Whether the text gives the event's days, near enough to tell it from others."""
        return self.first is not None and self.last is not None and self.last - self.first <= _WIDE_DAYS

    @property
    def rank(self) -> tuple[int, str, int, str]:
        """The order of tellings: by publication day, report and place in it."""
        return (self.written or 0, self.report, self.start, self.id)


class CountFacts(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """How many, by one event record."""

    kind: str
    side: str | None
    unit: str
    low: float | None
    high: float | None


class _Said(msgspec.Struct, frozen=True):
    """The words, numbers and names of a sentence, and the words and numbers of the text around it."""

    words: tuple[str, ...]
    numbers: tuple[str, ...]
    names: tuple[str, ...]
    around: tuple[str, ...]
    around_numbers: tuple[str, ...]


def facts_of(report: Report, coding: Coding, story: str = "") -> tuple[EventFacts, ...]:
    """The facts of a report's events, in the order of the text; `story` is the id of the story the report belongs to."""
    if not coding.events:
        return ()
    text = report.text
    sentences = split_sentences(text, report.furniture)
    starts = [start for start, _ in sentences]
    written = _ordinal(report.published)
    names = names_in(text)[:_MOST_NAMES]
    topic = _topic(report)
    said: dict[int, _Said] = {}
    scene = tuple(sorted({key for event in coding.events if event.place for key in place_keys(event.place)}))
    home = _home(coding.events)
    found = []
    told: Counter[str] = Counter()
    for event in sorted(coding.events, key=lambda e: (e.trigger.start, e.id)):
        at = max(0, bisect.bisect_right(starts, event.trigger.start) - 1)
        if at not in said:
            sentence = text[sentences[at][0] : sentences[at][1]] if sentences else text[:400]
            near = text[sentences[max(0, at - 1)][0] : sentences[min(len(sentences) - 1, at + 1)][1]] if sentences else sentence
            said[at] = _Said(_words(sentence), numbers_in(sentence), names_in(sentence), _words(near), numbers_in(near))
        facts = _facts(event, report, story, written, said[at], names, scene, home)
        far = _far_day(event, coding.events, sentences[at] if sentences else (0, len(text)))
        facts = msgspec.structs.replace(
            facts, far_day=far, topic=topic, ordinal=_ordinal_word(text, event), shared_day=_shared_day(event, coding.events)
        )
        if key := _copy_key(facts, said[at]):
            told[key] += 1
            facts = msgspec.structs.replace(facts, copy=_hash(f"{key}\0{told[key]}"))
        found.append(facts)
    return tuple(found)


def _copy_key(facts: EventFacts, said: _Said) -> str:
    """What copies of one text have in common at this event, or nothing: the sentence, in one story; a long one without a day anywhere.

    Background goes from report to report word by word.
    """
    words = (facts.type, facts.status, facts.trigger, *sorted(facts.words), "", *said.numbers)
    if len(facts.words) >= _LONG and facts.open_days == (None, None):
        return "\0".join(words)
    return "\0".join((facts.story, *words)) if facts.story else ""


def without_words(facts: EventFacts) -> EventFacts:
    """The facts of a copy that is compared with nothing, with what is asked of it in an incident alone."""
    return msgspec.structs.replace(facts, words=(), around=(), numbers=(), names=(), report_names=(), scene=(), home=(), topic=())


class Alike:
    """Lets records hold one object for equal values: a text that was carried a thousand times has its parties once in memory."""

    def __init__(self) -> None:
        self._seen: dict[object, object] = {}

    def fields(self, facts: EventFacts) -> EventFacts:
        """The same facts, with values seen before in place of equal ones."""
        return msgspec.structs.replace(facts, **{name: self._seen.setdefault((name, value), value) for name, value in _shared(facts)})


def _shared(facts: EventFacts) -> Iterator[tuple[str, object]]:
    return ((name, value) for name in _SHARED if (value := getattr(facts, name)))


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _facts(
    event: Event,
    report: Report,
    story: str,
    written: int | None,
    said: _Said,
    names: tuple[str, ...],
    scene: tuple[str, ...],
    home: tuple[str, ...],
) -> EventFacts:
    first, last = (_ordinal(event.time.start), _ordinal(event.time.end)) if event.time else (None, None)
    if first is not None and last is None and written is not None and written >= first:
        last = written
    if first is not None and written is not None and first > written + 1 and event.status not in ("future", "hypothetical", "negated"):
        first = last = None  # no report tells what comes after it: the day is another event's, or misread
    return EventFacts(
        id=event.id, report=report.key, story=story, start=event.trigger.start, end=event.trigger.end, written=written, type=event.type,
        mode=event.mode, quad=event.quad, plover_score=event.plover_score, confidence=event.confidence, status=event.status,
        trigger=" ".join(stem(w) for w in WORD.findall(event.trigger.quote.lower())), acts=acts_of(event.trigger.quote, event.type),
        actors=_refs(event.actor), recipients=_refs(event.named_recipient),
        speaker=tuple(dict.fromkeys(" ".join((p.entity.name if p.entity else p.quote).split()) for p in event.speaker)),
        place=msgspec.structs.replace(event.place, span=None) if event.place else None, scene=scene, home=home, first=first, last=last,
        open_days=(event.time.start, event.time.end) if event.time else (None, None), counts=tuple(map(_count, event.counts)),
        words=said.words, around=said.around, numbers=said.around_numbers,
        names=said.names, report_names=names, same_as=event.same_as,
        party_words=content_stems(" ".join(p.quote for p in (*event.actor, *event.named_recipient))),
    )  # fmt: skip


def _words(text: str) -> tuple[str, ...]:
    return content_stems(text)[:_MOST_WORDS]


def _topic(report: Report) -> tuple[str, ...]:
    """The stems that say most of what the report is about."""
    stems = content_stems(f"{report.title or ''}\n{report.text}")
    return tuple(sorted(stems, key=lambda one: -word_weight(one))[:_MOST_TOPIC])


def _ordinal_word(text: str, event: Event) -> str:
    """The ordinal before the trigger, which tells one of several like events from the others, or nothing."""
    found = _ORDINAL.search(text, max(0, event.trigger.start - _BEFORE), event.trigger.start)
    return found[1].lower() if found else ""


def _shared_day(event: Event, others: Sequence[Event]) -> bool:
    """Whether an event of another type has the same day by the same words: one of the two has it from the other."""
    if event.time is None or event.time.span is None:
        return False
    return any(
        other.time is not None and other.time.span == event.time.span and other.type != event.type for other in others if other is not event
    )


def _far_day(event: Event, others: Sequence[Event], sentence: tuple[int, int]) -> bool:
    """Whether the words that tell the day stand away from the trigger, or nearer to that of another event."""
    if event.time is None or event.time.span is None:
        return True
    day, at = event.time.span, event.trigger.start
    if not sentence[0] <= day.start < sentence[1]:
        return True
    away = abs(day.start - at)
    return away > _FAR or any(abs(day.start - other.trigger.start) < away for other in others if other.trigger.start != at)


def _home(events: Sequence[Event]) -> tuple[str, ...]:
    """The two countries that most parties and places of the events have."""
    named = Counter(p.entity.country for e in events for p in (*e.actor, *e.named_recipient) if p.entity and p.entity.country)
    named.update(e.place.country for e in events if e.place and e.place.country)
    return tuple(sorted(sorted(named, key=lambda code: (-named[code], code))[:2]))


def place_keys(place: Place) -> tuple[str, ...]:
    """The place and what holds it, finest first; a country or region alone gives nothing."""
    inside = f"{place.country}/{place.admin1}" if place.admin1 and place.country else None
    own = str(place.geonames_id) if place.geonames_id and place.precision not in ("country", "region", "admin1") else None
    return tuple(key for key in (own, inside) if key)


def acts_of(trigger: str, type: str) -> tuple[str, ...]:
    """The acts that the trigger's words name for an event of this type, sorted; those that say more than a `general` one win."""
    found: set[str] = set()
    for word in WORD.findall(trigger.lower()):
        held = [(len(p), act) for p, act, types in _acts().get(word[:2], ()) if type in types and _begins(word, p)]
        most = max((n for n, _ in held), default=0)
        found |= {act for n, act in held if n == most}
    special = {act for act in found if not act_kinds()[act][1]}
    return tuple(sorted(special or found))


def _begins(word: str, beginning: str) -> bool:
    return word.startswith(beginning) and (len(beginning) > _SHORT or word[len(beginning) :] in ("", "s", "d", "ed", "t", "ting", "ing"))


@functools.cache
def act_kinds() -> dict[str, tuple[str, bool]]:
    """Each act's kind, and whether it is a general one."""
    return {row["act"]: (row["kind"], row["general"] == "yes") for row in _act_rows()}


@functools.cache
def _acts() -> dict[str, list[tuple[str, str, tuple[str, ...]]]]:
    by_start: dict[str, list[tuple[str, str, tuple[str, ...]]]] = {}
    for row in _act_rows():
        for word in row.list("words"):
            by_start.setdefault(word[:2], []).append((word, row["act"], row.list("types")))
    return by_start


@functools.cache
def _act_rows() -> list[Row]:
    text = resources.files("dateline.fuse").joinpath("data/acts.tsv").read_text(encoding="utf-8")
    return list(parse(text, ("act", "kind", "general", "types", "words"), "fuse/data/acts.tsv"))


def _refs(parties: Sequence[Party]) -> tuple[EntityRef, ...]:
    return tuple({p.entity.id: p.entity for p in parties if p.entity}.values())


def _count(count: Count) -> CountFacts:
    return CountFacts(count.kind, count.side, count.unit, count.low, count.high)


def _ordinal(day: str | None) -> int | None:
    return datetime.date.fromisoformat(day).toordinal() if day else None

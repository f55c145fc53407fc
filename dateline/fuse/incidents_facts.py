"""What of an event record the joining of incidents looks at, taken from the record and its report alone."""

from __future__ import annotations

import bisect
import datetime
import functools
import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from importlib import resources

import msgspec

from dateline.reader.sentences import split_sentences
from dateline.records import Coding, Count, EntityRef, Event, Party, Place, Report
from dateline.resolve.countries import countries
from dateline.resolve.tables import Row, parse

# Words that say nothing of what is told.
_EMPTY = frozenset(
    """
    said says told according official officials spokesman spokeswoman statement reported reporters agency news also this that these those
    with from were been have their they them there which when where while after before into over under about between against during since
    until among than then what would could will more most some other last first week month year monday tuesday wednesday thursday friday
    saturday sunday january february march april june july august september october november december yesterday today earlier later near
    least people jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun
    """.split()  # noqa: SIM905
)
_NO_NAMES = _EMPTY | frozenset("the a an in on at it he she his her but and for as by of to its our we i if no not two three".split())  # noqa: SIM905
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
# Numbers from three up, without years.
_NUMBER = re.compile(
    r"\b(?!(?:19|20)\d\d\b)\d[\d,.]*\d\b|\b[3-9]\b|\b(?:three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\b",
    re.IGNORECASE,
)
_ENDINGS = ("ations", "ation", "ings", "ing", "ers", "ed", "es", "er", "s")
_STEM, _SHORT = 7, 3
_LONG = 8  # words that say something, from which two sentences of the same words are one
_MOST_WORDS, _MOST_NAMES = 60, 60
_WIDE_DAYS = 45  # days that a time may span and still tell when it was
_CAPITALS = 0.6  # share of capitals from which a text is one of capitals alone


class EventFacts(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One event as joining sees it. Days are ordinals of the proleptic Gregorian calendar (None: not told); words are stems.

    `start` and `end` are the trigger's offsets in the report, `first` and `last` the event's own days, `written` the publication day.
    `acts` are the acts of `acts.tsv` that the trigger names. `words` and `names` are of its sentence, `around` (words) and `numbers` of the
    text around it, `report_names`, `scene` (places) and `home` (the countries that most events name) of its report. `copy` is the same for
    the tellings of one sentence in several reports, at one trigger: one text, so only the first of them is compared with others.
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
    names = _names(text)[:_MOST_NAMES]
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
            said[at] = _Said(_words(sentence), _numbers(sentence), _names(sentence), _words(near), _numbers(near))
        facts = _facts(event, report, story, written, said[at], names, scene, home)
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
    return msgspec.structs.replace(facts, words=(), around=(), numbers=(), names=(), report_names=(), scene=(), home=())


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
        trigger=" ".join(stem(w) for w in _WORD.findall(event.trigger.quote.lower())), acts=acts_of(event.trigger.quote, event.type),
        actors=_refs(event.actor), recipients=_refs(event.recipient),
        speaker=tuple(dict.fromkeys(" ".join((p.entity.name if p.entity else p.quote).split()) for p in event.speaker)),
        place=msgspec.structs.replace(event.place, span=None) if event.place else None, scene=scene, home=home, first=first, last=last,
        open_days=(event.time.start, event.time.end) if event.time else (None, None), counts=tuple(map(_count, event.counts)),
        words=said.words, around=said.around, numbers=said.around_numbers,
        names=said.names, report_names=names, same_as=event.same_as,
    )  # fmt: skip


def _words(text: str) -> tuple[str, ...]:
    """The stems of the words that say something, each once in order."""
    return tuple(dict.fromkeys(stem(w) for w in _WORD.findall(text.lower()) if len(w) > _SHORT and w not in _EMPTY))[:_MOST_WORDS]


def _numbers(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_NUMBER.findall(text.lower())))


def _home(events: Sequence[Event]) -> tuple[str, ...]:
    """The two countries that most parties and places of the events have."""
    named = Counter(p.entity.country for e in events for p in (*e.actor, *e.recipient) if p.entity and p.entity.country)
    named.update(e.place.country for e in events if e.place and e.place.country)
    return tuple(sorted(sorted(named, key=lambda code: (-named[code], code))[:2]))


def place_keys(place: Place) -> tuple[str, ...]:
    """The place and what holds it, finest first; a country or region alone gives nothing."""
    inside = f"{place.country}/{place.admin1}" if place.admin1 and place.country else None
    own = str(place.geonames_id) if place.geonames_id and place.precision not in ("country", "region", "admin1") else None
    return tuple(key for key in (own, inside) if key)


@functools.lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """The word in small letters without a usual ending, cut to seven letters: enough to know a word again."""
    word = word.lower().replace("’", "'").removesuffix("'s")
    for ending in _ENDINGS:
        if len(word) - len(ending) > _SHORT and word.endswith(ending):
            return word.removesuffix(ending)[:_STEM]
    return word[:_STEM]


def acts_of(trigger: str, type: str) -> tuple[str, ...]:
    """The acts that the trigger's words name for an event of this type, sorted; those that say more than a `general` one win."""
    found: set[str] = set()
    for word in _WORD.findall(trigger.lower()):
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


def _names(text: str) -> tuple[str, ...]:
    """Capitalised words that are no country's, each once in order, small; in a text of capitals all words."""
    letters = [c for c in text if c.isalpha()]
    capitals = sum(map(str.isupper, letters)) > _CAPITALS * max(1, len(letters))
    words = (w.removesuffix("'s").removesuffix("’s") for w in _WORD.findall(text) if capitals or w[0].isupper())
    return tuple(dict.fromkeys(w for w in map(str.lower, words) if len(w) > _SHORT - 1 and w not in _NO_NAMES and w not in _common_names()))


@functools.cache
def _common_names() -> frozenset[str]:
    """Words of the names of states, peoples and capitals: half of all reports of a country share them."""
    known = countries()
    return frozenset(word for name in (*known.names, *known.demonyms, *known.seats) for word in _WORD.findall(name.lower()))


def _refs(parties: Sequence[Party]) -> tuple[EntityRef, ...]:
    return tuple({p.entity.id: p.entity for p in parties if p.entity}.values())


def _count(count: Count) -> CountFacts:
    return CountFacts(count.kind, count.side, count.unit, count.low, count.high)


def _ordinal(day: str | None) -> int | None:
    return datetime.date.fromisoformat(day).toordinal() if day else None

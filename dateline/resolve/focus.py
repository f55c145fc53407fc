"""Which country a report, and each of its sentences, is about: what "the police" or "the government" there belongs to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence

from dateline.reader.decode import FoundMention
from dateline.reader.reader import ReadSentence

# What one mention says for a country: an actor of it, its name as a place, an actor of a large town there, a town.
_ACTOR, _COUNTRY, _OF_TOWN, _TOWN = 2.0, 2.0, 1.5, 1.0
_ABROAD = 0.5  # of what an actor of a country says, what "Uruguayan peacekeepers" say, who are mostly elsewhere
_VENUE = 0.25  # of what a place says, what one says where people only meet
_LEAD = 2.0  # the first sentence that names a country counts so much
_MOST = 4.0  # what one sentence can say at most, for all its countries: lists and repeats are one matter
_DATELINE = 1.0
_SHARE, _AHEAD, _LEAST = 0.25, 1.3, 3.0
_ITEM = re.compile(r"(?:^|\n)[^\S\n]*([A-Z][\w.'’ -]{2,30}?)(?:,[^\n-–—]{2,30})?\s+(?:-{1,2}|–|—)\s")
_OPENS = re.compile(r"[\s\"“]*(?:In|At|Near|Outside|From|Across|IN|AT|NEAR|OUTSIDE|FROM)\s+(?:(?:the|a|an)\s+)?(?:[\w-]+\s+){0,4}$")
_OPENING = 60
_ABROAD_WORDS = re.compile(
    r"\b(?:peacekeep\w*|mediators?|envoys?|emissar(?:y|ies)|ambassadors?|embassy|diplomats?|observers|monitors|counterparts?|tourists?)\b",
    re.IGNORECASE,
)
_MEET = re.compile(
    r"\b(?:talks|negotiations|meetings?|met|meet|summit|conference|forum)\b[^.;:\"“”]{0,40}\b(?:in|at|near)\s+(?:the\s+)?$", re.IGNORECASE
)
_MEDIATED_BY = re.compile(r"\b(?:mediated|brokered|hosted|sponsored|facilitated|witnessed|signed) by (?:the )?$", re.IGNORECASE)
_MEDIATED = re.compile(r",? (?:which |who )?(?:has |had |have )?(?:been )?(?:mediat|broker|host)(?:ed|ing|es|s)\b", re.IGNORECASE)
_MEET_REACH = 70
# Towns in which the news is mostly of others.
SEATS = frozenset({"geneva", "new york", "the hague", "hague", "vienna", "brussels", "luxembourg", "strasbourg", "davos"})
_MEETING = frozenset({"CONSULT", "COOPERATE"})

CountryOf = Callable[[FoundMention], str | None]


class Focus:
    """The country of the report (`home`, None where no country stands out) and of each sentence."""

    def __init__(self, text: str, sentences: Sequence[ReadSentence], actor: CountryOf, place: CountryOf, town: CountryOf) -> None:
        """`actor` gives the country that an actor phrase names, `place` the one whose whole name a place is.

        `town` gives the land of a town that a place is or that an actor is of ("Karachi police").
        """
        self._text, self._town, self._place = text, town, place
        # Of each mention by its start and end the country that its words name, towns too, unless people only meet there.
        self.named: dict[tuple[int, int], str] = {}
        self._votes = self._count(sentences, actor)
        self._items = self._split(sentences)
        self.home = None if len(set(self._items.values())) > 1 else self._elect()

    def add_dateline(self, country: str | None) -> None:
        """Let the country of the report's dateline speak too."""
        if country and not self._items:
            self._votes[country] += _DATELINE
            self.home = self._elect()

    def _elect(self) -> str | None:
        (first, most), (_, second) = [*sorted(self._votes.items(), key=lambda vote: (-vote[1], vote[0])), ("", 0.0), ("", 0.0)][:2]
        return first if most >= _SHARE * sum(self._votes.values()) and most >= _AHEAD * second and most >= _LEAST else None

    def shares(self) -> dict[str, float]:
        """Of each country that the report names its share of the votes."""
        total = sum(self._votes.values()) or 1.0
        return {code: votes / total for code, votes in self._votes.items()}

    def _count(self, sentences: Sequence[ReadSentence], actor: CountryOf) -> defaultdict[str, float]:
        votes: defaultdict[str, float] = defaultdict(float)
        led = False
        for sentence in sentences:
            here: defaultdict[str, float] = defaultdict(float)
            for m in sentence.mentions:
                if m.kind == "actor":
                    code, vote = (found, _ACTOR) if (found := actor(m)) else (self._town(m), _OF_TOWN)
                    if code:
                        self.named[m.start, m.end] = code
                        here[code] += vote * (_ABROAD if self.is_abroad(m) else 1.0)
                elif m.kind == "place":
                    venue = self.is_venue(m, sentence)
                    code, vote = (found, _COUNTRY) if (found := self._place(m)) else (self._town(m), _TOWN)
                    if code:
                        here[code] += vote * (_VENUE if venue else 1.0)
                        if not venue:
                            self.named[m.start, m.end] = code
            scale = min(1.0, _MOST / (sum(here.values()) or 1)) * (1.0 if led else _LEAD)
            for code, weight in here.items():
                votes[code] += weight * scale
            led = led or bool(here)
        return votes

    def is_abroad(self, m: FoundMention) -> bool:
        """Whether the actor deals with the matter of others: peacekeepers, envoys, who mediates."""
        return bool(
            _ABROAD_WORDS.search(self._text, m.start, m.end)
            or _MEDIATED_BY.search(self._text, max(0, m.start - _MEET_REACH), m.start)
            or _MEDIATED.match(self._text, m.end)
        )

    def is_venue(self, m: FoundMention, sentence: ReadSentence) -> bool:
        """Whether people only meet there: the place of talks, or a seat of world bodies, tells nothing of whom they are about."""
        if self._text[m.start : m.end].lower() in SEATS:
            return True
        held = [e.type for e in sentence.events for i, _ in e.roles.get("place", ()) if sentence.mentions[i] == m]
        if held and all(kind in _MEETING for kind in held):
            return True
        return _MEET.search(self._text, max(sentence.start, m.start - _MEET_REACH), m.start) is not None

    def _split(self, sentences: Sequence[ReadSentence]) -> dict[int, str]:
        """Of each sentence of news in brief ("Lima - About 2,000 teachers …") the country of its item; empty for a report on one matter."""
        self._opening: set[int] = set()
        starts = [found.start(1) for found in _ITEM.finditer(self._text)]
        if len(starts) < 2:
            return {}
        found: dict[int, str] = {}
        code: str | None = None
        last = 0
        for number, sentence in enumerate(sentences):
            opened = next((s for s in starts if last <= s < sentence.end), None)
            last = sentence.end
            if opened is not None:
                self._opening.add(number)
                first = next((m for m in sentence.mentions if m.kind in ("place", "actor")), None)
                code = (self._place(first) or self._town(first)) if first and first.start - opened < _OPENING else None
            if code:
                found[number] = code
        return found

    def opens_item(self, number: int) -> bool:
        """Whether this sentence is the first of an item of news in brief, which is about another matter."""
        return number in self._opening

    def of(self, number: int, sentence: ReadSentence) -> str | None:
        """The country that an actor of this sentence belongs to unless its words say another: of its item, its first place, or home."""
        if number in self._items:
            return self._items[number]
        first = next((m for m in sorted(sentence.mentions, key=lambda m: m.start) if m.kind == "place"), None)
        if (
            first
            and first.start - sentence.start < _OPENING
            and _OPENS.fullmatch(self._text, sentence.start, first.start)
            and not self.is_venue(first, sentence)
        ):
            return self._place(first) or self._town(first) or self.home
        return self.home

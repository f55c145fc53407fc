"""Which country a report, and each of its sentences, is about: what "the police" or "the government" there belongs to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence

from dateline.reader.decode import FoundMention
from dateline.reader.reader import ReadSentence

# What one mention of an actor of a country, of the country as a place, and of a town in it say for the country.
_ACTOR, _COUNTRY, _TOWN = 2.0, 2.0, 1.0
_LEAD = 2.0  # the first sentence that names a country counts so much
_MOST = 4.0  # what one sentence can say at most, for all its countries: lists and repeats are one matter
_DATELINE = 1.0
_SHARE, _AHEAD, _LEAST = 0.33, 1.4, 3.5
_ITEM = re.compile(r"(?:^|\n)[^\S\n]*([A-Z][\w.'’ -]{2,30}?)(?:,[^\n-–—]{2,30})?\s+(?:-{1,2}|–|—)\s")
_OPENS = re.compile(r"[\s\"“]*(?:In|At|Near|Outside|From|Across|IN|AT|NEAR|OUTSIDE|FROM)\s+(?:(?:the|a|an)\s+)?(?:[\w-]+\s+){0,4}$")
_OPENING = 60

CountryOf = Callable[[FoundMention], str | None]


class Focus:
    """The country of the report (`home`, None where no country stands out) and of each sentence."""

    def __init__(self, text: str, sentences: Sequence[ReadSentence], actor: CountryOf, place: CountryOf, town: CountryOf) -> None:
        """`actor` gives the country that an actor phrase names, `place` the one whose whole name a place is, `town` its land."""
        self._text, self._town, self._place = text, town, place
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

    def _count(self, sentences: Sequence[ReadSentence], actor: CountryOf) -> defaultdict[str, float]:
        votes: defaultdict[str, float] = defaultdict(float)
        led = False
        for sentence in sentences:
            here: defaultdict[str, float] = defaultdict(float)
            for m in sentence.mentions:
                if m.kind == "actor" and (code := actor(m)):
                    here[code] += _ACTOR
                elif m.kind == "place":
                    if code := self._place(m):
                        here[code] += _COUNTRY
                    elif code := self._town(m):
                        here[code] += _TOWN
            scale = min(1.0, _MOST / (sum(here.values()) or 1)) * (1.0 if led else _LEAD)
            for code, weight in here.items():
                votes[code] += weight * scale
            led = led or bool(here)
        return votes

    def _split(self, sentences: Sequence[ReadSentence]) -> dict[int, str]:
        """Of each sentence of news in brief ("Lima - About 2,000 teachers …") the country of its item; empty for a report on one matter."""
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
                first = next((m for m in sentence.mentions if m.kind in ("place", "actor")), None)
                code = (self._place(first) or self._town(first)) if first and first.start - opened < _OPENING else None
            if code:
                found[number] = code
        return found

    def of(self, number: int, sentence: ReadSentence) -> str | None:
        """The country that an actor of this sentence belongs to unless its words say another: of its item, its first place, or home."""
        if number in self._items:
            return self._items[number]
        first = next((m for m in sorted(sentence.mentions, key=lambda m: m.start) if m.kind == "place"), None)
        if first and first.start - sentence.start < _OPENING and _OPENS.fullmatch(self._text, sentence.start, first.start):
            return self._place(first) or self._town(first) or self.home
        return self.home

"""Every place name in a text, also inside what names an actor: "Texas police", "the Paris mayor", "Israeli troops".

The reader marks where things happen; here the gazetteer and the other place tables are looked up on all capitalised words, the longest
name first, and the words around it decide whether a place is meant: a large or unmistakable place needs no more, a small one wants a
preposition, a larger place after it, an institution's word, or the reader's mark. Names of people are kept out by their titles and first
names. Streets and names with a word such as "County" or "Creek" are found by that word, whether the gazetteer has them or not.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from typing import Protocol

from dateline.reader.decode import FoundMention
from dateline.resolve.countries import plain
from dateline.resolve.gazetteer import Gazetteer
from dateline.resolve.placecontext import container_after
from dateline.resolve.placewords import named_regions, word_kind
from dateline.resolve.toponymwords import Token, strength_of, tokenise, toponym_words, words_that_are_names

_MAX_WORDS = 5
_LARGE = 3  # a large town's strength
_ARTICLES = frozenset({"a", "an", "the", "in", "at", "on", "to", "of", "for", "and"})
_MONTHS = frozenset({"march", "may", "august", "april", "june"})
_PARTICLES = frozenset({"of", "the", "de", "la", "del", "al", "el", "and", "on", "du", "da", "do"})


class Found(Protocol):
    """What is needed of a mention."""

    @property
    def kind(self) -> str:
        """actor, place, time or number."""
        ...

    @property
    def start(self) -> int:
        """First character in the text."""
        ...

    @property
    def end(self) -> int:
        """Where it ends."""
        ...


@dataclasses.dataclass(frozen=True, slots=True)
class _Match:
    start: int
    end: int
    strength: int  # 4: a country, state or region; 3: a large city; 2: a place of some size; 1: any other; 0: by its form alone
    first: int
    last: int


def toponyms(text: str, mentions: Sequence[Found] = ()) -> list[tuple[int, int]]:
    """The spans of all place names in the text, in order, none overlapping another. `mentions` are the reader's.

    A function of text and mentions alone; the mentions' order does not matter.
    """
    return _Scan(text, mentions).spans()


def towns_inside(text: str, spans: Sequence[tuple[int, int]], mentions: Sequence[Found]) -> dict[tuple[int, int], FoundMention]:
    """Of actors by their span the large town in their words that they are of: "| Chicago | police", "mayor of | Boston |".

    `spans` are the text's toponyms. Where somebody is only sent ("envoy to Paris") is none.
    """
    found: dict[tuple[int, int], FoundMention] = {}
    for m in mentions:
        if m.kind != "actor":
            continue
        inside = (s for s in spans if m.start <= s[0] and s[1] <= m.end and not text[m.start : s[0]].endswith((" to ", " To ")))
        if (town := next(inside, None)) and strength_of(text[slice(*town)]) == _LARGE and not text[slice(*town)].isupper():
            found[m.start, m.end] = FoundMention("place", *town, (0, 0), 1.0)
    return found


class _Scan:
    """One text's place names."""

    def __init__(self, text: str, mentions: Sequence[Found]) -> None:
        self.text = text
        self.tokens = tokenise(text)
        self.places = sorted((m.start, m.end) for m in mentions if m.kind == "place")
        self.people: set[str] = set()
        self.anchored: set[str] = set()

    def spans(self) -> list[tuple[int, int]]:
        matches = list(self._matches())
        self.anchored = {plain(self.text[m.start : m.end]) for m in matches if self._is_anchored(m)}
        self.people = {word for word in self._find_people(matches) if plain(word) not in self.anchored}
        certain = {m for m in matches if self._is_certain(m)}
        names = {plain(self.text[m.start : m.end]) for m in certain}
        kept = [m for m in matches if m in certain or self._is_likely(m, plain(self.text[m.start : m.end]) in names)]
        return sorted({(m.start, m.end) for m in kept})

    def _joined(self, i: int) -> bool:
        """Token i follows the one before with nothing but a space or hyphen between."""
        return i > 0 and self.text[self.tokens[i - 1].end : self.tokens[i].start] in {" ", "-", "\n", "  "}

    def _matches(self) -> Iterable[_Match]:
        i = 0
        while i < len(self.tokens):
            found = self._longest(i) if self.tokens[i].capital else None
            if found:
                yield found
                i = found.last + 1
            else:
                i += 1

    def _longest(self, i: int) -> _Match | None:
        reach = i
        while reach + 1 < len(self.tokens) and reach - i < _MAX_WORDS - 1 and self._joined(reach + 1):
            if not (self.tokens[reach + 1].capital or self.tokens[reach + 1].lower in _PARTICLES):
                break
            reach += 1
        for j in range(reach, i - 1, -1):
            if not self.tokens[j].capital:
                continue
            if match := self._match(i, j):
                return match
        return self._placed(i)

    def _placed(self, i: int) -> _Match | None:
        """A name that no table has, between a preposition of place and a larger place: "to Plumville, Pa."."""
        if not i or not self._joined(i) or self.tokens[i - 1].lower not in toponym_words()["near"]:
            return None
        j = i
        while j + 1 < len(self.tokens) and j - i < 2 and self._joined(j + 1) and self.tokens[j + 1].capital:
            j += 1
        start, end = self.tokens[i].start, self.tokens[j].end
        placed = self.text[end : end + 2] == ", " and container_after(self.text, end)
        return _Match(start, end, 0, i, j) if placed else None

    def _match(self, i: int, j: int) -> _Match | None:
        start, end = self.tokens[i].start, self.tokens[j].end
        name = self.text[start:end]
        if i == j and self.tokens[i].lower in toponym_words()["before"] | _MONTHS:
            return None
        if i < j and self.tokens[i].lower in _ARTICLES and plain(name) not in named_regions():
            return None
        strength = strength_of(name)
        if strength == 1 and name.endswith(".") and self.text[max(0, start - 2) : start] == ", ":
            strength = 4  # "Plumville, Pa."
        if strength is None and i < j and all(t.capital for t in self.tokens[i : j + 1]):
            strength = self._by_form(i, j)
        return None if strength is None else _Match(start, end, strength, i, j)

    def _by_form(self, i: int, j: int) -> int | None:
        words = [t.lower for t in self.tokens[i : j + 1]]
        table = toponym_words()
        if self.tokens[i].first and words[0] in _PARTICLES | {"in", "at", "for", "from", "a", "an", "this", "our", "his", "her", "their"}:
            return None
        if words[0] in {"county", "state", "the", "and"}:
            return None
        if words[-1] in table["way"] and j - i <= 2 and words[0] not in table["title"]:
            return 0
        if words[-1] == "co" and not Gazetteer.load().candidates(f"{self.text[self.tokens[i].start : self.tokens[j - 1].end]} County"):
            return None
        if (
            words[-1] in {"county", "parish", "township", "twp", "co", "river", "creek", "island", "islands", "lake", "valley"}
            and j - i <= 2
        ):
            return 0 if not (set(words[:-1]) & (table["title"] | table["body"])) else None
        if words[0] in {"lake", "mount", "mt", "fort", "ft"} and j - i == 1 and words[1] not in table["body"]:
            return 0
        return None

    def _find_people(self, matches: Sequence[_Match]) -> set[str]:
        """Surnames and first names: capitalised pairs of which neither word is a place's or an institution's by its form."""
        table, inside = toponym_words(), {n for m in matches if m.strength == 4 or m.last > m.first for n in range(m.first, m.last + 1)}
        people: set[str] = set()
        other = table["body"] | table["before"] | table["first"] | table["last"] | table["way"] | table["title"]
        for i in range(1, len(self.tokens)):
            one, two = self.tokens[i - 1], self.tokens[i]
            if not (one.capital and two.capital and self._joined(i)) or len(two.word) < 3 or i in inside or two.lower in other:
                continue
            if one.lower in table["title"]:
                people.add(two.lower)
            elif (
                i - 1 not in inside
                and one.lower not in other
                and not word_kind(one.word)
                and not (one.first and one.lower in words_that_are_names())
            ):
                people |= {one.lower, two.lower} if len(one.word) > 2 else {two.lower}
        return people

    def _before(self, m: _Match) -> Token | None:
        return self.tokens[m.first - 1] if m.first and self._joined(m.first) else None

    def _after(self, m: _Match) -> Token | None:
        if m.last + 1 < len(self.tokens) and self.text[m.end : self.tokens[m.last + 1].start] == " ":
            return self.tokens[m.last + 1]
        return None

    def _marked(self, m: _Match) -> bool:
        return any(a < m.end and m.start < b for a, b in self.places)

    def _is_person(self, m: _Match) -> bool:
        """A title or first name stands before it, or it is a surname that the text has used and nowhere places anything in."""
        before, after = self._before(m), self._after(m)
        table = toponym_words()
        if before and before.capital and before.lower in table["title"]:
            return True
        if m.strength == 4:
            return False
        if before and before.capital and before.lower in self.people and not self._unclear(before):
            return True
        if m.first < m.last:
            return False
        anchored = plain(self.text[m.start : m.end]) in self.anchored
        if after and after.capital and after.lower in self.people and not (anchored or self._unclear(after)):
            return True
        return self.tokens[m.first].lower in self.people and not anchored

    def _unclear(self, token: Token) -> bool:
        return plain(token.word) in self.anchored

    def _is_contained(self, m: _Match) -> bool:
        return m.strength < 4 and self.text[m.end : m.end + 2] in {", ", " ("} and container_after(self.text, m.end) is not None

    def _is_anchored(self, m: _Match) -> bool:
        """A larger place stands after it, or a preposition of place before it."""
        if self._is_contained(m):
            return True
        before = self._before(m)
        if before is None or self._odd_neighbour(m):
            return False
        resident = before.lower == "of" and self.text[max(0, before.start - 2) : before.start] == ", "  # "Smith, 31, of Dayton"
        return resident or before.lower in {"in", "near", "outside", "at"}

    def _is_certain(self, m: _Match) -> bool:
        if self._is_contained(m):
            return True
        if self._is_person(m):
            return False
        if m.strength in {4, 0}:
            return True
        if m.strength == 3:
            return not (m.first == m.last and self._odd_person(m))
        return self._marked(m) or self._is_anchored(m)

    def _odd_person(self, m: _Match) -> bool:
        """A capitalised word that is no institution's follows, and another name: "Virginia Woolf"."""
        after = self._after(m)
        return after is not None and after.capital and after.lower in self.people

    def _odd_neighbour(self, m: _Match) -> bool:
        after = self._after(m)
        return after is not None and after.capital and after.lower not in toponym_words()["body"] | toponym_words()["last"]

    def _is_likely(self, m: _Match, known: bool) -> bool:
        if self._is_person(m):
            return False
        if known:
            return True
        first = self.tokens[m.first]
        if self._odd_neighbour(m) or (m.first == m.last and first.first and first.lower in words_that_are_names()):
            return False
        before, after = self._before(m), self._after(m)
        if (
            before
            and before.capital
            and not before.first
            and before.lower not in toponym_words()["before"] | toponym_words()["body"] | _ARTICLES
        ):
            return False
        if m.strength == 2 or (m.last > m.first and m.strength):
            return True
        if before and before.lower in toponym_words()["near"]:
            return True
        return after is not None and after.capital and after.lower in toponym_words()["body"] and not self.tokens[m.first].first

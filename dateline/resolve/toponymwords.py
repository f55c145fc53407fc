"""Words as the search for place names sees them, and how surely a name by itself is a place's.

`data/toponym_words.tsv` has words that stand before, in or after place names; `data/word_names.tsv` ordinary English words that are names
of places too (from the word list SCOWL, Copyright 2000-2011 Kevin Atkinson, free to use and change, held against the gazetteer's names).
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Mapping
from types import MappingProxyType

from dateline.errors import DataError
from dateline.resolve.countries import countries, plain
from dateline.resolve.gazetteer import ADMIN1, Gazetteer
from dateline.resolve.placeevidence import ranked_by_size
from dateline.resolve.placewords import named_regions, people_of_units, states, word_kind
from dateline.resolve.tables import rows

KINDS = frozenset({"body", "title", "before", "first", "last", "way", "near"})
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_](?:[\w&]|[’'](?!s\b)(?=\w))*")
_BREAK = re.compile(r"[.!?:;\n“\"(•*]")
_ABBREVIATED = frozenset({"st", "ft", "mt", "co", "twp", "rd", "ave", "dr", "ln", "blvd", "pkwy", "hwy"})
_STRONG_SIZE = 150_000
_FAIR_SIZE = 5_000


@dataclasses.dataclass(slots=True)
class Token:
    """A word with its place in the text."""

    start: int
    end: int
    word: str
    first: bool  # of a sentence
    capital: bool
    lower: str


@functools.cache
def toponym_words() -> Mapping[str, frozenset[str]]:
    """The words of `toponym_words.tsv` by kind. Raises `DataError` when the table breaks its schema."""
    found: dict[str, set[str]] = {kind: set() for kind in KINDS}
    for row in rows("toponym_words.tsv", ("word", "kind")):
        if row["kind"] not in KINDS:
            raise DataError(f"{row.where}: kind {row['kind']!r}; use one of {', '.join(sorted(KINDS))}")
        found[row["kind"]].add(row["word"])
    return MappingProxyType({kind: frozenset(words) for kind, words in found.items()})


@functools.cache
def words_that_are_names() -> frozenset[str]:
    """Ordinary words that are names of places too (`word_names.tsv`)."""
    return frozenset(row["word"] for row in rows("word_names.tsv", ("word",)))


@functools.lru_cache(maxsize=100_000)
def strength_of(name: str) -> int | None:
    """How surely the name by itself is a place's; None where no table has it."""
    folded = plain(name)
    known = countries()
    single = " " not in name and "-" not in name
    if len(folded) < 3 and not name.endswith("."):
        return 4 if known.named(name) else None
    if known.named(name) or known.demonyms.get(folded) or folded in named_regions() or folded in people_of_units():
        return 4
    if folded in states() and name.endswith("."):
        return 4 if len(folded) > 2 else 1
    kind = word_kind(name)
    if kind and kind != "shy":
        return None
    found = ranked_by_size(Gazetteer.load().candidates(name))
    if not found:
        return None
    best = max((c for _, c in found), key=lambda c: (c.primary, c.population))
    if kind == "shy" or (single and folded in words_that_are_names()):
        return 2 if best.population >= 300_000 and best.primary else 1 if best.primary else None
    if best.kind == ADMIN1 and best.primary and best.population > 100_000:
        return 4
    if best.primary and best.population >= _STRONG_SIZE:
        return 3
    if not best.primary and max(c.population for _, c in found) < 20_000:
        return None
    return 2 if best.population >= _FAIR_SIZE else 1


def tokenise(text: str) -> list[Token]:
    """The words of a text in order, an abbreviation with its point."""
    found: list[Token] = []
    end = 0
    for match in _WORD.finditer(text):
        word, start, stop = match.group(), match.start(), match.end()
        capital = word[0].isupper()
        if capital and text[stop : stop + 1] == "." and _is_abbreviation(word):
            word, stop = word + ".", stop + 1
        between = text[end:start]
        first = not found or (between != " " and _BREAK.search(between) is not None)
        found.append(Token(start, stop, word, first, capital, word.lower().rstrip(".")))
        end = stop
    return found


def _is_abbreviation(word: str) -> bool:
    lower = word.lower()
    return len(word) == 1 or lower in _ABBREVIATED or plain(word + ".") in states() or (len(word) < 5 and lower in toponym_words()["title"])

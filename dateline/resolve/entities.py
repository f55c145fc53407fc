"""Who an actor phrase stands for: a noun phrase to an entity with its country and PLOVER sector.

An entity's id says what it is: `person:…` and `name:…` (a person known or not), `group:…` and `org:…` (an organisation known or not),
`country:IRN`, `gov:IRN`, `ISR:MIL` (an arm of a state), `ISR:GOV:foreign-minister` (an office), `role:CVL:SYR` (people by what they are).
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable

from dateline.records import EntityRef
from dateline.resolve.actorphrase import COUNTRY_KINDS, ActorContext, Reading, slug
from dateline.resolve.lexicon import Lexicon, lexicon
from dateline.resolve.tables import NON_STATE

__all__ = ["ActorContext", "Entities", "slug"]

# Words that stand for somebody named elsewhere (`references.py`), or for nobody in particular.
_PRONOUNS = frozenset(
    """
    i we you he she it they me us him her them his hers its their theirs our ours my mine your who whom which that this these those himself
    herself itself themselves ourselves myself one another each both all some many most few others everyone anyone nobody
    """.split()  # noqa: SIM905
)
_CONTINENT = re.compile(r"\b(?:Latin|South|Central|North) America(?:ns?)?\b", re.IGNORECASE)
_ACRONYM_END = re.compile(r"\b[A-Z]\.$|\b(Jr|Sr|Gen|St)\.$")


class Entities:
    """Resolves actor phrases. Take it from `load()`."""

    def __init__(self, words: Lexicon) -> None:
        """Resolve with this lexicon."""
        self._lexicon = words

    @staticmethod
    @functools.cache
    def load() -> Entities:
        """The shipped entities, read once. Raises `DataError` when a table breaks its schema."""
        return Entities(lexicon())

    def country_of(self, name: str) -> str | None:
        """The alpha-3 code of a country's name, demonym, capital or seat of government; None for other words."""
        return self._lexicon.countries.of(name.strip())

    def home_country(self, phrases: Iterable[str]) -> str | None:
        """The country that these phrases name most (the first of equals); an organisation's counts half. None where they name none."""
        votes: Counter[str] = Counter()
        for phrase in phrases:
            for piece in self._lexicon.cut(phrase):
                if piece.kind in COUNTRY_KINDS and piece.code:
                    votes[piece.code] += 2
                elif piece.group and piece.group.country not in NON_STATE:
                    votes[piece.group.country] += 1
        return max(votes, key=lambda code: votes[code]) if votes else None

    def resolve(self, phrase: str, context: ActorContext) -> EntityRef | None:
        """The entity that the phrase stands for, None for a pronoun or where it says nothing of who."""
        text = phrase.strip(" \t\n,;:“”\"'")
        text = text if _ACRONYM_END.search(text) else text.rstrip(".")
        lower = text.lower()
        if not text or (lower in _PRONOUNS and not text.isupper()):
            return None
        if known := context.known.get(lower):
            return known
        lower = re.sub(r"^(the|a|an) ", "", lower)
        if known := context.known.get(lower):
            return known
        text = _CONTINENT.sub("", text).strip()
        name, comma, title = text.partition(", ")
        if comma and name[:1].isupper() and title:
            text = f"{title} {name}"
        return Reading(self._lexicon, context, text).entity()

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
from dateline.resolve.actorphrase import COUNTRY_KINDS, ActorContext, PhraseReading, slug
from dateline.resolve.lexicon import Lexicon, lexicon
from dateline.resolve.newstates import coded
from dateline.resolve.peoplesnames import as_people, people_called
from dateline.resolve.references import is_pronoun
from dateline.resolve.tables import NON_STATE

__all__ = ["ActorContext", "Entities", "slug"]

# Words that stand for nobody in particular, besides the pronouns.
_NOBODY = frozenset(
    "you your who whom which that this these those one another each both all some many most few others everyone anyone nobody".split()  # noqa: SIM905
)
_CONTINENT = re.compile(r"\b(?:Latin|South|Central|North) America(?:n\b|\b)(?!s)", re.IGNORECASE)
_ACRONYM_END = re.compile(r"\b[A-Z]\.$|\b(Jr|Sr|Gen|St)\.$")


_ARMED_WORDS = (
    ("REB", re.compile(r"\b(?:rebels?|insurgents?|guerrillas?|insurgency|separatists?|militants?|jihadists?)\b", re.IGNORECASE)),
    ("CRM", re.compile(r"\b(?:gang|cartel|traffickers?|gangsters?)\b", re.IGNORECASE)),
)
_ARMED_SECTORS = frozenset({"REB", "CRM", "PRM"})


def armed_sector(text: str, actors: Iterable[str], entities: Entities) -> str | None:
    """The sector of an armed group that the report names and no table knows: by its words for armed men, where it names no known group."""
    sector = next((sector for sector, words in _ARMED_WORDS if words.search(text)), None)
    return None if sector is None or any(_ARMED_SECTORS & entities.group_sectors(words) for words in actors) else sector


class Entities:
    """Resolves actor phrases. Take it from `load()`."""

    def __init__(self, words: Lexicon) -> None:
        """Resolve with this lexicon."""
        self._lexicon = words
        self.has_people = functools.lru_cache(maxsize=8192)(self._has_people)
        self._votes_of = functools.lru_cache(maxsize=8192)(self._votes)

    @staticmethod
    @functools.cache
    def load() -> Entities:
        """The shipped entities, read once. Raises `DataError` when a table breaks its schema."""
        return Entities(lexicon())

    def country_of(self, name: str) -> str | None:
        """The alpha-3 code of a country's name, demonym, capital or seat of government; None for other words."""
        return self._lexicon.countries.of(name.strip())

    def is_bare_country(self, words: str) -> bool:
        """True for words that are the name or adjective of a country or people and nothing more ("French", "North Korean", "Kurdish")."""
        pieces = self._lexicon.cut(words)
        return len(pieces) == 1 and pieces[0].kind in {"country", "demonym", "people"}

    def is_organisation(self, words: str) -> bool:
        """True for words that are an organisation's name and nothing more."""
        known = self._lexicon.find(words)
        return known is not None and known.kind == "group"

    def group_sectors(self, words: str) -> set[str | None]:
        """The sectors, of all times, of the organisations in these words."""
        groups = [group for piece in self._lexicon.cut(words) for group in (*piece.groups, *([piece.group] if piece.group else []))]
        return {group.sector for group in groups} | {stretch.sector for group in groups for stretch in group.history}

    def home_country(self, phrases: Iterable[str], *, bodies: bool = True) -> str | None:
        """The country that these phrases are clearly about: named in two fifths of cases and half as often again as any other.

        An organisation's country counts half, without `bodies` nothing; news media and agencies never count. None where no country
        stands out.
        """
        given = [vote for phrase in phrases for vote in self._votes_of(phrase, bodies)]
        if not given:
            return None
        votes: Counter[str] = Counter()
        for code, weight in given:
            votes[code] += weight
        (first, most), (_, second) = [*votes.most_common(2), ("", 0), ("", 0)][:2]
        return first if most >= 0.4 * votes.total() and most >= 1.5 * second and most else None

    def _has_people(self, words: str) -> bool:
        """Whether a people is named in the words ("Karen guerrillas"), whose land is one of few."""
        return any(piece.kind == "people" for piece in self._lexicon.cut(words))

    def _votes(self, phrase: str, bodies: bool) -> tuple[tuple[str, int], ...]:
        """The countries that the phrase names, each with what that counts."""
        votes: list[tuple[str, int]] = []
        for piece in as_people(self._lexicon.cut(phrase), phrase):
            if piece.kind in COUNTRY_KINDS and piece.code and len(piece.codes) < 2:
                votes.append((piece.code, 2))
            elif bodies and piece.group and piece.group.country and piece.group.country not in NON_STATE and piece.group.sector != "JRN":
                votes.append((piece.group.country, 1))
        return tuple(votes)

    def resolve(self, phrase: str, context: ActorContext) -> EntityRef | None:
        """The entity that the phrase stands for, None for a pronoun or where it says nothing of who."""
        text = phrase.strip(" \t\n,;:“”\"'")
        text = text if _ACRONYM_END.search(text) else text.rstrip(".")
        lower = text.lower()
        if not text or is_pronoun(text) or lower in _NOBODY:
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
        return coded(PhraseReading(self._lexicon, context, text).entity())

    def people_called(self, phrase: str) -> set[str]:
        """The folded names of countries and capitals that somebody bears in the phrase: "jordan" of "Michael Jordan"."""
        return people_called(self._lexicon.cut(phrase), phrase)

    def knows(self, name: str) -> bool:
        """Whether the tables have these words, as whatever."""
        return self._lexicon.find(name) is not None

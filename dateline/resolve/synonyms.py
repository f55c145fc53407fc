"""Whether two head nouns can be said of one party: "the cabinet" after "the government", "the agency" after a name that ends so."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from types import MappingProxyType

from dateline.errors import DataError
from dateline.resolve.gazetteer import fold
from dateline.resolve.tables import rows


@functools.cache
def _sets() -> Mapping[str, frozenset[int]]:
    """The lines of the table in which each noun stands. Raises `DataError` when it breaks its schema."""
    found: dict[str, set[int]] = {}
    for number, row in enumerate(rows("noun_synonyms.tsv", ("nouns",))):
        nouns = row.list("nouns")
        if len(nouns) < 2 or any(noun != noun.lower() for noun in nouns):
            raise DataError(f"{row.where}: nouns {row['nouns']!r}; want two or more in lower case, parted by |")
        for noun in nouns:
            found.setdefault(noun, set()).add(number)
    return MappingProxyType({noun: frozenset(lines) for noun, lines in found.items()})


@functools.lru_cache(maxsize=4096)
def singular(noun: str) -> str:
    """The noun in the singular by its ending, if the table has that; else as it is."""
    table = _sets()
    if noun in table:
        return noun
    endings = (("men", "man"), ("women", "woman"), ("ies", "y"), ("ches", "ch"), ("s", ""))
    tried = (noun.removesuffix(plural) + one for plural, one in endings if noun.endswith(plural))
    return next((word for word in tried if word in table), noun)


@functools.lru_cache(maxsize=8192)
def are_synonyms(one: str, other: str) -> bool:
    """Whether the head nouns, in lower case, stand in one line of the table or are one word in singular and plural."""
    first, second = singular(one), singular(other)
    if first == second:
        return bool(first)
    table = _sets()
    return not table.get(first, frozenset()).isdisjoint(table.get(second, frozenset()))


@functools.lru_cache(maxsize=4096)
def name_words(name: str) -> frozenset[str]:
    """The words of a name, folded."""
    return frozenset(fold(name).split())

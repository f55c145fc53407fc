"""Which entity a name stands for: among those of a store, and where no report names it, by the shipped tables."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence

from dateline.dossier.sides import folded, is_state
from dateline.errors import InputError
from dateline.records import EntityRef, Record
from dateline.resolve.entities import ActorContext, Entities
from dateline.resolve.known import known_entries, near_names

_MOST_LISTED = 12


class NamedEntity(Record, frozen=True):
    """An entity of a store: the names that reports have for it, and in how many reports it stands."""

    ref: EntityRef
    names: tuple[str, ...]
    reports: int


class PartyError(InputError):
    """A name that stands for nobody or for several; `candidates` are those it may be."""

    def __init__(self, message: str, candidates: Sequence[NamedEntity] = ()) -> None:
        super().__init__(message)
        self.candidates = tuple(candidates)


def find_party(asked: str, known: Iterable[NamedEntity]) -> EntityRef:
    """The entity that the words stand for: an id, a name, an alias, or part of a name that only one has.

    An entity's own name goes before aliases, aliases before what the tables say, these before parts of names; of a country and its
    government the government is meant. Raises `PartyError` where several fit equally, with their ids, or none does.
    """
    words = " ".join(asked.split())
    key = folded(words)
    if not key:
        raise PartyError("the name of a party is empty")
    found = sorted(known, key=lambda one: (-one.reports, one.ref.id))
    by_id = {one.ref.id: one for one in found}
    if words in by_id:
        return by_id[words].ref
    for fits in (_own_name, _alias):
        if best := _one(asked, [one for one in found if fits(one, key)]):
            return best
    told = _by_tables(words)
    for one in (told, _by_tables(_spelt(words))):
        if one is not None and not one.id.startswith(("name:", "org:", "role:")):
            return by_id[one.id].ref if one.id in by_id else one
    if best := _one(asked, [one for one in found if _part(one, key)]):
        return best
    if told is not None and told.id in by_id:
        return by_id[told.id].ref
    near = near_names(words, known_entries())
    meant = f"; the tables know {', '.join(near)}" if near else ""
    raise PartyError(f"{asked!r}: no entity of this store and none of the tables has that name{meant}")


def _by_tables(words: str) -> EntityRef | None:
    return Entities.load().resolve(words, ActorContext(published=None))


def _spelt(words: str) -> str:
    """The name as the tables spell it, whatever its letters here ("gulf clan")."""
    return _spellings().get(folded(words), words)


@functools.cache
def _spellings() -> dict[str, str]:
    return {folded(name): name for entry in known_entries() if entry.kind != "role" for name, _ in entry.names}


def _own_name(one: NamedEntity, key: str) -> bool:
    return folded(one.ref.name) == key


def _alias(one: NamedEntity, key: str) -> bool:
    return any(folded(name) == key for name in one.names)


def _part(one: NamedEntity, key: str) -> bool:
    return f" {key} " in f" {folded(one.ref.name)} " or any(f" {key} " in f" {folded(name)} " for name in one.names)


def _one(asked: str, fitting: Sequence[NamedEntity]) -> EntityRef | None:
    """The one that fits; of a country and its government the government. Raises where several do."""
    states = {one.ref.country for one in fitting if is_state(one.ref)}
    if len(states) == 1 and all(is_state(one.ref) for one in fitting):
        country = next(iter(states))
        return next((one.ref for one in fitting if one.ref.id == f"gov:{country}"), fitting[0].ref)
    if len(fitting) > 1:
        listed = [f"{one.ref.id} ({one.ref.name}; {one.reports} report{'s' if one.reports != 1 else ''})" for one in fitting[:_MOST_LISTED]]
        more = f", and {len(fitting) - _MOST_LISTED} more" if len(fitting) > _MOST_LISTED else ""
        raise PartyError(f"{asked!r} may be {', '.join(listed)}{more}; give the id", fitting)
    return fitting[0].ref if fitting else None

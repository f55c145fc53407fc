"""Who counts for a party: the entity itself, those who act for it, and groups of people who may be meant by it."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterable, Mapping

from dateline.dossier.records import SideKey
from dateline.records import Entity, EntityRef
from dateline.resolve.countries import plain
from dateline.resolve.known import Known, known_entries
from dateline.resolve.lexicon import lexicon
from dateline.resolve.tables import NON_STATE

folded = functools.lru_cache(maxsize=1 << 18)(plain)  # names are compared anew for every dossier of a page
ARMS = frozenset({"GOV", "MIL", "COP", "SPY"})  # the sectors that act for a state's government
_ARMED = frozenset({"REB", "CRM", "UAF", "PRM"})  # what news calls one and the same armed group
_POLITICAL = frozenset({"PTY", "OPP"})
_VAGUE = frozenset({None, "SOC", "UNK"})
_UNKNOWN = ("name:", "org:")  # ids of what no table knows


@dataclasses.dataclass(frozen=True)
class Side:
    """One of the two parties. `sectors`: those of its country that act for it (none for what is no state's government).

    `same`: ids that are it under another name, with the reason; `officers`: entries of its leaders by name.
    """

    key: SideKey
    asked: str
    ref: EntityRef
    sectors: frozenset[str] = frozenset()
    same: Mapping[str, str] = dataclasses.field(default_factory=dict)
    officers: Mapping[str, tuple[Known, ...]] = dataclasses.field(default_factory=dict)
    barred: frozenset[str] = frozenset()
    sector: str | None = None
    country: str | None = None

    def why(self, ref: EntityRef | None, day: str | None = None) -> str | None:
        """Why the entity counts for this party on the day of the report, in words; None where it does not."""
        if ref is None or ref.id in self.barred:
            return None
        if ref.id == self.ref.id:
            return "itself"
        if ref.id in self.same:
            return self.same[ref.id]
        if ref.country == self.country and ref.sector in self.sectors:
            return f"{ref.sector} of {ref.country}"
        if ref.id.startswith("person:"):
            return next((e.office for e in self.officers.get(ref.name, ()) if day is None or any(h.holds(day) for h in e.held)), None)
        return None

    def may_mean(self, ref: EntityRef | None) -> bool:
        """Whether words for people of a kind ("armed groups", "soldiers") may stand for this party: its country or none, its kind."""
        if ref is None or not ref.id.startswith("role:") or ref.id in self.barred or self.why(ref):
            return False
        if self.sectors:
            return ref.country is None and ref.sector in self.sectors
        near = ref.country is None or self.country is None or ref.country == self.country
        # Of a body that no table knows, "movement" or "front" says little of what it is.
        own = _ARMED if self.ref.id.startswith(_UNKNOWN) and self.sector in _VAGUE else {self.sector}
        return near and any(kinds & own and ref.sector in kinds for kinds in (_ARMED, _POLITICAL))


def make_sides(a: tuple[str, EntityRef], b: tuple[str, EntityRef], refs: Iterable[EntityRef], *, exact: bool = False) -> tuple[Side, Side]:
    """The two parties (words asked for, entity) among these entities. What counts for one is nobody's else; `exact`: the two alone."""
    refs = list(refs)
    first, second = _side("a", *a, refs, exact=exact), _side("b", *b, refs, exact=exact)
    return _without(first, second), _without(second, first)


def refs_of(entity: Entity) -> list[EntityRef]:
    """The entity as it stands in a report, once for each of its sectors there."""
    sectors = entity.sectors or (None,)
    return [EntityRef(id=entity.id, name=entity.name, country=entity.country, sector=sector) for sector in sectors]


def is_state(ref: EntityRef) -> bool:
    """Whether the entity is a country or its government."""
    return ref.id.startswith(("country:", "gov:")) and ref.country is not None and ref.country not in NON_STATE


def _side(key: SideKey, asked: str, ref: EntityRef, refs: list[EntityRef], *, exact: bool) -> Side:
    side = Side(key=key, asked=asked, ref=ref, country=ref.country, sector=ref.sector)
    if exact:
        return side
    if is_state(ref):
        same = {f"country:{ref.country}": "the country", f"gov:{ref.country}": "its government"}
        return dataclasses.replace(side, sectors=ARMS, same=same)
    name = [] if ref.id.startswith("person:") else folded(ref.name).split()
    described = {other.id: other for other in refs if other.id.startswith(_UNKNOWN) and other.id != ref.id and _is_described(name, other)}
    country = ref.country or next((one.country for _, one in sorted(described.items()) if one.country), None)
    sector = ref.sector or next((one.sector for _, one in sorted(described.items()) if one.sector), None)
    same = dict.fromkeys(sorted(described), "its name with a word for what it is")
    officers = {} if ref.id.startswith("person:") else _officers(ref.name)
    return dataclasses.replace(side, same=same, officers=officers, country=country, sector=sector)


def _without(side: Side, other: Side) -> Side:
    """The side without what the other one is: the army counts for the government, unless it is the other party."""
    sectors, barred = side.sectors, {other.ref.id, *other.same} - {side.ref.id}
    if side.sectors and other.sectors and side.country == other.country:
        barred |= {other.ref.id}
    if other.ref.country == side.country and not other.sectors and other.ref.sector in sectors - {"GOV"}:
        sectors -= {other.ref.sector}
    return dataclasses.replace(side, sectors=sectors, barred=frozenset(barred))


def _is_described(name: list[str], other: EntityRef) -> bool:
    """Whether an entity that no table knows has these words for a name, or these and words for what it is ("Los Cuervos gang")."""
    if not name:
        return False
    words = folded(other.name).split()
    for at in {0, max(0, len(words) - len(name))}:
        rest = words[:at] + words[at + len(name) :]
        if words[at : at + len(name)] == name and all(_is_role(word) for word in rest):
            return True
    return False


def _is_role(word: str) -> bool:
    found = lexicon().find(word)
    return word in {"the", "group", "movement", "of"} or (found is not None and found.kind == "role")


@functools.cache
def _people() -> tuple[Known, ...]:
    return tuple(entry for entry in known_entries() if entry.office)


@functools.cache
def _organisations() -> dict[str, tuple[str, ...]]:
    """The names that an organisation of the tables bears alone, folded, by the first of them."""
    found: dict[str, tuple[str, ...]] = {}
    for entry in known_entries():
        if entry.kind == "organisation":
            names = (plain(one) for one, what in entry.names if what != "shared")
            found[entry.name] = tuple(dict.fromkeys((*found.get(entry.name, ()), *names)))
    return found


def _officers(name: str) -> dict[str, tuple[Known, ...]]:
    """The leaders, commanders and speakers of an organisation, by name: those whose office has one of its names."""
    names = [f" {one} " for one in _organisations().get(name, (plain(name),)) if len(one) > 2]
    found: dict[str, tuple[Known, ...]] = {}
    for entry in _people():
        office = f" {plain(entry.office)} "
        if any(one in office for one in names):
            found[entry.name] = (*found.get(entry.name, ()), entry)
    return found

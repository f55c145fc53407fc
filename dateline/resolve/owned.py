"""Somebody of an owner's: "its foreign minister", "the group's spokesman", "his men"."""

from __future__ import annotations

from collections.abc import Callable

from dateline.records import EntityRef
from dateline.resolve.newstates import government, land_of
from dateline.resolve.phrasekinds import read_phrase
from dateline.resolve.tables import NON_STATE

_NOBODYS = frozenset({"UAF", "CRM", "REB", "CVL"})  # "their captors" are not of the body whose workers they hold
_ARMED = frozenset({"REB", "CRM", "PRM", "MIL", "COP"})
_FOLLOWERS = frozenset({"men", "fighters", "troops", "forces", "commanders", "commander", "officers"})  # of a leader have his sector
_STATE_SECTORS = frozenset({"MIL", "COP", "JUD", "LEG", "SPY"})

# The entity of words in a home country and, if it is a state's, of an owner's country.
Resolve = Callable[[str, str | None, str | None], EntityRef | None]


def owned_by(owner: EntityRef | None, words: str, home: str | None, resolve: Resolve) -> EntityRef | None:
    """The entity that `words` name as the owner's, in a sentence about the country `home`; None where nobody is known by them."""
    if owner is None:
        return resolve(words, home, None)
    land = land_of(owner)
    home = land if land and land not in NON_STATE else home
    phrase = read_phrase(words, None)
    if phrase.stands_for in ("government", "country") and home and land == home:
        return government(home)
    ref = resolve(words, home, land if land not in NON_STATE else None)
    if ref and land in NON_STATE and ref.sector not in _NOBODYS and ref.id.partition(":")[0] not in ("person", "name", "group", "org"):
        ref = EntityRef(id=f"role:{ref.sector}:{land}", name=f"{words} of {owner.name}", country=land, sector=ref.sector)
    of_leader = owner.sector in _ARMED and phrase.head in _FOLLOWERS
    of_body = owner.sector not in ("GOV", "ELI") and not owner.id.startswith(("person:", "name:"))
    if not (phrase.of_owner and owner.sector and (of_leader or of_body)):
        return ref
    sector, country = owner.sector, owner.country
    if sector in _STATE_SECTORS and country and country not in NON_STATE:
        return EntityRef(id=f"{country}:{sector}", name=f"{words} of {owner.name}", country=country, sector=sector)
    return EntityRef(id=f"role:{sector}:{country}" if country else f"role:{sector}", name=words, country=country, sector=sector)

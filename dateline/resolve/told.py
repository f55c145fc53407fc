"""What a whole report tells of its entities, given to each of their mentions."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from dateline.records import EntityRef
from dateline.resolve.newstates import is_unlisted
from dateline.resolve.tables import NON_STATE

Refs = dict[tuple[int, int], EntityRef | None]


def tell_all(refs: Refs, homes: Mapping[str, str | None]) -> None:
    """Give every mention of an entity, in place, the country and sector that a later one told of it ("the firm", "the minister").

    One of whom nothing tells a country has that of `homes`, by his id. "The Los Cuervos gang" is who is called Los Cuervos elsewhere in
    the report.
    """
    short = {ref.name.lower(): ref for ref in refs.values() if ref and ref.id.startswith(("name:", "group:"))}
    for key, ref in refs.items():
        name, _, kind = ref.name.rpartition(" ") if ref and ref.id.startswith("org:") else ("", "", "")
        if ref and kind.islower() and (same := short.get(name.lower())):
            refs[key] = msgspec.structs.replace(same, country=same.country or ref.country, sector=same.sector or ref.sector)
    told: dict[str, EntityRef] = {}
    for ref in refs.values():
        if ref:
            before = told.get(ref.id, ref)
            told[ref.id] = msgspec.structs.replace(before, country=before.country or ref.country, sector=before.sector or ref.sector)
    for key, ref in refs.items():
        if ref and not (ref.country and ref.sector) and ref.id.startswith(("name:", "person:", "org:")):
            land = told[ref.id].country or _home(ref, homes)
            refs[key] = msgspec.structs.replace(ref, country=land, sector=ref.sector or told[ref.id].sector)


def _home(ref: EntityRef, homes: Mapping[str, str | None]) -> str | None:
    home = homes.get(ref.id) if " " in ref.name else None
    return home if home not in NON_STATE and not is_unlisted(home) else None

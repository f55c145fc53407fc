"""Actor codes of the older gold standards (CAMEO, PLOVER 0.5) as country and sector of today's vocabulary."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from dateline.ontology import ontology
from dateline.records import Party

# Codes that the sets misspell or that have changed.
COUNTRY_REPAIRS = {"JAP": "JPN", "ITL": "ITA", "VTN": "VNM", "UNO": "IGO", "EUR": "IGO"}
# CAMEO's sectors, and the sets' own, that PLOVER names otherwise; others stay as they are.
SECTOR_REPAIRS = {
    "CIV": "CVL",
    "PPL": "CVL",
    "MOS": "REL",
    "MUS": "REL",
    "CHR": "REL",
    "OPT": "OPP",
    "INS": "REB",
    "SEP": "REB",
    "ISM": "REL",
}
NON_STATE = frozenset({"IGO", "NGO", "IMG", "MNC"})
SECTORS = frozenset(ontology().sectors)


@dataclasses.dataclass(frozen=True, slots=True)
class ActorCode:
    """ISO country (or IGO, NGO, …) and sector; None where the gold leaves it out."""

    country: str | None
    sector: str | None


def repaired(country: str | None, sector: str | None) -> ActorCode:
    """A gold code in today's vocabulary. `***` and `---` mean that none was given; a religion or people behind a sector is dropped."""
    code = COUNTRY_REPAIRS.get(country or "", country or "")
    kind = (sector or "")[:3].upper()
    return ActorCode(
        code if code.isalpha() and len(code) == 3 else None,
        (SECTOR_REPAIRS.get(kind, kind) or None) if kind.isalpha() else None,
    )


def from_cameo(code: str | None) -> ActorCode:
    """A CAMEO actor code (`USAGOV`, `---REB`, `IGOUNOMIL`): its country and its first sector; a bare country is its government."""
    code = code or "---"
    country, rest = code[:3], [code[i : i + 3] for i in range(3, len(code), 3)]
    kinds = [SECTOR_REPAIRS.get(part, part) for part in rest]
    sector = next((kind for kind in kinds if kind in SECTORS), None)
    found = repaired(country, sector)
    if found.country and found.country not in NON_STATE and not rest:
        return ActorCode(found.country, "GOV")
    return found


def of_party(parties: Sequence[Party]) -> ActorCode:
    """The code of an event's first party; both None for an unknown one."""
    entity = parties[0].entity if parties else None
    return ActorCode(entity.country, entity.sector) if entity else ActorCode(None, None)

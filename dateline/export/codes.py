"""PLOVER's types, sectors and countries in the vocabularies of other sets: CAMEO, ICEWS, Correlates of War, UCDP.

The tables lie in `export/data`; what each mapping loses stands in their notes and in docs/exports.md.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterable, Mapping

from dateline.errors import DataError
from dateline.export.acts import Side
from dateline.export.tables import lines
from dateline.ontology import ontology
from dateline.resolve.countries import countries
from dateline.resolve.tables import NON_STATE

ARMED = frozenset({"state", "group"})
_CASES = frozenset({"", "armed", "failed"})


@dataclasses.dataclass(frozen=True, slots=True)
class CameoCode:
    """A CAMEO code as text (leading zeros count), its name, its value on the scale after Goldstein (1992), and Phoenix's class."""

    code: str
    label: str
    goldstein: float | None
    penta: int

    @property
    def root(self) -> str:
        """The first two digits."""
        return self.code[:2]


@dataclasses.dataclass(frozen=True, slots=True)
class Sector:
    """A PLOVER sector's CAMEO role, ICEWS's words, and what UCDP makes of it as actor and as recipient (empty: cannot be told)."""

    cameo: str
    icews: str
    actor: str
    recipient: str


@dataclasses.dataclass(frozen=True, slots=True)
class State:
    """A state's number in Correlates of War and after Gleditsch and Ward, and UCDP's region; empty where the set has none."""

    cow: str
    gw: str
    region: str


def cameo_code(kind: str, mode: str | None, *, armed: bool = False, failed: bool = False) -> CameoCode | None:
    """The CAMEO code of a PLOVER type and mode. `armed`: both sides are armed forces. None for a failed act that CAMEO has no code for."""
    known = _cameo()
    if failed:
        return known.get((kind, mode or "", "failed"))
    return (known.get((kind, mode or "", "armed")) if armed else None) or known[kind, mode or "", ""]


def are_armed(actor: Iterable[Side], recipient: Iterable[Side]) -> bool:
    """Whether both sides are a state's forces or organised armed groups, as far as is known."""
    return any(side_class(one, "actor") in ARMED for one in actor) and any(side_class(one, "recipient") in ARMED for one in recipient)


def side_class(side: Side, role: str) -> str:
    """`state`, `group` or `civilian` after UCDP's definitions, empty where it cannot be told. `role` is actor or recipient."""
    sector = sectors().get(side.sector or "")
    if sector is None:
        return "group" if side.country == "IMG" else ""
    return sector.actor if role == "actor" else sector.recipient


def actor_code(side: Side) -> tuple[str, str, str]:
    """The CAMEO code's parts: country or international code, role, further letters. All empty where nothing is known."""
    body = _bodies().get(side.name or "")
    if body:
        return body[:3], "", body[3:]
    sector = sectors().get(side.sector or "")
    return side.country or "", sector.cameo if sector else "", ""


def country_name(code: str | None) -> str:
    """The country's English name; empty for none, and for what is no country."""
    found = countries().by_code.get(code or "")
    return found.name if found else ""


@functools.cache
def states() -> Mapping[str, State]:
    """States by alpha-3 code."""
    return {line["code"]: State(line["cow"], line["gw"], line["region"]) for line in lines("states.tsv", ("code", "cow", "gw", "region"))}


@functools.cache
def sectors() -> Mapping[str, Sector]:
    """Sectors by PLOVER's code; every sector of the ontology has one."""
    found = {}
    for line in lines("sectors.tsv", ("sector", "cameo", "icews", "actor", "recipient", "note")):
        if line["sector"] not in ontology().sectors or not {line["actor"], line["recipient"]} <= {*ARMED, "civilian", ""}:
            raise DataError(f"{line.where}: no PLOVER sector, or a class other than state, group and civilian")
        found[line["sector"]] = Sector(line["cameo"], line["icews"], line["actor"], line["recipient"])
    if missing := set(ontology().sectors) - set(found):
        raise DataError(f"export/data/sectors.tsv: no line for {', '.join(sorted(missing))}")
    return found


@functools.cache
def _cameo() -> Mapping[tuple[str, str, str], CameoCode]:
    penta = {line["root"]: int(line["penta"]) for line in lines("cameo_roots.tsv", ("root", "name", "penta"))}
    found = {}
    for line in lines("cameo_codes.tsv", ("type", "mode", "case", "code", "label", "note")):
        code = line["code"]
        if line["case"] not in _CASES or code[:2] not in penta or code not in ontology().cameo:
            raise DataError(f"{line.where}: {line['case']!r} {code!r} is no case or CAMEO code that is known")
        found[line["type"], line["mode"], line["case"]] = CameoCode(code, line["label"], ontology().cameo[code].goldstein, penta[code[:2]])
    for kind in ontology().types.values():
        for mode in ("", *kind.modes):
            if (kind.name, mode, "") not in found:
                raise DataError(f"export/data/cameo_codes.tsv: no line for {kind.name} {mode}".rstrip())
    return found


@functools.cache
def _bodies() -> Mapping[str, str]:
    found = {}
    for line in lines("cameo_bodies.tsv", ("name", "code")):
        if line["code"][:3] not in NON_STATE:
            raise DataError(f"{line.where}: {line['code']!r} does not begin with {', '.join(sorted(NON_STATE))}")
        found[line["name"]] = line["code"]
    return found

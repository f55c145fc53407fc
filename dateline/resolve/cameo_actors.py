"""CAMEO actor codes (`COLGOV`, `IGOUNO`, `AFGREBTAL`) as a country and a PLOVER sector; the table is `data/cameo_actors.tsv`."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from dateline.errors import DataError
from dateline.resolve.countries import countries
from dateline.resolve.tables import NON_STATE, SECTORS, rows

_COLUMNS = ("code", "kind", "plover", "behind", "note")
_KINDS = frozenset({"country", "region", "nonstate", "body", "sector", "religion", "modifier"})
_WORD = re.compile(r"(?:[A-Z]{3}|---)*")


class CodePart(NamedTuple):
    """Three letters of a code: their kind, what they are in PLOVER, and the sector that they give behind a country."""

    kind: str
    plover: str
    behind: str


class ActorMeaning(NamedTuple):
    """A code read. `suffix` has the parts that no table maps."""

    country: str | None
    sector: str | None
    suffix: str


@functools.cache
def _tables() -> tuple[Mapping[str, CodePart], Mapping[str, CodePart]]:
    """The parts by code: as the first of a code, and behind it (`MUS` is Mauritius, then Muslim)."""
    first = {code: CodePart("country", code, "") for code in countries().by_code}
    behind = {code: CodePart("sector", code, "") for code in SECTORS}
    first |= behind
    for row in rows("cameo_actors.tsv", _COLUMNS):
        kind, plover = row["kind"], row["plover"]
        known = {"country": countries().by_code, "nonstate": NON_STATE, "body": NON_STATE, "sector": SECTORS, "religion": SECTORS}
        if kind not in _KINDS or plover not in known.get(kind, {""}):
            raise DataError(f"{row.where}: {kind} {plover!r} is no kind or code that is known")
        part = CodePart(kind, plover, row.sector("behind") or "")
        if kind not in ("country", "region"):
            behind[row["code"]] = part
        if row["code"] not in countries().by_code:
            first[row["code"]] = part
    return MappingProxyType(first), MappingProxyType(behind)


def sector_behind(code: str) -> str | None:
    """The sector that a non-state code gives people of a country: SOC for NGO."""
    part = _tables()[1].get(code[:3])
    return (part.behind or None) if part else None


@functools.lru_cache(maxsize=50_000)
def read_actor_code(code: str) -> ActorMeaning:
    """What a CAMEO code says; the first sector in it counts. Raises `DataError` with the reason where it is none."""
    if not _WORD.fullmatch(code) or not code:
        raise DataError(f"code {code!r} is not made of threes of capital letters")
    firsts, behinds = _tables()
    parts = [code[i : i + 3] for i in range(0, len(code), 3)]
    country = sector = faith = implied = None
    unknown = []
    for number, letters in enumerate(parts):
        part = (firsts if number == 0 else behinds).get(letters)
        if letters == "---":
            continue
        if part is None and number == 0:
            raise DataError(f"code {code!r}: {letters} is no country, sector or international code")
        if part is None:
            unknown.append(letters)
        elif part.kind == "country":
            country = part.plover
        elif part.kind in ("nonstate", "body"):
            implied = implied or (part.behind if country else None)
            country = country or part.plover
        elif part.kind == "sector":
            sector = sector or part.plover
        elif part.kind == "religion":
            faith = part.plover
    return ActorMeaning(country, sector or implied or faith or None, "".join(unknown))

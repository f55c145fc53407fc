"""The news agencies that are recognised in datelines and credits (`data/agencies.tsv`)."""

from __future__ import annotations

import functools
import re
from importlib import resources

from dateline.errors import DataError

_SHORT = 5  # letters up to which a name could be another word
_TITLED = 4  # letters from which such a name may be written as Tass
_LOWER = ("dpa", "ansa", "afp")
_PARTS = re.compile(r"[;,/&|()]|\band\b")
_BY = re.compile(r"(?:by|from)\s+", re.IGNORECASE)
_STAFF = re.compile(r"\s+(?:staff|news agency|newsroom|correspondents?|writers?)$", re.IGNORECASE)


@functools.cache
def _by_alias() -> dict[str, str]:
    text = resources.files("dateline.intake").joinpath("data", "agencies.tsv").read_text(encoding="utf-8")
    lines = text.splitlines()
    if lines[0] != "name\taliases":
        raise DataError("intake/data/agencies.tsv:1: want the columns name and aliases")
    found: dict[str, str] = {}
    for number, line in enumerate(lines[1:], 2):
        name, tab, aliases = line.partition("\t")
        if not (name and tab and aliases):
            raise DataError(f"intake/data/agencies.tsv:{number}: want a name, a tab and aliases with | between them")
        for alias in aliases.split("|"):
            if found.setdefault(alias, name) != name:
                raise DataError(f"intake/data/agencies.tsv:{number}: {alias!r} stands for two agencies")
    return found


def agency_named(words: str) -> str | None:
    """The agency that the words name and nothing else, or None. Letter case counts for short names: `AFP` is one, `SpA` is none."""
    name = " ".join(words.split())
    if len(name) <= _SHORT and not (name.isupper() or (name.istitle() and len(name) >= _TITLED) or name in _LOWER):
        return None
    return _by_alias().get(name.casefold())


def agency_in(*lines: str | None) -> str | None:
    """The first agency that an author or source line names, alone or beside others ("Mina Okoro, Reuters Staff")."""
    for line in lines:
        for part in _PARTS.split(line or ""):
            words = _BY.sub("", part.strip(), count=1)
            agency = agency_named(words) or agency_named(_STAFF.sub("", words))
            if agency:
                return agency
    return None

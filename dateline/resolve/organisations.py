"""Organisations by table: armed and criminal groups, institutions of states, international bodies, media and firms."""

from __future__ import annotations

import functools
import re

from dateline.errors import DataError
from dateline.resolve.actorwords import Group, Stretch
from dateline.resolve.tables import Row, rows

GROUP_TABLES = ("groups.tsv", "organisations.tsv", "institutions.tsv")
GROUP_COLUMNS = ("name", "aliases", "shared", "country", "sector", "history", "from", "to")
_STRETCH = re.compile(r"(?:([A-Z]{3}):)?([A-Z]{3}) ([^ /]+)/([^ /]+)")


@functools.cache
def organisations() -> tuple[tuple[Group, tuple[str, ...], tuple[str, ...]], ...]:
    """Each organisation with its own names and those that it shares. Raises `DataError` when a table breaks its schema."""
    found = []
    for table in GROUP_TABLES:
        for row in rows(table, GROUP_COLUMNS):
            group = Group(row["name"], row.code(), row.sector(), history_of(row), row.date("from"), row.date("to"))
            # A name such as "National Liberation Army (Colombia)" is its own in no text; the alias without the bracket is listed.
            found.append((group, (group.name, *row.list("aliases")), row.list("shared")))
    return tuple(found)


def history_of(row: Row) -> tuple[Stretch, ...]:
    """`REB ../1996-09-26|GOV 1996-09-27/2001-11-12`: sector and days, with a country before a colon where it was another."""
    found = []
    for part in row.list("history"):
        match = _STRETCH.fullmatch(part)
        if not match:
            raise DataError(f"{row.where}: history {part!r}; write SECTOR START/END, '..' for an open side")
        start, end = (row.as_date("" if side == ".." else side, "history") for side in (match[3], match[4]))
        if start and end and start > end:
            raise DataError(f"{row.where}: history {part!r} ends before it starts")
        found.append(Stretch(match[1] or row.code(), row.as_sector(match[2], "history"), start, end))
    return tuple(found)

"""The dossier of two parties from an index: `dateline dossier` reads the same out of the store's tables, which a page has no time for."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from typing import Annotated, Any

import msgspec
import numpy as np
from fastapi import Query

from dateline.dossier import Dossier, NamedEntity, PartyError, ReadReport, Side, Tied, find_party, make_dossier, make_sides
from dateline.dossier.sides import is_state
from dateline.records import EntityRef
from dateline.web.params import LONG, read_day
from dateline.web.reader import IndexReader, Numbers
from dateline.web.viewsql import dossier_sql

MOST_REPORTS = 300  # that name both and are read; of more the newest


@dataclasses.dataclass(frozen=True)
class Asked:
    """What a dossier is asked for: two names or ids, days, the two entities alone (`exact`), lines a group, reports that are read."""

    a: str
    b: str
    since: str | None = None
    until: str | None = None
    exact: bool = False
    most: int = 50
    reports: int = MOST_REPORTS


def read_asked(
    a: Annotated[str, Query(min_length=1, max_length=LONG, description="A name, an alias or an entity's id.")],
    b: Annotated[str, Query(min_length=1, max_length=LONG)],
    since: Annotated[str, Query(max_length=10)] = "",
    until: Annotated[str, Query(max_length=10)] = "",
    exact: Annotated[bool, Query(description="The two entities alone: nobody counts for them.")] = False,
    most: Annotated[int, Query(ge=1, le=1_000, description="Lines under a heading.")] = 50,
    reports: Annotated[int, Query(ge=1, le=2_000, description="Newest reports that are read.")] = MOST_REPORTS,
) -> Asked:
    """The question of a request's address."""
    days = [day.isoformat() if day else None for day in (read_day("since", since), read_day("until", until))]
    return Asked(a=a, b=b, since=days[0], until=days[1], exact=exact, most=most, reports=reports)


def dossier(reader: IndexReader, asked: Asked) -> Dossier:
    """The dossier. Raises `PartyError` for a name that stands for nobody or for several."""
    named: list[NamedEntity] = reader.kept(("named",), lambda: _named(reader))
    by_id: dict[str, NamedEntity] = reader.kept(("named by id",), lambda: {one.ref.id: one for one in named})
    refs: list[EntityRef] = reader.kept(("refs",), lambda: _refs(reader))
    first, second = (by_id[name].ref if name in by_id else find_party(name, named) for name in (asked.a, asked.b))
    a, b = make_sides((asked.a, first), (asked.b, second), refs, exact=asked.exact)
    if a.ref.id == b.ref.id or (is_state(a.ref) and is_state(b.ref) and a.country == b.country and not asked.exact):
        raise PartyError(f"{asked.a!r} and {asked.b!r} are one party: {a.ref.id} ({a.ref.name})")
    nums, left_out = _of_both(reader, _ids(a, refs), _ids(b, refs), asked.reports)
    return make_dossier(
        a, b, _reads(reader, nums), _tied(reader, nums), coder=reader.coder, since=asked.since, until=asked.until, exact=asked.exact,
        most=asked.most, left_out=left_out,
    )  # fmt: skip


def shown_dossier(reader: IndexReader, asked: Asked) -> dict[str, Any]:
    """The dossier as the page shows it, with the event records between the two as SQL."""
    found = dossier(reader, asked)
    a, b = ([one.id for one in head.counted] or [head.id] for head in (found.a, found.b))
    keys = [one.key for one in found.sources]
    titles = dict(reader.rows("SELECT key, title FROM reports WHERE list_contains($keys, key)", {"keys": keys}))
    shown = msgspec.to_builtins(found)
    for source in shown["sources"]:
        source["title"] = titles.get(source["key"], source["title"])
    return {**shown, "sql": dossier_sql(a, b, asked.since, asked.until)}


def _named(reader: IndexReader) -> list[NamedEntity]:
    return [
        NamedEntity(ref=EntityRef(id=id, name=name, country=country, sector=sectors[0] if sectors else None), names=tuple(names), reports=n)
        for id, name, country, sectors, names, n in reader.rows("SELECT id, name, country, sectors, names, reports FROM named ORDER BY id")
    ]


def _refs(reader: IndexReader) -> list[EntityRef]:
    """Every entity with each of its sectors."""
    rows = reader.rows("SELECT id, name, country, sectors FROM named ORDER BY id")
    return [EntityRef(id=id, name=name, country=country, sector=sector) for id, name, country, held in rows for sector in held or (None,)]


def _ids(side: Side, refs: Iterable[EntityRef]) -> list[str]:
    return sorted({ref.id for ref in refs if side.why(ref)})


def _of_both(reader: IndexReader, a: Sequence[str], b: Sequence[str], most: int) -> tuple[list[int], int]:
    """Numbers of the newest reports that name both, and how many older ones there are besides."""
    sql = """WITH wanted AS (SELECT num, list_contains($a, id) AS of_a, list_contains($b, id) AS of_b FROM entities
            WHERE list_contains($a, id) OR list_contains($b, id)),
        held AS (SELECT s.report FROM standing s JOIN wanted w ON w.num = s.entity GROUP BY s.report HAVING bool_or(of_a) AND bool_or(of_b))
        SELECT num FROM reports WHERE num IN (SELECT report FROM held) ORDER BY published DESC NULLS LAST, key"""
    nums = [row[0] for row in reader.rows(sql, {"a": list(a), "b": list(b)})]
    return nums[:most], max(0, len(nums) - most)


def _reads(reader: IndexReader, nums: Sequence[int]) -> list[ReadReport]:
    stored = reader.reports(nums)
    keys = [one[0].key for one in stored.values()]
    stories = dict(reader.rows("SELECT report, id FROM story_of WHERE list_contains($keys, report)", {"keys": keys}))
    return [
        ReadReport(
            report=report, story=stories.get(report.key, report.key), events=events, claims=claims, entities=entities,
            sentences=sentences, mentions=mentions,
        )
        for report, events, claims, entities, sentences, mentions in stored.values()
    ]  # fmt: skip


def _tied(reader: IndexReader, nums: Sequence[int]) -> list[Tied]:
    wanted: Numbers = np.asarray(nums, np.int32)
    rows = reader.rows(
        """WITH touched AS MATERIALIZED (SELECT DISTINCT t.incident FROM tellings t JOIN events e ON e.num = t.event
                WHERE e.report IN (SELECT n FROM wanted))
        SELECT i.id, list_sort(list(e.id)), any_value(i.start_day), any_value(i.end_day), any_value(p.name)
        FROM incidents i JOIN tellings t ON t.incident = i.num JOIN events e ON e.num = t.event LEFT JOIN places p ON p.num = i.place
        WHERE i.num IN (SELECT incident FROM touched) AND i.fingerprint <> 0 GROUP BY i.id ORDER BY i.id""",
        tables={"wanted": wanted},
    )
    return [
        Tied(id=id, events=tuple(events), start=start and start.isoformat(), end=end and end.isoformat(), place=place)
        for id, events, start, end, place in rows
    ]

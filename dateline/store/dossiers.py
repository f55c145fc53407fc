"""What a dossier is made of, read from a store: the entities of its reports, and the reports that name both parties."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from dateline.dossier import Dossier, NamedEntity, ReadReport, Tied, find_party, make_dossier, make_sides
from dateline.dossier.make import MOST
from dateline.dossier.naming import PartyError
from dateline.dossier.sides import Side, is_state
from dateline.reader.sentences import split_sentences
from dateline.records import EntityRef, Report
from dateline.store import query
from dateline.store.faults import store_errors
from dateline.store.store import Store

MOST_REPORTS = 2_000  # that name both; of more the newest are read


@dataclasses.dataclass(frozen=True)
class Wanted:
    """What a dossier is asked for: the two names, and how it is cut. Empty or None: not at all."""

    a: str
    b: str
    since: str | None = None
    until: str | None = None
    today: str | None = None
    exact: bool = False
    most: int = MOST
    most_reports: int = MOST_REPORTS


def read_dossier(store: Store, coder: str, wanted: Wanted) -> Dossier:
    """The dossier of two parties of a store. Raises `PartyError` for a name that stands for nobody or for several."""
    named, refs = named_entities(store, coder)
    first, second = find_party(wanted.a, named), find_party(wanted.b, named)
    a, b = make_sides((wanted.a, first), (wanted.b, second), refs, exact=wanted.exact)
    if a.ref.id == b.ref.id or (is_state(a.ref) and is_state(b.ref) and a.country == b.country and not wanted.exact):
        raise PartyError(f"{wanted.a!r} and {wanted.b!r} are one party: {a.ref.id} ({a.ref.name})")
    keys, left_out = _reports_of_both(store, coder, _ids(a, refs), _ids(b, refs), wanted.most_reports)
    reads = _reads(store, coder, keys)
    return make_dossier(
        a, b, reads, _tied(store, coder, keys), coder=coder, since=wanted.since, until=wanted.until, today=wanted.today,
        exact=wanted.exact, most=wanted.most, left_out=left_out,
    )  # fmt: skip


def named_entities(store: Store, coder: str) -> tuple[list[NamedEntity], list[EntityRef]]:
    """The entities that the coder's reports name, and every entity with each of its sectors there."""
    sql = """SELECT e.id, min(e.name) AS name, min(e.country) AS country, list_distinct(flatten(list(e.sectors))) AS sectors,
            list_distinct(flatten(list(e.names))) AS names, count(*) AS n
        FROM entities e JOIN reports r ON r.key = e.report_key AND r.coder = e.coder WHERE e.coder = $coder GROUP BY e.id ORDER BY e.id"""
    named, refs = [], []
    with store_errors(store.folder), query._connect(query._sources(store, "reports", "entities")) as connection:
        for row in query._rows(connection, sql, {"coder": coder}):
            own = [EntityRef(id=row["id"], name=row["name"], country=row["country"], sector=s) for s in sorted(row["sectors"]) or (None,)]
            refs += own
            named.append(NamedEntity(ref=own[0], names=tuple(sorted(row["names"])), reports=row["n"]))
    return named, refs


def _ids(side: Side, refs: Iterable[EntityRef]) -> list[str]:
    return sorted({ref.id for ref in refs if side.why(ref)})


def _reports_of_both(store: Store, coder: str, a: Sequence[str], b: Sequence[str], most: int) -> tuple[list[str], int]:
    """The keys of the newest reports that name both, later revisions alone, and how many older ones there are besides."""
    sql = f"""WITH named AS (SELECT report_key, bool_or(list_contains($a, id)) AS has_a, bool_or(list_contains($b, id)) AS has_b
            FROM entities WHERE coder = $coder AND (list_contains($a, id) OR list_contains($b, id)) GROUP BY report_key)
        SELECT key FROM reports WHERE coder = $coder AND {query._CURRENT}
            AND key IN (SELECT report_key FROM named WHERE has_a AND has_b) ORDER BY published DESC NULLS LAST, key"""
    with store_errors(store.folder), query._connect(query._sources(store, "reports", "entities")) as connection:
        keys = [row[0] for row in connection.execute(sql, {"coder": coder, "a": a, "b": b}).fetchall()]
    return keys[: most or None], len(keys[most:]) if most else 0


def _reads(store: Store, coder: str, keys: Collection[str]) -> list[ReadReport]:
    if not keys:
        return []
    stories = _stories(store, keys)
    found = []
    with store_errors(store.folder):
        condition = "key IN (SELECT unnest($keys))"
        children = ("events", "claims", "entities", "mentions")
        for report, held in query._reports(store, coder, condition, {"keys": sorted(keys)}, children):
            found.append(_read(report, held, stories.get(report.key, report.key)))
    return found


def _read(report: Report, held: dict[str, list[Any]], story: str) -> ReadReport:
    return ReadReport(
        report=report, story=story, events=tuple(held["events"]), claims=tuple(held["claims"]), entities=tuple(held["entities"]),
        sentences=tuple(split_sentences(report.text, report.furniture)), mentions=tuple(held["mentions"]),
    )  # fmt: skip


def _stories(store: Store, keys: Collection[str]) -> dict[str, str]:
    sql = "SELECT id, unnest(reports) AS key FROM stories WHERE list_has_any(reports, $keys)"
    with store_errors(store.folder), query._connect(query._sources(store, "stories")) as connection:
        return {key: id for id, key in connection.execute(sql, {"keys": sorted(keys)}).fetchall()}


def _tied(store: Store, coder: str, keys: Collection[str]) -> list[Tied]:
    sql = 'SELECT id, events, start, "end", place FROM incidents WHERE coder = $coder AND list_has_any(reports, $keys) ORDER BY id'
    found = []
    with store_errors(store.folder), query._connect(query._sources(store, "incidents")) as connection:
        for row in query._rows(connection, sql, {"coder": coder, "keys": sorted(keys)}):
            place = row["place"]["name"] if row["place"] else None
            found.append(Tied(id=row["id"], events=tuple(row["events"]), start=row["start"], end=row["end"], place=place))
    return found

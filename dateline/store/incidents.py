"""The table of incidents: kept in step with the events, stories and decisions of a store."""

from __future__ import annotations

import dataclasses
import itertools
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

import msgspec
import pyarrow as pa
from deltalake import WriterProperties, write_deltalake

from dateline.errors import StoreError
from dateline.fuse.incidents import Alike, facts_of, incidents_of_component, score_pair, without_words
from dateline.fuse.incidents_cluster import Pair, pair_of
from dateline.fuse.incidents_score import Brief
from dateline.fuse.incidents_tables import method_id
from dateline.records import Coding, Decision, Event, Incident, Report, head
from dateline.store import query
from dateline.store.datafiles import streaming
from dateline.store.decisions import read_decisions
from dateline.store.faults import store_errors
from dateline.store.incidentindex import IncidentIndex
from dateline.store.schema import TABLES, batched_by, to_arrow
from dateline.store.store import Store

_BATCH = 1_000  # incidents, or reports, at a time
_WRITE = 4_000  # tellings that one batch of rows has, or what one incident has
_FILE, _ROW_GROUP = 2**25, 2**11  # bytes and rows that the table's writer holds in memory
_MOST_NAMED = 2_000  # incidents that one commit replaces by name; more, and all rows of the coder are written anew
_WORTH_SAYING = 10_000  # reports
_decode = msgspec.json.Decoder(Event).decode
_CURRENT_REPORTS = f"""
SELECT r.key, coalesce(min(s.id), '') FROM reports r LEFT JOIN (SELECT id, unnest(reports) AS report FROM stories) s ON s.report = r.key
WHERE r.coder = $coder AND r.{query._CURRENT} GROUP BY r.key ORDER BY r.key"""


@dataclasses.dataclass(frozen=True)
class IncidentsSummary:
    """What an update did: reports taken in and out, incidents written, and how many events and incidents there are now."""

    added: int
    removed: int
    written: int
    events: int
    incidents: int


def _silent(message: str) -> None:
    """Drops a message."""


def update_incidents(store: Store, coder: str, *, say: Callable[[str], None] = _silent, everything: bool = False) -> IncidentsSummary:
    """Brings one coder's incidents up to date with its committed reports, the stories and the decisions; `everything` makes all anew.

    The caller holds the write lock. The rows change in one commit. Killed at any moment, the next call ends what was begun. Raises
    `StoreError` where the disk or the tables fail.
    """
    with store_errors(store.folder):
        try:
            with IncidentIndex(store.folder, coder, method_id(), fresh=everything) as index:
                return _update(store, coder, index, say)
        except sqlite3.Error as error:
            full = "full" in str(error)
            advice = "free some space and run the same command again" if full else "delete the file; it is made anew"
            raise StoreError(f"{store.folder}: .incidents-{coder}.sqlite cannot be used ({error}); {advice}") from error


def _update(store: Store, coder: str, index: IncidentIndex, say: Callable[[str], None]) -> IncidentsSummary:
    added, removed = _take_reports(store, coder, index, say)
    index.pair()
    decisions = localised(store, index, read_decisions(store, "incident"))
    verdicts = {pair_of(d.left, d.right): d.verdict for d in decisions}
    before = index.decided()
    if changed := {pair for pair in {*verdicts, *before} if verdicts.get(pair) != before.get(pair)}:
        with index.step():
            index.mark(itertools.chain.from_iterable(changed))
            index.set_decided(verdicts)
    written = _write(store, coder, index, decisions)
    events, incidents = index.size()
    return IncidentsSummary(len(added), len(removed), written, events, incidents)


def _take_reports(store: Store, coder: str, index: IncidentIndex, say: Callable[[str], None]) -> tuple[set[str], set[str]]:
    """Takes in reports that are new or in another story, and takes out those that are gone or superseded. Returns the keys of both."""
    with streaming(store, "reports", "stories") as connection:
        rows = connection.execute(_CURRENT_REPORTS, {"coder": coder})
        wanted, unwanted = _differences(iter(rows.fetchone, None), index.reports())
    moved = wanted.keys() & unwanted
    for keys in _batched(sorted(unwanted)):
        with index.step():
            for key in keys:
                index.remove(key)
    if len(wanted) >= _WORTH_SAYING:
        say(f"joining the events of {len(wanted):,} reports to incidents")
    for batch in _batched(_read_reports(store, coder, wanted)):
        with index.step():
            for report, coding in batch:
                index.add(report.key, wanted[report.key], facts_of(report, coding, wanted[report.key]))
    return set(wanted) - moved, unwanted - moved


def _differences(now: Iterator[Any], before: Iterator[tuple[str, str]]) -> tuple[dict[str, str], set[str]]:
    """What is to be added (key and story) and taken away, of two streams in the order of keys; a report in another story is both."""
    added: dict[str, str] = {}
    removed: set[str] = set()
    mine, yours = next(now, None), next(before, None)
    while mine or yours:
        if yours is None or (mine is not None and mine[0] < yours[0]):
            assert mine is not None
            added[mine[0]] = mine[1]
            mine = next(now, None)
        elif mine is None or yours[0] < mine[0]:
            removed.add(yours[0])
            yours = next(before, None)
        else:
            if mine[1] != yours[1]:
                added[mine[0]] = mine[1]
                removed.add(yours[0])
            mine, yours = next(now, None), next(before, None)
    return added, removed


def _read_reports(store: Store, coder: str, wanted: Iterable[str]) -> Iterator[tuple[Report, Coding]]:
    """The reports of these keys with their events. Each table is read once, from end to end."""
    keys = pa.table({"key": pa.array(sorted(wanted), pa.string())})
    with streaming(store, "events", "reports") as connection, _Told() as told:
        connection.register("wanted", keys)
        events = f"""SELECT e.report_key, e.ordinal, {query.as_json("e", Event)} FROM events e SEMI JOIN wanted ON wanted.key = e.report_key
            WHERE e.coder = $coder"""
        for batch in connection.sql(events, params={"coder": coder}).to_arrow_reader(_BATCH):
            told.add(zip(*(column.to_pylist() for column in batch.columns), strict=True))
        reports = f"""SELECT r.key, {query.as_json("r", Report)} FROM reports r SEMI JOIN wanted USING (key) WHERE r.coder = $coder"""
        for key, one in query.records(connection, reports, {"coder": coder}, Report):
            yield one, Coding(report=head(one), events=told.of(key), claims=(), entities=(), coder=coder)


class _Told:
    """Events on their way to their reports, on disk: the tables hold both in orders of their own. Nothing is left of it afterwards."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("")  # a file that is gone when it is closed, or the process killed
        self._db.execute("CREATE TABLE told (report TEXT NOT NULL, ordinal INTEGER NOT NULL, event TEXT NOT NULL)")
        self._ordered = False

    def __enter__(self) -> _Told:
        return self

    def __exit__(self, *error: object) -> None:
        self._db.close()

    def add(self, rows: Iterable[tuple[str, int, str]]) -> None:
        """Keeps events: key of the report, place among its events, JSON."""
        self._db.executemany("INSERT INTO told VALUES (?, ?, ?)", rows)

    def of(self, report: str) -> tuple[Event, ...]:
        """The report's events, once all are there."""
        if not self._ordered:
            self._db.execute("CREATE INDEX by_report ON told (report, ordinal)")
            self._ordered = True
        rows = self._db.execute("SELECT event FROM told WHERE report = ? ORDER BY ordinal", (report,))
        return tuple(_decode(text) for (text,) in rows)


def _write(store: Store, coder: str, index: IncidentIndex, decisions: Sequence[Decision]) -> int:
    """Puts into the table what changed; how many rows. A table that does not fit the index afterwards is written anew."""
    joined = _Decided(index, decisions)
    written = 0
    if 0 < index.dirty() * 2 <= index.size()[0] or index.gone():
        written = _replace_some(store, coder, index, joined)
    if index.dirty() or _table_size(store, coder) != index.size():
        written = _replace_all(store, coder, index, joined)
    return written


class _Decided:
    """The decisions by event, as a component needs them."""

    def __init__(self, index: IncidentIndex, decisions: Sequence[Decision]) -> None:
        numbers = index.numbers({one for d in decisions for one in (d.left, d.right)})
        self.links: dict[int, set[int]] = {}
        self.named: set[int] = set()
        self._of: dict[int, list[Decision]] = {}
        for one in decisions:
            left, right = numbers.get(one.left), numbers.get(one.right)
            if left is None or right is None:
                continue
            self._of.setdefault(left, []).append(one)
            self.named |= {left, right}
            if one.verdict == "same":
                self.links.setdefault(left, set()).add(right)
                self.links.setdefault(right, set()).add(left)

    def among(self, nums: Sequence[int]) -> list[Decision]:
        """Those on events of a component, and on others."""
        return [one for num in nums for one in self._of.get(num, ())]


def _incidents(coder: str, index: IncidentIndex, joined: _Decided, *, everything: bool) -> Iterator[Incident]:
    for nums in index.components(joined.links, everything=everything):
        compared = index.firsts(nums) | joined.named.intersection(nums)
        same = Alike()
        facts = {num: same.fields(index.facts(num) if num in compared else without_words(index.facts(num))) for num in nums}
        links: dict[Pair, Brief] = {}
        if len(nums) > 1:
            for a, b in index.links_among(nums):
                links[pair_of(facts[a].id, facts[b].id)] = score_pair(facts[a], facts[b]).brief
        yield from incidents_of_component(coder, list(facts.values()), links, joined.among(nums))


def _replace_some(store: Store, coder: str, index: IncidentIndex, joined: _Decided) -> int:
    new = list(_incidents(coder, index, joined, everything=False))
    with index.step():
        index.plan((one.id, one.events) for one in new)
    names = sorted({one.id for one in new} | index.gone())
    if len(names) > _MOST_NAMED:
        return 0
    listed = ", ".join(f"'{name}'" for name in names)
    where = f"coder = '{coder}' AND id IN ({listed})"
    table = store.ensure_table("incidents")
    if new:
        write_deltalake(table, to_arrow(new, Incident), mode="overwrite", predicate=where)
    elif names:
        table.delete(where)
    with index.step():
        index.settle()
    return len(new)


def _replace_all(store: Store, coder: str, index: IncidentIndex, joined: _Decided) -> int:
    written = 0

    def batches() -> Iterator[pa.RecordBatch]:
        nonlocal written
        for batch in batched_by(_incidents(coder, index, joined, everything=True), lambda one: len(one.events), _WRITE):
            index.plan((one.id, one.events) for one in batch)
            written += len(batch)
            yield from to_arrow(batch, Incident).to_batches()

    with index.step():
        reader = pa.RecordBatchReader.from_batches(TABLES["incidents"].schema, batches())
        write_deltalake(
            store.ensure_table("incidents"), reader, mode="overwrite", predicate=f"coder = '{coder}'", target_file_size=_FILE,
            writer_properties=WriterProperties(max_row_group_size=_ROW_GROUP),
        )  # fmt: skip
        index.settle()
    return written


def _table_size(store: Store, coder: str) -> tuple[int, int]:
    """How many events the coder's incidents have, and how many incidents there are."""
    with streaming(store, "incidents") as connection:
        sql = "SELECT coalesce(sum(len(events)), 0)::BIGINT, count(*) FROM incidents WHERE coder = $coder"
        found: tuple[int, int] = connection.execute(sql, {"coder": coder}).fetchall()[0]
    return found


def localised(store: Store, index: IncidentIndex, decisions: Sequence[Decision]) -> list[Decision]:
    """The decisions, with events of another coder exchanged for those that this one found at the same words of the same report.

    So they hold when a new version of the coder has given the events new ids. One without such an event stays as it is.
    """
    here = index.numbers({one for d in decisions for one in (d.left, d.right)})
    missing = {one for d in decisions for one in (d.left, d.right)} - here.keys()
    if not missing:
        return list(decisions)
    with streaming(store, "events") as connection:
        sql = "SELECT id, report_key, type, trigger.start, trigger.end FROM events WHERE id IN (SELECT unnest($ids))"
        rows = connection.execute(sql, {"ids": sorted(missing)}).fetchall()
    found = {id: _at_same_words(index, report, type, start, end) or id for id, report, type, start, end in rows}
    latest: dict[Pair, Decision] = {}
    for one in sorted(decisions, key=lambda d: (d.at, d.id)):
        left, right = pair_of(found.get(one.left, one.left), found.get(one.right, one.right))
        latest[left, right] = Decision(
            id=one.id, kind=one.kind, left=left, right=right, verdict=one.verdict, score=one.score, reason=one.reason, by=one.by, at=one.at
        )  # fmt: skip
    return [latest[pair] for pair in sorted(latest) if pair[0] != pair[1]]


def _at_same_words(index: IncidentIndex, report: str, type: str, start: int, end: int) -> str | None:
    shared = [(min(end, e.end) - max(start, e.start), e.type == type, -e.start, e.id) for e in index.of_report(report)]
    most = max((one for one in shared if one[0] > 0), default=None)
    return most[3] if most else None


T = TypeVar("T")


def _batched(items: Iterable[T], most: int = _BATCH) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(itertools.islice(iterator, most)):
        yield batch

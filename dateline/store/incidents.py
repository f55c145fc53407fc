"""The table of incidents: kept in step with the events, stories and decisions of a store."""

from __future__ import annotations

import contextlib
import dataclasses
import itertools
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

import duckdb
import pyarrow as pa
import pyarrow.dataset
from deltalake import WriterProperties, write_deltalake

from dateline.errors import StoreError
from dateline.fuse.incidents import facts_of, incidents_of_component, score_pair, without_words
from dateline.fuse.incidents_cluster import Pair, pair_of
from dateline.fuse.incidents_score import Brief
from dateline.fuse.incidents_tables import method_id
from dateline.records import Coding, Decision, Event, Incident, Report, head
from dateline.store import query
from dateline.store.decisions import read_decisions
from dateline.store.faults import store_errors
from dateline.store.incidentindex import IncidentIndex
from dateline.store.schema import TABLES, batched_by, from_row, to_arrow
from dateline.store.store import Store

_BATCH = 1_000  # incidents, or reports, at a time
_WRITE = 4_000  # tellings that one batch of rows has, or what one incident has
_FILE, _ROW_GROUP = 2**25, 2**11  # bytes and rows that the table's writer holds in memory
_READ = 5_000  # reports that are read at a time, with their events
_MOST_NAMED = 2_000  # incidents that one commit replaces by name; more, and all rows of the coder are written anew
_WORTH_SAYING = 10_000  # reports
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
    with _connection(store, "reports", "stories") as connection:
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


def _read_reports(store: Store, coder: str, wanted: dict[str, str]) -> Iterator[tuple[Report, Coding]]:
    """The reports with their events, thousands at a time, each time from the files as they stand."""
    for keys in _batched(sorted(wanted), _READ):
        reports, events = store.arrow("reports"), store.arrow("events")
        told: dict[str, list[Event]] = {}
        for row in _rows_of(events, "report_key", keys, coder):
            told.setdefault(row["report_key"], []).append(from_row(row, Event))
        for row in _rows_of(reports, "key", keys, coder):
            one = from_row(row, Report)
            yield one, Coding(report=head(one), events=tuple(told.pop(one.key, ())), claims=(), entities=(), coder=coder)


def _rows_of(source: Any, column: str, keys: list[str], coder: str) -> Iterator[dict[str, Any]]:
    """The coder's rows with these keys. Nothing is read ahead: that would hold much of the table in memory."""
    wanted = (pyarrow.dataset.field(column).isin(keys)) & (pyarrow.dataset.field("coder") == coder)
    data = source if isinstance(source, pyarrow.dataset.Dataset) else pyarrow.dataset.dataset(source)
    buffered = pyarrow.dataset.ParquetFragmentScanOptions(use_buffered_stream=True, pre_buffer=False)
    scanner = data.scanner(
        filter=wanted, batch_size=_BATCH, batch_readahead=1, fragment_readahead=1, use_threads=False, fragment_scan_options=buffered,
        memory_pool=pa.system_memory_pool(),
    )  # fmt: skip
    for batch in scanner.to_batches():
        yield from batch.to_pylist(maps_as_pydicts="strict")


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
        facts = {num: index.facts(num) if num in compared else without_words(index.facts(num)) for num in nums}
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
    with _connection(store, "incidents") as connection:
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
    with _connection(store, "events") as connection:
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


@contextlib.contextmanager
def _connection(store: Store, *names: str) -> Iterator[duckdb.DuckDBPyConnection]:
    with query._connect(query._sources(store, *names)) as connection:
        yield connection


T = TypeVar("T")


def _batched(items: Iterable[T], most: int = _BATCH) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(itertools.islice(iterator, most)):
        yield batch

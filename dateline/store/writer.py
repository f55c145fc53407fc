"""Writes codings in batches: children first, the reports rows last as the commit mark."""

from __future__ import annotations

import contextlib
import datetime
import signal
import threading
import time
import uuid
from collections.abc import Iterator
from types import FrameType
from typing import Any

import duckdb
import msgspec
import pyarrow as pa
from deltalake import write_deltalake

from dateline.errors import StoreError
from dateline.records import Coding, Mention, Record, Reject, Report, Run
from dateline.store.faults import store_errors
from dateline.store.schema import CHILDREN, TABLES, to_arrow
from dateline.store.store import Store

BATCH = 64  # reports
BATCH_SECONDS = 5.0
_COMPACT_AT = 32  # data files of a table from which they are joined into few
_KEYS_A_DELETE = 500


class Coded(Record, frozen=True):
    """A report with what one coder found in it."""

    report: Report
    coding: Coding
    mentions: tuple[Mention, ...]


class Writer:
    """One run's writer. Get it from `Store.writer`, which holds the lock.

    `done` holds the keys of the reports that this coder's committed rows have; the caller passes those over.
    """

    def __init__(self, store: Store, coder: str, settings: dict[str, str]) -> None:
        """Makes missing tables, sweeps what a killed run left, and notes the run's start."""
        self.store = store
        self.coder = coder
        self.written = self.rejected = 0
        self._batch: list[Coded] = []
        self._rejects: dict[str, Reject] = {}
        self._since = time.monotonic()
        self._begun = time.monotonic()
        self._run = Run(
            id=uuid.uuid4().hex[:16], coder=coder, started=_now(), ended=None, outcome=None, inputs=(), reports=0, skipped=0, rejects=0,
            events=0, seconds=None, reject_reasons={}, settings=settings,
        )  # fmt: skip
        with store_errors(store.folder):
            for name in TABLES:
                self._check_columns(name)
            rows = self._query("SELECT id, key, supersedes FROM reports WHERE coder = $coder", "reports", coder=coder)
            self.done: set[str] = {key for _, key, _ in rows}
            superseded = {older for _, _, older in rows if older}
            self._latest: dict[str, str] = {source: key for source, key, _ in rows if key not in superseded}
            self._known_rejects = {row[0] for row in self._query("SELECT id FROM rejects", "rejects")}
            self.swept = self._sweep()
            self._append("runs", to_arrow([self._run], Run))

    def add(self, coded: Coded) -> bool:
        """Takes a report into the batch; False (and nothing done) where this coder has it already. Commits when the batch is full."""
        if coded.coding.coder != self.coder:
            raise StoreError(
                f"a report was coded by {coded.coding.coder}, but the run is of {self.coder}: did the program change? Run it again"
            )
        if coded.report.key in self.done:
            return False
        older = self._latest.get(coded.report.id)
        report = msgspec.structs.replace(coded.report, supersedes=older)
        self._latest[report.id] = report.key
        self.done.add(report.key)
        self._batch.append(msgspec.structs.replace(coded, report=report))
        self._commit_if_due()
        return True

    def reject(self, reject: Reject) -> None:
        """Takes a reject into the batch. One that the store has already is not written again."""
        self.rejected += 1
        if reject.id not in self._known_rejects:
            self._known_rejects.add(reject.id)
            self._rejects[reject.id] = reject
            self._commit_if_due()

    def commit(self) -> None:
        """Writes the batch. Ctrl-C waits until it is whole."""
        with _uninterrupted(), store_errors(self.store.folder):
            if self._rejects:
                self._append("rejects", to_arrow(self._rejects.values(), Reject))
                self._rejects.clear()
            batch, self._batch = self._batch, []
            if batch:
                for name, kind in CHILDREN.items():
                    self._append_children(name, kind, batch)
                marks = [{"coder": self.coder}] * len(batch)
                self._append("reports", to_arrow([coded.report for coded in batch], Report, keys=marks))
                self.written += len(batch)
            self._since = time.monotonic()

    def finish(self, outcome: str = "complete") -> None:
        """Writes what is left, joins small files, and notes the run's end. Does nothing a second time."""
        if self._run.ended:
            return
        self.commit()
        with _uninterrupted(), store_errors(self.store.folder):
            self._compact()
            seconds = time.monotonic() - self._begun
            self._run = msgspec.structs.replace(
                self._run, ended=_now(), outcome=outcome, reports=self.written, rejects=self.rejected, seconds=seconds
            )  # fmt: skip
            write_deltalake(
                self.store.ensure_table("runs"), to_arrow([self._run], Run), mode="overwrite", predicate=f"id = '{self._run.id}'"
            )  # fmt: skip

    def _commit_if_due(self) -> None:
        if len(self._batch) >= BATCH or len(self._rejects) >= BATCH or time.monotonic() - self._since >= BATCH_SECONDS:
            self.commit()

    def _append_children(self, name: str, kind: type[Record], batch: list[Coded]) -> None:
        records: list[Record] = []
        keys: list[dict[str, Any]] = []
        for coded in batch:
            children = coded.mentions if name == "mentions" else getattr(coded.coding, name)
            records.extend(children)
            keys.extend({"report_key": coded.report.key, "coder": self.coder, "ordinal": number} for number in range(len(children)))
        if records:
            self._append(name, to_arrow(records, kind, keys=keys))

    def _append(self, name: str, rows: pa.Table) -> None:
        write_deltalake(self.store.ensure_table(name), rows, mode="append")

    def _sweep(self) -> int:
        """Removes this coder's children that have no reports row: what a killed run wrote of its last batch. Returns how many reports'."""
        swept: set[str] = set()
        for name in CHILDREN:
            orphans = sorted(
                {key for (key,) in self._query(f"SELECT DISTINCT report_key FROM {name} WHERE coder = $coder", name, coder=self.coder)}
                - self.done
            )
            for start in range(0, len(orphans), _KEYS_A_DELETE):
                keys = ", ".join(_literal(key) for key in orphans[start : start + _KEYS_A_DELETE])
                self.store.ensure_table(name).delete(f"coder = {_literal(self.coder)} AND report_key IN ({keys})")
            swept.update(orphans)
        return len(swept)

    def _compact(self) -> None:
        for name in TABLES:
            table = self.store.ensure_table(name)
            if len(table.file_uris()) >= _COMPACT_AT:
                table.optimize.compact()

    def _check_columns(self, name: str) -> None:
        found = [field.name for field in self.store.ensure_table(name).schema().fields]
        if found != TABLES[name].schema.names:
            raise StoreError(f"{self.store.folder}: table {name} has other columns than this version writes; use a new store")

    def _query(self, sql: str, name: str, **values: str) -> list[tuple[Any, ...]]:
        with duckdb.connect() as connection:
            connection.register(name, self.store.arrow(name))
            return connection.execute(sql, values).fetchall()


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Holds Ctrl-C back to the end of the block (in the main thread, the only one that gets it)."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    caught: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        caught.append(number)

    before = signal.signal(signal.SIGINT, note)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if caught:
        signal.raise_signal(signal.SIGINT)


def _literal(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="microseconds")

"""Writes codings in batches: children first, the reports rows last as the commit mark."""

from __future__ import annotations

import contextlib
import datetime
import signal
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from types import FrameType
from typing import Any

import msgspec

from dateline.coded import Coded
from dateline.errors import StoreError
from dateline.languages import is_read
from dateline.records import Record, Reject, Report, Run
from dateline.runs import RunSummary
from dateline.store.faults import store_errors
from dateline.store.held import Held
from dateline.store.schema import CHILDREN, TABLES, to_arrow
from dateline.store.store import Store
from dateline.store.tables import OpenTables

BATCH = 512  # reports
BATCH_CHARS = 2_000_000  # characters of their texts
BATCH_SECONDS = (5.0, 60.0)  # a batch waits for a fiftieth of the run's time so far, within these bounds
_IDS_A_DELETE = 500


class Writer:
    """One run's writer. Get it from `Store.writer`, which holds the lock.

    `held` says what the store has of this coder; the caller passes over those reports. `summary` counts what was taken, and `settled` is
    called after every commit.
    """

    def __init__(self, store: Store, coder: str, settings: dict[str, str], inputs: Sequence[str] = ()) -> None:
        """Makes missing tables, sweeps what a killed run left, and notes the run's start."""
        self.store = store
        self.coder = coder
        self.summary = RunSummary()
        self.settled: Callable[[], None] = _nothing
        self._broken = False
        self._batch: list[Coded] = []
        self._chars = self._written = self._other = self._events = 0
        self._rejects: dict[str, Reject] = {}
        self._passed: list[str] = []  # ids of rejects that hold no more
        self._begun = self._since = time.monotonic()
        self._run = Run(
            id=uuid.uuid4().hex[:16], coder=coder, started=_now(), ended=None, outcome=None, inputs=tuple(inputs), reports=0, skipped=0,
            rejects=0, events=0, seconds=None, reject_reasons={}, settings=settings,
        )  # fmt: skip
        with store_errors(store.folder):
            self.tables = OpenTables(store)
            for name in TABLES:
                self._check_columns(name)
            outcome = _last_outcome(store, coder)
            self.held = Held(store, coder)
            self.swept = 0 if outcome in ("complete", "interrupted", "none") else self._sweep()
            # Only a complete run has brought up to date what is made of all reports.
            self.behind = outcome not in ("complete", "none")
            self.tables.append("runs", to_arrow([self._run], Run))

    def add(self, coded: Coded) -> bool:
        """Takes a report into the batch; False (and nothing done) where this coder has it already. Commits when the batch is full."""
        if coded.coding.coder != self.coder:
            raise StoreError(
                f"a report was coded by {coded.coding.coder}, but the run is of {self.coder}: did the program change? Run it again"
            )
        if coded.report.key in self.held.reports:
            return False
        older = self.held.latest.get(coded.report.id)
        report = msgspec.structs.replace(coded.report, supersedes=older)
        self.held.latest.set(report.id, report.key)
        self.held.reports.add(report.key)
        self._batch.append(msgspec.structs.replace(coded, report=report))
        self._chars += len(report.text)
        if is_read(report.language):
            self.summary.coded += 1
            self.summary.events += len(coded.coding.events)
        else:
            self.summary.other_language += 1
        self._commit_if_due()
        return True

    def reject(self, reject: Reject) -> bool:
        """Takes a reject into the batch; False (and nothing written) where the store has it already."""
        self.summary.reasons[reject.reason] += 1
        if reject.id in self.held.rejects:
            self.summary.rejected_before += 1
            return False
        self.summary.rejected += 1
        self.held.rejects.add(reject.id)
        self._rejects[reject.id] = reject
        self._commit_if_due()
        return True

    def clear_rejects(self, ids: Iterable[str]) -> None:
        """Takes rejects of earlier runs out with the next commit: their inputs have passed."""
        before = len(self._passed)
        self._passed.extend(ids)
        self.summary.cleared += len(self._passed) - before

    def commit(self) -> None:
        """Writes the batch. Ctrl-C waits until it is whole."""
        if self._broken:
            raise StoreError(f"{self.store.folder}: a batch could not be written; run the same command again")
        with _uninterrupted(), store_errors(self.store.folder):
            self._broken = True  # until it is written: a second try might write its first tables twice
            if self._rejects:
                self.tables.append("rejects", to_arrow(self._rejects.values(), Reject))
                self._rejects.clear()
            batch, self._batch, self._chars = self._batch, [], 0
            if batch:
                for name, kind in CHILDREN.items():
                    self._append_children(name, kind, batch)
                marks = [{"coder": self.coder}] * len(batch)
                self.tables.append("reports", to_arrow([coded.report for coded in batch], Report, keys=marks))
                self._written += sum(is_read(coded.report.language) for coded in batch)
                self._other += sum(not is_read(coded.report.language) for coded in batch)
                self._events += sum(len(coded.coding.events) for coded in batch)
            self._delete_rejects()
            self._since = time.monotonic()
            self._broken = False
        self.settled()

    def finish(self, outcome: str = "complete") -> None:
        """Writes what is left, joins small files, and notes the run's end: complete, interrupted or failed. Does nothing a second time."""
        if self._run.ended:
            return
        self.commit()
        with _uninterrupted(), store_errors(self.store.folder):
            for name in TABLES:
                self.tables.compact(name)
            self._note_end(outcome)

    def fail(self) -> None:
        """Keeps what can be kept of a run that an error ended, and notes its end. Never raises a store's error of its own."""
        with contextlib.suppress(StoreError):  # of a broken batch as well, which the next run sweeps and codes again
            self.commit()
        with contextlib.suppress(StoreError), _uninterrupted(), store_errors(self.store.folder):
            if not self._run.ended:
                self._note_end("failed")

    def _note_end(self, outcome: str) -> None:
        summary = self.summary
        run = msgspec.structs.replace(
            self._run, ended=_now(), outcome=outcome, reports=self._written, other_language=self._other, events=self._events,
            skipped=summary.skipped, rejects=summary.rejected + summary.rejected_before, reject_reasons=dict(summary.reasons),
            seconds=round(time.monotonic() - self._begun, 3),
        )  # fmt: skip
        self.tables.replace("runs", to_arrow([run], Run), f"id = '{run.id}'")
        self._run = run

    def _commit_if_due(self) -> None:
        now = time.monotonic()
        least, most = BATCH_SECONDS
        patience = min(most, max(least, (now - self._begun) / 50))
        full = len(self._batch) >= BATCH or len(self._rejects) >= BATCH or self._chars >= BATCH_CHARS
        if full or now - self._since >= patience:
            self.commit()

    def _append_children(self, name: str, kind: type[Record], batch: list[Coded]) -> None:
        records: list[Record] = []
        keys: list[dict[str, Any]] = []
        for coded in batch:
            children = coded.mentions if name == "mentions" else getattr(coded.coding, name)
            records.extend(children)
            keys.extend({"report_key": coded.report.key, "coder": self.coder, "ordinal": number} for number in range(len(children)))
        if records:
            self.tables.append(name, to_arrow(records, kind, keys=keys))

    def _delete_rejects(self) -> None:
        while self._passed:
            ids = ", ".join(_literal(id) for id in self._passed[:_IDS_A_DELETE])
            self.tables.delete("rejects", f"id IN ({ids})")
            del self._passed[:_IDS_A_DELETE]

    def _sweep(self) -> int:
        """Removes this coder's children that have no reports row: what a killed run wrote of its last batch. Returns how many reports'."""
        swept: set[str] = set()
        for name in CHILDREN:
            orphans = self.held.orphans(name)
            for start in range(0, len(orphans), _IDS_A_DELETE):
                keys = ", ".join(_literal(key) for key in orphans[start : start + _IDS_A_DELETE])
                self.tables.delete(name, f"coder = {_literal(self.coder)} AND report_key IN ({keys})")
            swept.update(orphans)
        return len(swept)

    def _check_columns(self, name: str) -> None:
        found = [field.name for field in self.tables.table(name).schema().fields]
        if found != TABLES[name].schema.names:
            raise StoreError(f"{self.store.folder}: table {name} has other columns than this version writes; use a new store")


def _nothing() -> None:
    """Does nothing."""


def _last_outcome(store: Store, coder: str) -> str | None:
    """How this coder's latest run ended; None: it was killed. `none` where there is no run."""
    runs = [run for run in store.runs() if run.coder == coder]
    return max(runs, key=lambda run: run.started).outcome if runs else "none"


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

"""Reading an index under many requests at once: a DuckDB cursor a query, a SQLite connection a thread, and a limit in time on both."""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import duckdb
import msgspec
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from dateline.errors import DatelineError
from dateline.records import Claim, Entity, Event, Mention, Report
from dateline.store.quiet import connect
from dateline.web.index import Found
from dateline.web.tables import DATA, TEXTS, read_rows, unpack

SECONDS = 10.0  # that one query may take
_STEPS = 20_000  # SQLite's own steps between two looks at the clock
_AT_ONCE = 4  # queries that run at the same time; others wait
_KEPT = 64  # results of searches
Numbers = npt.NDArray[np.int32]
# A report with its events, claims, entities, sentences and mentions.
Stored = tuple[Report, tuple[Event, ...], tuple[Claim, ...], tuple[Entity, ...], tuple[tuple[int, int], ...], tuple[Mention, ...]]


class TooSlow(DatelineError):
    """A query that ran longer than it may."""


class IndexReader:
    """One version of one coder's index. Methods may be called from any thread."""

    def __init__(self, found: Found, seconds: float = SECONDS) -> None:
        """Opens it for reading alone."""
        self.found = found
        self.coder = found.meta.coder
        self.version = f"{self.coder}.{found.number}"
        self._seconds = seconds
        self._gate = threading.BoundedSemaphore(_AT_ONCE)
        self._local = threading.local()
        self._kept: OrderedDict[tuple[str, ...], Any] = OrderedDict()
        self._keeping = threading.Lock()
        self._data = connect(found.folder / DATA, read_only=True)
        self._data.execute("SET python_enable_replacements = false")
        self._data.execute(f"SET threads = {min(8, os.cpu_count() or 1)}")
        self._data.execute("SET preserve_insertion_order = false")
        self._data.execute("SET enable_external_access = false")
        pairs = self._data.execute("SELECT event, incident FROM tellings").fetchnumpy()
        self._incident_of: Numbers = np.zeros(int(pairs["event"].max(initial=0)) + 1, np.int32)
        self._incident_of[np.asarray(pairs["event"], np.int64)] = np.asarray(pairs["incident"], np.int32)

    def rows(self, sql: str, values: Mapping[str, Any] | None = None, tables: Mapping[str, Numbers] | None = None) -> list[tuple[Any, ...]]:
        """The rows of a query. `tables` are columns `n` of numbers that it may name. Raises `TooSlow`."""
        with self.cursor(sql, tables) as cursor:
            return cursor.execute(sql, _named(sql, values or {})).fetchall()

    def columns(self, sql: str, values: Mapping[str, Any], tables: Mapping[str, Numbers]) -> dict[str, npt.NDArray[Any]]:
        """The columns of a query."""
        with self.cursor(sql, tables) as cursor:
            found: dict[str, npt.NDArray[Any]] = cursor.execute(sql, _named(sql, values)).fetchnumpy()
        return found

    def value(self, sql: str, values: Mapping[str, Any] | None = None, tables: Mapping[str, Numbers] | None = None) -> Any:
        """The first column of the first row."""
        return self.rows(sql, values, tables)[0][0]

    @contextlib.contextmanager
    def cursor(self, sql: str, tables: Mapping[str, Numbers] | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor of its own for this query, interrupted where it runs too long."""
        if not self._gate.acquire(timeout=self._seconds):
            raise TooSlow("too many questions at once; try again in a moment")
        try:
            cursor = self._data.cursor()
            timer = threading.Timer(self._seconds, cursor.interrupt)
            timer.daemon = True
            timer.start()
            try:
                for name, numbers in (tables or {}).items():
                    if not re.search(rf"\b{name}\b", sql):
                        continue
                    cursor.register(name, pa.table({"n": pa.array(numbers, pa.int32())}))
                yield cursor
            except duckdb.InterruptException as error:
                raise TooSlow(f"the question took longer than {self._seconds:g} seconds; narrow it down") from error
            finally:
                timer.cancel()
                cursor.close()
        finally:
            self._gate.release()

    def texts(self) -> sqlite3.Connection:
        """This thread's connection to rows and texts. Queries on it end after the limit with an `sqlite3.OperationalError`."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            path = (self.found.folder / TEXTS).resolve().as_uri()
            connection = self._local.connection = sqlite3.connect(f"{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
            connection.execute("PRAGMA mmap_size = 2147483648")
        until = time.monotonic() + self._seconds
        connection.set_progress_handler(lambda: time.monotonic() > until, _STEPS)
        return connection

    def event_rows(self, nums: Sequence[int]) -> list[dict[str, Any]]:
        """The rows of these events, in order, each with the id of its incident."""
        found = read_rows(self.texts(), "SELECT num, data FROM event_row WHERE num IN", nums)
        kept = [num for num in nums if num in found]
        ids = self._incident_ids(int(self._incident_of[num]) for num in kept if num < len(self._incident_of))
        for num in kept:
            found[num]["incident"] = ids.get(int(self._incident_of[num])) if num < len(self._incident_of) else None
        return [found[num] for num in kept]

    def incident_rows(self, nums: Sequence[int]) -> list[dict[str, Any]]:
        """The rows of these incidents, in order."""
        texts = self.texts()
        listed = ",".join(str(int(num)) for num in nums)
        surest = dict(texts.execute(f"SELECT num, event FROM incident_row WHERE num IN ({listed})").fetchall())
        changes = read_rows(texts, "SELECT num, data FROM incident_row WHERE num IN", nums)
        events = read_rows(texts, "SELECT num, data FROM event_row WHERE num IN", surest.values())
        return [{**events[surest[num]], **changes[num]} for num in nums if num in surest and surest[num] in events]

    def surest_rows(self, nums: Sequence[int]) -> list[dict[str, Any]]:
        """Of each of these incidents, in order, the telling that the coder is surest of, with how often the incident is told."""
        texts = self.texts()
        listed = ",".join(str(int(num)) for num in nums)
        surest = dict(texts.execute(f"SELECT num, event FROM incident_row WHERE num IN ({listed})").fetchall())
        whole = read_rows(texts, "SELECT num, data FROM incident_row WHERE num IN", nums)
        events = read_rows(texts, "SELECT num, data FROM event_row WHERE num IN", surest.values())
        found = []
        for num in nums:
            if num in surest and surest[num] in events:
                told: dict[str, Any] = {
                    name: whole[num][name] for name in ("tellings", "reports", "stories", "incident") if name in whole[num]
                }
                found.append({**events[surest[num]], **told})
        return found

    def joins(self, num: int) -> list[dict[str, Any]]:
        """Why the tellings of this incident were joined."""
        row = self.texts().execute("SELECT joins FROM incident_row WHERE num = ?", (num,)).fetchone()
        return msgspec.json.decode(row[0]) if row and row[0] else []

    def item_rows(self, table: str, nums: Sequence[int]) -> list[dict[str, Any]]:
        """The rows of `events` or `incidents`."""
        return self.event_rows(nums) if table == "events" else self.incident_rows(nums)

    def report(self, key: str) -> tuple[int, Stored] | None:
        """A report's number and its records."""
        row = self.texts().execute("SELECT num, data FROM report WHERE key = ?", (key,)).fetchone()
        return (row[0], unpack(row[1], Stored)) if row else None

    def reports(self, nums: Iterable[int]) -> dict[int, Stored]:
        """The records of these reports by number."""
        listed = ",".join(str(int(num)) for num in nums)
        rows = self.texts().execute(f"SELECT num, data FROM report WHERE num IN ({listed})")
        return {num: unpack(data, Stored) for num, data in rows}

    def incidents_of(self, events: Numbers) -> Numbers:
        """The numbers of the incidents that have one of these events."""
        met = np.zeros(int(self._incident_of.max(initial=0)) + 1, np.bool_)
        met[self._incident_of[events[events < len(self._incident_of)]]] = True
        met[0] = False  # of events that are gone
        return np.flatnonzero(met).astype(np.int32)

    def kept(self, key: tuple[str, ...], make: Callable[[], Any]) -> Any:
        """What `make` gives, kept for the next time as long as there is room."""
        with self._keeping:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        found = make()
        with self._keeping:
            self._kept[key] = found
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return found

    def close(self) -> None:
        """Lets go of the files; a query that runs keeps its own hold."""
        self._data.close()

    def _incident_ids(self, nums: Iterable[int]) -> dict[int, str]:
        wanted = np.fromiter({num for num in nums if num}, np.int32)
        if not len(wanted):
            return {}
        return dict(self.rows("SELECT num, id FROM incidents WHERE num IN (SELECT n FROM wanted)", tables={"wanted": wanted}))


def _named(sql: str, values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if f"${name}" in sql}

"""The tables of a serving index: flat columns in DuckDB for filters and counts, rows, texts and full-text search in SQLite.

Numbers (`num`) are the index's own and are never used twice, so what SQLite still finds of a report that is gone has no row in DuckDB.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections import deque
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa

from dateline.store.quiet import connect

FORMAT = 4
DATA, TEXTS = "index.duckdb", "texts.sqlite"
_WORDS = "tokenize='unicode61 remove_diacritics 2'"
_FTS_MEMORY = 64 << 20  # bytes of words that are gathered before they are written: fewer pieces to be put together later

_ITEM = (
    ("num", pa.int32()), ("id", pa.string()), ("type", pa.string()), ("mode", pa.string()), ("quad", pa.uint8()),
    ("status", pa.string()), ("score", pa.float64()), ("confidence", pa.float64()), ("start_day", pa.date32()), ("end_day", pa.date32()),
    ("lo", pa.date32()), ("hi", pa.date32()), ("dated", pa.bool_()), ("published", pa.date32()), ("place", pa.int32()),
    ("actors", pa.list_(pa.int32())), ("recipients", pa.list_(pa.int32())), ("speakers", pa.list_(pa.int32())),
    ("countries", pa.list_(pa.string())), ("publishers", pa.list_(pa.string())),
)  # fmt: skip
SCHEMAS: dict[str, pa.Schema] = {
    "reports": pa.schema([("num", pa.int32()), ("key", pa.string()), ("id", pa.string()), ("title", pa.string()),
                          ("publisher", pa.string()), ("published", pa.date32()), ("events", pa.int32())]),
    "events": pa.schema([*_ITEM, ("report", pa.int32())]),
    "incidents": pa.schema([*_ITEM, ("told", pa.list_(pa.int32())), ("fingerprint", pa.uint64())]),
    "entities": pa.schema([("num", pa.int32()), ("id", pa.string()), ("name", pa.string()), ("country", pa.string()),
                           ("sector", pa.string()), ("resolved", pa.bool_())]),
    "places": pa.schema([("num", pa.int32()), ("name", pa.string()), ("geonames_id", pa.int64()), ("country", pa.string()),
                         ("lat", pa.float64()), ("lon", pa.float64()), ("precision", pa.string()), ("admin1", pa.string()),
                         ("province", pa.int64())]),
    "standing": pa.schema([("report", pa.int32()), ("entity", pa.int32()), ("sectors", pa.list_(pa.string())),
                           ("names", pa.list_(pa.string()))]),
    "names": pa.schema([("entity", pa.int32()), ("quote", pa.string()), ("report", pa.int32()), ("n", pa.int32()),
                        ("start", pa.int32())]),
}  # fmt: skip
_SQLITE = f"""
CREATE TABLE report (num INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, data BLOB NOT NULL);
CREATE TABLE event_row (num INTEGER PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE incident_row (num INTEGER PRIMARY KEY, event INTEGER NOT NULL, data BLOB NOT NULL, joins BLOB);
CREATE VIRTUAL TABLE report_words USING fts5(words, content='', {_WORDS});
CREATE VIRTUAL TABLE event_words USING fts5(words, content='', {_WORDS});
INSERT INTO report_words (report_words, rank) VALUES ('hashsize', {_FTS_MEMORY});
INSERT INTO event_words (event_words, rank) VALUES ('hashsize', {_FTS_MEMORY});
"""
_DERIVED = (
    "CREATE OR REPLACE TABLE tellings AS SELECT unnest(told) AS event, num AS incident FROM incidents",
    "CREATE OR REPLACE TABLE story_of AS SELECT unnest(reports) AS report, id FROM stories",
    """CREATE OR REPLACE TABLE called AS SELECT DISTINCT entity, lower(quote) AS quote FROM names""",
    """CREATE OR REPLACE TABLE busy AS SELECT entity, count(*)::INTEGER AS n FROM
    (SELECT unnest(list_distinct(list_concat(actors, recipients))) AS entity FROM incidents) GROUP BY entity""",
    """CREATE OR REPLACE TABLE named AS SELECT e.id, e.name, e.country, s.sectors, s.names, s.reports
    FROM (
        SELECT entity, list_sort(list_distinct(flatten(list(sectors)))) AS sectors,
            list_sort(list_distinct(flatten(list(names)))) AS names, count(*) AS reports
        FROM standing GROUP BY entity
    ) s JOIN entities e ON e.num = s.entity ORDER BY e.id""",
)
_BATCH = 5_000
_TEXT_BATCH = 500
_BATCHES_UNDER_WAY = 8
_REPORT = "INSERT INTO report VALUES (?, ?, ?)"


class IndexWriter:
    """An index that is being made or brought up to date. Rows are buffered; `close` writes the rest and settles both files."""

    def __init__(self, folder: Path) -> None:
        """Opens the files in the folder, or makes them."""
        fresh = not (folder / DATA).exists()
        self.data = connect(folder / DATA)
        self._texts = sqlite3.connect(folder / TEXTS, isolation_level=None, check_same_thread=False)
        self._rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in SCHEMAS}
        self._waiting: dict[str, list[tuple[Any, ...]]] = {}
        # SQLite works on its own core while the next rows are made; a few batches may wait for it.
        self._worker = ThreadPoolExecutor(1)
        self._under_way: deque[Future[None]] = deque()
        try:
            self.texts.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -64000;")
            if fresh:
                self._create()
            self.texts.execute("BEGIN")
            self._next = {name: self._max(name) + 1 for name in SCHEMAS if name not in ("names", "standing")}
            self._entities = self._numbers("SELECT id, num FROM entities")
            self._places = self._numbers("SELECT (name, geonames_id, country, lat, lon, precision, admin1, province), num FROM places")
        except BaseException:
            self.close(whole=False)
            raise

    def _create(self) -> None:
        for name, schema in SCHEMAS.items():
            self.data.register("shape", schema.empty_table())
            extra = ", ''::VARCHAR AS lname" if name in ("entities", "places") else ""
            self.data.execute(f"CREATE TABLE {name} AS SELECT *{extra} FROM shape")
            self.data.unregister("shape")
        self.data.execute("CREATE TABLE stories (id VARCHAR, head VARCHAR, reports VARCHAR[])")
        self.texts.executescript(_SQLITE)

    @property
    def texts(self) -> sqlite3.Connection:
        """The SQLite file, once all that was added is in it."""
        for sql in list(self._waiting):
            self._hand_over(sql)
        while self._under_way:
            self._under_way.popleft().result()
        return self._texts

    def _put(self, sql: str, row: tuple[Any, ...]) -> None:
        rows = self._waiting.setdefault(sql, [])
        rows.append(row)
        if len(rows) >= _TEXT_BATCH:
            self._hand_over(sql)

    def _hand_over(self, sql: str) -> None:
        rows = self._waiting.pop(sql)
        while len(self._under_way) >= _BATCHES_UNDER_WAY:
            self._under_way.popleft().result()
        self._under_way.append(self._worker.submit(self._write, sql, rows))

    def _write(self, sql: str, rows: list[tuple[Any, ...]]) -> None:
        if sql == _REPORT:
            rows = [(num, key, pack(data)) for num, key, data in rows]
        self._texts.executemany(sql, rows)

    def _max(self, name: str) -> int:
        found = self.data.execute(f"SELECT coalesce(max(num), 0) FROM {name}").fetchone()
        return int(found[0]) if found else 0

    def _numbers(self, sql: str) -> dict[Any, int]:
        rows = self.data.execute(sql).fetchall()
        return {(tuple(key.values()) if isinstance(key, dict) else key): num for key, num in rows}

    def number(self, name: str) -> int:
        """The next number of a table."""
        num = self._next[name]
        self._next[name] = num + 1
        return num

    def entity(self, id: str, name: str, country: str | None, sector: str | None, *, resolved: bool = True) -> int:
        """The number of the entity, which is taken in where it is new."""
        num = self._entities.get(id)
        if num is None:
            num = self._entities[id] = self.number("entities")
            self.add("entities", (num, id, name, country, sector, resolved))
        return num

    def place(self, *values: Any) -> int:
        """The number of the place (the columns of `places` in order), which is taken in where it is new."""
        num = self._places.get(values)
        if num is None:
            num = self._places[values] = self.number("places")
            self.add("places", (num, *values))
        return num

    def add(self, name: str, row: tuple[Any, ...]) -> None:
        """One row of a DuckDB table, in the order of its columns."""
        rows = self._rows[name]
        rows.append(row)
        if len(rows) >= _BATCH:
            self._flush(name)

    def add_text(self, num: int, key: str, data: Any, words: str) -> None:
        """A report's records, packed, and the words that search finds it by."""
        self._put(_REPORT, (num, key, data))
        self._put("INSERT INTO report_words (rowid, words) VALUES (?, ?)", (num, words))

    def add_event_row(self, num: int, row: dict[str, Any], words: str) -> None:
        """An event as the page shows it, and the words that search finds it by."""
        self._put("INSERT INTO event_row VALUES (?, ?)", (num, msgspec.json.encode(row)))
        self._put("INSERT INTO event_words (rowid, words) VALUES (?, ?)", (num, words))

    def add_incident_row(self, num: int, event: int, changes: dict[str, Any], joins: list[dict[str, Any]]) -> None:
        """An incident as the page shows it: what differs from its surest telling's row, and why its tellings were joined."""
        packed = msgspec.json.encode(joins) if joins else None
        self._put("INSERT INTO incident_row VALUES (?, ?, ?, ?)", (num, event, msgspec.json.encode(changes), packed))

    def add_lone_incidents(self) -> None:
        """An incident of its own for every event that no run has joined yet (fingerprint 0), so that it is not left out of the page."""
        self.flush()
        lone = "num NOT IN (SELECT unnest(told) FROM incidents)"
        events = self.data.execute(f"SELECT num, id FROM events WHERE {lone} ORDER BY num").fetchall()
        if not events:
            return
        first = self._next["incidents"]
        self._next["incidents"] += len(events)
        self.data.execute(
            f"""INSERT INTO incidents SELECT (row_number() OVER (ORDER BY num) + {first - 1})::INTEGER, * EXCLUDE (num, report), [num], 0
            FROM events WHERE {lone}"""
        )
        rows = ((first + at, num, msgspec.json.encode({"kind": "incident", "incident": id})) for at, (num, id) in enumerate(events))
        self.texts.executemany("INSERT INTO incident_row VALUES (?, ?, ?, NULL)", rows)

    def event_rows(self, nums: Iterable[int]) -> dict[int, dict[str, Any]]:
        """The rows of these events."""
        return read_rows(self.texts, "SELECT num, data FROM event_row WHERE num IN", nums)

    def remove_reports(self, nums: Sequence[int]) -> None:
        """Takes reports out with their events and names; search may still find their numbers, which then lead nowhere."""
        self.flush()
        self.data.register("gone", pa.table({"num": pa.array(nums, pa.int32())}))
        events = [row[0] for row in self.data.execute("SELECT num FROM events WHERE report IN (SELECT num FROM gone)").fetchall()]
        for name, column in (("events", "report"), ("names", "report"), ("standing", "report"), ("reports", "num")):
            self.data.execute(f"DELETE FROM {name} WHERE {column} IN (SELECT num FROM gone)")
        self.data.unregister("gone")
        self.texts.executemany("DELETE FROM report WHERE num = ?", ((num,) for num in nums))
        self.texts.executemany("DELETE FROM event_row WHERE num = ?", ((num,) for num in events))

    def remove_incidents(self, nums: Sequence[int]) -> None:
        """Takes incidents out."""
        self.flush()
        self.data.register("gone", pa.table({"num": pa.array(nums, pa.int32())}))
        self.data.execute("DELETE FROM incidents WHERE num IN (SELECT num FROM gone)")
        self.data.unregister("gone")
        self.texts.executemany("DELETE FROM incident_row WHERE num = ?", ((num,) for num in nums))

    def flush(self) -> None:
        """Writes what is buffered."""
        for name in SCHEMAS:
            self._flush(name)

    def _flush(self, name: str) -> None:
        rows, schema = self._rows[name], SCHEMAS[name]
        if not rows:
            return
        columns = [pa.array(column, type=field.type) for column, field in zip(zip(*rows, strict=True), schema, strict=True)]
        self.data.register("batch", pa.Table.from_arrays(columns, schema=schema))
        extra = ", lower(name)" if name in ("entities", "places") else ""
        self.data.execute(f"INSERT INTO {name} SELECT *{extra} FROM batch")
        self.data.unregister("batch")
        self._rows[name] = []

    def settle(self) -> None:
        """Writes all, and what is derived from it: the incident of an event, the story of a report, what reports say of an entity."""
        self.flush()
        for sql in _DERIVED:
            self.data.execute(sql)

    def close(self, *, whole: bool = True) -> None:
        """Closes both files; `whole` also settles them."""
        try:
            if whole:
                self.settle()
                self.texts.execute("COMMIT")
                self.data.execute("CHECKPOINT")
        finally:
            self._worker.shutdown(cancel_futures=True)
            self._texts.close()
            self.data.close()


def pack(data: Any) -> bytes:
    """Records as compressed MessagePack."""
    return zlib.compress(msgspec.msgpack.encode(data), 1)


def unpack(data: bytes, kind: Any) -> Any:
    """What `pack` packed, as this type."""
    return msgspec.msgpack.decode(zlib.decompress(data), type=kind)


def read_rows(texts: sqlite3.Connection, sql: str, nums: Iterable[int]) -> dict[int, dict[str, Any]]:
    """The JSON of these numbers, decoded."""
    listed = ",".join(str(int(num)) for num in nums)
    return {num: msgspec.json.decode(data) for num, data in texts.execute(f"{sql} ({listed})")}

"""What a store remembers of its inputs, beside the tables: files that were read to their end, and how each feed fared.

All of it may be lost without loss of records: files are then read again, and what the tables have is passed over.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import sqlite3
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from dateline.records import content_id

_FILE = ".state.sqlite"
_VERSION = 1
_TABLES = """
CREATE TABLE IF NOT EXISTS sources (id TEXT PRIMARY KEY, print TEXT NOT NULL, reports INTEGER NOT NULL, other_language INTEGER NOT NULL,
    rejects TEXT NOT NULL, version INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS feeds (url TEXT PRIMARY KEY, etag TEXT, modified TEXT, failures INTEGER NOT NULL, next_try REAL NOT NULL)
    WITHOUT ROWID;
"""
_RACY_NS = 2_000_000_000  # a file changed so shortly before it was looked at may change again without its time stamp moving


@dataclasses.dataclass(frozen=True)
class SeenSource:
    """A file whose every report is in the store: how many of them, how many in another language, and its rejects by reason."""

    reports: int
    other_language: int
    rejects: dict[str, int]


@dataclasses.dataclass(frozen=True)
class FeedState:
    """Of a feed: the tags for a conditional request, failures in a row, and when to try next (seconds since 1970)."""

    etag: str | None = None
    modified: str | None = None
    failures: int = 0
    next_try: float = 0.0


def fingerprint(path: Path) -> str | None:
    """What changes whenever the file does: device, inode, size, and both time stamps, of which nobody can set the second.

    None where the file cannot be looked at, is no file, or was changed so lately that it may change again under the same stamps.
    """
    try:
        found = path.stat()
    except OSError:
        return None
    if not path.is_file() or max(found.st_mtime_ns, found.st_ctime_ns) > time.time_ns() - _RACY_NS:
        return None
    return f"{found.st_dev}:{found.st_ino}:{found.st_size}:{found.st_mtime_ns}:{found.st_ctime_ns}"


class State:
    """The file beside the tables. One that is damaged, or of another version, is begun anew."""

    def __init__(self, folder: Path) -> None:
        """Opens or makes it in the store's folder. Raises `OSError` or `sqlite3.Error` where it can be neither."""
        self._path = folder / _FILE
        try:
            self._connection = self._open()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):  # busy, or no room: not damaged
                raise
            self._path.unlink(missing_ok=True)
            self._connection = self._open()

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=30, isolation_level=None, check_same_thread=False)
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version not in (0, _VERSION):
            connection.executescript("DROP TABLE IF EXISTS sources; DROP TABLE IF EXISTS feeds;")
        if version != _VERSION:
            connection.executescript(f"{_TABLES} PRAGMA user_version = {_VERSION};")
        return connection

    def close(self) -> None:
        """Closes the file."""
        self._connection.close()

    def seen(self, name: str, settings: str, found: str | None, version: int) -> SeenSource | None:
        """What is known of this unchanged file (`found`: its fingerprint), read with these settings; None: it has to be read.

        `version` is that of the reports table: a mark made at a later one outlived the rows (a backup was put back), and does not hold.
        """
        if found is None:
            return None
        sql = "SELECT reports, other_language, rejects FROM sources WHERE id = ? AND print = ? AND version <= ?"
        row = self._connection.execute(sql, (_source_id(name, settings), found, version)).fetchone()
        return SeenSource(row[0], row[1], json.loads(row[2])) if row else None

    def note(self, sources: Iterable[tuple[str, str, SeenSource]], settings: str, version: int) -> None:
        """Marks files (name, fingerprint, what they held) as read to the end, in one transaction."""
        rows = [
            (_source_id(name, settings), found, one.reports, one.other_language, json.dumps(one.rejects, sort_keys=True), version)
            for name, found, one in sources
        ]
        with self._transaction():
            self._connection.executemany("INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?, ?, ?)", rows)

    def forget_sources(self) -> None:
        """Makes every file one that has to be read."""
        with self._transaction():
            self._connection.execute("DELETE FROM sources")

    def feed(self, url: str) -> FeedState:
        """How the feed fared so far."""
        row = self._connection.execute("SELECT etag, modified, failures, next_try FROM feeds WHERE url = ?", (url,)).fetchone()
        return FeedState(*row) if row else FeedState()

    def note_feed(self, url: str, state: FeedState) -> None:
        """Keeps it."""
        with self._transaction():
            self._connection.execute("INSERT OR REPLACE INTO feeds VALUES (?, ?, ?, ?, ?)", (url, *dataclasses.astuple(state)))

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")
            raise


def _source_id(name: str, settings: str) -> str:
    return content_id(name, settings, length=32)

"""The index by which copies are found, on disk: anchors, pairs found alike, and what is still to be done after a kill.

A DuckDB file (its transactions survive kills) and a file of profiles beside it, read by offset. It can be made anew from the reports at
any time. Its rule of candidates is that of `dateline.fuse.anchors`, in SQL over slices of the anchors, so that memory stays flat.
"""

from __future__ import annotations

import contextlib
import functools
import shutil
from collections.abc import Iterable, Iterator, Sequence
from importlib import resources
from pathlib import Path
from typing import Any, Self

import duckdb
import msgspec
import numpy as np
import pyarrow as pa

from dateline.fuse.anchors import anchors, number
from dateline.fuse.likeness import day_number
from dateline.fuse.profile import Profile
from dateline.records import Decision, content_id
from dateline.store.profilefile import ProfileFile
from dateline.store.quiet import connect

_FORMAT = 1  # of the files
# What decides profiles, anchors and likeness: an index that was made by other rules is made anew.
_RULES = {
    "dateline.fuse": (
        "profile.py",
        "likeness.py",
        "anchors.py",
        "data/housestyle.tsv",
        "data/storymarks.tsv",
        "stories.py",
        "relations.py",
    ),
    "dateline.intake": ("data/agencies.tsv",),
}
_MEMORY = "160MB"
_COPIED = 10_000  # profiles at a time
_TABLES = """
    CREATE TABLE meta (format VARCHAR, profiles UBIGINT);
    CREATE TABLE reports (number UBIGINT, key VARCHAR, coder VARCHAR, day INTEGER, anchors INTEGER, start UBIGINT, size INTEGER);
    CREATE TABLE anchors (anchor UBIGINT, number UBIGINT);
    CREATE TABLE pairs (low UBIGINT, high UBIGINT);
    CREATE TABLE fresh (number UBIGINT);
    CREATE TABLE dirty (number UBIGINT, written BOOLEAN);
    CREATE TABLE gone (key VARCHAR);
    CREATE TABLE decisions (id VARCHAR, low UBIGINT, high UBIGINT);
"""
# fresh: indexed, not yet compared. dirty: its story is to be written anew; `written` where it may stand in the table of stories already.
# gone: taken out of the index, but perhaps not yet of the table.
_REPORTS = pa.schema([
    ("number", pa.uint64()), ("key", pa.string()), ("coder", pa.string()), ("day", pa.int32()), ("anchors", pa.int32()),
    ("start", pa.uint64()), ("size", pa.int32()),
])  # fmt: skip
_NUMBERS = pa.schema([("number", pa.uint64())])


class StoryIndex:
    """The index of one store. Use it as a context manager, with the store's write lock held."""

    def __init__(self, folder: Path) -> None:
        """Opens the index, makes it where it is missing, and makes it anew where it is damaged or of another format."""
        self.folder = folder
        try:
            self._open()
            usable = self.execute("SELECT format FROM meta").fetchall() == [(_rules(),)]
            self.profiles.cut(self.one("SELECT profiles FROM meta"))
            self.execute("UPDATE dirty SET written = true WHERE NOT written")  # a killed update may have written them
        except (duckdb.Error, OSError, ValueError) as error:
            if "lock" in str(error).casefold():
                raise  # another process has it open: it is not damaged
            usable = False
        if not usable:
            self.clear()

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *error: object) -> None:
        """Closes the files."""
        self.close()

    def close(self) -> None:
        """Closes the files; what was not committed is gone."""
        self.connection.close()
        self.profiles.close()

    def clear(self) -> None:
        """Makes an empty index."""
        if hasattr(self, "connection"):
            self.connection.close()
        if hasattr(self, "profiles"):
            self.profiles.close()
        shutil.rmtree(self.folder, ignore_errors=True)
        self._open()
        with self.transaction():
            self.execute(_TABLES)
            self.execute("INSERT INTO meta VALUES (?, 0)", [_rules()])

    def count(self) -> int:
        """How many reports it has."""
        return int(self.one("SELECT count(*) FROM reports"))

    def add(self, found: Sequence[tuple[str, Profile]]) -> None:
        """Takes in the profiles of reports that it does not have, each with the coder whose row it was read from; one commit."""
        packed = [msgspec.msgpack.encode(one) for _, one in found]
        places = self.profiles.append(packed)
        own = [anchors(one) for _, one in found]
        numbers = [number(one.key) for _, one in found]
        rows = [
            {
                "number": at,
                "key": one.key,
                "coder": coder,
                "day": day_number(one.published),
                "anchors": len(few),
                "start": place,
                "size": size,
            }
            for at, (coder, one), few, (place, size) in zip(numbers, found, own, places, strict=True)
        ]
        postings = pa.table({
            "anchor": np.concatenate(own) if own else np.zeros(0, np.uint64),
            "number": np.repeat(np.array(numbers, np.uint64), [len(few) for few in own]),
        })  # fmt: skip
        with self.transaction():
            self.insert("reports", pa.Table.from_pylist(rows, schema=_REPORTS))
            self.insert("anchors", postings)
            self.insert("fresh", _numbers(numbers))
            self.execute("UPDATE meta SET profiles = ?", [self.profiles.end])

    def decide(self, decisions: Iterable[Decision]) -> None:
        """Takes note of the decisions that hold; the reports that a new, changed or withdrawn one names are to be written anew."""
        rows = [{"id": one.id, "low": number(one.left), "high": number(one.right)} for one in decisions]
        table = pa.Table.from_pylist(rows, schema=pa.schema([("id", pa.string()), ("low", pa.uint64()), ("high", pa.uint64())]))
        with self.transaction(), self.registered("held", table):
            changed = """(SELECT * FROM held ANTI JOIN decisions USING (id) UNION ALL SELECT * FROM decisions ANTI JOIN held USING (id))"""
            if self.one(f"SELECT count(*) FROM {changed}"):
                named = f"SELECT DISTINCT unnest([low, high]) AS number FROM {changed}"
                self.mark(f"SELECT number FROM ({named}) SEMI JOIN reports USING (number)")
                self.execute("DELETE FROM decisions; INSERT INTO decisions SELECT * FROM held")

    def mark(self, query: str) -> None:
        """Marks the reports of a query as dirty and perhaps written, but for those that are dirty already."""
        self.execute(f"INSERT INTO dirty SELECT number, true FROM ({query}) ANTI JOIN dirty USING (number)")

    def mark_all(self) -> None:
        """Marks every report as dirty."""
        self.mark("SELECT number FROM reports")

    def clean(self) -> None:
        """Notes that every story is written."""
        with self.transaction():
            self.execute("DELETE FROM dirty; DELETE FROM gone")

    def compact(self) -> None:
        """Writes the files anew, so that nothing of a removed report is left in them; where that fails the old ones stay."""
        part = self.folder.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        rows = self.execute("SELECT number, start, size FROM reports ORDER BY start").fetchall()
        with contextlib.closing(ProfileFile(part / "profiles.bin")) as copy:
            moved = []
            for first in range(0, len(rows), _COPIED):
                packed = [self.profiles.read(start, size) for _, start, size in rows[first : first + _COPIED]]
                moved += [start for start, _ in copy.append(packed)]
            end = copy.end
        places = pa.table({"number": pa.array([row[0] for row in rows], pa.uint64()), "start": pa.array(moved, pa.uint64())})
        with self.registered("places", places):
            self.execute(f"ATTACH '{str(part / 'index.duckdb').replace(chr(39), chr(39) * 2)}' AS part")
            for table in ("meta", "anchors", "pairs", "fresh", "dirty", "gone", "decisions"):
                self.execute(f"CREATE TABLE part.{table} AS SELECT * FROM {table}")
            self.execute("CREATE TABLE part.reports AS SELECT r.* REPLACE (p.start AS start) FROM reports r JOIN places p USING (number)")
            self.execute("UPDATE part.meta SET profiles = ?", [end])
            self.execute("DETACH part")
        self.close()
        shutil.rmtree(self.folder)  # killed here, the index is made anew from the reports
        part.rename(self.folder)
        self._open()

    def execute(self, sql: str, values: Sequence[object] | dict[str, object] | None = None) -> duckdb.DuckDBPyConnection:
        """Runs SQL on the index."""
        return self.connection.execute(sql, values)

    def one(self, sql: str) -> Any:
        """The only value of a query."""
        return self.execute(sql).fetchall()[0][0]

    def insert(self, table: str, rows: pa.Table) -> None:
        """Appends rows."""
        with self.registered("new_rows", rows):
            self.execute(f"INSERT INTO {table} SELECT * FROM new_rows")

    @contextlib.contextmanager
    def registered(self, name: str, table: Any) -> Iterator[None]:
        """The table under this name, for the block."""
        self.connection.register(name, table)
        try:
            yield
        finally:
            self.connection.unregister(name)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """One commit, or nothing."""
        self.connection.begin()
        try:
            yield
        except BaseException:
            self.connection.rollback()
            raise
        self.connection.commit()

    def _open(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.connection = connect(self.folder / "index.duckdb")
        self.connection.execute(f"SET memory_limit = '{_MEMORY}'; SET preserve_insertion_order = false; SET threads = 2")
        self.connection.execute("SET python_enable_replacements = false")
        self.profiles = ProfileFile(self.folder / "profiles.bin")


@functools.cache
def _rules() -> str:
    files = [resources.files(package).joinpath(name).read_text(encoding="utf-8") for package, names in _RULES.items() for name in names]
    return content_id(_FORMAT, *files)


def _numbers(numbers: Sequence[int]) -> pa.Table:
    return pa.table({"number": pa.array(numbers, pa.uint64())}, schema=_NUMBERS)

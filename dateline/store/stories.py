"""The table of stories, kept up with the reports: `update_stories` at the end of a run, `forget_reports` for a takedown.

The table is a function of the reports and decisions in the store, whatever the order of runs. Each update reads the reports that the
index lacks, compares them, and replaces the rows that they touch in one commit. Killed anywhere, the table is the old or the new one,
and the next update finishes what is open. The index lies in `index/stories` below the store's folder; it may be deleted, and is then
made anew.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow as pa
from deltalake import WriterProperties, write_deltalake

from dateline.errors import InputError
from dateline.fuse.anchors import number
from dateline.fuse.profile import profile
from dateline.fuse.stories import Verdicts, pair, single, stories_of, story_id, verdicts
from dateline.records import Decision, Report, Story
from dateline.store import storypairs
from dateline.store.datafiles import streaming
from dateline.store.decisions import read_decisions
from dateline.store.faults import store_errors
from dateline.store.quiet import connect
from dateline.store.schema import TABLES, batched_by, from_arrow, from_row, to_arrow
from dateline.store.store import Store
from dateline.store.storyindex import StoryIndex
from dateline.store.storytouched import Touched, touched

_READ, _WRITE = 512, 4096  # reports that are read at a time; reports whose stories are written at a time
_FILE, _ROW_GROUP = 2**25, 2**14  # bytes and rows that the table's writer holds in memory
_MOST_REPLACED = 5_000  # stories; where more are touched the table is written anew in a stream, which needs no more memory
_MARKS = 5_000  # reports between two messages


@dataclasses.dataclass(frozen=True, slots=True)
class StoriesSummary:
    """What an update did: reports taken into the index and out of it, pairs of reports compared, rows written, seconds."""

    added: int
    removed: int
    compared: int
    stories: int
    seconds: float


def _silent(message: str) -> None:
    """Drops a message."""


def index_folder(store: Store) -> Path:
    """Where the index of copies lies."""
    return store.folder / "index" / "stories"


def update_stories(store: Store, *, say: Callable[[str], None] = _silent, everything: bool = False) -> StoriesSummary:
    """Brings the table of stories up to date with the committed reports and the decisions; `everything` makes the index anew first.

    Call it with the store's write lock held (`dateline.store.lock`). Raises `StoreError`; after any failure the next call goes on.
    """
    with store_errors(store.folder), StoryIndex(index_folder(store)) as index:
        if everything:
            index.clear()
        return _update(store, index, say)


def forget_reports(store: Store, keys: Iterable[str]) -> int:
    """Takes reports out of the index and the table of stories, and leaves nothing of their words on disk; returns how many there were.

    Call it with the write lock held, after their rows are gone from the table of reports. Earlier versions of the table of stories still
    name their keys (hashes, no text): vacuum the table to drop those too.
    """
    with store_errors(store.folder), StoryIndex(index_folder(store)) as index:
        had = storypairs.remove(index, keys)
        _update(store, index, _silent)
        index.compact()
    return had


def read_stories(
    store: Store, *, report: str | None = None, several: bool = False, since: str | None = None, until: str | None = None
) -> list[Story]:
    """The stories of the table, by first day and id: all, those of more than one report (`several`), or that of one report (a key).

    `since` and `until` are ISO days; a story passes if one of its reports was published between them, an undated one never.
    """
    values = {name: value for name, value in (("report", report), ("since", since), ("until", until)) if value}
    conditions = ["list_contains(reports, $report)"] if report else []
    conditions += ["len(reports) > 1"] if several else []
    conditions += ["last_published >= $since"] if since else []
    conditions += ["first_published <= $until"] if until else []
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    with store_errors(store.folder), connect() as connection:
        connection.register("stories", store.arrow("stories"))
        sql = f"SELECT * FROM stories {where} ORDER BY first_published NULLS LAST, id"
        return from_arrow(connection.sql(sql, params=values).to_arrow_table(), Story)


@dataclasses.dataclass(frozen=True, slots=True)
class ReportLine:
    """What a list of stories shows of a report."""

    key: str
    id: str
    title: str | None
    published: str | None
    publisher: str | None


def report_lines(store: Store, keys: Iterable[str]) -> dict[str, ReportLine]:
    """The reports of these keys, by key; one that is in no table is missing."""
    names = ", ".join(field.name for field in dataclasses.fields(ReportLine))
    with store_errors(store.folder), connect() as connection:
        connection.register("r", store.arrow("reports"))
        connection.register("wanted", pa.table({"key": pa.array(sorted(set(keys)), pa.string())}))
        rows = connection.execute(f"SELECT DISTINCT ON (key) {names} FROM r SEMI JOIN wanted USING (key) ORDER BY key, coder").fetchall()
    return {row[0]: ReportLine(*row) for row in rows}


def report_key(store: Store, name: str) -> str:
    """The key of the report with this id or key; of several texts of one id the latest. Raises `InputError` where there is none."""
    with store_errors(store.folder), connect() as connection:
        connection.register("r", store.arrow("reports"))
        rows = connection.execute("SELECT DISTINCT key, supersedes FROM r WHERE key = $name OR id = $name", {"name": name}).fetchall()
    older = {row[1] for row in rows}
    left = sorted({row[0] for row in rows if row[0] == name} or {row[0] for row in rows if row[0] not in older})
    if not left:
        raise InputError(f"{store.folder}: no report {name!r}; dateline events --store {store.folder} lists what there is")
    return str(left[-1])


def _update(store: Store, index: StoryIndex, say: Callable[[str], None]) -> StoriesSummary:
    started = time.monotonic()
    _heal(store, index)
    with index.registered("held", _held(store)):
        # What the store has no more, or a lower coder id has read since: that row then holds, whatever came first.
        superfluous = index.execute("SELECT key FROM reports ANTI JOIN held USING (key, coder)").fetchall()
        removed = storypairs.remove(index, [row[0] for row in superfluous]) if superfluous else 0
        wanted = index.connection.sql("SELECT key, coder FROM held ANTI JOIN reports USING (key)").to_arrow_table()
    added = _read_new(store, index, wanted, say)
    if added > _MARKS:
        say(f"stories: {added:,} reports read, comparing")
    compared = storypairs.link(index)
    decided = read_decisions(store, "story")
    index.decide(decided)
    written = _write(store, index, decided)
    return StoriesSummary(added, removed, compared, written, time.monotonic() - started)


def _held(store: Store) -> Any:
    """Key and coder of the store's committed reports, each key once, with the least of its coder ids."""
    with streaming(store, "reports") as connection:
        return connection.sql("SELECT key, min(coder) AS coder FROM reports GROUP BY key").to_arrow_table()


def _read_new(store: Store, index: StoryIndex, wanted: Any, say: Callable[[str], None]) -> int:
    if not wanted.num_rows:
        return 0
    done = 0
    with streaming(store, "reports") as connection:
        connection.register("wanted", wanted)
        rows = connection.sql("SELECT r.* FROM reports r SEMI JOIN wanted USING (key, coder)").to_arrow_reader(_READ)
        for batch in rows:
            read = [(row["coder"], profile(from_row(row, Report))) for row in batch.to_pylist(maps_as_pydicts="strict")]
            index.add(read)
            done += len(read)
            if done // _MARKS > (done - len(read)) // _MARKS:
                say(f"stories: {done:,} of {wanted.num_rows:,} new reports read")
    return done


def _write(store: Store, index: StoryIndex, held: list[Decision]) -> int:
    """Writes the rows of every story that is touched and takes the old ones out, in one commit; returns how many were written."""
    found = touched(index, most=_MOST_REPLACED)
    if found is None:
        return 0
    rows = chain.from_iterable(_stories(index, found, verdicts(held)))
    whole = found.all
    count = _replace_all(store, rows) if whole else _replace(store, list(rows), [story_id(key) for key in found.written])
    index.clean()
    return count


def _replace_all(store: Store, rows: Iterable[Story]) -> int:
    count = 0

    def batches() -> Iterator[pa.RecordBatch]:
        nonlocal count
        for some in batched_by(rows, lambda story: len(story.reports), _WRITE):
            count += len(some)
            yield from to_arrow(some, Story).to_batches()

    stream = pa.RecordBatchReader.from_batches(TABLES["stories"].schema, batches())
    write_deltalake(
        store.ensure_table("stories"), stream, mode="overwrite", target_file_size=_FILE,
        writer_properties=WriterProperties(max_row_group_size=_ROW_GROUP),
    )  # fmt: skip
    return count


def _replace(store: Store, new: list[Story], old: list[str]) -> int:
    rows = to_arrow(new, Story)
    table = store.ensure_table("stories")
    if old:
        ids = ", ".join(f"'{one}'" for one in sorted({*old, *(story.id for story in new)}))
        write_deltalake(table, rows, mode="overwrite", predicate=f"id IN ({ids})")
    else:
        write_deltalake(table, rows, mode="append")
    return len(new)


def _stories(index: StoryIndex, found: Touched, decided: Verdicts) -> Iterator[list[Story]]:
    for at, size in found.singles.tolist():
        yield [single(index.profiles.profile(at, size))]
    for places, pairs in found.connected():
        profiles = {one.key: one for one in (index.profiles.profile(at, size) for at, size in places.tolist())}
        keys = {number(key): key for key in profiles}
        alike = [pair(keys[low], keys[high]) for low, high in pairs]
        yield stories_of(profiles, alike, decided)


def _heal(store: Store, index: StoryIndex) -> None:
    """Marks everything where the table of stories does not hold the reports that the index thinks it holds, and nothing is open."""
    with streaming(store, "stories") as connection:
        told = connection.execute("SELECT len(reports) AS size FROM stories").fetchnumpy()
    known = index.count() - index.one("SELECT count(*) FROM fresh")
    if int(told["size"].sum()) != known and not index.one("SELECT count(*) FROM dirty") + index.one("SELECT count(*) FROM gone"):
        index.mark_all()

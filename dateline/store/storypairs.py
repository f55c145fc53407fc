"""Which reports of the index are alike: the candidates that new reports bring, compared by their profiles.

New reports can also take pairs away: where an anchor becomes crowded, or a leader is displaced. The reports concerned are compared anew,
so that the pairs are at any time what one pass over all reports would give.
"""

from __future__ import annotations

import functools
import re
import shutil
from collections.abc import Callable, Iterable

import pyarrow as pa

from dateline.fuse.anchors import CROWD, FAR_SHARE, FEWEST, LEADERS, NEAR_SHARE, SMALL, number
from dateline.fuse.likeness import CLOSE_DAYS, Sketch, compare_sketches, sketch
from dateline.fuse.profile import Profile
from dateline.store.storyindex import StoryIndex

_Ready = Callable[[int, int], tuple[Profile, Sketch]]

_SLICE = 400_000  # anchors at a time
_PATTERN = re.compile(r"[\[*?]")  # what DuckDB takes for a pattern in a path
_PARTS, _MOST_PARTS = 8, 1024  # parts of the pairs that share anchors, for each slice of the anchors; and in all
_REACH = 50  # a fresh anchor brings at most so many rows of old ones into its slice, by rule of thumb
_ROWS = 20_000  # pairs to compare that are fetched at a time
_SKETCHES = 800  # sketches kept in memory, some 50 kB each

_TOUCHED = "anchor IN (SELECT t.anchor FROM anchors t SEMI JOIN fresh USING (number) WHERE t.anchor % $slices = $slice)"
_SHIFTED = f"""
    WITH rows AS (
        SELECT a.anchor, a.number, f.number IS NOT NULL AS fresh FROM anchors a LEFT JOIN fresh f USING (number)
        WHERE {_TOUCHED} AND anchor % $slices = $slice
    ), counted AS (
        SELECT number, fresh, count(*) OVER one AS size, row_number() OVER (one ORDER BY number) AS place,
            count(*) FILTER (NOT fresh) OVER one AS old_size, count(*) FILTER (NOT fresh) OVER (one ORDER BY number) AS old_place
        FROM rows WINDOW one AS (PARTITION BY anchor)
    )
    SELECT DISTINCT number FROM counted
    WHERE NOT fresh AND size > {CROWD} AND (old_size <= {CROWD} OR (old_place <= {LEADERS} AND place > {LEADERS}))
"""
_PROMOTED = f"""
    WITH rows AS (
        SELECT a.anchor, a.number, g.number IS NOT NULL AS gone FROM anchors a LEFT JOIN leaving g USING (number)
        WHERE anchor IN (SELECT t.anchor FROM anchors t SEMI JOIN leaving USING (number))
    ), counted AS (
        SELECT number, gone, count(*) OVER one AS size, row_number() OVER (one ORDER BY number) AS place,
            count(*) FILTER (NOT gone) OVER one AS new_size, count(*) FILTER (NOT gone) OVER (one ORDER BY number) AS new_place
        FROM rows WINDOW one AS (PARTITION BY anchor)
    )
    SELECT DISTINCT number FROM counted
    WHERE NOT gone AND size > {CROWD} AND (new_size <= {CROWD} OR (new_place <= {LEADERS} AND place > {LEADERS}))
"""
_BUCKETS = """
    CREATE OR REPLACE TEMP TABLE buckets AS
    SELECT a.anchor, a.number, f.number IS NOT NULL AS fresh, count(*) OVER one AS size, row_number() OVER (one ORDER BY a.number) AS place
    FROM anchors a LEFT JOIN fresh f USING (number)
    WHERE {touched} AND anchor % $slices = $slice
    WINDOW one AS (PARTITION BY a.anchor) QUALIFY size > 1
"""
_SHARED = f"""
    SELECT l.number AS low, o.number AS high, count(*)::UINTEGER AS times
    FROM (SELECT * FROM buckets WHERE size <= {CROWD} OR place <= {LEADERS}) l
    JOIN buckets o ON l.anchor = o.anchor AND l.number < o.number AND (l.fresh OR o.fresh) GROUP BY ALL
"""
_WORTH = f"""
    SELECT low, high, l.start, l.size, h.start, h.size
    FROM (SELECT low, high, sum(times) AS times FROM {{shared}} GROUP BY low, high)
    JOIN reports l ON l.number = low JOIN reports h ON h.number = high
    WHERE (times >= {FEWEST} OR least(l.anchors, h.anchors) <= {SMALL})
        AND times >= least(l.anchors, h.anchors)
            * CASE WHEN coalesce(abs(l.day - h.day), 0) <= {CLOSE_DAYS} THEN {NEAR_SHARE}::DOUBLE ELSE {FAR_SHARE}::DOUBLE END
    ORDER BY low, high
"""
_PAIRED = "(low IN (SELECT number FROM {0}) OR high IN (SELECT number FROM {0}))"


def link(index: StoryIndex) -> int:
    """Compares the fresh reports with all; one commit. Returns how many pairs of reports were compared."""
    fresh, total = index.one("SELECT count(*) FROM fresh"), index.count()
    if not fresh:
        return 0
    with index.transaction():
        own = index.one("SELECT count(*) FROM anchors SEMI JOIN fresh USING (number)")
        slices = 1 + min(_REACH * own, index.one("SELECT count(*) FROM anchors")) // _SLICE
        if fresh < total:
            _unlink_shifted(index, slices)
        buckets = _BUCKETS.format(touched="true" if fresh == total else _TOUCHED)
        compared = _link_at_once(index, buckets) if slices == 1 else _link_in_parts(index, buckets, slices)
        index.execute("DROP TABLE buckets")
        index.execute("INSERT INTO dirty SELECT number, false FROM fresh ANTI JOIN dirty USING (number)")
        index.execute("DELETE FROM fresh")
    return compared


def _sketches(index: StoryIndex) -> _Ready:
    @functools.lru_cache(maxsize=_SKETCHES)
    def ready(at: int, size: int) -> tuple[Profile, Sketch]:
        one = index.profiles.profile(at, size)
        return one, sketch(one)

    return ready


def _link_at_once(index: StoryIndex, buckets: str) -> int:
    """Compares what few anchors bring together."""
    index.execute(buckets, {"slices": 1, "slice": 0})
    return _compare(index, f"({_SHARED})", _sketches(index))


def _link_in_parts(index: StoryIndex, buckets: str, slices: int) -> int:
    """The same for many: the pairs of each slice of anchors go to disk, in parts by their lower number, and are summed up by part."""
    folder = index.folder / "shared.tmp"
    shutil.rmtree(folder, ignore_errors=True)  # a killed run left it
    folder.mkdir()
    path, parts = str(folder).replace("'", "''"), min(_PARTS * slices, _MOST_PARTS)
    try:
        for part in range(slices):
            index.execute(buckets, {"slices": slices, "slice": part})
            rows = f"SELECT *, low % {parts} AS part FROM ({_SHARED})"
            index.execute(f"COPY ({rows}) TO '{path}/{part}' (FORMAT parquet, PARTITION_BY (part))")
        compared, ready, pattern = 0, _sketches(index), _PATTERN.sub(r"[\g<0>]", path)
        for part in range(parts):
            if any(folder.glob(f"*/part={part}/*.parquet")):
                laid = f"read_parquet('{pattern}/*/part={part}/*.parquet', hive_partitioning = false)"
                compared += _compare(index, laid, ready)
        return compared
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def remove(index: StoryIndex, keys: Iterable[str]) -> int:
    """Takes reports out of the index; one commit. Returns how many it had; what they shared stories with is then dirty or fresh."""
    numbers = {number(key): key for key in keys}
    leaving = pa.table({"number": pa.array(sorted(numbers), pa.uint64())})
    with index.transaction(), index.registered("wanted", leaving):
        index.execute("CREATE OR REPLACE TEMP TABLE leaving AS SELECT number, key FROM reports SEMI JOIN wanted USING (number)")
        had = int(index.one("SELECT count(*) FROM leaving"))
        if had:
            index.execute(f"CREATE OR REPLACE TEMP TABLE promoted AS {_PROMOTED}")
            index.mark("SELECT number FROM promoted")
            index.mark(_neighbours("leaving"))
            index.execute("INSERT INTO fresh SELECT number FROM promoted ANTI JOIN fresh USING (number)")
            index.execute("INSERT INTO gone SELECT key FROM leaving")
            index.execute(f"DELETE FROM pairs WHERE {_PAIRED.format('leaving')} OR {_PAIRED.format('promoted')}")
            for table in ("reports", "anchors", "fresh", "dirty"):
                index.execute(f"DELETE FROM {table} WHERE number IN (SELECT number FROM leaving)")
            index.execute("DROP TABLE promoted")
        index.execute("DROP TABLE leaving")
    return had


def _unlink_shifted(index: StoryIndex, slices: int) -> None:
    index.execute("CREATE OR REPLACE TEMP TABLE shifted (number UBIGINT)")
    for part in range(slices):
        index.execute(f"INSERT INTO shifted {_SHIFTED}", {"slices": slices, "slice": part})
    index.execute("""CREATE OR REPLACE TEMP TABLE shifted AS SELECT DISTINCT number FROM shifted
        WHERE number IN (SELECT low FROM pairs) OR number IN (SELECT high FROM pairs)""")
    if index.one("SELECT count(*) FROM shifted"):
        index.mark("SELECT number FROM shifted")
        index.mark(_neighbours("shifted"))
        index.execute(f"DELETE FROM pairs WHERE {_PAIRED.format('shifted')}")
        index.execute("INSERT INTO fresh SELECT number FROM shifted ANTI JOIN fresh USING (number)")
    index.execute("DROP TABLE shifted")


def _neighbours(of: str) -> str:
    return f"SELECT DISTINCT unnest([low, high]) AS number FROM pairs WHERE {_PAIRED.format(of)}"


def _compare(index: StoryIndex, shared: str, ready: _Ready) -> int:
    """Compares the pairs of `shared` (low, high, times; in one row or several) that are worth it, keeps those alike; returns how many."""
    compared, alike = 0, []
    found = index.execute(_WORTH.format(shared=shared))
    while rows := found.fetchmany(_ROWS):
        compared += len(rows)
        alike += [(low, high) for low, high, *places in rows if compare_sketches(*ready(*places[:2]), *ready(*places[2:])).same]
    lows, highs = ([one[side] for one in alike] for side in (0, 1))
    index.insert("pairs", pa.table({"low": pa.array(lows, pa.uint64()), "high": pa.array(highs, pa.uint64())}))
    return compared

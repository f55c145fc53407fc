"""Which stories of the index are to be written anew: those of the dirty reports, with all that pairs and decisions connect to them.

Arrays throughout: a first update touches every report of the store, and dictionaries of them would grow past what a laptop has.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from dateline.store.storyindex import StoryIndex

Numbers = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]  # offset and size of a profile, a row each

_CHUNK = 100_000  # pairs at a time


@dataclasses.dataclass(frozen=True, slots=True)
class Touched:
    """Reports whose stories are to be written: `numbers`, sorted, with the `places` of their profiles.

    `groups` are the numbers of connected reports, group behind group, beginning at each of `bounds`; `singles` are places of the rest.
    `pairs` are sorted. `written` are the keys of which a story may stand in the table; `all`: every report is touched.
    """

    numbers: Numbers
    places: Places
    singles: Places
    groups: Numbers
    bounds: npt.NDArray[np.int64]
    pairs: Numbers
    written: list[str]
    all: bool

    def connected(self) -> Iterator[tuple[Places, list[tuple[int, int]]]]:
        """Of each group the places of its profiles, and the pairs found alike inside it."""
        for start, stop in zip(self.bounds[:-1].tolist(), self.bounds[1:].tolist(), strict=True):
            group = self.groups[start:stop]
            at = np.searchsorted(self.numbers, group)
            first, last = (np.searchsorted(self.pairs[:, 0], group, side=side) for side in ("left", "right"))
            rows = np.concatenate([np.arange(low, high) for low, high in zip(first, last, strict=True)])
            yield self.places[at], [(int(low), int(high)) for low, high in self.pairs[rows].tolist()]


def touched(index: StoryIndex, most: int) -> Touched | None:
    """What an update has to write; None where nothing is open, and everything where more than `most` reports are dirty."""
    if index.one("SELECT count(*) FROM dirty") > most:
        index.mark_all()
    dirty = np.asarray(index.execute("SELECT number FROM dirty").fetchnumpy()["number"], np.uint64)
    gone = [row[0] for row in index.execute("SELECT key FROM gone").fetchall()]
    if not len(dirty) and not gone:
        return None
    pairs = _known(index, "pairs")
    groups, bounds = _groups(np.concatenate([pairs, _known(index, "decisions")]), dirty)
    with index.registered("touching", pa.table({"number": np.union1d(dirty, groups)})):
        sql = "SELECT number, start, size FROM reports SEMI JOIN touching USING (number) ORDER BY number"
        rows = index.execute(sql).fetchnumpy()
        numbers = np.asarray(rows["number"], np.uint64)
        everything = len(numbers) == index.count()
        written = gone + ([] if everything else _written(index))
    places = np.stack([np.asarray(rows["start"], np.int64), np.asarray(rows["size"], np.int64)], axis=1)
    singles = places[~np.isin(numbers, groups)]
    return Touched(numbers, places, singles[np.argsort(singles[:, 0])], groups, bounds, pairs, written, everything)


def _written(index: StoryIndex) -> list[str]:
    fresh = "SELECT number FROM dirty WHERE NOT written"
    sql = f"SELECT key FROM reports SEMI JOIN touching USING (number) WHERE number NOT IN ({fresh})"
    return [row[0] for row in index.execute(sql).fetchall()]


def _known(index: StoryIndex, table: str) -> Numbers:
    """The pairs of a table whose reports the index has, sorted."""
    has = "(SELECT number FROM reports)"
    sql = f"SELECT low, high FROM {table} WHERE low IN {has} AND high IN {has} ORDER BY low, high"
    rows = index.execute(sql).fetchnumpy()
    return np.stack([np.asarray(rows["low"], np.uint64), np.asarray(rows["high"], np.uint64)], axis=1)


def _groups(pairs: Numbers, dirty: Numbers) -> tuple[Numbers, npt.NDArray[np.int64]]:
    """The numbers that the pairs connect, group behind group, where one of the group is dirty; and where each begins, and the end."""
    nodes, ends = np.unique(pairs, return_inverse=True)
    ends = ends.reshape(pairs.shape)
    parents = list(range(len(nodes)))

    def root(one: int) -> int:
        while parents[one] != one:
            parents[one] = one = parents[parents[one]]
        return one

    for start in range(0, len(ends), _CHUNK):
        for low, high in ends[start : start + _CHUNK].tolist():
            parents[root(low)] = root(high)
    roots = np.array([root(one) for one in range(len(nodes))], np.int64)
    kept = np.flatnonzero(np.isin(roots, roots[np.isin(nodes, dirty)]))
    kept = kept[np.argsort(roots[kept], kind="stable")]
    begins = np.flatnonzero(np.diff(roots[kept], prepend=-1))
    return nodes[kept], np.append(begins, len(kept)).astype(np.int64)

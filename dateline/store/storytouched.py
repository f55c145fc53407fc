"""Which stories of the index are to be written anew: those of the dirty reports, with all that pairs and decisions connect to them."""

from __future__ import annotations

import dataclasses

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from dateline.store.storyindex import StoryIndex


@dataclasses.dataclass(frozen=True, slots=True)
class Touched:
    """Reports whose stories are to be written: `singles` (offset and size of each profile) and `groups` (numbers of connected reports).

    `places` gives the profiles of the groups by number, `pairs` the higher numbers that a lower one is alike. `written` are the keys of
    which a story may stand in the table; `all`: every report of the index is touched, and the table can be replaced whole.
    """

    singles: npt.NDArray[np.int64]
    groups: list[list[int]]
    places: dict[int, tuple[int, int]]
    pairs: dict[int, list[int]]
    written: list[str]
    all: bool


def touched(index: StoryIndex, most: int) -> Touched | None:
    """What an update has to write; None where nothing is open, and everything where more than `most` reports are dirty."""
    if index.one("SELECT count(*) FROM dirty") > most:
        index.mark_all()
    dirty = index.execute("SELECT number, written FROM dirty").fetchnumpy()
    gone = [row[0] for row in index.execute("SELECT key FROM gone").fetchall()]
    if not len(dirty["number"]) and not gone:
        return None
    pairs = _columns(index, "pairs")
    groups = _groups(np.concatenate([pairs, _columns(index, "decisions")]), dirty["number"])
    grouped = np.array([number for group in groups for number in group], np.uint64)
    touching = pa.table({"number": np.union1d(dirty["number"], grouped)})
    with index.registered("touching", touching):
        rows = index.execute("SELECT number, start, size FROM reports SEMI JOIN touching USING (number) ORDER BY start").fetchnumpy()
        everything = len(rows["number"]) == index.count()
        written = gone + ([] if everything else _written(index))
    in_group = np.isin(rows["number"], grouped)
    places = np.stack([rows["start"].astype(np.int64), rows["size"].astype(np.int64)], axis=1)
    known = dict(zip(rows["number"][in_group].tolist(), map(tuple, places[in_group].tolist()), strict=True))
    return Touched(
        singles=places[~in_group], groups=[kept for group in groups if (kept := [one for one in group if one in known])], places=known,
        pairs=_by_low(pairs[np.isin(pairs[:, 0], grouped)]), written=written, all=everything,
    )  # fmt: skip


def _written(index: StoryIndex) -> list[str]:
    fresh = "SELECT number FROM dirty WHERE NOT written"
    sql = f"SELECT key FROM reports SEMI JOIN touching USING (number) WHERE number NOT IN ({fresh})"
    return [row[0] for row in index.execute(sql).fetchall()]


def _columns(index: StoryIndex, table: str) -> npt.NDArray[np.uint64]:
    rows = index.execute(f"SELECT low, high FROM {table}").fetchnumpy()
    return np.stack([np.asarray(rows["low"], np.uint64), np.asarray(rows["high"], np.uint64)], axis=1)


def _groups(pairs: npt.NDArray[np.uint64], dirty: npt.NDArray[np.uint64]) -> list[list[int]]:
    """The numbers in groups that the pairs connect, sorted, where one of the group is dirty."""
    parents: dict[int, int] = {}

    def root(one: int) -> int:
        while (above := parents.setdefault(one, one)) != one:
            parents[one] = one = parents[above]
        return one

    for low, high in pairs.tolist():
        parents[root(low)] = root(high)
    wanted = {root(one) for one in dirty.tolist() if one in parents}
    groups: dict[int, list[int]] = {}
    for one in sorted(parents):
        top = root(one)
        if top in wanted:
            groups.setdefault(top, []).append(one)
    return sorted(groups.values())


def _by_low(pairs: npt.NDArray[np.uint64]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for low, high in pairs.tolist():
        found.setdefault(low, []).append(high)
    return found

"""Sets of ids that stay small for millions of them: 8 bytes an id, by its hash, in sorted arrays.

Two of ten million ids share a hash with a probability of some 3 in a million; report keys are 64-bit hashes themselves.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Hashes = npt.NDArray[np.uint64]
_KEY = re.compile("[0-9a-f]{16}")
_LOOSE = 1 << 16  # ids held one by one before they are sorted in
HASH_SQL = "md5_number_lower({})"  # what DuckDB calls `hash_of`


def hash_of(id: str) -> int:
    """The second half of the MD5 of its UTF-8, as a little-endian number: `md5_number_lower` in DuckDB."""
    return int.from_bytes(hashlib.md5(id.encode("utf-8", "surrogatepass"), usedforsecurity=False).digest()[8:], "little")


class KeySet:
    """Ids that were met. Grows only."""

    def __init__(self, hashes: Iterable[int] | Hashes = ()) -> None:
        """Begins with these hashes."""
        self._sorted: Hashes = np.unique(np.asarray(hashes if isinstance(hashes, np.ndarray) else list(hashes), dtype=np.uint64))
        self._loose: set[int] = set()

    def __contains__(self, id: str) -> bool:
        """Whether the id was added."""
        value = hash_of(id)
        return value in self._loose or _find(self._sorted, value) is not None

    def __len__(self) -> int:
        """How many ids."""
        return len(self._sorted) + len(self._loose)

    def add(self, id: str) -> None:
        """Takes the id in."""
        if id in self:
            return
        self._loose.add(hash_of(id))
        if len(self._loose) >= _LOOSE:
            self._sorted = np.union1d(self._sorted, np.fromiter(self._loose, np.uint64, len(self._loose)))
            self._loose.clear()


class LatestKeys:
    """The latest report key of every report id. Keys are the 16 hex digits that `records.make_report` gives."""

    def __init__(self, ids: Hashes, keys: Hashes) -> None:
        """Begins with these hashes of ids and, in the same order, their keys as numbers."""
        order = np.argsort(ids, kind="stable")
        self._ids, self._keys = ids[order], keys[order]
        self._later: dict[int, int] = {}
        self._odd: dict[int, str] = {}  # keys of another form, which are not ours

    def get(self, id: str) -> str | None:
        """The latest key of the id, or None."""
        value = hash_of(id)
        if value in self._odd:
            return self._odd[value]
        if value in self._later:
            return f"{self._later[value]:016x}"
        at = _find(self._ids, value)
        return None if at is None else f"{int(self._keys[at]):016x}"

    def set(self, id: str, key: str) -> None:
        """Notes a later key."""
        if not _KEY.fullmatch(key):
            self._odd[hash_of(id)] = key
            return
        self._odd.pop(hash_of(id), None)
        self._later[hash_of(id)] = int(key, 16)
        if len(self._later) >= _LOOSE:
            self._merge()

    def _merge(self) -> None:
        ids = np.fromiter(self._later, np.uint64, len(self._later))
        keys = np.fromiter(self._later.values(), np.uint64, len(self._later))
        all_ids, all_keys = np.concatenate((ids, self._ids)), np.concatenate((keys, self._keys))
        self._ids, first = np.unique(all_ids, return_index=True)  # the first of equal ones, which is the later key
        self._keys = all_keys[first]
        self._later.clear()


def as_hashes(column: pa.ChunkedArray) -> Hashes:
    """A column of unsigned numbers as an array."""
    return np.asarray(column.to_numpy(), dtype=np.uint64)


def _find(values: Hashes, value: int) -> int | None:
    at = int(np.searchsorted(values, np.uint64(value)))
    return at if at < len(values) and int(values[at]) == value else None

"""The Delta tables of one writer: held open, so that a commit costs the same at the first batch and at the ten-thousandth."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa
from deltalake import DeltaTable, WriterProperties, write_deltalake

if TYPE_CHECKING:
    from dateline.store.store import Store

_CHECK_EVERY = 16  # appends to a table between two looks at its small files


class _Join(NamedTuple):
    """When small files are joined: from `least` on that are `small` (bytes), to files of up to `joined` (bytes)."""

    least: int
    small: int
    joined: int


# The end of a run is the time for it: a join of 64 files holds some 50 MiB, and the workers' memory is free by then. A long run joins its
# smallest files on the way, few at a time, so that readers beside it need not open thousands.
_RUNNING, _ENDED = _Join(512, 1 << 20, 3 << 19), _Join(64, 16 << 20, 64 << 20)


class OpenTables:
    """Appends, deletes and joins of small files. Old versions stay readable: nothing is vacuumed."""

    def __init__(self, store: Store) -> None:
        """Opens none yet."""
        self._store = store
        self._open: dict[str, DeltaTable] = {}
        self._appends: dict[str, int] = {}

    def table(self, name: str) -> DeltaTable:
        """The table, made if need be."""
        if name not in self._open:
            self._open[name] = self._store.ensure_table(name)
        return self._open[name]

    def append(self, name: str, rows: pa.Table) -> None:
        """Adds rows in one commit, and joins small files every now and then."""
        write_deltalake(self.table(name), rows, mode="append", writer_properties=_properties())
        self._appends[name] = self._appends.get(name, 0) + 1
        if self._appends[name] % _CHECK_EVERY == 0:
            self._join(name, _RUNNING)

    def replace(self, name: str, rows: pa.Table, predicate: str) -> None:
        """Puts these rows in place of those that the predicate names, in one commit."""
        write_deltalake(self.table(name), rows, mode="overwrite", predicate=predicate, writer_properties=_properties())

    def delete(self, name: str, predicate: str) -> None:
        """Takes rows out in one commit."""
        self.table(name).delete(predicate, writer_properties=_properties())

    def compact(self, name: str) -> None:
        """Joins small files to large ones if there are many. A file once joined to more than the small size is left alone."""
        self._join(name, _ENDED)

    def _join(self, name: str, when: _Join) -> None:
        table = self.table(name)
        sizes = pa.table(table.get_add_actions())["size_bytes"].to_pylist()
        if sum(size < when.small for size in sizes) >= when.least:
            table.optimize.compact(target_size=when.joined, max_concurrent_tasks=1, writer_properties=_properties())

    def version(self, name: str) -> int:
        """The table's version."""
        return self.table(name).version()


def _properties() -> WriterProperties:
    return WriterProperties(compression="ZSTD", compression_level=3)

"""The data files of a Delta table, as paths that other libraries open."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote

import duckdb
from deltalake import DeltaTable

from dateline.store.quiet import connect
from dateline.store.schema import TABLES

if TYPE_CHECKING:
    from dateline.store.store import Store

_MEMORY = "160MB"  # of DuckDB's own; what does not fit goes to disk


def data_files(table: DeltaTable) -> list[str]:
    """The paths of the table's files. Its library gives addresses, in which a folder's space is %20 and its é two such codes."""
    return [unquote(address) for address in table.file_uris()]


@contextlib.contextmanager
def streaming(store: Store, *names: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with these tables, as they stand now, for reading them from end to end in little memory.

    DuckDB opens their files itself: through Arrow (`Store.arrow`) it would read far ahead, beside its own limit of memory.
    """
    with connect(config={"memory_limit": _MEMORY, "threads": 1, "temp_directory": tempfile.gettempdir()}) as connection:
        for name in names:
            table = store.table(name)
            files = [path.replace("*", "[*]") for path in data_files(table)] if table else []
            if files:
                connection.read_parquet(files, hive_partitioning=False).create_view(name)
            else:
                connection.register(name, TABLES[name].schema.empty_table())
        yield connection

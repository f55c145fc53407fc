"""The data files of a Delta table, as paths that other libraries open."""

from __future__ import annotations

from urllib.parse import unquote

from deltalake import DeltaTable


def data_files(table: DeltaTable) -> list[str]:
    """The paths of the table's files. Its library gives addresses, in which a folder's space is %20 and its é two such codes."""
    return [unquote(address) for address in table.file_uris()]

"""Connections to DuckDB that print nothing: by itself it draws a progress bar on standard output from two seconds on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb


def connect(path: str | Path = ":memory:", *, read_only: bool = False, config: dict[str, Any] | None = None) -> duckdb.DuckDBPyConnection:
    """A connection of its own, in memory or on a file, without progress bar. `config` are DuckDB's settings."""
    connection = duckdb.connect(str(path), read_only=read_only, config=config or {})
    connection.execute("SET enable_progress_bar = false")
    return connection

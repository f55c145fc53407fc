"""Rows of any columns as a table on the terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa
from rich.console import Console
from rich.table import Table

from dateline.cli.view import printable
from dateline.export.rows import cell, plain_rows

SHOWN = 200  # rows on the screen
_CELL = 300  # characters of a cell there


def print_rows(rows: pa.RecordBatchReader, console: Console, say: Callable[[str], None]) -> None:
    """Prints the first rows, and to standard error how many there are."""
    stream = plain_rows(rows)
    shown = [row for row, _ in zip(stream, range(SHOWN), strict=False)]
    console.print(row_table(shown, rows.schema.names, numbers=_numbers(rows.schema)))
    rest = sum(1 for _ in stream)
    more = f"; the first {SHOWN} are shown, --format csv or --to FILE gives all" if rest else ""
    total = len(shown) + rest
    say(f"{total:,} row{'' if total == 1 else 's'}{more}")


def row_table(rows: Sequence[dict[str, Any]], columns: Sequence[str], *, numbers: Sequence[str] = ()) -> Table:
    """The rows as a table; columns of numbers stand to the right."""
    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    for name in columns:
        right = name in numbers
        table.add_column(printable(name), justify="right" if right else "left", overflow="fold", no_wrap=right)
    for row in rows:
        table.add_row(*(_shorten(printable(cell(row[name]))) for name in columns))
    return table


def _numbers(schema: pa.Schema) -> list[str]:
    kinds = (pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal)
    return [field.name for field in schema if any(kind(field.type) for kind in kinds)]


def _shorten(words: str) -> str:
    return words if len(words) <= _CELL else words[: _CELL - 1] + "…"

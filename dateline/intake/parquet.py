"""Parquet: one row a report, read in batches, only the columns that are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from dateline.intake.accept import accept_object
from dateline.intake.fields import FIELDS, no_text
from dateline.intake.source import Source
from dateline.intake.streams import random_access
from dateline.records import Reject, Report

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

_MAGIC = b"PAR1"
_BATCH_BYTES = 1 << 24  # uncompressed bytes of a batch
_MOST_ROWS = 1024  # of a batch: one long text in all rows takes little room in the file
_FEW_BYTES = 200  # a row
_BUFFER = 1 << 20  # bytes read at a time: a row group is never held whole


def is_parquet(head: bytes) -> bool:
    """Whether an input that begins so is a Parquet file."""
    return head.startswith(_MAGIC)


def read(stream: BinaryIO, source: Source) -> Iterator[Report | Reject]:
    """The rows of the file. A row group that cannot be read is one reject, and the next is read."""
    with random_access(stream) as whole:
        yield from _read(whole, source)


def _read(stream: BinaryIO, source: Source) -> Iterator[Report | Reject]:
    import pyarrow as pa  # noqa: PLC0415 - heavy, and few inputs need it
    import pyarrow.parquet as pq  # noqa: PLC0415

    errors = (pa.ArrowException, OSError, ValueError, MemoryError)
    try:
        table = pq.ParquetFile(stream, pre_buffer=False, buffer_size=_BUFFER)
        columns = _wanted(table, source)
        if not isinstance(columns, Reject):
            # A text that stands in many rows is once in the file: as a dictionary it is once in memory too.
            stream.seek(0)
            table = pq.ParquetFile(stream, pre_buffer=False, buffer_size=_BUFFER, read_dictionary=_repeated(table, columns, pa))
    except errors as error:
        yield source.reject("damaged", f"is no whole Parquet file ({_short(error)}); its last bytes say what it holds: copy it again")
        return
    if isinstance(columns, Reject):
        yield columns
        return
    if not table.metadata.num_rows:
        yield source.reject("empty", "holds no rows")
    row = 0
    for group in range(table.metadata.num_row_groups):
        start, there = row, table.metadata.row_group(group).num_rows
        try:
            for value in _rows(table, group, columns, pa):
                row += 1
                yield accept_object(value, source, row)
        except errors as error:
            detail = f"rows {row + 1:,} to {start + there:,} cannot be read ({_short(error)}); copy the file again"
            yield source.reject("damaged", detail, row + 1)
        row = start + there


def row_count(path: str) -> int | None:
    """How many rows the file holds; None where it cannot be read."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        return int(pq.read_metadata(path).num_rows)
    except (pa.ArrowException, OSError, ValueError, MemoryError):
        return None


def _wanted(table: pq.ParquetFile, source: Source) -> list[str] | Reject:
    """The columns to read, `source.name` for `name` within `source`."""
    schema = table.schema_arrow
    names = source.options.names
    text = names.get("text", "text")
    wanted = [name for name in dict.fromkeys(names.get(ours, ours) for ours in FIELDS) if _is_there(schema, name)]
    if text not in wanted:
        return source.reject("field", no_text(text, dict.fromkeys(schema.names)).replace("field", "column"))
    return wanted


def _repeated(table: pq.ParquetFile, columns: list[str], pa: Any) -> list[str]:
    """The columns of text that have so few bytes a row that long texts in them could only be the same ones again and again."""
    metadata, schema = table.metadata, table.schema_arrow
    sizes = dict.fromkeys(columns, 0)
    for group in range(metadata.num_row_groups):
        for at in range(metadata.num_columns):
            chunk = metadata.row_group(group).column(at)
            if chunk.path_in_schema in sizes:
                sizes[chunk.path_in_schema] += chunk.total_uncompressed_size
    kinds = {name: schema.field(name).type for name in columns if name in schema.names}
    texts = [name for name, kind in kinds.items() if pa.types.is_string(kind) or pa.types.is_binary(kind)]
    return [name for name in texts if sizes[name] < _FEW_BYTES * max(metadata.num_rows, 1)]


def _is_there(schema: pa.Schema, name: str) -> bool:
    first, dot, rest = name.partition(".")
    if name in schema.names:
        return True
    if not dot or first not in schema.names:
        return False
    kind = schema.field(first).type
    return hasattr(kind, "get_field_index") and kind.get_field_index(rest) >= 0


def _rows(table: pq.ParquetFile, group: int, columns: list[str], pa: Any) -> Iterator[dict[str, Any]]:
    rows = _rows_a_batch(table, group, columns)
    for batch in table.iter_batches(batch_size=rows, row_groups=[group], columns=columns, use_threads=False):
        fields = {name: _values(batch.column(at), pa) for at, name in enumerate(batch.schema.names)}
        for values in zip(*fields.values(), strict=True):
            yield dict(zip(fields, values, strict=True))


def _values(column: pa.Array, pa: Any) -> Iterator[Any]:
    """The column's values, one at a time; of time stamps only the day counts, and those finer than Python's would raise."""
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.timestamp("s", column.type.tz), safe=False)
    return (one.as_py() for one in column)


def _rows_a_batch(table: pq.ParquetFile, group: int, columns: list[str]) -> int:
    found = table.metadata.row_group(group)
    wanted = {name.partition(".")[0] for name in columns}
    chunks = (found.column(at) for at in range(found.num_columns))
    size = sum(one.total_uncompressed_size for one in chunks if one.path_in_schema.partition(".")[0] in wanted)
    return max(1, min(_MOST_ROWS, int(found.num_rows * _BATCH_BYTES // max(size, 1))))


def _short(error: BaseException) -> str:
    return str(error).split("\n", 1)[0][:200] or type(error).__name__

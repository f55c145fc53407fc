"""Rows of any columns (of a query, of counts) as CSV, JSON lines or Parquet."""

from __future__ import annotations

import contextlib
import csv
import datetime
import decimal
import io
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
import pyarrow as pa
import pyarrow.parquet

from dateline.errors import DatelineError


def write_rows(rows: pa.RecordBatchReader, form: str, to: Path | None) -> int:
    """Writes the rows as `csv`, `jsonl` or `parquet` to a file, which appears whole or not at all, or to standard output (None).

    Nested values stand in a CSV cell as JSON, an empty cell is a null. Returns how many rows. Raises `DatelineError` where the disk
    refuses.
    """
    if to is None:
        sys.stdout.flush()
        number = _write(rows, form, sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return number
    part = to.with_name(f".{to.name}.part")
    try:
        with contextlib.ExitStack() as at_end:
            at_end.callback(part.unlink, missing_ok=True)
            with part.open("wb") as stream:
                number = _write(rows, form, stream)
            part.replace(to)
            return number
    except OSError as error:
        raise DatelineError(f"{to}: cannot be written ({error.strerror or error})") from error


def plain_rows(rows: pa.RecordBatchReader) -> Iterator[dict[str, Any]]:
    """The rows as plain values: whole decimals are ints, the others floats, maps dicts."""
    for batch in rows:
        for row in batch.to_pylist(maps_as_pydicts="lossy"):
            yield {name: _plain(value) for name, value in row.items()}


def csv_bytes(rows: Iterable[dict[str, Any]], columns: list[str], *, header: bool = True) -> bytes:
    """RFC 4180 CSV in UTF-8, with CRLF line ends."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    if header:
        writer.writerow(columns)
    writer.writerows([cell(row[name]) for name in columns] for row in rows)
    return out.getvalue().encode("utf-8", "surrogatepass")


def cell(value: Any) -> str:
    """A value as the text of a cell."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json_line(value).decode().strip('"')


def json_line(value: Any) -> bytes:
    """JSON in a line, UTF-8; what JSON has no form for stands as text."""
    return msgspec.json.encode(value, enc_hook=str)


def _write(rows: pa.RecordBatchReader, form: str, stream: BinaryIO) -> int:
    number = 0
    if form == "parquet":
        with pyarrow.parquet.ParquetWriter(stream, rows.schema) as writer:
            for batch in rows:
                writer.write_batch(batch)
                number += batch.num_rows
        return number
    if form == "csv":
        stream.write(csv_bytes([], rows.schema.names))
    for batch in rows:
        found = list(plain_rows(pa.RecordBatchReader.from_batches(batch.schema, [batch])))
        if form == "csv":
            stream.write(csv_bytes(found, rows.schema.names, header=False))
        else:
            stream.writelines(json_line(row) + b"\n" for row in found)
        number += len(found)
    return number


def _plain(value: Any) -> Any:
    if isinstance(value, decimal.Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dict):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    return value

"""The records in their own shape: tables as Parquet and as CSV with JSON in cells, codings and incidents as JSON lines."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec
import pyarrow as pa
import pyarrow.parquet

from dateline.export.cells import Cell
from dateline.export.source import Reading
from dateline.records import to_plain
from dateline.store.schema import CHILDREN, TABLES
from dateline.store.views import REVIEWED, Column
from dateline.store.views import columns as view_columns

CODING_FIELDS: tuple[dict[str, Any], ...] = (
    {"name": "report", "type": "object", "description": "the report without its text"},
    {"name": "events", "type": "array", "description": "its event records"},
    {"name": "claims", "type": "array", "description": "numbers that somebody states and that are no event's count"},
    {"name": "entities", "type": "array", "description": "its actors"},
    {"name": "coder", "type": "string", "description": "id of the coder"},
)
# Fields that hold words of a report beside the quotes of spans.
_WORDS = {"reports": ("title",), "claims": ("of",), "entities": ("names",)}
_KEYS = {"report_id": pa.string(), "report_published": pa.string()}


def table_fields(name: str, *, text: bool, reviewed: bool = False) -> tuple[dict[str, Any], ...]:
    """The table's fields for a data package; nested ones are objects and arrays."""
    shown = REVIEWED if reviewed and name == "events" else name
    words = {one.name: one.words for one in _view_columns() if one.table == shown}
    schema = [*TABLES[name].schema, *([pa.field("reviewed", pa.string())] if shown == REVIEWED else [])]
    keys = [pa.field(key, kind) for key, kind in _KEYS.items()] if name in CHILDREN else []
    return tuple(
        {"name": field.name, "type": _type(field.type), "description": words.get(field.name, "")}
        for field in (*keys, *schema)
        if text or (name, field.name) != ("reports", "text")
    )


def write_parquet(source: Reading, name: str, stream: BinaryIO, *, text: bool, quotes: bool) -> int:
    """Writes the table; returns how many rows."""
    rows = 0
    reader = source.table(name, drop=() if text or name != "reports" else ("text",))
    with pyarrow.parquet.ParquetWriter(stream, reader.schema) as writer:
        for batch in reader:
            kept = (
                batch
                if quotes
                else pa.RecordBatch.from_pylist([unquoted(row, name) for row in batch.to_pylist(maps_as_pydicts="strict")], reader.schema)
            )
            writer.write_batch(kept)
            rows += kept.num_rows
    return rows


def plain_rows(source: Reading, name: str, *, text: bool, quotes: bool) -> Iterator[dict[str, Cell]]:
    """The table's rows as cells; nested values are JSON."""
    for row in source.rows(name, drop=() if text or name != "reports" else ("text",)):
        yield {key: _cell(value) for key, value in (row if quotes else unquoted(row, name)).items()}


def write_codings(source: Reading, stream: BinaryIO, *, revisions: bool, quotes: bool) -> int:
    """A coding a line, canonical JSON, by report id; returns how many."""
    number = 0
    for coding in source.store.codings(coder=source.coder, revisions=revisions):
        number += 1
        events = coding.events
        if source.reviewed:
            events = tuple(one for one in map(source.reviewed.event, events) if one)
        if source.statuses:
            events = tuple(one for one in events if one.status in source.statuses)
        kept = coding if events is coding.events else msgspec.structs.replace(coding, events=events)
        plain = to_plain(kept)
        if not quotes:
            plain = {name: _each(value, name) for name, value in plain.items()}
            plain["report"]["title"] = None
        stream.write(msgspec.json.encode(plain, order="sorted") + b"\n")
    return number


def write_incidents(source: Reading, stream: BinaryIO, *, revisions: bool, quotes: bool) -> int:
    """An incident a line, canonical JSON, by first day and id; returns how many. Incidents know no revisions."""
    number = 0
    for row in source.rows("incidents"):
        number += 1
        stream.write(msgspec.json.encode(row if quotes else unquoted(row, "incidents"), order="sorted") + b"\n")
    return number


def unquoted(row: dict[str, Any], name: str) -> dict[str, Any]:
    """The row without words of a report: quotes of spans are empty, offsets remain."""
    found: dict[str, Any] = {key: _blank(value) for key, value in row.items()}
    for key in _WORDS.get(name, ()):
        found[key] = [] if isinstance(found[key], list) else "" if name == "claims" else None
    return found


@functools.cache
def _view_columns() -> list[Column]:
    return view_columns()


def _each(value: Any, name: str) -> Any:
    return [unquoted(one, name) for one in value] if isinstance(value, list | tuple) else value


def _blank(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: "" if key in ("quote", "reason") else _blank(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_blank(inner) for inner in value]
    return value


def _cell(value: Any) -> Cell:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return value  # type: ignore[no-any-return]


def _type(kind: pa.DataType) -> str:
    if pa.types.is_list(kind):
        return "array"
    if pa.types.is_struct(kind) or pa.types.is_map(kind):
        return "object"
    return (
        "integer"
        if pa.types.is_integer(kind)
        else "number"
        if pa.types.is_floating(kind)
        else "boolean"
        if pa.types.is_boolean(kind)
        else "string"
    )

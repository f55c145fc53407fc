"""The tables' schema, derived from the records: what `records.py` says is what the tables hold, lossless both ways."""

from __future__ import annotations

import dataclasses
import itertools
import types
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, TypeVar

import msgspec
import pyarrow as pa

from dateline.records import Claim, Decision, Entity, Event, Incident, Mention, Record, Reject, Report, Run, Story

R = TypeVar("R", bound=Record)
T = TypeVar("T")

_ROWS = 1_000  # that are made columns at a time
_SCALARS: Mapping[Any, pa.DataType] = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}


@dataclasses.dataclass(frozen=True, slots=True)
class TableSpec:
    """One table: the record it holds and the columns beside the record's own fields."""

    name: str
    kind: type[Record]
    keys: tuple[str, ...] = ()

    @property
    def schema(self) -> pa.Schema:
        """Key columns first, then the record's fields."""
        keys = [pa.field(name, pa.int64() if name == "ordinal" else pa.string(), nullable=False) for name in self.keys]
        return pa.schema([*keys, *arrow_schema(self.kind)])


# Children say whose they are and where in the report's list they stand; a reports row is the commit mark of (key, coder).
CHILD_KEYS = ("report_key", "coder", "ordinal")
CHILDREN: Mapping[str, type[Record]] = {"mentions": Mention, "events": Event, "claims": Claim, "entities": Entity}
TABLES: Mapping[str, TableSpec] = {
    spec.name: spec
    for spec in (
        *(TableSpec(name, kind, CHILD_KEYS) for name, kind in CHILDREN.items()),
        TableSpec("reports", Report, ("coder",)),
        TableSpec("stories", Story),
        TableSpec("incidents", Incident),
        TableSpec("decisions", Decision),
        TableSpec("rejects", Reject),
        TableSpec("runs", Run),
    )
}


def arrow_schema(kind: type[Record]) -> pa.Schema:
    """The Arrow schema of a record type: a nested record is a struct, a tuple a list, a dict a map; `| None` is nullable."""
    return pa.schema(_fields(kind))


def batched_by(rows: Iterable[T], size: Callable[[T], int], most: int) -> Iterator[list[T]]:
    """The rows in lists of so much size together; a row that is larger makes a list of its own."""
    batch: list[T] = []
    held = 0
    for row in rows:
        if batch and held + size(row) > most:
            yield batch
            batch, held = [], 0
        batch.append(row)
        held += size(row)
    if batch:
        yield batch


def to_arrow(records: Iterable[R], kind: type[R], *, keys: Sequence[Mapping[str, Any]] | None = None) -> pa.Table:
    """The records as a table, with the values of `keys` (one mapping a record) in columns of their own, in front."""
    rows: Iterator[dict[str, Any]] = (msgspec.to_builtins(record) for record in records)
    schema = arrow_schema(kind)
    if keys is not None:
        rows = ({**key, **row} for key, row in zip(keys, rows, strict=True))
        names = list(keys[0]) if keys else []
        columns = [pa.field(name, pa.int64() if name == "ordinal" else pa.string(), nullable=False) for name in names]
        schema = pa.schema([*columns, *schema])
    parts = []
    while some := list(itertools.islice(rows, _ROWS)):  # as plain values the rows take many times the room of their columns
        parts.append(pa.Table.from_pylist(some, schema=schema))
    return pa.concat_tables(parts) if parts else schema.empty_table()


def from_arrow(table: pa.Table, kind: type[R]) -> list[R]:
    """The records of a table; columns that are no fields of the record are passed over."""
    return [from_row(row, kind) for row in table.select(list(kind.__struct_fields__)).to_pylist(maps_as_pydicts="strict")]


def from_row(row: Mapping[str, Any], kind: type[R]) -> R:
    """The record of one row, given as Arrow's plain values. Raises `msgspec.ValidationError` where it does not fit."""
    return msgspec.convert({name: row[name] for name in kind.__struct_fields__}, kind, strict=False)


def normal(record: R) -> R:
    """The record as it comes back from JSON and from the store: checked, and with whole numbers in float fields as floats."""
    return msgspec.convert(msgspec.to_builtins(record), type(record))


def _fields(kind: type[Record]) -> list[pa.Field]:
    hints = typing.get_type_hints(kind)
    return [_field(name, hints[name]) for name in kind.__struct_fields__]


def _field(name: str, hint: Any) -> pa.Field:
    options = typing.get_args(hint)
    if typing.get_origin(hint) in (types.UnionType, typing.Union) and type(None) in options:
        (inner,) = (option for option in options if option is not type(None))
        return pa.field(name, _type(inner), nullable=True)
    return pa.field(name, _type(hint), nullable=False)


def _type(hint: Any) -> pa.DataType:
    if hint in _SCALARS:
        return _SCALARS[hint]
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is Literal:
        return pa.string()
    if origin is tuple:
        return pa.list_(pa.field("element", _type(arguments[0]), nullable=False))
    if origin is dict:
        return pa.map_(_type(arguments[0]), pa.field("value", _type(arguments[1]), nullable=False))
    if isinstance(hint, type) and issubclass(hint, Record):
        return pa.struct(_fields(hint))
    raise TypeError(f"no Arrow form for {hint!r}")

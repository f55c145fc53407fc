"""The columns of every export: name, type, unit, constraints and what stands in them (`data/columns.tsv`)."""

from __future__ import annotations

import dataclasses
import functools
import typing
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from dateline.errors import DataError
from dateline.export.tables import Line, lines
from dateline.ontology import ontology
from dateline.records import Precision, Status

_TYPES = frozenset({"string", "integer", "number", "boolean", "date", "object", "array"})
_FLAGS = frozenset({"required", "unique"})
_BOUNDS = {"min": "minimum", "max": "maximum"}


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """One column. `type` is Frictionless's, `constraints` in its form too."""

    name: str
    type: str
    words: str
    unit: str | None = None
    constraints: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    def field(self) -> dict[str, Any]:
        """The column as a Frictionless Table Schema field, with its unit as a property of our own."""
        found: dict[str, Any] = {"name": self.name, "type": self.type, "description": self.words}
        if self.unit:
            found["unit"] = self.unit
        if self.constraints:
            found["constraints"] = dict(self.constraints)
        return found


@functools.cache
def columns(table: str) -> tuple[Column, ...]:
    """The columns of `events`, `tellings`, `incidents`, `polecat`, `icews`, `phoenix` or `ged`, in their order.

    `tellings_reviewed` and `incidents_reviewed` are what `--reviewed` adds.

    Raises `DataError` with file and line where the data file breaks its schema.
    """
    return _all()[table]


def names(table: str) -> tuple[str, ...]:
    """The names of the table's columns, in their order."""
    return tuple(column.name for column in columns(table))


@functools.cache
def _all() -> Mapping[str, tuple[Column, ...]]:
    found: dict[str, list[Column]] = {}
    for line in lines("columns.tsv", ("format", "name", "type", "unit", "constraints", "words")):
        if line["type"] not in _TYPES:
            raise DataError(f"{line.where}: type {line['type']!r}; use one of {', '.join(sorted(_TYPES))}")
        known = found.setdefault(line["format"], [])
        if line["name"] in {column.name for column in known}:
            raise DataError(f"{line.where}: column {line['name']!r} stands twice")
        known.append(Column(line["name"], line["type"], line["words"], line["unit"] or None, _constraints(line)))
    return {table: tuple(known) for table, known in found.items()}


def _constraints(line: Line) -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    for part in line["constraints"].split():
        key, _, value = part.partition("=")
        if key in _FLAGS and not value:
            found[key] = True
        elif key in _BOUNDS:
            found[_BOUNDS[key]] = int(value)
        elif key == "pattern":
            found[key] = value
        elif key == "enum":
            found[key] = _named(value[1:], line) if value.startswith("@") else [one.replace("_", " ") for one in value.split(",")]
        else:
            raise DataError(f"{line.where}: constraint {part!r} is none of required, unique, min=, max=, pattern=, enum=")
    return MappingProxyType(found)


def _named(name: str, line: Line) -> list[str]:
    known = ontology()
    values = {
        "types": list(known.types),
        "modes": sorted({mode for kind in known.types.values() for mode in kind.modes}),
        "sectors": sorted(known.sectors),
        "statuses": list(typing.get_args(Status)),
        "precisions": list(typing.get_args(Precision)),
    }
    if name not in values:
        raise DataError(f"{line.where}: no list @{name}; there are {', '.join(values)}")
    return values[name]

"""Read the TSV tables of `resolve/data`, with a check of their columns and codes."""

from __future__ import annotations

import csv
import dataclasses
import re
from collections.abc import Iterator, Mapping
from importlib import resources
from types import MappingProxyType

from dateline.errors import DataError

SECTORS = frozenset(
    [
        "COP",
        "GOV",
        "JUD",
        "LEG",
        "MIL",
        "PRM",
        "PTY",
        "REB",
        "SPY",
        "UAF",
        "UNK",
        "AGR",
        "BUS",
        "CRM",
        "CVL",
        "EDU",
        "ELI",
        "JRN",
        "LAB",
        "MED",
        "REF",
        "OPP",
        "PRE",
        "REL",
        "SOC",
    ],
)
NON_STATE = frozenset(["IGO", "NGO", "IMG", "MNC", "ISM"])
_DATE = re.compile(r"\d{4}(-\d{2}){0,2}")
_CODE = re.compile(r"[A-Z]{3}")


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """One line of a table. `where` is its file and line, for messages."""

    where: str
    fields: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """The field as it stands, stripped."""
        return self.fields[column]

    def list(self, column: str) -> tuple[str, ...]:
        """The field's parts, which `|` parts."""
        return tuple(part for part in (piece.strip() for piece in self.fields[column].split("|")) if part)

    def code(self, column: str = "country") -> str:
        """A country's alpha-3 code or a non-state code. Raises `DataError` otherwise."""
        if not _CODE.fullmatch(self.fields[column]):
            raise DataError(f"{self.where}: {column} {self.fields[column]!r} is no three-letter code")
        return self.fields[column]

    def sector(self, column: str = "sector") -> str | None:
        """A PLOVER sector, None where the field is empty. Raises `DataError` for another word."""
        value = self.fields[column]
        if value and value not in SECTORS:
            raise DataError(f"{self.where}: {column} {value!r} is no PLOVER sector; use one of {', '.join(sorted(SECTORS))}")
        return value or None

    def date(self, column: str) -> str:
        """A year, month or day, or nothing. Raises `DataError` otherwise."""
        value = self.fields[column]
        if value and not _DATE.fullmatch(value):
            raise DataError(f"{self.where}: {column} {value!r} is no date; write YYYY, YYYY-MM or YYYY-MM-DD")
        return value

    def number(self, column: str) -> float | None:
        """A number, None where the field is empty. Raises `DataError` otherwise."""
        value = self.fields[column]
        try:
            return float(value) if value else None
        except ValueError as error:
            raise DataError(f"{self.where}: {column} {value!r} is no number") from error


def rows(name: str, columns: tuple[str, ...]) -> Iterator[Row]:
    """The lines of `resolve/data/NAME`. Raises `DataError` when the columns or a line's number of fields are wrong."""
    where = f"resolve/data/{name}"
    try:
        text = resources.files("dateline.resolve").joinpath("data", name).read_text(encoding="utf-8")
    except OSError as error:
        raise DataError(f"{where} cannot be read: {error}") from error
    yield from parse(text, columns, where)


def parse(text: str, columns: tuple[str, ...], where: str) -> Iterator[Row]:
    """The lines of a table's text; `where` names it in messages. Raises as `rows` does."""
    lines = csv.reader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    if (header := tuple(next(lines, ()))) != columns:
        raise DataError(f"{where}:1: columns {header}, want {columns}")
    for number, fields in enumerate(lines, 2):
        if len(fields) != len(columns):
            raise DataError(f"{where}:{number}: {len(fields)} fields, want {len(columns)}")
        if not fields[0].strip():
            raise DataError(f"{where}:{number}: {columns[0]} is empty")
        yield Row(f"{where}:{number}", MappingProxyType({key: value.strip() for key, value in zip(columns, fields, strict=True)}))

"""Read the TSV tables of `resolve/data`, with a check of their columns and codes. Lines that begin with `#` are comments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib import resources

from dateline.errors import DataError

SECTORS = frozenset(
    "COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC".split()  # noqa: SIM905
)
NON_STATE = frozenset(["IGO", "NGO", "IMG", "MNC", "ISM"])
_DATE = re.compile(r"\d{4}(-\d{2}){0,2}")
_CODE = re.compile(r"[A-Z]{3}")


class Row:
    """One line of a table."""

    __slots__ = ("_at", "_fields", "_file", "_line")

    def __init__(self, file: str, line: int, at: Mapping[str, int], fields: list[str]) -> None:
        self._file, self._line, self._at, self._fields = file, line, at, fields

    @property
    def where(self) -> str:
        """The file and line, for messages."""
        return f"{self._file}:{self._line}"

    def __getitem__(self, column: str) -> str:
        """The field as it stands, stripped."""
        return self._fields[self._at[column]].strip()

    def list(self, column: str) -> tuple[str, ...]:
        """The field's parts, which `|` parts."""
        value = self._fields[self._at[column]]
        if "|" not in value:
            return (value.strip(),) if value.strip() else ()
        return tuple(part for part in map(str.strip, value.split("|")) if part)

    def code(self, column: str = "country") -> str:
        """A country's alpha-3 code or a non-state code. Raises `DataError` otherwise."""
        if not _CODE.fullmatch(self[column]):
            raise DataError(f"{self.where}: {column} {self[column]!r} is no three-letter code")
        return self[column]

    def sector(self, column: str = "sector") -> str | None:
        """A PLOVER sector, None where the field is empty. Raises `DataError` for another word."""
        return self.as_sector(self[column], column)

    def as_sector(self, value: str, column: str) -> str | None:
        """The value as a PLOVER sector, None for an empty one. Raises `DataError` for another word."""
        if value and value not in SECTORS:
            raise DataError(f"{self.where}: {column} {value!r} is no PLOVER sector; use one of {', '.join(sorted(SECTORS))}")
        return value or None

    def date(self, column: str) -> str:
        """A year, month or day, or nothing. Raises `DataError` otherwise."""
        return self.as_date(self[column], column)

    def as_date(self, value: str, column: str) -> str:
        """The value as a year, month or day, or nothing. Raises `DataError` otherwise."""
        if value and not _DATE.fullmatch(value):
            raise DataError(f"{self.where}: {column} {value!r} is no date; write YYYY, YYYY-MM or YYYY-MM-DD")
        return value

    def number(self, column: str) -> float | None:
        """A number, None where the field is empty. Raises `DataError` otherwise."""
        value = self[column]
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
    at = {column: i for i, column in enumerate(columns)}
    headed = False
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("#") or (not line and headed):
            continue
        fields = line.rstrip("\r").split("\t")
        if not headed:
            if tuple(fields) != columns:
                raise DataError(f"{where}:{number}: columns {tuple(fields)}, want {columns}")
            headed = True
            continue
        if len(fields) != len(columns):
            raise DataError(f"{where}:{number}: {len(fields)} fields, want {len(columns)}")
        if not fields[0].strip():
            raise DataError(f"{where}:{number}: {columns[0]} is empty")
        yield Row(where, number, at, fields)

"""Read the TSV tables of `export/data`, with a check of their columns. Lines that begin with `#` are comments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import resources

from dateline.errors import DataError


class Line:
    """One line of a table; `where` is its file and number, for messages."""

    __slots__ = ("_fields", "where")

    def __init__(self, where: str, fields: dict[str, str]) -> None:
        self.where, self._fields = where, fields

    def __getitem__(self, column: str) -> str:
        """The field as it stands."""
        return self._fields[column]


def lines(name: str, columns: Sequence[str]) -> Iterator[Line]:
    """The lines of `export/data/NAME`. Raises `DataError` with file and line where its columns or a line's number of fields are wrong."""
    where = f"export/data/{name}"
    text = resources.files("dateline.export").joinpath("data", name).read_text(encoding="utf-8")
    headed = False
    for number, line in enumerate(text.split("\n"), 1):
        if not line or line.startswith("#"):
            continue
        fields = line.split("\t")
        if not headed:
            if fields != list(columns):
                raise DataError(f"{where}:{number}: columns {fields}, want {list(columns)}")
            headed = True
        elif len(fields) != len(columns):
            raise DataError(f"{where}:{number}: {len(fields)} fields, want {len(columns)}")
        else:
            yield Line(f"{where}:{number}", dict(zip(columns, fields, strict=True)))

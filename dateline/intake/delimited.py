"""CSV and TSV: a header row, then one row a report."""

from __future__ import annotations

import csv
import dataclasses
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO

from dateline.intake.accept import accept_object
from dateline.intake.decode import decode
from dateline.intake.fields import FIELDS, no_text
from dateline.intake.lines import read_lines
from dateline.intake.source import Source
from dateline.intake.streams import look
from dateline.records import Reject, Report

_DELIMITERS = (",", "\t", ";", "|")
_NAME = re.compile(r"[\w .:/()-]{1,60}")
_TEXT_NAMES = ("text", "body", "content", "fulltext", "full_text", "article")
_SAMPLE_ROWS = 50
_SEPARATOR = re.compile(r"sep=(.)\r?\n")  # Excel's own first line


@dataclasses.dataclass(frozen=True)
class Dialect:
    """How cells are told apart. `quoted`: quotation marks around a cell are no part of it; `escaped`: a backslash before one keeps it."""

    delimiter: str = ","
    quoted: bool = True
    escaped: bool = False

    def rows(self, lines: Iterator[str]) -> Iterator[list[str]]:
        """The cells of each row. Raises `csv.Error` on the way."""
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            quoting=csv.QUOTE_MINIMAL if self.quoted else csv.QUOTE_NONE,
            escapechar="\\" if self.escaped else None,
            strict=True,
        )


def is_table(head: bytes) -> bool:
    """Whether the input's first line is a header with a column for the text and others."""
    if b"\0\0\0" in head:
        return False
    line = decode(head).text.lstrip("\ufeff").partition("\n")[0].rstrip("\r")
    for delimiter in _DELIMITERS:
        cells = [cell.strip('"') for cell in line.split(delimiter)]
        if len(cells) > 1 and all(map(_NAME.fullmatch, cells)) and any(cell.strip().casefold() in _TEXT_NAMES for cell in cells):
            return True
    return False


def read(stream: BinaryIO, source: Source) -> Iterator[Report | Reject]:
    """The rows of a file whose cells are parted by commas, semicolons, tabs or bars: what its header fits best."""
    yield from _read(stream, source, _DELIMITERS)


def read_tabs(stream: BinaryIO, source: Source) -> Iterator[Report | Reject]:
    """The rows of a file whose cells are parted by tabs."""
    yield from _read(stream, source, ("\t",))


def count(data: bytes) -> int:
    """How many rows begin in these bytes, by the lines that hold as many delimiters as the first: a text's own lines hold fewer."""
    first, _, rest = data.partition(b"\n")
    delimiter = max((b",", b"\t", b";", b"|"), key=first.count)
    least = first.count(delimiter)
    return sum(line.count(delimiter) >= least for line in rest.split(b"\n")) if least else rest.count(b"\n")


def _read(stream: BinaryIO, source: Source, delimiters: Sequence[str]) -> Iterator[Report | Reject]:
    csv.field_size_limit(max(csv.field_size_limit(), source.options.max_chars + 1))
    head, stream = look(stream)
    dialect = find_dialect(decode(head).text, source.options.names.get("text", "text"), delimiters)
    lines = _Lines(stream, source)
    rows = dialect.rows(lines)
    header: list[str] | None = None
    held, start = 0, 1
    while True:
        row: list[str] | None = None
        try:
            row = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            held += 1
            yield _broken_row(error, source, start)
        start, this = lines.number + 1, start
        yield from lines.rejects
        held += len(lines.rejects)
        lines.rejects.clear()
        if not row:
            continue
        if header is None:
            header = _named(row, source.options.names)
            text_name = source.options.names.get("text", "text")
            if text_name not in header:
                yield source.reject("field", no_text(text_name, dict.fromkeys(header)).replace("field", "column"), this)
                return
            continue
        held += 1
        yield _read_row(header, row, source, this)
    if not held:
        yield source.reject("empty", "holds no rows below its header" if header else "holds no records")


class _Lines:
    """The file's lines; one that is none comes as an empty line, and as a reject. Excel's line with the delimiter is empty too."""

    def __init__(self, stream: BinaryIO, source: Source) -> None:
        self._lines = read_lines(stream, source)
        self.number = 0
        self.rejects: list[Reject] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        self.number, line = next(self._lines)
        if isinstance(line, Reject):
            self.rejects.append(line)
            return "\n"
        return "\n" if self.number == 1 and _SEPARATOR.fullmatch(line) else line


def _named(row: Sequence[str], names: Mapping[str, str]) -> list[str]:
    """The header's names as `--map` and our fields write them, whatever their letter case and the white space around them."""
    wanted = {one.casefold(): one for one in (names.get(ours, ours) for ours in FIELDS)}
    stripped = [cell.strip().lstrip("\ufeff") for cell in row]
    return [cell if cell in wanted.values() else wanted.get(cell.casefold(), cell) for cell in stripped]


def _broken_row(error: csv.Error, source: Source, line: int) -> Reject:
    text = str(error)
    if "field larger" in text:
        return source.too_large(line)
    if "unexpected end" in text:
        return source.reject("csv", "a quotation mark is opened in this row and never closed; rows behind it may be lost in it", line)
    if "new-line" in text:
        return source.reject("csv", "holds a carriage return outside quotation marks; save the table with other line ends", line)
    return source.reject("csv", f"is no row of the table ({text}); double the quotation marks within a quoted cell", line)


def _read_row(header: Sequence[str], row: list[str], source: Source, line: int) -> Report | Reject:
    if len(row) > len(header) and any(cell.strip() for cell in row[len(header) :]):
        return source.reject("csv", f"has {len(row)} cells, the header {len(header)}; quote cells that hold the delimiter", line)
    cells: dict[str, str | None] = {}
    for name, cell in itertools.zip_longest(header, row[: len(header)]):
        cells.setdefault(str(name), cell)
    return accept_object(cells, source, line)


def find_dialect(head: str, text_name: str, delimiters: Sequence[str] = _DELIMITERS) -> Dialect:
    """The dialect that a table's beginning fits: the delimiter that gives its header a column for the text, and the most columns.

    Tabs part cells that are not quoted, unless quoting makes more rows of the header's length. A backslash escapes a quotation mark
    where one stands before a mark and none is doubled.
    """
    stated = _SEPARATOR.match(head)
    if stated:
        head = head[stated.end() :]
        delimiters = (stated[1],)
    head = head.lstrip("\ufeff\r\n")
    first = head.partition("\n")[0].rstrip("\r")

    def fit(delimiter: str) -> tuple[bool, int]:
        try:
            cells = next(csv.reader([first], delimiter=delimiter), [])
        except csv.Error:
            return False, 0
        return text_name.casefold() in (cell.strip().casefold() for cell in cells), len(cells)

    delimiter = max(delimiters, key=fit)
    escaped = '\\"' in head and '""' not in head.replace(f'{delimiter}""', delimiter)
    quoted = Dialect(delimiter, escaped=escaped)
    if delimiter != "\t":
        return quoted
    raw = Dialect(delimiter, quoted=False)
    return quoted if _whole_rows(quoted, head) > _whole_rows(raw, head) else raw


def _whole_rows(dialect: Dialect, head: str) -> float:
    """The share of the sample's rows that have the header's length; rows that a long cell makes of several lines count once."""
    rows = dialect.rows(iter(head.splitlines(keepends=True)))
    good = all_ = width = 0
    try:
        for row in itertools.islice(rows, _SAMPLE_ROWS):
            width = width or len(row)
            all_ += 1
            good += len(row) == width
    except csv.Error as error:
        # The sample may end within a quoted cell.
        all_ += 0 if "unexpected end" in str(error) and good > 1 else 1
    return good / max(all_, 1)

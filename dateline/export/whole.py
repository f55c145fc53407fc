"""Files that appear together, each whole, or not at all."""

from __future__ import annotations

import contextlib
import csv
import dataclasses
import hashlib
import io
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, TextIO

from dateline.export.cells import Cell, safe


@dataclasses.dataclass
class Written:
    """A file of an export: where, how many rows, and size and hash of its bytes (`sha256` is hex)."""

    path: Path
    rows: int = 0
    size: int = 0
    sha256: str = ""


class Whole:
    """Writes files under other names and gives them their own when the block ends well; else nothing is left and nothing changed."""

    def __init__(self) -> None:
        self.files: list[Written] = []

    def __enter__(self) -> Whole:
        """Itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Names the files, in the order in which they were written."""
        try:
            if kind is None:
                for one in self.files:
                    _part(one.path).replace(one.path)
        finally:
            for one in self.files:
                _part(one.path).unlink(missing_ok=True)

    @contextlib.contextmanager
    def binary(self, path: Path) -> Iterator[tuple[BinaryIO, Written]]:
        """A stream into a new file, and what is known of it: its rows are the caller's to count."""
        found = Written(path)
        self.files.append(found)
        with _part(path).open("wb") as file:
            hashed = _Hashed(file)
            yield hashed, found  # type: ignore[misc]  # all that is asked of a binary stream
            found.size, found.sha256 = hashed.size, hashed.hash.hexdigest()

    @contextlib.contextmanager
    def text(self, path: Path) -> Iterator[tuple[TextIO, Written]]:
        """As `binary`, for UTF-8 with line ends as they are given."""
        with self.binary(path) as (stream, found):
            wrapped = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=False)
            yield wrapped, found
            wrapped.flush()
            wrapped.detach()


class Table:
    """Rows into delimited text after RFC 4180, with a header even where no row comes."""

    def __init__(self, stream: TextIO, columns: Iterable[str], *, delimiter: str = ",", safe_cells: bool = False) -> None:
        self._columns = tuple(columns)
        self._safe = safe_cells
        self._writer = csv.writer(stream, delimiter=delimiter)
        self._writer.writerow(self._columns)
        self.rows = 0

    def write(self, rows: Iterable[Mapping[str, Cell]]) -> int:
        """Writes the rows; returns how many were written so far. A missing or None cell is empty, a truth value `true` or `false`."""
        for row in rows:
            cells = [_plain(row.get(name)) for name in self._columns]
            self._writer.writerow([safe(cell) for cell in cells] if self._safe else cells)
            self.rows += 1
        return self.rows


def _plain(cell: Any) -> Cell:
    return "" if cell is None else str(cell).lower() if isinstance(cell, bool) else cell


def _part(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.part")


class _Hashed(io.BufferedIOBase):
    """Passes bytes on and keeps their number and hash. Closing it leaves the file open."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.hash = hashlib.sha256()
        self.size = 0

    def write(self, data: Any) -> int:
        """Writes all the bytes."""
        self.hash.update(data)
        self._file.write(data)
        self.size += memoryview(data).nbytes
        return memoryview(data).nbytes

    def writable(self) -> bool:
        """True."""
        return True

    def tell(self) -> int:
        """The bytes written so far."""
        return self.size


class Printed(Whole):
    """Writes to a stream that is open already, such as standard output."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__()
        self._stream = stream

    @contextlib.contextmanager
    def binary(self, path: Path) -> Iterator[tuple[BinaryIO, Written]]:
        """The stream, whatever the path."""
        hashed = _Hashed(self._stream)
        yield hashed, Written(path)  # type: ignore[misc]

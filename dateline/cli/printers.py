"""Codings to standard output, one class a format."""

# ruff: noqa: PLC0415 - imports stand where they are needed: `--help` must not load the tables

from __future__ import annotations

import io
import sys
from types import TracebackType
from typing import Self

import msgspec

from dateline.cli.common import stdout_console
from dateline.export.flat import EVENT_COLUMNS, Cell, flat_event, write_csv
from dateline.records import to_json
from dateline.store import Coded


class Printer:
    """Prints nothing. Used as a context manager, so that what a format needs at its end is written."""

    prints = False

    def add(self, coded: Coded) -> None:
        """Prints one coding."""

    def close(self) -> None:
        """Prints what stands at the end."""

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Ends the output, unless its reader is gone."""
        if kind is None or not issubclass(kind, BrokenPipeError):
            self.close()


class TextPrinter(Printer):
    """The report with its spans marked, and a table of its events."""

    prints = True

    def add(self, coded: Coded) -> None:
        """Prints one report."""
        from dateline.cli.view import print_report

        print_report(stdout_console(), coded.report, coded.coding)


class JsonlPrinter(Printer):
    """One object a report and line, canonical JSON."""

    prints = True

    def add(self, coded: Coded) -> None:
        """Prints one line."""
        write_bytes(to_json(coded.coding) + b"\n")


class JsonPrinter(Printer):
    """One pretty array."""

    prints = True

    def __init__(self) -> None:
        """Nothing printed yet."""
        self._first = True

    def add(self, coded: Coded) -> None:
        """Prints one item."""
        pretty = msgspec.json.format(msgspec.json.encode(coded.coding), indent=2).replace(b"\n", b"\n  ")
        write_bytes((b"[\n  " if self._first else b",\n  ") + pretty)
        self._first = False

    def close(self) -> None:
        """Closes the array."""
        write_bytes(b"[]\n" if self._first else b"\n]\n")


class CsvPrinter(Printer):
    """One row an event."""

    prints = True

    def __init__(self) -> None:
        """Nothing printed yet."""
        self._header = True

    def add(self, coded: Coded) -> None:
        """Prints one report's events."""
        head = coded.coding.report
        self._rows([
            flat_event(event, report_id=head.id, report_key=head.key, published=head.published, coder=coded.coding.coder)
            for event in coded.coding.events
        ])  # fmt: skip

    def close(self) -> None:
        """Prints the header even where no event was found."""
        if self._header:
            self._rows([])

    def _rows(self, rows: list[dict[str, Cell]]) -> None:
        out = io.StringIO(newline="")
        write_csv(rows, EVENT_COLUMNS, out, header=self._header)
        self._header = False
        write_bytes(out.getvalue().encode())


def make_printer(name: str) -> Printer:
    """The printer of a format; `none` prints nothing."""
    kinds = {"none": Printer, "text": TextPrinter, "json": JsonPrinter, "jsonl": JsonlPrinter, "csv": CsvPrinter}
    return kinds[name]()


def write_bytes(data: bytes) -> None:
    """UTF-8 to standard output, whatever the locale."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()

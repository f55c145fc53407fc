"""A store's records to files. A file appears whole or not at all."""

from __future__ import annotations

import contextlib
import enum
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO

import msgspec
import pyarrow.parquet

from dateline.errors import DatelineError
from dateline.export.flat import EVENT_COLUMNS, Cell, flat_event, write_csv
from dateline.records import Record, to_json, to_plain
from dateline.store.query import EventFilter, tables

if TYPE_CHECKING:
    from dateline.store.store import Store


class ExportFormat(enum.StrEnum):
    """What an export is written as."""

    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"


def export_store(
    store: Store, to: Path, form: ExportFormat, *, coder: str | None = None, revisions: bool = False, text: bool = False
) -> list[Path]:
    """Writes one coder's records; returns the files.

    To a file: JSON lines hold a coding a report, CSV and Parquet an event a row. To a folder: one file a table (JSON lines: one file).
    `text` adds the reports' text to the reports table. Raises `DatelineError` where the disk refuses.
    """
    chosen = store.coder(coder)
    folder = to.is_dir() or not to.suffix
    try:
        if folder:
            to.mkdir(parents=True, exist_ok=True)
        if form is ExportFormat.jsonl:
            target = to / "codings.jsonl" if folder else to
            with _whole(target) as stream:
                write_codings(store, stream, coder=chosen, revisions=revisions)
            return [target]
        if form is ExportFormat.csv:
            return _csv_files(store, to, chosen, folder=folder, revisions=revisions, text=text)
        return _parquet_files(store, to, chosen, folder=folder, revisions=revisions, text=text)
    except OSError as error:
        raise DatelineError(f"{to}: cannot be written ({error.strerror or error})") from error


def write_codings(store: Store, stream: BinaryIO, *, coder: str, revisions: bool) -> None:
    """A coding a line, canonical JSON, by report id."""
    for coding in store.codings(coder=coder, revisions=revisions):
        stream.write(to_json(coding) + b"\n")


def write_events(store: Store, stream: TextIO, *, coder: str, revisions: bool) -> None:
    """An event a row, as CSV."""
    found = store.events(EventFilter(revisions=revisions), coder=coder)
    rows = (
        flat_event(one.event, report_id=one.report_id, report_key=one.report_key, published=one.published, coder=one.coder) for one in found
    )  # fmt: skip
    write_csv(rows, EVENT_COLUMNS, stream)


def _csv_files(store: Store, to: Path, coder: str, *, folder: bool, revisions: bool, text: bool) -> list[Path]:
    written = [to / "events.csv" if folder else to]
    with _whole_text(written[0]) as stream:
        write_events(store, stream, coder=coder, revisions=revisions)
    if folder:
        with contextlib.ExitStack() as files:
            written += [to / f"{name}.csv" for name in ("reports", "claims", "entities")]
            reports, claims, entities = (files.enter_context(_whole_text(path)) for path in written[1:])
            first = True
            for report, coding in store.reports(coder=coder, revisions=revisions):
                kept = report if text else msgspec.structs.replace(report, text="")
                _add([kept], reports, {}, header=first, drop=() if text else ("text",))
                _add(coding.claims, claims, {"report_id": report.id, "report_key": report.key}, header=first)
                _add(coding.entities, entities, {"report_id": report.id, "report_key": report.key}, header=first)
                first = False
    return written


def _add(records: object, stream: TextIO, keys: dict[str, Cell], *, header: bool, drop: tuple[str, ...] = ()) -> None:
    """Adds records as rows; nested values stand in their cell as JSON."""
    listed: list[Record] = list(records)  # type: ignore[call-overload]
    if header and not listed:
        return
    rows = [{**keys, **{name: _cell(value) for name, value in to_plain(record).items() if name not in drop}} for record in listed]
    if rows:
        write_csv(rows, list(rows[0]), stream, header=stream.tell() == 0)


def _cell(value: object) -> Cell:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict)) else value  # type: ignore[return-value]


def _parquet_files(store: Store, to: Path, coder: str, *, folder: bool, revisions: bool, text: bool) -> list[Path]:
    written = []
    names = ("reports", "mentions", "events", "claims", "entities") if folder else ("events",)
    for name, reader in tables(store, names, coder, revisions=revisions, text=text):
        target = to / f"{name}.parquet" if folder else to
        with _whole(target) as stream, pyarrow.parquet.ParquetWriter(stream, reader.schema) as writer:
            for batch in reader:
                writer.write_batch(batch)
        written.append(target)
    return written


@contextlib.contextmanager
def _whole(path: Path) -> Iterator[BinaryIO]:
    """A stream into a file that gets its name only when all is written."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as stream:
            yield stream
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@contextlib.contextmanager
def _whole_text(path: Path) -> Iterator[TextIO]:
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as stream:
            yield stream
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)

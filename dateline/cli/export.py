"""`dateline export`: a store's records as files."""

# ruff: noqa: PLC0415 - imports stand where they are needed: `--help` must not load the tables; Typer reads options from the signature

from __future__ import annotations

import enum
import sys
from pathlib import Path
from typing import Annotated

import typer

from dateline.cli.common import CoderOption, ExitCode, RevisionsOption, StoreOption, say


class FileFormat(enum.StrEnum):
    """What is written."""

    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"


def export(
    store: StoreOption,
    to: Annotated[
        str, typer.Option("--to", metavar="FILE|DIR", help="Where to: a file, a folder (one file a table), or - for standard output.")
    ],
    form: Annotated[
        FileFormat | None, typer.Option("--format", help="Default: by the file's ending, else jsonl.", show_default=False)
    ] = None,
    coder: CoderOption = None,
    revisions: RevisionsOption = False,
    with_text: Annotated[bool, typer.Option("--with-text", help="Put the reports' text into the reports table of a folder.")] = False,
) -> int:
    """Write a store's records to files.

    `jsonl`: one object a report, as `dateline code --format jsonl` prints it (docs/records.md). `csv` and `parquet`: to a file one row an
    event, to a folder one file a table. A file appears whole or not at all.

    **Examples**

        dateline export --store news --to events.csv

        dateline export --store news --to tables/ --format parquet

        dateline export --store news --to - --format jsonl | head -1
    """
    from dateline.export.files import ExportFormat, export_store, write_codings, write_events
    from dateline.store import Store

    opened = Store(store)
    ending = Path(to).suffix.lstrip(".").lower()
    if form is None and ending and ending not in set(FileFormat):
        raise typer.BadParameter(f"{to!r} does not tell the format; add --format jsonl, csv or parquet", param_hint="--to")
    chosen = ExportFormat(form or ending or "jsonl")
    if to == "-":
        if chosen is ExportFormat.jsonl:
            write_codings(opened, sys.stdout.buffer, coder=opened.coder(coder), revisions=revisions)
        elif chosen is ExportFormat.csv:
            sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
            write_events(opened, sys.stdout, coder=opened.coder(coder), revisions=revisions)
        else:
            raise typer.BadParameter("Parquet goes to a file or folder, not to standard output", param_hint="--to")
        return ExitCode.ok
    for path in export_store(opened, Path(to), chosen, coder=coder, revisions=revisions, text=with_text):
        say(f"wrote {path}")
    return ExitCode.ok

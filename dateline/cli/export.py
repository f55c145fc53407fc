"""`dateline export`: a store's records as files."""

# ruff: noqa: PLC0415 - imports stand where they are needed: `--help` must not load the tables; Typer reads options from the signature

from __future__ import annotations

import enum
import sys
from pathlib import Path
from typing import Annotated

import typer

from dateline.cli.common import AsOfOption, CoderOption, ExitCode, RevisionsOption, StoreOption, note_forgotten, say

_BY_ENDING = {".jsonl": "jsonl", ".csv": "csv", ".parquet": "parquet", ".geojson": "geojson"}


class FileFormat(enum.StrEnum):
    """What is written."""

    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"
    polecat = "polecat"
    icews = "icews"
    phoenix = "phoenix"
    ged = "ged"
    geojson = "geojson"
    ftm = "ftm"


class DateRule(enum.StrEnum):
    """What a column of one day holds where the event's own day is not known."""

    exact = "exact"
    first = "first"
    published = "published"


def export(
    store: StoreOption,
    to: Annotated[
        str, typer.Option("--to", metavar="FILE|DIR", help="Where to: a file, a folder (one file a table), or - for standard output.")
    ],
    form: Annotated[
        FileFormat | None,
        typer.Option("--format", help="Default: by the file's ending (jsonl, csv, parquet, geojson), else jsonl.", show_default=False),
    ] = None,
    incidents: Annotated[
        bool | None,
        typer.Option(
            "--incidents/--tellings",
            help="A row for each incident, or for each event record that tells of one. Default: incidents in polecat, icews, phoenix, ged,"
            " geojson and ftm; tellings in csv, parquet and jsonl.",
            show_default=False,
        ),
    ] = None,
    status: Annotated[
        list[str] | None,
        typer.Option(
            metavar="STATUS",
            help="Only these statuses; may be repeated. Default: happened, ongoing and alleged in polecat, icews, phoenix, ged and ftm,"
            " which have no column for it; all in the others.",
            show_default=False,
        ),
    ] = None,
    dates: Annotated[
        DateRule,
        typer.Option(
            help="polecat, icews, phoenix: the one day of an event that is not known to the day: nothing (exact), its first possible day"
            " (first), or else the publication day (published), as those sets do."
        ),
    ] = DateRule.exact,
    coder: CoderOption = None,
    as_of: AsOfOption = None,
    revisions: RevisionsOption = False,
    reviewed: Annotated[
        bool,
        typer.Option(
            "--reviewed",
            help="Rows as reviewers left them (docs/review.md): with the values they gave, without what they rejected; incidents anew from"
            " such event records. Default: the coder's own.",
        ),
    ] = False,
    with_text: Annotated[
        bool, typer.Option("--with-text", help="Put the reports' text into the reports table of a csv or parquet folder.")
    ] = False,
    no_quotes: Annotated[
        bool, typer.Option("--no-quotes", help="Leave out all words of the reports: quotes, titles, names that were not resolved.")
    ] = False,
    safe_cells: Annotated[
        bool,
        typer.Option(
            "--safe-cells",
            help="For spreadsheets: put an apostrophe before text that one would run as a formula, or that R and pandas take for a missing"
            " value (NA).",
        ),
    ] = False,
) -> int:
    """Write a store's records to files, with a description (Frictionless data package) beside them.

    `jsonl`: one object a report, as `dateline code --format jsonl` prints it (docs/records.md). `csv` and `parquet`: to a file one row an
    event, to a folder one file a table. `polecat`, `icews`, `phoenix`, `ged` (lethal assaults, as UCDP's GED), `geojson` and `ftm`
    (FollowTheMoney entities as JSON lines): one file;
    their columns and what each loses are in docs/exports.md. The field's files are delimited by commas where the file ends in .csv, by
    tabs where it ends in .tsv, .tab or .txt. All files appear whole or not at all.

    **Examples**

        dateline export --store news --to events.csv

        dateline export --store news --to tables/ --format parquet

        dateline export --store news --to polecat.tsv --format polecat

        dateline export --store news --to icews.tsv --format icews --dates published

        dateline export --store news --to map.geojson --status happened --status ongoing

        dateline export --store news --to graph.ftm.jsonl --format ftm

        dateline export --store news --to reviewed.csv --reviewed

        dateline export --store news --to - --format jsonl | head -1
    """
    from dateline.export import Dates, ExportFormat, Wanted, export_store
    from dateline.export.files import print_export
    from dateline.export.whole import Printed
    from dateline.store.asof import open_store

    opened = open_store(store, as_of)
    note_forgotten(opened)
    suffix = Path(to).suffix.lower()
    if form is None and suffix and suffix not in _BY_ENDING:
        raise typer.BadParameter(f"{to!r} does not tell the format; add --format ({', '.join(FileFormat)})", param_hint="--to")
    chosen = ExportFormat(form or _BY_ENDING.get(suffix, "jsonl"))
    wanted = Wanted(
        incidents=incidents, statuses=tuple(status or ()), revisions=revisions, text=with_text, quotes=not no_quotes,
        safe_cells=safe_cells, dates=Dates(dates), reviewed=reviewed,
    )  # fmt: skip
    if to == "-":
        if chosen is ExportFormat.parquet:
            raise typer.BadParameter("Parquet goes to a file or folder, not to standard output", param_hint="--to")
        sys.stdout.flush()
        notes = print_export(opened, Printed(sys.stdout.buffer), chosen, coder=coder, wanted=wanted)
        sys.stdout.buffer.flush()
    else:
        done = export_store(opened, Path(to), chosen, coder=coder, wanted=wanted)
        notes = done.notes
        for one in done.files[:-1]:
            say(f"wrote {one.path} ({one.rows:,} rows)")
        say(f"wrote {done.files[-1].path} (what it is)")
    for note in notes:
        say(f"note: {note}")
    return ExitCode.ok

"""`dateline query`: SQL over a store."""

# ruff: noqa: PLC0415 - imports stand where they are needed: `--help` must not load the tables; Typer reads options from the signature

from __future__ import annotations

import enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.common import AsOfOption, ExitCode, RevisionsOption, StoreOption, note_forgotten, say, stdout_console

if TYPE_CHECKING:
    from dateline.store.store import Store


class QueryFormat(enum.StrEnum):
    """How rows are written."""

    table = "table"
    csv = "csv"
    jsonl = "jsonl"
    parquet = "parquet"


def query(
    store: StoreOption,
    sql: Annotated[str | None, typer.Argument(metavar="SQL", help="One SELECT, in DuckDB's SQL; - reads it from standard input.")] = None,
    coder: Annotated[
        str | None,
        typer.Option(
            metavar="ID|all", help="This coder's records (its id, or the beginning of it), or all. Default: the latest complete run's."
        ),
    ] = None,
    as_of: AsOfOption = None,
    output: Annotated[
        QueryFormat | None, typer.Option("--format", help="Write as this. Default: by the file's ending, else table.", show_default=False)
    ] = None,
    to: Annotated[Path | None, typer.Option("--to", metavar="FILE", help="Write to this file; it appears whole or not at all.")] = None,
    revisions: RevisionsOption = False,
    tables: Annotated[bool, typer.Option("--tables", help="List the tables and their columns instead.")] = False,
    versions: Annotated[bool, typer.Option("--versions", help="List the store's versions, one a run, instead.")] = False,
) -> int:
    """Ask a store in SQL.

    The tables are reports, mentions, events, claims, entities, stories, incidents, decisions, rejects and runs, and events_reviewed, which
    has the values that reviewers gave (`--tables` lists their columns): of one coder, and without texts that a later one superseded. To
    count what happened, count incidents: rows of events are tellings, copies included. A query only reads, and reaches the store's tables
    alone: no file, no network. Examples: docs/query.md.

    **Examples**

        dateline query "SELECT type, count(*) FROM incidents GROUP BY type ORDER BY 2 DESC" --store news

        dateline query "SELECT id, published, title FROM reports WHERE language = 'en'" --store news --as-of 2025-08-31 --to reports.csv

        dateline query --store news --tables
    """
    from dateline.store.asof import open_store
    from dateline.store.views import QueryError

    if tables:
        return _print_tables()
    opened = open_store(store, as_of)
    if versions:
        return _print_versions(store)
    if not sql:
        raise typer.BadParameter('what is asked? Give a query, as "SELECT count(*) FROM incidents", or --tables', param_hint="SQL")
    note_forgotten(opened)
    chosen = None if coder == "all" else opened.coder(coder)
    try:
        return _answer(opened, _read(sql), chosen, _format(output, to), to, revisions=revisions)
    except QueryError as error:
        say(f"error: {error}")
        return ExitCode.usage


def _answer(store: Store, sql: str, coder: str | None, form: QueryFormat, to: Path | None, *, revisions: bool) -> int:
    from dateline.cli.rowview import print_rows
    from dateline.export.rows import write_rows
    from dateline.store.views import select

    with select(store, sql, coder, revisions=revisions) as rows:
        if form is QueryFormat.table:
            print_rows(rows, stdout_console(), say)
        else:
            number = write_rows(rows, form, to)
            if to:
                say(f"wrote {to} ({number:,} rows)")
    return ExitCode.ok


def _read(sql: str) -> str:
    return typer.get_text_stream("stdin").read() if sql == "-" else sql


def _format(wanted: QueryFormat | None, to: Path | None) -> QueryFormat:
    ending = to.suffix.lstrip(".").lower() if to else ""
    if wanted is None and to and ending not in ("csv", "jsonl", "parquet"):
        raise typer.BadParameter(f"{str(to)!r} does not tell the format; add --format csv, jsonl or parquet", param_hint="--to")
    form = wanted or QueryFormat(ending or "table")
    if form is QueryFormat.parquet and to is None:
        raise typer.BadParameter("Parquet goes to a file: add --to FILE", param_hint="--format")
    if form is QueryFormat.table and to is not None:
        raise typer.BadParameter("a table goes to the screen; to a file go csv, jsonl or parquet", param_hint="--format")
    return form


def _print_tables() -> int:
    from dateline.store.views import columns, table_words

    found = columns()
    console = stdout_console()
    for table, words in table_words().items():
        console.print(f"{table}: {words}", style="bold", soft_wrap=True)
        for one in found:
            if one.table == table:
                console.print(f"  {one.name:<18} {one.type}  {one.words}", soft_wrap=True)
    return ExitCode.ok


def _print_versions(folder: Path) -> int:
    from rich.table import Table

    from dateline.store import Store
    from dateline.store.asof import versions

    table = Table("version", "written (UTC)", "reports", "run", "coder", "outcome", show_edge=False, pad_edge=False, header_style="bold")
    for one in versions(Store(folder)):
        run = one.run
        cells = (run.id, run.coder, run.outcome or "killed, or still running") if run else ("", "", "")
        table.add_row(str(one.commit.version), one.commit.at, f"{one.reports:,}", *cells)
    stdout_console().print(table)
    return ExitCode.ok

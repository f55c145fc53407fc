"""`dateline code`: reports in, records out, to the screen or into a store."""

# ruff: noqa: PLC0415 - imports stand where they are needed: `--help` must not load the tables; Typer reads options from the signature

from __future__ import annotations

import enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.common import EntitiesOption, ExitCode, check_day, load_coder, read_dictionaries, say
from dateline.cli.running import LazyCoder, exit_code, store_reports, tell, words
from dateline.records import Reject

if TYPE_CHECKING:
    from dateline.cli.printers import Printer
    from dateline.intake import Options
    from dateline.store import RunSummary, Wanted


class OutputFormat(enum.StrEnum):
    """How codings are printed."""

    text = "text"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"


class InputFormat(enum.StrEnum):
    """How inputs are read."""

    auto = "auto"
    text = "text"
    html = "html"
    jsonl = "jsonl"
    json = "json"
    csv = "csv"
    tsv = "tsv"
    parquet = "parquet"
    warc = "warc"
    feed = "feed"
    newsml = "newsml"


def code(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH…", help="Files, folders (all files below), quoted patterns ('feed/**/*.jsonl'), or - for standard input."
        ),
    ],
    store: Annotated[
        Path | None, typer.Option("--store", metavar="DIR", help="Add the records to this store, made if need be. What it has is skipped.")
    ] = None,
    published: Annotated[
        str | None,
        typer.Option(
            metavar="DAY",
            callback=check_day,
            help="Publication day (2025-08-31) of inputs without one of their own. It wins over a day found in the text or page.",
        ),
    ] = None,
    output: Annotated[
        OutputFormat | None,
        typer.Option("--format", help="Print as this. Default: text; with --store nothing is printed unless asked for."),
    ] = None,
    names: Annotated[
        str,
        typer.Option(
            "--map",
            metavar="FIELD=NAME,…",
            help="Names of the fields or columns, if others: text=body,published=date,publisher=source.name.",
        ),
    ] = "",
    input_format: Annotated[
        InputFormat, typer.Option(help="Read all inputs as this; auto goes by file name and content.")
    ] = InputFormat.auto,
    entities: EntitiesOption = None,
    workers: Annotated[
        int,
        typer.Option(min=0, metavar="N", help="Processes that code at the same time; 0: one a core if there is enough to do."),
    ] = 0,
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help="Stop when so many reports are newly coded.")] = None,
    since: Annotated[
        str | None,
        typer.Option(
            metavar="DAY",
            callback=check_day,
            help="Only reports published on this day or later. Those without a day are left out, and counted.",
        ),
    ] = None,
    retry_rejects: Annotated[
        bool,
        typer.Option(
            "--retry-rejects",
            help="Try again what was rejected before: files that did not change, and reports that the coder failed on. Needs --store.",
        ),
    ] = False,
    max_chars: Annotated[int, typer.Option(min=1, metavar="N", help="Reject reports with more characters.")] = 5_000_000,
    no_wait: Annotated[bool, typer.Option("--no-wait", help="If another run writes to the store, end at once (exit code 4).")] = False,
) -> int:
    """Code reports: print the events with the words behind them, or add them to a store.

    An input is a text file, a web page, JSON lines or a JSON list, CSV, TSV or Parquet (columns `text`, and optionally `id`, `title`,
    `author`, `published`, `publisher`, `agency`, `url`, `language`; `--map` where they have other names), a crawl (WARC), an RSS or Atom
    feed, NewsML-G2 or NITF; as it is, compressed (`.gz`, `.zst`, `.bz2`, `.xz`) or in a `.zip`; or a folder of these. docs/intake.md
    says more. What cannot be read is named with a reason (and kept in the store's rejects), and the rest is coded.
    A run into a store can be stopped or killed at any moment and run again; files that it has whole and that did not change are not opened
    again. Reports in another language than English are recorded and not coded. docs/runs.md has the rest.

    **Examples**

        dateline code report.txt --published 2025-08-09

        dateline code feed.jsonl --store news

        dateline code archive/ --store news --since 2025-01-01 --limit 1000

        dateline code 'archive/**/*.parquet' --store news --map text=body,published=date_publish

        dateline code pages/ --store news --format jsonl > coded.jsonl

        cat report.txt | dateline code - --format csv

        dateline code feed.jsonl --store news --entities our-actors.csv
    """
    from dateline.cli.printers import make_printer
    from dateline.intake import Options
    from dateline.intake.fields import parse_fields
    from dateline.runs import Wanted

    if retry_rejects and store is None:
        raise typer.BadParameter("--retry-rejects needs --store: without a store nothing is known of earlier runs")
    options = Options(
        published=published,
        input_format=input_format.value,
        names=parse_fields(names),
        max_chars=max_chars,
        note=lambda note: say(f"note: {note}"),
    )
    dictionaries = read_dictionaries(entities)
    coder = LazyCoder(load_coder, dictionaries, workers)
    wanted = Wanted(limit=limit, since=since, retry_rejects=retry_rejects)
    printer = make_printer(output.value if output else "none" if store else "text")
    if store is None:
        summary = _print_all(paths, options, coder, wanted, printer)
    else:
        summary = _store_all(paths, options, coder, wanted, printer, store, wait=not no_wait)
    if store is not None or summary.rejected or summary.other_language or summary.undated or summary.older:
        say(words(summary))
    done = exit_code(summary)
    return ExitCode.some_rejected if done == ExitCode.ok and any(one.bad for one in dictionaries) else done


def _print_all(paths: list[str], options: Options, coder: LazyCoder, wanted: Wanted, printer: Printer) -> RunSummary:
    from dateline.cli.progress import progress
    from dateline.intake import read_inputs
    from dateline.languages import is_read
    from dateline.runs import RunSummary, chosen

    summary = RunSummary()
    items = chosen(read_inputs(paths, options), wanted, summary)
    with printer, progress(paths, options, printing=True) as show:
        for outcome in coder.outcomes(items, ordered=True):
            if isinstance(outcome, Reject):
                summary.rejected += 1
            elif is_read(outcome.report.language):
                summary.coded += 1
                summary.events += len(outcome.coding.events)
            else:
                summary.other_language += 1
            tell(printer, outcome)
            show(summary)
    return summary


def _store_all(
    paths: list[str], options: Options, coder: LazyCoder, wanted: Wanted, printer: Printer, folder: Path, *, wait: bool
) -> RunSummary:
    from dateline.cli.progress import progress
    from dateline.store import Store

    store = Store(folder, create=True)
    with printer, progress(paths, options, printing=printer.prints) as show:
        return store_reports(store, paths, options, coder, wanted, printer, show, wait=wait)

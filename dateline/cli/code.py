"""`dateline code`: reports in, records out, to the screen or into a store."""

# ruff: noqa: PLC0415 - imports stand where they are needed: `--help` must not load the tables; Typer reads options from the signature

from __future__ import annotations

import enum
import functools
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.common import EntitiesOption, ExitCode, check_day, load_coder, read_dictionaries, say
from dateline.records import Reject, Report

if TYPE_CHECKING:
    from dateline.cli.printers import Printer
    from dateline.intake import Options
    from dateline.scale.processes import CoderFactory
    from dateline.store import Coded, RunSummary


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
    jsonl = "jsonl"
    html = "html"


def code(
    paths: Annotated[list[str], typer.Argument(metavar="PATH…", help="Files, folders (all files below), or - for standard input.")],
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
        str, typer.Option("--map", metavar="FIELD=NAME,…", help="Names of the fields in the JSON, if others: text=body,published=date.")
    ] = "",
    input_format: Annotated[
        InputFormat, typer.Option(help="Read all inputs as this; auto goes by file name and first line.")
    ] = InputFormat.auto,
    entities: EntitiesOption = None,
    workers: Annotated[int, typer.Option(min=1, metavar="N", help="Processes that code at the same time. The records are the same.")] = 1,
    max_chars: Annotated[int, typer.Option(min=1, metavar="N", help="Reject reports with more characters.")] = 5_000_000,
    no_wait: Annotated[bool, typer.Option("--no-wait", help="If another run writes to the store, end at once (exit code 4).")] = False,
) -> int:
    """Code reports: print the events with the words behind them, or add them to a store.

    An input is a text file, JSON lines (`id`, `text`, and optionally `title`, `published`, `publisher`, `url`, `language`), a web
    page, or a folder of these. What cannot be read is named with a reason (and kept in the store's rejects), and the rest is coded.
    A run into a store can be stopped or killed at any moment and run again.

    **Examples**

        dateline code report.txt --published 2025-08-09

        dateline code feed.jsonl --store news --workers 4

        dateline code pages/ --store news --format jsonl > coded.jsonl

        cat report.txt | dateline code - --format csv

        dateline code feed.jsonl --store news --entities our-actors.csv
    """
    from dateline.cli.printers import make_printer
    from dateline.intake import Options
    from dateline.intake.jsonl import parse_fields

    options = Options(
        published=published,
        input_format=input_format.value,
        names=parse_fields(names),
        max_chars=max_chars,
        note=lambda note: say(f"note: {note}"),
    )
    dictionaries = read_dictionaries(entities)
    factory = functools.partial(load_coder, dictionaries) if dictionaries else load_coder
    printer = make_printer(output.value if output else "none" if store else "text")
    if store is None:
        summary = _print_all(paths, options, printer, workers, factory)
    else:
        settings = {"entities": " ".join(f"{one.path} (sha256 {one.digest[:12]})" for one in dictionaries)} if dictionaries else {}
        summary = _store_all(paths, options, printer, workers, factory, settings, store, wait=not no_wait)
    done = _finish(summary, store)
    return ExitCode.some_rejected if done == ExitCode.ok and any(one.bad for one in dictionaries) else done


def _print_all(paths: list[str], options: Options, printer: Printer, workers: int, factory: CoderFactory) -> RunSummary:
    from dateline.cli.progress import progress
    from dateline.intake import read_inputs
    from dateline.scale import code_all
    from dateline.store import RunSummary

    summary = RunSummary()
    items = read_inputs(paths, options)
    with printer, progress(paths, printing=True) as advance:
        for outcome in code_all(items, factory, coder=factory() if workers == 1 else None, workers=workers):
            if isinstance(outcome, Reject):
                summary.rejected += 1
            else:
                summary.coded += 1
                summary.events += len(outcome.coding.events)
            _tell(outcome, printer)
            advance()
    return summary


def _store_all(
    paths: list[str],
    options: Options,
    printer: Printer,
    workers: int,
    factory: CoderFactory,
    settings: dict[str, str],
    folder: Path,
    *,
    wait: bool,
) -> RunSummary:
    from dateline.cli.progress import progress
    from dateline.intake import read_inputs
    from dateline.scale import code_all
    from dateline.store import Store, code_into_store

    store = Store(folder, create=True)
    coder = factory()
    settings = {
        **settings,
        "inputs": " ".join(paths),
        "published": options.published or "",
        "max_chars": str(options.max_chars),
        "workers": str(workers),
    }

    def coded(stream: Iterator[Report | Reject]) -> Iterator[Coded | Reject]:
        return code_all(stream, factory, coder=coder, workers=workers)

    with printer, progress(paths, printing=printer.prints) as advance:

        def seen(outcome: Coded | Reject) -> None:
            _tell(outcome, printer)
            advance()

        items = read_inputs(paths, options)
        return code_into_store(store, items, coder.id, coded, settings=settings, wait=wait, say=say, seen=seen)


def _tell(outcome: Coded | Reject, printer: Printer) -> None:
    if isinstance(outcome, Reject):
        where = outcome.source if outcome.line is None else f"{outcome.source}:{outcome.line}"
        say(f"rejected ({outcome.reason}): {where}: {outcome.detail}")
    else:
        printer.add(outcome)


def _finish(summary: RunSummary, store: Path | None) -> int:
    if store is not None or summary.rejected:
        parts = [f"{summary.coded:,} coded ({summary.events:,} events)"]
        if summary.skipped:
            parts.append(f"{summary.skipped:,} already in the store")
        if summary.rejected:
            parts.append(f"{summary.rejected:,} rejected")
        say(", ".join(parts))
    if summary.interrupted:
        say("interrupted; what was coded is kept: run the same command again to go on")
        return ExitCode.interrupted
    if summary.coded + summary.skipped == 0:
        say("error: no report could be coded" if summary.rejected else "error: the inputs hold no reports; check the paths")
        return ExitCode.failed
    return ExitCode.some_rejected if summary.rejected else ExitCode.ok

"""`dateline show`: one report of a store, with its spans marked."""

# ruff: noqa: PLC0415 - imports stand where they are needed: `--help` must not load the tables

from __future__ import annotations

import enum
from typing import Annotated

import typer

from dateline.cli.common import CoderOption, ExitCode, StoreOption, stdout_console


class ShowFormat(enum.StrEnum):
    """How a report is shown."""

    text = "text"
    json = "json"


def show(
    report: Annotated[str, typer.Argument(metavar="REPORT", help="The report's id (of several revisions the latest), or its key.")],
    store: StoreOption,
    output: Annotated[ShowFormat, typer.Option("--format", help="Print as this.")] = ShowFormat.text,
    coder: CoderOption = None,
) -> int:
    """Show one report with the words of its events marked, and its events.

    **Examples**

        dateline show report.txt --store news

        dateline show 5992ef3e19aaf553 --store news --format json
    """
    from dateline.store import Store

    one, coding = Store(store).report(report, coder=coder)
    if output is ShowFormat.text:
        from dateline.cli.view import print_report

        print_report(stdout_console(), one, coding)
    else:
        import msgspec

        from dateline.cli.printers import write_bytes

        write_bytes(msgspec.json.format(msgspec.json.encode(coding), indent=2) + b"\n")
    return ExitCode.ok

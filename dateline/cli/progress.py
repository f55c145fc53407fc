"""A progress bar on standard error, for people: never in a pipe, never beside printed reports on the same terminal."""

# ruff: noqa: PLC0415 - imports stand where they are needed: `--help` must not load the tables

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator

from dateline.cli.common import stderr_console


@contextlib.contextmanager
def progress(paths: list[str], *, printing: bool) -> Iterator[Callable[[], None]]:
    """Gives the function to call for every report done."""
    if not sys.stderr.isatty() or (printing and sys.stdout.isatty()):
        yield lambda: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    from dateline.intake.census import count_inputs

    columns = (SpinnerColumn(), TextColumn("coding"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=stderr_console(), transient=True) as bar:
        task = bar.add_task("coding", total=count_inputs(paths))
        yield lambda: bar.advance(task)

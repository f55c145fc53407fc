"""How far a run is: a bar on standard error for people, and now and then a line where standard error is a log."""

# ruff: noqa: PLC0415 - imports stand where they are needed: `--help` must not load the tables

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from dateline.cli.common import say, stderr_console

if TYPE_CHECKING:
    from dateline.intake import Options
    from dateline.store import RunSummary

Show = Callable[["RunSummary"], None]
_REDRAW = 0.1  # seconds
_LINE_EVERY = 300.0  # seconds between two lines in a log
_RATE_OVER = 60.0  # seconds that reports/s is taken over


@contextlib.contextmanager
def progress(paths: Sequence[str], options: Options, *, printing: bool) -> Iterator[Show]:
    """Gives the function to call with the run's counts as often as one likes.

    No bar beside reports printed on the same terminal.
    """
    if not sys.stderr.isatty():
        yield _Lines()
        return
    if printing and sys.stdout.isatty():
        yield lambda summary: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from dateline.intake.census import count_inputs

    total = count_inputs(paths, options)
    columns = (SpinnerColumn(), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[words]}"), TimeElapsedColumn())
    with Progress(*columns, console=stderr_console(), transient=True) as bar:
        task = bar.add_task("coding", total=total, words="")
        pace = Pace(total)

        def show(summary: RunSummary) -> None:
            if pace.due(_REDRAW):
                bar.update(task, completed=done(summary), words=pace.words(summary))

        yield show


class _Lines:
    """A line every few minutes."""

    def __init__(self) -> None:
        self._pace = Pace(None)

    def __call__(self, summary: RunSummary) -> None:
        if self._pace.due(_LINE_EVERY):
            say(f"{done(summary):,} reports done · {self._pace.words(summary)}")


class Pace:
    """Reports a second over the last minute, and what that leaves to wait for."""

    def __init__(self, total: int | None) -> None:
        """Starts the clock; `total` is how many reports there are, if known."""
        self._total = total
        self._shown = time.monotonic()
        self._marks: list[tuple[float, int, int]] = [(self._shown, 0, 0)]  # when, inputs done, reports coded

    def due(self, every: float) -> bool:
        """Whether so many seconds have gone since this last said yes."""
        now = time.monotonic()
        if now - self._shown < every:
            return False
        self._shown = now
        return True

    def words(self, summary: RunSummary) -> str:
        """`16.2 reports/s · 01:02:03 left · 8,120 events · 3 rejected`."""
        now = time.monotonic()
        self._marks.append((now, done(summary), summary.coded))
        while len(self._marks) > 2 and now - self._marks[0][0] > _RATE_OVER:
            del self._marks[0]
        then, inputs, coded = self._marks[0]
        seconds = max(now - then, 1e-9)
        parts = [f"{(summary.coded - coded) / seconds:,.1f} reports/s"]
        pace = (done(summary) - inputs) / seconds
        if self._total and pace:
            left = max(0, self._total - done(summary)) / pace
            parts.append(f"{_clock(left)} left")
        parts.append(f"{summary.events:,} events")
        parts.append(f"{summary.rejected + summary.rejected_before:,} rejected")
        return " · ".join(parts)


def done(summary: RunSummary) -> int:
    """Inputs dealt with, one way or another."""
    return (
        summary.coded + summary.other_language + summary.skipped + summary.rejected + summary.rejected_before + summary.older
        + summary.undated + summary.forgotten
    )  # fmt: skip


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:d}:{minutes:02d}:{rest:02d}"

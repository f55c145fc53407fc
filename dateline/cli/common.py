"""What the commands share: the coder, exit codes, consoles, days."""

# ruff: noqa: PLC0415 - imports stand where they are needed: `--help` must not load the tables

from __future__ import annotations

import datetime
import enum
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

if TYPE_CHECKING:
    from dateline.coder import Coder

_WIDTH = 140  # columns where the output is no terminal


class ExitCode(enum.IntEnum):
    """What a command's exit code means (docs/cli.md)."""

    ok = 0
    failed = 1
    usage = 2
    some_rejected = 3
    store = 4
    interrupted = 130


def load_coder() -> Coder:
    """The shipped coder. Imported here, so that `--help` and reads of a store need not load it."""
    from dateline.coder import Coder

    return Coder()


def stdout_console() -> Console:
    """Where results go: colours only on a terminal, and never with NO_COLOR."""
    return Console(highlight=False, markup=False, emoji=False, width=_width(sys.stdout))


def stderr_console() -> Console:
    """Where notes, rejects and progress go."""
    return Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)


def _width(stream: object) -> int | None:
    isatty = getattr(stream, "isatty", None)
    return None if (isatty and isatty()) or "COLUMNS" in os.environ else _WIDTH


def say(message: str) -> None:
    """One line to standard error."""
    stderr_console().print(message)


def check_day(value: str | None) -> str | None:
    """An ISO day, or a usage error."""
    if value is None:
        return None
    try:
        return datetime.date.fromisoformat(value).isoformat()
    except ValueError:
        raise typer.BadParameter(f"{value!r} is no day; write it as 2025-08-31") from None


StoreOption = Annotated[Path, typer.Option("--store", metavar="DIR", help="The store to read.", show_default=False)]
CoderOption = Annotated[
    str | None,
    typer.Option(
        "--coder", metavar="ID", help="Show this coder's records (its id, or the beginning of it). Default: the latest complete run's."
    ),
]
RevisionsOption = Annotated[bool, typer.Option("--revisions", help="Include texts that a later text of the same report id superseded.")]

"""What the commands share: the coder, exit codes, consoles, days."""

# ruff: noqa: PLC0415 - imports stand where they are needed: `--help` must not load the tables

from __future__ import annotations

import datetime
import enum
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

if TYPE_CHECKING:
    from dateline.coder import Coder
    from dateline.resolve.userdict import UserDictionary
    from dateline.store import Store

_WIDTH = 140  # columns where the output is no terminal


class ExitCode(enum.IntEnum):
    """What a command's exit code means (docs/cli.md)."""

    ok = 0
    failed = 1
    usage = 2
    some_rejected = 3
    store = 4
    interrupted = 130


def load_coder(entities: Sequence[UserDictionary] = ()) -> Coder:
    """The shipped coder, with dictionaries of the user's own. Imported here, so that `--help` and reads of a store need not load it."""
    from dateline.coder import Coder

    return Coder(entities=entities)


def read_dictionaries(paths: Sequence[Path] | None, *, most: int | None = 20) -> list[UserDictionary]:
    """The users' dictionaries. Notes and bad lines go to standard error, of each file at most so many.

    Raises `InputError` for a file that is no dictionary.
    """
    from dateline.resolve.userdict import read_dictionary

    found = [read_dictionary(path) for path in paths or ()]
    for one in found:
        for note in one.notes:
            say(f"note: {note}")
        for bad in one.bad[:most]:
            say(f"bad line: {bad}")
        if one.bad:
            more = f" (`dateline entities --entities {one.path}` lists all)" if most is not None and len(one.bad) > most else ""
            say(f"{one.path}: {len(one.entries) + len(one.agents):,} entries used, {len(one.bad):,} bad lines left out{more}")
    return found


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


def note_forgotten(store: Store) -> None:
    """Says on standard error that a store as it stood has lost reports to a takedown, if it has."""
    from dateline.store.asof import Snapshot

    gone = store.taken_down_since() if isinstance(store, Snapshot) else 0
    if gone:
        say(f"note: {gone:,} report{'s were' if gone > 1 else ' was'} forgotten after that version, which shows less than it did")


StoreOption = Annotated[Path, typer.Option("--store", metavar="DIR", help="The store to read.", show_default=False)]
TypeOption = Annotated[list[str] | None, typer.Option("--type", metavar="TYPE", help="PLOVER type, such as ASSAULT; may be repeated.")]
ModeOption = Annotated[list[str] | None, typer.Option("--mode", metavar="MODE", help="PLOVER mode; may be repeated.")]
CountryOption = Annotated[
    list[str] | None, typer.Option("--country", metavar="CODE", help="Country (COL) of the place, actor or recipient; may be repeated.")
]
CoderOption = Annotated[
    str | None,
    typer.Option(
        "--coder", metavar="ID", help="Show this coder's records (its id, or the beginning of it). Default: the latest complete run's."
    ),
]
RevisionsOption = Annotated[bool, typer.Option("--revisions", help="Include texts that a later text of the same report id superseded.")]
EntitiesOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--entities",
        metavar="FILE",
        show_default=False,
        help="Your own dictionary of actors, which wins over ours: CSV or PETRARCH's formats (docs/entities.md); may be repeated.",
    ),
]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="VERSION|DAY",
        show_default=False,
        help="Read the store as it stood at this version (`dateline query --versions` lists them) or at the end of this day (UTC). Reports"
        " that were forgotten since are missing.",
    ),
]

"""The `dateline` command. One module a command; what they share is in `common`."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import Annotated

import typer

import dateline
from dateline.cli.code import code
from dateline.cli.common import ExitCode, load_coder, say
from dateline.cli.count import count
from dateline.cli.diff import diff
from dateline.cli.dossier import dossier
from dateline.cli.entities import entities
from dateline.cli.events import events
from dateline.cli.explain import explain
from dateline.cli.export import export
from dateline.cli.follow import follow
from dateline.cli.forget import forget
from dateline.cli.incidents import incidents
from dateline.cli.query import query
from dateline.cli.review import review
from dateline.cli.serve import serve
from dateline.cli.show import show
from dateline.cli.stories import stories
from dateline.errors import DatelineError, InputError, StoreError

__all__ = ["app", "main"]

app = typer.Typer(
    name="dateline",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(code)
app.command()(follow)
app.command()(events)
app.command()(show)
app.command()(explain)
app.command()(stories)
app.command()(incidents)
app.command()(entities)
app.command()(export)
app.command()(query)
app.command()(count)
app.command()(diff)
app.command()(dossier)
app.command()(forget)
app.command()(serve)
app.command()(review)


def _print_version(wanted: bool) -> None:
    if not wanted:
        return
    try:
        coder = load_coder().id
    except DatelineError as error:
        coder = f"none ({error})"
    typer.echo(f"dateline {dateline.__version__}\ncoder {coder}")
    raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and the coder id, and exit.")
    ] = False,
) -> None:
    """Reads news reports and keeps a sourced record of conflict and talks: who did what to whom, where, when, how many, according to whom.

    Exit codes: 0 all coded · 1 nothing could be done · 2 wrong usage · 3 some inputs or dictionary lines rejected, the rest used · 4 the
    store is locked or cannot be used · 130 interrupted.
    """


def main(argv: list[str] | None = None) -> int:
    """Runs the command line and returns the exit code. An error ends in one line that says what to do, never in a traceback."""
    try:
        result = app(argv, standalone_mode=False, prog_name="dateline")
        sys.stdout.flush()
        return int(result) if isinstance(result, int) else ExitCode.ok
    except BrokenPipeError:  # the reader of our output (`| head`) has what it wanted
        _drop_stdout()
        return ExitCode.ok
    except (KeyboardInterrupt, typer.Abort):
        say("interrupted")
        return ExitCode.interrupted
    except SystemExit as done:  # what Typer makes of a closed pipe
        if not isinstance(done.__context__, BrokenPipeError):
            raise
        _drop_stdout()
        return ExitCode.ok
    except typer.Exit as done:
        return done.exit_code
    except typer.TyperException as error:
        return _show_usage(error)
    except DatelineError as error:
        say(f"error: {error}")
        return ExitCode.store if isinstance(error, StoreError) else ExitCode.usage if isinstance(error, InputError) else ExitCode.failed
    except Exception as error:
        if os.environ.get("DATELINE_DEBUG"):
            raise
        say(f"error: unexpected {type(error).__name__}: {error}. Set DATELINE_DEBUG=1 to see where, and please report it.")
        return ExitCode.failed


def _show_usage(error: typer.TyperException) -> int:
    show_error = getattr(error, "show", None)
    if show_error:
        show_error()
    else:
        say(f"error: {error}")
    return int(getattr(error, "exit_code", ExitCode.usage))


def _drop_stdout() -> None:
    """Points standard output at nothing, so that Python's own flush at exit does not complain."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

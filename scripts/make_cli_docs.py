"""Writes docs/cli.md from the commands' own help. With `--check` it only says whether the page is up to date (exit code 1 if not)."""

from __future__ import annotations

import dataclasses
import enum
import inspect
import sys
import typing
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import typer

from dateline.cli import app

PAGE = Path(__file__).parents[1] / "docs" / "cli.md"
HEAD = """# The command line

<!-- Made by scripts/make_cli_docs.py from the commands' help: change it there. -->

Results go to standard output, everything else (notes, rejects, progress, summaries) to standard error. Colours appear on a terminal only,
and never with `NO_COLOR`. Errors are one line that says what to do; `DATELINE_DEBUG=1` adds the place in the code.

| exit code | means |
|---|---|
| 0 | all inputs coded, recorded for their language, left out on request, or already in the store |
| 1 | nothing could be done: no input could be coded, the model is missing, or something unexpected |
| 2 | wrong usage |
| 3 | some inputs, or lines of a dictionary (`--entities`), were rejected, now or in an earlier run, and the rest is used |
| 4 | the store is locked (`--no-wait`), cannot be written, or is none |
| 130 | interrupted (Ctrl-C, or SIGTERM in `code`): what was coded is kept; the same command goes on from there |

`dateline follow` runs until it is stopped, so Ctrl-C and SIGTERM are its good end (0).

Why an input is rejected, on standard error and in the store's `rejects`:

| reason | means |
|---|---|
| empty | no text, no records, or no main text on the page |
| binary | not text: NUL bytes or too many control characters |
| encoding | neither UTF-8 nor Windows-1252, or broken after a byte order mark |
| json | a line that is not one whole JSON object |
| field | a field is missing or of a wrong type |
| date | the publication day is none, or ambiguous (`08/09/2025`) |
| too_large | more characters than `--max-chars` |
| unreadable | the file does not exist or may not be read |
| forgotten | no input: a report was taken down, and the source is a hash that keeps it out (docs/query.md) |
| failed | the coder itself failed on it: a bug, please report it |
"""


@dataclasses.dataclass(frozen=True)
class Parameter:
    """An argument or option as the command's signature gives it."""

    name: str
    value: str
    help: str
    required: bool
    default: object

    @property
    def usage(self) -> str:
        """How it stands in the usage line."""
        shown = f"{self.name} {self.value}".strip()
        return shown if self.required else f"[{shown}]"

    @property
    def row(self) -> str:
        """Its row of the table."""
        shown = f"{self.name} {self.value}".strip().replace("|", "\\|")
        told = self.default in (None, "", False) or "Default" in self.help
        return f"| `{shown}` | {self.help}{'' if told else f' Default: {self.default}.'} |"


def make_page() -> str:
    """The whole page."""
    parts = [HEAD, "## dateline\n", "    dateline [--version] COMMAND …\n"]
    for command in app.registered_commands:
        function = command.callback
        assert function is not None
        name = command.name or function.__name__
        parameters = list(read_parameters(function))
        usage = " ".join(parameter.usage for parameter in parameters)
        text = inspect.cleandoc(function.__doc__ or "").replace("**Examples**", "Examples:")
        parts += [f"## dateline {name}\n", f"    dateline {name} {usage}\n", f"{text}\n"]
        parts += ["| option | meaning |\n|---|---|", *(parameter.row for parameter in parameters), ""]
    return "\n".join(parts).rstrip() + "\n"


def read_parameters(function: Callable[..., Any]) -> Iterator[Parameter]:
    """The parameters in the order of the signature."""
    hints = typing.get_type_hints(function, include_extras=True)
    for name, parameter in inspect.signature(function).parameters.items():
        kind, info = typing.get_args(hints[name])
        choices = next((one for one in (kind, *typing.get_args(kind)) if isinstance(one, enum.EnumMeta)), None)
        flagged = bool in (kind, *typing.get_args(kind))
        value = "|".join(str(member) for member in choices) if choices else info.metavar or ("" if flagged else "TEXT")
        required = parameter.default is inspect.Parameter.empty
        if isinstance(info, typer.models.ArgumentInfo):
            yield Parameter("", value, info.help or "", required, None)
            continue
        names = [one for one in (info.default, *(info.param_decls or ())) if isinstance(one, str) and one.startswith("--")]
        flag = next(iter(names), f"--{name.replace('_', '-')}")
        yield Parameter(flag, value, info.help or "", required, None if required else parameter.default)


def main() -> int:
    """Writes or checks the page; returns the exit code."""
    page = make_page()
    if "--check" in sys.argv[1:]:
        fresh = PAGE.is_file() and PAGE.read_text(encoding="utf-8") == page
        sys.stderr.write("" if fresh else "docs/cli.md is out of date: run scripts/make_cli_docs.py\n")
        return 0 if fresh else 1
    PAGE.write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Where an input comes from, and how inputs are to be read."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Literal

from dateline.records import Reject, content_id

# Other formats than `auto` are those of `dateline.intake.formats`.
InputFormat = Literal["auto", "text", "html", "jsonl", "json", "csv", "tsv", "parquet", "warc", "feed", "newsml"]
STDIN = "-"
INSIDE = "!"  # between an archive's path and its member's: archive.zip!inner/name.txt


def _silent(note: str) -> None:
    """Drops a note."""


@dataclasses.dataclass(frozen=True)
class Options:
    """How inputs are read.

    `published` is the day of the inputs that state none; `names` maps our field names to those of the input's objects or columns; texts
    of more than `max_chars` characters are rejected; `note` receives remarks on inputs that were read after all (such as another
    encoding).
    """

    published: str | None = None
    input_format: InputFormat = "auto"
    names: Mapping[str, str] = dataclasses.field(default_factory=dict)
    max_chars: int = 5_000_000
    note: Callable[[str], None] = _silent


@dataclasses.dataclass(frozen=True)
class Source:
    """One input: its name for messages and ids (a path, an address, `archive.zip!member`, or `-`), and its options.

    `url` and `retrieved` are where and on which day it was fetched, where it was.
    """

    name: str
    options: Options
    url: str | None = None
    retrieved: str | None = None

    @property
    def id(self) -> str | None:
        """The report id of an input that is one report. Standard input has no name of its own: None, the text's hash is its id."""
        return None if self.name == STDIN else self.name.removeprefix(STDIN + INSIDE)

    def member(self, name: str) -> Source:
        """The member of this archive."""
        return dataclasses.replace(self, name=f"{self.name}{INSIDE}{name}", url=None)

    def at(self, line: int | None) -> str:
        """The source's name for a note, with its line where there is one."""
        return self.name if line is None else f"{self.name}:{line}"

    def reject(self, reason: str, detail: str, line: int | None = None) -> Reject:
        """A reject of this input, or of one line, row or record of it."""
        return Reject(id=content_id(self.name, line, reason, detail), source=self.name, line=line, reason=reason, detail=detail)

    def too_large(self, line: int | None = None) -> Reject:
        """The reject of a text over the limit."""
        most = self.options.max_chars
        return self.reject("too_large", f"has more than {most:,} characters; split it or raise --max-chars", line)

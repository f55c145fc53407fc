"""The entries of a user's own dictionary as its file has them, and what is found while one is read."""

from __future__ import annotations

import contextlib
import dataclasses
import gc
from collections.abc import Iterator
from typing import NamedTuple

from dateline.errors import DataError
from dateline.resolve.countries import plain
from dateline.resolve.ownwords import OwnCode

KINDS = ("person", "group", "country")
_MAX_WORDS = 16  # of a name; each word more costs time on every long phrase


@dataclasses.dataclass(frozen=True, slots=True)
class BadLine:
    """A line that could not be used, with the reason and what to do."""

    file: str
    line: int
    detail: str

    def __str__(self) -> str:
        """`FILE:LINE: reason`."""
        return f"{self.file}:{self.line}: {self.detail}"


class OwnEntry(NamedTuple):
    """Somebody: names, the head one first, with the keys that they are looked up by, and codes with their days.

    `kind` is one of `KINDS` or empty (not told).
    """

    names: tuple[str, ...]
    keys: tuple[str, ...]
    codes: tuple[OwnCode, ...]
    line: int
    kind: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class OwnAgent:
    """A role word with its plurals."""

    words: tuple[str, ...]
    code: OwnCode
    line: int


@contextlib.contextmanager
def without_collector() -> Iterator[None]:
    """Holds off the garbage collector while many objects are made that all stay."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


class Reading:
    """What is found while a file is read."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.entries: list[OwnEntry] = []
        self.agents: list[OwnAgent] = []
        self.bad: list[BadLine] = []
        self.notes: list[str] = []

    def spoilt(self, line: int, detail: str) -> None:
        """Notes a bad line."""
        self.bad.append(BadLine(self.path, line, detail))


def name_key(name: str) -> str:
    """The name as it is looked up. Raises `DataError` where it cannot be one."""
    key = plain(name)
    if not key or not (key.replace(" ", "").isalnum() or any(char.isalnum() for char in key)):
        raise DataError(f"name {name!r} has no letters")
    if key.count(" ") >= _MAX_WORDS:
        raise DataError(f"name {name!r} has {key.count(' ') + 1} words; {_MAX_WORDS} are the most")
    return key

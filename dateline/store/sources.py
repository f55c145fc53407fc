"""Inputs file by file: which were read to their end with all that they hold in the store, so that a rerun need not open them again."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.languages import is_read
from dateline.records import Reject, Report
from dateline.runs import RunSummary
from dateline.store.keys import KeySet
from dateline.store.state import SeenSource, State, fingerprint

if TYPE_CHECKING:
    from dateline.store.writer import Writer

Reader = Callable[[str | Path], Iterator[Report | Reject]]  # one path to what it holds
Finder = Callable[[str], Iterable[str | Path] | None]  # a path as given to files or the address it is; None: standard input


@dataclasses.dataclass
class _File:
    """One file while it is read and until all it holds is in the store. `print` of None: it can't be told from a changed one."""

    name: str
    print: str | None
    reports: int = 0
    other_language: int = 0
    reasons: Counter[str] = dataclasses.field(default_factory=Counter)
    met: KeySet | None = None  # ids of its rejects; None: it has none
    waiting: int = 0
    whole: bool = False
    passed: list[str] = dataclasses.field(default_factory=list)


class Sources:
    """The inputs of a run: reads what is new or changed, and marks each file once the store has all of it.

    `settings` are what else decides what comes of a file: coder, reading options, `--since`. `again`: files with rejects are read again
    although they did not change.
    """

    def __init__(self, paths: Iterable[str], find: Finder, read: Reader, settings: str, *, again: bool = False) -> None:
        """Reads nothing yet."""
        self._paths, self._find, self._read, self._settings, self._again = paths, find, read, settings, again
        self._file: _File | None = None
        self._in_work: dict[str, list[_File]] = {}  # by report key: the files that wait for it
        self._whole: list[_File] = []
        self._state: State | None = None

    def items(self, writer: Writer) -> Iterator[Report | Reject]:
        """What the inputs hold, without the files that hold nothing new; those are counted in the writer's summary."""
        self._writer = writer
        with contextlib.suppress(OSError, sqlite3.Error):  # without the file of marks every input is read
            self._state = State(writer.store.folder)
        self._version = writer.tables.version("reports")
        for path in self._paths:
            files = self._find(path)
            if files is None:
                yield from self._read(path)
                continue
            for file in files:
                yield from self._one(file)

    def _one(self, file: str | Path) -> Iterator[Report | Reject]:
        name, found = file_name(file), _fingerprint(file)
        if self._seen(name, found):
            return
        self._file = one = _File(name, found)
        for item in self._read(file):
            if isinstance(item, Reject):
                one.reasons[item.reason] += 1
                one.met = one.met or KeySet()
                one.met.add(item.id)
            yield item
        self._file = None
        one.whole = True
        one.passed = [id for id in self._writer.held.rejects_of(name) if one.met is None or id not in one.met]
        if _fingerprint(file) != found:
            one.print = None
        self._settle(one)

    def _seen(self, name: str, found: str | None) -> bool:
        seen: SeenSource | None = None
        if self._state:
            with contextlib.suppress(sqlite3.Error):
                seen = self._state.seen(name, self._settings, found, self._version)
        if seen is None or (self._again and seen.rejects):
            return False
        _count_seen(self._writer.summary, seen)
        return True

    def had(self, report: Report) -> None:
        """The store has this report already."""
        if self._file:
            self._count(self._file, report)

    def had_reject(self, reason: str) -> None:
        """The coder failed on a report of this file before, and it is not tried again."""
        if self._file:
            self._file.reasons[reason] += 1

    def sent(self, report: Report) -> None:
        """The report goes to the coder, or is there already, from this file or another."""
        if self._file:
            self._file.waiting += 1
            self._in_work.setdefault(report.key, []).append(self._file)

    def done(self, key: str, outcome: Report | Reject) -> None:
        """The coder is done with the report of this key, and the writer has what came of it."""
        for one in self._in_work.pop(key, ()):
            one.waiting -= 1
            if isinstance(outcome, Reject):
                one.reasons[outcome.reason] += 1
            else:
                self._count(one, outcome)
            self._settle(one)

    def _count(self, one: _File, report: Report) -> None:
        one.reports += 1
        one.other_language += not is_read(report.language)

    def _settle(self, one: _File) -> None:
        if one.whole and not one.waiting:
            self._writer.clear_rejects(one.passed)
            self._whole.append(one)

    def committed(self) -> None:
        """All that the writer took is in the tables: the files that are through are marked."""
        whole, self._whole = self._whole, []
        marks = [(one.name, one.print, SeenSource(one.reports, one.other_language, dict(one.reasons))) for one in whole if one.print]
        if self._state and marks:
            with contextlib.suppress(sqlite3.Error):
                self._state.note(marks, self._settings, self._writer.tables.version("reports"))

    def close(self) -> None:
        """Closes the file of marks."""
        if self._state:
            self._state.close()
            self._state = None


def file_name(file: str | Path) -> str:
    """What the file is called in rejects and ids, though its name be no UTF-8; an address is itself."""
    return os.fsencode(file.as_posix()).decode("utf-8", "backslashreplace") if isinstance(file, Path) else file


def _fingerprint(file: str | Path) -> str | None:
    return fingerprint(file) if isinstance(file, Path) else None


def _count_seen(summary: RunSummary, seen: SeenSource) -> None:
    summary.skipped += seen.reports
    summary.rejected_before += sum(seen.rejects.values())
    summary.reasons.update(seen.rejects)

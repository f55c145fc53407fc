"""A store as it stood: at a version of its `reports` table, or at the end of a day (UTC).

Children rows are only ever added and are read through the reports rows, so a version of `reports` fixes what was coded. The tables
that are written anew (stories, incidents, decisions) and the records of runs are read as they were when that version was the newest.
`forget` is the exception to all of this: what it took out is gone from every version.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow.dataset
from deltalake import DeltaTable

from dateline.errors import StoreError
from dateline.records import Run
from dateline.store.datafiles import data_files
from dateline.store.faults import store_errors
from dateline.store.forget import forgotten_reports
from dateline.store.schema import CHILDREN, TABLES
from dateline.store.store import Store

_VERSION = re.compile(r"\d{1,9}")


@dataclasses.dataclass(frozen=True)
class Commit:
    """One version of a table and when it was written (milliseconds since 1970, UTC)."""

    version: int
    milliseconds: int

    @property
    def at(self) -> str:
        """When, as an ISO time stamp in UTC, to the second."""
        return datetime.datetime.fromtimestamp(self.milliseconds / 1000, datetime.UTC).isoformat(timespec="seconds")


@dataclasses.dataclass(frozen=True)
class Version:
    """The newest `reports` version of a run (None: made before the first run was noted), and how many rows it has, all coders."""

    commit: Commit
    run: Run | None
    reports: int


class Snapshot(Store):
    """A store as it stood; it cannot be written. Get one from `open_store`."""

    def __init__(self, folder: str | Path, wanted: str) -> None:
        """Finds the version of `reports` that `wanted` (a version's number or an ISO day) names. Raises `StoreError`."""
        super().__init__(folder)
        with store_errors(self.folder):
            commits = history(self, "reports")
            chosen = _chosen(commits, wanted, self.folder)
        self.commit = chosen
        runs = [_milliseconds(run.started) for run in Store(folder).runs()]
        self._until = _end(commits, runs, chosen, wanted)
        self._moment = chosen.milliseconds if _VERSION.fullmatch(wanted) else _midnight_after(wanted)
        self._versions: dict[str, int | None] = {"reports": chosen.version}

    def writer(self, *_: Any, **__: Any) -> Any:
        """Refuses: the past cannot be written."""
        raise StoreError(f"{self.folder}: opened as of version {self.commit.version}, which cannot be written; leave out --as-of")

    def taken_down_since(self) -> int:
        """How many reports were forgotten after this version: it shows less than it did."""
        return sum(_milliseconds(day) > self._moment for day in forgotten_reports(Store(self.folder)).values())

    def table(self, name: str) -> DeltaTable | None:
        """The Delta table as it stood, or None where it had not been made. Children are read whole: the reports rows choose."""
        if name in CHILDREN or super().table(name) is None:
            return super().table(name)
        if name not in self._versions:
            known = [commit.version for commit in history(self, name) if self._until is None or commit.milliseconds < self._until]
            self._versions[name] = known[-1] if known else None
        version = self._versions[name]
        if version is None:
            return None
        try:
            return DeltaTable(self._path(name), version=version)
        except Exception as error:
            raise StoreError(f"{self.folder}: version {version} of {name} is no longer on disk ({_first(error)})") from error


def open_store(folder: str | Path, as_of: str | None = None) -> Store:
    """The store as it is, or with `as_of` (a version or a day) as it stood. Raises `StoreError`."""
    return Store(folder) if as_of is None else Snapshot(folder, as_of)


def history(store: Store, name: str) -> list[Commit]:
    """The versions of a table, oldest first, as far as its log goes back; none where there is no table. Times never run backwards."""
    table = Store.table(store, name)
    entries = sorted(table.history(), key=lambda entry: int(entry["version"])) if table else []
    commits: list[Commit] = []
    for entry in entries:
        latest = max(int(entry.get("timestamp") or 0), commits[-1].milliseconds if commits else 0)
        commits.append(Commit(int(entry["version"]), latest))
    return commits


def versions(store: Store) -> list[Version]:
    """For each run the newest version of `reports` that it made, oldest first: what a paper cites and `--as-of` takes."""
    with store_errors(store.folder):
        commits = history(store, "reports")
        runs = sorted(store.runs(), key=lambda run: run.started)
        newest: dict[str | None, Commit] = {}
        of: dict[str | None, Run] = {run.id: run for run in runs}
        for commit in commits[1:] if len(commits) > 1 else commits:  # version 0 is the empty table
            newest[_run_at(runs, commit)] = commit
        return [
            Version(commit, of.get(run), _rows(store, commit)) for run, commit in sorted(newest.items(), key=lambda item: item[1].version)
        ]


def _run_at(runs: Sequence[Run], commit: Commit) -> str | None:
    """The run that had begun last when the commit was made."""
    begun = [run.id for run in runs if _milliseconds(run.started) <= commit.milliseconds]
    return begun[-1] if begun else None


def _rows(store: Store, commit: Commit) -> int:
    files = data_files(DeltaTable(str((store.folder / "reports").resolve()), version=commit.version))
    return int(pyarrow.dataset.dataset(files, schema=TABLES["reports"].schema, format="parquet").count_rows()) if files else 0


def _chosen(commits: Sequence[Commit], wanted: str, folder: Path) -> Commit:
    if not commits:
        raise StoreError(f"{folder}: holds no reports yet, so there is no past to show")
    span = f"it has versions {commits[0].version} ({commits[0].at}) to {commits[-1].version} ({commits[-1].at})"
    if _VERSION.fullmatch(wanted):
        found = [commit for commit in commits if commit.version == int(wanted)]
        if not found:
            raise StoreError(f"{folder}: no version {wanted} of its reports; {span}; dateline query --versions --store {folder} lists them")
        return found[0]
    found = [commit for commit in commits if commit.milliseconds < _midnight_after(wanted)]
    if not found:
        raise StoreError(f"{folder}: held nothing yet on {wanted}; {span}")
    return found[-1]


def _end(commits: Sequence[Commit], runs: Sequence[int], chosen: Commit, wanted: str) -> int | None:
    """Until when (milliseconds, exclusive) the other tables are read; None: as they are now.

    A run writes stories and incidents behind its last reports, so a version holds until the next one, or until the next run begins.
    """
    if not _VERSION.fullmatch(wanted):
        return _midnight_after(wanted)
    later = [commit.milliseconds for commit in commits if commit.version > chosen.version]
    return min([*later, *(begun for begun in runs if begun > chosen.milliseconds)], default=None)


def _midnight_after(day: str) -> int:
    try:
        start = datetime.datetime.fromisoformat(day).replace(tzinfo=datetime.UTC)
        if len(day) != len("2025-08-31"):
            raise ValueError
    except ValueError:
        raise StoreError(f"{day!r} is neither a version (a whole number) nor a day (2025-08-31)") from None
    return int((start + datetime.timedelta(days=1)).timestamp() * 1000)


def _milliseconds(stamp: str) -> int:
    return int(datetime.datetime.fromisoformat(stamp).timestamp() * 1000)


def _first(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]

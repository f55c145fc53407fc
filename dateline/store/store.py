"""A store: its folder, its tables and what they hold."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.dataset
from deltalake import DeltaTable

from dateline.errors import StoreError
from dateline.records import Coding, Reject, Report, Run
from dateline.store import query
from dateline.store.datafiles import data_files
from dateline.store.faults import store_errors
from dateline.store.lock import write_lock
from dateline.store.schema import TABLES, from_arrow

if TYPE_CHECKING:
    from dateline.store.writer import Writer

FORMAT = 3  # of the folder; a store of another number is refused
_INDEXED = ("report_key", "coder", "id", "key")
_RETENTION = "interval 36500 days"  # of old versions in the logs: Delta's own 30 days would end what a paper cites
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")  # one slash: a Path has joined the two
_UNFIT = re.compile(r"[\[\]^|?\\]|%[0-9A-Fa-f]{2}")  # what the libraries for tables take for an address's own marks
_MARKER = "dateline-store.json"


def _silent(message: str) -> None:
    """Drops a message."""


class Store:
    """A folder of Delta tables. Reading needs no lock; `writer` holds one."""

    def __init__(self, folder: str | Path, *, create: bool = False) -> None:
        """Opens the store, or with `create` makes one where the folder is missing or empty. Raises `StoreError`."""
        self.folder = Path(folder)
        if _URL.match(str(folder)):
            raise StoreError(f"{folder}: only folders of this machine so far; object stores come later")
        if found := _UNFIT.search(self.folder.resolve().as_posix()):
            raise StoreError(f"{folder}: no store can lie below a folder with {found[0]!r} in its name; choose another folder")
        with store_errors(self.folder):
            if not self._is_store():
                if not create:
                    raise StoreError(f"{self.folder}: no Dateline store; make one with: dateline code PATH --store {self.folder}")
                self._create()
            self._check_format()

    @contextlib.contextmanager
    def writer(
        self,
        coder: str,
        settings: dict[str, str] | None = None,
        *,
        inputs: Sequence[str] = (),
        wait: bool = True,
        say: Callable[[str], None] = _silent,
    ) -> Iterator[Writer]:
        """The one writer of this store, for the output of this coder; its run ends with the block, as failed where an error ends it.

        Waits for another writer (`say` is told so) or raises `StoreLocked`. What a killed run left half-written is swept first.
        """
        from dateline.store.forget import finish_pending  # noqa: PLC0415 - both need the store
        from dateline.store.writer import Writer  # noqa: PLC0415

        with write_lock(self.folder, wait=wait, say=say):
            finish_pending(self, say)
            writer = Writer(self, coder, settings or {}, inputs)
            try:
                yield writer
                writer.finish()
            except Exception:
                writer.fail()
                raise

    def table(self, name: str) -> DeltaTable | None:
        """The Delta table, or None where it has not been made yet."""
        path = self._path(name)
        return DeltaTable(path) if DeltaTable.is_deltatable(path) else None

    def arrow(self, name: str) -> Any:
        """The table as something Arrow and DuckDB read: a lazy data set, or an empty table where there is none yet.

        Made from the table's files, not by `to_pyarrow_dataset`: that one trusts null counts in which empty lists count as null.
        """
        table = self.table(name)
        files = data_files(table) if table else []
        schema = TABLES[name].schema
        return pyarrow.dataset.dataset(files, schema=schema, format="parquet") if files else schema.empty_table()

    def ensure_table(self, name: str) -> DeltaTable:
        """The Delta table, made if need be."""
        table = self.table(name)
        if table is None:
            schema = TABLES[name].schema
            # Statistics on id columns alone: other readers would take the wrong null counts of lists (see `arrow`) at their word.
            indexed = ",".join(column for column in _INDEXED if column in schema.names)
            settings = {"delta.dataSkippingStatsColumns": indexed, "delta.logRetentionDuration": _RETENTION}
            table = DeltaTable.create(self._path(name), schema=schema, name=name, configuration=settings)
        return table

    def coder(self, wanted: str | None = None) -> str:
        """The coder whose records are shown: the wanted one, else the latest complete run's, else the latest run's.

        `wanted` may be shortened as long as one coder fits. Raises `StoreError` where there is none.
        """
        runs = sorted(self.runs(), key=lambda run: run.started)
        if wanted:
            fitting = sorted({run.coder for run in runs if run.coder.startswith(wanted)})
            if len(fitting) != 1:
                known = ", ".join(sorted({run.coder for run in runs})) or "none"
                raise StoreError(f"{self.folder}: {len(fitting)} coders fit {wanted!r}; it holds: {known}")
            return fitting[0]
        complete = [run for run in runs if run.ended and run.outcome == "complete"]
        if not (complete or runs):
            raise StoreError(f"{self.folder}: holds no run yet; fill it with: dateline code PATH --store {self.folder}")
        return (complete or runs)[-1].coder

    def coders(self) -> list[str]:
        """The ids of all coders with committed reports."""
        with store_errors(self.folder):
            return query.coders(self)

    def runs(self) -> list[Run]:
        """All runs, killed ones included (`ended` is None)."""
        return self._records("runs", Run)

    def rejects(self) -> list[Reject]:
        """All inputs that could not be read or coded."""
        return self._records("rejects", Reject)

    def events(self, wanted: query.EventFilter | None = None, *, coder: str | None = None) -> Iterator[query.StoredEvent]:
        """The events of one coder that pass the filter, by report id and place in the report."""
        chosen = self.coder(coder)
        with store_errors(self.folder):
            yield from query.events(self, wanted or query.EventFilter(), chosen)

    def codings(self, *, coder: str | None = None, revisions: bool = False) -> Iterator[Coding]:
        """The codings of one coder, by report id; `revisions` adds those of texts that a later one superseded."""
        for _, coding in self.reports(coder=coder, revisions=revisions):
            yield coding

    def reports(self, *, coder: str | None = None, revisions: bool = False) -> Iterator[tuple[Report, Coding]]:
        """As `codings`, with the reports themselves."""
        chosen = self.coder(coder)
        with store_errors(self.folder):
            yield from query.reports(self, chosen, revisions=revisions)

    def report(self, name: str, *, coder: str | None = None) -> tuple[Report, Coding]:
        """The report of this id or key (the latest revision of an id), and what the coder found. Raises `StoreError` if there is none."""
        chosen = self.coder(coder)
        with store_errors(self.folder):
            return query.report(self, name, chosen)

    def _records(self, name: str, kind: type[Any]) -> list[Any]:
        with store_errors(self.folder):
            table = self.arrow(name)
            return from_arrow(table if isinstance(table, pa.Table) else table.to_table(), kind)

    def _path(self, name: str) -> str:
        """Absolute, so that no name can be read as a URL: the tables would then go to the network."""
        return str((self.folder / name).resolve())

    def _is_store(self) -> bool:
        return (self.folder / _MARKER).is_file()

    def _create(self) -> None:
        if self.folder.exists() and not self.folder.is_dir():
            raise StoreError(f"{self.folder}: is a file; name a folder")
        self.folder.mkdir(parents=True, exist_ok=True)
        with write_lock(self.folder):
            if self._is_store():
                return
            strangers = [child.name for child in self.folder.iterdir() if child.name not in (".lock", f"{_MARKER}.part")]
            if strangers:
                raise StoreError(f"{self.folder}: holds other files ({strangers[0]}); name a new or empty folder")
            part = self.folder / f"{_MARKER}.part"
            part.write_text(json.dumps({"format": FORMAT}) + "\n", encoding="utf-8")
            part.replace(self.folder / _MARKER)

    def _check_format(self) -> None:
        try:
            found = json.loads((self.folder / _MARKER).read_text(encoding="utf-8"))["format"]
        except (ValueError, KeyError, TypeError) as error:
            raise StoreError(f"{self.folder}: its {_MARKER} is damaged; it should read {{'format': {FORMAT}}}") from error
        if found != FORMAT:
            raise StoreError(f"{self.folder}: has format {found}, this Dateline reads {FORMAT}; use the version that made it")

"""A store's records to files, with their description beside them. All the files of an export appear whole or not at all."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dateline.errors import DatelineError
from dateline.export.acts import Act, act_of_incident
from dateline.export.cells import Cell
from dateline.export.columns import columns
from dateline.export.datapackage import descriptor_path, package, resource
from dateline.export.flat import flat_event
from dateline.export.formats import FIELD, ExportFormat, Wanted, ending_of, settled
from dateline.export.ftm import PROPERTIES, write_ftm
from dateline.export.geojson import feature, write_features
from dateline.export.incidents import flat_incident
from dateline.export.native import CODING_FIELDS, plain_rows, table_fields, write_codings, write_incidents, write_parquet
from dateline.export.shared import Rules
from dateline.export.source import Reading, reading
from dateline.export.whole import Table, Whole, Written

if TYPE_CHECKING:
    from dateline.store.store import Store

_CSV_TABLES = ("reports", "claims", "entities", "stories")
_PARQUET_TABLES = ("reports", "mentions", "events", "claims", "entities", "stories", "incidents")


@dataclasses.dataclass
class Exported:
    """What an export wrote: its files, the description last, and what the user should know of it."""

    files: list[Written]
    notes: list[str]


def export_store(store: Store, to: Path, form: ExportFormat, *, coder: str | None = None, wanted: Wanted | None = None) -> Exported:
    """Writes one coder's records to a file, or to a folder: the tables of csv and parquet, one file of any other format.

    Raises `DatelineError` where the disk refuses, `InputError` where the format cannot hold what is wanted, `StoreError`.
    """
    chosen = settled(form, wanted or Wanted())
    folder = to if to.is_dir() or not to.suffix else None
    try:
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
        with reading(store, store.coder(coder), **_rows_of(chosen)) as source, Whole() as out:
            job = _Job(source, out, form, chosen, to, folder)
            resources = job.write()
            with out.binary(descriptor_path([one.path for one in out.files], folder, str(form))) as (stream, _):
                stream.write(package(to.stem, resources, source, job.settings()))
        return Exported(out.files, job.notes)
    except OSError as error:
        raise DatelineError(f"{to}: cannot be written ({error.strerror or error})") from error


def print_export(store: Store, out: Whole, form: ExportFormat, *, coder: str | None = None, wanted: Wanted | None = None) -> list[str]:
    """Writes one file's worth to where `out` leads, without a description; returns what the user should know."""
    chosen = settled(form, wanted or Wanted())
    with reading(store, store.coder(coder), **_rows_of(chosen)) as source:
        job = _Job(source, out, form, chosen, Path("-"), None)
        job.write()
    return job.notes


def _rows_of(chosen: Wanted) -> dict[str, Any]:
    """Which rows are read."""
    return {"revisions": chosen.revisions, "statuses": chosen.statuses, "reviewed": chosen.reviewed}


@dataclasses.dataclass
class _Job:
    """One export under way."""

    source: Reading
    out: Whole
    form: ExportFormat
    wanted: Wanted
    to: Path
    folder: Path | None
    notes: list[str] = dataclasses.field(default_factory=list)

    def write(self) -> list[dict[str, Any]]:
        """Writes the files; returns their descriptions."""
        self._check_incidents()
        if self.source.reviewed and not self.source.reviewed.words:
            self.notes.append("nobody has decided on an event of this coder yet: the rows are the coder's")
        if self.form in FIELD:
            return [self._field_file()]
        if self.form is ExportFormat.geojson:
            return [self._geojson()]
        if self.form is ExportFormat.ftm:
            return [self._ftm()]
        if self.form is ExportFormat.jsonl:
            return [self._jsonl()]
        return self._parquet() if self.form is ExportFormat.parquet else self._csv()

    def settings(self) -> dict[str, Any]:
        """How the export was made, for its description."""
        return {
            "format": str(self.form),
            "a_row_is": "a table's row" if self._is_tables else "an incident" if self.wanted.incidents else "an event record",
            "statuses": list(self.wanted.statuses) or "all",
            "revisions": self.wanted.revisions,
            "text": self.wanted.text,
            "quotes": self.wanted.quotes,
            "safe_cells": self.wanted.safe_cells,
            "dates": str(self.wanted.dates),
            "reviewed": self.source.reviewed.summary() if self.source.reviewed else False,
        }

    @property
    def _is_tables(self) -> bool:
        return self.folder is not None and self.form in (ExportFormat.csv, ExportFormat.parquet)

    def _check_incidents(self) -> None:
        if self.wanted.incidents and not self._is_tables and (missing := self.source.check_incidents()):
            self.notes.append(f"{missing:,} event records stand in no incident yet and are left out (--tellings has them)")

    def _file(self, stem: str, ending: str) -> Path:
        return self.folder / f"{stem}.{ending}" if self.folder else self.to

    def _field_file(self) -> dict[str, Any]:
        """A format of the field: acts through its mapping, into delimited text."""
        spec, rules = FIELD[self.form], Rules(self.wanted.dates, self.wanted.quotes)
        ending = ending_of(self.form, self.to)
        acts = several = left_out = 0
        with self.out.text(self._file(str(self.form), ending)) as (stream, written):
            table = Table(
                stream,
                [column.name for column in columns(self.form)],
                delimiter="," if ending == "csv" else "\t",
                safe_cells=self.wanted.safe_cells,
            )
            for act in self.source.acts(incidents=bool(self.wanted.incidents)):
                rows = list(spec.rows(act, rules))
                written.rows = table.write(rows)
                acts, several, left_out = acts + bool(rows), several + (len(rows) > 1), left_out + (not rows)
        if left_out and self.form is not ExportFormat.ged:
            self.notes.append(f"{left_out:,} failed acts are left out: CAMEO has a code for a failed assassination only")
        dyads = {
            "acts": acts, "rows": written.rows, "acts_with_several_dyads": several,
            "dyad_of": f"{spec.key} without its last -N, where an act has several dyads: its rows are one act; count acts, not rows",
        }  # fmt: skip
        fields = [column.field() for column in columns(self.form)]
        return resource(written, ending, spec.words, fields, key=spec.key, **({} if self.form is ExportFormat.ged else {"dyads": dyads}))

    def _flat(self) -> Iterator[dict[str, Cell]]:
        """Incidents or event records as flat rows."""
        quotes, reviewed = self.wanted.quotes, self.source.reviewed
        if self.wanted.incidents:
            for incident, told in self.source.incidents():
                act: Act = act_of_incident(incident, told)
                whole = flat_incident(act, first_published=incident.first_published, last_published=incident.last_published, quotes=quotes)
                yield {**whole, "tellings_reviewed": reviewed.number_of(incident.events)} if reviewed else whole
            return
        for row in self.source.tellings():
            report = row.told.report
            flat = flat_event(
                row.told.event,
                report_id=report.id,
                report_key=report.key,
                published=report.published,
                coder=self.source.coder,
                quotes=quotes,
            )
            yield {**flat, "incident": row.incident, **({"reviewed": reviewed.mark(row.told.event.id)} if reviewed else {})}

    def _flat_fields(self) -> tuple[str, tuple[dict[str, Any], ...]]:
        """The key and the fields of flat rows."""
        own = ("incidents",) if self.wanted.incidents else ("events", "tellings")
        added = (f"{own[-1]}_reviewed",) if self.source.reviewed else ()
        fields = tuple(column.field() for table in (*own, *added) for column in columns(table))
        return "incident_id" if self.wanted.incidents else "event_id", fields

    def _flat_file(self, path: Path, ending: str) -> dict[str, Any]:
        key, fields = self._flat_fields()
        with self.out.text(path) as (stream, written):
            delimiter = "," if ending == "csv" else "\t"
            table = Table(stream, [field["name"] for field in fields], delimiter=delimiter, safe_cells=self.wanted.safe_cells)
            written.rows = table.write(self._flat())
        return resource(written, ending, "an incident a row" if self.wanted.incidents else "an event record a row", fields, key=key)

    def _csv(self) -> list[dict[str, Any]]:
        ending = ending_of(self.form, self.to)
        if not self.folder:
            return [self._flat_file(self.to, ending)]
        found = []
        for stem, incidents in (("events", False), ("incidents", True)):
            job = dataclasses.replace(self, wanted=dataclasses.replace(self.wanted, incidents=incidents))
            found.append(job._flat_file(self._file(stem, ending), ending))
        for name in _CSV_TABLES:
            fields = table_fields(name, text=self.wanted.text)
            with self.out.text(self._file(name, ending)) as (stream, written):
                table = Table(stream, [field["name"] for field in fields], safe_cells=self.wanted.safe_cells)
                written.rows = table.write(plain_rows(self.source, name, text=self.wanted.text, quotes=self.wanted.quotes))
            found.append(resource(written, ending, f"the table {name}; nested values are JSON", fields))
        return found

    def _parquet(self) -> list[dict[str, Any]]:
        found = []
        for name in _PARQUET_TABLES if self.folder else ("incidents",) if self.wanted.incidents else ("events",):
            with self.out.binary(self._file(name, "parquet")) as (stream, written):
                written.rows = write_parquet(self.source, name, stream, text=self.wanted.text, quotes=self.wanted.quotes)
            fields = table_fields(name, text=self.wanted.text, reviewed=self.wanted.reviewed)
            found.append(resource(written, "parquet", f"the table {name}", fields))
        return found

    def _jsonl(self) -> dict[str, Any]:
        incidents = bool(self.wanted.incidents)
        with self.out.binary(self._file("incidents" if incidents else "codings", "jsonl")) as (stream, written):
            write = write_incidents if incidents else write_codings
            written.rows = write(self.source, stream, revisions=self.wanted.revisions, quotes=self.wanted.quotes)
        words = "an incident a line" if incidents else "a report a line with all that was found in it (docs/records.md)"
        return resource(written, "jsonl", words, table_fields("incidents", text=False) if incidents else CODING_FIELDS)

    def _ftm(self) -> dict[str, Any]:
        with self.out.binary(self._file("entities", "ftm.jsonl")) as (stream, written):
            written.rows = write_ftm(self.source, stream, incidents=bool(self.wanted.incidents), quotes=self.wanted.quotes)
        words = "a FollowTheMoney entity a line: events, then who takes part in them; the fields are properties, each a list of text"
        return resource(written, "jsonl", words, [{"name": name, "type": "array", "description": of} for name, of in PROPERTIES.items()])

    def _geojson(self) -> dict[str, Any]:
        key, fields = self._flat_fields()
        names = [field["name"] for field in fields]
        with self.out.binary(self._file("events", "geojson")) as (stream, written):
            written.rows = write_features((feature(row, names, key) for row in self._flat()), stream)
        words = "a FeatureCollection (RFC 7946): the fields are the features' properties, place_lat and place_lon their geometry"
        return resource(written, "geojson", words, fields, key=key)


__all__ = ["ExportFormat", "Exported", "Wanted", "export_store", "print_export"]

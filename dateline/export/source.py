"""What exports read of a store, in streams: the one place where they meet its tables.

All goes through `dateline.store.views`: committed rows of one coder, without texts that a later one superseded unless asked for.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import itertools
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from dateline.errors import StoreError
from dateline.export.acts import Act, Source, Told, act_of_event, act_of_incident
from dateline.export.reviewed import Reviewed
from dateline.records import Event, Incident, Record, Run, from_json
from dateline.store.faults import store_errors
from dateline.store.reviewed import decided_words
from dateline.store.schema import to_arrow
from dateline.store.views import REVIEWED, views

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from dateline.store.store import Store

_BATCH_ROWS = 2048
_ORDERS = {"reports": "id, key", "stories": "id", "incidents": "start NULLS LAST, id"}


class TellingRow(Record, frozen=True):
    """An event record with its report, and the id of its incident (None: none computed)."""

    told: Told
    incident: str | None


@dataclasses.dataclass(frozen=True)
class Reading:
    """A store open for one export: its coder's rows, of these statuses (all, where there is none), as they stood when it was opened.

    With `reviewed` the rows are as reviewers left them, in the order of the coder's values.
    """

    connection: DuckDBPyConnection
    store: Store
    coder: str
    statuses: tuple[str, ...]
    reviewed: Reviewed | None = None

    def tellings(self) -> Iterator[TellingRow]:
        """The event records by report id, key and place in the report."""
        sql = f"""SELECT {_json("e", Event)}, {_json("r", Source)}, i.incident FROM events e JOIN reports r ON r.key = e.report_key
            LEFT JOIN (SELECT id AS incident, unnest(events) AS event FROM incidents) i ON i.event = e.id
            WHERE {self._wanted("e")} ORDER BY r.id, r.key, e.ordinal"""
        for event, report, incident in self._rows(sql):
            told = _told(event, report)
            for kept in self.reviewed.tellings((told,)) if self.reviewed else (told,):
                if self._is_wanted(kept.event.status):
                    yield TellingRow(told=kept, incident=incident)

    def incidents(self) -> Iterator[tuple[Incident, tuple[Told, ...]]]:
        """The incidents by first day (unknown ones last) and id, without their joins; with the event records at hand, one at least."""
        sql = f"""SELECT i.id, {_json("i", Incident, joins="[]")}, {_json("e", Event)}, {_json("r", Source)}
            FROM (SELECT * EXCLUDE (joins), unnest(events) AS telling FROM incidents) i
            JOIN events e ON e.id = i.telling JOIN reports r ON r.key = e.report_key WHERE {self._wanted("i")}
            ORDER BY i.start NULLS LAST, i.id, r.published NULLS LAST, r.id, r.key, e.ordinal"""
        replaced = self._replaced  # before the query: a connection has one result open at a time
        for id, group in itertools.groupby(self._rows(sql), key=lambda row: row[0]):
            rows = list(group)
            told = tuple(_told(event, report) for _, _, event, report in rows)
            incident: Incident | None = from_json(rows[0][1], Incident)
            if self.reviewed:
                incident, told = replaced.get(id, incident), self.reviewed.tellings(told)
            if incident and self._is_wanted(incident.status):
                yield incident, told

    def acts(self, *, incidents: bool) -> Iterator[Act]:
        """Incidents, or event records each on its own, in the orders above."""
        if incidents:
            for incident, told in self.incidents():
                yield act_of_incident(incident, told)
        else:
            for row in self.tellings():
                yield act_of_event(row.told, self.coder)

    def table(self, name: str, *, drop: Sequence[str] = ()) -> pa.RecordBatchReader:
        """The rows of a table in a fixed order; children with their report's id and publication day."""
        order = _ORDERS.get(name, "report_id, report_key, ordinal")
        where = self._wanted(name) if name in ("events", "incidents") else "TRUE"
        if name == "stories":
            where = "id IN (SELECT s.id FROM (SELECT id, unnest(reports) AS key FROM stories) s JOIN reports r ON r.key = s.key)"
        left = f" EXCLUDE ({', '.join(drop)})" if drop else ""
        source = f"{REVIEWED} AS events" if name == "events" and self.reviewed else name
        sql = f"SELECT *{left} FROM {source} WHERE {where} ORDER BY {order}"
        replaced = self._replaced if name == "incidents" else {}  # before the query, as above
        with store_errors(self.store.folder):
            found = self.connection.sql(sql).to_arrow_reader(_BATCH_ROWS)
        batches = self._batches(found)
        if name == "incidents" and self.reviewed:
            batches = self._as_left(batches, replaced)
        return pa.RecordBatchReader.from_batches(found.schema, batches)

    def rows(self, name: str, *, drop: Sequence[str] = ()) -> Iterator[dict[str, Any]]:
        """As `table`, as plain values."""
        for batch in self.table(name, drop=drop):
            yield from batch.to_pylist(maps_as_pydicts="strict")

    def entities(self) -> Iterator[tuple[str, str, str | None, list[str], list[str]]]:
        """Each entity once, by id: id, name, country, its sectors (the most frequent first), what reports call it."""
        sql = """SELECT e.id, min(e.name), min(e.country), coalesce(any_value(s.sectors), []),
                list_sort(list_distinct(flatten(list(e.names))))
            FROM entities e LEFT JOIN (
                SELECT id, list(sector ORDER BY n DESC, sector) AS sectors
                FROM (SELECT id, sector, count(*) AS n FROM (SELECT id, unnest(sectors) AS sector FROM entities) GROUP BY ALL) GROUP BY id
            ) s ON s.id = e.id GROUP BY e.id ORDER BY e.id"""
        yield from self._rows(sql)

    def check_incidents(self) -> int:
        """How many event records stand in no incident yet. Raises `StoreError` where there are event records and no incidents at all."""
        sql = "SELECT count(*), (SELECT count(*) FROM incidents) FROM events WHERE id NOT IN (SELECT unnest(events) FROM incidents)"
        ((missing, known),) = self.connection.execute(sql).fetchall()
        if missing and not known:
            raise StoreError(
                f"{self.store.folder}: holds no incidents of coder {self.coder} yet; code into it once more to have them computed,"
                " or export each event record with --tellings"
            )
        return int(missing)

    def run(self) -> Run | None:
        """The latest complete run of the coder, else its latest."""
        runs = sorted((run for run in self.store.runs() if run.coder == self.coder), key=lambda run: run.started)
        complete = [run for run in runs if run.outcome == "complete"]
        chosen = complete or runs
        return chosen[-1] if chosen else None

    def version(self) -> int | None:
        """The version of the reports table."""
        table = self.store.table("reports")
        return table.version() if table else None

    @functools.cached_property
    def _replaced(self) -> dict[str, Incident | None]:
        """The incidents with a telling that was decided on, as they are now; None: all their tellings were rejected."""
        if self.reviewed is None or not self.reviewed.words:
            return {}
        values = {"ids": sorted(self.reviewed.words)}
        touched = "SELECT id FROM (SELECT id, unnest(events) AS event FROM incidents) WHERE event IN (SELECT unnest($ids))"
        of_reports = f"""SELECT s.report, s.id FROM (SELECT id, unnest(reports) AS report FROM stories) s
            WHERE s.report IN (SELECT unnest(reports) FROM incidents WHERE id IN ({touched}))"""
        sql = f"""SELECT i.id, {_json("i", Incident)}, {_json("e", Event)}, {_json("r", Source)}
            FROM (SELECT *, unnest(events) AS telling FROM incidents WHERE id IN ({touched})) i
            JOIN events e ON e.id = i.telling JOIN reports r ON r.key = e.report_key ORDER BY i.id, r.id, r.key, e.ordinal"""
        with store_errors(self.store.folder):
            stories = dict(self.connection.execute(of_reports, values).fetchall())
            told_of = self.connection.execute(sql, values).fetchall()
        found = {}
        for id, group in itertools.groupby(told_of, key=lambda row: row[0]):
            rows = list(group)
            told = [_told(event, report) for _, _, event, report in rows]
            found[id] = self.reviewed.incident(from_json(rows[0][1], Incident), told, stories)
        return found

    def _as_left(self, batches: Iterator[pa.RecordBatch], replaced: dict[str, Incident | None]) -> Iterator[pa.RecordBatch]:
        """Batches of the incidents' table with those that were decided on as they are now."""
        for batch in batches:
            ids = batch["id"].to_pylist()
            if replaced.keys().isdisjoint(ids):
                yield batch
                continue
            rows: list[pa.RecordBatch] = []
            for at, id in enumerate(ids):
                incident = replaced.get(id, id)
                if isinstance(incident, str):
                    rows.append(batch.slice(at, 1))
                elif incident and self._is_wanted(incident.status):
                    made = to_arrow([incident], Incident).select(batch.schema.names).cast(batch.schema)
                    rows += made.to_batches()
            if rows:
                yield from pa.Table.from_batches(rows, batch.schema).combine_chunks().to_batches()

    def _is_wanted(self, status: str) -> bool:
        return not self.statuses or status in self.statuses

    def _wanted(self, name: str) -> str:
        """The condition on the status; the values come from a fixed list. What reviewers may have changed is looked at row by row."""
        if self.reviewed and name != "events":
            return "TRUE"
        return f"{name}.status IN ({', '.join(repr(one) for one in self.statuses)})" if self.statuses else "TRUE"

    def _rows(self, sql: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a query of plain columns."""
        with store_errors(self.store.folder):
            found = self.connection.sql(sql).to_arrow_reader(_BATCH_ROWS)
        for batch in self._batches(found):
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)

    def _batches(self, found: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
        """The batches; what goes wrong in the reading is the store's, what goes wrong between two is the writer's."""
        with store_errors(self.store.folder):
            yield from found


@contextlib.contextmanager
def reading(
    store: Store, coder: str, *, revisions: bool = False, statuses: Sequence[str] = (), reviewed: bool = False
) -> Iterator[Reading]:
    """The store open for one export; with `reviewed` its rows are as reviewers left them."""
    with contextlib.ExitStack() as until_done:
        with store_errors(store.folder):
            connection = until_done.enter_context(views(store, coder, revisions=revisions, reviewed=reviewed))
            said = _decided(store, connection) if reviewed else None
        yield Reading(connection, store, coder, tuple(statuses), said)


def _decided(store: Store, connection: DuckDBPyConnection) -> Reviewed:
    """What was decided on the events that the connection shows."""
    every = decided_words(store)
    rows = connection.execute("SELECT id FROM events WHERE id IN (SELECT unnest($ids))", {"ids": sorted(every)}).fetchall()
    return Reviewed({row[0]: every[row[0]] for row in rows})


def _told(event: str, report: str) -> Told:
    return Told(event=from_json(event, Event), report=from_json(report, Source))


def _json(alias: str, kind: type[Record], **instead: str) -> str:
    """The record of a row as JSON, which DuckDB writes and msgspec reads seven times as fast as Arrow's nested values become Python's."""
    return "to_json({" + ", ".join(f"""'{name}': {instead.get(name, f'{alias}."{name}"')}""" for name in kind.__struct_fields__) + "})"

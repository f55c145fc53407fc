"""Reads of a store: DuckDB over the Delta tables, always joined through the reports rows, which mark what is committed."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import duckdb
import msgspec
import pyarrow as pa

from dateline.errors import StoreError
from dateline.records import Claim, Coding, Entity, Event, Mention, Record, Report, head, to_json
from dateline.store.quiet import connect
from dateline.store.schema import from_row

if TYPE_CHECKING:
    from dateline.store.store import Store

_BATCH_ROWS = 2048
R = TypeVar("R", bound=Record)
_CURRENT = "key NOT IN (SELECT supersedes FROM reports WHERE coder = $coder AND supersedes IS NOT NULL)"


@dataclasses.dataclass(frozen=True)
class EventFilter:
    """Which events are wanted; what is empty or None does not filter.

    `actor`, `recipient`, `place`: part of the words or of the resolved name, whatever the case, or an entity's id. `country`: of the place
    or of a party. `since` and `until`: days that the event's days overlap; an event of unknown time passes neither. `report`: id or key.
    """

    type: tuple[str, ...] = ()
    mode: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    actor: str | None = None
    recipient: str | None = None
    place: str | None = None
    since: str | None = None
    until: str | None = None
    report: str | None = None
    revisions: bool = False


class StoredEvent(Record, frozen=True):
    """An event and the report that tells it."""

    report_id: str
    report_key: str
    published: str | None
    coder: str
    event: Event


def coders(store: Store) -> list[str]:
    """The coders that have reports rows."""
    with _connect(_sources(store, "reports")) as connection:
        return [row[0] for row in connection.execute("SELECT DISTINCT coder FROM reports ORDER BY coder").fetchall()]


def events(store: Store, wanted: EventFilter, coder: str) -> Iterator[StoredEvent]:
    """The events that pass, by report id, key and place in the report."""
    conditions, values = _conditions(wanted)
    sql = f"""SELECT e.*, r.id AS report_id, r.published AS published
        FROM events e JOIN reports r ON r.key = e.report_key AND r.coder = e.coder
        WHERE e.coder = $coder{"".join(f" AND {condition}" for condition in conditions)} ORDER BY r.id, r.key, e.ordinal"""
    with _connect(_sources(store, "reports", "events")) as connection:
        for row in _rows(connection, sql, {"coder": coder, **values}):
            yield StoredEvent(
                report_id=row["report_id"],
                report_key=row["report_key"],
                published=row["published"],
                coder=coder,
                event=from_row(row, Event),
            )


def reports(store: Store, coder: str, *, revisions: bool) -> Iterator[tuple[Report, Coding]]:
    """Reports and codings by report id and key; children come in lockstep, so memory holds one report at a time."""
    for one, children in _reports(store, coder, "TRUE" if revisions else _CURRENT, {}, ("events", "claims", "entities")):
        yield one, _coding(one, children, coder)


def tables(store: Store, names: Sequence[str], coder: str, *, revisions: bool, text: bool) -> Iterator[tuple[str, pa.RecordBatchReader]]:
    """One coder's committed rows of these tables, each with its report's id and publication day; reports without text unless asked."""
    chosen = f"SELECT * FROM reports WHERE coder = $coder AND {'TRUE' if revisions else _CURRENT}"
    sources = _sources(store, *dict.fromkeys(("reports", *names)))
    for name in names:
        sql = f"""SELECT r.id AS report_id, r.published AS report_published, c.* FROM {name} c JOIN ({chosen}) r ON r.key = c.report_key
            WHERE c.coder = $coder ORDER BY r.id, r.key, c.ordinal"""
        if name == "reports":
            sql = f"SELECT * {'' if text else 'EXCLUDE (text)'} FROM ({chosen}) ORDER BY id, key"
        with _connect(sources) as connection:
            yield name, connection.sql(sql, params={"coder": coder}).to_arrow_reader(_BATCH_ROWS)


def mentions(store: Store, coder: str) -> Iterator[tuple[str, tuple[Mention, ...]]]:
    """Report key and mentions of every committed report."""
    for report, children in _reports(store, coder, "TRUE", {}, ("mentions",)):
        yield report.key, tuple(children["mentions"])


def report(store: Store, name: str, coder: str) -> tuple[Report, Coding]:
    """The report of this key, or the latest revision of this id."""
    condition = f"(key = $name OR (id = $name AND {_CURRENT}))"
    found = list(_reports(store, coder, condition, {"name": name}, ("events", "claims", "entities")))
    if not found:
        raise StoreError(f"{store.folder}: no report {name!r} by coder {coder}; dateline events --store {store.folder} lists what there is")
    one, children = found[0]
    return one, _coding(one, children, coder)


def canonical_export(store: Store) -> Iterator[bytes]:
    """Every committed coding of every coder, superseded texts included, as canonical JSON lines in a fixed order."""
    for coder in store.coders():
        for coding in store.codings(coder=coder, revisions=True):
            yield to_json(coding)


_KINDS: Mapping[str, type[Record]] = {"events": Event, "claims": Claim, "entities": Entity, "mentions": Mention}


def _reports(
    store: Store, coder: str, condition: str, values: Mapping[str, Any], children: tuple[str, ...]
) -> Iterator[tuple[Report, dict[str, list[Any]]]]:
    chosen = f"SELECT id, key FROM reports WHERE coder = $coder AND {condition}"
    parameters = {"coder": coder, **values}
    sources = _sources(store, "reports", *children)
    with contextlib.ExitStack() as open_until_done:  # one connection a stream: a connection has one running query
        streams = {}
        for name in children:
            kind = _KINDS[name]
            sql = f"""SELECT c.report_key, {as_json("c", kind)} FROM {name} c JOIN ({chosen}) r ON r.key = c.report_key
                WHERE c.coder = $coder ORDER BY r.id, r.key, c.ordinal"""
            streams[name] = _Stream(records(open_until_done.enter_context(_connect(sources)), sql, parameters, kind))
        sql = f"SELECT key, {as_json('t', Report)} FROM reports t WHERE coder = $coder AND {condition} ORDER BY id, key"
        for key, one in records(open_until_done.enter_context(_connect(sources)), sql, parameters, Report):
            yield one, {name: list(stream.of(key)) for name, stream in streams.items()}


class _Stream:
    """Records in the order of their reports, handed out report by report."""

    def __init__(self, found: Iterator[tuple[str, Any]]) -> None:
        self._found = found
        self._next = next(found, None)

    def of(self, key: str) -> Iterator[Any]:
        while self._next is not None and self._next[0] == key:
            one, self._next = self._next[1], next(self._found, None)
            yield one


def as_json(alias: str, kind: type[Record]) -> str:
    """SQL for a row's record as JSON: DuckDB writes it and msgspec reads it at a quarter of the cost of Arrow's rows as Python values."""
    fields = ", ".join(f"'{name}': {alias}.\"{name}\"" for name in kind.__struct_fields__)
    return f"to_json({{{fields}}})::VARCHAR"


def records(connection: duckdb.DuckDBPyConnection, sql: str, values: Mapping[str, Any], kind: type[R]) -> Iterator[tuple[Any, R]]:
    """What a query with two columns gives, anything and a record as JSON (`as_json`). Raises `msgspec.ValidationError` where it is none."""
    given = {name: value for name, value in values.items() if f"${name}" in sql}
    decoder = msgspec.json.Decoder(kind)
    for batch in connection.sql(sql, params=given).to_arrow_reader(_BATCH_ROWS):
        yield from zip(batch.column(0).to_pylist(), map(decoder.decode, batch.column(1).to_pylist()), strict=True)


def _coding(one: Report, children: Mapping[str, list[Any]], coder: str) -> Coding:
    return Coding(
        report=head(one),
        events=tuple(children["events"]),
        claims=tuple(children["claims"]),
        entities=tuple(children["entities"]),
        coder=coder,
    )


def _sources(store: Store, *names: str) -> dict[str, Any]:
    """These tables as they stand now. Name `reports` first: the children of the rows it holds are then surely there."""
    return {name: store.arrow(name) for name in names}


def _connect(sources: Mapping[str, Any]) -> duckdb.DuckDBPyConnection:
    """A connection of its own with these tables as views."""
    connection = connect()
    connection.execute("SET python_enable_replacements = false")
    for name, source in sources.items():
        connection.register(name, source)
    return connection


def _rows(connection: duckdb.DuckDBPyConnection, sql: str, values: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    given = {name: value for name, value in values.items() if f"${name}" in sql}
    reader = connection.sql(sql, params=given).to_arrow_reader(_BATCH_ROWS)
    for batch in reader:
        yield from batch.to_pylist(maps_as_pydicts="strict")


def _conditions(wanted: EventFilter) -> tuple[list[str], dict[str, Any]]:
    conditions: list[str] = [] if wanted.revisions else [f"r.{_CURRENT}"]
    values: dict[str, Any] = {}
    for name in ("type", "mode", "status"):
        if getattr(wanted, name):
            conditions.append(f"list_contains(${name}, e.{name})")
            values[name] = list(getattr(wanted, name))
    for name in ("actor", "recipient"):
        if getattr(wanted, name):
            conditions.append(
                f"len(list_filter(e.{name}, lambda p: contains(lower(p.quote), ${name}) OR contains(lower(p.entity.name), ${name})"
                f" OR p.entity.id = ${name}_id)) > 0"
            )
            values[name], values[f"{name}_id"] = getattr(wanted, name).lower(), getattr(wanted, name)
    if wanted.country:
        parties = "list_concat(e.actor, e.recipient)"
        conditions.append(
            "(list_contains($country, e.place.country)"
            f" OR len(list_filter({parties}, lambda p: list_contains($country, p.entity.country))) > 0)"
        )
        values["country"] = [code.upper() for code in wanted.country]
    if wanted.place:
        conditions.append("(contains(lower(e.place.name), $place) OR contains(lower(e.place.span.quote), $place))")
        values["place"] = wanted.place.lower()
    if wanted.since:
        conditions.append(
            "(e.time IS NOT NULL AND coalesce(e.time.start, e.time.end) IS NOT NULL AND coalesce(e.time.end, '9999') >= $since)"
        )
        values["since"] = wanted.since
    if wanted.until:
        conditions.append(
            "(e.time IS NOT NULL AND coalesce(e.time.start, e.time.end) IS NOT NULL AND coalesce(e.time.start, '0') <= $until)"
        )
        values["until"] = wanted.until
    if wanted.report:
        conditions.append("(r.id = $report OR r.key = $report)")
        values["report"] = wanted.report
    return conditions, values

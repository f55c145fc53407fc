"""SQL over a store: its tables as views of a DuckDB connection that can read them and nothing else.

The views show what is committed: children joined through their reports rows, of the chosen coder, without texts that a later one
superseded. The connection has no files, no network and no settings to change, and one statement at a time that only reads.
"""

from __future__ import annotations

import contextlib
import csv
import dataclasses
import functools
import re
import tempfile
from collections.abc import Iterator
from importlib import resources

import duckdb
import pyarrow as pa

from dateline.errors import DataError, DatelineError
from dateline.records import Event
from dateline.store.faults import store_errors
from dateline.store.quiet import connect
from dateline.store.reviewed import reviewed_table
from dateline.store.schema import CHILDREN, TABLES
from dateline.store.store import Store

STORED = ("reports", "mentions", "events", "claims", "entities", "stories", "incidents", "decisions", "rejects", "runs")
REVIEWED = "events_reviewed"  # made of events and decisions
VIEWS = (*STORED, REVIEWED)
_BATCH_ROWS = 2048
_READING = frozenset({"SELECT", "EXPLAIN", "MULTI"})  # MULTI is what DuckDB makes of PIVOT
_EXPLAIN = re.compile(r"\s*explain\s+(analyze\s+)?(\([^)]*\)\s*)?", re.IGNORECASE)


class QueryError(DatelineError):
    """A query that is no SQL, names what is not there, or wants more than to read."""


@dataclasses.dataclass(frozen=True)
class Column:
    """A column of a view: its type in short and what stands in it."""

    table: str
    name: str
    type: str
    words: str


@contextlib.contextmanager
def views(store: Store, coder: str | None, *, revisions: bool = False, reviewed: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the store's tables as views, locked: it reaches no file and no network, and its settings cannot be changed.

    `coder` of None shows every coder's rows. `revisions` adds superseded texts and what was found in them. Without `reviewed` the decisions
    are not read, and `events_reviewed` is as if there were none.
    """
    with tempfile.TemporaryDirectory(prefix="dateline-") as spill, connect() as connection:
        connection.execute("SET python_enable_replacements = false")
        for name in STORED:  # reports first: the children of the rows it holds are then surely there
            connection.register(f"stored_{name}", store.arrow(name))
        connection.register(f"stored_{REVIEWED}", reviewed_table(store) if reviewed else _no_reviewed())
        for name in VIEWS:
            connection.execute(f"CREATE VIEW {name} AS {_definition(name, coder, revisions=revisions)}")
        # A query larger than memory goes to the disk; the folder is the one place that stays reachable, and it is empty.
        connection.execute(f"SET temp_directory = {_literal(spill)}")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        yield connection


@contextlib.contextmanager
def select(store: Store, sql: str, coder: str | None, *, revisions: bool = False) -> Iterator[pa.RecordBatchReader]:
    """The rows of a query, in batches; columns of one name are numbered (`a`, `a_1`). Raises `QueryError` in one line."""
    reviewed = REVIEWED in sql.lower()
    with store_errors(store.folder), views(store, coder, revisions=revisions, reviewed=reviewed) as connection, _sql_errors():
        _check_reads(connection, sql)
        relation = connection.sql(sql)
        if relation is None:
            raise QueryError("the query gives no rows; write a SELECT")
        reader = relation.to_arrow_reader(_BATCH_ROWS)
        schema = _unique(reader.schema)
        yield pa.RecordBatchReader.from_batches(schema, (pa.RecordBatch.from_arrays(batch.columns, schema=schema) for batch in reader))


def columns() -> list[Column]:
    """All columns of the views with what they hold (data/columns.tsv). Raises `DataError` where the file and the tables differ."""
    with connect() as connection:
        connection.execute("SET python_enable_replacements = false")
        for name in STORED:
            connection.register(f"stored_{name}", TABLES[name].schema.empty_table())
        connection.register(f"stored_{REVIEWED}", _no_reviewed())
        for name in VIEWS:
            connection.execute(f"CREATE VIEW {name} AS {_definition(name, None, revisions=True)}")
        found = []
        for name in VIEWS:
            for field in connection.sql(f"FROM {name}").to_arrow_table().schema:
                like = "events" if name == REVIEWED else name
                words = _words().get((name, field.name)) or _words().get((like, field.name)) or _words().get(("*", field.name))
                if words is None:
                    raise DataError(f"store/data/columns.tsv: no line for column {field.name} of {name}")
                found.append(Column(name, field.name, _type_words(field.type), words))
    return found


def table_words() -> dict[str, str]:
    """What each view holds, in a line."""
    return {table: words for (table, column), words in _words().items() if column == ""}


def _no_reviewed() -> pa.Table:
    return TABLES["events"].schema.append(pa.field("reviewed", pa.string())).empty_table()


def _definition(name: str, coder: str | None, *, revisions: bool) -> str:
    """The view's SELECT over the stored table."""
    of_coder = "TRUE" if coder is None else f"t.coder = {_literal(coder)}"
    if name == "reports":
        newer = "SELECT 1 FROM stored_reports n WHERE n.coder = t.coder AND n.supersedes = t.key"
        return f"SELECT * FROM stored_reports t WHERE {of_coder}" + ("" if revisions else f" AND NOT EXISTS ({newer})")
    if name == REVIEWED:
        own = ", ".join(f'r."{field}"' for field in Event.__struct_fields__)
        return f"""SELECT e.*, NULL::VARCHAR AS reviewed FROM events e WHERE e.id NOT IN (SELECT id FROM stored_{name})
            UNION ALL SELECT e.report_id, e.report_published, e.report_key, e.coder, e.ordinal, {own}, r.reviewed
            FROM events e JOIN stored_{name} r ON r.id = e.id WHERE r.reviewed <> 'reject'"""
    if name in CHILDREN:
        return f"""SELECT r.id AS report_id, r.published AS report_published, t.* FROM stored_{name} t
            JOIN reports r ON r.key = t.report_key AND r.coder = t.coder WHERE {of_coder}"""
    return f"SELECT * FROM stored_{name} t" + (f" WHERE {of_coder}" if name == "incidents" else "")


def _check_reads(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    statements = connection.extract_statements(sql)
    if len(statements) != 1:
        raise QueryError(f"the query has {len(statements)} statements; give one (WITH … SELECT puts several steps into one)")
    kind = statements[0].type.name
    if kind == "EXPLAIN":
        _check_reads(connection, _EXPLAIN.sub("", sql, count=1))
    elif kind not in _READING:
        raise QueryError(f"a query only reads, and this is {kind}; write a SELECT (--to FILE puts its rows into a file)")


@contextlib.contextmanager
def _sql_errors() -> Iterator[None]:
    try:
        yield
    except duckdb.Error as error:
        raise QueryError(_one_line(str(error))) from error


def _one_line(message: str) -> str:
    """The error, DuckDB's suggestion, and where, without its drawing of the place."""
    lines = [line.strip() for line in message.strip().splitlines() if line.strip(" ^")]
    words = " ".join(line for line in lines if not line.startswith("LINE "))
    place = next((line for line in lines if line.startswith("LINE ")), "")
    if "disabled by configuration" in words or "disabled through configuration" in words or "configuration has been locked" in words:
        words += " (a query reaches the store's tables and nothing else)"
    elif words.startswith("Catalog Error: Table"):
        words += f" (the tables are {', '.join(VIEWS)}; --tables lists their columns)"
    return " ".join(f"{words} {f'[{place[5:]}]' if place else ''}".split())[:600]


def _unique(schema: pa.Schema) -> pa.Schema:
    taken: set[str] = set()
    fields = []
    for field in schema:
        name, number = field.name, 0
        while name in taken:
            number += 1
            name = f"{field.name}_{number}"
        taken.add(name)
        fields.append(field.with_name(name))
    return pa.schema(fields)


@functools.cache
def _words() -> dict[tuple[str, str], str]:
    """(table, column) to its line; an empty column is the table itself, table `*` any table."""
    text = resources.files("dateline.store").joinpath("data", "columns.tsv").read_text(encoding="utf-8")
    rows = list(csv.reader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    if not rows or rows[0] != ["table", "column", "words"]:
        raise DataError("store/data/columns.tsv: its first line should be table, column, words")
    found: dict[tuple[str, str], str] = {}
    for number, row in enumerate(rows[1:], 2):
        if len(row) != 3 or not row[2] or row[0] not in (*VIEWS, "*") or (row[0], row[1]) in found:
            raise DataError(f"store/data/columns.tsv:{number}: want a known table, a column and words, each pair once")
        found[row[0], row[1]] = row[2]
    return found


def _type_words(kind: pa.DataType) -> str:
    """The type in short: `text`, `[text]` for a list, `{start, end, quote}` for a struct."""
    if pa.types.is_list(kind):
        return f"[{_type_words(kind.value_type)}]"
    if pa.types.is_struct(kind):
        inner = [field.name + (_type_words(field.type) if pa.types.is_nested(field.type) else "") for field in kind]
        return "{" + ", ".join(inner) + "}"
    if pa.types.is_map(kind):
        return f"map {_type_words(kind.key_type)} to {_type_words(kind.item_type)}"
    return {"string": "text", "int64": "integer", "double": "number", "bool": "true or false"}.get(str(kind), str(kind))


def _literal(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"

import csv
import io
import json
import re
from pathlib import Path

import duckdb
import pyarrow.parquet
import pytest
from support.fakes import FakeCoder
from support.stores import fill, incident, put, report, story

from dateline.cli import main
from dateline.errors import StoreError
from dateline.store import Store
from dateline.store.asof import Snapshot, open_store, versions
from dateline.store.schema import TABLES
from dateline.store.views import VIEWS, QueryError, columns, select, table_words

DOCS = Path(__file__).parents[2] / "docs" / "query.md"


@pytest.fixture(autouse=True)
def plain(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture
def store(tmp_path):
    made = Store(tmp_path / "store", create=True)
    fill(
        made, [report("a", "Alpha met Beta in Gamma."), report("b", "Alpha struck Beta killing 3. Alpha met Delta.", title="Strike, again")]
    )
    fill(made, [report("a", "Alpha struck Delta in Gamma.")])
    return made


def rows(store, sql, coder="fake-1", **options):
    with select(store, sql, coder, **options) as found:
        return [tuple(row.values()) for batch in found for row in batch.to_pylist()]


def test_views_show_what_is_current_and_committed(store):
    assert rows(store, "SELECT id FROM reports ORDER BY id") == [("a",), ("b",)]
    assert rows(store, "SELECT report_id, type FROM events ORDER BY report_id, ordinal") == [
        ("a", "ASSAULT"),
        ("b", "ASSAULT"),
        ("b", "CONSULT"),
    ]
    assert rows(store, "SELECT count(*) FROM reports", revisions=True) == [(3,)]
    assert rows(store, "SELECT count(*) FROM events", revisions=True) == [(4,)]
    fill(store, [report("a", "Alpha met Beta.")], FakeCoder("other-2"))
    assert rows(store, "SELECT count(*) FROM events") == [(3,)]
    assert rows(store, "SELECT count(*) FROM events", "other-2") == [(1,)]
    assert rows(store, "SELECT count(*), count(DISTINCT coder) FROM events", None) == [(4, 2)]


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("SELECT * FROM read_csv('/etc/passwd')", "file system operations are disabled"),
        ("SELECT * FROM read_text('/etc/passwd')", "file system operations are disabled"),
        ("SELECT * FROM '/etc/passwd'", "does not exist"),
        ("SELECT * FROM glob('/etc/*')", "disabled"),
        ("COPY (SELECT 1) TO '{tmp}/stolen.csv'", "only reads"),
        ("EXPLAIN ANALYZE COPY (SELECT 1) TO '{tmp}/stolen.csv'", "only reads"),
        ("EXPLAIN (ANALYZE) COPY (SELECT 1) TO '{tmp}/stolen.csv'", "only reads"),
        ("ATTACH '{tmp}/stolen.db'", "only reads"),
        ("INSTALL httpfs", "only reads"),
        ("LOAD httpfs", "only reads"),
        ("SET enable_external_access = true", "only reads"),
        ("RESET enable_external_access", "only reads"),
        ("PRAGMA enable_profiling", "only reads"),
        ("EXPORT DATABASE '{tmp}/stolen'", "only reads"),
        ("CREATE TABLE t AS SELECT 1", "only reads"),
        ("DROP VIEW events", "only reads"),
        ("SELECT 1; DROP VIEW events", "2 statements"),
        ("", "0 statements"),
        ("SELEC 1", "Parser Error"),
        ("SELECT nothing FROM events", "nothing"),
        ("SELECT * FROM happenings", "the tables are reports, mentions"),
        ("SELECT $x", "x"),
        ("SELECT 'a'::INT", "Conversion Error"),
    ],
)
def test_a_query_only_reads_and_says_so_in_a_line(store, tmp_path, sql, words):
    with pytest.raises(QueryError, match=re.escape(words)) as error:
        rows(store, sql.format(tmp=tmp_path))
    assert "\n" not in str(error.value)
    assert not list(tmp_path.glob("stolen*"))


@pytest.mark.parametrize(
    "sql",
    [
        "EXPLAIN SELECT 1",
        "DESCRIBE events",
        "SHOW TABLES",
        "SUMMARIZE runs",
        "FROM events",
        "PIVOT events ON type USING count(*) GROUP BY coder",
    ],
)
def test_what_reads_is_allowed(store, sql):
    assert rows(store, sql)


def test_columns_of_one_name_are_numbered(store):
    with select(store, "SELECT 1 AS a, 2 AS a, 3 AS a_1", None) as found:
        assert len(set(found.schema.names)) == 3


def test_every_column_has_its_line():
    found = columns()
    assert {one.table for one in found} == set(VIEWS) == {*TABLES, "events_reviewed"} == set(table_words())
    for one in found:
        assert one.words
        assert "\t" not in one.words
    party = "{start, end, quote, entity{id, name, country, sector}, basis, named{start, end, quote}}"
    assert next(x.type for x in found if (x.table, x.name) == ("events", "actor")) == f"[{party}]"


def test_formats_agree(store, tmp_path, capsysbinary):
    sql = "SELECT id, title, len(text) AS size, furniture, [1.5, NULL] AS list, NULL AS nothing FROM reports ORDER BY id"
    folder = str(store.folder)
    assert main(["query", sql, "--store", folder, "--format", "csv"]) == 0
    found = list(csv.DictReader(io.StringIO(capsysbinary.readouterr().out.decode())))
    assert [row["title"] for row in found] == ["", "Strike, again"]
    assert found[1]["list"] == "[1.5,null]"
    assert main(["query", sql, "--store", folder, "--format", "jsonl"]) == 0
    lines = [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]
    assert [line["size"] for line in lines] == [int(row["size"]) for row in found]
    assert lines[0]["title"] is None
    assert main(["query", sql, "--store", folder, "--to", str(tmp_path / "out.parquet")]) == 0
    assert pyarrow.parquet.read_table(tmp_path / "out.parquet").column("size").to_pylist() == [line["size"] for line in lines]
    assert main(["query", "SELECT sum(quad) AS s, map {'k': 1} AS m FROM events", "--store", folder, "--format", "jsonl"]) == 0
    assert json.loads(capsysbinary.readouterr().out.splitlines()[-1]) == {"s": 3, "m": {"k": 1}}
    assert main(["query", sql, "--store", folder]) == 0
    assert "Strike, again" in capsysbinary.readouterr().out.decode()


def test_the_command_line_says_what_is_wrong(store, tmp_path, capsysbinary):
    folder = str(store.folder)
    assert main(["query", "SELECT * FROM read_csv('/etc/passwd')", "--store", folder]) == 2
    errors = capsysbinary.readouterr().err.decode()
    assert errors.startswith("error: Permission Error")
    assert len(errors.splitlines()) == 1
    for wrong in (["--to", "x.txt"], ["--format", "parquet"], ["--format", "table", "--to", "x.csv"]):
        assert main(["query", "SELECT 1", "--store", folder, *wrong]) == 2
    assert main(["query", "--store", folder]) == 2
    assert main(["query", "SELECT 1", "--store", folder, "--as-of", "99"]) == 4
    assert main(["query", "SELECT 1", "--store", folder, "--to", str(tmp_path / "no" / "x.csv")]) == 1


def test_lists_of_tables_and_versions(store, capsysbinary):
    assert main(["query", "--store", str(store.folder), "--tables"]) == 0
    shown = capsysbinary.readouterr().out.decode()
    assert "incidents: " in shown
    assert "plover_score" in shown
    assert main(["query", "--store", str(store.folder), "--versions"]) == 0
    shown = capsysbinary.readouterr().out.decode()
    assert shown.count("complete") == 2
    assert "fake-1" in shown


def test_a_version_shows_what_was_there(store):
    first, second = versions(store)
    assert (first.reports, second.reports) == (2, 3)
    old = open_store(store.folder, str(first.commit.version))
    assert rows(old, "SELECT report_id, type FROM events ORDER BY report_id, ordinal") == [
        ("a", "CONSULT"),
        ("b", "ASSAULT"),
        ("b", "CONSULT"),
    ]
    assert len(list(old.codings())) == 2
    assert len(old.runs()) == 1
    for _ in range(2):
        fill(store, [report(f"more{_}", "Alpha met Beta.")])
    for name in ("reports", "events", "mentions", "runs"):
        store.table(name).optimize.compact()
    again = open_store(store.folder, str(first.commit.version))
    assert list(again.codings()) == list(old.codings())
    assert rows(again, "SELECT count(*) FROM reports") == [(2,)]
    assert [one.reports for one in versions(store)][:2] == [2, 3]
    with pytest.raises(StoreError, match="cannot be written"), again.writer("fake-1"):
        pass


def test_stories_and_incidents_are_those_of_the_version(store):
    put(store, "incidents", [incident(events=("e1",))])
    put(store, "stories", [story("k1")])
    first = versions(store)[-1].commit.version
    fill(store, [report("c", "Alpha met Beta.")])
    put(store, "incidents", [incident(events=("e1",)), incident(events=("e2",))], mode="overwrite")
    put(store, "stories", [story("k1", "k2")], mode="overwrite")
    assert rows(store, "SELECT count(*) FROM incidents") == [(2,)]
    old = Snapshot(store.folder, str(first))
    assert rows(old, "SELECT count(*) FROM incidents") == [(1,)]
    assert rows(old, "SELECT len(reports) FROM stories") == [(1,)]
    before_all = Snapshot(store.folder, str(versions(store)[0].commit.version))
    assert rows(before_all, "SELECT count(*) FROM incidents") == [(0,)]


def test_a_day_is_its_last_version(store, monkeypatch):
    from dateline.store import asof

    day = 86_400_000
    real = asof.history
    shifted = lambda store, name: [asof.Commit(one.version, one.version * day) for one in real(store, name)]  # noqa: E731
    monkeypatch.setattr(asof, "history", shifted)
    last = real(store, "reports")[-1].version
    assert Snapshot(store.folder, "1970-01-02").commit.version == 1
    assert Snapshot(store.folder, "2030-01-01").commit.version == last
    with pytest.raises(StoreError, match="held nothing yet"):
        Snapshot(store.folder, "1969-12-31")
    for wrong in ("yesterday", "2025-13-01", "2025-08-31T10:00:00", "-1"):
        with pytest.raises(StoreError, match="neither a version"):
            Snapshot(store.folder, wrong)


def test_events_and_export_take_a_version(store, tmp_path, capsysbinary):
    version = str(versions(store)[0].commit.version)
    assert main(["events", "--store", str(store.folder), "--as-of", version, "--format", "jsonl"]) == 0
    lines = [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]
    assert [line["event"]["type"] for line in lines] == ["CONSULT", "ASSAULT", "CONSULT"]
    assert main(["export", "--store", str(store.folder), "--as-of", version, "--to", str(tmp_path / "old.jsonl")]) == 0
    codings = [json.loads(line) for line in (tmp_path / "old.jsonl").read_text().splitlines()]
    assert codings[0]["events"][0]["type"] == "CONSULT"


def test_an_empty_store_is_told_apart(tmp_path):
    store = Store(tmp_path / "empty", create=True)
    with pytest.raises(StoreError, match="holds no reports yet"):
        Snapshot(store.folder, "1")
    assert versions(store) == []


def test_the_examples_of_the_docs_run(store):
    put(store, "incidents", [incident(events=("e1",), killed=(("recipient", 3, 3),))])
    found = re.findall(r"```sql\n(.*?)```", DOCS.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert len(found) >= 8
    for sql in found:
        rows(store, sql)


def test_other_readers_see_the_same_files(store):
    files = store.table("reports").file_uris()
    with duckdb.connect() as connection:
        assert connection.execute("SELECT count(*) FROM read_parquet($files)", {"files": files}).fetchone() == (3,)

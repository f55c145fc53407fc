import json

import pyarrow as pa
import pyarrow.dataset
import pytest
from deltalake import DeltaTable, write_deltalake
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from dateline.store.erase import erase, where_any_in, where_in

KEYS = st.sampled_from(["k1", "k2", "k3", "k4"])
SCHEMA = pa.schema([("key", pa.string()), ("keys", pa.list_(pa.string())), ("text", pa.string())])
ROWS = st.lists(st.tuples(KEYS, st.lists(KEYS, max_size=3), st.text(max_size=40)), max_size=12)


def batch(rows):
    return pa.record_batch(
        [
            pa.array([row[0] for row in rows], pa.string()),
            pa.array([row[1] for row in rows], pa.list_(pa.string())),
            pa.array([row[2] for row in rows], pa.string()),
        ],
        names=["key", "keys", "text"],
    )


@given(ROWS, st.sets(KEYS), st.integers(0, 4))
def test_masks_say_which_rows_name_a_value(rows, values, offset):
    wanted, given_rows = frozenset(values), batch(rows).slice(offset)
    rows = rows[offset:]
    assert where_in("key", wanted).mask(given_rows).to_pylist() == [row[0] in wanted for row in rows]
    assert where_any_in("keys", wanted).mask(given_rows).to_pylist() == [bool(wanted & {*row[1]}) for row in rows]


@settings(max_examples=8, deadline=None)
@given(commits=st.lists(ROWS, min_size=1, max_size=4), values=st.sets(KEYS), compact=st.booleans())
def test_every_version_loses_just_the_doomed_rows(tmp_path_factory, commits, values, compact):
    folder = tmp_path_factory.mktemp("erase") / "table"
    for rows in commits:
        write_deltalake(str(folder), pa.Table.from_batches([batch(rows)]), mode="append")
    if compact:
        DeltaTable(str(folder)).optimize.compact()
        DeltaTable(str(folder)).create_checkpoint()
    versions = range(DeltaTable(str(folder)).version() + 1)

    def rows_of(version):
        # not `to_pyarrow_table`: it takes null counts of lists at their word, and empty lists count as null there
        files = DeltaTable(str(folder), version=version).file_uris()
        rows = pyarrow.dataset.dataset(files, schema=SCHEMA, format="parquet").to_table().to_pylist() if files else []
        return sorted((row["key"], row["keys"], row["text"]) for row in rows)

    before = [rows_of(version) for version in versions]
    times = {path.name: path.stat().st_mtime_ns for path in (folder / "_delta_log").iterdir()}
    dooms = [where_in("key", frozenset(values)), where_any_in("keys", frozenset(values))]
    erase(folder, dooms)
    assert [rows_of(version) for version in versions] == [
        [row for row in rows if row[0] not in values and not values & {*row[1]}] for rows in before
    ]
    assert {path.name: path.stat().st_mtime_ns for path in (folder / "_delta_log").iterdir() if path.name != "_last_checkpoint"} == {
        name: time for name, time in times.items() if name != "_last_checkpoint"
    }
    assert erase(folder, dooms) == 0


def test_a_file_keeps_its_size_and_its_log_is_right(tmp_path):
    folder = tmp_path / "table"
    write_deltalake(str(folder), pa.table({"key": ["secret"] * 500 + ["k2"], "text": [f"line {n} " * 20 for n in range(501)]}))
    (path,) = folder.glob("*.parquet")
    size = path.stat().st_size
    assert erase(folder, [where_in("key", frozenset({"secret"}))]) == 500
    assert path.stat().st_size == size
    assert parquet.read_table(path).num_rows == 1
    (add,) = [
        json.loads(line)["add"]
        for line in (folder / "_delta_log" / "00000000000000000000.json").read_text().splitlines()
        if '"add"' in line
    ]
    assert (add["size"], json.loads(add["stats"])) == (size, {"numRecords": 1})


def test_a_file_that_would_grow_is_noted_with_its_new_size(tmp_path, monkeypatch):
    monkeypatch.setattr("dateline.store.erase._LEVEL", 1)
    folder = tmp_path / "table"
    rows = pa.table({"key": [f"{n}" for n in range(2000)], "text": ["x" * (n % 7) for n in range(2000)]})
    write_deltalake(str(folder), rows)
    (path,) = folder.glob("*.parquet")
    parquet.write_table(parquet.read_table(path), path, compression="zstd", compression_level=22)
    erase(folder, [where_in("key", frozenset({"7"}))])
    table = DeltaTable(str(folder))
    assert table.to_pyarrow_table().num_rows == 1999
    assert pa.table(table.get_add_actions()).column("size_bytes").to_pylist() == [path.stat().st_size]
    table.optimize.compact()


def test_what_no_version_names_is_deleted(tmp_path):
    folder = tmp_path / "table"
    write_deltalake(str(folder), pa.table({"key": ["k1"]}))
    (folder / "part-9.parquet").write_bytes(b"cut off")
    (folder / "_delta_log" / "_commit_x.json.tmp").write_text("{")
    erase(folder, [where_in("key", frozenset({"k9"}))])
    assert len(list(folder.glob("*.parquet"))) == 1
    assert not list((folder / "_delta_log").glob("*.tmp"))
    assert erase(tmp_path / "missing", []) == 0


def test_a_damaged_file_is_an_error(tmp_path):
    folder = tmp_path / "table"
    write_deltalake(str(folder), pa.table({"key": ["k1"]}))
    (path,) = folder.glob("*.parquet")
    path.write_bytes(b"PAR1 damaged")
    with pytest.raises(pa.ArrowException):
        erase(folder, [where_in("key", frozenset({"k1"}))])

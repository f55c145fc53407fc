"""Compressed inputs and archives: what is cut off or broken gives what could be read, and a reject; any bytes give no exception."""

import bz2
import gzip
import io
import lzma
import os
import zipfile

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.inputs import (
    PROSE,
    ROWS,
    TABULAR,
    Pipe,
    archive,
    assert_rows,
    columns,
    crawl,
    json_lines,
    page,
    pipe,
    read,
    reasons,
    write,
    zstd,
)

from dateline.intake import read_inputs
from dateline.intake.census import count_inputs
from dateline.intake.formats import FORMATS
from dateline.records import Reject, Report


@pytest.mark.parametrize(
    ("suffix", "pack"), [(".gz", gzip.compress), (".bz2", bz2.compress), (".xz", lzma.compress), (".zst", zstd), ("", gzip.compress)]
)
@pytest.mark.parametrize("name", ["a.jsonl", "a.parquet", "a.csv"])
def test_compressed_forms(tmp_path, name, suffix, pack):
    data = TABULAR[name]
    path = write(tmp_path / f"{name}{suffix}", pack(data if isinstance(data, bytes) else data.encode()))
    assert_rows(read(path))
    assert_rows(read("-", stdin=Pipe(path.read_bytes()), input_format=name.removeprefix("a.")))


def test_members_after_each_other_and_padding_are_one_stream(tmp_path):
    first, second = (gzip.compress(json_lines([row])) for row in ROWS)
    assert_rows(read(write(tmp_path / "a.jsonl.gz", first + second + b"\0" * 100)))
    assert_rows(read(write(tmp_path / "a.jsonl.bz2", bz2.compress(json_lines(ROWS[:1])) + bz2.compress(json_lines(ROWS[1:])))))
    assert_rows(read(write(tmp_path / "a.jsonl.zst", zstd(json_lines(ROWS[:1])) + zstd(json_lines(ROWS[1:])))))


def test_a_pipe_is_read_line_by_line():
    lines = iter([json_lines(ROWS[:1]), json_lines(ROWS[1:])])
    taken = []

    class Live(io.RawIOBase):
        def readable(self):
            return True

        def readinto(self, buffer):
            data = next(lines, b"")
            taken.append(data)
            buffer[: len(data)] = data
            return len(data)

    found = read_inputs(["-"], stdin=io.BufferedReader(Live()))
    assert next(found).id == "7"
    assert len(taken) == 1  # the second line was not waited for
    assert next(found).id == "8"


def test_a_zip_gives_its_members_and_passes_over_page_assets(tmp_path):
    path = write(
        tmp_path / "a.zip",
        archive(
            {
                "news/b.txt": PROSE,
                "news/a.jsonl": json_lines(),
                "news/c.txt.gz": gzip.compress(PROSE.encode()),
                "news/style.css": "body {}",
                "__MACOSX/news/._b.txt": b"\0\1",
                ".DS_Store": b"\0",
                "news/d.txt": "",
            }
        ),
    )
    found = read(path)
    assert [getattr(item, "source", item.id).removeprefix(f"{path.as_posix()}!") for item in found] == [
        "news/b.txt",
        "7",
        "8",
        "news/c.txt.gz",
        "news/d.txt",
    ]
    assert reasons(found) == ["", "", "", "", "empty"]
    assert [item.id for item in read("-", stdin=pipe(path.read_bytes()))[:2]] == ["news/b.txt", "7"]
    assert count_inputs([path]) == 5


@pytest.mark.parametrize(
    ("members", "reason", "word"),
    [
        ({"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"}, "binary", "Office"),
        ({}, "empty", "no files"),
        ({"x.css": "a"}, "empty", "no files"),
    ],
)
def test_zips_that_hold_no_reports(tmp_path, members, reason, word):
    (found,) = read(write(tmp_path / "a.zip", archive(members)))
    assert (found.reason, word in found.detail) == (reason, True)


def test_an_encrypted_member_and_an_archive_in_archives(tmp_path):
    data = bytearray(archive({"a.txt": PROSE}))
    for magic, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(magic) + at] |= 1
    assert reasons(read(write(tmp_path / "a.zip", bytes(data)))) == ["encrypted"]
    nested = archive({"a.zip": archive({"b.zip": archive({"c.zip": archive({"d.txt": PROSE})})})})
    assert reasons(read(write(tmp_path / "b.zip", nested))) == ["binary"]
    assert read(write(tmp_path / "c.zip", archive({"a.zip": archive({"b.txt": PROSE})})))[0].id.endswith("c.zip!a.zip!b.txt")


def test_bombs_are_too_large(tmp_path, monkeypatch):
    monkeypatch.setattr("dateline.intake.compression._BOMB_BYTES", 1 << 20)
    zeros = b" " * (1 << 22)
    for name, data in {"a.jsonl.gz": gzip.compress(zeros), "a.jsonl.bz2": bz2.compress(zeros), "a.jsonl.zst": zstd(zeros)}.items():
        assert reasons(read(write(tmp_path / name, data)))[-1] == "too_large"
    assert reasons(read(write(tmp_path / "a.zip", archive({"a.jsonl": zeros, "b.txt": PROSE})))) == ["too_large", ""]
    assert reasons(read(write(tmp_path / "a.txt.gz", gzip.compress(b"x " * 5000)), max_chars=1000)) == ["too_large"]


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, zstd])
def test_a_compressed_file_cut_anywhere_gives_what_was_there_and_says_so(tmp_path, pack):
    rows = [{"id": str(n), "text": f"Report {n}: {os.urandom(20).hex()}"} for n in range(6)]
    data = pack(json_lines(rows))
    for cut in range(6, len(data)):
        found = read("-", stdin=io.BytesIO(data[:cut]), input_format="jsonl")
        assert isinstance(found[-1], Reject) and found[-1].reason == "truncated", cut
        assert [item.id for item in found[:-1]] == [str(n) for n in range(len(found) - 1)]


def test_a_zip_cut_anywhere_gives_its_whole_members_and_says_so():
    members = {f"{n}.txt": f"Report {n}: {os.urandom(30).hex()}" for n in range(5)}
    data = archive(members)
    ends = [data.index(f"{n}.txt".encode()) for n in range(5)]
    for cut in range(4, len(data)):
        found = read("-", stdin=io.BytesIO(data[:cut]))
        whole = [item for item in found if isinstance(item, Report) and item.text == members.get(item.id)]
        assert any(isinstance(item, Reject) for item in found), cut
        assert len(whole) >= sum(cut >= start for start in ends[1:])
        assert [item.id for item in whole] == list(members)[: len(whole)]


def test_a_zip_written_to_a_pipe_and_cut_is_read_from_the_front():
    out = io.BytesIO()

    class Unseekable(io.RawIOBase):
        def writable(self):
            return True

        def write(self, data):
            return out.write(data)

    with zipfile.ZipFile(Unseekable(), "w", zipfile.ZIP_DEFLATED) as opened:
        for n in range(3):
            opened.writestr(f"{n}.txt", f"{PROSE} {n}")
    data = out.getvalue()
    found = read("-", stdin=io.BytesIO(data[: data.index(b"PK\x01\x02") + 10]))
    assert [item.text[-1] for item in found[:3]] == ["0", "1", "2"]
    assert reasons(found) == ["", "", "", "truncated"]


def test_a_parquet_cut_anywhere_is_one_reject():
    data = columns()
    for cut in range(4, len(data)):
        assert reasons(read("-", stdin=io.BytesIO(data[:cut]))) == ["damaged"], cut


def test_a_broken_row_group_leaves_the_others():
    rows = [{"id": str(n), "text": f"{PROSE} {n} {os.urandom(200).hex()}"} for n in range(40)]
    data = bytearray(columns(rows, row_group_size=10, compression="gzip"))
    at = pq.ParquetFile(io.BytesIO(bytes(data))).metadata.row_group(1).column(1).data_page_offset
    data[at : at + 400] = b"\xff" * 400
    found = read("-", stdin=io.BytesIO(bytes(data)))
    assert [item.id for item in found if isinstance(item, Report)] == [str(n) for n in (*range(10), *range(20, 40))]
    (bad,) = (item for item in found if isinstance(item, Reject))
    assert (bad.reason, bad.line) == ("damaged", 11)


SEEDS = [
    b"",
    json_lines(),
    TABULAR["a.csv"].encode(),
    TABULAR["a.tsv"].encode(),
    TABULAR["a.json"],
    columns(),
    gzip.compress(json_lines()),
    zstd(json_lines()),
    archive({"a.txt": PROSE, "b.jsonl": json_lines()}),
    page().encode(),
    crawl([("https://harbourpost.example/a", "text/html", "200 OK", page().encode())]),
    json_lines().decode().encode("utf-16"),
]


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_any_bytes_in_any_format_give_reports_or_rejects(data):
    seed = data.draw(st.sampled_from(SEEDS))
    start = data.draw(st.integers(0, len(seed)))
    end = data.draw(st.integers(start, len(seed)))
    mutated = seed[:start] + data.draw(st.binary(max_size=30)) + seed[end if data.draw(st.booleans()) else start :]
    kind = data.draw(st.sampled_from(["auto", *(one.name for one in FORMATS)]))
    found = read("-", stdin=io.BytesIO(mutated), input_format=kind, max_chars=2000)
    assert found or kind in ("auto", "feed")  # a feed may have no entries
    for item in found:
        assert isinstance(item, Report | Reject)
        if isinstance(item, Reject):
            assert item.reason and item.detail and item.source
            assert "reader failed" not in item.detail, item

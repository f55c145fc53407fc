"""Every form that inputs come in gives the same reports, and a broken record is a reject beside the others."""

import datetime
import gzip
import io
import json
import os

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from support.inputs import PROSE, ROWS, TABULAR, archive, assert_rows, columns, crawl, json_lines, page, read, reasons, table, write

from dateline.cli.code import InputFormat as Choice
from dateline.errors import InputError
from dateline.intake.census import count_inputs
from dateline.intake.fields import parse_fields
from dateline.intake.formats import FORMATS
from dateline.intake.source import InputFormat
from dateline.records import Reject, Report


@pytest.mark.parametrize("name", TABULAR)
def test_all_tabular_forms_give_the_same_reports(tmp_path, name):
    path = write(tmp_path / name, TABULAR[name])
    assert_rows(read(path))
    assert_rows(
        read(
            "-",
            stdin=io.BytesIO(path.read_bytes()),
            input_format="auto" if "." not in name else next(f.name for f in FORMATS if path.suffix in f.suffixes),
        )
    )


DAY = datetime.datetime(2025, 8, 9, 23, 30)


@pytest.mark.parametrize(
    "column",
    [
        pa.array([DAY], pa.timestamp("ns")),
        pa.array([DAY], pa.timestamp("ms", "UTC")),
        pa.array([DAY - datetime.timedelta(hours=2)], pa.timestamp("us", "Europe/Paris")),
        pa.array([DAY.date()], pa.date32()),
        pa.array([DAY.date()], pa.date64()),
        pa.array([20250809], pa.int32()),
        pa.array([1754782200], pa.int64()),
        pa.array([1754782200000.0], pa.float64()),
        pa.array(["2025-08-09T23:30:00"], pa.large_string()),
        pa.array([b"2025-08-09"], pa.binary()),
        pa.array(["9 August 2025"]).dictionary_encode(),
    ],
)
def test_days_in_parquet(column):
    out = io.BytesIO()
    pq.write_table(pa.table({"nr": pa.array([7.0]), "text": [PROSE.encode()], "published": column}), out)
    (report,) = read("-", stdin=io.BytesIO(out.getvalue()), names=parse_fields("id=nr"))
    assert (report.id, report.text, report.published) == ("7", PROSE, "2025-08-09")


def test_fields_within_structures_lists_and_numbers(tmp_path):
    value = {"text": PROSE, "source": {"name": "Harbour Post"}, "authors": ["A. Bel", "C. Dor"], "when": 1754782200, "agency": "AFP"}
    names = parse_fields("publisher=source.name,author=authors,published=when")
    (line,) = read(write(tmp_path / "a.jsonl", json.dumps(value)), names=names)
    (row,) = read(write(tmp_path / "a.parquet", columns([value])), names=names)
    for report in (line, row):
        assert (report.publisher, report.author, report.published) == ("Harbour Post", "A. Bel, C. Dor", "2025-08-09")
        assert report.agency == "Agence France-Presse" or "AFP" in report.agency
    assert line == row


@pytest.mark.parametrize("name", ["a.csv", "a.parquet", "a.tsv"])
def test_a_missing_text_column_is_named_with_those_that_are_there(tmp_path, name):
    path = write(tmp_path / name, TABULAR[name])
    (found,) = read(path, names=parse_fields("text=body"))
    assert found.reason == "field"
    assert "no 'body'" in found.detail and "id, text, published" in found.detail and "--map text=NAME" in found.detail


def test_bad_rows_are_rejected_with_their_line_and_the_rest_is_read(tmp_path):
    lines = [
        "ID,Text,published",
        '1,"Two\nlines",2025-08-09',
        "2,One, two,2025-08-09",
        '3,"a" b,2025-08-09',
        "4",
        "",
        "5,Last,08/09/2025",
        "6,Good",
    ]
    found = read(write(tmp_path / "a.csv", "\r\n".join(lines)))
    assert [(getattr(item, "line", None), getattr(item, "reason", item.id)) for item in found] == [
        (None, "1"),
        (4, "csv"),
        (5, "csv"),
        (6, "empty"),
        (8, "date"),
        (None, "6"),
    ]
    assert found[0].text == "Two\nlines"
    (lost,) = [r for r in read(write(tmp_path / "b.csv", 'id,text\n1,"never closed\n2,b\n')) if isinstance(r, Reject)]
    assert (lost.line, lost.reason) == (2, "csv") and "never closed" in lost.detail
    assert reasons(read(write(tmp_path / "c.csv", "id,text\n"))) == ["empty"]
    assert reasons(read(write(tmp_path / "d.csv", "id,text\n1," + "x" * 3_000_000 + "\n2,ok\n"), max_chars=200_000)) == ["too_large", ""]


def test_a_quotation_that_begins_an_unquoted_tab_cell_stays(tmp_path):
    texts = ['"We left," he said.', 'He said "no".', '"All," he said, "is well"']
    path = write(tmp_path / "a.tsv", "id\ttext\n" + "".join(f"{n}\t{text}\n" for n, text in enumerate(texts)))
    assert [item.text for item in read(path)] == texts


def test_a_long_json_list_is_not_held_whole(tmp_path):
    rows = [{"id": str(n), "text": f"{PROSE} {n}"} for n in range(2000)]
    path = write(tmp_path / "a.json", json.dumps(rows))
    assert len(read(path, max_chars=1000)) == 2000  # 140 times the limit of one text
    assert reasons(read(write(tmp_path / "b.json", json.dumps(rows[:3])[:-30]))) == ["", "", "json"]
    assert reasons(read(write(tmp_path / "c.json", '[{"text": "a"}, 3, {"text": "b"} x]'))) == ["", "json", "", "json"]
    assert reasons(read(write(tmp_path / "d.json", '[{"text": "a"},'))) == ["", "json"]


@pytest.mark.parametrize("packed", [False, True])
def test_a_crawl_gives_its_pages(tmp_path, packed):
    pages = [
        ("https://harbourpost.example/a", "text/html; charset=utf-8", "200 OK", page().encode()),
        ("https://harbourpost.example/b.png", "image/png", "200 OK", b"\x89PNG"),
        ("https://harbourpost.example/c", "text/html", "404 Not Found", page().encode()),
        (
            "https://harbourpost.example/d",
            "text/html; charset=windows-1251",
            "200 OK",
            page(body="Президент страны объявил о переговорах. ").encode("cp1251"),
        ),
        ("https://harbourpost.example/e", "text/html", "200 OK", b"<html></html>"),
    ]
    data = crawl(pages, gzip.compress if packed else bytes)
    path = write(tmp_path / ("a.warc.gz" if packed else "a.warc"), data)
    found = read(path)
    assert reasons(found) == ["", "", "empty"]
    assert [item.id for item in found[:2]] == [pages[0][0], pages[3][0]]
    assert (found[0].url, found[0].published, found[0].published_basis) == (pages[0][0], "2025-08-11", "retrieved")
    assert PROSE in found[0].text and "Президент" in found[1].text
    assert read(path, published="2025-08-01")[0].published == "2025-08-01"
    assert count_inputs([path]) >= 2


def test_a_broken_record_of_a_crawl_is_a_reject_and_the_next_is_read(tmp_path):
    urls = [f"https://harbourpost.example/{n}" for n in range(3)]
    data = crawl([(url, "text/html", "200 OK", page(title=url).encode()) for url in urls])
    second = data.index(b"WARC-Type: response", data.index(urls[1].encode()) - 400)
    at = data.index(b"Content-Length: ", second)
    broken = data[:at] + b"Content-Length: x" + data[data.index(b"\r\n", at) :]
    found = read(write(tmp_path / "a.warc", broken))
    assert [item.id for item in found if isinstance(item, Report)] == [urls[0], urls[2]]
    assert "warc" in reasons(found)
    cut = read(write(tmp_path / "b.warc", data[: data.rindex(b"</article>")]))
    assert reasons(cut) == ["", "", "truncated"]


def test_patterns_folders_and_links(tmp_path):
    for name in ("feed/2025/a.txt", "feed/2025/b.jsonl", "feed/c.txt", "feed/style.css", "feed/page_files/x.js", "feed/[1].txt"):
        write(tmp_path / name, json_lines(ROWS[:1]) if name.endswith("jsonl") else PROSE)
    (tmp_path / "feed" / "2025" / "up").symlink_to(tmp_path / "feed")
    (tmp_path / "feed" / "gone.txt").symlink_to(tmp_path / "nowhere")

    def ids(pattern):
        return [
            getattr(item, "id", "").removeprefix(f"{tmp_path}/") if isinstance(item, Report) else item.reason
            for item in read(f"{tmp_path}/{pattern}")
        ]

    assert ids("feed/**/*.jsonl") == ["7"]  # though a link makes it one of many paths
    assert ids("feed/*.txt") == ["feed/[1].txt", "feed/c.txt", "unreadable"]
    assert ids("feed") == ["feed/2025/a.txt", "7", "feed/[1].txt", "feed/c.txt", "unreadable"]
    assert ids("feed/[1].txt") == ["feed/[1].txt"]
    assert ids("feed/**/none*") == ["unreadable"]
    assert "no file fits" in read(f"{tmp_path}/x*")[0].detail


def test_a_name_that_is_no_utf8(tmp_path):
    (report,) = read(write(tmp_path / os.fsdecode(b"caf\xe9.txt"), PROSE))
    assert report.id.endswith("caf\\xe9.txt")


def test_counts_for_the_progress_bar(tmp_path):
    rows = [{"id": str(n), "text": f"{PROSE} {n}", "published": "2025-08-09"} for n in range(20_000)]
    data = json_lines(rows)
    assert count_inputs([write(tmp_path / "a.parquet", columns(rows))]) == 20_000
    for name, packed in (
        ("a.jsonl", data),
        ("a.jsonl.gz", gzip.compress(data)),
        ("a.csv", table(rows)),
        ("a.json", json.dumps(rows)),
        ("a.zip", archive({"a.jsonl": data})),
    ):
        assert count_inputs([write(tmp_path / name, packed)]) == pytest.approx(20_000, rel=0.15), name
    assert count_inputs([tmp_path / "gone"]) == 1


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1251", "Президент страны в пятницу объявил о начале переговоров с вооружённой группой."),
        ("koi8-r", "Президент страны в пятницу объявил о начале переговоров с вооружённой группой."),
        ("cp1252", "Les ministres se sont réunis vendredi à Tarvo et ont décidé de négocier à nouveau, d’après eux."),
        ("cp1252", "Bogotá"),
        ("cp1256", "أعلن الرئيس يوم الجمعة بدء محادثات جديدة مع الجماعة المسلحة"),
        ("gb18030", "总统周五宣布与武装组织开始新的谈判，官员们说。"),
        ("utf-16-le", "The ministers met."),
        ("utf-16-be", "The ministers met."),
        ("utf-16", "Президент страны"),
        ("utf-32", "The ministers met."),
    ],
)
def test_encodings_are_told(tmp_path, encoding, text):
    notes = []
    assert read(write(tmp_path / "a.txt", text.encode(encoding)), note=notes.append)[0].text == text
    assert len(notes) == 1
    lines = "".join(f'{{"text": "{text} {n}"}}\n' for n in range(5))
    notes.clear()
    found = read(write(tmp_path / "a.jsonl", lines.encode(encoding)), note=notes.append)
    assert [item.text for item in found] == [f"{text} {n}" for n in range(5)]
    assert len(notes) == 1


def test_broken_utf8_stays_utf8(tmp_path):
    text = "Los niños de Bogotá – el señor".encode()
    assert read(write(tmp_path / "a.txt", text + b" \xff!"))[0].text == text.decode() + " \ufffd!"
    assert read(write(tmp_path / "b.txt", text + "á".encode()[:1]))[0].text == text.decode() + "\ufffd"


@pytest.mark.parametrize("data", [b"%PDF-1.4\nx", b"{\\rtf1 x}", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 40])
def test_documents_are_named(tmp_path, data):
    (found,) = read(write(tmp_path / "a", data))
    assert found.reason == "binary"
    assert "text" in found.detail


def test_map_takes_author_and_agency():
    assert parse_fields("author=by,agency=wire") == {"author": "by", "agency": "wire"}
    with pytest.raises(InputError, match="agency"):
        parse_fields("by=author")


def test_the_registry_has_every_format_once():
    suffixes = [suffix for one in FORMATS for suffix in one.suffixes]
    assert len(suffixes) == len(set(suffixes))
    assert {"auto", *(one.name for one in FORMATS)} == set(InputFormat.__args__) == {one.value for one in Choice}
    assert FORMATS[-1].sniff(b"")  # whatever is left is text

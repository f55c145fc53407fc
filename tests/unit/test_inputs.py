import io
import json

import pytest

from dateline.errors import InputError
from dateline.intake import Options, read_inputs
from dateline.intake.census import count_inputs
from dateline.intake.days import read_day
from dateline.intake.fields import parse_fields
from dateline.records import Reject, Report

PROSE = "The ministers of the two states met in Tarvo on Friday and agreed to talk again, officials said.\n"
PAGE = f"""<html><head><title>Ministers meet</title><meta property="og:site_name" content="Harbour Post">
<meta property="article:published_time" content="2025-08-09T10:00:00Z"></head><body><nav>Home</nav><article><h1>Ministers meet</h1>
<p>{PROSE * 3}</p><p>{PROSE * 2}</p></article><footer>Contact us</footer></body></html>"""


def read(*paths, **options):
    return list(read_inputs(paths, Options(**options)))


def write(path, data):
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


@pytest.mark.parametrize("text", ["One.\r\nTwo.\n\n Three é “x” \U0001f600\u2028end", "  \tpadded\n", "tab\tand\x0bvt"])
def test_stored_text_is_the_input_character_for_character(tmp_path, text):
    (report,) = read(write(tmp_path / "a.txt", text))
    assert report.text == text
    (line,) = read(write(tmp_path / "a.jsonl", json.dumps({"id": 1, "text": text})))
    assert (line.text, line.id) == (text, "1")


def test_a_byte_order_mark_is_dropped(tmp_path):
    assert read(write(tmp_path / "a.txt", b"\xef\xbb\xbfHello there"))[0].text == "Hello there"
    assert read(write(tmp_path / "b.txt", "Hello é".encode("utf-16")))[0].text == "Hello é"
    assert read(write(tmp_path / "c", b'\xef\xbb\xbf{"text": "Hello"}\n{"text": "Again"}'))[1].text == "Again"


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\n", "empty"),
        ("a.txt", b"GIF89a\0\0\x01binary", "binary"),
        ("a.txt", bytes(range(128, 256)) * 4, "binary"),
        ("a.txt", b"\xff\xfe\x00", "encoding"),
        ("a.jsonl", b"", "empty"),
        ("a.jsonl", b'{"id": "1", "text": "cut of', "json"),
        ("a.jsonl", b"[1, 2]", "json"),
        ("a.jsonl", b"[" * 100_000, "json"),
        ("a.jsonl", b'{"id": "1"}', "field"),
        ("a.jsonl", b'{"id": "1", "text": 7}', "field"),
        ("a.jsonl", b'{"id": ["1"], "text": "x"}', "field"),
        ("a.jsonl", b'{"text": ""}', "empty"),
        ("a.jsonl", b'{"text": "x", "published": "2025-02-30"}', "date"),
        ("a.jsonl", b'{"text": "x", "published": "08/09/2025"}', "date"),
        ("a.jsonl", b'{"text": "half \\ud800 pair"}', "json"),
        ("a.json", b"[]", "empty"),
        ("a.json", b"[3]", "json"),
        ("a.html", b"<html><body></body></html>", "empty"),
    ],
)
def test_a_bad_input_is_rejected_with_its_reason_and_the_rest_is_read(tmp_path, name, data, reason):
    good = write(tmp_path / "z.txt", PROSE)
    found = read(write(tmp_path / name, data), good)
    assert [type(item) for item in found] == [Reject, Report]
    assert found[0].reason == reason
    assert found[0].source.endswith(name)
    assert found[0].detail
    assert found[0] == read(tmp_path / name)[0]


def test_a_broken_line_does_not_stop_the_file(tmp_path):
    lines = ['{"id": "1", "text": "One."}', "", '{"id": ', '{"id": "3", "text": "Three."}']
    found = read(write(tmp_path / "a.jsonl", "\n".join(lines)))
    assert [getattr(item, "line", item.id) for item in found] == ["1", 3, "3"]


def test_latin_1_is_read_with_a_note(tmp_path):
    notes = []
    (report,) = read(write(tmp_path / "a.txt", "Los niños de Bogotá – señor".encode("windows-1252")), note=notes.append)
    assert report.text == "Los niños de Bogotá – señor"
    assert "windows-1252" in notes[0]
    (line,) = read(write(tmp_path / "a.jsonl", '{"text": "Los niños de Bogotá"}'.encode("latin-1")), note=notes.append)
    assert line.text == "Los niños de Bogotá"
    assert "a.jsonl:1" in notes[1]


def test_too_large(tmp_path):
    huge = json.dumps({"text": "x" * 20_000_000})
    path = write(tmp_path / "a.jsonl", f'{huge}\n{{"text": "Small one."}}\n')
    found = read(path)
    assert [getattr(item, "reason", "") for item in found] == ["too_large", ""]
    assert [getattr(item, "reason", "") for item in read(path, max_chars=1000)] == ["too_large", ""]
    assert read(write(tmp_path / "a.txt", "x" * 2000), max_chars=100)[0].reason == "too_large"
    assert read(write(tmp_path / "b.txt", "x" * 150), max_chars=100)[0].reason == "too_large"


def test_unknown_path_and_folder(tmp_path):
    write(tmp_path / "b.txt", PROSE)
    (tmp_path / "a").mkdir()
    write(tmp_path / "a" / "c.txt", PROSE)
    write(tmp_path / ".hidden", "x")
    found = read(tmp_path / "gone.txt", tmp_path)
    assert found[0].reason == "unreadable"
    assert "does not exist" in found[0].detail
    assert [item.id.removeprefix(tmp_path.as_posix()) for item in found[1:]] == ["/a/c.txt", "/b.txt"]
    assert count_inputs([tmp_path]) == 2
    assert count_inputs(["-"]) is None


def test_standard_input_is_text_or_json_lines():
    (text,) = read_inputs(["-"], stdin=io.BytesIO(PROSE.encode()))
    assert text.text == PROSE
    assert text.id == text.sha256[:16]
    lines = io.BytesIO(b'{"id": "1", "text": "One."}\n{"id": "2", "text": "Two."}\n')
    assert [item.id for item in read_inputs(["-"], stdin=lines)] == ["1", "2"]
    (brace,) = read_inputs(["-"], stdin=io.BytesIO(b"{Editor} The army left.\n"))
    assert brace.text.startswith("{Editor}")


def test_other_field_names_and_days(tmp_path):
    path = write(tmp_path / "a.jsonl", json.dumps({"nr": "7", "body": "x", "date": "2025-08-09T23:10:00Z", "publisher": "Reuters"}))
    (report,) = read(path, names=parse_fields("id=nr, text=body,published=date"), published="2020-01-01")
    assert (report.id, report.text, report.published, report.published_basis) == ("7", "x", "2025-08-09", "field")
    assert report.agency == "Reuters"
    with pytest.raises(InputError, match="wrong"):
        parse_fields("wrong=x")


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2025-08-09", "2025-08-09"),
        ("20250809", "2025-08-09"),
        ("Sat, 09 Aug 2025 10:00:00 GMT", "2025-08-09"),
        ("9 August 2025", "2025-08-09"),
        ("August 9, 2025", "2025-08-09"),
        ("26-FEB-1987 15:01:01", "1987-02-26"),
        ("09.08.2025", None),
        ("yesterday", None),
        ("2025-13-01", None),
    ],
)
def test_read_day(value, day):
    assert read_day(value) == day


def test_a_page_keeps_its_hash_and_extractor(tmp_path):
    path = write(tmp_path / "a.html", PAGE)
    (report,) = read(path)
    assert "Ministers of" not in report.text or report.text
    assert PROSE.strip() in report.text
    assert "Home" not in report.text
    assert (report.title, report.publisher) == ("Ministers meet", "Harbour Post")
    assert (report.published, report.published_basis) == ("2025-08-09", "page")
    assert report.raw_sha256
    assert report.extractor.startswith("trafilatura ")
    (dated,) = read(path, published="2025-08-10")
    assert (dated.published, dated.published_basis) == ("2025-08-10", "option")


def test_another_language_is_recorded_only_when_sure(tmp_path):
    spanish = (
        "El presidente anunció el viernes el inicio de nuevas conversaciones con el grupo armado más grande del país, según un comunicado. "
        * 4
    )
    assert read(write(tmp_path / "a.txt", spanish))[0].language == "es"
    assert read(write(tmp_path / "b.txt", "Hola, presidente."))[0].language is None
    (stated,) = read(write(tmp_path / "e.jsonl", '{"text": "Bonjour", "language": "fr-CA"}'))
    assert (stated.language, stated.text) == ("fr", "Bonjour")
    assert read(write(tmp_path / "c.txt", PROSE))[0].language == "en"
    assert isinstance(read(write(tmp_path / "d.txt", (PROSE * 3).upper()))[0], Report)


def test_json_file_with_a_list(tmp_path):
    path = write(tmp_path / "a.json", json.dumps([{"text": "One."}, {"text": "Two."}], indent=1))
    assert [item.text for item in read(path)] == ["One.", "Two."]

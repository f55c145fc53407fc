import csv
import io
import json

import pytest

from dateline import Coder
from dateline.cli import main


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("name,aliases,country,sector,from,to\nClan del Golfo,,COL,REB,2020,\nLake Front,LKF,UGA,REB,,\n")
    return path


def run(capsysbinary, *arguments):
    code = main(["entities", *map(str, arguments)])
    shown = capsysbinary.readouterr()
    return code, shown.out.decode(), shown.err.decode()


def readings(capsysbinary, *arguments):
    code, out, _ = run(capsysbinary, *arguments, "--format", "json")
    assert code == 0
    return json.loads(out)


def test_counts(capsysbinary, own):
    code, out, _ = run(capsysbinary, "--entities", own, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert {"table": str(own), "kind": "own entry", "entries": "2", "names": "3"} in rows
    assert {row["kind"] for row in rows} >= {"country", "organisation", "person", "role", "region", "people"}


@pytest.mark.parametrize(
    ("name", "kind", "told"),
    [
        ("Gulf Clan", "organisation", "alias"),
        ("EGC", "organisation", "alias"),
        ("Obama", "person", "alias"),
        ("soldiers", "role", "plural"),
        ("Peruvian", "country", "demonym"),
        ("Lima", "country", "capital"),
        ("Kremlin", "country", "seat of government"),
    ],
)
def test_every_way_to_name_somebody(capsysbinary, name, kind, told):
    rows = readings(capsysbinary, name)["readings"]
    row = next(row for row in rows if row["kind"] == kind)
    assert row["as"] == told
    assert row["table"].startswith("resolve/data/")
    assert row["line"] > 1


def test_a_day_picks_what_held_then(capsysbinary):
    assert [row["sector"] for row in readings(capsysbinary, "Taliban", "--day", "1999-06-01")["readings"]] == ["GOV"]
    assert readings(capsysbinary, "Taliban", "--day", "1995-06-01")["resolved"]["sector"] == "REB"
    assert len(readings(capsysbinary, "Taliban")["readings"]) > 2
    code, _, err = run(capsysbinary, "Lech Walesa", "--day", "2020-01-01")
    assert code == 1
    assert "nobody on 2020-01-01" in err


def test_a_users_own_come_first(capsysbinary, own):
    found = readings(capsysbinary, "clan del golfo", "--entities", own)
    assert [(row["table"], row["line"], row["sector"]) for row in found["readings"]][:1] == [(str(own), 2, "REB")]
    assert len(found["readings"]) == 2
    code, out, _ = run(capsysbinary, "LKF", "--entities", own)
    assert code == 0
    assert "group:lake-front" in out


def test_an_unknown_name_says_so_and_suggests(capsysbinary):
    code, out, err = run(capsysbinary, "Clan del Gofo")
    assert (code, out) == (1, "")
    assert "Clan del Golfo" in err


def test_bad_lines_are_listed(capsysbinary, own):
    own.write_text(own.read_text() + "Broken,,QQQ,REB,,\n" * 30)
    code, _, err = run(capsysbinary, "--entities", own)
    assert code == 3
    assert err.count("bad line: ") == 30
    assert f"{own}:4: country 'QQQ'" in err
    assert "2 entries used, 30 bad lines left out" in err


def test_a_file_that_is_no_dictionary_is_wrong_usage(capsysbinary, tmp_path):
    assert run(capsysbinary, "Lima", "--entities", tmp_path / "none.csv")[0] == 2


def test_the_dictionary_decides_the_records_and_the_coder_id(coder, own):
    text = "The Clan del Golfo attacked an army post in Apartadó on Friday, killing two soldiers."
    mine = Coder(entities=[own])
    assert mine.id != coder.id
    assert mine.id == Coder(entities=own).id
    sectors = [
        {entity.sectors for entity in one.code(text, published="2025-08-09").entities if entity.id == "group:clan-del-golfo"}
        for one in (coder, mine)
    ]
    assert sectors == [{("CRM",)}, {("REB",)}]
    own.write_text(own.read_text() + "Broken,,QQQ,REB,,\n")
    with pytest.warns(UserWarning, match="1 bad lines"):
        assert Coder(entities=own).id != mine.id


def test_code_uses_the_good_lines_and_tells_the_bad_ones(capsysbinary, tmp_path, own):
    own.write_text(own.read_text() + "Broken,,QQQ,REB,,\n")
    report = tmp_path / "report.txt"
    report.write_text("The Lake Front attacked an army post in Kampala on Friday, killing two soldiers.")
    for workers in ("1", "2"):
        code = main(["code", str(report), "--published", "2025-08-09", "--format", "jsonl", "--entities", str(own), "--workers", workers])
        shown = capsysbinary.readouterr()
        assert code == 3
        assert b"1 bad lines left out" in shown.err
        assert b'"group:lake-front"' in shown.out

"""`dateline export --reviewed`: rows as reviewers left them in every format, and the description says so."""

import csv
import json

import duckdb
import pytest
from support.fakes import FakeCoder
from support.stores import fill, report

from dateline.cli import main
from dateline.export import ExportFormat, Wanted, export_store
from dateline.records import Coding, Incident, from_json
from dateline.store import Store
from dateline.store.decisions import record_word, undo_last
from dateline.store.incidents import update_incidents

TEXT = "Alpha met Beta in Gamma. Delta struck Epsilon killing 3. Zeta met Alpha."
CHANGED = {
    "status": "failed",
    "counts": [{"kind": "wounded", "low": 3.0, "high": 5.0, "side": None, "approximate": False, "unit": "", "span": {"start": 54, "end": 55, "quote": "3"}}],
    "contexts": ["military"],
}  # fmt: skip


@pytest.fixture
def store(tmp_path):
    """Met is accepted, struck changed in three values, Zeta's meeting rejected; the copy of report a has nothing decided on."""
    made = Store(tmp_path / "news", create=True)
    fill(made, [report("a", TEXT, publisher="One"), report("b", TEXT, "2025-08-10", publisher="Two")])
    update_incidents(made, made.coder())
    for verb, (event, key) in told(made).items():
        if verb == "met":
            record_word(made, event, key, "accept", "Ada")
        elif verb == "struck":
            for field, value in CHANGED.items():
                record_word(made, event, key, "change", "Bo", field=field, value=json.dumps(value))
        else:
            record_word(made, event, key, "reject", "Ada")
    return made


def told(store):
    """The events of the first report, with its key, by what they tell."""
    (key,) = (one.key for one, _ in store.reports() if one.id == "a")
    own = sorted((one.event for one in store.events() if one.report_key == key), key=lambda event: event.trigger.start)
    return {name: (event.id, key) for name, event in zip(("met", "struck", "met again"), own, strict=True)}


def rows_of(store, folder, form, **wanted):
    path = folder / f"out.{form}"
    export_store(store, path, ExportFormat(form), wanted=Wanted(reviewed=True, **wanted))
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t" if form in ("polecat", "icews") else ","))
    return rows, json.loads((folder / "out.datapackage.json").read_text())


def test_tellings_have_the_reviewed_values_and_lack_what_was_rejected(store, tmp_path):
    ids = told(store)
    rows, package = rows_of(store, tmp_path, "csv")
    shown = {row["event_id"]: row for row in rows}
    assert len(shown) == 5
    assert ids["met again"][0] not in shown
    struck = shown[ids["struck"][0]]
    assert (struck["status"], struck["counts"], struck["contexts"], struck["count_offsets"]) == (
        "failed",
        "wounded 3-5",
        "military",
        "54-55",
    )
    assert TEXT[54:55] == struck["count_words"]
    assert (shown[ids["met"][0]]["reviewed"], struck["reviewed"]) == ("accept", "change")
    assert sum(row["reviewed"] == "" for row in rows) == 3
    said = package["dateline"]["export"]["reviewed"]
    assert (said["accepted"], said["changed"], said["rejected_and_left_out"], said["reviewers"]) == (1, 1, 1, 2)
    assert package["resources"][0]["schema"]["fields"][-1]["name"] == "reviewed"
    without, _ = rows_of(store, tmp_path, "csv", statuses=("happened",))
    assert ids["struck"][0] not in {row["event_id"] for row in without}


def test_without_the_option_the_coders_rows_go_out(store, tmp_path):
    path = tmp_path / "plain.csv"
    export_store(store, path, ExportFormat.csv, wanted=Wanted())
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 6
    assert "reviewed" not in rows[0]
    assert "failed" not in {row["status"] for row in rows}
    assert json.loads((tmp_path / "plain.datapackage.json").read_text())["dateline"]["export"]["reviewed"] is False


def test_incidents_are_made_of_the_tellings_that_are_left(store, tmp_path):
    ids = {name: event for name, (event, _) in told(store).items()}
    before = [from_json(line, Incident) for line in lines_of(store, tmp_path, False)]
    after = {one.id: one for one in (from_json(line, Incident) for line in lines_of(store, tmp_path, True))}
    of = {name: next(one for one in before if event in one.events) for name, event in ids.items()}
    struck = after[of["struck"].id]
    assert struck.statuses == ("happened", "failed")
    assert {(count.kind, count.low, count.high) for count in struck.counts} >= {("wounded", 3.0, 5.0)}
    assert struck.stories == of["struck"].stories
    assert ids["met again"] not in {event for one in after.values() for event in one.events}
    assert len(after) == len({one.id for one in before}) - (of["met again"].events == (ids["met again"],))
    assert after[of["met"].id] == of["met"]  # accepting changes nothing
    rows, _ = rows_of(store, tmp_path, "csv", incidents=True)
    shown = {row["incident_id"]: row for row in rows}
    assert shown.keys() == after.keys()
    assert shown[struck.id]["tellings_reviewed"] == "1"


def lines_of(store, folder, reviewed):
    path = folder / f"incidents-{reviewed}.jsonl"
    export_store(store, path, ExportFormat.jsonl, wanted=Wanted(incidents=True, reviewed=reviewed))
    return path.read_bytes().splitlines()


def test_every_format_takes_the_reviewed_rows(store, tmp_path):
    ids = {name: event for name, (event, _) in told(store).items()}
    polecat, package = rows_of(store, tmp_path, "polecat", incidents=False)
    assert ids["met again"] not in {row["Event ID"] for row in polecat}
    assert ids["struck"] not in {row["Event ID"] for row in polecat}  # failed: POLECAT takes none of these by default
    assert ids["met"] in {row["Event ID"] for row in polecat}
    assert package["dateline"]["export"]["reviewed"]["changed"] == 1
    export_store(store, tmp_path / "codings.jsonl", ExportFormat.jsonl, wanted=Wanted(reviewed=True))
    codings = [from_json(line, Coding) for line in (tmp_path / "codings.jsonl").read_bytes().splitlines()]
    assert sorted(len(one.events) for one in codings) == [2, 3]
    export_store(store, tmp_path / "tables", ExportFormat.parquet, wanted=Wanted(reviewed=True))
    described = {one["name"]: one for one in json.loads((tmp_path / "tables" / "datapackage.json").read_text())["resources"]}
    for name in ("events", "incidents"):
        found = duckdb.sql(f"SELECT * FROM '{tmp_path}/tables/{name}.parquet'")
        assert found.columns == [field["name"] for field in described[name]["schema"]["fields"]]
        assert len(found.fetchall()) == described[name]["rows"]
    events = duckdb.sql(f"SELECT id, reviewed FROM '{tmp_path}/tables/events.parquet'").fetchall()
    assert dict(events)[ids["struck"]] == "change"
    struck = duckdb.sql(f"SELECT statuses FROM '{tmp_path}/tables/incidents.parquet' WHERE list_contains(events, '{ids['struck']}')")
    assert struck.fetchall() == [(["happened", "failed"],)]
    for form in ("geojson", "ftm"):
        export_store(store, tmp_path / f"out.{form}", ExportFormat(form), wanted=Wanted(reviewed=True, incidents=False))
        assert ids["met"] in (tmp_path / f"out.{form}").read_text()
        assert ids["met again"] not in (tmp_path / f"out.{form}").read_text()


def test_the_command_says_it_and_undo_brings_the_coders_rows_back(store, tmp_path, capsys):
    path = tmp_path / "out.csv"
    assert main(["export", "--store", str(store.folder), "--to", str(path), "--reviewed"]) == 0
    assert "note" not in capsys.readouterr().err
    for name in ("Ada", "Bo"):
        while undo_last(store, name):
            pass
    assert main(["export", "--store", str(store.folder), "--to", str(path), "--reviewed"]) == 0
    assert "nobody has decided" in capsys.readouterr().err
    with path.open(encoding="utf-8") as file:
        assert {row["reviewed"] for row in csv.DictReader(file)} == {""}


def test_what_a_later_coder_says_alike_is_as_reviewed(store, tmp_path):
    fill(store, [report("a", TEXT, publisher="One")], FakeCoder("fake-2"))
    path = tmp_path / "later.csv"
    export_store(store, path, ExportFormat.csv, coder="fake-2", wanted=Wanted(reviewed=True, incidents=False))
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert sorted(row["reviewed"] for row in rows) == ["accept", "change"]

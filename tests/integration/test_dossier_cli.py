"""`dateline dossier` over stores: the fake coder's, and two of the samples by the real one."""

import json
from pathlib import Path

import pytest
from support.stores import fill, incident, put, report

from dateline.cli import main
from dateline.intake import prepare_report
from dateline.store import Store
from dateline.store.dossiers import Wanted, named_entities, read_dossier

SAMPLES = Path(__file__).parents[2] / "samples" / "reports"


@pytest.fixture(autouse=True)
def plain(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture
def store(tmp_path):
    made = Store(tmp_path / "store", create=True)
    fill(
        made,
        [
            report("a", "Alpha met Beta in Gamma."),
            report("b", "Alpha struck Beta killing 3. Alpha met Delta.", title="Strike, again"),
            report("c", "Delta met Beta."),
        ],
    )
    return made


def run(capsysbinary, *arguments):
    code = main(["dossier", *map(str, arguments)])
    shown = capsysbinary.readouterr()
    return code, shown.out.decode(), shown.err.decode()


def test_reports_that_name_both_are_read_and_no_others(capsysbinary, store):
    code, out, _ = run(capsysbinary, "Alpha", "Beta", "--store", store.folder, "--format", "json")
    found = json.loads(out)
    assert code == 0
    assert (found["reports"], found["between"], found["coder"]) == (2, 2, "fake-1")
    force = next(section for section in found["sections"] if section["key"] == "force")
    assert force["groups"][0]["note"] == "killed 3"
    assert {source["title"] for source in found["sources"]} == {None, "Strike, again"}


def test_incidents_of_the_store_fold_tellings(capsysbinary, store):
    events = [one.event.id for one in store.events() if {p.quote for p in (*one.event.actor, *one.event.recipient)} == {"Alpha", "Beta"}]
    put(store, "incidents", [incident(events=tuple(events), reports=tuple({x.report_key for x in store.events()}))], mode="overwrite")
    _, out, _ = run(capsysbinary, "Alpha", "Beta", "--store", store.folder, "--format", "json")
    assert {
        line["incident"] for s in json.loads(out)["sections"] for g in s["groups"] for line in g["lines"] if line["kind"] == "event"
    } >= {incident(events=tuple(events)).id}


def test_the_file_ending_decides_the_format(capsysbinary, store, tmp_path):
    for name, start in (("x.html", "<!DOCTYPE html>"), ("x.md", "# Alpha and Beta"), ("x.json", "{"), ("x.txt", "# Alpha")):
        code, out, said = run(capsysbinary, "alpha", "beta", "--store", store.folder, "--to", tmp_path / name)
        assert (code, out) == (0, "")
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)
        assert "2 reports name both" in said
    code, _, said = run(capsysbinary, "alpha", "beta", "--store", store.folder, "--to", tmp_path / "no" / "x.md")
    assert code == 1
    assert "can be written" in said


def test_bad_names_are_wrong_usage_and_list_ids(capsysbinary, store):
    fill(store, [report("d", "Gammatwo met Alpha."), report("e", "Alpha met Beta.")])
    code, _, said = run(capsysbinary, "Nobodyatall", "Beta", "--store", store.folder)
    assert (code, "no entity" in said) == (2, True)
    code, _, said = run(capsysbinary, "Alpha", "e-alpha", "--store", store.folder)
    assert (code, "one party" in said) == (2, True)


def test_the_entities_of_a_store_are_those_of_its_reports(store):
    named, refs = named_entities(store, "fake-1")
    assert [(one.ref.id, one.reports) for one in named] == [("e-alpha", 2), ("e-beta", 3), ("e-delta", 2)]
    assert len(refs) == 3


def test_a_pair_that_no_report_names_gives_an_empty_dossier(capsysbinary, store):
    code, out, _ = run(capsysbinary, "Alpha", "Hezbollah", "--store", store.folder)
    assert code == 0
    assert "0 reports name both" in out
    assert "Nothing found." in out


def test_the_newest_reports_are_read_and_the_rest_counted(store):
    found = read_dossier(store, "fake-1", Wanted("Alpha", "Beta", most_reports=1))
    assert (found.reports, found.left_out) == (1, 1)


def test_later_texts_of_a_report_take_the_place_of_earlier_ones(store):
    fill(store, [report("a", "Alpha met Delta in Gamma.")])
    assert read_dossier(store, "fake-1", Wanted("Alpha", "Beta")).reports == 1


@pytest.fixture(scope="module")
def samples(tmp_path_factory, coder):
    made = Store(tmp_path_factory.mktemp("samples") / "store", create=True)
    texts = [prepare_report((SAMPLES / f"{name}.txt").read_text(encoding="utf-8"), id=name) for name in ("01-talks-gang", "08-ceasefire")]
    fill(made, texts, coder)
    return made


def test_the_sample_of_talks_with_a_gang_answers_a_reporter(samples):
    found = read_dossier(samples, samples.coder(), Wanted("Government of Honduras", "Los Cuervos"))
    held = {
        (section.key, line.type, line.tells[0].trigger.quote)
        for section in found.sections
        for group in section.groups
        for line in group.lines
    }
    assert ("talks", "CONSULT", "talks") in held
    assert ("acts-b", "RETREAT", "handed over") in held
    assert any(key == "ahead" and kind == "CONSULT" for key, kind, _ in held)
    assert any(key == "near" and words == "shot dead" for key, _, words in held)
    ((place, tells),) = [
        (line.place, line.tells)
        for section in found.sections
        if section.key == "talks"
        for group in section.groups
        if group.key == "held"
        for line in group.lines
        if line.place
    ][:1]
    assert place == "La Lima"
    assert "La Lima" in tells[0].sentence.quote


def test_the_first_acceptance_case_gives_its_talks_demands_pressure_numbers_and_dates(tmp_path, coder, shared):
    text = (shared / "reports" / "seed" / "report.txt").read_text(encoding="utf-8")
    made = Store(tmp_path / "store", create=True)
    fill(made, [prepare_report(text, id="seed")], coder)
    found = read_dossier(made, made.coder(), Wanted("Government of Colombia", "Clan del Golfo"))
    said = {s.key: " ".join(t.sentence.quote for g in s.groups for line in g.lines for t in line.tells) for s in found.sections}
    assert "start of fresh talks with Clan del Golfo" in said["talks"]
    assert "terrorist organization" in said["outside"]
    assert "7,500 members" in said["numbers"]
    assert "renewal in September" in said["ahead"]
    assert "tried and failed to negotiate" in said["tries"]

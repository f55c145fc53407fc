import json

import msgspec
import pytest
from support.fakes import FakeCoder
from support.stores import fill, report

from dateline.cli import main
from dateline.store import Store
from dateline.store.diff import DiffSummary, compare, differences


class OtherCoder(FakeCoder):
    """Calls a strike a coercion, does not see Gamma, finds Delta acting nowhere, and is less sure."""

    def code_full(self, one):
        coding, mentions = super().code_full(one)
        events = [
            msgspec.structs.replace(
                event, type="COERCE" if event.type == "ASSAULT" else event.type, place=None, confidence=0.5, id=f"other-{event.id}"
            )
            for event in coding.events
            if event.actor[0].quote != "Delta"
        ]
        return msgspec.structs.replace(coding, events=tuple(events)), mentions


@pytest.fixture
def store(tmp_path):
    made = Store(tmp_path / "store", create=True)
    texts = ["Alpha met Beta. Delta met Beta.", "Alpha struck Beta killing 3.", "Alpha met Beta in Gamma.", "No event here."]
    both = [report(f"r{n}", text) for n, text in enumerate(texts)]
    fill(made, [*both, report("only-1", "Alpha met Beta.")])
    fill(made, [*both, report("only-2", "Alpha met Beta."), report("a-first", "Alpha met Beta.")], OtherCoder("other-2"))
    return made


def test_differences_by_kind_type_and_field(store):
    summary = DiffSummary()
    found = list(differences(store, "fake-1", "other-2", summary=summary))
    assert (summary.both, summary.left_only, summary.right_only) == (4, 1, 2)
    assert {kind: dict(types) for kind, types in summary.events.items()} == {
        "equal": {"CONSULT": 1},
        "changed": {"ASSAULT": 1, "CONSULT": 1},
        "left": {"CONSULT": 1},
        "right": {},
    }
    assert dict(summary.fields) == {("type", "ASSAULT"): 1, ("place", "CONSULT"): 1}
    assert [(one.report_id, one.kind) for one in found] == [("r0", "equal"), ("r0", "left"), ("r1", "changed"), ("r2", "changed")]
    assert found[2].fields == {"type": ("ASSAULT", "COERCE")}


def test_the_other_way_round_is_the_mirror(store):
    one, other = DiffSummary(), DiffSummary()
    list(differences(store, "fake-1", "other-2", summary=one))
    list(differences(store, "other-2", "fake-1", summary=other))
    assert (one.left_only, one.events["left"].total()) == (other.right_only, other.events["right"].total())
    assert one.events["changed"].total() == other.events["changed"].total()


def test_a_coder_agrees_with_itself(store):
    for _, coding in store.reports(coder="fake-1"):
        assert all(one.kind == "equal" for one in compare(coding, coding))


def test_an_event_is_matched_once_and_with_its_own_words_first():
    one = report("a", "Alpha met Beta. Alpha met Beta.")
    coding, _ = FakeCoder().code_full(one)
    first, second = coding.events
    wide = msgspec.structs.replace(second, trigger=msgspec.structs.replace(second.trigger, start=first.trigger.start, quote="x"))
    found = compare(coding, msgspec.structs.replace(coding, events=(wide, second)))
    assert [(item.left, item.right) for item in found] == [(first, wide), (second, second)]


def test_the_command(store, capsysbinary, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    assert main(["diff", "fake", "other", "--store", str(store.folder)]) == 0
    shown = capsysbinary.readouterr()
    assert "left fake-1, right other-2: 4 reports by both" in shown.out.decode()
    assert "type: ASSAULT → COERCE" in shown.out.decode()
    assert "1 reports by the left alone" in shown.err.decode()
    assert main(["diff", "fake", "other", "--store", str(store.folder), "--format", "jsonl"]) == 0
    lines = [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]
    assert lines[0]["reports"] == {"both": 4, "left": 1, "right": 2}
    assert [line["kind"] for line in lines[1:]] == ["left", "changed", "changed"]
    assert lines[2]["fields"] == {"type": {"left": "ASSAULT", "right": "COERCE"}}
    assert main(["diff", "fake", "fake-1", "--store", str(store.folder)]) == 2
    assert main(["diff", "fake", "zz", "--store", str(store.folder)]) == 4
    assert main(["diff", "fake", "other", "--store", str(store.folder), "--limit", "1"]) == 0
    assert "2 more differences" in capsysbinary.readouterr().err.decode()

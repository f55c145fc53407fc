import pytest
from support.fakes import FakeCoder

from benchmarks.incidents import Told, figures, judge, judged_incidents, read_situation
from dateline.errors import DataError

SITUATION = """# situation: a strike and a meeting
# incident k1: 2025-08-09 ASSAULT Alpha strikes Beta, 3-5 killed
# incident k2: 2025-08-09 CONSULT Alpha and Beta meet

== r1 | 2025-08-09 | Agency | A strike
Alpha {k1:struck} Beta in Gamma killing 3. Alpha {k2:met} Beta in Gamma.

== r2 | 2025-08-10 | Paper | Toll
Alpha {k1:struck} Beta in Gamma killing 5.

They had held {k2:talks} before.
"""


def test_marks_become_offsets_and_are_judged(tmp_path):
    path = tmp_path / "strike.txt"
    path.write_text(SITUATION, encoding="utf-8")
    situation = read_situation(path)
    (first, marks), (second, _) = situation.reports
    assert [first.text[m.start : m.end] for m in marks] == ["struck", "met"]
    assert "\n\nThey" in second.text
    assert (second.published, second.publisher, second.title) == ("2025-08-10", "Paper", "Toll")
    told = judge([situation], lambda report: FakeCoder().code_full(report)[0])["strike"]
    assert [t.gold for t in told] == ["strike/k1", "strike/k2", "strike/k1", "strike/k2"]
    assert told[0].ours == told[2].ours is not None
    assert told[3].ours is None
    assert figures(told)["b3_f1"] == 1.0
    assert figures(told)["end_to_end"]["b3_recall"] == 0.75


def test_figures_are_those_of_the_definition():
    told = [Told("a", "1"), Told("a", "1"), Told("a", "2"), Told("b", "2")]
    judged = {j.marks: j for j in judged_incidents(told)}
    assert judged[3].precision == pytest.approx(2 + 0.5)
    assert judged[3].recall == pytest.approx((4 + 1) / 3)
    found = figures(told)
    assert found["b3_precision"] == pytest.approx((2.5 + 0.5) / 4)
    assert found["join_precision"] == 0.5
    assert found["joined_pairs"] == 2


@pytest.mark.parametrize("line", ["A {k9:blast}.", "A {broken mark.", "== r1 | someday | x | y"])
def test_a_broken_line_is_named(tmp_path, line):
    path = tmp_path / "bad.txt"
    path.write_text(SITUATION + line + "\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"bad\.txt:12"):
        read_situation(path)

"""The benchmark of numbers, on cases of our own."""

import hashlib
import json

import pytest

from benchmarks.numbers import CASES, Case, Gold, Value, cases, dateline_phrase, figures, matches, right


def gold(low, high=None, unit=None):
    return Gold(low, low if high is None else high, unit)


@pytest.mark.parametrize(
    ("found", "want", "same"),
    [
        (Value(5, 5, "mile"), gold(5), True),
        (Value(5, 5, "mile"), gold(5, unit="mile"), True),
        (Value(5, 5, "mile"), gold(5, unit="kilometre"), False),
        (Value(5, 6, "mile"), gold(5), False),
        (Value(5, None, "mile"), gold(5), True),
        (Value(None, 5, "mile"), gold(6), False),
        (Value(2 / 3, 2 / 3, ""), gold(0.666666667), True),
        (Value(0.66, 0.66, ""), gold(0.666666667), False),
    ],
)
def test_matches(found, want, same):
    assert matches(found, want, unit=True) is same


def test_every_number_of_a_case_must_be_read():
    both = Case("12 cows and 3 km", (("12", gold(12)), ("3 km", gold(3, unit="kilometre"))))
    assert right(both, dateline_phrase, given=True, unit=True)
    assert not right(both, lambda words: [Value(12, 12, "")], given=True)
    assert not right(both, lambda words: [Value(12, 12, "")], given=False)
    assert right(both, lambda words: [Value(12, 12, ""), Value(3, 3, ""), Value(9, 9, "")], given=False)


def test_only_listed_cases_are_asked(tmp_path):
    def line(name, row, text):
        with (tmp_path / f"{name}.jsonl").open("a") as out:
            out.write(json.dumps(row) + "\n")
        return f"{name} {hashlib.sha1(text.encode()).hexdigest()[:10]}"

    number = {"Input": "nine cows", "Results": [{"Text": "nine", "Resolution": {"value": "9"}}]}
    quantity = {"req": "3 to 5 dozen", "res": [{"surface": "3 to 5 dozen", "value": 4, "uncertainty": 1, "unit": "dozen"}]}
    ids = [line("en_NumberModel", number, "nine cows"), line("quantulum3", quantity, "3 to 5 dozen")]
    line("quantulum3", {**quantity, "req": "unlisted"}, "unlisted")
    listed = tmp_path / "ids.txt"
    listed.write_text("# why\n" + "\n".join(ids) + "\n")
    first, second = cases(tmp_path, listed)
    assert first == Case("nine cows", (("nine", gold(9)),))
    assert second == Case("3 to 5 dozen", (("3 to 5 dozen", Gold(36, 60, "dimensionless")),))
    found = figures([first, second], dateline_phrase, None)
    assert found["value_accuracy"] == 1.0
    assert found["quantulum3_accuracy"] is None
    assert "not installed" in found["quantulum3_missing"]


def test_the_list_is_frozen():
    lines = [line for line in CASES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert len(lines) == len(set(lines)) == 170

"""The share of verb-and-object patterns that a corpus has sentences for."""

import pytest

from dateline.errors import DataError
from dateline.train.corpus import parse_file
from dateline.train.coverage import as_triggers, covered, read_core_words, read_patterns

_HEAD = "verb_group\tsynonyms\tpattern\tplover\n"


def _patterns(tmp_path, *rows):
    path = tmp_path / "patterns.tsv"
    path.write_text(_HEAD + "".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
    return read_patterns(path)


def _reports(tmp_path, text):
    path = tmp_path / "some.ann"
    path.write_text(text, encoding="utf-8")
    found, errors = parse_file(path)
    assert not errors
    return found


def test_a_pattern_wants_verb_words_and_type(tmp_path):
    reports = _reports(tmp_path, "[a1:Rebels] {e1:halted} their strikes.\ne1 RETREAT happened a=a1\n")
    rows = [
        ("halt", "halt, stop", "* strike", "RETREAT"),  # its verb, its word, its type
        ("halt", "halt, stop", "* strike", "SANCTION"),  # another type
        ("halt", "halt, stop", "* talks", "RETREAT"),  # another object
        ("halt", "halt, stop", "*", "YIELD"),  # the bare verb as the trigger, the older name of the type
        ("strike", "strike", "*", "RETREAT"),  # the verb is in the sentence, but no trigger
    ]
    assert covered(_patterns(tmp_path, *rows), reports) == [True, False, False, True, False]


def test_a_list_without_its_columns_is_refused(tmp_path):
    path = tmp_path / "other.tsv"
    path.write_text("a\tb\n1\t2\n", encoding="utf-8")
    with pytest.raises(DataError, match="verb_group"):
        read_patterns(path)


def test_core_words_are_counted_as_triggers_alone(tmp_path):
    reports = _reports(
        tmp_path,
        "[a1:Rebels] {e1:halted} their strikes after two {e2:cease-fires} and a {e3:truce}.\n"
        "e1 RETREAT happened a=a1\ne2 RETREAT/ceasefire happened\ne3 RETREAT/ceasefire happened\n",
    )
    path = tmp_path / "core.tsv"
    path.write_text("# a list\nword\nceasefire|cease-fire\nstrike\ntruce\n", encoding="utf-8")
    assert as_triggers(read_core_words(path), reports) == {"ceasefire": 1, "strike": 0, "truce": 1}

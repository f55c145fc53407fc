from pathlib import Path

import pytest

from dateline.errors import CorpusError
from dateline.train.corpus import parse_file, parse_sentence, read_corpus

CORPUS = Path(__file__).parents[2] / "corpus"


def test_parses_a_sentence():
    text, marks, triggers = parse_sentence("[a1:Rebels] {e1:shelled} [p1:Kadar] \\[sic\\] on [t1:Friday].")
    assert text == "Rebels shelled Kadar [sic] on Friday."
    assert [(m.id, m.kind, text[m.start : m.end]) for m in marks] == [
        ("a1", "actor", "Rebels"),
        ("p1", "place", "Kadar"),
        ("t1", "time", "Friday"),
    ]
    assert text[slice(*triggers["e1"])] == "shelled"


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("[a1:Reb{e1:els}]", "never nest"),
        ("[a1:Rebels", "never closed"),
        ("Rebels] fled", "stray"),
        ("[Rebels] fled", "without id"),
        ("[a1:A] [a1:B]", "used twice"),
        ("[a1: A]", "space at its edge"),
    ],
)
def test_bad_brackets_are_named(source, why):
    with pytest.raises(CorpusError, match=why):
        parse_sentence(source, "x.ann", 3)


@pytest.mark.parametrize(
    ("event", "why"),
    [
        ("e1 ATTACK happened a=a1", "unknown type"),
        ("e1 ASSAULT/visit happened a=a1", "no mode"),
        ("e1 ASSAULT done a=a1", "unknown status"),
        ("e1 ASSAULT happened a=a2", "no mention"),
        ("e1 ASSAULT happened a=p1", "cannot be"),
        ("e1 ASSAULT happened n=n1", "KIND"),
        ("e2 ASSAULT happened", "no trigger"),
        ("ASSAULT happened", "not an event line"),
    ],
)
def test_bad_events_are_named_with_file_and_line(tmp_path, event, why):
    path = tmp_path / "x.ann"
    path.write_text(f"[a1:Rebels] {{e1:shelled}} [p1:Kadar] [n1:twice].\n{event}\n", encoding="utf-8")
    _, errors = parse_file(path)
    assert len(errors) == 1
    assert "x.ann:2" in str(errors[0]) and why in str(errors[0])


def test_the_whole_corpus_parses_and_has_what_it_promises():
    reports = read_corpus(CORPUS)
    sentences = [s for r in reports for s in r.sentences]
    assert len(sentences) >= 2000
    assert sum(r.id is not None for r in reports) >= 40
    assert {e.type for s in sentences for e in s.events} == set(__import__("dateline.ontology").ontology.ontology().types)
    assert len({e.status for s in sentences for e in s.events}) == 7
    for s in sentences:
        assert all(0 <= m.start < m.end <= len(s.text) for m in s.marks)


def test_the_guides_examples_parse(tmp_path):
    guide = (CORPUS / "GUIDE.md").read_text(encoding="utf-8")
    lines = [line[4:] if line.startswith("    ") else "" for line in guide.splitlines()]
    (tmp_path / "guide.ann").write_text("\n".join(lines), encoding="utf-8")
    reports, errors = parse_file(tmp_path / "guide.ann")
    assert not errors
    assert sum(len(s.events) for r in reports for s in r.sentences) >= 8


def test_words_that_are_no_event_may_carry_a_status(tmp_path):
    path = tmp_path / "x.ann"
    path.write_text("[a1:He] {f1:hoped} to {e1:meet} [a2:her].\nf1 happened\ne1 CONSULT hypothetical a=a1 r=a2\n", encoding="utf-8")
    reports, errors = parse_file(path)
    sentence = reports[0].sentences[0]
    assert not errors
    assert [(f.status, sentence.text[f.start : f.end]) for f in sentence.facts] == [("happened", "hoped")]
    assert [e.type for e in sentence.events] == ["CONSULT"]


@pytest.mark.parametrize("line", ["f1 certain", "f2 happened"])
def test_a_bad_status_line_is_named(tmp_path, line):
    path = tmp_path / "x.ann"
    path.write_text(f"[a1:He] {{f1:hoped}}.\n{line}\n", encoding="utf-8")
    _, errors = parse_file(path)
    assert errors and "x.ann:2" in str(errors[0])

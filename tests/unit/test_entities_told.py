"""`corpus/entities.tsv` belongs to the annotated reports, and its answers are codes that there are."""

from pathlib import Path

from benchmarks.entities import read_told
from dateline.resolve.countries import countries
from dateline.resolve.tables import NON_STATE, SECTORS
from dateline.train.corpus import read_corpus
from dateline.train.parts import part_of

CORPUS = Path(__file__).parents[2] / "corpus"


def test_every_line_is_an_actor_of_a_report_of_the_part_train():
    lines = [line.split("\t") for line in (CORPUS / "entities.tsv").read_text(encoding="utf-8").splitlines() if not line.startswith("#")][
        1:
    ]
    reports = {r.id: r for r in read_corpus(CORPUS) if r.id and part_of(r, r.sentences[0]) == "train"}
    for report, number, name, words, *_ in lines:
        sentence = reports[report].sentences[int(number) - 1]
        mark = next(m for m in sentence.marks if m.id == name)
        assert (mark.kind, sentence.text[mark.start : mark.end]) == ("actor", words)


def test_its_answers_are_known_codes():
    told = read_told(CORPUS / "entities.tsv")
    assert {c for lands, _ in told.values() for c in lands} <= {None, *NON_STATE, *countries().by_code}
    assert {s for _, sectors in told.values() for s in sectors} <= {None, *SECTORS}

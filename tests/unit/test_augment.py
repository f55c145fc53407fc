import dataclasses
import random
from pathlib import Path

from dateline.resolve.countries import countries
from dateline.train.augment import Edit, Joiner, Swapper, apply
from dateline.train.corpus import parse_file, read_corpus

CORPUS = Path(__file__).parents[2] / "corpus"


def one(tmp_path, block):
    path = tmp_path / "x.ann"
    path.write_text(block, encoding="utf-8")
    reports, errors = parse_file(path)
    assert not errors
    return reports[0].sentences[0]


BLOCK = """An [a1:Israeli soldier] was {e1:shot} in [p1:Kenya] by [a2:Kenyans], and [a3:Israel] {f1:fumed}.
e1 ASSAULT/firearms happened a=a2 r=a1 p=p1
f1 happened
"""


def test_spans_move_with_the_text(tmp_path):
    sentence = one(tmp_path, BLOCK)
    changed = apply(sentence, [Edit(0, 2, "A"), Edit(3, 10, "French")])
    assert changed.text.startswith("A French soldier was shot in Kenya")
    quotes = [changed.text[m.start : m.end] for m in changed.marks]
    assert quotes == ["French soldier", "Kenya", "Kenyans", "Israel"]
    assert changed.text[changed.events[0].start : changed.events[0].end] == "shot"
    assert changed.text[changed.facts[0].start : changed.facts[0].end] == "fumed"


def test_a_country_becomes_the_same_other_one_throughout(tmp_path):
    sentence = one(tmp_path, BLOCK)
    swapper = Swapper()
    known = countries()
    for seed in range(40):
        new = swapper.swap(sentence, random.Random(seed))
        israeli, kenya, kenyans, israel = (new.text[m.start : m.end] for m in new.marks)
        assert known.of(israeli.removesuffix(" soldier")) == known.of(israel)
        if kenyans != "Kenyans":
            assert known.of(kenyans) == known.of(kenya)
        article = new.text.split()[0]
        assert article == ("An" if israeli[0] in "AEIO" else "A")


def test_nothing_to_swap_gives_the_sentence_itself(tmp_path):
    sentence = one(tmp_path, "The [a1:strikers] {e1:marched}.\ne1 PROTEST/demo happened a=a1\n")
    assert Swapper().swap(sentence, random.Random(1)) is sentence


def test_on_the_whole_corpus_triggers_stay_and_mentions_keep_their_edges():
    swapper, rng = Swapper(), random.Random(5)
    changed = 0
    for report in read_corpus(CORPUS):
        for sentence in report.sentences[::7]:
            new = swapper.swap(sentence, rng)
            changed += new is not sentence
            assert [new.text[e.start : e.end] for e in new.events] == [sentence.text[e.start : e.end] for e in sentence.events]
            for mark in new.marks:
                words = new.text[mark.start : mark.end]
                assert words and words == words.strip()
            assert dataclasses.replace(new, text="", marks=(), events=(), facts=()) == dataclasses.replace(
                sentence, text="", marks=(), events=(), facts=()
            )
    assert changed > 100


def test_joined_sentences_keep_their_events_and_roles(tmp_path):
    own = one(tmp_path, BLOCK)
    other = one(tmp_path, "The [a1:army] {e1:raided} [a2:farms] on [t1:Monday].\ne1 COERCE happened a=a1 r=a2 t=t1\n")
    joined = Joiner([other]).join(own, random.Random(1))
    assert len(joined.text) > len(own.text) + 30
    assert joined.text.count(".") == 1
    quotes = {m.id: joined.text[m.start : m.end] for m in joined.marks}
    assert len(quotes) == len(own.marks) + len(other.marks)
    told = {joined.text[e.start : e.end]: {role: quotes[target] for role, target in e.roles} for e in joined.events}
    assert told == {
        "shot": {"actor": "Kenyans", "recipient": "Israeli soldier", "place": "Kenya"},
        "raided": {"actor": "army", "recipient": "farms", "time": "Monday"},
    }
    assert [joined.text[f.start : f.end] for f in joined.facts] == ["fumed"]


def test_headlines_quotes_and_long_sentences_are_not_joined(tmp_path):
    own = one(tmp_path, BLOCK)
    assert Joiner([own], longest=80).join(own, random.Random(1)) is own
    asked = dataclasses.replace(own, text=own.text[:-1] + "?")
    assert Joiner([own]).join(asked, random.Random(1)) is asked

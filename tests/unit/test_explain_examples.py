"""The index of labelled examples: by hand, without the model, but for its hash."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.errors import DataError
from dateline.explain import build
from dateline.explain.examples import (
    FILE,
    Example,
    ExampleIndex,
    Sentence,
    Table,
    around,
    dice,
    load_examples,
    model_hash,
    to_bytes,
    trigrams,
    vector,
)  # fmt: skip
from dateline.ontology import ontology
from dateline.reader.labels import MODES, STATUSES, TRIGGER_TAGS, TYPES
from dateline.reader.model import MODEL_DIR, Logits
from dateline.train.corpus import read_corpus
from dateline.train.parts import split

WORDS = ("talks", "attacked", "attacks", "met", "Talks")
SIZE = 6


def index_of(rows, words, places=None):
    """An index whose examples have these vectors and triggers, each in a sentence of its own unless `places` says which."""
    places = places if places is not None else range(len(words))
    count = max(places, default=-1) + 1
    sentences = tuple(Sentence(" ".join(["Some"] * n) + " Kenyan rebels " + " and ".join(WORDS), "a.ann", n + 1) for n in range(count))
    examples = []
    for word, place in zip(words, places, strict=True):
        start = sentences[place].text.index(word)
        examples.append(Example(place, start, start + len(word), "CONSULT", None, "happened", {"actor": ("rebels",)}))
    table = Table("m", "c", sentences, tuple(examples))
    vectors = np.array(rows, np.float32)
    return ExampleIndex(table, np.round(vectors / np.abs(vectors).max(1, keepdims=True) * 127).astype(np.int8)), table


def test_the_words_are_what_the_vector_comes_from():
    heads = {"type": len(TYPES), "mode": len(MODES), "status": len(STATUSES), "trigger": len(TRIGGER_TAGS)}
    rng = np.random.default_rng(1)
    logits = Logits(mention=np.zeros((4, 9)), role=np.zeros((1, 4, 4)), **{k: rng.normal(size=(4, n)) for k, n in heads.items()})
    found = vector(logits, (1, 3))
    assert found.shape == (sum(heads.values()),)
    assert found[: len(TYPES)] == pytest.approx(logits.type[1:3].mean(0))


def test_near_words_leave_out_the_trigger_function_words_and_numbers():
    assert around("The rebels attacked 12 villages of Kenya", 11, 19) == {"rebels", "villag", "kenya"}
    assert around("Talks", 0, 5) == frozenset()


@given(st.text(max_size=12), st.text(max_size=12))
def test_dice_is_a_likeness(one, other):
    a, b = trigrams(one), trigrams(other)
    assert 0 <= dice(a, b) == dice(b, a) <= 1
    assert dice(a, a) == 1 or not a


rows = st.lists(st.integers(-9, 9), min_size=SIZE, max_size=SIZE).filter(any)


@settings(max_examples=60, deadline=None)
@given(st.data(), st.integers(1, 12), st.integers(1, 5))
def test_the_nearest_are_those_of_a_full_search(data, count, wanted):
    vectors = data.draw(st.lists(rows, min_size=count, max_size=count))
    words = data.draw(st.lists(st.sampled_from(WORDS), min_size=count, max_size=count))
    places = data.draw(st.lists(st.integers(0, 4), min_size=count, max_size=count))
    index, table = index_of(vectors, words, places)
    scores = np.array(data.draw(rows), np.float32)
    text = "Kenyan envoys and met rebels"
    found = index.nearest(scores, text, 18, 21, wanted)
    best: dict[int, float] = {}
    kept = index._vectors.astype(np.float32)
    for at, example in enumerate(table.examples):
        sentence = table.sentences[example.sentence].text
        reading = max(0.0, float(kept[at] @ scores / np.linalg.norm(kept[at]) / np.linalg.norm(scores)))
        letters = dice(trigrams("met"), trigrams(sentence[example.start : example.end]))
        near = dice(around(text, 18, 21), around(sentence, example.start, example.end))
        best[example.sentence] = max(best.get(example.sentence, 0), (reading + 0.1 * letters + 0.2 * near) / 1.3)
    assert [n.similarity for n in found] == pytest.approx(sorted(best.values(), reverse=True)[:wanted], abs=1e-4)
    assert len({n.line for n in found}) == len(found)
    assert all(0 <= value <= 1 for n in found for value in (n.similarity, n.reading, n.letters, n.near))


def test_a_like_reading_of_the_same_words_comes_first():
    index, _ = index_of([[5, 0, 0, 0, 0, 1], [5, 0, 0, 0, 0, 1], [0, 5, 0, 0, 0, 0]], ["attacked", "attacks", "attacks"])
    found = index.nearest(np.array([5, 0, 0, 0, 0, 1], np.float32), "Kenyan rebels attacks", 14, 21)
    assert [n.line for n in found] == [2, 1, 3]
    assert found[0].text[found[0].start : found[0].end] == "attacks"
    assert found[0].roles == {"actor": ("rebels",)}


def model_folder(tmp_path):
    (tmp_path / "model.onnx").write_bytes(b"graph")
    (tmp_path / "tokenizer.json").write_text("{}")
    return tmp_path


def test_an_index_comes_back_from_its_file_the_same_each_time(tmp_path):
    folder = model_folder(tmp_path)
    _, table = index_of([[1, 2, 3, 4, 5, 6]], ["met"])
    table = Table(model_hash(folder), "c", table.sentences, table.examples)
    rows = [np.arange(1, 7, dtype=np.float32)]
    assert to_bytes(table, rows) == to_bytes(table, rows)
    (folder / FILE).write_bytes(to_bytes(table, rows))
    assert load_examples(folder).table == table


def test_a_missing_damaged_or_foreign_index_says_what_to_do(tmp_path):
    folder = model_folder(tmp_path)
    with pytest.raises(DataError, match=r"missing; make it with: python -m dateline\.explain\.build"):
        load_examples(folder)
    (folder / FILE).write_bytes(b"PK nonsense")
    with pytest.raises(DataError, match="damaged"):
        load_examples(folder)
    _, table = index_of([[1, 2, 3, 4, 5, 6]], ["met"])
    (folder / FILE).write_bytes(to_bytes(table, [np.ones(6, np.float32)]))
    with pytest.raises(DataError, match="another model"):
        load_examples(folder)
    assert "another model" in build.check(tmp_path, folder)


def test_the_shipped_index_belongs_to_the_shipped_model():
    index = load_examples()
    assert (MODEL_DIR / FILE).stat().st_size < 6_000_000
    assert len(index) > 1000
    for example in index.table.examples:
        text = index.table.sentences[example.sentence].text
        assert 0 <= example.start < example.end <= len(text)
        assert example.mode is None or example.mode in ontology().types[example.type].modes
    assert {e.type for e in index.table.examples} == set(TYPES)


def test_the_training_part_alone_is_built_from(tmp_path):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    told = "[a1:Rebels] {e1:killed} [n1:12] [a2:farmers] near the road to market {n}.\ne1 ASSAULT happened a=a1 r=a2 n=n1:killed\n"
    blocks = [f"%% report id=x{n}\n" + told.replace("{n}", str(n)) for n in range(40)]
    (corpus / "x.ann").write_text("\n".join([*blocks, "[a1:Nobody] slept.\n"]))
    parts = split(read_corpus(corpus))
    (tmp_path / FILE).write_bytes(build.build(corpus, MODEL_DIR))
    for name in ("model.onnx", "tokenizer.json"):
        (tmp_path / name).symlink_to(MODEL_DIR / name)
    table = load_examples(tmp_path).table
    assert [s.text for s in table.sentences] == [s.text for s in parts["train"] if s.events]
    assert 0 < len(table.sentences) < 40
    assert table.examples[0].roles == {"actor": ("Rebels",), "recipient": ("farmers",), "number:killed": ("12",)}
    assert build.check(corpus, tmp_path) is None
    (corpus / "x.ann").write_text(blocks[0])
    assert "another state" in build.check(corpus, tmp_path)

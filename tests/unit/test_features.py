"""Sentences to word pieces: what the words cover, where they stand, and their letter case."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.reader.features import MOST_PIECES, featurize, is_shouted, load_tokenizer
from dateline.reader.labels import CASES
from dateline.reader.model import MODEL_DIR

TOKENIZER = load_tokenizer(MODEL_DIR / "tokenizer.json")
CLS, SEP = TOKENIZER.token_to_id("[CLS]"), TOKENIZER.token_to_id("[SEP]")
# What a report is made of; combining marks and invisible characters are left out, since the tokenizer drops them.
LETTERS = string.ascii_letters + string.digits + "éÉñüçØžłŞ“”‘’—–…«»€$%.,;:!?()-'\"/&🔥🇨🇴中文жЯ "


def words_of(text):
    return [text[a:b] for f in featurize(TOKENIZER, text) for a, b in f.words]


def cases_of(text):
    """Each word with the case that the model sees on its first piece."""
    return [(text[a:b], CASES[f.cases[first]]) for f in featurize(TOKENIZER, text) for (a, b), first in zip(f.words, f.firsts, strict=True)]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Émile Núñez fled São Tomé.", ["Émile", "Núñez", "fled", "São", "Tomé", "."]),
        ("Talks 🔥 failed today", ["Talks", "🔥", "failed", "today"]),
        ("🇨🇴🇵🇪 Ministers met", ["🇨🇴🇵🇪", "Ministers", "met"]),
        ("“We won’t,” he said—twice…", ["“", "We", "won", "’", "t", ",", "”", "he", "said", "—", "twice", "…"]),
        ("The U.S. sent 3.5% more", ["The", "U", ".", "S", ".", "sent", "3", ".", "5", "%", "more"]),
        ("a\tb\n c\u00a0d", ["a", "b", "c", "d"]),
        ("unpronounceableantidisestablishment ended", ["unpronounceableantidisestablishment", "ended"]),
        ("x" * 150 + " went", ["x" * 150, "went"]),
        ("الجيش دخل", ["الجيش", "دخل"]),
    ],
)
def test_words_stand_where_the_text_has_them(text, want):
    assert words_of(text) == want


@pytest.mark.parametrize("text", ["", " ", "\n\t  "])
def test_an_empty_text_has_no_features(text):
    assert featurize(TOKENIZER, text) == []


def test_letter_case_of_words():
    assert cases_of("Rebels of the FARC and McKay met 12 envoys in B2 at A .") == [
        ("Rebels", "title"), ("of", "lower"), ("the", "lower"), ("FARC", "upper"), ("and", "lower"), ("McKay", "mixed"), ("met", "lower"),
        ("12", "digit"), ("envoys", "lower"), ("in", "lower"), ("B2", "upper"), ("at", "lower"), ("A", "title"), (".", "none"),
    ]  # fmt: skip


def test_accented_capitals_have_their_case():
    assert cases_of("Émile met ÉTAT and élan") == [
        ("Émile", "title"), ("met", "lower"), ("ÉTAT", "upper"), ("and", "lower"), ("élan", "lower"),
    ]  # fmt: skip


def test_all_pieces_of_a_word_have_its_case():
    (features,) = featurize(TOKENIZER, "Okonkwolandia voted")
    assert features.firsts[1] - features.firsts[0] > 1
    assert set(features.cases[features.firsts[0] : features.firsts[1]]) == {CASES.index("title")}


@pytest.mark.parametrize("text", ["REBELS SEIZE A TOWN", "ARMY SHELLS PORT, 3 DEAD, says UN", "GÉNÉRAL ÉLU"])
def test_all_capitals_say_nothing_of_case(text):
    (features,) = featurize(TOKENIZER, text)
    assert is_shouted(text)
    assert not features.cases.any()


@pytest.mark.parametrize("text", ["The FARC and ELN met", "UN", "NATO", "12.5", "Rebels Seize a Town"])
def test_some_capitals_are_not_shouting(text):
    assert not is_shouted(text)
    (features,) = featurize(TOKENIZER, text)
    assert features.cases.any()


def test_capitals_read_as_the_same_pieces_as_small_letters():
    (loud,), (quiet,) = featurize(TOKENIZER, "REBELS SEIZE PORT"), featurize(TOKENIZER, "rebels seize port")
    assert loud.ids.tolist() == quiet.ids.tolist()
    assert loud.cases.tolist() != quiet.cases.tolist()


@pytest.mark.parametrize("word", ["troops", "Quezaltenangueño", "€40m"])
def test_a_long_sentence_comes_in_pieces_that_lose_no_word(word):
    text = " ".join(f"{word} {n}" for n in range(300))
    pieces = featurize(TOKENIZER, text)
    assert len(pieces) > 1
    assert all(len(f.ids) <= MOST_PIECES + 2 for f in pieces)
    assert "".join(words_of(text)) == text.replace(" ", "")
    spans = [span for f in pieces for span in f.words]
    assert spans == sorted(set(spans))
    assert [CLS, *(i for f in pieces for i in f.ids[1:-1]), SEP] == TOKENIZER.encode(text).ids


def check_shape(features):
    assert features.ids[0] == CLS and features.ids[-1] == SEP
    assert len(features.ids) == len(features.cases)
    assert len(features.firsts) == len(features.words)
    assert features.firsts[0] == 1
    assert (features.firsts[1:] > features.firsts[:-1]).all()
    assert features.firsts[-1] < len(features.ids) - 1
    assert features.cases[0] == features.cases[-1] == 0


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=LETTERS, max_size=120))
def test_words_cover_all_that_is_no_space(text):
    at = 0
    for features in featurize(TOKENIZER, text):
        check_shape(features)
        for start, end in features.words:
            assert at <= start < end
            assert not text[at:start].strip()
            assert not any(c.isspace() for c in text[start:end])
            at = end
    assert not text[at:].strip()


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=80))
def test_any_text_at_all_has_words_in_order_within_it(text):
    at = 0
    for features in featurize(TOKENIZER, text):
        check_shape(features)
        for start, end in features.words:
            assert at <= start < end <= len(text)
            at = end

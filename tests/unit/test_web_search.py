"""Full-text search: whatever is typed is no syntax error, and a snippet marks what was looked for."""

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import InputError
from dateline.web.search import expression, fold, parse, snippet


@pytest.fixture(scope="module")
def words():
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE w USING fts5(words, content='', tokenize='unicode61 remove_diacritics 2')")
    for text in ("The talks began in Café Möller.", 'He said: "talk OR NOT talk"; it\'s over', "U.N. envoys near Goma"):
        connection.execute("INSERT INTO w (words) VALUES (?)", (text,))
    return connection


def found(words, q):
    return [row[0] for row in words.execute("SELECT rowid FROM w WHERE w MATCH ? ORDER BY rowid", (expression(q),))]


@given(st.text(max_size=60))
def test_whatever_is_typed_is_searched_or_refused_in_words(q):
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE w USING fts5(words, tokenize='unicode61 remove_diacritics 2')")
    try:
        said = expression(q)
    except InputError:
        return
    connection.execute("SELECT rowid FROM w WHERE w MATCH ?", (said,)).fetchall()


def test_words_phrases_beginnings_and_what_must_not_be_there(words):
    assert found(words, "cafe moller") == [1]
    assert found(words, "tal*") == [1, 2]
    assert found(words, '"talk or not talk"') == [2]
    assert found(words, "talk* -goma -began") == [2]
    assert found(words, "u.n.") == [3]
    assert found(words, "it's") == [2]
    assert found(words, "envoys AND talks") == []  # AND is a word like any other


def test_there_must_be_something_to_look_for():
    for q in ("", '""', "-talks", "!!", '"'):
        with pytest.raises(InputError):
            parse(q)
    with pytest.raises(InputError):
        parse(" ".join(f"w{n}" for n in range(40)))


@given(st.lists(st.sampled_from(["Café", "talks", "in", "goma", "<b>", "\u202e", "x" * 300, "o'clock", "\n"]), max_size=40))
def test_a_snippet_is_of_the_text_and_marks_only_the_words(parts):
    text = " ".join(parts)
    wanted, _ = parse('cafe "in goma"')
    shown, start = snippet(text, [(0, len(text))], wanted)
    plain = "".join(part["text"] for part in shown).removeprefix("… ").removesuffix(" …")
    assert plain in text
    assert start == 0
    assert all(fold(part["text"]) in ("cafe", "in goma", "in \n goma") for part in shown if part["mark"] and "\n" not in part["text"])
    if "Café" in parts:
        assert any(part["mark"] for part in shown)


def test_the_sentence_with_most_of_the_words_is_shown():
    text = "Talks began. The talks in Goma failed. Goma is quiet."
    shown, start = snippet(text, [(0, 12), (13, 38), (39, 53)], parse("talks goma")[0])
    assert start == 13
    assert [part["text"] for part in shown if part["mark"]] == ["talks", "Goma"]

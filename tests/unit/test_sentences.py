import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.reader.sentences import MOST_CHARS, split_sentences
from dateline.records import Furniture


def cut(text, furniture=()):
    return [text[a:b] for a, b in split_sentences(text, furniture)]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Troops left. Rebels came.", ["Troops left.", "Rebels came."]),
        ("Gen. Okello met Dr. Amin at 5 p.m. Friday.", ["Gen. Okello met Dr. Amin at 5 p.m. Friday."]),
        ("He arrived at 5 p.m. The talks began.", ["He arrived at 5 p.m.", "The talks began."]),
        ("The U.S. Embassy closed. It was empty.", ["The U.S. Embassy closed.", "It was empty."]),
        ("They left the U.S. On Monday they returned.", ["They left the U.S.", "On Monday they returned."]),
        ("It fell on Aug. 3 and rose in Sept. Nothing else.", ["It fell on Aug. 3 and rose in Sept.", "Nothing else."]),
        ("J. B. Wilson resigned. “I am done.” He left.", ["J. B. Wilson resigned.", "“I am done.”", "He left."]),
        ("Rates rose 3.5 percent. Banks fell.", ["Rates rose 3.5 percent.", "Banks fell."]),
        ("Who fired? Nobody knows!", ["Who fired?", "Nobody knows!"]),
        ("A headline\nThe first line.", ["A headline", "The first line."]),
        ("THE REBELS SAID. THE ARMY DENIED.", ["THE REBELS SAID.", "THE ARMY DENIED."]),
    ],
)
def test_cuts(text, want):
    assert cut(text) == want


def test_hard_wrapped_text_is_joined():
    text = (
        "The army said on Tuesday that its troops had entered the\ntown after three days of shelling and had met little\n"
        "resistance. A spokesman gave no figures.\n  The rebels said they had pulled back to the hills and\nwould fight on."
    )
    found = cut(text)
    assert len(found) == 3
    assert found[0].startswith("The army") and found[0].endswith("resistance.")


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_ends_of_other_systems_cut_alike(ending):
    text = "Troops enter the town of Bar\n\nThe army said on Tuesday that its troops had entered the\ntown after three days of shelling. They met\nnobody."
    other = text.replace("\n", ending)
    assert [s.replace(ending, "\n") for s in cut(other)] == cut(text)


@pytest.mark.parametrize("endless", ["." * 200_000 + "a", "a. " + " " * 200_000, "?! " * 50_000, "word" * 50_000])
def test_endless_text_is_cut_in_no_time(endless):
    assert split_sentences(endless)


def test_furniture_is_not_read():
    text = "Police fired. Follow us on X. Two died."
    wall = Furniture(start=14, end=29, kind="follow")
    assert cut(text, [wall]) == ["Police fired.", "Two died."]


@given(st.text(alphabet="aB. \n!?\"”'é1,", max_size=300))
def test_sentences_are_in_order_and_lose_only_white_space(text):
    found = split_sentences(text)
    at = 0
    for start, end in found:
        assert at <= start < end
        assert not text[at:start].strip()
        at = end
    assert not text[at:].strip()


def test_endless_sentence_is_cut():
    text = "word " * 2000
    assert all(b - a <= MOST_CHARS for a, b in split_sentences(text))

"""Furniture in eight house styles, and that no news is taken for it."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.intake import find_furniture, prepare_report
from dateline.train.corpus import read_corpus

ROOT = Path(__file__).parents[2]
_ROWS = [line.split("\t") for line in (ROOT / "tests/data/furniture_styles.tsv").read_text(encoding="utf-8").splitlines()[1:]]


@pytest.mark.parametrize(("style", "kind", "line"), _ROWS, ids=[f"{style}: {line[:40]}" for style, _, line in _ROWS])
def test_a_line_in_house_style(style, kind, line):
    text = f"{line}\nRebels left the town.\n" if kind in ("byline", "date") else f"Rebels left the town.\n{line}\nThe army returned."
    found = [(text[item.start : item.end], item.kind) for item in find_furniture(text)]
    assert found == ([] if kind == "news" else [(line, kind)])


def test_no_sentence_of_the_corpus_that_tells_an_event_is_furniture():
    lost = []
    for report in read_corpus(ROOT / "corpus"):
        text = "\n".join(sentence.text for sentence in report.sentences)
        marked = find_furniture(text)
        at = 0
        for sentence in report.sentences:
            end = at + len(sentence.text)
            if sentence.events and any(item.start < end and at < item.end for item in marked):
                lost.append(sentence.text)
            at = end + 1
    assert lost == []


def test_a_line_of_the_authors_name_is_a_byline_only_near_the_top():
    line = "Mina Okoro in Tarvo"
    text = f"Rebels leave\n{line}\n" + "The army came.\n" * 20 + line
    found = [(item.start, item.kind) for item in find_furniture(text, "Mina Okoro; Jan Hus")]
    assert found == [(13, "byline")]
    assert find_furniture(text) == ()
    assert prepare_report(text, author="Mina Okoro").furniture[0].kind == "byline"


def test_a_sentence_about_the_author_is_news():
    assert find_furniture("Mina Okoro was arrested on Friday.\nPolice gave no reason.", "Mina Okoro") == ()


@pytest.mark.parametrize(
    ("tail", "who", "day"),
    [
        ("— UN Desk (@undesk) August 7, 2025", "@undesk", "2025-08-07"),
        ("— UN Desk (@undesk.example.social) August 7, 2025 at 3:00 PM", "@undesk.example.social", "2025-08-07"),
        ("A post shared by Harbour Council (@harbourcouncil) on Aug 7, 2025", "@harbourcouncil", None),
        ("Posted by Harbour Council on Thursday, August 7, 2025", "Harbour Council", "2025-08-07"),
        ("@harbourtv The port this morning ♬ original sound - Harbour TV", "@harbourtv", None),
    ],
)
def test_the_tail_of_an_embedded_post_holds_who_and_when(tail, who, day):
    text = f"The army left.\nWe call on all sides to keep the truce now.\n{tail}\nNobody did."
    tails = [text[item.start : item.end] for item in find_furniture(text) if item.kind == "post_tail"]
    assert len(tails) == 1
    assert who in tails[0]
    assert day is None or prepare_report(text).published == day


@given(
    st.sampled_from(["Reporting by ", "Sign up for ", "Photo ", "(Adds ", "@a ", "— X (@", "Posted by ", ""]),
    st.text("Aa.,;/ (@♬'é", max_size=380),
)
def test_no_line_takes_long(start, rest):
    began = time.perf_counter()
    find_furniture(start + rest)
    assert time.perf_counter() - began < 1.0

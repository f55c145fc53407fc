from __future__ import annotations

import pytest

from dateline.reader.decode import FoundMention
from dateline.resolve.entities import Entities
from dateline.resolve.surroundings import country_beside, known_name, whole_phrase

ENTITIES = Entities.load()


def mention(text, words, kind="actor"):
    start = text.index(words)
    return FoundMention(start=start, end=start + len(words), kind=kind, words=(0, 1), score=1.0)


class Sentence:
    def __init__(self, *mentions):
        self.mentions = mentions


@pytest.mark.parametrize(
    ("text", "words", "others", "want"),
    [
        ("French and Egyptian warships sailed", "French", ["Egyptian warships"], "French warships"),
        ("Chad, Niger and Malian soldiers met", "Chad", ["Niger", "Malian soldiers"], "Chad soldiers"),
        ("Kurdish fighters fled", "Kurdish", ["fighters"], "Kurdish fighters"),
        ("Kurdish fighters fled", "fighters", ["Kurdish"], "Kurdish fighters"),
        ("France and Egypt agreed", "France", ["Egypt"], "France"),
        ("France and Egyptian President Sisi", "France", ["Egyptian President Sisi"], "France"),
        ("France told Egyptian warships", "France", ["Egyptian warships"], "France"),
    ],
)
def test_a_bare_country_shares_the_head_of_its_neighbour(text, words, others, want):
    m = mention(text, words)
    assert whole_phrase(text, m, [m, *(mention(text, other) for other in others)], ENTITIES.is_bare_country) == want


def test_the_place_that_follows_gives_the_country():
    text = "Police in Nairobi fired at students."
    police, nairobi, students = mention(text, "Police"), mention(text, "Nairobi", "place"), mention(text, "students")
    sentence = Sentence(police, nairobi, students)
    assert country_beside(text, police, sentence, lambda m: "KEN") == "KEN"
    assert country_beside(text, students, sentence, lambda m: "KEN") is None


def test_a_name_that_goes_on_is_read_to_its_end():
    text = "Members of the National Union for the Total Independence of Angola fled."
    m = mention(text, "Members of the National Union")
    words = text[m.start : m.end]
    whole = known_name(text, m, words, ENTITIES.is_organisation)
    assert whole == "Members of the National Union for the Total Independence of Angola"
    short = mention("The National Union of Nobody met.", "National Union")
    assert known_name("The National Union of Nobody met.", short, "National Union", ENTITIES.is_organisation) == "National Union"

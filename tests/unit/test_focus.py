"""Which country a report and its sentences are about."""

import pytest

from dateline.reader.decode import FoundEvent, FoundMention
from dateline.reader.reader import ReadSentence
from dateline.resolve.focus import Focus

COUNTRIES = {"Peruvian army": "PER", "Peru": "PER", "Bolivia": "BOL", "Chile": "CHL", "Brazil": "BRA"}
TOWNS = {"Puno": "PER", "Cusco": "PER", "La Paz": "BOL"}


def focus(*lines):
    """The focus of a text of these sentences; names of the tables are actors, towns are places."""
    text, sentences = "\n".join(lines), []
    for line in lines:
        at = text.index(line)
        found = [(n, "actor") for n in COUNTRIES if n in line] + [(n, "place") for n in TOWNS if n in line]
        mentions = [FoundMention(kind, at + line.index(n), at + line.index(n) + len(n), (0, 0), 1.0) for n, kind in found]
        sentences.append(ReadSentence(at, at + len(line), tuple(mentions), ()))
    words = lambda m: text[m.start : m.end]  # noqa: E731
    made = Focus(text, sentences, lambda m: COUNTRIES.get(words(m)), lambda m: COUNTRIES.get(words(m)), lambda m: TOWNS.get(words(m)))
    return made, sentences


def test_the_country_that_stands_out():
    made, _ = focus("The Peruvian army said so.", "Bolivia, Chile and Brazil did not.", "Cusco was quiet.")
    assert made.home == "PER"


def test_two_alike_are_none():
    assert focus("Bolivia and Chile met.")[0].home is None


def test_a_town_alone_is_not_enough():
    assert focus("Puno was quiet.")[0].home is None


def test_a_sentence_that_opens_with_a_place():
    made, sentences = focus("The Peruvian army left Cusco.", "In La Paz police looked on.", "They went.")
    assert [made.of(i, s) for i, s in enumerate(sentences)] == ["PER", "BOL", "PER"]


def test_news_in_brief():
    made, sentences = focus("Puno - Teachers struck.", "Police looked on.", "La Paz - Farmers marched.")
    assert made.home is None
    assert [made.of(i, s) for i, s in enumerate(sentences)] == ["PER", "PER", "BOL"]


@pytest.mark.parametrize(("kind", "venue"), [("CONSULT", True), ("AGREE", False), ("PROTEST", False)])
def test_a_town_where_people_only_meet_is_a_venue(kind, venue):
    made, (sentence,) = focus("Coalition leaders put off a rally at Puno.")
    place = sentence.mentions[0]
    told = FoundEvent(0, 9, kind, None, "happened", 0.9, {"place": ((0, 0.9),)})
    assert made.is_venue(place, ReadSentence(sentence.start, sentence.end, sentence.mentions, (told,))) is venue

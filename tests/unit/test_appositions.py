"""Neighbouring mentions that are one entity, and those that are not."""

import pytest

from dateline.reader.decode import FoundMention
from dateline.resolve.appositions import appositions, is_abbreviation


def pairs(marked):
    """The appositions of a sentence with its actors in square brackets, as (name, beside, kind)."""
    text, actors, at = "", [], None
    for char in marked:
        if char == "[":
            at = len(text)
        elif char == "]":
            actors.append(FoundMention("actor", at, len(text), (0, 0), 1.0))
        else:
            text += char
    return [(text[p.name.start : p.name.end], text[p.beside.start : p.beside.end], p.kind) for p in appositions(text, actors)]


@pytest.mark.parametrize(
    ("marked", "wanted"),
    [
        ("[Mara Okello], a [teacher], fled.", ("Mara Okello", "teacher", "description")),
        ("said the [energy minister], [Ivo Santos], who left.", ("Ivo Santos", "energy minister", "description")),
        ("[Los Halcones], the [country's largest gang], denied it.", ("Los Halcones", "country's largest gang", "description")),
        ("the [Lake Liberation Front] ([LLF]) struck", ("Lake Liberation Front", "LLF", "abbreviation")),
        ("The [Lake Liberation Front], [LLF], struck", ("Lake Liberation Front", "LLF", "abbreviation")),
        ("the [gang], known as [Los Halcones], struck", ("Los Halcones", "gang", "alias")),
        ("the [group], self-named [Lake Eagles], struck", ("Lake Eagles", "group", "alias")),
    ],
)
def test_one_entity(marked, wanted):
    assert pairs(marked) == [wanted]


@pytest.mark.parametrize(
    "marked",
    [
        "the [army], the [police] and the [courts] agreed",
        "[France], [Germany] and [Italy] agreed",
        "[Mara Okello] told the [minister] so",
        "[He], the [minister], left",
        "[Peru] and the [rebels], who left,",
        "[Mara Okello], [rebels], and others",
    ],
)
def test_two_entities(marked):
    assert pairs(marked) == []


@pytest.mark.parametrize(
    ("words", "name", "is_one"),
    [
        ("LLF", "Lake Liberation Front", True),
        ("L.L.F.", "Lake Liberation Front", True),
        ("LLF", "Lake Council", False),
        ("Lake", "Lake Council", False),
    ],
)
def test_abbreviations(words, name, is_one):
    assert is_abbreviation(words, name) is is_one

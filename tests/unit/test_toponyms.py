from __future__ import annotations

import dataclasses
import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.resolve.placecontext import container_after, context_of, cue_votes, resolve_spans
from dateline.resolve.toponyms import toponyms
from dateline.resolve.toponymwords import tokenise


@dataclasses.dataclass(frozen=True)
class Mark:
    kind: str
    start: int
    end: int


def names(text, mentions=()):
    return [text[a:b] for a, b in toponyms(text, mentions)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Texas police arrested two men in Denton.", ["Texas", "Denton"]),
        ("Officials in Paris said the Israeli army had left.", ["Paris", "Israeli"]),
        ("The Boone County Sheriff's Office said so.", ["Boone County"]),
        ("He lives at 12 Sandgate Road, near Ohio State University.", ["Sandgate Road", "Ohio"]),
        ("Troops crossed the Dniester near Bendery, Moldova.", ["Dniester", "Bendery", "Moldova"]),
        ("She moved to Plumville, Pa., in June.", ["Plumville", "Pa."]),
        ("Chechen fighters and Ohioans met.", ["Chechen", "Ohioans"]),
        ("It rained all day on the plain.", []),
        ("", []),
    ],
)
def test_every_place_name_is_found_also_inside_actors(text, found):
    assert names(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Robert Jackson said he was glad. Jackson left early.",
        "Mr. Lincoln and Mrs. Orlando spoke.",
        "Sgt. Denver signed the form.",
        "The meeting is in March. Reading is fun.",
    ],
)
def test_people_months_and_common_words_are_no_places(text):
    assert names(text) == []


def test_a_surname_is_a_place_where_something_is_placed_in_it():
    text = "Andrew Jackson was born elsewhere. The fire in Jackson, Mississippi, was put out. Jackson mourned."
    assert names(text) == ["Jackson", "Mississippi", "Jackson"]


def test_the_readers_mark_helps_a_small_name():
    text = "Walls fell. Elberton was hit."
    start = text.index("Elberton")
    assert names(text, [Mark("place", start, start + 8)]) == ["Elberton"]


@pytest.mark.parametrize(
    ("text", "container"),
    [
        ("Paris, Tenn., was", "Tenn."),
        ("Paris (Texas) was", "Texas"),
        ("Briceño, Antioquia, where", "Antioquia"),
        ("Paris, said the mayor", None),
        ("Paris and Texas", None),
        ("Paris", None),
    ],
)
def test_the_larger_place_after_a_name(text, container):
    assert container_after(text, len(text.split()[0].rstrip(","))) == container


def test_a_name_placed_once_is_placed_throughout():
    text = "Fire struck Paris, Tenn., on Monday. People in Paris watched."
    places = resolve_spans(text, [(12, 17), (47, 52)])
    assert [place and (place.admin1, place.precision) for place in places] == [("Tennessee", "settlement")] * 2


def test_words_of_public_life_speak_for_a_country():
    assert set(cue_votes("The sheriff and the school board met.")) == {"USA"}
    assert set(cue_votes("Magistrates at the crown court")) == {"GBR"}
    assert cue_votes("They met and talked.") == {}
    text = "The sheriff's office in Bristol charged him; he lives at 1804 Cherry St., Bristol."
    start = text.index("Bristol")
    (place,) = resolve_spans(text, [(start, start + 7)])
    assert place is not None and place.country == "USA"


def test_the_order_of_mentions_and_spans_does_not_matter():
    text = "Texas police searched Dallas and Fort Worth; officials in Denton and Arlington helped, Cleburne residents said."
    marks = [Mark("place", *span) for span in toponyms(text)]
    shuffled = random.Random(3).sample(marks, len(marks))
    assert toponyms(text, marks) == toponyms(text, shuffled)
    spans = [(m.start, m.end) for m in marks]
    mixed = [(m.start, m.end) for m in shuffled]
    assert dict(zip(spans, resolve_spans(text, spans), strict=True)) == dict(zip(mixed, resolve_spans(text, mixed), strict=True))
    assert context_of(text, spans) == context_of(text, mixed)


PIECES = st.sampled_from(
    [
        "Texas",
        "Paris",
        "Mr.",
        "Jackson",
        "County",
        "in",
        "the",
        ", ",
        ".",
        "\n",
        "St.",
        "Gaza",
        "U.S.",
        "’s",
        "Lake",
        "-",
        "(",
        "ß",
        "É",
        "police",
        "42",
    ]
)


@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=25).map(" ".join)))
def test_spans_lie_in_the_text_in_order_and_apart(text):
    spans = toponyms(text)
    assert spans == toponyms(text)
    assert all(0 <= a < b <= len(text) and text[a:b].strip() == text[a:b] for a, b in spans)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(spans))
    assert len(resolve_spans(text, spans)) == len(spans)
    assert all(text[t.start : t.end].startswith(t.word.rstrip(".")) for t in tokenise(text))

"""The words, names and numbers of a text as joining compares them, and how much each says."""

from __future__ import annotations

import functools
import re
from importlib import resources

from dateline.resolve.countries import countries
from dateline.resolve.tables import parse

# Words that say nothing of what is told.
_EMPTY = frozenset(
    """
    said says told according official officials spokesman spokeswoman statement reported reporters agency news also this that these those
    with from were been have their they them there which when where while after before into over under about between against during since
    until among than then what would could will more most some other last first week month year monday tuesday wednesday thursday friday
    saturday sunday january february march april june july august september october november december yesterday today earlier later near
    least people jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun
    """.split()  # noqa: SIM905
)
_NO_NAMES = _EMPTY | frozenset("the a an in on at it he she his her but and for as by of to its our we i if no not two three".split())  # noqa: SIM905
WORD = re.compile(r"[^\W\d_][\w'’-]*")
# Numbers from three up, without years.
_NUMBER = re.compile(
    r"\b(?!(?:19|20)\d\d\b)\d[\d,.]*\d\b|\b[3-9]\b|\b(?:three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\b",
    re.IGNORECASE,
)
_ENDINGS = ("ations", "ation", "ings", "ing", "ers", "ed", "es", "er", "s")
_STEM, _SHORT = 7, 3
_CAPITALS = 0.6  # share of capitals from which a text is one of capitals alone


@functools.lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """The word in small letters without a usual ending, cut to seven letters: enough to know a word again."""
    word = word.lower().replace("’", "'").removesuffix("'s")
    for ending in _ENDINGS:
        if len(word) - len(ending) > _SHORT and word.endswith(ending):
            return word.removesuffix(ending)[:_STEM]
    return word[:_STEM]


def content_stems(text: str) -> tuple[str, ...]:
    """The stems of the words that say something, each once in order."""
    return tuple(dict.fromkeys(stem(w) for w in WORD.findall(text.lower()) if len(w) > _SHORT and w not in _EMPTY))


def word_weight(stem: str) -> float:
    """How much it says that two texts share the stem, from 0 to 1 (`wordweights.tsv`)."""
    return _word_weights().get(stem, 1.0)


@functools.cache
def _word_weights() -> dict[str, float]:
    text = resources.files("dateline.fuse").joinpath("data/wordweights.tsv").read_text(encoding="utf-8")
    return {row["stem"]: row.number("weight") or 0.0 for row in parse(text, ("stem", "weight"), "fuse/data/wordweights.tsv")}


def numbers_in(text: str) -> tuple[str, ...]:
    """The numbers of the text, each once in order."""
    return tuple(dict.fromkeys(_NUMBER.findall(text.lower())))


def names_in(text: str) -> tuple[str, ...]:
    """Capitalised words that are no country's, each once in order, small; in a text of capitals all words."""
    letters = [c for c in text if c.isalpha()]
    capitals = sum(map(str.isupper, letters)) > _CAPITALS * max(1, len(letters))
    words = (w.removesuffix("'s").removesuffix("’s") for w in WORD.findall(text) if capitals or w[0].isupper())
    return tuple(dict.fromkeys(w for w in map(str.lower, words) if len(w) > _SHORT - 1 and w not in _NO_NAMES and w not in _common_names()))


@functools.cache
def _common_names() -> frozenset[str]:
    """Words of the names of states, peoples and capitals: half of all reports of a country share them."""
    known = countries()
    return frozenset(word for name in (*known.names, *known.demonyms, *known.seats) for word in WORD.findall(name.lower()))

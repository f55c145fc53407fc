"""The words by which our events become MUC-4 incidents (`muc4_words.tsv`: list, word, value; general English, from no text of the set)."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from pathlib import Path

from dateline.resolve.tables import parse

TABLE = Path(__file__).with_name("muc4_words.tsv")
# These lists hold stems of triggers, the others whole words or codes.
STEMS = ("incident", "clash", "death", "damage")
_WORD = re.compile(r"[a-z]+")


@functools.cache
def word_lists() -> Mapping[str, Mapping[str, str]]:
    """Of each list its words with their values. Raises `DataError` for a table of a wrong shape."""
    found: dict[str, dict[str, str]] = {}
    for row in parse(TABLE.read_text(encoding="utf-8"), ("list", "word", "value"), TABLE.name):
        found.setdefault(row["list"], {})[row["word"]] = row["value"]
    return found


def stem_value(name: str, text: str) -> str | None:
    """The value of the first word of the text that begins with a stem of the list, the longest stem first."""
    stems = sorted(word_lists()[name], key=len, reverse=True)
    for word in _WORD.findall(text.lower()):
        for stem in stems:
            if word.startswith(stem):
                return word_lists()[name][stem]
    return None


def head_word(phrase: str) -> str:
    """The head of a noun phrase, lower case: its last word before "of", "from", "in" and the like, or a comma."""
    words = _WORD.findall(re.split(r"[,(\[]|\b(?:of|from|in|with|at|on|who|belonging)\b", phrase.lower())[0])
    return words[-1] if words else ""

"""From a sentence to the model's input: word pieces, letter case, and the first piece of every word."""

from __future__ import annotations

import dataclasses
import unicodedata
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from dateline.reader.labels import CASES

# BERT's positions end at 512; longer sentences (rare: tables, lists) are read in pieces of this many words.
MOST_PIECES = 320
_CASE = {name: i for i, name in enumerate(CASES)}


@dataclasses.dataclass(frozen=True, slots=True)
class Features:
    """One sentence as the model takes it. `words` are character spans within the sentence, one for each entry of `firsts`."""

    ids: NDArray[np.int64]
    cases: NDArray[np.int64]
    firsts: NDArray[np.int64]
    words: tuple[tuple[int, int], ...]


def load_tokenizer(path: Path) -> Tokenizer:
    """The word-piece tokenizer of `tokenizer.json`, without padding or truncation."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.encode_special_tokens = True  # a "[SEP]" in a report is text
    return tokenizer


def is_shouted(text: str) -> bool:
    """Whether letter case says nothing here: (nearly) all letters are capitals."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 5 and sum(c.isupper() for c in letters) > 0.75 * len(letters)


def _case(word: str) -> str:
    if not any(c.isalpha() for c in word):
        return "digit" if any(c.isdigit() for c in word) else "none"
    if word.islower():
        return "lower"
    if word.isupper():
        return "title" if len(word) == 1 else "upper"
    return "title" if word[0].isupper() and word[1:].islower() else "mixed"


def _with_marks(text: str, end: int) -> int:
    """The end of the word with the combining marks that follow it."""
    while end < len(text) and unicodedata.category(text[end])[0] == "M":
        end += 1
    return end


def featurize(tokenizer: Tokenizer, text: str) -> list[Features]:
    """The sentence's features: one entry, or several where it is longer than the model reads at once; none for an empty text."""
    coding = tokenizer.encode(text, add_special_tokens=False)
    ids, offsets, owners = coding.ids, coding.offsets, coding.word_ids
    shouted = is_shouted(text)
    words: list[tuple[int, int, int, int]] = []  # first piece, last piece + 1, start, end
    for at, owner in enumerate(owners):
        start, end = offsets[at]
        if words and owner is not None and at and owner == owners[at - 1]:
            first, _, begin, _ = words[-1]
            words[-1] = (first, at + 1, begin, end)
        else:
            words.append((at, at + 1, start, end))
    words = [(first, last, start, _with_marks(text, end)) for first, last, start, end in words]
    cls, sep = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    found: list[Features] = []
    chunk: list[tuple[int, int, int, int]] = []

    def close() -> None:
        if not chunk:
            return
        base = chunk[0][0]
        pieces = ids[base : chunk[-1][1]]
        cases = np.zeros(len(pieces) + 2, np.int64)
        if not shouted:
            for first, last, start, end in chunk:
                cases[first - base + 1 : last - base + 1] = _CASE[_case(text[start:end])]
        found.append(
            Features(
                np.array([cls, *pieces, sep], np.int64),
                cases,
                np.array([first - base + 1 for first, *_ in chunk], np.int64),
                tuple((start, end) for _, _, start, end in chunk),
            )
        )

    for word in words:
        if chunk and word[1] - chunk[0][0] > MOST_PIECES:
            close()
            chunk = []
        if word[1] - word[0] <= MOST_PIECES:
            chunk.append(word)
    close()
    return found

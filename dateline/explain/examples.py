"""The index of labelled examples: the events of the corpus's training part, each with the reader's scores of its trigger.

It lies beside the model (`examples.npz`) and belongs to it: another model's scores mean other things. Two events are alike where the
reader's logits of trigger, type, mode and status are (cosine), the triggers are spelled alike (Dice's coefficient of letter trigrams),
and the same words stand around them (Dice's again). The weights of the three were chosen on the corpus's parts outside training: of
five neighbours .79 have the event's own type, as with the network's inner states, which the shipped graph does not give.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import io
import lzma
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from dateline.errors import DataError
from dateline.explain.explanation import Neighbour
from dateline.reader.model import MODEL_DIR, Logits

FILE = "examples.npz"
_REBUILD = "make it with: python -m dateline.explain.build"
_LETTERS, _NEAR = 0.1, 0.2  # beside a weight of 1 for the reading
_WORDS_AROUND = 8
_WORD = re.compile(r"\w+")
_STEM = 6  # letters of a word that count
_FUNCTION_WORDS = frozenset(
    (
        "the", "a", "an", "of", "to", "in", "on", "at", "for", "and", "or", "but", "not", "that", "this", "than", "by", "with", "from",
        "as", "was", "were", "is", "are", "be", "been", "has", "have", "had", "it", "its", "his", "her", "their", "he", "she", "they",
        "who", "which", "said", "after", "before",
    )
)  # fmt: skip


class Sentence(msgspec.Struct, frozen=True, array_like=True):
    """A sentence of the corpus that tells events."""

    text: str
    file: str
    line: int


class Example(msgspec.Struct, frozen=True, array_like=True):
    """An event of a sentence (by its place in the index): labels, the trigger's characters, the words in each role."""

    sentence: int
    start: int
    end: int
    type: str
    mode: str | None
    status: str
    roles: dict[str, tuple[str, ...]]


class Table(msgspec.Struct, frozen=True):
    """What the index holds besides vectors: hashes of the model and the corpus it was made from, sentences, examples."""

    model: str
    corpus: str
    sentences: tuple[Sentence, ...]
    examples: tuple[Example, ...]


def model_hash(folder: Path) -> str:
    """The hash of what decides the reader's scores: graph and tokenizer."""
    found = hashlib.sha256()
    for name in ("model.onnx", "tokenizer.json"):
        found.update((folder / name).read_bytes())
    return found.hexdigest()[:16]


def vector(logits: Logits, trigger: tuple[int, int]) -> NDArray[np.float32]:
    """The reader's scores of a trigger (first word, last + 1): logits of type, mode, status and trigger, averaged over its words."""
    rows = slice(*trigger)
    scores = [head[rows].mean(0) for head in (logits.type, logits.mode, logits.status, logits.trigger)]
    return np.concatenate(scores).astype(np.float32)


def dice(one: frozenset[str], other: frozenset[str]) -> float:
    """Dice's coefficient of two sets: 1 where they are equal, 0 where they share nothing or both are empty."""
    return 2 * len(one & other) / max(1, len(one) + len(other))


def trigrams(words: str) -> frozenset[str]:
    """The letter trigrams of the words, edges included."""
    padded = f" {words.casefold()} "
    return frozenset(padded[i : i + 3] for i in range(len(padded) - 2))


def around(text: str, start: int, end: int) -> frozenset[str]:
    """The stems of the words that stand near `text[start:end]`, without function words and numbers."""
    before = _WORD.findall(text[:start].casefold())[-_WORDS_AROUND:]
    after = _WORD.findall(text[end:].casefold())[:_WORDS_AROUND]
    return frozenset(word[:_STEM] for word in (*before, *after) if word not in _FUNCTION_WORDS and not word.isdigit())


@dataclasses.dataclass(frozen=True, slots=True)
class _Alike:
    similarity: float
    reading: float
    letters: float
    near: float


class ExampleIndex:
    """Labelled examples, found by likeness. Take it from `load_examples`."""

    def __init__(self, table: Table, vectors: NDArray[np.int8]) -> None:
        """One row of `vectors` for each example; they count by direction alone."""
        self.table = table
        norms = np.sqrt((vectors.astype(np.float32) ** 2).sum(1))
        self._vectors, self._norms = vectors, np.maximum(norms, 1e-9)

    def __len__(self) -> int:
        """The number of examples."""
        return len(self.table.examples)

    def nearest(self, scores: NDArray[np.float32], text: str, start: int, end: int, count: int = 5) -> tuple[Neighbour, ...]:
        """The examples most like the event whose trigger is `text[start:end]` with these scores (`vector`), best first, one a sentence."""
        reading = self._vectors.astype(np.float32) @ scores / (self._norms * max(float(np.linalg.norm(scores)), 1e-9))
        reading = reading.clip(0, 1)
        own = trigrams(text[start:end])
        letters = np.array([dice(own, grams) for grams in self._trigrams])
        partly = reading + _LETTERS * letters
        near = around(text, start, end)
        best: dict[int, tuple[float, int, _Alike]] = {}  # by sentence
        bar = -1.0
        for at in np.argsort(-partly, kind="stable"):
            if partly[at] + _NEAR < bar:
                break
            example = self.table.examples[at]
            shared = dice(near, around(self.table.sentences[example.sentence].text, example.start, example.end))
            total = float(partly[at]) + _NEAR * shared
            if total > best.get(example.sentence, (-1.0, 0))[0]:
                alike = _Alike(total / (1 + _LETTERS + _NEAR), float(reading[at]), float(letters[at]), shared)
                best[example.sentence] = (total, int(at), alike)
            if len(best) >= count:
                bar = sorted((total for total, _, _ in best.values()), reverse=True)[count - 1]
                best = {key: held for key, held in best.items() if held[0] >= bar}
        ranked = sorted(best.values(), key=lambda held: (-held[0], held[1]))[:count]
        return tuple(self._neighbour(at, alike) for _, at, alike in ranked)

    @functools.cached_property
    def _trigrams(self) -> list[frozenset[str]]:
        known: dict[str, frozenset[str]] = {}
        found = []
        for example in self.table.examples:
            words = self.table.sentences[example.sentence].text[example.start : example.end]
            found.append(known.get(words) or known.setdefault(words, trigrams(words)))
        return found

    def _neighbour(self, at: int, alike: _Alike) -> Neighbour:
        example = self.table.examples[at]
        sentence = self.table.sentences[example.sentence]
        rounded = {name: round(getattr(alike, name), 4) for name in ("similarity", "reading", "letters", "near")}
        labels = {name: getattr(example, name) for name in ("start", "end", "type", "mode", "status", "roles")}
        return Neighbour(text=sentence.text, file=sentence.file, line=sentence.line, **labels, **rounded)


def to_bytes(table: Table, vectors: Iterable[NDArray[np.float32]]) -> bytes:
    """The file of an index: vectors in eight bits, the rest as packed JSON. Equal contents give equal bytes."""
    rows = np.stack(list(vectors)) if table.examples else np.zeros((0, 1), np.float32)
    most = np.maximum(np.abs(rows).max(1, keepdims=True, initial=0.0), 1e-9)
    packed = lzma.compress(msgspec.json.encode(table), preset=9)
    out = io.BytesIO()
    np.savez_compressed(out, vectors=np.round(rows / most * 127).astype(np.int8), table=np.frombuffer(packed, np.uint8))
    return out.getvalue()


def load_examples(folder: Path = MODEL_DIR) -> ExampleIndex:
    """The index of the model in `folder`. Raises `DataError` where there is none, it is damaged, or it belongs to another model."""
    path = folder / FILE
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays: dict[str, Any] = {name: file[name] for name in ("vectors", "table")}
        table = msgspec.json.decode(lzma.decompress(arrays["table"].tobytes()), type=Table)
    except FileNotFoundError as error:
        raise DataError(f"{path}: the index of labelled examples is missing; {_REBUILD}") from error
    except Exception as error:
        raise DataError(f"{path}: the index of labelled examples is damaged ({error}); {_REBUILD}") from error
    if table.model != model_hash(folder):
        raise DataError(f"{path}: the index of labelled examples belongs to another model; {_REBUILD}")
    if len(arrays["vectors"]) != len(table.examples):
        raise DataError(f"{path}: the index of labelled examples is damaged (it has more or fewer vectors than examples); {_REBUILD}")
    return ExampleIndex(table, arrays["vectors"])

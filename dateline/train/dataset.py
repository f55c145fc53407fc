"""Annotated sentences as tensors."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator, Sequence

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from dateline.reader.features import Features, featurize
from dateline.reader.labels import COUNT_KINDS, MENTION_KINDS, MODES, ROLES, STATUSES, TYPES
from dateline.train.corpus import MarkedEvent, MarkedSentence

IGNORE = -100


@dataclasses.dataclass(frozen=True, slots=True)
class Example:
    """A sentence's features with its gold: tags for each word, and for each trigger word its event's labels and roles."""

    features: Features
    mention: np.ndarray
    trigger: np.ndarray
    type: np.ndarray
    mode: np.ndarray
    status: np.ndarray
    role: np.ndarray  # [R, W, W]
    sentence: MarkedSentence


def _cover(words: Sequence[tuple[int, int]], start: int, end: int) -> list[int]:
    return [i for i, (a, b) in enumerate(words) if a < end and start < b]


def _roles(event: MarkedEvent) -> Iterator[tuple[int, str]]:
    for role, mention in event.roles:
        if role != "number":
            yield ROLES.index(role), mention
    for mention, kind in event.counts:
        yield ROLES.index("number:" + (kind if kind in COUNT_KINDS else "other")), mention


def example(tokenizer: Tokenizer, sentence: MarkedSentence) -> Example | None:
    """The sentence as a training example; None where it is longer than the model reads at once."""
    pieces = featurize(tokenizer, sentence.text)
    if len(pieces) != 1:
        return None
    features = pieces[0]
    count = len(features.words)
    mention, trigger = np.zeros(count, np.int64), np.zeros(count, np.int64)
    kind, mode, status = (np.full(count, IGNORE, np.int64) for _ in range(3))
    role = np.zeros((len(ROLES), count, count), np.float32)
    where: dict[str, list[int]] = {}
    for mark in sentence.marks:
        where[mark.id] = covered = _cover(features.words, mark.start, mark.end)
        base = 1 + 2 * MENTION_KINDS.index(mark.kind)
        mention[covered] = base + 1
        mention[covered[:1]] = base
    for fact in sentence.facts:
        status[_cover(features.words, fact.start, fact.end)] = STATUSES.index(fact.status)
    for event in sentence.events:
        covered = _cover(features.words, event.start, event.end)
        trigger[covered] = 2
        trigger[covered[:1]] = 1
        kind[covered] = TYPES.index(event.type)
        mode[covered] = MODES.index(f"{event.type}/{event.mode}") if event.mode else 0
        status[covered] = STATUSES.index(event.status)
        for r, target in _roles(event):
            for i in covered:
                role[r, i, where[target]] = 1.0
    return Example(features, mention, trigger, kind, mode, status, role, sentence)


def _padded(arrays: Sequence[np.ndarray], fill: float, dtype: torch.dtype) -> Tensor:
    most = max(len(a) for a in arrays)
    out = torch.full((len(arrays), most), fill, dtype=dtype)
    for i, array in enumerate(arrays):
        out[i, : len(array)] = torch.from_numpy(np.asarray(array))
    return out


def batch(examples: Sequence[Example], shout: Sequence[bool] | None = None) -> dict[str, Tensor]:
    """A padded batch. Where `shout` is true the sentence is read as if its letter case said nothing (ALL CAPS)."""
    cases = [np.zeros_like(e.features.cases) if shout and shout[i] else e.features.cases for i, e in enumerate(examples)]
    words = max(len(e.features.firsts) for e in examples)
    role = torch.full((len(examples), len(ROLES), words, words), -1.0)
    for i, e in enumerate(examples):
        count = len(e.features.firsts)
        rows = np.flatnonzero(e.trigger)
        role[i][:, torch.from_numpy(rows), :count] = torch.from_numpy(e.role[:, rows])
    return {
        "ids": _padded([e.features.ids for e in examples], 0, torch.long),
        "mask": _padded([np.ones(len(e.features.ids)) for e in examples], 0, torch.long),
        "cases": _padded(cases, 0, torch.long),
        "firsts": _padded([e.features.firsts for e in examples], 0, torch.long),
        **{
            name: _padded([getattr(e, name) for e in examples], IGNORE, torch.long)
            for name in ("mention", "trigger", "type", "mode", "status")
        },
        "role": role,
    }


def batches(examples: Sequence[Example], size: int, rng: random.Random) -> Iterator[list[Example]]:
    """Batches of sentences of like length, in random order."""
    order = sorted(examples, key=lambda e: len(e.features.ids) + rng.random() * 8)
    chunks = [order[i : i + size] for i in range(0, len(order), size)]
    rng.shuffle(chunks)
    yield from chunks

"""The reader asked for the one event between a given actor and recipient: the shipped weights and decoder, the pair only a constraint."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dateline.reader.decode import FoundMention, role_scores, softmax
from dateline.reader.labels import ROLES, TYPES
from dateline.reader.model import Network

Words = tuple[int, int]


def _mention(words: Sequence[Words], span: tuple[int, int]) -> FoundMention | None:
    inside = [i for i, (a, b) in enumerate(words) if a < span[1] and span[0] < b]
    return FoundMention("actor", *span, (inside[0], inside[-1] + 1), 1.0) if inside else None


def type_between(network: Network, text: str, actors: Sequence[tuple[int, int]], recipients: Sequence[tuple[int, int]]) -> dict[str, float]:
    """Probability of each type for the event between the pair: every word is weighed as a trigger by its own
    probability and those of the pair's roles with it, and the types of all words are added up by these weights."""
    total: NDArray[np.float32] = np.zeros(len(TYPES), np.float32)
    for features in network.features(text):
        logits = network.run(features)
        pair = [[m for m in (_mention(features.words, s) for s in spans) if m] for spans in (actors, recipients)]
        inside = softmax(logits.trigger)[:, 1:].sum(-1)
        by_type = softmax(logits.type)
        for at, p in enumerate(inside):
            if any(m.words[0] <= at < m.words[1] for side in pair for m in side):
                continue
            weight = float(p)
            for side, role in zip(pair, ("actor", "recipient"), strict=True):
                held = float(role_scores(logits, (at, at + 1), side)[ROLES.index(role)].max()) if side else 0.0
                weight *= held + 0.02
            total += weight * by_type[at]
    total += 1e-9
    return dict(zip(TYPES, (total / total.sum()).tolist(), strict=True))

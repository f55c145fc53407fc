"""From the network's logits to mentions and events of one sentence: a consistent graph."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from dateline.ontology import ontology
from dateline.reader.labels import MENTION_KINDS, MODES, ROLE_TAKES, ROLES, STATUSES, TYPES
from dateline.reader.model import Logits

_NAMING = ("actor", "place")
# Parties and places begin and end with none of these words (but for 35 of the corpus's 77,613 mentions), nor end with these marks.
_LOOSE = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "between",
        "by",
        "for",
        "from",
        "in",
        "is",
        "of",
        "on",
        "or",
        "over",
        "that",
        "the",
        "to",
        "was",
        "were",
        "which",
        "who",
        "with",
    ]
)
_NOT_LAST = frozenset('([{<,;:-\u2013\u2014"\u201c')
# Of each type its modes' numbers in `MODES`, "none" first.
MODES_OF = {kind: np.array([0, *(i for i, name in enumerate(MODES) if name.startswith(kind + "/"))]) for kind in ontology().types}


@dataclasses.dataclass(frozen=True, slots=True)
class FoundMention:
    """A mention the reader found; characters count from the sentence's text, `words` are word numbers."""

    kind: str
    start: int
    end: int
    words: tuple[int, int]
    score: float


@dataclasses.dataclass(frozen=True, slots=True)
class FoundEvent:
    """An event the reader found. `roles` maps a role to (mention number, probability), best first."""

    start: int
    end: int
    type: str
    mode: str | None
    status: str
    score: float
    roles: Mapping[str, tuple[tuple[int, float], ...]]


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """What the reader found in one sentence."""

    mentions: tuple[FoundMention, ...]
    events: tuple[FoundEvent, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities from which things hold; set on the corpus's development part (`dateline.train.tune`).

    An event needs `trigger` for its words and `event` for words and type together. Where no mention reaches `role` as actor or
    recipient, the best one is taken if it reaches `party`.
    """

    trigger: float = 0.5
    event: float = 0.25
    role: float = 0.5
    party: float = 0.25


def softmax(x: NDArray[np.float32]) -> NDArray[np.float32]:
    """Softmax over the last axis."""
    e = np.exp(x - x.max(-1, keepdims=True))
    out: NDArray[np.float32] = (e / e.sum(-1, keepdims=True)).astype(np.float32)
    return out


def sigmoid(x: NDArray[np.float32]) -> NDArray[np.float32]:
    """The logistic function."""
    out: NDArray[np.float32] = (1.0 / (1.0 + np.exp(-np.clip(x, -80, 80)))).astype(np.float32)
    return out


def find_mentions(logits: Logits, text: str, words: Sequence[tuple[int, int]]) -> list[FoundMention]:
    """Mentions from the tags: B begins, I goes on with the same kind, an I after O or another kind begins too.

    An actor or place loses articles, prepositions and marks at its ends, and is none where nothing else is left.
    """
    probabilities = softmax(logits.mention)
    tags = probabilities.argmax(-1)
    found: list[FoundMention] = []
    begin: int | None = None
    kind = -1

    def close(until: int) -> None:
        if begin is None:
            return
        first, last = begin, until
        if MENTION_KINDS[kind] in _NAMING:
            first, last = _trimmed(text, words, begin, until)
            if first < last < len(words) and not tags[last] and _closes(text, words, first, last):
                last += 1
        if first < last:
            share = probabilities[first:last, [1 + 2 * kind, 2 + 2 * kind]].sum(-1).min()
            found.append(FoundMention(MENTION_KINDS[kind], words[first][0], words[last - 1][1], (first, last), float(share)))

    for at, tag in enumerate(tags):
        if tag == 0:
            close(at)
            begin = None
        elif tag % 2 == 1 or begin is None or (tag - 1) // 2 != kind:
            close(at)
            begin, kind = at, (tag - 1) // 2
    close(len(tags))
    return found


def _trimmed(text: str, words: Sequence[tuple[int, int]], first: int, last: int) -> tuple[int, int]:
    """The words without those at either end that name nobody."""

    def word(at: int) -> str:
        return text[slice(*words[at])]

    while first < last and (word(first) in _LOOSE or not any(c.isalnum() for c in word(first))):
        first += 1
    while first < last and (word(last - 1) in _LOOSE or word(last - 1) in _NOT_LAST):
        last -= 1
    if first < last and word(last - 1) == ")" and "(" not in text[words[first][0] : words[last - 1][1]]:
        last -= 1
    inner = last - 1 - (first < last and word(last - 1) == ")")  # "Liberian Peace Council (LPC)": the letters are a second name
    if inner - 1 > first and word(inner - 1) == "(" and word(inner).isupper() and len(word(inner)) > 1:
        last = inner - 1
    return first, last


def _closes(text: str, words: Sequence[tuple[int, int]], first: int, last: int) -> bool:
    """Whether the word behind these is the bracket that closes one of them."""
    inside = text[words[first][0] : words[last - 1][1]]
    return inside.count("(") > inside.count(")") and text[slice(*words[last])] == ")"


def _find_triggers(logits: Logits, least: float) -> list[tuple[int, int, float]]:
    """(first word, last word + 1, probability). Neighbouring trigger words are one trigger unless the later more likely begins one."""
    probabilities = softmax(logits.trigger)
    inside = probabilities[:, 1:].sum(-1)
    found: list[list[float]] = []
    for at, p in enumerate(inside):
        if p < least:
            continue
        joined = found and found[-1][1] == at and probabilities[at, 1] < probabilities[at, 2]
        if joined:
            found[-1][1] = at + 1
            found[-1][2] = max(found[-1][2], float(p))
        else:
            found.append([at, at + 1, float(p)])
    return [(int(a), int(b), p) for a, b, p in found]


def role_scores(logits: Logits, trigger: tuple[int, int], mentions: Sequence[FoundMention]) -> NDArray[np.float32]:
    """Probabilities [R, mentions] that a mention has a role with the trigger; impossible pairs are 0."""
    if not mentions:
        return np.zeros((len(ROLES), 0), np.float32)
    rows = logits.role[:, trigger[0] : trigger[1]].mean(1)
    scores = sigmoid(np.stack([rows[:, m.words[0] : m.words[1]].mean(-1) for m in mentions], -1))
    for r, role in enumerate(ROLES):
        for i, mention in enumerate(mentions):
            if mention.kind not in ROLE_TAKES[role]:
                scores[r, i] = 0.0
    return scores


def exclude(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """The scores [R, mentions] with 0 where a mention has rather another role: nobody is actor and recipient, a number counts one thing."""
    scores = scores.copy()
    actor, recipient = scores[ROLES.index("actor")], scores[ROLES.index("recipient")]
    stronger = actor >= recipient
    recipient[stronger] = 0.0
    actor[~stronger] = 0.0
    kinds = [r for r, role in enumerate(ROLES) if role.startswith("number:")]
    if scores.size:
        scores[kinds] *= scores[kinds] == scores[kinds].max(0, keepdims=True)
    return scores


def read_event(
    logits: Logits, trigger: tuple[int, int], mentions: Sequence[FoundMention], thresholds: Thresholds
) -> tuple[str, float, str | None, str, dict[str, tuple[tuple[int, float], ...]]]:
    """Type with its probability, mode, status and roles of one trigger."""
    rows = slice(*trigger)
    by_type = softmax(logits.type[rows].mean(0))
    kind = TYPES[int(by_type.argmax())]
    modes = MODES_OF[kind]
    mode = MODES[int(modes[logits.mode[rows].mean(0)[modes].argmax()])]
    status = STATUSES[int(logits.status[rows].mean(0).argmax())]
    scores = exclude(role_scores(logits, trigger, mentions))
    roles: dict[str, tuple[tuple[int, float], ...]] = {}
    for r, role in enumerate(ROLES):
        held = [(i, float(p)) for i, p in enumerate(scores[r]) if p >= thresholds.role]
        if not held and mentions and role in ("actor", "recipient") and scores[r].max() >= thresholds.party:
            held = [(int(scores[r].argmax()), float(scores[r].max()))]
        if held:
            roles[role] = tuple(sorted(held, key=lambda pair: (-pair[1], pair[0])))
    return kind, float(by_type.max()), None if mode == "none" else mode.partition("/")[2], status, roles


def decode(logits: Logits, text: str, words: Sequence[tuple[int, int]], thresholds: Thresholds) -> Reading:
    """The mentions and events of one sentence: its text, and where its words lie in it."""
    mentions = find_mentions(logits, text, words)
    events = []
    for first, last, p in _find_triggers(logits, thresholds.trigger):
        kind, p_type, mode, status, roles = read_event(logits, (first, last), mentions, thresholds)
        if p * p_type >= thresholds.event:
            events.append(FoundEvent(words[first][0], words[last - 1][1], kind, mode, status, p * p_type, roles))
    return Reading(tuple(mentions), tuple(events))

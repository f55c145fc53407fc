"""How far one MUC-4 fill answers another: 1 correct, ½ partial, 0 wrong; and the best pairing of many.

Strings are compared without case, accents, articles and punctuation. Correct: the same, or the key's words stand in a row in the answer;
partial: they share a word of more than two letters that is no function word. (In 1992 a person settled what the program left open: a
head noun alone could then pass for correct.) A fill that belongs to a string must belong to a string that matches: the right value with
a wrong or missing one is partial, as we understand the 1992 program.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Callable, Sequence

from benchmarks.muc4_key import Fill, parse_day
from dateline.resolve.countries import countries
from dateline.resolve.gazetteer import fold

CORRECT, PARTIAL, WRONG = 1.0, 0.5, 0.0
STRINGS = frozenset({"inc-instr-id", "perp-ind-id", "perp-org-id", "phys-tgt-id", "hum-tgt-name", "hum-tgt-desc"})
_FUNCTION = frozenset({"of", "and", "or", "in", "to", "at", "on", "for", "by", "with", "from", "two", "three", "four", "five", "six"})
_ARTICLES = frozenset({"the", "a", "an"})
# ATTACK is the general type of these: one told as the other is partly right.
_ATTACKS = frozenset({"BOMBING", "ARSON"})
_WORD = re.compile(r"[^\W_]+")
_LEVEL = re.compile(r"\([^)]*\)|\[[^\]]*\]")


@functools.lru_cache(maxsize=20_000)
def words(text: str) -> tuple[str, ...]:
    """The words that count, folded."""
    return tuple(w for w in _WORD.findall(fold(text)) if w not in _ARTICLES)


def _contains(whole: tuple[str, ...], part: tuple[str, ...]) -> bool:
    return bool(part) and any(whole[i : i + len(part)] == part for i in range(len(whole) - len(part) + 1))


def match_string(key: str, answer: str) -> float:
    """How far the answer is the key's string."""
    want, have = words(key), words(answer)
    if _contains(have, want):
        return CORRECT
    shared = set(want) & set(have) - _FUNCTION
    return PARTIAL if any(len(word) > 2 for word in shared) else WRONG


def match_day(key: str, answer: str) -> float:
    """Correct: the same first and last possible day. Partial: they overlap."""
    want, have = parse_day(key), parse_day(answer)
    if want is None or have is None:
        return WRONG
    if want == have:
        return CORRECT
    starts = max(want[0] or "0", have[0] or "0")
    ends = min(want[1] or "9", have[1] or "9")
    return PARTIAL if starts <= ends else WRONG


@functools.lru_cache(maxsize=20_000)
def _place(text: str) -> tuple[frozenset[str], tuple[tuple[str, ...], ...]]:
    """Countries, and the names below them from large to small. A border's two sides are written "PERU - BOLIVIA"."""
    names = countries().names
    lands: set[str] = set()
    below = []
    for side in re.split(r"\s-\s", _LEVEL.sub(" ", text)):
        first, *rest = side.split(":")
        folded = fold(first).strip()
        lands.add(names.get(folded, folded))
        below += [words(part) for part in rest if words(part)]
    return frozenset(lands), tuple(below)


def match_place(key: str, answer: str) -> float:
    """Correct: same country and same smallest place. Partial: one country in common, however exact either is."""
    want, have = _place(key), _place(answer)
    if not want[0] & have[0]:
        return WRONG
    if not want[1] and not have[1]:
        return CORRECT
    return CORRECT if want[1] and have[1] and want[1][-1] == have[1][-1] else PARTIAL


def match_number(key: str, answer: str) -> float:
    """Whether both write the same number."""
    return CORRECT if key.replace(" ", "") == answer.replace(" ", "") else WRONG


def match_type(key: str, answer: str) -> float:
    """Incident types: the same, or a general and a special one."""
    if key == answer:
        return CORRECT
    return PARTIAL if {key, answer} & {"ATTACK"} and {key, answer} & _ATTACKS else WRONG


def _same(key: str, answer: str) -> float:
    return CORRECT if key == answer else WRONG


_RULES: dict[str, Callable[[str, str], float]] = {"inc-date": match_day, "inc-loc": match_place, "inc-type": match_type}


def _rule(slot: str) -> Callable[[str, str], float]:
    if slot in STRINGS:
        return match_string
    return match_number if slot.endswith("-num") else _RULES.get(slot, _same)


def match_fill(slot: str, key: Fill, answer: Fill) -> float:
    """How far the answer fills the key's slot."""
    rule = _rule(slot)
    value = max((rule(k, a) for k in key.values for a in answer.values), default=WRONG)
    if not value or not (key.refs or answer.refs):
        return value
    joined = any(match_string(k, a) for k in key.refs for a in answer.refs)
    return value if joined else PARTIAL


def best_pairs(weights: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """The one-to-one pairing of rows and columns with the greatest sum; pairs of weight 0 are none.

    The Hungarian method with potentials (Kuhn 1955, Munkres 1957), on the costs -weight of a square filled up with zeros.
    """
    size = max(len(weights), max(map(len, weights), default=0))
    cost = [[-weights[i][j] if i < len(weights) and j < len(weights[i]) else 0.0 for j in range(size)] for i in range(size)]
    rows, columns = [0.0] * (size + 1), [0.0] * (size + 1)
    holder = [size] * (size + 1)  # the row that holds each column; `size` stands for none
    for row in range(size):
        holder[size], at = row, size
        slack, before, seen = [math.inf] * size, [size] * size, [False] * (size + 1)
        while holder[at] != size:
            seen[at] = True
            for j in (j for j in range(size) if not seen[j]):
                reduced = cost[holder[at]][j] - rows[holder[at]] - columns[j]
                if reduced < slack[j]:
                    slack[j], before[j] = reduced, at
            step, nearest = min((slack[j], j) for j in range(size) if not seen[j])
            for j in range(size + 1):
                if seen[j]:
                    rows[holder[j]] += step
                    columns[j] -= step
                elif j < size:
                    slack[j] -= step
            at = nearest
        while at != size:
            holder[at], at = holder[before[at]], before[at]
    return sorted((holder[j], j) for j in range(size) if cost[holder[j]][j] < 0)

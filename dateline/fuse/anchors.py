"""How copies are found: by anchors, a few fingerprints of each report, and the rule by which shared anchors make a pair worth comparing.

Anchors are chosen by winnowing (Schleimer, Wilkerson and Aiken 2003): of every 12 runs of four words in a row the one with the least
hash is kept, so any 15 words that two reports share give them an anchor in common, whether the rest is alike or not. Runs with a name
or number come first: common phrases find nothing.

Which pairs are compared is a function of the set of reports, never of the order in which they came. A crowded anchor (a form's own
words) joins its members only to a few leaders, those with the least numbers, so that the work grows with the reports and not their square.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from dateline.fuse.likeness import CLOSE_DAYS, runs
from dateline.fuse.profile import PLAIN, Profile

CROWD, LEADERS = 40, 8  # members from which an anchor is crowded; those that the others are then compared with
FEWEST, SMALL = 2, 8  # shared anchors that a pair needs; one is enough where either report has no more than 8
NEAR_SHARE, FAR_SHARE = 0.15, 0.6  # of the fewer anchors, for pairs at most `CLOSE_DAYS` apart and for others

_RUN, _WINDOW = 4, 12
_COMMON = np.uint64(1 << 63)
_KEY = re.compile(r"[0-9a-f]{16}")


def anchors(profile: Profile) -> npt.NDArray[np.uint64]:
    """The anchors of a report, sorted, each once: some 18 in a hundred words."""
    tokens = profile.words
    words = tokens >> np.uint32(2)
    if not len(words):
        return np.zeros(0, np.uint64)
    length = min(_RUN, len(words))
    found = runs(words, length)
    special = np.concatenate(([0], np.cumsum((tokens & np.uint32(3)) != PLAIN)))
    ranked = np.where(special[length:] > special[:-length], found & ~_COMMON, found | _COMMON)
    windows = np.lib.stride_tricks.sliding_window_view(ranked, min(_WINDOW, len(ranked)))
    return np.unique(windows.min(axis=1))


def number(key: str) -> int:
    """A report key as a number of 64 bits: its hex digits, or a hash of a key of another form."""
    return int(key, 16) if _KEY.fullmatch(key) else int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big")


def bucket_pairs(members: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The pairs that one anchor makes of its members (sorted numbers): all, or where it is crowded those with a leader."""
    for at, left in enumerate(members):
        if len(members) > CROWD and at >= LEADERS:
            return
        for right in members[at + 1 :]:
            yield left, right


def worth_comparing(shared: int, fewer: int, days: int | None) -> bool:
    """Whether so many shared anchors, of `fewer` that the report with less of them has, make a pair worth comparing."""
    enough = shared >= FEWEST or fewer <= SMALL
    return enough and shared >= (NEAR_SHARE if days is None or days <= CLOSE_DAYS else FAR_SHARE) * fewer


def candidates(sets: Mapping[int, Iterable[int]], days: Mapping[int, int | None]) -> list[tuple[int, int]]:
    """The pairs worth comparing among reports (by number, with their anchors and their day as an ordinal), sorted.

    In memory: `dateline.store.storyindex` keeps the same rule over tables on disk.
    """
    members: dict[int, list[int]] = {}
    counts: dict[int, int] = {}
    for report in sorted(sets):
        found = set(sets[report])
        counts[report] = len(found)
        for anchor in found:
            members.setdefault(anchor, []).append(report)
    shared = Counter(pair for bucket in members.values() for pair in bucket_pairs(bucket))
    return sorted(
        (left, right)
        for (left, right), times in shared.items()
        if worth_comparing(times, min(counts[left], counts[right]), _apart(days[left], days[right]))
    )


def _apart(left: int | None, right: int | None) -> int | None:
    return None if left is None or right is None else abs(left - right)

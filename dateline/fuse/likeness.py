"""How alike two reports are, and whether they are one story: decided by the two profiles alone, so never by what else is in the store.

What counts is how much of the shorter report stands in the other, word for word in runs of three (containment after Broder 1997, over
words instead of shingles), and whether its names and numbers stand there too: formulaic reports share the words and not the facts.
"""

from __future__ import annotations

import dataclasses
import datetime
import functools

import numpy as np
import numpy.typing as npt

from dateline.fuse.profile import NAME, NUMBER, Profile, Tokens

_RUN = 3  # words in a run
CLOSE_DAYS = 2  # days between two filings of one story
_KIN_DAYS = 14  # days that an update may lie behind the head
_FEWEST = 12  # words below which only equal texts are copies

# Thresholds, set on half A of the labelled pairs (docs/copies.md has the table).
_COVERED_CLOSE, _COVERED_PART, _COVERED_TITLED = 0.62, 0.68, 0.55
_COVERED_FAR, _COVERED_FAR_LONG, _LONG, _SHORT, _WEEK = 0.95, 0.9, 150, 80, 7
_FULL, _NEARLY = 0.8, 0.9
_MISSED, _MISSED_THIN, _MISSED_LONG, _MISSED_FAR, _MISSED_TITLED, _MISSED_MARKED = 0.2, 0.15, 0.25, 0.03, 0.35, 0.35
_NUMBERS_DAY, _NUMBERS_CLOSE, _NUMBERS_TABLE, _NUMBERS_MARKED = 0.5, 0.22, 0.05, 0.6
_SLOTS = 0.2  # numbers an added word
_TABLE = 0.15  # numbers a word, from which a text is a table
_KIN_COVERED, _KIN_MISSED = 0.3, 0.3
_EXCERPT = 0.75  # of the longer text's words
_GAP, _OPENING = 15, 20  # words
_MISSED_APART = 0.5
_TITLES = 0.6  # of the words of both titles
_STRANGE, _STRANGE_NAMES = 0.1, 0.2


@dataclasses.dataclass(frozen=True, slots=True)
class Likeness:
    """Two reports compared. Shares are of the shorter one's words (`covered`) and of the longer's (`covered_other`), from 0 to 1.

    `missed` of `specifics` names and numbers of the shorter one do not stand in the other, among them `numbers_missed` of `numbers`;
    `numbers_new` of `numbers_other` of the longer one do not stand in the shorter.
    `days` between the two, None where one is undated. `same`: one story; `kin`: enough in common to be two stages of one story.
    """

    score: float
    same: bool
    kin: bool
    covered: float
    covered_other: float
    specifics: int
    missed: int
    numbers: int
    numbers_missed: int
    numbers_new: int
    numbers_other: int
    days: int | None
    words: int
    words_other: int
    names_swapped: int
    numbers_swapped: int
    opens: bool

    @property
    def added(self) -> float:
        """How many words of the longer one are not in the shorter."""
        return (1 - self.covered_other) * self.words_other

    @property
    def part(self) -> bool:
        """Whether one is a part of the other, by length."""
        return self.words < _EXCERPT * self.words_other


@dataclasses.dataclass(frozen=True, slots=True)
class Sketch:
    """A profile made ready for comparing: its runs in order, and as sets its runs, words without class, names and numbers."""

    size: int
    runs: list[int]
    run_set: frozenset[int]
    vocabulary: frozenset[int]
    names: frozenset[int]
    numbers: frozenset[int]
    specifics: list[int]  # the words in order, 0 for one that is neither name nor number
    lead_name: frozenset[int]
    title: frozenset[int]


def sketch(profile: Profile) -> Sketch:
    """The sketch of a profile."""
    tokens = profile.words
    words = tokens >> np.uint32(2)
    kinds = tokens & np.uint32(3)
    found = runs(words, _RUN).tolist()
    names, numbers = (words[kinds == kind].tolist() for kind in (NAME, NUMBER))
    return Sketch(
        size=len(words), runs=found, run_set=frozenset(found), vocabulary=frozenset(words.tolist()), names=frozenset(names),
        numbers=frozenset(numbers), specifics=np.where(kinds == 0, 0, words).tolist(), lead_name=frozenset(names[:1]),
        title=frozenset(np.frombuffer(profile.title, np.uint32).tolist()),
    )  # fmt: skip


def runs(words: Tokens, length: int) -> npt.NDArray[np.uint64]:
    """A hash for each run of so many words, in order."""
    count = max(0, len(words) - length + 1)
    wide = words.astype(np.uint64)
    found = np.zeros(count, np.uint64)
    for shift in range(length):
        found = (found ^ wide[shift : shift + count]) * np.uint64(0x9E3779B97F4A7C15)
        found ^= found >> np.uint64(29)
    return found


def compare(left: Profile, right: Profile) -> Likeness:
    """The likeness of two reports; the same whichever comes first."""
    return compare_sketches(left, sketch(left), right, sketch(right))


def compare_sketches(left: Profile, left_sketch: Sketch, right: Profile, right_sketch: Sketch) -> Likeness:
    """As `compare`, for sketches that were made before."""
    if (left_sketch.size, left.key) > (right_sketch.size, right.key):
        left, left_sketch, right, right_sketch = right, right_sketch, left, left_sketch
    short, long = left_sketch, right_sketch
    names_missed, numbers_missed = len(short.names - long.vocabulary), len(short.numbers - long.vocabulary)
    specifics = len(short.names) + len(short.numbers)
    missed = names_missed + numbers_missed
    equal = left.tokens == right.tokens and short.size > 0
    covered, opens, narrow = _covered(short, long)
    covered_other, opens_too, _ = _covered(long, short)
    swapped_names, swapped_numbers = (len((narrow & own) - long.vocabulary) for own in (short.names, short.numbers))
    found = Likeness(
        score=round(covered * (1 - missed / specifics if specifics else 1.0), 3), same=False, kin=False, covered=covered,
        covered_other=covered_other, specifics=specifics, missed=missed, numbers=len(short.numbers), numbers_missed=numbers_missed,
        numbers_new=len(long.numbers - short.vocabulary), numbers_other=len(long.numbers), days=_days(left.published, right.published),
        words=short.size, words_other=long.size, names_swapped=swapped_names, numbers_swapped=swapped_numbers, opens=opens and opens_too,
    )  # fmt: skip
    if equal and (found.days or 0) <= CLOSE_DAYS:
        return dataclasses.replace(found, same=True, kin=True)
    if covered >= _KIN_COVERED:
        # Where each opens with a name that the other does not know, a form was filled anew.
        swapped = bool(short.lead_name - long.vocabulary) and bool(long.lead_name - short.vocabulary) and not found.part
        titled = found.days == 0 and _titles_agree(short, long)
        marked = bool(left.mark or right.mark)
        same = (titled or marked or not swapped) and _is_same(found, marked=marked, titled=titled)
        return dataclasses.replace(found, same=same, kin=_is_kin(found))
    return found


def _titles_agree(left: Sketch, right: Sketch) -> bool:
    return len(left.title & right.title) >= _TITLES * max(1, len(left.title | right.title))


def are_strangers(left: Sketch, right: Sketch) -> bool:
    """Whether two parts of a longer text have nothing in common: neither words in runs nor names. Items of a round-up are."""
    short, long = sorted((left, right), key=lambda one: one.size)
    if _covered(short, long)[0] >= _STRANGE:
        return False
    shared = len(short.names & long.vocabulary)
    return shared <= _STRANGE_NAMES * max(1, len(short.names))


def _is_same(found: Likeness, *, marked: bool, titled: bool) -> bool:
    """Copies, excerpts and updates, against other news in the same words.

    Two filings of one story lie close in time; then a new lead and some changed figures are allowed. Further apart only a text that
    stands in the other with all its facts is a copy, since weekly and monthly forms differ in little else.
    """
    if found.words < _FEWEST:
        return False
    if found.days is not None and found.days > CLOSE_DAYS:
        return _is_reprint(found)
    if found.covered < (_COVERED_TITLED if titled else _COVERED_PART if found.part else _COVERED_CLOSE):
        return False
    changed = found.numbers_missed / max(1, found.numbers)
    if not found.part and found.numbers_new > _SLOTS * found.added:  # they fill slots of a form, and tell nothing more
        changed = max(changed, found.numbers_new / max(1, found.numbers_other))
    next_day = _NUMBERS_TABLE if found.numbers > _TABLE * found.words else _NUMBERS_CLOSE
    allowed = _NUMBERS_MARKED if marked or (titled and found.part) else _NUMBERS_DAY if found.days == 0 else next_day
    near = found.days == 0 and found.missed == 1 and found.covered >= _NEARLY
    return near or (changed <= allowed and _facts_agree(found, marked=marked, titled=titled))


def _facts_agree(found: Likeness, *, marked: bool, titled: bool) -> bool:
    """Whether the names and numbers of the shorter one stand in the other but for a few."""
    long, full = found.words >= _LONG, found.covered >= _FULL
    limit = _MISSED_THIN if not (long or full) else _MISSED_LONG if long and full else _MISSED
    if marked or (titled and not long):
        limit = max(limit, _MISSED_MARKED if marked else _MISSED_TITLED)
    names_missed, names = found.missed - found.numbers_missed, found.specifics - found.numbers
    if (found.opens or titled) and found.missed <= _MISSED_APART * max(1, found.specifics):
        names_missed, missed = found.names_swapped, found.names_swapped + found.numbers_swapped
    else:
        missed = found.missed
    spare = names if marked and full else 1 if marked or titled else 0  # a correction may repair the one name that counts
    return missed <= limit * max(1, found.specifics) and names_missed <= max(spare, limit * names)


def _is_reprint(found: Likeness) -> bool:
    """Whether a text of another day is the same text: all facts, nearly all words, and no more new numbers than a cut explains.

    A short one that comes back after a week is a form whose figures chance to be the same.
    """
    if found.part and (found.days or 0) > _KIN_DAYS:
        return False
    if found.words >= _LONG:
        return found.covered >= _COVERED_FAR_LONG and found.missed <= _MISSED_FAR * found.specifics
    if found.words < _SHORT and (found.days or 0) > _WEEK:
        return False
    return found.covered >= _COVERED_FAR and found.missed == 0 and (found.part or found.numbers_new == 0)


def _is_kin(found: Likeness) -> bool:
    if found.days is not None and found.days > _KIN_DAYS:
        return False
    return found.covered >= _KIN_COVERED and found.missed <= _KIN_MISSED * max(1, found.specifics)


def _covered(of: Sketch, by: Sketch) -> tuple[float, bool, set[int]]:
    """The share of words that lie in a run which the other has too; whether half of the opening does; the specifics in narrow gaps.

    A gap of a few words between shared ones is a slot that was filled otherwise; a wide one is text of its own.
    """
    shared = by.run_set
    inside = until = opening = 0
    narrow: set[int] = set()
    for at, run in enumerate(of.runs):
        if run in shared:
            if at > until:
                if at - until <= _GAP:
                    narrow.update(of.specifics[until:at])
                until = at
            inside += at + _RUN - until
            until = at + _RUN
            if at < _OPENING:
                opening = inside
    if of.size - until <= _GAP:
        narrow.update(of.specifics[until:])
    narrow.discard(0)
    return round(inside / of.size, 3) if of.size else 0.0, 2 * opening >= min(_OPENING, of.size), narrow


@functools.lru_cache(maxsize=4096)
def day_number(day: str | None) -> int | None:
    """An ISO day as its ordinal."""
    return datetime.date.fromisoformat(day).toordinal() if day else None


def _days(left: str | None, right: str | None) -> int | None:
    one, other = day_number(left), day_number(right)
    return None if one is None or other is None else abs(one - other)

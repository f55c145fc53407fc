"""MUC-4 scores after the rules of 1992: templates aligned, then each slot's fills counted.

Alignment: one key template to one answer, so that the fills' points (correct 1, partial ½) sum to the most. Two may be aligned where
the incident types match at least partly and, as we understand the content rule of 1992 against lucky pairs, so does some fill of the
targets' or perpetrators' names and descriptions. `loose=True` leaves the second condition out.

Counts: possible = correct + partial + incorrect + missing, actual = correct + partial + incorrect + spurious; recall and precision take
half of the partial. Fills of a missing template are missing, of a spurious one spurious (the official row ALL TEMPLATES). Optional
templates and fills that are not answered count nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.muc4_key import SLOTS, Fill, Template
from benchmarks.muc4_match import CORRECT, best_pairs, match_fill

TEMPLATE = "template-id"
GROUPS = {"inc-total": "inc-", "perp-total": "perp-", "phys-tgt-total": "phys-", "hum-tgt-total": "hum-"}
_CONTENT = ("phys-tgt-id", "hum-tgt-name", "hum-tgt-desc", "perp-ind-id", "perp-org-id")


@dataclass(frozen=True, slots=True)
class Counts:
    """What came out for a slot."""

    correct: int = 0
    partial: int = 0
    incorrect: int = 0
    missing: int = 0
    spurious: int = 0

    def __add__(self, other: Counts) -> Counts:
        """The sum of both."""
        return Counts(
            self.correct + other.correct,
            self.partial + other.partial,
            self.incorrect + other.incorrect,
            self.missing + other.missing,
            self.spurious + other.spurious,
        )

    @property
    def points(self) -> float:
        """Correct, and half of the partial."""
        return self.correct + self.partial / 2

    @property
    def possible(self) -> int:
        """Fills of the key that count."""
        return self.correct + self.partial + self.incorrect + self.missing

    @property
    def actual(self) -> int:
        """Fills answered."""
        return self.correct + self.partial + self.incorrect + self.spurious


Score = dict[str, Counts]


def score_fills(slot: str, key: Sequence[Fill], answers: Sequence[Fill]) -> Counts:
    """Count a slot of two aligned templates."""
    weights = [[match_fill(slot, k, a) for a in answers] for k in key]
    pairs = best_pairs(weights)
    right = sum(weights[i][j] == CORRECT for i, j in pairs)
    paired = {i for i, _ in pairs}
    left = sum(not k.optional for i, k in enumerate(key) if i not in paired)
    extra = len(answers) - len(pairs)
    wrong = min(left, extra)
    return Counts(right, len(pairs) - right, wrong, left - wrong, extra - wrong)


def score_pair(key: Template, answer: Template) -> Score:
    """Count all slots of two aligned templates."""
    return {slot: score_fills(slot, key.fills(slot), answer.fills(slot)) for slot in SLOTS.values()}


def _may_align(score: Mapping[str, Counts], *, loose: bool) -> bool:
    return score["inc-type"].points > 0 and (loose or any(score[slot].points > 0 for slot in _CONTENT))


def score_report(keys: Sequence[Template], answers: Sequence[Template], *, loose: bool = False) -> Score:
    """Count one report, all templates of key and answer."""
    table = [[score_pair(key, answer) for answer in answers] for key in keys]
    weights = [[sum(c.points for c in s.values()) if _may_align(s, loose=loose) else 0.0 for s in row] for row in table]
    pairs = best_pairs(weights)
    scores = [table[i][j] for i, j in pairs]
    found, given = {i for i, _ in pairs}, {j for _, j in pairs}
    empty = Template()
    missed = [key for i, key in enumerate(keys) if i not in found and not key.optional]
    scores += [score_pair(key, empty) for key in missed]
    scores += [score_pair(empty, answer) for j, answer in enumerate(answers) if j not in given]
    total = sum_scores(scores)
    total[TEMPLATE] = Counts(correct=len(pairs), missing=len(missed), spurious=len(answers) - len(pairs))
    return total


def sum_scores(scores: Iterable[Mapping[str, Counts]]) -> Score:
    """The sum of the counts of each slot."""
    total: Score = {slot: Counts() for slot in (TEMPLATE, *SLOTS.values())}
    for score in scores:
        for slot, counts in score.items():
            total[slot] += counts
    return total


def with_totals(score: Mapping[str, Counts]) -> Score:
    """The slots, the four groups' totals and `all` (ALL TEMPLATES: all slots without the template's own)."""
    total = dict(score)
    for name, start in GROUPS.items():
        total[name] = sum((counts for slot, counts in score.items() if slot.startswith(start)), Counts())
    total["all"] = sum((counts for slot, counts in score.items() if slot != TEMPLATE), Counts())
    return total


def recall(counts: Counts) -> float | None:
    """Points of what is possible; None where nothing is."""
    return counts.points / counts.possible if counts.possible else None


def precision(counts: Counts) -> float | None:
    """Points of what is answered; None where nothing is."""
    return counts.points / counts.actual if counts.actual else None


def f1(counts: Counts) -> float:
    """Harmonic mean of both, 0 where either is none."""
    return 2 * counts.points / max(1, counts.possible + counts.actual)

"""What a run did, in numbers."""

from __future__ import annotations

import dataclasses
from collections import Counter


@dataclasses.dataclass
class RunSummary:
    """What a run did.

    `coded`: reports coded now, with `events` in them. `other_language`: recorded now with their language, not coded. `skipped`: reports
    the store had. `rejected`: inputs rejected now; `rejected_before`: rejected in an earlier run and again or not tried. `cleared`:
    rejects of earlier runs that passed now. `older`, `undated`: left out by `--since`, the second for want of a publication day.
    `forgotten`: taken down before, and kept out. `reasons`: of all rejects.
    `stopped`: the run ended at its limit; `interrupted`: by Ctrl-C.
    """

    coded: int = 0
    events: int = 0
    other_language: int = 0
    skipped: int = 0
    rejected: int = 0
    rejected_before: int = 0
    cleared: int = 0
    older: int = 0
    undated: int = 0
    forgotten: int = 0
    reasons: Counter[str] = dataclasses.field(default_factory=Counter)
    stopped: bool = False
    interrupted: bool = False

    @property
    def wrote(self) -> bool:
        """Whether reports rows were added."""
        return bool(self.coded or self.other_language)

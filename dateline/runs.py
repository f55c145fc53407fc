"""Which reports a run takes, and what it did, in numbers. Light, so that a run without a store starts fast."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator

from dateline.languages import is_read
from dateline.records import Reject, Report


@dataclasses.dataclass(frozen=True)
class Wanted:
    """Which of the inputs a run codes.

    `limit`: so many reports that the store has not. `since`: those published on or after this day; those of unknown day are left out and
    counted. `retry_rejects`: also those that the coder failed on before.
    """

    limit: int | None = None
    since: str | None = None
    retry_rejects: bool = False


ALL = Wanted()


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


def chosen(items: Iterable[Report | Reject], wanted: Wanted, summary: RunSummary) -> Iterator[Report | Reject]:
    """The items that are wanted, for a run without a store; those left out are counted in the summary. Rejects always pass."""
    sent = 0
    for item in items:
        if isinstance(item, Report):
            if not in_time(item, wanted, summary):
                continue
            if sent == wanted.limit:
                summary.stopped = True
                return
            sent += is_read(item.language)
        yield item


def in_time(report: Report, wanted: Wanted, summary: RunSummary) -> bool:
    """Whether the report passes `since`; counts it in the summary where not."""
    if wanted.since is None or (report.published is not None and report.published >= wanted.since):
        return True
    summary.undated += report.published is None
    summary.older += report.published is not None
    return False

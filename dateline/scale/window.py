"""The order in which workers get reports: the longest first, within a window of bounded size, in tasks of about equal work.

What comes out does not depend on it; workers finish together because the last tasks are the smallest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dateline.records import Reject, Report

Item = Report | Reject
FIRST_WINDOW = 64  # items read before the first task is given out; every further window is twice as large …
WINDOW = 512  # … up to this …
WINDOW_CHARS = 4_000_000  # … and the characters of their texts, at most
TASK_CHARS = 6_000  # some half a second of work
_TASK_REPORTS = 32


def tasks(items: Iterable[Item], *, ordered: bool = False) -> Iterator[list[Item]]:
    """The items cut into tasks. `ordered`: as they came, for outcomes that are to come out in that order.

    Reports of one id stay in their order: of two in a window the second waits for the next window. Rejects, which cost nothing, make a
    task of their own with the window they are in.
    """
    if ordered:
        yield from _cut(items)
        return
    for window in _windows(items):
        rejects: list[Item] = []
        reports: list[Report] = []
        for item in window:
            if isinstance(item, Reject):
                rejects.append(item)
            else:
                reports.append(item)
        if rejects:
            yield rejects
        reports.sort(key=lambda report: (-len(report.text), report.key))
        yield from _cut(reports)


def _cut(items: Iterable[Item]) -> Iterator[list[Item]]:
    task: list[Item] = []
    chars = 0
    for item in items:
        size = len(item.text) if isinstance(item, Report) else 0
        if task and (chars + size > TASK_CHARS or len(task) == _TASK_REPORTS):
            yield task
            task, chars = [], 0
        task.append(item)
        chars += size
    if task:
        yield task


def _windows(items: Iterable[Item]) -> Iterator[Sequence[Item]]:
    """Runs of items in which no report id comes twice."""
    window: list[Item] = []
    chars, ids, most = 0, set[str](), FIRST_WINDOW
    for item in items:
        size = len(item.text) if isinstance(item, Report) else 0
        again = isinstance(item, Report) and item.id in ids
        if window and (again or chars + size > WINDOW_CHARS or len(window) == most):
            yield window
            window, chars, ids, most = [], 0, set(), min(WINDOW, 2 * most)
        window.append(item)
        chars += size
        if isinstance(item, Report):
            ids.add(item.id)
    if window:
        yield window


def lead(items: Iterator[Item], chars: int) -> tuple[list[Item], bool]:
    """The first items up to so many characters of text, and whether that was all."""
    first: list[Item] = []
    total = 0
    for item in items:
        first.append(item)
        total += len(item.text) if isinstance(item, Report) else 0
        if total >= chars:
            return first, False
    return first, True

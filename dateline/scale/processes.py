"""Codes reports in the order they come, here or in worker processes. Which report comes out how never depends on the number of workers."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Protocol

from dateline.coded import Coded, Outcome, checked, failed_id
from dateline.errors import DatelineError
from dateline.records import Coding, Mention, Reject, Report
from dateline.scale.cores import cores
from dateline.scale.window import lead, tasks

AUTO = 0  # for `workers`: as many as pay
FEW_CHARS = 40_000  # of text: some five seconds of one core, below which further processes start too late to help
_AHEAD = 3  # tasks a worker has to do or in hand
_HELD = 64  # tasks a worker whose outcomes may wait for those of an earlier one


class CoderLike(Protocol):
    """What a coder must offer: its id, and both parts of its output in one pass."""

    id: str

    def code_full(self, report: Report) -> tuple[Coding, tuple[Mention, ...]]:
        """The coding and the mentions of a report."""
        ...


CoderFactory = Callable[[], CoderLike]


def code_all(
    items: Iterable[Report | Reject],
    factory: CoderFactory,
    *,
    coder: CoderLike | None = None,
    mine: CoderFactory | None = None,
    workers: int = 1,
    ordered: bool = True,
) -> Iterator[Coded | Reject]:
    """Every report coded; rejects pass through, and a report that the coder fails on becomes one.

    Outcomes come in the order of the items, or with `ordered=False` and several workers the longest first within some hundreds; those of
    one report id always come in order. This process codes with `coder`, or with what `mine` gives when it is needed. With `workers` above
    1 each process makes its own coder by `factory`, which must be importable; `AUTO` takes one a core where there is enough to do, and
    else this process. Raises `DatelineError` if a worker dies.
    """
    if workers == AUTO:
        first, small = lead(iter_items := iter(items), FEW_CHARS)
        items = itertools.chain(first, iter_items)
        workers = 1 if small else cores()
    if workers == 1:
        here = coder
        for item in items:
            if isinstance(item, Reject):
                yield item
            else:
                here = here or (mine or factory)()
                yield _code_one(here, item)
        return
    yield from _in_processes(tasks(items, ordered=ordered), factory, workers)


def _code_one(coder: CoderLike, report: Report) -> Outcome:
    try:
        coding, mentions = coder.code_full(report)
        return checked(Coded(report=report, coding=coding, mentions=mentions))
    except DatelineError:
        raise
    except Exception as error:  # noqa: BLE001 - one report that trips the coder must not end a night's run; the reject keeps the fault
        detail = f"the coder failed on it ({type(error).__name__}: {error}); please report this as a bug"
        return Reject(id=failed_id(report.key, coder.id), source=report.id, line=None, reason="failed", detail=detail)


def _in_processes(work: Iterator[list[Report | Reject]], factory: CoderFactory, workers: int) -> Iterator[Outcome]:
    """Outcomes in the order of the tasks; while a long one keeps others waiting, later ones go on."""
    context = multiprocessing.get_context("spawn")
    waiting: deque[Future[list[Outcome]]] = deque()
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_start_worker, initargs=(factory,))
    try:
        for task in work:
            waiting.append(pool.submit(_code_chunk, task))
            while len(busy := [future for future in waiting if not future.done()]) >= workers * _AHEAD:
                wait(busy, return_when=FIRST_COMPLETED)
            while waiting and (waiting[0].done() or len(waiting) > workers * _HELD):
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    except BrokenProcessPool as error:
        raise DatelineError("a worker process died (out of memory?); run the same command again, with fewer --workers") from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


_worker_coder: CoderLike | None = None  # one a process, made by `_start_worker`


def _start_worker(factory: CoderFactory) -> None:
    global _worker_coder  # noqa: PLW0603 - the pool has no other place for a process's own coder
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _worker_coder = factory()


def _end_with_parent() -> None:
    """Ends this process when its parent is gone: a killed parent cannot tell its workers."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _code_chunk(chunk: list[Report | Reject]) -> list[Outcome]:
    if _worker_coder is None:
        raise DatelineError("worker has no coder")
    return [item if isinstance(item, Reject) else _code_one(_worker_coder, item) for item in chunk]

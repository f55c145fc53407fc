"""Codes reports in the order they come, here or in worker processes. Which report comes out how never depends on the number of workers."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Protocol

from dateline.errors import DatelineError
from dateline.records import Coding, Mention, Reject, Report, content_id
from dateline.store.schema import normal
from dateline.store.writer import Coded

_CHUNK = 8  # reports a task: a few hundred milliseconds of work
_AHEAD = 3  # tasks a worker has waiting


class CoderLike(Protocol):
    """What a coder must offer: its id, and both parts of its output in one pass."""

    id: str

    def code_full(self, report: Report) -> tuple[Coding, tuple[Mention, ...]]:
        """The coding and the mentions of a report."""
        ...


CoderFactory = Callable[[], CoderLike]
Outcome = Coded | Reject


def code_all(
    items: Iterable[Report | Reject], factory: CoderFactory, *, coder: CoderLike | None = None, workers: int = 1
) -> Iterator[Coded | Reject]:
    """Every report coded, in order; rejects pass through, and a report that the coder fails on becomes one.

    With `workers` above 1 each process makes its own coder by `factory`, which must be importable. Raises `DatelineError` if a worker dies.
    """
    if workers <= 1:
        here = coder or factory()
        for item in items:
            yield item if isinstance(item, Reject) else _code_one(here, item)
        return
    yield from _in_processes(items, factory, workers)


def _code_one(coder: CoderLike, report: Report) -> Outcome:
    try:
        coding, mentions = coder.code_full(report)
        return normal(Coded(report=report, coding=coding, mentions=mentions))
    except DatelineError:
        raise
    except Exception as error:  # noqa: BLE001 - one report that trips the coder must not end a night's run; the reject keeps the fault
        detail = f"the coder failed on it ({type(error).__name__}: {error}); please report this as a bug"
        return Reject(id=content_id(report.key, coder.id, detail), source=report.id, line=None, reason="failed", detail=detail)


def _in_processes(items: Iterable[Report | Reject], factory: CoderFactory, workers: int) -> Iterator[Outcome]:
    context = multiprocessing.get_context("spawn")
    waiting: deque[Future[list[Outcome]]] = deque()
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_start_worker, initargs=(factory,))
    try:
        for chunk in itertools.batched(items, _CHUNK) if hasattr(itertools, "batched") else _batched(items):
            waiting.append(pool.submit(_code_chunk, list(chunk)))
            while len(waiting) > workers * _AHEAD:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    except BrokenProcessPool as error:
        raise DatelineError("a worker process died (out of memory?); run the same command again, with fewer --workers") from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _batched(items: Iterable[Report | Reject]) -> Iterator[list[Report | Reject]]:
    iterator = iter(items)
    while chunk := list(itertools.islice(iterator, _CHUNK)):
        yield chunk


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

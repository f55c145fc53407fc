"""One run: inputs through a coder into a store."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from dateline.coded import Coded, failed_id
from dateline.languages import is_read
from dateline.records import Reject, Report
from dateline.runs import ALL, RunSummary, Wanted, in_time
from dateline.store.forget import forgotten, is_forgotten
from dateline.store.sources import Sources
from dateline.store.store import Store
from dateline.store.writer import Writer

Coding = Callable[[Iterator[Report | Reject]], Iterator[Coded | Reject]]
After = Callable[[Store, str], None]


def _nothing(item: object) -> None:
    """Takes no notice."""


def code_into_store(
    store: Store,
    items: Iterable[Report | Reject] | Sources,
    coder_id: str,
    code: Coding,
    *,
    wanted: Wanted = ALL,
    settings: dict[str, str] | None = None,
    inputs: Sequence[str] = (),
    after: After | None = None,
    wait: bool = True,
    say: Callable[[str], None] = _nothing,
    seen: Callable[[Coded | Reject], None] = _nothing,
    passed: Callable[[RunSummary], None] = _nothing,
) -> RunSummary:
    """Codes what the store has not yet and commits it in batches; `seen` gets every new outcome, `passed` the counts now and then.

    `code` maps a stream of reports and rejects to their outcomes, those of one report id in the order they came. `after` is called with
    the store and the coder at the end of a run that wrote, and of one that follows a run cut short: the place for what is made of all
    reports (stories, incidents). The lock is held then, and all is committed. On Ctrl-C what is coded is committed, and `after` is left
    to the next run.
    """
    with store.writer(coder_id, {**environment(), **(settings or {})}, inputs=inputs, wait=wait, say=say) as writer:
        run = _Run(writer, items, wanted, passed)
        try:
            for outcome in code(run.missing()):
                run.take(outcome, seen)
            writer.commit()
            if after and (writer.summary.wrote or writer.behind):
                after(store, coder_id)
            writer.finish()
        except KeyboardInterrupt:
            writer.summary.interrupted = True
            writer.finish("interrupted")
        finally:
            run.close()
    return writer.summary


class _Run:
    """What stands between the inputs and the writer: which reports go to the coder, and what came of them."""

    def __init__(
        self, writer: Writer, items: Iterable[Report | Reject] | Sources, wanted: Wanted, passed: Callable[[RunSummary], None]
    ) -> None:
        self._writer, self._wanted, self._passed = writer, wanted, passed
        self._sources = items if isinstance(items, Sources) else None
        self._items = items.items(writer) if isinstance(items, Sources) else iter(items)
        self._ahead: dict[str, str] = {}  # keys of reports that are with the coder, by the id that a reject of theirs would have
        self._keys: set[str] = set()
        self._forgotten = forgotten(writer.store)
        if self._sources:
            writer.settled = self._sources.committed

    def missing(self) -> Iterator[Report | Reject]:
        """The items without the reports that this coder has done, in this run or before, or that are not wanted."""
        summary, sent = self._writer.summary, 0
        for item in self._items:
            if isinstance(item, Reject):
                yield item
            elif self._goes(item):
                if sent == self._wanted.limit:
                    summary.stopped = True
                    return
                sent += is_read(item.language)
                self._ahead[failed_id(item.key, self._writer.coder)] = item.key
                self._keys.add(item.key)
                if self._sources:
                    self._sources.sent(item)
                yield item
            else:
                self._passed(summary)

    def _goes(self, report: Report) -> bool:
        """Whether the coder is to have it; counts it where not."""
        summary, held = self._writer.summary, self._writer.held
        if is_forgotten(report, self._forgotten):
            summary.forgotten += 1
            return False
        if not in_time(report, self._wanted, summary):
            return False
        if report.key in held.reports or report.key in self._keys:
            summary.skipped += 1
            if self._sources:
                (self._sources.sent if report.key in self._keys else self._sources.had)(report)
            return False
        if not self._wanted.retry_rejects and failed_id(report.key, self._writer.coder) in held.rejects:
            summary.rejected_before += 1
            summary.reasons["failed"] += 1
            if self._sources:
                self._sources.had_reject("failed")
            return False
        return True

    def take(self, outcome: Coded | Reject, seen: Callable[[Coded | Reject], None]) -> None:
        """Gives the writer an outcome, and `seen` if it is new."""
        writer = self._writer
        if isinstance(outcome, Reject):
            new = writer.reject(outcome)
            self._over(outcome.id, outcome)
        else:
            id = failed_id(outcome.report.key, writer.coder)
            new = writer.add(outcome)
            if id in writer.held.rejects:
                writer.clear_rejects([id])
            self._over(id, outcome.report)
        if new or self._wanted.retry_rejects:
            seen(outcome)
        self._passed(writer.summary)

    def _over(self, id: str, outcome: Report | Reject) -> None:
        key = self._ahead.pop(id, None)
        if key is not None:
            self._keys.discard(key)
            if self._sources:
                self._sources.done(key, outcome)

    def close(self) -> None:
        """Lets go of the inputs."""
        if self._sources:
            self._sources.close()


def environment() -> dict[str, str]:
    """What of this machine can move a figure in the last digits: ONNX Runtime, CPU, Python, system."""
    found = {"python": platform.python_version(), "system": platform.platform(), "cpu": _cpu(), "process": str(os.getpid())}
    try:
        found["onnxruntime"] = version("onnxruntime")
    except PackageNotFoundError:
        found["onnxruntime"] = "none"
    return found


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())

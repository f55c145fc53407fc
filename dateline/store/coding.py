"""One run: inputs through a coder into a store."""

from __future__ import annotations

import dataclasses
import os
import platform
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from dateline.records import Reject, Report
from dateline.store.store import Store
from dateline.store.writer import Coded, Writer

Coding = Callable[[Iterator[Report | Reject]], Iterator[Coded | Reject]]
_INTERRUPTED = 130


@dataclasses.dataclass
class RunSummary:
    """What a run did: reports coded, passed over because the store had them, inputs rejected; and whether Ctrl-C ended it."""

    coded: int = 0
    skipped: int = 0
    rejected: int = 0
    events: int = 0
    interrupted: bool = False


def _nothing(item: Coded | Reject) -> None:
    """Takes no notice."""


def code_into_store(
    store: Store,
    items: Iterable[Report | Reject],
    coder_id: str,
    code: Coding,
    *,
    settings: dict[str, str] | None = None,
    wait: bool = True,
    say: Callable[[str], None] = _nothing,  # type: ignore[assignment]
    seen: Callable[[Coded | Reject], None] = _nothing,
) -> RunSummary:
    """Codes what the store has not yet and commits it in batches; `seen` gets every outcome as it comes.

    `code` maps a stream of reports and rejects to their outcomes in the same order. On Ctrl-C what is coded is committed.
    """
    summary = RunSummary()
    with store.writer(coder_id, {**environment(), **(settings or {})}, wait=wait, say=say) as writer:
        try:
            for outcome in code(_missing(items, writer, summary)):
                _take(outcome, writer, summary)
                seen(outcome)
        except KeyboardInterrupt:
            summary.interrupted = True
            writer.finish("interrupted")
    return summary


def _missing(items: Iterable[Report | Reject], writer: Writer, summary: RunSummary) -> Iterator[Report | Reject]:
    """The items without the reports that this coder has done, in this run or before."""
    ahead: set[str] = set()
    for item in items:
        if isinstance(item, Report):
            if item.key in writer.done or item.key in ahead:
                summary.skipped += 1
                continue
            ahead.add(item.key)
        yield item


def _take(outcome: Coded | Reject, writer: Writer, summary: RunSummary) -> None:
    if isinstance(outcome, Reject):
        writer.reject(outcome)
        summary.rejected += 1
    else:
        writer.add(outcome)
        summary.coded += 1
        summary.events += len(outcome.coding.events)


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

"""A stand-in for the coder: it replays real codings, so that what stands around the coder can be measured on many reports.

It knows some hundreds of texts by their hash. With `weight` it holds the shipped model in memory beside, as a worker does.
"""

from __future__ import annotations

import functools
import os
import sys
import time
from pathlib import Path

import msgspec

from dateline.coded import Coded
from dateline.languages import is_read
from dateline.records import Coding, Mention, Report, content_id, head

ID = "standin-0001"


class StandIn:
    """Codes a known text as the real coder did, with ids of its own for every report; other texts have no events."""

    def __init__(self, codings: Path, *, weight: bool = False, delay: float = 0.0) -> None:
        """Reads the codings; `delay` seconds are slept a report."""
        self.id = ID
        self._delay = delay
        known = msgspec.msgpack.decode(codings.read_bytes(), type=list[Coded])
        self._known = {one.report.sha256: (one.coding, one.mentions) for one in known}
        if weight:
            from dateline.coder import Coder  # noqa: PLC0415

            self._real = Coder()
            for one in known[:20]:  # buffers of the runtime grow to their size
                self._real.code_full(one.report)

    def code_full(self, report: Report) -> tuple[Coding, tuple[Mention, ...]]:
        """The replayed coding."""
        if self._delay:
            time.sleep(self._delay)
        known = self._known.get(report.sha256)
        if known is None or not is_read(report.language):
            return Coding(report=head(report), events=(), claims=(), entities=(), coder=self.id), ()
        coding, mentions = known
        ids = {event.id: content_id(report.key, self.id, event.id) for event in coding.events}
        events = tuple(
            msgspec.structs.replace(event, id=ids[event.id], same_as=ids.get(event.same_as) if event.same_as else None)
            for event in coding.events
        )
        return msgspec.structs.replace(coding, report=head(report), events=events, coder=self.id), mentions


def main(codings: str, weight: str, delay: str, batch: str, arguments: list[str]) -> int:
    """`dateline ARGUMENTS` with the stand-in for the coder, and batches of so many reports (0: as shipped)."""
    from dateline.cli import main as command  # noqa: PLC0415
    from dateline.store import writer  # noqa: PLC0415

    factory = functools.partial(StandIn, Path(codings), weight=weight == "1", delay=float(delay))
    for name in ("dateline.cli.code", "dateline.cli.follow"):
        if name in sys.modules:
            sys.modules[name].load_coder = factory  # type: ignore[attr-defined]
    if int(batch):
        writer.BATCH = int(batch)
    if "STANDIN_FULL" in os.environ:
        _fill_disk_after(*map(float, os.environ["STANDIN_FULL"].split()))
    return int(command(arguments))


def _fill_disk_after(seconds: float, size: float) -> None:
    """From then on no file may grow over the size: every table write fails, some in the middle of a file."""
    import resource  # noqa: PLC0415
    import threading  # noqa: PLC0415

    def fill() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(size), resource.RLIM_INFINITY))

    timer = threading.Timer(seconds, fill)
    timer.daemon = True
    timer.start()

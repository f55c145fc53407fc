"""A stand-in for the coder: it replays real codings, so that what stands around the coder can be measured on many reports.

It knows texts by their hash and reads their codings from a file as they are asked for, so that it holds none of them in memory. With
`weight` it holds the shipped model beside, as a worker does.
"""

from __future__ import annotations

import functools
import os
import sqlite3
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import msgspec

from dateline.coded import Coded
from dateline.languages import is_read
from dateline.records import Coding, Mention, Report, content_id, head

ID = "standin-0001"


def write_codings(path: Path, codings: Iterable[Coded]) -> None:
    """Puts the codings down for the stand-in, by the hash of their text."""
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE codings (sha256 TEXT PRIMARY KEY, coded BLOB NOT NULL) WITHOUT ROWID")
        db.executemany("INSERT OR IGNORE INTO codings VALUES (?, ?)", ((one.report.sha256, msgspec.msgpack.encode(one)) for one in codings))
    db.close()


def read_texts(path: Path) -> list[str]:
    """The texts that have a coding there, by their hash."""
    db = sqlite3.connect(path)
    try:
        rows = db.execute("SELECT coded FROM codings ORDER BY sha256")
        return [msgspec.msgpack.decode(row[0], type=Coded).report.text for row in rows]
    finally:
        db.close()


class StandIn:
    """Codes a known text as the real coder did, with ids of its own for every report; other texts have no events."""

    def __init__(self, codings: Path, *, weight: bool = False, delay: float = 0.0) -> None:
        """`delay` seconds are slept a report. The model is loaded with the first report, as only a process that codes loads it."""
        self.id = ID
        self._delay = delay
        self._weight = weight
        self._codings = sqlite3.connect(codings, check_same_thread=False)

    def code_full(self, report: Report) -> tuple[Coding, tuple[Mention, ...]]:
        """The replayed coding."""
        if self._weight:
            self._load()
        if self._delay:
            time.sleep(self._delay)
        known = self._codings.execute("SELECT coded FROM codings WHERE sha256 = ?", (report.sha256,)).fetchone()
        if known is None or not is_read(report.language):
            return Coding(report=head(report), events=(), claims=(), entities=(), coder=self.id), ()
        coded = msgspec.msgpack.decode(known[0], type=Coded)
        coding, mentions = coded.coding, coded.mentions
        ids = {event.id: content_id(report.key, self.id, event.id) for event in coding.events}
        events = tuple(
            msgspec.structs.replace(event, id=ids[event.id], same_as=ids.get(event.same_as) if event.same_as else None)
            for event in coding.events
        )
        return msgspec.structs.replace(coding, report=head(report), events=events, coder=self.id), mentions

    def _load(self) -> None:
        """Loads the shipped model, and lets the runtime's buffers grow to their size."""
        from dateline.coder import Coder  # noqa: PLC0415

        self._weight = False
        self._real = Coder()
        for (one,) in self._codings.execute("SELECT coded FROM codings ORDER BY sha256 LIMIT 20"):
            self._real.code_full(msgspec.msgpack.decode(one, type=Coded).report)


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

"""Memory of a command with all its processes, sampled while it runs."""

from __future__ import annotations

import contextlib
import os
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_EVERY = 0.25  # seconds between two looks
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Footprint:
    """Seconds, exit code, standard error, and the highest sums over all processes in MiB: resident, proportional (shared pages once)."""

    seconds: float
    code: int
    errors: str
    rss_mib: int
    pss_mib: int


def measure(command: Sequence[str], *, environment: Mapping[str, str] | None = None) -> Footprint:
    """Runs the command to its end."""
    started = time.perf_counter()
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        rss = pss = 0
        while process.poll() is None:
            found = list(_tree(process.pid))
            rss, pss = max(rss, sum(map(_resident, found))), max(pss, sum(map(_proportional, found)))
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_EVERY)
        seconds = time.perf_counter() - started
        errors = process.stderr.read() if process.stderr else ""
    return Footprint(seconds, process.returncode, errors, rss >> 20, pss >> 20)


def _tree(pid: int) -> Iterator[int]:
    yield pid
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from _tree(int(child))


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0


def _proportional(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
    except (OSError, StopIteration):
        return 0

"""Runs that are killed, and two runs at once: the store's canonical export must equal an unbroken run's.

Kills `dateline code` with SIGKILL at random moments (seeded, from start-up to the last commit), reruns it to its end, compares. Then two
runs at once into one store; then other worker counts and the inputs in reverse order.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from dateline.store import Store, canonical_export

KILLS, REPORTS = 20, 100


def _command(source: Path, store: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "dateline", "code", str(source), "--store", str(store), *options]


def _run(source: Path, store: Path, *options: str) -> float:
    started = time.perf_counter()
    subprocess.run(_command(source, store, *options), check=True, capture_output=True)
    return time.perf_counter() - started


def _lines(store: Path) -> list[bytes]:
    return list(canonical_export(Store(store)))


def _killed(source: Path, store: Path, after: float) -> None:
    run = subprocess.Popen(_command(source, store), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        run.wait(timeout=after)
    except subprocess.TimeoutExpired:
        run.kill()
        run.wait()


def run(data: Path) -> dict[str, Any]:
    """On the first reports of a JSONL file (`id`, `text`)."""
    rows = [line for line in data.read_text(encoding="utf-8").splitlines() if json.loads(line)["text"].strip()][:REPORTS]
    rng = random.Random(0)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, reverse = folder / "reports.jsonl", folder / "reverse.jsonl"
        source.write_text("\n".join(rows) + "\n", encoding="utf-8")
        reverse.write_text("\n".join(reversed(rows)) + "\n", encoding="utf-8")
        seconds = _run(source, folder / "whole")
        whole = _lines(folder / "whole")
        equal = 0
        for i in range(KILLS):
            store = folder / f"killed{i}"
            _killed(source, store, rng.uniform(0.3, seconds))
            _run(source, store)
            equal += _lines(store) == whole
        both = folder / "both"
        runs = [subprocess.Popen(_command(source, both), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for _ in range(2)]
        codes = [one.wait() for one in runs]
        twice_equal = codes == [0, 0] and _lines(both) == whole
        _run(source, folder / "workers", "--workers", "2")
        _run(reverse, folder / "reverse")
        _run(source, folder / "whole")
        return {
            "reports": len(rows),
            "lines": len(whole),
            "kills": KILLS,
            "kills_equal": equal,
            "two_runs_at_once_equal": twice_equal,
            "two_workers_equal": _lines(folder / "workers") == whole,
            "reverse_order_equal": _lines(folder / "reverse") == whole,
            "coded_twice_equal": _lines(folder / "whole") == whole,
        }

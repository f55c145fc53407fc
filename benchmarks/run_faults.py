"""Kills, full disks, two runs at once and other orders: the store must come out as that of an unbroken run."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import random
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from dateline.records import to_json
from dateline.store import Store, canonical_export
from dateline.store.query import mentions

REPORTS, FILES = 200, 4
_DELAY = 0.015  # seconds a report
_BATCH = 7  # reports a commit: a good part of the time goes into commits, where kills hurt
_A_STORE = 5  # kills of one store before it is run to its end
Digest = dict[str, str]


class Faults:
    """Runs with the stand-in over some files, of which one has a broken line and one report is in another language."""

    def __init__(self, folder: Path, command: Callable[..., list[str]], texts: Callable[[], list[str]]) -> None:
        """`command` makes a command line of the stand-in, `texts` gives those it knows."""
        self._folder, self._command, self._texts = folder, command, texts
        self._whole: Digest | None = None
        self._lines: set[bytes] = set()
        self.seconds = self.coding = 0.0  # of an unbroken run: from the start, and from the lock on

    def kills(self, count: int) -> dict[str, Any]:
        """SIGKILL at random moments, several times a store; then one run to the end. After each kill the store must be readable."""
        whole, rng = self._unbroken(), random.Random(0)
        readable = equal = stores = 0
        for number in range(count):
            store = self._folder / f"killed{number // _A_STORE}"
            options = ("--workers", "2") if number % 10 == 0 else ("--workers", "1")
            process = self._start(store, *options)
            begun = number % 5 == 0 or self._has_begun(store, process)  # one in five at any moment of the start, too
            try:
                process.wait(rng.uniform(0.0, self.coding * 0.6) if begun else 0)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.wait()
            readable += self._readable(store)
            if number % _A_STORE == _A_STORE - 1 or number == count - 1:
                self._finish(store)
                stores += 1
                equal += digest(Store(store)) == whole
        return {"kills": count, "readable_after": readable, "stores": stores, "stores_equal": equal}

    def full_disk(self, count: int) -> dict[str, Any]:
        """From a random moment no file may grow over a random size; the run must say so and end; with room again, one run to the end."""
        whole, rng = self._unbroken(), random.Random(1)
        told = equal = hit = 0
        for number in range(count):
            store = self._folder / f"full{number}"
            moment = f"{rng.uniform(0, self.seconds * 0.8)} {rng.choice((0, 100, 2_000, 20_000))}"
            process = self._start(store, environment={"STANDIN_FULL": moment})
            _, errors = process.communicate()
            hit += process.returncode != 3
            told += process.returncode == 4 and b"Traceback" not in errors and b"run the same command again" in errors
            self._finish(store)
            equal += digest(Store(store)) == whole
        return {"runs": count, "hit": hit, "told_plainly": told, "stores_equal": equal}

    def twice(self, count: int = 3) -> dict[str, Any]:
        """Two runs at once over the same inputs, and a reader beside them."""
        whole = self._unbroken()
        equal = reads = failed = 0
        for number in range(count):
            store = self._folder / f"both{number}"
            processes = [self._start(store), self._start(store)]
            while any(process.poll() is None for process in processes):
                time.sleep(0.1)
                if (store / "dateline-store.json").exists():
                    reads += 1
                    failed += not self._readable(store)
            codes = [process.wait() for process in processes]
            equal += codes == [3, 3] and digest(Store(store)) == whole
        return {"pairs": count, "stores_equal": equal, "reads_beside": reads, "reads_failed": failed}

    def orders(self, count: int = 3) -> dict[str, Any]:
        """The same reports in other orders, in other files, with other numbers of workers."""
        whole = self._unbroken()
        equal = []
        for number in range(count):
            store = self._folder / f"order{number}"
            self._finish(store, f"order{number}-inputs", seed=number + 1, workers=number % 2 + 1)
            equal.append(digest(Store(store), rejects=False) == {name: value for name, value in whole.items() if name != "rejects"})
        return {"orders": count, "equal": sum(equal)}

    def _unbroken(self) -> Digest:
        if self._whole is None:
            store = self._folder / "unbroken"
            started = time.perf_counter()
            self._finish(store)
            self.seconds = time.perf_counter() - started
            self.coding = Store(store).runs()[0].seconds or self.seconds
            self._whole = digest(Store(store))
            self._lines = set(canonical_export(Store(store)))
        return self._whole

    def _inputs(self, name: str = "faults", seed: int | None = None) -> Path:
        folder = self._folder / name
        if not folder.exists():
            folder.mkdir()
            texts, rng = self._texts(), random.Random(0)
            rows = [{"id": f"r{number}", "text": rng.choice(texts), "published": "2024-05-06"} for number in range(REPORTS)]
            rows[50]["language"] = "es"
            if seed is not None:
                random.Random(seed).shuffle(rows)
            for number in range(FILES):
                lines = [json.dumps(row) for row in rows[number::FILES]]
                if number == 1:
                    lines.insert(9, '{"id": "broken')
                (folder / f"{number}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        return folder

    def _start(
        self,
        store: Path,
        *options: str,
        name: str = "faults",
        seed: int | None = None,
        environment: dict[str, str] | None = None,
    ) -> subprocess.Popen[bytes]:
        arguments = ("code", str(self._inputs(name, seed)), "--store", str(store), *(options or ("--workers", "1")))
        command = self._command(*arguments, delay=_DELAY, batch=_BATCH)
        return subprocess.Popen(command, env={**os.environ, **(environment or {})}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def _finish(self, store: Path, name: str = "faults", seed: int | None = None, workers: int = 1) -> None:
        process = self._start(store, "--workers", str(workers), name=name, seed=seed)
        _, errors = process.communicate()
        if process.returncode != 3:  # the broken line
            raise RuntimeError(f"run ended with {process.returncode}: {errors.decode()[-500:]}")

    def _has_begun(self, store: Path, process: subprocess.Popen[bytes]) -> bool:
        """Waits until the process holds the store's lock; False where it ended first."""
        while process.poll() is None:
            with contextlib.suppress(OSError, ValueError):
                if int((store / ".lock").read_text()) == process.pid:
                    return True
            time.sleep(0.01)
        return False

    def _readable(self, store: Path) -> bool:
        """Whether all that the store holds now is part of what an unbroken run gives."""
        if not (store / "dateline-store.json").exists():
            return True
        return set(canonical_export(Store(store))) <= self._lines


def digest(store: Store, *, rejects: bool = True) -> Digest:
    """Hashes of all that must be equal: codings, mentions, rejects, and what is made of all reports. Doubled rows change them."""
    (coder,) = store.coders()
    found = {
        "codings": list(canonical_export(store)),
        "mentions": sorted(key.encode() + b"".join(map(to_json, all_of)) for key, all_of in mentions(store, coder)),
        "rows": [f"{name} {_rows(store, name)}".encode() for name in ("reports", "events", "mentions", "claims", "entities")],
    }
    if rejects:
        found["rejects"] = sorted(map(to_json, store.rejects()))
    for name in ("stories", "incidents"):
        found[name] = sorted(json.dumps(row, sort_keys=True, default=str).encode() for row in _plain(store, name))
    return {name: hashlib.sha256(b"\n".join(lines)).hexdigest() for name, lines in found.items()}


def _rows(store: Store, name: str) -> int:
    table = store.arrow(name)
    return int(table.count_rows() if hasattr(table, "count_rows") else table.num_rows)


def _plain(store: Store, name: str) -> Sequence[dict[str, Any]]:
    table = store.arrow(name)
    rows: list[dict[str, Any]] = (table.to_table() if hasattr(table, "to_table") else table).to_pylist()
    return rows

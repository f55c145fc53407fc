"""Time, memory and disk of `update_stories` as a store grows: reports made by resampling and perturbing real ones.

Run as `python -m benchmarks.copies_scale REPORTS.jsonl FOLDER SIZES…`, in a process of its own so that its peak memory is its own; prints
JSON.
"""

from __future__ import annotations

import json
import random
import re
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from deltalake import write_deltalake

from dateline.records import Report, make_report
from dateline.store import Store
from dateline.store.lock import write_lock
from dateline.store.schema import to_arrow
from dateline.store.stories import index_folder, update_stories

_NUMBER = re.compile(r"\d+")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}")
_BATCH = 5_000
_WORD = re.compile(r"\b[a-z]{3,}\b")
_COPIES = 0.3  # of the reports are copies of one before them: cut, or with a line more
_OTHER = 0.35  # of the words of a new report are others than in the one it was drawn from, or runs of words would recur as in no archive


def reports(texts: list[str], count: int, seed: int = 11) -> Iterator[Report]:
    """So many reports over a year: new ones with other numbers, most names and many words changed, and copies of those just before."""
    rng = random.Random(seed)
    words = [word for text in texts for word in _WORD.findall(text)]
    recent: list[tuple[str, int]] = []
    for at in range(count):
        day = at * 365 // count
        if recent and rng.random() < _COPIES:
            text, day = rng.choice(recent)
            lines = text.split("\n")
            keep = lines[: max(3, int(len(lines) * rng.uniform(0.5, 1)))]
            text = "\n".join([*keep, f"Report {at} of our correspondent."])
        else:
            text = _perturbed(rng.choice(texts), words, rng)
            recent = [*recent[-200:], (text, day)]
        published = f"2025-{1 + day // 31:02d}-{1 + day % 28:02d}"
        yield make_report(text, id=str(at), published=published, publisher=f"Outlet {at % 40}")


def _perturbed(text: str, words: list[str], rng: random.Random) -> str:
    text = _WORD.sub(lambda found: rng.choice(words) if rng.random() < _OTHER else found.group(), text)
    text = _NUMBER.sub(lambda found: str(rng.randrange(10 ** len(found.group()))), text)
    return _NAME.sub(lambda found: found.group() if rng.random() < 0.3 else f"Q{rng.randrange(50_000):x}".title(), text)


def measure(data: Path, folder: Path, sizes: list[int]) -> list[dict[str, Any]]:
    """One store that grows from size to size: seconds and peak memory (MiB) of each update, and the index's size on disk."""
    texts = [text for line in data.read_text(encoding="utf-8").splitlines() if len((text := json.loads(line)["text"]).split()) > 40]
    store = Store(folder, create=True)
    source = reports(texts, max(sizes))
    found = []
    done = 0
    for size in sizes:
        while done < size:
            batch = [one for _, one in zip(range(min(_BATCH, size - done)), source, strict=False)]
            rows = to_arrow(batch, Report, keys=[{"coder": "made"}] * len(batch))
            write_deltalake(store.ensure_table("reports"), rows, mode="append")
            done += len(batch)
        seconds, cpu = time.monotonic(), time.process_time()
        with write_lock(store.folder):
            summary = update_stories(store)
        seconds, cpu = time.monotonic() - seconds, time.process_time() - cpu
        with write_lock(store.folder):
            idle = update_stories(store).seconds
        disk = sum(path.stat().st_size for path in index_folder(store).rglob("*") if path.is_file())
        found.append({
            "reports": size, "added": summary.added, "compared": summary.compared, "stories": summary.stories,
            "seconds": round(seconds, 1), "cpu_seconds": round(cpu, 1), "nothing_new_seconds": round(idle, 2),
            "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, "index_mib": disk // 2**20,
        })  # fmt: skip
        print(json.dumps(found[-1]), file=sys.stderr, flush=True)
    return found


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), Path(sys.argv[2]), [int(size) for size in sys.argv[3:]])))

"""Runs over many reports: speed and memory by size, two workers against one, reruns, kills, a full disk, two at once, other orders.

    python -m benchmarks.runs --data ../shared/corpora/reuters.jsonl [--parts volume,kills] [--sizes 5000,20000,100000] [--reports 600]

`real` figures are the shipped coder's. `standin` figures replay real codings of `--coded` reports, of true size, without the model's work
(`benchmarks/standin.py`): they measure what stands around the coder. In `volume` each worker holds the shipped model in memory all the
same. Inputs are drawn with replacement, with ids of their own, from the reports coded (or all of the file): so few reports drawn so often
tie most events into one, and for large sizes all of the file should be coded.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.footprint import Footprint, measure
from benchmarks.run_faults import Faults
from benchmarks.standin import read_texts, write_codings
from benchmarks.statistics import interval
from dateline.coded import Coded

CODED = 300
_SETTLES = 2.5  # seconds after which a file written is trusted to be the same as long as its time stamps are
SIZES = (5_000, 20_000)
REPORTS = 300
PARTS = ("volume", "workers", "rerun", "kills", "full", "twice", "orders")
_STANDIN = "import sys; from benchmarks.standin import main; sys.exit(main(*sys.argv[1:5], sys.argv[5:]))"


class Bench:
    """What the parts share: a folder, the inputs, the codings to replay."""

    def __init__(self, data: Path, folder: Path, coded: int = CODED, codings: Path | None = None) -> None:
        """Codes `coded` reports of the data for the stand-in when the first part needs them, or takes them from the file `codings`."""
        rows = [json.loads(line) for line in data.read_text(encoding="utf-8").splitlines() if line.strip()]
        self.texts = [row["text"] for row in rows if row["text"].strip()]
        self.folder = folder
        self._coded = coded
        self._codings = codings or folder / "codings.msgpack"

    @property
    def codings(self) -> Path:
        """The file of codings that the stand-in replays."""
        if not self._codings.exists():
            from dateline.coder import Coder  # noqa: PLC0415
            from dateline.intake import prepare_report  # noqa: PLC0415
            from dateline.scale import code_all  # noqa: PLC0415

            chosen = random.Random(1).sample(self.texts, min(self._coded, len(self.texts)))
            done = code_all((prepare_report(text) for text in chosen), Coder, workers=2)
            write_codings(self._codings, [one for one in done if isinstance(one, Coded)])  # the file is there when all is
        return self._codings

    def known(self) -> list[str]:
        """The texts that the stand-in knows."""
        return read_texts(self.codings)

    def inputs(self, name: str, texts: Sequence[str], count: int, seed: int = 0) -> Path:
        """A file of so many reports drawn from the texts."""
        path = self.folder / f"{name}.jsonl"
        rng = random.Random(seed)
        with path.open("w", encoding="utf-8") as file:
            for number in range(count):
                day = f"{rng.randint(2000, 2024)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
                file.write(json.dumps({"id": f"r{number}", "published": day, "text": rng.choice(texts)}) + "\n")
        time.sleep(_SETTLES)
        return path

    def standin(self, *arguments: str, weight: bool = False, delay: float = 0.0, batch: int = 0) -> list[str]:
        """`dateline ARGUMENTS` with the stand-in."""
        return [sys.executable, "-c", _STANDIN, str(self.codings), str(int(weight)), str(delay), str(batch), *arguments]

    def code(self, source: Path, store: str, *options: str, real: bool = False, weight: bool = False) -> Footprint:
        """One run of `dateline code`, which must end well."""
        arguments = ("code", str(source), "--store", str(self.folder / store), *options)
        command = [sys.executable, "-m", "dateline", *arguments] if real else self.standin(*arguments, weight=weight)
        found = measure(command)
        if found.code != 0:
            raise RuntimeError(f"{' '.join(arguments)} ended with {found.code}: {found.errors[-500:]}")
        return found


def volume(bench: Bench, sizes: Iterable[int], workers: int = 2) -> dict[str, Any]:
    """Speed and peak memory by number of reports, with the stand-in in every worker, and of a rerun that reads all again."""
    out: dict[str, Any] = {}
    for size in sizes:
        source = bench.inputs(f"volume{size}", bench.known(), size)
        first = bench.code(source, f"volume{size}", "--workers", str(workers), weight=True)
        same = bench.code(source, f"volume{size}", "--workers", str(workers), weight=True)
        source.touch()
        again = bench.code(source, f"volume{size}", "--workers", str(workers), weight=True)
        out[f"standin_{size}"] = {
            "seconds": round(first.seconds, 1),
            "reports_per_s": round(size / first.seconds, 1),
            "peak_rss_mib_all_processes": first.rss_mib,
            "peak_pss_mib_all_processes": first.pss_mib,
            "rerun_unchanged_s": round(same.seconds, 2),
            "rerun_reading_all_s": round(again.seconds, 2),
            "rerun_reading_all_ms_a_report": round(1000 * again.seconds / size, 3),
            "rerun_peak_rss_mib": again.rss_mib,
            "files": sum(1 for _ in (bench.folder / f"volume{size}").rglob("*.parquet")),
            "mib": sum(path.stat().st_size for path in (bench.folder / f"volume{size}").rglob("*") if path.is_file()) >> 20,
        }
    peaks = [figures["peak_rss_mib_all_processes"] for figures in out.values()]
    return out | {"growth_of_peak": round(peaks[-1] / peaks[0] - 1, 3)}


def workers(bench: Bench, reports: int, rounds: int = 3) -> dict[str, Any]:
    """The shipped coder, one worker against two, on the same reports in turn; the whole command, start and all."""
    source = bench.inputs("workers", bench.texts, reports)
    seconds: dict[int, list[float]] = {1: [], 2: []}
    for number in range(rounds):
        for count in (1, 2) if number % 2 == 0 else (2, 1):
            seconds[count].append(bench.code(source, f"workers{count}-{number}", "--workers", str(count), real=True).seconds)
    ratios = [one / two for one, two in zip(seconds[1], seconds[2], strict=True)]
    figures = {f"real_{name}_reports_per_s": round(reports / float(np.mean(seconds[count])), 2) for name, count in (("one", 1), ("two", 2))}
    return {
        "reports": reports, **figures, "two_against_one": round(float(np.mean(ratios)), 3),
        "two_against_one_ci": interval(ratios, lambda xs: float(np.mean(xs))),
    }  # fmt: skip


def rerun(bench: Bench, reports: int) -> dict[str, Any]:
    """The shipped coder: a first run, the same command again, and again after the file's time stamp moved, so that all is read anew."""
    source = bench.inputs("rerun", bench.texts, reports)
    first = bench.code(source, "rerun", real=True)
    same = bench.code(source, "rerun", real=True)
    source.touch()
    again = bench.code(source, "rerun", real=True)
    clean = all(", 0 events" not in one.errors and "0 coded (0 events)" in one.errors for one in (same, again))
    return {
        "reports": reports,
        "real_first_s": round(first.seconds, 1),
        "unchanged_s": round(same.seconds, 2),
        "reading_all_s": round(again.seconds, 2),
        "times_faster_unchanged": round(first.seconds / same.seconds, 1),
        "times_faster_reading_all": round(first.seconds / again.seconds, 1),
        "nothing_added": clean,
    }


def run(
    data: Path,
    *,
    parts: Sequence[str] = PARTS,
    sizes: Sequence[int] = SIZES,
    reports: int = REPORTS,
    kills: int = 100,
    coded: int = CODED,
    codings: Path | None = None,
) -> dict[str, Any]:
    """The parts asked for, on a JSONL file of reports (`text`)."""
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(data, Path(name), coded, codings)
        faults = Faults(bench.folder, bench.standin, bench.known)
        every: dict[str, Callable[[], dict[str, Any]]] = {
            "volume": lambda: volume(bench, sizes),
            "workers": lambda: workers(bench, reports),
            "rerun": lambda: rerun(bench, reports),
            "kills": lambda: faults.kills(kills),
            "full": lambda: faults.full_disk(max(1, kills // 5)),
            "twice": faults.twice,
            "orders": faults.orders,
        }
        found = {}
        for part in parts:
            print(f"{part} …", file=sys.stderr, flush=True)
            found[part] = every[part]()
            print(json.dumps(found[part]), file=sys.stderr, flush=True)
        return found


def main(arguments: list[str]) -> int:
    """The parts as options say."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.runs", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--parts", default=",".join(PARTS), help=f"of {', '.join(PARTS)}")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="numbers of reports for volume")
    parser.add_argument("--reports", type=int, default=REPORTS, help="reports for workers and rerun, with the shipped coder")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--coded", type=int, default=CODED, help="reports that the stand-in replays")
    parser.add_argument("--codings", type=Path, help="keep the codings that the stand-in replays in this file, for another time")
    chosen = parser.parse_args(arguments)
    os.environ.setdefault("PYTHONPATH", str(Path(__file__).parents[1]))
    sizes = [int(size) for size in chosen.sizes.split(",")]
    found = run(
        chosen.data, parts=chosen.parts.split(","), sizes=sizes, reports=chosen.reports, kills=chosen.kills, coded=chosen.coded,
        codings=chosen.codings,
    )  # fmt: skip
    print(json.dumps(found, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""`make bench`: run every benchmark whose data lies below a folder, and put the figures into benchmarks/RESULTS.md.

python -m scripts.bench ../shared
"""

from __future__ import annotations

import datetime
import importlib
import platform
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

RESULTS = Path("benchmarks/RESULTS.md")
MARK = "<!-- below this line: written by make bench -->"
DATA = {
    "plv": "yardsticks/plv/plv_test.jsonl",
    "reports": "yardsticks/reports/reports_dev.jsonl",
    "seed": "reports/seed",
    "speed": "corpora/reuters.jsonl",
    "resume": "corpora/reuters.jsonl",
}


def _flat(figures: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any, Any]]:
    for name, value in figures.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        elif not name.endswith("_ci"):
            yield prefix + name, value, figures.get(f"{name}_ci")


def machine() -> str:
    """The processor, its cores and the runtime, in words."""
    info = Path("/proc/cpuinfo")
    model = platform.processor()
    if info.exists():
        model = next((line.split(":")[1].strip() for line in info.read_text().splitlines() if line.startswith("model name")), model)
    import onnxruntime  # noqa: PLC0415

    cores = len(__import__("os").sched_getaffinity(0))
    return f"{model}, {cores} cores, Python {platform.python_version()}, ONNX Runtime {onnxruntime.__version__}"


def main(shared: Path) -> int:
    """Run them all; one that has no data is left out and said."""
    commit = subprocess.run(["git", "describe", "--always", "--dirty"], capture_output=True, text=True, check=False).stdout.strip()
    head = f"{datetime.date.today().isoformat()}, commit {commit}, {machine()}"
    parts = []
    for name, path in DATA.items():
        data = shared / path
        if not data.exists():
            print(f"{name}: {data} is not here, left out")
            continue
        print(f"{name} …", flush=True)
        figures = importlib.import_module(f"benchmarks.{name}").run(data)
        rows = "\n".join(f"| {key} | {value} | {f'{ci[0]} to {ci[1]}' if ci else ''} |" for key, value, ci in _flat(figures))
        how = f"`python -m benchmarks {name} --data {path}` · {head}"
        parts.append(f"### {name}\n\n{how}\n\n| figure | value | 95 % interval |\n|---|---|---|\n{rows}\n")
    old = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else f"# Results\n\n{MARK}\n"
    RESULTS.write_text(old.split(MARK)[0] + MARK + "\n\n" + "\n".join(parts), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared")))

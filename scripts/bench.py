"""`make bench`: run every benchmark whose data lies below a folder, and put the figures into benchmarks/RESULTS.md.

python -m scripts.bench ../shared
"""

from __future__ import annotations

import datetime
import importlib
import platform
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

RESULTS = Path("benchmarks/RESULTS.md")
MARK = "<!-- below this line: written by make bench -->"
# Where each benchmark's data lies: below the folder given, or in the project itself.
DATA = {
    "plv": "yardsticks/plv/plv_test.jsonl",
    "reports": "yardsticks/reports/reports_dev.jsonl",
    "seed": "reports/seed",
    "plover_gsr": "yardsticks/plover_gsr/plover_gsr.jsonl",
    "petrarch_gsr": "yardsticks/petrarch_gsr/PETR2_GSR_validation.jsonl",
    "status": "yardsticks/status/uw_dev.jsonl",
    "attribution": "yardsticks/attribution/polnear_dev.jsonl",
    "muc4": "yardsticks/muc4",
    "corpus": "corpus",
    "agreement": "benchmarks/agreement",
    "entities": "corpus",
    "dictionary": "yardsticks",
    "places": "yardsticks/places",
    "pages": "yardsticks/pages",
    "noise": "yardsticks/pages",
    "copies": "yardsticks/copies",
    "incidents": "benchmarks/incidents",
    "times": "yardsticks/times",
    "numbers": "yardsticks/numbers",
    "speed": "corpora/reuters.jsonl",
    "runs": "corpora/reuters.jsonl",
    "web": "samples/reports",
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


def main(shared: Path, names: Sequence[str]) -> int:
    """Run them; one that has no data keeps its old section, and that is said."""
    commit = subprocess.run(["git", "describe", "--always", "--dirty"], capture_output=True, text=True, check=False).stdout.strip()
    head = f"{datetime.date.today().isoformat()}, commit {commit}, {machine()}"
    text = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else f"# Results\n\n{MARK}\n"
    top, _, rest = text.partition(MARK)
    sections = {part.split("\n", 1)[0]: part for part in rest.split("\n### ")[1:]}
    for name in names:
        data = next((d for d in (shared / DATA[name], Path(DATA[name])) if d.exists()), shared / DATA[name])
        if not data.exists():
            print(f"{name}: {data} is not here, its old figures stay")
            continue
        print(f"{name} …", flush=True)
        figures = importlib.import_module(f"benchmarks.{name}").run(data)
        rows = "\n".join(f"| {key} | {value} | {f'{ci[0]} to {ci[1]}' if ci else ''} |" for key, value, ci in _flat(figures))
        how = f"`python -m benchmarks {name} --data {DATA[name]}` · {head}"
        sections[name] = f"{name}\n\n{how}\n\n| figure | value | 95 % interval |\n|---|---|---|\n{rows}\n"
        body = "".join(f"\n### {sections[known]}" for known in DATA if known in sections)
        RESULTS.write_text(f"{top}{MARK}\n{body}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared"), sys.argv[2:] or list(DATA)))

"""`python -m benchmarks NAME --data PATH [--json FILE]`; the last line printed is a JSON object of figures with intervals."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from pathlib import Path
from typing import Any

NAMES = (
    "plv",
    "seed",
    "reports",
    "speed",
    "runs",
    "plover_gsr",
    "petrarch_gsr",
    "status",
    "attribution",
    "muc4",
    "corpus",
    "numbers",
    "times",
    "places",
    "pages",
    "noise",
    "copies",
    "incidents",
    "entities",
    "dictionary",
    "agreement",
    "web",
)


def _table(figures: dict[str, Any], prefix: str = "") -> None:
    for name, value in figures.items():
        if isinstance(value, dict):
            _table(value, f"{prefix}{name}.")
        elif not name.endswith("_ci"):
            low_high = figures.get(f"{name}_ci")
            print(f"{prefix}{name:<28} {value}" + (f"   95 % {low_high[0]} to {low_high[1]}" if low_high else ""))


def main(arguments: list[str]) -> int:
    """Run one benchmark."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("name", choices=NAMES)
    parser.add_argument("--data", type=Path, required=True, help="the yardstick's file or folder")
    parser.add_argument("--json", type=Path, help="write the figures here too")
    parser.add_argument("--published", help="publication day of inputs that state none")
    chosen = parser.parse_args(arguments)
    if not chosen.data.exists():
        parser.error(f"{chosen.data} does not exist")
    options = {"published": chosen.published} if chosen.published else {}
    figures = importlib.import_module(f"benchmarks.{chosen.name}").run(chosen.data, **options)
    _table(figures)
    line = json.dumps(figures, ensure_ascii=False)
    if chosen.json:
        chosen.json.write_text(line + "\n", encoding="utf-8")
    print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

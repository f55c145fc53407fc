"""`make demo`: code the samples into a store, show one report in full and the events of all, and say what to try next."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
STORE = ROOT / "demo-store"
SAMPLES = sorted((ROOT / "samples" / "reports").glob("*.txt"))


def step(title: str, *arguments: str) -> None:
    """Run one `dateline` command and show it."""
    bold, plain = ("\033[1m", "\033[0m") if sys.stdout.isatty() else ("", "")
    print(f"\n{bold}{title}{plain}\n$ dateline {' '.join(arguments)}\n", flush=True)
    done = subprocess.run([sys.executable, "-m", "dateline", *arguments], cwd=ROOT, check=False)
    if done.returncode:
        sys.exit(done.returncode)


def main() -> None:
    """The demo."""
    step("One report in full", "code", str(SAMPLES[0].relative_to(ROOT)))
    step("All samples into a store", "code", "samples/reports", "samples/wire", "--store", STORE.name)
    step("The events of one kind", "events", "--store", STORE.name, "--type", "ASSAULT", "--limit", "12")
    step("Copies and updates of one text are one story", "stories", "--store", STORE.name)
    step("Tellings of one event are one incident", "incidents", "--store", STORE.name, "--type", "ASSAULT", "--min-tellings", "3")
    print(
        f"""
Next:
  .venv/bin/dateline code YOUR_REPORT.txt --published 2025-08-09      a text of your own
  .venv/bin/dateline code samples/reports --store {STORE.name}                   again: nothing is added
  .venv/bin/dateline serve {STORE.name}                                  the page: events, map, timeline, evidence
  .venv/bin/dateline events --store {STORE.name} --type ASSAULT          one type only
  .venv/bin/dateline export --store {STORE.name} --to events.csv --format csv
"""
    )


if __name__ == "__main__":
    main()

"""Check corpus files and count what they hold: `python -m dateline.train.check [FILE…]`."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from dateline.train.corpus import MarkedReport, parse_file


def count(reports: list[MarkedReport]) -> dict[str, Counter[str]]:
    """Counts of sentences, types, modes, statuses, roles and numbers."""
    kinds: dict[str, Counter[str]] = {name: Counter() for name in ("size", "type", "mode", "status", "role", "number", "mention", "tag")}
    for report in reports:
        kinds["size"]["reports"] += report.id is not None
        for sentence in report.sentences:
            kinds["size"]["sentences"] += 1
            kinds["size"]["sentences without event"] += not sentence.events
            kinds["size"]["sentences with two or more events"] += len(sentence.events) > 1
            kinds["tag"].update(t.split("=")[0] for t in sentence.tags)
            kinds["mention"].update(m.kind for m in sentence.marks)
            for event in sentence.events:
                kinds["size"]["events"] += 1
                kinds["type"][event.type] += 1
                kinds["status"][event.status] += 1
                kinds["mode"][f"{event.type}/{event.mode}"] += event.mode is not None
                kinds["role"].update({role for role, _ in event.roles})
                kinds["number"].update(kind for _, kind in event.counts)
    return kinds


def table(kinds: dict[str, Counter[str]]) -> str:
    """The counts as Markdown tables."""
    parts = []
    for name, counter in kinds.items():
        rows = "\n".join(f"| {key} | {n:,} |" for key, n in sorted(counter.items()) if n)
        parts.append(f"| {name} | count |\n|---|---|\n{rows}\n")
    return "\n".join(parts)


def main(arguments: list[str]) -> int:
    """Print every error and, unless told `--quiet`, the counts. 1 where there are errors."""
    quiet = "--quiet" in arguments
    paths = [Path(a) for a in arguments if not a.startswith("--")] or sorted(Path("corpus").rglob("*.ann"))
    bad = 0
    reports: list[MarkedReport] = []
    for path in paths:
        found, errors = parse_file(path)
        reports += found
        bad += len(errors)
        for error in errors:
            print(error)
    if not quiet:
        print(table(count(reports)))
    print(f"{bad} errors in {len(paths)} files")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Check corpus files and count what they hold: `python -m dateline.train.check [--quiet] [--patterns TSV] [FILE…]`.

`--patterns` adds the share of a list of verb-and-object patterns that the files have sentences for (`coverage.py`).
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from dateline.errors import DatelineError
from dateline.train.corpus import MarkedReport, parse_file
from dateline.train.coverage import covered, read_patterns


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
    """Print every error and, unless told `--quiet`, the counts. 1 where there are errors, 2 where the list of patterns cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m dateline.train.check")
    parser.add_argument("--quiet", action="store_true", help="print errors alone")
    parser.add_argument("--patterns", type=Path, metavar="TSV", help="verb-and-object patterns whose share is to be told")
    parser.add_argument("files", nargs="*", type=Path, help="default: the whole corpus")
    chosen = parser.parse_args(arguments)
    paths = chosen.files or sorted(Path("corpus").rglob("*.ann"))
    bad = 0
    reports: list[MarkedReport] = []
    for path in paths:
        found, errors = parse_file(path)
        reports += found
        bad += len(errors)
        for error in errors:
            print(error)
    if not chosen.quiet:
        print(table(count(reports)))
    if chosen.patterns:
        try:
            share = covered(read_patterns(chosen.patterns), reports)
        except (DatelineError, OSError) as error:
            print(f"error: {error}", file=sys.stderr)
            return 2
        print(f"{sum(share):,} of {len(share):,} patterns covered ({sum(share) / len(share):.1%})")
    print(f"{bad} errors in {len(paths)} files")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

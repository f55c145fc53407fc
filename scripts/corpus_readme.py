"""Write the counts of the corpus into corpus/README.md; `--check` fails where they are out of date."""

from __future__ import annotations

import sys
from pathlib import Path

from dateline.train.check import count, table
from dateline.train.corpus import read_corpus
from dateline.train.parts import split

README = Path("corpus/README.md")
MARK = "<!-- below this line: counts written by scripts/corpus_readme.py -->"


def page() -> str:
    """The README with its counts renewed."""
    reports = read_corpus(Path("corpus"))
    parts = "\n".join(f"| {name} | {len(found):,} |" for name, found in split(reports).items())
    top = README.read_text(encoding="utf-8").split(MARK)[0]
    return f"{top}{MARK}\n\n| part | sentences |\n|---|---|\n{parts}\n\n{table(count(reports))}"


def main(arguments: list[str]) -> int:
    """Write, or check."""
    new = page()
    if "--check" in arguments:
        if README.read_text(encoding="utf-8") != new:
            print("corpus/README.md is out of date: run python -m scripts.corpus_readme")
            return 1
        return 0
    README.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Write the counts of the corpus into corpus/README.md; `--check` fails where they are out of date."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from dateline.train.check import count, table
from dateline.train.corpus import MarkedReport, read_corpus
from dateline.train.coverage import as_triggers, read_core_words
from dateline.train.parts import split

CORE = Path("corpus/core_words.tsv")
FEW = 10
README = Path("corpus/README.md")
MARK = "<!-- below this line: counts written by scripts/corpus_readme.py -->"


def page() -> str:
    """The README with its counts renewed."""
    reports = read_corpus(Path("corpus"))
    parts = "\n".join(f"| {name} | {len(found):,} |" for name, found in split(reports).items())
    top = README.read_text(encoding="utf-8").split(MARK)[0]
    return f"{top}{MARK}\n\n| part | sentences |\n|---|---|\n{parts}\n\n{core(reports)}\n\n{table(count(reports))}"


def core(reports: Sequence[MarkedReport]) -> str:
    """How well the plainest words of conflict news are covered, and which are thin."""
    told = as_triggers(read_core_words(CORE), reports)
    thin = sorted((n, word) for word, n in told.items() if n < FEW)
    rest = f": {', '.join(f'{word} {n}' for n, word in thin)}" if thin else ""
    return f"Of {len(told)} core words (`core_words.tsv`) {len(thin)} are triggers less than {FEW} times{rest}."


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

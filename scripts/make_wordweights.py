"""Makes `dateline/fuse/data/wordweights.tsv`: how much it says that two reports share a word, counted over the project's own corpus.

`python -m scripts.make_wordweights` writes it anew. The weight of a stem falls with the share of the corpus's sentences that have it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from pathlib import Path

from dateline.fuse.incidents_words import content_stems

_ROOT = Path(__file__).parent.parent
_MARK = re.compile(r"[\[{][a-z]+\d+:([^\[\]{}]*)[\]}]")
_OTHER = re.compile(r"[#%]|[a-z]+\d+\b")  # comments and lines of annotation
_FEWEST = 6  # sentences that a listed stem has
_HEAD = """# How much it says that two reports share a word, by its stem: 1 for a stem that is not listed.
# Counted over the sentences of corpus/, which are the project's own, by scripts/make_wordweights.py.
stem\tweight
"""


def main() -> None:
    """Writes the table."""
    sentences = [set(content_stems(text)) for path in sorted((_ROOT / "corpus").rglob("*.ann")) for text in _sentences(path)]
    counted = Counter(stem for stems in sentences for stem in stems)
    most = math.log(len(sentences) / _FEWEST)
    rows = [(stem, math.log(len(sentences) / count) / most) for stem, count in sorted(counted.items()) if count > _FEWEST]
    text = _HEAD + "".join(f"{stem}\t{weight:.2f}\n" for stem, weight in rows)
    (_ROOT / "dateline/fuse/data/wordweights.tsv").write_text(text, encoding="utf-8")


def _sentences(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_MARK.sub(r"\1", line) for line in lines if line.strip() and not _OTHER.match(line)]


if __name__ == "__main__":
    main()

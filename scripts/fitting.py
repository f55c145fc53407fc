"""What the scripts that fit the resolver's weights share: their options, and the annotated reports that they learn from."""

from __future__ import annotations

import argparse
import random
from pathlib import Path

from dateline.train.corpus import MarkedReport, read_corpus
from dateline.train.parts import part_of


def arguments(doc: str, *, penalty: float) -> argparse.Namespace:
    """The command line: corpus, write, penalty, rounds, folds."""
    parser = argparse.ArgumentParser(description=doc.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--write", action="store_true", help="fit on all and write the table")
    parser.add_argument("--penalty", type=float, nargs="+", default=[penalty], help="the last is that of the table")
    parser.add_argument("--rounds", type=int, default=2, help="how often the reports are resolved anew with the weights found")
    parser.add_argument("--folds", type=int, default=5)
    return parser.parse_args()


def train_reports(corpus: Path) -> list[MarkedReport]:
    """The whole reports of the corpus's part for training, in a shuffled order that is the same each time."""
    reports = [r for r in read_corpus(corpus) if r.id and part_of(r, r.sentences[0]) == "train"]
    random.Random(7).shuffle(reports)
    return reports

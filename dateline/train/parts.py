"""The split of the corpus into train, development, calibration and test parts."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from dateline.train.corpus import MarkedReport, MarkedSentence


def part_of(report: MarkedReport, sentence: MarkedSentence) -> str:
    """train, development, calibration or test: by contrast set or report, or else by stretches of forty lines of a batch file."""
    group = report.id or sentence.set or f"{sentence.file}:{sentence.line // 40}"
    draw = int(hashlib.sha256(group.encode()).hexdigest(), 16) % 100
    if draw < 84:
        return "train"
    return "development" if draw < 90 else "calibration" if draw < 94 else "test"


def split(reports: Sequence[MarkedReport]) -> dict[str, list[MarkedSentence]]:
    """Every sentence by its part. Copies of one text stay in one part: a text seen in train is in no other."""
    parts: dict[str, list[MarkedSentence]] = {"train": [], "development": [], "calibration": [], "test": []}
    for report in reports:
        for sentence in report.sentences:
            parts[part_of(report, sentence)].append(sentence)
    seen = {s.text for s in parts["train"]}
    for name in ("development", "calibration", "test"):
        parts[name] = [s for s in parts[name] if s.text not in seen]
    return parts

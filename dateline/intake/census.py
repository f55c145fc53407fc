"""How many reports the inputs hold, for a progress bar."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from dateline.intake.inputs import STDIN, files_below, format_of

_BLOCK = 1 << 20


def count_inputs(paths: Iterable[str | Path]) -> int | None:
    """An estimate: lines of JSONL files, one for every other file; None where standard input is among them."""
    total = 0
    for path in paths:
        if str(path) == STDIN:
            return None
        try:
            for file in files_below(Path(path)):
                total += _lines(file) if format_of(file.suffix) == "jsonl" else 1
        except OSError:
            total += 1
    return total


def _lines(file: Path) -> int:
    count, last = 0, b"\n"
    with file.open("rb") as stream:
        while block := stream.read(_BLOCK):
            count += block.count(b"\n")
            last = block[-1:]
    return count + (last != b"\n")

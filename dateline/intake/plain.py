"""A text file: one report, character for character."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from dateline.intake.accept import accept, read_whole, readable
from dateline.intake.decode import decode, what_binary
from dateline.intake.source import Source
from dateline.records import Reject, Report


def read(stream: BinaryIO, source: Source) -> Iterator[Report | Reject]:
    """The file's one report, or why there is none."""
    data = read_whole(stream, source)
    if isinstance(data, Reject):
        yield data
        return
    if known := what_binary(data):
        yield source.reject("binary", known)
        return
    decoded = readable(decode(data), source)
    yield decoded if isinstance(decoded, Reject) else accept(decoded.text, source, None, {"id": source.id})

"""What comes of a report: its coding, or a reject. Light, since every worker process loads it."""

from __future__ import annotations

import msgspec

from dateline.records import Coding, Mention, Record, Reject, Report, content_id


class Coded(Record, frozen=True):
    """A report with what one coder found in it."""

    report: Report
    coding: Coding
    mentions: tuple[Mention, ...]


Outcome = Coded | Reject


def checked(coded: Coded) -> Coded:
    """The same as it comes back from JSON and from the store, with whole numbers in float fields as floats. Raises `ValidationError`."""
    return msgspec.convert(msgspec.to_builtins(coded), Coded)


def failed_id(key: str, coder: str) -> str:
    """The id of the reject that the report of this key becomes where this coder fails on it: known before it is tried."""
    return content_id(key, coder, "failed")

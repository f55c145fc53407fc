"""Which acts fall on a place, so that it stands for their recipient where nobody is named (`data/place_recipients.tsv`)."""

from __future__ import annotations

import functools

from dateline.resolve.tables import rows


@functools.cache
def place_recipients() -> frozenset[str]:
    """The types of these acts. Raises `DataError` for a damaged table."""
    return frozenset(row["type"] for row in rows("place_recipients.tsv", ("type", "example")))

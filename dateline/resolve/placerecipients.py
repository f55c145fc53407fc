"""Which acts fall on a place, so that it stands for their recipient where nobody is named (`data/place_recipients.tsv`)."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from dateline.resolve.tables import rows


@functools.cache
def place_recipients() -> Mapping[str, str | None]:
    """The types of these acts, each with the sector of those whom it hits there. Raises `DataError` for a damaged table."""
    return {row["type"]: row.sector() for row in rows("place_recipients.tsv", ("type", "sector", "example"))}

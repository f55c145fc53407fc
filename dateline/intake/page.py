"""A web page to its main text, title, day and publisher (by trafilatura)."""

from __future__ import annotations

import dataclasses
import functools
from importlib.metadata import version

# htmldate rejects days after "today"; a fixed bound keeps the result the same on every day it is run.
_DATES = {"original_date": True, "extensive_search": False, "max_date": "2100-12-31"}


@dataclasses.dataclass(frozen=True, slots=True)
class Page:
    """What a page holds. `text` is empty where no main text was found."""

    text: str
    title: str | None
    published: str | None
    publisher: str | None
    url: str | None


@functools.cache
def extractor() -> str:
    """Name and version of the extractor, which stands on every report that came from a page."""
    return f"trafilatura {version('trafilatura')}"


def read_page(html: str) -> Page:
    """The main text and the metadata of a page."""
    import trafilatura  # noqa: PLC0415 - half a second that only pages cost

    found = trafilatura.bare_extraction(
        html, with_metadata=True, include_comments=False, include_tables=False, date_extraction_params=dict(_DATES)
    )
    if found is None:
        return Page("", None, None, None, None)
    return Page(found.text or "", found.title, found.date, found.sitename or found.hostname, found.url)

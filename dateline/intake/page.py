"""A web page to its main text, headline, author, day, publisher, agency and address (by trafilatura and htmldate)."""

from __future__ import annotations

import dataclasses
import functools
import logging
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from dateline.intake.agencies import agency_in
from dateline.intake.page_parts import LEFT_OUT, join_lost, mark_left_out, words_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# htmldate rejects days after "today"; a fixed bound keeps the result the same on every day it is run.
_DATES = {"original_date": True, "extensive_search": False, "max_date": "2100-12-31"}
_HEADLINE_LINES = 5  # lines from the top among which the headline may be repeated
_RULES = 2  # version of what is done here around the extractor; part of `extractor`
_SOURCES = (
    "syndication-source",
    "original-source",
    "news_provider",
    "provider",
    "source",
    "dc.source",
    "dcterms.source",
    "article:provider",
)


@dataclasses.dataclass(frozen=True, slots=True)
class Page:
    """What a page holds. `text` is empty where no main text was found; the headline is in `title`, not in `text`."""

    text: str
    title: str | None = None
    author: str | None = None
    published: str | None = None
    publisher: str | None = None
    agency: str | None = None
    url: str | None = None


@functools.cache
def extractor() -> str:
    """Name and version of the extractor, which stands on every report that came from a page."""
    return f"trafilatura {version('trafilatura')}, page rules {_RULES}"


def read_page(html: str, url: str | None = None) -> Page:
    """The main text and the metadata of a page; the same whatever the day. `url`: where it was fetched from, if known."""
    from trafilatura.utils import load_html  # noqa: PLC0415 - half a second that only pages cost

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it reports pages without text, and so do we
    tree = load_html(html) if html.strip() else None
    if tree is None:
        return Page("")
    mark_left_out(tree)
    found = _extract(tree, url)
    if found is None:
        return Page("")
    lines = join_lost(_without_headline((found.text or "").split("\n"), found.title, tree), tree)
    return Page(
        text="\n".join(lines).strip(),
        title=found.title,
        author=found.author,
        published=found.date,
        publisher=(found.sitename or found.hostname or "").lstrip("@") or None,
        agency=_agency(found.author, tree),
        url=found.url or url,
    )


def _extract(tree: HtmlElement, url: str | None) -> Any:
    """Trafilatura's document; where leaving parts out leaves nothing, the page as it is."""
    from trafilatura import bare_extraction  # noqa: PLC0415

    for pruned in (f"//*[@{LEFT_OUT}]", None):
        found = bare_extraction(
            tree,
            url=url,
            with_metadata=True,
            fast=True,
            include_comments=False,
            date_extraction_params=dict(_DATES),
            prune_xpath=pruned,
        )
        if found is not None and found.text:
            return found
    return found


def _without_headline(lines: list[str], title: str | None, tree: HtmlElement) -> list[str]:
    """The lines but the headline: some pages hold it in the main text, some do not, and the report has a field for it."""
    headlines = {words_of(title or ""), *(words_of(str(one.text_content())) for one in tree.iter("h1"))} - {""}
    return [line for number, line in enumerate(lines) if number >= _HEADLINE_LINES or words_of(line) not in headlines]


def _agency(author: str | None, tree: HtmlElement) -> str | None:
    """The agency that the page's metadata names as the origin of the text, or its author line."""
    named = (meta for meta in tree.iter("meta") if (meta.get("name") or meta.get("property") or "").casefold() in _SOURCES)
    return agency_in(*(meta.get("content") for meta in named), author)

"""RSS and Atom feeds: an entry is a report."""

from __future__ import annotations

import functools
import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from typing import Any, BinaryIO
from urllib.parse import urljoin

from dateline.intake.accept import PAGE_BYTES_A_CHARACTER, accept, read_whole
from dateline.intake.agencies import agency_in
from dateline.intake.days import read_day
from dateline.intake.language import find_language
from dateline.intake.markup import text_of_html
from dateline.intake.newsml_tree import declares_entities
from dateline.intake.source import Source
from dateline.records import Reject, Report

_ROOT = re.compile(rb"<(?:\w+:)?(rss|feed|RDF)[\s>]")
_ENDS = re.compile(rb"</(?:\w+:)?(?:item|entry)\s*>", re.IGNORECASE)
_FULL_TEXT = 1_000  # characters from which a description is more than a summary
_HARMLESS = ("CharacterEncodingOverride", "NonXMLContentType")  # what feedparser reports of feeds that it read whole


def is_feed(head: bytes) -> bool:
    """Whether an input that begins so is an RSS (0.9 to 2.0, RDF) or Atom feed."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith(b"<") and _ROOT.search(start[:4096]) is not None and b"<html" not in start[:4096].lower()


def count(data: bytes) -> int:
    """How many entries end in these bytes."""
    return len(_ENDS.findall(data))


@functools.cache
def extractor() -> str:
    """Name and version of the reader of feeds, which stands on every report that came from one."""
    return f"feedparser {version('feedparser')}"


def read(stream: BinaryIO, source: Source) -> Iterator[Report | Reject]:
    """The feed's entries in order, then a reject where the feed is broken: what could be read of it is kept."""
    data = read_whole(stream, source, PAGE_BYTES_A_CHARACTER)
    if isinstance(data, Reject):
        yield data
    else:
        yield from read_feed(data, source, url=source.url, retrieved=source.retrieved)


def read_feed(data: bytes, source: Source, *, url: str | None = None, retrieved: str | None = None) -> Iterator[Report | Reject]:
    """The reports of a feed's bytes. `url` is where it was fetched from and `retrieved` the day, which holds for entries without one."""
    if declares_entities(data):
        yield source.reject("xml", "declares entities of its own, which a feed has no need of; they are not expanded. Remove its DOCTYPE")
        return
    try:
        feed = _parse(data)
    except Exception as error:  # noqa: BLE001 - the parser lets codec and SGML errors of many kinds out of damaged bytes
        what = " ".join(str(error).split())
        yield source.reject("feed", f"is no RSS or Atom feed ({what}); give the feed itself, or the page with --input-format html")
        return
    entries, torn = feed.entries, None
    if feed.bozo and type(feed.bozo_exception).__name__ not in _HARMLESS:
        whole = count(data)
        line = getattr(feed.bozo_exception, "getLineNumber", lambda: None)()
        entries = entries[:whole]  # the parser closes an entry that the file's end cuts off
        torn = source.reject("feed", _trouble(feed, len(entries)), line)
    summaries, base = 0, feed.feed.get("link") or url
    for number, entry in enumerate(entries, 1):
        fields = entry_fields(entry, feed.feed)
        basis = "updated" if fields.pop("dated") == "updated" else "field"
        summaries += fields.pop("kind") != "content"
        text = fields.pop("text") or ""
        fields["url"] = _absolute(base, fields["url"])
        fields["language"] = find_language(text) or fields["language"]
        yield accept(text, source, number, fields, basis=basis, retrieved=retrieved)
    if summaries:
        source.options.note(f"{source.name}: {summaries} of {len(entries)} entries have no full text, their summary or title was read")
    if torn:
        yield torn
    elif not entries:
        source.options.note(f"{source.name}: the feed has no entries")


def _parse(data: bytes) -> Any:
    import feedparser  # noqa: PLC0415 - a tenth of a second that only feeds cost

    # A stream, never a string: feedparser would fetch one that looks like an address.
    return feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)


def _trouble(feed: Any, read: int) -> str:
    what = " ".join(str(feed.bozo_exception).split())
    if not feed.version:
        return f"is no RSS or Atom feed ({what}); give the feed itself, or the page with --input-format html"
    return f"is broken ({what}); {read} entries before the break were read. Fetch it again"


def entry_fields(entry: Mapping[str, Any], feed: Mapping[str, Any]) -> dict[str, str | None]:
    """The fields of one entry (feedparser's), `text` among them.

    `kind` says where the text is from: content, summary or title; `dated` whether the day is that of publication or of the last change.
    """
    markup, kind = _markup(entry)
    dated = "published" if entry.get("published") else "updated"
    publisher = (entry.get("source") or {}).get("title") or feed.get("title")
    return {
        "text": text_of_html(markup),
        "kind": kind,
        "id": entry.get("id") or entry.get("link") or None,
        "title": text_of_html(entry.get("title") or "") or None,
        "author": _author(entry),
        "published": _day(entry, dated),
        "dated": dated,
        "publisher": text_of_html(publisher or "") or None,
        "agency": agency_in(entry.get("author"), publisher),
        "language": _language(entry, feed),
        "url": entry.get("link") or None,
        "raw_sha256": hashlib.sha256(markup.encode("utf-8", "surrogatepass")).hexdigest(),
        "extractor": extractor(),
    }


def _markup(entry: Mapping[str, Any]) -> tuple[str, str]:
    """The fullest text that an entry has, and which that is."""
    bodies = [one.get("value") or "" for one in entry.get("content") or ()]
    body, summary = max(bodies, key=len, default=""), entry.get("summary") or ""
    if body.strip() and len(body) >= len(summary):
        return body, "content"
    if len(summary) >= _FULL_TEXT:  # RSS of which the description is the whole text
        return summary, "content"
    return (summary, "summary") if summary.strip() else (entry.get("title") or "", "title")


def _author(entry: Mapping[str, Any]) -> str | None:
    names = [one.get("name") for one in entry.get("authors") or () if one.get("name")]
    return "; ".join(dict.fromkeys(names)) or entry.get("author") or None


def _day(entry: Mapping[str, Any], dated: str) -> str | None:
    """The day as the feed writes it; a form that we cannot read, as feedparser reads it (UTC)."""
    if dated not in entry:  # asked for a missing `updated`, feedparser gives `published` and a warning
        return None
    written = read_day(entry.get(dated) or "")
    parsed = entry.get(f"{dated}_parsed") if f"{dated}_parsed" in entry else None
    return written or (f"{parsed.tm_year:04d}-{parsed.tm_mon:02d}-{parsed.tm_mday:02d}" if parsed else None)


def _absolute(base: str | None, link: str | None) -> str | None:
    """The link as an address of its own; as it is where the two do not fit together."""
    try:
        return urljoin(base, link) if base and link else link
    except ValueError:
        return link


def _language(entry: Mapping[str, Any], feed: Mapping[str, Any]) -> str | None:
    details = [*(entry.get("content") or ()), entry.get("summary_detail") or {}, entry.get("title_detail") or {}]
    return next((one["language"] for one in details if one.get("language")), None) or feed.get("language") or None

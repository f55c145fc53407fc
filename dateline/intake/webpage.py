"""A web page: its main text is the report."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import BinaryIO

from dateline.intake.accept import PAGE_BYTES_A_CHARACTER, accept, read_whole, readable
from dateline.intake.decode import decode_page
from dateline.intake.page import extractor, read_page
from dateline.intake.source import Source
from dateline.records import Reject, Report

_STARTS = (b"<!doctype", b"<html", b"<?xml")


def is_page(head: bytes) -> bool:
    """Whether an input that begins so is a page."""
    return head.lstrip(b"\xef\xbb\xbf \t\r\n")[:9].lower().startswith(_STARTS)


def read(stream: BinaryIO, source: Source) -> Iterator[Report | Reject]:
    """The page's one report, or why there is none."""
    data = read_whole(stream, source, PAGE_BYTES_A_CHARACTER)
    yield data if isinstance(data, Reject) else accept_page(data, source, url=source.url, retrieved=source.retrieved)


def accept_page(
    data: bytes,
    source: Source,
    line: int | None = None,
    *,
    id: str | None = None,
    url: str | None = None,
    retrieved: str | None = None,
    charset: str | None = None,
) -> Report | Reject:
    """The report of a page's bytes. `url` is where it was fetched from and `retrieved` the day, if known: the page's own come first.

    `charset` is the character set that the server stated. Without `id` the address is the id, else the source's name.
    """
    decoded = readable(decode_page(data, charset), source, line)
    if isinstance(decoded, Reject):
        return decoded
    page = read_page(decoded.text, url)
    if not page.text.strip():
        return source.reject("empty", "no main text was found on the page; give the text itself", line)
    fields = {
        "id": id or url or source.id,
        "title": page.title,
        "author": page.author,
        "publisher": page.publisher,
        "agency": page.agency,
        "url": page.url or url,
        "published": page.published,
        "raw_sha256": hashlib.sha256(data).hexdigest(),
        "extractor": extractor(),
    }
    return accept(page.text, source, line, fields, basis="page", fallback_first=True, retrieved=retrieved)

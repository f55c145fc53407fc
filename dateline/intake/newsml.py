"""NewsML-G2, NewsML 1.2 and NITF documents (IPTC): their text items are reports."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import re
from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from dateline.intake.accept import PAGE_BYTES_A_CHARACTER, accept, read_whole
from dateline.intake.fields import FieldError
from dateline.intake.language import find_language
from dateline.intake.markup import local_name
from dateline.intake.newsml_items import read_g2, read_newsml_1
from dateline.intake.newsml_tree import children, parse
from dateline.intake.nitf import Wire, read_nitf
from dateline.intake.source import Source
from dateline.records import Reject, Report

_ROOT = re.compile(rb"<(?:[\w.-]+:)?(?:newsMessage|newsItem|packageItem|conceptItem|planningItem|NewsML|nitf)[\s>/]")
_ITEM = re.compile(rb"</(?:[\w.-]+:)?(?:newsItem|NewsItem)\s*>|</nitf\s*>")
_RULES = 1  # version of what is done here; part of `extractor`


def is_newsml(head: bytes) -> bool:
    """Whether an input that begins so is NewsML-G2, NewsML 1 or NITF."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith(b"<") and _ROOT.search(start[:4096]) is not None


def count(data: bytes) -> int:
    """About how many items end in these bytes."""
    return len(_ITEM.findall(data))


@functools.cache
def extractor() -> str:
    """Name and version of the reader of news formats, which stands on every report that came from one."""
    return f"newsml rules {_RULES}, lxml {etree.__version__}"


def read(stream: BinaryIO, source: Source) -> Iterator[Report | Reject]:
    """The text items of the document in order. Pictures and packages have no text: a note counts them."""
    data = read_whole(stream, source, PAGE_BYTES_A_CHARACTER)
    if isinstance(data, Reject):
        yield data
        return
    try:
        root = parse(data)
    except FieldError as error:
        yield source.reject(error.reason, error.detail)
        return
    yield from _read_items(root, source, hashlib.sha256(data).hexdigest())


def _read_items(root: etree._Element, source: Source, digest: str) -> Iterator[Report | Reject]:
    items = list(_items(root))
    without = read = 0
    for node in items:
        wire = _wire(node)
        if wire.cancelled:
            yield source.reject(
                "cancelled", f"{wire.id or 'the item'} is cancelled or withheld by its provider; it is not to be used", node.sourceline
            )
        elif not wire.text.strip():
            without += 1
            continue
        else:
            yield _report(wire, source, node.sourceline, digest)
        read += 1
    if not read:
        what = f"its {without} items hold pictures or references only" if without else "holds no news item"
        yield source.reject("empty", f"no text was found: {what}; give the items that hold the text")
    elif without:
        source.options.note(f"{source.name}: {without} of {len(items)} items hold no text (pictures, packages) and were passed over")


def _items(root: etree._Element) -> Iterator[etree._Element]:
    """The items of a document; what stands inside one (an `nitf`) is its content, not another."""
    name = local_name(root)
    if name in ("newsitem", "nitf", "packageitem"):
        yield root
        return
    for child in root:
        if local_name(child) in ("newsitem", "nitf", "packageitem", "newsml", "itemset", "newsmessage"):
            yield from _items(child)


def _wire(node: etree._Element) -> Wire:
    if local_name(node) == "nitf":
        return read_nitf(node)
    return read_newsml_1(node) if any(True for _ in children(node, "identification")) else read_g2(node)


def _report(wire: Wire, source: Source, line: int | None, digest: str) -> Report | Reject:
    fields = dataclasses.asdict(wire)
    text = fields.pop("text")
    del fields["cancelled"]
    fields["id"] = wire.id or source.id
    # The item's language stands for lines too short to tell it: some exports state one language for all they hold.
    fields["language"] = find_language(text) or wire.language
    return accept(text, source, line, fields | {"raw_sha256": digest, "extractor": extractor()})

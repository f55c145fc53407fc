"""WARC: the pages among the responses of a crawl (by warcio)."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from dateline.intake.accept import PAGE_BYTES_A_CHARACTER
from dateline.intake.days import read_day
from dateline.intake.source import Source
from dateline.intake.webpage import accept_page
from dateline.records import Reject, Report

_VERSION = b"WARC/"
_MOST_HEADER = 1 << 16  # bytes of one record's header
_OVERHEAD = 1 << 16  # bytes of a response that are no page
_PIECE = 1 << 20
_LENGTH = re.compile(rb"^content-length:\s*(\d{1,15})\s*$", re.IGNORECASE | re.MULTILINE)
_RESPONSE = re.compile(rb"^warc-type:\s*response\s*$", re.IGNORECASE | re.MULTILINE)
_HTML = ("text/html", "application/xhtml+xml")


def is_warc(head: bytes) -> bool:
    """Whether an input that begins so is a WARC file."""
    return head.startswith(_VERSION)


def count(data: bytes) -> int:
    """How many responses begin in these bytes."""
    return len(_RESPONSE.findall(data))


def read(stream: BinaryIO, source: Source) -> Iterator[Report | Reject]:
    """The pages of the responses, each with its URL; other records are passed over. The line of a reject is the record's number."""
    held = 0
    for number, record in enumerate(_records(stream, source), 1):
        found = record if isinstance(record, Reject) else _read_record(record, source, number)
        if found is not None:
            held += 1
            yield found
    if not held:
        yield source.reject("empty", "holds no responses with a web page")


def _records(stream: BinaryIO, source: Source) -> Iterator[bytes | Reject]:
    """The bytes of each record, those of no response empty. Behind a broken record the next begins at the next version line."""
    most = source.options.max_chars * PAGE_BYTES_A_CHARACTER + _OVERHEAD
    number, lost = 0, False
    while line := stream.readline(_MOST_HEADER):
        if not line.startswith(_VERSION):
            if line.strip() and not lost:
                lost = True
                yield source.reject("warc", "the record before this place is longer or shorter than it says", number or None)
            continue
        number, lost = number + 1, False
        header = _header(line, stream)
        length = _LENGTH.search(header)
        if not length or not header.endswith((b"\r\n\r\n", b"\n\n")):
            lost = True
            yield source.reject("warc", f"record {number} has no whole header; it was passed over", number)
            continue
        left = int(length[1])
        if not _RESPONSE.search(header):
            left -= _pass(stream, left)
            yield b""
        elif left > most:
            left -= _pass(stream, left)
            yield source.too_large(number)
        else:
            body = stream.read(left)
            left -= len(body)
            if not left:
                yield header + body + b"\r\n\r\n"
        if left:
            yield source.reject("truncated", f"the file ends within record {number}; what stood before was read", number)


def _header(line: bytes, stream: BinaryIO) -> bytes:
    held = [line]
    size = len(line)
    while size < _MOST_HEADER and (line := stream.readline(_MOST_HEADER)):
        held.append(line)
        size += len(line)
        if not line.strip():
            break
    return b"".join(held)


def _pass(stream: BinaryIO, length: int) -> int:
    passed = 0
    while passed < length and (piece := stream.read(min(_PIECE, length - passed))):
        passed += len(piece)
    return passed


def _read_record(data: bytes, source: Source, number: int) -> Report | Reject | None:
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415 - few inputs need it
    from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415

    if not data:
        return None
    try:
        record = next(iter(ArchiveIterator(io.BytesIO(data))), None)
        if record is None or not _is_page(record):
            return None
        body: bytes = record.content_stream().read()
    except (ArchiveLoadFailed, OSError, ValueError, EOFError, KeyError, AttributeError, TypeError) as error:
        return source.reject("warc", f"record {number} cannot be read ({type(error).__name__}: {error})", number)
    url = record.rec_headers.get_header("WARC-Target-URI")
    stamp = record.rec_headers.get_header("WARC-Date")
    charset = re.search(r"charset=[\"']?([\w-]{2,40})", record.http_headers.get_header("Content-Type") or "", re.IGNORECASE)
    return accept_page(
        body,
        source,
        number,
        id=url or source.at(number),
        url=url,
        retrieved=read_day(stamp) if stamp else None,
        charset=charset[1] if charset else None,
    )


def _is_page(record: Any) -> bool:
    if record.http_headers is None or record.http_headers.get_statuscode() not in ("200", "203"):
        return False
    kind = (record.http_headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
    return kind in _HTML

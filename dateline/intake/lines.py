"""Lines of text from a stream that may be in any encoding and of any length."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from typing import BinaryIO, cast

from dateline.intake.accept import BYTES_A_CHARACTER
from dateline.intake.compression import Unpacked
from dateline.intake.decode import Decoded, decode, wide_encoding
from dateline.intake.source import Source
from dateline.intake.streams import HEAD, lines_up_to, look
from dateline.records import Reject

_OTHER_FIELDS = 65_536  # bytes of a record beside its text
_UTF8 = ("utf-8", "utf-8-sig")


def read_lines(stream: BinaryIO, source: Source) -> Iterator[tuple[int, str | Reject]]:
    """Number and text of every line, newline included, or a reject for a line that is too long or no text.

    Lines are UTF-8 or UTF-16; a line that is neither is in the legacy encoding that the file's beginning and the first such line look
    like, and one note says so.
    """
    head, stream = look(stream)
    if wide := wide_encoding(head):
        source.options.note(f"{source.name}: read as {wide}")
        stream = _as_utf8(stream, wide)
    legacy = _Legacy(head, source)
    for number, line in enumerate(lines_up_to(stream, source.options.max_chars * BYTES_A_CHARACTER + _OTHER_FIELDS), 1):
        if line is None:
            yield number, source.too_large(number)
            continue
        try:
            yield number, line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            yield number, legacy.read(line, number)


def read_pieces(stream: BinaryIO, source: Source) -> Iterator[str]:
    """The stream's text, piece by piece, for formats that lines mean nothing to; broken places are U+FFFD."""
    head, stream = look(stream)
    guess = decode(head[: head.rfind(b"\n") + 1] or head)
    encoding = wide_encoding(head) or ("utf-8-sig" if guess.reason or guess.encoding in _UTF8 else guess.encoding)
    if encoding not in _UTF8:
        source.options.note(f"{source.name}: read as {encoding}")
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    while data := stream.read(HEAD):
        yield decoder.decode(data).removeprefix("\ufeff")
    yield decoder.decode(b"", final=True)


class _Legacy:
    """Lines that are not UTF-8."""

    def __init__(self, head: bytes, source: Source) -> None:
        self._head = head
        self._source = source
        self._encoding: str | None = None

    def read(self, line: bytes, number: int) -> str | Reject:
        if self._encoding:
            try:
                return line.decode(self._encoding)
            except UnicodeDecodeError:
                pass
        else:
            guess = decode(self._head[: self._head.rfind(b"\n") + 1] + line[:HEAD])
            if not guess.reason and guess.encoding not in _UTF8 and _reads(line, guess.encoding):
                self._encoding = guess.encoding
                self._source.options.note(f"{self._source.at(number)}: not UTF-8, read as {guess.encoding}, as are other such lines")
                return line.decode(guess.encoding)
        decoded: Decoded = decode(line)
        if decoded.reason:
            return self._source.reject(decoded.reason, decoded.detail, number)
        self._source.options.note(f"{self._source.at(number)}: {decoded.note}")
        return decoded.text


def _reads(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _as_utf8(stream: BinaryIO, encoding: str) -> BinaryIO:
    # The byte order mark says which of the two it is and is no character of the first line.
    decoder = codecs.getincrementaldecoder(encoding)("replace")

    def pieces() -> Iterator[bytes]:
        while data := stream.read(HEAD):
            yield decoder.decode(data).encode("utf-8", "replace")
        yield decoder.decode(b"", final=True).encode("utf-8", "replace")

    return cast("BinaryIO", io.BufferedReader(Unpacked(piece for piece in pieces() if piece)))

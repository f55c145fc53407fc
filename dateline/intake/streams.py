"""Byte streams that can be looked into before they are read, and lines of them."""

from __future__ import annotations

import contextlib
import io
import shutil
import tempfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, cast

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

HEAD = 1 << 16  # bytes that tell a format
_IN_MEMORY = 1 << 25  # bytes of a pipe that needs random access; more go to a temporary file
_PASS = 1 << 20


class _Joined(io.RawIOBase):
    """Bytes already taken from a stream, and the rest of it."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = memoryview(head)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        if self._head:
            taken = self._head[: len(view)]
            self._head = self._head[len(taken) :]
        else:
            taken = memoryview(_read_some(self._rest, len(view)))
        view[: len(taken)] = taken
        return len(taken)


def _read_some(stream: BinaryIO, most: int) -> bytes:
    """At least one byte where there is one: a live pipe must not be waited for."""
    some = getattr(stream, "read1", stream.read)(most)
    return bytes(some or b"")


def look(stream: BinaryIO, most: int = HEAD) -> tuple[bytes, BinaryIO]:
    """The first bytes of a stream, and a stream that still has them: a pipe's first line, or up to `most` bytes of a file."""
    if stream.seekable():
        at = stream.tell()
        head = stream.read(most)
        stream.seek(at)
        return head, stream
    head = b""
    while len(head) < most and b"\n" not in head:
        some = _read_some(stream, most - len(head))
        if not some:
            break
        head += some
    return head, cast("BinaryIO", io.BufferedReader(_Joined(head, stream)))


@contextlib.contextmanager
def random_access(stream: BinaryIO) -> Iterator[BinaryIO]:
    """The stream itself where it can seek, else a temporary copy of what is left of it. Raises `OSError` where the disk is full."""
    if stream.seekable():
        yield stream
        return
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as copy:
        shutil.copyfileobj(stream, copy)
        copy.seek(0)
        yield cast("BinaryIO", copy)


def lines_up_to(stream: BinaryIO, limit: int) -> Iterator[bytes | None]:
    """The stream's lines with their newlines; None for one of more than `limit` bytes, which is passed over without being held."""
    while line := stream.readline(limit):
        if len(line) < limit or line.endswith(b"\n"):
            yield line
            continue
        while (rest := stream.readline(_PASS)) and not rest.endswith(b"\n"):
            pass
        yield None

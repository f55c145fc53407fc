"""Profiles one behind the other in a file, read by offset: a table would read a whole row group for each."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import msgspec

from dateline.fuse.profile import Profile

_decode = msgspec.msgpack.Decoder(Profile).decode


class ProfileFile:
    """A file that only grows. What lies behind the end that the index knows was left by a kill."""

    def __init__(self, path: Path) -> None:
        """Opens the file, makes it where it is missing."""
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        self.end = os.fstat(self._handle).st_size

    def cut(self, end: int) -> None:
        """Drops what lies behind this end. Raises `ValueError` where the file is shorter."""
        if self.end < end:
            raise ValueError("profiles are missing")
        os.ftruncate(self._handle, end)
        self.end = end

    def append(self, packed: Sequence[bytes]) -> list[tuple[int, int]]:
        """Writes these behind the end, safely on disk; returns where each begins and its size in bytes."""
        places = []
        at = self.end
        for data in packed:
            places.append((at, len(data)))
            at += len(data)
        data, start = b"".join(packed), self.end
        while data:
            written = os.pwrite(self._handle, data, start)
            data, start = data[written:], start + written
        os.fdatasync(self._handle)
        self.end = at
        return places

    def read(self, at: int, size: int) -> bytes:
        """The bytes of one profile."""
        return os.pread(self._handle, size, at)

    def profile(self, at: int, size: int) -> Profile:
        """One profile."""
        return _decode(self.read(at, size))

    def close(self) -> None:
        """Closes the file."""
        os.close(self._handle)

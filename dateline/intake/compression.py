"""Compressed streams: gzip, Zstandard, bzip2, xz, told by their first bytes, read piece by piece."""

from __future__ import annotations

import bz2
import io
import lzma
import zlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, BinaryIO, Protocol

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_BLOCK = 1 << 16  # compressed bytes taken at a time
_PIECE = 1 << 18  # decompressed bytes given at a time
_ZSTD_PIECE = 4096  # its reader loses the piece in which the file breaks off, so pieces are small
# News compresses 3 to 20 times. What unpacks to more than this, by more than this factor, is a bomb.
_BOMB_BYTES, _BOMB_RATIO = 1 << 28, 200
_SUFFIXES = (".gz", ".zst", ".zstd", ".bz2", ".xz")
_MAGIC = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd", b"BZh": "bzip2", b"\xfd7zXZ\0": "xz"}


class Broken(Exception):
    """The stream cannot be read on: `reason` is the reject reason, its text what happened."""

    def __init__(self, reason: str, detail: str) -> None:
        """Keep both."""
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


class _Unit(Protocol):
    """One compressed member, as `bz2` and `lzma` have it."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


class _Inflater:
    """`zlib`'s decompressor with the interface of the others."""

    def __init__(self) -> None:
        self._unit = zlib.decompressobj(wbits=31)

    @property
    def eof(self) -> bool:
        return self._unit.eof

    @property
    def needs_input(self) -> bool:
        return not self._unit.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._unit.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        return self._unit.decompress(self._unit.unconsumed_tail + data, max(max_length, 0))


_UNITS: dict[str, Callable[[], _Unit]] = {"gzip": _Inflater, "bzip2": bz2.BZ2Decompressor, "xz": lzma.LZMADecompressor}


def compression_of(head: bytes) -> str | None:
    """The compression of a stream that begins with these bytes: gzip, zstd, bzip2, xz or None."""
    return next((name for magic, name in _MAGIC.items() if head.startswith(magic)), None)


def without_suffix(name: str) -> str:
    """The file name without `.gz` and the like: the rest tells the format."""
    return name[: -len(found)] if (found := next((s for s in _SUFFIXES if name.lower().endswith(s)), "")) else name


class Unpacked(io.RawIOBase):
    """A stream of pieces that ends without an error where its source breaks off; `broken` then says why."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        """Read these pieces, which may raise `Broken`."""
        self._pieces = pieces
        self._rest = memoryview(b"")
        self.broken: Broken | None = None

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill the buffer; 0 at the end."""
        while not self._rest:
            try:
                self._rest = memoryview(next(self._pieces))
            except StopIteration:
                return 0
            except Broken as error:
                self.broken = error
                self._pieces = iter(())
        view = memoryview(buffer).cast("B")
        taken = self._rest[: len(view)]
        self._rest = self._rest[len(taken) :]
        view[: len(taken)] = taken
        return len(taken)


def unpack(stream: BinaryIO, compression: str, block: int = _BLOCK) -> Unpacked:
    """The decompressed stream; `block` compressed bytes are taken at a time."""
    counted = _Counted(stream, block)
    pieces = _zstd(counted) if compression == "zstd" else _members(counted, compression)
    return Unpacked(without_bombs(pieces, lambda: counted.taken))


def without_bombs(pieces: Iterator[bytes], packed: Callable[[], int]) -> Iterator[bytes]:
    """The pieces, until they are out of all proportion to the compressed bytes taken so far. Raises `Broken`."""
    given = 0
    for piece in pieces:
        given += len(piece)
        if given > _BOMB_BYTES and given > _BOMB_RATIO * packed():
            raise Broken("too_large", f"unpacks to more than {_BOMB_RATIO} times its size, as only a zip bomb does; unpack and check it")
        yield piece


class _Counted(io.RawIOBase):
    """A stream that knows how many bytes were taken."""

    def __init__(self, stream: BinaryIO, block: int) -> None:
        self._stream = stream
        self._block = block
        self.taken = 0

    def readable(self) -> bool:
        return True

    def read(self, most: int = -1) -> bytes:
        # `read1` takes what a live pipe has; `read` would wait for more.
        data: bytes = getattr(self._stream, "read1", self._stream.read)(self._block if most < 0 else min(most, self._block))
        self.taken += len(data)
        return data


def _members(stream: _Counted, compression: str) -> Iterator[bytes]:
    """Several members one after the other are one stream; zeros behind the last are padding."""
    data = stream.read()
    first = True
    while data:
        if not first and not (data := data.lstrip(b"\0")):
            data = stream.read()
            continue
        unit = _UNITS[compression]()
        try:
            while not unit.eof:
                if unit.needs_input and not data:
                    raise Broken("truncated", f"the {compression} data end too early; what was there was read")
                piece = unit.decompress(data, _PIECE)
                data = b""
                if piece:
                    yield piece
                if unit.needs_input and not unit.eof:
                    data = stream.read()
        except (zlib.error, OSError, EOFError, lzma.LZMAError) as error:
            raise Broken("damaged", f"the {compression} data are damaged ({error}); what stood before was read") from None
        data = unit.unused_data or stream.read()
        first = False


def _zstd(stream: _Counted) -> Iterator[bytes]:
    import pyarrow as pa  # noqa: PLC0415 - heavy, and few inputs need it

    try:
        unpacked = pa.CompressedInputStream(pa.PythonFile(stream, mode="r"), "zstd")
        while piece := unpacked.read(_ZSTD_PIECE):
            yield piece
    except (OSError, pa.ArrowException) as error:
        cut = "runcated" in str(error)
        detail = (
            "the zstd data end too early; what was there was read" if cut else f"the zstd data are damaged ({error}); the rest was read"
        )
        raise Broken("truncated" if cut else "damaged", detail) from None

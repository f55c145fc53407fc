"""Zip archives: their members, one after the other, each as a stream; of a broken archive those that are still whole."""

from __future__ import annotations

import dataclasses
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

from dateline.intake.compression import Broken, Unpacked, without_bombs
from dateline.intake.paths import is_asset, is_hidden
from dateline.intake.streams import random_access

_MAGIC = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_PIECE = 1 << 16
_ENCRYPTED, _SIZES_BEHIND, _UTF8 = 0x1, 0x8, 0x800  # flags of a member
_HEADER = struct.Struct("<4s5H3L2H")  # APPNOTE.TXT 6.3.10, section 4.3.7
# A member that tells that the archive is one document.
_DOCUMENTS = {
    "[Content_Types].xml": "an Office document",
    "mimetype": "an OpenDocument file or e-book",
    "META-INF/MANIFEST.MF": "a Java archive",
}


@dataclasses.dataclass(frozen=True)
class Member:
    """One member: its name in the archive and its bytes, or what keeps it from being read."""

    name: str
    stream: BinaryIO | None = None
    unpacked: Unpacked | None = None
    broken: Broken | None = None


def is_zip(head: bytes) -> bool:
    """Whether a stream that begins with these bytes is a zip archive."""
    return head.startswith(_MAGIC)


def read_members(stream: BinaryIO) -> Iterator[Member]:
    """The archive's members in their order; folders, hidden members and page assets are left out.

    The stream of a member holds until the next is asked for. Raises `Broken` for what concerns the whole archive, which may come after
    the members that could be read. Raises `OSError`.
    """
    with random_access(stream) as whole:
        try:
            archive = zipfile.ZipFile(whole)
        except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, EOFError):
            whole.seek(0)
            yield from _salvaged(whole)
            return
        with archive:
            for known in _DOCUMENTS:
                if known in archive.NameToInfo:
                    _refuse_document(known)
            for info in archive.infolist():
                if not info.is_dir() and _is_wanted(info.filename):
                    yield _open(archive, info)


def _refuse_document(name: str) -> None:
    if name in _DOCUMENTS:
        raise Broken("binary", f"is {_DOCUMENTS[name]}; save it as text")


def _is_wanted(name: str) -> bool:
    return not is_hidden(name) and not is_asset(name)


def _open(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Member:
    try:
        opened = archive.open(info)
    except RuntimeError:
        return Member(info.filename, broken=Broken("encrypted", "is encrypted; unpack the archive with its password"))
    except NotImplementedError as error:
        return Member(info.filename, broken=Broken("damaged", f"cannot be unpacked ({error}); unpack the archive with another tool"))
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, struct.error) as error:
        return Member(info.filename, broken=Broken("damaged", f"the archive is damaged here ({error})"))
    unpacked = Unpacked(without_bombs(_pieces(opened), lambda: info.compress_size))
    return Member(info.filename, cast("BinaryIO", io.BufferedReader(unpacked)), unpacked)


def _pieces(opened: object) -> Iterator[bytes]:
    stream = cast("BinaryIO", opened)
    with stream:
        try:
            while piece := stream.read(_PIECE):
                yield piece
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, struct.error) as error:
            raise Broken("damaged", f"the archive is damaged here ({error or 'it ends too early'}); what stood before was read") from None


def _salvaged(stream: BinaryIO) -> Iterator[Member]:
    """Without the directory at the archive's end, as of one that was cut off: the members from the front, by their own headers."""
    while len(header := stream.read(_HEADER.size)) == _HEADER.size and header.startswith(_MAGIC[0]):
        _, _, flags, method, _, _, crc, packed, _, name_length, extra_length = _HEADER.unpack(header)
        raw = stream.read(name_length)
        _refuse_document(raw.decode("ascii", "replace"))
        stream.seek(extra_length, io.SEEK_CUR)
        name = raw.decode("utf-8" if flags & _UTF8 else "cp437", "replace")
        start = stream.tell()
        sized = not flags & _SIZES_BEHIND
        if flags & _ENCRYPTED or method not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or (not sized and method == zipfile.ZIP_STORED):
            break
        if not name.endswith("/") and _is_wanted(name):
            inflated = _Salvage(
                stream, deflated=method == zipfile.ZIP_DEFLATED, packed=packed if sized else None, crc=crc if sized else None
            )
            unpacked = Unpacked(without_bombs(inflated.pieces(), lambda one=inflated: one.taken))  # type: ignore[misc]
            yield Member(name, cast("BinaryIO", io.BufferedReader(unpacked)), unpacked)
            for _ in inflated.rest():  # what the reader left
                pass
            if inflated.broken:
                break
            end = start + inflated.taken
        elif sized:
            end = start + packed
        else:
            break
        stream.seek(end)
        if not sized:
            _pass_descriptor(stream)
    raise Broken("truncated", "the zip archive is cut off or damaged; the members from its front were read, as far as they are whole")


class _Salvage:
    """The bytes of one member of an archive without a directory."""

    def __init__(self, stream: BinaryIO, *, deflated: bool, packed: int | None, crc: int | None) -> None:
        self._stream = stream
        self._unit = zlib.decompressobj(wbits=-15) if deflated else None
        self._left = packed
        self._crc = crc
        self._found = 0
        self._source = self._read()
        self.taken = 0
        self.broken = False

    def pieces(self) -> Iterator[bytes]:
        return self._source

    def rest(self) -> Iterator[bytes]:
        try:
            yield from self._source
        except Broken:
            self.broken = True

    def _read(self) -> Iterator[bytes]:
        try:
            for piece in self._plain() if self._unit is None else self._inflated(self._unit):
                self._found = zlib.crc32(piece, self._found)
                yield piece
        except zlib.error as error:
            self._stop(f"the archive is damaged here ({error}); what stood before was read", "damaged")
        if self._crc is not None and self._found != self._crc:
            self._stop("the archive is damaged here (its check sum differs); what stood before was read", "damaged")

    def _plain(self) -> Iterator[bytes]:
        while self._left is not None and self.taken < self._left:
            piece = self._stream.read(min(_PIECE, self._left - self.taken))
            self.taken += len(piece)
            if not piece:
                self._stop()
            yield piece

    def _inflated(self, unit: zlib._Decompress) -> Iterator[bytes]:
        while not unit.eof:
            data = unit.unconsumed_tail
            if not data:
                data = self._stream.read(_PIECE)
                self.taken += len(data)
                if not data:
                    self._stop()
            yield unit.decompress(data, 4 * _PIECE)
        self.taken -= len(unit.unused_data)

    def _stop(self, detail: str = "the archive ends here; what was there was read", reason: str = "truncated") -> None:
        self.broken = True
        raise Broken(reason, detail)


def _pass_descriptor(stream: BinaryIO) -> None:
    """Past the sizes behind a member: 12 bytes, 20 in a zip64 archive, with or without a signature; the next header tells which."""
    at = stream.tell()
    behind = stream.read(24 + 4)
    for length in (16, 12, 24, 20):
        if behind[length : length + 2] == b"PK":
            stream.seek(at + length)
            return
    stream.seek(0, io.SEEK_END)

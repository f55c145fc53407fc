"""Paths to reports: every input becomes reports, or rejects that say why not."""

from __future__ import annotations

import dataclasses
import datetime
import glob
import io
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast
from urllib.parse import urlsplit

from dateline.intake.accept import PAGE_BYTES_A_CHARACTER
from dateline.intake.archives import is_zip, read_members
from dateline.intake.compression import Broken, Unpacked, compression_of, unpack, without_suffix
from dateline.intake.fetch import Fetched, FetchError, fetch, is_url
from dateline.intake.formats import Format, format_of, sniff
from dateline.intake.paths import find_files
from dateline.intake.source import STDIN, InputFormat, Options, Source
from dateline.intake.streams import look
from dateline.records import Reject, Report

_DEEPEST = 3  # compressions and archives inside each other
_HALF = ("json", "empty", "encoding", "csv", "truncated")  # reasons for which a record cut in half is rejected

__all__ = ["STDIN", "InputFormat", "Options", "read_fetched", "read_inputs"]


def read_inputs(paths: Iterable[str | Path], options: Options | None = None, *, stdin: BinaryIO | None = None) -> Iterator[Report | Reject]:
    """The reports of these files, folders (all files below, sorted, but hidden ones), patterns, addresses, and standard input for `-`.

    A report's id is the record's own, else the path as given, with the member of an archive (`archive.zip!member`); a record without an
    id, and a text from standard input, has its text's hash. What cannot be read comes as a `Reject` in its place; nothing raises.
    """
    options = options or Options()
    for path in paths:
        if str(path) == STDIN:
            source = Source(STDIN, options)
            yield from _guarded(_read_stream(stdin or sys.stdin.buffer, source, ""), source)
            continue
        if is_url(str(path)):
            source = Source(str(path), options)
            yield from _guarded(_read_url(source), source)
            continue
        for file, error in find_files(path):
            source = Source(_printable(file), options)
            yield from (_unreadable(source, error),) if error else _guarded(_read_file(file, source), source)


def _printable(path: Path) -> str:
    """The path as text, though its name be no UTF-8."""
    return os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")


def _read_file(path: Path, source: Source) -> Iterator[Report | Reject]:
    with path.open("rb") as stream:
        yield from _read_stream(stream, source, path.name)


def _read_url(source: Source) -> Iterator[Report | Reject]:
    try:
        found = fetch(source.name, most=source.options.max_chars * PAGE_BYTES_A_CHARACTER)
    except FetchError as error:
        yield source.reject("unreadable", str(error))
        return
    yield from _read_fetched(found, source)


def read_fetched(name: str, found: Fetched, options: Options | None = None) -> Iterator[Report | Reject]:
    """The reports of a document that was fetched from the address `name`. Nothing raises."""
    source = Source(name, options or Options())
    yield from _guarded(_read_fetched(found, source), source)


def _read_fetched(found: Fetched, source: Source) -> Iterator[Report | Reject]:
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    fetched = dataclasses.replace(source, url=found.url, retrieved=today)
    yield from _read_stream(io.BytesIO(found.data or b""), fetched, urlsplit(found.url).path)


def _guarded(items: Iterator[Report | Reject], source: Source) -> Iterator[Report | Reject]:
    try:
        yield from items
    except OSError as error:
        yield _unreadable(source, error)
    except ValueError as error:  # a NUL in the name
        yield source.reject("unreadable", f"is no file name ({error})")


def _unreadable(source: Source, error: OSError) -> Reject:
    why = {FileNotFoundError: "does not exist; check the path", PermissionError: "may not be read; check its permissions"}
    if glob.has_magic(source.name) and isinstance(error, FileNotFoundError):
        return source.reject("unreadable", "no file fits this pattern; check it")
    return source.reject("unreadable", why.get(type(error), f"cannot be read: {error.strerror or error}"))


def _read_stream(stream: BinaryIO, source: Source, name: str, depth: int = 0) -> Iterator[Report | Reject]:
    """Reads one input, unpacked if need be, in the format that the options, its name or its first bytes say."""
    head, stream = look(stream)
    compression = compression_of(head)
    if compression or is_zip(head):
        if depth >= _DEEPEST:
            yield source.reject("binary", "is an archive in an archive in an archive; unpack it")
        elif compression:
            unpacked = unpack(stream, compression)
            inner = cast("BinaryIO", io.BufferedReader(unpacked))
            yield from _until_broken(_read_stream(inner, source, without_suffix(name), depth + 1), unpacked, source)
        else:
            yield from _read_archive(stream, source, depth)
        return
    kind = format_of(PurePosixPath(name).suffix, source.options) or sniff(head)
    yield from _read_records(kind, stream, source)


def _read_archive(stream: BinaryIO, source: Source, depth: int) -> Iterator[Report | Reject]:
    held = 0
    try:
        for member in read_members(stream):
            held += 1
            inside = source.member(member.name)
            if member.broken:
                yield inside.reject(member.broken.reason, member.broken.detail)
            elif member.stream and member.unpacked:
                items = _read_stream(member.stream, inside, member.name, depth + 1)
                yield from _until_broken(items, member.unpacked, inside)
    except Broken as error:
        yield source.reject(error.reason, error.detail)
        return
    if not held:
        yield source.reject("empty", "the archive holds no files that could be reports")


def _until_broken(items: Iterator[Report | Reject], unpacked: Unpacked, source: Source) -> Iterator[Report | Reject]:
    """The items, and where the stream broke off a reject that says so, in place of one of the half record before the break."""
    last: Report | Reject | None = None
    for item in items:
        if last is not None:
            yield last
        last = item
    broken = unpacked.broken
    if last is not None and not (broken and isinstance(last, Reject) and last.reason in _HALF):
        yield last
    if broken:
        yield source.reject(broken.reason, broken.detail)


def _read_records(kind: Format, stream: BinaryIO, source: Source) -> Iterator[Report | Reject]:
    try:
        yield from kind.read(stream, source)
    except OSError:
        raise
    except MemoryError:
        yield source.reject("too_large", "does not fit into memory; split it")
    except Exception as error:  # noqa: BLE001 - a parser's own fault on odd bytes must not end a run over a million files
        yield source.reject("damaged", f"the {kind.name} reader failed ({type(error).__name__}: {error}); check the file")

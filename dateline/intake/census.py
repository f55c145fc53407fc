"""How many reports the inputs hold, for a progress bar: an estimate from a quick look at each file."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, cast

from dateline.intake import parquet
from dateline.intake.archives import is_zip
from dateline.intake.compression import compression_of, unpack, without_suffix
from dateline.intake.formats import format_of, sniff
from dateline.intake.paths import find_files, is_asset, is_hidden
from dateline.intake.source import STDIN, Options
from dateline.intake.streams import look

_LOOK = 1 << 20  # bytes, unpacked, that are looked at
_BLOCK = 4096  # compressed bytes taken at a time: those taken tell how many records the rest holds
_MANY = 2000  # files that are opened; behind these the mean of what was found stands for the others


def count_inputs(paths: Iterable[str | Path], options: Options | None = None) -> int | None:
    """About how many reports the inputs hold; None where standard input, a pipe or a format that tells nothing cheaply is among them."""
    options = options or Options()
    files = looked = 0
    total = 0.0
    for path in paths:
        if str(path) == STDIN:
            return None
        for file, error in find_files(path):
            files += 1
            if looked < _MANY:
                looked += 1
                try:
                    found = 1.0 if error else _count(file, options)
                except (OSError, ValueError):
                    found = 1.0
                if found is None:
                    return None
                total += found
    return round(total * files / looked) if looked else 0


def _count(file: Path, options: Options) -> float | None:
    status = file.stat()
    if not stat.S_ISREG(status.st_mode):
        return None
    kind = format_of(file.suffix, options)
    if kind and not kind.count and kind.name != "parquet":
        return 1
    with file.open("rb") as stream:
        head, _ = look(cast("BinaryIO", stream), 512)
        if is_zip(head):
            return _count_zip(file, options)
        if not (compression := compression_of(head)):
            return _count_stream(cast("BinaryIO", stream), file.name, status.st_size, options, str(file))
        inner = cast("BinaryIO", io.BufferedReader(unpack(cast("BinaryIO", stream), compression, _BLOCK)))
        return _count_stream(inner, without_suffix(file.name), status.st_size, options, None, packed=stream)


def _count_stream(
    stream: BinaryIO, name: str, size: int, options: Options, path: str | None, packed: io.BufferedReader | None = None
) -> float | None:
    """Records of the first bytes, times what part of the whole (`size`, compressed where `packed` is) they are."""
    data = stream.read(_LOOK)
    kind = format_of(Path(name).suffix, options) or sniff(data[:65536])
    if kind.name == "parquet":
        return None if path is None else parquet.row_count(path)
    if not kind.count:
        return 1
    found = kind.count(data)
    if len(data) < _LOOK:
        return max(found + (not data.endswith(b"\n") and kind.name == "jsonl"), 1)
    taken = packed.tell() if packed else len(data)
    return max(found * size / max(taken, 1), 1)


def _count_zip(file: Path, options: Options) -> float | None:
    """The members, each one report unless it is of a format with many: of these the first tells how many bytes a record has."""
    found, rate = 0.0, 0.0
    try:
        with zipfile.ZipFile(file) as archive:
            for info in archive.infolist():
                if info.is_dir() or is_hidden(info.filename) or is_asset(info.filename):
                    continue
                kind = format_of(Path(without_suffix(info.filename)).suffix, options)
                if not kind or not kind.count:
                    found += 1
                    continue
                if not rate:
                    with archive.open(info) as member:
                        data = member.read(_LOOK)
                    rate = max(kind.count(data), 1) / max(len(data), 1)
                found += max(info.file_size * rate, 1)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError):
        return None
    return found

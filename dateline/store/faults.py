"""Turns what the table libraries raise into one clear `StoreError`."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import duckdb
import msgspec
import pyarrow as pa
from deltalake.exceptions import DeltaError

from dateline.errors import StoreError

_KNOWN = (
    ("No space left", "the disk is full; free some space and run the same command again"),
    ("Disk quota", "the disk quota is used up; free some space and run the same command again"),
    ("File too large", "a file may not grow so large here; check the limits and run the same command again"),
    ("Permission denied", "may not be written; check the folder's permissions"),
    ("Read-only file system", "lies on a read-only file system"),
)


@contextlib.contextmanager
def store_errors(folder: Path) -> Iterator[None]:
    """Raises `StoreError` with the folder's name and what to do, for anything the disk or the tables bring up."""
    try:
        yield
    except (DeltaError, OSError, pa.ArrowException, duckdb.Error, msgspec.ValidationError) as error:
        if isinstance(error, BrokenPipeError):
            raise
        words = str(error)
        advice = next((text for sign, text in _KNOWN if sign in words), None)
        raise StoreError(f"{folder}: {advice or f'the store cannot be used ({_first_line(words)})'}") from error


def _first_line(words: str) -> str:
    return (words.strip().splitlines() or ["no reason given"])[0][:300]

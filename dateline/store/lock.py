"""One writer at a time: advisory locks that the operating system drops with their process, however that ends.

A run holds the store's lock for hours, and a person who decides on an event must not wait for it. So the table of decisions, which runs
only read, has a lock of its own that is held for milliseconds.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from dateline.errors import StoreError, StoreLocked

_PAUSE = 0.2  # seconds between two tries
_SHORT_PAUSE = 0.005
_LONG_WAIT = 2.0  # seconds for the decisions' lock until the person is told


def _silent(message: str) -> None:
    """Drops a message."""


@contextlib.contextmanager
def write_lock(folder: Path, *, wait: bool = True, say: Callable[[str], None] = _silent) -> Iterator[None]:
    """Holds the store's write lock. `say` gets one line if it has to wait for another run.

    Raises `StoreLocked` with `wait=False` where another process holds it, `StoreError` where the lock file cannot be written.
    """
    with _held(folder, folder / ".lock", say if wait else None, _PAUSE, 0.0):
        yield


@contextlib.contextmanager
def decisions_lock(folder: Path, *, say: Callable[[str], None] = _silent) -> Iterator[None]:
    """Holds the lock of the table of decisions; whoever holds the write lock may take it too, never the other way round."""
    with _held(folder, folder / ".decisions.lock", say, _SHORT_PAUSE, _LONG_WAIT):
        yield


@contextlib.contextmanager
def _held(folder: Path, path: Path, say: Callable[[str], None] | None, pause: float, patience: float) -> Iterator[None]:
    """Holds the lock of this file. `say` of None: does not wait; it is told after `patience` seconds."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be written ({error.strerror}); check the folder's permissions") from error
    try:
        told, begun = False, time.monotonic()
        while not _try_lock(handle, folder):
            holder = _holder(path)
            if say is None:
                raise StoreLocked(f"{folder}: {holder} is writing to it; run this again when it is done, or leave out --no-wait")
            if not told and time.monotonic() - begun >= patience:
                say(f"{folder}: {holder} is writing to it; waiting for it to end (Ctrl-C to give up)")
                told = True
            time.sleep(pause)
        os.truncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(handle)


def _try_lock(handle: int, folder: Path) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EWOULDBLOCK, errno.EACCES):
            return False
        raise StoreError(f"{folder}: its file system has no locks ({error.strerror}); keep the store on a local disk") from error
    return True


def _holder(path: Path) -> str:
    try:
        return f"another run (process {int(path.read_text())})"
    except (OSError, ValueError):
        return "another run"

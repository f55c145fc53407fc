"""One writer at a time: an advisory lock that the operating system drops with its process, however that ends."""

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


def _silent(message: str) -> None:
    """Drops a message."""


@contextlib.contextmanager
def write_lock(folder: Path, *, wait: bool = True, say: Callable[[str], None] = _silent) -> Iterator[None]:
    """Holds the store's write lock. `say` gets one line if it has to wait for another run.

    Raises `StoreLocked` with `wait=False` where another process holds it, `StoreError` where the lock file cannot be written.
    """
    path = folder / ".lock"
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be written ({error.strerror}); check the folder's permissions") from error
    try:
        told = False
        while not _try_lock(handle, folder):
            holder = _holder(path)
            if not wait:
                raise StoreLocked(f"{folder}: {holder} is writing to it; run this again when it is done, or leave out --no-wait")
            if not told:
                say(f"{folder}: {holder} is writing to it; waiting for it to end (Ctrl-C to give up)")
                told = True
            time.sleep(_PAUSE)
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

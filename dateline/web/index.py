"""Serving indexes beside a store: where they lie, which is current, and how one is brought up to date.

An index is a folder that never changes once it is whole: an update copies the newest, changes the copy, and puts it in place under the
next number. So a page keeps one version for as long as it wants, and a writer of the store is never waited for. All of it is a cache:
it may be deleted at any time, and is then made again.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import duckdb
import msgspec

from dateline.errors import StoreError
from dateline.store.faults import store_errors
from dateline.store.store import Store
from dateline.web.build import Erased, update
from dateline.web.tables import DATA, FORMAT, TEXTS, IndexWriter

_META = "index.json"
_TABLES = ("reports", "incidents", "stories")


class IndexMeta(msgspec.Struct, frozen=True):
    """What an index was made from: the coder, the form of its tables, and the versions of the store's."""

    coder: str
    format: int
    versions: dict[str, int]


class Found(msgspec.Struct, frozen=True):
    """A whole index: its folder, its number, and what it was made from."""

    folder: Path
    number: int
    meta: IndexMeta

    @property
    def there(self) -> bool:
        """Whether it has not been taken away (by a takedown)."""
        return (self.folder / _META).exists()


def _silent(message: str) -> None:
    """Drops a message."""


def store_versions(store: Store) -> dict[str, int]:
    """The versions of the tables that an index is made from; -1 for one that is not there."""
    with store_errors(store.folder):
        tables = {name: store.table(name) for name in _TABLES}
        return {name: table.version() if table else -1 for name, table in tables.items()}


def store_stamp(store: Store) -> tuple[int, ...]:
    """Something that changes whenever a table does, read at the cost of a few looks at the disk."""
    return tuple(_modified(store.folder / name / "_delta_log") for name in (*_TABLES, "decisions", "runs"))


def index_root(store: Store) -> Path:
    """Where the store's indexes lie: in its folder, or, where that cannot be written, in the user's cache."""
    return next((path for path in _roots(store) if _writable(path)), _roots(store)[-1])


def forget_reports(store: Store, keys: Sequence[str]) -> None:
    """Takes reports out of the indexes, which is to take the indexes away: a page that is being served makes its own anew at once."""
    for root in _roots(store):
        if keys and root.is_dir() and _writable(root):
            with _lock(root):  # an index that is being made right now may hold them
                for path in root.iterdir():
                    if path.is_dir():
                        shutil.rmtree(path, ignore_errors=True)


def newest(store: Store, coder: str) -> Found | None:
    """The newest whole index of the coder, of this format; None where there is none."""
    found = _whole(index_root(store) / coder)
    return found[-1] if found and found[-1].meta.format == FORMAT else None


def ensure_index(store: Store, coder: str, say: Callable[[str], None] = _silent) -> Found:
    """The coder's index, made or brought up to date with the store as it is now. One process at a time does so, others wait."""
    root = index_root(store)
    with store_errors(store.folder), _lock(root):
        folder = root / coder
        found = _whole(folder)
        versions = store_versions(store)
        wanted = IndexMeta(coder, FORMAT, versions)
        last = found[-1] if found else None
        if last and last.meta == wanted:
            return last
        number = last.number + 1 if last else 1
        base = last if last and last.meta.format == FORMAT else None
        part = folder / f"{number:08d}.part"
        try:
            _make(part, base, store, coder, say)
        except (Erased, duckdb.Error, sqlite3.Error) as error:
            if base is None:
                raise StoreError(f"{part}: the page's index cannot be made ({_first_line(error)})") from error
            _make(part, None, store, coder, say)
        (part / _META).write_bytes(msgspec.json.encode(wanted))
        whole = folder / f"{number:08d}"
        part.rename(whole)
        for old in found:
            shutil.rmtree(old.folder, ignore_errors=True)
        return Found(whole, number, wanted)


def _make(part: Path, base: Found | None, store: Store, coder: str, say: Callable[[str], None]) -> None:
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    if base:
        for name in (DATA, TEXTS):
            shutil.copyfile(base.folder / name, part / name)
    writer = IndexWriter(part)
    try:
        update(writer, store, coder, say)
    except BaseException:
        writer.close(whole=False)
        raise
    writer.close()


def _whole(folder: Path) -> list[Found]:
    """The whole indexes in a coder's folder, oldest first; what was cut off while it was made is left out."""
    found = []
    for path in sorted(folder.glob("[0-9]*")):
        with contextlib.suppress(OSError, msgspec.DecodeError, ValueError):
            found.append(Found(path, int(path.name), msgspec.json.decode((path / _META).read_bytes(), type=IndexMeta)))
    return found


def _roots(store: Store) -> tuple[Path, Path]:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    name = hashlib.sha256(str(store.folder.resolve()).encode()).hexdigest()[:16]
    return store.folder / ".web", cache / "dateline" / "web" / name


def _writable(root: Path) -> bool:
    try:
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (root / ".lock").open("a"):
            return True
    except OSError:
        return False


@contextlib.contextmanager
def _lock(root: Path) -> Iterator[None]:
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (root / ".lock").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _modified(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]


__all__ = ["Found", "IndexMeta", "ensure_index", "forget_reports", "index_root", "newest", "store_stamp", "store_versions"]

"""Takes rows out of every version of a Delta table, in place: no file of its folder holds them afterwards, and `--as-of` still works.

Delta's own way (delete, then vacuum) would take all older versions with it. Here each data file is written again without the rows, under
its name and at its size (zeros before the Parquet footer fill it up), so that the table's log is right at every moment, a kill included;
then the row counts in the log are put right and the statistics, which may quote the rows, are dropped.
"""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pyarrow as pa
from pyarrow import compute, parquet

_BATCH_ROWS = 8192
_LEVEL = 12  # of zstd: above what the store writes at, so that fewer rows never take more room
_TAIL = 8  # bytes at the end of a Parquet file: the footer's length and PAR1

Doomed = Callable[[pa.RecordBatch], pa.Array]


@dataclasses.dataclass(frozen=True)
class Doom:
    """Which rows go: `mask` gives True for them, given a batch of these columns."""

    columns: tuple[str, ...]
    mask: Doomed


def where_in(column: str, values: frozenset[str]) -> Doom:
    """Rows whose column is one of the values."""
    wanted = pa.array(sorted(values), pa.string())
    return Doom((column,), lambda batch: compute.is_in(batch.column(column), value_set=wanted))


def where_any_in(column: str, values: frozenset[str]) -> Doom:
    """Rows whose list has one of the values."""
    wanted = pa.array(sorted(values), pa.string())

    def mask(batch: pa.RecordBatch) -> pa.Array:
        lists = batch.column(column)
        hits = compute.is_in(compute.list_flatten(lists), value_set=wanted)
        rows = compute.unique(compute.filter(compute.list_parent_indices(lists), hits))
        return compute.is_in(pa.array(range(len(lists)), rows.type), value_set=rows)

    return Doom((column,), mask)


def erase(folder: Path, dooms: list[Doom]) -> int:
    """Takes the doomed rows out of all files of a table's folder, whatever version they belong to. Returns how many rows there were.

    Files that no version names (what a killed write left) are deleted. Run again after a kill, it ends what was begun. The caller holds
    the store's write lock.
    """
    log = folder / "_delta_log"
    if not log.is_dir():
        return 0
    _delete_strays(folder, log)
    gone = sum(_rewrite(path, dooms) for path in sorted(folder.glob("*.parquet")))
    _mend_log(folder, log)
    return gone


def _delete_strays(folder: Path, log: Path) -> None:
    named = {unquote(entry["path"]) for entry in _file_entries(log)}
    for path in folder.iterdir():
        if path.is_file() and path.name not in named:
            path.unlink()
    for path in {*log.glob("*.tmp"), *log.glob("*.part"), *log.glob("_commit_*")}:
        path.unlink()


def _rewrite(path: Path, dooms: list[Doom]) -> int:
    """Writes the file again without the doomed rows, if it has any; how many."""
    with parquet.ParquetFile(path) as source:
        columns = sorted({column for doom in dooms for column in doom.columns})
        gone = sum(int(compute.sum(_mask(batch, dooms)).as_py() or 0) for batch in source.iter_batches(_BATCH_ROWS, columns=columns))
        if not gone:
            return 0
        part = path.with_name(f".{path.name}.part")
        with parquet.ParquetWriter(part, source.schema_arrow, compression="zstd", compression_level=_LEVEL, store_schema=False) as target:
            for batch in source.iter_batches(_BATCH_ROWS):
                kept = batch.filter(compute.invert(_mask(batch, dooms)))
                if kept.num_rows:
                    target.write_batch(kept)
    _fill_up(part, path.stat().st_size)
    _replace(part, path)
    return gone


def _mask(batch: pa.RecordBatch, dooms: list[Doom]) -> pa.Array:
    masks = [compute.fill_null(doom.mask(batch), False) for doom in dooms]
    found = masks[0]
    for mask in masks[1:]:
        found = compute.or_(found, mask)
    return found


def _fill_up(path: Path, size: int) -> None:
    """Zeros between the last data page and the footer, which names all places from the file's start, until the file has this size."""
    missing = size - path.stat().st_size
    if missing <= 0:
        return
    with path.open("r+b") as stream:
        stream.seek(-_TAIL, os.SEEK_END)
        footer = int.from_bytes(stream.read(4), "little") + _TAIL
        stream.seek(-footer, os.SEEK_END)
        start = stream.tell()
        tail = stream.read()
        stream.seek(start)
        stream.write(bytes(missing) + tail)


def _mend_log(folder: Path, log: Path) -> None:
    """Puts sizes and row counts in the log right where they differ from the files', and drops the statistics beside them."""
    facts = {path.name: (path.stat().st_size, parquet.read_metadata(path).num_rows) for path in folder.glob("*.parquet")}
    for path in sorted(log.glob("*.json")):
        lines = _lines(path)
        mended = [_mended_line(line, facts) for line in lines]
        if mended != lines:
            part = path.with_name(f"{path.name}.part")
            part.write_bytes("\n".join([*mended, ""]).encode("utf-8"))
            _replace(part, path)
    for path in sorted(log.glob("*.checkpoint*.parquet")):
        table = parquet.read_table(path)
        rows = table.to_pylist()
        if sum(_mend(row[kind], facts) for row in rows for kind in ("add", "remove") if row.get(kind)):
            part = path.with_name(f"{path.name}.part")
            parquet.write_table(pa.Table.from_pylist(rows, schema=table.schema), part)
            _mend_hint(log / "_last_checkpoint")
            _replace(part, path)


def _mended_line(line: str, facts: dict[str, tuple[int, int]]) -> str:
    action = json.loads(line) if line.strip() else {}
    changed = [_mend(action[kind], facts) for kind in ("add", "remove") if kind in action]
    return json.dumps(action, separators=(",", ":"), ensure_ascii=False) if any(changed) else line


def _mend(entry: dict[str, Any], facts: dict[str, tuple[int, int]]) -> bool:
    """Changes one entry of the log where it is wrong of its file; whether it was."""
    size, rows = facts.get(unquote(entry["path"]), (None, None))
    stats = entry.get("stats")
    right_size = size is None or entry.get("size") in (None, size)
    right_rows = rows is None or not stats or json.loads(stats).get("numRecords") == rows
    if right_size and right_rows:
        return False
    if entry.get("size") is not None:
        entry["size"] = size
    if stats:
        entry["stats"] = json.dumps({"numRecords": rows}, separators=(",", ":"))
    if entry.get("stats_parsed") is not None:
        entry["stats_parsed"] = None
    return True


def _mend_hint(path: Path) -> None:
    """Drops the checkpoint's size in bytes, an optional hint, before the checkpoint changes."""
    if path.is_file():
        hint = json.loads(path.read_text(encoding="utf-8"))
        kept = {name: value for name, value in hint.items() if name in ("version", "size", "parts")}
        part = path.with_name(f"{path.name}.part")
        part.write_text(json.dumps(kept), encoding="utf-8")
        _replace(part, path)


def _file_entries(log: Path) -> Iterator[dict[str, Any]]:
    """All entries of the log that name a data file, of every version that the log still tells."""
    for path in log.glob("*.json"):
        for line in _lines(path):
            action = json.loads(line) if line.strip() else {}
            yield from (action[kind] for kind in ("add", "remove") if kind in action)
    for path in log.glob("*.checkpoint*.parquet"):
        table = parquet.read_table(path, columns=["add", "remove"])
        yield from (entry for name in ("add", "remove") for entry in table.column(name).to_pylist() if entry)


def _lines(path: Path) -> list[str]:
    """Lines by line feed alone: JSON may hold other characters that Python counts as line ends."""
    return path.read_bytes().decode("utf-8").removesuffix("\n").split("\n")


def _replace(part: Path, path: Path) -> None:
    """Puts the new file in the old one's place at once, with its time: Delta takes a commit's time from its file."""
    before = path.stat()
    with part.open("rb") as stream:
        os.fsync(stream.fileno())
    os.utime(part, ns=(before.st_atime_ns, before.st_mtime_ns))
    part.replace(path)

"""Takedown: a report's text and all that was found in it go out of every version of every table; a hash of it stays, so that it keeps out.

In order: tombstones and a note of what is to do; the rows of the report in all files; stories and incidents anew; what older versions of
those said; the note away. A takedown that is killed is finished by the next one, or by the next run that writes.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from deltalake import write_deltalake

from dateline.errors import StoreError
from dateline.records import Reject, Report, content_id
from dateline.store.erase import Doom, erase, where_any_in, where_in
from dateline.store.faults import store_errors
from dateline.store.lock import decisions_lock, write_lock
from dateline.store.quiet import connect
from dateline.store.schema import CHILDREN, to_arrow
from dateline.store.state import State
from dateline.store.store import Store

REASON = "forgotten"
_NOTE = ".forget.json"
_OF_REPORT = "report taken down at "  # what the detail of a report's tombstone begins with; the time stamp follows


def _silent(message: str) -> None:
    """Drops a message."""


@dataclasses.dataclass(frozen=True)
class Doomed:
    """A report that is to be forgotten: a row of `reports`, how many events it has, and how many reports share its story."""

    id: str
    key: str
    title: str | None
    published: str | None
    coders: int
    events: int
    copies: int


@dataclasses.dataclass(frozen=True)
class Forgotten:
    """What a takedown did: reports (keys) and rows that went, over all tables and versions."""

    reports: int
    rows: int


def forgotten(store: Store) -> set[str]:
    """Hashes of what was forgotten and must not come back: report keys, and `source_hash` of their ids. Ask with `is_forgotten`."""
    return {reject.source for reject in store.rejects() if reject.reason == REASON}


def forgotten_reports(store: Store) -> dict[str, str]:
    """The keys of the reports that were forgotten, to when (an ISO time stamp in UTC)."""
    found = {reject.source: reject.detail for reject in store.rejects() if reject.reason == REASON}
    return {source: detail.removeprefix(_OF_REPORT) for source, detail in found.items() if detail.startswith(_OF_REPORT)}


def is_forgotten(report: Report, hashes: set[str]) -> bool:
    """Whether this report, or another text of the same source id, was forgotten."""
    return bool(hashes) and (report.key in hashes or source_hash(report.id) in hashes)


def source_hash(source_id: str) -> str:
    """What a tombstone keeps of a report's id."""
    return content_id("source", source_id)


def find(store: Store, names: Sequence[str]) -> list[Doomed]:
    """The reports of these ids or keys, all revisions and coders, by id and key. Raises `StoreError` for a name that fits none."""
    with store_errors(store.folder), connect() as connection:
        for table in ("reports", "events", "stories"):
            connection.register(table, store.arrow(table))
        rows = connection.execute(
            """WITH named AS (SELECT DISTINCT id FROM reports WHERE list_contains($names, id) OR list_contains($names, key)),
                doomed AS (SELECT key, id, any_value(title) AS title, any_value(published) AS published, count(DISTINCT coder) AS coders
                    FROM reports WHERE id IN (SELECT id FROM named) GROUP BY key, id)
            SELECT id, key, title, published, coders,
                (SELECT count(*) FROM events e WHERE e.report_key = d.key),
                coalesce((SELECT max(len(s.reports)) - 1 FROM stories s WHERE list_contains(s.reports, d.key)), 0)
            FROM doomed d ORDER BY id, key""",
            {"names": list(names)},
        ).fetchall()
    found = [Doomed(*row) for row in rows]
    known = {name for one in found for name in (one.id, one.key)}
    gone = forgotten(store)
    missing = [name for name in names if name not in known and name not in gone and source_hash(name) not in gone]
    if missing:
        raise StoreError(
            f"{store.folder}: no report {missing[0]!r} (id or key); dateline query lists them: SELECT id, key, title FROM reports"
        )
    return found


def forget(store: Store, doomed: Iterable[Doomed], *, wait: bool = True, say: Callable[[str], None] = _silent) -> Forgotten:
    """Takes these reports out of the store, in every version of every table, and what an earlier, killed takedown left over."""
    reports = list(doomed)
    with write_lock(store.folder, wait=wait, say=say), store_errors(store.folder):
        keys = {one.key for one in reports}
        note = _read_note(store)
        todo = {
            "keys": sorted(keys | set(note["keys"])),
            "ids": sorted({one.id for one in reports} | set(note["ids"])),
            "events": sorted(_event_ids(store, keys) | set(note["events"])),
        }
        if not todo["keys"]:
            return Forgotten(0, 0)
        _write_note(store, todo)
        _add_tombstones(store, todo)
        return _finish(store, todo, say)


def finish_pending(store: Store, say: Callable[[str], None] = _silent) -> bool:
    """Ends a takedown that was killed; whether there was one. The caller holds the write lock."""
    note = _read_note(store)
    if not note["keys"]:
        return False
    say(f"{store.folder}: finishing a takedown that was cut off")
    with store_errors(store.folder):
        _add_tombstones(store, note)
        _finish(store, note, say)
    return True


def lift(store: Store, names: Sequence[str], *, wait: bool = True, say: Callable[[str], None] = _silent) -> int:
    """Takes the tombstones of these keys or ids away, so that a run may take the reports in again. Returns how many there were."""
    hashes = {*names, *(source_hash(name) for name in names)} & forgotten(store)
    if hashes:
        listed = ", ".join(f"'{_tombstone_id(one)}'" for one in sorted(hashes))
        with write_lock(store.folder, wait=wait, say=say), store_errors(store.folder):
            store.ensure_table("rejects").delete(f"id IN ({listed})")
            _read_sources_again(store)
    return len(hashes)


def _read_sources_again(store: Store) -> None:
    """Files that were read to their end are read again: the reports that were kept out are in them."""
    state = State(store.folder)
    try:
        state.forget_sources()
    finally:
        state.close()


def _finish(store: Store, todo: dict[str, list[str]], say: Callable[[str], None]) -> Forgotten:
    keys, ids, events = (frozenset(todo[name]) for name in ("keys", "ids", "events"))
    # The reports rows first: without their commit mark no reader sees what is left of the children.
    rows = erase(_folder(store, "reports"), [where_in("key", keys)])
    for name in CHILDREN:
        rows += erase(_folder(store, name), [where_in("report_key", keys)])
    with decisions_lock(store.folder):  # nobody may decide while the files are written anew
        rows += erase(_folder(store, "decisions"), [where_in("left", keys | events), where_in("right", keys | events)])
    rows += erase(_folder(store, "rejects"), [_rejects_of(ids)])
    _recompute(store, keys, say)
    for name in ("stories", "incidents"):
        rows += erase(_folder(store, name), [where_any_in("reports", keys)])
    _drop_pages(store, keys)
    (store.folder / _NOTE).unlink(missing_ok=True)
    return Forgotten(len(keys), rows)


def _rejects_of(ids: frozenset[str]) -> Doom:
    """Rejects that name a report's id as their source; tombstones have hashes there."""
    return where_in("source", ids)


def _recompute(store: Store, keys: frozenset[str], say: Callable[[str], None]) -> None:
    """Stories and incidents without these reports, and their indexes; only where a run has made them."""
    from dateline.store.incidents import update_incidents  # noqa: PLC0415 - both load the whole of `fuse`
    from dateline.store.stories import forget_reports, index_folder  # noqa: PLC0415

    if index_folder(store).exists() or _values(store, "stories", "id"):
        forget_reports(store, sorted(keys))
    for coder in sorted(_values(store, "incidents", "coder")):
        update_incidents(store, coder, say=say)


def _drop_pages(store: Store, keys: frozenset[str]) -> None:
    """The index of the local page, which a page that is being served makes anew."""
    from dateline.web.index import forget_reports  # noqa: PLC0415 - the page needs the store, and only a takedown the page

    forget_reports(store, sorted(keys))


def _values(store: Store, name: str, column: str) -> set[str]:
    with connect() as connection:
        connection.register("t", store.arrow(name))
        return {row[0] for row in connection.execute(f"SELECT DISTINCT {column} FROM t").fetchall()}


def _add_tombstones(store: Store, todo: dict[str, list[str]]) -> None:
    """A reject for each key, and for the hash of each id: another text of it, a day later, is the same report again."""
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    wanted = dict.fromkeys(todo["keys"], f"{_OF_REPORT}{now}")
    wanted |= {source_hash(one): f"id of a report taken down at {now}, as a hash" for one in todo["ids"]}
    known = forgotten(store)
    rows = [
        Reject(id=_tombstone_id(one), source=one, line=None, reason=REASON, detail=detail)
        for one, detail in sorted(wanted.items())
        if one not in known
    ]
    if rows:
        write_deltalake(store.ensure_table("rejects"), to_arrow(rows, Reject), mode="append")


def _tombstone_id(hashed: str) -> str:
    return content_id(REASON, hashed)


def _event_ids(store: Store, keys: set[str]) -> set[str]:
    with connect() as connection:
        connection.register("events", store.arrow("events"))
        rows = connection.execute(
            "SELECT DISTINCT id FROM events WHERE list_contains($keys, report_key)", {"keys": sorted(keys)}
        ).fetchall()
    return {row[0] for row in rows}


def _read_note(store: Store) -> dict[str, list[str]]:
    note: dict[str, list[str]] = {"keys": [], "ids": [], "events": []}
    with contextlib.suppress(FileNotFoundError):
        note |= json.loads((store.folder / _NOTE).read_text(encoding="utf-8"))
    return note


def _write_note(store: Store, todo: dict[str, list[str]]) -> None:
    part = store.folder / f"{_NOTE}.part"
    part.write_text(json.dumps(todo), encoding="utf-8")
    part.replace(store.folder / _NOTE)


def _folder(store: Store, name: str) -> Path:
    return store.folder / name

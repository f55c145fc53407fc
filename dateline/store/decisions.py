"""Decisions of people: on joins (one story, one incident, one entity) and on events. Nothing is ever taken out of the table.

It has a lock of its own (`decisions_lock`), so that a person never waits for a run, and two who decide at once lose nothing.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Literal

import pyarrow as pa
import pyarrow.compute
import pyarrow.dataset
from deltalake import DeltaTable, write_deltalake

from dateline.errors import InputError, StoreError
from dateline.records import Decision, content_id
from dateline.review.ledger import in_order, last_of, standing
from dateline.store.datafiles import data_files
from dateline.store.faults import store_errors
from dateline.store.lock import decisions_lock
from dateline.store.schema import TABLES, to_arrow
from dateline.store.store import Store

Kind = Literal["story", "incident", "entity"]
Verdict = Literal["same", "different", "unsure"]
EventVerdict = Literal["accept", "reject", "change"]

# Where the ids of a kind are to be found, and what they are called.
_KNOWN = {
    "story": ("reports", "key", "report key"),
    "incident": ("events", "id", "event"),
    "entity": ("entities", "id", "entity"),
    "event": ("reports", "key", "report key"),
}
_SMALL = 32 << 10  # bytes of a small file of the table
_MANY = 32  # small files from which they are joined


def _silent(message: str) -> None:
    """Drops a message."""


def record_decision(
    store: Store,
    kind: Kind,
    left: str,
    right: str,
    verdict: Verdict,
    by: str,
    reason: str,
    *,
    score: float | None = None,
    say: Callable[[str], None] = _silent,
) -> Decision:
    """Writes down a person's word on a pair and returns it; the ids stand in it in sorted order. `unsure` takes all earlier words back.

    `left` and `right` are report keys (story), event ids (incident) or entity ids. Raises `InputError` for a pair of one id, an unnamed
    person or an unknown id, `StoreError` where the store cannot be written.
    """
    if left == right:
        raise InputError(f"{left}: a decision is on two different ids")
    first, second = sorted((left, right))
    with decisions_lock(store.folder, say=say), store_errors(store.folder):
        _check_ids(store, kind, (first, second))
        return _append(store, kind, first, second, verdict, by, reason, score=score)


def record_word(
    store: Store,
    event: str,
    report: str,
    verdict: EventVerdict,
    by: str,
    *,
    field: str | None = None,
    value: str | None = None,
    reason: str = "",
    say: Callable[[str], None] = _silent,
) -> Decision:
    """Writes down a person's word on an event of the report (a key) and returns it. `value` is JSON (`records.Decision`).

    The caller vouches for the event and for the value (`review.values`). Raises `InputError` for an unnamed person or an unknown report.
    """
    with decisions_lock(store.folder, say=say), store_errors(store.folder):
        _check_ids(store, "event", (report,))
        return _append(store, "event", event, report, verdict, by, reason, field=field, value=value)


def undo_last(store: Store, by: str, reason: str = "") -> tuple[Decision, Decision] | None:
    """Takes back the person's latest decision that holds. Returns it and the `undo`, or None where there is none."""
    with decisions_lock(store.folder), store_errors(store.folder):
        target = last_of(all_decisions(store), by)
        if target is None:
            return None
        return target, _append(store, target.kind, target.left, target.right, "undo", by, reason, value=target.id)


def read_decisions(store: Store, kind: Kind) -> list[Decision]:
    """The decisions on joins of a kind that hold, sorted by pair: of several on one pair the latest, `unsure` ones included."""
    latest: dict[tuple[str, str], Decision] = {}
    for one in standing(one for one in all_decisions(store) if one.kind == kind):
        latest[min(one.left, one.right), max(one.left, one.right)] = one
    return [latest[pair] for pair in sorted(latest)]


def all_decisions(store: Store) -> list[Decision]:
    """Every row of the table by time, those that were taken back and the `undo` rows included."""
    return in_order(store._records("decisions", Decision))


def _append(
    store: Store,
    kind: Literal["story", "incident", "entity", "event"],
    left: str,
    right: str,
    verdict: Literal["same", "different", "unsure", "accept", "reject", "change", "undo"],
    by: str,
    reason: str,
    *,
    score: float | None = None,
    field: str | None = None,
    value: str | None = None,
) -> Decision:
    """Adds a row. The caller holds the decisions' lock."""
    if not by.strip():
        raise InputError("a decision names who takes it: --by NAME")
    table = store.ensure_table("decisions")
    at = _moment(_latest(table))
    decision = Decision(
        id=content_id(kind, left, right, verdict, field, at), kind=kind, left=left, right=right, verdict=verdict, score=score,
        reason=reason.strip(), by=by.strip(), at=at, field=field, value=value,
    )  # fmt: skip
    # `merge`: the table of an older store gets the columns that it lacks.
    write_deltalake(table, to_arrow([decision], Decision), mode="append", schema_mode="merge")
    _compact(table)
    return decision


def _compact(table: DeltaTable) -> None:
    """Joins the table's small files where they have become many, and sums its log up: a decision is a file and an entry of the log."""
    sizes = pa.table(table.get_add_actions())["size_bytes"].to_pylist()
    if sum(size < _SMALL for size in sizes) >= _MANY:
        table.optimize.compact(target_size=2 * _SMALL, max_concurrent_tasks=1)
        table.create_checkpoint()


def _latest(table: DeltaTable) -> str | None:
    files = data_files(table)
    rows = pyarrow.dataset.dataset(files, schema=TABLES["decisions"].schema, format="parquet").to_table(columns=["at"]) if files else None
    found: str | None = pyarrow.compute.max(rows["at"]).as_py() if rows else None
    return found


def _check_ids(store: Store, kind: str, ids: tuple[str, ...]) -> None:
    table, column, words = _KNOWN[kind]
    source = store.arrow(table)
    wanted = pyarrow.dataset.field(column).isin(list(ids))
    rows = source.filter(wanted).select([column]) if isinstance(source, pa.Table) else source.to_table(columns=[column], filter=wanted)
    if missing := set(ids) - set(rows[column].to_pylist()):
        raise InputError(f"{store.folder}: no {words} {min(missing)!r}; see the ids with dateline {_command(kind)} --store {store.folder}")


def _command(kind: str) -> str:
    return {"story": "stories", "incident": "incidents", "entity": "events", "event": "events"}[kind]


def _moment(after: str | None) -> str:
    """Now, and later than the decision before, whatever the clock says."""
    now = datetime.datetime.now(datetime.UTC)
    if after:
        try:
            now = max(now, datetime.datetime.fromisoformat(after) + datetime.timedelta(microseconds=1))
        except ValueError as error:
            raise StoreError(f"table decisions: at {after!r} is no time stamp") from error
    return now.isoformat(timespec="microseconds")

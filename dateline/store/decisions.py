"""Decisions of people on joins: what is one story, one incident, one entity, and what is not. Nothing is ever taken out of the table."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Literal

from deltalake import write_deltalake

from dateline.errors import InputError, StoreError
from dateline.records import Decision, content_id
from dateline.store.faults import store_errors
from dateline.store.lock import write_lock
from dateline.store.quiet import connect
from dateline.store.schema import to_arrow
from dateline.store.store import Store

Kind = Literal["story", "incident", "entity"]
Verdict = Literal["same", "different", "unsure"]

# Where the ids of a kind are to be found, and what they are called.
_KNOWN = {"story": ("reports", "key", "report key"), "incident": ("events", "id", "event"), "entity": ("entities", "id", "entity")}


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
    wait: bool = True,
    say: Callable[[str], None] = _silent,
) -> Decision:
    """Writes down a person's word on a pair and returns it; the ids stand in it in sorted order. `unsure` takes an earlier word back.

    `left` and `right` are report keys (story), event ids (incident) or entity ids. Takes the write lock: don't call it with the lock held.
    Raises `InputError` for a pair of one id, an unnamed person or an unknown id, `StoreError` where the store cannot be written.
    """
    if left == right:
        raise InputError(f"{left}: a decision is on two different ids")
    if not by.strip():
        raise InputError("a decision names who takes it: --by NAME")
    first, second = sorted((left, right))
    with write_lock(store.folder, wait=wait, say=say), store_errors(store.folder):
        _check_ids(store, kind, (first, second))
        before = [one.at for one in _all(store) if (one.kind, one.left, one.right) == (kind, first, second)]
        at = _moment(max(before, default=None))
        decision = Decision(
            id=content_id(kind, first, second, verdict, at), kind=kind, left=first, right=second, verdict=verdict, score=score,
            reason=reason.strip(), by=by.strip(), at=at,
        )  # fmt: skip
        write_deltalake(store.ensure_table("decisions"), to_arrow([decision], Decision), mode="append")
    return decision


def read_decisions(store: Store, kind: Kind) -> list[Decision]:
    """The decisions of a kind that hold, sorted by pair: of several on one pair the latest, `unsure` ones included."""
    latest: dict[tuple[str, str], Decision] = {}
    for one in sorted(_all(store), key=lambda one: (one.at, one.id)):
        if one.kind == kind:
            latest[min(one.left, one.right), max(one.left, one.right)] = one
    return [latest[pair] for pair in sorted(latest)]


def _all(store: Store) -> list[Decision]:
    return store._records("decisions", Decision)


def _check_ids(store: Store, kind: Kind, ids: tuple[str, ...]) -> None:
    table, column, words = _KNOWN[kind]
    with connect() as connection:
        connection.register("t", store.arrow(table))
        rows = connection.execute(f"SELECT DISTINCT {column} FROM t WHERE list_contains($ids, {column})", {"ids": list(ids)}).fetchall()
    if missing := [one for one in ids if (one,) not in rows]:
        raise InputError(f"{store.folder}: no {words} {missing[0]!r}; see the ids with dateline {_command(kind)} --store {store.folder}")


def _command(kind: Kind) -> str:
    return {"story": "stories", "incident": "incidents", "entity": "events"}[kind]


def _moment(after: str | None) -> str:
    """Now, and later than the decision before, whatever the clock says."""
    now = datetime.datetime.now(datetime.UTC)
    if after:
        try:
            now = max(now, datetime.datetime.fromisoformat(after) + datetime.timedelta(microseconds=1))
        except ValueError as error:
            raise StoreError(f"table decisions: at {after!r} is no time stamp") from error
    return now.isoformat(timespec="microseconds")

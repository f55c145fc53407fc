"""Which events a reviewer is asked next."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np

from dateline.web.filters import Chosen
from dateline.web.ledger import Ledger, is_doubled

# How far the confidence is from one half, in steps of .05; within a step each reviewer has an order of their own, so that two who
# begin at the same time are asked for different events.
_ORDERS = {
    "uncertain": "floor(abs(confidence - 0.5) * 20), hash(id || $me), id",
    "new": "published DESC NULLS LAST, hash(id || $me), id",
    "disputed": "id",
}


def next_rows(
    chosen: Chosen,
    ledger: Ledger,
    own: Collection[str],
    me: str,
    order: str,
    limit: int,
    double: float,
    disputed: Collection[str],
    offset: int = 0,
) -> tuple[int, list[dict[str, Any]]]:
    """How many rows are left for the reviewer `me`, and the first of them after `offset`, which they have left for later.

    `own` are the events that they have decided on: they are never asked again. What others decided on is left out too, but for the share
    `double`. In the order `disputed` the events of that name are asked, and no others.
    """
    taken = set(own)
    if order == "disputed":
        wanted = set(disputed) - taken
        chosen.tables["asked"] = _numbers(chosen, wanted)
        where = chosen.where(more="num IN (SELECT n FROM asked)")
    else:
        taken |= {event for event, word in ledger.words.items() if word.decided and not is_doubled(event, double)}
        chosen.tables["taken"] = _numbers(chosen, taken)
        where = chosen.where(more="num NOT IN (SELECT n FROM taken)")
    total = int(chosen.value(f"SELECT count(*) FROM {chosen.table} WHERE {where}"))
    sql = f"SELECT num FROM {chosen.table} WHERE {where} ORDER BY {_ORDERS[order]} LIMIT $limit OFFSET $offset"
    nums = [row[0] for row in chosen.rows(sql, me=me, limit=limit, offset=offset)] if total else []
    # People decide on tellings: the incident's own values are of all of them.
    return total, chosen.reader.event_rows(nums) if chosen.table == "events" else chosen.reader.surest_rows(nums)


def _numbers(chosen: Chosen, events: Collection[str]) -> Any:
    """The numbers of the rows that have one of these events."""
    if not events:
        return np.zeros(0, np.int32)
    rows = chosen.reader.rows("SELECT num FROM events WHERE id IN (SELECT unnest($ids))", {"ids": sorted(events)})
    found = np.asarray([row[0] for row in rows], np.int32)
    return found if chosen.table == "events" else chosen.reader.incidents_of(found)

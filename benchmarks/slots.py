"""The slots of a matched event, each judged right, wrong, or not asked (None), by the rules of the yardstick's own scorer."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from typing import Any

from dateline.records import Event, Party

Gold = dict[str, Any]
_FIRST, _LAST = datetime.date(1900, 1, 1), datetime.date(2100, 12, 31)


def _day(text: str | None, otherwise: datetime.date) -> datetime.date:
    return datetime.date.fromisoformat(text) if text else otherwise


def date_right(event: Event, gold: Gold) -> bool:
    """Whether the days' overlap is at least half of their union; null only where the gold is null."""
    want, have = gold.get("date"), event.time
    asked, given = bool(want and any(want)), bool(have and (have.start or have.end))
    if not asked or not given:
        return asked == given
    assert want and have
    a = (_day(want[0], _FIRST), _day(want[1], _LAST))
    b = (_day(have.start, _FIRST), _day(have.end, _LAST))
    inside = (min(a[1], b[1]) - max(a[0], b[0])).days + 1
    return inside > 0 and inside / ((max(a[1], b[1]) - min(a[0], b[0])).days + 1) >= 0.5


def _place_right(event: Event, gold: Gold) -> bool:
    want = gold.get("place")
    if not want or not event.place:
        return bool(want) == bool(event.place)
    return bool(event.place.country == want["country"])


def _speaker_right(event: Event, gold: Gold) -> bool:
    want = gold.get("speaker")
    if not want or not event.speaker:
        return bool(want) == bool(event.speaker)
    return any(p.start < want[1] and want[0] < p.end for p in event.speaker)


def _first(parties: Sequence[Party], field: str) -> str | None:
    entity = parties[0].entity if parties else None
    return getattr(entity, field) or None if entity else None


def _party(role: str, field: str) -> Callable[[Event, Gold], bool | None]:
    def judge(event: Event, gold: Gold) -> bool | None:
        return _first(getattr(event, role), field) == (gold.get(f"{role}_{field}") or None) if gold[role] else None

    return judge


def _killed(event: Event, gold: Gold) -> bool:
    want = (gold.get("counts") or {}).get("killed")
    have = next(([c.low, c.high] for c in event.counts if c.kind == "killed"), None)
    return want == have


SLOTS: dict[str, Callable[[Event, Gold], bool | None]] = {
    "status": lambda e, g: e.status == g["status"],
    "date": date_right,
    "place_country": _place_right,
    "speaker": _speaker_right,
    "mode": lambda e, g: e.mode in g["mode"] if g["mode"] else not e.mode,
    "actor_country": _party("actor", "country"),
    "recipient_country": _party("recipient", "country"),
    "actor_sector": _party("actor", "sector"),
    "recipient_sector": _party("recipient", "sector"),
    "killed": _killed,
}

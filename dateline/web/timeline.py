"""Rows over time: counts and PLOVER scores by bin, cooperation and conflict apart, each bin against what was usual before it."""

from __future__ import annotations

import datetime
from typing import Any

from dateline.web.filters import Chosen
from dateline.web.usual import METHOD, WINDOW, usual, verdict
from dateline.web.viewsql import timeline_sql

MOST_BINS = 1_060  # twenty years of weeks
_MEASURES = ("n", "cooperation", "conflict", "n_cooperation", "n_conflict")


def timeline(chosen: Chosen, bin: str, a: str | None, b: str | None) -> dict[str, Any]:
    """The bins (`models.TimelineAnswer`), of all rows or of those between `a` and `b` (entities), or of one of them."""
    where = " AND ".join([chosen.where(), *_between(chosen, a, b)])
    table = chosen.table
    first, last = f"date_trunc('{bin}', start_day)", f"date_trunc('{bin}', end_day)"
    start = f"CASE WHEN {first} = {last} THEN {first}::DATE END"
    rows = chosen.rows(
        f"""SELECT {start} AS s, dated, count(*), coalesce(sum(greatest(score, 0)), 0), coalesce(sum(least(score, 0)), 0),
            count(*) FILTER (score > 0), count(*) FILTER (score < 0)
        FROM {table} WHERE {where} GROUP BY s, dated"""
    )
    found = {
        row[0]: {"start": row[0], **dict(zip(_MEASURES, row[2:], strict=True)), "score_sum": row[3] + row[4], "by_type": {}}
        for row in rows
        if row[0] is not None
    }
    undated, spread = (sum(row[2] for row in rows if row[0] is None and row[1] is dated) for dated in (False, True))
    known = [day for day in (chosen.filters.until, _last_published(chosen)) if day]
    now = bin_start(min(known, default=datetime.date.min), bin)
    bins, earlier = _filled(found, bin, chosen, now)
    if bins:  # types only where they are shown: days by types are many rows
        types = (
            f"SELECT {start} AS s, type, count(*) FROM {table} WHERE {where} AND start_day >= $from GROUP BY s, type HAVING s IS NOT NULL"
        )
        for day, type, n in sorted(chosen.rows(types, **{"from": datetime.date.fromisoformat(bins[0]["start"])})):
            found[day]["by_type"][type] = n
    return {
        "bin": bin, "bins": bins, **_against_usual(bins, now.isoformat()), "undated": undated, "spread": spread, "earlier": earlier,
        "total": sum(row[2] for row in rows), "sql": timeline_sql(chosen.filters, chosen.exact(a, b), bin, a, b),
    }  # fmt: skip


def _between(chosen: Chosen, a: str | None, b: str | None) -> list[str]:
    if a and b:
        one, other = (
            f"({chosen.takes_part((x,), ('actors',))} AND {chosen.takes_part((y,), ('recipients',))})" for x, y in ((a, b), (b, a))
        )
        return [f"({one} OR {other})"]
    return [chosen.takes_part((name,), ("actors", "recipients")) for name in (a, b) if name]


def _empty(start: datetime.date) -> dict[str, Any]:
    return {"start": start, **dict.fromkeys(_MEASURES, 0), "score_sum": 0.0, "by_type": {}}


def _last_published(chosen: Chosen) -> datetime.date | None:
    day: datetime.date | None = chosen.reader.kept(("last published",), lambda: chosen.reader.value("SELECT max(published) FROM reports"))
    return day


def _filled(found: dict[datetime.date, dict[str, Any]], bin: str, chosen: Chosen, now: datetime.date) -> tuple[list[dict[str, Any]], int]:
    """All bins from the first to the last and to `now`, empty ones too, as far as that many are shown; and how many rows lie before."""
    if not found:
        return [], 0
    since = chosen.filters.since
    first, last = min(found), max(found)
    if since and since < first:
        first = max(bin_start(since, bin), _back(first, bin, WINDOW * 2))
    starts = _starts(first, max(last, now), bin)
    if starts[0] > first:  # too many: what was long ago is not pushed out by what is empty
        starts = _starts(first, last, bin)
    earlier = sum(one["n"] for start, one in found.items() if start < starts[0])
    bins = [found.get(start) or _empty(start) for start in starts]
    shown = [
        {**one, "start": one["start"].isoformat(), **{name: round(one[name], 4) for name in ("cooperation", "conflict", "score_sum")}}
        for one in bins
    ]
    return shown, earlier


def _starts(first: datetime.date, last: datetime.date, bin: str) -> list[datetime.date]:
    """The bins from the first to the last, the latest of them where there are too many."""
    starts = [last]
    while starts[-1] > first and len(starts) < MOST_BINS:
        starts.append(_back(starts[-1], bin, 1))
    return starts[::-1]


def bin_start(day: datetime.date, bin: str) -> datetime.date:
    """The first day of the bin that has the day; weeks begin on Monday."""
    if bin == "week":
        return day - datetime.timedelta(days=min(day.weekday(), (day - datetime.date.min).days))
    return day if bin == "day" else day.replace(day=1) if bin == "month" else day.replace(month=1, day=1)


def _back(start: datetime.date, bin: str, bins: int) -> datetime.date:
    """The start of the bin so many before (after, where negative), at the end of time at most."""
    try:
        if bin in ("day", "week"):
            return start - datetime.timedelta(days=bins * (7 if bin == "week" else 1))
        month = start.year * 12 + start.month - 1 - bins * (12 if bin == "year" else 1)
        return datetime.date(month // 12, month % 12 + 1, 1)
    except (ValueError, OverflowError):
        return datetime.date.min if bins > 0 else start


def _against_usual(bins: list[dict[str, Any]], now: str) -> dict[str, Any]:
    """The usual of every bin, and the bin of `now` against it: what is announced may lie in bins behind that."""
    series = {"n": "n", "conflict": "n_conflict", "cooperation": "n_cooperation"}
    bounds = {name: usual([one[column] for one in bins]) for name, column in series.items()}
    shown = {
        name: [{"start": one["start"], "mean": round(b[0], 3), "low": b[1], "high": b[2]} for one, b in zip(bins, found, strict=True) if b]
        for name, found in bounds.items()
    }
    this = None
    at = next((number for number, one in enumerate(bins) if one["start"] == now), None)
    if at is not None:
        said = {name: verdict(bins[at][column], bounds[name][at]) for name, column in series.items()}
        own = next((one for one in shown["n"] if one["start"] == now), None)
        this = {"bin": bins[at], "usual": own, "verdict": said["n"], "conflict": said["conflict"], "cooperation": said["cooperation"]}
    return {"usual": {"method": METHOD, "window": WINDOW, **shown}, "this": this}

"""The table of rows: a page of it, all of it as CSV, and one incident with its tellings."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from dateline.errors import InputError
from dateline.export.cells import Cell, joined, safe
from dateline.web.filters import Chosen, Filters
from dateline.web.publicsql import public_sql
from dateline.web.reader import IndexReader

_ORDERS = {
    "day": "coalesce(start_day, end_day) {way} NULLS LAST, published {way} NULLS LAST",
    "published": "published {way} NULLS LAST",
    "confidence": "confidence {way}",
    "score": "score {way}",
    "type": "type {way}",
}
SORTS = ("day", "-day", "published", "-published", "confidence", "-confidence", "score", "-score", "type", "-type")
DEFAULT_SORT = "-day"
CSV_COLUMNS = (
    *("id", "kind", "type", "mode", "quad", "score", "confidence", "status", "statuses", "actor", "actor_id", "actor_country"),
    *("recipient", "recipient_id", "recipient_country", "place", "place_country", "lat", "lon", "precision", "start", "end"),
    *("published", "publisher", "speaker", "counts", "tellings", "reports", "stories", "title", "quote", "trigger", "report", "event"),
    "decided",
)
_CHUNK = 2_000
Decided = Mapping[str, Mapping[str, Any]]


def order_by(sort: str) -> str:
    """The order as SQL; rows that are alike in it stand in the order of their ids."""
    return _ORDERS[sort.lstrip("-")].format(way="DESC" if sort.startswith("-") else "ASC") + ", id"


def page(chosen: Chosen, sort: str, offset: int, limit: int) -> dict[str, Any]:
    """One page (`models.EventsAnswer`), without what the review says."""
    total = chosen.value(f"SELECT count(*) FROM {chosen.table} WHERE {chosen.where()}")
    sql = f"SELECT num FROM {chosen.table} WHERE {chosen.where()} ORDER BY {order_by(sort)} LIMIT $limit OFFSET $offset"
    nums = [row[0] for row in chosen.rows(sql, limit=limit, offset=offset)] if offset < total else []
    query = _query(chosen.filters, sort)
    return {
        "total": total, "rows": chosen.reader.item_rows(chosen.table, nums), "sql": public_sql(chosen.filters, chosen.exact(), sort),
        "csv": f"/api/events.csv{query}", "permalink": f"/events{query}", "offset": offset, "limit": limit,
    }  # fmt: skip


def as_csv(chosen: Chosen, sort: str, decided: Decided) -> Iterator[bytes]:
    """All rows as CSV, in pieces."""
    sql = f"SELECT num FROM {chosen.table} WHERE {chosen.where()} ORDER BY {order_by(sort)}"
    nums = [row[0] for row in chosen.rows(sql)]
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, CSV_COLUMNS, restval="")
    writer.writeheader()
    for at in range(0, max(len(nums), 1), _CHUNK):
        for row in chosen.reader.item_rows(chosen.table, nums[at : at + _CHUNK]):
            writer.writerow(_cells(row, decided))
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()


def incident(reader: IndexReader, id: str) -> dict[str, Any] | None:
    """The incident of this id with its tellings (`models.IncidentAnswer`); None where there is none."""
    found = reader.rows("SELECT num, told FROM incidents WHERE id = $id", {"id": id})
    if not found:
        return None
    num, told = found[0]
    (row,) = reader.incident_rows([num])
    tellings = sorted(reader.event_rows(told), key=lambda one: (one["published"] or "", one["report"], one["trigger"]["start"]))
    heads = _heads(reader, {one["report"] for one in tellings})
    return {
        **row,
        "told": [{**one, "of_report": heads[one["report"]]} for one in tellings],
        "joins": reader.joins(num),
        "conflicts": conflicts(tellings),
    }


def conflicts(tellings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The values in which tellings differ, with what each of them says. A telling that is silent on a value differs from none."""
    found: list[dict[str, Any]] = []
    for field in ("type", "status", "start", "end"):
        _differing(found, field, [(one, one[field]) for one in tellings if one[field] is not None])
    _differing(found, "place", [(one, one["place"]["name"]) for one in tellings if one["place"]])
    kinds = sorted({(count["kind"], count["side"] or "") for one in tellings for count in one["counts"]})
    for kind, side in kinds:
        said = [
            (one, [count["low"], count["high"]])
            for one in tellings
            for count in one["counts"]
            if (count["kind"], count["side"] or "") == (kind, side)
        ]
        _differing(found, f"{kind} ({side})" if side else kind, said)
    return found


def _differing(found: list[dict[str, Any]], field: str, said: list[tuple[dict[str, Any], Any]]) -> None:
    if any(value != said[0][1] for _, value in said):
        values = [{"event": one["id"], "value": value, "speaker": one["speaker"], "report": one["report"]} for one, value in said]
        found.append({"field": field, "values": values})


def _heads(reader: IndexReader, keys: set[str]) -> dict[str, dict[str, Any]]:
    rows = reader.rows("SELECT key, id, title, publisher, published FROM reports WHERE list_contains($keys, key)", {"keys": sorted(keys)})
    return {
        key: {"key": key, "id": id, "title": title, "publisher": publisher, "published": published and published.isoformat()}
        for key, id, title, publisher, published in rows
    }


def _query(filters: Filters, sort: str) -> str:
    parts = [filters.query(), urlencode({"sort": sort}) if sort != DEFAULT_SORT else ""]
    return "?" + "&".join(part for part in parts if part) if any(parts) else ""


def _cells(row: Mapping[str, Any], decided: Decided) -> dict[str, Cell]:
    place = row["place"] or {}
    cells: dict[str, Cell] = {name: row[name] for name in CSV_COLUMNS if not isinstance(row.get(name, []), list | dict)}
    for role in ("actor", "recipient"):
        parties = row[role]
        cells |= {
            role: joined(one["name"] for one in parties), f"{role}_id": joined(one["id"] for one in parties),
            f"{role}_country": joined(one["country"] for one in parties),
        }  # fmt: skip
    cells |= {
        "statuses": joined(row["statuses"]), "place": place.get("name"), "place_country": place.get("country"), "lat": place.get("lat"),
        "lon": place.get("lon"), "precision": place.get("precision"), "speaker": joined(row["speaker"]),
        "counts": joined(_count_words(count) for count in row["counts"]), "trigger": row["trigger"]["quote"],
        "quote": " ".join(row["quote"].split()), "decided": decided.get(row["event"], {}).get("decided"),
    }  # fmt: skip
    return {name: safe(value) for name, value in cells.items()}


def _count_words(count: Mapping[str, Any]) -> str:
    low, high = ("" if value is None else f"{value:g}" for value in (count["low"], count["high"]))
    amount = low if low == high else f"{low}-{high}" if low and high else f"{low}+" if low else f"up to {high}"
    unit, side = count["unit"], count["side"]
    return " ".join(part for part in (count["kind"], amount, unit, f"({side})" if side else "") if part)


def check_sort(sort: str) -> str:
    """The order, if it is one. Raises `InputError`."""
    if sort not in SORTS:
        raise InputError(f"sort: {sort!r} is none; there are {', '.join(SORTS)}")
    return sort

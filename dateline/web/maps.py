"""The map: rows at their precision. Settlements and points are points; a country, or a part of one, is an area; the rest is a list."""

from __future__ import annotations

from typing import Any

from dateline.web.events import order_by
from dateline.web.facets import country_names
from dateline.web.filters import Chosen
from dateline.web.viewsql import map_sql

MOST_POINTS = 4_000  # drawn one by one; more are put together by place and quad class
MOST_CLUSTERS = 20_000
LISTED = 200  # rows without a place
_POINT = "p.precision IN ('point', 'settlement') AND p.lat IS NOT NULL AND p.lon IS NOT NULL"


def map_view(chosen: Chosen) -> dict[str, Any]:
    """Points, areas and the unknown (`models.MapAnswer`)."""
    table, where = chosen.table, chosen.where()
    groups = chosen.rows(
        f"""WITH counted AS (SELECT place, quad, count(*) AS n FROM {table} WHERE {where} GROUP BY place, quad)
        SELECT c.place, c.quad, c.n, p.name, p.geonames_id, p.country, p.lat, p.lon, p.precision, coalesce({_POINT}, false), p.admin1,
            p.province
        FROM counted c LEFT JOIN places p ON p.num = c.place ORDER BY c.n DESC, p.name, c.place, c.quad"""
    )
    pointed = sum(row[2] for row in groups if row[9])
    clustered = pointed > MOST_POINTS
    unknown = sum(row[2] for row in groups if row[0] is None)
    sql = f"SELECT num FROM {table} WHERE {chosen.where(more='place IS NULL')} ORDER BY {order_by('-day')} LIMIT {LISTED}"
    nums = [row[0] for row in chosen.rows(sql)] if unknown else []
    return {
        "points": _clusters(groups) if clustered else _points(chosen) if pointed else [],
        "clustered": clustered,
        "areas": _areas(groups),
        "unknown": chosen.reader.item_rows(table, nums),
        "unknown_total": unknown,
        "total": sum(row[2] for row in groups),
        "sql": map_sql(chosen.filters, chosen.exact()),
    }


def _points(chosen: Chosen) -> list[dict[str, Any]]:
    rows = chosen.rows(
        f"""WITH i AS (SELECT * FROM {chosen.table} WHERE {chosen.where(more="place IS NOT NULL")})
        SELECT i.id, i.type, i.quad, CASE WHEN i.start_day = i.end_day THEN i.start_day END, p.name, p.geonames_id, p.country, p.lat, p.lon,
            p.precision
        FROM i JOIN places p ON p.num = i.place WHERE {_POINT} ORDER BY i.id"""
    )
    return [
        {
            "id": id, "type": type, "quad": quad, "day": day and day.isoformat(), "name": name, "geonames_id": geonames, "country": country,
            "lat": lat, "lon": lon, "precision": precision, "n": 1,
        }
        for id, type, quad, day, name, geonames, country, lat, lon, precision in rows
    ]  # fmt: skip


def _clusters(groups: list[tuple[Any, ...]]) -> list[dict[str, Any]]:
    return [
        {
            "id": None, "type": None, "quad": quad, "day": None, "name": name, "geonames_id": geonames, "country": country, "lat": lat,
            "lon": lon, "precision": precision, "n": n,
        }
        for _, quad, n, name, geonames, country, lat, lon, precision, point, *_ in groups
        if point
    ][:MOST_CLUSTERS]  # fmt: skip


def _areas(groups: list[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """Countries, provinces, and regions that are no country's, with what is known to them or a part of them alone; most rows first."""
    found: dict[tuple[str | None, str | None, int | None], dict[str, Any]] = {}
    for _, quad, n, name, geonames, country, lat, lon, precision, point, admin1, province in groups:
        if name is None or point:
            continue
        region = None if country else name
        area = found.setdefault(
            (country, region, province),
            {
                "country": country, "region": region, "iso3": country if country and len(country) == 3 else None, "province": province,
                "name": admin1 if province else country_names().get(country, country) if country else name, "lat": None, "lon": None,
                "places": [], "n": 0, "by_quad": {}, "by_precision": {},
            },
        )  # fmt: skip
        if not country or (province and province == geonames):
            area["lat"], area["lon"] = lat, lon
        if province and (place := str(geonames or name)) not in area["places"]:
            area["places"].append(place)
        area["n"] += n
        area["by_quad"][str(quad)] = area["by_quad"].get(str(quad), 0) + n
        area["by_precision"][precision] = area["by_precision"].get(precision, 0) + n
    return sorted(found.values(), key=lambda one: (-one["n"], one["name"], one["province"] or 0))

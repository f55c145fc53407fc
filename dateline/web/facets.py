"""Facets: how many rows each value of a field has, under all filters but the field's own."""

from __future__ import annotations

import functools
from typing import Any

from dateline.ontology.loader import ontology
from dateline.resolve.countries import countries
from dateline.web.filters import Chosen, Where

TOP = 50  # values of a field with many
_BINS = 10  # of confidence
_PLAIN = ("type", "mode", "quad", "status")
_LISTED = {"actor": "actors", "recipient": "recipients", "speaker": "speakers"}


def facets(chosen: Chosen) -> dict[str, Any]:
    """All facets (`models.FacetsAnswer`) but that of the coders."""
    where = chosen.parted()
    found: dict[str, Any] = {name: _plain(chosen, where, name) for name in _PLAIN}
    found |= {name: _entities(chosen, where, name, column) for name, column in _LISTED.items()}
    found["country"] = [
        {"value": code, "label": country_names().get(code, code), "count": n}
        for code, n in _unnested(chosen, where, "country", "countries")
    ]
    found["publisher"] = [{"value": name, "label": name, "count": n} for name, n in _unnested(chosen, where, "publisher", "publishers")]
    days = chosen.rows(
        f"SELECT CASE WHEN start_day = end_day THEN start_day END AS day, count(*) FROM {chosen.table}"
        f" WHERE {where('day')} GROUP BY day ORDER BY day"
    )
    found["day"] = [{"day": day.isoformat(), "count": n} for day, n in days if day is not None]
    found["undated"] = sum(n for day, n in days if day is None)
    found["confidence"] = _confidence(chosen, where)
    found["total"] = chosen.value(f"SELECT count(*) FROM {chosen.table} WHERE {where()}")
    return found


@functools.cache
def country_names() -> dict[str, str]:
    """Code to name: countries, and PLOVER's codes for who is of none."""
    return dict(ontology().nonstate) | {code: one.name for code, one in countries().by_code.items()}


def type_label(code: str) -> str:
    """The type as people write it: `Consult`."""
    return code.capitalize()


def _plain(chosen: Chosen, where: Where, name: str) -> list[dict[str, Any]]:
    sql = f"SELECT {name}, count(*) AS n FROM {chosen.table} WHERE {where(name, f'{name} IS NOT NULL')} GROUP BY ALL ORDER BY n DESC, 1"
    return [{"value": str(value), "label": _label(name, value), "count": n} for value, n in chosen.rows(sql)]


def _label(name: str, value: Any) -> str:
    if name == "quad":
        return ontology().quads.get(value, str(value)).replace("_", " ")
    return type_label(value) if name == "type" else str(value)


def _unnested(chosen: Chosen, where: Where, facet: str, column: str) -> list[tuple[Any, int]]:
    sql = f"""SELECT v, count(*) AS n FROM (SELECT unnest({column}) AS v FROM {chosen.table} WHERE {where(facet)})
        GROUP BY v ORDER BY n DESC, v LIMIT {TOP}"""
    return [(value, n) for value, n in chosen.rows(sql)]


def _entities(chosen: Chosen, where: Where, facet: str, column: str) -> list[dict[str, Any]]:
    sql = f"""SELECT e.id, e.name, c.n
        FROM (SELECT v, count(*) AS n FROM (SELECT unnest({column}) AS v FROM {chosen.table} WHERE {where(facet)}) GROUP BY v) c
        JOIN entities e ON e.num = c.v ORDER BY c.n DESC, e.id LIMIT {TOP}"""
    return [{"value": id, "label": name, "count": n} for id, name, n in chosen.rows(sql)]


def _confidence(chosen: Chosen, where: Where) -> list[dict[str, Any]]:
    sql = f"""SELECT least(floor(confidence * {_BINS})::INTEGER, {_BINS - 1}) AS b, count(*) FROM {chosen.table}
        WHERE {where("confidence")} GROUP BY b"""
    counted = dict(chosen.rows(sql))
    return [{"low": b / _BINS, "high": (b + 1) / _BINS, "count": counted.get(b, 0)} for b in range(_BINS)]

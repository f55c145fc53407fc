"""What the map, the timeline, an entity and a dossier show, as SQL over the store's own tables (as `publicsql` gives it for rows)."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.web.filters import Filters
from dateline.web.publicsql import conditions, day_columns, party_id, quoted, quoted_list, takes_part

MOST_DEALINGS = 50
_SUMS = "sum(greatest(plover_score, 0)) AS cooperation, sum(least(plover_score, 0)) AS conflict"


def map_sql(filters: Filters, exact: Sequence[str]) -> str:
    """Rows by place and quad class; a place's `precision` says whether it is a point, an area, or (null) unknown."""
    columns = ", ".join(f"place.{name} AS {name}" for name in ("name", "country", "admin1", "lat", "lon", "precision"))
    tests = conditions(filters, exact)
    return _lines(
        f"SELECT {columns}, quad, count(*) AS n",
        f"FROM {filters.fold}",
        _where(tests),
        "GROUP BY ALL",
        "ORDER BY n DESC, name, country, quad",
    )


def timeline_sql(filters: Filters, exact: Sequence[str], bin: str, a: str | None, b: str | None) -> str:
    """Counts and scores by bin; the bin of null has what has no day, or days of several bins."""
    start, end = (f"date_trunc('{bin}', {column}::DATE)" for column in day_columns(filters))
    names = ("actor", "recipient")
    parts = [[takes_part(name, (one,), exact, filters.fold) for name in names] for one in (a, b) if one]
    if len(parts) == 2:
        (a_does, a_is_done), (b_does, b_is_done) = parts
        tests = [f"(({a_does} AND {b_is_done})\n    OR ({b_does} AND {a_is_done}))"]
    else:
        tests = [f"({does}\n    OR {is_done})" for does, is_done in parts]
    return _lines(
        f"SELECT CASE WHEN {start} = {end} THEN {start}::DATE END AS bin,",
        f"  count(*) AS n, count(*) FILTER (plover_score > 0) AS n_cooperation, count(*) FILTER (plover_score < 0) AS n_conflict, {_SUMS}",
        f"FROM {filters.fold}", _where([*conditions(filters, exact), *tests]), "GROUP BY bin", "ORDER BY bin",
    )  # fmt: skip


def entity_sql(filters: Filters, exact: Sequence[str], id: str) -> str:
    """With whom the entity deals, those with most rows first."""
    does, is_done = (takes_part(name, (id,), (*exact, id), filters.fold) for name in ("actor", "recipient"))
    others = [
        f"SELECT id, plover_score, first_day, unnest(list_distinct(list_transform({role}, lambda p: {party_id(filters.fold)}))) AS other\n"
        f"    FROM mine WHERE {test}"
        for role, test in (("recipient", does), ("actor", is_done))
    ]
    mine = _where([*conditions(filters, exact), f"({does}\n    OR {is_done})"])
    return _lines(
        f"WITH mine AS (SELECT *, {day_columns(filters)[0]} AS first_day FROM {filters.fold}\n{mine}),",
        "pairs AS (" + "\n  UNION ALL ".join(others) + ")",
        "SELECT other, any_value(e.name) AS name, count(DISTINCT p.id) AS n,",
        f"  {_SUMS}, max(first_day) AS last",
        "FROM pairs p LEFT JOIN (SELECT id, any_value(name) AS name FROM entities GROUP BY id) e ON e.id = other",
        f"WHERE other <> {quoted(id)}",
        "GROUP BY other",
        f"ORDER BY n DESC, other LIMIT {MOST_DEALINGS}",
    )


def dossier_sql(a: Sequence[str], b: Sequence[str], since: str | None, until: str | None) -> str:
    """The event records in which both parties take part, given the ids that count for each; without numbers and what stands near."""
    tests = [f"len(list_filter(list_concat(actor, recipient), lambda p: p.entity.id IN ({quoted_list(ids)}))) > 0" for ids in (a, b)]
    start, end = '"time".start', '"time"."end"'
    if since or until:
        tests.append(f"coalesce({start}, {end}) IS NOT NULL")
    if since:
        tests.append(f"coalesce({end}, '9999') >= {quoted(since)}")
    if until:
        tests.append(f"coalesce({start}, '0') <= {quoted(until)}")
    return _lines("SELECT *", "FROM events", _where(tests), f"ORDER BY coalesce({start}, {end}) NULLS LAST, id")


def _where(tests: Sequence[str]) -> str:
    return "WHERE " + "\n  AND ".join(tests) if tests else ""


def _lines(*lines: str) -> str:
    return "\n".join(line for line in lines if line.strip())

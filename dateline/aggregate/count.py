"""Counts of incidents (or, on request, of tellings) by dimensions, in one SQL statement over the store's views.

An incident with several actors or recipients stands in the row of each, so rows by party or dyad may add up to more than there are
incidents; within a row it counts once, however many reports tell it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from dateline.aggregate.dimensions import PERIODS, UNKNOWN, Dimension
from dateline.store.faults import store_errors
from dateline.store.query import EventFilter
from dateline.store.store import Store
from dateline.store.views import views

ACTS: tuple[str, ...] = ("happened", "ongoing")  # what is counted unless a status is asked for
MEASURES: tuple[str, ...] = (
    *("incidents", "tellings", "reports", "stories", "score_sum", "score_mean"),
    *("cooperation", "conflict", "killed_low", "killed_high"),
)  # fmt: skip

_PARTIES = "list_transform({list}, lambda p: {{id: p.id, name: p.name, country: p.country, words: p.name}})"
_TELLERS = "list_transform({list}, lambda p: {{id: p.entity.id, name: p.entity.name, country: p.entity.country, words: p.quote}})"
_INCIDENTS = f"""SELECT id, type, mode, status, quad, plover_score, {_PARTIES.format(list="actor")} AS actors,
    {_PARTIES.format(list="recipient")} AS recipients, place.country AS place_country, place.name AS place_name,
    place.span.quote AS place_words, start AS first_day, "end" AS last_day, first_published, len(events) AS tellings, reports, stories,
    counts
    FROM incidents"""
_TELLINGS = f"""SELECT id, type, mode, status, quad, plover_score, {_TELLERS.format(list="actor")} AS actors,
    {_TELLERS.format(list="recipient")} AS recipients, place.country AS place_country, place.name AS place_name,
    place.span.quote AS place_words, "time".start AS first_day, "time"."end" AS last_day, report_published AS first_published,
    1 AS tellings, [report_key] AS reports, [s.story] AS stories, counts
    FROM events LEFT JOIN (SELECT unnest(reports) AS report, id AS story FROM stories) s ON s.report = report_key"""

# Losses of a side add up; a figure that names no side is of all, so the greater of the two holds. `open` has no known end.
_KILLED = """SELECT * EXCLUDE (counts), CASE WHEN len(k) > 0 THEN greatest(
        coalesce(list_sum(list_transform(list_filter(k, lambda c: c.side IS NOT NULL), lambda c: c.low)), 0),
        coalesce(list_max(list_transform(list_filter(k, lambda c: c.side IS NULL), lambda c: c.low)), 0)) END AS killed_low,
    CASE WHEN len(k) > 0 THEN greatest(
        coalesce(list_sum(list_transform(list_filter(k, lambda c: c.side IS NOT NULL), lambda c: c.high)), 0),
        coalesce(list_max(list_transform(list_filter(k, lambda c: c.side IS NULL), lambda c: c.high)), 0)) END AS killed_high,
    len(list_filter(k, lambda c: c.high IS NULL)) > 0 AS killed_open
    FROM (SELECT *, list_filter(counts, lambda c: c.kind = 'killed') AS k FROM items)"""
_TOTALS = """sum(tellings)::BIGINT AS tellings, len(list_distinct(flatten(list(reports))))::BIGINT AS reports,
    len(list_distinct(list_filter(flatten(list(stories)), lambda s: s IS NOT NULL)))::BIGINT AS stories,
    round(coalesce(sum(plover_score), 0), 4) AS score_sum, round(avg(plover_score), 4) AS score_mean,
    round(coalesce(sum(greatest(plover_score, 0)), 0), 4) AS cooperation, round(coalesce(sum(least(plover_score, 0)), 0), 4) AS conflict,
    round(sum(killed_low))::BIGINT AS killed_low,
    CASE WHEN NOT coalesce(bool_or(killed_open), false) THEN round(sum(killed_high))::BIGINT END AS killed_high"""


@dataclasses.dataclass(frozen=True)
class Counts:
    """Rows by `columns`; `left_out`: how many pass the filters but for their status, by status; `total`: how many
    are counted, each once.

    Of the measures `incidents` is absent where tellings were counted. `killed_high` is None where one figure has no known end.
    """

    columns: tuple[str, ...]
    rows: list[dict[str, Any]]
    left_out: dict[str, int]
    total: int


def count(
    store: Store,
    by: Sequence[Dimension],
    wanted: EventFilter | None = None,
    *,
    coder: str | None = None,
    tellings: bool = False,
    published: bool = False,
) -> Counts:
    """Counts by these dimensions. Without a status in `wanted` it is acts that happened or go on (`ACTS`) that count.

    `published` puts what has no day at all in the period of its first publication; otherwise it stands under `unknown`.
    """
    chosen = wanted or EventFilter()
    conditions, values = _conditions(chosen)
    with store_errors(store.folder), views(store, store.coder(coder), revisions=chosen.revisions) as connection:
        items = f"WITH items AS ({_TELLINGS if tellings else _INCIDENTS}), passed AS (SELECT * FROM ({_KILLED}) WHERE {conditions})"
        statuses = dict(
            connection.execute(f"{items} SELECT status, count(*) FROM passed GROUP BY status ORDER BY status", values).fetchall()
        )
        acts = list(chosen.status or ACTS)
        sql = f"{items} {_grouped(by, tellings=tellings)}"
        given = {**values, "status": acts, **({"published": published} if "$published" in sql else {})}
        found = connection.execute(sql, given)
        columns = tuple(column[0] for column in found.description or ())
        rows = [dict(zip(columns, row, strict=True)) for row in found.fetchall()]
    left_out = {} if chosen.status else {name: number for name, number in statuses.items() if name not in acts}
    return Counts(columns, rows, left_out, sum(number for name, number in statuses.items() if name in acts))


def _grouped(by: Sequence[Dimension], *, tellings: bool) -> str:
    """The statement after its first CTEs: one row a party where a dimension needs it, then one a cell and incident, then one a cell."""
    of_actor, of_recipient = any(one.actors for one in by), any(one.recipients for one in by)
    fanned = "SELECT * FROM passed WHERE list_contains($status, status)"
    for role, needed in (("actors", of_actor), ("recipients", of_recipient)):
        if needed:  # without any party: one row with an unknown one
            fanned = f"SELECT *, unnest(CASE WHEN len({role}) = 0 THEN [NULL] ELSE {role} END) AS {role[0]} FROM ({fanned})"
    columns = [(name, sql) for one in by for name, sql in one.columns]
    listed = ", ".join(name for name, _ in columns)
    chosen = "".join(f"{sql} AS {name}, " for name, sql in columns)
    cells = (
        f"SELECT DISTINCT ON ({listed + ', ' if listed else ''}id) {chosen}id, tellings, reports, stories, plover_score, "
        f"killed_low, killed_high, killed_open FROM ({fanned})"
    )
    number = "" if tellings else "count(*)::BIGINT AS incidents, "
    named = [name for name, _ in columns if name.endswith("_id")]
    shown = ", ".join(f"g.{name}, coalesce(n{at}.name, '{UNKNOWN}') AS {name[:-3]}" if name in named else f"g.{name}"
                      for at, (name, _) in enumerate(columns))  # fmt: skip
    joins = " ".join(f"LEFT JOIN names n{at} ON n{at}.id = g.{name}" for at, (name, _) in enumerate(columns) if name in named)
    order = ", ".join(f"g.{name}" for name, _ in columns)
    return f"""{_names() if named else ""}, grouped AS (SELECT {listed + ", " if listed else ""}{number}{_TOTALS}
        FROM ({cells}) {f"GROUP BY {listed}" if listed else ""})
        SELECT {shown + ", " if shown else ""}g.* {f"EXCLUDE ({listed})" if listed else ""} FROM grouped g {joins}
        {f"ORDER BY {order}" if order else ""}"""


def _names() -> str:
    """One name an entity, whatever the row it stands in."""
    return """, names AS (SELECT p.id AS id, min(p.name) AS name FROM (SELECT unnest(list_concat(actors, recipients)) AS p FROM passed)
        WHERE p.id IS NOT NULL GROUP BY p.id)"""


def _conditions(wanted: EventFilter) -> tuple[str, dict[str, Any]]:
    """The filter but for the status, as SQL over `items`."""
    conditions, values = ["TRUE"], dict[str, Any]()
    for name in ("type", "mode"):
        if getattr(wanted, name):
            conditions.append(f"list_contains(${name}, {name})")
            values[name] = list(getattr(wanted, name))
    for name in ("actor", "recipient"):
        if getattr(wanted, name):
            words = f"contains(lower(p.words), ${name}) OR contains(lower(p.name), ${name}) OR p.id = ${name}_id"
            conditions.append(f"len(list_filter({name}s, lambda p: {words})) > 0")
            values |= {name: getattr(wanted, name).lower(), f"{name}_id": getattr(wanted, name)}
    if wanted.country:
        of_party = "len(list_filter(list_concat(actors, recipients), lambda p: list_contains($country, p.country))) > 0"
        conditions.append(f"(list_contains($country, place_country) OR {of_party})")
        values["country"] = [code.upper() for code in wanted.country]
    if wanted.place:
        conditions.append("(contains(lower(place_name), $place) OR contains(lower(place_words), $place))")
        values["place"] = wanted.place.lower()
    if wanted.since or wanted.until:
        conditions.append("coalesce(first_day, last_day) IS NOT NULL")
    if wanted.since:
        conditions.append("coalesce(last_day, '9999') >= $since")
        values["since"] = wanted.since
    if wanted.until:
        conditions.append("coalesce(first_day, '0') <= $until")
        values["until"] = wanted.until
    return " AND ".join(conditions), values


def period_of(by: Sequence[Dimension]) -> str | None:
    """The one period among the dimensions; None where there is none or more than one."""
    found = [one.name for one in by if one.name in PERIODS]
    return found[0] if len(found) == 1 else None

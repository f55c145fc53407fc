"""One entity: what it is called and where, what it was when, with whom it deals; and entities by part of a name."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

from dateline.resolve.known import Held, Known, known_entries
from dateline.web.filters import Chosen
from dateline.web.headline import headline
from dateline.web.reader import IndexReader
from dateline.web.viewsql import MOST_DEALINGS, entity_sql

_NAMES, _NODES = 40, 12


def entity(chosen: Chosen, id: str) -> dict[str, Any] | None:
    """The entity of this id under the filters (`models.EntityAnswer`), or None."""
    reader = chosen.reader
    found = reader.rows("SELECT num, id, name, country, sector FROM entities WHERE id = $id", {"id": id})
    if not found:
        return None
    num, _, name, country, sector = found[0]
    dealings = _dealings(chosen, num)
    roles = _roles(name, country)
    counts = chosen.rows(
        f"""SELECT count(*) FILTER (list_contains(actors, {num})), count(*) FILTER (list_contains(recipients, {num}))
        FROM {chosen.table} WHERE {chosen.where()}"""
    )[0]
    return {
        "id": id, "name": name, "country": country, "sectors": _sectors(name, country, sector), "names": _names(reader, num),
        "roles": roles, "dealings": dealings, "network": _network(chosen, (num, id, name, country, sum(counts)), dealings),
        "as_actor": counts[0], "as_recipient": counts[1], "sql": entity_sql(chosen.filters, chosen.exact(), id),
    }  # fmt: skip


def suggestions(reader: IndexReader, words: str, limit: int) -> list[dict[str, Any]]:
    """Entities that have the words in their name or are called so in a report; those with most incidents first."""
    rows = reader.rows(
        """SELECT e.id, e.name, e.country, e.sector, coalesce(b.n, 0) AS n FROM entities e LEFT JOIN busy b ON b.entity = e.num
        WHERE resolved AND (contains(lname, lower($words)) OR num IN (SELECT entity FROM called WHERE quote = lower($words)))
        ORDER BY n DESC, starts_with(lname, lower($words)) DESC, len(e.name), e.id LIMIT $limit""",
        {"words": words, "limit": limit},
    )
    return [dict(zip(("id", "name", "country", "sector", "n"), row, strict=True)) for row in rows]


def _dealings(chosen: Chosen, num: int) -> list[dict[str, Any]]:
    rows = chosen.rows(
        f"""WITH mine AS (SELECT num, type, score, start_day, actors, recipients FROM {chosen.table}
                WHERE {chosen.where(more=f"(list_contains(actors, {num}) OR list_contains(recipients, {num}))")}),
            pairs AS (SELECT num, type, score, start_day, unnest(recipients) AS other, true AS doing FROM mine
                    WHERE list_contains(actors, {num})
                UNION ALL SELECT num, type, score, start_day, unnest(actors), false FROM mine WHERE list_contains(recipients, {num})),
            cells AS (SELECT other, type, count(DISTINCT num) AS n, count(*) FILTER (doing) AS as_actor,
                    count(*) FILTER (NOT doing) AS as_recipient, sum(greatest(score, 0)) AS plus, sum(least(score, 0)) AS minus,
                    max(start_day) AS last
                FROM pairs WHERE other <> {num} GROUP BY other, type),
            best AS (SELECT other, e.id, sum(n) AS n FROM cells JOIN entities e ON e.num = other GROUP BY other, e.id
                ORDER BY n DESC, e.id LIMIT {MOST_DEALINGS})
        SELECT e.id, e.name, e.country, e.sector, c.type, c.n, c.as_actor, c.as_recipient, c.plus, c.minus, c.last
        FROM cells c JOIN best b USING (other) JOIN entities e ON e.num = c.other ORDER BY b.n DESC, e.id, c.n DESC, c.type"""
    )
    found: dict[str, dict[str, Any]] = {}
    for id, name, country, sector, type, n, as_actor, as_recipient, plus, minus, last in rows:
        one = found.setdefault(
            id,
            {
                "other": {"id": id, "name": name, "country": country, "sector": sector}, "n": 0, "as_actor": 0, "as_recipient": 0,
                "cooperation": 0.0, "conflict": 0.0, "last": None, "by_type": {},
            },
        )  # fmt: skip
        one["n"] += int(n)
        one["as_actor"] += as_actor
        one["as_recipient"] += as_recipient
        one["cooperation"] = round(one["cooperation"] + plus, 4)
        one["conflict"] = round(one["conflict"] + minus, 4)
        one["last"] = max(filter(None, (one["last"], last and last.isoformat())), default=None)
        one["by_type"][type] = int(n)
    return list(found.values())


def _network(chosen: Chosen, own: tuple[Any, ...], dealings: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The entity with those it deals with most, and what these have to do with each other."""
    _, id, name, country, n = own
    near = dealings[:_NODES]
    nodes = [{"id": id, "name": name, "country": country, "n": n}]
    nodes += [{"id": d["other"]["id"], "name": d["other"]["name"], "country": d["other"]["country"], "n": d["n"]} for d in near]
    links = [
        {"source": id, "target": d["other"]["id"], "n": d["n"], "cooperation": d["cooperation"], "conflict": d["conflict"]} for d in near
    ]
    if len(near) > 1:
        links += _links(chosen, [d["other"]["id"] for d in near])
    return {"nodes": nodes, "links": links}


def _links(chosen: Chosen, ids: Sequence[str]) -> list[dict[str, Any]]:
    nums = chosen.reader.rows("SELECT num FROM entities WHERE list_contains($ids, id)", {"ids": list(ids)})
    listed = ", ".join(str(num) for (num,) in nums)
    rows = chosen.rows(
        f"""WITH a AS (SELECT num, score, unnest(actors) AS x FROM {chosen.table} WHERE {chosen.where()}),
            pairs AS (SELECT num, score, x FROM a WHERE x IN ({listed})),
            r AS (SELECT num, unnest(recipients) AS y FROM {chosen.table} WHERE num IN (SELECT num FROM pairs)),
            every AS (SELECT p.num, p.score, x, y FROM pairs p JOIN r USING (num) WHERE y IN ({listed}))
        SELECT least(e.id, f.id) AS s, greatest(e.id, f.id) AS t, count(DISTINCT v.num), sum(greatest(score, 0)), sum(least(score, 0))
        FROM every v JOIN entities e ON e.num = x JOIN entities f ON f.num = y WHERE x <> y GROUP BY s, t ORDER BY s, t"""
    )
    return [{"source": x, "target": y, "n": n, "cooperation": round(plus, 4), "conflict": round(minus, 4)} for x, y, n, plus, minus in rows]


def _names(reader: IndexReader, num: int) -> list[dict[str, Any]]:
    rows = reader.rows(
        f"""SELECT n.quote, sum(n.n)::BIGINT AS total, arg_min(n.report, (coalesce(r.published, DATE '9999-12-31'), r.key)) AS report,
            arg_min(n.start, (coalesce(r.published, DATE '9999-12-31'), r.key)) AS start
        FROM names n JOIN reports r ON r.num = n.report WHERE n.entity = {num}
        GROUP BY n.quote ORDER BY total DESC, n.quote LIMIT {_NAMES}"""
    )
    stored = reader.reports({row[2] for row in rows})
    found = []
    for quote, total, number, start in rows:
        if number not in stored:
            continue
        report, _, _, _, sentences, _ = stored[number]
        first, last = next(((a, b) for a, b in sentences if a <= start < b), (start, start + len(quote)))
        found.append({
            "name": quote, "count": total, "first_sentence": report.text[first:last][:2_000], "sentence_start": first, "start": start,
            "report": report.key, "published": report.published, "title": headline(report),
        })  # fmt: skip
    return found


@functools.cache
def known_names() -> dict[str, list[Known]]:
    """What the shipped tables say, by name."""
    found: dict[str, list[Known]] = {}
    for entry in known_entries():
        if entry.kind in ("person", "organisation", "country"):
            found.setdefault(entry.name, []).append(entry)
    return found


def _held(name: str, country: str | None) -> list[tuple[Known, Held]]:
    """The stretches that the tables know of a name, those of another country left out."""
    return [
        (entry, held)
        for entry in known_names().get(name, ())
        for held in entry.held
        if country is None or not held.country or country in held.country.split("|")
    ]


def _roles(name: str, country: str | None) -> list[dict[str, Any]]:
    """Offices and standings of the shipped tables, with their days."""
    found = [
        {
            "role": entry.office or held.sector, "start": held.start or None, "end": held.end or None,
            "source": f"dateline/resolve/data/{entry.table}, line {entry.line}",
        }
        for entry, held in _held(name, country)
        if entry.office or (entry.kind == "organisation" and held.sector)
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one["start"] or "", one["role"] or ""))


def _sectors(name: str, country: str | None, sector: str | None) -> list[dict[str, Any]]:
    spans = dict.fromkeys((held.sector, held.start or None, held.end or None) for _, held in _held(name, country) if held.sector)
    found = [{"sector": name, "start": start, "end": end} for name, start, end in spans]
    return found or ([{"sector": sector, "start": None, "end": None}] if sector else [])

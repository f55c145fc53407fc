"""The query behind a view, as SQL over the store's own tables: what `dateline query` takes and docs/query.md explains."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.web.filters import Filters, Fold
from dateline.web.search import parse

ORDERS = {
    "day": "coalesce(start, \"end\") {way} NULLS LAST, {published} {way} NULLS LAST",
    "published": "{published} {way} NULLS LAST",
    "confidence": "confidence {way}",
    "score": "plover_score {way}",
    "type": "type {way}",
}  # fmt: skip


def public_sql(filters: Filters, exact: Sequence[str], sort: str = "-day") -> str:
    """The SELECT. `exact` are the parties' names that are entity ids; any other stands for part of a name."""
    incidents = filters.fold == "incidents"
    start, end = day_columns(filters)
    tests = conditions(filters, exact)
    descending = sort.startswith("-")
    order = ORDERS[sort.lstrip("-")].format(way="DESC" if descending else "ASC", published=_published(incidents=incidents))
    if not incidents:
        order = order.replace('coalesce(start, "end")', f"coalesce({start}, {end})")
    where = ["WHERE " + "\n  AND ".join(tests)] if tests else []
    return "\n".join(["SELECT *", f"FROM {filters.fold}", *where, f"ORDER BY {order}, id"])


def conditions(filters: Filters, exact: Sequence[str]) -> list[str]:
    """The filters as conditions that all hold, over the table that `filters.fold` names."""
    incidents = filters.fold == "incidents"
    found = [*_plain(filters), *_parties(filters, exact), *_places(filters)]
    return [*found, *_days(filters, *day_columns(filters)), *_words(filters, incidents=incidents)]


def day_columns(filters: Filters) -> tuple[str, str]:
    """The columns of the first and the last possible day."""
    return ("start", '"end"') if filters.fold == "incidents" else ('"time".start', '"time"."end"')


def _published(*, incidents: bool) -> str:
    return "first_published" if incidents else "report_published"


def _plain(filters: Filters) -> list[str]:
    tests = [f"{name} IN ({quoted_list(getattr(filters, name))})" for name in ("type", "mode", "status") if getattr(filters, name)]
    if filters.quad:
        tests.append(f"quad IN ({', '.join(map(str, filters.quad))})")
    if filters.country:
        party = "p.country" if filters.fold == "incidents" else "p.entity.country"
        codes = quoted_list(filters.country)
        tests.append(f"(place.country IN ({codes}) OR len(list_filter(list_concat(actor, recipient), lambda p: {party} IN ({codes}))) > 0)")
    if filters.publisher:
        reports = f"SELECT key FROM reports WHERE publisher IN ({quoted_list(filters.publisher)})"
        tests.append(
            f"id IN (SELECT id FROM (SELECT id, unnest(reports) AS report FROM incidents) WHERE report IN ({reports}))"
            if filters.fold == "incidents"
            else f"report_key IN ({reports})"
        )
    if filters.min_confidence > 0:
        tests.append(f"confidence >= {filters.min_confidence!r}")
    return tests


def _parties(filters: Filters, exact: Sequence[str]) -> list[str]:
    tests = []
    for name in ("actor", "recipient"):
        if given := getattr(filters, name):
            tests.append(takes_part(name, given, exact, filters.fold))
    tests.extend(takes_part("list_concat(actor, recipient)", (one,), exact, filters.fold) for one in filters.party)
    if filters.speaker:
        said = takes_part("speaker", filters.speaker, exact, "events")
        tests.append(
            f"id IN (SELECT i.id FROM (SELECT id, unnest(events) AS event FROM incidents) i JOIN events e ON e.id = i.event WHERE {said})"
            if filters.fold == "incidents"
            else said
        )
    return tests


def takes_part(column: str, names: Sequence[str], exact: Sequence[str], fold: Fold) -> str:
    """A condition: one of these (an entity's id where it is one of `exact`, else part of a name) stands in the list."""
    incidents = fold == "incidents"
    words = "p.name" if incidents else "coalesce(p.entity.name, p.quote)"
    id = "p.id" if incidents else "p.entity.id"
    tests = []
    for name in names:
        if name.startswith("words:") and name in exact:
            tests.append("FALSE" if incidents else f"(p.entity IS NULL AND {_plain_words('p.quote')} = {quoted(name[6:])})")
        elif name in exact:
            tests.append(f"{id} = {quoted(name)}")
        else:
            tests.append(f"contains(lower({words}), {quoted(name.lower())})")
    return f"len(list_filter({column}, lambda p: {' OR '.join(tests)})) > 0"


def party_id(fold: Fold) -> str:
    """The id of a party `p` as the page knows it: of one that is known by its words alone, these."""
    return "p.id" if fold == "incidents" else f"coalesce(p.entity.id, 'words:' || left({_plain_words('p.quote')}, 200))"


def _plain_words(column: str) -> str:
    return f"lower(trim(regexp_replace({column}, '\\s+', ' ', 'g')))"


def _places(filters: Filters) -> list[str]:
    tests = []
    for value in filters.place:
        if value.isascii() and value.isdigit():
            tests.append(f"place.geonames_id = {int(value)}")
        else:
            tests.append(f"contains(lower(place.name), {quoted(value.lower())})")
    return [f"({' OR '.join(tests)})"] if tests else []


def _days(filters: Filters, start: str, end: str) -> list[str]:
    tests = []
    if filters.since:
        tests.append(f"coalesce({end}, '9999') >= '{filters.since}'")
    if filters.until:
        tests.append(f"coalesce({start}, '0') <= '{filters.until}'")
    if not tests:
        return []
    inside = " AND ".join(tests)
    day = f"coalesce({start}, {end})"
    return [f"({day} IS NULL OR ({inside}))" if filters.undated else f"({day} IS NOT NULL AND {inside})"]


def _words(filters: Filters, *, incidents: bool) -> list[str]:
    """The words, looked for in whole reports: SQL has no sentence at hand, so this finds more than the page does."""
    if not filters.q.strip():
        return []
    wanted, unwanted = parse(filters.q)
    tests = [f"contains(strip_accents(lower(concat_ws(' ', title, text))), {quoted(' '.join(term.words))})" for term in wanted]
    tests += [f"NOT contains(strip_accents(lower(concat_ws(' ', title, text))), {quoted(' '.join(term.words))})" for term in unwanted]
    reports = f"SELECT key FROM reports WHERE {' AND '.join(tests)}"
    if incidents:
        return [f"id IN (SELECT id FROM (SELECT id, unnest(reports) AS report FROM incidents) WHERE report IN ({reports}))"]
    return [f"report_key IN ({reports})"]


def quoted_list(values: Sequence[str]) -> str:
    """Words as SQL, between commas."""
    return ", ".join(map(quoted, values))


def quoted(value: str) -> str:
    """Words as SQL."""
    return "'" + value.replace("'", "''") + "'"

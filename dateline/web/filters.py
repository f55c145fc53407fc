"""What a view shows: the filters of a request, as conditions over an index (`Chosen`), each known by the facet it belongs to."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Sequence
from typing import Any, Literal, Protocol
from urllib.parse import urlencode

import numpy as np

from dateline.web.reader import IndexReader, Numbers
from dateline.web.search import matching_events

Fold = Literal["incidents", "events"]
_FEW = 8  # values that are looked for one by one


@dataclasses.dataclass(frozen=True)
class Filters:
    """The filters of a view; what is empty or None does not filter. Values of one field are alternatives, but every `party` takes part."""

    q: str = ""
    type: tuple[str, ...] = ()
    quad: tuple[int, ...] = ()
    mode: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    party: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    speaker: tuple[str, ...] = ()
    publisher: tuple[str, ...] = ()
    since: datetime.date | None = None
    until: datetime.date | None = None
    undated: bool = False
    min_confidence: float = 0.0
    coder: str | None = None
    fold: Fold = "incidents"

    def query(self) -> str:
        """The filters as the query part of a URL, in a fixed order."""
        pairs: list[tuple[str, str]] = []
        for field in dataclasses.fields(self):
            value = getattr(self, field.name)
            if value == field.default:
                continue
            if isinstance(value, tuple):
                pairs.extend((field.name, str(one)) for one in value)
            else:
                pairs.append((field.name, "1" if value is True else str(value)))
        return urlencode(pairs)


class Where(Protocol):
    """Conditions as SQL, without those of one facet, with more."""

    def __call__(self, but: str | None = None, more: str | None = None) -> str:
        """The SQL."""


@dataclasses.dataclass(frozen=True)
class Condition:
    """A piece of SQL over the index's items; `facet` is the field that it narrows."""

    facet: str
    sql: str


class Chosen:
    """Filters made into SQL over one index: `table`, and `where` with the `values` and number columns (`tables`) that it names."""

    def __init__(self, reader: IndexReader, filters: Filters) -> None:
        """Looks up the names and words that the filters give."""
        self.reader, self.filters = reader, filters
        self.table = filters.fold
        self.values: dict[str, Any] = {}
        self.tables: dict[str, Numbers] = {}
        self._conditions = [*self._plain(), *self._parties(), *self._places(), *self._days(), *self._words()]

    def where(self, but: str | None = None, more: str | None = None) -> str:
        """The conditions joined, without those of the facet `but`, with `more`."""
        parts = [one.sql for one in self._conditions if one.facet != but] + ([more] if more else [])
        return " AND ".join(parts) or "TRUE"

    def parted(self) -> Where:
        """`where` by facet, for many questions on the same filters: costly conditions are looked at once and not for every facet.

        A row counts for a facet if it passes all conditions, or fails that facet's alone.
        """
        facets = list(dict.fromkeys(one.facet for one in self._conditions))
        if not any("list_" in one.sql or "SELECT" in one.sql for one in self._conditions):
            return self.where
        tests = {facet: " AND ".join(one.sql for one in self._conditions if one.facet == facet) for facet in facets}
        failed = " | ".join(f"(CASE WHEN {test} THEN 0 ELSE {1 << at} END)" for at, test in enumerate(tests.values()))
        sql = f"SELECT num, {failed} AS failed FROM {self.table} WHERE bit_count(({failed})::INTEGER) <= 1"
        found = self.reader.columns(sql, self.values, self.tables)
        whole = found["failed"] == 0
        self.tables["passed"] = found["num"][whole]
        for at, facet in enumerate(facets):
            self.tables[f"passed_but_{facet}"] = found["num"][whole | (found["failed"] == 1 << at)]

        def where(but: str | None = None, more: str | None = None) -> str:
            name = f"passed_but_{but}" if but in tests else "passed"
            return f"num IN (SELECT n FROM {name})" + (f" AND {more}" if more else "")

        return where

    def narrowed(self) -> set[str]:
        """The facets that have a condition."""
        return {one.facet for one in self._conditions}

    def rows(self, sql: str, **more: Any) -> list[tuple[Any, ...]]:
        """The rows of a query that uses `where`."""
        return self.reader.rows(sql, {**self.values, **more}, self.tables)

    def value(self, sql: str, **more: Any) -> Any:
        """The first column of the first row."""
        return self.rows(sql, **more)[0][0]

    def exact(self, *more: str | None) -> list[str]:
        """The names among the parties (and `more`) that are entities' ids; any other stands for part of a name."""
        wanted = self.filters
        names = [name for name in (*wanted.actor, *wanted.recipient, *wanted.party, *wanted.speaker, *more) if name]
        found = self.reader.rows("SELECT id FROM entities WHERE list_contains($names, id)", {"names": names}) if names else []
        return [row[0] for row in found]

    def _plain(self) -> list[Condition]:
        found, wanted = [], self.filters
        for name in ("type", "mode", "status", "quad"):
            if given := getattr(wanted, name):
                names = []
                for number, value in enumerate(given):
                    self.values[f"{name}_{number}"] = value
                    names.append(f"${name}_{number}")
                found.append(Condition(name, f"{name} IN ({', '.join(names)})"))
        for name, column in (("country", "countries"), ("publisher", "publishers")):
            given = getattr(wanted, name)
            self.values |= {f"{name}_{number}": value for number, value in enumerate(given)}
            if given:
                found.append(Condition(name, self._has_any(column, [f"${name}_{number}" for number in range(len(given))])))
        if wanted.min_confidence > 0:
            self.values["least"] = wanted.min_confidence
            found.append(Condition("confidence", "confidence >= $least"))
        return found

    def _parties(self) -> list[Condition]:
        found = []
        for name, columns in (("actor", ("actors",)), ("recipient", ("recipients",)), ("speaker", ("speakers",))):
            if given := getattr(self.filters, name):
                found.append(Condition(name, self.takes_part(given, columns)))
        found.extend(Condition("party", self.takes_part((one,), ("actors", "recipients"))) for one in self.filters.party)
        return found

    def takes_part(self, names: Sequence[str], columns: Sequence[str]) -> str:
        """A condition: one of these entities (an id, or else part of a name) stands in one of the columns."""
        nums = entity_numbers(self.reader, names)
        if not nums:
            return "FALSE"
        inside = ""
        if len(nums) > _FEW:
            name = f"wanted_{len(self.tables)}"
            self.tables[name] = np.asarray(nums, np.int32)
            inside = f"SELECT n FROM {name}"
        return "(" + " OR ".join(self._has_any(column, [str(num) for num in nums], inside) for column in columns) + ")"

    def _has_any(self, column: str, values: Sequence[str], inside: str = "") -> str:
        """A condition: one of these (SQL) values stands in the list. `list_has_any` says the same at several times the cost.

        `inside` gives the same values as a query, for where they are many.
        """
        if len(values) <= _FEW:
            return "(" + " OR ".join(f"list_contains({column}, {value})" for value in values) + ")"
        return f"num IN (SELECT num FROM (SELECT num, unnest({column}) AS e FROM {self.table}) WHERE e IN ({inside or ', '.join(values)}))"

    def _places(self) -> list[Condition]:
        tests = []
        for number, value in enumerate(self.filters.place):
            self.values[f"place_{number}"] = int(value) if _is_id(value) else value
            tests.append(f"geonames_id = $place_{number}" if _is_id(value) else f"contains(lname, lower($place_{number}))")
        return [Condition("place", f"place IN (SELECT num FROM places WHERE {' OR '.join(tests)})")] if tests else []

    def _days(self) -> list[Condition]:
        wanted, tests = self.filters, []
        if wanted.since:
            self.values["since"] = wanted.since
            tests.append("hi >= $since")
        if wanted.until:
            self.values["until"] = wanted.until
            tests.append("lo <= $until")
        if not tests:
            return []
        inside = " AND ".join(tests)
        return [Condition("day", f"(NOT dated OR ({inside}))" if wanted.undated else f"(dated AND {inside})")]

    def _words(self) -> list[Condition]:
        if not self.filters.q.strip():
            return []
        events = matching_events(self.reader, self.filters.q)
        self.tables["matched"] = events if self.table == "events" else self.reader.incidents_of(events)
        return [Condition("q", "num IN (SELECT n FROM matched)")]


def entity_numbers(reader: IndexReader, names: Sequence[str]) -> list[int]:
    """The numbers of the entities of these ids; a name that is no id stands for all that have it as part of theirs."""
    found: dict[int, None] = {}
    for name in names:
        exact = reader.rows("SELECT num FROM entities WHERE id = $name", {"name": name})
        rows = exact or reader.rows("SELECT num FROM entities WHERE contains(lname, lower($name)) ORDER BY num", {"name": name})
        found |= dict.fromkeys(row[0] for row in rows)
    return list(found)


def _is_id(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) < 19

"""What a view shows: the filters of a request, as conditions over an index (`Chosen`), each known by the facet it belongs to."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Sequence
from typing import Any, Literal
from urllib.parse import urlencode

import numpy as np

from dateline.web.reader import IndexReader, Numbers
from dateline.web.search import matching_events

Fold = Literal["incidents", "events"]
_FEW = 32  # entities that are named in a condition one by one; more, and the index is asked for them


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

    def narrowed(self) -> set[str]:
        """The facets that have a condition."""
        return {one.facet for one in self._conditions}

    def rows(self, sql: str, **more: Any) -> list[tuple[Any, ...]]:
        """The rows of a query that uses `where`."""
        return self.reader.rows(sql, {**self.values, **more}, self.tables)

    def value(self, sql: str, **more: Any) -> Any:
        """The first column of the first row."""
        return self.rows(sql, **more)[0][0]

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
            if given := getattr(wanted, name):
                self.values[f"{name}_list"] = list(given)
                found.append(Condition(name, f"list_has_any({column}, ${name}_list)"))
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
        if len(nums) <= _FEW:
            listed = ", ".join(map(str, nums))
            test = f"list_contains({{}}, {listed})" if len(nums) == 1 else f"list_has_any({{}}, [{listed}])"
            return "(" + " OR ".join(test.format(column) for column in columns) + ")"
        at = len(self.tables)
        self.tables[f"wanted_{at}"] = _numbers(nums)
        tests = [
            f"num IN (SELECT num FROM (SELECT num, unnest({column}) AS e FROM {self.table}) WHERE e IN (SELECT n FROM wanted_{at}))"
            for column in columns
        ]
        return "(" + " OR ".join(tests) + ")"

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


def _numbers(nums: Sequence[int]) -> Numbers:
    return np.asarray(nums, np.int32)

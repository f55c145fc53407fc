"""What the tables and users' dictionaries know, entry by entry with the line that says it: for people who ask, not for coding."""

from __future__ import annotations

import dataclasses
import difflib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from importlib import resources

from dateline.resolve.countries import plain
from dateline.resolve.lexicon import lexicon
from dateline.resolve.organisations import GROUP_TABLES, history_of
from dateline.resolve.tables import Row, parse
from dateline.resolve.userdict import UserDictionary

_ALIKE = 0.72  # similarity from which a name is suggested for an unknown one


@dataclasses.dataclass(frozen=True, slots=True)
class Held:
    """A country (several parted by `|`) and sector with the days on which they hold, ISO prefixes, empty where open or not told."""

    country: str
    sector: str
    start: str = ""
    end: str = ""

    def holds(self, day: str) -> bool:
        """True from the first to the last day (the year or month of a shorter date counts whole)."""
        return self.start <= day and not (self.end and day[: len(self.end)] > self.end)


@dataclasses.dataclass(frozen=True, slots=True)
class Known:
    """One entry: its kind, its names with what each is (`name`, `alias`, `shared`, `demonym`, `capital`, …), and what it says."""

    kind: str
    name: str
    names: tuple[tuple[str, str], ...]
    held: tuple[Held, ...]
    table: str
    line: int
    office: str = ""
    note: str = ""

    @property
    def aliases(self) -> tuple[str, ...]:
        """All names but the first."""
        return tuple(name for name, _ in self.names if name != self.name)


@dataclasses.dataclass(frozen=True, slots=True)
class TableCount:
    """How many entries of a kind a table has, and how many names they bear."""

    table: str
    kind: str
    entries: int
    names: int


def known_entries(own: Sequence[UserDictionary] = ()) -> Iterator[Known]:
    """Every entry: those of the users' dictionaries first (the later file before the earlier), then the shipped tables'."""
    for dictionary in reversed(own):
        yield from _own(dictionary)
    for row in _table("countries.tsv"):
        held = (Held(row["code"], "GOV"),)
        names = (*_named(row["name"], "name"), *_named(row.list("aliases"), "alias"), *_named(row.list("demonyms"), "demonym"))
        seats = (*_named(row["capital"], "capital"), *_named(row.list("metonyms"), "seat of government"))
        yield _known("country", row["name"], (*names, *seats), held, row)
    for row in _table("short_names.tsv"):
        yield _known("country", row["name"], _named(row["name"], "short name"), (Held(row["country"], "GOV"),), row, note=row["note"])
    for row in _table("peoples.tsv"):
        yield _known("people", row["name"], _names(row), (Held("|".join(row.list("countries")), "CVL"),), row)
    for row in _table("regions.tsv"):
        yield _known("region", row["name"], _names(row), (Held("|".join(row.list("countries")), ""),), row, note=row["note"])
    for table in GROUP_TABLES:
        for row in _table(table):
            names = (*_names(row), *_named(row.list("shared"), "shared"))
            yield _known("organisation", row["name"], names, _stretches(row), row)
    for row in _table("leaders.tsv"):
        term = Held(row["country"], row["sector"], row["from"], row["to"])
        yield _known("person", row["name"], _names(row), (term,), row, office=row["office"])
    for row in _table("roles.tsv"):
        yield _known("role", row["role"], _named(row["role"], "name"), (Held(row["code"], row["sector"]),), row, note=row["kind"])


def readings(name: str, entries: Iterable[Known], day: str | None = None) -> list[tuple[Known, str]]:
    """The entries that bear the name, each with what it is to them (`alias`, `capital`); with a day, those that hold then, as they do."""
    key = plain(name)
    roles = {entry.piece.role.word for entry in lexicon().entries.get(key, ()) if entry.piece.role}
    found = []
    for entry in entries:
        told = next((what for other, what in entry.names if plain(other) == key), None)
        if told is None and entry.kind == "role" and entry.name in roles:
            told = "plural"
        if told is None:
            continue
        held = tuple(one for one in entry.held if one.holds(day)) if day else entry.held
        if held:
            found.append((dataclasses.replace(entry, held=held[:1] if day else held), told))
    return found


def near_names(name: str, entries: Iterable[Known], most: int = 5) -> list[str]:
    """The known names most like this one, best first."""
    key = plain(name)
    spelt = {plain(other): other for entry in entries for other, _ in entry.names}
    # Names of a quite different length cannot be alike enough, and comparing is what takes time.
    near = [other for other in spelt if 0.55 * len(key) <= len(other) <= len(key) / 0.55]
    return [spelt[other] for other in difflib.get_close_matches(key, near, n=most, cutoff=_ALIKE)]


def count_entries(entries: Iterable[Known]) -> list[TableCount]:
    """How much each table knows, by kind."""
    found: Counter[tuple[str, str]] = Counter()
    names: Counter[tuple[str, str]] = Counter()
    for entry in entries:
        found[entry.table, entry.kind] += 1
        names[entry.table, entry.kind] += len({plain(name) for name, _ in entry.names})
    return [TableCount(table, kind, count, names[table, kind]) for (table, kind), count in found.items()]


def _own(dictionary: UserDictionary) -> Iterator[Known]:
    for entry in dictionary.entries:
        names = (*_named(entry.names[0], "name"), *_named(entry.names[1:], "alias"))
        held = tuple(Held(code.country or "", code.sector or "", code.start, code.end) for code in entry.codes)
        written = " ".join(dict.fromkeys(code.written for code in entry.codes))
        yield Known(entry.kind or "own entry", entry.names[0], names, held, dictionary.path, entry.line, note=written)
    for agent in dictionary.agents:
        names = (*_named(agent.words[0], "name"), *_named(agent.words[1:], "plural"))
        code = agent.code
        yield Known(
            "role", agent.words[0], names, (Held(code.country or "", code.sector or ""),), dictionary.path, agent.line, note=code.written
        )


def _stretches(row: Row) -> tuple[Held, ...]:
    """The history and, where that does not end with it, the entry's own country and sector."""
    found = [Held(stretch.country, stretch.sector or "", stretch.start, stretch.end) for stretch in history_of(row)]
    if not found:
        return (Held(row["country"], row["sector"], row["from"], row["to"]),)
    if all(one.end for one in found):
        found.append(Held(row["country"], row["sector"], max(one.end for one in found), row["to"]))
    return tuple(found)


def _known(
    kind: str, name: str, names: tuple[tuple[str, str], ...], held: tuple[Held, ...], row: Row, office: str = "", note: str = ""
) -> Known:
    table, _, line = row.where.rpartition(":")
    return Known(kind, name, names, held, table, int(line), office, note)


def _names(row: Row) -> tuple[tuple[str, str], ...]:
    return (*_named(row["name"], "name"), *_named(row.list("aliases"), "alias"))


def _named(names: str | Sequence[str], what: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, what) for name in ([names] if isinstance(names, str) else names) if name)


def _table(name: str) -> Iterator[Row]:
    """The table's lines, whatever its columns are."""
    text = resources.files("dateline.resolve").joinpath("data", name).read_text(encoding="utf-8")
    header = next(line for line in text.split("\n") if line and not line.startswith("#"))
    yield from parse(text, tuple(header.rstrip("\r").split("\t")), f"resolve/data/{name}")

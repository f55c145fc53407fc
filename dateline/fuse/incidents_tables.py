"""The tables that joining goes by: pairs of types, weights. Checked against their schema when they are read."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping
from importlib import resources
from pathlib import Path

import msgspec

from dateline.errors import DataError
from dateline.ontology import ontology
from dateline.resolve.tables import Row, parse

# What two tellings are compared in. Evidence on one aspect is averaged over the pairs of two clusters that have any (`incidents_cluster`).
ASPECTS = ("base", "act", "actor", "recipient", "place", "day", "number", "text", "report")


class Weight(msgspec.Struct, frozen=True):
    """What a feature adds to the log-odds, of which aspect it is, and how its reason reads (empty: it is never shown)."""

    aspect: int
    value: float
    says: str


def _rows(name: str, columns: tuple[str, ...]) -> list[Row]:
    text = resources.files("dateline.fuse").joinpath("data", name).read_text(encoding="utf-8")
    return list(parse(text, columns, f"fuse/data/{name}"))


def _number(row: Row) -> float:
    value = row.number("weight")
    if value is None:
        raise DataError(f"{row.where}: weight is empty; write a number")
    return value


@functools.cache
def weights() -> Mapping[str, Weight]:
    """The weights by feature. Raises `DataError` with file and line where the table breaks its schema."""
    found = {}
    for row in _rows("join_weights.tsv", ("feature", "aspect", "weight", "says")):
        if row["aspect"] not in ASPECTS:
            raise DataError(f"{row.where}: {row['aspect']!r} is no aspect; use one of {', '.join(ASPECTS)}")
        found[row["feature"]] = Weight(ASPECTS.index(row["aspect"]), _number(row), row["says"])
    return found


@functools.cache
def type_pairs() -> Mapping[tuple[str, str], float]:
    """What a pair of types weighs, either way round; a type with itself 0. A pair that is not there is never joined."""
    found: dict[tuple[str, str], float] = {(name, name): 0.0 for name in ontology().types}
    for row in _rows("type_pairs.tsv", ("left", "right", "weight", "example")):
        pair = (row["left"], row["right"])
        if unknown := [name for name in pair if name not in ontology().types]:
            raise DataError(f"{row.where}: {unknown[0]!r} is no type of the ontology")
        if pair in found:
            raise DataError(f"{row.where}: the pair {' and '.join(pair)} stands here already")
        found[pair] = found[pair[::-1]] = _number(row)
    return found


@functools.cache
def type_groups() -> Mapping[str, int]:
    """A number a type: types that a chain of pairs links have the same one, so what differs in it can't be joined."""
    group = {name: number for number, name in enumerate(sorted(ontology().types))}
    for left, right in type_pairs():
        old, new = max(group[left], group[right]), min(group[left], group[right])
        group = {name: new if number == old else number for name, number in group.items()}
    return group


@functools.cache
def method_id() -> str:
    """A hash over the code and tables that decide what is joined: incidents made by another method are made anew."""
    root = Path(__file__).parent
    found = hashlib.sha256()
    for path in sorted([*root.glob("incidents*.py"), *(root / "data").glob("*.tsv")]):
        found.update(path.name.encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:16]

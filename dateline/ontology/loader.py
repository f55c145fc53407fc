"""Load the ontology tables once. They are data files, checked against their schema on load.

Source of names, codes and scores: PLOVER manual, draft 2.0, with this project's decisions on its contradictions (docs/ontology.md); CAMEO's
conflict-cooperation scale after Goldstein (1992). Definitions are our own words.
"""

from __future__ import annotations

import csv
import dataclasses
import functools
from collections.abc import Callable, Mapping
from importlib import resources
from types import MappingProxyType
from typing import TypeVar

from dateline.errors import DataError

T = TypeVar("T")
Row = dict[str, str]


@dataclasses.dataclass(frozen=True, slots=True)
class Mode:
    """How an event of a type was done. `score` is None where the ontology gives none (then the type's holds)."""

    name: str
    score: float | None
    definition: str


@dataclasses.dataclass(frozen=True, slots=True)
class EventType:
    """One of the 16 PLOVER types. `quad` is 1 to 4; `score` runs from -10 (conflict) to 10 (cooperation)."""

    name: str
    quad: int
    recipient_required: bool
    score: float
    definition: str
    modes: Mapping[str, Mode]


@dataclasses.dataclass(frozen=True, slots=True)
class Cameo:
    """A CAMEO code's place in PLOVER. `goldstein` is None where the scale has no value for the code."""

    code: str
    type: str
    mode: str | None
    contexts: tuple[str, ...]
    goldstein: float | None


@dataclasses.dataclass(frozen=True, slots=True)
class Ontology:
    """All tables: `contexts`, `sectors`, `nonstate` and `quads` map a code to its definition or name."""

    types: Mapping[str, EventType]
    contexts: Mapping[str, str]
    sectors: Mapping[str, str]
    nonstate: Mapping[str, str]
    quads: Mapping[int, str]
    cameo: Mapping[str, Cameo]
    old_names: Mapping[str, tuple[str, str | None]]

    def score(self, kind: str, mode: str | None) -> float:
        """The intensity of a type with a mode (the type's own where the mode has none)."""
        found = self.types[kind]
        own = found.modes[mode].score if mode else None
        return found.score if own is None else own

    def from_cameo(self, code: str) -> Cameo | None:
        """The PLOVER type of a CAMEO code, or of the nearest code above it; None where CAMEO has no counterpart (01, 02)."""
        for length in range(len(code), 1, -1):
            if code[:length] in self.cameo:
                return self.cameo[code[:length]]
        return None

    def to_cameo(self, kind: str, mode: str | None = None) -> tuple[str, ...]:
        """The CAMEO codes of a type and mode, most general first; those of the type where the mode has none of its own."""
        of_type = [c for c in self.cameo.values() if c.type == kind]
        exact = [c for c in of_type if c.mode == mode] or of_type
        return tuple(c.code for c in sorted(exact, key=lambda c: (len(c.code.rstrip("0")), c.code)))


def _rows(name: str, columns: tuple[str, ...], parse: Callable[[Row], T]) -> list[T]:
    text = resources.files("dateline.ontology").joinpath("data", name).read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    if tuple(rows.fieldnames or ()) != columns:
        raise DataError(f"ontology/data/{name}: columns {rows.fieldnames}, want {columns}")
    found = []
    for number, row in enumerate(rows, 2):
        try:
            if None in row or None in row.values():
                raise ValueError(f"want {len(columns)} fields")
            found.append(parse(row))
        except (KeyError, ValueError) as error:
            raise DataError(f"ontology/data/{name}:{number}: {error}") from error
    return found


def _number(text: str) -> float | None:
    return float(text) if text else None


def _types() -> dict[str, EventType]:
    modes: dict[str, dict[str, Mode]] = {}
    for kind, mode in _rows(
        "modes.tsv",
        ("type", "mode", "score", "definition"),
        lambda r: (r["type"], Mode(r["mode"], _number(r["score"]), r["definition"])),
    ):
        modes.setdefault(kind, {})[mode.name] = mode

    def parse(r: Row) -> EventType:
        if r["quad"] not in "1234" or r["recipient_required"] not in ("yes", "no"):
            raise ValueError("quad is 1 to 4, recipient_required yes or no")
        own = MappingProxyType(modes.pop(r["type"], {}))
        return EventType(r["type"], int(r["quad"]), r["recipient_required"] == "yes", float(r["score"]), r["definition"], own)

    types = {t.name: t for t in _rows("types.tsv", ("type", "quad", "recipient_required", "score", "definition"), parse)}
    if modes:
        raise DataError(f"ontology/data/modes.tsv: modes of unknown types {sorted(modes)}")
    return types


@functools.cache
def ontology() -> Ontology:
    """The shipped ontology. Raises `DataError` with file and line when a table breaks its schema."""
    types = _types()
    contexts = dict(_rows("contexts.tsv", ("context", "definition"), lambda r: (r["context"], r["definition"])))

    def cameo(r: Row) -> Cameo:
        if r["mode"] and r["mode"] not in types[r["type"]].modes:
            raise ValueError(f"{r['type']} has no mode {r['mode']!r}")
        named = tuple(c for c in r["contexts"].split(",") if c)
        if unknown := set(named) - set(contexts):
            raise ValueError(f"unknown contexts {sorted(unknown)}")
        return Cameo(r["cameo"], types[r["type"]].name, r["mode"] or None, named, _number(r["goldstein"]))

    return Ontology(
        types=MappingProxyType(types),
        contexts=MappingProxyType(contexts),
        sectors=MappingProxyType(dict(_rows("sectors.tsv", ("sector", "definition"), lambda r: (r["sector"], r["definition"])))),
        nonstate=MappingProxyType(dict(_rows("nonstate.tsv", ("code", "name"), lambda r: (r["code"], r["name"])))),
        quads=MappingProxyType(dict(_rows("quads.tsv", ("quad", "name"), lambda r: (int(r["quad"]), r["name"])))),
        cameo=MappingProxyType({c.code: c for c in _rows("cameo.tsv", ("cameo", "type", "mode", "contexts", "goldstein"), cameo)}),
        old_names=MappingProxyType(
            dict(_rows("old_names.tsv", ("old", "type", "mode"), lambda r: (r["old"], (types[r["type"]].name, r["mode"] or None))))
        ),
    )

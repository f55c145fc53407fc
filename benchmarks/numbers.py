"""Numbers: a frozen list of news-like cases of Microsoft's recognizers and of quantulum3, beside the library quantulum3 itself.

`numbers_news_cases.txt` lists the cases and says how they were chosen. A case is right where every number that it expects is read:
the same low and high (a gold value with an uncertainty is value ± uncertainty), within a millionth. `value_accuracy` hands each system
the words of each number, as the reader hands mentions to the resolver; `value_unit_accuracy` asks for the unit too, over the cases
that give one. `text_value_accuracy` hands over the bare case: Dateline's numbers are those that counts and claims are made of, so what the
shipped reader takes for a time ("three days") or an actor is none. Numbers found beside the expected ones cost neither system anything;
`quantulum3_accuracy` and the like are its figures of the same kinds, and its own cases are its regression tests, which it passes.

Departures: the cases expect no bounds, so the open side that we read from a bound word beside the number costs nothing; a gold dozen
("1 dozen") is read as 12, for both; a share ("two thirds") is dimensionless; money is compared by currency.
Both systems are asked the same; quantulum3 without its optional classifier. Where quantulum3 is not installed (`pip install '.[bench]'`),
its figures are null and `quantulum3_missing` says so.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import math
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.plv import half
from benchmarks.statistics import with_interval
from dateline.coder import Coder
from dateline.resolve.quantities import parse_quantity
from dateline.resolve.sentence_numbers import sentence_numbers
from dateline.resolve.units import unit_after

CASES = Path(__file__).with_name("numbers_news_cases.txt")
_NEAR = 1e-6
# Our unit names → quantulum3's, where they differ.
_NAMES = {
    "": "dimensionless",
    "fraction": "dimensionless",
    "percent": "percentage",
    "USD": "dollar",
    "EUR": "euro",
    "GBP": "pound sterling",
    "USD/hour": "dollar per hour",
    "USD/kilogram": "dollar per kilogram",
    "times/week": "count per week",
    "tonne/day": "ton per day",
    "ton": "tonne",
    "degree Fahrenheit": "degree fahrenheit",
    "millilitre": "cubic centimetre",
}
_SCALED = {"dozen": 12.0}


@dataclass(frozen=True, slots=True)
class Value:
    """A number as read: low, high (None: open) and quantulum3's name of its unit."""

    low: float | None
    high: float | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class Gold:
    """A number as expected; a unit of None is not asked for."""

    low: float
    high: float
    unit: str | None


@dataclass(frozen=True, slots=True)
class Case:
    """A case's text and the numbers that it expects, each with its words."""

    text: str
    expected: tuple[tuple[str, Gold], ...]


Reader = Callable[[str], Sequence[Value | Gold]]


def _value(value: float, uncertainty: float | None, unit: str | None) -> Gold:
    size, around = _SCALED.get(unit or "", 1.0), uncertainty or 0.0
    named = "dimensionless" if unit in _SCALED else unit
    return Gold((value - around) * size, (value + around) * size, named)


def _case(row: Mapping[str, Any]) -> Case:
    if "Input" in row:
        numbers = ((r["Text"], _value(float(r["Resolution"]["value"]), None, None)) for r in row["Results"])
        return Case(row["Input"], tuple(numbers))
    return Case(row["req"], tuple((r["surface"], _value(r["value"], r.get("uncertainty"), r["unit"])) for r in row["res"]))


def cases(data: Path, listed: Path = CASES) -> list[Case]:
    """The listed cases that the folder holds."""
    wanted = {tuple(line.split()) for line in listed.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")}
    found = []
    for name in sorted({name for name, _ in wanted}):
        for line in (data / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            case = _case(json.loads(line))
            if (name, hashlib.sha1(case.text.encode()).hexdigest()[:10]) in wanted:
                found.append(case)
    return found


def _near(one: float | None, other: float) -> bool:
    """Whether they are the same; the open side of a bounded number is."""
    return one is None or math.isclose(one, other, rel_tol=_NEAR, abs_tol=1e-12)


def matches(found: Value | Gold, want: Gold, *, unit: bool) -> bool:
    """Whether the bounds agree, and the unit where it is asked for."""
    return _near(found.low, want.low) and _near(found.high, want.high) and (not unit or want.unit is None or found.unit == want.unit)


def _named(unit: str) -> str:
    return _NAMES.get(unit, unit)


def dateline_phrase(words: str) -> list[Value | Gold]:
    """Our reading of one number's words."""
    found = parse_quantity(words)
    return [Value(found.low, found.high, _named(found.unit))] if found else []


def dateline_text(coder: Coder) -> Reader:
    """Our reading of a text: every number of its sentences, as counts and claims are made of them."""

    def read(text: str) -> list[Value | Gold]:
        found: list[Value | Gold] = []
        for sentence in coder.reader.read(text):
            for number in sentence_numbers(text, sentence):
                unit = number.quantity.unit or unit_after(text, number.end)
                found.append(Value(number.quantity.low, number.quantity.high, _named(unit)))
        return found

    return read


def quantulum3_reader() -> Reader | None:
    """quantulum3's reading of words or a text; None where it is not installed."""
    if importlib.util.find_spec("quantulum3") is None:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns that its classifier is not there
        parser = importlib.import_module("quantulum3.parser")

    def read(text: str) -> list[Value | Gold]:
        try:
            return [_value(q.value, q.uncertainty, q.unit.name) for q in parser.parse(text)]
        except Exception:  # noqa: BLE001  # what it cannot read, it has not read
            return []

    return read


def right(case: Case, reader: Reader, *, given: bool, unit: bool = False) -> bool:
    """Whether every number of the case is read, from its own words or from the whole text."""
    whole = [] if given else reader(case.text)
    return all(any(matches(found, want, unit=unit) for found in (reader(words) if given else whole)) for words, want in case.expected)


def _shares(name: str, found: Sequence[bool]) -> dict[str, Any]:
    return with_interval(name, found, lambda xs: sum(xs) / max(1, len(xs)))


def figures(asked: Sequence[Case], ours_in_text: Reader, peer: Reader | None) -> dict[str, Any]:
    """All figures over the cases."""
    with_unit = [case for case in asked if any(value.unit for _, value in case.expected)]
    found: dict[str, Any] = {"cases": len(asked), "cases_with_unit": len(with_unit)}
    found |= _shares("value_accuracy", [right(case, dateline_phrase, given=True) for case in asked])
    found |= _shares("value_unit_accuracy", [right(case, dateline_phrase, given=True, unit=True) for case in with_unit])
    found |= _shares("text_value_accuracy", [right(case, ours_in_text, given=False) for case in asked])
    if peer is None:
        missing = ("quantulum3_accuracy", "quantulum3_unit_accuracy", "quantulum3_text_accuracy")
        return found | dict.fromkeys(missing) | {"quantulum3_missing": "not installed: pip install '.[bench]'"}
    found |= _shares("quantulum3_accuracy", [right(case, peer, given=True) for case in asked])
    found |= _shares("quantulum3_unit_accuracy", [right(case, peer, given=True, unit=True) for case in with_unit])
    return found | _shares("quantulum3_text_accuracy", [right(case, peer, given=False) for case in asked])


def run(data: Path) -> dict[str, Any]:
    """The top figures are half B's, on which targets are judged."""
    asked = cases(data)
    in_text, peer = dateline_text(Coder()), quantulum3_reader()
    halves = {name: [case for case in asked if half(case.text) == name] for name in "AB"}
    found = {name: figures(halves[name], in_text, peer) for name in "AB"}
    return {**found["B"], "half_a": found["A"], "both": figures(asked, in_text, peer)}

"""Fills `factor` and `offset` of dateline/resolve/data/units.tsv from pint; `--check` only says whether they are up to date (exit 1: no).

Needs pint (`pip install '.[dev]'`). The column `pint` holds pint's expression for the unit; where it is empty the unit is none of
pint's (dunam, li, head, money) and the factor is kept as people wrote it. Value × factor + offset is the value in the dimension's base.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pint

FILE = Path(__file__).parents[1] / "dateline" / "resolve" / "data" / "units.tsv"
COLUMNS = ("unit", "dimension", "pint", "factor", "offset", "aliases")
BASES = {
    "length": "meter",
    "area": "meter ** 2",
    "mass": "kilogram",
    "volume": "meter ** 3",
    "flow": "meter ** 3 / second",
    "power": "watt",
    "energy": "kilowatt_hour",
    "speed": "kilometer / hour",
    "temperature": "degC",
    "time": "second",
    "data": "byte",
    "data rate": "bit / second",
    "yield": "1000 * ton_TNT",
    "voltage": "volt",
    "current": "ampere",
    "frequency": "hertz",
    "pressure": "pascal",
    "dose": "sievert",
    "absorbed dose": "gray",
    "radioactivity": "becquerel",
}


def conversion(registry: pint.UnitRegistry[float], unit: str, base: str) -> tuple[float, float]:
    """Factor and offset from a unit to its base, both as pint writes them."""
    if base == "degC":
        zero, one = (registry.Quantity(value, unit).to(base).magnitude for value in (0.0, 1.0))
        return one - zero, zero
    return float((registry.parse_expression(unit) / registry.parse_expression(base)).to("dimensionless").magnitude), 0.0


def _digits(value: float) -> str:
    return f"{value:.12g}"


def make_units(text: str) -> str:
    """The table's text with its factors and offsets computed anew."""
    registry: pint.UnitRegistry[float] = pint.UnitRegistry()
    header, *lines = text.rstrip("\n").split("\n")
    if tuple(header.split("\t")) != COLUMNS:
        raise SystemExit(f"{FILE.name}:1: columns must be {', '.join(COLUMNS)}")
    out = [header]
    for line in lines:
        unit, dimension, expression, factor, offset, aliases = line.split("\t")
        if expression:
            by, plus = conversion(registry, expression, BASES[dimension])
            factor, offset = _digits(by), _digits(plus) if abs(plus) > 1e-9 else ""
        out.append("\t".join((unit, dimension, expression, factor, offset, aliases)))
    return "\n".join(out) + "\n"


def main() -> int:
    """Writes or checks the file; returns the exit code."""
    old = FILE.read_text(encoding="utf-8")
    new = make_units(old)
    if "--check" in sys.argv[1:]:
        sys.stderr.write("" if new == old else f"{FILE} is out of date: run scripts/make_units.py\n")
        return int(new != old)
    FILE.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Converted twins: "253,000 hectares (625,000 acres)" says one thing twice, and both are checked against each other.

Reports round, so two twins agree where they differ by no more than the rounding of both allows (half a unit of the last digit that is
not zero), by 2 % at least; by no more than 10 % however round they are, 25 % where one is below ten ("1 mile (2 km)").
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from dateline.resolve.quantities import Quantity, parse_quantity
from dateline.resolve.units import Unit, unit_after, unit_named

_BRACKET = re.compile(r"([^\S\n]*[^\W\d_]?[\w.²³% -]{0,40}?)[^\S\n]*[(\[]\s*([^()\[\]\n]{1,60}?)\s*[)\]]")
_AT_LEAST, _AT_MOST, _AT_MOST_SMALL, _SMALL = 0.02, 0.10, 0.25, 10


@dataclass(frozen=True, slots=True)
class FoundTwin:
    """A twin `text[start:end]`. `gap` is by what part of the first it differs, `agrees` what that says; None: no known rate."""

    start: int
    end: int
    quantity: Quantity
    gap: float | None
    agrees: bool | None


def find_twin(text: str, start: int, end: int) -> FoundTwin | None:
    """The twin in brackets behind the quantity `text[start:end]`, checked, or None.

    A twin measures the same thing in another unit, or the same money in another currency.
    """
    if not 0 <= start < end <= len(text) or ("(" not in text[end : end + 50] and "[" not in text[end : end + 50]):
        return None
    bracket = _BRACKET.match(text, end)
    first, second = parse_quantity(text[start:end]), parse_quantity(bracket[2]) if bracket else None
    if not bracket or first is None or second is None or ". " in bracket[1]:
        return None
    measured = replace(first, unit=first.unit or unit_after(text, end))
    measured, second = _weighed(measured, second), _weighed(second, measured)
    unit, other = unit_named(measured.unit), unit_named(second.unit)
    if unit is None or other is None or unit is other or unit.dimension != other.dimension:
        return None
    gap = twin_gap(measured, second)
    return FoundTwin(*bracket.span(2), second, gap, None if gap is None else gap <= _allowed(measured, second))


def _weighed(quantity: Quantity, beside: Quantity) -> Quantity:
    """Pounds beside kilograms are no money."""
    unit = unit_named(beside.unit)
    return replace(quantity, unit="pound-mass") if quantity.unit == "pound" and unit and unit.dimension == "mass" else quantity


def twin_gap(first: Quantity, second: Quantity) -> float | None:
    """By what part of the first the second differs once both are in one unit (0.012 = 1.2 %); None where they can't be compared.

    Temperatures may be levels or differences: the nearer reading counts.
    """
    unit, other = unit_named(first.unit), unit_named(second.unit)
    if unit is None or other is None or unit.dimension != other.dimension:
        return None
    gaps = [_gap(one, two, unit, other) for one, two in ((first.low, second.low), (first.high, second.high))]
    return max((gap for gap in gaps if gap is not None), default=None)


def _gap(one: float | None, two: float | None, unit: Unit, other: Unit) -> float | None:
    if one is None or two is None or unit.factor is None or other.factor is None:
        return None
    readings = [(one * unit.factor, two * other.factor)]
    if unit.offset or other.offset:
        readings.append((one * unit.factor + unit.offset, two * other.factor + other.offset))
    return min((abs(b - a) / abs(a) for a, b in readings if a), default=None)


def _allowed(first: Quantity, second: Quantity) -> float:
    values = [abs(value) for q in (first, second) for value in (q.low, q.high) if value]
    rounding = sum(max((_rounding(v) for v in (q.low, q.high) if v), default=0.0) for q in (first, second))
    most = _AT_MOST_SMALL if min(values, default=0) < _SMALL else _AT_MOST
    return min(max(_AT_LEAST, rounding), most)


def _rounding(value: float) -> float:
    """Half a unit of the last digit that is not zero, as part of the value."""
    digits, _, power = f"{abs(value):.11e}".partition("e")
    last = len(digits.rstrip("0").rstrip(".").replace(".", "")) - 1
    return float(0.5 * 10.0 ** (int(power) - last) / abs(value))

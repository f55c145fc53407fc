"""The table of units, and pint's word for its factors."""

import pytest

from dateline.errors import DataError
from dateline.resolve import units
from dateline.resolve.tables import parse
from dateline.resolve.units import split_money_sign, split_unit, unit_after, unit_named, unit_of, unit_span

COLUMNS = ("unit", "dimension", "pint", "factor", "offset", "aliases")


@pytest.mark.parametrize(
    ("words", "name"),
    [("km", "kilometre"), ("acres", "acre"), ("kroner", "krone"), ("barrels of oil equivalent", "barrel of oil equivalent")],
)
def test_names(words, name):
    assert unit_of(words).name == name
    assert unit_named(name).name == name


@pytest.mark.parametrize(
    ("name", "value", "base"),
    [("mile", 1, 1609.344), ("degree Fahrenheit", 95, 35), ("kelvin", 300, 26.85), ("hectare", 2, 20_000), ("pound-mass", 1, 0.45359237)],
)
def test_bases(name, value, base):
    assert unit_named(name).base(value) == pytest.approx(base)


def test_money_has_no_rate():
    assert unit_named("USD").base(5) is None


def test_signs_and_ends():
    unit, rest = split_money_sign("us$5 million")
    assert (unit.name, rest) == ("USD", "5 million")
    assert split_money_sign("5 million") == (None, "5 million")
    before, unit = split_unit("20 square kilometres")
    assert (before, unit.name) == ("20", "square kilometre")
    assert split_unit("20 soldiers") == ("20 soldiers", None)


def test_where_a_unit_ends_in_the_text():
    text = "some 253,000 hectares of land"
    assert unit_span(text, 12) == ("hectare", 21)
    assert unit_span(text, 21) == ("", 21)
    assert unit_after("500 T-shirts", 3) == ""
    assert unit_after("2 in the car", 1) == ""


LINES = {
    "stands there twice": "mile\tlength\tmile\t1609.344\t\tmile\nmile\tlength\tmile\t1609.344\t\tmiles",
    "stands for": "mile\tlength\tmile\t1609.344\t\tmile\nmiglio\tlength\t\t1480\t\tmile",
    "has no factor": "mile\tlength\tmile\t\t\tmile",
    "is no number": "mile\tlength\tmile\tx\t\tmile",
}


@pytest.mark.parametrize("message", LINES)
def test_a_broken_table_is_named_with_its_line(message, monkeypatch):
    text = "\t".join(COLUMNS) + "\n" + LINES[message]
    monkeypatch.setattr(units.tables, "rows", lambda name, columns: parse(text, columns, f"resolve/data/{name}"))
    with pytest.raises(DataError, match=rf"units\.tsv:\d+: .*{message}"):
        units._units.__wrapped__()


def test_the_factors_are_pint_s():
    pytest.importorskip("pint")
    from scripts.make_units import FILE, make_units

    text = FILE.read_text(encoding="utf-8")
    assert make_units(text) == text

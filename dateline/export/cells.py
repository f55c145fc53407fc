"""What stands in a cell: a value, several in one, and text that no spreadsheet takes for a formula."""

from __future__ import annotations

from collections.abc import Iterable

Cell = str | int | float | None

BETWEEN = "; "
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "'")  # after OWASP's page on CSV injection
# What pandas and R read as a missing value unless told otherwise.
_MISSING = frozenset(
    "NA N/A n/a NULL null NaN nan -NaN -nan None <NA> #N/A #NA 1.#IND -1.#IND 1.#QNAN -1.#QNAN".split()  # noqa: SIM905
) | {"#N/A N/A"}


def joined(values: Iterable[str | None], between: str = BETWEEN) -> str:
    """The values in one cell, each once, empty ones left out. A `;` inside a value is made a comma."""
    return between.join(dict.fromkeys(part(value) for value in values if value))


def part(value: str) -> str:
    """A value that may stand in a list: a `;` inside it is made a comma."""
    return value.replace(";", ",")


def safe(cell: Cell) -> Cell:
    """The cell, behind an apostrophe where a spreadsheet would run its text or a reader take it for a missing value.

    Text that begins with an apostrophe gets another: taking one leading apostrophe away gives every text back.
    """
    return f"'{cell}" if isinstance(cell, str) and (cell.startswith(_FORMULA) or cell in _MISSING) else cell


def plain_cell(cell: str) -> str:
    """The text that `safe` was given."""
    return cell.removeprefix("'")

"""The formats of an export and what each holds by default."""

from __future__ import annotations

import dataclasses
import enum
import typing
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from dateline.errors import InputError
from dateline.export.acts import Act
from dateline.export.cells import Cell
from dateline.export.ged import ged_rows
from dateline.export.icews import icews_rows
from dateline.export.phoenix import phoenix_rows
from dateline.export.polecat import polecat_rows
from dateline.export.shared import Dates, Rules
from dateline.records import Status

STATUSES: tuple[str, ...] = typing.get_args(Status)
ACTS = ("happened", "ongoing", "alleged")  # of the statuses, those of acts that are said to have happened
_TABS = frozenset({".tsv", ".tab", ".txt"})


class ExportFormat(enum.StrEnum):
    """What an export is written as."""

    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"
    polecat = "polecat"
    icews = "icews"
    phoenix = "phoenix"
    ged = "ged"
    geojson = "geojson"
    ftm = "ftm"


@dataclasses.dataclass(frozen=True, slots=True)
class Wanted:
    """What an export is to hold; None: the format's default.

    `incidents`: a row an incident, else an event record. `text` adds the reports' text (tables of a folder), without `quotes` no words of
    the reports stand in it. `safe_cells` guards spreadsheets. `dates`: see `Dates`. `reviewed`: rows as reviewers left them.
    """

    incidents: bool | None = None
    statuses: tuple[str, ...] = ()
    revisions: bool = False
    text: bool = False
    quotes: bool = True
    safe_cells: bool = False
    dates: Dates = Dates.exact
    reviewed: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class FieldFormat:
    """A format of the field: how an act becomes rows, its id column, its usual ending, and the statuses that it can hold."""

    rows: Callable[[Act, Rules], Iterator[dict[str, Cell]]]
    key: str
    ending: str
    holds: frozenset[str]
    words: str


FIELD: Mapping[ExportFormat, FieldFormat] = {
    ExportFormat.polecat: FieldFormat(polecat_rows, "Event ID", "tsv", frozenset(STATUSES), "a row a dyad in POLECAT's columns"),
    ExportFormat.icews: FieldFormat(icews_rows, "Event ID", "tsv", frozenset({*ACTS, "failed"}), "a row a dyad in ICEWS's columns"),
    ExportFormat.phoenix: FieldFormat(phoenix_rows, "EventID", "tsv", frozenset({*ACTS, "failed"}), "a row a dyad in Phoenix's columns"),
    ExportFormat.ged: FieldFormat(ged_rows, "id", "csv", frozenset(ACTS), "lethal assaults in the columns of UCDP's GED"),
}


def settled(form: ExportFormat, wanted: Wanted) -> Wanted:
    """The wishes with the format's defaults filled in. Raises `InputError` where the format cannot hold what is wanted."""
    field = FIELD.get(form)
    acts_alone = field is not None or form is ExportFormat.ftm
    holds = field.holds if field else frozenset(ACTS if acts_alone else STATUSES)
    statuses = wanted.statuses or (ACTS if acts_alone else ())
    if unknown := [one for one in statuses if one not in STATUSES]:
        raise InputError(f"no status {unknown[0]!r}; there are {', '.join(STATUSES)}")
    if beyond := [one for one in statuses if one not in holds]:
        held = ", ".join(one for one in STATUSES if one in holds)
        raise InputError(f"{form} has no way to say that an act is {beyond[0]}; it holds {held}; csv, jsonl and geojson hold all")
    if wanted.text and form not in (ExportFormat.csv, ExportFormat.parquet):
        raise InputError(f"{form} holds no text of reports; --with-text is for the reports table of csv and parquet folders")
    if wanted.safe_cells and form in (ExportFormat.jsonl, ExportFormat.parquet, ExportFormat.geojson, ExportFormat.ftm):
        raise InputError(f"{form} is no format that spreadsheets run formulas of; --safe-cells is for delimited text")
    incidents = wanted.incidents if wanted.incidents is not None else acts_alone or form is ExportFormat.geojson
    return dataclasses.replace(wanted, incidents=incidents, statuses=tuple(statuses))


def ending_of(form: ExportFormat, to: Path) -> str:
    """The ending that says how a file is laid out: `csv` (commas) or `tsv` (tabs) by its own ending, else the format's usual one."""
    suffix = to.suffix.lower()
    if form is not ExportFormat.csv and form not in FIELD:
        return str(form)
    usual = FIELD[form].ending if form in FIELD else "csv"
    return "csv" if suffix == ".csv" else "tsv" if suffix in _TABS else usual

"""`dateline count`: incidents counted by dyad, period, type and more; plots."""

# ruff: noqa: PLC0415 - imports stand where they are needed: `--help` must not load the tables; Typer reads options from the signature

from __future__ import annotations

import enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dateline.cli.common import (
    AsOfOption,
    CoderOption,
    CountryOption,
    ExitCode,
    ModeOption,
    StoreOption,
    TypeOption,
    check_day,
    note_forgotten,
    say,
    stdout_console,
)

if TYPE_CHECKING:
    from dateline.aggregate import Counts


class CountFormat(enum.StrEnum):
    """How counts are printed."""

    table = "table"
    csv = "csv"
    jsonl = "jsonl"


def count(
    store: StoreOption,
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by",
            metavar="DIMENSION,…",
            help="day, week, month, year, type, quad, mode, status, country (of the place), actor, recipient, dyad, actor_country,"
            " recipient_country, country_dyad; with commas between, or repeated. Without it: one row, of all.",
            show_default=False,
        ),
    ] = None,
    type: TypeOption = None,
    mode: ModeOption = None,
    status: Annotated[
        list[str] | None,
        typer.Option(
            "--status",
            metavar="STATUS",
            help="Of this status (as `dateline events`, or all); may be repeated. Default: happened and ongoing.",
            show_default=False,
        ),
    ] = None,
    actor: Annotated[str | None, typer.Option(metavar="NAME", help="Part of the actor's name, or an entity id.")] = None,
    recipient: Annotated[str | None, typer.Option(metavar="NAME", help="Part of the recipient's name, or an entity id.")] = None,
    country: CountryOption = None,
    place: Annotated[str | None, typer.Option(metavar="NAME", help="Part of the place's words or name.")] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DAY", callback=check_day, help="What may lie on or after this day; unknown days are left out.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DAY", callback=check_day, help="What may lie on or before this day; unknown days are left out.")
    ] = None,
    undirected: Annotated[bool, typer.Option("--undirected", help="A dyad is the same whoever of the two acts.")] = False,
    tellings: Annotated[bool, typer.Option("--tellings", help="Count event records: copies and second tellings each anew.")] = False,
    published: Annotated[
        bool, typer.Option("--published", help="Put what has no day at all where its first report was published, instead of unknown.")
    ] = False,
    output: Annotated[CountFormat, typer.Option("--format", help="Print as this.")] = CountFormat.table,
    plot: Annotated[
        Path | None, typer.Option("--plot", metavar="FILE.svg|png", help="Draw them over time as well; --by names one period.")
    ] = None,
    coder: CoderOption = None,
    as_of: AsOfOption = None,
) -> int:
    """Count incidents by dyad, period, type and more.

    Counts are of incidents, so copies of a report and second tellings count once. Only acts count, that is what happened or goes on
    (alleged, failed, negated, future and hypothetical ones on request: `--status`; how many were left out is said). An incident whose days
    do not lie in one period stands under `unknown`, and so does one of unknown day, never under its publication (but see `--published`).
    With several actors or recipients it stands in the row of each: such rows may add up to more than all.

    Each row has incidents, tellings (event records), reports, stories (reports without their copies), the sum and mean of their PLOVER
    scores, and the killed: the sum of the lowest figures, and of the highest (empty where one has no known end). CSV and JSON lines have
    the ids of the parties as well, and cooperation and conflict summed apart.

    **Examples**

        dateline count --store news --by dyad,week,type

        dateline count --store news --by country,month --type ASSAULT --since 2025-01-01 --format csv > assaults.csv

        dateline count --store news --by dyad,week --undirected --actor government --plot talks.svg
    """
    from dateline.aggregate import dimensions
    from dateline.aggregate.count import count as count_incidents
    from dateline.aggregate.dimensions import DimensionError
    from dateline.aggregate.plot import PlotError
    from dateline.store.asof import open_store
    from dateline.store.query import EventFilter

    statuses = tuple(value.lower() for value in status or ())
    wanted = EventFilter(
        type=tuple(value.upper() for value in type or ()),
        mode=tuple(mode or ()),
        status=_ALL if "all" in statuses else statuses,
        country=tuple(country or ()),
        actor=actor,
        recipient=recipient,
        place=place,
        since=since,
        until=until,
    )
    if unknown := set(wanted.status) - set(_ALL):
        raise typer.BadParameter(f"no status {min(unknown)!r}; there are {', '.join(_ALL)}, and all", param_hint="--status")
    names = [name.strip().lower() for value in by or () for name in value.split(",") if name.strip()]
    try:
        chosen = dimensions(names, undirected=undirected)
        period = _period(names) if plot else None
        opened = open_store(store, as_of)
        note_forgotten(opened)
        counts = count_incidents(opened, chosen, wanted, coder=coder, tellings=tellings, published=published)
        _print(counts, output)
        _note(counts, tellings=tellings)
        if plot and period:
            from dateline.aggregate.plot import plot as draw

            for note in draw(counts, period, plot):
                say(f"note: {note}")
            say(f"wrote {plot}")
    except (DimensionError, PlotError) as error:
        say(f"error: {error}")
        return ExitCode.usage if isinstance(error, DimensionError) else ExitCode.failed
    return ExitCode.ok


_ALL = ("happened", "ongoing", "future", "hypothetical", "negated", "failed", "alleged")


def _period(names: list[str]) -> str:
    from dateline.aggregate import PERIODS

    found = [name for name in names if name in PERIODS]
    if len(found) != 1:
        raise typer.BadParameter("a plot runs over one period: name day, week, month or year in --by", param_hint="--plot")
    return found[0]


def _print(counts: Counts, output: CountFormat) -> None:
    from dateline.cli.printers import write_bytes
    from dateline.export.rows import csv_bytes, json_line

    if output is CountFormat.csv:
        write_bytes(csv_bytes(counts.rows, list(counts.columns)))
    elif output is CountFormat.jsonl:
        for row in counts.rows:
            write_bytes(json_line(row) + b"\n")
    else:
        from dateline.cli.rowview import row_table

        rows = [_screen_row(row) for row in counts.rows]
        columns = list(rows[0]) if rows else [name for name in counts.columns if not name.endswith("_id")]
        stdout_console().print(row_table(rows, columns, numbers=_NUMBERS))


_NUMBERS = ("incidents", "tellings", "reports", "stories", "score", "mean", "killed")


def _screen_row(row: dict[str, Any]) -> dict[str, str]:
    """A row as the screen has room for it: a pair in one column, the killed in one, and the two sums of scores as their total."""
    shown: dict[str, str] = {}
    for name, value in row.items():
        last = next(reversed(shown), None)
        if name in ("score_sum", "score_mean"):
            shown[name.replace("_sum", "").replace("score_mean", "mean")] = "" if value is None else f"{value:.1f}"
        elif name in ("recipient", "recipient_country", "second", "second_country") and last in _FIRST:
            arrow = "–" if name.startswith("second") else "→"
            shown[f"{last} {arrow} {name}"] = f"{shown.pop(last)} {arrow} {value}"
        elif not name.endswith("_id") and name not in ("cooperation", "conflict", "killed_low", "killed_high"):
            shown[name] = f"{value:,}" if isinstance(value, int) else str(value)
    low, high = row["killed_low"], row["killed_high"]
    shown["killed"] = "" if low is None else f"{low:,}+" if high is None else f"{low:,}" if low == high else f"{low:,}–{high:,}"
    return shown


_FIRST = ("actor", "actor_country", "first", "first_country")


def _note(counts: Counts, *, tellings: bool) -> None:
    """How many were counted and left out, on standard error."""
    one, many = ("telling", "tellings") if tellings else ("incident", "incidents")
    say(f"{counts.total:,} {one if counts.total == 1 else many}")
    if counts.left_out:
        listed = ", ".join(f"{number:,} {name}" for name, number in counts.left_out.items())
        say(f"left out for their status: {listed} (--status all counts them too)")
    if not counts.total and not counts.left_out and not tellings:
        say("none pass; if the store was filled before incidents were joined, run dateline code on it again, or count --tellings")

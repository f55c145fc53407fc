"""`dateline events`: the events of a store, filtered."""

# ruff: noqa: PLC0415 - imports stand where they are needed: `--help` must not load the tables; Typer reads options from the signature

from __future__ import annotations

import enum
import itertools
import sys
from typing import Annotated

import typer

from dateline.cli.common import (
    AsOfOption,
    CoderOption,
    CountryOption,
    ExitCode,
    ModeOption,
    RevisionsOption,
    StoreOption,
    TypeOption,
    check_day,
    note_forgotten,
    say,
    stdout_console,
)


class EventsFormat(enum.StrEnum):
    """How events are printed."""

    table = "table"
    jsonl = "jsonl"
    csv = "csv"


def events(
    store: StoreOption,
    type: TypeOption = None,
    mode: ModeOption = None,
    status: Annotated[
        list[str] | None,
        typer.Option(
            "--status", metavar="STATUS", help="happened, ongoing, future, hypothetical, negated, failed, alleged; may be repeated."
        ),
    ] = None,
    actor: Annotated[str | None, typer.Option(metavar="NAME", help="Part of the actor's words or name, or an entity id.")] = None,
    recipient: Annotated[str | None, typer.Option(metavar="NAME", help="Part of the recipient's words or name, or an entity id.")] = None,
    country: CountryOption = None,
    place: Annotated[str | None, typer.Option(metavar="NAME", help="Part of the place's words or name.")] = None,
    since: Annotated[
        str | None,
        typer.Option(metavar="DAY", callback=check_day, help="Events that may lie on or after this day; unknown days are left out."),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option(metavar="DAY", callback=check_day, help="Events that may lie on or before this day; unknown days are left out."),
    ] = None,
    report: Annotated[str | None, typer.Option(metavar="ID", help="Of this report alone (id or key).")] = None,
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help="At most this many.")] = None,
    output: Annotated[EventsFormat, typer.Option("--format", help="Print as this.")] = EventsFormat.table,
    coder: CoderOption = None,
    as_of: AsOfOption = None,
    revisions: RevisionsOption = False,
) -> int:
    """List the events of a store.

    Filters combine: an event is listed if it passes all of them. Rows are tellings, copies of a report included: to count what
    happened use `dateline count`.

    **Examples**

        dateline events --store news --type ASSAULT --country COL --since 2025-08-01

        dateline events --store news --actor "clan del golfo" --status happened --status ongoing

        dateline events --store news --format csv > events.csv
    """
    from dateline.store import EventFilter
    from dateline.store.asof import open_store

    wanted = EventFilter(
        type=tuple(value.upper() for value in type or ()),
        mode=tuple(mode or ()),
        status=tuple(value.lower() for value in status or ()),
        country=tuple(country or ()),
        actor=actor,
        recipient=recipient,
        place=place,
        since=since,
        until=until,
        report=report,
        revisions=revisions,
    )
    opened = open_store(store, as_of)
    note_forgotten(opened)
    found = itertools.islice(opened.events(wanted, coder=coder), limit)
    if output is EventsFormat.table:
        from dateline.cli.view import print_events

        count = print_events(stdout_console(), found)
        say(f"{count:,} events" if count != 1 else "1 event")
    elif output is EventsFormat.jsonl:
        from dateline.cli.printers import write_bytes
        from dateline.records import to_json

        for one in found:
            write_bytes(to_json(one) + b"\n")
    else:
        from dateline.export.flat import EVENT_COLUMNS, flat_event, write_csv

        sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
        rows = (flat_event(x.event, report_id=x.report_id, report_key=x.report_key, published=x.published, coder=x.coder) for x in found)
        write_csv(rows, EVENT_COLUMNS, sys.stdout)
    return ExitCode.ok

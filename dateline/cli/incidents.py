"""`dateline incidents`: real-world events, each told by one or many event records; why they were joined; a person's word on it."""

# ruff: noqa: PLC0415 - imports stand where they are needed: `--help` must not load the tables; Typer reads options from the signature

from __future__ import annotations

import enum
import itertools
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.common import (
    CoderOption,
    CountryOption,
    ExitCode,
    StoreOption,
    check_day,
    say,
    stdout_console,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dateline.records import Incident
    from dateline.store import Store
    from dateline.store.incidentquery import IncidentFilter


class IncidentsFormat(enum.StrEnum):
    """How incidents are printed."""

    table = "table"
    jsonl = "jsonl"
    csv = "csv"


def incidents(
    store: StoreOption,
    type: Annotated[
        list[str] | None, typer.Option("--type", metavar="TYPE", help="PLOVER type that a telling has, such as ASSAULT; may be repeated.")
    ] = None,
    status: Annotated[
        list[str] | None, typer.Option("--status", metavar="STATUS", help="Strongest status told, such as happened; may be repeated.")
    ] = None,
    actor: Annotated[str | None, typer.Option(metavar="NAME", help="Part of an actor's name, or an entity id.")] = None,
    recipient: Annotated[str | None, typer.Option(metavar="NAME", help="Part of a recipient's name, or an entity id.")] = None,
    country: CountryOption = None,
    place: Annotated[str | None, typer.Option(metavar="NAME", help="Part of the place's name.")] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DAY", callback=check_day, help="That may lie on or after this day; unknown days are left out.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DAY", callback=check_day, help="That may lie on or before this day; unknown days are left out.")
    ] = None,
    min_tellings: Annotated[int, typer.Option(min=1, metavar="N", help="Told by at least so many event records, copies included.")] = 1,
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help="At most this many.")] = None,
    output: Annotated[IncidentsFormat, typer.Option("--format", help="Print as this.")] = IncidentsFormat.table,
    explain: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Say why the events of this incident (its id, or an event's) were joined, and what nearly was."),
    ] = None,
    split: Annotated[
        tuple[str, str] | None, typer.Option(metavar="EVENT EVENT", show_default=False, help="Decide: these two events are two incidents.")
    ] = None,
    join: Annotated[
        tuple[str, str] | None, typer.Option(metavar="EVENT EVENT", show_default=False, help="Decide: these two events are one incident.")
    ] = None,
    undo: Annotated[
        tuple[str, str] | None, typer.Option(metavar="EVENT EVENT", show_default=False, help="Take back what was decided on these two.")
    ] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who decides.")] = None,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, in words.")] = "",
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Join all events anew first.")] = False,
    coder: CoderOption = None,
) -> int:
    """List incidents: the tellings of one real-world event, in one report and over many, joined (docs/incidents.md).

    Filters combine. Figures of several tellings stand side by side: `killed 7-9` is what the lowest and the highest say. A decision is
    recorded with its author, holds in every later run and for later coders, and is carried out at once. Ids may be shortened.

    **Examples**

        dateline incidents --store news --type ASSAULT --country MLI --since 2011-03-01 --min-tellings 2

        dateline incidents --store news --explain 5d0c1e77a2b94f06

        dateline incidents --store news --split 91ac03ff 7be2d410 --by "A. Editor" --reason "two attacks that day"
    """
    from dateline.store import Store
    from dateline.store.incidentquery import IncidentFilter, find_incident, read_incidents

    opened = Store(store)
    chosen = opened.coder(coder)
    decided = [(pair, verdict) for pair, verdict in ((split, "different"), (join, "same"), (undo, "unsure")) if pair]
    if len(decided) > 1 or (decided and explain):
        raise typer.BadParameter("give one of --split, --join, --undo and --explain")
    if rebuild:
        _update(opened, chosen, everything=True)
    for pair, verdict in decided:
        return _decide(opened, chosen, pair, verdict, by, reason)
    if explain:
        from dateline.cli.incident_view import print_explanation

        print_explanation(stdout_console(), opened, find_incident(opened, chosen, explain))
        return ExitCode.ok
    wanted = IncidentFilter(
        type=tuple(value.upper() for value in type or ()),
        status=tuple(value.lower() for value in status or ()),
        country=tuple(country or ()),
        actor=actor,
        recipient=recipient,
        place=place,
        since=since,
        until=until,
        min_tellings=min_tellings,
    )
    count = _print(itertools.islice(read_incidents(opened, chosen, wanted), limit), output)
    _tell_count(opened, chosen, count, wanted)
    return ExitCode.ok


def _decide(store: Store, coder: str, pair: tuple[str, str], verdict: str, by: str | None, reason: str) -> int:
    from dateline.cli.incident_view import incident_table
    from dateline.store.decisions import record_decision
    from dateline.store.incidentquery import find_event, find_incident

    if not by:
        raise typer.BadParameter("a decision names who takes it: --by NAME")
    left, right = (find_event(store, coder, name) for name in pair)
    record_decision(store, "incident", left, right, verdict, by, reason, say=say)  # type: ignore[arg-type]
    _update(store, coder, everything=False)
    now = {one.id: one for one in (find_incident(store, coder, left), find_incident(store, coder, right))}
    stdout_console().print(incident_table(now.values()))
    if (len(now) == 1) != (verdict == "same") and verdict != "unsure":
        say("note: a later decision, or others on events between the two, say otherwise")
    return ExitCode.ok


def _update(store: Store, coder: str, *, everything: bool) -> None:
    from dateline.store.incidents import update_incidents
    from dateline.store.lock import write_lock

    with write_lock(store.folder, say=say):
        done = update_incidents(store, coder, say=say, everything=everything)
    say(f"{done.written:,} incidents written; {done.events:,} events are {done.incidents:,} incidents now")


def _print(found: Iterable[Incident], output: IncidentsFormat) -> int:
    count = 0
    if output is IncidentsFormat.jsonl:
        from dateline.cli.printers import write_bytes
        from dateline.records import to_json

        for one in found:
            write_bytes(to_json(one) + b"\n")
            count += 1
    elif output is IncidentsFormat.csv:
        from dateline.cli.incident_view import COLUMNS, incident_row
        from dateline.export.flat import write_csv

        rows = [incident_row(one) for one in found]
        sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
        write_csv(rows, COLUMNS, sys.stdout)
        count = len(rows)
    else:
        from dateline.cli.incident_view import incident_table

        shown = list(found)
        count = len(shown)
        if shown:
            stdout_console().print(incident_table(shown))
    return count


def _tell_count(store: Store, coder: str, count: int, wanted: IncidentFilter) -> None:
    from dateline.store.incidentquery import IncidentFilter, read_incidents

    say(f"{count:,} incident{'' if count == 1 else 's'}")
    if not count and wanted == IncidentFilter() and next(read_incidents(store, coder), None) is None:
        say(f"no events were joined yet; join them with: dateline incidents --store {store.folder} --rebuild")

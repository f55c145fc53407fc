"""`dateline explain`: why an event was coded as it was."""

# ruff: noqa: PLC0415 - imports stand where they are needed: `--help` must not load the tables; Typer reads options from the signature

from __future__ import annotations

import enum
import functools
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dateline.cli.code import InputFormat
from dateline.cli.common import CoderOption, EntitiesOption, ExitCode, check_day, load_coder, read_dictionaries, say, stdout_console
from dateline.errors import InputError
from dateline.records import Coding, Event, Report

if TYPE_CHECKING:
    from dateline.coder import Coder

Coded = tuple[Report, Coding]


class ExplainFormat(enum.StrEnum):
    """How an explanation is printed."""

    text = "text"
    json = "json"


# Digits alone are the beginning of an id only from this length on.
_SHORTEST_ID = 5


def explain(
    report: Annotated[
        str, typer.Argument(metavar="REPORT", help="A file, or - for standard input; with --store the id or key of a report in the store.")
    ],
    event: Annotated[
        str | None,
        typer.Argument(metavar="EVENT", help="The event's id or the beginning of it, or its number in the report. Without it: a list."),
    ] = None,
    store: Annotated[Path | None, typer.Option("--store", metavar="DIR", help="The store that holds the report.")] = None,
    published: Annotated[
        str | None, typer.Option(metavar="DAY", callback=check_day, help="Of a file: as for dateline code, since event ids depend on it.")
    ] = None,
    output: Annotated[ExplainFormat, typer.Option("--format", help="Print as this.")] = ExplainFormat.text,
    names: Annotated[
        str, typer.Option("--map", metavar="FIELD=NAME,…", help="Of a JSON file: names of its fields, as for dateline code.")
    ] = "",
    input_format: Annotated[
        InputFormat, typer.Option(help="Read the file as this; auto goes by file name and first line.")
    ] = InputFormat.auto,
    entities: EntitiesOption = None,
    coder: CoderOption = None,
) -> int:
    """Show why an event was coded as it was, or list the events of a report with their numbers.

    The reader's probabilities stand beside the thresholds they had to reach: trigger, types, modes, statuses, and who was weighed for each
    role; then how names, place, time and counts were resolved, and the labelled sentences of the training corpus most like this one.

    **Examples**

        dateline explain report.txt

        dateline explain report.txt 2 --published 2025-08-09

        dateline explain report.txt 3f2a --store news --format json
    """
    dictionaries = read_dictionaries(entities)
    make = functools.partial(load_coder, dictionaries) if dictionaries else load_coder
    if store is None:
        if coder:
            raise typer.BadParameter("--coder goes with --store: a file is always read by the present coder")
        explainer = make()
        found, rejected = _from_file(report, published, names, input_format.value, explainer)
        if not found:
            say("error: the input holds no report to explain" if not rejected else "error: no report could be coded")
            return ExitCode.failed
    else:
        if published or names or input_format is not InputFormat.auto:
            raise typer.BadParameter("--published, --map and --input-format are for files; a stored report has its day")
        from dateline.store import Store

        found = [Store(store).report(report, coder=coder)]
    if event is None:
        _list(found, output)
        return ExitCode.ok
    one, coding, chosen = _choose(found, event, report)
    from dateline.explain import Explainer

    told = Explainer(make() if store else explainer).explain(one, chosen, coding.coder)
    if output is ExplainFormat.json:
        _write(told)
    else:
        from dateline.cli.explain_view import print_explanation

        print_explanation(stdout_console(), told)
    return ExitCode.ok


def _from_file(path: str, published: str | None, names: str, input_format: Any, coder: Coder) -> tuple[list[Coded], int]:
    """The input's reports with their codings, and how many items were rejected; each reject is told."""
    from dateline.intake import Options, read_inputs
    from dateline.intake.fields import parse_fields
    from dateline.records import Reject

    options = Options(
        published=published, input_format=input_format, names=parse_fields(names), note=lambda note: say(f"note: {note}")
    )  # fmt: skip
    found: list[Coded] = []
    rejected = 0
    for item in read_inputs([path], options):
        if isinstance(item, Reject):
            rejected += 1
            where = item.source if item.line is None else f"{item.source}:{item.line}"
            say(f"rejected ({item.reason}): {where}: {item.detail}")
        else:
            found.append((item, coder.code_full(item)[0]))
    return found, rejected


def _choose(found: Sequence[Coded], wanted: str, source: str) -> tuple[Report, Coding, Event]:
    """The event of this number (where there is one report) or id or beginning of an id. Raises `InputError` where none or several fit."""
    if len(found) == 1 and wanted.isascii() and wanted.isdigit() and len(wanted) < 9:
        one, coding = found[0]
        if 1 <= int(wanted) <= len(coding.events):
            return one, coding, coding.events[int(wanted) - 1]
    number = wanted.isdecimal() and len(wanted) < _SHORTEST_ID  # a short one is meant as a number, whatever ids begin so
    fitting = [
        (one, coding, event)
        for one, coding in found
        for event in coding.events
        if wanted and not number and event.id.startswith(wanted.lower())
    ]
    if len(fitting) == 1:
        return fitting[0]
    count = sum(len(coding.events) for _, coding in found)
    if fitting:
        raise InputError(f"{len(fitting)} events of {source} have an id that begins with {wanted!r}; give more of it")
    several = f" in {len(found):,} reports (numbers are for a single one)" if len(found) > 1 else ""
    hint = "without EVENT they are listed" if count else "there is nothing to explain"
    raise InputError(f"{source}: no event {wanted!r}; it has {count:,} events{several}, {hint}")


def _list(found: Sequence[Coded], output: ExplainFormat) -> None:
    if output is ExplainFormat.json:
        _write([
            {
                "report_id": one.id, "report_key": one.key, "coder": coding.coder,
                "events": [
                    {
                        "number": number, "id": e.id, "type": e.type, "mode": e.mode, "status": e.status, "confidence": e.confidence,
                        "trigger": e.trigger,
                    }
                    for number, e in enumerate(coding.events, 1)
                ],
            }
            for one, coding in found
        ])  # fmt: skip
        return
    from dateline.cli.explain_view import print_list

    for one, coding in found:
        print_list(stdout_console(), one, coding)


def _write(value: Any) -> None:
    import msgspec

    from dateline.cli.printers import write_bytes

    write_bytes(msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n")

"""`dateline diff`: two coders on the same reports."""

# ruff: noqa: PLC0415 - imports stand where they are needed: `--help` must not load the tables; Typer reads options from the signature

from __future__ import annotations

import enum
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dateline.cli.common import ExitCode, RevisionsOption, StoreOption, say, stdout_console

if TYPE_CHECKING:
    from dateline.store.diff import Difference, DiffSummary, Kind


class DiffFormat(enum.StrEnum):
    """How differences are printed."""

    table = "table"
    jsonl = "jsonl"


def diff(
    left: Annotated[str, typer.Argument(metavar="CODER", help="A coder's id, or the beginning of it.")],
    right: Annotated[str, typer.Argument(metavar="CODER", help="The other coder.")],
    store: StoreOption,
    output: Annotated[DiffFormat, typer.Option("--format", help="Print as this.")] = DiffFormat.table,
    limit: Annotated[int, typer.Option(min=0, metavar="N", help="List at most this many differences; the summary has all.")] = 50,
    revisions: RevisionsOption = False,
) -> int:
    """Compare two coders on the reports that both have coded.

    First a summary: events that both found alike, found with other values, or that one of them alone found, by type, and which fields
    changed. Then the differences. Two events are one if their triggers share characters. `jsonl` has the summary in its first line and then
    a line each difference, all of them.

    **Examples**

        dateline diff 3f9c 81ab --store news

        dateline diff 3f9c 81ab --store news --format jsonl > changes.jsonl
    """
    from dateline.store import Store
    from dateline.store.diff import DiffSummary, differences

    opened = Store(store)
    first, second = opened.coder(left), opened.coder(right)
    if first == second:
        raise typer.BadParameter(f"{left!r} and {right!r} are the same coder, {first}", param_hint="CODER")
    summary = DiffSummary()
    if output is DiffFormat.jsonl:
        for _ in differences(opened, first, second, summary=summary, revisions=revisions):
            pass  # the summary comes first and memory stays flat: the tables are read twice
        _write([_summary(summary, first, second)])
        found = differences(opened, first, second, summary=DiffSummary(), revisions=revisions)
        _write(_line(one) for one in found if one.kind != "equal")
        return ExitCode.ok
    shown: list[Difference] = []
    for one in differences(opened, first, second, summary=summary, revisions=revisions):
        if one.kind != "equal" and len(shown) < limit:
            shown.append(one)
    _print(summary, shown, first, second)
    return ExitCode.ok


def _write(lines: Iterable[dict[str, Any]]) -> None:
    from dateline.cli.printers import write_bytes
    from dateline.export.rows import json_line

    for line in lines:
        write_bytes(json_line(line) + b"\n")


def _summary(summary: DiffSummary, left: str, right: str) -> dict[str, Any]:
    fields: dict[str, dict[str, int]] = {}
    for (name, type), number in sorted(summary.fields.items()):
        fields.setdefault(name, {})[type] = number
    return {
        "left": left, "right": right, "reports": {"both": summary.both, "left": summary.left_only, "right": summary.right_only},
        "events": {kind: dict(sorted(types.items())) for kind, types in summary.events.items()}, "fields": fields,
    }  # fmt: skip


def _line(one: Difference) -> dict[str, Any]:
    return {
        "kind": one.kind, "report_id": one.report_id, "report_key": one.report_key, "type": one.event.type,
        "trigger": one.event.trigger, "left": one.left.id if one.left else None, "right": one.right.id if one.right else None,
        "fields": {name: {"left": values[0], "right": values[1]} for name, values in one.fields.items()},
    }  # fmt: skip


def _print(summary: DiffSummary, shown: list[Difference], left: str, right: str) -> None:
    from dateline.cli.rowview import row_table

    console = stdout_console()
    console.print(f"left {left}, right {right}: {summary.both:,} reports by both")
    if summary.left_only or summary.right_only:
        say(f"not compared: {summary.left_only:,} reports by the left alone, {summary.right_only:,} by the right alone")
    events = summary.events
    columns = ["type", "alike", "changed", "left only", "right only"]
    kinds: tuple[Kind, ...] = ("equal", "changed", "left", "right")
    types = sorted({type for counter in events.values() for type in counter})
    rows = [dict(zip(columns, [type, *(str(events[kind][type]) for kind in kinds)], strict=True)) for type in types]
    rows.append(dict(zip(columns, ["all", *(str(events[kind].total()) for kind in kinds)], strict=True)))
    console.print(row_table(rows, columns, numbers=columns[1:]))
    if summary.fields:
        totals: dict[str, int] = {}
        for (name, _), number in summary.fields.items():
            totals[name] = totals.get(name, 0) + number
        listed = ", ".join(f"{name} {number:,}" for name, number in sorted(totals.items(), key=lambda one: (-one[1], one[0])))
        console.print(f"changed fields: {listed}")
    if shown:
        console.print()
        console.print(row_table([_row(one) for one in shown], ["report", "at", "words", "event", "difference"], numbers=["at"]))
    rest = sum(events[kind].total() for kind in kinds[1:]) - len(shown)
    if rest:
        say(f"{rest:,} more differences; --limit lists more, --format jsonl all")


def _row(one: Difference) -> dict[str, str]:
    words = {"left": "left only", "right": "right only"}.get(one.kind)
    if words is None:
        words = "; ".join(f"{name}: {_value(values[0])} → {_value(values[1])}" for name, values in one.fields.items())
    trigger = one.event.trigger
    return {"report": one.report_id, "at": str(trigger.start), "words": trigger.quote, "event": one.event.type, "difference": words}


def _value(value: Any) -> str:
    if value is None or value == []:
        return "none"
    return ", ".join(_value(inner) for inner in value) if isinstance(value, list) else str(value)

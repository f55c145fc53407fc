"""`dateline review`: what people decided on events: the log, how far reviewers agree, and sentences for the next training."""

# ruff: noqa: PLC0415 - imports stand where they are needed: `--help` must not load the tables; Typer reads options from the signature

from __future__ import annotations

import enum
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dateline.cli.common import ExitCode, StoreOption, say, stdout_console

if TYPE_CHECKING:
    from dateline.review.agreement import Agreement
    from dateline.store import Store

_SHORT = 60  # characters of a value in the table


class ReviewTask(enum.StrEnum):
    """What is wanted."""

    log = "log"
    agreement = "agreement"
    export = "export"


class ReviewFormat(enum.StrEnum):
    """How the log and the agreement are printed."""

    table = "table"
    jsonl = "jsonl"


def review(
    task: Annotated[ReviewTask, typer.Argument(metavar="log|agreement|export", help="What to print.")],
    store: StoreOption,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="log: only this reviewer's decisions.", show_default=False)] = None,
    event: Annotated[str | None, typer.Option(metavar="ID", help="log: only decisions on this event.", show_default=False)] = None,
    output: Annotated[ReviewFormat, typer.Option("--format", help="log and agreement: print as this.")] = ReviewFormat.table,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE", help="export: write to this file, not to standard output.", show_default=False)
    ] = None,
) -> int:
    """Print what people decided on events in the page (docs/review.md): who and when, how far they agree, or what it teaches.

    `log`: every decision, those that were taken back included. `agreement`: of each two reviewers, by value, the share of events that they
    decided alike and Cohen's kappa, both with 95 % intervals. `export`: the sentences whose events are all decided on, as annotated lines
    for the next training (corpus/GUIDE.md).

    **Examples**

        dateline review log --store news --by "A. Editor"

        dateline review agreement --store news

        dateline review export --store news --to corpus/reviewed.ann
    """
    from dateline.store import Store

    opened = Store(store)
    if task is ReviewTask.export:
        return _export(opened, to)
    if to is not None:
        raise typer.BadParameter("only export writes to a file", param_hint="--to")
    return _log(opened, by, event, output) if task is ReviewTask.log else _agreement(opened, output)


def _log(store: Store, by: str | None, event: str | None, output: ReviewFormat) -> int:
    from dateline.review.ledger import standing
    from dateline.store.decisions import all_decisions

    every = all_decisions(store)
    holding = {one.id for one in standing(every)}
    wanted = [one for one in every if by in (None, one.by) and (event is None or any(id.startswith(event) for id in (one.left, one.right)))]
    if output is ReviewFormat.jsonl:
        from dateline.cli.printers import write_bytes
        from dateline.records import to_json

        for one in wanted:
            write_bytes(to_json(one) + b"\n")
    elif wanted:
        from rich.table import Table

        table = Table("when", "who", "what", "on", "value", "", box=None, header_style="bold")
        for one in wanted:
            taken_back = "" if one.id in holding or one.verdict == "undo" else "taken back"
            what = f"{one.verdict} {one.field}" if one.field else one.verdict
            # Of an event's decision `right` is its report; a join is on both.
            on = one.left if one.kind == "event" else f"{one.kind} {one.left} {one.right}"
            table.add_row(one.at[:19], one.by, what, on, _short(one.value), taken_back)
        stdout_console().print(table)
    say(f"{len(wanted):,} decision{'' if len(wanted) == 1 else 's'}")
    return ExitCode.ok


def _agreement(store: Store, output: ReviewFormat) -> int:
    import dataclasses

    from dateline.store.reviewed import store_agreement

    found = store_agreement(store)
    if output is ReviewFormat.jsonl:
        import msgspec

        from dateline.cli.printers import write_bytes

        for one in found:
            write_bytes(msgspec.json.encode(dataclasses.asdict(one), order="sorted") + b"\n")
    else:
        for one in found:
            stdout_console().print(_agreement_table(one))
    if not found:
        say("no event was decided on by two reviewers yet")
    return ExitCode.ok


def _agreement_table(one: Agreement) -> Any:
    from rich.table import Table

    title = (
        f"{one.reviewers[0]} and {one.reviewers[1]}: {one.items:,} event{'' if one.items == 1 else 's'}, they differ on {len(one.differ):,}"
    )
    table = Table(
        "value", "events", "alike", "95 %", "kappa", "95 %", title=title, title_justify="left", box=None, header_style="bold"
    )  # fmt: skip
    for field in one.fields:
        table.add_row(
            field.field, f"{field.n:,}", _share(field.agreement), _span(field.agreement_low, field.agreement_high), _share(field.kappa),
            _span(field.low, field.high),
        )  # fmt: skip
    return table


def _export(store: Store, to: Path | None) -> int:
    from dateline.store.reviewed import export_corpus

    found = export_corpus(store)
    if to is None:
        sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
        sys.stdout.write(found.text)
        sys.stdout.flush()
    else:
        from dateline.errors import InputError

        part = to.with_name(f"{to.name}.part")
        try:
            part.write_text(found.text, encoding="utf-8")
            part.replace(to)
        except OSError as error:
            raise InputError(f"{to}: cannot be written ({error.strerror})") from error
        say(f"wrote {to}")
    say(f"{found.sentences:,} sentence{'' if found.sentences == 1 else 's'}")
    for reason, number in sorted(found.left_out.items()):
        say(f"left out {number:,}: {reason}")
    return ExitCode.ok


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _span(low: float | None, high: float | None) -> str:
    return "–" if low is None or high is None else f"{low:.2f} to {high:.2f}"


def _short(value: str | None) -> str:
    return "" if value is None else value if len(value) <= _SHORT else f"{value[: _SHORT - 1]}…"

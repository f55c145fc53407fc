"""`dateline stories`: which reports are copies of each other, and a person's word on it."""

# ruff: noqa: PLC0415 - imports stand where they are needed: `--help` must not load the tables

from __future__ import annotations

import enum
from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.common import ExitCode, StoreOption, check_day, say, stdout_console

if TYPE_CHECKING:
    from rich.table import Table

    from dateline.records import Story
    from dateline.store import Store
    from dateline.store.stories import ReportLine

_TITLE = 60  # characters of a title in the list


class StoriesFormat(enum.StrEnum):
    """How stories are printed."""

    table = "table"
    jsonl = "jsonl"


def stories(
    store: StoreOption,
    report: Annotated[
        str | None,
        typer.Argument(metavar="REPORT", help="Show the story of this report (its id or key), each member with score and reason."),
    ] = None,
    since: Annotated[str | None, typer.Option(metavar="DAY", callback=check_day, help="Stories with reports on or after this day.")] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DAY", callback=check_day, help="Stories with reports on or before this day.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="List reports without copies too, each as a story of its own.")] = False,
    output: Annotated[StoriesFormat, typer.Option("--format", help="Print as this.")] = StoriesFormat.table,
    split: Annotated[
        tuple[str, str] | None, typer.Option("--split", metavar="A B", show_default=False, help="Decide: reports A and B are two stories.")
    ] = None,
    join: Annotated[
        tuple[str, str] | None, typer.Option("--join", metavar="A B", show_default=False, help="Decide: reports A and B are one story.")
    ] = None,
    undo: Annotated[
        tuple[str, str] | None, typer.Option("--undo", metavar="A B", show_default=False, help="Take back what was decided on A and B.")
    ] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who decides.")] = None,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, in words.")] = "",
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Compare all reports anew first.")] = False,
) -> int:
    """List stories: reports that are copies, excerpts, updates or corrections of each other (docs/copies.md).

    A decision is recorded with its author, holds in every later run, and is carried out at once.

    **Examples**

        dateline stories --store news --since 2025-08-01

        dateline stories --store news reports/ferry.txt

        dateline stories --store news --split a41f09c2d7e85b36 0c9be17755aa2f14 --by "A. Editor" --reason "two fires"
    """
    from dateline.store import Store
    from dateline.store.stories import read_stories, report_key

    opened = Store(store)
    decided = [(pair, verdict) for pair, verdict in ((split, "different"), (join, "same"), (undo, "unsure")) if pair]
    if len(decided) > 1 or (decided and report):
        raise typer.BadParameter("give one of --split, --join and --undo, and no REPORT beside it")
    shown = [report] if report else []
    for pair, verdict in decided:
        _decide(opened, pair, verdict, by, reason)
        shown = list(pair)
    if rebuild or decided:
        _update(opened, everything=rebuild)
    if not shown:
        _print_list(opened, read_stories(opened, several=not every, since=since, until=until), output)
        return ExitCode.ok
    found = {story.id: story for name in shown for story in read_stories(opened, report=report_key(opened, name))}
    if not found:
        say(f"error: no story of {shown[0]!r} yet; make them with: dateline stories --store {store} --rebuild")
        return ExitCode.failed
    for story in found.values():
        _print_story(opened, story, output)
    return ExitCode.ok


def _decide(store: Store, pair: tuple[str, str], verdict: str, by: str | None, reason: str) -> None:
    from dateline.store.decisions import record_decision
    from dateline.store.stories import report_key

    if not by:
        raise typer.BadParameter("a decision names who takes it: --by NAME")
    left, right = (report_key(store, name) for name in pair)
    record_decision(store, "story", left, right, verdict, by, reason, say=say)  # type: ignore[arg-type]


def _update(store: Store, *, everything: bool) -> None:
    from dateline.store.lock import write_lock
    from dateline.store.stories import update_stories

    with write_lock(store.folder, say=say):
        done = update_stories(store, say=say, everything=everything)
    say(f"stories: {done.added:,} reports read, {done.stories:,} stories written")


def _print_list(store: Store, found: list[Story], output: StoriesFormat) -> None:
    from dateline.store.stories import report_lines

    if output is StoriesFormat.jsonl:
        _print_json(found)
        return
    lines = report_lines(store, (key for story in found for key in story.reports))
    table = _table("head", "title", "reports", "publishers", "days", "members")
    for story in found:
        head = lines.get(story.head)
        kinds = Counter(member.relation for member in story.members if member.relation != "head")
        publishers = sorted({line.publisher for key in story.reports if (line := lines.get(key)) and line.publisher})
        _add(
            table, head.id if head else story.head, _short(head), str(len(story.reports)), ", ".join(publishers), _days(story),
            ", ".join(f"{count} {kind}" for kind, count in kinds.most_common()),
        )  # fmt: skip
    if found:
        stdout_console().print(table)
    say(f"{len(found):,} stor{'y' if len(found) == 1 else 'ies'}")


def _print_story(store: Store, story: Story, output: StoriesFormat) -> None:
    from dateline.store.stories import report_lines

    if output is StoriesFormat.jsonl:
        _print_json([story])
        return
    lines = report_lines(store, story.reports)
    console = stdout_console()
    console.print(f"story {story.id}: {len(story.reports)} report{'s' if len(story.reports) > 1 else ''}, {_days(story)}", style="bold")
    table = _table("report", "key", "day", "publisher", "is", "of", "score", "carries", "reason")
    for member in story.members:
        line, of = lines.get(member.report), lines.get(member.of or "")
        day, publisher = (line.published or "", line.publisher or "") if line else ("", "")
        score = "" if member.score is None else f"{member.score:.2f}"
        names = (line.id if line else "", member.report, day, publisher)
        _add(table, *names, member.relation, of.id if of else "", score, member.carries or "", member.reason)
    console.print(table)
    console.print()


def _print_json(found: list[Story]) -> None:
    from dateline.cli.printers import write_bytes
    from dateline.records import to_json

    for story in found:
        write_bytes(to_json(story) + b"\n")


def _table(*columns: str) -> Table:
    from rich.table import Table

    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold", justify="right" if column in ("reports", "score") else "left")
    return table


def _add(table: Table, *cells: str) -> None:
    from dateline.cli.view import clean

    table.add_row(*map(clean, cells))


def _short(line: ReportLine | None) -> str:
    title = " ".join((line.title or "").split()) if line else ""
    return title if len(title) <= _TITLE else title[: _TITLE - 1] + "…"


def _days(story: Story) -> str:
    if story.first_published is None:
        return "no day"
    return story.first_published if story.first_published == story.last_published else f"{story.first_published} to {story.last_published}"

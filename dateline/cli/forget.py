"""`dateline forget`: takedown of reports."""

# ruff: noqa: PLC0415 - imports stand where they are needed: `--help` must not load the tables

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.common import ExitCode, StoreOption, say, stdout_console

if TYPE_CHECKING:
    from dateline.store.forget import Doomed


def forget(
    store: StoreOption,
    reports: Annotated[list[str] | None, typer.Argument(metavar="REPORT…", help="Ids or keys of reports.", show_default=False)] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    listed: Annotated[bool, typer.Option("--list", help="List what was forgotten (keys alone: the ids are gone too).")] = False,
    lift: Annotated[bool, typer.Option("--lift", help="Let the next run take these forgotten reports in again.")] = False,
    no_wait: Annotated[bool, typer.Option("--no-wait", help="Give up if another run is writing to the store.")] = False,
) -> int:
    """Take reports out of a store for good: text and records, in every version of every table.

    A report is forgotten with all its texts (revisions) and for all coders. Stories and incidents are made anew without it; what older
    versions said of its stories and incidents goes too, so `--as-of` shows less than it did. No file of the store holds its words
    afterwards. A hash of its key and of its id stays, which keeps later runs from taking it in again (`--lift` ends that).

    Out of reach are exports and copies of the store made earlier, the inputs it came from, and other reports that carry the same words:
    how many share its story is said. A takedown that is killed is finished by running it again, or by the next run that writes.

    **Examples**

        dateline forget https://example.org/news/1234 --store news

        dateline forget 5f0c2b9ae41d7788 9a0d11c2b3e4f506 --store news --yes

        dateline forget --list --store news
    """
    from dateline.store import Store
    from dateline.store.forget import find, finish_pending, forgotten_reports
    from dateline.store.forget import forget as take_out
    from dateline.store.forget import lift as take_back
    from dateline.store.lock import write_lock

    opened, names = Store(store), list(reports or ())
    if listed:
        for key, words in sorted(forgotten_reports(opened).items()):
            stdout_console().print(f"{key}  taken down at {words}")
        return ExitCode.ok
    if lift:
        number = take_back(opened, names, wait=not no_wait, say=say)
        say(
            f"{number:,} tombstones taken away; code the inputs again to have the reports back" if number else "none of these was forgotten"
        )
        return ExitCode.ok if number else ExitCode.failed
    if not names:
        with write_lock(opened.folder, wait=not no_wait, say=say):
            if not finish_pending(opened, say):
                raise typer.BadParameter("name at least one report, by id or key", param_hint="REPORT")
        return ExitCode.ok
    doomed = find(opened, names)
    _show(doomed)
    if doomed and not yes:
        _confirm(len(doomed), str(store))
    done = take_out(opened, doomed, wait=not no_wait, say=say)
    if not done.reports:
        say("forgotten before; nothing to do")
        return ExitCode.ok
    texts = "1 text" if done.reports == 1 else f"{done.reports:,} texts"
    say(f"forgot {texts}: {done.rows:,} rows are gone, over all tables and versions")
    say("exports and copies of the store made earlier are out of its reach, and so are the inputs")
    return ExitCode.ok


def _show(doomed: list[Doomed]) -> None:
    from dateline.cli.view import printable

    for one in doomed:
        facts = [one.published or "no day", one.title or "no title", f"{one.events:,} events"]
        if one.coders > 1:
            facts.append(f"by {one.coders} coders")
        if one.copies:
            facts.append(f"{one.copies:,} other reports in its story, which stay")
        say(printable(f"{one.id} (key {one.key}): {', '.join(facts)}"))


def _confirm(number: int, store: str) -> None:
    if not sys.stdin.isatty():
        raise typer.BadParameter("nobody can be asked here; add --yes", param_hint="--yes")
    what = "this text" if number == 1 else f"these {number:,} texts"
    typer.confirm(f"Take {what} out of every version of {store}, for good?", abort=True, err=True)

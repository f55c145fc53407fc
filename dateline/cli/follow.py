"""`dateline follow`: watched folders and feeds, coded into a store as reports come."""

# ruff: noqa: PLC0415 - imports stand where they are needed: `--help` must not load the tables; Typer reads options from the signature

from __future__ import annotations

import datetime
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.common import EntitiesOption, ExitCode, check_day, load_coder, read_dictionaries, say
from dateline.cli.running import LazyCoder, ends_on_sigterm, settings_id, store_reports, words
from dateline.errors import InputError, StoreError

if TYPE_CHECKING:
    from dateline.intake import Options
    from dateline.store import RunSummary, Store, Wanted
    from dateline.store.watch import News, Watch


def follow(
    places: Annotated[list[str] | None, typer.Argument(metavar="PATH|URL…", help="Folders, files, patterns, addresses of feeds.")] = None,
    store: Annotated[
        Path, typer.Option("--store", metavar="DIR", help="The store that the records go to, made if need be.", show_default=False)
    ] = ...,  # type: ignore[assignment] # Typer's mark of an option that must be given
    every: Annotated[float, typer.Option("--every", min=1, metavar="SECONDS", help="Seconds between two looks.")] = 60,
    once: Annotated[bool, typer.Option("--once", help="Look once and end: for cron and other schedulers.")] = False,
    listed: Annotated[
        Path | None,
        typer.Option("--list", metavar="FILE", help="More paths and addresses, one a line (`#` begins a comment); read at every look."),
    ] = None,
    settle: Annotated[
        float, typer.Option(min=2, metavar="SECONDS", help="Leave a file that changed within so many seconds: it may still be written.")
    ] = 5,
    published: Annotated[
        str | None, typer.Option(metavar="DAY", callback=check_day, help="Publication day of inputs without one of their own.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DAY", callback=check_day, help="Only reports published on this day or later.")
    ] = None,
    names: Annotated[
        str, typer.Option("--map", metavar="FIELD=NAME,…", help="Names of the fields in the input, if others: text=body,published=date.")
    ] = "",
    entities: EntitiesOption = None,
    workers: Annotated[
        int, typer.Option(min=0, metavar="N", help="Processes that code at the same time; 0: one a core if there is enough to do.")
    ] = 0,
    max_chars: Annotated[int, typer.Option(min=1, metavar="N", help="Reject reports with more characters.")] = 5_000_000,
) -> int:
    """Watch folders and feeds, and code what is new into a store.

    Looks at every place, codes what came since the last look, says so in a line, and waits. A file that is still being written is left to
    a later look. What was seen is kept in the store, so a restart goes on where it stopped. A feed that fails is named and tried again
    after pauses that double, up to six hours. Ctrl-C (or SIGTERM) ends it; what was coded is kept.

    **Examples**

        dateline follow incoming/ --store news --every 30

        dateline follow https://example.org/world.rss --store news --every 600

        dateline follow --list feeds.txt --store news --once
    """
    from dateline.intake import Options
    from dateline.intake.jsonl import parse_fields
    from dateline.store import Store, Wanted
    from dateline.store.watch import Watch

    if not places and listed is None:
        raise typer.BadParameter("name a folder, a file or an address, or a list of them with --list FILE")
    options = Options(
        published=published, names=parse_fields(names), max_chars=max_chars, note=lambda note: say(f"note: {note}")
    )  # fmt: skip
    coder = LazyCoder(load_coder, read_dictionaries(entities), workers)
    wanted = Wanted(since=since)
    opened = Store(store, create=True)
    watch = Watch(store, settings_id(options, coder.id, wanted), every=every, settle=settle, say=say)
    rounds = _Rounds(opened, watch, options, coder, wanted, places or [], listed)
    try:
        with ends_on_sigterm():
            while True:
                done = rounds.one(again_in=None if once else every)
                if once:
                    return done
                if rounds.interrupted:
                    return ExitCode.ok
                time.sleep(every)
    except KeyboardInterrupt:
        say("stopped; what was coded is kept")
        return ExitCode.ok


class _Rounds:
    """One look after the other."""

    def __init__(
        self, store: Store, watch: Watch, options: Options, coder: LazyCoder, wanted: Wanted, places: Sequence[str], listed: Path | None
    ) -> None:
        self._store, self._watch, self._options, self._coder, self._wanted = store, watch, options, coder, wanted
        self._places, self._listed = places, listed
        self.interrupted = False

    def one(self, again_in: float | None) -> int:
        """Looks, codes what is new, says it in a line, and returns what an exit code would be. A store that fails is tried again."""
        try:
            news = self._watch.look(self._all_places(), self._version())
            summary = self._code(news)
        except (StoreError, InputError) as error:
            say(f"{_now()} error: {error}" + (f"; tried again in {again_in:,.0f} s" if again_in else ""))
            return ExitCode.store if isinstance(error, StoreError) else ExitCode.failed
        say(f"{_now()} {_round_words(news, summary)}" + (f"; next look in {again_in:,.0f} s" if again_in and not self.interrupted else ""))
        if summary is None:
            return ExitCode.failed if news.failed and not (news.unsettled or news.waiting) else ExitCode.ok
        return ExitCode.interrupted if self.interrupted else ExitCode.some_rejected if _rejected(summary) else ExitCode.ok

    def _all_places(self) -> list[str]:
        from dateline.store.watch import read_places

        return [*self._places, *(read_places(self._listed) if self._listed else ())]

    def _version(self) -> int:
        table = self._store.table("reports")
        return table.version() if table else 0

    def _code(self, news: News) -> RunSummary | None:
        from dateline.cli.printers import make_printer

        if not news.paths:
            return None
        printer = make_printer("none")
        summary = store_reports(
            self._store, news.paths, self._options, self._coder, self._wanted, printer, lambda summary: None, fetched=news.documents
        )
        self.interrupted = summary.interrupted
        if not summary.interrupted:
            self._watch.keep(news)
        return summary


def _round_words(news: News, summary: RunSummary | None) -> str:
    counts = ((len(news.files), "new file"), (len(news.documents), "changed feed"))
    parts = [f"{count:,} {name}{'s' if count > 1 else ''}" for count, name in counts if count]
    what = ", ".join(parts) + ": " + words(summary) if summary else "nothing new"
    notes = ((news.unsettled, "still being written"), (news.waiting, "waiting after a failure"))
    return "; ".join([what, *(f"{count:,} {note}" for count, note in notes if count)])


def _rejected(summary: RunSummary) -> bool:
    return bool(summary.rejected + summary.rejected_before)


def _now() -> str:
    return datetime.datetime.now().astimezone().isoformat(sep=" ", timespec="seconds")[:19]

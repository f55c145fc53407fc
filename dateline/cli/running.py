"""A run into a store or to the screen, as `code` and `follow` make it: what they share once their options are read."""

# ruff: noqa: PLC0415 - imports stand where they are needed: `--help` must not load the tables

from __future__ import annotations

import contextlib
import dataclasses
import functools
import signal
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from dateline.cli.common import ExitCode, say
from dateline.records import Reject, Report, content_id

if TYPE_CHECKING:
    from dateline.cli.printers import Printer
    from dateline.cli.progress import Show
    from dateline.intake import Options
    from dateline.intake.fetch import Fetched
    from dateline.resolve.userdict import UserDictionary
    from dateline.scale.processes import CoderFactory, CoderLike
    from dateline.store import Coded, RunSummary, Store, Wanted
    from dateline.store.sources import Sources


@dataclasses.dataclass
class LazyCoder:
    """The coder of a command: `id` is known at once, the coder itself is loaded when the first report needs it, and once.

    `load` is the command's `load_coder`, with the user's dictionaries.
    """

    load: Callable[..., CoderLike]
    dictionaries: Sequence[UserDictionary]
    workers: int

    @property
    def factory(self) -> CoderFactory:
        """What makes a coder, here and in other processes."""
        return functools.partial(self.load, list(self.dictionaries)) if self.dictionaries else self.load

    @functools.cached_property
    def coder(self) -> CoderLike:
        """The coder of this process."""
        return self.factory()

    @functools.cached_property
    def id(self) -> str:
        """The coder's id; the shipped one need not be loaded for it."""
        from dateline.cli import common

        if self.load is not common.load_coder:
            return self.coder.id
        from dateline.coder import coder_id

        return coder_id(self.dictionaries)

    def outcomes(self, items: Iterator[Report | Reject], *, ordered: bool) -> Iterator[Coded | Reject]:
        """The items coded, here or in several processes."""
        from dateline.scale import code_all

        return code_all(items, self.factory, mine=lambda: self.coder, workers=self.workers, ordered=ordered)

    def settings(self) -> dict[str, str]:
        """What the run's record keeps of it."""
        found = {"workers": str(self.workers or "auto")}
        if self.dictionaries:
            found["entities"] = " ".join(f"{one.path} (sha256 {one.digest[:12]})" for one in self.dictionaries)
        return found


def bring_up_to_date(store: Store, coder: str) -> None:
    """Recomputes what is made of all reports, at the end of a run that wrote: the lock is held, every batch is committed.

    It may be killed, and is then called again by the next run.
    """
    from dateline.store.incidents import update_incidents
    from dateline.store.stories import update_stories

    update_stories(store, say=say)
    update_incidents(store, coder, say=say)


def store_reports(
    store: Store,
    paths: Sequence[str],
    options: Options,
    coder: LazyCoder,
    wanted: Wanted,
    printer: Printer,
    show: Show,
    *,
    wait: bool = True,
    fetched: Mapping[str, Fetched] | None = None,
) -> RunSummary:
    """Codes into the store what it has not; rejects that are new are told, and codings printed if the printer prints."""
    from dateline.store import code_into_store

    settings = {
        **coder.settings(),
        "published": options.published or "",
        "max_chars": str(options.max_chars),
        "since": wanted.since or "",
        "limit": str(wanted.limit or ""),
    }

    def coded(stream: Iterator[Report | Reject]) -> Iterator[Coded | Reject]:
        return coder.outcomes(stream, ordered=printer.prints)

    with ends_on_sigterm():
        return code_into_store(
            store, make_sources(paths, options, coder.id, wanted, fetched), coder.id, coded, wanted=wanted, settings=settings, inputs=paths,
            after=bring_up_to_date, wait=wait, say=say, seen=functools.partial(tell, printer), passed=show,
        )  # fmt: skip


def make_sources(
    paths: Sequence[str], options: Options, coder: str, wanted: Wanted, fetched: Mapping[str, Fetched] | None = None
) -> Sources:
    """The inputs, file by file where they are files; addresses that were `fetched` already are not fetched again."""
    from dateline.intake.fetch import is_url
    from dateline.intake.inputs import read_fetched, read_inputs
    from dateline.intake.paths import find_files
    from dateline.store.sources import Sources

    def find(path: str) -> Iterable[str | Path] | None:
        return None if path == "-" else [path] if is_url(path) else (file for file, _ in find_files(path))

    def read(path: str | Path) -> Iterator[Report | Reject]:
        if fetched and path in fetched:
            return read_fetched(str(path), fetched[str(path)], options)
        return read_inputs([path], options)

    return Sources(paths, find, read, settings_id(options, coder, wanted), again=wanted.retry_rejects)


def settings_id(options: Options, coder: str, wanted: Wanted) -> str:
    """All that decides what comes of a file; `--limit` aside, since a run that stops there marks only what it has read to the end."""
    return content_id(coder, options.published, options.input_format, dict(options.names), options.max_chars, wanted.since)


def tell(printer: Printer, outcome: Coded | Reject) -> None:
    """A reject to standard error, a coding to the printer."""
    if isinstance(outcome, Reject):
        where = outcome.source if outcome.line is None else f"{outcome.source}:{outcome.line}"
        say(f"rejected ({outcome.reason}): {where}: {outcome.detail}")
    else:
        printer.add(outcome)


def words(summary: RunSummary) -> str:
    """The summary in one line."""
    parts = [f"{summary.coded:,} coded ({summary.events:,} events)"]
    parts += [
        f"{count:,} {what}"
        for count, what in (
            (summary.other_language, "in another language, recorded and not coded"),
            (summary.skipped, "already in the store"),
            (summary.forgotten, "forgotten before, left out"),
            (summary.older, "older than --since, left out"),
            (summary.undated, "without a publication day, left out by --since (give them one with --published)"),
            (summary.rejected, "rejected"),
            (summary.rejected_before, "rejected before (--retry-rejects tries them again)"),
            (summary.cleared, "rejected before and read now"),
        )
        if count
    ]
    return ", ".join(parts) + ("; stopped at --limit" if summary.stopped else "")


def exit_code(summary: RunSummary) -> ExitCode:
    """What the summary comes to; says so where it is an end to act on."""
    if summary.interrupted:
        say("interrupted; what was coded is kept: run the same command again to go on")
        return ExitCode.interrupted
    rejected = summary.rejected + summary.rejected_before
    met = summary.coded + summary.other_language + summary.skipped + summary.forgotten + summary.older + summary.undated
    if not met and not summary.stopped:
        say("error: no report could be coded" if rejected else "error: the inputs hold no reports; check the paths")
        return ExitCode.failed
    return ExitCode.some_rejected if rejected else ExitCode.ok


@contextlib.contextmanager
def ends_on_sigterm() -> Iterator[None]:
    """Within the block a request to end (SIGTERM, as service managers and containers send it) is Ctrl-C. For the main thread alone."""
    import threading

    if threading.current_thread() is not threading.main_thread():
        yield
        return

    asked: list[int] = []

    def interrupt(number: int, frame: FrameType | None) -> None:
        if callable(before):  # of a block around this one
            before(number, frame)
            return
        asked.append(number)
        signal.raise_signal(signal.SIGINT)

    def if_asked(number: int, frame: FrameType | None) -> None:
        if asked:
            raise KeyboardInterrupt

    # A process that a script starts in the background ignores Ctrl-C: it still must hear SIGTERM, and that alone.
    ignored = signal.getsignal(signal.SIGINT) == signal.SIG_IGN
    if ignored:
        signal.signal(signal.SIGINT, if_asked)
    before = signal.getsignal(signal.SIGTERM)
    signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
        if ignored:
            signal.signal(signal.SIGINT, signal.SIG_IGN)

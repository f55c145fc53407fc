"""What is new at watched places: files that are whole and not yet in the store, and documents at addresses that changed."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from dateline.errors import InputError
from dateline.intake.fetch import Fetched, FetchState, fetch, is_url
from dateline.intake.paths import find_files
from dateline.store.sources import file_name
from dateline.store.state import FeedState, State, fingerprint

_LONGEST_PAUSE = 6 * 3600.0  # seconds
Say = Callable[[str], None]


@dataclasses.dataclass
class News:
    """What one look found: files to be read, documents fetched, how many files are still being written, and what failed."""

    files: list[Path] = dataclasses.field(default_factory=list)
    documents: dict[str, Fetched] = dataclasses.field(default_factory=dict)
    unsettled: int = 0
    failed: int = 0
    waiting: int = 0

    @property
    def paths(self) -> list[str]:
        """The inputs of a run."""
        return [*map(str, self.files), *self.documents]


class Watch:
    """Places looked at again and again. What is known of them is kept in the store's folder, so that a restart goes on."""

    def __init__(self, folder: Path, settings: str, *, every: float, settle: float, say: Say, get: Callable[..., Fetched] = fetch) -> None:
        """`settings` are those of `Sources`; `every`: seconds between looks; `settle`: for how many a file must have lain still."""
        self._folder, self._settings, self._every, self._settle, self._say, self._get = folder, settings, every, settle, say, get
        self._told: set[str] = set()

    def look(self, places: Iterable[str], version: int) -> News:
        """What is new at these paths and addresses; `version` is that of the store's reports table."""
        news = News()
        state = State(self._folder)
        try:
            for place in places:
                if is_url(place):
                    self._look_up(place, state, news)
                else:
                    self._look_below(place, state, version, news)
        finally:
            state.close()
        return news

    def _look_below(self, place: str, state: State, version: int, news: News) -> None:
        for file, trouble in find_files(place):
            error, found = trouble, None
            try:
                found = file.stat()
            except OSError as missing:
                if file == Path(place):  # one below a folder is gone since the folder was read: no trouble
                    error = error or missing
            if error:
                news.failed += 1
                self._tell(f"{file}: cannot be read ({error.strerror or error}); looked at again in the next round")
            elif found is None:
                continue
            elif time.time() - max(found.st_mtime, found.st_ctime) < self._settle:
                news.unsettled += 1
            elif state.seen(file_name(file), self._settings, fingerprint(file), version) is None:
                news.files.append(file)

    def _look_up(self, url: str, state: State, news: News) -> None:
        known = state.feed(url)
        if known.next_try > time.time():
            news.waiting += 1
            return
        try:
            fetched = self._get(url, FetchState(known.etag, known.modified))
        except InputError as error:
            self.failed(url, state, str(error))
            news.failed += 1
            return
        if known.failures:
            self._say(f"{url}: is there again")
        if fetched.data is None:
            state.note_feed(url, dataclasses.replace(known, failures=0, next_try=0.0))
        else:
            news.documents[url] = fetched

    def failed(self, url: str, state: State, why: str) -> None:
        """Notes a failure: the pause until the next try doubles with each, up to six hours."""
        known = state.feed(url)
        pause = min(_LONGEST_PAUSE, self._every * 2 ** min(known.failures, 20))
        state.note_feed(url, dataclasses.replace(known, failures=known.failures + 1, next_try=time.time() + pause))
        self._say(f"{url}: {why}; tried again in {pause:,.0f} s")

    def keep(self, news: News) -> None:
        """Notes that all that was fetched is in the store: the servers are asked for changes since then."""
        state = State(self._folder)
        try:
            for url, fetched in news.documents.items():
                state.note_feed(url, FeedState(fetched.state.etag, fetched.state.modified))
        finally:
            state.close()

    def _tell(self, message: str) -> None:
        """Says it once, not at every look."""
        if message not in self._told:
            self._told.add(message)
            self._say(message)


def read_places(file: Path) -> Iterator[str]:
    """The paths and addresses that a file lists, one a line; empty lines and comments (`#`) are passed over. Raises `InputError`."""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file}: cannot be read ({error}); give a text file with one path or address a line") from error
    for line in lines:
        place = line.strip()
        if place and not place.startswith("#"):
            yield place

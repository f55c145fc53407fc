"""What the page is served from: the store, one open index a coder, the review's decisions, and the reader that explains events."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Callable
from typing import Any

import msgspec

from dateline.errors import DatelineError, InputError
from dateline.records import Report
from dateline.store.store import Store
from dateline.web.events import Decided
from dateline.web.index import ensure_index, store_stamp
from dateline.web.reader import IndexReader

_LOOK_EVERY = 1.0  # seconds between two looks at the disk
_AFTER = 2.0  # seconds that the first view has for itself
_PATIENCE = 10.0  # seconds that a question waits for an index that another has begun to make
NOTHING: Decided = {}


class Remaking(DatelineError):
    """The index is being made, and takes longer than a question waits: ask again."""


def _silent(message: str) -> None:
    """Drops a message."""


class Serving:
    """One store being served. Methods may be called from any thread."""

    def __init__(
        self, store: Store, coder: str | None = None, *, reviewer: str | None = None, say: Callable[[str], None] = _silent
    ) -> None:
        """Makes or updates the index of the coder (default: the latest complete run's). Raises `StoreError`."""
        self.store = store
        self._pinned = coder is not None
        self.coder = store.coder(coder)
        self.reviewer = reviewer
        self.decided: Callable[[], Decided] = lambda: NOTHING  # the app puts the store's decisions here
        self._say = say
        self._lock = threading.Lock()  # of `_readers` alone: held for a moment
        self._making = threading.Lock()  # while an index is made
        self._explaining = threading.Lock()
        self._explainer: Any = None
        self._warming = os.environ.get("DATELINE_WARM") == "0"  # tests need no model for each report they open
        self._readers: dict[str, IndexReader] = {}
        self._stamps: dict[str, tuple[int, ...]] = {}
        self._coders: tuple[tuple[int, ...], list[tuple[str, int]]] | None = None
        self._looked = 0.0
        self._make(self.coder)

    def reader(self, coder: str | None = None) -> IndexReader:
        """The open index of the coder (its id or the beginning of it), made where it is not there yet.

        Raises `Remaking` where another question has begun to make it and it takes long, `InputError` for an unknown coder.
        """
        wanted = self._known(coder) if coder else self.coder
        self._look()
        with self._lock:
            found = self._readers.get(wanted)
        if found:
            return found
        if not self._making.acquire(timeout=_PATIENCE):
            raise Remaking("the page's index is being made; try again in a moment")
        self._making.release()
        with self._lock:
            found = self._readers.get(wanted)
        return found or self._make(wanted)

    def refresh(self) -> None:
        """Brings every open index up to date with the store; unless one was asked for at the start, the coder is the latest again."""
        if not self._pinned:
            self.coder = self.store.coder()
            self._make(self.coder)
        with self._lock:
            coders = list(self._readers) or [self.coder]
        for coder in coders:
            self._make(coder)

    @property
    def newer(self) -> bool:
        """Whether the store has changed since the index was brought up to date."""
        return store_stamp(self.store)[:3] != self._stamps.get(self.coder)

    def open_coders(self) -> dict[str, IndexReader]:
        """The coders whose indexes are open."""
        with self._lock:
            return dict(self._readers)

    def coders(self) -> list[tuple[str, int]]:
        """All coders with committed reports, and how many; read again only when the store has changed."""
        stamp = store_stamp(self.store)
        if self._coders is None or self._coders[0] != stamp:
            from dateline.store.views import select  # noqa: PLC0415 - of this alone

            with select(self.store, "SELECT coder, count(*) AS n FROM reports GROUP BY coder ORDER BY coder", None) as rows:
                self._coders = (stamp, [(row["coder"], row["n"]) for batch in rows for row in batch.to_pylist()])
        return self._coders[1]

    def explain(self, reader: IndexReader, event: str) -> dict[str, Any] | None:
        """Why an event was coded so, by the present reader; None where there is no such event. The first call loads the model."""
        rows = reader.rows("SELECT r.key FROM events e JOIN reports r ON r.num = e.report WHERE e.id = $event", {"event": event})
        stored = reader.report(rows[0][0]) if rows else None
        if stored is None:
            return None
        report: Report = stored[1][0]
        chosen = next(one for one in stored[1][1] if one.id == event)
        with self._explaining:
            told: dict[str, Any] = msgspec.to_builtins(self._load_explainer().explain(report, chosen, reader.coder))
        return told

    def warm_tables(self) -> None:
        """Loads, behind the first view, what the shipped tables know of names: entities and dossiers ask for it."""

        def load() -> None:
            from dateline.resolve.entities import Entities  # noqa: PLC0415 - takes a second
            from dateline.web.entity import known_names  # noqa: PLC0415

            time.sleep(_AFTER)
            with contextlib.suppress(DatelineError):
                known_names()
                Entities.load()

        threading.Thread(target=load, daemon=True).start()

    def warm(self) -> None:
        """Loads the model behind the first report that is opened: the next question is why."""
        if not self._warming:
            self._warming = True
            threading.Thread(target=self._warm, daemon=True).start()

    def _warm(self) -> None:
        with self._explaining, contextlib.suppress(DatelineError):  # told when it is asked for
            self._load_explainer()

    def _load_explainer(self) -> Any:
        if self._explainer is None:
            from dateline.coder import Coder  # noqa: PLC0415 - takes seconds
            from dateline.explain import Explainer  # noqa: PLC0415

            self._explainer = Explainer(Coder())
        return self._explainer

    def close(self) -> None:
        """Closes all indexes."""
        with self._lock:
            for reader in self._readers.values():
                reader.close()
            self._readers.clear()

    def _known(self, coder: str) -> str:
        fitting = [name for name, _ in self.coders() if name.startswith(coder)]
        if coder not in fitting and len(fitting) != 1:
            raise InputError(f"coder: {len(fitting)} coders fit {coder!r}; /api/meta lists them")
        return coder if coder in fitting else fitting[0]

    def _make(self, coder: str) -> IndexReader:
        with self._making:
            stamp = store_stamp(self.store)[:3]
            found = ensure_index(self.store, coder, self._say)
            with self._lock:
                before = self._readers.get(coder)
                if before and before.found == found and before.found.there:
                    self._stamps[coder] = stamp
                    return before
                reader = self._readers[coder] = IndexReader(found)
                self._stamps[coder] = stamp
            return reader

    def _look(self) -> None:
        """Drops the indexes whose files are gone: what was forgotten must not be shown from an open file."""
        now = time.monotonic()
        if now - self._looked < _LOOK_EVERY:
            return
        self._looked = now
        with self._lock:
            gone = [coder for coder, reader in self._readers.items() if not reader.found.there]
            for coder in gone:
                del self._readers[coder]

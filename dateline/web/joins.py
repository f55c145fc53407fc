"""Decisions on joins, carried out behind the page: incidents made anew, and the index with them."""

from __future__ import annotations

import contextlib
import threading

from dateline.errors import DatelineError
from dateline.store.lock import write_lock
from dateline.web.serving import Serving


class Joiner:
    """Makes the incidents of a coder anew, one after the other; what is asked for meanwhile is done in one go afterwards."""

    def __init__(self, serving: Serving) -> None:
        """Does nothing yet."""
        self._serving = serving
        self._lock = threading.Lock()
        self._wanted: dict[str, threading.Event] = {}
        self._running = False

    def carry_out(self, coder: str, seconds: float) -> bool:
        """Whether it was done within this time; else it goes on behind, or is done by the run that holds the store's lock."""
        with self._lock:
            done = self._wanted.setdefault(coder, threading.Event())
            if not self._running:
                self._running = True
                threading.Thread(target=self._work, daemon=True).start()
        return done.wait(seconds)

    def _work(self) -> None:
        from dateline.store.incidents import update_incidents  # noqa: PLC0415 - loads the whole of `fuse`

        while True:
            with self._lock:
                if not self._wanted:
                    self._running = False
                    return
                wanted, self._wanted = self._wanted, {}
            for coder, done in wanted.items():
                with contextlib.suppress(DatelineError):  # the decision is kept: the next run tries again
                    with write_lock(self._serving.store.folder):
                        update_incidents(self._serving.store, coder)
                    self._serving.refresh()
                done.set()

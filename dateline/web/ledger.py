"""The decisions of a store as the page shows them, read again whenever their table changes."""

from __future__ import annotations

import dataclasses
import hashlib
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from dateline.records import Decision
from dateline.review.ledger import MISSED, Word, in_order, standing, words
from dateline.review.values import PARTIES, mode_with
from dateline.store.decisions import all_decisions
from dateline.store.reviewed import carried, store_disputed, with_carried
from dateline.web.reader import IndexReader
from dateline.web.serving import Serving


@dataclasses.dataclass(frozen=True)
class Ledger:
    """The decisions at one moment: all of them by time, and what those that hold say of each event, by event.

    `same`: events of this coder that say the same as one of another coder, which was decided on.
    """

    decisions: tuple[Decision, ...]
    words: Mapping[str, Word]
    shown: Mapping[str, Mapping[str, Any]]
    same: Mapping[str, str]

    @property
    def holding(self) -> set[str]:
        """The ids of the decisions that hold."""
        return {one.id for one in standing(self.decisions)}


class Ledgers:
    """The newest ledger of a store that is served. Methods may be called from any thread."""

    def __init__(self, serving: Serving) -> None:
        """Reads nothing yet."""
        self._serving = serving
        self._log = Path(serving.store.folder) / "decisions" / "_delta_log"
        self._lock = threading.Lock()
        self._kept: tuple[tuple[int, str], Ledger] = ((-1, ""), make_ledger(()))
        self._same: dict[str, str] = {}
        self._looked: set[str] = set()
        self._own: tuple[Ledger, str, dict[str, Word]] | None = None
        self._disputed: tuple[Ledger, set[str]] | None = None

    def now(self) -> Ledger:
        """The ledger as the table and the index stand."""
        with self._lock:
            reader = self._serving.reader()
            stamp = (self._stamp(), reader.version)
            if stamp != self._kept[0]:
                if stamp[1] != self._kept[0][1]:
                    self._same, self._looked = {}, set()
                decisions = all_decisions(self._serving.store)
                self._carry(reader, words(decisions))
                self._kept = (stamp, make_ledger(decisions, dict(self._same)))
            return self._kept[1]

    def own(self, by: str) -> dict[str, Word]:
        """What this person alone says of each event."""
        ledger = self.now()
        kept = self._own
        if kept is None or kept[0] is not ledger or kept[1] != by:
            kept = self._own = (ledger, by, with_carried(words(ledger.decisions, by), ledger.same))
        return kept[2]

    def disputed(self) -> set[str]:
        """The events on which two reviewers differ; the store's events are read again only when somebody has decided."""
        ledger = self.now()
        kept = self._disputed
        if kept is None or kept[0] is not ledger:
            kept = self._disputed = (ledger, store_disputed(self._serving.store))
        return kept[1]

    def shown(self) -> Mapping[str, Mapping[str, Any]]:
        """What the rows of events show: `decided` and `changes` by event."""
        return self.now().shown

    def _carry(self, reader: IndexReader, said: Mapping[str, Word]) -> None:
        """Looks for what is the same as events that another coder found; each is looked for once an index."""
        new = said.keys() - self._looked
        if not new:
            return
        self._looked |= new
        here = {row[0] for row in reader.rows("SELECT id FROM events WHERE id IN (SELECT unnest($ids))", {"ids": sorted(new)})}
        self._same |= carried(self._serving.store, new - here)

    def _stamp(self) -> int:
        try:
            return self._log.stat().st_mtime_ns
        except OSError:
            return 0


def make_ledger(decisions: Sequence[Decision], same: Mapping[str, str] = MappingProxyType({})) -> Ledger:
    """The ledger of these decisions. `same`: events that say the same as one that was decided on (`store.reviewed.carried`)."""
    ordered = tuple(in_order(decisions))
    said = with_carried(words(ordered), same)
    return Ledger(ordered, said, {event: shown_word(word) for event, word in said.items()}, same)


def shown_word(word: Word | None) -> dict[str, Any]:
    """A word as a row shows it."""
    if word is None:
        return {"decided": None, "changes": {}}
    changes = {field: shown_value(field, value) for field, value in word.changes.items()}
    return {"decided": word.decided, "changes": {**changes, **({MISSED: True} if word.missed else {})}}


def shown_value(field: str, value: Any) -> Any:
    """A changed value in the form that rows have: parties as {id, name, country, sector}, a place and days without their words."""
    if value is None:
        return None
    if field in PARTIES:
        unknown = {"id": None, "country": None, "sector": None}
        return [one["entity"] or {**unknown, "name": " ".join(one["quote"].split())} for one in value]
    if field == "place":
        return {name: value[name] for name in ("name", "country", "lat", "lon", "precision", "geonames_id")}
    if field == "time":
        return {"start": value["start"], "end": value["end"]}
    if field == "counts":
        parts = ("kind", "low", "high", "side", "unit", "approximate")
        return [{**{part: one[part] for part in parts}, "words": " ".join(one["span"]["quote"].split())} for one in value]
    return value


def with_word(row: Mapping[str, Any], said: Mapping[str, Any] | None) -> dict[str, Any]:
    """The row with what is said of it; a mode that the changed type does not have is changed with it."""
    changes = dict(said["changes"]) if said else {}
    if {"type", "mode"} & changes.keys():
        mode = mode_with(row["type"], row["mode"], changes)
        changes.pop("mode", None)
        if mode != row["mode"]:
            changes["mode"] = mode
    return {**row, "decided": said["decided"] if said else None, "changes": changes}


def is_doubled(event: str, share: float) -> bool:
    """Whether the event is one that two reviewers are asked for: this share of all, the same whoever asks."""
    return int(hashlib.sha256(event.encode()).hexdigest()[:8], 16) < share * (1 << 32)

"""What joining knows of one coder's events, on disk: their facts, the keys they are looked up by, and the pairs that link them.

Made from the tables, and made anew where it is damaged or of another method: nothing is lost with it. Every step is one transaction, and
marks on the events say what is still to do, so that a killed update is taken up by the next.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from dateline.fuse.incidents import EventFacts, is_link, score_pair
from dateline.fuse.incidents_keys import LEAST_SHARED, block_keys, key_worth, most_in_block

_TABLES = """
CREATE TABLE IF NOT EXISTS reports (key TEXT PRIMARY KEY, story TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS events (num INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, report TEXT NOT NULL, facts BLOB NOT NULL,
    incident TEXT, unpaired INTEGER NOT NULL, dirty INTEGER NOT NULL, copy TEXT, first INTEGER NOT NULL, again INTEGER);
CREATE INDEX IF NOT EXISTS events_report ON events (report);
CREATE INDEX IF NOT EXISTS events_unpaired ON events (num) WHERE unpaired > 0;
CREATE INDEX IF NOT EXISTS events_dirty ON events (num) WHERE dirty = 1;
CREATE INDEX IF NOT EXISTS events_copy ON events (copy, first) WHERE copy IS NOT NULL;
CREATE INDEX IF NOT EXISTS events_again ON events (again) WHERE again IS NOT NULL;
CREATE TABLE IF NOT EXISTS blocks (key INTEGER NOT NULL, num INTEGER NOT NULL, PRIMARY KEY (key, num)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS links (a INTEGER NOT NULL, b INTEGER NOT NULL, PRIMARY KEY (a, b)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS gone (incident TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS decisions (left TEXT, right TEXT, verdict TEXT NOT NULL, PRIMARY KEY (left, right)) WITHOUT ROWID;
"""
_CACHED = 3_000  # facts kept decoded
_CACHED_BLOCKS = 20_000  # keys whose members are kept
_NEW = 2  # `unpaired` of an event whose keys are not put down yet: 1 if they are, 0 once it is compared
_STEP = 2_000  # events paired in one transaction
_decode = msgspec.msgpack.Decoder(EventFacts).decode


class IncidentIndex:
    """The index of one coder's events. The caller holds the store's write lock. Use it as a context manager."""

    def __init__(self, folder: Path, coder: str, method: str, *, fresh: bool = False) -> None:
        """Opens or makes it; begins anew with `fresh`, or where it is damaged or of another method. Raises `OSError`, `sqlite3.Error`."""
        self.path = folder / f".incidents-{coder}.sqlite"
        self._facts: dict[int, EventFacts] = {}
        self._keys: dict[int, tuple[int, ...]] = {}
        self._blocks: dict[int, list[int]] = {}
        if fresh:
            self._unlink()
        try:
            self._open()
            if self._meta("method") != method and self._db.execute("SELECT 1 FROM sqlite_master WHERE name = 'events'").fetchone():
                raise sqlite3.DatabaseError("of another method")
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            self.close()
            self._unlink()
            self._open()
        self._db.executescript(_TABLES)
        with self.step():
            self._db.execute("INSERT OR REPLACE INTO meta VALUES ('method', ?)", (method,))

    @classmethod
    def reading(cls, path: Path) -> IncidentIndex:
        """The index of this file, to be read beside a writer. Raises `sqlite3.Error` where it can't be."""
        index = cls.__new__(cls)
        index.path, index._facts, index._keys, index._blocks = path, {}, {}, {}
        index._db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=30, isolation_level=None)
        return index

    def __enter__(self) -> IncidentIndex:
        """Itself."""
        return self

    def __exit__(self, *error: object) -> None:
        """Closes the file."""
        self.close()

    def close(self) -> None:
        """Closes the file."""
        self._db.close()

    @contextlib.contextmanager
    def step(self) -> Iterator[None]:
        """One transaction."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            self._facts.clear()  # what was added in it is not there after all
            self._keys.clear()
            self._blocks.clear()
            raise
        self._db.execute("COMMIT")

    def reports(self) -> Iterator[tuple[str, str]]:
        """Key and story of every report, by key."""
        yield from self._db.execute("SELECT key, story FROM reports ORDER BY key")

    def size(self) -> tuple[int, int]:
        """How many events and how many incidents."""
        found: tuple[int, int] = self._db.execute("SELECT count(*), count(DISTINCT incident) FROM events").fetchone()
        return found

    def add(self, report: str, story: str, events: Iterable[EventFacts]) -> None:
        """Takes a report's events in, to be paired and made into incidents."""
        self._db.execute("INSERT OR REPLACE INTO reports VALUES (?, ?)", (report, story))
        (last,) = self._db.execute("SELECT max(coalesce(max(num), 0), ?) FROM events", (self._last(),)).fetchone()
        numbered = dict(enumerate(events, last + 1))
        nums = {event.id: num for num, event in numbered.items()}
        for num, event in numbered.items():
            again = nums.get(event.same_as) if event.same_as else None
            row = (num, event.id, report, msgspec.msgpack.encode(event), event.copy or None, again)
            self._db.execute("INSERT INTO events VALUES (?, ?, ?, ?, NULL, 0, 1, ?, 0, ?)", row)
            before = self._first(event.copy)
            if before is None:
                self._put_first(num, event)
            elif event.rank < self.facts(before).rank:
                self._take_back(before)
                self._put_first(num, event)

    def remove(self, report: str) -> None:
        """Takes a report's events out; what was linked with them is to be made anew."""
        rows = self._db.execute("SELECT num, incident, copy, first FROM events WHERE report = ?", (report,)).fetchall()
        for num, incident, copy, first in rows:
            if incident:
                self._db.execute("INSERT OR IGNORE INTO gone VALUES (?)", (incident,))
            self._set_last(num)
            self._touch(num)
            if first:
                self._take_back(num)
            self._db.execute("DELETE FROM events WHERE num = ?", (num,))
            self._facts.pop(num, None)
            if first and (left := self._copies(copy)):
                heir = min(left, key=lambda one: self.facts(one).rank)
                self._put_first(heir, self.facts(heir))
        self._db.execute("DELETE FROM reports WHERE key = ?", (report,))

    def pair(self) -> None:
        """Compares all events that were not compared yet with those that share a key, and links the likely pairs."""
        new = {num for (num,) in self._db.execute("SELECT num FROM events WHERE unpaired > 0")}
        if not new:
            return
        self._put_keys()
        if self._db.execute("SELECT 1 FROM events WHERE first = 1 AND unpaired = 0 LIMIT 1").fetchone():
            with self.step():
                self._unlink_overfull(new)
        todo = sorted(new)
        for start in range(0, len(todo), _STEP):
            with self.step():
                for num in todo[start : start + _STEP]:
                    self._pair_one(num, new)

    def mark(self, events: Iterable[str]) -> None:
        """Notes that the incidents of these events are to be made anew."""
        self._db.executemany("UPDATE events SET dirty = 1 WHERE id = ?", ((one,) for one in events))

    def decided(self) -> dict[tuple[str, str], str]:
        """The verdicts by which the incidents were made."""
        return {(left, right): verdict for left, right, verdict in self._db.execute("SELECT * FROM decisions")}

    def set_decided(self, verdicts: Mapping[tuple[str, str], str]) -> None:
        """Notes the verdicts."""
        self._db.execute("DELETE FROM decisions")
        self._db.executemany("INSERT INTO decisions VALUES (?, ?, ?)", ((*pair, verdict) for pair, verdict in verdicts.items()))

    def dirty(self) -> int:
        """How many events are marked."""
        return int(self._db.execute("SELECT count(*) FROM events WHERE dirty = 1").fetchone()[0])

    def components(self, beside: dict[int, set[int]], *, everything: bool) -> Iterator[list[int]]:
        """Every component that has a marked event (or all), each once, as sorted numbers; `beside` are links by decision."""
        seen: set[int] = set()
        where = "" if everything else "WHERE dirty = 1"
        for (num,) in self._db.execute(f"SELECT num FROM events {where} ORDER BY num").fetchall():
            if num in seen:
                continue
            front, found = [num], {num}
            while front:
                at = front.pop()
                linked = self._beside(at) | beside.get(at, set())
                front += linked - found
                found |= linked
            seen |= found
            yield sorted(found)

    def links_among(self, nums: Sequence[int]) -> Iterator[tuple[int, int]]:
        """The linked pairs among the members of a component."""
        for num in nums:
            for (other,) in self._db.execute("SELECT b FROM links WHERE a = ? AND b > a", (num,)):
                yield num, other

    def firsts(self, nums: Sequence[int]) -> set[int]:
        """Those of the events that are no copies, or stand for theirs."""
        rows = (self._db.execute("SELECT num FROM events WHERE num = ? AND first = 1", (num,)).fetchone() for num in nums)
        return {row[0] for row in rows if row}

    def numbers(self, events: Iterable[str]) -> dict[str, int]:
        """The numbers of those of the events that are here."""
        rows = (self._db.execute("SELECT id, num FROM events WHERE id = ?", (one,)).fetchone() for one in events)
        return {row[0]: row[1] for row in rows if row}

    def of_report(self, report: str) -> list[EventFacts]:
        """The facts of a report's events."""
        return [_decode(blob) for (blob,) in self._db.execute("SELECT facts FROM events WHERE report = ? ORDER BY num", (report,))]

    def near(self, num: int) -> set[int]:
        """All events that share enough keys with this one to be compared."""
        shared: Counter[int] = Counter()
        for key in self._keys_of(num):
            members = self._members(key)
            if len(members) <= most_in_block(key):
                worth = key_worth(key)
                for member in members:
                    shared[member] += worth
        return {other for other, worth in shared.items() if worth >= LEAST_SHARED} - {num}

    def facts(self, num: int) -> EventFacts:
        """The facts of an event."""
        if num not in self._facts:
            if len(self._facts) >= _CACHED:
                self._facts.clear()
            (blob,) = self._db.execute("SELECT facts FROM events WHERE num = ?", (num,)).fetchone()
            self._facts[num] = _decode(blob)
        return self._facts[num]

    def incidents_of(self, nums: Iterable[int]) -> set[str]:
        """The incidents that these events were in, as last planned."""
        rows = (self._db.execute("SELECT incident FROM events WHERE num = ?", (num,)).fetchone() for num in nums)
        return {row[0] for row in rows if row and row[0]}

    def plan(self, incidents: Iterable[tuple[str, Sequence[str]]]) -> None:
        """Notes which events are to be in which incident; the incidents that they were in are to go."""
        for incident, events in incidents:
            for event in events:
                (before,) = self._db.execute("SELECT incident FROM events WHERE id = ?", (event,)).fetchone()
                if before != incident:
                    if before:
                        self._db.execute("INSERT OR IGNORE INTO gone VALUES (?)", (before,))
                    self._db.execute("UPDATE events SET incident = ? WHERE id = ?", (incident, event))

    def gone(self) -> set[str]:
        """The incidents that are to go from the table."""
        return {one for (one,) in self._db.execute("SELECT incident FROM gone")}

    def settle(self) -> None:
        """Notes that the table has what was planned."""
        self._db.execute("DELETE FROM gone")
        self._db.execute("UPDATE events SET dirty = 0 WHERE dirty = 1")

    def _put_first(self, num: int, event: EventFacts) -> None:
        """Makes the event the one of its copies that is compared with others."""
        self._db.execute("UPDATE events SET first = 1, unpaired = ?, dirty = 1 WHERE num = ?", (_NEW, num))

    def _take_back(self, num: int) -> None:
        """The event is compared with others no more."""
        self._blocks.clear()
        (state,) = self._db.execute("SELECT unpaired FROM events WHERE num = ?", (num,)).fetchone()
        for key in self._keys_of(num) if state != _NEW else ():
            (held,) = self._db.execute("SELECT count(*) FROM blocks WHERE key = ?", (key,)).fetchone()
            self._db.execute("DELETE FROM blocks WHERE key = ? AND num = ?", (key, num))
            if held == most_in_block(key) + 1:  # it was overfull and is no more: its members are compared after all
                self._db.execute("UPDATE events SET unpaired = 1, dirty = 1 WHERE num IN (SELECT num FROM blocks WHERE key = ?)", (key,))
        self._drop_links(num)
        self._keys.pop(num, None)
        self._db.execute("UPDATE events SET first = 0, unpaired = 0, dirty = 1 WHERE num = ?", (num,))

    def _first(self, copy: str) -> int | None:
        row = self._db.execute("SELECT num FROM events WHERE copy = ? AND first = 1", (copy,)).fetchone() if copy else None
        return row[0] if row else None

    def _copies(self, copy: str | None) -> list[int]:
        return [num for (num,) in self._db.execute("SELECT num FROM events WHERE copy = ?", (copy,))] if copy else []

    def _beside(self, num: int) -> set[int]:
        """The events that are linked with this one, tell it again, or are its copies."""
        found = {b for (b,) in self._db.execute("SELECT b FROM links WHERE a = ?", (num,))}
        found.update(one for (one,) in self._db.execute("SELECT num FROM events WHERE again = ?", (num,)))
        row = self._db.execute("SELECT copy, first, again FROM events WHERE num = ?", (num,)).fetchone()
        if row is None:
            return found
        copy, first, again = row
        if again is not None:
            found.add(again)
        if first:
            found.update(self._copies(copy))
        elif (standing := self._first(copy)) is not None:
            found.add(standing)
        return found - {num}

    def _touch(self, num: int) -> None:
        """Notes that what is beside the event is to be made anew."""
        self._db.executemany("UPDATE events SET dirty = 1 WHERE num = ?", ((other,) for other in self._beside(num)))
        self._db.execute("UPDATE events SET again = NULL WHERE again = ?", (num,))

    def _pair_one(self, num: int, new: set[int]) -> None:
        mine = self.facts(num)
        for other in sorted(self.near(num)):
            if other in new and other < num:
                continue
            if is_link(score_pair(mine, self.facts(other))):
                self._db.executemany("INSERT OR IGNORE INTO links VALUES (?, ?)", ((num, other), (other, num)))
                self._db.execute("UPDATE events SET dirty = 1 WHERE num = ?", (other,))
        self._db.execute("UPDATE events SET unpaired = 0 WHERE num = ?", (num,))

    def _put_keys(self) -> None:
        """Puts down the keys of the events that have none yet."""
        rows = self._db.execute("SELECT num FROM events WHERE unpaired = ? ORDER BY num", (_NEW,)).fetchall()
        for start in range(0, len(rows), _STEP):
            with self.step():
                for (num,) in rows[start : start + _STEP]:
                    self._db.executemany("INSERT OR IGNORE INTO blocks VALUES (?, ?)", ((key, num) for key in self._keys_of(num)))
                    self._db.execute("UPDATE events SET unpaired = 1 WHERE num = ?", (num,))
        self._blocks.clear()

    def _unlink_overfull(self, new: set[int]) -> None:
        """Takes back the links of keys that the new events have made overfull, where no other key holds them."""
        counted = "SELECT count(*), sum(unpaired) FROM blocks JOIN events USING (num) WHERE key = ?"
        for key in sorted({key for num in new for key in self._keys_of(num)}):
            if not self._db.execute("SELECT 1 FROM blocks WHERE key = ? LIMIT 1 OFFSET ?", (key, most_in_block(key))).fetchone():
                continue
            members, unpaired = self._db.execute(counted, (key,)).fetchone()
            if not 2 <= members - unpaired <= most_in_block(key):
                continue
            sql = "SELECT num FROM blocks JOIN events USING (num) WHERE key = ? AND unpaired = 0"
            old = [num for (num,) in self._db.execute(sql, (key,))]
            for a in old:
                linked = {b for (b,) in self._db.execute("SELECT b FROM links WHERE a = ?", (a,))}
                if (mine := linked.intersection(old)) and (lost := mine - self.near(a)):
                    for b in lost:
                        self._db.executemany("DELETE FROM links WHERE a = ? AND b = ?", ((a, b), (b, a)))
                        self._db.execute("UPDATE events SET dirty = 1 WHERE num IN (?, ?)", (a, b))

    def _keys_of(self, num: int) -> tuple[int, ...]:
        if num not in self._keys:
            if len(self._keys) >= _CACHED:
                self._keys.clear()
            self._keys[num] = block_keys(self.facts(num))
        return self._keys[num]

    def _members(self, key: int) -> list[int]:
        found = self._blocks.get(key)
        if found is None:
            if len(self._blocks) >= _CACHED_BLOCKS:
                self._blocks.clear()
            found = self._blocks[key] = self._read_members(key)
        return found

    def _read_members(self, key: int) -> list[int]:
        rows = self._db.execute("SELECT num FROM blocks WHERE key = ? LIMIT ?", (key, most_in_block(key) + 1))
        return [num for (num,) in rows]

    def _drop_links(self, num: int) -> None:
        for (other,) in self._db.execute("SELECT b FROM links WHERE a = ?", (num,)).fetchall():
            self._db.execute("DELETE FROM links WHERE a = ? AND b = ?", (other, num))
            self._db.execute("UPDATE events SET dirty = 1 WHERE num = ?", (other,))
        self._db.execute("DELETE FROM links WHERE a = ?", (num,))

    def _last(self) -> int:
        return int(self._meta("last") or 0)

    def _set_last(self, num: int) -> None:
        """Numbers are never given twice: links and caches go by them."""
        if num > self._last():
            self._db.execute("INSERT OR REPLACE INTO meta VALUES ('last', ?)", (str(num),))

    def _meta(self, name: str) -> str | None:
        row = self._db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def _open(self) -> None:
        self._db = sqlite3.connect(
            self.path, timeout=30, isolation_level=None, check_same_thread=False
        )  # Delta writes from a thread of its own
        # Deleted facts are overwritten with zeros: a takedown leaves no word of a report here.
        self._db.executescript("PRAGMA secure_delete = ON; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16384;")
        self._db.execute("CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID")

    def _unlink(self) -> None:
        for path in (self.path, self.path.with_name(self.path.name + "-journal")):
            path.unlink(missing_ok=True)

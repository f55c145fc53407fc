"""A serving index from a store: made whole, or brought up to date by what is new, gone or changed since."""

from __future__ import annotations

import itertools
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

import duckdb

from dateline.reader.sentences import split_sentences
from dateline.records import Coding, Event, Incident, Mention, Report, head
from dateline.store import query
from dateline.store.store import Store
from dateline.web.headline import headline
from dateline.web.rows import add_event, add_incident, day, joined_words
from dateline.web.tables import IndexWriter

_BATCH = 1_000
_TELL_EVERY = 5.0  # seconds
T = TypeVar("T")


class Erased(Exception):
    """Reports were taken out of the store altogether, so the index has to be made from nothing."""


def update(writer: IndexWriter, store: Store, coder: str, say: Callable[[str], None]) -> None:
    """Brings the index in step with the store's committed records of this coder. Raises `Erased` where it has to be made anew."""
    sources = query._sources(store, "reports", "events", "incidents", "stories")
    with query._connect(sources) as connection:
        new, gone = _differences(writer, connection, coder)
        if gone:
            writer.remove_reports(gone)
        progress = _Progress(say, "reports", len(new))
        for report, children in _read(store, coder, new):
            add_report(writer, report, children, coder)
            progress.step()
        writer.flush()
        _take_incidents(writer, connection, coder, say)
        _take_stories(writer, connection)


class _Progress:
    """Says every few seconds how much is done, and about how long the rest takes at that pace."""

    def __init__(self, say: Callable[[str], None], what: str, whole: int) -> None:
        self._say, self._what, self._whole = say, what, whole
        self._done, self._begun = 0, time.monotonic()
        self._told = self._begun

    def step(self) -> None:
        self._done += 1
        now = time.monotonic()
        if now - self._told > _TELL_EVERY:
            self._told = now
            left = (now - self._begun) / self._done * (self._whole - self._done)
            rest = f"{left / 60:.0f} min" if left > 90 else f"{left:.0f} s"
            self._say(f"making the page's index: {self._done:,} of {self._whole:,} {self._what}, some {rest} left")


def _differences(writer: IndexWriter, connection: duckdb.DuckDBPyConnection, coder: str) -> tuple[list[str], list[int]]:
    """Keys of reports to take in, numbers of those to take out."""
    sql = f"SELECT key, {query._CURRENT} FROM reports WHERE coder = $coder"
    found = dict(connection.execute(sql, {"coder": coder}).fetchall())
    held = dict(writer.data.execute("SELECT key, num FROM reports").fetchall())
    if any(key not in found for key in held):
        raise Erased
    return sorted(key for key, current in found.items() if current and key not in held), [n for key, n in held.items() if not found[key]]


def _read(store: Store, coder: str, keys: Sequence[str]) -> Iterator[tuple[Report, dict[str, list[Any]]]]:
    children = ("events", "claims", "entities", "mentions")
    for batch in _batched(keys, 20 * _BATCH):
        yield from query._reports(store, coder, "key IN (SELECT unnest($keys))", {"keys": batch}, children)


def add_report(writer: IndexWriter, report: Report, children: dict[str, list[Any]], coder: str) -> None:
    """Takes a report in with the rows found in it (`children`, by table)."""
    num = writer.number("reports")
    coding = Coding(
        report=head(report), events=tuple(children["events"]), claims=tuple(children["claims"]), entities=tuple(children["entities"]),
        coder=coder,
    )  # fmt: skip
    sentences = tuple(split_sentences(report.text, report.furniture))
    writer.add("reports", (num, report.key, report.id, headline(report), report.publisher, day(report.published), len(coding.events)))
    stored = (report, coding.events, coding.claims, coding.entities, sentences, tuple(children["mentions"]))
    writer.add_text(num, report.key, stored, joined_words(report.title, report.text))
    for event in coding.events:
        add_event(writer, num, report, event, sentences)
    _add_names(writer, num, children["mentions"], coding.events)
    for one in coding.entities:
        entity = writer.entity(one.id, one.name, one.country, one.sectors[0] if one.sectors else None)
        writer.add("standing", (num, entity, list(one.sectors), list(one.names)))


def _add_names(writer: IndexWriter, num: int, mentions: Iterable[Mention], events: Iterable[Event]) -> None:
    """What each entity is called in the report: how often, and where first."""
    spans = {(m.start, m.end): m for m in mentions if m.entity}
    for event in events:
        spans |= {(p.start, p.end): p for p in (*event.actor, *event.recipient, *event.speaker) if p.entity}  # type: ignore[misc]
    counted: Counter[tuple[int, str]] = Counter()
    first: dict[tuple[int, str], int] = {}
    for (start, _), one in sorted(spans.items()):
        ref = one.entity
        if ref is None:
            continue
        key = (writer.entity(ref.id, ref.name, ref.country, ref.sector), " ".join(one.quote.split()))
        counted[key] += 1
        first.setdefault(key, start)
    for (entity, quote), n in counted.items():
        writer.add("names", (entity, quote, num, n, first[entity, quote]))


def _take_incidents(writer: IndexWriter, connection: duckdb.DuckDBPyConnection, coder: str, say: Callable[[str], None]) -> None:
    """Takes in the incidents that are new or have changed, and takes out those that are gone."""
    sql = "SELECT id, hash(i) FROM incidents i WHERE coder = $coder"
    found = dict(connection.execute(sql, {"coder": coder}).fetchall())
    held = {id: (num, print) for id, num, print in writer.data.execute("SELECT id, num, fingerprint FROM incidents").fetchall()}
    if gone := [num for id, (num, print) in held.items() if found.get(id) != print]:
        writer.remove_incidents(gone)
    wanted = [id for id, print in found.items() if id not in held or held[id][1] != print]
    progress = _Progress(say, "incidents", len(wanted))
    for batch in _batched(wanted, 5 * _BATCH):
        sql = f"SELECT id, {query.as_json('i', Incident)} FROM incidents i WHERE coder = $coder AND id IN (SELECT unnest($ids))"
        incidents = [one for _, one in query.records(connection, sql, {"coder": coder, "ids": batch}, Incident)]
        ids = sorted({event for one in incidents for event in one.events})
        facts = {
            row[0]: row[1:]
            for row in writer.data.execute(
                "SELECT id, num, confidence, publishers, speakers, report FROM events WHERE id IN (SELECT unnest($ids))", {"ids": ids}
            ).fetchall()
        }
        shown = writer.event_rows(facts[event][0] for one in incidents for event in one.events if event in facts)
        for one in incidents:
            add_incident(writer, one, facts, shown, found[one.id])
            progress.step()
    writer.add_lone_incidents()


def _take_stories(writer: IndexWriter, connection: duckdb.DuckDBPyConnection) -> None:
    """The stories as they stand, whole: they are few columns and change in place."""
    stories = connection.sql("SELECT id, head, reports, members FROM stories").to_arrow_table()
    writer.data.register("found", stories)
    writer.data.execute("CREATE OR REPLACE TABLE stories AS SELECT * FROM found")
    writer.data.unregister("found")


def _batched(items: Iterable[T], size: int = _BATCH) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(itertools.islice(iterator, size)):
        yield batch

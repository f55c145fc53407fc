"""The events that people decided on: their records, the records with the reviewed values, agreement, and the corpus lines they give."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

import pyarrow as pa

from dateline.reader.sentences import split_sentences
from dateline.records import Decision, Event
from dateline.review.agreement import Agreement, agreement, disputed
from dateline.review.corpus import REASONS, Line, Reviewed, corpus_lines
from dateline.review.ledger import Word, words
from dateline.review.values import FIELDS, reviewed_event, value_of
from dateline.store import query
from dateline.store.decisions import all_decisions
from dateline.store.faults import store_errors
from dateline.store.schema import arrow_schema, from_row, to_arrow
from dateline.store.store import Store


@dataclasses.dataclass(frozen=True)
class Decidedly:
    """An event that was decided on, as its coder left it, and what was said."""

    coder: str
    event: Event
    word: Word


@dataclasses.dataclass(frozen=True)
class CorpusExport:
    """Lines of a corpus file, how many sentences they hold, and how many were left out, by reason in words."""

    text: str
    sentences: int
    left_out: dict[str, int]


def decided_events(store: Store, decisions: Sequence[Decision] | None = None) -> list[Decidedly]:
    """The committed events of all coders with a decision that holds, by id."""
    return _events_with(store, words(all_decisions(store) if decisions is None else decisions))


def _events_with(store: Store, said: Mapping[str, Word]) -> list[Decidedly]:
    if not said:
        return []
    sql = """SELECT e.* FROM events e JOIN reports r ON r.key = e.report_key AND r.coder = e.coder
        WHERE e.id IN (SELECT unnest($ids)) ORDER BY e.id"""
    with store_errors(store.folder), query._connect(query._sources(store, "reports", "events")) as connection:
        rows = query._rows(connection, sql, {"ids": sorted(said)})
        return [Decidedly(row["coder"], from_row(row, Event), said[row["id"]]) for row in rows]


def carried(store: Store, events: Collection[str]) -> dict[str, str]:
    """Events of other coders that say the same as one of these, at the same words of the same report: their ids, to the id of that one."""
    sql = """SELECT n.*, o.id AS old FROM events o JOIN events n ON n.report_key = o.report_key AND n.coder <> o.coder AND n.type = o.type
        AND n."trigger".start = o."trigger".start AND n."trigger"."end" = o."trigger"."end"
        WHERE o.id IN (SELECT unnest($ids)) ORDER BY n.id, o.id"""
    values = {"ids": sorted(events)}
    if not events:
        return {}
    with store_errors(store.folder), query._connect(query._sources(store, "events")) as connection:
        pairs = [(row["old"], from_row(row, Event)) for row in query._rows(connection, sql, values)]
        if not pairs:
            return {}
        rows = query._rows(connection, "SELECT * FROM events WHERE id IN (SELECT unnest($ids))", values)
        old = {row["id"]: _said(from_row(row, Event)) for row in rows}
    return {new.id: id for id, new in pairs if old[id] == _said(new)}


def with_carried(said: Mapping[str, Word], same: Mapping[str, str]) -> dict[str, Word]:
    """The words, and for events that were `carried` those on the events that they are the same as; their own go first."""
    found = {new: dataclasses.replace(said[old], event=new) for new, old in same.items() if old in said}
    return {**found, **said}


def _said(event: Event) -> tuple[object, ...]:
    return tuple(value_of(field, event) for field in FIELDS)


def decided_words(store: Store) -> dict[str, Word]:
    """What holds of each event of any coder that was accepted, rejected or changed, by its id; also of those that say the same."""
    said = words(all_decisions(store))
    several = len({run.coder for run in store.runs()}) > 1
    every = with_carried(said, carried(store, said) if several else {})
    return {event: word for event, word in every.items() if word.decided}


def reviewed_table(store: Store) -> pa.Table:
    """The decided events of all coders, with the reviewed values, as the table of events; `reviewed` is accept, reject or change."""
    found = _events_with(store, decided_words(store))
    if not found:
        return pa.schema([pa.field("reviewed", pa.string()), *arrow_schema(Event)]).empty_table()
    events = to_arrow([reviewed_event(one.event, one.word.changes) for one in found], Event)
    return events.add_column(0, "reviewed", pa.array([one.word.decided for one in found], pa.string()))


def store_agreement(store: Store) -> list[Agreement]:
    """How far any two reviewers agree, over the events of all coders."""
    decisions = all_decisions(store)
    return agreement(decisions, {one.event.id: one.event for one in decided_events(store, decisions)})


def store_disputed(store: Store) -> set[str]:
    """The events on which two reviewers differ and that no third one has settled."""
    decisions = all_decisions(store)
    return disputed(decisions, {one.event.id: one.event for one in decided_events(store, decisions)})


def export_corpus(store: Store) -> CorpusExport:
    """The reviewed sentences as a corpus file. Of several coders' readings of a sentence the latest that can go out does."""
    decisions = all_decisions(store)
    found = decided_events(store, decisions)
    said = {one.event.id: one.word for one in found}
    unclear = disputed(decisions, {one.event.id: one.event for one in found})
    best: dict[tuple[str, int], Line] = {}
    for line in _lines(store, found, said, unclear):
        before = best.setdefault((line.report, line.start), line)
        if line.block and not before.block:
            best[line.report, line.start] = line
    blocks = [line.block for _, line in sorted(best.items()) if line.block]
    left_out = Counter(REASONS[line.reason] for line in best.values() if line.reason)
    head = "# Sentences reviewed in Dateline, in the format of corpus/GUIDE.md. Check them: python -m dateline.train.check FILE\n"
    return CorpusExport("\n\n".join([head, *blocks]) + "\n" if blocks else head, len(blocks), dict(left_out))


def _lines(store: Store, found: Sequence[Decidedly], said: dict[str, Word], unclear: set[str]) -> Iterator[Line]:
    latest = {run.coder: run.started for run in sorted(store.runs(), key=lambda run: run.started)}
    coders = sorted({one.coder for one in found}, key=lambda coder: (latest.get(coder, ""), coder), reverse=True)
    for coder in coders:
        keys = sorted({one.word.report for one in found if one.coder == coder})
        with store_errors(store.folder):
            for report, children in query._reports(store, coder, "key IN (SELECT unnest($keys))", {"keys": keys}, ("events", "mentions")):
                sentences = tuple(split_sentences(report.text, report.furniture))
                whole = Reviewed(report, tuple(children["events"]), tuple(children["mentions"]), sentences)
                yield from corpus_lines(whole, said, unclear)

"""One report with everything found in it: text, sentences, spans by role, records, rows, and the story it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from dateline.records import Claim, Event, Party, Report
from dateline.web.headline import headline
from dateline.web.reader import IndexReader

_HEAD = (
    *("key", "id", "title", "author", "published", "published_basis", "publisher", "agency", "dateline", "language", "url"),
    *("supersedes", "text"),
)
_MEMBERS = 200  # of a story that are listed
Span = dict[str, Any]


def report_view(reader: IndexReader, key: str) -> dict[str, Any] | None:
    """The report of this key (`models.ReportAnswer`), without what the review says; None where there is none."""
    found = reader.report(key)
    if found is None:
        return None
    number, (report, events, claims, entities, sentences, _) = found
    nums = reader.rows("SELECT num, id FROM events WHERE report = $number", {"number": number})
    order = {event.id: at for at, event in enumerate(events)}
    nums.sort(key=lambda row: order.get(row[1], len(order)))
    return {
        **{name: getattr(report, name) for name in _HEAD},
        "headline": headline(report),
        "furniture": msgspec.to_builtins(report.furniture),
        "sentences": [list(one) for one in sentences],
        "spans": sorted(
            [*_event_spans(events), *_claim_spans(claims)], key=lambda one: (one["start"], -one["end"], one["role"], one["event"] or "")
        ),
        "events": msgspec.to_builtins(events),
        "rows": reader.event_rows([num for num, _ in nums]),
        "claims": msgspec.to_builtins(claims),
        "entities": msgspec.to_builtins(entities),
        "story": _story(reader, report),
    }


def _event_spans(events: Iterable[Event]) -> Iterator[Span]:
    for event in events:
        yield _span(event.trigger.start, event.trigger.end, "trigger", event.id)
        for role in ("actor", "recipient", "speaker"):
            parties: Sequence[Party] = getattr(event, role)
            for party in parties:
                yield _span(party.start, party.end, role, event.id, entity=party.entity.id if party.entity else None)
        if event.place and event.place.span:
            yield _span(event.place.span.start, event.place.span.end, "place", event.id)
        if event.time and event.time.span:
            yield _span(event.time.span.start, event.time.span.end, "time", event.id)
        for count in event.counts:
            yield _span(count.span.start, count.span.end, "number", event.id)


def _claim_spans(claims: Sequence[Claim]) -> Iterator[Span]:
    for number, claim in enumerate(claims):
        yield _span(claim.span.start, claim.span.end, "claim", None, claim=number)
        for party in claim.speaker:
            yield _span(party.start, party.end, "speaker", None, entity=party.entity.id if party.entity else None, claim=number)


def _span(start: int, end: int, role: str, event: str | None, entity: str | None = None, claim: int | None = None) -> Span:
    return {"start": start, "end": end, "role": role, "event": event, "entity": entity, "claim": claim}


def _story(reader: IndexReader, report: Report) -> dict[str, Any] | None:
    rows = reader.rows(
        "SELECT id, head, members FROM stories WHERE id IN (SELECT id FROM story_of WHERE report = $key)", {"key": report.key}
    )
    if not rows:
        return None
    id, first, members = rows[0]
    keys = [member["report"] for member in members[:_MEMBERS]]
    heads = {
        row[0]: row[1:]
        for row in reader.rows("SELECT key, title, publisher, published FROM reports WHERE list_contains($keys, key)", {"keys": keys})
    }
    listed = []
    for member in members[:_MEMBERS]:
        title, publisher, published = heads.get(member["report"], (None, None, None))
        listed.append({
            "report": member["report"], "title": title, "publisher": publisher, "published": published and published.isoformat(),
            "relation": member["relation"], "of": member["of"], "score": member["score"], "reason": member["reason"],
        })  # fmt: skip
    return {"id": id, "head": first, "members": listed}

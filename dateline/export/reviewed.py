"""Records as reviewers left them: events with the reviewed values, without what was rejected, and incidents made of such events.

An incident of which a telling was decided on takes its values anew from its tellings, as `fuse.incidents_build` gives them; which tellings
are one incident stays as it is, but for splits and joins, which are in the store's incidents already.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from dateline.export.acts import Told
from dateline.fuse.incidents_build import make_incident
from dateline.fuse.incidents_facts import EventFacts, facts_of
from dateline.records import Coding, Event, Incident, Report, head
from dateline.review.ledger import Word
from dateline.review.values import reviewed_event


@dataclasses.dataclass(frozen=True)
class Reviewed:
    """What was decided on the events of one coder, by their ids."""

    words: Mapping[str, Word]

    def event(self, event: Event) -> Event | None:
        """The event with the reviewed values; None where it was rejected."""
        word = self.words.get(event.id)
        if word is None:
            return event
        return None if word.decided == "reject" else reviewed_event(event, word.changes)

    def mark(self, event: str) -> str | None:
        """`accept`, `change`, or None where nobody decided on it."""
        word = self.words.get(event)
        return word.decided if word else None

    def tellings(self, told: Iterable[Told]) -> tuple[Told, ...]:
        """The tellings that are left, with the reviewed values."""
        kept = ((one, self.event(one.event)) for one in told)
        return tuple(msgspec.structs.replace(one, event=event) for one, event in kept if event)

    def number_of(self, events: Iterable[str]) -> int:
        """How many of these events were decided on."""
        return sum(event in self.words for event in events)

    def incident(self, incident: Incident, told: Sequence[Told], stories: Mapping[str, str]) -> Incident | None:
        """The incident of the tellings that are left, under its own id; None where all were rejected. `stories`: of each report its id."""
        kept = self.tellings(told)
        if not kept:
            return None
        made = make_incident(incident.coder, [_facts(one, stories.get(one.report.key, "")) for one in kept], {})
        joins = tuple(join for join in incident.joins if {join.left, join.right} <= set(made.events))
        return msgspec.structs.replace(made, id=incident.id, joins=joins)

    def summary(self) -> dict[str, Any]:
        """How many events were accepted, changed and rejected, by how many people, and when last: for the export's description."""
        said = Counter(word.decided for word in self.words.values())
        return {
            "accepted": said["accept"], "changed": said["change"], "rejected_and_left_out": said["reject"],
            "reviewers": len({name for word in self.words.values() for name in word.by}),
            "last": max((word.at for word in self.words.values()), default=None),
        }  # fmt: skip


def _facts(told: Told, story: str) -> EventFacts:
    """What an incident takes of a telling; the report's text plays no part in it."""
    source = told.report
    report = Report(id=source.id, key=source.key, sha256="", text="", published=source.published)
    (facts,) = facts_of(report, Coding(report=head(report), events=(told.event,), claims=(), entities=(), coder=""), story)
    return facts

"""Two coders on the same reports: which events only one of them found, and what they say differently of those that both found."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, Literal

from dateline.records import Coding, Event, Party
from dateline.store.store import Store

Kind = Literal["left", "right", "changed", "equal"]


@dataclasses.dataclass(frozen=True)
class Difference:
    """An event of a report that only the left or the right coder has, or that both have: `fields` to their two values where they differ."""

    report_id: str
    report_key: str
    kind: Kind
    left: Event | None
    right: Event | None
    fields: dict[str, tuple[Any, Any]]

    @property
    def event(self) -> Event:
        """The event, the left coder's where both have it."""
        found = self.left or self.right
        assert found is not None
        return found


@dataclasses.dataclass
class DiffSummary:
    """Reports that both coders have, or one; events by kind and type (a changed one by the left's); changed fields by type."""

    both: int = 0
    left_only: int = 0
    right_only: int = 0
    events: dict[Kind, Counter[str]] = dataclasses.field(
        default_factory=lambda: {"equal": Counter(), "changed": Counter(), "left": Counter(), "right": Counter()}
    )
    fields: Counter[tuple[str, str]] = dataclasses.field(default_factory=Counter)

    def add(self, one: Difference) -> None:
        """Counts it."""
        self.events[one.kind][one.event.type] += 1
        self.fields.update((name, one.event.type) for name in one.fields)


def differences(store: Store, left: str, right: str, *, summary: DiffSummary, revisions: bool = False) -> Iterator[Difference]:
    """All events of the reports that both coders have, equal ones too, by report id and place in the text; `summary` is filled meanwhile.

    Raises `StoreError` for a coder that the store does not know.
    """
    for one, other in _same_reports(store, left, right, summary, revisions=revisions):
        for found in compare(one, other):
            summary.add(found)
            yield found


def compare(left: Coding, right: Coding) -> list[Difference]:
    """The differences of two codings of one report, and what is equal, by place in the text.

    Events are one if their triggers share characters: first those of the same characters and type, then of one type, then the rest.
    """
    rest_left, rest_right = list(left.events), list(right.events)
    pairs: list[tuple[Event, Event]] = []
    for fits in (_same_words_and_type, _overlap_and_type, _overlap):
        for one in list(rest_left):
            other = next((candidate for candidate in rest_right if fits(one, candidate)), None)
            if other is not None:
                pairs.append((one, other))
                rest_left.remove(one)
                rest_right.remove(other)
    head = left.report
    found = []
    for one, other in pairs:
        fields = changed(one, other)
        found.append(Difference(head.id, head.key, "changed" if fields else "equal", one, other, fields))
    found += [Difference(head.id, head.key, "left", one, None, {}) for one in rest_left]
    found += [Difference(head.id, head.key, "right", None, other, {}) for other in rest_right]
    return sorted(found, key=lambda one: (one.event.trigger.start, one.event.trigger.end, one.kind, one.event.id))


def changed(left: Event, right: Event) -> dict[str, tuple[Any, Any]]:
    """The fields that the two say differently. Ids, confidence and what follows from type and mode (quad, score) are no fields here."""
    values = {name: (read(left), read(right)) for name, read in _FIELDS.items()}
    return {name: pair for name, pair in values.items() if pair[0] != pair[1]}


def _same_reports(store: Store, left: str, right: str, summary: DiffSummary, *, revisions: bool) -> Iterator[tuple[Coding, Coding]]:
    """Both streams in step: each comes by report id and key."""
    ones, others = store.codings(coder=left, revisions=revisions), store.codings(coder=right, revisions=revisions)
    one, other = next(ones, None), next(others, None)
    while one is not None or other is not None:
        if other is None or (one is not None and _place(one) < _place(other)):
            summary.left_only += 1
            one = next(ones, None)
        elif one is None or _place(other) < _place(one):
            summary.right_only += 1
            other = next(others, None)
        else:
            summary.both += 1
            yield one, other
            one, other = next(ones, None), next(others, None)


def _place(coding: Coding) -> tuple[str, str]:
    return coding.report.id, coding.report.key


def _overlap(one: Event, other: Event) -> bool:
    return one.trigger.start < other.trigger.end and other.trigger.start < one.trigger.end


def _overlap_and_type(one: Event, other: Event) -> bool:
    return one.type == other.type and _overlap(one, other)


def _same_words_and_type(one: Event, other: Event) -> bool:
    return one.type == other.type and (one.trigger.start, one.trigger.end) == (other.trigger.start, other.trigger.end)


def _parties(parties: tuple[Party, ...]) -> list[str]:
    return sorted(party.entity.id if party.entity else " ".join(party.quote.split()) for party in parties)


def _place_value(event: Event) -> list[Any] | None:
    place = event.place
    return [place.name, place.geonames_id, place.country, place.precision] if place else None


def _time_value(event: Event) -> list[str | None] | None:
    return [event.time.start, event.time.end] if event.time else None


def _counts_value(event: Event) -> list[list[Any]]:
    return sorted(([one.kind, one.low, one.high, one.side, one.unit] for one in event.counts), key=str)


_FIELDS: dict[str, Callable[[Event], Any]] = {
    "type": lambda event: event.type,
    "mode": lambda event: event.mode,
    "contexts": lambda event: sorted(event.contexts),
    "status": lambda event: event.status,
    "actor": lambda event: _parties(event.actor),
    "recipient": lambda event: _parties(event.recipient),
    "speaker": lambda event: _parties(event.speaker),
    "place": _place_value,
    "time": _time_value,
    "counts": _counts_value,
}

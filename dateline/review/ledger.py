"""Which decisions hold, and what they say of each event. Everything here is a function of the set of decisions, whatever their order."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any, Literal

import msgspec

from dateline.records import Decision

Decided = Literal["accept", "reject", "change"]
MISSED = "missed"  # the field that says: the sentence tells of a further event, which the coder has not found


@dataclasses.dataclass(frozen=True)
class Word:
    """What was decided on an event. `changes` are values by field, in the form of the event's own; `missed`: an event is missing beside it.

    `decided` of None: nothing but `missed` was said. `by` are all whose decisions hold, sorted; `at` is the latest.
    """

    event: str
    report: str
    decided: Decided | None
    changes: Mapping[str, Any]
    missed: bool
    by: tuple[str, ...]
    at: str


def in_order(decisions: Iterable[Decision]) -> list[Decision]:
    """The decisions by time."""
    return sorted(decisions, key=lambda one: (one.at, one.id))


def standing(decisions: Iterable[Decision]) -> list[Decision]:
    """The decisions that hold, by time: without `undo` rows and what they take back. An undo can be taken back itself."""
    withdrawn: set[str] = set()
    kept = []
    for one in reversed(in_order(decisions)):
        if one.id in withdrawn:
            continue
        if one.verdict == "undo":
            withdrawn.add(one.value or "")
        else:
            kept.append(one)
    return kept[::-1]


def last_of(decisions: Iterable[Decision], by: str) -> Decision | None:
    """The person's latest decision that holds: what `undo` takes back."""
    return next((one for one in reversed(standing(decisions)) if one.by == by), None)


def words(decisions: Iterable[Decision], by: str | None = None) -> dict[str, Word]:
    """What the decisions that hold say of each event, by its id; with `by` what this person alone says.

    The latest accept, reject or change decides; of each field the latest change holds, whoever made it. An event that is accepted with
    changes is a changed one.
    """
    of_event: dict[str, list[Decision]] = {}
    for one in standing(decisions):
        if one.kind == "event" and by in (None, one.by):
            of_event.setdefault(one.left, []).append(one)
    return {event: _word(event, own) for event, own in of_event.items()}


def reviewers(decisions: Iterable[Decision]) -> list[str]:
    """All whose decisions on events hold, sorted."""
    return sorted({one.by for one in standing(decisions) if one.kind == "event"})


def _word(event: str, own: list[Decision]) -> Word:
    said: Decided | None = None
    changes: dict[str, Any] = {}
    missed = False
    for one in own:
        if one.field == MISSED:
            missed = one.value is not None and bool(msgspec.json.decode(one.value))
            continue
        said = one.verdict  # type: ignore[assignment]
        if one.verdict == "change" and one.field:
            _change(changes, one.field, one.value)
    if said != "reject" and said is not None:
        said = "change" if changes else "accept"
    return Word(event, own[-1].right, said, changes, missed, tuple(sorted({one.by for one in own})), own[-1].at)


def _change(changes: dict[str, Any], field: str, value: str | None) -> None:
    """Takes a change in; one without value is the coder's own again."""
    if field == "roles":
        both = msgspec.json.decode(value) if value else {"actor": None, "recipient": None}
        for role in ("actor", "recipient"):
            _change(changes, role, None if both[role] is None else msgspec.json.encode(both[role]).decode())
    elif value is None:
        changes.pop(field, None)
    else:
        changes[field] = msgspec.json.decode(value)

"""What the review takes and answers."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from dateline.web.models.base import Model
from dateline.web.models.rows import Row

Order = Literal["uncertain", "new", "disputed"]
_Id = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9._:-]{1,100}$")]


class EventDecision(Model):
    """A word on an event. A change names a field and its new value (docs/review.md); null is none."""

    model_config = ConfigDict(extra="forbid", strict=True)

    event: _Id
    verdict: Literal["accept", "reject", "change"]
    field: Annotated[str, Field(max_length=20)] | None = None
    value: Any = None
    reason: Annotated[str, Field(max_length=1_000)] = ""


class JoinDecision(Model):
    """A word on two events (tellings): whether they are one incident."""

    model_config = ConfigDict(extra="forbid", strict=True)

    kind: Literal["incident"]
    left: _Id
    right: _Id
    verdict: Literal["same", "different"]
    reason: Annotated[str, Field(max_length=1_000)] = ""


class UndoAsked(Model):
    """Nothing: the reviewer's latest decision that holds is taken back."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Recorded(Model):
    """A decision that was written down.

    Of an event: what the reviewer says of it now. Of a join: whether the incidents are made anew already; a run that writes to the store
    is not waited for.
    """

    id: str
    at: str
    kind: Literal["event", "incident"]
    event: str | None
    decided: Literal["accept", "reject", "change"] | None
    changes: dict[str, Any]
    carried_out: bool | None


class UndoneDecision(Model):
    """The decision that was taken back."""

    id: str
    kind: str
    event: str | None
    verdict: str
    field: str | None


class Undone(Model):
    """What was taken back (None: there was nothing) and the event's row as it stands now."""

    undone: UndoneDecision | None
    row: Row | None


class QueueItem(Model):
    """A row to decide on; `reason` says why it is asked, where it is not for its place in the order."""

    row: Row
    reason: str | None


class QueueAnswer(Model):
    """The next rows, how many are left under these filters, and how many events the reviewer has decided on."""

    total: int
    done: int
    items: list[QueueItem]


class LogEntry(Model):
    """A decision as the table has it. `undone`: it was taken back. `title` is that of the event's report, where it is at hand."""

    id: str
    at: str
    by: str
    kind: str
    verdict: str
    left: str
    right: str
    field: str | None
    value: Any
    reason: str
    undone: bool
    report: str | None
    quote: str | None


class LogAnswer(Model):
    """Decisions, the latest first."""

    total: int
    entries: list[LogEntry]


class AgreementField(Model):
    """Of one value (`event`: whether there is such an event). 95 % intervals: Wilson's of the share, by resampling of kappa."""

    field: str
    n: int
    agreement: float | None
    agreement_low: float | None
    agreement_high: float | None
    kappa: float | None
    low: float | None
    high: float | None


class AgreementPair(Model):
    """Of two reviewers."""

    reviewers: list[str]
    items: int
    fields: list[AgreementField]
    differ: list[str]


class AgreementAnswer(Model):
    """Of the two reviewers with the most events that both decided on, and of all pairs."""

    reviewers: list[str]
    items: int
    fields: list[AgreementField]
    differ: list[str]
    pairs: list[AgreementPair]

"""The records of an explanation: what `dateline explain --format json` prints."""

from __future__ import annotations

from typing import Literal

from dateline.records import Event, Record, Span

Verdict = Literal["taken", "taken as the likeliest", "below the threshold", "another role is likelier"]


class Choice(Record, frozen=True):
    """A label and its probability."""

    label: str
    probability: float


class NumberedMention(Record, frozen=True):
    """A mention of the sentence; `number` counts from 1 and is what candidates name. Offsets are the report's."""

    number: int
    kind: str
    start: int
    end: int
    quote: str
    score: float


class Candidate(Record, frozen=True):
    """A mention that could have a role, by its number, with its probability and what became of it.

    `rather` is the role that is likelier for it, where that decided: nobody is actor and recipient of one event, a number counts one
    thing.
    """

    mention: int
    quote: str
    probability: float
    verdict: Verdict
    rather: str | None


class RoleChoice(Record, frozen=True):
    """A role's candidates of at least .01, best first. `threshold` is the probability asked for; `party_threshold` (actor and recipient
    alone) the one that the likeliest mention needs where none reaches `threshold`.
    """

    role: str
    threshold: float
    party_threshold: float | None
    candidates: tuple[Candidate, ...]


class Neighbour(Record, frozen=True):
    """An event of the corpus's training part: its sentence, trigger (`text[start:end]`), labels, and the words in its roles.

    `similarity` (0 to 1) is made from `reading`, how alike the reader's scores of both triggers are (cosine), `letters`, how alike the
    triggers are spelled, and `near`, the share of words around them that both have.
    """

    text: str
    start: int
    end: int
    type: str
    mode: str | None
    status: str
    roles: dict[str, tuple[str, ...]]
    file: str
    line: int
    similarity: float
    reading: float
    letters: float
    near: float


class Explanation(Record, frozen=True):
    """Why an event was coded so.

    `coder` read the sentence; `made_by` is the coder of the record, if another, and `note` then says what became of it. `found` is
    False where the present coder reads no such event at the record's words: the scores then say why. `sentence` is the one that holds
    the trigger, `mentions` are all of it. `trigger_probability` times the first type's probability is `score`; it must reach
    `event_threshold`, and `confidence` is 1 / (1 + exp(-(slope · logit(score) + offset))). `types` and `statuses` have all labels of at
    least .01 and the runner-up, `modes` likewise among the first type's own; best first. `examples_note` says why there are no examples.
    """

    report_id: str
    report_key: str
    event: Event
    coder: str
    made_by: str | None
    note: str | None
    found: bool
    sentence: Span
    mentions: tuple[NumberedMention, ...]
    trigger_probability: float
    trigger_threshold: float
    types: tuple[Choice, ...]
    modes: tuple[Choice, ...]
    statuses: tuple[Choice, ...]
    score: float
    event_threshold: float
    confidence: float
    slope: float
    offset: float
    roles: tuple[RoleChoice, ...]
    examples: tuple[Neighbour, ...]
    examples_note: str | None

"""The reader's scores behind an event, read anew from its sentence."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from dateline.coder import Coder
from dateline.errors import DataError, InputError
from dateline.explain.examples import ExampleIndex, load_examples, vector
from dateline.explain.explanation import Candidate, Choice, Explanation, Neighbour, NumberedMention, RoleChoice, Verdict
from dateline.reader.decode import MODES_OF, FoundEvent, Reading, decode, exclude, read_event, role_scores, softmax
from dateline.reader.features import Features
from dateline.reader.labels import MODES, ROLES, STATUSES, TYPES
from dateline.reader.model import Logits
from dateline.records import Event, Report, span

_LEAST = 0.01  # of a probability that is told
_PARTIES = ("actor", "recipient")


@dataclasses.dataclass(frozen=True, slots=True)
class _Piece:
    """A sentence (or piece of a long one) as the reader sees it, with the trigger's words in it."""

    start: int
    end: int
    features: Features
    logits: Logits
    reading: Reading
    trigger: tuple[int, int]


class Explainer:
    """Explains events with one coder; the index of examples is read at the first event."""

    def __init__(self, coder: Coder) -> None:
        """Explain by what this coder reads."""
        self.coder = coder
        self._examples: ExampleIndex | DataError | None = None

    def explain(self, report: Report, event: Event, made_by: str) -> Explanation:
        """Why the event is what it is. `made_by` is the coder of the record; one of another coder is explained by what this one reads.

        Raises `InputError` where the event's trigger stands in no sentence of the report.
        """
        if made_by == self.coder.id:
            return self._explain(report, event, None, None)
        anew = _counterpart(event, self.coder.code_report(report).events)
        if anew is None:
            note = f"The record was made by coder {made_by}; the present one, {self.coder.id}, reads no event at these words."
            return self._explain(report, event, made_by, note)
        same = (anew.type, anew.mode, anew.status) == (event.type, event.mode, event.status)
        reads = "reads the same type, mode and status" if same else f"reads {_label(anew)} in place of {_label(event)}"
        note = f"The record was made by coder {made_by}; it is explained anew by the present one, {self.coder.id}, which {reads}."
        return self._explain(report, anew, made_by, note)

    def _explain(self, report: Report, event: Event, made_by: str | None, note: str | None) -> Explanation:
        reader = self.coder.reader
        piece = self._piece(report, event)
        rows = slice(*piece.trigger)
        inside = float(softmax(piece.logits.trigger)[rows, 1:].sum(-1).max())
        by_type = softmax(piece.logits.type[rows].mean(0))
        kind = TYPES[int(by_type.argmax())]
        own = MODES_OF[kind]
        by_mode = softmax(piece.logits.mode[rows].mean(0)[own])
        score = inside * float(by_type.max())
        examples, examples_note = self._nearest(report, event, piece)
        return Explanation(
            report_id=report.id,
            report_key=report.key,
            event=event,
            coder=self.coder.id,
            made_by=made_by,
            note=note,
            found=any(_at(e, piece) == (event.trigger.start, event.trigger.end, event.type) for e in piece.reading.events),
            sentence=span(report.text, piece.start, piece.end),
            mentions=_mentions(report, piece),
            trigger_probability=round(inside, 4),
            trigger_threshold=reader.thresholds.trigger,
            types=_choices(TYPES, by_type),
            modes=_choices([MODES[i].partition("/")[2] or "none" for i in own], by_mode),
            statuses=_choices(STATUSES, softmax(piece.logits.status[rows].mean(0))),
            score=round(score, 4),
            event_threshold=reader.thresholds.event,
            confidence=reader.confidence(score),
            slope=reader.slope,
            offset=reader.offset,
            roles=self._roles(report, piece),
            examples=examples,
            examples_note=examples_note,
        )

    def _piece(self, report: Report, event: Event) -> _Piece:
        """The sentence that holds the trigger; of a long one the piece whose words do."""
        reader = self.coder.reader
        for start, end, features in reader.pieces(report.text, report.furniture):
            left, right = event.trigger.start - start, event.trigger.end - start
            words = [i for i, (a, b) in enumerate(features.words) if a < right and left < b]
            if words:
                logits = reader.network.run(features)
                reading = decode(logits, report.text[start:end], features.words, reader.thresholds)
                return _Piece(start, end, features, logits, reading, (words[0], words[-1] + 1))
        raise InputError(
            f"{report.id}: the present coder reads no sentence at {event.trigger.quote!r} "
            f"(characters {event.trigger.start} to {event.trigger.end}); code the report anew"
        )

    def _roles(self, report: Report, piece: _Piece) -> tuple[RoleChoice, ...]:
        thresholds = self.coder.reader.thresholds
        mentions = piece.reading.mentions
        raw = role_scores(piece.logits, piece.trigger, mentions)
        left = exclude(raw)
        taken = read_event(piece.logits, piece.trigger, mentions, thresholds)[-1]
        found = []
        for r, role in enumerate(ROLES):
            held = {i for i, _ in taken.get(role, ())}
            candidates = []
            for i in (int(i) for i in np.argsort(-raw[r], kind="stable") if raw[r, i] >= _LEAST):
                rather = _rather(raw[:, i], r) if left[r, i] == 0 else None
                candidates.append(
                    Candidate(
                        mention=i + 1,
                        quote=report.text[piece.start + mentions[i].start : piece.start + mentions[i].end],
                        probability=round(float(raw[r, i]), 4),
                        verdict=_verdict(i in held, bool(left[r, i] >= thresholds.role), rather),
                        rather=rather,
                    )
                )
            party = thresholds.party if role in _PARTIES else None
            found.append(RoleChoice(role=role, threshold=thresholds.role, party_threshold=party, candidates=tuple(candidates)))
        return tuple(found)

    def _nearest(self, report: Report, event: Event, piece: _Piece) -> tuple[tuple[Neighbour, ...], str | None]:
        if self._examples is None:
            try:
                self._examples = load_examples(self.coder.folder)
            except DataError as error:
                self._examples = error
        if isinstance(self._examples, DataError):
            return (), str(self._examples)
        text = report.text[piece.start : piece.end]
        start, end = event.trigger.start - piece.start, event.trigger.end - piece.start
        return self._examples.nearest(vector(piece.logits, piece.trigger), text, start, end), None


def _choices(labels: Sequence[str], probabilities: NDArray[np.float32]) -> tuple[Choice, ...]:
    """The labels of at least .01, and the best two, best first."""
    order = np.argsort(-probabilities, kind="stable")
    kept = [i for rank, i in enumerate(order) if rank < 2 or probabilities[i] >= _LEAST]
    return tuple(Choice(label=labels[i], probability=round(float(probabilities[i]), 4)) for i in kept)


def _rather(scores: NDArray[np.float32], role: int) -> str:
    """The role that shuts this one out for a mention with these scores: of actor and recipient the other, of a number's kinds the first."""
    rivals = [r for r, name in enumerate(ROLES) if (name in _PARTIES if ROLES[role] in _PARTIES else name.startswith("number:"))]
    return ROLES[max((r for r in rivals if r != role), key=lambda r: scores[r])]


def _verdict(taken: bool, reached: bool, rather: str | None) -> Verdict:
    if taken:
        return "taken" if reached else "taken as the likeliest"
    return "another role is likelier" if rather else "below the threshold"


def _mentions(report: Report, piece: _Piece) -> tuple[NumberedMention, ...]:
    spans = [span(report.text, piece.start + m.start, piece.start + m.end) for m in piece.reading.mentions]
    return tuple(
        NumberedMention(number=i, kind=m.kind, start=at.start, end=at.end, quote=at.quote, score=round(m.score, 4))
        for i, (m, at) in enumerate(zip(piece.reading.mentions, spans, strict=True), 1)
    )


def _at(found: FoundEvent, piece: _Piece) -> tuple[int, int, str]:
    return piece.start + found.start, piece.start + found.end, found.type


def _label(event: Event) -> str:
    return event.type + (f"/{event.mode}" if event.mode else "") + f" {event.status}"


def _counterpart(event: Event, events: Iterable[Event]) -> Event | None:
    """The event of another coding whose trigger shares words with this one's: the same words first, then the same type."""
    there = [e for e in events if e.trigger.start < event.trigger.end and event.trigger.start < e.trigger.end]
    return max(there, key=lambda e: (e.trigger == event.trigger, e.type == event.type), default=None)

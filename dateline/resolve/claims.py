"""Claims: numbers that somebody states and that no event counts."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from dateline.reader.reader import ReadSentence
from dateline.records import Claim, Party, span
from dateline.resolve.quantities import Quantity, parse_quantity, twin, unit_after

_OF = re.compile(r"\s+(?:of\s+(?:the\s+)?)?([A-Za-zÀ-ÿ][\w’'-]*(?:\s+[a-zà-ÿ][\w’'-]*){0,1})")
_STOP = re.compile(
    r"\s+(?:and|or|who|which|that|in|on|at|to|from|for|with|by|after|before|since|were|was|is|are|have|had|has|call|said|as|a|the|but|while|could|would|will|can|may|might|long|above|below|high|wide|deep|ago|away|north|south|east|west|more|less|voted|flooded)\b.*$"
)

Parties = Callable[[ReadSentence, Sequence[tuple[int, float]]], tuple[Party, ...]]


def is_count(kind: str, quantity: Quantity | None) -> bool:
    """Whether a number with this role counts an event: people, things, money. What is measured (hectares, percent) is a claim."""
    return quantity is not None and (not quantity.unit or (kind == "other" and quantity.unit.isupper()))


def _counted(text: str, sentence: ReadSentence, end: int) -> str:
    """What is counted: the actor named right after the number, or else the next words that can be a noun; empty where there are none."""
    actor = next(
        (m for m in sentence.mentions if m.kind == "actor" and m.start >= end and text[end : m.start] in (" ", " of ", " of the ")), None
    )
    if actor:
        return text[actor.start : actor.end]
    after = _OF.match(text, end, sentence.end)
    return _STOP.sub("", " " + after.group(1)).strip() if after else ""


def find_claims(text: str, sentence: ReadSentence, parties: Parties) -> list[Claim]:
    """The sentence's claims, in order.

    A converted twin in brackets is the same claim; a number without unit and without a thing counted is none.
    """
    counted = {
        i
        for e in sentence.events
        for role, held in e.roles.items()
        if role.startswith("number:")
        for i, _ in held
        if is_count(role.partition(":")[2], parse_quantity(text[sentence.mentions[i].start : sentence.mentions[i].end]))
    }
    skip: set[tuple[int, int]] = set()
    found = []
    for i, m in enumerate(sentence.mentions):
        if m.kind != "number" or i in counted or (m.start, m.end) in skip:
            continue
        quantity = parse_quantity(text[m.start : m.end])
        second = twin(text, m.start, m.end)
        if second:
            skip |= {(n.start, n.end) for n in sentence.mentions if n.start < second[1] and second[0] < n.end}
        if not quantity:
            continue
        end = second[1] + 1 if second else m.end
        unit = quantity.unit or unit_after(text, m.end)
        of = _counted(text, sentence, end)
        if unit or of:
            speakers = next((e.roles["speaker"] for e in sentence.events if "speaker" in e.roles), ())
            found.append(
                Claim(
                    span=span(text, m.start, m.end),
                    low=quantity.low,
                    high=quantity.high,
                    unit=unit,
                    of=of,
                    speaker=parties(sentence, speakers),
                    as_of=None,
                )
            )
    return found

"""A sentence's numbers: the reader's mentions with the whole words of each, and what the reader left unmarked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.reader.decode import FoundMention
from dateline.reader.reader import ReadSentence
from dateline.resolve.number_spans import FoundQuantity, find_quantities
from dateline.resolve.quantities import Quantity, parse_quantity

# Bound words that are as often something else ("handed over two captives", "rose above three"): there the reader's mention decides.
_PREPOSITIONS = frozenset(
    ["over", "above", "beyond", "under", "below", "near", "around", "about", "up to", "within", "at", "likely", "probably"],
)


@dataclass(frozen=True, slots=True)
class SentenceNumber:
    """A quantity, the characters that state it, and the reader's mentions (by number) that it stands for; none: found by rule."""

    start: int
    end: int
    quantity: Quantity
    mentions: tuple[int, ...]


def sentence_numbers(text: str, sentence: ReadSentence) -> tuple[SentenceNumber, ...]:
    """The numbers in order of the text.

    Where the rules see more of a number than the mention holds ("between| 20 and 30|"), their words count, unless those reach into a
    mention of another kind, or add no more than a preposition. Where the mention holds more ("one in ten"), it counts as it is, if it
    can be read.
    """
    marked = [(i, m) for i, m in enumerate(sentence.mentions) if m.kind == "number"]
    others = [m for m in sentence.mentions if m.kind != "number"]
    found: dict[tuple[int, int], SentenceNumber] = {}
    held: set[int] = set()
    for one in find_quantities(text, sentence.start, sentence.end):
        over = [(i, m) for i, m in marked if m.start < one.end and one.start < m.end]
        chosen = _chosen(text, one, over, others)
        if chosen is None:
            continue
        held.update(i for i, _ in over)
        before = found.get((chosen.start, chosen.end))
        mentions = tuple(sorted({i for i, _ in over} | set(before.mentions if before else ())))
        found[chosen.start, chosen.end] = SentenceNumber(chosen.start, chosen.end, chosen.quantity, mentions)
    for i, m in marked:
        own = parse_quantity(text[m.start : m.end]) if i not in held else None
        if own is not None:
            found[m.start, m.end] = SentenceNumber(m.start, m.end, own, (i,))
    return tuple(sorted(found.values(), key=lambda n: (n.start, n.end)))


def _chosen(
    text: str, one: FoundQuantity, over: Sequence[tuple[int, FoundMention]], others: Sequence[FoundMention]
) -> FoundQuantity | None:
    """The rules' quantity or a mention's own, None where the number belongs to a mention of another kind."""
    foreign = any(m.start < one.end and one.start < m.end for m in others)
    if not over:
        return None if foreign else one
    for _, m in over:
        own = parse_quantity(text[m.start : m.end])
        wider = m.start <= one.start and one.end <= m.end and m.end - m.start > one.end - one.start
        if own is not None and (wider or foreign):
            return FoundQuantity(m.start, m.end, own)
    first = min(m.start for _, m in over)
    if one.start < first and text[one.start : first].strip().casefold() in _PREPOSITIONS:
        rest = parse_quantity(text[first : one.end])
        return FoundQuantity(first, one.end, rest) if rest else one
    return one

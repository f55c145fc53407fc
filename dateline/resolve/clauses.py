"""How the actors of one sentence stand to each other: who speaks, who is on another's other side, who is joined to whom."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from dateline.reader.decode import FoundMention
from dateline.reader.reader import ReadSentence
from dateline.records import EntityRef

_SAID = r"(?:said|says|told|asked|added|argued|argues|warned|wrote|explained|insisted|recalled|shouted|replied|declared|complained)"
_SAYS = re.compile(rf"(?:, [^,\"“”]{{1,60}},)? (?:had )?{_SAID}\b", re.IGNORECASE)
_SAID_BY = re.compile(rf"\b{_SAID} (?:the |an? )?(?:[\w-]+ ){{0,2}}$", re.IGNORECASE)
_SAID_REACH = 40  # characters
_AND = re.compile(r",? (?:and|or) (?:the |an? )?", re.IGNORECASE)
_AND_REACH = 10  # characters of the longest that it matches
# Between two mentions: a clause of its own begins, so that both may be one entity.
_CLAUSE = re.compile(
    rf"\b(?:until|when|while|after|before|because|since|if|that|{_SAID[3:-1]}|announced|denied|promised|vowed)\b", re.IGNORECASE
)


def speakers_of(text: str, sentence: ReadSentence, actors: Sequence[FoundMention]) -> set[FoundMention]:
    """Who speaks in the sentence: the speakers of its events, else in one with quotation marks the first actor beside a verb of saying."""
    found = {sentence.mentions[i] for e in sentence.events for i, _ in e.roles.get("speaker", ())}
    if found or not any(mark in text[sentence.start : sentence.end] for mark in '"“”'):
        return found
    for m in actors:
        if _SAYS.match(text, m.end) or _SAID_BY.search(text, max(sentence.start, m.start - _SAID_REACH), m.start):
            return {m}
    return set()


def others_across(text: str, m: FoundMention, sentence: ReadSentence, refs: Mapping[tuple[int, int], EntityRef | None]) -> frozenset[str]:
    """The ids of those on the other side of an event from this mention: "X attacked them" is not about X. `refs` are known so far."""
    found = set()
    for event in sentence.events:
        sides = [{sentence.mentions[i] for i, _ in event.roles.get(role, ())} for role in ("actor", "recipient")]
        for own, other in (sides, sides[::-1]):
            if m in own:
                found |= {ref.id for n in other - {m} if (ref := refs.get((n.start, n.end))) and not _parted(text, m, n)}
    return frozenset(found)


def _parted(text: str, m: FoundMention, n: FoundMention) -> bool:
    """Whether a new clause begins between the two."""
    return _CLAUSE.search(text, min(m.end, n.end), max(m.start, n.start)) is not None


def is_joined(text: str, m: FoundMention, actors: Sequence[FoundMention]) -> bool:
    """Whether another actor stands beside it with nothing but "and" between."""
    return any(
        _AND.fullmatch(text, min(m.end, n.end), max(m.start, n.start))
        for n in actors
        if 0 <= max(m.start, n.start) - min(m.end, n.end) <= _AND_REACH
    )

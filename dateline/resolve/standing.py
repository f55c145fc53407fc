"""Where the mentions of a sentence stand: in which events, in which clause, inside a quotation, as its speaker."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection

from dateline.reader.decode import FoundMention
from dateline.reader.reader import ReadSentence
from dateline.resolve.antecedents import At

_NEW_CLAUSE = re.compile(
    r"[,;:—]|\b(?:and|but|or|that|who|which|whose|whom|where|when|while|after|before|because|if|as|until|since|though|although|so|what|how)\b",
    re.IGNORECASE,
)


class Standing:
    """The places of one sentence's mentions."""

    def __init__(self, text: str, number: int, sentence: ReadSentence, speakers: Collection[FoundMention] = ()) -> None:
        """`number` is the sentence's in the report, `speakers` are the mentions that speak in it."""
        self._text, self._number, self._sentence, self._speakers = text, number, sentence, speakers
        self._parts: dict[FoundMention, set[str]] = {}
        for event in sentence.events:
            for role in ("actor", "recipient"):
                for i, _ in event.roles.get(role, ()):
                    self._parts.setdefault(sentence.mentions[i], set()).add(f"{event.type} {role}")
        self._clauses = [found.start() for found in _NEW_CLAUSE.finditer(text, sentence.start, sentence.end)]

    def at(self, m: FoundMention, barred: Collection[str] = ()) -> At:
        """Where the mention stands; its clause rules out the entities with the ids `barred`."""
        parts = frozenset(self._parts.get(m, ()))
        speaks = m in self._speakers
        subject = speaks or any(part.endswith(" actor") for part in parts)
        clause = bisect_left(self._clauses, m.start)
        return At(self._number, m.start, subject, barred, parts, speaks, self.is_quoted(m), "s" if subject else "o", clause)

    def is_quoted(self, m: FoundMention) -> bool:
        """Whether it stands inside quotation marks: there "they" is never the speaker."""
        before = self._text[self._sentence.start : m.start]
        return before.count('"') % 2 == 1 or before.count("“") > before.count("”")

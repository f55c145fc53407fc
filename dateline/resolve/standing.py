"""Where the mentions of a sentence stand: in which events, in which clause, inside a quotation, as its speaker."""

from __future__ import annotations

import dataclasses
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

_LAST_WORD = re.compile(r"([\w’'-]+|[^\w\s])\s*$")
_NEXT_WORD = re.compile(r"\s*([\w’'-]+|[^\w\s])")
_ARTICLES = frozenset({"the", "a", "an", "its", "his", "her", "their", "this", "these", "those", "that", "some", "two", "several", "other"})
_JOINS = frozenset({"and", "or", "but", "nor"})
_OPENS = frozenset(
    {"that", "because", "if", "when", "while", "after", "before", "until", "since", "whether", "as", "where", "though", "although"}
)
_OF = frozenset({"of"})
_PREPOSITIONS = frozenset(
    {
        "to",
        "for",
        "with",
        "from",
        "against",
        "on",
        "in",
        "at",
        "between",
        "among",
        "over",
        "about",
        "into",
        "near",
        "towards",
        "toward",
        "behind",
        "under",
        "than",
        "like",
        "including",
        "without",
    }
)
_WHO = frozenset({"who", "which", "whose", "whom", "that"})
_BE = frozenset(
    {
        "is",
        "was",
        "are",
        "were",
        "has",
        "had",
        "have",
        "will",
        "would",
        "could",
        "should",
        "may",
        "might",
        "can",
        "do",
        "did",
        "does",
        "must",
        "said",
        "says",
        "told",
    }
    | {
        "went",
        "gave",
        "took",
        "made",
        "fled",
        "fought",
        "shot",
        "held",
        "came",
        "began",
        "won",
        "lost",
        "left",
        "found",
        "met",
        "sent",
        "saw",
        "put",
        "set",
        "let",
        "brought",
        "kept",
        "called",
    }
)
_STEP = 24  # characters before a mention in which its article and the word before that stand


def lead_kind(text: str, start: int, first: int) -> str:
    """What kind of word stands before what begins at `start`, its article apart; `first` is where its sentence begins."""
    found = _LAST_WORD.search(text, max(first, start - _STEP), start)
    if found and found[1].lower() in _ARTICLES and found.start() > first:
        found = _LAST_WORD.search(text, max(first, found.start() - _STEP), found.start())
    word = found[1].lower() if found and found.start(1) >= first else ""
    if not word or (found and found.start(1) == first and word in _ARTICLES):
        return "first"
    if word == "by":
        return "by"
    for kind, words in (("of", _OF), ("joined", _JOINS), ("opens", _OPENS), ("to", _PREPOSITIONS), ("who", _WHO)):
        if word in words:
            return kind
    if not word[0].isalnum():
        return "quote" if word in '"“”' else "comma" if word == "," else "mark"
    return "verb" if word in _BE or word.endswith(("ed", "ing")) else "word"


def next_kind(text: str, end: int, last: int) -> str:
    """What kind of word stands behind what ends at `end`; `last` is where its sentence ends."""
    found = _NEXT_WORD.match(text, end, min(last, end + _STEP))
    word = found[1].lower() if found else ""
    if not word:
        return "last"
    if word in ("'s", "’s", "'", "’"):
        return "owns"
    for kind, words in (("of", _OF), ("joined", _JOINS), ("who", _WHO), ("to", _PREPOSITIONS), ("verb", _BE)):
        if word in words:
            return kind
    if not word[0].isalnum():
        return "comma" if word == "," else "mark"
    return "verb" if word.endswith(("ed", "es")) else "word"


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
        self._places: dict[FoundMention, At] = {}
        self._clauses = [found.start() for found in _NEW_CLAUSE.finditer(text, sentence.start, sentence.end)]

    def at(self, m: FoundMention, barred: Collection[str] = ()) -> At:
        """Where the mention stands; its clause rules out the entities with the ids `barred`."""
        if (held := self._places.get(m)) is None:
            held = self._places[m] = self._place(m)
        return dataclasses.replace(held, barred=barred) if barred else held

    def _place(self, m: FoundMention) -> At:
        parts = frozenset(self._parts.get(m, ()))
        speaks = m in self._speakers
        subject = speaks or any(part.endswith(" actor") for part in parts)
        clause = bisect_left(self._clauses, m.start)
        lead = lead_kind(self._text, m.start, self._sentence.start)
        following = next_kind(self._text, m.end, self._sentence.end)
        return At(self._number, m.start, subject, (), parts, speaks, self.is_quoted(m), "s" if subject else "o", clause, lead, following)

    def is_quoted(self, m: FoundMention) -> bool:
        """Whether it stands inside quotation marks: there "they" is never the speaker."""
        before = self._text[self._sentence.start : m.start]
        return before.count('"') % 2 == 1 or before.count("“") > before.count("”")

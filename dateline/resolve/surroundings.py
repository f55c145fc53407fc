"""What the words around an actor phrase add to it: the place that stands beside it, the head that it shares with the next phrase."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from dateline.reader.decode import FoundMention
from dateline.reader.reader import ReadSentence

_AT = re.compile(r"\s+(?:in|at|of|from|near|across|outside|inside|around|throughout)\s+(?:\w+\s+){0,3}?", re.IGNORECASE)
_GOES_ON = re.compile(r" (?:of|for|and|in|de|du|del|la) | [A-Z]")
_WORD = re.compile(r"[\w'’-]+")
_CAPITAL = re.compile(r"\b[A-Z]")
_ADJECTIVE = re.compile(r"(?<=[\w,] )([A-Z][\w-]+) $")
_NAME_REACH = 70  # characters behind a phrase in which the rest of a name may stand
_AND = re.compile(r",? (?:and|or|&) (?:the )?|, ")


def country_beside(text: str, m: FoundMention, sentence: ReadSentence, country_of: Callable[[FoundMention], str | None]) -> str | None:
    """The country of the place that follows the phrase ("police | in Nairobi"), as `country_of` resolves it; None without one."""
    places = [n for n in sentence.mentions if n.kind == "place" and n.start >= m.end]
    after = min(places, key=lambda n: n.start, default=None)
    return country_of(after) if after is not None and _AT.fullmatch(text, m.end, after.start) else None


def country_of_scene(m: FoundMention, sentence: ReadSentence, country_of: Callable[[FoundMention], str | None]) -> str | None:
    """The country of the place of an event in which the phrase has a part, None without one."""
    for event in sentence.events:
        part = {i for role in ("actor", "recipient") for i, _ in event.roles.get(role, ())}
        if any(sentence.mentions[i] == m for i in part) and (held := event.roles.get("place")):
            return country_of(sentence.mentions[held[0][0]])
    return None


def whole_phrase(text: str, m: FoundMention, sentence: Sequence[FoundMention], is_bare: Callable[[str], bool]) -> str:
    """The phrase with what it shares with its neighbours: "French | and Egyptian warships" is "French warships", "Karen | guerrillas" one.

    `is_bare` says of words whether they are nothing but a country, demonym or people. The phrase itself where nothing is shared.
    """
    words = text[m.start : m.end]
    if not is_bare(words):
        before = next((n for n in sentence if n.end == m.start - 1 and text[n.end] == " "), None)
        if before is None and words[:1].islower() and (cut := _ADJECTIVE.search(text, max(0, m.start - 20), m.start)) and is_bare(cut[1]):
            return f"{cut[1]} {words}"  # an adjective that the reader left out of the phrase
        return text[before.start : m.end] if before and is_bare(text[before.start : before.end]) else words
    at = m.end
    for after in sorted((n for n in sentence if n.start >= m.end), key=lambda n: n.start):
        between, next_words = text[at : after.start], text[after.start : after.end]
        first, _, rest = next_words.partition(" ")
        if between == " " and next_words[:1].islower():
            return f"{words} {next_words}"
        if not _AND.fullmatch(between):
            break
        if rest and is_bare(first):
            return f"{words} {rest}" if rest[:1].islower() else words
        if not is_bare(next_words):
            break
        at = after.end
    return words


def known_name(text: str, m: FoundMention, words: str, is_name: Callable[[str], bool]) -> str:
    """The phrase with the rest of an organisation's name that goes on behind it, where `is_name` knows the whole.

    "National Union | for the Total Independence of Angola". `words` is the phrase as read so far, which is returned where nothing goes on.
    """
    if words != text[m.start : m.end] or not _GOES_ON.match(text, m.end):
        return words
    ends = [found.end() for found in _WORD.finditer(text, m.end, m.end + _NAME_REACH)]
    for start in (found.start() for found in _CAPITAL.finditer(text, m.start, m.end)):
        for end in reversed(ends):
            if is_name(text[start:end]):
                return text[m.start : end]
    return words

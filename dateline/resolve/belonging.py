"""Whose somebody is by the words around a phrase: who sends them, what province or body they are of, whose "whose" it is."""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec

from dateline.reader.decode import FoundMention
from dateline.reader.reader import ReadSentence
from dateline.records import EntityRef

CountryOf = Callable[[FoundMention], str | None]

_SENT = re.compile(
    r"\b(?:sen[dt]s?|sending|dispatch\w*|deploy\w*|recall\w*|withdr[ae]w\w*|len(?:t|ds?|ding)|pledg\w+|promis\w+|contribut\w+|appoint\w*|lost|moved|ordered|told|mass(?:ed|ing)|mobili[sz]\w+)\s+"
    r"(?:(?:up|to|a|an|the|some|about|more|than|another|back|in|out|further)\s+|(?:[\d.,]+|[a-z]+)\s+){0,4}$"
)
_SENT_REACH = 30  # characters between who sends and the verb
_PART = re.compile(
    r"\b(?:government|governor|mayor|parliament|police|council|legislature|prefect|authorities|administration)(?:s|ors)? of (?:the )?"
    r"([A-Z][^\W\d_]+(?:[ -][A-Z][^\W\d_]+)*)(?: (?:province|state|region|district|county|department))?$"
)
_OF_BODY = re.compile(r",? (?:of|from|at|with) (?:the )?([A-Z][^,.;:\"“”]{3,60}?)(?=,|\.|;| in [A-Z]| said|$)")
_WHOSE = re.compile(r"\)?,? whose\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE)
_MEN = re.compile(r"\b(?:men|man|assailants|attackers)$", re.IGNORECASE)


def sender(text: str, m: FoundMention, sentence: ReadSentence, country_of: CountryOf) -> str | None:
    """The country of who sends, withdraws or orders them: "Britain withdrew | 150 diplomats"; None where nobody does."""
    found = _SENT.search(text, sentence.start, m.start)
    if found is None:
        return None
    near = [n for n in sentence.mentions if n.kind == "actor" and n.end <= found.start() < n.end + _SENT_REACH]
    last = max(near, key=lambda n: n.end, default=None)
    return country_of(last) if last else None


def province(text: str, m: FoundMention) -> FoundMention | None:
    """The province or town in a phrase that officials or bodies are of ("government of | Sindh | province"), as a place."""
    found = _PART.search(text[m.start : m.end])
    return FoundMention("place", m.start + found.start(1), m.start + found.end(1), (0, 0), 1.0) if found else None


def owner_before(text: str, m: FoundMention, sentence: ReadSentence) -> FoundMention | None:
    """The actor before ", whose" right before the mention ("NATO, whose | aircraft")."""
    found = _WHOSE.search(text, sentence.start, m.start)
    before = (n for n in sentence.mentions if found and n.kind == "actor" and n.end == found.start())
    return next(before, None)


def with_body(
    text: str,
    m: FoundMention,
    sentence: ReadSentence,
    ref: EntityRef | None,
    resolve: Callable[[str], EntityRef | None],
    country_of: CountryOf,
) -> EntityRef | None:
    """A name with country and sector of the body behind it ("Ilse Brandt | of the Institute for River Law in Delft")."""
    if ref is None or not ref.id.startswith("name:") or (ref.country and ref.sector):
        return ref
    found = _OF_BODY.match(text, m.end)
    told = resolve(found[1]) if found else None
    if found is None or told is None:
        return ref
    place = next((n for n in sentence.mentions if n.kind == "place" and found.start() < n.start <= found.end() + 4), None)
    country = told.country or (country_of(place) if place else None)
    return msgspec.structs.replace(ref, country=ref.country or country, sector=ref.sector or told.sector)


def armed_men(text: str, m: FoundMention, sentence: ReadSentence, ref: EntityRef | None) -> EntityRef | None:
    """Men who attack somebody are armed men, whoever they are; anybody else as `ref` has them."""
    if ref is None or ref.sector != "CVL" or not _MEN.search(text[m.start : m.end]) or m not in attackers(sentence):
        return ref
    return EntityRef(id=ref.id.replace(":CVL", ":UAF"), name="Unidentified gunmen", country=ref.country, sector="UAF")


def attackers(sentence: ReadSentence) -> set[FoundMention]:
    """The mentions that are the actor of an assault."""
    return {sentence.mentions[i] for e in sentence.events if e.type == "ASSAULT" for i, _ in e.roles.get("actor", ())}

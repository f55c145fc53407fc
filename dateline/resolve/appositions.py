"""Which neighbouring mentions of a sentence are one entity: a name and its description, abbreviation or other name."""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Sequence
from typing import Literal

from dateline.reader.decode import FoundMention
from dateline.records import EntityRef
from dateline.resolve.phrasekinds import read_phrase
from dateline.resolve.references import is_name, is_pronoun

_BRACKET = re.compile(r"\s\((?:the |or |also known as |known as )?[\"“']?$")
_ARTICLE = r"(?:the|a|an|its|his|her|their|another|once|one of the|one of)"
_DESCRIBED = re.compile(
    rf"\)?, (?:\d{{1,3}}, )?(?!(?:and|or|nor|but|while|as|when|if) )(?:[\w-]+ )??{_ARTICLE} (?:\w+(?:-\w+)? )?$|, $", re.IGNORECASE
)
_ALIAS = re.compile(
    r",? (?:(?:also|better|formerly|locally|widely|commonly) )?(?:known as|called|calling (?:it|them)sel(?:f|ves)|which calls itself|"
    r"who call themselves|that calls itself|self-named|self-styled|dubbed|nicknamed|going by the name of|alias|aka)(?: the)? [\"“']?$"
)
_CLOSED = re.compile(
    r"[,.;:)\"”]|\s(?:who|which|that|whose|from|in|of|with|for|at|on|near|said|told|[a-z]{2,}ed|known|led|run|made|set)\b|$"
)
_DETERMINED = re.compile(r"\b(?:the|a|an|its|his|her|their|former|[\w-]+['’]s?)\s+(?:\w+(?:-\w+)?\s+)?$", re.IGNORECASE)
_LONGEST_ABBREVIATION = 7

Kind = Literal["description", "abbreviation", "alias"]


@dataclasses.dataclass(frozen=True, slots=True)
class Apposition:
    """Two mentions of one entity side by side: the name, and what stands beside it."""

    name: FoundMention
    beside: FoundMention
    kind: Kind


def is_abbreviation(words: str, name: str) -> bool:
    """Whether the words are an abbreviation of the name by its initials ("FMLN" of "Farabundo Marti National Liberation Front")."""
    letters = words.replace(".", "")
    if not (letters.isupper() and letters.isalpha() and 1 < len(letters) <= _LONGEST_ABBREVIATION) or " " not in name:
        return False
    initials = [part[0].upper() for part in re.findall(r"[^\W\d_]+", name)]
    return all(letters.count(c) <= initials.count(c) for c in set(letters))


def appositions(text: str, actors: Sequence[FoundMention]) -> list[Apposition]:
    """The pairs among the actor mentions of a sentence, given in the order of the text."""
    found = []
    for a, b in itertools.pairwise(actors):
        between = text[a.end : b.start]
        if len(between) > 40 or is_pronoun(text[a.start : a.end]) or is_pronoun(text[b.start : b.end]):
            continue
        if pair := _pair(text, a, b, between):
            found.append(pair)
    return found


def _pair(text: str, a: FoundMention, b: FoundMention, between: str) -> Apposition | None:
    first, second = text[a.start : a.end], text[b.start : b.end]
    after = text[b.end : b.end + 12]
    if _BRACKET.search(between) and after[:2].lstrip("\"”'")[:1] == ")" and is_name(first):
        if second.isupper():
            return Apposition(a, b, "abbreviation")
        return Apposition(a, b, "alias") if "known as" in between else None
    if _ALIAS.fullmatch(between) and is_name(second):
        return Apposition(b, a, "alias") if not _is_proper(first) else Apposition(a, b, "alias")
    if between in (", ", ", the ") and after[:1] in ",)" and _is_proper(first) and _abbreviates(second, first):
        return Apposition(a, b, "abbreviation")
    if between == " " and not _is_proper(first) and _is_proper(second) and _agree(first, second):
        return Apposition(b, a, "description")
    if not _DESCRIBED.fullmatch(between) or not _CLOSED.match(after):
        return None
    if (
        between.lower() in (", a ", ", an ")
        and re.match(r",|\s(?:who|which|that)\b", after)
        and not _is_proper(first)
        and not _is_proper(second)
        and _are_one(first, second)
    ):
        return Apposition(a, b, "description")
    if _is_proper(first) and not _is_proper(second) and (between != ", " or "'" in second or "’" in second) and _agree(second, first):
        return Apposition(a, b, "description")
    if between == ", " and _is_proper(first) and second[:1].islower() and after[:1] == "," and read_phrase(second, None).kind == "person":
        return Apposition(a, b, "description")
    lead = text[max(0, a.start - 24) : a.start]
    determined = _DETERMINED.search(lead) or "'s " in first or "’s " in first or " of " in first
    if between == ", " and _is_proper(second) and not _is_proper(first) and determined and after[:1] in ',.;"”)' and _agree(first, second):
        return Apposition(b, a, "description")
    return None


def _abbreviates(words: str, name: str) -> bool:
    if is_abbreviation(words, name):
        return True
    return words.isupper() and not name.isupper() and " " not in words and 1 < len(words) <= _LONGEST_ABBREVIATION


def _is_proper(words: str) -> bool:
    """Whether the phrase is a name as a whole: its head has a capital ("Colonel Sidibé", not "Finnish diplomat")."""
    if words.isupper() and len(words) > _LONGEST_ABBREVIATION:
        return read_phrase(words, None).kind == "body"  # of a word that no table knows, too
    head = read_phrase(words, None).head
    return any(part[:1].isupper() and part.lower().startswith(head) for part in re.findall(r"[^\W\d_]+(?:[-.][^\W\d_]+)*", words))


def _are_one(first: str, second: str) -> bool:
    """Whether both descriptions are of one person ("the president, a former paratrooper,")."""
    return read_phrase(first, None).kind == read_phrase(second, None).kind == "person"


def _agree(description: str, name: str) -> bool:
    """Whether a description can be one of this name: a person's of what may be a person, a body's of what may be none."""
    told, named = read_phrase(description, None), read_phrase(name, EntityRef(id="name:", name=name))
    if told.kind == "people":
        return False
    return told.kind == "person" if named.kind == "person" and told.kind != "body" else told.kind in ("body", "state", "person")

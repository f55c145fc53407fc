"""What pronouns and definite phrases stand for: an entity named before in the report, or nothing."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable

from dateline.records import EntityRef

_PERSON = frozenset({"he", "she", "him", "her", "his", "hers", "himself", "herself"})
_GROUP = frozenset({"they", "them", "their", "theirs", "themselves"})
_THING = frozenset({"it", "its", "itself"})
_SPEAKER = frozenset({"i", "we", "us", "our", "ours", "me", "my"})
_PRONOUNS = _PERSON | _GROUP | _THING | _SPEAKER


def is_pronoun(phrase: str) -> bool:
    """Whether the phrase is a pronoun ("us" is one, "US" is not)."""
    return phrase.lower() in _PRONOUNS and phrase != "US"


def is_owned(phrase: str) -> bool:
    """Whether the phrase belongs to somebody named before ("her government", "their leader")."""
    return _POSSESSIVE.match(phrase.lower()) is not None


def is_name(phrase: str) -> bool:
    """Whether the phrase names somebody in words of its own: a capital, no pronoun, no "his …"."""
    return any(c.isupper() for c in phrase) and not is_pronoun(phrase) and not is_owned(phrase)


_PERSON_NOUNS = re.compile(
    r"(?:^|\s)(?:president|premier|leader|minister|chancellor|king|queen|general|commander|envoy|spokes(?:man|woman|person)|ambassador|"
    r"governor|mayor|senator|activist|lawyer|journalist|politician|official|diplomat|captain|colonel)$"
)
_GROUP_NOUNS = re.compile(
    r"(?:^|\s)(?:groups?|gang|cartel|organi[sz]ation|movement|militia|militants|rebels|insurgents|guerrillas?|faction|party|army|front|traffickers|"
    r"extremists|jihadists|coalition|alliance|clan)$"
)
_COUNTRY_NOUNS = re.compile(r"(?:^|\s)(?:country|nation|state|kingdom|republic|government|authorities|regime|administration)$")
_POSSESSIVE = re.compile(r"^(?:his|her|its|their)\s+(.+)$")
_GROUP_SECTORS = frozenset({"REB", "CRM", "PTY", "PRM", "UAF", "OPP", "SOC"})
# An antecedent further back than this many sentences is no longer "the one named before".
REACH = 4


@dataclasses.dataclass(slots=True)
class _Named:
    ref: EntityRef
    sentence: int
    subject: bool


def _is_person(ref: EntityRef) -> bool:
    return ref.id.startswith(("person:", "name:"))


def _is_group(ref: EntityRef) -> bool:
    return ref.sector in _GROUP_SECTORS and not ref.id.startswith("role:")


def _is_body(ref: EntityRef) -> bool:
    return not _is_person(ref) and not _is_state(ref)


def _is_state(ref: EntityRef) -> bool:
    return ref.id.startswith(("country:", "gov:"))


class Discourse:
    """The entities named so far in one report, latest last."""

    def __init__(self) -> None:
        self._named: list[_Named] = []

    def name(self, ref: EntityRef, sentence: int, *, subject: bool) -> None:
        """Record that this entity was named (or referred to) here; `subject`: as an actor or speaker."""
        self._named.append(_Named(ref, sentence, subject))

    def _latest(self, sentence: int, fits: Callable[[EntityRef], bool]) -> EntityRef | None:
        near = [n for n in self._named if sentence - n.sentence <= REACH and fits(n.ref)]
        if not near:
            return None
        last = max(n.sentence for n in near)
        here = [n for n in near if n.sentence == last]
        subjects = [n for n in here if n.subject]
        return (subjects or here)[0 if last < sentence else -1].ref

    def refer(self, phrase: str, sentence: int, *, definite: bool, speaker: EntityRef | None = None) -> EntityRef | None:
        """What a pronoun or a definite phrase ("the" stands before it) stands for, or None where the text does not decide."""
        words = phrase.lower()
        if is_pronoun(phrase):
            return self._pronoun(words, sentence, speaker)
        owned = _POSSESSIVE.match(words)
        if owned and _COUNTRY_NOUNS.search(owned.group(1)):
            owner = self._latest(sentence, _is_person) or self._latest(sentence, _is_state)
            if owner and owner.country and len(owner.country) == 3:
                return EntityRef(id=f"gov:{owner.country}", name=f"Government of {owner.country}", country=owner.country, sector="GOV")
            return None
        if not definite or any(c.isupper() for c in phrase):
            return None
        if _PERSON_NOUNS.search(words):
            return self._latest(sentence, lambda r: _is_person(r) and r.sector not in _GROUP_SECTORS)
        if _GROUP_NOUNS.search(words):
            return self._latest(sentence, _is_group)
        return None

    def _pronoun(self, word: str, sentence: int, speaker: EntityRef | None) -> EntityRef | None:
        if word in _SPEAKER:
            return speaker
        if word in _PERSON:
            return self._latest(sentence, _is_person)
        return self._latest(sentence, _is_body if word in _GROUP else lambda r: not _is_person(r))

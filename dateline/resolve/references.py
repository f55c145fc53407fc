"""What pronouns and definite phrases stand for: an entity named before in the report, or nothing."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Collection

from dateline.records import EntityRef
from dateline.resolve.newstates import government, land_of, speaks_for
from dateline.resolve.phrasekinds import Phrase, office_in, read_phrase
from dateline.resolve.tables import NON_STATE

_PERSON = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
_GROUP = frozenset({"they", "them", "their", "theirs", "themselves"})
_THING = frozenset({"it", "its", "itself"})
_SPEAKER = frozenset({"i", "we", "us", "our", "ours", "me", "my"})
_OURS = frozenset({"we", "us", "our", "ours"})
_PRONOUNS = frozenset(_PERSON) | _GROUP | _THING | _SPEAKER
_POSSESSIVE = re.compile(r"^(his|her|its|their)\s+(.+)$")
_PAIR = re.compile(
    r"^(?:(?:both|two|the two|neither|all|either|warring|rival)\s+)*"
    r"(?:both|neither|sides?|parties|camps|belligerents|foes|capitals|delegations|neighbours|neighbors|governments|countries|armies|movements|groups|factions|states|nations|organi[sz]ations|forces|leaders|presidents)$"
)
_PAIR_BY_ITSELF = frozenset({"both", "neither", "side", "sides", "parties", "camps", "belligerents", "foes"})
_GOVERNING = re.compile(r"(?:^|\s)(?:country|nation|state|kingdom|republic|government|authorities|regime|administration)$")
# Words before a noun that tell of no other bearer: "the new president" may be the president of the sentence before.
_PLAIN = frozenset(
    {"new", "newly", "elected", "outgoing", "powerful", "same", "armed", "embattled", "veteran", "rebel", "self-named", "so-called"}
)
# Words beside "group", "company" and the like that anybody so called may have without its name telling so.
_MODIFIERS = _PLAIN | {"drug", "drugs", "trafficking", "criminal", "crime", "militant", "insurgent", "guerrilla", "militia", "paramilitary"}
_MODIFIERS |= {
    "young",
    "masked",
    "armed",
    "unknown",
    "terrorist",
    "extremist",
    "jihadist",
    "islamist",
    "separatist",
    "outlawed",
    "banned",
    "the",
    "western",
    "military",
    "regional",
}
_RENAMED = frozenset({"armed", "attacker", "group", "alliance", "firm", "men", "women"})
_ARMED = frozenset({"REB", "CRM", "UAF", "PRM"})
_GROUPS = _ARMED | {"PTY", "OPP", "SOC"}
_PUBLIC = {
    "office": frozenset({"GOV", "LEG", "ELI"}),
    "public": frozenset({"GOV", "LEG", "OPP", "PTY", "ELI"}),
    "soldier": frozenset({"MIL", "COP", "ELI"}),
}
_SYNONYMS = {"premier": "prime minister"}
# An antecedent further back than this many sentences is no longer "the one named before"; the same noun again may go back further.
REACH = 4
_SAME_NOUN = 12


def is_pronoun(phrase: str) -> bool:
    """Whether the phrase is a pronoun ("us" is one, "US" is not)."""
    return phrase.lower() in _PRONOUNS and phrase != "US"


def is_owned(phrase: str) -> bool:
    """Whether the phrase belongs to somebody named before ("her government", "their leader")."""
    return _POSSESSIVE.match(phrase.lower()) is not None


def is_name(phrase: str) -> bool:
    """Whether the phrase names somebody in words of its own: a capital, no pronoun, no "his …"."""
    return any(c.isupper() for c in phrase) and not is_pronoun(phrase) and not is_owned(phrase)


def is_pair(phrase: str) -> bool:
    """Whether the phrase stands for two or more parties at once ("both sides", "the two governments", "the parties")."""
    words = phrase.lower()
    found = _PAIR.match(words)
    return found is not None and (" " in words or words in _PAIR_BY_ITSELF)


@dataclasses.dataclass(frozen=True, slots=True)
class At:
    """Where a reference stands: its sentence, its first character, and the ids of entities that its clause rules out."""

    sentence: int
    start: int = 1 << 60
    subject: bool = False
    barred: Collection[str] = ()


@dataclasses.dataclass(slots=True)
class _Named:
    ref: EntityRef | None
    phrase: Phrase
    at: At
    joined: bool
    named: bool
    words: str
    attacks: bool = False


class Discourse:
    """The entities named so far in one report, latest last."""

    def __init__(self) -> None:
        self._named: list[_Named] = []
        self.antecedent: At | None = None  # where the entity of the last reference was named that `refer` resolved
        self._gender: dict[str, str] = {}

    def name(
        self,
        ref: EntityRef | None,
        sentence: int,
        *,
        subject: bool,
        words: str = "",
        start: int = 0,
        joined: bool = False,
        attacks: bool = False,
    ) -> None:
        """Record that this entity was named (or referred to) here by these words; None: somebody who stays unknown.

        `subject`: as an actor or speaker; `joined`: as one of two ("Norway and Britain"); `attacks`: as who attacks somebody.
        """
        words = words or (ref.name if ref else "")
        if is_pronoun(words):
            same = next((n for n in reversed(self._named) if ref and n.ref and n.ref.id == ref.id), None)
            gender = _PERSON.get(words.lower(), "")
            if same is None or ref is None:
                return
            if gender:
                self._gender.setdefault(ref.id, gender)
            phrase = same.phrase
        else:
            phrase = read_phrase(words, ref)
            if ref and phrase.gender:
                self._gender.setdefault(ref.id, phrase.gender)
        self._named.append(_Named(ref, phrase, At(sentence, start, subject), joined, is_name(words), words, attacks))

    def _before(self, at: At, reach: int, fits: Callable[[_Named], bool]) -> list[_Named]:
        return [
            n
            for n in self._named
            if 0 <= at.sentence - n.at.sentence <= reach and (n.at.sentence < at.sentence or n.at.start < at.start) and fits(n)
        ]

    def _latest(self, at: At, fits: Callable[[_Named], bool], reach: int = REACH, *, nearest: bool = False) -> _Named | None:
        """Of the nearest sentence that names one who fits: its subject, the first of them; in the reference's own sentence the last.

        With `nearest` the last in any sentence, subject or not.
        """
        near = [n for n in self._before(at, reach, fits) if n.ref is None or n.ref.id not in at.barred]
        if not near:
            return None
        last = max(n.at.sentence for n in near)
        here = sorted((n for n in near if n.at.sentence == last), key=lambda n: n.at.start)
        if nearest:
            return here[-1]
        subjects = [n for n in here if n.at.subject]
        return (subjects or here)[0 if last < at.sentence else -1]

    def refer(
        self, phrase: str, sentence: int, *, definite: bool, speaker: EntityRef | None = None, at: At | None = None
    ) -> EntityRef | None:
        """What a pronoun or a definite phrase ("the" stands before it) stands for, or None where the text does not decide."""
        at = at or At(sentence)
        self.antecedent = None
        words = phrase.lower()
        if is_pronoun(phrase):
            return self._pronoun(words, at, speaker)
        if owned := _POSSESSIVE.match(words):
            return self._government(self.owner(owned[1], at)) if _GOVERNING.search(owned[2]) else None
        if not definite:
            return None
        found = self._again(_SYNONYMS.get(words, phrase), at)
        if found and found.ref and found.ref.id.startswith("role:REB") and (group := self._only_rebels(phrase, found, at)):
            found = group
        if found is None and (not is_name(phrase) or (phrase.isupper() and " " not in phrase)):
            found = self._renamed(read_phrase(phrase, None), at)
        return self._ref(found)

    def owner(self, word: str, at: At) -> EntityRef | None:
        """Whom "his", "her", "its" or "their" means."""
        if found := self._pronoun(word, at, None):
            return found
        if word in _PERSON:
            return self._ref(self._latest(at, lambda n: n.phrase.kind == "state"))
        return self._ref(self._latest(at, lambda n: n.phrase.kind == "person")) if word in _GROUP else None

    def state(self, at: At) -> EntityRef | None:
        """The last state that was named, at most one sentence back."""
        found = self._latest(at, lambda n: n.phrase.kind == "state" and n.ref is not None and n.named, reach=1)
        return found.ref if found else None

    def office(self, at: At) -> str | None:
        """The office of the last person who was called by one ("foreign minister")."""
        found = self._latest(at, lambda n: n.phrase.stands_for == "office" and n.phrase.kind == "person", reach=1)
        return office_in(found.words) if found else None

    def may_be(self, word: str, ref: EntityRef) -> bool:
        """Whether this pronoun can stand for that entity, as it was last named."""
        last = next((n for n in reversed(self._named) if n.ref and n.ref.id == ref.id), None)
        word = word.lower()
        if last is None or word in _SPEAKER:
            return False
        if word in _PERSON:
            return self._is_person(last, _PERSON[word])
        return last.phrase.kind in (("people", "body") if word in _GROUP else ("body", "state"))

    def _ref(self, found: _Named | None) -> EntityRef | None:
        self.antecedent = found.at if found else None
        return found.ref if found else None

    @staticmethod
    def _government(owner: EntityRef | None) -> EntityRef | None:
        land = land_of(owner)
        return None if not land or land in NON_STATE else government(land)

    def _pronoun(self, word: str, at: At, speaker: EntityRef | None) -> EntityRef | None:
        if word in _SPEAKER:
            return speaks_for(speaker) if word in _OURS else speaker
        if gender := _PERSON.get(word):
            return self._ref(self._latest(at, lambda n: self._is_person(n, gender)))
        if word in _GROUP:
            found = self._plural(word, at)
            return None if found is None or self._is_joint(found) else self._ref(found)
        return self._ref(self._latest(at, lambda n: n.phrase.kind in ("body", "state", "any")))

    def _plural(self, word: str, at: At) -> _Named | None:
        """People rather than a body where the same sentence has both; for "them" the nearest."""
        nearest = word == "them"
        found = self._latest(at, lambda n: n.phrase.kind in ("people", "body") or (n.phrase.kind == "any" and n.joined), nearest=nearest)
        if found and found.phrase.kind == "body":
            people = self._latest(at, lambda n: n.phrase.kind == "people" and n.at.sentence == found.at.sentence, nearest=nearest)
            return people or found
        return found

    def _is_person(self, n: _Named, gender: str) -> bool:
        known = self._gender.get(n.ref.id, n.phrase.gender) if n.ref else n.phrase.gender
        return n.phrase.kind in ("person", "any") and (not known or known == gender)

    def _is_joint(self, found: _Named) -> bool:
        """Whether it is one of two bodies named together, so that "they" may be both."""
        return found.joined and found.phrase.kind == "body"

    def _again(self, phrase: str, at: At) -> _Named | None:
        """The last mention whose words hold those of the phrase, with the same head: "the council" after "Liberation Council"."""
        now = read_phrase(phrase, None)
        words = {w for w in now.words if w not in _PLAIN} or set(now.words)
        if not now.head or "'" in phrase or "’" in phrase:
            return None
        cased = is_name(phrase) and not phrase.isupper()
        titled = now.kind == "person" and len(now.words) == 1

        def fits(n: _Named) -> bool:
            if n.ref is None or not words.issubset(n.phrase.words):
                return False
            if titled and n.named and n.phrase.kind == "person" and now.head in n.phrase.words[:-1]:
                return True  # "the judge" after "Judge Irma Solares"
            return n.phrase.head == now.head or (cased and n.named and n.phrase.kind == "state" and n.phrase.words[0] == now.words[0])

        found = self._before(at, _SAME_NOUN, fits)
        # "the union" is rather the "miners' union" than the "European Union".
        plain = [n for n in found if not n.named] if not is_name(phrase) and len(now.words) == 1 else []
        return max(plain or found, key=lambda n: (n.at.sentence, n.at.start), default=None)

    def _only_rebels(self, phrase: str, found: _Named, at: At) -> _Named | None:
        """The one armed group of this country that was named, for "the rebels" without more words; None where there are several."""
        if " " in phrase:
            return None
        groups = self._before(at, _SAME_NOUN, lambda n: n.named and _is_group(n, {"REB"}))
        ids = {n.ref.id for n in groups if n.ref}
        last = groups[-1] if len(ids) == 1 else None
        return last if last and last.ref and found.ref and last.ref.country == found.ref.country else None

    def _renamed(self, now: Phrase, at: At) -> _Named | None:
        """The last entity that the noun can mean: "the gang" for any armed group, "the company" for a firm."""
        noun = now.stands_for
        if noun in _RENAMED and not _MODIFIERS.issuperset(now.words[:-1]):
            return None  # "the state oil company", "the ruling party": words that no antecedent has told of
        if noun == "alliance" and (bloc := self._latest(at, lambda n: n.ref is not None and n.ref.country in ("IGO", "IMG") and n.named)):
            return bloc
        if noun in ("armed", "group", "alliance") and now.kind == "body":
            return self._latest(at, lambda n: _is_group(n, _ARMED)) or (
                self._latest(at, lambda n: _is_group(n, _GROUPS) or (_is_group(n, {None}) and n.phrase.kind == "body"))
                if noun != "armed"
                else None
            )
        if noun == "attacker" and (found := self._latest(at, lambda n: n.ref is not None and n.attacks, reach=_SAME_NOUN)):
            return found
        if noun in ("armed", "attacker"):
            return self._latest(at, lambda n: n.ref is not None and n.ref.sector in _ARMED and n.phrase.kind in ("people", "body"))
        if noun in ("men", "women"):
            return self._latest(at, lambda n: n.ref is not None and n.phrase.kind == "people" and n.phrase.stands_for != "women", reach=2)
        if noun == "firm":
            return self._latest(at, _is_firm)
        if noun == "country":
            return self._latest(at, lambda n: n.phrase.kind == "state" and n.named, reach=2)
        if noun in _PUBLIC:
            sectors = _PUBLIC[noun]
            return self._latest(
                at, lambda n: n.named and n.phrase.kind == "person" and n.ref is not None and n.ref.sector in sectors, reach=2
            )
        return None


def _is_firm(n: _Named) -> bool:
    if n.ref is None or not n.named or n.phrase.kind == "state":
        return False
    return n.ref.sector is None or (n.ref.sector == "BUS" and not n.ref.id.startswith(("name:", "person:")))


def _is_group(n: _Named, sectors: Collection[str | None]) -> bool:
    return n.ref is not None and n.ref.sector in sectors and not n.ref.id.startswith("role:") and n.phrase.kind in ("body", "people", "any")

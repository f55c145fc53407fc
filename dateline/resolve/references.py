"""What pronouns and definite phrases stand for: an entity named before in the report, or nothing."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable

from dateline.records import EntityRef
from dateline.resolve.antecedents import HE, IT, NOUN, THEY, At, Named, Ranker, Reference, traits
from dateline.resolve.meanings import PLAIN, is_like, may_mean
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
_SYNONYMS = {"premier": "prime minister"}
_NAMED = ("group:", "org:", "person:", "name:", "country:", "gov:")  # ids of who is known by a name
_NOMINATIVE = frozenset({"he", "she", "they"})
_OWNERS = frozenset({"his", "her", "its", "their", "hers", "theirs"})
# The kind of an unknown one who is only known by a pronoun.
_KINDS = {HE: "person", THEY: "people", IT: "body"}
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


class Discourse:
    """The entities named so far in one report, latest last."""

    def __init__(self, ranker: Ranker | None = None) -> None:
        """Choose among antecedents with this ranker, else with the shipped one."""
        self._named: list[Named] = []
        self.antecedent: At | None = None  # where the entity of the last reference was named that `refer` resolved
        self._gender: dict[str, str] = {}
        self._ranker = ranker or Ranker.load()

    def name(
        self,
        ref: EntityRef | None,
        at: At,
        *,
        words: str = "",
        joined: bool = False,
        attacks: bool = False,
        order: int = 0,
        antecedent: int | None = None,
    ) -> None:
        """Record that this entity was named (or referred to) here by these words; None: somebody who stays unknown.

        `joined`: as one of two ("Norway and Britain"); `attacks`: as who attacks somebody; `order`: how many of the sentence stand before;
        `antecedent`: where the mention begins that a pronoun was tied to.
        """
        words = words or (ref.name if ref else "")
        family = _family(words)
        if is_pronoun(words):
            if not family:
                return
            gender = _PERSON.get(words.lower(), "")
            same = next((n for n in reversed(self._named) if n.at.start == antecedent), None) if antecedent is not None else None
            same = same or next((n for n in reversed(self._named) if ref and n.ref and n.ref.id == ref.id), None)
            if ref and gender:
                self._gender.setdefault(ref.id, gender)
            phrase = same.phrase if same else Phrase((), "", _KINDS[family], gender)
        else:
            phrase = read_phrase(words, ref)
            if ref and phrase.gender:
                self._gender.setdefault(ref.id, phrase.gender)
        told = self._gender.get(ref.id, phrase.gender) if ref else phrase.gender
        found = Named(ref, phrase, at, joined, is_name(words), words, attacks, family, order, told)
        found.traits = traits(found)
        self._named.append(found)

    def _before(self, at: At, reach: int, fits: Callable[[Named], bool]) -> list[Named]:
        """The mentions that stand before, at most so many sentences back, fit and are not ruled out, in the order of the text."""
        found = []
        for n in reversed(self._named):
            back = at.sentence - n.at.sentence
            if back > reach:
                break
            if (back or n.at.start < at.start) and (n.ref is None or n.ref.id not in at.barred) and fits(n):
                found.append(n)
        return sorted(found, key=lambda n: (n.at.sentence, n.at.start))

    def _latest(self, at: At, fits: Callable[[Named], bool], reach: int = REACH) -> Named | None:
        """Of the nearest sentence that names one who fits: its subject, the first of them; in the reference's own sentence the last."""
        near = self._before(at, reach, fits)
        if not near:
            return None
        last = near[-1].at.sentence
        here = [n for n in near if n.at.sentence == last]
        subjects = [n for n in here if n.at.subject]
        return (subjects or here)[0 if last < at.sentence else -1]

    def refer(
        self, phrase: str, at: At, *, definite: bool, speaker: EntityRef | None = None, own: EntityRef | None = None
    ) -> EntityRef | None:
        """What a pronoun or a definite phrase ("the" stands before it) stands for, or None where the text does not decide.

        `own` is the entity that the words of a definite phrase alone would give.
        """
        self.antecedent = None
        words = phrase.lower()
        if is_pronoun(phrase):
            return self._pronoun(words, at, speaker)
        if owned := _POSSESSIVE.match(words):
            return self._government(self.owner(owned[1], at)) if _GOVERNING.search(owned[2]) else None
        if not definite:
            return None
        shouted = (
            phrase.isupper() and not (own and own.id.startswith(_NAMED)) and (" " in phrase or read_phrase(words, None).stands_for != "")
        )
        if is_name(phrase) and not shouted:
            return self._ref(self._again(phrase, at))
        found = self._noun(_SYNONYMS.get(words, words), at, own)
        if found and found.ref and " " not in phrase and found.ref.id.startswith("role:REB"):
            found = self._only_rebels(found.ref, at) or found
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

    def _ref(self, found: Named | None) -> EntityRef | None:
        self.antecedent = found.at if found else None
        return found.ref if found else None

    @staticmethod
    def _government(owner: EntityRef | None) -> EntityRef | None:
        land = land_of(owner)
        return None if not land or land in NON_STATE else government(land)

    def _pronoun(self, word: str, at: At, speaker: EntityRef | None) -> EntityRef | None:
        if word in _SPEAKER:
            return speaks_for(speaker) if word in _OURS else speaker
        family = _family(word)
        if gender := _PERSON.get(word):
            found = self._before(at, REACH, lambda n: self._is_person(n, gender))
        elif family == THEY:
            found = self._before(at, REACH, lambda n: n.phrase.kind in ("people", "body", "any"))
        else:
            found = self._before(at, REACH, lambda n: n.phrase.kind in ("body", "state", "any"))
        best = self._ranker.choose(Reference(family, _cased(at, word), word), found)
        both = best is not None and family == THEY and best.joined and best.phrase.kind == "body"
        return None if both else self._ref(best)  # one of two bodies named together: "they" may be both

    def _is_person(self, n: Named, gender: str) -> bool:
        known = self._gender.get(n.ref.id, n.phrase.gender) if n.ref else n.phrase.gender
        return n.phrase.kind in ("person", "any") and (not known or known == gender)

    def _again(self, phrase: str, at: At) -> Named | None:
        """The last mention whose words hold those of a name, with the same head: "the Council" after "Liberation Council"."""
        now = read_phrase(phrase, None)
        words = {w for w in now.words if w not in PLAIN} or set(now.words)
        if not now.head or "'" in phrase or "’" in phrase:
            return None
        cased = not phrase.isupper()

        def fits(n: Named) -> bool:
            if n.ref is None or not words.issubset(n.phrase.words):
                return False
            return n.phrase.head == now.head or (cased and n.named and n.phrase.kind == "state" and n.phrase.words[0] == now.words[0])

        return next(reversed(self._before(at, _SAME_NOUN, fits)), None)

    def _only_rebels(self, rebels: EntityRef, at: At) -> Named | None:
        """The one armed group of this country that was named, for "the rebels" without more words; None where there are several."""
        groups = self._before(
            at, _SAME_NOUN, lambda n: n.named and n.ref is not None and n.ref.sector == "REB" and n.phrase.kind != "person"
        )
        groups = [n for n in groups if n.ref and n.ref.id.startswith(("group:", "org:")) and n.ref.country == rebels.country]
        return groups[-1] if len({n.ref.id for n in groups if n.ref}) == 1 else None

    def _noun(self, words: str, at: At, own: EntityRef | None) -> Named | None:
        """What a definite noun phrase means: the same noun before, or what the noun can be said of."""
        now = read_phrase(words, None)
        if not now.head or "'" in words or "’" in words:
            return None
        gender = now.gender
        found = self._before(
            at,
            _SAME_NOUN,
            lambda n: (
                (at.sentence - n.at.sentence <= REACH or now.stands_for == "attacker" or is_like(now, n))
                and may_mean(now, n)
                and (not gender or n.phrase.kind != "person" or self._is_person(n, gender))
            ),
        )
        if now.kind == "person" and len(now.words) == 1:
            called = [
                n for n in found if n.phrase.kind == "person" and now.head in (n.phrase.head, *(n.phrase.words[:-1] if n.named else ()))
            ]
            if called and called[-1].named and called[-1].phrase.head != now.head:
                return called[-1]  # "the judge" after "Judge Irma Solares", unless another judge came between
        case = "s" if at.subject else "o"
        return self._ranker.choose(Reference(NOUN, dataclasses.replace(at, case=case), words, now, own), found)


def _family(word: str) -> str:
    word = word.lower()
    return HE if word in _PERSON else THEY if word in _GROUP else IT if word in _THING else ""


def _cased(at: At, word: str) -> At:
    """The place with the pronoun's case."""
    case = "s" if word in _NOMINATIVE or (word == "it" and at.subject) else "p" if word in _OWNERS else "o"
    return dataclasses.replace(at, case=case)

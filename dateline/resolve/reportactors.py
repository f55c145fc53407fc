"""The actors of one report, sentence by sentence: each mention to its entity, by its own words or by what was named before."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import msgspec

from dateline.reader.decode import FoundMention
from dateline.reader.reader import ReadSentence
from dateline.records import EntityRef
from dateline.resolve.appositions import Apposition, appositions
from dateline.resolve.entities import ActorContext, Entities
from dateline.resolve.focus import Focus
from dateline.resolve.phrasekinds import read_phrase
from dateline.resolve.references import At, Discourse, is_name, is_owned, is_pair, is_pronoun
from dateline.resolve.surroundings import country_beside, country_of_scene, known_name, whole_phrase
from dateline.resolve.tables import NON_STATE

_SAID = r"(?:said|says|told|asked|added|argued|argues|warned|wrote|explained|insisted|recalled|shouted|replied|declared|complained)"
_SAYS = re.compile(rf"(?:, [^,\"“”]{{1,60}},)? (?:had )?{_SAID}\b", re.IGNORECASE)
_SAID_BY = re.compile(rf"\b{_SAID} (?:the |an? )?(?:[\w-]+ ){{0,2}}$", re.IGNORECASE)
_BEFORE = re.compile(r"\b(the|those|these|its|his|her|their)\s+$", re.IGNORECASE)
_OWNED = re.compile(r"^([a-z][\w -]*?)(?:['’]s|s['’]) (.+)$")
_OF_WHOM = re.compile(r"^(.+?) (?:of|for|to|at|in) the ([a-z][a-z -]*)$")
_CUT_SHORT = re.compile(r"\s(?:of|for|to)(?: the)?$", re.IGNORECASE)
_AND = re.compile(r",? (?:and|or) (?:the |an? )?", re.IGNORECASE)
_STATE_SECTORS = frozenset({"MIL", "COP", "JUD", "LEG", "SPY"})


class ReportActors:
    """Resolves the actors of a report. `refs` has the entity of each mention (by its start and end) that was resolved so far.

    `antecedents` has, for a reference, the first character of the mention that it was tied to.
    """

    def __init__(
        self,
        text: str,
        entities: Entities,
        focus: Focus,
        context: Callable[..., ActorContext],
        place_country: Callable[[FoundMention], str | None],
        known: dict[str, EntityRef],
    ) -> None:
        """`context` makes the context of a phrase from home country, country beside and scene; `known` is filled with the names met."""
        self._text, self._entities, self._focus = text, entities, focus
        self._context, self._place_country = context, place_country
        self.known = known
        self.refs: dict[tuple[int, int], EntityRef | None] = {}
        self.antecedents: dict[tuple[int, int], int] = {}
        self._discourse = Discourse()
        self._home: str | None = None
        self._sentence = ReadSentence(0, 0, (), ())
        self._number = 0
        self._speaker: EntityRef | None = None

    def _words(self, m: FoundMention) -> str:
        return self._text[m.start : m.end]

    def resolve(self, number: int, sentence: ReadSentence) -> None:
        """Resolve the actors of this sentence, the next of the report."""
        actors = sorted((m for m in sentence.mentions if m.kind == "actor"), key=lambda m: (m.start, m.end))
        if not actors:
            return
        if number > self._number + 1:
            self._speaker = None
        self._number, self._sentence = number, sentence
        self._home = self._focus.of(number, sentence)
        acting = {sentence.mentions[i] for e in sentence.events for role in ("actor", "speaker") for i, _ in e.roles.get(role, ())}
        beside = {(a.beside.start, a.beside.end): a for a in appositions(self._text, actors)}
        described = {(a.name.start, a.name.end): a for a in beside.values()}
        speakers = self._speakers(sentence, actors)
        # Who speaks is resolved first: in "I refuse," said Okello the pronoun comes before its speaker.
        order = [m for m in actors if m in speakers] + [m for m in actors if m not in speakers]
        said: EntityRef | None = None
        for m in order:
            key = (m.start, m.end)
            if key not in self.refs:
                barred = self._barred(m, sentence) | ({said.id} if said and self._is_quoted(m) else set())
                self._resolve(m, beside.get(key), described.get(key), said or self._speaker, barred)
            if m in speakers and said is None:
                said = self.refs[key]  # the first: "the minister told state radio"
            joined = self._is_joined(m, actors)
            self._discourse.name(self.refs[key], number, subject=m in acting, words=self._words(m), start=m.start, joined=joined)
        self._speaker = said

    def _speakers(self, sentence: ReadSentence, actors: Sequence[FoundMention]) -> set[FoundMention]:
        found = {sentence.mentions[i] for e in sentence.events for i, _ in e.roles.get("speaker", ())}
        if found or not any(mark in self._text[sentence.start : sentence.end] for mark in '"“”'):
            return found
        for m in actors:
            if _SAYS.match(self._text, m.end) or _SAID_BY.search(self._text, max(sentence.start, m.start - 40), m.start):
                return {m}
        return set()

    def _barred(self, m: FoundMention, sentence: ReadSentence) -> frozenset[str]:
        """The ids of who stands on the other side of an event from this mention: "X attacked them" is not about X."""
        found = set()
        for event in sentence.events:
            sides = [{sentence.mentions[i] for i, _ in event.roles.get(role, ())} for role in ("actor", "recipient")]
            for own, other in (sides, sides[::-1]):
                if m in own:
                    found |= {ref.id for n in other - {m} if (ref := self.refs.get((n.start, n.end)))}
        return frozenset(found)

    def _is_quoted(self, m: FoundMention) -> bool:
        """Whether it stands inside quotation marks: there "they" is never the speaker."""
        before = self._text[self._sentence.start : m.start]
        return before.count('"') % 2 == 1 or before.count("“") > before.count("”")

    def _is_joined(self, m: FoundMention, actors: Sequence[FoundMention]) -> bool:
        """Whether another actor stands beside it with nothing but "and" between."""
        return any(
            _AND.fullmatch(self._text, min(m.end, n.end), max(m.start, n.start))
            for n in actors
            if n is not m and (n.start >= m.end or n.end <= m.start)
        )

    def _resolve(
        self, m: FoundMention, beside: Apposition | None, described: Apposition | None, speaker: EntityRef | None, barred: frozenset[str]
    ) -> None:
        key = (m.start, m.end)
        if beside:
            name = (beside.name.start, beside.name.end)
            if name not in self.refs:
                self.refs[name] = self._apposed(beside)
            self.refs[key] = self.refs[name]
            self.antecedents[key] = beside.name.start
            self._learn(self._words(beside.name), self.refs[key])
        elif described:
            self.refs[key] = self._apposed(described)
        else:
            self.refs[key] = self._alone(m, speaker, barred)
        self._learn(self._words(m), self.refs[key])

    def _apposed(self, pair: Apposition) -> EntityRef | None:
        """The entity of a name that has something beside it; a description gives the country and sector that the name leaves open."""
        ref = self._alone(pair.name, None, frozenset())
        if pair.kind != "description" and ref is None:
            return self._alone(pair.beside, None, frozenset())
        if pair.kind != "description" or ref is None or (ref.country and ref.sector):
            return ref
        told = self._alone(pair.beside, None, frozenset())
        if told is None:
            return ref
        return msgspec.structs.replace(ref, country=ref.country or told.country, sector=ref.sector or told.sector)

    def _alone(self, m: FoundMention, speaker: EntityRef | None, barred: frozenset[str]) -> EntityRef | None:
        """The entity of a mention by its own words and what was named before it."""
        words = self._words(m)
        at = At(self._number, m.start, barred=barred)
        if is_pronoun(words):
            return self._refer(m, words, at, definite=False, speaker=speaker)
        if is_pair(words):
            return None
        found = _BEFORE.search(self._text, max(0, m.start - 10), m.start)
        before = found[1].lower() if found else ""
        owner_word, rest = before if before in ("its", "his", "her", "their") else "", words
        if is_owned(words):
            owner_word, _, rest = words.partition(" ")
        if owner_word:
            return self._owned_by(self._discourse.owner(owner_word.lower(), at), rest, m)
        if (cut := _CUT_SHORT.search(words)) and (after := self._after(m)):
            owner = self._discourse.refer(after, self._number, definite=True, at=at)
            return self._owned_by(owner, words[: cut.start()], m) if owner else self._by_words(m, self._home)
        if generic := (_OWNED.match(words) or _OF_WHOM.match(words)):
            whose, what = (generic[1], generic[2]) if "’s" in words or "'s" in words or "s'" in words else (generic[2], generic[1])
            if owner := self._discourse.refer(whose, self._number, definite=True, at=at):
                return self._owned_by(owner, what, m)
        definite = before in ("the", "those", "these")
        ref = self._refer(m, words, at, definite=True) if definite else None
        return ref or self._by_words(m, self._home)

    def _after(self, m: FoundMention) -> str | None:
        """The actor right behind a mention that was cut short ("spokesman for the | group")."""
        return next((self._words(n) for n in self._sentence.mentions if n.kind == "actor" and n.start == m.end + 1), None)

    def _refer(self, m: FoundMention, words: str, at: At, *, definite: bool, speaker: EntityRef | None = None) -> EntityRef | None:
        ref = self._discourse.refer(words, self._number, definite=definite, speaker=speaker, at=at)
        if ref and self._discourse.antecedent:
            self.antecedents[m.start, m.end] = self._discourse.antecedent.start
        return ref

    def _owned_by(self, owner: EntityRef | None, words: str, m: FoundMention) -> EntityRef | None:
        """Somebody of an owner's: "its foreign minister", "the group's spokesman"."""
        if owner is None:
            return self._entities.resolve(words, self._context(self._home))
        home = owner.country if owner.country and owner.country not in NON_STATE else self._home
        phrase = read_phrase(words, None)
        if phrase.stands_for in ("government", "country") and home and owner.country == home:
            return EntityRef(id=f"gov:{home}", name=f"Government of {home}", country=home, sector="GOV")
        ref = self._entities.resolve(words, self._context(home))
        if phrase.of_owner and owner.sector and owner.sector != "GOV" and not owner.id.startswith(("person:", "name:")):
            sector, country = owner.sector, owner.country
            if sector in _STATE_SECTORS and country and country not in NON_STATE:
                return EntityRef(id=f"{country}:{sector}", name=f"{words} of {owner.name}", country=country, sector=sector)
            return EntityRef(id=f"role:{sector}:{country}" if country else f"role:{sector}", name=words, country=country, sector=sector)
        return ref

    def _by_words(self, m: FoundMention, home: str | None) -> EntityRef | None:
        text, sentence = self._text, self._sentence
        whole = whole_phrase(text, m, sentence.mentions, self._entities.is_bare_country)
        words = known_name(text, m, whole, self._entities.is_organisation)
        if cut := _CUT_SHORT.search(words):
            words = words[: cut.start()]
        beside = country_beside(text, m, sentence, self._place_country)
        scene = None if home or beside else country_of_scene(m, sentence, self._place_country)
        return self._entities.resolve(words, self._context(home, beside, scene))

    def _learn(self, words: str, ref: EntityRef | None) -> None:
        if ref is None or not is_name(words) or not any(part[:1].isupper() for part in words.split()[-1:]):
            return
        self.known.setdefault(words.lower(), ref)
        self.known.setdefault(ref.name.lower(), ref)
        if ref.id.startswith(("person:", "name:")) and " " in ref.name:
            self.known[ref.name.rsplit(" ", 1)[1].lower()] = ref

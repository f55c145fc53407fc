"""The actors of one report, sentence by sentence: each mention to its entity, by its own words or by what was named before."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Collection, Mapping

import msgspec

from dateline.reader.decode import FoundMention
from dateline.reader.reader import ReadSentence
from dateline.records import EntityRef
from dateline.resolve.antecedents import At, Ranker
from dateline.resolve.appositions import Apposition, appositions
from dateline.resolve.belonging import armed_men, attackers, owner_before, province, sender, with_body
from dateline.resolve.clauses import is_joined, others_across, speakers_of
from dateline.resolve.countries import plain
from dateline.resolve.entities import ActorContext, Entities
from dateline.resolve.focus import Focus
from dateline.resolve.lands import Lands
from dateline.resolve.newstates import land_of
from dateline.resolve.owned import owned_by
from dateline.resolve.phrasekinds import read_phrase
from dateline.resolve.references import Discourse, is_name, is_owned, is_pair, is_pronoun
from dateline.resolve.standing import Standing
from dateline.resolve.surroundings import country_beside, country_of_scene, known_name, whole_phrase
from dateline.resolve.tables import NON_STATE
from dateline.resolve.told import tell_all
from dateline.resolve.whose import Whose

_BEFORE = re.compile(r"\b(the|those|these|its|his|her|their)\s+$", re.IGNORECASE)
_COUNTERPART = re.compile(r"\bcounterparts?$", re.IGNORECASE)
_OWNED = re.compile(r"^([a-z][\w -]*?)(?:['’]s|s['’]) (.+)$")
_OF_WHOM = re.compile(r"^(.+?) (?:of|for|to|at|in) the ([a-z][a-z -]*)$")
_CUT_SHORT = re.compile(r"\s(?:of|for|to)(?: the)?$", re.IGNORECASE)
_OF = re.compile(r" (?:of|from) (?:the |an? )?(?:[a-z]+ )?")
_OF_REACH = 20  # characters
_NEAR = 2  # sentences back in which the country of "the army" may have been named
_OF_STATE = re.compile(
    r"\b(?:prime minister|premier|president|\w+ minist(?:er|ry)|parliament|ambassador|embassy|king|queen|government)$", re.IGNORECASE
)
_BOTH = re.compile(r"\b(?:both|the two|neither|either|each)\s+$", re.IGNORECASE)
_SIDES = re.compile(
    r"^(?:sides?|part(?:y|ies)|governments?|army|armies|countr(?:y|ies)|groups?|movements?|states?|camps?|leaders|presidents|factions?|capitals?)$"
)
_GOES_ON = re.compile(r" (?:said|added|says|adds|told|went on)\b")
_CLOSES = (", ", "” ", '" ', "; ")
_FORCES = frozenset({"MIL", "COP"})
_OFFICERS = re.compile(r"\bofficers?$", re.IGNORECASE)


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
        towns: Mapping[tuple[int, int], FoundMention],
        people: Collection[str],
    ) -> None:
        """`context` makes the context of a phrase from home country, country beside and scene; `known` is filled with the names met.

        `towns` are the towns and states in actors' phrases ("Chicago police"), `people` countries' names that people of the report bear.
        """
        self._text, self._entities, self._focus = text, entities, focus
        self._context, self._place_country = context, place_country
        self.known, self._towns, self._people = known, towns, people
        self.refs: dict[tuple[int, int], EntityRef | None] = {}
        self.antecedents: dict[tuple[int, int], int] = {}
        # Of mentions that the reader cut short the whole name that the report gives ("National Union | for the … of Angola").
        self.whole_names: dict[tuple[int, int], str] = {}
        self._at: dict[int, FoundMention] = {}  # by its first character
        self._ranker: Ranker | None = None
        self._discourse = Discourse()
        self._home: str | None = None
        self._sentence = ReadSentence(0, 0, (), ())
        self._standing = Standing(text, 0, self._sentence)
        self._number = 0
        self._guessed: set[tuple[int, int]] = set()  # mentions with a country that stood near, on which no further guess is built
        # The last sentence that named countries, these, and that of its subject.
        self._near_by: tuple[int, set[str], str | None] = (0, set(), None)
        self._speaker: EntityRef | None = None
        self._force: str | None = None  # the army or the police, whichever was told of last: whose "officers" are
        self._lands = Lands(text, focus, context(None).countries)
        self._chosen: set[tuple[int, int]] = set()  # mentions whose country was chosen among those of the report
        self._homes: dict[str, str | None] = {}  # of each person the country that the sentence is about where he is first named

    def use(self, ranker: Ranker | None = None, whose: Whose | None = None) -> None:
        """Choose antecedents and countries with these weights instead of the shipped ones; call it before the first sentence."""
        self._ranker, self._discourse = ranker, Discourse(ranker)
        self._lands = Lands(self._text, self._focus, self._context(None).countries, whose)

    def named(self, m: FoundMention) -> FoundMention | None:
        """The mention by whose words a reference has its entity: what it was tied to, or what that was tied to in turn."""
        ref = self.refs.get((m.start, m.end))
        met = [m]
        while (start := self.antecedents.get((met[-1].start, met[-1].end))) is not None:
            found = self._at.get(start)
            if found is None or found in met:
                break
            met.append(found)
        tied = self.refs.get((met[-1].start, met[-1].end))
        return met[-1] if len(met) > 1 and ref and tied and ref.id == tied.id else None

    def _words(self, m: FoundMention) -> str:
        return self._text[m.start : m.end]

    def resolve(self, number: int, sentence: ReadSentence) -> None:
        """Resolve the actors of this sentence, the next of the report."""
        actors = sorted((m for m in sentence.mentions if m.kind == "actor"), key=lambda m: (m.start, m.end))
        if not actors:
            return
        if number > self._number + 1:
            self._speaker = None
        if any(self._focus.opens_item(i) for i in range(self._number + 1, number + 1)):
            self._discourse, self._near_by = Discourse(self._ranker), (0, set(), None)
            self._lands.forget()
        self._number, self._sentence = number, sentence
        self._home = self._focus.of(number, sentence)
        self._lands.open(number, sentence, self._home)
        acting = {sentence.mentions[i] for e in sentence.events for role in ("actor", "speaker") for i, _ in e.roles.get(role, ())}
        attacking = attackers(sentence)
        beside = {(a.beside.start, a.beside.end): a for a in appositions(self._text, actors)}
        described = {(a.name.start, a.name.end): a for a in beside.values()}
        speakers = speakers_of(self._text, sentence, actors)
        self._standing = Standing(self._text, number, sentence, speakers)
        # Who speaks is resolved first: in "I refuse," said Okello the pronoun comes before its speaker.
        order = [m for m in actors if m in speakers] + [m for m in actors if m not in speakers]
        said: EntityRef | None = None
        self._at |= {m.start: m for m in reversed(actors)}
        for m in order:
            key = (m.start, m.end)
            if key not in self.refs:
                ruled_out = others_across(self._text, m, sentence, self.refs) | (
                    {said.id} if said and self._standing.is_quoted(m) else set()
                )
                self._resolve(m, beside.get(key), described.get(key), said or self._speaker, ruled_out)
            if (ref := self.refs[key]) and ref.sector in _FORCES:
                self._force = ref.sector
            if m in speakers and said is None:
                said = self.refs[key]  # the first: "the minister told state radio"
            ref = self.refs[key]
            self._lands.note(m, ref, chosen=key in self._chosen)
            if ref and ref.country is None and ref.id.startswith(("name:", "person:")) and ref.id not in self._homes:
                self._homes[ref.id] = None if self._focus.is_abroad(m) else self._lands.choose(m, ref, self._country)
            joined = is_joined(self._text, m, actors)
            self._discourse.name(
                self.refs[key],
                self._standing.at(m),
                words=self._words(m),
                joined=joined,
                attacks=m in attacking,
                order=actors.index(m),
                antecedent=self.antecedents.get(key),
            )
        self._speaker = said
        if codes := {code for m in sentence.mentions if (code := self._country(m))}:
            first = next((m for m in actors if m in acting), None)
            self._near_by = (number, codes, self._country(first) if first else None)

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
        if ref is None:
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
        at = self._standing.at(m, barred)
        if is_pronoun(words):
            if self._speaker and self._goes_on(m) and self._discourse.may_be(words, self._speaker):
                return self._speaker
            return self._refer(m, words, at, definite=False, speaker=speaker)
        if is_pair(words) or (_BOTH.search(self._text, max(0, m.start - 10), m.start) and _SIDES.search(words)):
            return None
        found = _BEFORE.search(self._text, max(0, m.start - 10), m.start)
        before = found[1].lower() if found else ""
        owner_word, rest = before if before in ("its", "his", "her", "their") else "", words
        if is_owned(words):
            owner_word, _, rest = words.partition(" ")
        if owner_word and _COUNTERPART.search(rest) and " " in rest:
            return self._counterpart(rest, at)
        if owner_word:
            unbarred = dataclasses.replace(at, barred=())  # "the army praised its officers"
            state = self._discourse.state(unbarred) if owner_word.lower() == "its" and _OF_STATE.search(rest) else None
            owner = state or self._discourse.owner(owner_word.lower(), unbarred)
            return self._owned_by(owner, rest)
        if (cut := _CUT_SHORT.search(words)) and (after := self._after(m)):
            owner = self._discourse.refer(after, at, definite=True, own=self._entities.resolve(after, self._context(self._home)))
            return self._owned_by(owner, words[: cut.start()]) if owner else self._by_words(m, self._home)
        if (above := owner_before(self._text, m, self._sentence)) is not None:
            return self._owned_by(self.refs.get((above.start, above.end)), words)
        if _COUNTERPART.search(words):
            return self._counterpart(words, at)
        spelt = words.lower() if words.isupper() else words
        if generic := (_OWNED.match(spelt) or _OF_WHOM.match(spelt)):
            whom, what = (generic[1], generic[2]) if "’s" in spelt or "'s" in spelt or "s'" in spelt else (generic[2], generic[1])
            if owner := self._discourse.refer(whom, at, definite=True, own=self._entities.resolve(whom, self._context(self._home))):
                return self._owned_by(owner, what)
        definite = before in ("the", "those", "these")
        own = self._by_words(m, self._home)
        ref = self._refer(m, words, at, definite=True, own=own) if definite else None
        if ref and ref.sector is None and ref.id.startswith("name:") and read_phrase(words, None).stands_for == "firm":
            ref = msgspec.structs.replace(ref, sector="BUS")
        if ref:
            self._guessed.discard((m.start, m.end))
        return ref or own

    def _goes_on(self, m: FoundMention) -> bool:
        """Whether a statement goes on with it: "…, it said"."""
        return _GOES_ON.match(self._text, m.end) is not None and self._text[max(0, m.start - 2) : m.start] in _CLOSES

    def _counterpart(self, words: str, at: At) -> EntityRef | None:
        """One of the same office in another country: "his Afghan counterpart" after "Turkey's foreign minister"."""
        office = self._discourse.office(dataclasses.replace(at, barred=()))
        return self._entities.resolve(_COUNTERPART.sub(office, words), self._context(None)) if office else None

    def _after(self, m: FoundMention) -> str | None:
        """The actor right behind a mention that was cut short ("spokesman for the | group")."""
        return next((self._words(n) for n in self._sentence.mentions if n.kind == "actor" and n.start == m.end + 1), None)

    def _refer(
        self, m: FoundMention, words: str, at: At, *, definite: bool, speaker: EntityRef | None = None, own: EntityRef | None = None
    ) -> EntityRef | None:
        ref = self._discourse.refer(words, at, definite=definite, speaker=speaker, own=own)
        if ref and self._discourse.antecedent:
            self.antecedents[m.start, m.end] = self._discourse.antecedent.start
        return ref

    def _owned_by(self, owner: EntityRef | None, words: str) -> EntityRef | None:
        return owned_by(owner, words, self._home, lambda what, home, of: self._entities.resolve(what, self._context(home, owner=of)))

    def _by_words(self, m: FoundMention, home: str | None) -> EntityRef | None:
        text, sentence = self._text, self._sentence
        whole = whole_phrase(text, m, sentence.mentions, self._entities.is_bare_country)
        words = known_name(text, m, whole, self._entities.is_organisation)
        if words != whole:
            self.whole_names[m.start, m.end] = words
        if cut := _CUT_SHORT.search(words):
            words = words[: cut.start()]
        if owner := self._province_country(m, home) or sender(text, m, sentence, self._country):
            ref = self._entities.resolve(words, self._context(home, owner=owner))
            town = self._towns.get((m.start, m.end))
            is_town = town and (town.start, town.end) == (m.start, m.end)
            return msgspec.structs.replace(ref, country=owner) if ref and is_town and ref.country is None else ref
        beside = country_beside(text, m, sentence, self._place_beside) or self._country_of_body(m)
        scene = None if home or beside else country_of_scene(m, sentence, self._place_beside)
        ref = self._entities.resolve(words, self._context(home, beside, scene))
        if ref and not beside and self._lands.is_open(m, ref) and not self._entities.has_people(words):
            land = self._lands.choose(m, ref, self._country)
            if land is None and not scene and not land_of(ref) and (land := self._near(m)):
                self._guessed.add((m.start, m.end))
            if land and land != (land_of(ref) or home):
                ref = self._entities.resolve(words, self._context(land, None, land))
            self._chosen.add((m.start, m.end))
        if ref and ref.sector == "MIL" and self._force == "COP" and (found := _OFFICERS.search(words)):
            plain_words = f"{words[: found.start()]}members"  # what the other words say: "army officers" stay of the army
            of_force = self._entities.resolve(plain_words, self._context(home, beside, scene))
            if of_force is None or of_force.sector != "MIL":
                ref = self._entities.resolve(f"police {words}", self._context(land_of(ref) or home, beside, scene))
        ref = with_body(text, m, sentence, ref, lambda body: self._entities.resolve(body, self._context(None)), self._place_country)
        return armed_men(text, m, sentence, ref)

    def _province_country(self, m: FoundMention, home: str | None) -> str | None:
        """The country of the province or town that an official or body is of, if the report names that country or none at all."""
        if part := province(self._text, m):
            code = self._place_country(part) if not self._entities.country_of(self._words(part)) else None
            return code if home is None or code in self._context(home).countries else None
        town = self._towns.get((m.start, m.end))
        return self._place_country(town) if town and self._entities.home_country([self._words(m)]) is None else None

    def _country_of_body(self, m: FoundMention) -> str | None:
        """The country of the people or body right behind it that it is of ("doctors from two | American aid groups")."""
        after = next((n for n in self._sentence.mentions if n.kind == "actor" and m.end < n.start <= m.end + _OF_REACH), None)
        if after is None or not _OF.fullmatch(self._text, m.end, after.start):
            return None
        words = self._words(after)
        if code := self._entities.home_country([words]):
            return code
        body = self._entities.resolve(words, self._context(None)) if is_name(words) else None
        return body.country if body and body.country in NON_STATE and body.id.startswith("group:") else None

    def _place_beside(self, m: FoundMention) -> str | None:
        return None if self._focus.is_venue(m, self._sentence) else self._place_country(m)

    def _acting_before(self, m: FoundMention) -> set[str]:
        """The countries of the actors that stand before it in its sentence."""
        return {code for n in self._sentence.mentions if n.kind == "actor" and n.end <= m.start and (code := self._country(n))}

    def _near(self, m: FoundMention) -> str | None:
        """The country of this sentence or, where it names none, of the nearest before: the only one there, None where there are several."""
        if len(acting := self._acting_before(m)) == 1:
            return next(iter(acting))
        if here := {code for n in self._sentence.mentions if n is not m and (code := self._country(n))}:
            return here.pop() if len(here) == 1 else None
        number, codes, subject = self._near_by
        if self._number - number > _NEAR:
            return None
        return next(iter(codes)) if len(codes) == 1 else subject

    def _country(self, m: FoundMention) -> str | None:
        """The country that a mention names, unless it is where the world meets ("In Geneva, the envoy …") or a news agency's."""
        if m.kind == "place":
            code = None if self._focus.is_venue(m, self._sentence) else self._place_country(m)
            return code if code in self._context(None).countries else None  # a town alone may be another of its name
        key = (m.start, m.end)
        ref = self.refs.get(key) if m.kind == "actor" and key not in self._guessed else None
        land = land_of(ref)
        return land if land not in NON_STATE and not (ref and ref.sector == "JRN") else None

    def finish(self) -> None:
        """Give every mention of an entity the country and sector that a later one told of it ("the firm", "the minister")."""
        tell_all(self.refs, self._homes)

    def _learn(self, words: str, ref: EntityRef | None) -> None:
        if ref is None or not is_name(words) or not any(part[:1].isupper() for part in words.split()[-1:]):
            return
        self.known.setdefault(words.lower(), ref)
        self.known.setdefault(ref.name.lower(), ref)
        if ref.id.startswith(("person:", "name:")) and " " in ref.name:
            self.known[ref.name.rsplit(" ", 1)[1].lower()] = ref
            if (first := ref.name.split(" ", 1)[0]) and plain(first) in self._people:
                self.known[first.lower()] = ref

"""Who did it and what was hit, as MUC-4 fills: perpetrators, physical and human targets with type, number and effect."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.muc4_key import Fill
from benchmarks.muc4_match import words
from benchmarks.muc4_words import head_word, stem_value, word_lists
from dateline.records import Coding, Count, Event, Mention, Party
from dateline.resolve.references import is_pronoun

_FIGHTERS = frozenset({"MIL", "REB"})
_REACH = 150  # characters between a trigger and a thing it hits
_SENTENCE_END = re.compile(r"[.!?][\s\"]")
_OPEN = re.compile(r"[\[(][^\])]*$|^[^\[(]*[\])]")


@dataclass(frozen=True, slots=True)
class Target:
    """Somebody or something hit. `name`: a person's; `phrase`: name or description, as the fills refer to it."""

    phrase: str
    name: str | None
    description: str | None
    physical: str | None  # type of a thing; None: a person
    sector: str | None
    number: str
    effect: str | None

    @property
    def is_civil(self) -> bool:
        """Whether it is no fighter."""
        return self.sector not in _FIGHTERS and head_word(self.phrase) not in word_lists()["fighter"]

    def is_same(self, other: Target) -> bool:
        """Whether both phrases say the same."""
        return words(self.phrase) == words(other.phrase)

    def fills(self) -> Iterator[tuple[str, Fill]]:
        """The target's slots."""
        side, refs = ("phys-tgt" if self.physical else "hum-tgt"), (self.phrase,)
        if self.physical:
            yield "phys-tgt-id", Fill(refs)
            yield "phys-tgt-type", Fill((self.physical,), refs)
        else:
            if self.name:
                yield "hum-tgt-name", Fill((self.name,))
            if self.description:
                yield "hum-tgt-desc", Fill((self.description,), (self.name,) if self.name else ())
            codes = word_lists()["human"]
            yield "hum-tgt-type", Fill((codes.get(self.sector or "", "CIVILIAN"),), refs)
        yield f"{side}-num", Fill((self.number,), refs)
        if self.effect:
            yield f"{side}-effect", Fill((self.effect,), refs)


def clean(quote: str) -> str:
    """The words of a mention on one line, without half a bracket."""
    return _OPEN.sub(" ", " ".join(quote.split())).strip(' "-,.') if quote else ""


def _is_person(party: Party) -> bool:
    return bool(party.entity and party.entity.id.startswith(("person:", "name:")))


def _split_name(party: Party, coding: Coding) -> tuple[str | None, str | None]:
    """A person's name and what else the phrase says of them ("MAYOR OF ACHI RICARDO CASTELLAR")."""
    phrase = clean(party.quote)
    if not party.entity or not _is_person(party):
        return None, None if is_pronoun(party.quote) else phrase
    name = party.entity.name.upper()
    if head_word(name) in word_lists()["person"]:  # capitals hide which words are names
        return None, None if is_pronoun(party.quote) else phrase
    if is_pronoun(party.quote):
        return name, None
    inside = words(name)
    rest = " ".join(w for w in phrase.split() if words(w) and not set(words(w)) & set(inside))
    return name, rest or None


def _number(phrase: str, name: str | None, counts: Sequence[Count], alone: bool) -> str:
    if name:
        return "1"
    told = [c for c in counts if c.side != "actor" and c.kind != "crowd"]
    if alone and told and told[0].low is not None:
        count = told[0]
        if count.high == count.low:
            return f"{'~' if count.approximate else ''}{int(count.low or 0)}"
    head = head_word(phrase)
    plural = (head.endswith("s") and not head.endswith("ss")) or head in {"people", "children", "men", "women", "policemen"}
    return "PLURAL" if plural else "1"


def _effect(event: Event, *, thing: bool) -> str | None:
    if event.type != "ASSAULT" or event.status not in ("happened", "ongoing", "alleged"):
        return None
    if thing:
        damage = stem_value("damage", event.trigger.quote)
        return damage or ("SOME DAMAGE" if event.mode in ("explosives", "destroy", "aerial", "suicide-attack") else None)
    kinds = {count.kind for count in event.counts}
    told = stem_value("death", event.trigger.quote)
    return told or ("DEATH" if "killed" in kinds else "INJURY" if "wounded" in kinds else None)


def targets(event: Event, coding: Coding) -> list[Target]:
    """What the event hit: its recipients, people and things."""
    things = word_lists()["phys"]
    found: list[Target] = []
    for party in event.recipient:
        name, description = _split_name(party, coding)
        phrase = name or description
        if not phrase or head_word(phrase) in word_lists()["nobody"] or (party.entity and party.entity.id.startswith("country:")):
            continue
        kind = things.get(head_word(phrase)) or things.get(head_word(party.quote)) if "," not in phrase else None
        sector = party.entity.sector if party.entity else None
        number = _number(phrase, None if kind else name, event.counts, len(event.recipient) == 1)
        if kind:
            phrase = clean(party.quote)
            new = Target(phrase, None, None, kind, None, number, _effect(event, thing=True))
        else:
            new = Target(phrase, name, description, None, sector, number, _effect(event, thing=False))
        if not any(new.is_same(old) for old in found):
            found.append(new)
    return found


def things_hit(event: Event, mentions: Sequence[Mention], text: str) -> list[Target]:
    """Buildings, vehicles and the like that are mentioned in the sentence of a bombing or burning."""
    things = word_lists()["phys"]
    found: list[Target] = []
    for mention in mentions:
        kind = things.get(head_word(mention.quote)) if mention.kind in ("place", "actor") else None
        between = text[min(mention.end, event.trigger.end) : max(mention.start, event.trigger.start)]
        if kind and len(between) <= _REACH and not _SENTENCE_END.search(between):
            phrase = clean(mention.quote)
            number = _number(phrase, None, (), alone=False)
            found.append(Target(phrase, None, None, kind, None, number, _effect(event, thing=True)))
    return found


def _organisation(party: Party, coding: Coding) -> str | None:
    """The organisation that a perpetrator is or belongs to."""
    entity, phrase = party.entity, clean(party.quote)
    if entity is None or entity.id.startswith(("person:", "name:", "country:")):
        return None
    people = head_word(phrase) in word_lists()["person"]
    if not people:
        return None if entity.id.startswith("role:") or is_pronoun(phrase) else phrase
    if not entity.id.startswith("group:"):
        return None
    names = next((known.names for known in coding.entities if known.id == entity.id), ())
    inside = [n for n in names if words(n) and head_word(n) not in word_lists()["person"]]
    return clean(min(inside, key=len)) if inside else entity.name.upper()


def _confidence(event: Event, organisation: Party) -> str:
    if not event.speaker:
        return "POSSIBLE" if event.status == "alleged" else "REPORTED AS FACT"
    said = event.speaker[-1].entity
    if said and organisation.entity and said.id == organisation.entity.id:
        return "CLAIMED OR ADMITTED"
    if said and said.sector in word_lists()["state"]:
        return "SUSPECTED OR ACCUSED BY AUTHORITIES" if event.status == "alleged" else "REPORTED AS FACT"
    return "SUSPECTED OR ACCUSED" if event.status == "alleged" else "REPORTED AS FACT"


def perpetrators(events: Sequence[Event], coding: Coding) -> Iterator[tuple[str, Fill]]:
    """The slots of those who did it: category, individuals, organisations and how sure these are."""
    seen: set[tuple[str, ...]] = set()
    category: str | None = None
    for event in events:
        for party in event.actor:
            phrase, sector = clean(party.quote), party.entity.sector if party.entity else None
            if not phrase or (party.entity and party.entity.id.startswith("country:")):
                continue
            category = category or ("STATE-SPONSORED VIOLENCE" if sector in word_lists()["state"] else "TERRORIST ACT")
            organisation = _organisation(party, coding)
            if organisation and words(organisation) not in seen:
                seen.add(words(organisation))
                yield "perp-org-id", Fill((organisation,))
                yield "perp-org-conf", Fill((_confidence(event, party),), (organisation,))
            named = party.entity.name.upper() if party.entity and _is_person(party) else None
            individual = named or (phrase if head_word(phrase) in word_lists()["person"] else None)
            if individual and not is_pronoun(individual) and words(individual) not in seen:
                seen.add(words(individual))
                yield "perp-ind-id", Fill((individual,))
    if category:
        yield "perp-inc-cat", Fill((category,))

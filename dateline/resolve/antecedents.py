"""Which of the entities named before a reference means: a ranker with weights of its own for each kind of reference.

Every mention that stands before the reference and may be meant gets the sum of the weights of what is true of it (its features), and so
does "none of them". What the mentions of one entity get is added up as probabilities; the most probable entity is meant, or none. After
Durrett & Klein (2013), "Easy victories and uphill battles in coreference resolution". The weights (`data/reference_weights.tsv`) are
fitted by `scripts/fit_references.py` on the entity chains of the project's own annotated reports.
"""

from __future__ import annotations

import dataclasses
import functools
import math
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from types import MappingProxyType

from dateline.errors import DataError
from dateline.records import EntityRef
from dateline.resolve.phrasekinds import Phrase
from dateline.resolve.synonyms import are_synonyms, name_words
from dateline.resolve.tables import rows

HE, IT, THEY, NOUN = "he", "it", "they", "noun"
FAMILIES = (HE, IT, THEY, NOUN)
ARMED = frozenset({"REB", "CRM", "UAF", "PRM"})
_STATE = frozenset({"MIL", "COP", "SPY", "JUD", "LEG"})
_FAR = 5  # sentences back from which all distances are one
_SALIENT = 3
# What is taken off the score of "none of them": pronouns nearly always mean somebody, a noun may name somebody anew.
LEAN = MappingProxyType({HE: 1.0, IT: 1.0, THEY: 1.0, NOUN: 0.5})

Weights = Mapping[str, Mapping[str, float]]


@dataclasses.dataclass(frozen=True, slots=True)
class At:
    """Where a mention stands: its sentence, its first character, and its part there.

    `subject`: it acts or speaks; `barred`: the ids of entities that its clause rules out; `parts`: the types of the events in which it has
    a part, each with the role; `speaks`: it is a speaker; `quoted`: it stands inside quotation marks; `case`: s, o or p for a subject,
    object or owner by the form or place of the words; `clause`: how many clauses of the sentence began before it; `lead`, `next`: what
    kind of word stands right before and right behind it.
    """

    sentence: int
    start: int = 1 << 60
    subject: bool = False
    barred: Collection[str] = ()
    parts: frozenset[str] = frozenset()
    speaks: bool = False
    quoted: bool = False
    case: str = "o"
    clause: int = 0
    lead: str = ""
    next: str = ""


@dataclasses.dataclass(slots=True)
class Named:
    """A mention that was met: its entity as far as it is known, and what its words are."""

    ref: EntityRef | None
    phrase: Phrase
    at: At
    joined: bool
    named: bool
    words: str
    attacks: bool = False
    family: str = ""
    order: int = 0  # how many mentions of its sentence stand before it
    gender: str = ""
    traits: tuple[str, ...] = ()
    base: dict[str, float] = dataclasses.field(default_factory=dict)  # by family, what its traits say for it


@dataclasses.dataclass(frozen=True, slots=True)
class Reference:
    """A reference to resolve; `phrase` and `own` are of a noun phrase: its words, and the entity that they alone would give it."""

    family: str
    at: At
    word: str
    phrase: Phrase | None = None
    own: EntityRef | None = None


def sector_class(ref: EntityRef | None) -> str:
    """The sector, as coarse as who does what to whom asks for."""
    sector = ref.sector if ref else None
    if sector in ARMED:
        return "armed"
    if sector in _STATE:
        return "force"
    return {"GOV": "gov", "CVL": "civ", None: "open"}.get(sector, "other")


def traits(named: Named) -> tuple[str, ...]:
    """What is true of a mention whatever refers to it, and last its role."""
    at = named.at
    role = "says" if at.speaks else "acts" if at.subject else "done" if at.parts else "free"
    form = f"again-{named.family}" if named.family not in ("", NOUN) else "name" if named.named else "noun"
    found = [
        f"kind {named.phrase.kind}",
        f"form {form}",
        f"role {role}",
        f"order {min(named.order, 3)}",
        f"sector {sector_class(named.ref)}",
        f"lead {at.lead}",
        f"next {at.next}",
    ]
    if at.quoted:
        found.append("in quote")
    if named.joined:
        found.append("joined")
    if named.ref is None:
        found.append("unknown")
    if at.sentence == 0:
        found.append("lead")
    return (*found, role)


def features(r: Reference, c: Named, passed: int, told: int) -> Iterator[str]:
    """What is true of a mention as what is meant, besides its traits; `passed` entities came in between, its own came `told` times."""
    at, of = r.at, c.at
    back = min(at.sentence - of.sentence, _FAR)
    role = c.traits[-1]
    yield f"back {back}"
    yield f"passed {min(passed, 5)}"
    yield f"told {min(told, _SALIENT)}"
    near = back if back < 2 else 2
    yield f"back {near} {role}"
    yield f"lead {at.lead} {of.lead} {near}"
    yield f"back {near} lead {of.lead} next {of.next}"
    yield f"next {at.next} {of.next} {near}"
    yield f"case {at.case} {of.case} {near}"
    yield f"back {near} order {min(c.order, 2)}"
    yield f"back {near} passed {min(passed, 3)}"
    if c.gender:
        yield "gender told"
    if back == 0:
        yield f"clauses {min(at.clause - of.clause, 3)} {at.case}"
        yield f"clauses {min(at.clause - of.clause, 3)} {at.case} {of.case} {min(passed, 2)}"
        yield f"quotes {at.quoted:d}{of.quoted:d} {role}"
        if at.parts and of.parts and any(part in of.parts for part in at.parts):
            yield "same part here"
    else:
        yield f"quotes {at.quoted:d}{of.quoted:d}"
        if at.parts and not at.parts.isdisjoint(of.parts):
            yield "same part"
    if at.speaks:
        yield f"speaks {role} {near}"
    if c.family == r.family and c.words.lower() == r.word:
        yield f"same word {near}"
    sector = sector_class(c.ref)
    yield f"quoted {at.quoted:d} sector {sector}"
    yield f"word {r.word} {c.phrase.kind}" if r.phrase is None else "noun"
    for part in at.parts:
        yield f"part {part} {sector}"
    if r.phrase is not None:
        yield from _noun_features(r, r.phrase, c)


def _noun_features(r: Reference, now: Phrase, c: Named) -> Iterator[str]:
    then = c.phrase
    same = now.head == then.head and c.family in ("", NOUN)
    missing = sum(word not in then.words for word in now.words)
    if same:
        yield "same head"
        yield f"same head missing {min(missing, 2)}"
        yield f"same head back {min(r.at.sentence - c.at.sentence, _FAR)}"
        yield f"same head more {min(max(0, len(then.words) - len(now.words)), 2)}"
        yield "same head name" if c.named else "same head noun"
    elif missing == 0:
        yield "holds words"
    if not same and c.family in ("", NOUN):
        if are_synonyms(now.head, then.head):
            yield "synonym"
            yield f"synonym {now.kind} {then.kind} {'name' if c.named else 'noun'}"
            yield f"synonym missing {min(missing - 1, 2)}"
            yield f"synonym back {min(r.at.sentence - c.at.sentence, _FAR)}"
        if has_in_name(now, c):
            yield "head in name"
            yield f"head in name back {min(r.at.sentence - c.at.sentence, _FAR)}"
    if not same:
        yield f"class {now.stands_for or now.kind} is {then.kind}"
        yield f"class {now.stands_for or '-'} sector {sector_class(c.ref)}"
        yield f"extra {min(max(0, len(now.words) - 1), 2)}"
        yield f"number {now.kind} {then.kind} {'name' if c.named else 'noun'}"
    own, ref = r.own, c.ref
    if own and ref:
        if own.id == ref.id:
            yield "same id" if same else "same id other noun"
        if own.sector and ref.sector:
            agrees = "same" if own.sector == ref.sector else "near" if own.sector in ARMED and ref.sector in ARMED else "differs"
            yield f"sector {agrees} head" if same else f"sector {agrees}"
        if own.country and ref.country:
            yield f"country {'same' if own.country == ref.country else 'differs'}"
    if c.attacks and now.stands_for == "attacker":
        yield "attacked"


def has_in_name(now: Phrase, c: Named) -> bool:
    """Whether the noun is a word of the name that the mention's entity bears ("the agency" of the IAEA)."""
    return c.ref is not None and c.ref.id.startswith(("group:", "org:", "name:")) and now.head in name_words(c.ref.name)


def none_features(r: Reference, count: int, heads: bool, likes: bool = False) -> Iterator[str]:
    """What speaks for none of them: `count` of them may be meant, `heads`: one has the reference's noun, `likes`: one of its sense."""
    yield "bias"
    yield f"case {r.at.case}"
    yield f"count {min(count, 4)}"
    yield f"lead {r.at.lead}"
    yield f"next {r.at.next}"
    if r.at.quoted:
        yield "quoted"
    if r.phrase is None:
        yield f"word {r.word}"
        return
    now = r.phrase
    yield f"class {now.stands_for or now.kind}"
    yield f"kind {now.kind}"
    yield f"words {min(len(now.words), 3)}"
    yield f"sector {sector_class(r.own)}"
    yield f"heads {heads:d} words {min(len(now.words), 3)}"
    yield f"head {now.head}"
    yield f"head {now.head} likes {likes:d}"
    yield f"heads {heads:d} likes {likes:d}"
    yield f"likes {likes:d} words {min(len(now.words), 3)}"
    yield f"of {' of ' in r.word or ' for ' in r.word:d}"
    yield f"early {min(r.at.sentence, 2)}"
    if r.own and not r.own.id.startswith("role:"):
        yield "own entity"


class Ranker:
    """Chooses what a reference means. Take it from `load()`."""

    def __init__(self, weights: Weights) -> None:
        """Rank with these weights: of each family of references by feature, those of "none of them" in the family `none NAME`."""
        self._weights = weights

    @staticmethod
    @functools.cache
    def load() -> Ranker:
        """The shipped weights, read once. Raises `DataError` when the table breaks its schema."""
        found: dict[str, dict[str, float]] = {}
        for row in rows("reference_weights.tsv", ("reference", "feature", "weight")):
            if row["reference"].removeprefix("none ") not in FAMILIES:
                raise DataError(f"{row.where}: reference {row['reference']!r}; want one of {', '.join(FAMILIES)}, alone or behind 'none'")
            try:
                weight = float(row["weight"])
            except ValueError as error:
                raise DataError(f"{row.where}: weight {row['weight']!r} is no number") from error
            found.setdefault(row["reference"], {})[row["feature"]] = weight
        return Ranker(MappingProxyType(found))

    def choose(self, r: Reference, candidates: Sequence[Named]) -> Named | None:
        """The last mention of the entity that is meant, None for none of them. `candidates` are in the order of the text."""
        if not candidates:
            return None
        scores = self.scores(r, candidates)
        scores[0] -= LEAN[r.family]
        most = max(scores)
        chances: dict[str, float] = {}
        last: dict[str, Named] = {}
        for c, score in zip(candidates, scores[1:], strict=True):
            key = entity_key(c)
            chances[key] = chances.get(key, 0.0) + math.exp(score - most)
            last[key] = c
        best = max(chances, key=lambda key: chances[key])
        return last[best] if chances[best] > math.exp(scores[0] - most) else None

    def scores(self, r: Reference, candidates: Sequence[Named]) -> list[float]:
        """The score of none of them, then that of each candidate."""
        of_none, of_all = self._weights.get(f"none {r.family}", {}), self._weights.get(r.family, {})
        none, each = described(r, candidates)
        held, found = of_all.get, [sum(of_none.get(name, 0.0) for name in none)]
        for c, names in zip(candidates, each, strict=True):
            if (base := c.base.get(r.family)) is None:
                base = c.base[r.family] = sum(held(name, 0.0) for name in c.traits[:-1])
            found.append(base + sum(held(name, 0.0) for name in names))
        return found


def entity_key(c: Named) -> str:
    """The entity that the mention is of; of an unknown one the mention itself, of people by what they are the noun."""
    if c.ref is None:
        return f"?{c.at.start}"
    return f"{c.ref.id} {c.phrase.head}" if c.ref.id.startswith("role:") else c.ref.id


def described(r: Reference, candidates: Sequence[Named]) -> tuple[list[str], list[list[str]]]:
    """The features of none of the candidates, and of each besides its traits."""
    told = Counter(entity_key(c) for c in candidates)
    passed: set[str] = set()
    each = []
    for c in reversed(candidates):
        key = entity_key(c)
        each.append(list(features(r, c, len(passed) - (key in passed), told[key])))
        passed.add(key)
    now = r.phrase
    heads = now is not None and any(c.phrase.head == now.head for c in candidates)
    likes = now is not None and any(are_synonyms(now.head, c.phrase.head) or has_in_name(now, c) for c in candidates)
    return list(none_features(r, len(told), heads, likes)), each[::-1]

"""The words that actor phrases are made of: countries, demonyms, capitals, groups, leaders, roles; and the cut of a phrase into them."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections import defaultdict
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from dateline.resolve.countries import Countries, countries, is_acronym, plain
from dateline.resolve.tables import rows

PieceKind = Literal["country", "demonym", "seat", "people", "group", "leader", "role", "region", "name", "word", "link", "owner", "mark"]

GROUP_COLUMNS = ("name", "aliases", "country", "sector")
REGION_COLUMNS = ("name", "aliases", "countries", "lat", "lon", "precision", "geonames", "note")
_MAX_WORDS = 8
_LINKS = frozenset(
    ["of", "for", "from", "in", "at", "to", "with", "by", "on", "near", "against", "within", "inside", "among", "under", "over"]
)
_MARKS = frozenset(
    [
        "former",
        "ex",
        "late",
        "ousted",
        "deposed",
        "exiled",
        "toppled",
        "outgoing",
        "acting",
        "interim",
        "alleged",
        "suspected",
        "senior",
        "top",
        "chief",
        "deputy",
    ],
)
_TITLES = frozenset(["mr", "mrs", "ms", "dr", "sir", "lord", "dame", "madam", "madame", "lady", "mister", "señor"])
_PARTICLES = frozenset(
    [
        "al",
        "el",
        "bin",
        "ben",
        "ibn",
        "abu",
        "van",
        "von",
        "der",
        "de",
        "da",
        "di",
        "del",
        "dos",
        "das",
        "la",
        "le",
        "bint",
        "ould",
        "ag",
        "y",
        "e",
        "du",
    ]
)
_MODIFIER = re.compile(
    r"(.+)-(backed|led|allied|aligned|sponsored|supported|funded|trained|linked|brokered|imposed|made|educated|style|born)$", re.I
)
_HELD = re.compile(r"(.+)-(run|controlled|held|occupied|administered|based|ruled|dominated|speaking)$", re.I)
_OWNERS = frozenset({"'", "'s"})
_SPACED_OWNER = re.compile(r" ('s?)(?= |$)")
_SPLIT_ACRONYM = re.compile(r"\b(?:[^\W\d_]\.){2,}")


@dataclasses.dataclass(frozen=True, slots=True)
class Group:
    """An organisation of `data/groups.tsv`. `country` may be a non-state code (IGO, NGO, IMG, MNC)."""

    name: str
    country: str
    sector: str | None


@dataclasses.dataclass(frozen=True, slots=True)
class Term:
    """A stretch in an office, of `data/leaders.tsv`. `start` and `end` are ISO prefixes; an empty `end` lasts."""

    name: str
    country: str
    office: str
    start: str
    end: str
    sector: str | None

    def begun(self, day: str) -> bool:
        """True when the term had begun on this day."""
        return self.start <= day

    def over(self, day: str) -> bool:
        """True when the term was over on this day (the year, month or day of its end still counts)."""
        return bool(self.end) and day[: len(self.end)] > self.end


@dataclasses.dataclass(frozen=True, slots=True)
class Role:
    """A head-word of `data/roles.tsv`. A `weak` one ("leader", "member") takes its sector from what stands with it; one `abroad`
    ("mediator", "observers") is not taken to be of the country that the report is about."""

    word: str
    sector: str | None
    weak: bool
    abroad: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Piece:
    """A part of a phrase: its kind, its words, and the code, group, terms or role behind it."""

    kind: PieceKind
    text: str
    code: str | None = None
    group: Group | None = None
    terms: tuple[Term, ...] = ()
    role: Role | None = None
    codes: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class _Entry:
    piece: Piece
    capital: bool
    acronym: bool

    def allows(self, text: str) -> bool:
        if self.acronym:
            return text.replace(".", "").rstrip("s").isupper()
        return not self.capital or text[:1].isupper() or (text[:1] in "'‘’" or any(word[:1].isupper() for word in text.split()))


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """All entries by their folded words."""

    countries: Countries
    entries: Mapping[str, tuple[_Entry, ...]]
    offices: Mapping[tuple[str, str], tuple[Term, ...]]

    def find(self, text: str) -> Piece | None:
        """The entry that these words are, None for other words."""
        for entry in self.entries.get(plain(text), ()):
            if entry.allows(text):
                return dataclasses.replace(entry.piece, text=text)
        return None

    @functools.lru_cache(maxsize=20_000)  # noqa: B019 - one lexicon lives as long as the process
    def cut(self, phrase: str) -> tuple[Piece, ...]:
        """The phrase's pieces, longest known ones first; possessives leave an `owner` piece behind them."""
        words = _tokens(phrase)
        shout = phrase.isupper() and len(phrase) > 4
        pieces: list[Piece] = []
        at = 0
        while at < len(words):
            for end in range(min(len(words), at + _MAX_WORDS), at, -1):
                if words[end - 1] not in _OWNERS and (piece := self.find(_SPACED_OWNER.sub(r"\1", " ".join(words[at:end])))):
                    pieces.append(piece)
                    at = end
                    break
            else:
                self._other(words[at], pieces, shout)
                at += 1
        return tuple(pieces)

    def _other(self, word: str, pieces: list[Piece], shout: bool) -> None:
        lower = word.lower().rstrip(".")
        last = pieces[-1] if pieces else None
        if word in _OWNERS:
            pieces.append(Piece("owner", word))
        elif lower in _LINKS:
            pieces.append(Piece("link", lower))
        elif lower.removeprefix("ex-") != lower and (known := self.find(word[3:])):
            pieces += [Piece("mark", "former"), known]
        elif lower in _MARKS:
            pieces.append(Piece("mark", lower))
        elif lower in _TITLES or lower in {"the", "a", "an"}:
            return
        elif _MODIFIER.match(word):
            pieces.append(Piece("word", word))
        elif held := _HELD.match(word):
            known_ = self.find(held[1])
            code = known_ and (known_.code or (known_.group.country if known_.group else None))
            pieces.append(Piece("word", word, code=code or None))
        elif "-" in word and (first := self.find(word.split("-", maxsplit=1)[0])) and first.kind in {"country", "demonym"}:
            second = self.find(word.split("-", 1)[1])
            pieces += [first] + ([second] if second else [])
        elif word[:1].isupper() or shout or any(char.isupper() for char in word[1:4]):
            if last and last.kind == "name":
                pieces[-1] = Piece("name", f"{last.text} {word}")
            else:
                pieces.append(Piece("name", word))
        elif lower in _PARTICLES and last and last.kind == "name":
            pieces[-1] = Piece("name", f"{last.text} {word}")
        else:
            pieces.append(Piece("word", word))


def _tokens(phrase: str) -> list[str]:
    text = phrase.replace("’", "'").replace("‘", "'").replace("“", "").replace("”", "").replace('"', "")
    text = _SPLIT_ACRONYM.sub(lambda match: match.group().replace(".", ""), text)
    text = re.sub(r"'[sS]\b", " 's ", text)
    text = re.sub(r"([sS])'(?=\s|$)", r"\1 ' ", text)
    text = re.sub(r"[,;:()/]", " ", text)
    return text.split()


def _plurals(word: str) -> list[str]:
    if word.endswith("man"):
        return [word[:-3] + "men"]
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return [word[:-1] + "ies"]
    if word.endswith(("s", "x", "ch", "sh")):
        return [word + "es"]
    return [word + "s"]


@functools.cache
def lexicon() -> Lexicon:
    """The shipped lexicon, read once. Raises `DataError` when a table breaks its schema."""
    found: dict[str, list[_Entry]] = defaultdict(list)
    places = countries()

    def add(name: str, piece: Piece, *, capital: bool = True) -> None:
        found[plain(name)].append(_Entry(piece, capital and not name[:1].islower(), is_acronym(name)))

    for country in places.by_code.values():
        for name in (country.name, *country.aliases):
            add(name, Piece("country", name, code=country.code))
        for name in country.demonyms:
            add(name, Piece("demonym", name, code=country.code))
        for name in (country.capital or "", *country.metonyms):
            if name:
                add(name, Piece("seat", name, code=country.code))
    for row in rows("peoples.tsv", ("name", "aliases", "countries")):
        for name in (row["name"], *row.list("aliases")):
            add(name, Piece("people", row["name"], codes=row.list("countries")))
    for row in rows("regions.tsv", REGION_COLUMNS):
        if len(codes := row.list("countries")) == 1:
            for name in (row["name"], *row.list("aliases")):
                add(name, Piece("region", row["name"], code=codes[0]))
    for row in rows("groups.tsv", GROUP_COLUMNS):
        group = Group(row["name"], row.code(), row.sector())
        for name in (group.name, *row.list("aliases")):
            add(name, Piece("group", name, group=group))
    offices = _add_leaders(found)
    for row in rows("roles.tsv", ("role", "sector", "kind")):
        role = Role(row["role"], row.sector(), "weak" in row["kind"], row["kind"] == "abroad")
        for name in (role.word, *_plurals(role.word)):
            add(name, Piece("role", name, role=role), capital=False)
    order = {"country": 0, "group": 1, "leader": 2, "demonym": 3, "people": 4, "seat": 5, "region": 6, "role": 7}
    entries = {key: tuple(sorted(values, key=lambda entry: order[entry.piece.kind])) for key, values in found.items() if key}
    return Lexicon(places, MappingProxyType(entries), MappingProxyType(offices))


def _add_leaders(found: dict[str, list[_Entry]]) -> dict[tuple[str, str], tuple[Term, ...]]:
    terms: dict[str, list[Term]] = defaultdict(list)
    offices: dict[tuple[str, str], list[Term]] = defaultdict(list)
    for row in rows("leaders.tsv", ("name", "aliases", "country", "office", "from", "to", "sector")):
        term = Term(row["name"], row.code(), row["office"], row.date("from"), row.date("to"), row.sector())
        offices[term.country, term.office].append(term)
        for name in dict.fromkeys((term.name, *row.list("aliases"))):
            terms[name].append(term)
    for name, held in terms.items():
        key = plain(name)
        same = [entry for entry in found[key] if entry.piece.kind == "leader"]
        for entry in same:
            found[key].remove(entry)
        together = tuple(dict.fromkeys([*(term for entry in same for term in entry.piece.terms), *held]))
        found[key].append(_Entry(Piece("leader", name, terms=together), not name[:1].islower(), is_acronym(name)))
    return {key: tuple(values) for key, values in offices.items()}

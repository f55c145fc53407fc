"""The words that actor phrases are made of: countries, demonyms, capitals, groups, leaders, roles; and the cut of a phrase into them."""

from __future__ import annotations

import dataclasses
import functools
import gc
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

import msgspec

from dateline.resolve.actorwords import Entry, Group, Piece, Role, Term
from dateline.resolve.countries import Countries, countries, is_acronym, plain
from dateline.resolve.organisations import GROUP_COLUMNS, organisations
from dateline.resolve.tables import rows

__all__ = ["GROUP_COLUMNS", "REGION_COLUMNS", "Group", "Lexicon", "Piece", "Role", "Term", "lexicon"]

REGION_COLUMNS = ("name", "aliases", "countries", "lat", "lon", "precision", "geonames", "note")
_LEADER_COLUMNS = ("name", "aliases", "country", "office", "from", "to", "sector", "source")
_ROLE_COLUMNS = ("role", "sector", "kind", "code")
_ORDER = {"country": 0, "group": 1, "leader": 2, "demonym": 3, "people": 4, "seat": 5, "region": 6, "role": 7}
_NOTHING: frozenset[str] = frozenset()
_LINKS = frozenset(
    (
        "of", "for", "from", "in", "at", "to", "with", "by", "on", "near", "against", "within", "inside", "among", "under",
        "over",
    )
)  # fmt: skip
_MARKS = frozenset(
    (
        "former", "ex", "late", "ousted", "deposed", "exiled", "toppled", "outgoing", "acting", "interim", "alleged",
        "suspected", "senior", "top", "chief", "deputy",
    )
)  # fmt: skip
_TITLES = frozenset(
    (
        "mr", "mrs", "ms", "dr", "sir", "lord", "dame", "madam", "madame", "lady", "mister", "señor",
    )
)  # fmt: skip
_PARTICLES = frozenset(
    (
        "al", "el", "bin", "ben", "ibn", "abu", "van", "von", "der", "de", "da", "di", "del", "dos", "das", "la", "le", "bint",
        "ould", "ag", "y", "e", "du",
    )
)  # fmt: skip
_MODIFIER = re.compile(
    r"(.+)-(backed|allied|aligned|sponsored|supported|funded|trained|linked|brokered|imposed|made|educated|style|born|speaking)$", re.I
)
_HELD = re.compile(r"(.+)-(led|run|controlled|held|occupied|administered|based|ruled|dominated)$", re.I)
_OTHER_SPELLING = {"Organization": "Organisation", "Organisation": "Organization", "Defense": "Defence", "Defence": "Defense"}
_OTHER_SPELLING |= {"Center": "Centre", "Centre": "Center", "Labor": "Labour", "Co-operation": "Cooperation", "Cooperation": "Co-operation"}
_SPELT = re.compile(rf"\b(?:{'|'.join(_OTHER_SPELLING)})\b")
_OWNERS = frozenset({"'", "'s"})
_SPACED_OWNER = re.compile(r" ('s?)(?= |$)")
_SPLIT_ACRONYM = re.compile(r"\b(?:[^\W\d_]\.){2,}")


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """All entries by their folded words."""

    countries: Countries
    entries: Mapping[str, tuple[Entry, ...]]
    offices: Mapping[tuple[str, str], tuple[Term, ...]]
    longest: int = 8  # words of the longest entry

    def find(self, text: str, without: frozenset[str] = _NOTHING) -> Piece | None:
        """The entry that these words are, None for other words.

        Organisations by one of the names `without` are left out, and entries of a user's own by the lines in it.
        """
        key = plain(text)
        for entry in self.entries.get(key, ()):
            piece = entry.piece
            left_out = piece.own in without if piece.own else piece.kind == "group" and key in without
            if entry.allows(text) and not left_out:
                return msgspec.structs.replace(piece, text=text)
        return None

    @functools.lru_cache(maxsize=20_000)  # noqa: B019 - one lexicon lives as long as the process
    def cut(self, phrase: str, without: frozenset[str] = _NOTHING) -> tuple[Piece, ...]:
        """The phrase's pieces, longest known ones first; possessives leave an `owner` piece behind them.

        `without` is as for `find`.
        """
        words = _tokens(phrase)
        shout = phrase.isupper() and len(phrase) > 4
        pieces: list[Piece] = []
        at = 0
        while at < len(words):
            for end in range(min(len(words), at + self.longest), at, -1):
                if shout and end == at + 1 and words[at].lower() in _PARTICLES:
                    continue  # "LA" of "SAN ESTEBAN DE LA CRUZ" is no abbreviation
                if words[end - 1] not in _OWNERS and (piece := self.find(_SPACED_OWNER.sub(r"\1", " ".join(words[at:end])), without)):
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
            peoples = known_.codes if known_ and known_.kind == "people" else ()
            pieces.append(Piece("word", word, code=code or None, codes=peoples))
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


class _Entries:
    """The entries while they are being read."""

    def __init__(self) -> None:
        self.found: dict[str, list[Entry]] = defaultdict(list)

    def add(self, name: str, piece: Piece, *, capital: bool = True) -> None:
        self.add_folded(plain(name), name, piece, capital=capital)

    def add_folded(self, key: str, name: str, piece: Piece, *, capital: bool = True) -> None:
        self.found[key].append(Entry(piece, capital and not name[:1].islower(), is_acronym(name)))

    def ordered(self) -> Mapping[str, tuple[Entry, ...]]:
        for values in self.found.values():
            if len(values) > 1:
                values.sort(key=lambda entry: _ORDER[entry.piece.kind])
        return MappingProxyType({key: tuple(values) for key, values in self.found.items() if key})


@functools.cache
def lexicon() -> Lexicon:
    """The shipped lexicon, read once. Raises `DataError` when a table breaks its schema."""
    collecting = gc.isenabled()
    gc.disable()  # a third of the time would go to looking for garbage among 50,000 objects that all stay
    try:
        return _read()
    finally:
        if collecting:
            gc.enable()


def _read() -> Lexicon:
    entries, places = _Entries(), countries()
    _add_countries(entries, places)
    for row in rows("peoples.tsv", ("name", "aliases", "countries")):
        for name in (row["name"], *row.list("aliases")):
            entries.add(name, Piece("people", row["name"], codes=row.list("countries")))
    for row in rows("regions.tsv", REGION_COLUMNS):
        if len(codes := row.list("countries")) == 1:
            for name in (row["name"], *row.list("aliases")):
                entries.add(name, Piece("region", row["name"], code=codes[0]))
    _add_units(entries)
    _add_groups(entries)
    offices = _add_leaders(entries)
    roles = [*rows("roles.tsv", _ROLE_COLUMNS)]
    given = {plain(row["role"]) for row in roles}
    for row in roles:
        kind = row["kind"]
        role = Role(row["role"], row.sector(), "weak" in kind, kind == "abroad", kind == "faith", row["code"] or None)
        for name in (role.word, *(name for name in _plurals(role.word) if plain(name) not in given)):
            entries.add(name, Piece("role", name, role=role), capital=False)
    return Lexicon(places, entries.ordered(), MappingProxyType(offices))


def _add_countries(entries: _Entries, places: Countries) -> None:
    for country in places.by_code.values():
        for name in (country.name, *country.aliases):
            entries.add(name, Piece("country", name, code=country.code, codes=places.bearers(name)))
        for name in country.demonyms:
            entries.add(name, Piece("demonym", name, code=country.code, codes=places.bearers(name)))
        for name in (country.capital or "", *country.metonyms):
            if name:
                entries.add(name, Piece("seat", name, code=country.code))


@functools.cache
def state_names() -> frozenset[str]:
    """The folded names of states and provinces that govern themselves in part: alone they stand for their government."""
    return frozenset(plain(name) for name, _ in _states())


def _states() -> list[tuple[str, str]]:
    abbreviated = rows("state_abbreviations.tsv", ("abbreviation", "country", "name"))
    return [(row["name"], row.code()) for row in (*abbreviated, *rows("states.tsv", ("name", "country")))]


def _add_units(entries: _Entries) -> None:
    """States and provinces that news names like countries ("Texas", "Ohio police"), where the name is nothing else's."""
    units = _states() + [
        (row["name"], row["country"]) for row in rows("region_demonyms.tsv", ("demonyms", "name", "country")) if row["country"]
    ]
    for name, code in dict(units).items():
        if plain(name) not in entries.found:
            entries.add(name, Piece("region", name, code=code))


def _add_groups(entries: _Entries) -> None:
    bearers: dict[tuple[str, bool], dict[str, tuple[Group, bool]]] = defaultdict(dict)
    spelt: dict[tuple[str, bool], str] = {}
    for group, own, shared in organisations():
        for names, is_shared in ((own, False), (shared, True)):
            for name in _spellings(names):
                key = (plain(name), is_acronym(name))
                bearers[key].setdefault(group.name, (group, is_shared))
                spelt.setdefault(key, name)
    for key, held in bearers.items():
        groups = tuple(group for group, _ in held.values())
        shares = frozenset(name for name, (_, is_shared) in held.items() if is_shared) or _NOTHING
        alone = groups[0] if len(groups) == 1 and not shares else None
        name = spelt[key]
        entries.add_folded(key[0], name, Piece("group", name, group=alone, groups=() if alone else groups, shared=shares))


def _spellings(names: Iterable[str]) -> Iterator[str]:
    """The names, and those that Britain and America write otherwise in the other spelling too."""
    for name in names:
        yield name
        if " " in name and _SPELT.search(name):
            yield _SPELT.sub(lambda found: _OTHER_SPELLING[found[0]], name)


def _add_leaders(entries: _Entries) -> dict[tuple[str, str], tuple[Term, ...]]:
    bearers: dict[str, list[Term]] = defaultdict(list)
    spelt: dict[str, str] = {}
    offices: dict[tuple[str, str], list[Term]] = defaultdict(list)
    for row in rows("leaders.tsv", _LEADER_COLUMNS):
        term = Term(row["name"], row.code(), row["office"], row.date("from"), row.date("to"), row.sector())
        offices[term.country, term.office].append(term)
        for name in dict.fromkeys((term.name, *row.list("aliases"))):
            key = plain(name)
            bearers[key].append(term)
            spelt.setdefault(key, name)
    for key, held in bearers.items():
        name = spelt[key]
        entries.add_folded(key, name, Piece("leader", name, terms=tuple(dict.fromkeys(held)) if len(held) > 1 else tuple(held)))
    return {key: tuple(values) for key, values in offices.items()}

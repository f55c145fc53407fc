"""The shipped lexicon with users' own dictionaries on top: at equal length of the words, theirs win; of theirs, the later file."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import msgspec

from dateline.resolve.actorphrase import slug
from dateline.resolve.actorwords import Entry, Group, Piece, Role
from dateline.resolve.countries import is_acronym, plain
from dateline.resolve.lexicon import Lexicon
from dateline.resolve.ownentries import OwnAgent, OwnEntry, without_collector
from dateline.resolve.ownwords import OwnGroup, code_on
from dateline.resolve.tables import NON_STATE
from dateline.resolve.userdict import UserDictionary

_OFFICIAL = frozenset({"GOV", "ELI", "LEG", "MIL", "JUD", "OPP", "SPY", "COP"})
_NAMING = frozenset({"country", "demonym", "seat", "people", "role"})
_SURE_ACRONYM = 3  # a name in a file written all in capitals is an acronym if it has no more letters: "UN", not "OBAMA"
_SMALL = frozenset("of the and for in on de del la las los el y e du des da do dos das di al bin ibn von van der".split())  # noqa: SIM905
_WORD = re.compile(r"[^\s-]+")
_slug = functools.cache(slug)


def with_dictionaries(words: Lexicon, own: Sequence[UserDictionary]) -> Lexicon:
    """A lexicon that knows the dictionaries' entries too; the shipped one stays as it is."""
    with without_collector():
        return _merged(words, own)


def _merged(words: Lexicon, own: Sequence[UserDictionary]) -> Lexicon:
    merged: Mapping[str, tuple[Entry, ...]] = words.entries
    longest = words.longest
    known = _Known(words)
    for dictionary in own:
        added = _Additions(words, known)
        for entry in dictionary.entries:
            added.entry(entry, f"{dictionary.path}:{entry.line}")
        for agent in dictionary.agents:
            added.agent(agent)
        found = added.found()
        merged = {**merged, **{key: (*entries, *merged.get(key, ())) for key, entries in found.items()}}
        longest = max(longest, *(key.count(" ") + 1 for key in found), 1)
    return Lexicon(words.countries, MappingProxyType(merged), words.offices, longest)


class _Known:
    """What the shipped lexicon knows, from the other side: words of roles and countries, and every name of a person or organisation."""

    def __init__(self, words: Lexicon) -> None:
        self.common: set[str] = set()
        self.acronyms: set[str] = set()
        self.names: dict[str, list[tuple[str, Entry]]] = defaultdict(list)
        for key, entries in words.entries.items():
            if entries[0].piece.kind in _NAMING:
                self.common.update(key.split())
            for entry in entries:
                if entry.acronym:
                    self.acronyms.add(key)
                if whole := _id_of(entry.piece):
                    self.names[whole].append((key, entry))

    def spelt(self, name: str) -> str:
        """A name in capitals as a name: `CLAN DEL GOLFO` as "Clan del Golfo"; acronyms stay ("FARC")."""
        if len(name) <= _SURE_ACRONYM and " " not in name:
            return name
        shown = _WORD.sub(self._word, name)
        return shown[:1].upper() + shown[1:]

    def _word(self, match: re.Match[str]) -> str:
        word = match.group()
        lower = word.lower()
        return lower if lower in _SMALL else word if lower in self.acronyms else word.capitalize()


def _id_of(piece: Piece) -> str | None:
    """The id of the one organisation or person behind the piece."""
    if piece.group:
        return piece.group.id or f"group:{_slug(piece.group.name)}"
    if piece.terms and all(term.name == piece.terms[0].name for term in piece.terms):
        return f"person:{_slug(piece.terms[0].name)}"
    return None


class _Additions:
    """The entries of one dictionary while they are put together. An entry for somebody we know counts for all the names that we have."""

    def __init__(self, words: Lexicon, known: _Known) -> None:
        self.words, self.known = words, known
        self.own: dict[str, list[Entry]] = defaultdict(list)
        self.inherited: dict[str, list[Entry]] = defaultdict(list)

    def found(self) -> dict[str, list[Entry]]:
        """All entries by key; a name that the dictionary gives itself comes before one that is ours."""
        return {key: [*self.own.get(key, ()), *self.inherited.get(key, ())] for key in (*self.own, *self.inherited)}

    def entry(self, entry: OwnEntry, where: str) -> None:
        """Adds somebody under all names."""
        code = self._land(entry)
        if code and not all(one.dated for one in entry.codes):
            for name, key in zip(entry.names, entry.keys, strict=True):
                self._add_land(name, key, code)
            return
        shouted = all(name.isupper() for name in entry.names)
        group = self._group(entry, code, shouted)
        for name, key in zip(entry.names, entry.keys, strict=True):
            piece = Piece("group", name, group=group, own=where)
            acronym = " " not in name and (len(key) <= _SURE_ACRONYM or not shouted) and is_acronym(name)
            found = Entry(piece, shouted or not name[:1].islower(), acronym)
            self.own[key].append(found)
            if key.startswith("the "):  # phrases come without their article
                self.own[key[4:]].append(found)
        for key, ours in self.known.names.get(group.id, ()):
            piece = Piece("group", ours.piece.text, group=group, own=where)
            self.inherited[key].append(msgspec.structs.replace(ours, piece=piece))

    def _land(self, entry: OwnEntry) -> str | None:
        """The country that the entry only names: it gives no sector, and one of its names is the country's in our tables too."""
        code, places = entry.codes[0].country, self.words.countries
        if code not in places.by_code or entry.kind in ("person", "group"):
            return None
        for one in entry.codes:
            if one.sector or one.country != code or one.suffix:
                return None
        known = (table.get(key) for key in entry.keys for table in (places.names, places.demonyms, places.seats))
        return code if entry.kind == "country" or code in known else None

    def _add_land(self, name: str, key: str, code: str) -> None:
        entries = self.words.entries.get(key, ())
        ours = next((entry for entry in entries if entry.piece.kind in ("country", "demonym", "seat")), None)
        if ours and ours.piece.code == code and not ours.piece.codes and entries[0] is ours:
            return
        kind = ours.piece.kind if ours else "demonym"  # "demonym" takes names and adjectives, and knows people by their plural
        self.own[key].append(Entry(Piece(kind, name, code=code), True, is_acronym(name) and len(key) <= _SURE_ACRONYM))

    def _group(self, entry: OwnEntry, land: str | None, shouted: bool) -> OwnGroup:
        """The entity of an entry. It keeps our name and id where our tables have the head name for the same country."""
        head = entry.names[0]
        name = self.known.spelt(head) if shouted else head
        latest = code_on(entry.codes, None) or entry.codes[0]
        lands = {code.country for code in entry.codes}
        suffix = next((f":{code.suffix}" for code in entry.codes if code.suffix), "")
        ident = f"{'person' if self._is_person(entry) else 'group'}:{entry.keys[0].replace(' ', '-')}{suffix}"
        for ours in self.words.entries.get(entry.keys[0], ()):
            piece = ours.piece
            same = {piece.group.country} if piece.group else {term.country for term in piece.terms}
            if (whole := _id_of(piece)) and same & lands and entry.kind in ("", whole.partition(":")[0]):
                name, ident = piece.group.name if piece.group else piece.terms[0].name, whole
                break
        ident = f"country:{land}" if land else ident
        return OwnGroup(name, latest.country or "", latest.sector, id=ident, codes=entry.codes, land=land is not None)

    def _is_person(self, entry: OwnEntry) -> bool:
        """Where the file does not tell: officials by name, in two words or more, none of which a role or country has."""
        if entry.kind:
            return entry.kind == "person"
        parts = entry.keys[0].split()
        officials = any(code.sector in _OFFICIAL for code in entry.codes) and not any(code.country in NON_STATE for code in entry.codes)
        return officials and len(parts) > 1 and self.known.common.isdisjoint(parts)

    def agent(self, agent: OwnAgent) -> None:
        """Adds a role word, unless ours says the same and knows more of it."""
        country, sector = agent.code.country, agent.code.sector
        for word in agent.words:
            key = plain(word)
            ours = next((entry.piece.role for entry in self.words.entries.get(key, ()) if entry.piece.role), None)
            if ours and ours.sector == sector and ours.code == country:
                continue
            if sector:
                piece = Piece("role", word, role=Role(word, sector, weak=False, abroad=country in NON_STATE, code=country))
            else:
                piece = Piece("group", word, group=Group(word, country or "", None, id=f"role:{country}"))
            self.own[key].append(Entry(piece, False, False))

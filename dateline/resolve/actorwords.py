"""What the words of an actor phrase can stand for: organisations and people in office with their days, roles, and the pieces cut."""

from __future__ import annotations

from typing import Literal

import msgspec

PieceKind = Literal["country", "demonym", "seat", "people", "group", "leader", "role", "region", "name", "word", "link", "owner", "mark"]


class Stretch(msgspec.Struct, frozen=True):
    """The days for which an organisation was of this country and sector. `start` and `end` are ISO prefixes, empty where open."""

    country: str
    sector: str | None
    start: str
    end: str

    def holds(self, day: str) -> bool:
        """True on the first day, the last day and between (the year or month of a shorter date counts whole)."""
        return self.start <= day and not (self.end and day[: len(self.end)] > self.end)


class Group(msgspec.Struct, frozen=True):
    """An organisation. `country` may be a non-state code (IGO, NGO, IMG, MNC); `country` and `sector` are the latest.

    `history` has the earlier ones with their days; `start` and `end` say when it was there at all (ISO prefixes, empty: not told).
    `id` is the entity's id where it does not follow from the name.
    """

    name: str
    country: str
    sector: str | None
    history: tuple[Stretch, ...] = ()
    start: str = ""
    end: str = ""
    id: str = ""

    def on(self, day: str | None) -> tuple[str, str | None]:
        """Its country and sector on that day; the latest for an unknown day or one that the history leaves out."""
        held = next((stretch for stretch in self.history if stretch.holds(day)), None) if day else None
        return (held.country, held.sector) if held else (self.country, self.sector)


class Term(msgspec.Struct, frozen=True):
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


class Role(msgspec.Struct, frozen=True):
    """A head-word of `data/roles.tsv`.

    A `weak` one ("leader", "member") takes its sector from what stands with it; a `faith` ("Muslim", "Shiite") does so too, and makes
    forces an armed group; one `abroad` ("mediator", "observers") is not taken to be of the country that the report is about. `code` is
    the non-state code of one that no country is given for ("aid agencies": NGO).
    """

    word: str
    sector: str | None
    weak: bool
    abroad: bool
    faith: bool = False
    code: str | None = None


class Piece(msgspec.Struct, frozen=True):
    """A part of a phrase: its kind, its words, and the code, group, terms or role behind it.

    A name that several organisations or countries bear has them all in `groups` or `codes`; `shared` are those that bear it only
    where their country is at hand ("Congress", "Labour Party"). `own` is the line of a user's dictionary that it comes from.
    """

    kind: PieceKind
    text: str
    code: str | None = None
    group: Group | None = None
    terms: tuple[Term, ...] = ()
    role: Role | None = None
    codes: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    shared: frozenset[str] = frozenset()
    own: str = ""


class Entry(msgspec.Struct, frozen=True):
    """A piece of the lexicon, and how its words must be written."""

    piece: Piece
    capital: bool
    acronym: bool

    def allows(self, text: str) -> bool:
        """True when these words may be the piece: an acronym only in capitals, a name only with a capital."""
        if self.acronym:
            return text.replace(".", "").rstrip("s").isupper()
        return not self.capital or text[:1].isupper() or (text[:1] in "'‘’" or any(word[:1].isupper() for word in text.split()))

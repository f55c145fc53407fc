"""What an entry of a user's own dictionary stands for, and on which days."""

from __future__ import annotations

import msgspec

from dateline.resolve.actorwords import Group, Piece


class OwnCode(msgspec.Struct, frozen=True):
    """A country and sector with the days on which they hold (ISO prefixes, empty where open); either may be unknown.

    `country` may be a non-state code. `suffix` has the parts of the code that no table maps, `written` the code as the file has it. A
    `null` one says that the name is nobody's.
    """

    country: str | None
    sector: str | None
    start: str = ""
    end: str = ""
    suffix: str = ""
    written: str = ""
    null: bool = False

    @property
    def dated(self) -> bool:
        """True where it holds on some days only."""
        return bool(self.start or self.end)

    def holds(self, day: str) -> bool:
        """True from its first to its last day (the year or month of a shorter date counts whole)."""
        return self.start <= day and not (self.end and day[: len(self.end)] > self.end)


def code_on(codes: tuple[OwnCode, ...], day: str | None) -> OwnCode | None:
    """The code of that day: the first dated one that holds, else the one without dates, else None.

    For an unknown day it is the one without dates or, where all have some, the one that lasts longest.
    """
    if day and (held := next((code for code in codes if code.dated and code.holds(day)), None)):
        return held
    always = next((code for code in codes if not code.dated), None)
    return always if always or day else max(codes, key=lambda code: (code.end or "9999", code.start))


class OwnGroup(Group, frozen=True):
    """Somebody of a user's dictionary. `land`: the entry says no more than which country a name belongs to."""

    codes: tuple[OwnCode, ...] = ()
    land: bool = False

    def on(self, day: str | None) -> tuple[str, str | None]:
        """The country (empty: unknown) and sector on that day; those of an unknown day where nothing holds."""
        held = code_on(self.codes, day) or code_on(self.codes, None)
        return (held.country or "", held.sector) if held else (self.country, self.sector)


def own_piece(piece: Piece, day: str | None) -> Piece | None:
    """The piece as it holds on that day, None where the entry says nothing of the day."""
    group = piece.group
    if not isinstance(group, OwnGroup):
        return piece
    held = code_on(group.codes, day)
    if held is None:
        return None
    if held.null:
        return Piece("word", piece.text)
    return Piece("country", piece.text, code=held.country) if group.land else piece

"""Countries, capitals and peoples by whose names people go too: "Michael Jordan", "Dr. Hamilton", "Virginia Woolf"."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Mapping, Sequence

from dateline.resolve.actorwords import Piece
from dateline.resolve.countries import plain
from dateline.resolve.tables import rows

_PLACES = frozenset({"country", "demonym", "seat", "region"})
_TITLED = re.compile(r"(?:Mrs?|Ms|Miss|Dr|Prof|Sir|Dame|Lord|Lady|Rep|Sen|Gov|Judge|Justice|Coach|Sgt|Det|Capt|Lt|Officer|Deputy)\.? [A-Z]")
# What stands before a country's name and is no first name.
_NO_FIRST_NAMES = frozenset(
    (
        "Air", "Radio", "Bank", "Team", "New", "Great", "Greater", "North", "South", "East", "West", "Northern", "Southern", "Eastern",
        "Western", "Central", "Lower", "Upper", "Old", "Free", "Save", "Vote", "Visit", "Miss", "Ms", "Mr",
    )
)  # fmt: skip


@functools.cache
def personal_names() -> Mapping[str, str]:
    """These names, folded, with their kind: weak, strong or neither. Raises `DataError` for a damaged table."""
    return {plain(row["name"]): row["kind"] for row in rows("personal_names.tsv", ("name", "kind"))}


def as_people(pieces: Sequence[Piece], text: str, named: Collection[str | None] = ()) -> list[Piece]:
    """The pieces of a phrase with people's names as names. `named` are the countries that the report names otherwise."""
    out: list[Piece] = []
    for i, piece in enumerate(pieces):
        last = out[-1] if out else None
        kind = personal_names().get(plain(piece.text)) if piece.kind in _PLACES else None
        if kind is None:
            first = last and last.kind in _PLACES and piece.kind == "name" and plain(last.text) in personal_names()
            out = [*out[:-1], Piece("name", f"{last.text} {piece.text}")] if last and first else [*out, piece]
        elif last and last.kind == "name" and i + 1 == len(pieces) and " " not in last.text and last.text not in _NO_FIRST_NAMES:
            out[-1] = Piece("name", f"{last.text} {piece.text}")
        elif (kind == "weak" and piece.code not in named) or (len(pieces) == 1 and _TITLED.match(text)):
            out.append(Piece("name", piece.text))
        else:
            out.append(piece)
    return out


def people_called(pieces: Sequence[Piece], text: str) -> set[str]:
    """The folded names of countries and capitals in this phrase that are somebody's and may mean him alone."""
    places = {plain(piece.text) for piece in pieces if piece.kind in _PLACES}
    borne = {name for name in places & personal_names().keys() if personal_names()[name] != "strong"}
    if not borne or not (len(pieces) > 1 or _TITLED.match(text)):
        return set()
    kept = {plain(piece.text) for piece in as_people(pieces, text) if piece.kind in _PLACES}
    return borne - kept

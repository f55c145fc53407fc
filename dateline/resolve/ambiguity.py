"""Which bearer of a shared name is meant: "Congress", "Labour Party", "Georgia", "Congo".

Each candidate gets a score from what is at hand; the best counts where it is above zero and alone. The weights are set by hand: a
country in the phrase itself outweighs the report's, the report's main country one that it only names.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import msgspec

from dateline.resolve.actorcontext import CONTINENTAL
from dateline.resolve.actorwords import Group, Piece
from dateline.resolve.countries import plain
from dateline.resolve.lexicon import Lexicon
from dateline.resolve.ownwords import own_piece
from dateline.resolve.peoplesnames import as_people
from dateline.resolve.phrasekinds import nouns
from dateline.resolve.tables import NON_STATE

_PLACES = frozenset({"country", "demonym", "seat", "region"})

_IN_PHRASE, _OTHER_IN_PHRASE = 6.0, -6.0
_HOME, _NAMED = 3.5, 2.5
_OWN_NAME, _SHARED_NAME = 1.0, -2.0
_FIRST_NAME = 0.5  # its first name, not an alias
_NOT_YET, _LONG_GONE = -4.0, -2.0
_NOTHING: Mapping[str, tuple[str, str]] = {}
_AFTERLIFE = 25  # years after its end in which an organisation is still news


def choose_group(piece: Piece, near: str | None, home: str | None, named: Collection[str], day: str | None) -> Group | None:
    """The organisation that the name stands for here, None where nothing decides.

    `near` is the country that the phrase names, `home` the report's main country, `named` all that it names, `day` its day.
    """
    ranked = sorted(((_score(group, piece, near, home, named, day), group) for group in piece.groups), key=lambda pair: -pair[0])
    (best, group), *others = ranked
    return group if best > 0 and (not others or others[0][0] < best) else None


def _score(group: Group, piece: Piece, near: str | None, home: str | None, named: Collection[str], day: str | None) -> float:
    country = group.on(day)[0]
    score = _SHARED_NAME if group.name in piece.shared else _OWN_NAME
    if plain(group.name) == plain(piece.text):
        score += _FIRST_NAME
    if country not in NON_STATE and near:
        score += _IN_PHRASE if near == country else _OTHER_IN_PHRASE
    if country == home:
        score += _HOME
    elif country in named:
        score += _NAMED
    if day and group.start > day:
        score += _NOT_YET
    elif day and group.end and int(day[:4]) - int(group.end[:4]) > _AFTERLIFE:
        score += _LONG_GONE
    return score


def choose_country(codes: Collection[str], near: str | None, home: str | None, named: Collection[str]) -> str:
    """The country that the name stands for here: the first where nothing speaks for another."""
    for code in (near, home):
        if code and code in codes:
            return code
    held = [code for code in codes if code in named]
    return held[0] if len(held) == 1 else next(iter(codes))


def settled(
    words: Lexicon, text: str, home: str | None, named: Collection[str], day: str | None, local: Mapping[str, tuple[str, str]] = _NOTHING
) -> list[Piece]:
    """The phrase's pieces with every shared name settled; one that stays open is cut as if no organisation bore it.

    `local` has the names of states that hold in this report alone, each with the state's code and the kind of piece.
    """
    without: frozenset[str] = frozenset()
    while True:
        pieces = as_people([_local(_part_of(piece, without), local) for piece in words.cut(text, without)], text, {home, *named})
        near = next((piece.code for piece in pieces if piece.code and piece.kind in _PLACES and not piece.codes), None)
        open_names = set()
        for i, piece in enumerate(pieces):
            if piece.own:
                held = own_piece(piece, day)
                pieces[i] = held or piece
                if held is None:
                    open_names.add(piece.own)
            elif piece.groups:
                group = choose_group(piece, near, home, named, day)
                pieces[i] = msgspec.structs.replace(piece, group=group)
                if group is None:
                    open_names.add(plain(piece.text))
            elif len(piece.codes) > 1 and piece.kind in _PLACES:
                pieces[i] = _placed(words, piece, choose_country(piece.codes, near, home, named))
        if not open_names - without:
            return pieces
        without |= open_names


def _part_of(piece: Piece, names: Collection[str]) -> Piece:
    """A state's name that begins one of these open names ("Colorado Party") as a name."""
    first = piece.kind == "region" and any(name.startswith(f"{plain(piece.text)} ") for name in names)
    return Piece("name", piece.text) if first else piece


def _local(piece: Piece, local: Mapping[str, tuple[str, str]]) -> Piece:
    if piece.kind != "name":
        return piece
    if piece.text.lower() in CONTINENTAL:
        return Piece("word", piece.text)
    if piece.text.isupper() and (noun := nouns().get(piece.text.lower())) and noun.kind == "body":
        return Piece("word", piece.text)  # a common noun in a text of capitals ("GENERAL COMMAND")
    held = local.get(piece.text.lower())
    return Piece("demonym" if held[1] == "demonym" else "country", piece.text, code=held[0]) if held else piece


def _placed(words: Lexicon, piece: Piece, code: str) -> Piece:
    country, key = words.countries.by_code[code], plain(piece.text)
    bears = any(plain(name) == key for name in (country.name, *country.aliases, *country.demonyms))
    return msgspec.structs.replace(piece, code=code, kind=piece.kind if bears else "region")

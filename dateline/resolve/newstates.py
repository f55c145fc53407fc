"""States that a report speaks of and no table knows, and the short names that it uses for those that tables know.

A name counts as a state's where the report gives it a national office or a government ("Sovelia's foreign minister", "the governments of
Vardania and Sovelia"), something else besides tells of a land ("in Sovelia", "Sovelian farmers"), and nothing of a person. Such a state
has no alpha-3 code: its entity says which state it is, and its country stays null.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from types import MappingProxyType

from dateline.errors import DataError
from dateline.records import EntityRef
from dateline.resolve.gazetteer import SETTLEMENT, Gazetteer, fold
from dateline.resolve.tables import NON_STATE, rows

_OFFICIAL = re.compile(r"person:|name:|[^:]+:[^:]+:")  # ids of persons and offices
_PREFIX = "x-"  # of the code of a state without one; never part of a record's country
_NAME = r"[A-Z][a-zà-ÿ]{3,}"
_NATIONAL = (
    r"(?:prime minister|premier|king|queen|emir|(?:foreign|defen[cs]e|interior|finance) (?:minister|ministry)|government|parliament|"
    r"armed forces|army|air force|ambassador)"
)
_OWNS = re.compile(rf"\b({_NAME})['’]s (?:[a-z-]+ ){{0,2}}{_NATIONAL}\b")
_OFFICE_OF = re.compile(
    rf"\b(?:{_NATIONAL}|governments|ministers|republic|kingdom|ambassador) (?:of|to|from|in) ({_NAME})(?: and ({_NAME}))?\b", re.IGNORECASE
)
_OFFICE_ALONE = re.compile(
    rf"\b(?:prime minister|(?:foreign|defen[cs]e) minist(?:er|ry)|king|ambassador) (?:of|to) ({_NAME})\b", re.IGNORECASE
)
_LAND = re.compile(rf"\b(?:in|into|from|to|across|inside|neighbou?ring|with) ({_NAME})\b")
_DEMONYM = r"(?:n|an|ian|ean|ish|ese|i|ic)s?"
_OF_STATE = (
    rf"(?:{_NATIONAL}|officials?|troops|soldiers|forces|diplomats?|authorities|farmers|villagers|police|capital|president|border|territory)"
)
_TITLE = (
    r"(?:Mr|Mrs|Ms|Dr|Sir|President|Minister|Premier|King|Queen|Prince|General|Gen|Colonel|Col|Captain|Judge|Senator|Governor|Mayor|"
    r"Chancellor|Ambassador|Secretary|Pope)\.?"
)
_NOT_A_NAME = re.compile(rf"(?:{_TITLE}|[A-Z][\w’'-]+)\s$")
_ENOUGH = 3  # what the signs of a state must come to: an office counts two, a land or a demonym one
_TOWN = 15_000  # a settlement of more people bears the name in its own right


def is_unlisted(code: str | None) -> bool:
    """Whether the code is that of a state without an alpha-3 code."""
    return code is not None and code.startswith(_PREFIX)


def unlisted_name(code: str) -> str:
    """The name in such a code."""
    return code.removeprefix(_PREFIX).replace("-", " ").title()


def land_of(ref: EntityRef | None) -> str | None:
    """The country of the entity; the code of the state for one that belongs to a state without alpha-3 code."""
    if ref is None:
        return None
    return ref.country or next((part for part in ref.id.split(":") if is_unlisted(part)), None)


def government(code: str) -> EntityRef:
    """The government of this country, or of this state without an alpha-3 code."""
    unlisted = is_unlisted(code)
    name = unlisted_name(code) if unlisted else code
    return EntityRef(id=f"gov:{code}", name=f"Government of {name}", country=None if unlisted else code, sector="GOV")


def speaks_for(speaker: EntityRef | None) -> EntityRef | None:
    """Whom "we" means in the mouth of an official: the government."""
    if speaker is None or speaker.sector != "GOV" or not _OFFICIAL.match(speaker.id):
        return speaker
    land = land_of(speaker)
    return government(land) if land and land not in NON_STATE else speaker


def coded(ref: EntityRef | None) -> EntityRef | None:
    """The entity as records have it: the code of a state without alpha-3 code is no country."""
    if ref is None or not is_unlisted(ref.country):
        return ref
    return EntityRef(id=ref.id, name=ref.name, country=None, sector=ref.sector)


@functools.cache
def short_names() -> Mapping[str, tuple[str, str]]:
    """Short names of states with their code and kind, of `data/short_names.tsv`, by lower-case name. Raises `DataError` for a bad line."""
    found = {}
    for row in rows("short_names.tsv", ("name", "country", "kind", "note")):
        if row["kind"] not in ("country", "demonym"):
            raise DataError(f"{row.where}: kind {row['kind']!r}; want country or demonym")
        found[row["name"].lower()] = (row.code("country"), row["kind"])
    return MappingProxyType(found)


def local_names(text: str, countries: Collection[str], is_known: Callable[[str], bool]) -> dict[str, tuple[str, str]]:
    """Names and adjectives of states that hold in this report alone, in lower case, each with the state's code and `country` or `demonym`.

    `countries` are those that the report names, `is_known` says of a name whether the tables have it.
    """
    found = {name: held for name, held in short_names().items() if held[0] in countries}
    for name in _states(text, is_known):
        code = _PREFIX + fold(name).replace(" ", "-")
        found[name.lower()] = (code, "country")
        for adjective in set(_adjectives(name, text)):
            found[adjective.lower()] = (code, "demonym")
    return found


def _states(text: str, is_known: Callable[[str], bool]) -> Iterator[str]:
    offices = Counter(name for found in _OWNS.findall(text) for name in [found])
    offices.update(name for pair in _OFFICE_OF.findall(text) for name in pair if name[:1].isupper())
    alone = {name for name in _OFFICE_ALONE.findall(text) if name[:1].isupper()}
    for name, count in offices.items():
        signs = 2 * min(count, 2) + (name in alone) + bool(set(_lands(text)) & {name}) + bool(_told_as_people(name, text))
        if signs >= _ENOUGH and not is_known(name) and not _is_place(name) and not _is_person(name, text):
            yield name


def _lands(text: str) -> list[str]:
    return _LAND.findall(text)


def _stem(name: str) -> str:
    return re.sub(r"(?:ia|a|o|e|i|u|y)$", "", name)


def _adjectives(name: str, text: str) -> list[str]:
    return [word for word in re.findall(rf"\b{re.escape(_stem(name))}(?:i|e|a)?{_DEMONYM}\b", text) if word != name]


def _told_as_people(name: str, text: str) -> bool:
    return re.search(rf"\b{re.escape(_stem(name))}(?:i|e|a)?{_DEMONYM} {_OF_STATE}\b", text) is not None


def _is_person(name: str, text: str) -> bool:
    """Whether the name stands behind a title or another name somewhere, as a surname does."""
    return any(
        _NOT_A_NAME.search(text, max(0, found.start() - 20), found.start()) and not text[: found.start()].rstrip().endswith(".")
        for found in re.finditer(rf"\b{re.escape(name)}\b", text)
    )


def _is_place(name: str) -> bool:
    """Whether the gazetteer knows a region or a town of this name."""
    return any(held.kind != SETTLEMENT or held.population >= _TOWN for held in Gazetteer.load().candidates(name))

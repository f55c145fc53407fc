"""The context of a report's places, read off its text: which larger place each name is given ("Paris, Tenn.", "Paris (Texas)")."""

from __future__ import annotations

import functools
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from dateline.records import Place
from dateline.resolve.countries import countries, plain
from dateline.resolve.gazetteer import ADMIN1, ADMIN2, Gazetteer
from dateline.resolve.placeevidence import unit_of
from dateline.resolve.places import PlaceContext, resolve_place
from dateline.resolve.placewords import states
from dateline.resolve.tables import rows

_NEXT = re.compile(r"(?:,\s+|\s+\(|\s+in\s+)(?:the\s+)?((?:[^\W\d_][\w’'.-]*\s+){0,2}[^\W\d_][\w’'-]*\.?)")
_CUE_WEIGHT = 0.7  # the first such word of a country counts as one place named in it, more of them as their root
# "1804 Cherry St.": house numbers before streets with such a word, as the United States write them
_ADDRESS = re.compile(r"\b\d{3,5} (?:[NSEW]\. )?(?:[A-Z]\w+ ){1,2}(?:St|Ave|Blvd|Rd|Dr|Ln|Pkwy)\.|\(\d{3}\) ?\d{3}-\d{4}\b")
_OWNER = re.compile(r"((?:[A-Z][\w-]+\s+){0,2}[A-Z][\w-]+)['’]s\s+(?:\w+\s+){0,2}$")


@functools.cache
def _cues() -> tuple[re.Pattern[str], Mapping[str, str]]:
    found = {row["phrase"].replace("’", "'"): row.code() for row in rows("place_cues.tsv", ("phrase", "country"))}
    longest = sorted(found, key=lambda phrase: (-len(phrase), phrase))
    return re.compile(r"\b(?:" + "|".join(map(re.escape, longest)) + r")(?!\w)"), MappingProxyType(found)


def cue_votes(text: str) -> dict[str, float]:
    """What the words of a country's public life say of where a text is from: "sheriff", "Crown Court", "lakh". Each counts once."""
    pattern, known = _cues()
    codes = Counter(known[phrase] for phrase in set(pattern.findall(text.replace("’", "'").lower())))
    codes.update({"USA": 2} if _ADDRESS.search(text) else {})
    return {code: _CUE_WEIGHT * math.sqrt(count) for code, count in sorted(codes.items())}


def container_after(text: str, end: int) -> str | None:
    """The larger place given right after a name that ends at `end`: a state, province, county or country; None for anything else."""
    found = _NEXT.match(text, end)
    if not found:
        return None
    words = found[1].split()
    for length in range(len(words), 0, -1):
        name = " ".join(words[:length])
        for form in dict.fromkeys((name, name.rstrip("."))):
            if is_container(form):
                return form
    return None


def is_container(name: str) -> bool:
    """True for a name that places another: a country, an admin1 unit or its abbreviation, or a county by its full name."""
    if not name[:1].isupper():
        return False
    if countries().named(name) or ((name.endswith(".") or name.isupper()) and plain(name) in states()):
        return True
    if unit_of(name):
        return plain(name) not in states() or len(name) > 4
    return " " in name and any(c.kind == ADMIN2 for c in Gazetteer.load().candidates(name))


def context_of(text: str, spans: Iterable[tuple[int, int]], more: Mapping[str, float] | None = None) -> PlaceContext:
    """The context of a report whose place names stand at these spans; `more` are votes for countries that it names otherwise."""
    within: dict[str, dict[str, None]] = {}
    names: dict[str, None] = {}
    gazetteer, known = Gazetteer.load(), countries()
    for start, end in sorted(set(spans)):
        name = text[start:end]
        names[name] = None
        if known.named(name) or unit_of(name):
            continue
        container = container_after(text, end)
        if container is None and (owner := _OWNER.search(text, max(0, start - 60), start)) and is_container(owner[1]):
            container = owner[1]
        if container and any(_lies_in(c.country, c.admin1, container) for c in gazetteer.candidates(name)):
            within.setdefault(plain(name), {})[container] = None
    votes = Counter(cue_votes(text))
    votes.update(dict(more or {}))
    return PlaceContext(
        dict(votes),
        tuple(sorted(names)),
        {name: tuple(sorted(within[plain(name)])) for name in sorted(names) if plain(name) in within},
    )


def _lies_in(country: str, admin1: str | None, container: str) -> bool:
    if unit := unit_of(container):
        return unit == (country, admin1) or countries().named(container) == country
    if code := countries().named(container):
        return code == country
    return any((c.country, c.admin1) == (country, admin1) for c in Gazetteer.load().candidates(container) if c.kind in {ADMIN1, ADMIN2})


def resolve_spans(text: str, spans: Sequence[tuple[int, int]], context: PlaceContext | None = None) -> list[Place | None]:
    """The place at each span, the names of the whole report helping each other; None where the words name no known place."""
    context = context or context_of(text, spans)
    found: dict[tuple[str, str | None], Place | None] = {}
    places = []
    for start, end in spans:
        key = (text[start:end], container_after(text, end))
        if key not in found:
            whole = f"{key[0]}, {key[1]}" if key[1] and context.within.get(key[0]) and key[1] in context.within[key[0]] else key[0]
            found[key] = resolve_place(whole, context)
        places.append(found[key])
    return places

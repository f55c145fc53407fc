"""LGL and GeoVirus: where the places are that reports name, from the gold's names and from the bare text.

`gold_names` and `geovirus`: the report's text with the gold's spans, our resolver chooses; names without a place in the gold are left out.
`from_text`: LGL from the bare text, strict spans, over all that the gold marks, located or not; `within_161km` is of the spans found.
Nothing of a row but its text is given: not its publisher, page or title. A place that we leave without a point (a country, a region over
several countries) is right within 161 km where it is the gold's own: by id in LGL, in GeoVirus by the name of the gold's page.
Gold countries are read by name. Intervals resample reports.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import unquote

from benchmarks.plv import half
from benchmarks.statistics import with_interval
from dateline.coder import Coder
from dateline.intake.report import prepare_report
from dateline.records import Place
from dateline.resolve.countries import countries, plain
from dateline.resolve.gazetteer import fold
from dateline.resolve.placecontext import resolve_spans
from dateline.resolve.toponyms import toponyms

Row = dict[str, Any]
Verdict = dict[str, float | None]
_NEAR_KM = 161.0
_EARTH_KM = 12_742.0


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """The distance on a sphere of the earth's mean radius (haversine); degrees in."""
    a, b = math.radians(lat), math.radians(other_lat)
    h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return _EARTH_KM * math.asin(min(1.0, math.sqrt(h)))


def _same(place: Place, gold: Row) -> bool:
    if "geonameid" in gold:
        return str(place.geonames_id) == str(gold["geonameid"])
    page = unquote(str(gold["page"]).rsplit("/", 1)[1]).replace("_", " ")
    if place.precision == "country":
        return countries().named(page) == place.country
    return plain(page) == plain(place.name)


def judge(place: Place | None, gold: Row) -> Verdict:
    """The place against the gold: distance (km), within 161 km, and where the gold gives them exact id, country and admin1."""
    lat, lon = float(gold["lat"]), float(gold["lon"])
    km = None
    if place and place.lat is not None and place.lon is not None:
        km = kilometres(place.lat, place.lon, lat, lon)
    same = place is not None and _same(place, gold)
    if same and km is None:
        km = 0.0
    verdict: Verdict = {"km": km, "within_161km": float(km is not None and km <= _NEAR_KM)}
    if "geonameid" in gold:
        verdict["exact"] = float(same)
    if gold.get("country"):
        verdict["country"] = float(place is not None and countries().named(gold["country"]) == place.country)
    if gold.get("admin1") and not str(gold.get("fcode", "")).startswith("PCL"):
        verdict["admin1"] = float(same or (place is not None and place.admin1 is not None and fold(place.admin1) == fold(gold["admin1"])))
    return verdict


def _mean(name: str) -> Callable[[Sequence[list[Verdict]]], float]:
    def figure(reports: Sequence[list[Verdict]]) -> float:
        values = [v[name] or 0.0 for verdicts in reports for v in verdicts if name in v]
        return sum(values) / max(1, len(values))

    return figure


def _figures(reports: list[list[Verdict]]) -> dict[str, Any]:
    names = [name for name in ("within_161km", "exact", "country", "admin1") if any(name in v for verdicts in reports for v in verdicts)]
    out: dict[str, Any] = {"names": sum(map(len, reports))}
    for name in names:
        out |= with_interval(name, reports, _mean(name))
    distances = [v["km"] for verdicts in reports for v in verdicts if v["km"] is not None]
    return out | {"median_km": round(median(distances), 1) if distances else None}


def located(row: Row) -> list[Row]:
    """The names of a row that the gold puts somewhere."""
    return [t for t in row["toponyms"] if t.get("lat") is not None]


def gold_names(row: Row) -> list[Verdict]:
    """A verdict on each located name, its span given."""
    golds = located(row)
    places = resolve_spans(row["text"], [(t["start"], t["end"]) for t in golds])
    return [judge(place, gold) for place, gold in zip(places, golds, strict=True)]


def from_text(row: Row, spans: Sequence[tuple[int, int]]) -> Row:
    """Counts of right, found and gold spans, and verdicts on those right and located; `spans` are what the reader and resolver find."""
    places = dict(zip(spans, resolve_spans(row["text"], spans), strict=True))
    golds = {(t["start"], t["end"]): t for t in row["toponyms"]}
    right = [span for span in places if span in golds]
    unlocated = {span for span, t in golds.items() if t.get("lat") is None}
    return {
        "right": len(right),
        "found": len(places),
        "gold": len(golds),
        "unlocated": len(unlocated),
        "unlocated_found": len([span for span in places if any(span[0] < b and a < span[1] for a, b in unlocated)]),
        "verdicts": [judge(places[span], golds[span]) for span in right if span not in unlocated],
    }


def _f1(cases: Sequence[Row]) -> float:
    right, marked = (sum(int(c[name]) for c in cases for name in names) for names in (("right",), ("found", "gold")))
    return 2 * right / max(1, marked)


def _text_figures(cases: list[Row]) -> dict[str, Any]:
    right, found, gold = (sum(c[name] for c in cases) for name in ("right", "found", "gold"))
    out: dict[str, Any] = with_interval("f1", cases, _f1)
    out |= {"precision": round(right / max(1, found), 3), "recall": round(right / max(1, gold), 3)}
    return out | with_interval("within_161km", cases, lambda xs: _mean("within_161km")([x["verdicts"] for x in xs]))


def _by_half(rows: list[Row], judged: Callable[[Row], Any]) -> dict[str, list[Any]]:
    halves: dict[str, list[Any]] = {"A": [], "B": []}
    for row in rows:
        halves[half(row["text"])].append(judged(row))
    return halves


def run(data: Path) -> dict[str, Any]:
    """The top figures are half B's, on which targets are judged. `data` is the folder with `lgl.jsonl` and `geovirus.jsonl`."""
    lgl, geovirus = (
        [json.loads(line) for line in (data / f"{name}.jsonl").read_text(encoding="utf-8").split("\n") if line.strip()]
        for name in ("lgl", "geovirus")
    )
    coder = Coder()

    def read(row: Row) -> Row:
        report = prepare_report(row["text"], language="en")
        mentions = [m for s in coder.reader.read(report.text, report.furniture) for m in s.mentions]
        return from_text(row, toponyms(row["text"], mentions))

    parts: dict[str, tuple[dict[str, list[Any]], Callable[[list[Any]], dict[str, Any]]]] = {
        "gold_names": (_by_half(lgl, gold_names), _figures),
        "geovirus": (_by_half(geovirus, gold_names), _figures),
        "from_text": (_by_half(lgl, read), _text_figures),
    }
    out: dict[str, Any] = {name: figures(halves["B"]) for name, (halves, figures) in parts.items()}
    out["half_a"] = {name: figures(halves["A"]) for name, (halves, figures) in parts.items()}
    out["both"] = {name: figures(halves["A"] + halves["B"]) for name, (halves, figures) in parts.items()}
    return out

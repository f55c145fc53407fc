"""The description beside an export: a Frictionless data package (version 1) with coder, store version, sources and accuracy.

What Frictionless has no name for stands under `dateline`. Nothing in it depends on the time of the export: the same store gives the same
bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import dateline
from dateline.export.source import Reading
from dateline.export.whole import Written

_GEONAMES = {
    "title": "GeoNames (place names, ids and coordinates), Creative Commons Attribution 4.0",
    "path": "https://www.geonames.org",
}
_PLOVER = {
    "title": "PLOVER ontology (types, modes, sectors, contexts, scores): Open Event Data Alliance, manual draft 2.0, CC BY-SA 4.0",
    "path": "https://github.com/openeventdata/PLOVER",
}
_LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0 for what is GeoNames's: names, ids and coordinates of places. The reports, and words quoted"
    " from them, are their publishers'; the licence of the rest is yours to choose: add it here",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
_MEDIA = {
    "csv": "text/csv", "tsv": "text/tab-separated-values", "parquet": "application/vnd.apache.parquet",
    "jsonl": "application/x-ndjson", "geojson": "application/geo+json",
}  # fmt: skip


def resource(
    file: Written, form: str, words: str, fields: Sequence[Mapping[str, Any]], *, key: str | None = None, **own: Any
) -> dict[str, Any]:
    """The description of one file. `form` is its ending; `own` goes under `dateline`."""
    delimited = form in ("csv", "tsv")
    schema: dict[str, Any] = {"fields": list(fields)}
    if delimited:
        schema["missingValues"] = [""]
    if key:
        schema["primaryKey"] = key
    found: dict[str, Any] = {
        "name": _name(file.path.stem),
        "path": file.path.name,
        "profile": "tabular-data-resource" if delimited else "data-resource",
        "description": words,
        "format": form,
        "mediatype": _MEDIA[form],
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "rows": file.rows,
        "schema": schema,
    }
    if form != "parquet":
        found["encoding"] = "utf-8"
    if delimited:
        found["dialect"] = {"delimiter": "," if form == "csv" else "\t", "quoteChar": '"', "doubleQuote": True, "header": True}
    return found | ({"dateline": own} if own else {})


def package(title: str, resources: Sequence[Mapping[str, Any]], reading: Reading, settings: Mapping[str, Any]) -> bytes:
    """The data package as JSON: `settings` says how the export was made."""
    run = reading.run()
    tabular = all(one["profile"] == "tabular-data-resource" for one in resources)
    found = {
        "profile": "tabular-data-package" if tabular else "data-package",
        "name": _name(title),
        "title": f"{title}: event records by Dateline",
        "description": "Who did what to whom, where, when, how many, according to whom, read from news reports by machine. Columns and what"
        " each format loses: docs/exports.md of Dateline.",
        "licenses": [_LICENCE],
        "sources": [_GEONAMES, _PLOVER],
        "resources": list(resources),
        "dateline": {
            "version": dateline.__version__,
            "coder": reading.coder,
            "store_version": reading.version(),
            "run": {"id": run.id, "started": run.started, "ended": run.ended, "outcome": run.outcome, "reports": run.reports}
            if run
            else None,
            "export": dict(settings),
            "accuracy": accuracy(),
        },
    }
    return json.dumps(found, ensure_ascii=False, indent=2).encode() + b"\n"


def accuracy() -> dict[str, Any]:
    """The shipped model's F1 by type with its 95 % interval, and the other figures of its test part, as its card has them."""
    path = resources.files("dateline.reader").joinpath("model", "reader.json")
    try:
        scores = json.loads(path.read_text(encoding="utf-8"))["scores"]
    except (OSError, ValueError, KeyError):
        return {"note": "no scores are with this model"}
    return {
        "note": "Event F1 (trigger and type) of the model that ships with this version of Dateline, on the held-out part of its own corpus;"
        " low and high: 95 % interval, bootstrap over sentences; events: how many it rests on. Real reports are harder: docs/model.md and"
        " benchmarks/RESULTS.md. Coders with another model or dictionaries have other figures.",
        "types": scores.get("types", {}),
        "all": scores.get("test", {}),
    }


def descriptor_path(files: Sequence[Path], folder: Path | None, form: str) -> Path:
    """`datapackage.json` in the folder; beside one file FILE.csv `FILE.datapackage.json`.

    Where that one describes other files that are there, `FORMAT.datapackage.json` in the folder and `FILE.csv.datapackage.json` beside
    the file: no export takes another's description away.
    """
    usual = folder / "datapackage.json" if folder else files[0].with_name(f"{files[0].stem}.datapackage.json")
    try:
        described = [str(one["path"]) for one in json.loads(usual.read_text(encoding="utf-8"))["resources"]]
    except (OSError, ValueError, KeyError, TypeError):
        return usual
    own = {file.name for file in files}
    if not any(name not in own and (usual.parent / name).exists() for name in described):
        return usual
    return folder / f"{form}.datapackage.json" if folder else files[0].with_name(f"{files[0].name}.datapackage.json")


def _name(words: str) -> str:
    """The words as a Frictionless name: lower case letters, digits, points, hyphens and underscores."""
    return re.sub(r"[^a-z0-9._-]+", "-", words.lower()).strip("-") or "export"

"""Writes dateline/schema/coding.schema.json from `records.Coding`; with `--check` only says whether it is up to date (exit code 1: no)."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import msgspec

from dateline.records import Coding

FILE = Path(__file__).parents[1] / "dateline" / "schema" / "coding.schema.json"


def make_schema() -> str:
    """The JSON Schema of one line of `dateline code --format jsonl`. Every field is always present, defaults included."""
    schema = msgspec.json.schema(Coding)
    for definition in schema["$defs"].values():
        if definition.get("type") == "object" and "properties" in definition:
            definition["required"] = list(definition["properties"])
            for field in definition["properties"].values():
                field.pop("default", None)
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "One report as coded by Dateline", **schema}
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def main() -> int:
    """Writes or checks the file; returns the exit code."""
    schema = make_schema()
    if "--check" in sys.argv[1:]:
        fresh = FILE.is_file() and FILE.read_text(encoding="utf-8") == schema
        sys.stderr.write("" if fresh else "dateline/schema/coding.schema.json is out of date: run scripts/make_schema.py\n")
        return 0 if fresh else 1
    FILE.write_text(schema, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

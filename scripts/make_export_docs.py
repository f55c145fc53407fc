"""Writes the tables of docs/exports.md from `dateline/export/data`. With `--check` it only says whether they are up to date (else 1)."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from dateline.export.columns import Column, columns
from dateline.export.tables import lines

PAGE = Path(__file__).parents[1] / "docs" / "exports.md"
_PART = re.compile(r"(<!-- (\w+): made by scripts/make_export_docs.py -->\n).*?(<!-- end -->)", re.DOTALL)


def with_tables(page: str) -> str:
    """The page with every marked table written anew."""
    return _PART.sub(lambda found: f"{found[1]}\n{table(found[2])}\n{found[3]}", page)


def table(name: str) -> str:
    """A table of columns, or of CAMEO codes or sectors, in Markdown."""
    if name == "cameo":
        return _markdown(("type", "mode", "case", "CAMEO", "name", "note"), _cameo())
    if name == "sectors":
        fields = ("sector", "cameo", "icews", "actor", "recipient", "note")
        return _markdown(
            ("PLOVER", "CAMEO", "ICEWS", "as actor", "as recipient", "note"),
            ([line[f] for f in fields] for line in lines("sectors.tsv", fields)),
        )
    return _markdown(("column", "type", "holds"), ([f"`{one.name}`", _type(one), one.words] for one in columns(name)))


def _cameo() -> Iterator[list[str]]:
    fields = ("type", "mode", "case", "code", "label", "note")
    for line in lines("cameo_codes.tsv", fields):
        yield [line[field] for field in fields]


def _type(column: Column) -> str:
    limits = [name for name in ("required", "unique") if column.constraints.get(name)]
    return ", ".join([column.type, *([column.unit] if column.unit else []), *limits])


def _markdown(head: tuple[str, ...], rows: Iterator[list[str]]) -> str:
    lines_ = [list(head), ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |\n" for row in lines_)


def main() -> int:
    """Writes or checks the page; the exit code."""
    old = PAGE.read_text(encoding="utf-8")
    new = with_tables(old)
    if "--check" in sys.argv[1:]:
        if old != new:
            print("docs/exports.md is out of date: python -m scripts.make_export_docs")
        return int(old != new)
    PAGE.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

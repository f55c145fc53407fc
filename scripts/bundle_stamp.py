"""Whether the page's bundle (`dateline/web/static`) was built from the front end's sources as they are (`web/`).

`make web` writes a hash of the sources, and one of what was built from them, to `dateline/web/static/sources.txt`; `--check` compares both
with what is there, and needs no Node.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEB, STATIC = ROOT / "web", ROOT / "dateline/web/static"
STAMP = STATIC / "sources.txt"
SOURCES = ("src", "public", "index.html", "licenses.mjs", "package.json", "package-lock.json", "tsconfig.json", "vite.config.ts")


def main(arguments: list[str]) -> int:
    """Writes the hashes, or compares them (exit code 1 where they differ)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    chosen = parser.parse_args(arguments)
    found = stamp(WEB, STATIC)
    if not chosen.check:
        STAMP.write_text(found, encoding="utf-8")
        return 0
    written = STAMP.read_text(encoding="utf-8") if STAMP.is_file() else ""
    if written == found:
        return 0
    # The sources stand in the first line, what was built in the second.
    stale = written.splitlines()[:1] != found.splitlines()[:1]
    said = "not built from web/ as it is" if stale else "changed after it was built"
    print(f"dateline/web/static was {said}: run make web", file=sys.stderr)
    return 1


def stamp(web: Path, static: Path) -> str:
    """The two hashes as lines of text."""
    sources = [path for name in SOURCES for path in _files(web / name)]
    built = [path for path in _files(static) if path.name != STAMP.name]
    return f"sources {_hash(web, sources)}\nbundle {_hash(static, built)}\n"


def _files(path: Path) -> Iterable[Path]:
    return (one for one in (path, *path.rglob("*")) if one.is_file())


def _hash(root: Path, files: Iterable[Path]) -> str:
    """Of the files' names and bytes. What a checkout makes of line ends is undone."""
    found = hashlib.sha256()
    for path in sorted(files):
        data = path.read_bytes().replace(b"\r\n", b"\n")
        found.update(f"{path.relative_to(root).as_posix()} {len(data)}\n".encode() + data)
    return found.hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Paths as the user gives them (files, folders, patterns) to files."""

from __future__ import annotations

import functools
import glob
import os
from collections.abc import Iterator
from pathlib import Path

# Files that come with saved pages. Below a folder or in an archive they are no reports and are passed over.
_ASSETS = frozenset(
    (  # noqa: SIM905 - one word a line would fill a page
        ".apng .avif .bmp .css .cur .eot .flac .gif .ico .jpeg .jpg .js .m3u8 .m4a .m4v .map .mjs .mov .mp3 .mp4 .mpd .oga .ogg .ogv .otf "
        ".png .svg .tif .tiff .ttf .vtt .wasm .wav .webm .webmanifest .webp .woff .woff2"
    ).split()
)


def is_asset(name: str) -> bool:
    """Whether a file of this name belongs to a page (style sheet, script, picture, font, sound, film) and holds no text of its own."""
    return os.path.splitext(name)[1].lower() in _ASSETS  # noqa: PTH122 - a Path a file is slow


def is_hidden(name: str) -> bool:
    """Whether a part of this path is hidden, as `.git/config`, or the Macintosh's copy of a name."""
    return any(part == "__MACOSX" or (part.startswith(".") and part.strip(".")) for part in name.split("/"))


def find_files(path: str | Path) -> Iterator[tuple[Path, OSError | None]]:
    """The files that a path stands for, each with the error that keeps it from being read, if any; nothing raises.

    A file is itself. Of a folder come all files below, sorted by name, hidden ones and page assets left out. A pattern (`*`, `?`, `[…]`,
    and `**` for folders of any depth) that is no file's name gives all files and folders that fit, sorted.
    """
    given = Path(path)
    if not os.path.lexists(given) and glob.has_magic(str(path)):
        found = sorted(glob.glob(str(path), recursive=True))  # noqa: PTH207 - `Path.glob` takes no pattern with a root
        if not found:
            yield given, FileNotFoundError(2, "no file fits this pattern")
        folders = {name.rstrip("/") for name in found if os.path.isdir(name)}  # noqa: PTH112
        seen: set[tuple[str, str]] = set()
        real = functools.cache(os.path.realpath)
        for name in found:
            at = (str(real(os.path.dirname(name))), os.path.basename(name))  # noqa: PTH119, PTH120
            if at in seen:  # by a link to a folder above it
                continue
            seen.add(at)
            # With `**` a folder comes beside the files in it.
            if not _is_below(name, folders):
                yield from _walk(Path(name), ())
    elif given.is_dir():
        yield from _walk(given, ())
    else:
        yield given, None


def _is_below(name: str, folders: set[str]) -> bool:
    while (cut := name.rstrip("/").rfind("/")) > 0:
        name = name[:cut]
        if name in folders:
            return True
    return False


def _walk(path: Path, above: tuple[tuple[int, int], ...]) -> Iterator[tuple[Path, OSError | None]]:
    try:
        if not path.is_dir():
            if path.is_file() or not path.exists():
                yield path, None
            return
        status = path.stat()
        this = (status.st_dev, status.st_ino)
        if this in above:  # a link to a folder that it is in
            return
        names = sorted(name for name in os.listdir(path) if not name.startswith(".") and not is_asset(name))  # noqa: PTH208
    except OSError as error:
        yield path, error
        return
    for name in names:
        yield from _walk(path / name, (*above, this))

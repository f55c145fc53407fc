"""Paths to reports: every input becomes a report or a reject that says why not."""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Literal

import msgspec

from dateline.intake.decode import Decoded, decode, decode_page
from dateline.intake.jsonl import FieldError, parse_object, read_fields
from dateline.intake.language import find_language, language_code
from dateline.intake.page import extractor, read_page
from dateline.intake.report import prepare_report
from dateline.records import Reject, Report, content_id

InputFormat = Literal["auto", "text", "jsonl", "html"]
STDIN = "-"
_SUFFIXES: Mapping[str, str] = {
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json", ".html": "html", ".htm": "html", ".xhtml": "html",
}  # fmt: skip
_BYTES_A_CHARACTER = 6  # the most that one character takes: JSON writes it as \uXXXX
_PAGE_BYTES_A_CHARACTER = 12  # of a page most bytes are markup


def _silent(note: str) -> None:
    """Drops a note."""


@dataclasses.dataclass(frozen=True)
class Options:
    """How inputs are read.

    `published` is the day of the inputs that state none; `names` maps our field names to those of the JSON objects; texts of more than
    `max_chars` characters are rejected; `note` receives remarks on inputs that were read after all (such as another encoding).
    """

    published: str | None = None
    input_format: InputFormat = "auto"
    names: Mapping[str, str] = dataclasses.field(default_factory=dict)
    max_chars: int = 5_000_000
    note: Callable[[str], None] = _silent


@dataclasses.dataclass(frozen=True)
class _Source:
    """One input: its name for messages and ids, and its options."""

    name: str
    options: Options

    def reject(self, reason: str, detail: str, line: int | None = None) -> Reject:
        return Reject(id=content_id(self.name, line, reason, detail), source=self.name, line=line, reason=reason, detail=detail)

    def too_large(self, line: int | None = None) -> Reject:
        most = self.options.max_chars
        return self.reject("too_large", f"has more than {most:,} characters; split it or raise --max-chars", line)


def read_inputs(paths: Iterable[str | Path], options: Options | None = None, *, stdin: BinaryIO | None = None) -> Iterator[Report | Reject]:
    """The reports of these files, folders (all files below, sorted, hidden ones left out) and, for `-`, of standard input.

    A report's id is the record's own, else the path as given. What cannot be read comes as a `Reject` in its place; nothing raises.
    """
    options = options or Options()
    for path in paths:
        if str(path) == STDIN:
            yield from _read_stream(stdin or sys.stdin.buffer, _Source(STDIN, options), "")
            continue
        try:
            files = list(files_below(Path(path)))
        except OSError as error:
            yield _unreadable(_Source(Path(path).as_posix(), options), error)
            continue
        for file in files:
            yield from _read_file(file, options)


def format_of(suffix: str) -> str:
    """The format that a file name's ending tells: jsonl, json, html, or auto where the content decides."""
    return _SUFFIXES.get(suffix.lower(), "auto")


def files_below(path: Path) -> Iterator[Path]:
    """The file itself, or all files below the folder, sorted by name, hidden ones left out. Raises `OSError`."""
    if not path.is_dir():
        yield path
        return
    for child in sorted(path.iterdir()):
        if not child.name.startswith("."):
            yield from files_below(child)


def _read_file(path: Path, options: Options) -> Iterator[Report | Reject]:
    source = _Source(path.as_posix(), options)
    try:
        with path.open("rb") as stream:
            yield from _read_stream(stream, source, path.suffix)
    except OSError as error:
        yield _unreadable(source, error)


def _unreadable(source: _Source, error: OSError) -> Reject:
    why = {FileNotFoundError: "does not exist; check the path", PermissionError: "may not be read; check its permissions"}
    return source.reject("unreadable", why.get(type(error), f"cannot be read: {error.strerror or error}"))


def _read_stream(stream: BinaryIO, source: _Source, suffix: str) -> Iterator[Report | Reject]:
    """Reads one input in the format that the options, its suffix or its first line say."""
    wanted = source.options.input_format
    kind = format_of(suffix) if wanted == "auto" else wanted
    if kind == "jsonl":
        yield from _read_lines(stream, source)
        return
    if kind == "auto":
        first = stream.readline(_line_limit(source))
        if _is_object(first):
            yield from _read_lines(stream, source, first)
            return
        kind = "html" if first.lstrip(b"\xef\xbb\xbf \t\r\n")[:9].lower().startswith((b"<!doctype", b"<html", b"<?xml")) else "text"
    else:
        first = b""
    most = source.options.max_chars * (_PAGE_BYTES_A_CHARACTER if kind == "html" else _BYTES_A_CHARACTER)
    data = first + stream.read(max(most + 1 - len(first), 0))
    if len(data) > most:
        yield source.too_large()
    elif kind == "json":
        yield from _read_json(data, source)
    else:
        yield _read_page(data, source) if kind == "html" else _read_text(data, source)


def _line_limit(source: _Source) -> int:
    return source.options.max_chars * _BYTES_A_CHARACTER + 65_536  # room for the other fields


def _is_object(line: bytes) -> bool:
    if not line.lstrip(b"\xef\xbb\xbf \t").startswith(b"{"):
        return False
    try:
        parse_object(decode(line).text)
    except FieldError:
        return False
    return True


def _read_text(data: bytes, source: _Source) -> Report | Reject:
    decoded = _decoded(decode(data), source)
    if isinstance(decoded, Reject):
        return decoded
    # Standard input has no name of its own: the text's hash is its id.
    return _checked(decoded.text, source, None, {"id": None if source.name == STDIN else source.name})


def _read_page(data: bytes, source: _Source) -> Report | Reject:
    decoded = _decoded(decode_page(data), source)
    if isinstance(decoded, Reject):
        return decoded
    page = read_page(decoded.text)
    if not page.text.strip():
        return source.reject("empty", "no main text was found on the page; give the text itself")
    fields = {"title": page.title, "publisher": page.publisher, "url": page.url, "published": page.published}
    fields |= {
        "raw_sha256": hashlib.sha256(data).hexdigest(),
        "extractor": extractor(),
        "id": None if source.name == STDIN else source.name,
    }
    return _checked(page.text, source, None, fields, basis="page", fallback_first=True)


def _read_json(data: bytes, source: _Source) -> Iterator[Report | Reject]:
    """A `.json` file: one object, a list of objects, or JSONL under another name."""
    decoded = _decoded(decode(data), source)
    if isinstance(decoded, Reject):
        yield decoded
        return
    try:
        value = msgspec.json.decode(decoded.text)
    except (msgspec.DecodeError, RecursionError):
        for number, line in enumerate(decoded.text.split("\n"), 1):
            if line.strip():
                yield _read_line(line, source, number)
        return
    for number, item in enumerate(value if isinstance(value, list) else [value], 1):
        if isinstance(item, dict):
            yield _read_object(item, source, number)
        else:
            yield source.reject("json", f"item {number} is no JSON object", number)
    if value == []:
        yield source.reject("empty", "holds no records")


def _read_lines(stream: BinaryIO, source: _Source, first: bytes = b"") -> Iterator[Report | Reject]:
    """JSONL, line by line: a long file is never held whole, a line over the limit is passed over in pieces."""
    limit = _line_limit(source)
    held = 0
    lines = itertools.chain([first] if first else [], iter(lambda: stream.readline(limit), b""))
    for number, line in enumerate(_whole_lines(lines, stream, limit), 1):
        if line is None:
            yield source.too_large(number)
        elif line.strip(b"\xef\xbb\xbf \t\r\n"):
            decoded = _decoded(decode(line), source, number)
            yield decoded if isinstance(decoded, Reject) else _read_line(decoded.text, source, number)
        else:
            continue
        held += 1
    if not held:
        yield source.reject("empty", "holds no records")


def _whole_lines(lines: Iterable[bytes], stream: BinaryIO, limit: int) -> Iterator[bytes | None]:
    for line in lines:
        if len(line) < limit or line.endswith(b"\n"):
            yield line
            continue
        while True:  # the rest of a line that is too long
            rest = stream.readline(1 << 20)
            if not rest or rest.endswith(b"\n"):
                break
        yield None


def _read_line(line: str, source: _Source, number: int) -> Report | Reject:
    try:
        return _read_object(parse_object(line), source, number)
    except FieldError as error:
        return source.reject(error.reason, error.detail, number)


def _read_object(value: Mapping[str, Any], source: _Source, number: int) -> Report | Reject:
    try:
        fields = read_fields(value, source.options.names)
    except FieldError as error:
        return source.reject(error.reason, error.detail, number)
    return _checked(fields.pop("text") or "", source, number, fields)


def _decoded(decoded: Decoded, source: _Source, line: int | None = None) -> Decoded | Reject:
    if decoded.reason:
        return source.reject(decoded.reason, decoded.detail, line)
    if decoded.encoding != "utf-8":
        where = source.name if line is None else f"{source.name}:{line}"
        source.options.note(f"{where}: not UTF-8, read as {decoded.encoding}")
    return decoded


def _checked(
    text: str, source: _Source, line: int | None, fields: dict[str, str | None], *, basis: str = "field", fallback_first: bool = False
) -> Report | Reject:
    """The report, once its text is found to be neither empty, too long, broken nor in another language."""
    options = source.options
    if not text.strip():
        return source.reject("empty", "holds no text", line)
    if len(text) > options.max_chars:
        return source.too_large(line)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        return source.reject("encoding", f"character {error.start} of the text is half a surrogate pair; repair the export", line)
    stated = fields.pop("language", None)
    language = language_code(stated) if stated else find_language(text)
    if language not in (None, "en"):
        return source.reject("language", f"is in language {language!r}; only English is read so far", line)
    published = fields.pop("published", None)
    if fallback_first and options.published:  # a page's day is found by search: a day that the user gives is better
        published = None
    return prepare_report(text, published=published, published_basis=basis, fallback=options.published, language=language, **fields)

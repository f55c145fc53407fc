"""JSON lines and JSON files: one object a report."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from dateline.intake.accept import BYTES_A_CHARACTER, accept_object
from dateline.intake.decode import decode
from dateline.intake.fields import FieldError, parse_fields
from dateline.intake.lines import read_lines, read_pieces
from dateline.intake.source import Source
from dateline.intake.streams import look
from dateline.records import Reject, Report

__all__ = ["count", "is_json_lines", "is_json_list", "parse_fields", "parse_object", "read", "read_json"]

_OBJECT = re.compile(rb"(?:^|[\[}],?)\s*\{")
_BLANK = " \t\r\n\ufeff"


def is_json_lines(head: bytes) -> bool:
    """Whether the input's first line is a JSON object, or begins as one and the second is."""
    lines = _text_head(head).strip(_BLANK).split("\n", 2)[:2]
    return lines[0].startswith("{") and any(map(_is_object, lines))


def _is_object(line: str) -> bool:
    try:
        parse_object(line.strip(_BLANK))
    except FieldError:
        return False
    return True


def is_json_list(head: bytes) -> bool:
    """Whether the input begins as a list of JSON objects, or as one with its first name."""
    start = "".join(_text_head(head)[:4096].split())
    return start.startswith(("[{", '{"'))


def _text_head(head: bytes) -> str:
    return "" if b"\0\0\0" in head else decode(head).text


def count(data: bytes) -> int:
    """How many records begin in these bytes: lines that are objects, else objects that a list or another object ends before."""
    lines = data.count(b"\n{")
    return max(lines, len(_OBJECT.findall(data)), 1)


def read(stream: BinaryIO, source: Source) -> Iterator[Report | Reject]:
    """JSON lines: a long file is never held whole, a line over the limit is passed over in pieces."""
    held = 0
    for number, line in read_lines(stream, source):
        if isinstance(line, Reject):
            yield line
        elif line.strip(_BLANK):
            yield _read_line(line, source, number)
        else:
            continue
        held += 1
    if not held:
        yield source.reject("empty", "holds no records")


def read_json(stream: BinaryIO, source: Source) -> Iterator[Report | Reject]:
    """A `.json` file: one object, objects one after the other, a list of objects of any length, or JSONL under another name."""
    head, stream = look(stream)
    if is_json_lines(head):
        yield from read(stream, source)
        return
    held = 0
    for number, item in enumerate(_items(stream, source), 1):
        held += 1
        if isinstance(item, Reject):
            yield item
        elif isinstance(item, dict):
            yield accept_object(item, source, number)
        else:
            yield source.reject("json", f"item {number} is no JSON object", number)
    if not held:
        yield source.reject("empty", "holds no records")


def _items(stream: BinaryIO, source: Source) -> Iterator[Any]:
    """The values of a JSON list, or values one after the other, each decoded once it is there; the list is never held whole."""
    scan = _Scanner(read_pieces(stream, source))
    most = source.options.max_chars * BYTES_A_CHARACTER
    in_list = scan.skip() == "["
    if in_list:
        scan.take()
    number = 0
    while (first := scan.skip()) and not (in_list and first == "]"):
        if in_list and number and first == ",":
            scan.take()
            continue
        number += 1
        try:
            found, value = scan.value(most)
        except (ValueError, RecursionError) as error:
            yield source.reject("json", f"item {number} is no valid JSON ({error}); what stands behind it was not read", number)
            return
        if not found:
            yield source.too_large(number)
            return
        yield value
    if in_list and not first:
        yield source.reject("json", "the list has no end; what was there was read")


class _Scanner:
    """Takes JSON values off text that comes in pieces."""

    def __init__(self, pieces: Iterator[str]) -> None:
        self._pieces = pieces
        self._text = ""
        self._at = 0
        self._ended = False
        self._decoder = json.JSONDecoder(parse_constant=_no_constant)

    def skip(self) -> str:
        """The next character that is no white space; empty at the end."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in _BLANK:
                self._at += 1
            if self._at < len(self._text) or self._ended:
                return self._text[self._at : self._at + 1]
            self._more(1)

    def take(self) -> None:
        """Past that character."""
        self._at += 1

    def value(self, most: int) -> tuple[bool, Any]:
        """The value here; False where it has more than `most` characters. Raises `ValueError` where it is none."""
        wanted = 1
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
                # A number at the very end may go on.
                if self._ended or end < len(self._text) or self._text[end - 1] in '}]"':
                    self._at = end
                    return True, value
            except ValueError:
                if self._ended:
                    raise
            if len(self._text) - self._at > most:
                return False, None
            self._more(wanted)
            wanted *= 2

    def _more(self, pieces: int) -> None:
        """Adds so many pieces; what was taken is dropped."""
        added = list(itertools.islice(self._pieces, pieces))
        self._ended = not added
        self._text, self._at = self._text[self._at :] + "".join(added), 0


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON value")


def _read_line(line: str, source: Source, number: int) -> Report | Reject:
    try:
        return accept_object(parse_object(line.strip(_BLANK)), source, number)
    except FieldError as error:
        return source.reject(error.reason, error.detail, number)


def parse_object(line: str) -> dict[str, Any]:
    """The JSON object in the line. Raises `FieldError`."""
    try:
        value = msgspec.json.decode(line)
    except msgspec.DecodeError as error:
        raise FieldError("json", f"no valid JSON ({error}); a line must be one whole JSON object") from None
    except RecursionError:
        raise FieldError("json", "JSON nested too deeply; a line must be one flat JSON object") from None
    if not isinstance(value, dict):
        raise FieldError("json", f"is a JSON {type(value).__name__}, not an object; a line must be one JSON object")
    return value

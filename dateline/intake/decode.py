"""Bytes to text, without changing a character."""

from __future__ import annotations

import codecs
import dataclasses
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MOST_CONTROLS = 0.01  # share of control characters above which a text is taken for binary data
_FEW_CONTROLS = 8  # stray ones that a short text may have
_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w-]{2,40})|<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w-]{2,40})", re.IGNORECASE
)


@dataclasses.dataclass(frozen=True, slots=True)
class Decoded:
    """Text, or the reason (`binary`, `encoding`) why there is none, with a sentence on it; `encoding` is what the bytes were read as."""

    text: str = ""
    encoding: str = "utf-8"
    reason: str | None = None
    detail: str = ""


def decode(data: bytes) -> Decoded:
    """The bytes as text: by their byte order mark (dropped), else UTF-8, else Windows-1252 if that gives text."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return Decoded(data[len(mark) :].decode(encoding), encoding)
            except UnicodeDecodeError as error:
                detail = f"marked as {encoding} but broken at byte {error.start + len(mark)}; save it as UTF-8"
                return Decoded(reason="encoding", detail=detail)
    if b"\0" in data:
        return Decoded(reason="binary", detail="holds NUL bytes, so it is no text; give text, JSONL or HTML")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _single_byte(data, error.start)
    if _share_of_controls(text) > _MOST_CONTROLS:
        return Decoded(reason="binary", detail="is full of control characters, so it is no text; give text, JSONL or HTML")
    return Decoded(text)


def decode_page(data: bytes) -> Decoded:
    """As `decode`, but the character set that the page declares comes before the guess."""
    named = _CHARSET.search(data[:4096])
    if named and not data.startswith(tuple(mark for mark, _ in _MARKS)):
        name = (named[1] or named[2]).decode("ascii").lower()
        # Browsers read pages that say Latin-1 as Windows-1252 (WHATWG Encoding Standard).
        name = "windows-1252" if name in ("iso-8859-1", "latin-1", "latin1", "ascii", "us-ascii") else name
        try:
            return Decoded(data.decode(name), name) if name not in ("utf-8", "utf8") and b"\0" not in data else decode(data)
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data)


def _single_byte(data: bytes, broken: int) -> Decoded:
    try:
        text = data.decode("windows-1252")
    except UnicodeDecodeError:
        text = ""
    letters = sum(character.isalpha() or character.isspace() for character in text[:20_000])
    if not text or _share_of_controls(text) > _MOST_CONTROLS:
        return Decoded(reason="binary", detail=f"not UTF-8 (byte {broken}) and no text in Windows-1252 either; give text, JSONL or HTML")
    if letters < 0.7 * min(len(text), 20_000):  # prose has some .95 letters and spaces
        return Decoded(reason="encoding", detail=f"not UTF-8 (byte {broken}) and not like Windows-1252 text; save it as UTF-8")
    return Decoded(text, "windows-1252")


def _share_of_controls(text: str) -> float:
    sample = text[:20_000]
    found = len(_CONTROLS.findall(sample))
    return found / len(sample) if found > _FEW_CONTROLS else 0.0

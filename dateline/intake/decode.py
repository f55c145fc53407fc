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
_LATIN_1 = ("iso-8859-1", "iso8859-1", "latin-1", "latin1", "ascii", "us-ascii")
_SAMPLE = 20_000  # bytes or characters that a guess goes by
# Bytes above 127: from so many, and from such a share of the letters and these, a text is hardly Western European.
_FOREIGN = ((20, 0.1), (8, 0.4))
_MOST_CHAOS = 0.2  # charset_normalizer's measure of mess, above which its guess is none
_MARKS_OF_PROSE = frozenset("\xa0–—‘’‚“”„…«»‹›•·¡¿€£§°©®№、。，：；！？「」（）")
_PROSE = 0.6  # share of letters and these among the characters beyond ASCII that prose passes
_WORTH = 2  # sound UTF-8 characters beside each broken one from which a text is damaged UTF-8 and no other encoding
_ALTERNATING = 0.4  # share of NULs at even or odd bytes that makes UTF-16 of Latin script


@dataclasses.dataclass(frozen=True, slots=True)
class Decoded:
    """Text, or the reason (`binary`, `encoding`) why there is none, with a sentence on it.

    `encoding` is what the bytes were read as; `note` a remark for the user where that was a guess, or bytes were broken.
    """

    text: str = ""
    encoding: str = "utf-8"
    reason: str | None = None
    detail: str = ""
    note: str = ""


def decode(data: bytes) -> Decoded:
    """The bytes as text: by their byte order mark (dropped), else UTF-8, else UTF-16, else the legacy encoding they look like.

    UTF-8 with some broken bytes is read as such, with U+FFFD in their place. Western European texts are read as Windows-1252; those
    with many bytes above 127 as charset_normalizer guesses (Cyrillic, Greek, Arabic, Chinese, …).
    """
    wide = wide_encoding(data)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return Decoded(data[len(mark) :].decode(encoding), encoding, note="" if encoding == "utf-8" else f"read as {encoding}")
            except UnicodeDecodeError as error:
                if encoding == "utf-8":
                    return decode(data[len(mark) :])
                detail = f"marked as {encoding} but broken at byte {error.start + len(mark)}; save it as UTF-8"
                return Decoded(reason="encoding", detail=detail)
    if wide:
        try:
            return Decoded(data.decode(wide), wide, note=f"read as {wide}")
        except UnicodeDecodeError:
            pass
    if b"\0" in data:
        return Decoded(reason="binary", detail=what_binary(data) or "holds NUL bytes, so it is no text; give text, JSONL or HTML")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _damaged(data) or _legacy(data, error.start)
    if share_of_controls(text) > _MOST_CONTROLS:
        return Decoded(reason="binary", detail="is full of control characters, so it is no text; give text, JSONL or HTML")
    return Decoded(text)


def decode_page(data: bytes, charset: str | None = None) -> Decoded:
    """As `decode`, but the character set that the server (`charset`) or the page states comes before the guess."""
    found = _CHARSET.search(data[:4096])
    named = charset or (found and (found[1] or found[2]).decode("ascii"))
    if named and b"\0" not in data and not data.startswith(tuple(mark for mark, _ in _MARKS)):
        # Browsers read pages that say Latin-1 as Windows-1252 (WHATWG Encoding Standard).
        name = "windows-1252" if named.lower() in _LATIN_1 else named.lower()
        try:
            if name not in ("utf-8", "utf8"):
                return Decoded(data.decode(name), name, note=f"not UTF-8, read as {name}")
        except (LookupError, UnicodeError):
            pass
    return decode(data)


def wide_encoding(head: bytes) -> str | None:
    """UTF-16 or UTF-32 by its byte order mark, or UTF-16 of Latin script by its NUL bytes; None for anything else."""
    marked = next((encoding for mark, encoding in _MARKS if head.startswith(mark)), None)
    if marked is not None:
        return None if marked == "utf-8" else marked
    sample = head[:_SAMPLE]
    if len(sample) < 4 or b"\0\0" in sample:
        return None
    even, odd = sample[::2].count(0) / len(sample), sample[1::2].count(0) / len(sample)
    if max(even, odd) < _ALTERNATING or min(even, odd) > 0:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def what_binary(head: bytes) -> str | None:
    """What well-known file that is no report begins with these bytes, and what to do with it."""
    starts = {
        b"%PDF": "is a PDF; give its text (pdftotext makes it)",
        b"\xd0\xcf\x11\xe0": "is an Office document; save it as text",
        b"{\\rtf": "is an RTF document; save it as text",
        b"Rar!": "is a RAR archive; unpack it, or use zip",
        b"7z\xbc\xaf": "is a 7z archive; unpack it, or use zip",
        b"SQLite format 3": "is an SQLite database; export its table as CSV",
    }
    if head[257:262] == b"ustar":
        return "is a tar archive; unpack it, or use zip"
    return next((detail for start, detail in starts.items() if head.startswith(start)), None)


def share_of_controls(text: str) -> float:
    """The share of control characters that no text has, in a sample; 0 where they are few."""
    sample = text[:_SAMPLE]
    found = len(_CONTROLS.findall(sample))
    return found / len(sample) if found > _FEW_CONTROLS else 0.0


def _damaged(data: bytes) -> Decoded | None:
    """UTF-8 with some broken bytes, or cut within a character; None where the broken outweigh the sound."""
    text = data.decode("utf-8", "replace")
    marks = text.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    sound = len(text) - len(text.encode("ascii", "ignore")) - text.count("\ufffd")
    cut = marks == 1 and text.endswith("\ufffd") and sound > 0
    if (sound < _WORTH * marks and not cut) or share_of_controls(text) > _MOST_CONTROLS:
        return None
    return Decoded(text, note=f"{marks} broken place{'s' if marks > 1 else ''} in its UTF-8 read as U+FFFD")


def _legacy(data: bytes, broken: int) -> Decoded:
    sample = data[:_SAMPLE]
    high = sum(byte > 127 for byte in sample)
    letters = sum(chr(byte).isalpha() for byte in sample if byte <= 127)
    encodings = ["windows-1252"]
    foreign = any(high >= least and high >= share * (high + letters) for least, share in _FOREIGN)
    if foreign and (guess := _guess(sample)):
        encodings.insert(0, guess)
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if share_of_controls(text) > _MOST_CONTROLS:
            continue
        others = [character for character in text[:_SAMPLE] if not character.isascii()]
        if sum(character.isalpha() or character in _MARKS_OF_PROSE for character in others) < _PROSE * len(others):
            return Decoded(reason="encoding", detail=f"not UTF-8 (byte {broken}) and not like {encoding} text; save it as UTF-8")
        return Decoded(text, encoding, note=f"not UTF-8, read as {encoding}")
    detail = what_binary(data) or f"not UTF-8 (byte {broken}) and no text in Windows-1252 either; give text, JSONL or HTML"
    return Decoded(reason="binary", detail=detail)


def _guess(sample: bytes) -> str | None:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - few inputs need it

    whole_lines = sample[: sample.rfind(b"\n") + 1] or sample
    best = from_bytes(whole_lines).best()
    return best.encoding if best is not None and best.chaos <= _MOST_CHAOS else None

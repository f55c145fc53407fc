"""What every format ends in: a text with its fields to a report, or to the reject that says why not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, BinaryIO

from dateline.intake.agencies import agency_named
from dateline.intake.decode import Decoded
from dateline.intake.fields import FieldError, read_fields
from dateline.intake.language import find_language, language_code
from dateline.intake.report import prepare_report
from dateline.intake.source import Source
from dateline.records import Reject, Report

BYTES_A_CHARACTER = 6  # the most that one character takes: JSON writes it as \uXXXX
PAGE_BYTES_A_CHARACTER = 12  # of a page most bytes are markup


def read_whole(stream: BinaryIO, source: Source, bytes_a_character: int = BYTES_A_CHARACTER) -> bytes | Reject:
    """All bytes of an input that is one document, or the reject `too_large`; never more than the limit is held."""
    most = source.options.max_chars * bytes_a_character
    data = stream.read(most + 1)
    return source.too_large() if len(data) > most else data


def readable(decoded: Decoded, source: Source, line: int | None = None) -> Decoded | Reject:
    """The decoded text, with a note where its encoding is a guess, or the reject that says why the bytes are no text."""
    if decoded.reason:
        return source.reject(decoded.reason, decoded.detail, line)
    if decoded.note:
        source.options.note(f"{source.at(line)}: {decoded.note}")
    return decoded


def accept_object(value: Mapping[str, Any], source: Source, line: int | None) -> Report | Reject:
    """The report of a JSON object, a row or any other mapping of the input's names to values."""
    try:
        fields = read_fields(value, source.options.names)
    except FieldError as error:
        return source.reject(error.reason, error.detail, line)
    return accept(fields.pop("text") or "", source, line, fields)


def accept(
    text: str,
    source: Source,
    line: int | None,
    fields: Mapping[str, str | None],
    *,
    basis: str = "field",
    fallback_first: bool = False,
    retrieved: str | None = None,
) -> Report | Reject:
    """The report, once its text is found to be neither empty, too long nor broken. `fields` are `Report`'s, without its text.

    A report in another language has its `language` set: it is recorded and not coded. `basis` says where a published day in `fields`
    comes from; with `fallback_first` the user's own day wins over it (a page's day is found by search); `retrieved` is the day on which
    the page was fetched, which is taken where nothing else gives a day.
    """
    options = source.options
    if not text.strip():
        return source.reject("empty", "holds no text", line)
    if len(text) > options.max_chars:
        return source.too_large(line)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        return source.reject("encoding", f"character {error.start} of the text is half a surrogate pair; repair the export", line)
    rest = dict(fields)
    stated = rest.pop("language", None)
    language = language_code(stated) if stated else find_language(text)
    published = rest.pop("published", None)
    if fallback_first and options.published:
        published = None
    if agency := rest.get("agency"):
        rest["agency"] = agency_named(agency) or agency
    return prepare_report(
        text, published=published, published_basis=basis, fallback=options.published, retrieved=retrieved, language=language, **rest
    )

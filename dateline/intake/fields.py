"""The fields of one object, row or record to those of a report."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping
from typing import Any

from dateline.errors import InputError
from dateline.intake.days import read_day, read_day_number
from dateline.intake.decode import decode

FIELDS = ("id", "text", "title", "author", "published", "publisher", "agency", "url", "language")
_MISSING = object()
_MOST_NAMES = 20  # of the input's own that a message lists


class FieldError(InputError):
    """A record that cannot become a report: `reason` is the reject reason, `detail` what to do."""

    def __init__(self, reason: str, detail: str) -> None:
        """Keep both."""
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


def parse_fields(spec: str) -> dict[str, str]:
    """`text=body,published=date` as a mapping from our field names to the input's. Raises `InputError` for a field that is none of ours."""
    names: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in spec.split(","))):
        ours, equals, theirs = pair.partition("=")
        if ours.strip() not in FIELDS or not equals or not theirs.strip():
            raise InputError(f"--map {pair!r}: write FIELD=NAME, with FIELD one of {', '.join(FIELDS)}")
        names[ours.strip()] = theirs.strip()
    return names


def read_fields(value: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, str | None]:
    """The fields of a report, by our names, each a string or None. Raises `FieldError` where one is missing or of a wrong kind.

    `names` gives the input's name for a field of ours, where it is another; `source.name` is `name` within `source`. A number is an id or
    a day (20250831, or a time stamp since 1970), a list of strings the authors.
    """
    found: dict[str, str | None] = {}
    for ours in FIELDS:
        theirs = names.get(ours, ours)
        content = _content(value, theirs)
        if content is _MISSING:
            if ours == "text":
                raise FieldError("field", no_text(theirs, value))
            content = None
        found[ours] = None if content is None else _as_text(ours, theirs, content)
    return found


def no_text(name: str, names: Mapping[str, Any]) -> str:
    """What to do where the field that should hold the text is missing; `names` are those that are there."""
    there = [str(one)[:40] for one in names][:_MOST_NAMES]
    more = ", …" if len(names) > _MOST_NAMES else ""
    found = f"its fields are {', '.join(there)}{more}" if there else "it has no fields"
    return f"has no {name!r} ({found}); name the field that holds the text with --map text=NAME"


def _content(value: Mapping[str, Any], name: str) -> Any:
    if name in value:
        return value[name]
    inner: Any = value
    for part in name.split("."):
        if not isinstance(inner, Mapping) or part not in inner:
            return _MISSING
        inner = inner[part]
    return inner


def _as_text(ours: str, theirs: str, content: Any) -> str | None:
    if ours == "published":
        return _day(theirs, content)
    if isinstance(content, bytes):
        decoded = decode(content)
        if decoded.reason:
            raise FieldError(decoded.reason, f"{theirs!r} {decoded.detail}")
        content = decoded.text
    elif ours == "id" and isinstance(content, int | float) and not isinstance(content, bool):
        # A column of numbers with gaps is one of floats: 7.0 is 7.
        content = str(int(content)) if isinstance(content, float) and content.is_integer() else str(content)
    elif ours == "author" and isinstance(content, list) and all(isinstance(one, str) for one in content):
        content = ", ".join(content)
    if not isinstance(content, str):
        raise FieldError("field", f"{theirs!r} is a {type(content).__name__}; it must be a string")
    return content or None


def _day(theirs: str, content: Any) -> str | None:
    """The ISO day of a published field. Raises `FieldError` where it states none."""
    if isinstance(content, bytes):
        content = content.decode("utf-8", "replace")
    day: str | None = None
    if isinstance(content, datetime.datetime):
        day = content.date().isoformat()
    elif isinstance(content, datetime.date):
        day = content.isoformat()
    elif isinstance(content, bool) or not isinstance(content, str | int | float):
        raise FieldError("field", f"{theirs!r} is a {type(content).__name__}; it must be a day, a string or a number")
    elif isinstance(content, str):
        if not content.strip():
            return None
        day = read_day(content)
    elif isinstance(content, float) and math.isnan(content):
        return None
    else:
        day = read_day_number(content)
    if day is None:
        raise FieldError("date", f"{theirs!r} is {str(content)[:40]!r}; write the day as 2025-08-31")
    return day

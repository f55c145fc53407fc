"""One line of JSONL to the fields of a report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from dateline.errors import InputError
from dateline.intake.days import read_day

FIELDS = ("id", "text", "title", "published", "publisher", "url", "language")


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


def read_fields(value: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, str | None]:
    """The fields of a report, by our names, each a string or None. Raises `FieldError` where one is missing or of a wrong kind."""
    found: dict[str, str | None] = {}
    for ours in FIELDS:
        theirs = names.get(ours, ours)
        content = value.get(theirs)
        if ours == "id" and isinstance(content, int) and not isinstance(content, bool):
            content = str(content)
        if content is not None and not isinstance(content, str):
            raise FieldError("field", f"{theirs!r} is a {type(content).__name__}; it must be a string")
        found[ours] = content or None
    if names.get("text", "text") not in value:
        raise FieldError("field", f"has no {names.get('text', 'text')!r}; name the field that holds the text with --map text=NAME")
    published = found["published"]
    if published is not None:
        day = read_day(published)
        if day is None:
            theirs = names.get("published", "published")
            raise FieldError("date", f"{theirs!r} is {published[:40]!r}; write the day as 2025-08-31")
        found["published"] = day
    return found

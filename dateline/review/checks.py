"""What the checks of changed values share: kinds, codes, names, and where words stand in a report."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from dateline.errors import InputError
from dateline.records import Span, span

_LONGEST = 300  # characters of a name


def is_a(kind: type, field: str, value: Any) -> Any:
    """The value, where it is of this kind. Raises `InputError` where not."""
    if not isinstance(value, kind):
        raise InputError(f"{field}: the value is of a wrong kind")
    return value


def one_of(what: str, value: Any, known: Iterable[str]) -> str:
    """The value, where it is one of those known. Raises `InputError` where not."""
    names = list(known)
    if value not in names:
        raise InputError(f"{what}: {str(value)[:40]!r} is none; there are {', '.join(names) or 'none'}")
    return str(value)


def name_in(field: str, value: Any) -> str:
    """A name or words, with white space collapsed. Raises `InputError` for none and for too many characters."""
    words = " ".join(is_a(str, field, value).split())
    if not words or len(words) > _LONGEST:
        raise InputError(f"{field}: a name has 1 to {_LONGEST} characters")
    return words


def find_words(text: str, words: str, first: int, last: int) -> Span | None:
    """Where the words stand first between two places of the text, in any case and spacing; None: nowhere."""
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    found = re.compile(rf"(?<!\w){pattern}(?!\w)", re.IGNORECASE).search(text, first, last) if pattern else None
    return span(text, *found.span()) if found else None


def plain_words(words: str) -> str:
    """The words in one line and one case."""
    return " ".join(words.split()).casefold()

"""A name as it stands in a text, without the words that are no part of it."""

from __future__ import annotations

import re
from collections.abc import Callable

_SELF = re.compile(r"^(?:the )?(?:self|so)-(?:named|called|styled|declared|proclaimed|described) +(?=\S)", re.IGNORECASE)
_OWNER = re.compile(r"^(?P<owner>.+?)['’]s? +(?=[^\W\d_a-z])")  # a capital follows: "Nepal's army" is a description
_MARKS = "\"“”'‘’ "


def plain_name(quote: str, is_country: Callable[[str], bool]) -> str:
    """The name alone: "self-named Gaitanista Army" is "Gaitanista Army", "Mexico's Sinaloa Cartel" is "Sinaloa Cartel".

    `is_country` says of an owner's words whether they name a country.
    """
    found = _SELF.sub("", quote)
    if (owned := _OWNER.match(found)) and is_country(owned["owner"].removeprefix("the ")):
        found = found[owned.end() :]
    return found.strip(_MARKS) if found != quote else quote.rstrip("'’")

"""The filters of a request's address."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from fastapi import Query

from dateline.errors import InputError
from dateline.web.filters import Filters

_WORDS = 'Words in the sentence of a telling, its title or its parties: "phrase", begin*, -without.'
_MANY = 200  # values of one field
LONG = 600  # characters of one value: ids are made of names, which may be long


def read_filters(
    q: Annotated[str, Query(max_length=LONG, description=_WORDS)] = "",
    type: Annotated[list[str], Query(max_length=_MANY, description="PLOVER type, such as ASSAULT.")] = [],  # noqa: B006
    quad: Annotated[list[int], Query(max_length=4, description="Quad class, 1 to 4.")] = [],  # noqa: B006
    mode: Annotated[list[str], Query(max_length=_MANY)] = [],  # noqa: B006
    status: Annotated[list[str], Query(max_length=_MANY)] = [],  # noqa: B006
    actor: Annotated[list[str], Query(max_length=_MANY, description="An entity's id, or part of a name.")] = [],  # noqa: B006
    recipient: Annotated[list[str], Query(max_length=_MANY)] = [],  # noqa: B006
    party: Annotated[list[str], Query(max_length=8, description="Actor or recipient; all that are given take part.")] = [],  # noqa: B006
    country: Annotated[list[str], Query(max_length=_MANY, description="Code of the place's or a party's country.")] = [],  # noqa: B006
    place: Annotated[list[str], Query(max_length=_MANY, description="A GeoNames id, or part of a name.")] = [],  # noqa: B006
    speaker: Annotated[list[str], Query(max_length=_MANY)] = [],  # noqa: B006
    publisher: Annotated[list[str], Query(max_length=_MANY)] = [],  # noqa: B006
    since: Annotated[str, Query(max_length=10, description="First day; rows whose days may lie on or after it.")] = "",
    until: Annotated[str, Query(max_length=10, description="Last day.")] = "",
    undated: Annotated[bool, Query(description="Rows of no known day pass as well.")] = False,
    min_confidence: Annotated[float, Query(ge=0, le=1)] = 0.0,
    coder: Annotated[str, Query(max_length=40, description="Of this coder, by its id or the beginning of it.")] = "",
    fold: Annotated[Literal["incidents", "events"], Query(description="Incidents, or every telling.")] = "incidents",
) -> Filters:
    """The filters; empty values are as if not given. Raises `InputError` for a day that is none or a value that is too long."""
    texts = {
        "type": [one.upper() for one in type], "mode": mode, "status": [one.lower() for one in status], "actor": actor,
        "recipient": recipient, "party": party, "country": [one.upper() for one in country], "place": place, "speaker": speaker,
        "publisher": publisher,
    }  # fmt: skip
    for name, values in texts.items():
        if any(len(value) > LONG for value in values):
            raise InputError(f"{name}: a value has at most {LONG} characters")
    return Filters(
        q=q.strip(), quad=tuple(dict.fromkeys(quad)), since=read_day("since", since), until=read_day("until", until), undated=undated,
        min_confidence=min_confidence, coder=coder or None, fold=fold,
        **{name: tuple(dict.fromkeys(value for value in values if value.strip())) for name, values in texts.items()},
    )  # fmt: skip


def read_day(name: str, value: str) -> datetime.date | None:
    """The day, None for an empty value. Raises `InputError`."""
    try:
        return datetime.date.fromisoformat(value) if value else None
    except ValueError:
        raise InputError(f"{name}: {value!r} is no day; write it as 2025-08-31") from None

"""The base of all answers, errors, and what `/api/meta` tells."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """Base of all answers: no field beyond those named."""

    model_config = ConfigDict(extra="forbid")


class ErrorAnswer(Model):
    """What was wrong with a request, in one line."""

    error: str


class TypeLabel(Model):
    """A PLOVER type: its code, quad class, name for people, definition and mode codes."""

    code: str
    quad: int
    label: str
    definition: str
    modes: list[str]


class CoderLabel(Model):
    """A coder with committed reports. `events` of None: its index has not been made yet."""

    id: str
    reports: int
    events: int | None


class Meta(Model):
    """What is served. `newer`: the store has changed since (`/api/meta?refresh=1` brings the page up to date).

    `unjoined`: events that no run has joined to incidents yet; each stands as an incident of its own.
    """

    store: str
    coder: str
    coders: list[CoderLabel]
    version: str
    newer: bool
    reports: int
    events: int
    incidents: int
    unjoined: int
    first_day: str | None
    last_day: str | None
    first_published: str | None
    last_published: str | None
    review: bool
    reviewer: str | None
    types: list[TypeLabel]
    quads: dict[str, str]
    statuses: list[str]
    contexts: dict[str, str]
    count_kinds: list[str]
    countries: dict[str, str]
    about: dict[str, str]

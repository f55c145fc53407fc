"""Which languages the shipped reader reads; reports in others are recorded with their language and not coded."""

from __future__ import annotations

READ = ("en",)


def is_read(language: str | None) -> bool:
    """Whether a report in this language (ISO 639-1) is coded; an unknown language (None) is tried."""
    return language is None or language.partition("-")[0].lower() in READ

"""What a report is called on the page: its title, or what stands for one where it has none. The record stays as it is."""

from __future__ import annotations

import re

from dateline.records import Report

_LONGEST = 140  # characters of a headline
_WORDS = 80  # characters of first words
_LOOKED_AT = 4_000  # characters of the text
_SENTENCE = re.compile(r"[.;:,]$")


def headline(report: Report) -> str:
    """The title; else the first line outside page furniture if it looks like a headline; else the first words; else the source's id."""
    if report.title and report.title.strip():
        return report.title
    lines = [" ".join(line.split()) for line in _told(report).splitlines() if line.strip()]
    if not lines:
        return report.id
    first, more = lines[0], len(lines) > 1
    # A headline is short, stands alone, and is no sentence.
    if more and len(first) <= _LONGEST and not _SENTENCE.search(first):
        return first
    if len(first) <= _WORDS:
        return first
    return first[:_WORDS].rsplit(" ", 1)[0].rstrip(" ,;:.") + " …"


def _told(report: Report) -> str:
    """The beginning of the text without its furniture."""
    parts, at = [], 0
    for piece in sorted(report.furniture, key=lambda one: one.start):
        parts.append(report.text[at : max(at, min(piece.start, _LOOKED_AT))])
        at = max(at, piece.end)
        if at >= _LOOKED_AT:
            break
    parts.append(report.text[at : max(at, _LOOKED_AT)])
    return "\n".join(parts)

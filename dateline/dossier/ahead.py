"""Days that lie ahead: of what is told to come, and of times that the coder found in sentences about the parties."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence

from dateline.dossier.numbers import names_party
from dateline.dossier.records import Line, ReadReport, Tells
from dateline.dossier.sides import Side
from dateline.dossier.tellings import sentence_at
from dateline.records import Mention, Span, span
from dateline.resolve.times import resolve_time

# Words for what is still to come; without one of them a month or weekday is taken to be over.
_TO_COME = re.compile(
    r"\b(?:will|shall|won't|is to|are to|is due|are due|due (?:to|on|in|by|for)|schedul\w+|expect\w*|plan(?:s|ned|ning)?|set (?:to|for)|"
    r"next|coming|upcoming|comes? up|deadline|expires?|until|till|no later than|ahead of|renew\w+)\b",
    re.IGNORECASE,
)
_LONGEST = 400  # days that a date ahead may be wide


def ahead_lines(lines: Iterable[Line], day: str) -> list[Line]:
    """The events told for a time after the day: future or possible ones that end after it, and others that begin after it."""
    return [line for line in lines if _is_ahead(line, day)]


def named_days(reads: Iterable[ReadReport], a: Side, b: Side, day: str, taken: Iterable[Line]) -> list[Line]:
    """Days after `day` that sentences about the parties name where no event ahead has them; what tells them is the sentence.

    They are resolved from the words alone, to the nearer of two such days.
    """
    seen = {(tells.report, tells.sentence.start) for line in taken for tells in line.tells}
    found: dict[tuple[str, str], list[Tells]] = {}
    for read in reads:
        used = [event.time.span for event in read.events if event.time and event.time.span]
        for words in (one for one in read.mentions if one.kind == "time"):
            if any(one.start < words.end and words.start < one.end for one in used):
                continue
            sentence = sentence_at(read, words.start, words.end)
            if (
                (read.report.key, sentence.start) in seen
                or not names_party(read, sentence, a, b, bare=True)
                or not _TO_COME.search(sentence.quote)
            ):
                continue
            if days := _days_ahead(words, read.report.published, day):
                found.setdefault(days, []).append(_tells(read, words, sentence, days))
    return [_line(days, tells) for days, tells in sorted(found.items())]


def _is_ahead(line: Line, day: str) -> bool:
    if line.start is not None and line.start > day:
        return True
    return line.status in ("future", "hypothetical") and line.end is not None and line.end > day


def _days_ahead(words: Mention, published: str | None, day: str) -> tuple[str, str] | None:
    """First and last day of the words, where both are known and the first lies after `day`."""
    if published is None:
        return None
    found = resolve_time(words.quote, datetime.date.fromisoformat(published), None, None)
    if found is None or found.start is None or found.end is None or (found.end - found.start).days > _LONGEST:
        return None
    return (found.start.isoformat(), found.end.isoformat()) if found.start.isoformat() > day else None


def _tells(read: ReadReport, words: Mention, sentence: Span, days: tuple[str, str]) -> Tells:
    return Tells(
        event=None, report=read.report.key, story=read.story, sentence=sentence, trigger=span(read.report.text, words.start, words.end),
        type=None, mode=None, status=None,
        speaker=(), actor=(), recipient=(), start=days[0], end=days[1], confidence=None,
    )  # fmt: skip


def _line(days: tuple[str, str], tells: Sequence[Tells]) -> Line:
    stories = len({one.story for one in tells})
    return Line(
        number=0, kind="day", incident=None, type=None, label="day named", mode=None, quad=None, score=None, status=None, statuses=(),
        actor=(), recipient=(), place=None, start=days[0], end=days[1], amounts=(), speaker=(), confidence=None, tellings=len(tells),
        reports=len({one.report for one in tells}), stories=stories, marks=("one story",) if stories == 1 else (), tells=tuple(tells),
    )  # fmt: skip

"""A report on the terminal: its text with the words of its events marked, and its events as a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from dateline.export.flat import count_words, days_words, party_name
from dateline.records import Coding, Event, Party, Report
from dateline.store import StoredEvent

# Roles in the order in which they win where spans overlap, with their style on a terminal.
STYLES = {
    "event": "bold white on red",
    "actor": "bold cyan",
    "recipient": "bold magenta",
    "speaker": "bold yellow",
    "place": "green",
    "time": "blue",
    "number": "bright_red",
}
_FURNITURE = "dim"
# Control characters could move the cursor or shift offsets (Rich drops some): each is shown as one sign in its place.
_CONTROLS = dict.fromkeys((*range(0x00, 0x09), *range(0x0B, 0x20), 0x7F, *range(0x80, 0xA0)), "·") | {0x0D: " "}


def print_report(console: Console, report: Report, coding: Coding) -> None:
    """Prints the heading, the marked text, the table of events, and the claims."""
    console.print(_heading(report), style="bold")
    for line in _facts(report):
        console.print(line, style="dim")
    console.print()
    coloured = console.is_terminal and not console.no_color
    # In a file or pipe a line of the text stays one line.
    console.print(_marked(report, coding.events, tags=not coloured), soft_wrap=not console.is_terminal)
    console.print()
    if coding.events:
        if coloured:
            console.print(Text(" ").join(Text(role, style=style) for role, style in STYLES.items()))
        console.print(event_table([(None, event) for event in coding.events]))
    else:
        console.print("No events.")
    for claim in coding.claims:
        amount = " to ".join(f"{value:,.10g}" for value in dict.fromkeys((claim.low, claim.high)) if value is not None)
        said = f", says {', '.join(map(party_name, claim.speaker))}" if claim.speaker else ""
        what = " of ".join(filter(None, (claim.unit, claim.of)))
        console.print(clean(f"claim: {amount} {what}{said} [{claim.span.quote}]"))
    console.print()


def print_events(console: Console, found: Iterable[StoredEvent]) -> int:
    """Prints stored events as one table; returns how many."""
    rows = [(one.report_id, one.event) for one in found]
    if rows:
        console.print(event_table(rows))
    return len(rows)


def event_table(rows: Sequence[tuple[str | None, Event]]) -> Table:
    """The events, one a row; with a column for the report where ids are given."""
    with_report = any(report_id for report_id, _ in rows)
    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    for name in ("event", "status", "actor", "recipient", "place", "day", "counts", "speaker", "words"):
        table.add_column(name, overflow="fold")
    table.add_column("conf", justify="right", no_wrap=True)
    if with_report:
        table.add_column("report", overflow="fold")
    for report_id, event in rows:
        cells = [
            event.type + (f"/{event.mode}" if event.mode else ""),
            event.status,
            _parties(event.actor),
            _parties(event.recipient),
            _place(event),
            days_words(event.time),
            ", ".join(map(count_words, event.counts)),
            _parties(event.speaker),
            event.trigger.quote,
            f"{event.confidence:.2f}",
        ]
        table.add_row(*(clean(cell) for cell in cells), *([clean(report_id or "")] if with_report else []))
    return table


def _heading(report: Report) -> Text:
    return clean(f"{report.title}  ({report.id})" if report.title else report.id)


def _facts(report: Report) -> list[Text]:
    published = f"{report.published} (from {report.published_basis})" if report.published else "unknown"
    found = [f"published {published}"]
    found += [f"{name} {value}" for name in ("publisher", "agency", "dateline", "language") if (value := getattr(report, name))]
    return [clean(" · ".join(found))]


def _marked(report: Report, events: Sequence[Event], *, tags: bool) -> Text:
    """The text with its spans in colours or, with `tags`, as `[words|role]`."""
    shown = Text()
    position = 0
    dimmed = [(item.start, item.end) for item in report.furniture]
    for start, end, roles in _spans(events):
        _add(shown, report.text, position, start, dimmed)
        words = printable(report.text[start:end])
        shown.append(f"[{words}|{'/'.join(roles)}]" if tags else words, style=STYLES[roles[0]])
        position = end
    _add(shown, report.text, position, len(report.text), dimmed)
    return shown


def _add(shown: Text, text: str, start: int, end: int, dimmed: Sequence[tuple[int, int]]) -> None:
    for left, right in dimmed:
        if left < end and right > start:
            shown.append(printable(text[start : max(left, start)]))
            shown.append(printable(text[max(left, start) : min(right, end)]), style=_FURNITURE)
            start = min(right, end)
    shown.append(printable(text[start:end]))


def _spans(events: Sequence[Event]) -> list[tuple[int, int, list[str]]]:
    """Spans without overlaps, in order, with their roles; of spans that overlap the one whose role comes first in `STYLES` stays."""
    found: dict[tuple[int, int], dict[str, None]] = {}
    for event in events:
        for role, span in _roles(event):
            found.setdefault(span, {})[role] = None
    rank = list(STYLES)
    ordered = sorted(found.items(), key=lambda item: (min(map(rank.index, item[1])), item[0][0] - item[0][1], item[0]))
    kept: list[tuple[int, int, list[str]]] = []
    for (start, end), roles in ordered:
        if all(end <= other[0] or start >= other[1] for other in kept):
            kept.append((start, end, sorted(roles, key=rank.index)))
    return sorted(kept)


def _roles(event: Event) -> Iterable[tuple[str, tuple[int, int]]]:
    yield "event", (event.trigger.start, event.trigger.end)
    for role in ("actor", "recipient", "speaker"):
        for party in getattr(event, role):
            yield role, (party.start, party.end)
    if event.place and event.place.span:
        yield "place", (event.place.span.start, event.place.span.end)
    if event.time and event.time.span:
        yield "time", (event.time.span.start, event.time.span.end)
    for count in event.counts:
        yield "number", (count.span.start, count.span.end)


def _parties(parties: Sequence[Party]) -> str:
    names = (party_name(party) + (f" ({party.entity.country})" if party.entity and party.entity.country else "") for party in parties)
    return ", ".join(dict.fromkeys(names))  # two spans of one entity are one name here


def _place(event: Event) -> str:
    if event.place is None:
        return ""
    country = f" ({event.place.country})" if event.place.country and event.place.precision != "country" else ""
    return event.place.name + country


def printable(text: str) -> str:
    """The text with a sign in place of each control character, as long as before."""
    return text.translate(_CONTROLS)


def clean(text: str) -> Text:
    """The text on one line, printable."""
    return Text(printable(re.sub(r"\s+", " ", text)))

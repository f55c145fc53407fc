"""Incidents on the terminal and as flat rows, and the reasons behind one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from dateline.cli.view import clean
from dateline.export.cells import Cell
from dateline.export.flat import count_words, party_name
from dateline.fuse.incidents_cluster import THRESHOLD
from dateline.records import EntityRef, Incident
from dateline.store import Store
from dateline.store.incidentquery import TellingText, near_misses, tellings

COLUMNS: tuple[str, ...] = (
    *("incident_id", "type", "types", "mode", "status", "statuses", "plover_score", "confidence"),
    *("actor", "actor_id", "actor_country", "recipient", "recipient_id", "recipient_country"),
    *("place", "place_geonames_id", "place_country", "place_precision", "date_start", "date_end", "first_published", "last_published"),
    *("counts", "tellings", "reports", "stories", "event_ids", "coder"),
)
_BETWEEN = "; "
_SENTENCE = 280  # characters shown of a telling's sentence
_STAYS_APART = "A likely pair stays apart where other tellings of the two incidents speak against it, or where a third fits about as well."


def incident_table(found: Iterable[Incident]) -> Table:
    """The incidents, one a row."""
    table = _table("incident", "event", "status", "actor", "recipient", "place", "day", "counts", right=("tellings", "stories"))
    for one in found:
        table.add_row(
            *map(clean, (
                one.id, _types(one), "/".join(one.statuses), _names(one.actor), _names(one.recipient), one.place.name if one.place else "",
                _days(one), ", ".join(map(count_words, one.counts)), str(len(one.events)), str(len(one.stories) or len(one.reports)),
            ))
        )  # fmt: skip
    return table


def incident_row(one: Incident) -> dict[str, Cell]:
    """The incident by `COLUMNS`; several values stand in one cell with `; ` between them."""
    row: dict[str, Cell] = {
        "incident_id": one.id, "type": one.type, "types": _BETWEEN.join(one.types), "mode": one.mode, "status": one.status,
        "statuses": _BETWEEN.join(one.statuses), "plover_score": one.plover_score, "confidence": one.confidence,
        "date_start": one.start, "date_end": one.end, "first_published": one.first_published, "last_published": one.last_published,
        "counts": _BETWEEN.join(map(count_words, one.counts)), "tellings": len(one.events), "reports": len(one.reports),
        "stories": len(one.stories), "event_ids": _BETWEEN.join(one.events), "coder": one.coder,
    }  # fmt: skip
    for role, refs in (("actor", one.actor), ("recipient", one.recipient)):
        row |= {
            role: _BETWEEN.join(ref.name for ref in refs),
            f"{role}_id": _BETWEEN.join(ref.id for ref in refs),
            f"{role}_country": _BETWEEN.join(ref.country or "" for ref in refs),
        }
    if one.place:
        row |= {
            "place": one.place.name, "place_geonames_id": one.place.geonames_id, "place_country": one.place.country,
            "place_precision": one.place.precision,
        }  # fmt: skip
    return row


def print_explanation(console: Console, store: Store, incident: Incident) -> None:
    """Prints the incident, the words of its tellings, why they were joined, and what nearly was."""
    console.print(incident_table([incident]))
    told = tellings(store, incident.coder, incident.events)
    number = {one.event.id: str(place) for place, one in enumerate(told, 1)}
    console.print(Text(f"\n{len(told)} telling{'' if len(told) == 1 else 's'}", style="bold"))
    table = _table("", "event", "report", "day", "publisher", "says", "status", "words")
    for one in told:
        table.add_row(
            *map(clean, (
                number[one.event.id], one.event.id, one.report_id, one.published or "", one.publisher or "",
                ", ".join(map(party_name, one.event.speaker)) or "the report", one.event.status, _marked(one),
            ))
        )  # fmt: skip
    console.print(table)
    if incident.joins:
        console.print(Text("\njoined", style="bold"))
        table = _table("tellings", right=("score",), last="reason")
        for join in sorted(incident.joins, key=lambda join: -join.score):
            pair = " and ".join(sorted((number.get(join.left, join.left), number.get(join.right, join.right)), key=lambda n: (len(n), n)))
            table.add_row(*map(clean, (pair, f"{join.score:.2f}", join.reason)))
        console.print(table)
    _print_near(console, store, incident, number)


def _print_near(console: Console, store: Store, incident: Incident, number: dict[str, str]) -> None:
    near = near_misses(store, incident.coder, incident)
    if not near:
        return
    console.print(Text("\nnearest events of other incidents", style="bold"))
    words = {one.event.id: one for one in tellings(store, incident.coder, [miss.other for miss in near])}
    table = _table("telling", "event", "of incident", right=("score",), last="reason")
    table.add_column("words", overflow="fold")
    for miss in near:
        other = words.get(miss.other)
        table.add_row(
            *map(clean, (
                number.get(miss.event, miss.event), miss.other, miss.other_incident, f"{miss.score:.2f}", miss.reason,
                _marked(other) if other else "",
            ))
        )  # fmt: skip
    console.print(table)
    if near[0].score >= THRESHOLD:
        console.print(Text(_STAYS_APART, style="dim"))


def _marked(one: TellingText) -> str:
    """The sentence with its trigger in brackets, shortened around it."""
    trigger = " ".join(one.event.trigger.quote.split())
    before, found, after = one.sentence.partition(trigger)
    if not found:
        return one.sentence[:_SENTENCE]
    room = _SENTENCE // 2
    before = before if len(before) <= room else "…" + before[-room:]
    after = after if len(after) <= room else after[:room] + "…"
    return f"{before}[{trigger}]{after}"


def _types(one: Incident) -> str:
    others = [name for name in one.types if name != one.type]
    return one.type + (f"/{one.mode}" if one.mode else "") + (f" ({', '.join(others)})" if others else "")


def _names(refs: Sequence[EntityRef]) -> str:
    return ", ".join(dict.fromkeys(ref.name + (f" ({ref.country})" if ref.country else "") for ref in refs))


def _days(one: Incident) -> str:
    if one.start is None and one.end is None:
        return f"published {one.first_published}" if one.first_published else ""
    return (one.start or "…") if one.start == one.end else f"{one.start or '…'} – {one.end or '…'}"


def _table(*columns: str, right: Sequence[str] = (), last: str = "") -> Table:
    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for column in right:
        table.add_column(column, justify="right", no_wrap=True)
    if last:
        table.add_column(last, overflow="fold")
    return table

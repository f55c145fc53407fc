"""One event, or one incident, as one flat row: for CSV, for GeoJSON's properties and for tables on the screen."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TextIO

from dateline.export.cells import BETWEEN, Cell, joined, part
from dateline.export.columns import names
from dateline.records import Count, Event, IncidentCount, Party, Time

__all__ = [
    "EVENT_COLUMNS",
    "Cell",
    "bounds_cells",
    "count_words",
    "days_words",
    "flat_event",
    "number_words",
    "party_name",
    "write_csv",
]

_PARTIES = ("actor", "recipient", "speaker")
EVENT_COLUMNS: tuple[str, ...] = names("events")


def flat_event(event: Event, *, report_id: str, report_key: str, published: str | None, coder: str, quotes: bool = True) -> dict[str, Cell]:
    """The event by `EVENT_COLUMNS`. Several parties stand in one cell with `; ` between them, offsets as `start-end`.

    Without `quotes` no words of the report stand in it, the names of unresolved parties included; offsets remain.
    """
    row: dict[str, Cell] = {
        "report_id": report_id, "report_key": report_key, "published": published, "event_id": event.id, "type": event.type,
        "mode": event.mode, "quad": event.quad, "plover_score": event.plover_score, "confidence": event.confidence, "status": event.status,
        "trigger": _one_line(event.trigger.quote) if quotes else None, "trigger_start": event.trigger.start,
        "trigger_end": event.trigger.end, **_count_cells(event.counts, quotes=quotes), "contexts": joined(event.contexts),
        "unknown": json.dumps(event.unknown, ensure_ascii=False, sort_keys=True) if event.unknown else None,
        "same_as": event.same_as, "coder": coder,
    }  # fmt: skip
    for role in _PARTIES:
        row.update(_party_cells(role, getattr(event, role), quotes=quotes))
    if event.place is not None:
        place = event.place
        row |= {
            "place": place.name, "place_geonames_id": place.geonames_id, "place_country": place.country, "place_admin1": place.admin1,
            "place_lat": place.lat, "place_lon": place.lon, "place_precision": place.precision,
        }  # fmt: skip
        if place.span:
            row["place_offsets"] = f"{place.span.start}-{place.span.end}"
            row["place_words"] = _one_line(place.span.quote) if quotes else None
    if event.time is not None:
        row |= {"date_start": event.time.start, "date_end": event.time.end, "date_basis": event.time.basis}
        if event.time.span:
            row["date_offsets"] = f"{event.time.span.start}-{event.time.span.end}"
            row["date_words"] = _one_line(event.time.span.quote) if quotes else None
    return row


def party_name(party: Party) -> str:
    """The resolved name, else the words."""
    return _one_line(party.entity.name if party.entity else party.quote)


def count_words(count: Count | IncidentCount) -> str:
    """A count in short: `killed 12`, `wounded 30+ (recipient)`, `crowd 100-200`."""
    low, high = number_words(count.low), number_words(count.high)
    if count.low is None:
        amount = f"up to {high}" if high else "?"
    elif count.high is None:
        amount = f"{low}+"
    else:
        amount = low if low == high else f"{low}-{high}"
    return f"{count.kind} {amount}" + (f" ({count.side})" if count.side else "")


def days_words(time: Time | None) -> str:
    """The days in short: one day, `first – last`, `from first`, or nothing."""
    if time is None or (time.start is None and time.end is None):
        return ""
    if time.start == time.end:
        return time.start or ""
    if time.end is None:
        return f"from {time.start}"
    return f"{time.start} – {time.end}" if time.start else f"until {time.end}"


def write_csv(rows: Iterable[Mapping[str, Cell]], columns: Sequence[str], stream: TextIO, *, header: bool = True) -> None:
    """The rows as RFC 4180 CSV with a header; empty cells are unknown values."""
    writer = csv.DictWriter(stream, columns, restval="")
    if header:
        writer.writeheader()
    writer.writerows(rows)


def number_words(value: float | None) -> str:
    """The number without a needless point; empty for None."""
    return "" if value is None else str(int(value)) if value == int(value) else repr(value)


def bounds_cells(counts: Sequence[Count | IncidentCount]) -> dict[str, Cell]:
    """Counts in columns of lists, a part a count."""
    return {
        "counts": BETWEEN.join(count_words(count) for count in counts),
        "count_kind": BETWEEN.join(count.kind for count in counts),
        "count_low": BETWEEN.join(number_words(count.low) for count in counts),
        "count_high": BETWEEN.join(number_words(count.high) for count in counts),
        "count_side": BETWEEN.join(count.side or "" for count in counts),
        "count_unit": BETWEEN.join(count.unit for count in counts),
    }


def _count_cells(counts: Sequence[Count], *, quotes: bool) -> dict[str, Cell]:
    return bounds_cells(counts) | {
        "count_approximate": BETWEEN.join("true" if count.approximate else "false" for count in counts),
        "count_words": BETWEEN.join(part(_one_line(count.span.quote)) for count in counts) if quotes else None,
        "count_offsets": BETWEEN.join(f"{count.span.start}-{count.span.end}" for count in counts),
    }


def _party_cells(role: str, parties: Sequence[Party], *, quotes: bool) -> dict[str, Cell]:
    entities = [party.entity for party in parties]
    return {
        role: BETWEEN.join(part(party_name(party)) if quotes or party.entity else "" for party in parties),
        f"{role}_words": BETWEEN.join(part(_one_line(party.quote)) for party in parties) if quotes else None,
        f"{role}_offsets": BETWEEN.join(f"{party.start}-{party.end}" for party in parties),
        f"{role}_id": BETWEEN.join(entity.id if entity else "" for entity in entities),
        f"{role}_country": BETWEEN.join((entity.country or "") if entity else "" for entity in entities),
        f"{role}_sector": BETWEEN.join((entity.sector or "") if entity else "" for entity in entities),
    }


def _one_line(words: str) -> str:
    return " ".join(words.split())

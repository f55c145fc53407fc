"""One event as one flat row, for CSV and for tables on the screen."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TextIO

from dateline.records import Count, Event, Party, Time

Cell = str | int | float | None

_PARTIES = ("actor", "recipient", "speaker")
EVENT_COLUMNS: tuple[str, ...] = (
    *("report_id", "report_key", "published", "event_id", "type", "mode", "quad", "plover_score", "confidence", "status"),
    *("trigger", "trigger_start", "trigger_end"),
    *(f"{role}{part}" for role in _PARTIES for part in ("", "_words", "_offsets", "_id", "_country", "_sector")),
    *("place", "place_words", "place_offsets", "place_geonames_id", "place_country", "place_admin1"),
    *("place_lat", "place_lon", "place_precision"),
    *("date_start", "date_end", "date_words", "date_offsets", "date_basis", "counts", "unknown", "same_as", "coder"),
)  # fmt: skip
_BETWEEN = "; "


def flat_event(event: Event, *, report_id: str, report_key: str, published: str | None, coder: str) -> dict[str, Cell]:
    """The event by `EVENT_COLUMNS`. Several parties stand in one cell with `; ` between them, offsets as `start-end`."""
    row: dict[str, Cell] = {
        "report_id": report_id, "report_key": report_key, "published": published, "event_id": event.id, "type": event.type,
        "mode": event.mode, "quad": event.quad, "plover_score": event.plover_score, "confidence": event.confidence, "status": event.status,
        "trigger": event.trigger.quote, "trigger_start": event.trigger.start, "trigger_end": event.trigger.end,
        "counts": _BETWEEN.join(count_words(count) for count in event.counts),
        "unknown": json.dumps(event.unknown, ensure_ascii=False, sort_keys=True) if event.unknown else None,
        "same_as": event.same_as, "coder": coder,
    }  # fmt: skip
    for role in _PARTIES:
        row.update(_party_cells(role, getattr(event, role)))
    if event.place is not None:
        place = event.place
        row |= {
            "place": place.name, "place_geonames_id": place.geonames_id, "place_country": place.country, "place_admin1": place.admin1,
            "place_lat": place.lat, "place_lon": place.lon, "place_precision": place.precision,
        }  # fmt: skip
        if place.span:
            row |= {"place_words": place.span.quote, "place_offsets": f"{place.span.start}-{place.span.end}"}
    if event.time is not None:
        row |= {"date_start": event.time.start, "date_end": event.time.end, "date_basis": event.time.basis}
        if event.time.span:
            row |= {"date_words": event.time.span.quote, "date_offsets": f"{event.time.span.start}-{event.time.span.end}"}
    return row


def party_name(party: Party) -> str:
    """The resolved name, else the words."""
    return " ".join((party.entity.name if party.entity else party.quote).split())


def count_words(count: Count) -> str:
    """A count in short: `killed 12`, `wounded 30+ (recipient)`, `crowd 100-200`."""
    low, high = _number(count.low), _number(count.high)
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


def _party_cells(role: str, parties: Sequence[Party]) -> dict[str, Cell]:
    entities = [party.entity for party in parties]
    return {
        role: _BETWEEN.join(party_name(party) for party in parties),
        f"{role}_words": _BETWEEN.join(party.quote for party in parties),
        f"{role}_offsets": _BETWEEN.join(f"{party.start}-{party.end}" for party in parties),
        f"{role}_id": _BETWEEN.join(entity.id if entity else "" for entity in entities),
        f"{role}_country": _BETWEEN.join((entity.country or "") if entity else "" for entity in entities),
        f"{role}_sector": _BETWEEN.join((entity.sector or "") if entity else "" for entity in entities),
    }


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}" if abs(value) < 1e6 and value != int(value) else str(int(value))

"""Acts as flat rows: an incident a row, for CSV and GeoJSON."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.export.acts import Act, Side, one_line, speakers
from dateline.export.cells import BETWEEN, Cell, joined, part
from dateline.export.flat import bounds_cells


def flat_incident(act: Act, *, first_published: str | None, last_published: str | None, quotes: bool = True) -> dict[str, Cell]:
    """The act by the columns of `incidents`. Without `quotes` unresolved parties and speakers have no name."""
    row: dict[str, Cell] = {
        "incident_id": act.id, "type": act.type, "types": joined(act.types), "mode": act.mode, "quad": act.quad,
        "plover_score": act.plover_score, "confidence": act.confidence, "status": act.status, "statuses": joined(act.statuses),
        **_side_cells("actor", act.actor, quotes=quotes), **_side_cells("recipient", act.recipient, quotes=quotes),
        "date_start": act.start, "date_end": act.end, "first_published": first_published, "last_published": last_published,
        **bounds_cells(act.counts),
        "speaker": joined(name for told in act.tellings for name in speakers(told.event)[:1]) if quotes else None,
        "tellings": len(act.tellings), "stories": act.stories or None, "publishers": joined(one.publisher for one in act.reports),
        "event_ids": joined(told.event.id for told in act.tellings), "report_keys": joined(one.key for one in act.reports),
        "coder": act.coder,
    }  # fmt: skip
    if act.place is not None:
        place = act.place
        row |= {
            "place": one_line(place.name), "place_geonames_id": place.geonames_id, "place_country": place.country,
            "place_admin1": place.admin1, "place_lat": place.lat, "place_lon": place.lon, "place_precision": place.precision,
        }  # fmt: skip
    return row


def _side_cells(role: str, sides: Sequence[Side], *, quotes: bool) -> dict[str, Cell]:
    return {
        role: BETWEEN.join(part(side.label if quotes else side.name or "") for side in sides),
        f"{role}_id": BETWEEN.join(side.id or "" for side in sides),
        f"{role}_country": BETWEEN.join(side.country or "" for side in sides),
        f"{role}_sector": BETWEEN.join(side.sector or "" for side in sides),
    }

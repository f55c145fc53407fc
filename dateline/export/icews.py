"""Acts as ICEWS's rows: a row a dyad, CAMEO codes. Acts that CAMEO cannot hold give no row."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.export.acts import Act, Side, dyads, one_line
from dateline.export.cells import Cell
from dateline.export.codes import are_armed, cameo_code, country_name, sectors
from dateline.export.shared import TOWN, Rules, one_day, point


def icews_rows(act: Act, rules: Rules) -> Iterator[dict[str, Cell]]:
    """The act's rows by ICEWS's columns; what is left out is empty."""
    code = cameo_code(act.type, act.mode, armed=are_armed(act.actor, act.recipient), failed=act.status == "failed")
    if code is None:
        return
    report = act.surest.report
    common: dict[str, Cell] = {
        "Event Date": one_day(act, rules), "Event Text": code.label, "CAMEO Code": code.code, "Intensity": code.goldstein,
        "Story ID": report.key, "Publisher": report.publisher, **_place(act),
    }  # fmt: skip
    for dyad in dyads(act):
        yield {"Event ID": dyad.id, **common, **_party("Source", dyad.actor, rules), **_party("Target", dyad.recipient, rules)}


def _party(role: str, side: Side | None, rules: Rules) -> dict[str, Cell]:
    if side is None:
        return {}
    sector = sectors().get(side.sector or "")
    return {
        f"{role} Name": side.label if rules.quotes else side.name,
        f"{role} Sectors": sector.icews if sector else None,
        f"{role} Country": country_name(side.country),
    }


def _place(act: Act) -> dict[str, Cell]:
    place = act.place
    if place is None:
        return {}
    found = point(place)
    return {
        "City": one_line(place.name) if place.precision in TOWN else None,
        "District": one_line(place.name) if place.precision == "admin2" else None,
        "Province": place.admin1,
        "Country": country_name(place.country),
        "Latitude": found[0] if found else None,
        "Longitude": found[1] if found else None,
    }

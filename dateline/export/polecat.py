"""Acts as POLECAT's rows: a row a dyad, PLOVER codes."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.export.acts import Act, Side, dyads, one_line
from dateline.export.cells import Cell, joined
from dateline.export.codes import country_name, states
from dateline.export.shared import TOWN, Rules, one_day, point

_FEATURES = {"settlement": "PPL", "admin2": "ADM2", "admin1": "ADM1", "country": "PCLI"}


def polecat_rows(act: Act, rules: Rules) -> Iterator[dict[str, Cell]]:
    """The act's rows by POLECAT's columns; what is left out is empty."""
    report = act.surest.report
    common: dict[str, Cell] = {
        "Event Date": one_day(act, rules), "Event Type": act.type, "Event Mode": act.mode, "Intensity": act.plover_score,
        "Quad Code": act.quad, "Contexts": joined(act.contexts), "Source": report.publisher, "Publication Date": report.published,
        "Language": report.language, "Version": act.coder, **_place(act, rules),
    }  # fmt: skip
    for dyad in dyads(act):
        yield {"Event ID": dyad.id, **common, **_party("Actor", dyad.actor, rules), **_party("Recipient", dyad.recipient, rules)}


def _party(role: str, side: Side | None, rules: Rules) -> dict[str, Cell]:
    if side is None:
        return {}
    state = states().get(side.country or "")
    return {
        f"{role} Name": side.name, f"{role} Country": side.country, f"{role} COW": state.cow if state else None,
        f"Primary {role} Sector": side.sector, f"{role} Sectors": side.sector,
        f"{role} Name Raw": side.words if rules.quotes else None, f"Wikipedia {role} ID": side.id,
    }  # fmt: skip


def _place(act: Act, rules: Rules) -> dict[str, Cell]:
    place = act.place
    if place is None:
        return {}
    found = point(place)
    return {
        "Placename": one_line(place.name), "City": one_line(place.name) if place.precision in TOWN else None,
        "District": one_line(place.name) if place.precision == "admin2" else None, "Province": place.admin1,
        "Country": country_name(place.country), "Latitude": found[0] if found else None, "Longitude": found[1] if found else None,
        "GeoNames ID": str(place.geonames_id) if place.geonames_id is not None else None,
        "Raw Placename": one_line(place.span.quote) if place.span and rules.quotes else None,
        "Feature Type": _FEATURES.get(place.precision),
    }  # fmt: skip

"""Lethal ASSAULT acts in the columns of UCDP's Georeferenced Event Dataset: a row an act, allies on one side.

Precision codes and the kinds of violence after the UCDP GED codebook (Sundberg and Melander 2013); what UCDP's coders know and a
machine does not (conflict and dyad ids, clarity) is left empty. docs/exports.md has the mapping.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from dateline.export.acts import Act, Side, Source, one_line, speakers
from dateline.export.cells import Cell, joined
from dateline.export.codes import ARMED, country_name, side_class, states
from dateline.export.deaths import deaths_of
from dateline.export.shared import Rules, days_between, point
from dateline.records import Place

_WHERE = {"point": 1, "settlement": 1, "admin2": 3, "admin1": 4, "region": 5, "country": 6}
_DAYS = ((1, 1), (6, 2), (7, 3), (31, 4))  # up to so many days: date_prec


def ged_rows(act: Act, rules: Rules) -> Iterator[dict[str, Cell]]:
    """The act's row by GED's columns, where it is a lethal assault with both parties; else none. A place is no party."""
    parties = act.actor and any(not (side.id or "").startswith("place:") for side in act.recipient)
    deaths = deaths_of(act) if act.type == "ASSAULT" and parties else None
    if deaths is None:
        return
    classes = {side_class(side, "recipient") for side in act.recipient}
    civilians = deaths.recipient if classes == {"civilian"} else 0
    mixed = deaths.recipient if "civilian" in classes and len(classes) > 1 else 0
    yield {
        "id": act.id, "relid": "-".join([(act.place.country if act.place else None) or "XXX", (act.start or "XXXX")[:4], act.id]),
        **_parties(act, rules), **_sources(act, rules), **_place(act.place, rules), **_days(act),
        "deaths_a": deaths.actor, "deaths_b": deaths.recipient - civilians - mixed, "deaths_civilians": civilians,
        "deaths_unknown": deaths.unknown + mixed, "best": deaths.actor + deaths.recipient + deaths.unknown, "high": deaths.high,
        "low": deaths.low,
    }  # fmt: skip


def _parties(act: Act, rules: Rules) -> dict[str, Cell]:
    kind = _violence(act)
    # Allies are parted by commas in UCDP's file, and so are Dateline's.
    sides = {"a": act.actor, "b": act.recipient}
    names = {key: joined((_name(one, "actor" if key == "a" else "recipient", rules) for one in side), ", ") for key, side in sides.items()}
    if kind == 3:
        names["b"] = "Civilians"
    return {
        "type_of_violence": kind, "dyad_name": f"{names['a']} - {names['b']}", "side_a": names["a"], "side_b": names["b"],
        "side_a_new_id": joined(one.id for one in act.actor), "side_b_new_id": joined(one.id for one in act.recipient),
        "gwnoa": _state_number(act.actor, "actor"), "gwnob": _state_number(act.recipient, "recipient"),
    }  # fmt: skip


def _violence(act: Act) -> int | None:
    """1 state-based, 2 non-state, 3 one-sided; None where a side cannot be told or bears no arms as the actor."""
    actor = {side_class(side, "actor") for side in act.actor} & ARMED
    recipient = {side_class(side, "recipient") for side in act.recipient}
    if not actor or "" in recipient:
        return None
    if recipient == {"civilian"}:
        return 3
    return 1 if "state" in actor | recipient else 2


def _name(side: Side, role: str, rules: Rules) -> str:
    if side_class(side, role) == "state" and (country := country_name(side.country)):
        return f"Government of {country}"
    return side.label if rules.quotes else side.name or "unnamed"


def _state_number(sides: Sequence[Side], role: str) -> Cell:
    found = [one for side in sides if side_class(side, role) == "state" and (one := states().get(side.country or ""))]
    return int(found[0].gw) if found and found[0].gw else None


def _sources(act: Act, rules: Rules) -> dict[str, Cell]:
    reports = act.reports
    return {
        "number_of_sources": act.stories or len({one.publisher or one.key for one in reports}),
        "source_article": joined(_citation(one, rules) for one in reports), "source_office": joined(one.publisher for one in reports),
        "source_date": joined(one.published for one in reports),
        "source_headline": joined(one_line(one.title or "") for one in reports) if rules.quotes else None,
        "source_original": joined(name for told in act.tellings for name in speakers(told.event)[-1:]) if rules.quotes else None,
    }  # fmt: skip


def _citation(report: Source, rules: Rules) -> str:
    title = f'"{one_line(report.title)}"' if report.title and rules.quotes else None
    return ", ".join(part for part in (report.publisher or report.id, report.published, title) if part)


def _place(place: Place | None, rules: Rules) -> dict[str, Cell]:
    if place is None:
        return {}
    found = point(place)
    state = states().get(place.country or "")
    return {
        "where_prec": _WHERE[place.precision], "where_coordinates": one_line(place.name),
        "where_description": one_line(place.span.quote) if place.span and rules.quotes else None, "adm_1": place.admin1,
        "adm_2": one_line(place.name) if place.precision == "admin2" else None, "latitude": found[0] if found else None,
        "longitude": found[1] if found else None, "geom_wkt": f"POINT ({found[1]} {found[0]})" if found else None,
        "priogrid_gid": priogrid(*found) if found else None, "country": country_name(place.country),
        "country_id": int(state.gw) if state and state.gw else None, "region": state.region if state else None,
    }  # fmt: skip


def priogrid(lat: float, lon: float) -> int:
    """The PRIO-GRID cell (half a degree; 1 is the south-western one, 720 to a row) of a point in degrees (Tollefsen et al. 2012)."""
    row, column = min(math.floor((lat + 90) * 2), 359), min(math.floor((lon + 180) * 2), 719)
    return row * 720 + column + 1


def _days(act: Act) -> dict[str, Cell]:
    known = act.start or act.end
    if known is None:
        return {}
    year = act.start[:4] if act.start else None
    precision = 5
    if act.start and act.end:
        days = days_between(act.start, act.end)
        precision = next((code for most, code in _DAYS if days <= most), 5)
    return {"year": int(year) if year else None, "date_prec": precision, "date_start": act.start, "date_end": act.end}

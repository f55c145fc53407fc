"""Acts as Phoenix's rows (PETRARCH2's pipeline): a row a dyad, CAMEO codes of acts and actors."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.export.acts import Act, Side, dyads, one_line
from dateline.export.cells import Cell, joined
from dateline.export.codes import actor_code, are_armed, cameo_code
from dateline.export.shared import Rules, one_day, point


def phoenix_rows(act: Act, rules: Rules) -> Iterator[dict[str, Cell]]:
    """The act's rows by Phoenix's columns; what is left out is empty. Acts that CAMEO cannot hold give no row."""
    code = cameo_code(act.type, act.mode, armed=are_armed(act.actor, act.recipient), failed=act.status == "failed")
    if code is None:
        return
    day = one_day(act, rules).replace("-", "")
    common: dict[str, Cell] = {
        "Date": day, "Year": day[:4], "Month": day[4:6], "Day": day[6:], "EventCode": code.code, "EventRootCode": code.root,
        "PentaClass": code.penta, "GoldsteinScore": code.goldstein, "Issues": joined(act.contexts),
        "SentenceID": f"{act.surest.report.key}_{act.surest.event.trigger.start}", "URLs": joined(one.url for one in act.reports),
        "NewsSources": joined(one.publisher for one in act.reports), **_place(act),
    }  # fmt: skip
    for dyad in dyads(act):
        yield {"EventID": dyad.id, **common, **_party("Source", dyad.actor), **_party("Target", dyad.recipient)}


def _party(role: str, side: Side | None) -> dict[str, Cell]:
    entity, letters, rest = actor_code(side) if side else ("", "", "")
    return {
        f"{role}ActorFull": entity + letters + rest, f"{role}ActorEntity": entity, f"{role}ActorRole": letters,
        f"{role}ActorAttribute": rest,
    }  # fmt: skip


def _place(act: Act) -> dict[str, Cell]:
    place = act.place
    if place is None:
        return {}
    found = point(place)
    return {
        "Lat": found[0] if found else None, "Lon": found[1] if found else None, "LocationName": one_line(place.name),
        "StateName": place.admin1, "CountryCode": place.country,
    }  # fmt: skip

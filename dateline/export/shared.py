"""What the field's formats share: the settings of an export, the one day of an act, its point."""

from __future__ import annotations

import dataclasses
import datetime
import enum

from dateline.export.acts import Act
from dateline.records import Place

DRAWN = frozenset({"point", "settlement", "admin2", "admin1"})  # precisions that have a point to be drawn
TOWN = frozenset({"point", "settlement"})


class Dates(enum.StrEnum):
    """What stands in a column that holds one day where the act's own day is not known."""

    exact = "exact"  # nothing
    first = "first"  # the first possible day
    published = "published"  # the first possible day, else the publication day


@dataclasses.dataclass(frozen=True, slots=True)
class Rules:
    """How rows are made: `dates` for columns of one day, `quotes` whether words of the reports may stand in them."""

    dates: Dates = Dates.exact
    quotes: bool = True


def one_day(act: Act, rules: Rules) -> str:
    """The act's day, empty where it is not known to the day and the rules want no other."""
    if act.start and act.start == act.end:
        return act.start
    if rules.dates is Dates.exact:
        return ""
    fallback = act.surest.report.published if rules.dates is Dates.published else None
    return act.start or fallback or ""


def point(place: Place | None) -> tuple[float, float] | None:
    """Latitude and longitude of what may be drawn as a point: never a country, a region or the unknown."""
    if place is None or place.precision not in DRAWN or place.lat is None or place.lon is None:
        return None
    return place.lat, place.lon


def days_between(start: str, end: str) -> int:
    """How many days these are, both included."""
    return (datetime.date.fromisoformat(end) - datetime.date.fromisoformat(start)).days + 1

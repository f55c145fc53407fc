"""What incidents can be counted by, each as SQL over one incident with at most one of its actors (`a`) and recipients (`r`)."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from dateline.errors import DatelineError

UNKNOWN = "unknown"
NONE = "none"  # a type that has no modes, or whose mode is open
PERIODS = ("day", "week", "month", "year")


class DimensionError(DatelineError):
    """A dimension that is not known, or that does not go with another."""


@dataclasses.dataclass(frozen=True)
class Dimension:
    """One dimension: its columns with their SQL, and whether an incident stands in it once an actor and once a recipient."""

    name: str
    columns: tuple[tuple[str, str], ...]
    actors: bool = False
    recipients: bool = False


def _text(value: str, empty: str = UNKNOWN) -> str:
    return f"coalesce({value}, '{empty}')"


_BINS = {
    "day": "strftime({day}, '%Y-%m-%d')",
    "week": "strftime({day}, '%G-W%V')",  # ISO 8601: weeks from Monday, week 1 has the year's first Thursday
    "month": "strftime({day}, '%Y-%m')",
    "year": "strftime({day}, '%Y')",
}


def _period(name: str) -> Dimension:
    """The period of the days, if both lie in it; with `$published` that of the publication where no day is known at all."""
    first, last, published = (
        _BINS[name].format(day=f"try_cast({column} AS DATE)") for column in ("first_day", "last_day", "first_published")
    )  # fmt: skip
    sql = f"""coalesce(CASE WHEN {first} = {last} THEN {first}
        WHEN $published AND first_day IS NULL AND last_day IS NULL THEN {published} END, '{UNKNOWN}')"""
    return Dimension(name, ((name, sql),))


def _pair(name: str, field: str, *, undirected: bool) -> Dimension:
    """Two columns; without direction the lesser of the two stands first."""
    actor, recipient = _text(f"a.{field}"), _text(f"r.{field}")
    names = (f"actor_{field}", f"recipient_{field}")
    if undirected:
        actor, recipient = f"least({actor}, {recipient})", f"greatest({actor}, {recipient})"
        names = (f"first_{field}", f"second_{field}")
    return Dimension(name, tuple(zip(names, (actor, recipient), strict=True)), actors=True, recipients=True)


def _plain(name: str, value: str, empty: str = UNKNOWN) -> Dimension:
    return Dimension(name, ((name, _text(value, empty)),))


DIMENSIONS: tuple[str, ...] = (
    *PERIODS,
    *("type", "quad", "mode", "status", "country", "actor", "recipient", "dyad"),
    *("actor_country", "recipient_country", "country_dyad"),
)


def dimensions(names: Sequence[str], *, undirected: bool = False) -> list[Dimension]:
    """The dimensions of these names, in order. Raises `DimensionError` for an unknown name, a double one, or nothing to undirect."""
    for number, name in enumerate(names):
        if name not in DIMENSIONS:
            raise DimensionError(f"no dimension {name!r}; there are {', '.join(DIMENSIONS)}")
        if name in names[:number]:
            raise DimensionError(f"{name} stands twice")
    if undirected and not {"dyad", "country_dyad"} & set(names):
        raise DimensionError("--undirected is about pairs: add dyad or country_dyad to --by")
    found = [_dimension(name, undirected=undirected) for name in names]
    columns = [column for one in found for column, _ in one.columns]
    twice = next((column for column in columns if columns.count(column) > 1), None)
    if twice:
        raise DimensionError(f"{' and '.join(one.name for one in found if twice in dict(one.columns))} give the same columns; name one")
    return found


def _dimension(name: str, *, undirected: bool) -> Dimension:
    if name in PERIODS:
        return _period(name)
    if name in ("type", "status"):
        return _plain(name, name)
    if name == "mode":
        return _plain(name, name, NONE)
    if name == "quad":
        return _plain(name, "quad::VARCHAR")
    if name == "country":
        return _plain(name, "place_country")
    if name in ("dyad", "country_dyad"):
        return _pair(name, "id" if name == "dyad" else "country", undirected=undirected)
    role, _, field = name.partition("_")
    column = (f"{role}_{field or 'id'}", _text(f"{role[0]}.{field or 'id'}"))
    return Dimension(name, (column,), actors=role == "actor", recipients=role == "recipient")

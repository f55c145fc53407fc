"""Map, timeline and entity."""

from __future__ import annotations

from typing import Literal

from dateline.web.models.base import Model
from dateline.web.models.rows import Ent, Row

Bin = Literal["day", "week", "month", "year"]


class MapPoint(Model):
    """Rows at a settlement or point. `id`, `type` and `day` are None where the rows differ (a cluster that the server made)."""

    id: str | None
    name: str
    geonames_id: int | None
    country: str | None
    lat: float
    lon: float
    precision: str
    type: str | None
    quad: int
    day: str | None
    n: int


class MapArea(Model):
    """Rows known to a country, a province or district (counted on the province), or a region of several countries (its centre given).

    `province` is the GeoNames id of the first-level unit, `places` what the filter `place` takes for its rows. What is known to another
    part of a country is counted on the country.
    """

    country: str | None
    region: str | None
    iso3: str | None
    province: int | None
    name: str
    lat: float | None
    lon: float | None
    places: list[str]
    n: int
    by_quad: dict[str, int]
    by_precision: dict[str, int]


class MapAnswer(Model):
    """Where the rows are, at their precision; `unknown` lists those without a place, newest first; `sql` counts them by place."""

    points: list[MapPoint]
    clustered: bool
    areas: list[MapArea]
    unknown: list[Row]
    unknown_total: int
    total: int
    sql: str


class TimeBin(Model):
    """Rows whose possible days all lie in the bin.

    `cooperation`, `conflict`: sums of positive and of negative PLOVER scores; `n_…` counts of such rows.
    """

    start: str
    n: int
    cooperation: float
    conflict: float
    n_cooperation: int
    n_conflict: int
    score_sum: float
    by_type: dict[str, int]


class UsualBin(Model):
    """What the bins before make likely for this one: the mean, and the bounds that 90 of 100 such bins keep to."""

    start: str
    mean: float
    low: float
    high: float


class Usual(Model):
    """The usual by bin, of all rows, of conflict (negative scores) and of cooperation; bins with too few before them have none."""

    method: str
    window: int
    n: list[UsualBin]
    conflict: list[UsualBin]
    cooperation: list[UsualBin]


class ThisBin(Model):
    """The bin of the newest report (of `until` where that is given) against its usual. `verdict` is of the number of rows; None: too few
    bins before it.
    """

    bin: TimeBin
    usual: UsualBin | None
    verdict: Literal["above", "within", "below"] | None
    conflict: Literal["above", "within", "below"] | None
    cooperation: Literal["above", "within", "below"] | None


class TimelineAnswer(Model):
    """Rows by bin, empty bins included. `undated` have no day, `spread` days of several bins, `earlier` lie before the bins shown."""

    bin: Bin
    bins: list[TimeBin]
    usual: Usual
    this: ThisBin | None
    undated: int
    spread: int
    earlier: int
    total: int
    sql: str


class SectorSpan(Model):
    """A sector and the days it holds, as far as known."""

    sector: str
    start: str | None
    end: str | None


class NameRow(Model):
    """A name used, how often, and the first sentence that has it."""

    name: str
    count: int
    first_sentence: str
    sentence_start: int
    start: int
    report: str
    published: str | None
    title: str | None


class RoleRow(Model):
    """An office or standing and its days; `source` says where that is from."""

    role: str
    start: str | None
    end: str | None
    source: str


class Dealing(Model):
    """Rows with another party, either way. `cooperation`, `conflict`: sums of scores."""

    other: Ent
    n: int
    as_actor: int
    as_recipient: int
    cooperation: float
    conflict: float
    last: str | None
    by_type: dict[str, int]


class Node(Model):
    """A party of the network."""

    id: str
    name: str
    country: str | None
    n: int


class Link(Model):
    """Rows between two parties of the network."""

    source: str
    target: str
    n: int
    cooperation: float
    conflict: float


class Network(Model):
    """The entity, those it deals with most, and what is between them."""

    nodes: list[Node]
    links: list[Link]


class EntityAnswer(Model):
    """An entity: names with their evidence, roles over time, dealings with others."""

    id: str
    name: str
    country: str | None
    sectors: list[SectorSpan]
    names: list[NameRow]
    roles: list[RoleRow]
    dealings: list[Dealing]
    network: Network
    as_actor: int
    as_recipient: int
    sql: str


class Suggestion(Ent):
    """An entity whose name fits."""

    n: int


class EntitiesAnswer(Model):
    """Entities by name, those with most rows first."""

    entities: list[Suggestion]

"""Places as records: a country, a named region or a place of the gazetteer with what may be said of each."""

from __future__ import annotations

from dateline.records import Place, Precision
from dateline.resolve.countries import Countries
from dateline.resolve.gazetteer import ADMIN1, ADMIN2, SETTLEMENT, Candidate, Gazetteer
from dateline.resolve.placewords import NamedRegion

PRECISIONS: dict[int, Precision] = {SETTLEMENT: "settlement", ADMIN1: "admin1", ADMIN2: "admin2"}


def country_place(known: Countries, code: str) -> Place:
    """The country, without a point."""
    country = known.by_code[code]
    return Place(
        span=None, geonames_id=country.geonames_id, name=country.name, country=code, admin1=None, lat=None, lon=None, precision="country"
    )


def region_place(region: NamedRegion) -> Place:
    """The region with its middle; without a point where it is a country, or its countries are not said."""
    point = (region.lat, region.lon) if region.countries and region.precision != "country" else (None, None)
    country = region.countries[0] if len(region.countries) == 1 else None
    known = Gazetteer.load().by_id(region.geonames_id) if region.geonames_id else None
    admin1 = known.admin1 if known else region.name if region.precision == "admin1" else None
    if known and region.precision != "region":
        point = (known.lat, known.lon)
    return Place(
        span=None, geonames_id=region.geonames_id, name=region.name, country=country, admin1=admin1, lat=point[0], lon=point[1],
        precision=region.precision,
    )  # fmt: skip


def candidate_place(c: Candidate) -> Place:
    """The gazetteer's settlement or unit."""
    return Place(
        span=None,
        geonames_id=c.geonames_id,
        name=c.name,
        country=c.country,
        admin1=c.admin1,
        lat=c.lat,
        lon=c.lon,
        precision=PRECISIONS[c.kind],
    )

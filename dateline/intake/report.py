"""One text to one report: everything that can be read off it without a model."""

from __future__ import annotations

from dateline.intake.agencies import agency_named
from dateline.intake.credits import find_credits
from dateline.intake.furniture import find_furniture
from dateline.records import Report, make_report


def prepare_report(
    text: str,
    *,
    id: str | None = None,
    published: str | None = None,
    published_basis: str | None = None,
    fallback: str | None = None,
    retrieved: str | None = None,
    publisher: str | None = None,
    **fields: str | None,
) -> Report:
    """The report with its furniture, dateline, agency and publication day.

    `published` is the day that the input itself states (`published_basis`: field or page). Without it `fallback` holds, the day given by
    option, then what the text says, and last `retrieved`, the day on which the page was fetched. `fields` are other fields of `Report`.
    Raises `ValueError` for a day that is not ISO.
    """
    furniture = find_furniture(text, fields.get("author"))
    credits = find_credits(text, furniture)
    if credits.mark is not None:
        mark = credits.mark
        rest = (item for item in furniture if item.end <= mark.start or item.start >= mark.end)
        furniture = tuple(sorted((*rest, mark), key=lambda item: item.start))
    day: str | None
    basis: str | None
    if published is not None:
        day, basis = published, published_basis or "field"
    elif fallback is not None:
        day, basis = fallback, "option"
    else:
        day, basis = credits.published, credits.basis
        if day is None and retrieved is not None:
            day, basis = retrieved, "retrieved"
    values: dict[str, str | None] = {
        "dateline": credits.dateline,
        "agency": credits.agency or (agency_named(publisher) if publisher else None),
    }
    values.update((name, value) for name, value in fields.items() if value is not None)
    return make_report(text, id=id, published=day, published_basis=basis, publisher=publisher, furniture=furniture, **values)

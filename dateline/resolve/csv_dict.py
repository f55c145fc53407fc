"""A user's dictionary as CSV: one row an entity, or one of the stretches of an entity whose country or sector changed."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dateline.errors import DataError, InputError
from dateline.resolve.countries import countries
from dateline.resolve.ownentries import KINDS, OwnEntry, Reading, name_key
from dateline.resolve.ownwords import OwnCode
from dateline.resolve.tables import NON_STATE, SECTORS

COLUMNS = ("name", "aliases", "country", "sector", "kind", "from", "to")
_DATE = re.compile(r"(?:1[5-9]|2\d)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_DELIMITERS = (",", "\t", ";")


class CsvHeader(NamedTuple):
    """Where the header stands, and what it says."""

    line: int
    delimiter: str
    columns: list[str]


def csv_header(lines: Sequence[str]) -> CsvHeader | None:
    """The header of a CSV, None for another file."""
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        for delimiter in _DELIMITERS:
            columns = [field.strip().lower() for field in next(csv.reader([line], delimiter=delimiter))]
            if "name" in columns and {"country", "sector"}.intersection(columns):
                return CsvHeader(number, delimiter, columns)
        return None
    return None


def read_csv(lines: Sequence[str], header: CsvHeader, found: Reading) -> None:
    """Reads the rows below the header into `found`. Raises `InputError` where a column stands twice."""
    delimiter, columns = header.delimiter, header.columns
    if repeated := [column for column, count in Counter(columns).items() if count > 1]:
        raise InputError(f"{found.path}:{header.line}: column {repeated[0]!r} stands twice")
    if unused := [column for column in columns if column not in COLUMNS]:
        found.notes.append(f"{found.path}:{header.line}: columns not used: {', '.join(unused)}; those known are {', '.join(COLUMNS)}")
    rows: dict[str, list[OwnEntry]] = {}
    for number, fields in _records(lines, header, found):
        if len(fields) != len(columns):
            found.spoilt(number, f"{len(fields)} fields, the header has {len(columns)}; quote a name that holds {delimiter!r}")
            continue
        row = {column: field.strip() for column, field in zip(columns, fields, strict=True)}
        try:
            entry = _entry(row, number)
        except DataError as error:
            found.spoilt(number, str(error))
            continue
        rows.setdefault(entry.keys[0], []).append(entry)
    # The rows of one name are one entity with its stretches.
    for same in rows.values():
        names = {name: key for entry in same for name, key in zip(entry.names, entry.keys, strict=True)}
        codes = tuple(code for entry in same for code in entry.codes)
        kind = next((entry.kind for entry in same if entry.kind), "")
        found.entries.append(OwnEntry(tuple(names), tuple(names.values()), codes, same[0].line, kind))


def _records(lines: Sequence[str], header: CsvHeader, found: Reading) -> Iterator[tuple[int, list[str]]]:
    """The fields of each line below the header: a record is one line, so that an open quote spoils no more than its own."""
    for number, line in enumerate(lines[header.line :], header.line + 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            yield number, next(csv.reader([line], delimiter=header.delimiter, strict=True))
        except csv.Error as error:
            found.spoilt(number, f"no CSV: {error}; a quote must be closed on its own line and doubled inside a name")


def _entry(row: dict[str, str], line: int) -> OwnEntry:
    names = (row["name"], *(part for part in map(str.strip, row.get("aliases", "").split("|")) if part))
    keys = tuple(map(name_key, names))
    country, sector, kind = (row.get(column, "") for column in ("country", "sector", "kind"))
    if country and country not in countries().by_code and country not in NON_STATE:
        raise DataError(f"country {country!r} is no ISO 3166 alpha-3 code, nor one of {', '.join(sorted(NON_STATE))}")
    if sector and sector not in SECTORS:
        raise DataError(f"sector {sector!r} is no PLOVER sector; use one of {', '.join(sorted(SECTORS))}")
    if kind and kind not in KINDS:
        raise DataError(f"kind {kind!r} is none of {', '.join(KINDS)}")
    if not country and not sector:
        raise DataError("neither country nor sector is given; an entry must say one of them")
    if kind == "country" and (country not in countries().by_code or sector not in ("", "GOV")):
        raise DataError("an entry of kind country takes a country's code and no sector")
    start, end = row.get("from", ""), row.get("to", "")
    for column, value in (("from", start), ("to", end)):
        if value and not _DATE.fullmatch(value):
            raise DataError(f"{column} {value!r} is no date; write YYYY, YYYY-MM or YYYY-MM-DD")
    if start and end and start[: len(end)] > end:
        raise DataError(f"it ends ({end}) before it starts ({start})")
    code = OwnCode(country or None, (sector or None) if kind != "country" else None, start, end, written=country + sector)
    return OwnEntry(names, keys, (code,), line, kind)

"""A small store with everything that bites an export, and readers of files by other tools' rules."""

import io
from pathlib import Path

import duckdb
import pandas
from deltalake import write_deltalake

from dateline.intake import prepare_report
from dateline.records import (
    Coding,
    Count,
    EntityRef,
    Event,
    Incident,
    IncidentCount,
    Join,
    Party,
    Place,
    Telling,
    Time,
    content_id,
    head,
    span,
)
from dateline.store import Coded, Store
from dateline.store.schema import to_arrow

CODER = "coder-1"
ARMY = EntityRef(id="COL:MIL", name="Military of Colombia", country="COL", sector="MIL")
FRONT = EntityRef(id="group:river-front", name="River Front", country="COL", sector="REB")
UNITED = EntityRef(id="org:united-nations", name="United Nations", country="IGO", sector=None)
NAMED_NA = EntityRef(id="name:na", name="NA", country="KEN", sector="PTY")
VILLAGERS = EntityRef(id="role:CVL:COL", name="Civilians of Colombia", country="COL", sector="CVL")
NURSE = EntityRef(id="role:MED:COL", name="nurses", country="COL", sector="MED")
ODD = EntityRef(id="name:odd", name='=HYPERLINK("x") "Two; Names", #1 \'s', country="TLS", sector="JRN")

TOWN = {"geonames_id": 3685533, "name": "Orito, “Bajo”", "country": "COL", "admin1": "Putumayo", "lat": 0.67, "lon": -76.87}
PLACES = {
    "settlement": TOWN,
    "point": TOWN | {"lat": -0.25, "lon": 0.0},
    "admin2": TOWN | {"name": "Valle"},
    "admin1": TOWN | {"name": "Putumayo"},
    "country": {"geonames_id": 3686110, "name": "Colombia", "country": "COL", "admin1": None, "lat": None, "lon": None},
    "region": {"geonames_id": None, "name": "southern Colombia", "country": None, "admin1": None, "lat": 1.0, "lon": -75.0},
}
TEXT = '-2+3 gunmen\nof "the, river"\tfront; struck villagers\r\nin Orito, killing 12 — NA said. ' * 2


def party(ref, start, end):
    return Party(start=start, end=end, quote=TEXT[start:end], entity=ref)


def place(precision, spanned=True):
    return Place(span=span(TEXT, 63, 68) if spanned else None, precision=precision, **PLACES[precision])


def day(start, end, spanned=True):
    return Time(span=span(TEXT, 2, 8) if spanned else None, start=start, end=end, basis="published 2025-08-09: yesterday")


def count(kind, low, high, side=None, **values):
    return Count(kind=kind, low=low, high=high, side=side, span=span(TEXT, 78, 80), **values)


def make_event(report, number, **values):
    plain = {
        "type": "CONSULT", "mode": None, "contexts": (), "quad": 1, "plover_score": 2.5, "confidence": 0.75, "trigger": span(TEXT, 42, 48),
        "actor": (), "recipient": (), "status": "happened", "speaker": (), "place": None, "time": None, "counts": (),
        "unknown": {"contexts": "no model"}, "same_as": None,
    }  # fmt: skip
    return Event(id=content_id(report.key, CODER, number), **{**plain, **values})


def assault(**values):
    return {"type": "ASSAULT", "quad": 4, "plover_score": -9.0, **values}


def make_events(report):
    """Events of all that is odd."""
    actor, other = party(ARMY, 0, 11), party(FRONT, 12, 41)
    loose = party(None, 0, 31)
    given = [
        assault(
            mode="firearms", actor=(actor,), recipient=(other,), place=place("settlement"), time=day("2025-08-08", "2025-08-08"),
            counts=(count("killed", 12.0, None, "recipient", approximate=True), count("other", 2.5e6, 3e6, unit="USD")), plover_score=-9.0,
        ),
        assault(actor=(other, loose), recipient=(party(VILLAGERS, 49, 58), party(NURSE, 49, 58)), place=place("point"),
                time=day("2025-08-01", "2025-08-05"), counts=(count("killed", 3.0, 5.0, "recipient"), count("killed", 1.0, 1.0, "actor"))),
        assault(actor=(loose,), recipient=(other,), place=place("country"), time=day("2025-07-01", None), status="alleged",
                counts=(count("killed", None, 20.0),), speaker=(party(UNITED, 84, 86), party(None, 84, 86))),
        {"actor": (party(UNITED, 0, 4),), "recipient": (party(NAMED_NA, 84, 86),), "mode": "visit", "contexts": ("diplomatic", "legal"),
         "place": place("region"), "time": day(None, "2025-08-02", spanned=False)},
        {"actor": (party(ODD, 0, 11),), "place": place("admin1", spanned=False), "type": "THREATEN", "mode": "violence", "quad": 3,
         "plover_score": -3.5, "same_as": content_id(report.key, CODER, 3)},
        assault(actor=(actor,), recipient=(other,), mode="targeted", status="failed"),
        assault(actor=(actor,), recipient=(other,), mode="drone", status="future", place=place("admin2")),
        {"type": "AGREE", "recipient": (party(NAMED_NA, 84, 86), loose, party(ARMY, 0, 2)), "actor": (other, party(UNITED, 1, 2)), "status": "ongoing",
         "counts": (count("crowd", 100.0, 200.0),)},
    ]  # fmt: skip
    return tuple(make_event(report, number, **values) for number, values in enumerate(given))


def make_store(folder):
    """The store, its reports and their events; two incidents hold those of the first report and the like of the second."""
    store = Store(folder, create=True)
    first = prepare_report(TEXT, id="one", published="2025-08-09", publisher='The "Daily", =1+1', title="Line one\nline; two", language="en",
                           url="https://news.example/a?b=1,2")  # fmt: skip
    second = prepare_report(TEXT + "Again.", id="two", published="2025-08-11", publisher="NA", language="en")
    old = prepare_report(TEXT + "Old.", id="two", published="2025-08-10", publisher="NA")
    with store.writer(CODER) as writer:
        for report in (old, first, second):
            coding = Coding(report=head(report), events=make_events(report), claims=(), entities=(), coder=CODER)
            writer.add(Coded(report=report, coding=coding, mentions=()))
    incidents = make_incidents(first, second)
    store.ensure_table("incidents")
    write_deltalake(store._path("incidents"), to_arrow(incidents, Incident), mode="overwrite")
    return store, (first, second), incidents


def make_incidents(first, second):
    pairs = list(zip(make_events(first), make_events(second), strict=True))
    return [_incident(left, right, first, second) for left, right in pairs]


def _incident(left, right, first, second):
    def entities(role):
        found = {one.entity.id: one.entity for event in (left, right) for one in getattr(event, role) if one.entity}
        return tuple(found.values())

    counts = tuple(
        IncidentCount(kind=one.kind, side=one.side, unit=one.unit, low=one.low, high=one.high,
                      tellings=(Telling(event=left.id, speaker=(), low=one.low, high=one.high),))
        for one in left.counts
    )  # fmt: skip
    return Incident(
        id="i" + left.id, coder=CODER, type=left.type, types=(left.type,), mode=left.mode, quad=left.quad, plover_score=left.plover_score,
        confidence=left.confidence, status=left.status, statuses=(left.status,), actor=entities("actor"), recipient=entities("recipient"),
        place=left.place, start=left.time.start if left.time else None, end=left.time.end if left.time else None,
        first_published=first.published, last_published=second.published, counts=counts, events=tuple(sorted((left.id, right.id))),
        reports=tuple(sorted((first.key, second.key))), stories=("s1",),
        joins=(Join(left=left.id, right=right.id, score=0.9, reason="same words: struck"),),
    )  # fmt: skip


def read_pandas(path, delimiter=","):
    """The rows, with what docs/exports.md says to give pandas."""
    frame = pandas.read_csv(path, sep=delimiter, dtype=str, keep_default_na=False)
    return frame.to_dict("records")


def read_duckdb(path, delimiter=","):
    """The rows, with what docs/exports.md says to give DuckDB."""
    with duckdb.connect() as connection:
        found = connection.sql(f"SELECT * FROM read_csv({str(path)!r}, delim={delimiter!r}, all_varchar=true, header=true, quote='\"')")
        return [{name: value or "" for name, value in row.items()} for row in found.to_arrow_table().to_pylist()]


def read_r(path, delimiter=",", missing=()):
    """The rows after the rules of R's read.csv and read.delim (all columns as text), strict where R would only warn.

    A quote opens and closes anywhere in a cell, a doubled one inside quotes is one; there are no comments and no escapes; a text-mode
    connection turns CRLF into LF; blank lines are skipped. `missing` are the strings read as NA (None), quoted or not.
    """
    data = Path(path).read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf"), "a byte order mark"
    text = data.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    assert "\0" not in text
    rows, row, cell, quoted, stream = [], [], [], False, io.StringIO(text)
    while char := stream.read(1):
        if quoted:
            if char != '"':
                cell.append(char)
            elif (after := stream.read(1)) == '"':
                cell.append('"')
            else:
                quoted = False
                stream.seek(stream.tell() - len(after))
        elif char == '"':
            quoted = True
        elif char in (delimiter, "\n"):
            row.append("".join(cell))
            cell = []
            if char == "\n":
                rows.append(row)
                row = []
        else:
            cell.append(char)
    assert not (quoted or row or cell), "the last line is not whole"
    header, *rest = [one for one in rows if one != [""]]
    assert len(set(header)) == len(header)
    assert all(len(one) == len(header) for one in rest), "a ragged row"
    return [{name: None if value in missing else value for name, value in zip(header, one, strict=True)} for one in rest]


READERS = (read_pandas, read_duckdb, read_r)

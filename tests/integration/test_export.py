"""Every export read back by pandas, DuckDB and R's rules, and held against the records that it was made from."""

import hashlib
import json
import re

import duckdb
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.exports import CODER, READERS, TEXT, make_events, make_store, read_pandas, read_r

from dateline.cli import main
from dateline.errors import DatelineError, InputError, StoreError
from dateline.export import Dates, ExportFormat, Wanted, export_store
from dateline.export.cells import plain_cell
from dateline.export.formats import ACTS, FIELD
from dateline.export.ftm import PROPERTIES, SCHEMATA, ftm_id, schema_of
from dateline.intake import prepare_report
from dateline.ontology import ontology
from dateline.records import Coding, Event, Incident, from_json, head
from dateline.resolve.cameo_actors import read_actor_code
from dateline.resolve.countries import countries
from dateline.store import Coded
from dateline.store.schema import from_row

ENDINGS = {"polecat": "tsv", "icews": "tsv", "phoenix": "csv", "ged": "csv", "csv": "csv"}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return make_store(tmp_path_factory.mktemp("exports") / "store")


@pytest.fixture(scope="module")
def store(made):
    return made[0]


@pytest.fixture(scope="module")
def events(made):
    return {event.id: event for report in made[1] for event in make_events(report)}


@pytest.fixture(scope="module")
def acts(made, events):
    """Incidents of acts that happened, by id, each with its surest telling (the first report's: all are as sure)."""
    return {one.id: (one, events[one.id[1:]]) for one in made[2] if one.status in ACTS}


def delimiter(path):
    return "\t" if path.suffix == ".tsv" else ","


def write(store, folder, form, **wanted):
    path = folder / f"{form}.{ENDINGS.get(form, form)}"
    export_store(store, path, ExportFormat(form), wanted=Wanted(**wanted))
    return path


def parts(cell):
    return cell.split("; ") if cell else []


def words(quote):
    return " ".join(quote.split())


def number(cell):
    return float(cell) if cell else None


@pytest.mark.parametrize("incidents", [False, True])
@pytest.mark.parametrize("form", sorted(ENDINGS))
def test_three_tools_read_the_same_rows(store, tmp_path, form, incidents):
    path = write(store, tmp_path, form, incidents=incidents)
    first, *others = (read(path, delimiter(path)) for read in READERS)
    described = json.loads((tmp_path / f"{form}.datapackage.json").read_text())["resources"][0]
    assert len(first) == described["rows"] > 0
    assert list(first[0]) == [field["name"] for field in described["schema"]["fields"]]
    assert all(other == first for other in others)


def test_csv_gives_every_event_back(store, events, made, tmp_path):
    rows = read_r(write(store, tmp_path, "csv"))
    assert [row["event_id"] for row in rows] == list(events)
    for row in rows:
        event = events[row["event_id"]]
        assert (row["type"], row["mode"] or None, int(row["quad"]), row["status"]) == (event.type, event.mode, event.quad, event.status)
        assert (float(row["plover_score"]), float(row["confidence"])) == (event.plover_score, event.confidence)
        assert parts(row["contexts"]) == list(event.contexts)
        assert json.loads(row["unknown"]) == event.unknown
        assert (row["same_as"] or None, row["coder"]) == (event.same_as, CODER)
        assert row["trigger"] == words(event.trigger.quote)
        for role in ("actor", "recipient", "speaker"):
            parties = getattr(event, role)
            assert parts(row[f"{role}_offsets"]) == [f"{one.start}-{one.end}" for one in parties]
            assert parts(row[f"{role}_words"]) == [words(one.quote).replace(";", ",") for one in parties]
            for cell, value in (("id", "id"), ("country", "country"), ("sector", "sector")):
                assert row[f"{role}_{cell}"].split("; ") == [getattr(one.entity, value, None) or "" for one in parties] or not parties
            assert parts(row[role]) == [words(one.entity.name if one.entity else one.quote).replace(";", ",") for one in parties]
        assert_place(row, event.place)
        assert_time(row, event.time)
        assert_counts(row, event.counts)
    assert {row["event_id"]: row["incident"] for row in rows} == {id: one.id for one in made[2] for id in one.events}


def assert_place(row, place):
    if place is None:
        assert not any(row[name] for name in row if name.startswith("place"))
        return
    assert (row["place"], row["place_country"] or None, row["place_admin1"] or None) == (place.name, place.country, place.admin1)
    assert (number(row["place_geonames_id"]), row["place_precision"]) == (place.geonames_id, place.precision)
    assert (number(row["place_lat"]), number(row["place_lon"])) == (place.lat, place.lon)
    assert row["place_offsets"] == (f"{place.span.start}-{place.span.end}" if place.span else "")


def assert_time(row, time):
    values = (row["date_start"] or None, row["date_end"] or None, row["date_basis"] or None)
    assert values == ((time.start, time.end, time.basis) if time else (None, None, None))


def assert_counts(row, counts):
    columns = ("kind", "low", "high", "side", "unit", "approximate", "offsets")
    found = list(zip(*(row[f"count_{name}"].split("; ") for name in columns), strict=True)) if row["counts"] else []
    assert [
        (kind, number(low), number(high), side or None, unit, about == "true", where) for kind, low, high, side, unit, about, where in found
    ] == [(one.kind, one.low, one.high, one.side, one.unit, one.approximate, f"{one.span.start}-{one.span.end}") for one in counts]


def test_incidents_as_csv(store, made, tmp_path):
    rows = {row["incident_id"]: row for row in read_r(write(store, tmp_path, "csv", incidents=True))}
    assert set(rows) == {one.id for one in made[2]}
    for one in made[2]:
        row = rows[one.id]
        assert (row["type"], row["mode"] or None, row["status"], parts(row["types"])) == (one.type, one.mode, one.status, list(one.types))
        assert (row["date_start"] or None, row["date_end"] or None) == (one.start, one.end)
        assert (row["first_published"], row["last_published"]) == (one.first_published, one.last_published)
        assert sorted(parts(row["event_ids"])) == list(one.events)
        assert (row["tellings"], row["stories"]) == ("2", "1")
        if one.actor:
            assert parts(row["actor_id"]) == [entity.id for entity in one.actor]
        known = [(count.kind, count.low, count.high, count.unit) for count in one.counts]
        columns = zip(*(row[f"count_{name}"].split("; ") for name in ("kind", "low", "high", "unit")), strict=True)
        assert [(kind, number(low), number(high), unit) for kind, low, high, unit in columns if kind] == known
        assert_place(
            {**row, "place_offsets": f"{one.place.span.start}-{one.place.span.end}" if one.place and one.place.span else ""}, one.place
        )
    starts = [row["date_start"] for row in rows.values()]
    assert starts == sorted(starts, key=lambda day: day or "9999")


def side_of(role, incident, event):
    """The expected sides: entities of the incident, else the words of the surest telling."""
    named = [(one.id, one.name, one.country, one.sector) for one in getattr(incident, role)]
    return named or [(None, None, None, None) for _ in getattr(event, role)] or [(None, None, None, None)]


def dyads_of(acts):
    """(id, incident, event, actor, recipient) of every row that a dyad format must have."""
    for key, (incident, event) in acts.items():
        pairs = [(a, b) for a in side_of("actor", incident, event) for b in side_of("recipient", incident, event)]
        for at, (actor, recipient) in enumerate(pairs, 1):
            yield (key if len(pairs) == 1 else f"{key}-{at}"), incident, event, actor, recipient


def name_of(code):
    return countries().by_code[code].name if code in countries().by_code else ""


def drawn(place):
    return (place.lat, place.lon) if place and place.precision not in ("country", "region") else (None, None)


def exact(incident):
    return incident.start if incident.start == incident.end and incident.start else ""


def test_polecat(store, acts, tmp_path):
    rows = {row["Event ID"]: row for row in read_pandas(write(store, tmp_path, "polecat"), "\t")}
    wanted = list(dyads_of(acts))
    assert list(rows) != [] and set(rows) == {id for id, *_ in wanted}
    for id, incident, event, *sides in wanted:
        row = rows[id]
        assert (row["Event Type"], row["Event Mode"], float(row["Intensity"])) == (
            incident.type,
            incident.mode or "",
            incident.plover_score,
        )
        assert (row["Quad Code"], parts(row["Contexts"])) == (str(incident.quad), list(event.contexts))
        for role, (key, name, country, sector) in zip(("Actor", "Recipient"), sides, strict=True):
            assert (row[f"{role} Name"], row[f"{role} Country"]) == (name or "", country or "")
            assert (row[f"Primary {role} Sector"], row[f"Wikipedia {role} ID"]) == (sector or "", key or "")
        place = incident.place
        assert (number(row["Latitude"]), number(row["Longitude"])) == drawn(place)
        assert row["GeoNames ID"] == (str(place.geonames_id) if place and place.geonames_id else "")
        assert (row["Placename"], row["Country"]) == ((place.name, name_of(place.country)) if place else ("", ""))
        assert (row["Event Date"], row["Version"]) == (exact(incident), CODER)
    assert rows["i" + next(iter(acts))[1:]]["Actor COW"] == "100"


def test_icews_and_phoenix_keep_codes_and_their_zeros(store, acts, tmp_path):
    for form, key, code in (("icews", "Event ID", "CAMEO Code"), ("phoenix", "EventID", "EventCode")):
        path = write(store, tmp_path, form)
        for read in READERS:
            rows = {row[key]: row for row in read(path, delimiter(path))}
            wanted = list(dyads_of(acts))
            assert set(rows) == {id for id, *_ in wanted}
            for id, incident, *_ in wanted:
                found = rows[id][code]
                assert 3 <= len(found) <= 4
                assert ontology().from_cameo(found).type == incident.type
            assert {rows[id][code] for id, incident, *_ in wanted if incident.type == "CONSULT"} == {"042"}


def test_icews_names_and_places(store, acts, tmp_path):
    rows = {row["Event ID"]: row for row in read_r(write(store, tmp_path, "icews"), "\t")}
    for id, incident, _, *sides in dyads_of(acts):
        row = rows[id]
        for role, (key, name, country, _) in zip(("Source", "Target"), sides, strict=True):
            assert row[f"{role} Country"] == name_of(country)
            assert not key or row[f"{role} Name"] == name
        assert (number(row["Latitude"]), number(row["Longitude"])) == drawn(incident.place)
        assert row["Event Date"] == exact(incident)
        assert float(row["Intensity"]) == ontology().cameo[row["CAMEO Code"]].goldstein


def test_phoenix_actor_codes_read_back(store, acts, tmp_path):
    rows = {row["EventID"]: row for row in read_r(write(store, tmp_path, "phoenix"))}
    for id, _, _, *sides in dyads_of(acts):
        for role, (_, _, country, sector) in zip(("Source", "Target"), sides, strict=True):
            code = rows[id][f"{role}ActorFull"]
            assert code == "".join(rows[id][f"{role}Actor{part}"] for part in ("Entity", "Role", "Attribute"))
            assert bool(code) == bool(country)
            if code:
                assert read_actor_code(code)[:2] == (country, sector)
    assert {row["Date"] for row in rows.values()} == {"", "20250808"}
    assert [(row["Year"], row["Month"], row["Day"]) for row in rows.values() if row["Date"]] == [("2025", "08", "08")]


def test_ged_holds_lethal_assaults_with_both_parties(store, acts, tmp_path):
    rows = {row["id"]: row for row in read_r(write(store, tmp_path, "ged"))}
    lethal = [(one, event) for one, event in acts.values() if any(count.kind == "killed" for count in one.counts)]
    assert set(rows) == {one.id for one, _ in lethal}
    battle, one_sided, accused = (rows[one.id] for one, _ in lethal)
    columns = ("type_of_violence", "side_a", "side_b", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "low", "high")
    assert [battle[name] for name in columns] == ["1", "Government of Colombia", "River Front", "0", "12", "0", "0", "12", "12", ""]
    assert [one_sided[name] for name in columns] == ["3", "River Front", "Civilians", "1", "0", "3", "0", "4", "4", "6"]
    assert [accused[name] for name in columns][3:] == ["0", "0", "0", "20", "20", "0", "20"]
    assert [row["where_prec"] for row in (battle, one_sided, accused)] == ["1", "1", "6"]
    assert [row["date_prec"] for row in (battle, one_sided, accused)] == ["1", "2", "5"]
    assert (battle["latitude"], battle["geom_wkt"], battle["priogrid_gid"]) == ("0.67", "POINT (-76.87 0.67)", "130527")
    assert (accused["latitude"], accused["geom_wkt"]) == ("", "")
    assert (battle["gwnoa"], battle["gwnob"], battle["country_id"], battle["region"]) == ("100", "", "100", "Americas")
    for row in rows.values():
        assert sum(int(row[f"deaths_{side}"]) for side in ("a", "b", "civilians", "unknown")) == int(row["best"])


@pytest.mark.parametrize("incidents", [False, True])
def test_geojson_draws_no_country_and_no_region(store, made, events, tmp_path, incidents):
    found = json.loads(write(store, tmp_path, "geojson", incidents=incidents).read_text())
    assert (found["type"], set(found)) == ("FeatureCollection", {"type", "features"})
    records = {one.id: one for one in made[2]} if incidents else events
    assert {one["id"] for one in found["features"]} == set(records)
    for one in found["features"]:
        assert set(one) == {"type", "id", "geometry", "properties"}
        place = records[one["id"]].place
        assert one["properties"]["place_precision"] == (place.precision if place else "unknown")
        if place is None or place.precision in ("country", "region"):
            assert one["geometry"] is None
        else:
            assert one["geometry"] == {"type": "Point", "coordinates": [place.lon, place.lat]}
        assert one["properties"]["status"] == records[one["id"]].status


def test_parquet_and_json_lines_are_the_records(store, made, events, tmp_path):
    rows = pyarrow.parquet.read_table(write(store, tmp_path, "parquet")).to_pylist(maps_as_pydicts="strict")
    assert [from_row(row, Event) for row in rows] == list(events.values())
    rows = pyarrow.parquet.read_table(write(store, tmp_path, "parquet", incidents=True)).to_pylist(maps_as_pydicts="strict")
    assert {one.id: one for one in (from_row(row, Incident) for row in rows)} == {one.id: one for one in made[2]}
    assert duckdb.sql(f"SELECT count(*) FROM {str(tmp_path / 'parquet.parquet')!r}").fetchall() == [(len(made[2]),)]
    lines = write(store, tmp_path, "jsonl").read_text().splitlines()
    assert [event for line in lines for event in from_json(line, Coding).events] == list(events.values())
    lines = write(store, tmp_path, "jsonl", incidents=True).read_text().splitlines()
    assert {one.id: one for one in (from_json(line, Incident) for line in lines)} == {one.id: one for one in made[2]}


def ftm(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_ftm_gives_every_act_back_with_its_parties(store, acts, tmp_path):
    found = ftm(write(store, tmp_path, "ftm"))
    events = {one["properties"]["recordId"][0]: one["properties"] for one in found if one["schema"] == "Event"}
    entities = {one["id"]: one for one in found if one["schema"] != "Event"}
    assert set(events) == set(acts)
    assert len({one["id"] for one in found}) == len(found)
    for id, (incident, _) in acts.items():
        event = events[id]
        assert event["keywords"] == [word for word in (incident.type, incident.mode, incident.status) if word]
        assert (event.get("startDate"), event.get("endDate")) == tuple([day] if day else None for day in (incident.start, incident.end))
        assert ("date" in event) == bool(incident.start and incident.start == incident.end)
        sides = list(dict.fromkeys(one.id for one in (*incident.actor, *incident.recipient)))
        assert event.get("involved", []) == [ftm_id(one) for one in sides]
        assert all(party in entities for party in event.get("involved", []))
        assert "→" in event["name"][0]
    assert {id for event in events.values() for id in event.get("involved", [])} == set(entities)


def test_ftm_lines_are_of_the_schema(store, tmp_path):
    for incidents in (False, True):
        for one in ftm(write(store, tmp_path, "ftm", incidents=incidents)):
            assert set(one) == {"id", "schema", "properties"}
            assert re.fullmatch(r"[0-9a-zA-Z]([0-9a-zA-Z.\-]*[0-9a-zA-Z])?", one["id"])  # FollowTheMoney's own rule
            assert one["schema"] in {"Event", *SCHEMATA}
            assert set(one["properties"]) <= set(PROPERTIES)
            assert one["properties"]["name"]
            assert all(isinstance(value, str) and value for values in one["properties"].values() for value in values)
            assert all(re.fullmatch("[a-z]{2,4}", code) for code in one["properties"].get("country", []))


def test_ftm_refuses_what_did_not_happen(store, tmp_path):
    with pytest.raises(InputError, match="no way to say that an act is negated"):
        write(store, tmp_path, "ftm", statuses=("negated",))


@pytest.mark.parametrize(
    ("id", "sectors", "schema"),
    [
        ("person:abiy-ahmed", ("GOV",), "Person"), ("gov:HND", ("GOV",), "PublicBody"), ("country:HND", (), "PublicBody"),
        ("role:MIL:HND", ("MIL",), "LegalEntity"), ("name:acme", ("BUS",), "Company"), ("name:m23", ("REB", "GOV"), "Organization"),
        ("org:oas", (), "Organization"), ("name:somebody", (), "LegalEntity"),
    ],
)  # fmt: skip
def test_what_an_entity_is_in_ftm(id, sectors, schema):
    assert schema_of(id, sectors) == schema


@given(st.text(min_size=1), st.text(min_size=1))
def test_ftm_ids_fit_and_keep_apart(one, other):
    assert re.fullmatch(r"[0-9a-zA-Z]([0-9a-zA-Z.\-]*[0-9a-zA-Z])?", ftm_id(one))
    assert (ftm_id(f"name:{one}") == ftm_id(f"name:{other}")) == (one.replace(":", "-") == other.replace(":", "-"))


def test_superseded_texts_come_on_request_only(store, events, tmp_path):
    rows = read_pandas(write(store, tmp_path, "csv", revisions=True))
    assert len(rows) == len(events) * 3 // 2


@pytest.mark.parametrize("form", list(ExportFormat))
def test_twice_the_same_bytes_with_their_hash(store, tmp_path, form):
    first = export_store(store, tmp_path / "a" / "x", form) if (tmp_path / "a").mkdir() is None else None
    second = export_store(store, tmp_path / "b", form)
    assert [one.path.name for one in first.files] == [one.path.name for one in second.files]
    for left, right in zip(first.files, second.files, strict=True):
        data = left.path.read_bytes()
        assert (hashlib.sha256(data).hexdigest(), len(data)) == (left.sha256, left.size) == (
            right.sha256,
            right.size,
        ) or left is first.files[-1]
    described = json.loads(first.files[-1].path.read_text())
    assert [(one["path"], one["hash"], one["rows"]) for one in described["resources"]] == [
        (one.path.name, f"sha256:{one.sha256}", one.rows) for one in first.files[:-1]
    ]


def test_the_description(store, tmp_path):
    write(store, tmp_path, "icews")
    found = json.loads((tmp_path / "icews.datapackage.json").read_text())
    assert found["profile"] == "tabular-data-package"
    own = found["dateline"]
    assert (own["coder"], own["store_version"], own["run"]["outcome"]) == (CODER, store.table("reports").version(), "complete")
    assert own["export"]["statuses"] == list(ACTS)
    assert set(own["accuracy"]["types"]) == set(ontology().types)
    assert all(one["low"] <= one["f1"] <= one["high"] for one in own["accuracy"]["types"].values())
    (resource,) = found["resources"]
    assert resource["dialect"]["delimiter"] == "\t"
    assert resource["dateline"]["dyads"] | {"dyad_of": ""} == {"acts": 6, "rows": 10, "acts_with_several_dyads": 2, "dyad_of": ""}
    assert any("GeoNames" in one["title"] for one in found["sources"])
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    assert fields["Latitude"]["unit"] == "degrees, WGS 84"
    assert all(field["description"] for field in fields.values())


def test_rows_hold_to_their_constraints(store, tmp_path):
    for form in sorted(ENDINGS):
        for incidents in (False, True):
            path = write(store, tmp_path, form, incidents=incidents)
            (resource,) = json.loads((tmp_path / f"{form}.datapackage.json").read_text())["resources"]
            rows = read_r(path, delimiter(path))
            for field in resource["schema"]["fields"]:
                cells = [row[field["name"]] for row in rows]
                limits = field.get("constraints", {})
                assert not limits.get("required") or all(cells), (form, field)
                assert not limits.get("unique") or len(set(cells)) == len(cells)
                given = [cell for cell in cells if cell]
                assert all(cell in limits["enum"] for cell in given) if "enum" in limits else True, (form, field)
                assert all(re.fullmatch(limits["pattern"], cell) for cell in given) if "pattern" in limits else True
                kinds = {"integer": int, "number": float}
                values = [kinds[field["type"]](cell) for cell in given] if field["type"] in kinds else []
                assert all(limits.get("minimum", value) <= value <= limits.get("maximum", value) for value in values)


def test_no_description_takes_anothers_place(store, tmp_path):
    export_store(store, tmp_path / "x.csv", ExportFormat.csv)
    done = export_store(store, tmp_path / "x.parquet", ExportFormat.parquet)
    assert done.files[-1].path.name == "x.parquet.datapackage.json"
    assert export_store(store, tmp_path / "x.csv", ExportFormat.csv).files[-1].path.name == "x.datapackage.json"
    (tmp_path / "all").mkdir()
    export_store(store, tmp_path / "all", ExportFormat.csv)
    assert export_store(store, tmp_path / "all", ExportFormat.icews).files[-1].path.name == "icews.datapackage.json"


def test_a_folder_of_csv(store, made, tmp_path):
    done = export_store(store, tmp_path / "t", ExportFormat.csv, wanted=Wanted(text=True))
    assert [one.path.name for one in done.files] == [
        "events.csv", "incidents.csv", "reports.csv", "claims.csv", "entities.csv", "stories.csv", "datapackage.json",
    ]  # fmt: skip
    for one in done.files[:-1]:
        assert [len(read(one.path)) for read in READERS] == [one.rows] * 3
    reports = read_pandas(tmp_path / "t" / "reports.csv")
    assert [row["text"] for row in reports] == [report.text for report in made[1]]
    assert json.loads(reports[0]["furniture"]) == []


@pytest.mark.parametrize("form", list(ExportFormat))
@pytest.mark.parametrize("incidents", [False, True])
def test_without_quotes_no_word_of_a_report_is_left(store, tmp_path, form, incidents):
    done = export_store(store, tmp_path, form, wanted=Wanted(quotes=False, incidents=incidents))
    for one in done.files:
        data = one.path.read_bytes() if one.path.suffix != ".parquet" else repr(pyarrow.parquet.read_table(one.path).to_pylist()).encode()
        for secret in (b"gunmen", b"villag", b"Line one", b"the, river", b"killi"):
            assert secret not in data, one.path


def test_text_is_left_out_unless_asked_for(store, tmp_path):
    for form in ExportFormat:
        export_store(store, tmp_path / form, form)
    for path in tmp_path.rglob("*.csv"):
        assert b"in Orito, killing" not in path.read_bytes()
    assert "text" not in pyarrow.parquet.read_schema(tmp_path / "parquet" / "reports.parquet").names


@pytest.mark.parametrize("form", sorted(ENDINGS))
def test_safe_cells_run_nowhere_are_never_missing_and_come_back(store, tmp_path, form):
    path = write(store, tmp_path, form)
    plain = read_r(path, delimiter(path))
    guarded = read_r(write(store, tmp_path, form, safe_cells=True), delimiter(path), missing=("NA",))
    texts = [cell for row in guarded for name, cell in row.items() if cell and not cell.lstrip("-").replace(".", "").isdigit()]
    assert not [cell for cell in texts if cell[0] in "=+-@\t\r"]
    assert [{name: plain_cell(cell) for name, cell in row.items()} for row in guarded] == plain


def test_statuses(store, tmp_path):
    for form, field in FIELD.items():
        path = tmp_path / f"{form}.csv"
        with pytest.raises(InputError, match="no status 'planned'"):
            export_store(store, path, form, wanted=Wanted(statuses=("planned",)))
        if "future" not in field.holds:
            with pytest.raises(InputError, match="no way to say"):
                export_store(store, path, form, wanted=Wanted(statuses=("future",)))
    rows = read_r(write(store, tmp_path, "polecat", statuses=("future",)), "\t")
    assert [row["Event Mode"] for row in rows] == ["drone"]
    rows = read_r(write(store, tmp_path, "icews", statuses=("failed",)), "\t")
    assert [row["CAMEO Code"] for row in rows] == ["185"]
    assert len(read_r(write(store, tmp_path, "csv", statuses=("failed", "future")))) == 4
    lines = write(store, tmp_path, "jsonl", statuses=("failed",)).read_text().splitlines()
    assert [len(json.loads(line)["events"]) for line in lines] == [1, 1]


def test_a_day_that_is_not_known_is_not_made_up(store, tmp_path):
    def days(dates):
        path = write(store, tmp_path, "polecat", dates=dates)
        return sorted({row["Event Date"] for row in read_r(path, "\t")})

    assert days(Dates.exact) == ["", "2025-08-08"]
    assert days(Dates.first) == ["", "2025-07-01", "2025-08-01", "2025-08-08"]
    assert days(Dates.published) == ["2025-07-01", "2025-08-01", "2025-08-08", "2025-08-09"]


def test_whole_or_nothing(store, tmp_path, monkeypatch):
    path = write(store, tmp_path, "csv")
    before = {one.name: one.read_bytes() for one in tmp_path.iterdir()}

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("dateline.export.files.package", full)
    with pytest.raises(DatelineError, match=r"csv\.csv: cannot be written \(No space left"):
        export_store(store, path, ExportFormat.csv, wanted=Wanted(incidents=True))
    monkeypatch.undo()
    monkeypatch.setattr("dateline.export.whole._Hashed.write", full)
    with pytest.raises(DatelineError, match="cannot be written"):
        export_store(store, tmp_path, ExportFormat.parquet)
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == before


def test_a_store_without_incidents_says_what_to_do(made, tmp_path):
    store, *_ = make_store(tmp_path / "other")
    store.table("incidents").delete()
    with pytest.raises(StoreError, match="--tellings"):
        export_store(store, tmp_path / "x.geojson", ExportFormat.geojson)
    assert export_store(store, tmp_path / "x.csv", ExportFormat.csv).files[0].rows == 16


def test_event_records_in_no_incident_are_told(made, tmp_path):
    store, _, incidents = make_store(tmp_path / "other")
    store.table("incidents").delete(f"id = '{incidents[0].id}'")
    assert "2 event records" in export_store(store, tmp_path / "x.geojson", ExportFormat.geojson).notes[0]


def test_the_command(store, tmp_path, capsysbinary, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    folder = str(store.folder)
    assert main(["export", "--store", folder, "--to", "-", "--format", "icews"]) == 0
    shown = capsysbinary.readouterr()
    assert main(["export", "--store", folder, "--to", str(tmp_path / "i.tsv"), "--format", "icews"]) == 0
    assert (tmp_path / "i.tsv").read_bytes() == shown.out
    assert b"(10 rows)" in b" ".join(capsysbinary.readouterr().err.split())
    assert main(["export", "--store", folder, "--to", "-", "--format", "geojson", "--status", "future", "--tellings"]) == 0
    assert len(json.loads(capsysbinary.readouterr().out)["features"]) == 2
    for wrong in (
        ["--status", "none"],
        ["--format", "ged", "--status", "future"],
        ["--format", "parquet"],
        ["--with-text"],
        ["--format", "x"],
    ):
        assert main(["export", "--store", folder, "--to", "-", *wrong]) == 2
    assert main(["export", "--store", folder, "--to", str(tmp_path / "x.doc")]) == 2
    assert main(["export", "--store", folder, "--to", str(tmp_path / "gone" / "x.csv")]) == 1


@given(st.floats(allow_nan=False, allow_infinity=False), st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
@settings(max_examples=60)
def test_duckdb_writes_json_that_gives_every_value_back(value, words):
    found = duckdb.execute("SELECT to_json({'a': $a, 'b': $b})", {"a": value, "b": words}).fetchall()[0][0]
    assert json.loads(found) == {"a": value, "b": words}


def test_as_of_an_earlier_version(tmp_path):
    store, reports, _ = make_store(tmp_path / "store")
    version = store.table("reports").version()
    late = prepare_report(TEXT + "Late.", id="three", published="2025-08-12")
    with store.writer(CODER) as writer:
        writer.add(
            Coded(report=late, coding=Coding(report=head(late), events=make_events(late), claims=(), entities=(), coder=CODER), mentions=())
        )
    assert main(["export", "--store", str(store.folder), "--to", str(tmp_path / "now.csv")]) == 0
    assert main(["export", "--store", str(store.folder), "--to", str(tmp_path / "then.csv"), "--as-of", str(version)]) == 0
    assert {row["report_id"] for row in read_r(tmp_path / "now.csv")} == {"one", "two", "three"}
    assert {row["report_id"] for row in read_r(tmp_path / "then.csv")} == {report.id for report in reports}
    assert json.loads((tmp_path / "then.datapackage.json").read_text())["dateline"]["store_version"] == version

import types
import typing

import pyarrow as pa
import pytest
from deltalake import DeltaTable, write_deltalake
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline import records
from dateline.store import Store
from dateline.store.schema import TABLES, arrow_schema, from_arrow, normal, to_arrow

KINDS = [records.Report, records.Event, records.Claim, records.Mention, records.Entity, records.Story, records.Incident]
KINDS += [records.Decision, records.Reject, records.Run]

_TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
_FLOAT = st.floats(allow_nan=False, allow_infinity=False)
for _type, _strategy in ((str, _TEXT), (float, _FLOAT), (int, st.integers(-(2**63), 2**63 - 1))):
    st.register_type_strategy(_type, _strategy)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_records_come_back_from_arrow(kind, data):
    several = data.draw(st.lists(st.builds(kind, **_fields(kind)), max_size=4))
    table = to_arrow(several, kind)
    assert table.schema == arrow_schema(kind)
    assert from_arrow(table, kind) == several


def _fields(kind):
    return {name: _strategy_of(hint) for name, hint in typing.get_type_hints(kind).items()}


def _strategy_of(hint):
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        return st.one_of(*map(_strategy_of, arguments))
    if origin is tuple:
        return st.lists(_strategy_of(arguments[0]), max_size=3).map(tuple)
    if isinstance(hint, type) and issubclass(hint, records.Record):
        return st.builds(hint, **_fields(hint))
    return st.from_type(hint)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(events=st.lists(st.builds(records.Event, **_fields(records.Event)), min_size=1, max_size=5))
def test_events_come_back_from_a_delta_table(events, tmp_path_factory):
    store = Store(tmp_path_factory.mktemp("store"), create=True)
    table = store.ensure_table("events")
    keys = [{"report_key": "k", "coder": "c", "ordinal": number} for number in range(len(events))]
    write_deltalake(table, to_arrow(events, records.Event, keys=keys), mode="append")
    rows = store.arrow("events").to_table().sort_by("ordinal")
    assert rows.schema == TABLES["events"].schema
    assert from_arrow(rows, records.Event) == events


def test_empty_lists_are_not_null_for_other_readers(tmp_path):
    # deltalake 1.6 counts empty lists as nulls in its statistics and believes them on reading: no statistics on those columns
    store = Store(tmp_path / "s", create=True)
    entity = records.Entity(id="e", name="n", names=(), country=None, sectors=())
    rows = to_arrow([entity], records.Entity, keys=[{"report_key": "k", "coder": "c", "ordinal": 0}])
    write_deltalake(store.ensure_table("entities"), rows, mode="append")
    rows = DeltaTable(tmp_path / "s" / "entities").to_pyarrow_dataset().to_table().to_pylist()
    assert (rows[0]["names"], rows[0]["country"]) == ([], None)


def test_whole_numbers_in_float_fields_become_floats():
    count = records.Count(kind="killed", low=3, high=None, side=None, span=records.Span(start=0, end=1, quote="3"))
    assert records.to_json(normal(count)) == records.to_json(from_arrow(to_arrow([count], records.Count), records.Count)[0])


def test_every_table_has_a_schema():
    assert set(TABLES) == {"reports", "mentions", "events", "claims", "entities", "stories", "incidents", "decisions", "rejects", "runs"}
    for spec in TABLES.values():
        assert isinstance(spec.schema, pa.Schema)

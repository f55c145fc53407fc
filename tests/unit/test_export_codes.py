"""The tables that exports map by, and the small rules on top of them."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.exports import ARMY, FRONT, NURSE, TEXT, UNITED, VILLAGERS, count, make_event, party, read_r

from dateline.export.acts import Side, Source, Told, act_of_event, act_of_incident, dyads
from dateline.export.cells import plain_cell, safe
from dateline.export.codes import _bodies as bodies
from dateline.export.codes import actor_code, cameo_code, sectors, side_class, states
from dateline.export.columns import columns, names
from dateline.export.deaths import deaths_of
from dateline.export.ged import ged_rows, priogrid
from dateline.export.shared import Rules
from dateline.export.whole import Table
from dateline.intake import prepare_report
from dateline.ontology import ontology
from dateline.records import Incident
from dateline.resolve.cameo_actors import read_actor_code
from dateline.resolve.countries import countries
from dateline.resolve.entities import ActorContext, Entities
from scripts.make_export_docs import PAGE, with_tables

REPORT = prepare_report(TEXT, id="r", published="2025-08-09")


def source(day="2025-08-09", key="k"):
    return Source(id=key, key=key, published=day, publisher=None, title=None, url=None, language="en")


def act(**values):
    return act_of_event(Told(event=make_event(REPORT, 0, **values), report=source()), "c")


def test_every_type_and_mode_has_a_code_that_reads_back_as_the_type():
    other = {("RETREAT", None), ("RETREAT", "resign"), ("SANCTION", "convict")}  # told in the notes
    for kind in ontology().types.values():
        for mode in (None, *kind.modes):
            found = cameo_code(kind.name, mode)
            back = ontology().from_cameo(found.code)
            assert (back.type == kind.name) != ((kind.name, mode) in other), (kind.name, mode)
            assert found.goldstein is not None
            assert found.penta in range(5)
    assert cameo_code("ASSAULT", None, armed=True).code == "190"
    assert cameo_code("ASSAULT", "targeted", failed=True).code == "185"
    assert cameo_code("CONSULT", None, failed=True) is None


def test_sectors_of_the_code_read_back():
    for name in sectors():
        side = Side(id="x", name="x", country="KEN", sector=name, words="x")
        code = "".join(actor_code(side))
        assert read_actor_code(code)[:2] == ("KEN", name if name != "UNK" else None), name


def test_bodies_are_known_by_that_name_and_code():
    for name, code in bodies().items():
        assert read_actor_code(code).country == code[:3]
        known = Entities.load().resolve(name, ActorContext())
        assert known is not None and known.name == name and known.country == code[:3], name


def test_states_are_countries_with_numbers_of_their_own():
    assert set(states()) <= set(countries().by_code)
    today = [one.gw for code, one in states().items() if one.gw and code not in ("SUN", "YUG")]
    assert len(set(today)) == len(today)
    assert (states()["DEU"].cow, states()["DEU"].gw) == ("255", "260")


def test_priogrid_cells():
    assert priogrid(-90, -180) == 1
    assert priogrid(-46.75, 37.75) == 62356
    assert priogrid(90, 180) == 259200


def test_dyads_are_numbered_and_stable():
    both = act(actor=(party(ARMY, 0, 2), party(FRONT, 3, 4)), recipient=(party(VILLAGERS, 5, 6), party(NURSE, 7, 8)))
    assert [(one.id[-2:], one.actor.id, one.recipient.id) for one in dyads(both)] == [
        ("-1", ARMY.id, VILLAGERS.id), ("-2", ARMY.id, NURSE.id), ("-3", FRONT.id, VILLAGERS.id), ("-4", FRONT.id, NURSE.id),
    ]  # fmt: skip
    (alone,) = dyads(act(actor=(party(ARMY, 0, 2), party(ARMY, 3, 4))))
    assert (alone.id, alone.recipient) == (act().id, None)


@pytest.mark.parametrize(
    ("counts", "wanted"),
    [
        ([("killed", 12, None, "recipient")], (0, 12, 0, 12, None)),
        ([("killed", None, 20, None)], (0, 0, 20, 0, 20)),
        ([("killed", 12, 12, "recipient"), ("killed", 3, 3, "recipient")], (0, 12, 0, 12, 12)),
        ([("killed", 12, 12, None), ("killed", 3, 3, "recipient")], (0, 3, 9, 12, 12)),
        ([("killed", 2, 2, None), ("killed", 3, 3, "recipient"), ("killed", 1, 4, "actor")], (1, 3, 0, 4, 7)),
        ([("wounded", 12, 12, "recipient")], None),
        ([("killed", 0, 0, "recipient")], None),
        ([("killed", None, None, "recipient")], None),
    ],
)
def test_deaths_of_one_telling(counts, wanted):
    found = deaths_of(act(counts=tuple(count(*one) for one in counts)))
    assert (found and (found.actor, found.recipient, found.unknown, found.low, found.high)) == wanted


def incident_of(*told):
    first = told[0].event
    return act_of_incident(
        Incident(
            id="i", coder="c", type=first.type, types=(), mode=None, quad=4, plover_score=-9, confidence=0.5, status="happened", statuses=(),
            actor=(ARMY,), recipient=(FRONT,), place=None, start=None, end=None, first_published=None, last_published=None, counts=(),
            events=(), reports=(), stories=(), joins=(),
        ),
        told,
    )  # fmt: skip


def test_tellings_are_never_added_up():
    def told(day, low, high):
        event = make_event(REPORT, day, type="ASSAULT", counts=(count("killed", low, high, "recipient"),))
        return Told(event=event, report=source(day, day))

    found = deaths_of(incident_of(told("2025-08-01", 5, 5), told("2025-08-03", 9, 9), told("2025-08-02", 12, 14)))
    assert (found.recipient, found.low, found.high) == (9, 5, 14)
    assert deaths_of(incident_of(told("2025-08-01", 5, None), told("2025-08-03", 9, 9))).high is None


@pytest.mark.parametrize(
    ("actor", "recipient", "kind"),
    [((ARMY,), (FRONT,), 1), ((FRONT,), (ARMY,), 1), ((FRONT,), (FRONT,), 2), ((FRONT,), (VILLAGERS, NURSE), 3), ((ARMY,), (VILLAGERS,), 3),
     ((ARMY,), (FRONT, VILLAGERS), 1), ((VILLAGERS,), (ARMY,), None), ((UNITED,), (FRONT,), None), ((FRONT,), (None,), None), ((None,), (FRONT,), None)],
)  # fmt: skip
def test_kinds_of_violence(actor, recipient, kind):
    given = act(
        type="ASSAULT", actor=tuple(party(one, 0, 2) for one in actor), recipient=tuple(party(one, n, n + 9) for n, one in enumerate(recipient)),
        counts=(count("killed", 4, 4, "recipient"),),
    )  # fmt: skip
    (row,) = ged_rows(given, Rules())
    assert row["type_of_violence"] == kind
    mixed = {side_class(side, "recipient") for side in given.recipient} > {"civilian"}
    assert row["deaths_unknown"] == (4 if mixed else 0)


def test_no_row_without_both_parties_or_a_death():
    killed = (count("killed", 4, 4, "recipient"),)
    assert not list(ged_rows(act(type="ASSAULT", actor=(party(ARMY, 0, 2),), counts=killed), Rules()))
    assert not list(ged_rows(act(type="ASSAULT", actor=(party(ARMY, 0, 2),), recipient=(party(FRONT, 0, 2),)), Rules()))
    assert not list(ged_rows(act(type="COERCE", actor=(party(ARMY, 0, 2),), recipient=(party(FRONT, 0, 2),), counts=killed), Rules()))


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=8) | st.sampled_from(
    ["NA", "'", "=1", "-", "'NA"]
)


@given(TEXTS)
def test_safe_cells_come_back(text):
    assert plain_cell(safe(text)) == text
    assert not safe(text).startswith(("=", "+", "-", "@", "\t"))
    assert safe(text) != "NA"


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=5), st.sampled_from([",", "\t"]))
def test_delimited_text_comes_back_by_python_and_by_rs_rules(tmp_path_factory, rows, delimiter):
    stream = io.StringIO(newline="")
    Table(stream, ("a", "b"), delimiter=delimiter).write({"a": a, "b": b} for a, b in rows)
    path = tmp_path_factory.mktemp("t") / "t.csv"
    path.write_bytes(stream.getvalue().encode())
    wanted = [{"a": a, "b": b} for a, b in rows]
    assert read_r(path, delimiter) == wanted
    assert list(csv.DictReader(io.StringIO(stream.getvalue(), newline=""), delimiter=delimiter)) == wanted


def test_columns_have_words_and_stand_once():
    for table in ("events", "tellings", "incidents", "polecat", "icews", "phoenix", "ged"):
        assert all(one.words for one in columns(table))
        assert len(set(names(table))) == len(names(table))


def test_the_page_has_every_column():
    page = PAGE.read_text(encoding="utf-8")
    assert page == with_tables(page), "docs/exports.md is out of date: python -m scripts.make_export_docs"

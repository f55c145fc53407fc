import csv
import io
import sys

import pytest
from support.stores import fill, incident, put, report, story

from dateline.aggregate import count, dimensions
from dateline.aggregate.dimensions import DIMENSIONS, DimensionError
from dateline.aggregate.plot import PlotError, plot
from dateline.cli import main
from dateline.store import EventFilter, Store

WORLD = {"Alpha": "COL", "Beta": "VEN", "Gang": "COL"}


@pytest.fixture(autouse=True)
def plain(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    made = Store(tmp_path_factory.mktemp("count") / "store", create=True)
    fill(made, [report("a", "Alpha met Beta."), report("b", "Alpha met Beta."), report("c", "Delta struck Alpha killing 4.")])
    keys = {one.id: one.key for one, _ in made.reports()}
    put(made, "stories", [story(keys["a"], keys["b"]), story(keys["c"])])
    rows = [
        # told five times in three reports of two stories: one incident
        incident(events=("1", "2", "3", "4", "5"), reports=("ka", "kb", "kc"), stories=("s1", "s2"), killed=(("recipient", 10, 12),), country="COL", names=WORLD),
        incident(events=("6",), reports=("ka",), stories=("s1",), start="2025-08-04", end="2025-08-10", killed=((None, 8, None),), names=WORLD),
        incident(events=("7",), type="CONSULT", score=6.0, actor=("Beta",), recipient=("Alpha",), start="2025-08-10", end="2025-08-12", names=WORLD),
        incident(events=("8",), type="CONSULT", score=6.0, actor=("Alpha", "Gang"), recipient=("Beta", "Delta"), start=None, end=None, names=WORLD),
        incident(events=("9",), status="alleged", actor=(), recipient=(), start="2025-01-01", end=None),
        incident(events=("10",), status="future", start="2024-12-30", end="2024-12-30"),
        incident(events=("11",), status="ongoing", actor=(), recipient=("Beta",), start="2024-12-30", end="2024-12-30", killed=(("actor", 2, 2), ("recipient", 3, 3), (None, 4, 4))),
        incident(events=("12",), coder="other-2"),
    ]  # fmt: skip
    put(made, "incidents", rows)
    return made


def by(store, *names, wanted=None, undirected=False, **options):
    return count(store, dimensions(names, undirected=undirected), wanted, **options)


def table(counts, *names):
    return {tuple(row[name] for name in counts.columns[: len(names)]): row for row in counts.rows}


def test_one_incident_counts_once_however_often_it_is_told(store):
    (row,) = by(store).rows
    assert (row["incidents"], row["tellings"], row["reports"], row["stories"]) == (5, 9, 4, 2)
    assert (row["score_sum"], row["score_mean"], row["cooperation"], row["conflict"]) == (-15.0, -3.0, 12.0, -27.0)


def test_only_acts_count_unless_asked(store):
    counts = by(store)
    assert (counts.total, counts.left_out) == (5, {"alleged": 1, "future": 1})
    asked = by(store, "status", wanted=EventFilter(status=("alleged", "future")))
    assert {row["status"]: row["incidents"] for row in asked.rows} == {"alleged": 1, "future": 1}
    assert asked.left_out == {}


@pytest.mark.parametrize(
    ("period", "want"),
    [
        ("day", {"2025-08-05": 1, "2024-12-30": 1, "unknown": 3}),
        ("week", {"2025-W32": 2, "2025-W01": 1, "unknown": 2}),
        ("month", {"2025-08": 3, "2024-12": 1, "unknown": 1}),
        ("year", {"2025": 3, "2024": 1, "unknown": 1}),
    ],
)
def test_days_that_cross_a_period_or_are_not_known_are_unknown(store, period, want):
    assert {row[period]: row["incidents"] for row in by(store, period).rows} == want


def test_publication_days_stand_in_only_when_asked_and_only_for_no_day_at_all(store):
    found = {row["day"]: row["incidents"] for row in by(store, "day", published=True).rows}
    assert found == {"2025-08-05": 1, "2024-12-30": 1, "2025-08-09": 1, "unknown": 2}


def test_dyads(store):
    counts = by(store, "dyad")
    assert counts.columns[:4] == ("actor_id", "actor", "recipient_id", "recipient")
    found = {(row["actor"], row["recipient"]): row["incidents"] for row in counts.rows}
    assert found == {
        ("Alpha", "Beta"): 3, ("Alpha", "Delta"): 1, ("Gang", "Beta"): 1, ("Gang", "Delta"): 1, ("Beta", "Alpha"): 1, ("unknown", "Beta"): 1,
    }  # fmt: skip
    undirected = by(store, "dyad", undirected=True)
    assert {(row["first"], row["second"]): row["incidents"] for row in undirected.rows}[("Alpha", "Beta")] == 4
    countries = {(row["actor_country"], row["recipient_country"]): row["incidents"] for row in by(store, "country_dyad").rows}
    assert countries == {("COL", "VEN"): 3, ("COL", "unknown"): 1, ("VEN", "COL"): 1, ("unknown", "unknown"): 1}
    assert {row["actor_country"]: row["incidents"] for row in by(store, "actor_country").rows} == {"COL": 3, "VEN": 1, "unknown": 1}


def test_killed_add_up_by_side_and_keep_their_open_end(store):
    found = {row["year"]: (row["killed_low"], row["killed_high"]) for row in by(store, "year").rows}
    assert found == {"2025": (18, None), "2024": (5, 5), "unknown": (None, None)}
    assert {row["country"]: row["killed_high"] for row in by(store, "country").rows}["COL"] == 12


@pytest.mark.parametrize(
    ("wanted", "number"),
    [
        ({"type": ("CONSULT",)}, 2),
        ({"mode": ("visit",)}, 0),
        ({"actor": "alph"}, 3),
        ({"actor": "e-gang"}, 1),
        ({"recipient": "ALPHA"}, 1),
        ({"country": ("ven",)}, 4),
        ({"place": "col"}, 1),
        ({"since": "2025-08-11"}, 1),
        ({"until": "2025-01-01"}, 1),
        ({"since": "2024-01-01", "until": "2026-01-01"}, 4),
    ],
)
def test_filters(store, wanted, number):
    assert by(store, wanted=EventFilter(**wanted)).total == number
    assert sum(row["incidents"] for row in by(store, wanted=EventFilter(**wanted)).rows) == number


def test_every_dimension_adds_up_where_none_fans_out(store):
    for name in DIMENSIONS:
        counts = by(store, name)
        fans = name in ("actor", "recipient", "dyad", "actor_country", "recipient_country", "country_dyad")
        assert (sum(row["incidents"] for row in counts.rows) == 5) or fans
    assert by(store, "type", "quad", "mode", "status", "country", "actor", "recipient", "day", "week", "month", "year").rows


def test_tellings_count_copies(store):
    counts = by(store, "dyad", "type", tellings=True)
    assert "incidents" not in counts.columns
    found = {(row["actor"], row["recipient"]): row for row in counts.rows}
    assert (found["Alpha", "Beta"]["tellings"], found["Alpha", "Beta"]["reports"], found["Alpha", "Beta"]["stories"]) == (2, 2, 1)
    assert found["Delta", "Alpha"]["killed_low"] == 4
    assert {row["week"] for row in by(store, "week", tellings=True).rows} == {"2025-W32"}


def test_wrong_dimensions_are_named():
    for names, words in ((("weak",), "no dimension 'weak'"), (("day", "day"), "twice"), (("dyad", "actor"), "same columns")):
        with pytest.raises(DimensionError, match=words):
            dimensions(names)
    with pytest.raises(DimensionError, match="about pairs"):
        dimensions(("day",), undirected=True)


def test_the_command(store, capsysbinary):
    folder = str(store.folder)
    assert main(["count", "--store", folder, "--by", "dyad,week", "--by", "type", "--format", "csv"]) == 0
    shown = capsysbinary.readouterr()
    rows = list(csv.DictReader(io.StringIO(shown.out.decode())))
    assert list(rows[0])[:6] == ["actor_id", "actor", "recipient_id", "recipient", "week", "type"]
    assert sum(int(row["incidents"]) for row in rows) == 8
    assert "left out for their status: 1 alleged, 1 future" in shown.err.decode()
    assert main(["count", "--store", folder, "--by", "dyad,week"]) == 0
    shown = " ".join(capsysbinary.readouterr().out.decode().split())
    assert "actor → recipient" in shown
    assert "Alpha → Beta │ 2025-W32 │ 2 │ 6 │ 3 │ 2 │ -18.0 │ -9.0 │ 18+" in shown
    assert main(["count", "--store", folder]) == 0
    assert "incidents" in capsysbinary.readouterr().out.decode()
    assert main(["count", "--store", folder, "--by", "type", "--type", "AID"]) == 0
    assert main(["count", "--store", folder, "--status", "all", "--format", "jsonl"]) == 0
    assert b'"incidents":7' in capsysbinary.readouterr().out
    assert main(["count", "--store", folder, "--by", "weak"]) == 2
    assert main(["count", "--store", folder, "--status", "maybe"]) == 2
    assert main(["count", "--store", folder, "--by", "dyad", "--plot", "x.svg"]) == 2


def test_a_plot_is_the_same_each_time(store, tmp_path, capsysbinary):
    one, two = tmp_path / "one.svg", tmp_path / "two.svg"
    for path in (one, two):
        assert main(["count", "--store", str(store.folder), "--by", "dyad,week", "--plot", str(path)]) == 0
    assert one.read_bytes() == two.read_bytes()
    assert b"<svg" in one.read_bytes()
    assert "of no known week are not drawn" in capsysbinary.readouterr().err.decode()
    png = tmp_path / "three.png"
    assert plot(by(store, "month"), "month", png)
    assert png.read_bytes().startswith(b"\x89PNG")
    for wrong in ("x.gif", "no/such/x.svg"):
        with pytest.raises(PlotError):
            plot(by(store, "month"), "month", tmp_path / wrong)
    with pytest.raises(PlotError, match="nothing to draw"):
        plot(by(store, "day", wanted=EventFilter(type=("AID",))), "day", one)


def test_a_plot_without_matplotlib_says_what_to_install(store, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(PlotError, match=r"dateline\[plot\]"):
        plot(by(store, "month"), "month", tmp_path / "x.svg")


def test_names_that_look_like_formulas_are_drawn_as_they_are(tmp_path):
    store = Store(tmp_path / "store", create=True)
    fill(store, [report("a", "Alpha met Beta.")])
    put(store, "incidents", [incident(actor=("$x_{\\frac$",), recipient=("和平",))])
    assert plot(by(store, "dyad", "month"), "month", tmp_path / "x.svg") == []

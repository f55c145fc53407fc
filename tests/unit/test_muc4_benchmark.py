"""The MUC-4 scorer's rules, on templates small enough to reckon by hand, and our way from events to templates."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.muc4_key import Fill, Template, key_templates, parse_day, parse_fill
from benchmarks.muc4_match import best_pairs, match_day, match_fill, match_place, match_string, match_type
from benchmarks.muc4_score import Counts, f1, precision, recall, score_fills, score_report, sum_scores, with_totals
from benchmarks.muc4_templates import templates
from benchmarks.muc4_words import head_word, stem_value
from dateline.records import Coding, Count, EntityRef, Event, Mention, Party, Place, ReportHead, Span, Time

# --- the key's notation ---


@pytest.mark.parametrize(
    ("slot", "text", "fill"),
    [
        ("perp-ind-id", '"GUERRILLAS" / "REBELS"', Fill(("GUERRILLAS", "REBELS"))),
        ("perp-ind-id", '? "MEN"', Fill(("MEN",), (), True)),
        ("hum-tgt-effect", 'DEATH: "JUDGE" / "VICTIM"', Fill(("DEATH",), ("JUDGE", "VICTIM"))),
        ("hum-tgt-effect", '?INJURY / DEATH: "JUDGE"', Fill(("INJURY", "DEATH"), ("JUDGE",), True)),
        ("hum-tgt-effect", 'NO INJURY: "-"', Fill(("NO INJURY",))),
        ("hum-tgt-desc", '"MAYOR: ACTING": "J. SOLER"', Fill(("MAYOR: ACTING",), ("J. SOLER",))),
        ("phys-tgt-effect", '- / SOME DAMAGE: "CAR"', Fill(("SOME DAMAGE",), ("CAR",), True)),
        ("perp-org-id", '"\\"RED\\" FRONT" / "FRONT"', Fill(('"RED" FRONT', "FRONT"))),
        ("perp-org-conf", '(POSSIBLE / ACQUITTED): "ARMY"', Fill(("POSSIBLE", "ACQUITTED"), ("ARMY",))),
        ("inc-loc", "PERU: LIMA (CITY)", Fill(("PERU: LIMA (CITY)",))),
        ("inc-date", "04 FEB", None),
        ("hum-tgt-name", '"-"', None),
    ],
)
def test_fills_are_read(slot, text, fill):
    assert parse_fill(slot, text) == fill


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("16 NOV 89", ("1989-11-16", "1989-11-16")),
        ("- 18 NOV 89", (None, "1989-11-18")),
        ("(- 18 NOV 89)", (None, "1989-11-18")),
        ("30 DEC 89 - 01 JAN 90", ("1989-12-30", "1990-01-01")),
        ("31 FEB 90", None),
        ("MAY", None),
    ],
)
def test_days_are_read(text, days):
    assert parse_day(text) == days


def test_templates_without_incident_are_left_out():
    row = {"templates": [{"MESSAGE: TEMPLATE": ["*"]}, {"MESSAGE: TEMPLATE": ["1 (OPTIONAL)"], "INCIDENT: TYPE": ["ARSON"]}]}
    (found,) = key_templates(row)
    assert found.optional and found.fills("inc-type") == [Fill(("ARSON",))]


# --- single fills ---


@pytest.mark.parametrize(
    ("key", "answer", "points"),
    [
        ("GUERRILLAS", "the Guerrillas", 1.0),
        ("GUERRILLAS", "ELN GUERRILLAS", 1.0),
        ("URBAN GUERRILLAS", "GUERRILLAS", 0.5),
        ("PEDRO RUIZ", "PEDRO GOMEZ", 0.5),
        ("TWO MEN OF THE TOWN", "TWO TRUCKS OF SAND", 0.0),
        ("MEDELLÍN CARTEL", "MEDELLIN CARTEL", 1.0),
        ("BUS", "TRUCK", 0.0),
    ],
)
def test_strings(key, answer, points):
    assert match_string(key, answer) == points


@pytest.mark.parametrize(
    ("key", "answer", "points"),
    [
        ("05 JAN 90", "05 JAN 90", 1.0),
        ("- 05 JAN 90", "05 JAN 90", 0.5),
        ("- 05 JAN 90", "06 JAN 90", 0.0),
        ("01 JAN 90 - 09 JAN 90", "05 JAN 90", 0.5),
    ],
)
def test_days(key, answer, points):
    assert match_day(key, answer) == points


@pytest.mark.parametrize(
    ("key", "answer", "points"),
    [
        ("PERU", "Peru", 1.0),
        ("PERU: LIMA (CITY)", "Peru: Lima", 1.0),
        ("PERU: LIMA (CITY): SAN ISIDRO (NEIGHBORHOOD)", "Peru: Lima", 0.5),
        ("PERU", "Peru: Lima", 0.5),
        ("PERU: LIMA (CITY)", "Chile: Lima", 0.0),
        ("PERU - BOLIVIA", "Bolivia", 1.0),
    ],
)
def test_places(key, answer, points):
    assert match_place(key, answer) == points


def test_a_general_type_is_half_a_special_one():
    assert [match_type("BOMBING", a) for a in ("BOMBING", "ATTACK", "ARSON", "KIDNAPPING")] == [1.0, 0.5, 0.0, 0.0]


@pytest.mark.parametrize(
    ("answer", "points"),
    [
        (Fill(("DEATH",), ("JUDGE",)), 1.0),
        (Fill(("DEATH",), ("DRIVER",)), 0.5),
        (Fill(("DEATH",)), 0.5),
        (Fill(("INJURY",), ("JUDGE",)), 0.0),
    ],
)
def test_the_right_value_of_the_wrong_string_is_half(answer, points):
    assert match_fill("hum-tgt-effect", Fill(("DEATH",), ("JUDGE", "VICTIM")), answer) == points


@given(st.integers(0, 5).flatmap(lambda n: st.lists(st.lists(st.sampled_from([0.0, 0.5, 1.0, 2.5]), min_size=n, max_size=n), max_size=5)))
def test_the_pairing_has_the_greatest_sum(weights):
    pairs = best_pairs(weights)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    width = len(weights[0]) if weights else 0
    slots = [*range(width), *[None] * len(weights)]
    best = max(sum(weights[i][j] for i, j in enumerate(way) if j is not None) for way in itertools.permutations(slots, len(weights)))
    assert sum(weights[i][j] for i, j in pairs) == pytest.approx(best)


# --- slots and templates ---


def strings(*texts, optional=False):
    return [Fill((text,), optional=optional) for text in texts]


@pytest.mark.parametrize(
    ("key", "answers", "counts"),
    [
        (strings("BUS"), strings("BUS"), Counts(correct=1)),
        (strings("RED BUS"), strings("BUS"), Counts(partial=1)),
        (strings("BUS"), strings("SHOP"), Counts(incorrect=1)),
        (strings("BUS", "SHOP"), strings("BUS"), Counts(correct=1, missing=1)),
        (strings("BUS"), strings("BUS", "SHOP"), Counts(correct=1, spurious=1)),
        (strings("BUS", optional=True), [], Counts()),
        (strings("BUS", optional=True), strings("BUS"), Counts(correct=1)),
        (strings("BUS", optional=True), strings("SHOP"), Counts(spurious=1)),
        ([], [], Counts()),
    ],
)
def test_slots_are_counted(key, answers, counts):
    assert score_fills("phys-tgt-id", key, answers) == counts


def test_recall_and_precision_take_half_of_the_partial():
    counts = Counts(correct=2, partial=2, incorrect=1, missing=1, spurious=3)
    assert (recall(counts), precision(counts)) == (0.5, 3 / 8)
    assert f1(counts) == pytest.approx(2 * 0.5 * 0.375 / 0.875)
    assert recall(Counts()) is None and precision(Counts()) is None and f1(Counts()) == 0.0


def told(type="ATTACK", victim="JUDGE", optional=False, **slots):
    return Template({"inc-type": strings(type), "hum-tgt-desc": strings(victim), **slots}, optional)


def test_each_template_is_aligned_with_its_best():
    score = score_report([told(victim="JUDGE"), told(victim="MAYOR")], [told(victim="MAYOR"), told(victim="JUDGE")])
    assert score["template-id"] == Counts(correct=2) and score["hum-tgt-desc"] == Counts(correct=2)


def test_fills_of_missing_and_spurious_templates_count():
    score = with_totals(score_report([told("ARSON")], [told("KIDNAPPING")]))
    assert score["template-id"] == Counts(missing=1, spurious=1)
    assert score["all"] == Counts(missing=2, spurious=2)
    assert score["inc-total"] == Counts(missing=1, spurious=1)


def test_an_optional_template_need_not_be_found_but_may():
    assert with_totals(score_report([told(optional=True)], []))["all"] == Counts()
    assert score_report([told(optional=True)], [told()])["template-id"] == Counts(correct=1)


def test_the_type_alone_aligns_only_where_asked():
    key, answer = [told(victim="JUDGE")], [told(victim="DRIVER")]
    assert score_report(key, answer)["template-id"].correct == 0
    assert score_report(key, answer, loose=True)["template-id"].correct == 1


def test_the_key_answers_itself():
    key = [told(), told("BOMBING", "DRIVER", **{"inc-date": strings("05 JAN 90")})]
    assert f1(with_totals(score_report(key, key))["all"]) == 1.0


def test_sums_are_by_slot():
    one = score_report([told()], [told()])
    assert sum_scores([one, one])["inc-type"] == Counts(correct=2)


# --- from events to templates ---

DAY = "1990-01-10"


def span(text, words):
    start = text.index(words)
    return {"start": start, "end": start + len(words), "quote": words}


def event(text, trigger, type="ASSAULT", mode=None, actor=(), recipient=(), status="happened", **fields):
    def parties(given):
        return tuple(Party(**span(text, words), entity=entity) for words, entity in given)

    values = {"speaker": (), "place": None, "time": None, "counts": (), "confidence": 0.9} | fields
    return Event(
        id=trigger, type=type, mode=mode, contexts=(), quad=4, plover_score=0.0, trigger=Span(**span(text, trigger)), status=status,
        actor=parties(actor), recipient=parties(recipient), unknown={}, **values,
    )  # fmt: skip


def coded(text, *events, mentions=()):
    report = ReportHead(
        id="x", key="x", sha256="x", text_length=len(text), title=None, author=None, published=DAY, published_basis=None, publisher=None, agency=None,
        dateline=None, language="en", url=None, furniture=(),
    )  # fmt: skip
    return templates(Coding(report=report, events=events, claims=(), entities=(), coder="x"), mentions, text)


REBELS = EntityRef(id="role:REB:PER", name="Rebels of Peru", country="PER", sector="REB")
ARMY = EntityRef(id="PER:MIL", name="Military of Peru", country="PER", sector="MIL")
JUDGE = EntityRef(id="person:luis-vega", name="Luis Vega", country="PER", sector="JUD")


def values(template, slot):
    return [fill.values[0] for fill in template.fills(slot)]


def test_an_event_becomes_a_template():
    text = "REBELS KILLED JUDGE LUIS VEGA IN LIMA ON 9 JANUARY."
    lima = Place(span=None, geonames_id=1, name="Lima", country="PER", admin1=None, lat=0.0, lon=0.0, precision="settlement")
    day = Time(span=None, start="1990-01-09", end="1990-01-09", basis="x")
    (found,) = coded(text, event(text, "KILLED", actor=[("REBELS", REBELS)], recipient=[("JUDGE LUIS VEGA", JUDGE)], place=lima, time=day))
    expected = {
        "inc-type": "ATTACK", "inc-stage": "ACCOMPLISHED", "inc-date": "09 JAN 90", "inc-loc": "Peru: Lima", "perp-inc-cat": "TERRORIST ACT",
        "perp-ind-id": "REBELS", "hum-tgt-name": "LUIS VEGA", "hum-tgt-desc": "JUDGE", "hum-tgt-type": "LEGAL OR JUDICIAL", "hum-tgt-num": "1",
        "hum-tgt-effect": "DEATH",
    }  # fmt: skip
    assert {slot: values(found, slot) for slot in found.slots} == {slot: [value] for slot, value in expected.items()}


@pytest.mark.parametrize(
    ("fields", "stages"),
    [
        ({"status": "failed"}, ["ATTEMPTED"]),
        ({"status": "negated"}, []),
        ({"status": "hypothetical"}, []),
        ({"type": "THREATEN", "mode": "violence"}, ["THREATENED"]),
        ({"type": "THREATEN", "mode": "arrest"}, []),
        ({"type": "CONSULT"}, []),
        ({"confidence": 0.1}, []),
        ({"time": Time(span=None, start="1989-06-01", end="1989-06-01", basis="x")}, []),
        ({"time": Time(span=None, start="1989-12-01", end="1989-12-01", basis="x")}, ["ACCOMPLISHED"]),
    ],
)
def test_what_is_an_incident_and_at_what_stage(fields, stages):
    text = "REBELS KILLED TWO FARMERS."
    assert [
        s for t in coded(text, event(text, "KILLED", recipient=[("FARMERS", None)], **fields)) for s in values(t, "inc-stage")
    ] == stages


def test_war_between_fighters_is_none():
    text = "REBELS KILLED SOLDIERS IN CLASHES WITH FARMERS NEARBY."
    assert not coded(text, event(text, "KILLED", actor=[("REBELS", REBELS)], recipient=[("SOLDIERS", ARMY)]))
    assert coded(text, event(text, "CLASHES", actor=[("REBELS", REBELS)], recipient=[("FARMERS", None)]))


def test_tellings_of_one_day_and_place_are_one_and_of_two_days_two():
    text = "REBELS KILLED FARMERS. THEY MURDERED A PRIEST. THEY SHOT A TEACHER."
    days = [Time(span=None, start=d, end=d, basis="x") for d in ("1990-01-08", "1990-01-09")]
    first = event(text, "KILLED", recipient=[("FARMERS", None)], time=days[0])
    second = event(text, "MURDERED", recipient=[("PRIEST", None)])
    third = event(text, "SHOT", recipient=[("TEACHER", None)], time=days[1])
    assert len(coded(text, first, second)) == 1
    assert len(coded(text, first, third)) == 2


def test_things_in_the_sentence_of_a_bombing_are_hit():
    text = "A BOMB DESTROYED THE CAR DEALERSHIP. THE EMBASSY PROTESTED."
    mentions = [Mention(kind="place", **span(text, words)) for words in ("CAR DEALERSHIP", "EMBASSY")]
    (found,) = coded(text, event(text, "DESTROYED", mode="explosives"), mentions=mentions)
    assert (values(found, "phys-tgt-id"), values(found, "phys-tgt-type")) == (["CAR DEALERSHIP"], ["COMMERCIAL"])
    assert values(found, "phys-tgt-effect") == ["DESTROYED"]


def test_the_number_is_the_count_of_a_single_target():
    text = "REBELS KILLED ABOUT 12 FARMERS."
    count = Count(kind="killed", low=12.0, high=12.0, side="recipient", span=Span(**span(text, "ABOUT 12")), approximate=True)
    (found,) = coded(text, event(text, "KILLED", recipient=[("FARMERS", None)], counts=(count,)))
    assert values(found, "hum-tgt-num") == ["~12"]


@pytest.mark.parametrize(("phrase", "head"), [("MAYOR OF ACHI", "mayor"), ("car dealership", "dealership"), ("", ""), ("ELN (ARMY", "eln")])
def test_heads(phrase, head):
    assert head_word(phrase) == head


def test_stems_take_the_longest():
    assert (stem_value("incident", "WAS KIDNAPPED"), stem_value("incident", "met")) == ("KIDNAPPING", None)

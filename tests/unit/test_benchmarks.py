"""The yardsticks' own rules, on cases small enough to reckon by hand."""

import pytest

from benchmarks import plover_gsr, status
from benchmarks.actors import ActorCode, from_cameo, repaired
from benchmarks.corpus import expected_calibration_error
from benchmarks.matching import MOST_PARTY, MOST_TRIGGER, match, parties_right
from benchmarks.plv import half, marked_spans, quad, root
from benchmarks.slots import SLOTS, date_right
from benchmarks.statistics import accuracy, interval, macro_f1, with_interval
from dateline.records import Count, EntityRef, Event, Party, Place, Span, Time

UNQUOTED = ""


def party(start, end, **entity):
    ref = EntityRef(id="x", name="x", **entity) if entity else None
    return Party(start=start, end=end, quote=UNQUOTED, entity=ref)


def told(type="ASSAULT", trigger=(10, 16), actor=((0, 5),), recipient=((20, 25),), **fields):
    values = {
        "id": f"{type}{trigger}", "mode": None, "contexts": (), "quad": 4, "plover_score": 0.0, "confidence": 0.5, "status": "happened",
        "speaker": (), "place": None, "time": None, "counts": (), "unknown": {},
        "actor": tuple(party(*p) if isinstance(p, tuple) else p for p in actor),
        "recipient": tuple(party(*p) if isinstance(p, tuple) else p for p in recipient),
    }  # fmt: skip
    return Event(type=type, trigger=Span(start=trigger[0], end=trigger[1], quote=UNQUOTED), **(values | fields))


def gold(type=("ASSAULT",), trigger=(10, 16), actor=((0, 5),), recipient=((20, 25),), core=True, **fields):
    return {"type": list(type), "trigger": list(trigger), "actor": list(actor), "recipient": list(recipient), "core": core, **fields}


def outcome(events, golds):
    """Which event each gold got, and the false ones, by their numbers."""
    result = match(events, golds)
    return [None if m.event is None else events.index(m.event) for m in result.matches], [events.index(e) for e in result.false]


# --- matching ---


def test_a_right_event_matches():
    (found,) = match([told()], [gold()]).matches
    assert found.event == told() and found.parties


@pytest.mark.parametrize(
    ("event", "matches"),
    [
        (told(), True),
        (told("COERCE"), False),
        (told("THREATEN"), True),
        (told(trigger=(15, 30)), True),
        (told(trigger=(16, 30)), False),
        (told(trigger=(4, 10)), False),
        (told(trigger=(0, MOST_TRIGGER)), True),
        (told(trigger=(0, MOST_TRIGGER + 1)), False),
    ],
)
def test_type_and_trigger_decide(event, matches):
    got, false = outcome([event], [gold(("ASSAULT", "THREATEN"))])
    assert (got == [0], false == []) == (matches, matches)


def test_one_to_one():
    assert outcome([told(id="first"), told(id="second")], [gold()]) == ([0], [1])
    assert outcome([told()], [gold(), gold()]) == ([0, None], [])


def test_core_gold_first():
    golds = [gold(core=False), gold(core=True)]
    assert outcome([told()], golds) == ([None, 0], [])
    assert outcome([told(id="first"), told(id="second")], golds) == ([1, 0], [])


def test_core_gold_takes_even_a_worse_event():
    wrong = told(actor=((90, 95),))
    assert outcome([wrong], [gold(core=False, actor=[(90, 95)]), gold(core=True)]) == ([None, 0], [])


def test_an_event_with_right_parties_goes_before_one_without():
    wrong, right = told(actor=((90, 95),)), told()
    assert outcome([wrong, right], [gold()]) == ([1], [0])
    result = match([wrong], [gold()])
    assert result.matches[0].event == wrong and not result.matches[0].parties


def test_the_gold_s_first_type_goes_first():
    assert outcome([told("THREATEN"), told("ASSAULT")], [gold(("ASSAULT", "THREATEN"))]) == ([1], [0])


def test_nothing_at_all():
    assert outcome([], []) == ([], [])
    assert outcome([], [gold()]) == ([None], [])
    assert outcome([told()], []) == ([], [0])


# --- parties ---


@pytest.mark.parametrize(
    ("actor", "recipient", "right"),
    [
        (((0, 5),), ((20, 25),), True),
        (((4, 9),), ((24, 30),), True),
        (((5, 9),), ((20, 25),), False),
        ((), ((20, 25),), False),
        (((0, 5),), (), False),
        (((40, 45), (0, 5)), ((20, 25),), True),
        (((20, 25),), ((0, 5),), False),
        (((0, MOST_PARTY),), ((20, 25),), True),
        (((0, MOST_PARTY + 1),), ((20, 25),), False),
    ],
)
def test_parties_overlap(actor, recipient, right):
    assert parties_right(told(actor=actor, recipient=recipient), gold()) is right


def test_what_the_gold_leaves_open_is_right():
    assert parties_right(told(actor=()), gold(actor=()))
    assert parties_right(told(actor=(), recipient=()), gold(actor=(), recipient=()))
    assert not parties_right(told(actor=(), recipient=()), gold(actor=()))


@pytest.mark.parametrize("type", ["CONSULT", "AGREE", "SUPPORT", "COOPERATE"])
def test_mutual_types_count_either_way_round(type):
    swapped = told(type, actor=((20, 25),), recipient=((0, 5),))
    assert parties_right(swapped, gold((type,)))
    assert parties_right(told(type), gold((type,)))
    assert not parties_right(told(type, actor=((20, 25),), recipient=((20, 25),)), gold((type,)))


@pytest.mark.parametrize("type", ["ASSAULT", "REQUEST", "AID"])
def test_others_do_not(type):
    assert not parties_right(told(type, actor=((20, 25),), recipient=((0, 5),)), gold((type,)))


def test_turned_round_both_must_be_given():
    assert not parties_right(told("CONSULT", actor=((20, 25),), recipient=()), gold(("CONSULT",), recipient=()))


# --- slots ---


def on(start, end):
    return told(time=Time(span=None, start=start, end=end, basis="by hand"))


@pytest.mark.parametrize(
    ("have", "want", "right"),
    [
        (("2024-05-01", "2024-05-01"), ["2024-05-01", "2024-05-01"], True),
        (("2024-05-02", "2024-05-02"), ["2024-05-01", "2024-05-01"], False),
        (("2024-05-01", "2024-05-02"), ["2024-05-01", "2024-05-01"], True),  # 1 of 2
        (("2024-05-01", "2024-05-03"), ["2024-05-01", "2024-05-01"], False),  # 1 of 3
        (("2024-05-01", "2024-05-06"), ["2024-05-03", "2024-05-08"], True),  # 4 of 8
        (("2024-05-01", "2024-05-05"), ["2024-05-03", "2024-05-07"], False),  # 3 of 7
        (("2024-05-01", "2024-05-03"), ["2024-05-10", "2024-05-12"], False),
        ((None, "2024-05-01"), [None, "2024-05-09"], True),
        ((None, "2024-05-01"), ["2024-04-20", "2024-05-01"], False),
        (("2024-05-01", None), ["2024-06-01", None], True),
    ],
)
def test_days_overlap_by_half_of_their_union(have, want, right):
    assert date_right(on(*have), {"date": want}) is right


def test_no_day_is_right_only_where_the_gold_has_none():
    assert date_right(told(), {"date": None})
    assert date_right(told(), {})
    assert date_right(told(), {"date": [None, None]})
    assert date_right(on(None, None), {"date": None})
    assert not date_right(told(), {"date": ["2024-05-01", "2024-05-01"]})
    assert not date_right(on("2024-05-01", "2024-05-01"), {"date": None})


def judged(slot, event, **fields):
    return SLOTS[slot](event, gold(**fields))


def test_status_and_mode():
    assert judged("status", told(status="failed"), status="failed")
    assert not judged("status", told(), status="failed")
    assert judged("mode", told(mode="drone"), mode=["aerial", "drone"])
    assert not judged("mode", told(), mode=["drone"])
    assert judged("mode", told(), mode=[])
    assert not judged("mode", told(mode="drone"), mode=None)


def test_place_is_judged_by_its_country():
    kenya = Place(
        span=None, geonames_id=None, name="Kenya", country="KEN", admin1=None, lat=None, lon=None, precision="country"
    )  # fmt: skip
    assert judged("place_country", told(place=kenya), place={"country": "KEN"})
    assert not judged("place_country", told(place=kenya), place={"country": "PER"})
    assert not judged("place_country", told(place=kenya), place=None)
    assert not judged("place_country", told(), place={"country": "KEN"})
    assert judged("place_country", told(), place=None)


def test_speaker_is_judged_by_overlap():
    spoken = told(speaker=(party(30, 36),))
    assert judged("speaker", spoken, speaker=[35, 40])
    assert not judged("speaker", spoken, speaker=[36, 40])
    assert not judged("speaker", spoken, speaker=None)
    assert not judged("speaker", told(), speaker=[35, 40])
    assert judged("speaker", told(), speaker=None)


@pytest.mark.parametrize("role", ["actor", "recipient"])
@pytest.mark.parametrize(("field", "value"), [("country", "PER"), ("sector", "MIL")])
def test_country_and_sector_of_the_first_party(role, field, value):
    slot = f"{role}_{field}"
    event = told(**{role: (party(0, 5, **{field: value}), party(6, 9, **{field: "REB"}))})
    assert judged(slot, event, **{slot: value}) is True
    assert judged(slot, event, **{slot: "REB"}) is False
    assert judged(slot, event, **{slot: None}) is False
    assert judged(slot, told(), **{slot: None}) is True
    assert judged(slot, told(), **{slot: value}) is False
    assert judged(slot, event, **{slot: value, role: []}) is None


def test_killed_needs_both_bounds():
    def lost(kind, low, high):
        return Count(kind=kind, low=low, high=high, side=None, span=Span(start=0, end=1, quote="1"))

    event = told(counts=(lost("wounded", 9, 9), lost("killed", 3, None)))
    assert judged("killed", event, counts={"killed": [3, None]})
    assert not judged("killed", event, counts={"killed": [3, 3]})
    assert not judged("killed", event, counts={})
    assert judged("killed", told(), counts=None)
    assert not judged("killed", told(), counts={"killed": [3, 3]})


# --- statistics ---


def test_macro_f1_by_hand():
    pairs = [("A", "A"), ("A", "A"), ("A", "B"), ("B", "B"), ("B", "C"), ("D", "A"), ("D", "E")]
    # A: 2 right, 3 gold, 3 found: 2*2/6; B: 1 right, 2 gold, 2 found: 2/4; D: 0. C and E are no classes of the gold.
    assert macro_f1(pairs) == pytest.approx((2 / 3 + 1 / 2 + 0) / 3)
    assert accuracy(pairs) == pytest.approx(3 / 7)


def test_figures_of_nothing_and_of_all_right():
    assert (macro_f1([]), accuracy([])) == (0, 0)
    assert (macro_f1([("A", "A"), ("B", "B")]), accuracy([("A", "A")])) == (1, 1)
    assert (macro_f1([("A", "B")]), accuracy([("A", "B")])) == (0, 0)


def test_intervals():
    cases = [1.0] * 30 + [0.0] * 10

    def mean(xs):
        return sum(xs) / len(xs)

    low, high = interval(cases, mean)
    assert 0.55 < low < 0.75 < high < 0.95
    assert interval(cases, mean) == [low, high]
    assert interval([1.0] * 5, mean) == [1.0, 1.0]
    assert interval([], mean) == [0.0, 0.0]
    wide = interval(cases[::4], mean)
    assert wide[1] - wide[0] > high - low
    assert with_interval("share", cases, mean) == {"share": 0.75, "share_ci": [low, high]}


# --- plv ---


def pieces(marked):
    text, actors, recipients = marked_spans(marked)
    return text, [text[a:b] for a, b in actors], [text[a:b] for a, b in recipients]


@pytest.mark.parametrize(
    ("marked", "want"),
    [
        ("<s>Zambia</s> sued <t>Peru</t>.", ("Zambia sued Peru.", ["Zambia"], ["Peru"])),
        ("<t>Peru</t> was sued by <s>Zambia</s>", ("Peru was sued by Zambia", ["Zambia"], ["Peru"])),
        ("<s>Chad</s> and <s>Mali</s> met <t>Fiji’s é</t>!", ("Chad and Mali met Fiji’s é!", ["Chad", "Mali"], ["Fiji’s é"])),
        ("<s>A</s><t>B</t>", ("AB", ["A"], ["B"])),
        ("No marks, 3 < 4 <b>", ("No marks, 3 < 4 <b>", [], [])),
        ("", ("", [], [])),
    ],
)
def test_marked_spans(marked, want):
    assert pieces(marked) == want


def test_yield_is_two_types_and_counts_as_material_cooperation():
    assert [root(kind) for kind in ("CONCEDE", "RETREAT", "AID", "NONE")] == ["YIELD", "YIELD", "AID", "NONE"]
    assert [quad(kind) for kind in ("YIELD", "CONSULT", "AID", "REJECT", "ASSAULT", "NONE")] == ["2", "1", "2", "3", "4", "none"]


def test_halves_are_fixed_by_the_sentence():
    texts = [f"Zambia sued Peru {n} times." for n in range(400)]
    halves = [half(text) for text in texts]
    assert halves == [half(text) for text in texts]
    assert 120 < halves.count("A") < 280
    assert set(halves) == {"A", "B"}


def test_cameo_actor_codes():
    assert from_cameo("USA") == ActorCode("USA", "GOV")
    assert from_cameo("PSEREBHMSGOV") == ActorCode("PSE", "REB")
    assert from_cameo("IGOUNOMIL") == ActorCode("IGO", "MIL")
    assert from_cameo("---LEG") == ActorCode(None, "LEG")
    assert from_cameo("EGYOPPMUS") == ActorCode("EGY", "OPP")
    assert from_cameo(None) == ActorCode(None, None)
    assert repaired("JAP", "CVLalb") == ActorCode("JPN", "CVL")
    assert repaired("***", "***") == ActorCode(None, None)


def test_marked_event_words_are_found_in_order():
    text = "Senior officials agreed on Wednesday to cooperate and agreed again."
    spans = plover_gsr.event_spans(text, "Senior (SRC: officials) (EVT: agreed) on Wednesday to (EVT: cooperate) and (EVT: agreed) again.")
    assert [text[a:b] for a, b in spans] == ["agreed", "cooperate", "agreed"]
    assert spans[0] < spans[1] < spans[2]


def test_calibration_error_is_the_distance_of_confidence_and_truth():
    assert expected_calibration_error([(0.95, True)] * 95 + [(0.95, False)] * 5) == pytest.approx(0.0)
    assert expected_calibration_error([(0.95, False)] * 10) == pytest.approx(0.95)
    assert expected_calibration_error([(1.0, True), (0.25, False)]) == pytest.approx(0.125)


def test_correlation_and_error_of_factuality():
    assert status.pearson([(1, 2), (2, 4), (3, 6)]) == pytest.approx(1.0)
    assert status.pearson([(1, 3), (2, 3)]) == 0.0
    assert status.mae([(3.0, 2.0), (-1.0, 1.0)]) == pytest.approx(1.5)
    assert status.token_spans("He did n't go") == [(0, 2), (3, 6), (7, 10), (11, 13)]

import datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.incidents import read_situation
from dateline.fuse import incidents as incidents_module
from dateline.fuse import incidents_cluster, incidents_keys
from dateline.fuse.incidents import candidate_pairs, facts_of, join_incidents, score_pair
from dateline.fuse.incidents_cluster import pair_of
from dateline.fuse.incidents_facts import Alike, CountFacts, EventFacts, act_kinds, acts_of
from dateline.fuse.incidents_tables import type_groups, type_pairs, weights
from dateline.fuse.incidents_words import stem, word_weight
from dateline.intake import prepare_report
from dateline.ontology import ontology
from dateline.records import Coding, Decision, EntityRef, Event, Party, Place, head, span, to_json

TUNING = Path(__file__).parents[2] / "benchmarks/incidents/tuning"
DAY = datetime.date(2011, 3, 4).toordinal()
KIDAL = Place(span=None, geonames_id=1, name="Kidal", country="MLI", admin1="Kidal", lat=18.4, lon=1.4, precision="settlement")
REGION = Place(span=None, geonames_id=2, name="Kidal Region", country="MLI", admin1="Kidal", lat=None, lon=None, precision="admin1")
GAO = Place(span=None, geonames_id=3, name="Gao", country="MLI", admin1="Gao", lat=16.3, lon=0.0, precision="settlement")
GUNMEN = EntityRef(id="role:UAF:MLI", name="Gunmen", country="MLI", sector="UAF")
FRONT = EntityRef(id="group:desert-front", name="Desert Front", country="MLI", sector="REB")
OTHER_FRONT = EntityRef(id="group:river-front", name="River Front", country="MLI", sector="REB")
POLICE = EntityRef(id="MLI:COP", name="Police of Mali", country="MLI", sector="COP")


def telling(id, **given):
    values = {
        "id": id, "report": f"report-{id}", "story": "", "start": 30, "end": 38, "written": DAY + 1, "type": "ASSAULT", "mode": None, "quad": 4,
        "plover_score": -9.0, "confidence": 0.8, "status": "happened", "trigger": "attack", "acts": ("attack",), "actors": (GUNMEN,),
        "recipients": (POLICE,), "speaker": (), "place": KIDAL, "scene": ("1", "MLI/Kidal"), "home": ("MLI",),
        "first": DAY, "last": DAY, "open_days": ("2011-03-04", "2011-03-04"), "counts": (), "words": ("gunmen", "attack", "police", "post"),
        "around": (), "numbers": (), "names": ("kidal",), "report_names": ("kidal", "traore"), "same_as": None,
    }  # fmt: skip
    return EventFacts(**(values | given))


def killed(low, high):
    return (CountFacts("killed", "recipient", "", low, high),)


def joined(*events, decisions=()):
    return sorted(sorted(one.events) for one in join_incidents(events, "c", decisions))


def decision(left, right, verdict, at="2025-01-01T00:00:00+00:00"):
    left, right = pair_of(left, right)
    return Decision(id=at, kind="incident", left=left, right=right, verdict=verdict, score=None, reason="", by="Ada", at=at)


BASE = telling("a", counts=killed(7, 7))


@pytest.mark.parametrize(
    "other",
    [
        {"actors": (FRONT,), "written": DAY + 2},
        {"place": REGION, "counts": killed(9, 9), "written": DAY + 3},
        {"counts": killed(5, None)},
        {"first": None, "last": None, "open_days": (None, None)},
        {"place": None, "scene": ()},
        {"status": "alleged"},
        {"type": "COERCE", "trigger": "raid", "acts": ("attack",)},
    ],
)
def test_tellings_that_fit_are_joined(other):
    assert joined(BASE, telling("b", **other)) == [["a", "b"]]


@pytest.mark.parametrize(
    "other",
    [
        {"place": GAO, "scene": ("3", "MLI/Gao"), "names": ("gao",), "report_names": ("gao",), "words": ("other",)},
        {"first": DAY + 20, "last": DAY + 20, "written": DAY + 21},
        {"status": "future"},
        {"status": "negated"},
        {"type": "CONSULT", "trigger": "talk", "acts": ("meet",)},
        {"trigger": "bomb", "acts": ("bomb",), "actors": (OTHER_FRONT,), "recipients": (GUNMEN,), "counts": killed(60, 60), "words": ()},
    ],
)
def test_events_that_contradict_are_two(other):
    assert joined(telling("a", counts=killed(7, 7), actors=(FRONT,)), telling("b", **other)) == [["a"], ["b"]]


def test_a_plan_and_a_denial_are_incidents_of_their_own():
    tellings = [telling("a"), telling("b", status="future"), telling("c", status="negated"), telling("d", status="ongoing")]
    assert joined(*tellings) == [["a", "d"], ["b"], ["c"]]


def test_what_tellings_say_stands_side_by_side():
    first = telling("a", counts=killed(7, 7), confidence=0.6)
    second = telling("b", counts=killed(9, None), status="alleged", actors=(FRONT,), speaker=("Minister",), place=REGION, written=DAY + 3)
    (found,) = join_incidents([first, second], "c")
    (count,) = found.counts
    assert (count.low, count.high) == (7, None)
    assert [(t.event, t.speaker, t.low, t.high) for t in count.tellings] == [("a", (), 7, 7), ("b", ("Minister",), 9, None)]
    assert (found.status, found.statuses) == ("happened", ("happened", "alleged"))
    assert [ref.id for ref in found.actor] == [GUNMEN.id, FRONT.id]
    assert found.place == KIDAL
    assert (found.start, found.end, found.first_published, found.last_published) == ("2011-03-04", "2011-03-04", "2011-03-05", "2011-03-07")
    (join,) = found.joins
    assert {join.left, join.right} == {"a", "b"}
    assert "same day" in join.reason


def test_a_day_that_nobody_tells_is_never_the_day_of_publication():
    (found,) = join_incidents([telling("a", first=None, last=None, open_days=(None, None))], "c")
    assert (found.start, found.end, found.first_published) == (None, None, "2011-03-05")


def test_copies_and_the_second_telling_of_a_report_are_sure():
    copy = score_pair(telling("a", story="s"), telling("b", story="s", written=DAY + 90, first=None, last=None))
    again = score_pair(telling("a", report="r"), telling("b", report="r", same_as="a", place=GAO))
    assert copy.sure
    assert "same words" in copy.reason
    assert again.sure
    assert not score_pair(telling("a", story="s"), telling("b", story="s", words=("quite", "other"))).sure


def test_scores_are_the_same_either_way_round():
    one, other = telling("a", counts=killed(3, 3)), telling("b", counts=killed(8, 8), place=REGION, actors=(FRONT,), written=DAY + 4)
    assert score_pair(one, other) == score_pair(other, one)


def test_a_brief_score_keeps_what_clustering_needs():
    found = score_pair(telling("a"), telling("b", place=GAO, counts=killed(8, 8), actors=(FRONT,)))
    brief = found.brief
    assert (brief.score, brief.cannot, brief.sure) == (found.score, False, False)
    by_aspect = {}
    for name, amount, _ in found.features:
        by_aspect[weights()[name].aspect] = by_aspect.get(weights()[name].aspect, 0) + weights()[name].value * amount
    assert dict(brief.evidence) == pytest.approx(by_aspect)
    assert score_pair(telling("a"), telling("b", status="negated")).brief.cannot


def test_a_join_gives_its_reasons():
    (found,) = join_incidents([telling("a"), telling("b")], "c")
    (join,) = found.joins
    assert join.reason == score_pair(telling("a"), telling("b")).reason
    assert "Kidal" in join.reason


def test_a_chain_does_not_join_strangers():
    """Vague tellings between two well-told attacks on different days must not make them one."""
    ends = [
        telling("a", actors=(FRONT,)),
        telling("z", actors=(OTHER_FRONT,), place=GAO, scene=("3", "MLI/Gao"), first=DAY + 6, last=DAY + 6, written=DAY + 7),
    ]
    vague = [telling(f"m{n}", actors=(), recipients=(), place=None, scene=(), first=None, last=None, written=DAY + 3 + n) for n in range(3)]
    assert not any({"a", "z"} <= set(group) for group in joined(*ends, *vague))


def test_decisions_part_and_join_and_the_later_wins():
    tellings = [telling("a"), telling("b", written=DAY + 2), telling("c", written=DAY + 3), telling("far", type="CONSULT", place=GAO)]
    assert joined(*tellings) == [["a", "b", "c"], ["far"]]
    parted = joined(*tellings, decisions=[decision("a", "b", "different")])
    assert not any({"a", "b"} <= set(group) for group in parted)
    assert ["a", "b", "c", "far"] in joined(*tellings, decisions=[decision("a", "far", "same")])
    both = [decision("a", "b", "different", "2025-01-01T00:00:00+00:00"), decision("a", "b", "same", "2025-01-02T00:00:00+00:00")]
    assert joined(*tellings, decisions=both) == [["a", "b", "c"], ["far"]]
    assert joined(*tellings, decisions=[decision("a", "b", "unsure")]) == [["a", "b", "c"], ["far"]]


tellings_of_any_kind = st.lists(
    st.builds(
        lambda **given: given,
        type=st.sampled_from(["ASSAULT", "COERCE", "CONSULT"]),
        status=st.sampled_from(["happened", "alleged", "future"]),
        place=st.sampled_from([None, KIDAL, REGION, GAO]),
        actors=st.sampled_from([(), (GUNMEN,), (FRONT,), (OTHER_FRONT,)]),
        written=st.sampled_from([None, DAY, DAY + 1, DAY + 9]),
        first=st.sampled_from([None, DAY, DAY + 8]),
        counts=st.sampled_from([(), killed(3, 3), killed(7, None), killed(40, 40)]),
        trigger=st.sampled_from(["attack", "bomb"]),
        report=st.sampled_from(["r1", "r2", "r3", "r4"]),
        story=st.sampled_from(["", "s1"]),
    ),
    max_size=12,
)


def made(drawn):
    return [telling(f"e{n:02}", **{**given, "last": given["first"], "start": n}) for n, given in enumerate(drawn)]


@given(tellings_of_any_kind, st.randoms(use_true_random=False), st.sampled_from([2, 200]), st.sampled_from([2, 300]))
@settings(max_examples=60)
def test_the_order_makes_no_difference_and_nothing_is_lost(drawn, random, most_in_block, all_pairs):
    events = made(drawn)
    decisions = [decision("e00", "e01", "different"), decision("e02", "e03", "same")] if len(events) > 3 else []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dateline.fuse.incidents_keys.MOST_IN_BLOCK", most_in_block)
        patch.setattr(incidents_cluster, "_ALL_PAIRS", all_pairs)
        found = join_incidents(events, "c", decisions)
        shuffled = random.sample(events, len(events))
        assert [to_json(one) for one in join_incidents(shuffled, "c", decisions)] == [to_json(one) for one in found]
    assert sorted(event for one in found for event in one.events) == sorted(event.id for event in events)
    for one in found:
        assert len(one.joins) == len(one.events) - 1 or most_in_block == all_pairs == 2
        assert not {"e00", "e01"} <= set(one.events) or not decisions


@given(tellings_of_any_kind, tellings_of_any_kind)
@settings(max_examples=30)
def test_strangers_do_not_change_an_incident(drawn, others):
    """Events that share no key with any of the first leave their incidents as they are."""
    events = made(drawn)
    far = [
        msgspec.structs.replace(event, id=f"f{event.id}", report=f"f{event.report}", story="", place=None, scene=(), home=("JPN",), actors=(),
                                recipients=(), names=("osaka",), report_names=("osaka",), written=DAY - 900, first=None, last=None)
        for event in made(others)
    ]  # fmt: skip
    assert not [pair for pair in candidate_pairs([*events, *far]) if (pair[0][0] == "f") != (pair[1][0] == "f")]
    alone = {to_json(one) for one in join_incidents(events, "c")}
    assert alone <= {to_json(one) for one in join_incidents([*events, *far], "c")}


@given(st.lists(st.tuples(st.sampled_from("xyz"), st.integers(0, 3)), max_size=9, unique=True), st.randoms(use_true_random=False))
def test_copies_that_one_stands_for_are_joined_as_if_each_were_compared(drawn, random):
    texts = {
        "x": {"counts": killed(7, 7)},
        "y": {"counts": killed(9, None), "trigger": "raid", "words": ("fighter", "storm", "post", "dawn"), "story": "t"},
        "z": {
            "place": GAO,
            "scene": ("3", "MLI/Gao"),
            "first": DAY + 9,
            "last": DAY + 9,
            "written": DAY + 10,
            "story": "u",
            "names": ("gao",),
        },
    }
    events = [telling(f"{text}{n}", **({"story": "s", "copy": text} | texts[text])) for text, n in drawn]
    alone = [msgspec.structs.replace(event, copy="") for event in events]
    assert joined(*random.sample(events, len(events))) == joined(*alone)
    pairs = candidate_pairs(incidents_module.first_tellings(events)) if drawn else set()
    assert len(pairs) <= 3


def test_one_of_two_copies_is_parted_by_a_decision_alone():
    events = [telling(f"e{n}", copy="k", story="s", start=n) for n in range(4)]
    assert joined(*events) == [["e0", "e1", "e2", "e3"]]
    parted = joined(*events, decisions=[decision("e0", "e2", "different")])
    assert parted == [["e0", "e1", "e3"], ["e2"]]


def test_an_overfull_key_joins_nothing(monkeypatch):
    events = [telling(f"e{n}") for n in range(4)]
    assert len(candidate_pairs(events)) == 6
    monkeypatch.setattr("dateline.fuse.incidents_keys.MOST_IN_BLOCK", 3)
    assert candidate_pairs(events) == set()


def test_facts_come_from_the_record_and_its_report():
    report = prepare_report(
        "KIDAL, March 5 - Gunmen attacked a police post in Kidal, officials said.\n\nPresident Traore spoke.",
        id="r",
        published="2011-03-05",
    )
    start = report.text.index("attacked")
    police = report.text.index("a police post")
    event = Event(
        id="e", type="ASSAULT", mode=None, contexts=(), quad=4, plover_score=-9.0, confidence=0.9,
        trigger=span(report.text, start, start + 8), actor=(Party(start=18, end=24, quote="Gunmen", entity=GUNMEN),),
        recipient=(Party(start=police, end=police + 13, quote="a police post"),), status="happened", speaker=(), place=KIDAL, time=None,
        counts=(), unknown={},
    )  # fmt: skip
    (facts,) = facts_of(report, Coding(report=head(report), events=(event,), claims=(), entities=(), coder="c"), "story")
    assert (facts.trigger, facts.acts, facts.written, facts.story) == ("attack", ("attack",), DAY + 1, "story")
    assert (facts.home, facts.scene) == (("MLI",), ("1", "MLI/Kidal"))
    assert "traore" in facts.report_names
    assert "mali" not in facts.report_names
    assert not facts.timed


def test_a_long_sentence_is_one_text_in_any_report():
    def facts(text, report, story, day):
        made = prepare_report(text, id=report, published=day)
        start = made.text.index("kidnapped")
        event = Event(
            id=report, type="COERCE", mode=None, contexts=(), quad=4, plover_score=-9.0, confidence=0.9,
            trigger=span(made.text, start, start + 9), actor=(), recipient=(), status="happened", speaker=(), place=None, time=None,
            counts=(), unknown={},
        )  # fmt: skip
        return facts_of(made, Coding(report=head(made), events=(event,), claims=(), entities=(), coder="c"), story)[0].copy

    long = "The northern brigade kidnapped 9 tourists near the desert crossing and demanded release of imprisoned fighters."
    short = "Gunmen kidnapped a priest."
    assert facts(long, "r1", "s", "2011-03-05") == facts(f"Traders met. {long}", "r2", "t", "2012-08-05") != ""
    assert facts(long, "r1", "s", "2011-03-05") != facts(long.replace("9", "11"), "r2", "t", "2012-08-05")
    assert facts(short, "r1", "s", "2011-03-05") == facts(short, "r2", "s", "2011-03-06") != facts(short, "r3", "t", "2011-03-06")
    assert facts(short, "r1", "", "2011-03-05") == ""


def test_tables_keep_their_schema():
    assert {name for pair in type_pairs() for name in pair} == set(ontology().types)
    assert type_groups()["ASSAULT"] == type_groups()["COERCE"] != type_groups()["CONSULT"]
    assert weights()["same_place"].value > 0 > weights()["other_place"].value
    assert set(act_kinds()) >= {"bomb", "shoot", "meet"}
    assert acts_of("bombing", "ASSAULT") == ("bomb",)
    assert acts_of("talks", "CONSULT") == ("meet",)
    assert acts_of("talks", "ASSAULT") == ()
    assert word_weight("kill") < word_weight("zebra") == 1
    assert stem("bombings") == stem("bombed") == "bomb"
    assert incidents_keys.block_keys(BASE) == incidents_keys.block_keys(telling("z", report=BASE.report))


def test_the_tuning_situations_keep_their_format():
    found = [read_situation(path) for path in sorted(TUNING.glob("*.txt"))]
    assert len(found) >= 8
    for situation in found:
        marked = {mark.incident.split("/")[1] for _, marks in situation.reports for mark in marks}
        assert marked == set(situation.types)
        assert set(situation.types.values()) <= set(ontology().types)


# --- memory ---


def test_equal_values_are_one_object():
    same = Alike()
    one = same.fields(telling("a", actors=(FRONT,), words=("raid", "post")))
    other = same.fields(telling("b", actors=(msgspec.structs.replace(FRONT),), words=("raid", "post")))
    assert other == telling("b", actors=(FRONT,), words=("raid", "post"))
    assert other.actors is one.actors
    assert other.words is one.words


def test_a_telling_that_fits_two_incidents_alike_is_joined_to_neither():
    kidal = telling("a", counts=killed(7, 7))
    gao = telling("b", place=GAO, scene=("3", "MLI/Gao"), names=("gao",), counts=killed(40, 40))
    vague = telling("c", place=None, scene=(), first=None, last=None, open_days=(None, None))
    assert joined(kidal, vague) == [["a", "c"]]
    assert joined(gao, vague) == [["b", "c"]]
    assert joined(kidal, gao, vague) == [["a"], ["b"], ["c"]]
    # What sets one of the two apart decides.
    told = msgspec.structs.replace(vague, place=KIDAL)
    assert joined(kidal, gao, told) == [["a", "c"], ["b"]]

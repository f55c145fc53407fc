"""Review as pure functions: which decisions hold, what may be put in place of a value, agreement, corpus lines."""

import itertools
import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.fakes import FakeCoder
from support.stores import report

from dateline.errors import InputError
from dateline.reader.sentences import split_sentences
from dateline.records import Decision, EntityRef, Mention, Party, span
from dateline.review.agreement import agreement, disputed, kappa
from dateline.review.corpus import Reviewed, corpus_lines
from dateline.review.ledger import last_of, standing, words
from dateline.review.values import Evidence, check_value, reviewed_event
from dateline.train.corpus import parse_file

TEXT = "Alpha met Beta in Gamma. Delta struck Epsilon killing 3. Nothing more was said by Zeta."
ENTITIES = {id: EntityRef(id=id, name=id[2:].title()) for id in ("e-alpha", "e-beta", "e-zeta", "e-omega", "e-delta")}
COUNT = itertools.count()


def said(verdict, event="x", by="Ada", at=None, field=None, value=None, kind="event", right="k"):
    at = next(COUNT) if at is None else at
    return Decision(
        id=f"d{at}", kind=kind, left=event, right=right, verdict=verdict, score=None, reason="", by=by, at=f"{at:06}", field=field,
        value=value,
    )  # fmt: skip


def coded(text=TEXT):
    one = report("r", text)
    coding, mentions = FakeCoder().code_full(one)
    return one, coding.events, mentions


ONE, EVENTS, MENTIONS = coded()
SENTENCES = tuple(split_sentences(ONE.text, ()))
MET, STRUCK = EVENTS


def evidence(event):
    sentence = next(s for s in SENTENCES if s[0] <= event.trigger.start < s[1])
    return Evidence(ONE, sentence, MENTIONS)


def check(field, value, event=MET, changes=None):
    found = check_value(field, value, event, evidence(event), changes or {}, ENTITIES.get)
    return None if found is None else json.loads(found)


STEPS = st.one_of(
    st.tuples(st.just("undo"), st.none(), st.none()),
    st.tuples(st.sampled_from(("accept", "reject")), st.none(), st.none()),
    st.tuples(st.just("change"), st.sampled_from(("type", "status", "mode")), st.sampled_from(('"A"', '"B"', "null", None))),
    st.tuples(st.just("change"), st.just("missed"), st.sampled_from(("true", None))),
)


def shown(decisions):
    return {event: (one.decided, dict(one.changes), one.missed) for event, one in words(decisions).items()}


@given(st.lists(st.tuples(STEPS, st.sampled_from("xy"), st.sampled_from(("Ada", "Bo"))), max_size=14), st.randoms())
def test_undo_restores_what_was_before_and_order_of_rows_is_no_matter(steps, random):
    log = []
    at = itertools.count()
    for (verdict, field, value), event, by in steps:
        if verdict != "undo":
            log.append(said(verdict, event, by, next(at), field, value))
            continue
        target = last_of(log, by)
        if target is None:
            continue
        before, kept = shown(log), [one for one in standing(log) if one.id != target.id]
        log.append(said("undo", target.left, by, next(at), value=target.id))
        assert shown(log) == shown(kept)
        again = said("undo", target.left, by, next(at), value=log[-1].id)
        assert shown([*log, again]) == before  # an undo can be undone
    shuffled = log.copy()
    random.shuffle(shuffled)
    assert shown(shuffled) == shown(log)


@given(st.lists(STEPS.filter(lambda one: one[0] != "undo"), min_size=1, max_size=8))
def test_undoing_all_leaves_nothing(steps):
    at = itertools.count()
    log, stages = [], []
    for verdict, field, value in steps:
        stages.append(shown(log))
        log.append(said(verdict, at=next(at), field=field, value=value))
    for stage in reversed(stages):
        log.append(said("undo", at=next(at), value=last_of(log, "Ada").id))
        assert shown(log) == stage
    assert last_of(log, "Ada") is None


def test_the_latest_word_decides_and_changes_of_several_people_add_up():
    log = [
        said("change", field="type", value='"ASSAULT"'),
        said("accept", by="Bo"),
        said("change", by="Bo", field="status", value='"failed"'),
    ]
    one = words(log)["x"]
    assert (one.decided, one.changes, one.by) == ("change", {"type": "ASSAULT", "status": "failed"}, ("Ada", "Bo"))
    assert words(log, "Ada")["x"].changes == {"type": "ASSAULT"}
    assert words([*log, said("reject")])["x"].decided == "reject"
    assert words([*log, said("reject"), said("accept")])["x"].decided == "change"
    back = [*log, said("change", field="type"), said("change", field="status")]
    assert words(back)["x"].decided == "accept"
    assert words([said("change", field="missed", value="true")])["x"].decided is None


def test_codes_are_checked_and_the_coders_own_is_no_change():
    assert check("type", "ASSAULT") == "ASSAULT"
    assert check("type", "CONSULT") is None
    assert check("mode", "phone") == "phone"
    assert check("mode", None) is None
    assert check("status", "failed") == "failed"
    for field, value in (
        ("type", "WAR"),
        ("mode", "aerial"),
        ("status", None),
        ("type", 3),
        ("colour", "red"),
        ("roles", "x"),
        ("missed", 1),
    ):
        with pytest.raises(InputError):
            check(field, value)
    assert check("mode", "aerial", changes={"type": "ASSAULT"}) == "aerial"


def test_a_party_stands_by_words_of_the_report():
    zeta = check("actor", [{"id": "e-zeta", "name": "Zeta"}])  # elsewhere in the report, but Alpha's words are free
    entity = {"id": "e-zeta", "name": "Zeta", "country": None, "sector": None}
    assert zeta == [{"start": 0, "end": 5, "quote": "Alpha", "entity": entity, "basis": "words", "named": None}]
    both = check("actor", [{"id": "e-alpha", "name": "Alpha"}, {"id": "e-zeta", "name": "Zeta"}])
    assert [(one["quote"], one["entity"]["id"]) for one in both] == [("Alpha", "e-alpha"), ("Zeta", "e-zeta")]
    assert [one["quote"] for one in check("actor", [{"id": None, "name": "gamma"}])] == ["Gamma"]
    assert check("actor", [{"id": "e-alpha", "name": "whatever"}]) is None
    assert check("recipient", []) == []
    for bad in ([{"id": "e-nobody", "name": "x"}], [{"id": None, "name": "Nowhere man"}], [{"id": None, "name": " "}], "Alpha", [3], [{}]):
        with pytest.raises(InputError):
            check("actor", bad)
    with pytest.raises(InputError, match="nowhere says"):
        check("actor", [{"id": "e-alpha", "name": "Alpha"}, {"id": "e-omega", "name": "Omega"}])


def test_roles_are_swapped_and_swapped_back():
    swapped = check("roles", "swap")
    event = reviewed_event(MET, swapped)
    assert (event.actor, event.recipient) == (MET.recipient, MET.actor)
    assert check("roles", "swap", changes=swapped) == {"actor": None, "recipient": None}
    log = [
        said("change", field="roles", value=json.dumps(swapped)),
        said("change", field="roles", value='{"actor": null, "recipient": null}'),
    ]
    assert words(log)["x"].decided == "accept"


def test_places_and_days():
    goma = check("place", {"name": "Goma", "country": "COD"})
    assert (goma["precision"], goma["country"], goma["span"]) == ("settlement", "COD", None)
    assert goma["geonames_id"]
    nowhere = check("place", {"name": "Xyzzyville", "country": "KEN"})
    assert (nowhere["precision"], nowhere["lat"]) == ("country", None)
    assert check("place", None, MET) == "null" or reviewed_event(MET, {"place": check("place", None, MET)}).place is None
    assert check("time", {"start": "2025-08-01", "end": None})["start"] == "2025-08-01"
    bad = (("place", {"name": "Goma", "country": "ZZZ"}), ("place", {}), ("place", "Goma"), ("time", {"start": "soon"}), ("time", {}))
    for field, value in (*bad, ("time", {"start": "2025-08-02", "end": "2025-08-01"}), ("time", {"start": "20250802"})):
        with pytest.raises(InputError):
            check(field, value)


def test_speakers_keep_their_order_and_stand_by_words():
    both = check("speaker", [{"id": "e-zeta", "name": "Zeta"}, {"id": None, "name": "alpha"}])
    assert [one["quote"] for one in both] == ["Zeta", "Alpha"]
    event = reviewed_event(MET, {"speaker": both})
    assert [one.quote for one in event.speaker] == ["Zeta", "Alpha"]
    turned = msgspec.structs.replace(MET, speaker=event.speaker)
    assert check("speaker", [{"id": None, "name": "Zeta"}], turned) is not None
    assert check("speaker", [{"id": "e-alpha", "name": "Alpha"}, {"id": "e-zeta", "name": "Zeta"}], turned) is not None  # who quotes whom
    assert check("speaker", [{"id": "e-zeta", "name": "Zeta"}, {"id": "e-alpha", "name": "Alpha"}], turned) is None
    assert check("speaker", [], turned) == []
    with pytest.raises(InputError, match="nowhere says"):
        check("speaker", [{"id": None, "name": "Nobody Here"}])


def test_counts_stand_by_words_of_the_report():
    (coded,) = STRUCK.counts
    own = {"kind": coded.kind, "low": coded.low, "high": coded.high, "side": coded.side, "words": coded.span.quote}
    assert check("counts", [own], STRUCK) is None
    (wider,) = check("counts", [{**own, "low": 3, "high": None, "side": "actor"}], STRUCK)
    assert (wider["low"], wider["high"], wider["side"], wider["span"]["start"]) == (3, None, "actor", coded.span.start)
    more = check(
        "counts", [own, {"kind": "wounded", "low": 1, "high": 2, "side": None, "words": "  struck  ", "approximate": True}], STRUCK
    )
    assert (more[1]["span"]["quote"], more[1]["approximate"]) == ("struck", True)
    event = reviewed_event(STRUCK, {"counts": more})
    assert TEXT[event.counts[1].span.start : event.counts[1].span.end] == event.counts[1].span.quote
    assert check("counts", [], STRUCK) == []
    bad = (
        "3", [3], [{}], [{**own, "kind": "eaten"}], [{**own, "low": None, "high": None}], [{**own, "low": 5, "high": 4}], [{**own, "words": "99"}],
        [{**own, "low": -1}], [{**own, "low": True}], [{**own, "low": float("nan")}], [{**own, "low": 1e300, "high": None}], [{**own, "side": "both"}],
        [{**own, "unit": "x" * 30}], [{**own, "colour": "red"}], [own] * 21,
    )  # fmt: skip
    for value in bad:
        with pytest.raises(InputError):
            check("counts", value, STRUCK)


def test_contexts_are_the_ontologys():
    assert check("contexts", ["military", "military", "territory"]) == ["military", "territory"]
    event = reviewed_event(MET, {"contexts": ["military"]})
    assert (event.contexts, "contexts" in event.unknown) == (("military",), False)
    assert reviewed_event(event, {"contexts": []}).unknown["contexts"]
    assert check("contexts", []) is None
    for value in ("military", ["weather"], [3]):
        with pytest.raises(InputError):
            check("contexts", value)


def test_changed_counts_and_speakers_go_out(tmp_path):
    log = [
        said(
            "change",
            STRUCK.id,
            field="counts",
            value=json.dumps(check("counts", [{"kind": "wounded", "low": 3, "high": 3, "words": "3"}], STRUCK)),
        ),
        said("change", STRUCK.id, field="speaker", value=json.dumps(check("speaker", [{"id": None, "name": "Epsilon"}], STRUCK))),
    ]
    (sentence,) = parsed(tmp_path, lines(log))
    (event,) = sentence.events
    assert event.counts[0][1] == "wounded"
    assert any(role == "speaker" for role, _ in event.roles)


def test_a_changed_type_takes_quad_score_and_mode_with_it():
    event = reviewed_event(MET, {"type": "ASSAULT", "mode": "phone"})
    assert (event.type, event.mode, event.quad) == ("ASSAULT", None, 4)
    assert event.plover_score < 0
    assert event.trigger == MET.trigger
    assert reviewed_event(MET, {}) is MET
    without = reviewed_event(MET, {"actor": []})
    assert without.unknown["actor"]


def test_kappa_by_hand():
    # Cohen's own kind of table: 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no: po .70, pe .50.
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert kappa(pairs) == pytest.approx(0.4)
    assert kappa([("y", "y")] * 9) is None
    assert kappa([]) is None


def test_agreement_of_the_first_two_and_a_third_settles():
    log = [
        said("accept", MET.id, "Ada"), said("change", MET.id, "Bo", field="type", value='"AGREE"'), said("accept", STRUCK.id, "Bo"),
        said("reject", STRUCK.id, "Ada"),
    ]  # fmt: skip
    events = {MET.id: MET, STRUCK.id: STRUCK}
    (one,) = agreement(log, events)
    assert (one.reviewers, one.items, one.differ) == (("Ada", "Bo"), 2, tuple(sorted(events)))
    fields = {field.field: field for field in one.fields}
    assert (fields["event"].n, fields["event"].agreement) == (2, 0.5)
    assert (fields["type"].n, fields["type"].agreement, fields["actor"].agreement) == (1, 0.0, 1.0)
    assert disputed(log, events) == set(events)
    settled = [*log, said("accept", MET.id, "Cy")]
    assert disputed(settled, events) == {STRUCK.id}
    assert agreement(settled, events)[0].items == 2


def lines(log, text=None, mentions=None):
    one, events, found = (ONE, EVENTS, MENTIONS) if text is None else coded(text)
    whole = Reviewed(one, events, found if mentions is None else mentions, tuple(split_sentences(one.text, ())))
    return list(corpus_lines(whole, words(log(events) if callable(log) else log)))


def parsed(tmp_path, found):
    path = tmp_path / "reviewed.ann"
    path.write_text("\n\n".join(line.block for line in found if line.block) + "\n", encoding="utf-8")
    reports, errors = parse_file(path)
    assert errors == []
    return [sentence for one in reports for sentence in one.sentences]


def test_reviewed_sentences_are_corpus_lines(tmp_path):
    found = lines([said("accept", MET.id), said("change", STRUCK.id, field="status", value='"alleged"')])
    first, second = parsed(tmp_path, found)
    assert first.text == "Alpha met Beta in Gamma."
    (event,) = first.events
    assert (event.type, event.status, first.text[event.start : event.end]) == ("CONSULT", "happened", "met")
    by_id = {mark.id: first.text[mark.start : mark.end] for mark in first.marks}
    assert {(role, by_id[id]) for role, id in event.roles} == {("actor", "Alpha"), ("recipient", "Beta"), ("place", "Gamma")}
    assert second.events[0].status == "alleged"
    assert second.events[0].counts[0][1] == "killed"


def test_what_is_not_whole_stays_out():
    double = "Alpha met Beta and Gamma struck Delta."
    (half,) = lines(lambda events: [said("accept", events[0].id)], double)
    assert half.reason == "undecided"
    (missed,) = lines(lambda events: [said("accept", events[0].id), said("change", events[0].id, field="missed", value="true")], TEXT)
    assert missed.reason == "missed"
    assert lines([]) == []
    (rejected,) = lines([said("reject", MET.id)])
    assert "{" not in rejected.block
    assert "[a1:Alpha]" in rejected.block


NASTY = st.text(st.sampled_from("[]{}\\:#%~ \n\t\x0b\x1c\x85\u2028\u200f<éa1e😀\ud800"), max_size=20)


@given(NASTY, NASTY, st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), max_size=6))
def test_whatever_the_text_says_the_lines_parse_and_spans_hold(tmp_path_factory, before, after, spans):
    text = f"{before} Alpha met Beta in Gamma {after} and Beta struck Alpha killing 3 {before}"
    mentions = tuple(
        Mention(kind="actor", start=start, end=end, quote=text[start:end])
        for start, end in ((a, min(a + n, len(text))) for a, n in spans)
        if start < end
    )
    found = lines(lambda events: [said("accept", event.id) for event in events], text, mentions)
    sentences = parsed(tmp_path_factory.mktemp("nasty"), found)
    assert len(sentences) == sum(line.block is not None for line in found)
    triggers = {sentence.text[event.start : event.end] for sentence in sentences for event in sentence.events}
    assert triggers <= {"met", "struck"}


def test_overlapping_roles_are_left_out():
    party = Party(start=0, end=9, quote=TEXT[:9], entity=None)  # runs over the trigger
    changed = json.dumps([{"start": party.start, "end": party.end, "quote": party.quote, "entity": None}])
    (line,) = lines([said("change", MET.id, field="actor", value=changed)])
    assert line.reason == "format"
    assert span(TEXT, 0, 9).quote == "Alpha met"

"""Logits made by hand to mentions and events: one word each, a strong logit where a label is meant."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.reader.decode import FoundMention, Thresholds, decode, find_mentions, role_scores
from dateline.reader.labels import MENTION_KINDS, MENTION_TAGS, MODES, ROLE_TAKES, ROLES, STATUSES, TRIGGER_TAGS, TYPES
from dateline.reader.model import Logits

STRONG = 12.0
LOOSE = Thresholds(trigger=0.5, event=0.25, role=0.5, party=0.25)


def logit(p):
    return float(np.log(p / (1 - p)))


def spans(count):
    """Words of three characters with a space between: 0-3, 4-7, …"""
    return tuple((4 * i, 4 * i + 3) for i in range(count))


def letters(count):
    """The text of so many words."""
    return " ".join(["abc"] * count)


def blank(count):
    """Nothing found in so many words: O everywhere, no role."""
    logits = Logits(
        mention=np.zeros((count, len(MENTION_TAGS)), np.float32),
        trigger=np.zeros((count, len(TRIGGER_TAGS)), np.float32),
        type=np.zeros((count, len(TYPES)), np.float32),
        mode=np.zeros((count, len(MODES)), np.float32),
        status=np.zeros((count, len(STATUSES)), np.float32),
        role=np.full((len(ROLES), count, count), -STRONG, np.float32),
    )
    logits.mention[:, 0] = STRONG
    logits.trigger[:, 0] = STRONG
    return logits


def tagged(*tags):
    logits = blank(len(tags))
    for at, tag in enumerate(tags):
        logits.mention[at, 0] = 0
        logits.mention[at, MENTION_TAGS.index(tag)] = STRONG
    return logits


def pull(logits, at, tag, kind="ASSAULT", mode="none", status="happened"):
    """Make word `at` a trigger."""
    logits.trigger[at] = 0
    logits.trigger[at, TRIGGER_TAGS.index(tag)] = STRONG
    logits.type[at, TYPES.index(kind)] = STRONG
    logits.mode[at, MODES.index(mode)] = STRONG
    logits.status[at, STATUSES.index(status)] = STRONG
    return logits


def link(logits, role, trigger, word, p):
    logits.role[ROLES.index(role), trigger, word] = logit(p)


def found(logits, thresholds=LOOSE):
    return decode(logits, letters(len(logits.mention)), spans(len(logits.mention)), thresholds)


def held(event, role):
    return [i for i, _ in event.roles.get(role, ())]


# --- mentions ---


@pytest.mark.parametrize(
    ("tags", "want"),
    [
        (("O", "O", "O"), []),
        (("B-actor", "I-actor", "O"), [("actor", 0, 2)]),
        (("O", "I-place", "I-place"), [("place", 1, 3)]),
        (("B-actor", "B-actor", "I-actor"), [("actor", 0, 1), ("actor", 1, 3)]),
        (("B-actor", "I-place", "I-place"), [("actor", 0, 1), ("place", 1, 3)]),
        (("I-time", "I-number", "I-time"), [("time", 0, 1), ("number", 1, 2), ("time", 2, 3)]),
        (("B-actor", "O", "I-actor"), [("actor", 0, 1), ("actor", 2, 3)]),
        (("O", "O", "B-number"), [("number", 2, 3)]),
    ],
)
def test_tags_become_spans(tags, want):
    mentions = find_mentions(tagged(*tags), letters(3), spans(3))
    assert [(m.kind, *m.words) for m in mentions] == want
    assert [(m.start, m.end) for m in mentions] == [(4 * a, 4 * b - 1) for _, a, b in want]


def test_a_mention_is_as_sure_as_its_weakest_word():
    logits = tagged("B-actor", "I-actor")
    logits.mention[1] = -100
    logits.mention[1, MENTION_TAGS.index("I-actor")] = logit(0.7)
    logits.mention[1, MENTION_TAGS.index("O")] = 0
    (mention,) = find_mentions(logits, letters(2), spans(2))
    assert mention.score == pytest.approx(0.7, abs=1e-4)


def test_begin_and_inside_of_a_kind_count_together_for_its_score():
    logits = blank(1)
    logits.mention[0] = -100
    logits.mention[0, [MENTION_TAGS.index("B-place"), MENTION_TAGS.index("I-place")]] = 5, 4.9
    (mention,) = find_mentions(logits, letters(1), spans(1))
    assert mention.kind == "place"
    assert mention.score == pytest.approx(1)


def ends(text, *tags):
    """What is left of the mentions of a text whose words, marks and all, stand apart by spaces."""
    words, at = [], 0
    for word in text.split():
        words.append((at, at + len(word)))
        at += len(word) + 1
    return [text[m.start : m.end] for m in find_mentions(tagged(*tags), text, words)]


def test_a_party_has_no_articles_prepositions_or_marks_at_its_ends():
    assert ends("the police of", "B-actor", "I-actor", "I-actor") == ["police"]
    assert ends(". Government said", "B-actor", "I-actor", "O") == ["Government"]
    assert ends("Tin Council (", "B-actor", "I-actor", "I-actor") == ["Tin Council"]
    assert ends("NUT )", "B-actor", "I-actor") == ["NUT"]
    assert ends("U.S .", "B-actor", "I-actor") == ["U.S ."]  # the dot may be an abbreviation's


def test_words_that_name_nobody_are_no_mention():
    assert ends("of the -", "B-actor", "I-place", "B-actor") == []


def test_an_open_bracket_is_closed():
    assert ends("Party ( Maoist ) said", "B-actor", "I-actor", "I-actor", "O", "O") == ["Party ( Maoist )"]
    assert ends("Party ( Maoist ) said", "B-actor", "I-actor", "I-actor", "B-place", "O") == ["Party ( Maoist"]


def test_letters_in_brackets_behind_a_name_are_another_name():
    assert ends("Peace Council ( LPC ) said", "B-actor", "I-actor", "I-actor", "I-actor", "I-actor", "O") == ["Peace Council"]
    assert ends("Peace Council ( LPC ) said", "B-actor", "I-actor", "I-actor", "I-actor", "O", "O") == ["Peace Council"]
    assert ends("Economic Council ( APEC ) forum", *["B-actor"], *["I-actor"] * 5) == ["Economic Council ( APEC ) forum"]


def test_times_and_numbers_keep_their_prepositions():
    assert ends("in 1990 over 30", "B-time", "I-time", "B-number", "I-number") == ["in 1990", "over 30"]


# --- triggers ---


def triggers(logits, thresholds=LOOSE):
    return [(e.start, e.end) for e in found(logits, thresholds).events]


def test_an_inside_word_joins_the_trigger_before_it():
    logits = pull(pull(blank(3), 0, "B"), 1, "I")
    assert triggers(logits) == [(0, 7)]


def test_a_beginning_word_splits_neighbours():
    logits = pull(pull(pull(blank(3), 0, "B"), 1, "B"), 2, "I")
    assert triggers(logits) == [(0, 3), (4, 11)]


def test_words_apart_are_two_triggers_though_the_later_goes_on():
    logits = pull(pull(blank(3), 0, "B"), 2, "I")
    assert triggers(logits) == [(0, 3), (8, 11)]


def test_begin_and_inside_that_are_as_likely_split():
    logits = pull(pull(blank(2), 0, "B"), 1, "B")
    logits.trigger[1] = -STRONG, 3, 3
    assert triggers(logits) == [(0, 3), (4, 7)]


def test_a_joined_trigger_is_as_sure_as_its_surest_word():
    logits = pull(pull(blank(2), 0, "B"), 1, "I")
    logits.trigger[0] = 0, logit(0.6), -100
    logits.trigger[1] = 0, -100, logit(0.9)
    (event,) = found(logits).events
    assert event.score == pytest.approx(0.9, abs=1e-3)


@pytest.mark.parametrize(("p", "kept"), [(0.55, True), (0.45, False)])
def test_a_word_needs_the_trigger_threshold(p, kept):
    logits = pull(blank(1), 0, "B")
    logits.trigger[0] = 0, logit(p), -100
    assert bool(found(logits, Thresholds(trigger=0.5, event=0)).events) is kept


@pytest.mark.parametrize(("threshold", "kept"), [(0.3, True), (0.34, True), (0.36, False), (0.5, False)])
def test_an_event_needs_word_and_type_together(threshold, kept):
    logits = pull(blank(1), 0, "B")
    logits.trigger[0] = 0, logit(0.7), -100
    logits.type[0] = -100
    logits.type[0, [TYPES.index("ASSAULT"), TYPES.index("COERCE")]] = 0.0001, 0  # some .5 each
    (event, *_) = (*found(logits, Thresholds(event=threshold)).events, None)
    assert (event is not None) is kept
    if event:
        assert event.type == "ASSAULT"
        assert event.score == pytest.approx(0.35, abs=1e-3)


# --- type, mode, status ---


def test_mode_is_one_of_the_type_s_own():
    logits = pull(blank(1), 0, "B", "COERCE")
    logits.mode[0] = 0
    logits.mode[0, MODES.index("ASSAULT/drone")] = 30
    logits.mode[0, MODES.index("COERCE/arrest")] = 2
    (event,) = found(logits).events
    assert (event.type, event.mode) == ("COERCE", "arrest")


def test_no_mode_where_none_leads_the_type_s_own():
    logits = pull(blank(1), 0, "B", "COERCE")
    logits.mode[0] = 0
    logits.mode[0, MODES.index("none")] = 3
    logits.mode[0, MODES.index("ASSAULT/drone")] = 30
    assert found(logits).events[0].mode is None


def test_a_type_without_modes_gets_none():
    without = next(t for t in TYPES if not any(m.startswith(t + "/") for m in MODES))
    logits = pull(blank(1), 0, "B", without, mode="PROTEST/riot")
    (event,) = found(logits).events
    assert (event.type, event.mode) == (without, None)


def test_type_and_status_are_the_mean_of_the_trigger_s_words():
    logits = pull(pull(blank(2), 0, "B", "REQUEST", status="future"), 1, "I", "REJECT", status="negated")
    logits.type[1, TYPES.index("REJECT")] = STRONG + 2
    logits.status[0, STATUSES.index("future")] = STRONG + 2
    (event,) = found(logits).events
    assert (event.type, event.status) == ("REJECT", "future")


# --- roles ---


def clash(p_actor=0.9, p_recipient=0.8):
    """Word 0 an actor mention with these probabilities, word 1 the trigger, word 2 another actor mention."""
    logits = pull(tagged("B-actor", "O", "B-actor"), 1, "B")
    link(logits, "actor", 1, 0, p_actor)
    link(logits, "recipient", 1, 0, p_recipient)
    return logits


@pytest.mark.parametrize(("actor", "recipient", "want"), [(0.9, 0.8, ([0], [])), (0.6, 0.8, ([], [0])), (0.7, 0.7, ([0], []))])
def test_nobody_is_both_actor_and_recipient(actor, recipient, want):
    (event,) = found(clash(actor, recipient)).events
    assert (held(event, "actor"), held(event, "recipient")) == want


def test_one_may_be_actor_and_speaker():
    logits = clash()
    link(logits, "speaker", 1, 0, 0.95)
    (event,) = found(logits).events
    assert (held(event, "actor"), held(event, "speaker")) == ([0], [0])


def test_the_best_party_is_taken_where_none_reaches_the_threshold():
    logits = clash(0.3, 0.01)
    link(logits, "actor", 1, 2, 0.4)
    (event,) = found(logits).events
    assert held(event, "actor") == [1]
    assert event.roles["actor"][0][1] == pytest.approx(0.4, abs=1e-3)


def test_no_party_below_the_fallback():
    (event,) = found(clash(0.2, 0.01)).events
    assert "actor" not in event.roles and "recipient" not in event.roles


def test_there_is_no_fallback_beside_a_sure_party():
    logits = clash(0.9, 0.01)
    link(logits, "actor", 1, 2, 0.4)
    assert held(found(logits).events[0], "actor") == [0]


def test_other_roles_have_no_fallback():
    logits = pull(tagged("B-place", "O"), 1, "B")
    link(logits, "place", 1, 0, 0.4)
    assert "place" not in found(logits).events[0].roles
    link(logits, "place", 1, 0, 0.6)
    assert held(found(logits).events[0], "place") == [0]


def test_holders_of_a_role_come_best_first():
    logits = clash(0.6, 0.01)
    link(logits, "actor", 1, 2, 0.9)
    assert held(found(logits).events[0], "actor") == [1, 0]


@pytest.mark.parametrize("kind", MENTION_KINDS)
def test_roles_go_to_fitting_kinds_only(kind):
    logits = pull(tagged(f"B-{kind}", "O"), 1, "B")
    logits.role[:] = STRONG
    (event,) = found(logits).events
    want = {role for role in ROLES if kind in ROLE_TAKES[role]}
    if kind == "actor":
        want -= {"recipient"}  # as likely the actor, and nobody is both
    assert set(event.roles) == want


def test_the_fallback_takes_no_unfitting_kind():
    logits = pull(tagged("B-time", "O"), 1, "B")
    link(logits, "actor", 1, 0, 0.45)
    assert found(logits).events[0].roles == {}


def test_roles_belong_to_their_own_trigger():
    logits = pull(pull(tagged("B-actor", "O", "O", "O"), 1, "B"), 3, "B", "CONSULT")
    link(logits, "actor", 3, 0, 0.9)
    assault, consult = found(logits).events
    assert (held(assault, "actor"), held(consult, "actor")) == ([], [0])


def test_role_scores_are_means_over_words():
    logits = pull(pull(tagged("B-actor", "I-actor", "O", "O"), 2, "B"), 3, "I")
    logits.role[ROLES.index("actor"), 2:4, 0:2] = [[4, 0], [0, -4]]
    mention = FoundMention("actor", 0, 7, (0, 2), 1.0)
    scores = role_scores(logits, (2, 4), [mention])
    assert scores.shape == (len(ROLES), 1)
    assert scores[ROLES.index("actor"), 0] == pytest.approx(0.5)
    assert role_scores(logits, (2, 4), []).shape == (len(ROLES), 0)


def test_an_event_without_any_mention_has_no_roles():
    (event,) = found(pull(blank(2), 1, "B")).events
    assert event.roles == {}


# --- any logits ---


@st.composite
def random_logits(draw):
    """Some words' logits, from nearly flat to as steep as float32's exponent stands."""
    count, scale = draw(st.integers(1, 7)), draw(st.sampled_from([0.1, 1.0, 5.0, 80.0]))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    shapes = [(count, len(tags)) for tags in (MENTION_TAGS, TRIGGER_TAGS, TYPES, MODES, STATUSES)]
    return Logits(*(rng.uniform(-scale, scale, shape).astype(np.float32) for shape in (*shapes, (len(ROLES), count, count))))


@settings(max_examples=150, deadline=None)
@given(
    random_logits(),
    st.sampled_from([LOOSE, Thresholds(0.05, 0.0, 0.1, 0.01), Thresholds(0.9, 0.8, 0.9, 0.6)]),
    st.text(alphabet="ab (),.the", max_size=80),
)
def test_any_logits_give_a_consistent_reading(logits, thresholds, text):
    count = len(logits.mention)
    words = spans(count)
    kept = dataclasses.replace(logits, role=logits.role.copy())
    text = text[: 4 * count].ljust(4 * count)
    reading = decode(logits, text, words, thresholds)
    assert reading == decode(kept, text, words, thresholds)
    assert np.array_equal(kept.role, logits.role)  # its input is left alone
    starts, ends = {a for a, _ in words}, {b for _, b in words}
    at = 0
    for m in reading.mentions:
        assert m.kind in MENTION_KINDS
        assert at <= m.words[0] < m.words[1] <= count
        at = m.words[1]
        assert (m.start, m.end) == (words[m.words[0]][0], words[m.words[1] - 1][1])
        assert 0 < m.score <= 1.0001
    last = -1
    for e in reading.events:
        assert last < e.start < e.end
        last = e.end
        assert e.start in starts and e.end in ends
        assert e.type in TYPES and e.status in STATUSES
        assert e.mode is None or f"{e.type}/{e.mode}" in MODES
        assert thresholds.event <= e.score <= 1.0001
        assert not set(held(e, "actor")) & set(held(e, "recipient"))
        for role, holders in e.roles.items():
            assert holders
            assert [p for _, p in holders] == sorted((p for _, p in holders), reverse=True)
            assert all(reading.mentions[i].kind in ROLE_TAKES[role] for i, _ in holders)
            least = thresholds.party if role in ("actor", "recipient") else thresholds.role
            assert all(p >= least - 1e-6 for _, p in holders)

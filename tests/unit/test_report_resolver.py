"""One report's hand-made readings to its records."""

import json

import pytest
from support.reading import event, sentence

from dateline.reader.model import MODEL_DIR
from dateline.records import make_report
from dateline.resolve import report
from dateline.resolve.entities import Entities
from dateline.resolve.report import ReportResolver

ENTITIES = Entities.load()
FRIDAY = "2024-05-10"


def resolve(text, *sentences, published=FRIDAY, coder="coder-1", **fields):
    report = make_report(text, published=published, **fields)
    return ReportResolver(report, sentences, ENTITIES, coder).resolve(lambda score: score / 2)


def one(text, mentions, found, **fields):
    """The event of a report of one sentence."""
    (event,) = resolve(text, sentence(text, text, mentions, found), **fields).events
    return event


def refs(resolved):
    """Each actor mention with its entity's id."""
    return [(m.quote, m.entity and m.entity.id) for m in resolved.mentions if m.kind == "actor"]


def ids(parties):
    return [p.entity and p.entity.id for p in parties]


RAID = "Zambian troops killed 14 Peruvian miners in Arequipa on Tuesday and burnt 40 hectares (99 acres) of maize."
RAID_MENTIONS = [
    ("actor", "Zambian troops"), ("number", "14"), ("actor", "Peruvian miners"), ("place", "Arequipa"), ("time", "Tuesday"),
    ("number", "40 hectares"), ("number", "99 acres"),
]  # fmt: skip


def raid(**roles):
    return event("killed", "ASSAULT", mode="firearms", **roles)


# --- the whole event ---


def test_an_event_with_all_its_fields():
    told = one(RAID, RAID_MENTIONS, raid(actor=0, recipient=2, place=3, time=4, number_killed=1, speaker=0))
    assert (told.type, told.mode, told.quad, told.plover_score, told.confidence) == ("ASSAULT", "firearms", 4, -9.0, 0.45)
    assert (told.trigger.start, told.trigger.quote) == (RAID.index("killed"), "killed")
    assert ids(told.actor) == ids(told.speaker) == ["ZMB:MIL"]
    assert [p.quote for p in told.recipient] == ["Peruvian miners"]
    assert told.recipient[0].entity.country == "PER"
    assert (told.place.name, told.place.country, told.place.precision, told.place.span.quote) == (
        "Arequipa", "PER", "settlement", "Arequipa",
    )  # fmt: skip
    assert (told.time.start, told.time.end, told.time.span.quote) == ("2024-05-07", "2024-05-07", "Tuesday")
    assert [(c.kind, c.low, c.high, c.side, c.span.quote) for c in told.counts] == [("killed", 14, 14, "recipient", "14")]
    assert set(told.unknown) == {"contexts"}


def test_every_empty_field_has_a_reason():
    told = one(RAID, RAID_MENTIONS, event("killed", "ASSAULT"))
    assert set(told.unknown) == {"actor", "recipient", "place", "time", "mode", "contexts"}
    assert all(told.unknown.values())
    assert (told.actor, told.recipient, told.place, told.time, told.mode, told.contexts) == ((), (), None, None, None, ())


@pytest.mark.parametrize(("kind", "why"), [("ASSAULT", "no mode fits"), ("SUPPORT", "the type has no modes")])
def test_why_there_is_no_mode(kind, why):
    assert one(RAID, RAID_MENTIONS, event("killed", kind)).unknown["mode"] == why


def test_an_event_of_its_own_for_each_of_two_alike():
    found = [raid(actor=0), raid(recipient=2)]
    first, second = resolve(RAID, sentence(RAID, RAID, RAID_MENTIONS, *found)).events
    assert first.id != second.id
    assert first.trigger == second.trigger


def test_ids_come_from_report_and_coder():
    ids_of = {
        one(RAID, RAID_MENTIONS, raid(), **fields).id for fields in ({}, {"coder": "coder-2"}, {"published": "2024-05-11"}, {"id": "other"})
    }
    assert len(ids_of) == 4
    assert one(RAID, RAID_MENTIONS, raid()).id in ids_of


# --- counts and claims ---


def test_numbers_with_a_role_are_counts_and_others_claims():
    resolved = resolve(RAID, sentence(RAID, RAID, RAID_MENTIONS, raid(number_killed=1, number_other=5)))
    assert [c.span.quote for c in resolved.events[0].counts] == ["14"]
    assert [(c.span.quote, c.unit, c.of) for c in resolved.claims] == [("40 hectares", "hectare", "maize")]


def test_without_a_role_all_are_claims_and_a_twin_is_one():
    resolved = resolve(RAID, sentence(RAID, RAID, RAID_MENTIONS, raid()))
    assert resolved.events[0].counts == ()
    assert [c.span.quote for c in resolved.claims] == ["14", "40 hectares"]


@pytest.mark.parametrize(
    ("roles", "kind", "side"),
    [
        ({"number_killed": 1, "recipient": 2}, "killed", "recipient"),
        ({"number_killed": 1}, "killed", None),
        ({"number_crowd": 1, "recipient": 2}, "crowd", "actor"),
        ({"number_other": 1, "recipient": 2}, "other", None),
    ],
)
def test_whose_number_it_is(roles, kind, side):
    (count,) = one(RAID, RAID_MENTIONS, raid(**roles)).counts
    assert (count.kind, count.side) == (kind, side)


def test_counts_stand_in_the_text_s_order():
    text = "Guards wounded 9 and killed at least 3 strikers."
    told = one(text, [("number", "9"), ("number", "at least 3")], event("killed", "ASSAULT", number_killed=1, number_wounded=0))
    assert [(c.kind, c.low, c.high) for c in told.counts] == [("wounded", 9, 9), ("killed", 3, None)]


# --- time ---


def test_no_time_without_the_role():
    told = one(RAID, RAID_MENTIONS, raid(actor=0))
    assert told.time is None
    assert told.unknown["time"] == "the sentence gives no day for it"


def test_an_undated_report_has_no_anchor():
    told = one(RAID, RAID_MENTIONS, raid(time=4), published=None)
    assert told.time is None
    assert told.unknown["time"] == "no anchor day"


def test_a_full_date_needs_no_anchor():
    text = "Zambia left the pact on 3 June 2019."
    told = one(text, [("actor", "Zambia"), ("time", "3 June 2019")], event("left", "SANCTION", actor=0, time=1), published=None)
    assert (told.time.start, told.time.end) == ("2019-06-03", "2019-06-03")


def test_a_phrase_that_is_no_time_is_not_resolved():
    text = "Zambia left the pact in a huff."
    told = one(text, [("actor", "Zambia"), ("time", "a huff")], event("left", "SANCTION", actor=0, time=1))
    assert told.time is None
    assert told.unknown["time"] == "not resolved"


@pytest.mark.parametrize(("status", "day"), [("happened", "2024-05-06"), ("future", "2024-05-13"), ("hypothetical", "2024-05-13")])
def test_a_weekday_lies_where_the_status_says(status, day):
    text = "Zambia and Peru meet on Monday."
    mentions = [("actor", "Zambia"), ("actor", "Peru"), ("time", "Monday")]
    told = one(text, mentions, event("meet", "CONSULT", status=status, actor=0, recipient=1, time=2))
    assert (told.time.start, told.time.end) == (day, day)


def test_a_day_counts_from_the_one_named_before():
    text = "Rebels shelled Lusaka on 2 May. Three days later the army struck back."
    first = sentence(text, "Rebels shelled Lusaka on 2 May.", [("time", "2 May")], event("shelled", "ASSAULT", time=0))
    second = sentence(text, "Three days later the army struck back.", [("time", "Three days later")], event("struck", "ASSAULT", time=0))
    assert [e.time.start for e in resolve(text, first, second).events] == ["2024-05-02", "2024-05-05"]


# --- place ---


def test_no_place_without_the_role_and_never_the_dateline():
    text = "NAIROBI — Zambia recalled its envoy from Peru after talks in Arequipa."
    mentions = [("actor", "Zambia"), ("actor", "Peru"), ("place", "Arequipa")]
    told = one(text, mentions, event("recalled", "SANCTION", actor=0, recipient=1), dateline="NAIROBI")
    assert told.place is None
    assert told.unknown["place"] == "the sentence gives no place for it"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_finest_place_of_the_role(order):
    text = "Rebels raided farms in Kenya, near Nakuru."
    told = one(text, [("place", "Kenya"), ("place", "Nakuru")], event("raided", "ASSAULT", place=order))
    assert (told.place.name, told.place.precision, told.place.span.quote) == ("Nakuru", "settlement", "Nakuru")


def test_a_country_has_no_point():
    text = "Rebels raided farms in Kenya."
    place = one(text, [("place", "Kenya")], event("raided", "ASSAULT", place=0)).place
    assert (place.country, place.precision, place.lat, place.lon) == ("KEN", "country", None, None)


def test_a_place_nobody_knows_is_not_resolved():
    text = "Rebels raided Qwxyzville."
    told = one(text, [("place", "Qwxyzville")], event("raided", "ASSAULT", place=0))
    assert told.place is None
    assert told.unknown["place"] == "not resolved"


def test_a_place_may_be_the_recipient():
    text = "Rebels shelled Nakuru and threatened Kenya."
    told = one(text, [("place", "Nakuru"), ("place", "Kenya")], event("shelled", "ASSAULT", recipient=(0, 1)))
    town, country = (p.entity for p in told.recipient)
    assert town.id.startswith("place:") and (town.name, town.country, town.sector) == ("Nakuru", "KEN", None)
    assert country.id == "country:KEN"


@pytest.mark.parametrize(("kind", "stands"), [("ASSAULT", True), ("CONCEDE", True), ("CONSULT", False), ("MOBILIZE", False)])
def test_the_place_of_an_act_on_it_stands_for_the_recipient(kind, stands):
    text = "Rebels acted in Nakuru."
    told = one(text, [("actor", "Rebels"), ("place", "Nakuru")], event("acted", kind, actor=0, place=1))
    assert [(p.quote, p.basis, p.entity.country) for p in told.recipient] == ([("Nakuru", "place", "KEN")] if stands else [])
    assert ("recipient" in told.unknown) is not stands
    assert told.named_recipient == ()


def test_a_named_recipient_keeps_the_place_out():
    told = one(RAID, RAID_MENTIONS, raid(actor=0, recipient=2, place=3))
    assert [(p.quote, p.basis) for p in told.recipient] == [("Peruvian miners", "words")]


@pytest.mark.parametrize(("kind", "p", "kept"), [("ASSAULT", 0.3, False), ("ASSAULT", 0.6, True), ("CONSULT", 0.3, True)])
def test_a_doubtful_recipient_gives_way_to_the_place_of_an_act_on_it(kind, p, kept):
    *said, roles = event("killed", kind, actor=0, recipient=2, place=3)
    told = one(RAID, RAID_MENTIONS, (*said, {**roles, "recipient": ((2, p),)}))
    assert [p.quote for p in told.recipient] == (["Peruvian miners"] if kept else ["Arequipa"])
    assert told.named_recipient == (told.recipient if kept else ())


def test_a_recipient_is_doubtful_below_the_shipped_readers_threshold():
    settings = json.loads((MODEL_DIR / "reader.json").read_text(encoding="utf-8"))
    assert settings["thresholds"]["role"] == report._SURE


# --- who ---


def test_a_reference_points_at_the_words_that_name_it():
    first, second = "Zambia said it would close the border.", "Its army shelled Nakuru, and it withdrew."
    text = f"{first} {second}"
    events = resolve(
        text,
        sentence(text, first, [("actor", "Zambia"), ("actor", "it")], event("close", "SANCTION", actor=1)),
        sentence(text, second, [("actor", "army"), ("actor", "it")], event("withdrew", "RETREAT", actor=1)),
    ).events
    (it, again) = (e.actor[0] for e in events)
    assert (it.quote, it.basis, it.named.quote, it.named.start) == ("it", "reference", "Zambia", 0)
    assert again.basis == "reference"
    assert text[again.named.start : again.named.end] == again.named.quote
    assert again.named.quote in ("Zambia", "army")


def test_a_name_is_its_own_evidence():
    (party,) = one("Zambia left.", [("actor", "Zambia")], event("left", "RETREAT", actor=0)).actor
    assert (party.basis, party.named) == ("words", None)


@pytest.mark.parametrize(
    ("line", "first", "second"),
    [
        ("The Lake Liberation Front, a rebel group, left.", "Lake Liberation Front", "rebel group"),
        ("The Lake Liberation Front, the largest militia, left.", "Lake Liberation Front", "largest militia"),
        ("Police held Rafael Quiroga, a farmer, on Friday.", "Rafael Quiroga", "farmer"),
        ("The Lake Liberation Front (LLF) left.", "Lake Liberation Front", "LLF"),
        ("The Lake Liberation Front (the LLF) left.", "Lake Liberation Front", "LLF"),
    ],
)
def test_appositions_and_abbreviations_share_the_entity(line, first, second):
    (_, one_id), (_, other_id) = refs(resolve(line, sentence(line, line, [("actor", first), ("actor", second)])))
    assert one_id and one_id == other_id


@pytest.mark.parametrize(
    ("line", "first", "second"),
    [
        ("Rafael Quiroga met a farmer, then left.", "Rafael Quiroga", "farmer"),
        ("Rafael Quiroga, farmers and others left.", "Rafael Quiroga", "farmers"),
        ("Then officials, a farmer, and others left.", "officials", "farmer"),
        ("The Lake Liberation Front, the Delta Rangers, left.", "Lake Liberation Front", "Delta Rangers"),
        ("The Lake Liberation Front (Uganda) left.", "Lake Liberation Front", "Uganda"),
    ],
)
def test_other_neighbours_are_themselves(line, first, second):
    (_, one_id), (_, other_id) = refs(resolve(line, sentence(line, line, [("actor", first), ("actor", second)])))
    assert one_id and one_id != other_id


def test_an_abbreviation_stands_for_its_name_further_down():
    text = "The Lake Liberation Front (LLF) left. The LLF came back."
    first = sentence(text, "The Lake Liberation Front (LLF) left.", [("actor", "Lake Liberation Front"), ("actor", "LLF")])
    second = sentence(text, "The LLF came back.", [("actor", "LLF")])
    assert len({ref for _, ref in refs(resolve(text, first, second))}) == 1


def test_a_surname_stands_for_the_person_named_before():
    text = "Foreign Minister Amina Wanjiku spoke. Wanjiku left. She wept."
    lines = ["Foreign Minister Amina Wanjiku spoke.", "Wanjiku left.", "She wept."]
    names = ["Foreign Minister Amina Wanjiku", "Wanjiku", "She"]
    resolved = resolve(text, *(sentence(text, line, [("actor", name)]) for line, name in zip(lines, names, strict=True)))
    assert {ref for _, ref in refs(resolved)} == {"person:amina-wanjiku"}


def test_we_is_the_speaker_named_before():
    text = "Amina Wanjiku told Rafael Quiroga: “We will not sign.”"
    mentions = [("actor", "Amina Wanjiku"), ("actor", "Rafael Quiroga"), ("actor", "We")]
    told = one(text, mentions, event("will not sign", "REJECT", actor=2, recipient=1, speaker=0))
    assert ids(told.actor) == ids(told.speaker) == ["name:amina-wanjiku"]


def test_a_pronoun_for_nobody_has_no_entity_but_stays_a_party():
    text = "They shelled Nakuru."
    told = one(text, [("actor", "They")], event("shelled", "ASSAULT", actor=0))
    assert [(p.quote, p.entity) for p in told.actor] == [("They", None)]
    assert "actor" not in told.unknown


def test_the_group_is_the_one_named_before():
    text = "The Lake Liberation Front shelled Jinja. The group said Peru helped."
    first = sentence(text, "The Lake Liberation Front shelled Jinja.", [("actor", "Lake Liberation Front")])
    second = sentence(text, "The group said Peru helped.", [("actor", "group"), ("actor", "Peru")])
    resolved = resolve(text, first, second)
    assert refs(resolved)[0][1] == refs(resolved)[1][1] == "org:lake-liberation-front"


def test_parties_stand_in_the_text_s_order():
    text = "Peru and Zambia met."
    told = one(text, [("actor", "Peru"), ("actor", "Zambia")], event("met", "CONSULT", actor=(1, 0)))
    assert ids(told.actor) == ["country:PER", "country:ZMB"]


# --- told again ---


RECALL = "Zambia recalled its envoy from Peru"


def retold(*tellings, kind="SANCTION"):
    """Events of a report: each telling is (what follows RECALL, status, time words, place words)."""
    lines = [f"{RECALL}{rest}." for rest, *_ in tellings]
    text = " ".join(lines)
    at, sentences = 0, []
    for line, (_, status, when, where) in zip(lines, tellings, strict=True):
        mentions = [("actor", "Zambia"), ("actor", "Peru")]
        roles = {"actor": 0, "recipient": 1}
        for role, kind_of, words in (("time", "time", when), ("place", "place", where)):
            if words:
                roles[role] = len(mentions)
                mentions.append((kind_of, words))
        mark = text.index(line, at)
        padded = " " * mark + text[mark:]  # so that the helper finds this telling, not an earlier one
        sentences.append(sentence(padded, line, mentions, event("recalled", kind, status=status, **roles)))
        at = mark + len(line)
    return resolve(text, *sentences).events


def test_a_second_telling_names_the_first():
    first, second, third = retold(
        ("", "happened", None, None), (" on Monday", "happened", "Monday", None), (" again", "happened", None, None)
    )
    assert first.same_as is None
    assert second.same_as == third.same_as == first.id
    assert len({first.id, second.id, third.id}) == 3


@pytest.mark.parametrize(
    ("one_telling", "other"),
    [
        (("", "happened", None, None), (" soon", "future", None, None)),
        ((" on Monday", "happened", "Monday", None), (" on Wednesday", "happened", "Wednesday", None)),
        ((" in Nakuru", "happened", None, "Nakuru"), (" in Mombasa", "happened", None, "Mombasa")),
    ],
    ids=["status", "day", "place"],
)
def test_what_differs_is_another_event(one_telling, other):
    assert [e.same_as for e in retold(one_telling, other)] == [None, None]


def test_days_that_overlap_may_be_one():
    first, second = retold((" this week", "happened", "this week", None), (" on Wednesday", "happened", "Wednesday", None))
    assert second.same_as == first.id


def test_a_telling_is_held_against_the_first_only():
    nakuru, nowhere, mombasa = retold(
        (" in Nakuru", "happened", None, "Nakuru"), ("", "happened", None, None), (" in Mombasa", "happened", None, "Mombasa")
    )
    assert nowhere.same_as == nakuru.id
    assert mombasa.same_as is None


def test_other_parties_are_another_event():
    text = "Zambia sued Peru. Zambia sued Kenya. Peru sued Zambia. Zambia was sued."
    pairs = [("Zambia", "Peru"), ("Zambia", "Kenya"), ("Peru", "Zambia")]
    sentences = [
        sentence(text, f"{a} sued {b}.", [("actor", a), ("actor", b)], event("sued", "ACCUSE", actor=0, recipient=1)) for a, b in pairs
    ]
    sentences.append(sentence(text, "Zambia was sued.", [("actor", "Zambia")], event("sued", "ACCUSE", recipient=0)))
    assert [e.same_as for e in resolve(text, *sentences).events] == [None] * 4


# --- the report ---


def test_a_report_without_sentences_says_nothing():
    resolved = resolve("Nothing here.")
    assert (resolved.events, resolved.claims, resolved.mentions) == ((), (), ())


def test_all_mentions_come_in_order_with_their_words():
    resolved = resolve(RAID, sentence(RAID, RAID, RAID_MENTIONS, raid(actor=0)))
    assert [(m.kind, m.quote) for m in resolved.mentions] == RAID_MENTIONS
    assert all(RAID[m.start : m.end] == m.quote for m in resolved.mentions)
    assert all(m.entity is None for m in resolved.mentions if m.kind != "actor")


def test_the_same_readings_give_the_same_records():
    read = [sentence(RAID, RAID, RAID_MENTIONS, raid(actor=0, recipient=2, place=3, time=4, number_killed=1))]
    assert resolve(RAID, *read) == resolve(RAID, *read)


def test_the_whole_name_of_a_mention_that_was_cut_short_is_told():
    text = "Fighters of the National Union for the Total Independence of Angola left."
    resolved = resolve(text, sentence(text, text, [("actor", "National Union")]))
    assert [(ref and ref.country, words) for ref, words in resolved.names] == [
        ("AGO", "National Union for the Total Independence of Angola")
    ]
    whole = "Fighters of the Zambian army left."
    assert resolve(whole, sentence(whole, whole, [("actor", "Zambian army")])).names == ()

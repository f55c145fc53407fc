"""The dossier of two parties: who counts, what stands where, how tries end, and that its words are harmless."""

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html
from support.dossiers import ARMY, CHURCH, GOV, GROUP, MINISTER, REBELS, event, read, sides, tie

from dateline.dossier import NamedEntity, PartyError, find_party, make_dossier
from dateline.dossier.html import to_html
from dateline.dossier.lines import headings
from dateline.dossier.markdown import escape, to_markdown
from dateline.dossier.words import clean
from dateline.ontology.loader import ontology
from dateline.records import EntityRef, to_json, to_plain


def made(*reads, tied=(), a=GOV, b=GROUP, exact=False, **options):
    return make_dossier(*sides(a, b, exact=exact), reads, tied, coder="c", exact=exact, **options)


def lines(dossier, section, group=None):
    return [
        line
        for one in dossier.sections
        if one.key == section
        for held in one.groups
        if group is None or held.key == group
        for line in held.lines
    ]


def talks(id="r1", day="2025-08-08", published="2025-08-09", status="happened", **fields):
    text = "[Minister Ada Rios|min] met envoys of [the clan|group] on the island."
    return read(id, text, event("met", "CONSULT", (0,), (1,), day=day, status=status), published=published, **fields)


# Who counts


def test_a_minister_and_the_army_act_for_their_government_unless_asked_for_exactly():
    a, _ = sides()
    assert a.why(MINISTER) == "GOV of COL"
    assert a.why(ARMY) == "MIL of COL"
    assert a.why(GROUP) is None
    assert a.why(CHURCH) is None
    a, _ = sides(exact=True)
    assert a.why(MINISTER) is None
    assert a.why(GOV) == "itself"


def test_what_is_the_other_party_counts_for_that_one_alone():
    a, b = sides(GOV, ARMY)
    assert (a.why(ARMY), b.why(ARMY)) == (None, "itself")
    soldiers = EntityRef(id="role:MIL:COL", name="Military", country="COL", sector="MIL")
    assert a.why(soldiers) is None
    assert a.why(MINISTER) == "GOV of COL"


def test_a_leader_counts_for_his_group_on_the_days_of_his_office():
    chief = EntityRef(id="person:hassan-nasrallah", name="Hassan Nasrallah", country="LBN", sector="REB")
    group = EntityRef(id="group:hezbollah", name="Hezbollah", country="LBN", sector="REB")
    _, b = sides(GOV, group)
    assert b.why(chief, "2010-01-01") == "Hezbollah leader"
    assert b.why(chief, "1980-01-01") is None


def test_an_unknown_name_with_a_word_for_what_it_is_is_the_same_party():
    cuervos = EntityRef(id="name:los-cuervos", name="Los Cuervos")
    gang = EntityRef(id="org:los-cuervos-gang", name="Los Cuervos gang", country="COL", sector="CRM")
    other = EntityRef(id="org:los-cuervos-church", name="Los Cuervos Rovers", country="COL", sector="SOC")
    _, b = sides(GOV, cuervos, refs=(gang, other))
    assert b.why(gang)
    assert b.why(other) is None
    assert (b.country, b.sector) == ("COL", "CRM")


def test_words_for_people_of_a_kind_may_mean_a_party_of_that_country_and_kind():
    _, b = sides()
    assert b.may_mean(REBELS)
    assert not b.may_mean(EntityRef(id="role:REB:PER", name="Rebels of Peru", country="PER", sector="REB"))
    assert not b.may_mean(EntityRef(id="role:CVL:COL", name="Civilians", country="COL", sector="CVL"))


# Names


def named(*refs, names=()):
    return [NamedEntity(ref=ref, names=tuple(names) or (ref.name,), reports=1) for ref in refs]


def test_names_ids_aliases_and_parts_find_the_entity():
    known = named(GOV, GROUP, CHURCH)
    for asked in ("group:clan-del-golfo", "Clan del Golfo", "clan del  golfo", "gulf clan", "Golfo"):
        assert find_party(asked, known).id == GROUP.id, asked
    assert find_party("River", known) == CHURCH


def test_of_a_country_and_its_government_the_government_is_meant():
    land = EntityRef(id="country:COL", name="Colombia", country="COL", sector="GOV")
    known = named(land, GOV, names=("Bogota",))
    assert find_party("Bogota", known) == GOV


def test_a_name_of_two_is_refused_with_both_ids():
    two = [EntityRef(id=f"person:{n}-vega", name=f"{n.title()} Vega") for n in ("ana", "leo")]
    with pytest.raises(PartyError, match=r"person:ana-vega.*person:leo-vega") as error:
        find_party("Vega", named(*two))
    assert len(error.value.candidates) == 2


def test_a_name_of_nobody_is_refused_and_one_of_the_tables_is_taken():
    with pytest.raises(PartyError, match="no entity"):
        find_party("Zzyzx Brigade of Nowhere", named(GOV))
    with pytest.raises(PartyError, match="empty"):
        find_party("  ", named(GOV))
    assert find_party("Hezbollah", named(GOV)).id == "group:hezbollah"


# What stands where


def test_every_type_has_a_heading():
    assert {type for type, mode in headings() if not mode} == set(ontology().types)


def test_acts_stand_under_their_direction_and_kind():
    one = read(
        "r1",
        "[The government|gov] offered terms. [The clan|group] refused them, [it|group] said. [The clan|group] threatened [the minister|min].",
        event("offered", "CONCEDE", (0,), ()),
        event("refused", "REJECT", (1,), (0,)),
        event("threatened", "THREATEN", (3,), (4,), mode="violence"),
    )
    found = made(one)
    assert [line.type for line in lines(found, "acts-a", "gave")] == ["CONCEDE"]
    assert "party not told" in lines(found, "acts-a", "gave")[0].marks
    assert [line.type for line in lines(found, "acts-b", "refused")] == ["REJECT"]
    assert [line.type for line in lines(found, "acts-b", "threatened")] == ["THREATEN"]
    assert found.between == 2


def test_tellings_of_one_incident_are_one_line_and_copies_one_story():
    first, copy, other = talks("r1", story="s1"), talks("r2", story="s1"), talks("r3", story="s2")
    found = made(first, copy, other, tied=[tie(first, copy, other, start="2025-08-08")])
    (line,) = lines(found, "talks", "held")
    assert (line.tellings, line.reports, line.stories) == (3, 3, 2)
    assert "one story" not in line.marks
    assert len(made(first, copy, other).sections[0].groups[0].lines) == 3


def test_talks_stand_by_status():
    found = made(talks("r1"), talks("r2", status="failed"), talks("r3", status="future", day="2025-09-01"), talks("r4", status="alleged"))
    assert [len(lines(found, "talks", key)) for key in ("held", "failed", "coming", "alleged")] == [1, 1, 1, 1]


def test_violence_is_counted_with_its_losses():
    text = "[Soldiers|army] killed three men of [the clan|group] in Lomas. [The clan|group] bombed [a post|army]."
    one = read("r1", text, event("killed", "ASSAULT", (0,), (1,), killed=3), event("bombed", "ASSAULT", (2,), (3,), status="alleged"))
    found = made(one)
    force = next(section for section in found.sections if section.key == "force")
    assert [(group.key, group.note) for group in force.groups] == [("a-b", "killed 3"), ("b-a", "0 told as having happened")]
    assert "alleged" in lines(found, "force", "b-a")[0].marks


def test_others_who_press_a_party_and_those_who_turn_to_both():
    text = "[The church|church] urged [the clan|group] and [the government|gov] to meet. [The church|church] praised [the minister|min]."
    one = read("r1", text, event("urged", "REQUEST", (0,), (1, 2), mode="meet"), event("praised", "SUPPORT", (3,), (4,)))
    found = made(one)
    assert [line.type for line in lines(found, "outside", "both")] == ["REQUEST"]
    assert [line.type for line in lines(found, "outside", "to-a")] == ["SUPPORT"]
    assert found.between == 0


def test_different_outsiders_of_one_incident_are_lines_of_their_own():
    text = "[The church|church] blamed [the clan|group], and [Lima|else] accused [the clan|group]."
    one = read("r1", text, event("blamed", "ACCUSE", (0,), (1,)), event("accused", "ACCUSE", (2,), (3,)))
    assert len(lines(made(one, tied=[tie(one)]), "outside", "to-b")) == 2


def test_people_of_a_kind_stand_apart_and_are_pointed_at():
    text = "[Soldiers|army] attacked [armed groups|rebels]. [The clan|group] was quiet."
    found = made(read("r1", text, event("attacked", "ASSAULT", (0,), (1,))))
    (line,) = lines(found, "near")
    force = next(section for section in found.sections if section.key == "force")
    assert (force.groups, force.see) == ((), (line.number,))


def test_numbers_that_differ_stand_side_by_side_with_their_speakers():
    one = read("r1", "[The clan|group] has 7,500 men, [the army|army] says.", claims=[("7,500", "men", 7500.0, 1)])
    two = read("r2", "[The clan|group] has 9,000 men, [the church|church] says.", claims=[("9,000", "men", 9000.0, 1)])
    far = read("r3", "A town of 800 people. [The clan|group] and [the state|gov] met.", claims=[("800", "people", 800.0, None)])
    found = made(one, two, far)
    numbers = next(section for section in found.sections if section.key == "numbers")
    assert [group.heading for group in numbers.groups] == ["Told differently: men"]
    assert [(line.amounts[0].low, line.speaker) for line in numbers.groups[0].lines] == [
        (7500.0, ("Military of Colombia",)),
        (9000.0, ("River Church",)),
    ]


def test_dates_ahead_come_from_events_and_from_words():
    one = talks("r1", status="future", day="2025-08-20")
    two = read("r2", "[The clan|group] and [the state|gov] have a deadline in September.", times=["in September"])
    past = read("r3", "[The clan|group] and [the state|gov] met in June.", times=["in June"])
    found = made(one, two, past)
    assert [line.start for line in lines(found, "ahead", "events")] == ["2025-08-20"]
    assert [(line.start, line.end) for line in lines(found, "ahead", "named")] == [("2025-09-01", "2025-09-30")]
    assert not lines(made(one, two, past, today="2025-12-01"), "ahead")


def test_tries_are_parted_by_time_and_end_with_what_followed():
    first = talks("r1", day="2024-01-10", published="2024-01-11")
    again = talks("r2", day="2024-02-10", published="2024-02-11")
    bomb = read(
        "r3", "[The clan|group] bombed [a post|army].", event("bombed", "ASSAULT", (0,), (1,), day="2024-03-01"), published="2024-03-02"
    )
    late = talks("r4", day="2025-08-08")
    undated = talks("r5", day=None, status="failed")
    found = made(first, again, bomb, late, undated)
    tries = next(section for section in found.sections if section.key == "tries")
    assert [group.heading for group in tries.groups] == ["2025-08-08", "2024-01-10 to 2024-02-10", "Tries told without a certain day"]
    assert tries.groups[0].note.startswith("no later report")
    assert tries.groups[1].note == "followed by: attacks (2024-03-01)"
    assert [line.type for line in tries.groups[1].lines] == ["CONSULT", "CONSULT", "ASSAULT"]


def test_days_cut_the_lines_and_unknown_days_fall_out():
    found = made(talks("r1", day="2024-01-10"), talks("r2", day="2025-08-08"), talks("r3", day=None), since="2025-01-01")
    assert [line.start for line in lines(found, "talks")] == ["2025-08-08"]


def test_a_limit_cuts_groups_and_tells_how_many_there_are():
    found = made(*(talks(f"r{n}") for n in range(5)), most=2)
    (group,) = found.sections[0].groups
    assert (len(group.lines), group.total) == (2, 5)


def test_what_is_not_known_names_the_lines():
    found = made(talks("r1", day=None), read("r2", "[The clan|group] and [the state|gov].", published=None))
    words = {one.key: one for one in found.unknown}
    assert words["no-day"].lines == (1,)
    assert words["one-story"].lines == (1,)
    assert "1 of 2 reports" in words["quiet"].words
    assert "1 of 2 reports" in words["undated-reports"].words
    assert "Violence and coercion" in words["nothing"].words


def test_no_reports_give_a_dossier_that_says_so():
    found = made()
    assert (found.reports, found.between, found.sources) == (0, 0, ())
    assert "Nothing found." in to_markdown(found)
    assert "0 reports name both" in to_html(found)


# Order and evidence


def _corpus():
    first, copy = talks("r1", story="s1"), talks("r2", story="s1")
    text = "[Soldiers|army] killed three men of [the clan|group]. [The clan|group] accused [the army|army]. It has 900 men."
    third = read(
        "r3", text, event("killed", "ASSAULT", (0,), (1,), killed=3, day="2025-08-01"), event("accused", "ACCUSE", (2,), (3,)),
        claims=[("900", "men", 900.0, None)],
    )  # fmt: skip
    return [first, copy, third, talks("r4", day="2024-01-01", published="2024-01-02")], [tie(first, copy, start="2025-08-08")]


@given(st.randoms(use_true_random=False))
def test_the_order_of_reports_changes_nothing(shuffle: random.Random):
    reads, tied = _corpus()
    want = to_json(made(*reads, tied=tied))
    shuffle.shuffle(reads)
    assert to_json(made(*reads, tied=tied)) == want


def test_every_line_quotes_its_report():
    reads, tied = _corpus()
    texts = {one.report.key: one.report.text for one in reads}
    found = made(*reads, tied=tied)
    numbers = set()
    for section in found.sections:
        for group in section.groups:
            for line in group.lines:
                numbers.add(line.number)
                assert line.tells
                for tells in line.tells:
                    for piece in (tells.sentence, tells.trigger):
                        assert texts[tells.report][piece.start : piece.end] == piece.quote
                    assert tells.sentence.start <= tells.trigger.start
                    assert tells.trigger.end <= tells.sentence.end
    assert numbers == set(range(1, len(numbers) + 1))
    assert set(to_plain(found)) >= {"a", "b", "sections", "unknown", "sources"}


# Hostile reports

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg/onload=alert(1)>',
    "</style><script>x</script>",
    "[a](javascript:alert(1))",
    "![x](http://evil.example/x.png)",
    "# heading `code` **bold** | table |",
    "\u202egnp.exe\u202c \u200f\u2066",
    "nul\x00bell\x07esc\x1b[31m\x9f",
    "W" * 5000,
    "\ud800 lone \ufffe",
    "&lt;b&gt; &amp; <!-- -->",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_become_no_markup(words):
    safe = words.replace("[", "(").replace("|", "/").replace("]", ")")  # the fixture's own marks
    text = f"[The minister|min] met {safe} of [the clan|group]."
    one = read(
        "r1", text, event("met", "CONSULT", (0,), (1,)), title=words, publisher=words.replace("\ud800", ""), url="javascript:alert(1)"
    )
    found = made(one)
    page = to_html(found)
    page.encode("utf-8")
    tree = lxml_html.document_fromstring(page)
    assert {element.tag for element in tree.iter() if isinstance(element.tag, str)} <= {
        "html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "h3", "p", "ul", "ol", "li", "b", "bdi", "code", "nav", "a",
        "section", "span", "div", "figure", "figcaption", "blockquote", "mark",
    }  # fmt: skip
    assert not [name for element in tree.iter() for name in element.attrib if name.startswith("on") or name == "src"]
    assert all(link.get("href").startswith("#") for link in tree.iter("a"))
    assert not tree.xpath("//comment()")
    marks = to_markdown(found)
    marks.encode("utf-8")
    assert "<" not in marks
    assert not re.search(r"(?<!\\)\]\(|javascript:|http://", marks)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", marks + page)


@given(st.text(max_size=60))
def test_cleaned_words_stand_on_one_line_and_escaped_ones_hold_no_tag(text):
    assert "\n" not in clean(text)
    assert not set("<>") & set(escape(clean(text)))


def test_the_page_asks_for_nothing_and_a_good_address_is_a_link():
    found = made(talks("r1", url="https://news.example/1"))
    page = to_html(found)
    assert "default-src 'none'" in page
    assert not re.search(r"<(script|link|img|iframe)|@import|url\(", page)
    assert 'href="https://news.example/1"' in page

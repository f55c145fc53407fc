"""The entities benchmark: its gold is sound, and its verdicts are what they say."""

from benchmarks.entities import ChainMention, GoldMention, chain_figures, figures, judge, links, match, read_gold
from dateline.records import EntityRef, Mention
from dateline.resolve.tables import NON_STATE, SECTORS

GOV = EntityRef(id="gov:CAN", name="Government of Canada", country="CAN", sector="GOV")
CANADA = EntityRef(id="country:CAN", name="Canada", country="CAN", sector="GOV")
PERU = EntityRef(id="country:PER", name="Peru", country="PER", sector="GOV")


def gold(start, kind, entity, country="CAN", sector="GOV"):
    return GoldMention(start, start + 5, "words", kind, entity, (country,), (sector,))


def found(start, entity, kind="actor"):
    return Mention(kind=kind, start=start, end=start + 5, quote="words", entity=entity)


def test_the_gold_is_sound():
    reports = read_gold()
    mentions = [m for r in reports for m in r.mentions]
    assert len(reports) == 40
    assert len(mentions) >= 400
    assert sum(m.kind == "reference" for m in mentions) >= 90
    for report in reports:
        for m in report.mentions:
            assert report.text[m.start : m.end] == m.quote
            assert m.kind in ("name", "role", "reference")
            assert all(code is None or code in NON_STATE or (len(code) == 3 and code.isupper()) for code in m.country)
            assert all(sector is None or sector in SECTORS for sector in m.sector)
        for a, b in zip(report.mentions, report.mentions[1:], strict=False):
            assert a.end <= b.start
        named = {m.entity for m in report.mentions if m.kind != "reference"}
        assert {m.entity for m in report.mentions} <= named | {"unknown"}


def test_a_gold_mention_is_matched_by_overlap_with_an_actor():
    place, near, far = found(0, None, "place"), found(3, PERU), found(40, CANADA)
    assert match(gold(0, "name", "x"), [place, near, far]) is near
    assert match(gold(20, "name", "x"), [place, near, far]) is None


def test_names_by_country_and_sector():
    right, wrong, lost = judge([gold(0, "name", "x"), gold(10, "name", "y"), gold(20, "role", "z")], [found(0, CANADA), found(10, PERU)])
    assert (right.found, right.right) == (True, True)
    assert (wrong.found, wrong.right) == (True, False)
    assert (lost.found, lost.right) == (False, False)


def test_a_reference_needs_its_antecedent_s_entity():
    golds = [gold(0, "name", "x"), gold(10, "name", "p", "PER"), gold(20, "reference", "x"), gold(30, "reference", "x")]
    verdicts = judge(golds, [found(0, CANADA), found(10, PERU), found(20, GOV), found(30, PERU)])
    assert [v.right for v in verdicts] == [True, True, True, False]
    assert [v.wrong_link for v in verdicts] == [False, False, False, True]


def test_two_references_do_not_vouch_for_each_other():
    other = EntityRef(id="CAN:GOV:mayor", name="mayor", country="CAN", sector="GOV")
    verdicts = judge(
        [gold(0, "name", "x"), gold(10, "reference", "x"), gold(20, "reference", "x")],
        [found(0, CANADA), found(10, other), found(20, other)],
    )
    assert [v.right for v in verdicts] == [True, False, False]


def test_unknown_is_right_only_as_null():
    verdicts = judge([gold(0, "reference", "unknown"), gold(10, "reference", "unknown")], [found(0, None), found(10, PERU)])
    assert [(v.right, v.wrong_link) for v in verdicts] == [(True, False), (False, True)]


def test_figures():
    made = figures([judge([gold(0, "name", "x"), gold(10, "reference", "x")], [found(0, CANADA)])])
    assert (made["mentions"], made["accuracy"], made["found"], made["accuracy_found"]) == (2, 0.5, 0.5, 1.0)
    assert made["references"]["accuracy"] == 0.0


def test_links():
    mentions = [ChainMention("a", "k", "1"), ChainMention("b", "k", "1"), ChainMention("c", "k", None), ChainMention("d", "m", "1")]
    assert links(mentions) == (1, 2, 2)
    made = chain_figures([links(mentions)])
    assert (made["precision"], made["recall"], made["f1"]) == (0.333, 0.333, 0.333)

"""Stories are a function of the set of reports and decisions: heads, members, guards, decisions."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.fuse.stories import find_stories
from dateline.intake.report import prepare_report
from dateline.records import Decision, content_id

PLACES = ("Osmira", "Palanca", "Verrano", "Cinza", "Lindoro", "Marabuto", "Tessalon", "Quirimba")
PEOPLE = ("Ines Tavares", "Joel Prata", "Abel Nunes", "Sara Melo", "Rui Camara", "Dora Leal", "Ivo Brandt", "Nadia Koren")


ITEMS = (
    "Fishermen in the port of Marabuto began a strike on Tuesday over the price of fuel, and their union, led by Dora Leal, said that no"
    " boat would sail before the ministry had answered its letter. Some 400 boats lie in the harbour.",
    "The parliament of Quirimba voted by 61 to 40 to send observers to the border posts that were set on fire last week. The opposition"
    " leader Ivo Brandt called the mission too small and asked the African Union for help.",
    "A court in Lindoro sentenced two former bankers to nine years in prison for having hidden losses from the treasury. Judge Nadia Koren"
    " said the pair had shown no remorse. Both will appeal, their lawyers told reporters.",
)


def news(seed, sentences=9):
    """Own wire prose: a report of its own for each seed."""
    rng = random.Random(seed)
    verbs = ("attacked a convoy near", "met envoys from", "closed the road to", "freed hostages taken in", "sent doctors to", "shelled")
    ends = ("before dawn", "after two days of talks", "in spite of a truce", "as rain set in", "under a decree of the council")
    return [
        f"{rng.choice(('Soldiers', 'Rebels', 'Officials', 'Residents'))} under {rng.choice(PEOPLE)} {rng.choice(verbs)} {rng.choice(PLACES)}"
        f" {rng.choice(ends)}, leaving {rng.randint(3, 900)} families and {rng.randint(3, 90)} vehicles stranded by the"
        f" {rng.choice(PLACES)} bridge."
        for _ in range(sentences)
    ]


def report(name, lines, day="2025-03-04", **fields):
    return prepare_report("\n\n".join(lines), id=name, published=day, **fields)


def decision(left, right, verdict, at="2025-04-01T00:00:00"):
    first, second = sorted((left.key, right.key))
    return Decision(
        id=content_id(first, second, verdict, at), kind="story", left=first, right=second, verdict=verdict, score=None, reason="read both",
        by="A. Editor", at=at,
    )  # fmt: skip


def story_of(stories, one):
    (found,) = [story for story in stories if one.key in story.reports]
    return found


def test_head_members_and_whom_they_carry():
    lines = news(1)
    own = report("wire", lines, publisher="Reuters")
    early = report("early", [f"OSMIRA (Reuters) - {lines[0]}", *lines[1:]], "2025-03-03", publisher="Harbour Post")
    brief = report("brief", lines[:4], publisher="Delta Tribune")
    update = report("update", [*lines, *news(2, 3)], "2025-03-05", title="UPDATE 1-Bridge", publisher="Reuters")
    other = report("other", news(3))
    stories = find_stories([own, early, brief, update, other])
    story = story_of(stories, own)
    assert story.head == own.key
    assert {story.reports.index(one.key) for one in (early, own, brief, update)} == {0, 1, 2, 3}
    members = {member.report: member for member in story.members}
    assert members[own.key].relation == "head"
    assert (members[early.key].relation, members[early.key].carries, members[early.key].of) == ("copy", "Reuters", own.key)
    assert (members[brief.key].relation, members[brief.key].score) == ("excerpt", 1.0)
    assert members[update.key].relation == "update"
    assert (story.first_published, story.last_published) == ("2025-03-03", "2025-03-05")
    assert story_of(stories, other).reports == (other.key,)


def test_a_correction_and_later_figures_are_told_apart_from_copies():
    lines = news(4)
    first = report("a", lines)
    corrected = report("b", [lines[0].replace("leaving", "sparing"), *lines[1:]], title="CORRECTED-Bridge")
    later = report(
        "c", [lines[0].replace("vehicles", "vehicles and 17 boats").replace("leaving 8", "leaving 18"), *lines[1:]], "2025-03-05"
    )
    relations = {member.report: member.relation for member in story_of(find_stories([first, corrected, later]), first).members}
    assert relations[corrected.key] == "correction"


def test_a_round_up_joins_no_strangers():
    reports = [report(f"item {at}", [text]) for at, text in enumerate(ITEMS)]
    digest = report("digest", ITEMS, "2025-03-03")
    stories = find_stories([*reports, digest])
    assert len({story_of(stories, one).id for one in reports}) == 3


def test_a_chain_joins_no_strangers():
    lines = news(21, 30)
    chain = [report(f"link {at}", lines[at * 3 : at * 3 + 9]) for at in range(8)]
    stories = find_stories(chain)
    assert story_of(stories, chain[0]).id != story_of(stories, chain[-1]).id


def test_decisions_are_obeyed_and_can_be_taken_back():
    lines = news(5)
    one, copy, other = report("one", lines), report("copy", lines), report("other", news(6))
    apart = decision(one, copy, "different")
    assert story_of(find_stories([one, copy, other], [apart]), one).reports == (one.key,)
    joined = decision(one, other, "same")
    story = story_of(find_stories([one, copy, other], [apart, joined]), one)
    assert set(story.reports) == {one.key, other.key}
    (member,) = [member for member in story.members if member.relation != "head"]
    assert (member.score, member.reason) == (None, "joined by A. Editor: read both")
    back = decision(one, copy, "unsure", at="2025-04-02T00:00:00")
    assert set(story_of(find_stories([one, copy, other], [apart, back]), one).reports) == {one.key, copy.key}


def variants(seed):
    lines = news(seed, 8)
    return [
        report(f"{seed} whole", lines),
        report(f"{seed} cut", lines[:4], publisher="Delta Tribune"),
        report(f"{seed} added", [*lines, *news(seed + 1000, 2)], "2025-03-05"),
        report(f"{seed} led", [*news(seed + 2000, 1), *lines[1:]], title="UPDATE 1-Bridge"),
        report(f"{seed} restyled", [" ".join(lines).upper()], None),
    ]


POOL = [one for seed in range(6) for one in variants(seed)] + [report("mix", [line for seed in (0, 1) for line in news(seed, 8)[:4]])]


@settings(deadline=None, max_examples=30)
@given(st.data())
def test_the_order_of_reports_and_decisions_makes_no_difference(data):
    chosen = data.draw(st.lists(st.sampled_from(POOL), min_size=2, max_size=14, unique_by=lambda one: one.key))
    pairs = data.draw(
        st.lists(st.tuples(st.sampled_from(chosen), st.sampled_from(chosen), st.sampled_from(["same", "different"])), max_size=4)
    )
    decisions = [decision(a, b, verdict, f"2025-04-{at + 1:02d}T00:00:00") for at, (a, b, verdict) in enumerate(pairs) if a.key != b.key]
    expected = find_stories(chosen, decisions)
    assert find_stories(data.draw(st.permutations(chosen)), data.draw(st.permutations(decisions))) == expected
    assert sorted(key for story in expected for key in story.reports) == sorted(one.key for one in chosen)
    final = {(one.left, one.right): one.verdict for one in decisions}
    for (left, right), verdict in final.items():
        together = any(left in story.reports and right in story.reports for story in expected)
        assert not (verdict == "different" and together)

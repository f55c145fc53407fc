"""What makes two reports one story, and what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.fuse.anchors import CROWD, LEADERS, anchors, bucket_pairs, candidates
from dateline.fuse.likeness import compare
from dateline.fuse.profile import NAME, NUMBER, profile, tokens
from dateline.intake.report import prepare_report

TEXT = """TEGUVALLE, March 4 - At least 14 people were killed and 31 wounded when gunmen attacked a market in the northern town of Osmira on
Monday, the interior ministry said.

The attackers came on motorcycles and fired at stalls for about ten minutes before fleeing towards the Verrano hills, according to Colonel
Ines Tavares, who commands the garrison.

No group said it was behind the attack. The Front for the Valley has carried out three raids in the province of Alto Lindo since January.

President Rui Camara cancelled a visit to neighbouring Costa Dorada and called his defence council for Tuesday morning.

Hospitals in Osmira asked for blood. A spokesman, Abel Nunes, said that 9 of the wounded were in critical condition."""


def made(text, day="2025-03-04", **fields):
    return profile(prepare_report(text, published=day, **fields))


def alike(left, right):
    return compare(left, right).same


@pytest.mark.parametrize(
    "change",
    [
        lambda t: t.replace("\n", " "),
        lambda t: t.upper(),
        lambda t: t.replace("14 people", "fourteen people").replace("neighbouring", "neighboring").replace("defence", "defense"),
        lambda t: "\n\n".join(t.split("\n\n")[:3]),
        lambda t: "Blood was spilt on a market day in the north.\n\n" + "\n\n".join(t.split("\n\n")[1:]),
        lambda t: t + "\n\nOur reporters are trying to reach residents of the town, where telephone lines are down since Sunday.",
        lambda t: "By Staff Writer\n" + t + "\n\nFollow us on Twitter\nSign up to our newsletter",
        lambda t: t.replace("At least 14", "At least 18").replace("31 wounded", "40 wounded"),
    ],
)
def test_a_copy_is_found_however_it_was_carried(change):
    assert alike(made(TEXT), made(change(TEXT)))


def test_the_same_form_on_other_facts_is_other_news():
    other = TEXT
    for old, new in (("Osmira", "Palanca"), ("14", "6"), ("31", "20"), ("Verrano", "Cinza"), ("Ines Tavares", "Joel Prata"),
                     ("Front for the Valley", "League of the Coast"), ("Alto Lindo", "Baixo Mar"), ("Abel Nunes", "Sara Melo")):  # fmt: skip
        other = other.replace(old, new)
    assert not alike(made(TEXT), made(other))


def test_the_next_days_form_is_other_news_and_a_late_reprint_is_not():
    form = "The central bank of Osmira bought {} million lindos in the money market on {}, dealers said. The overnight rate stood at {} percent."
    assert not alike(made(form.format(250, "Monday", 6)), made(form.format(310, "Tuesday", 7), "2025-03-05"))
    assert alike(made(TEXT), made(TEXT.replace("\n\n", "\n"), "2025-03-20"))


def test_the_spelling_of_a_word_makes_no_difference():
    assert list(tokens("Mr. Camara’s labour programme cost 12 mln")) == list(tokens("Camara's labor program cost twelve million"))
    kinds = [token & 3 for token in tokens("Police in Osmira held 1,200 men")]
    assert kinds == [0, 0, NAME, 0, NUMBER, 0]


def test_marks_of_updates_and_corrections():
    assert made(TEXT, title="UPDATE 2-Market attack kills 14").mark == "update"
    assert made(TEXT, title="CORRECTED-Market attack kills 14").mark == "correction"
    assert made("(Adds quotes, background)\n" + TEXT).mark == "update"
    assert made(TEXT, title="Parliament adds seats").mark is None
    assert made("The ministry adds new details every hour, " + TEXT).mark is None


@given(st.lists(st.text(alphabet="abcdefgh AB12.", max_size=80), min_size=2, max_size=2))
def test_a_likeness_does_not_depend_on_which_comes_first(texts):
    left, right = (made(text) for text in texts)
    assert compare(left, right) == compare(right, left)


def test_fifteen_shared_words_share_an_anchor():
    passage = "the attackers came on motorcycles and fired at stalls for about ten minutes before fleeing"
    left = made("Something quite different was said at first by one of those who saw it happen, " + passage)
    right = made(passage + " while others in the capital spoke of a wholly separate incident that day")
    assert set(anchors(left).tolist()) & set(anchors(right).tolist())


def test_a_crowded_anchor_pairs_with_leaders_alone():
    members = list(range(CROWD + 5))
    pairs = list(bucket_pairs(members))
    assert {low for low, _ in pairs} == set(range(LEADERS))
    assert len(list(bucket_pairs(members[:CROWD]))) == CROWD * (CROWD - 1) // 2
    sets = {number: [1, 2, 3] for number in members}
    assert candidates(sets, dict.fromkeys(members)) == pairs

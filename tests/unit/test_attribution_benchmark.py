"""The attribution benchmark's rules, on reports small enough to reckon by hand."""

import json

import pytest

from benchmarks.attribution import Attribution, attributions, figures, listed_ids, overlaps, same, tally, within
from dateline.records import Event, Party, Span

TEXT = "The mayor of Nera said on Monday that rebels had attacked a convoy. He praised the drivers."
SAID = (0, 17)  # The mayor of Nera
CONTENT = (33, 66)
ATTACKED = (TEXT.index("attacked"), TEXT.index("attacked") + 8)
PRAISED = (TEXT.index("praised"), TEXT.index("praised") + 7)


def party(start, end):
    return Party(start=start, end=end, quote=TEXT[start:end])


def event(trigger, *speakers):
    return Event(
        id=str(trigger), type="ASSAULT", mode=None, contexts=(), quad=4, plover_score=0.0, confidence=0.5, status="happened",
        trigger=Span(start=trigger[0], end=trigger[1], quote=TEXT[slice(*trigger)]), actor=(), recipient=(),
        speaker=tuple(party(*s) for s in speakers), place=None, time=None, counts=(), unknown={},
    )  # fmt: skip


def gold(source=(SAID,), content=(CONTENT,), listed=True):
    return Attribution(tuple(source), tuple(content), listed)


def test_a_speaker_that_overlaps_the_source_is_right_and_found():
    found = tally(TEXT, [event(ATTACKED, (4, 9))], [gold()])
    assert (found.events, found.right, found.found) == (1, (1, 0), (1, 0))


def test_exact_leaves_the_article_aside():
    found = tally(TEXT, [event(ATTACKED, (4, 17))], [gold()])
    assert (found.right, found.found) == ((1, 1), (1, 1))


@pytest.mark.parametrize(
    ("speakers", "overlap", "exact"),
    [
        ([], False, False),
        ([(0, 3)], True, False),
        ([(4, 17), (33, 38)], True, False),
        ([(33, 38), (4, 17)], True, True),
        ([(17, 21)], False, False),
    ],
)
def test_overlap_takes_any_speaker_and_exact_the_innermost(speakers, overlap, exact):
    parties = [party(*s) for s in speakers]
    assert (overlaps(parties, (SAID,)), same(TEXT, parties, (SAID,))) == (overlap, exact)


@pytest.mark.parametrize(
    ("source", "speaker"), [("the mayor,", "mayor"), ("a mayor's", "mayor"), ("The mayor’s", "mayor"), ("an aide", "aide")]
)
def test_articles_commas_and_possessives_do_not_part_spans(source, speaker):
    text = f"{source} said"
    at = text.index(speaker)
    assert same(text, [Party(start=at, end=at + len(speaker), quote=speaker)], ((0, len(source)),))


def test_a_trigger_lies_in_one_piece_of_the_content():
    start, end = ATTACKED
    assert within(event(ATTACKED), ((0, 3), (start, end)))
    assert not within(event(ATTACKED), ((start, start + 3), (start + 3, end)))
    assert not within(event(PRAISED), (CONTENT,))


def test_events_without_speaker_cost_no_precision_but_show_that_the_event_was_found():
    found = tally(TEXT, [event(ATTACKED)], [gold()])
    assert (found.events, found.listed, found.found[0], found.listed_with_event) == (0, 1, 0, 1)


def test_an_event_outside_all_contents_is_wrong():
    found = tally(TEXT, [event(PRAISED, SAID)], [gold()])
    assert (found.events, found.right[0], found.events_in_content) == (1, 0, 0)


def test_attributions_that_are_not_listed_count_for_precision_alone():
    found = tally(TEXT, [event(ATTACKED, SAID)], [gold(listed=False)])
    assert (found.right[0], found.listed, found.found[0]) == (1, 0, 0)


def test_a_source_that_is_not_given_makes_nothing_right():
    found = tally(TEXT, [event(ATTACKED, SAID)], [gold(source=(), listed=False)])
    assert (found.right, found.events_in_content) == ((0, 0), 0)


def test_f1_is_of_precision_over_events_and_recall_over_the_list():
    one = tally(TEXT, [event(ATTACKED, SAID), event(PRAISED, SAID)], [gold(), gold(content=(PRAISED,), source=((68, 70),))])
    found = figures([one])
    assert (found["overlap_precision"], found["overlap_recall"], found["overlap_f1"]) == (0.5, 0.5, 0.5)
    assert found["attributed_events"] == found["listed_attributions"] == 2


def test_nothing_given_is_no_error():
    assert figures([])["overlap_f1"] == 0.0


def test_the_list_is_read_by_report_and_number(tmp_path):
    path = tmp_path / "ids.txt"
    path.write_text("# why\nreport-a 1 3\nreport-b 0\n")
    listed = listed_ids(path)
    row = {"id": "report-a", "attributions": json.loads(json.dumps([{"source": [{"spans": [[0, 1]]}]}] * 4))}
    assert [a.listed for a in attributions(row, listed)] == [False, True, False, True]
    assert [a.listed for a in attributions({**row, "id": "report-c"}, listed)] == [False] * 4


def test_the_frozen_list_stays_as_it_was():
    listed = listed_ids()
    assert (len(listed), sum(map(len, listed.values()))) == (49, 212)

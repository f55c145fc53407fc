from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.intake import Options, read_inputs
from dateline.intake.feeds import count, is_feed, read_feed
from dateline.intake.source import Source
from dateline.records import Reject, Report

NEWS = Path(__file__).parents[1] / "data/news"
RSS = (NEWS / "rss.xml").read_bytes()


def _read(data, **options):
    return list(read_feed(data, Source("feed.xml", Options(**options))))


def test_an_entry_is_a_report():
    notes = []
    first, second, third = read_inputs([NEWS / "rss.xml"], Options(note=notes.append))
    assert isinstance(first, Report)
    assert (first.id, first.title, first.author, first.agency) == ("hp-1", "Rebels leave Tarvo", "Mina Okoro, Reuters", "Reuters")
    assert (first.published, first.published_basis, first.publisher) == ("2025-08-08", "field", "Harbour Post & News")
    assert first.url == "https://harbour.example/1"
    assert first.text.startswith(
        "TARVO, Aug 8 (Reuters) - Rebels of the Northern Front left the town of Tarvo on Friday, the governor said.\n"
    )
    assert "var x" not in first.text and "Fighters" not in first.text
    kinds = {item.kind for item in first.furniture}
    assert {"dateline", "post", "post_tail", "notice"} <= kinds  # "The post … appeared first on …" is a notice
    assert isinstance(second, Report) and second.id == "https://harbour.example/2"
    assert isinstance(third, Report) and third.text == third.title
    assert notes == [f"{NEWS / 'rss.xml'}: 2 of 3 entries have no full text, their summary or title was read"]


def test_atom():
    (entry,) = read_inputs([NEWS / "atom.xml"])
    assert isinstance(entry, Report)
    assert entry.text == "Police arrested nine men in Tarvo on Saturday.\nThey are held in the port."
    assert (entry.title, entry.author) == ("Police arrest nine", "Ana Lima; Jan Hus")
    assert (entry.published, entry.published_basis) == ("2025-08-09", "updated")


def test_an_entry_keeps_its_key_when_others_come_and_go():
    alone = RSS[: RSS.index(b"<item><title>Army")] + b"</channel></rss>"
    assert _read(alone)[0].key == _read(RSS)[0].key


def test_a_torn_feed_gives_its_whole_entries_and_a_reject():
    found = _read(RSS[: RSS.index(b"Saturday.")])
    assert [type(one) for one in found] == [Report, Reject]
    assert found[-1].reason == "feed" and "1 entries" in found[-1].detail


def test_a_day_only_from_the_user_or_the_fetch():
    undated = _read(RSS, published="2025-08-01")[2]
    assert (undated.published, undated.published_basis) == ("2025-08-01", "option")
    fetched = list(read_feed(RSS, Source("x", Options()), retrieved="2025-08-10"))[2]
    assert (fetched.published, fetched.published_basis) == ("2025-08-10", "retrieved")


@pytest.mark.parametrize("data", [b'<!DOCTYPE rss [<!ENTITY a "aa">]><rss version="2.0"><channel><title>&a;</title></channel></rss>'])
def test_entities_are_refused(data):
    (reject,) = _read(data)
    assert (type(reject), reject.reason) == (Reject, "xml")


def test_what_is_no_feed_says_so():
    (reject,) = _read(b"<rss><b></rss>")
    assert reject.reason == "feed"


@pytest.mark.parametrize(
    ("head", "feed"),
    [
        (RSS, True),
        (b'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">', True),
        (b'<?xml version="1.0"?><rdf:RDF xmlns:rdf="x">', True),
        (b"<!doctype html><html><head>", False),
        (b"rss <rss ", False),
        (b'<?xml version="1.0"?><newsItem guid="x">', False),
    ],
)
def test_feeds_are_told_by_their_root(head, feed):
    assert is_feed(head) is feed


def test_entries_are_counted():
    assert count(RSS) == 3


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(RSS)), st.binary(max_size=6))
def test_no_damage_ends_in_a_traceback(at, bytes_):
    for one in _read(RSS[:at] + bytes_ + RSS[at + len(bytes_) :]):
        assert isinstance(one, Report | Reject)


@pytest.mark.parametrize("name", [b"a\x80F-8", b"a\x00F-8"])
def test_an_encoding_that_no_codec_can_be_is_a_reject(name):
    assert b'"UTF-8"' in RSS
    assert [type(one) for one in _read(RSS.replace(b"UTF-8", name, 1))] == [Reject]

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.intake import Options, read_inputs
from dateline.intake.newsml import count, is_newsml, read
from dateline.intake.nitf import day_of, place_of
from dateline.intake.source import Source
from dateline.records import Reject, Report

NEWS = Path(__file__).parents[1] / "data/news"
MESSAGE = (NEWS / "message.xml").read_bytes()
NITF = (NEWS / "item.nitf").read_bytes()


def _read(data, **options):
    return list(read(io.BytesIO(data), Source("items.xml", Options(**options))))


def test_a_g2_message():
    notes = []
    corrected, cancelled, updated = _read(MESSAGE, note=notes.append)
    assert (corrected.id, corrected.title, corrected.author) == ("urn:newsml:n.example:20250808:1", "Rebels leave Tarvo", "Mina Okoro")
    assert (corrected.published, corrected.publisher, corrected.agency) == ("2025-08-08", "AFP", "AFP")
    assert (corrected.dateline, corrected.language) == ("TARVO", "en")
    note, first, second = corrected.text.split("\n")  # the headline in the body is not said twice
    assert note == "Editor's note: Corrects number of dead in paragraph 2"
    assert (first, second) == ("Rebels of the Northern Front left the town of Tarvo on Friday.", "At least 12 people were killed.")
    assert [item.kind for item in corrected.furniture] == ["notice"]
    assert (cancelled.reason, cancelled.line) == ("cancelled", 8)
    assert updated.text.startswith("Editor's note: This item has been updated (version 2).\nThe army returned to Tarvo.\n\nIt met nobody.")
    assert notes == ["items.xml: 2 of 5 items hold no text (pictures, packages) and were passed over"]


def test_nitf():
    (report,) = read_inputs([NEWS / "item.nitf"])
    assert isinstance(report, Report)
    assert (report.id, report.title, report.author) == ("tna-77", "Rebels leave Tarvo", "Mina Okoro")
    assert (report.published, report.publisher, report.agency) == ("2025-08-08", "Reuters", "Reuters")
    assert report.dateline == "TARVO, Ilo"
    assert report.text.split("\n") == [
        "Editor's note: Adds quotes, background",
        "Rebels left the town of Tarvo on Friday.",
        "The army said “no”.",
        "(Reporting by Mina Okoro)",
    ]


def test_newsml_1():
    (report,) = read_inputs([NEWS / "newsml1.xml"])
    assert isinstance(report, Report)
    assert report.id == "urn:newsml:afp.example:20250808:TX-1"  # the same for every revision
    assert (report.published, report.agency, report.dateline) == ("2025-08-09", "AFP", "TARVO")
    assert report.text.endswith("Editor's note: Adds details\nRebels left Tarvo on Friday.\nThe army came.")


def test_a_package_alone_has_no_text():
    data = (
        b'<packageItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="p"><itemMeta/><groupSet><group id="g"/></groupSet></packageItem>'
    )
    (reject,) = _read(data)
    assert reject.reason == "empty" and "give the items" in reject.detail


_LAUGHS = b'<!DOCTYPE nitf [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><nitf><body><body.content><p>&b;</p></body.content></body></nitf>'
_FILE = b'<!DOCTYPE nitf [<!ENTITY x SYSTEM "file:///etc/hostname">]><nitf><body><body.content><p>&x;</p></body.content></body></nitf>'
_OUTSIDE = b'<!DOCTYPE nitf SYSTEM "file:///nowhere/x.dtd"><nitf><body><body.content><p>A &own; B</p></body.content></body></nitf>'


@pytest.mark.parametrize("data", [_LAUGHS, _FILE, _OUTSIDE, _LAUGHS.decode().encode("utf-16"), b"<nitf><body>", b"<nitf/><nitf/>"])
def test_hostile_and_broken_documents_are_rejected(data):
    (reject,) = _read(data)
    assert (type(reject), reject.reason) == (Reject, "xml")


def test_no_document_type_is_ever_opened(tmp_path):
    dtd = tmp_path / "x.dtd"
    dtd.write_text('<!ENTITY own "STOLEN">', encoding="utf-8")
    data = _OUTSIDE.replace(b"file:///nowhere/x.dtd", dtd.as_uri().encode())
    assert [type(one) for one in _read(data)] == [Reject]


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("KABUL, Aug 8 (Reuters) -", "KABUL"),
        ("GAZA CITY, Gaza Strip (AP) —", "GAZA CITY, Gaza Strip"),
        ("Tarvo", "Tarvo"),
        ("", None),
        (None, None),
    ],
)
def test_the_place_of_a_dateline(line, place):
    assert place_of(line) == place


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("20250808T120000Z", "2025-08-08"),
        ("20250808", "2025-08-08"),
        ("2025-08-08T23:59:00+02:00", "2025-08-08"),
        ("soon", None),
        (None, None),
    ],
)
def test_days(stamp, day):
    assert day_of(stamp) == day


def test_formats_are_told_by_their_root():
    assert is_newsml(MESSAGE) and is_newsml(NITF)
    assert not is_newsml(b"<?xml version='1.0'?><rss>") and not is_newsml(b"The <nitf> format")
    assert count(MESSAGE) == 4


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([MESSAGE, NITF]), st.integers(0, 4000), st.binary(max_size=6))
def test_no_damage_ends_in_a_traceback(data, at, bytes_):
    for one in _read(data[:at] + bytes_ + data[at + len(bytes_) :]):
        assert isinstance(one, Report | Reject)

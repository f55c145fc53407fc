"""What untitled reports are called on the page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.intake import prepare_report
from dateline.web.headline import headline

STORY = "GOMA, Aug 1 (AFP) - Rebels of the M23 attacked an army post near Goma on Friday, officials said. Two soldiers died."


@pytest.mark.parametrize(
    ("title", "text", "wanted"),
    [
        ("As given", f"Another line\n\n{STORY}", "As given"),
        (None, f"Rebels attack army post near Goma\n\n{STORY}", "Rebels attack army post near Goma"),
        (" ", f"\n\n  Rebels  attack\u00a0post\n{STORY}", "Rebels attack post"),
        (None, STORY, "Rebels of the M23 attacked an army post near Goma on Friday, officials said …"),
        (None, f"{STORY}\n\nMore of it.", "Rebels of the M23 attacked an army post near Goma on Friday, officials said …"),
        (None, "Talks began.", "Talks began."),
        (None, "W" * 300, "W" * 80 + " …"),
    ],
)
def test_it_is_the_title_the_first_line_or_the_first_words(title, text, wanted):
    assert headline(prepare_report(text, id="r1", title=title)) == wanted


def test_a_report_without_words_has_its_id():
    assert headline(prepare_report(" \n\t ", id="r1")) == "r1"


@given(st.text(max_size=300))
def test_it_is_one_short_line_whatever_the_text(text):
    found = headline(prepare_report(text, id="r1"))
    assert found
    assert len(found) <= 142
    assert len(found.splitlines()) == 1

"""The order of day and month that a report writes."""

import pytest

from dateline.resolve.time_numeric import day_comes_first


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("The vote of 23/4/2019 was annulled.", True),
        ("The vote of 4/23/2019 was annulled.", False),
        ("Talks began on 3 April and resumed on 5 May.", True),
        ("Talks began on April 3 and resumed on Aug. 5.", False),
        ("Talks began on April 3, a day after those of 2 April.", None),
        ("Talks began on 23.4.2019, not 4/23/2019.", None),
        ("Talks began on 3/4/2019.", None),
        ("Talks begin in May 2019.", None),
        ("", None),
    ],
)
def test_order(text, want):
    assert day_comes_first(text) is want

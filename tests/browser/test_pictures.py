"""The main views as docs/ shows them: each is there with what it is for. `--screenshots docs/images` keeps pictures of them."""

import pytest
from conftest import MOST_BYTES
from walking import begin, expect

PLAIN = "until=2024-04-30"  # what is hostile was published after


@pytest.mark.parametrize(
    ("name", "path", "shows"),
    [
        ("events", f"/?{PLAIN}", "table.rows tr.row"),
        ("map", f"/map?{PLAIN}", ".map[data-drawn=true] canvas"),
        ("timeline", f"/timeline?bin=year&since=2010-01-01&{PLAIN}", ".charts svg"),
        ("entity", "/entity/gov:HND", "svg.network a.node"),
        ("dossier", "/dossier?a=gov:HND&b=name:los-cuervos", ".dline blockquote"),
        ("report", None, "[data-chosen-trigger]"),
    ],
)
def test_a_view(page, api, picture, name, path, shows):
    if path is None:
        row = next(one for one in api("/api/events?q=%22second+round+of+talks%22")["rows"] if one["type"] == "CONSULT")
        path = f"/report/{row['report']}?event={row['event']}"
    begin(page, path)
    expect(page.locator(shows).first).to_be_visible()
    assert picture(name) <= MOST_BYTES

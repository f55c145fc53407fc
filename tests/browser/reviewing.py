"""What the tests of the review share: whom one asks, what is asked, keys, and what stands of an event."""

import json
import urllib.request

from walking import settle

ITEM = ".review-item"


def ask(page, path):
    with urllib.request.urlopen(page.own + path, timeout=60) as answer:
        return json.load(answer)


def event_of(page):
    return page.locator(ITEM).get_attribute("data-event")


def key(page, name):
    """Presses a key and waits until what it does is written down."""
    page.keyboard.press(name)
    settle(page)


def words_on(page, event):
    """What the reviewers say of the event, as every other view shows it."""
    rows = []
    for offset in range(0, 100_000, 500):
        found = ask(page, f"/api/events?fold=events&limit=500&offset={offset}")["rows"]
        rows += found
        if len(found) < 500:
            break
    row = next(one for one in rows if one["event"] == event)
    return row["decided"], row["changes"]

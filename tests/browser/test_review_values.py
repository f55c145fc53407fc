"""Review: numbers, speakers and contexts changed by keys, tellings joined, two people deciding in the same moment, who said what and when."""

import datetime
import re

import pytest
from reviewing import ITEM, ask, event_of, key, words_on
from walking import begin, expect, settle, total


@pytest.fixture
def page(pages):
    return pages[0]


def test_counts_speakers_and_contexts_are_changed_beside_the_coders(page):
    begin(page, "/review?fold=events&type=ASSAULT&country=BFA")
    rows = ask(page, "/api/events?fold=events&limit=500&type=ASSAULT&country=BFA")["rows"]
    of = {row["event"]: row for row in rows}
    for _ in range(len(rows)):
        if of[event_of(page)]["counts"]:
            break
        key(page, "j")
    event = event_of(page)
    row = of[event]
    dialog = page.get_by_role("dialog")
    # How many: the coder's number becomes a range, and a second count stands by a word of the sentence.
    key(page, "h")
    expect(dialog.get_by_label("How many", exact=True).first).to_have_value(re.compile(r"\d"))
    dialog.get_by_label("How many", exact=True).first.fill("3-1")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("is no number")
    dialog.get_by_label("How many", exact=True).first.fill("901-902")
    dialog.locator("select").first.select_option("wounded")
    dialog.get_by_role("button", name="Another count").click()
    last = dialog.get_by_role("group", name=re.compile(r"^Count \d")).last
    last.get_by_label("How many", exact=True).fill("at least 7")
    last.locator("select").last.select_option("the actor")
    last.get_by_label("In these words").fill(row["trigger"]["quote"])
    page.keyboard.press("Enter")
    settle(page)
    expect(dialog).to_have_count(0)
    # Who says so, by words of the sentence; and what it is about.
    key(page, "y")
    dialog.get_by_role("combobox").fill(row["trigger"]["quote"])
    dialog.get_by_role("combobox").press("Enter")
    dialog.get_by_role("combobox").press("Control+Enter")
    settle(page)
    key(page, "o")
    for word in ("terror", "militar"):
        dialog.get_by_role("textbox").fill(word)
        page.keyboard.press("Enter")
    expect(dialog.get_by_role("status")).to_have_text("terrorism, military")
    page.keyboard.press("Enter")
    settle(page)
    decided, changes = words_on(page, event)
    assert decided == "change"
    assert (901, 902) in {(one["low"], one["high"]) for one in changes["counts"]}
    assert (7, None, row["trigger"]["quote"]) in {(one["low"], one["high"], one["words"]) for one in changes["counts"]}
    assert changes["speaker"][-1]["name"] == row["trigger"]["quote"]
    assert changes["contexts"] == ["terrorism", "military"]
    item = page.locator(ITEM)
    expect(item.locator("ins").filter(has_text="901–902 wounded")).to_be_visible()
    expect(item.locator("ins").filter(has_text="terrorism, military")).to_be_visible()
    # The coder's own stand as they were, here and in the report.
    (after,) = (one for one in ask(page, "/api/events?fold=events&limit=500&type=ASSAULT&country=BFA")["rows"] if one["event"] == event)
    assert [after[name] for name in ("counts", "speaker", "type")] == [row[name] for name in ("counts", "speaker", "type")]
    item.locator(".credits a").first.click()
    settle(page)
    expect(page.locator("li.card.open dd").filter(has_text="901–902 wounded")).to_be_visible()
    begin(page, "/review")
    for _ in range(3):
        key(page, "u")
    assert words_on(page, event) == (None, {})


def test_what_the_report_does_not_say_is_refused_in_words(page):
    begin(page, "/review?fold=events")
    page.watch.failed = Refusals()
    page.watch.complaints = Refusals()
    event = event_of(page)
    key(page, "h")
    dialog = page.get_by_role("dialog")
    if not dialog.get_by_label("How many", exact=True).count():
        dialog.get_by_role("button", name="Another count").click()
    dialog.get_by_label("How many", exact=True).last.fill("987654")
    dialog.get_by_label("In these words").last.fill("no such words at all")
    page.keyboard.press("Enter")
    settle(page)
    expect(page.get_by_role("alert")).to_contain_text("the report nowhere says")
    assert words_on(page, event) == (None, {})
    key(page, "j")
    page.keyboard.press("k")
    expect(page.locator(ITEM)).to_have_attribute("data-event", event)


class Refusals(list):
    """Of what a page is watched for: a refused decision is an answer of 400, and Chromium writes that on the console too."""

    def append(self, one):
        if "400" not in one:
            super().append(one)


def test_tellings_are_joined_and_the_join_undone(page):
    begin(page, "/review?fold=events&until=2024-04-30&order=new")
    for _ in range(60):
        key(page, "i")
        expect(page.get_by_role("heading", name="Like it, elsewhere")).to_be_visible()
        same = page.get_by_role("dialog").get_by_role("button", name="Same incident")
        if same.count():
            break
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        key(page, "j")
    event = event_of(page)

    def told():
        (row,) = (one for one in ask(page, "/api/events?fold=events&limit=500&until=2024-04-30")["rows"] if one["event"] == event)
        return ask(page, f"/api/incident/{row['incident']}")["tellings"]

    before = told()
    same.first.click()
    settle(page)
    expect(page.locator(".review-said")).to_have_text("Joined")
    assert told() > before
    key(page, "u")
    expect(page.locator(".review-said")).to_contain_text("Undone")
    assert told() == before


def test_what_is_left_for_later_comes_again_at_the_end(page):
    begin(page, "/review?fold=events&until=2024-04-30&order=new")
    many = total(page)
    assert many > 45
    seen = [event_of(page)]
    key(page, "a")
    for _ in range(44):
        seen.append(event_of(page))
        key(page, "j")
    assert len(set(seen)) == 45
    begin(page, "/review?until=2024-04-30&type=SUPPORT")
    few = total(page)
    assert 1 < few < 20
    first = event_of(page)
    for _ in range(few):
        key(page, "j")
    assert event_of(page) == first
    expect(page.locator(".review-said")).to_contain_text("come again")
    key(page, "u")


def test_two_who_decide_in_the_same_moment_lose_nothing(pages):
    ada, bo = pages
    for one in pages:
        begin(one, "/review?fold=events")
    before = ask(ada, "/api/review/log")["total"]
    asked = [[], []]
    for number in range(8):
        for page, events in zip(pages, asked, strict=True):
            events.append(event_of(page))
            page.keyboard.press("ar"[number % 2])
    for page in pages:
        settle(page)
    log = ask(ada, "/api/review/log?limit=100")
    assert log["total"] == before + 16
    made = log["entries"][:16]
    for name, events in zip(("Ada", "Bo"), asked, strict=True):
        own = [(one["left"], one["verdict"]) for one in reversed(made) if one["by"] == name]
        assert own == [(event, ("accept", "reject")[number % 2]) for number, event in enumerate(events)]
    assert ask(bo, "/api/review/log?limit=100") == log
    # Each sees in the log who said what, and when.
    key(bo, "l")
    lines = bo.get_by_role("dialog").locator(".review-log li")
    names = {name for words in lines.all_inner_texts()[:16] for name in ("Ada", "Bo") if re.search(rf"\b{name}\b", words)}
    assert names == {"Ada", "Bo"}
    said = datetime.datetime.fromisoformat(lines.first.locator("time").get_attribute("datetime"))
    assert abs(datetime.datetime.now(datetime.UTC) - said) < datetime.timedelta(minutes=10)
    bo.keyboard.press("Escape")
    for page in pages:
        for _ in range(8):
            key(page, "u")
    for page in pages:
        begin(page, "/review?fold=events")
        assert total(page) == ask(page, "/api/review/queue?fold=events")["total"]
        assert ask(page, "/api/review/queue?fold=events")["done"] == 0

"""Review clicked and typed through: one key a decision, undo, the log, two reviewers at one store, what goes out for the next training."""

import json
import re
import urllib.request
from pathlib import Path

import pytest
from reviewing import ITEM, ask, event_of, key, words_on
from walking import ROWS, begin, choose, expect, settle, total

from dateline.train.check import main as check_corpus


@pytest.fixture
def page(pages):
    return pages[0]


def test_accept_and_reject_are_one_key_each_and_are_undone(page):
    begin(page, "/review")
    left = total(page)
    first = event_of(page)
    key(page, "a")
    second = event_of(page)
    assert second != first
    key(page, "r")
    assert total(page) == left - 2
    assert (words_on(page, first)[0], words_on(page, second)[0]) == ("accept", "reject")
    key(page, "u")
    expect(page.locator(ITEM)).to_have_attribute("data-event", second)
    assert words_on(page, second)[0] is None
    key(page, "u")
    expect(page.locator(ITEM)).to_have_attribute("data-event", first)
    assert words_on(page, first) == (None, {})
    assert total(page) == left
    key(page, "u")
    expect(page.locator(".review-said")).to_have_text("Nothing to undo")


def test_a_quick_hand_loses_no_key(page):
    begin(page, "/review")
    before = ask(page, "/api/review/log")["total"]
    for _ in range(6):
        page.keyboard.press("a")
    settle(page)
    page.wait_for_function("() => !document.querySelector('.busy.on')")
    made = ask(page, "/api/review/log")["entries"][: ask(page, "/api/review/log")["total"] - before]
    assert len({entry["left"] for entry in made}) == len(made) == 6
    for _ in range(6):
        key(page, "u")


def test_every_value_is_changed_by_a_key_and_shown_beside_the_coders(page, picture):
    begin(page, "/review?type=ASSAULT")
    event = event_of(page)
    told = next(one for one in ask(page, "/api/events?fold=events&limit=500&type=ASSAULT")["rows"] if one["event"] == event)
    status = "alleged" if told["status"] != "alleged" else "failed"  # another than the coder's
    coded = page.locator(f"{ITEM} .excerpt .r-trigger")
    assert coded.count() > 0
    key(page, "t")
    page.get_by_role("dialog").get_by_role("button", name=re.compile("COERCE")).click()
    settle(page)
    key(page, "s")
    page.get_by_role("dialog").get_by_role("button", name=re.compile(status)).click()
    settle(page)
    key(page, "m")
    page.keyboard.press("2")
    settle(page)
    key(page, "p")
    page.get_by_label("Place (empty: unknown)").fill("Goma")
    page.get_by_label("Country (three letters)").fill("cod")
    page.keyboard.press("Enter")
    settle(page)
    key(page, "d")
    page.get_by_label("First day").fill("2024-03-01")
    page.get_by_label("Last day").fill("2024-03-02")
    page.keyboard.press("Enter")
    settle(page)
    key(page, "n")
    decided, changes = words_on(page, event)
    assert decided == "change"
    assert (changes["type"], changes["status"], changes["place"]["country"]) == ("COERCE", status, "COD")
    assert changes["mode"]
    assert (changes["time"], changes["missed"]) == ({"start": "2024-03-01", "end": "2024-03-02"}, True)
    assert event_of(page) == event  # it stays until it is accepted or left
    expect(page.locator(f"{ITEM} ins").first).to_have_text("COERCE")
    picture("review")
    report = ask(page, "/api/events?fold=events&limit=500&type=ASSAULT")["rows"]
    row = next(one for one in report if one["event"] == event)
    page.goto(f"/report/{row['report']}?event={event}")
    settle(page)
    expect(page.locator(".card.d-change .decision").first).to_have_text("changed")
    begin(page, "/review?type=ASSAULT")
    for _ in range(6):
        key(page, "u")
    assert words_on(page, event) == (None, {})


def test_parties_are_swapped_taken_out_and_added(page):
    begin(page, "/review?fold=events&type=ASSAULT&order=new")
    for _ in range(60):
        item = next(one for one in ask(page, "/api/events?fold=events&limit=500&type=ASSAULT")["rows"] if one["event"] == event_of(page))
        one_each = len(item["actor"]) == len(item["recipient"]) == 1 and item["actor"][0] != item["recipient"][0]
        if one_each and len(item["quote"]) < 300:  # not the hostile report whose names fill a line
            break
        key(page, "j")
    event = event_of(page)
    key(page, "z")
    changes = words_on(page, event)[1]
    assert [one["name"] for one in changes["actor"]] == [one["name"] for one in item["recipient"]]
    key(page, "u")
    key(page, "v")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name=re.compile("^Take out")).click()
    word = item["trigger"]["quote"]  # words of the report that are nobody's
    dialog.get_by_role("combobox").fill(word)
    dialog.get_by_role("combobox").press("Enter")
    dialog.get_by_role("combobox").press("Control+Enter")
    settle(page)
    assert [one["name"] for one in words_on(page, event)[1]["recipient"]] == [word]
    key(page, "u")
    assert words_on(page, event) == (None, {})


def test_filters_and_orders_choose_what_is_asked(page):
    begin(page, "/review")
    everything = total(page)
    choose(page, "Type", "Assault")
    assert 0 < total(page) < everything
    expect(page.locator(f"{ITEM} .code .type").first).to_have_text("ASSAULT")
    page.get_by_role("button", name="Newest first").click()
    settle(page)
    assert "order=new" in page.url
    assert total(page) < everything
    page.get_by_role("button", name="Where two differ").click()
    settle(page)
    expect(page.locator("output.total")).to_contain_text("0 to decide")


def test_an_incident_is_split_and_the_split_undone(page):
    rows = [row for row in ask(page, "/api/events?limit=500")["rows"] if row["tellings"] == 2]
    incident = rows[0]["incident"]
    begin(
        page, f"/review?type={rows[0]['type']}&party={rows[0]['actor'][0]['id']}" if rows[0]["actor"] else f"/review?type={rows[0]['type']}"
    )
    for _ in range(40):
        if event_of(page) == rows[0]["event"]:
            break
        key(page, "j")
    assert event_of(page) == rows[0]["event"]
    key(page, "i")
    page.get_by_role("button", name="Not the same").first.click()
    settle(page)
    expect(page.locator(".review-said")).to_have_text("Split", timeout=30_000)
    assert all(row["tellings"] == 1 for row in ask(page, "/api/events?limit=500")["rows"] if row["event"] == rows[0]["event"])
    key(page, "u")
    expect(page.locator(".review-said")).to_contain_text("Undone", timeout=30_000)
    assert ask(page, f"/api/incident/{incident}")["tellings"] == 2


def test_decided_rows_are_marked_in_the_table_and_listed_in_the_log(page):
    begin(page, "/review")
    event = event_of(page)
    key(page, "r")
    key(page, "l")
    expect(page.get_by_role("dialog").locator(".review-log li").first).to_contain_text("rejected")
    page.keyboard.press("Escape")
    row = next(one for one in ask(page, "/api/events?limit=500&sort=confidence")["rows"] if one["event"] == event)
    begin(page, f"/?type={row['type']}&sort=confidence&status={row['status']}")
    expect(page.locator(f"{ROWS} .decision").first).to_have_text("rejected")
    begin(page, "/review")
    key(page, "u")


def test_two_reviewers_agree_differ_and_export(pages, tmp_path):
    ada, bo = pages
    events = []
    begin(ada, "/review?q=amnesty&fold=events")
    while ada.locator(ITEM).count():
        events.append(event_of(ada))
        key(ada, "a")
    assert events
    expect(ada.locator(".nothing, [role=note], p").filter(has_text="Nothing left to decide").first).to_be_visible()
    for number, event in enumerate(events):
        body = json.dumps({"event": event, "verdict": "reject" if number == 0 else "accept"}).encode()
        asked = urllib.request.Request(
            f"{bo.own}/api/review/decisions", body, {"content-type": "application/json", "origin": bo.own}
        )  # fmt: skip
        with urllib.request.urlopen(asked, timeout=60) as answer:
            assert answer.status == 200
    begin(ada, "/review")
    ada.get_by_role("button", name="Agreement").click()
    settle(ada)
    expect(ada.get_by_role("dialog").locator("caption")).to_contain_text("Ada and Bo")
    expect(ada.get_by_role("dialog").get_by_role("row").nth(1)).to_contain_text("event")
    ada.keyboard.press("Escape")
    with ada.expect_download() as waiting:
        ada.get_by_role("link", name="Export").click()
    path = tmp_path / "reviewed.ann"
    waiting.value.save_as(path)
    assert check_corpus(["--quiet", str(path)]) == 0


# The view and what each key opens over it; `why` stays beside the item.
OPENED = {
    "item": "", "why": "w", "type": "t", "mode": "m", "status": "s", "actor": "c", "speaker": "y", "place": "p", "days": "d", "counts": "h",
    "contexts": "o", "incident": "i", "log": "l", "keys": "?",
}  # fmt: skip


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_the_review(page, theme):
    axe = pytest.importorskip("axe_playwright_python", reason="needs axe-playwright-python: make browser-test installs it")
    script = Path(axe.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
    page.emulate_media(color_scheme=theme)
    begin(page, "/review")
    key(page, "n")  # something to show in the log, and a button that is pressed
    wrong = {}
    for name, opens in OPENED.items():
        if opens:
            key(page, opens)
        page.evaluate(script)
        found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']}).then((r) => r.violations)")
        bad = [f"{one['id']}: {one['nodes'][0]['html'][:150]}" for one in found if one["impact"] in ("serious", "critical")]
        if bad:
            wrong[name] = bad
        if opens not in ("", "w"):
            page.keyboard.press("Escape")
            expect(page.get_by_role("dialog")).to_have_count(0)
    key(page, "u")
    assert wrong == {}

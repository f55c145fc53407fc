"""The first acceptance case, coded and served: how many clicks lead from the front page to the sentence behind "talks with Clan del Golfo".

Its report is not part of the project: without it beside the checkout this is skipped, and test_walk.py walks the same way to a sample's talks.
"""

import json

import pytest
from conftest import ROOT, code, served
from walking import ROWS, WAIT_MS, Watch, begin, clicks, count_clicks, expect, settle

SEED = ROOT.parent / "shared" / "reports" / "seed"


@pytest.fixture(scope="module")
def seed_address(tmp_path_factory):
    if not (SEED / "report.txt").is_file():
        pytest.skip("needs ../shared/reports/seed")
    folder = tmp_path_factory.mktemp("seed") / "store"
    code(folder, SEED / "report.txt", "--published", json.loads((SEED / "expected.json").read_text())["published"])
    with served(folder) as address:
        yield address


@pytest.fixture
def page(browser, seed_address, outside):
    context = browser.new_context(base_url=seed_address, viewport={"width": 1440, "height": 900}, locale="en-GB")
    asked = []
    context.on("request", lambda request: asked.append(request.url))
    context.set_default_timeout(WAIT_MS)
    found = context.new_page()
    found.watch = Watch(found)
    yield found
    context.close()
    assert [url for url in asked if not url.startswith((seed_address, "data:"))] == []
    assert outside.for_the_page() == []
    assert (found.watch.failed, found.watch.complaints) == ([], [])


WORDS = "talks with Clan del Golfo"


def by_its_row(page):
    """The row itself, or the row of an incident that folds it, unfolded."""
    shown = page.locator(f"{ROWS} a.words").filter(has_text=WORDS)
    if not shown.count():
        row = page.locator(ROWS).filter(has_text="CONSULT").filter(has_text="Clan del Golfo").filter(has=page.locator("button.fold"))
        row.first.locator("button.fold").click()
        settle(page)
        shown = page.locator(".tellings a.words").filter(has_text=WORDS)
    shown.first.click()


def by_the_party(page):
    """The party's own page has the sentence that first names it."""
    page.locator(ROWS).get_by_role("link", name="Clan del Golfo", exact=True).first.click()
    settle(page)
    page.get_by_role("region", name="Names").locator("a.words").filter(has_text=WORDS).first.click()


def by_search(page):
    page.keyboard.press("/")
    page.keyboard.type(f'"{WORDS}"')
    page.keyboard.press("Enter")
    settle(page)
    page.get_by_role("button", name="Texts").click()
    settle(page)
    page.locator(".hits li a").first.click()


@pytest.mark.parametrize("way", [by_its_row, by_the_party, by_search])
def test_three_clicks_to_the_sentence_behind_the_talks(page, way):
    count_clicks(page)
    begin(page)
    way(page)
    settle(page)
    assert 1 <= clicks(page) <= 3
    sentence = page.locator("[data-in-sentence]")
    assert WORDS in "".join(sentence.all_inner_texts())
    expect(sentence.first).to_be_in_viewport()

"""Nothing serious that axe-core knows of, on every view, in light and dark; and the page without a mouse."""

import re
from pathlib import Path

import pytest
from walking import ROWS, begin, expect, query, settle

VIEWS = {
    "events": "/?type=ASSAULT",
    "tellings": "/?q=Burkina&fold=events",
    "texts": "/?q=talks&show=text",
    "nothing": "/?q=zzzznothing",
    "map": "/map",
    "timeline": "/timeline?a=gov:HND",
    "entity": "/entity/gov:HND",
    "dossier": "/dossier?a=gov:HND&b=name:los-cuervos",
    "no dossier": "/dossier",
    "report": None,
}


@pytest.fixture(scope="session")
def axe():
    package = pytest.importorskip("axe_playwright_python", reason="needs axe-playwright-python: make browser-test installs it")
    return Path(package.__file__).with_name("axe.min.js").read_text(encoding="utf-8")


def serious(page, axe):
    """What axe-core finds on the page as it stands, serious or worse."""
    # Through the debugging protocol: the page's own policy would rightly refuse a script put into it.
    page.evaluate(axe)
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']}).then((r) => r.violations)")
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:150]} (×{len(one['nodes'])})" for one in found if one["impact"] in ("serious", "critical")
    ]


def report_of(api):
    row = api("/api/events?actor=gov:HND&limit=1")["rows"][0]
    return f"/report/{row['report']}?event={row['event']}&why=1"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious(page, api, axe, theme):
    page.emulate_media(color_scheme=theme)
    wrong = {}
    for name, path in VIEWS.items():
        begin(page, path or report_of(api))
        expect(page.get_by_role("main")).to_be_visible()
        if bad := serious(page, axe):
            wrong[name] = bad
    for keys in ("?", "sql"):
        begin(page)
        page.keyboard.press("?") if keys == "?" else page.get_by_role("button", name="SQL").click()
        expect(page.get_by_role("dialog")).to_be_visible()
        if bad := serious(page, axe):
            wrong[keys] = bad
    assert wrong == {}


def test_axe_sees_what_is_wrong(page, axe):
    """Without this, the other test could pass because nobody looks."""
    begin(page)
    page.evaluate("document.querySelector('.total').style.color = '#ddd'; document.querySelector('#search').labels[0].remove()")
    found = " ".join(serious(page, axe))
    assert "color-contrast" in found
    page.evaluate("document.querySelector('#search').removeAttribute('placeholder')")
    assert "label" in " ".join(serious(page, axe))


def test_every_view_has_one_heading_landmarks_and_a_title_of_its_own(page, api):
    titles = []
    for path in VIEWS.values():
        begin(page, path or report_of(api))
        expect(page.get_by_role("main")).to_have_count(1)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        expect(page.get_by_role("banner")).to_have_count(1)
        expect(page.get_by_role("navigation", name="Views")).to_be_visible()
        titles.append(page.title())
    assert page.locator("html").get_attribute("lang") == "en"
    assert len(set(titles)) >= 6


def focused(page):
    return page.evaluate("document.activeElement.outerHTML.slice(0, 200)")


def tab_to(page, locator, most=120):
    """Presses Tab until the element has the focus."""
    for _ in range(most):
        if locator.evaluate("(element) => element === document.activeElement"):
            # What has the focus shows it.
            assert locator.evaluate("(e) => e.matches(':focus-visible')")
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab never came there; the focus is at {focused(page)}")


def test_tab_and_enter_lead_everywhere(page):
    begin(page)
    page.keyboard.press("Tab")
    assert "Skip to the content" in focused(page)
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    # A facet, with Tab and space.
    begin(page)
    box = page.locator("details.facet").filter(has_text="Class").get_by_role("checkbox").first
    tab_to(page, box)
    page.keyboard.press("Space")
    settle(page)
    assert "quad" in query(page)
    # A heading sorts with Enter.
    tab_to(page, page.get_by_role("columnheader", name="Conf.").get_by_role("button"))
    page.keyboard.press("Enter")
    settle(page)
    assert query(page)["sort"] == ["-confidence"]
    # A dialog takes the focus, keeps it, and gives it back.
    button = page.get_by_role("button", name="SQL")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    for _ in range(8):
        page.keyboard.press("Tab")
        inside = page.evaluate("document.activeElement.closest('dialog') !== null || document.activeElement === document.body")
        assert inside, focused(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(button).to_be_focused()  # waits: a browser may hide the dialog a moment before the page gives the focus back
    # A row, and from its report's record to why it was coded so.
    row = page.locator(f"{ROWS} a.words").first
    tab_to(page, row)
    page.keyboard.press("Enter")
    settle(page)
    assert "/report/" in page.url
    tab_to(page, page.get_by_role("button", name="Why this code"))
    page.keyboard.press("Enter")
    expect(page.locator(".why")).to_be_visible()


def test_the_parties_of_a_timeline_are_chosen_by_keys(page):
    begin(page, "/timeline")
    box = page.get_by_role("combobox", name="Party A")
    tab_to(page, box)
    page.keyboard.type("Hondur")
    expect(page.get_by_role("option", name=re.compile("^Government of Honduras"))).to_be_visible()
    for _ in range(12):
        page.keyboard.press("ArrowDown")
        chosen = page.locator("[role=option][aria-selected=true]")
        expect(chosen).to_have_count(1)
        if chosen.inner_text().startswith("Government of Honduras"):
            break
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    page.keyboard.press("Enter")
    settle(page)
    assert query(page)["a"] == ["gov:HND"]

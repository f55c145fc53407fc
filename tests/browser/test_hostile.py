"""Reports full of script, markup, control characters and huge words: nothing runs, nothing is asked outside, nothing breaks."""

import csv
import urllib.request
from urllib.parse import quote

from hostile import HOSTILE
from walking import Watch, begin, expect, facet, settle, total

# One look at the page: what a report could have brought in, and whether the page still holds together.
LOOK = """() => {
  const all = [...document.querySelectorAll("body *")];
  const bad = all.filter((e) => [...e.attributes].some((a) => /^on/i.test(a.name) || /^\\s*(javascript|data):/i.test(a.value) && a.name !== "title"));
  const inText = [...document.querySelectorAll(".text *, .hits li *, .quote *, bdi *")].filter((e) => !["P", "SPAN", "MARK", "BDI", "A", "B", "SMALL"].includes(e.tagName));
  const markup = all.filter((e) => ["IFRAME", "OBJECT", "EMBED", "BASE", "IMG", "META", "STYLE"].includes(e.tagName));
  return {
    ran: window.ran ?? null,
    brought: [...bad, ...inText, ...markup].map((e) => e.outerHTML.slice(0, 120)),
    wide: document.documentElement.scrollWidth - innerWidth,
    failed: document.querySelectorAll(".failure").length,
    origin: location.origin,
  };
}"""
TRIGGERS = """() => {
  const found = {};
  for (const e of document.querySelectorAll(".text .r-trigger[data-events]"))
    for (const id of e.dataset.events.split(" ")) found[id] = (found[id] ?? "") + e.textContent;
  return found;
}"""


def look(page, address):
    """What is wrong with the page as it stands; nothing of it: an empty list."""
    found = page.evaluate(LOOK)
    wrong = [f"brought in {one}" for one in found["brought"]]
    wrong += ["a script ran"] if found["ran"] is not None else []
    wrong += [f"{found['wide']} px too wide"] if found["wide"] > 1 else []
    wrong += ["says that it failed"] if found["failed"] else []
    wrong += [f"left for {found['origin']}"] if found["origin"] != address else []
    return wrong


def test_there_are_twenty_and_more():
    assert len({one.attack for one in HOSTILE}) >= 20


def test_each_opens_whole_with_its_spans_in_place(page, api, address):
    """Each is opened from the hits of a search, which show its title, publisher and words as well."""
    begin(page, "/?q=AFP+Cameroon&show=text")
    wrong = {"hits": look(page, address)}
    for one in HOSTILE:
        found = api(f"/api/search?q={quote(one.mark)}")["hits"]
        if len(found) != 1:
            wrong[one.name] = [f"found {len(found)} times"]
            continue
        key = found[0]["report"]
        page.locator(f".hits a[href^='/report/{key}']").click()
        settle(page)
        expect(page.locator(".text")).to_contain_text(one.mark)
        report = api(f"/api/report/{key}")
        shown = page.evaluate(TRIGGERS)
        wrong[one.name] = look(page, address)
        for event in report["events"]:
            trigger = event["trigger"]
            if report["text"][trigger["start"] : trigger["end"]] != trigger["quote"]:
                wrong[one.name].append(f"the record of {trigger['quote']!r} stands elsewhere")
            if shown.get(event["id"]) != trigger["quote"]:
                wrong[one.name].append(f"shows {shown.get(event['id'])!r} for {trigger['quote']!r}")
        if report["events"]:
            page.keyboard.press("j")
            expect(page.locator("li.card.open")).to_have_count(1)
            page.keyboard.press("Escape")
        page.go_back()
        page.go_back() if "/report/" in page.url else None
        expect(page.locator(".hits li").first).to_be_visible()
    assert {name: found for name, found in wrong.items() if found} == {}


def test_tables_facets_and_map_hold_them(page, address):
    wrong = {}
    begin(page, "/?since=2024-05-01&undated=1&fold=events")
    for title in ("Speaker", "Publisher", "Actor", "Recipient"):
        more = facet(page, title).locator("button.more")
        if more.count():
            more.click()
    wrong["events"] = look(page, address)
    assert total(page) > 60
    begin(page, "/map?publisher=" + quote(HOSTILE[0].attack[:60]))
    page.get_by_role("tab", name="Place unknown").click()
    wrong["map"] = look(page, address)
    begin(page, "/?q=" + quote('"<script>" AND * NEAR( \'x'))
    wrong["search"] = look(page, address)
    assert {name: found for name, found in wrong.items() if found} == {}


def test_entities_and_dossiers_of_hostile_names(page, api, address):
    wrong = {}
    rows = [row for one in HOSTILE[:12] for row in api(f"/api/events?q={one.mark}")["rows"]]
    names = {party["id"] for row in rows for party in row["actor"] + row["recipient"] if party["id"] and "name:" in party["id"]}
    assert names
    huge = max(
        (
            party["id"]
            for row in rows + api("/api/events?q=Hostilahugeword&limit=500")["rows"]
            for party in row["actor"] + row["recipient"]
            if party["id"]
        ),
        key=len,
    )
    assert len(huge) > 300
    for name in [*sorted(names)[:6], huge]:
        begin(page, f"/entity/{quote(name, safe='')}")
        expect(page.get_by_role("heading", level=1)).not_to_be_empty()
        wrong[name] = look(page, address)
    begin(page, f"/dossier?a=gov:CMR&b={quote(sorted(names)[0], safe='')}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Government of Cameroon")
    wrong["dossier"] = look(page, address)
    assert {name: found for name, found in wrong.items() if found} == {}


def test_the_csv_twin_is_one_row_each(address, api):
    with urllib.request.urlopen(f"{address}/api/events.csv?since=2024-05-01&undated=1") as answer:
        rows = list(csv.DictReader(answer.read().decode("utf-8-sig").splitlines(keepends=True)))
    assert len(rows) == api("/api/events?since=2024-05-01&undated=1&limit=1")["total"]
    assert all(None not in row and None not in row.values() for row in rows)


def test_the_watch_sees_what_it_watches(browser, outside):
    """Without this, the other tests could pass because nobody looks."""
    context = browser.new_context()
    page = context.new_page()
    watch, asked = Watch(page), []
    context.on("request", lambda request: asked.append(request.url))
    page.set_content("<img src='http://outside.invalid/p.png' onerror='window.ran = 1; alert(2); nowhere()'>")
    page.wait_for_function("window.ran === 1")
    context.close()
    assert asked == ["http://outside.invalid/p.png"]
    assert any("outside.invalid" in line for line in outside.for_the_page())
    assert watch.dialogs == ["2"]
    assert any("nowhere" in one for one in watch.complaints)
    outside.asked.clear()

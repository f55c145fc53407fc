"""The smaller parts of each view, clicked: other coders, pages, twins, colours, brushes, clusters, the usual, roles, files that are kept."""

import csv
import re
from pathlib import Path
from urllib.parse import urlsplit

import plain
import pytest
from walking import ROWS, begin, choose, click_the_middle, expect, facet, query, settle, total

PAIR = "a=gov:HND&b=name:los-cuervos"
VIEWS = {
    "events": "/?country=HND",
    "tellings": "/?country=HND&fold=events",
    "map": "/map?country=HND",
    "timeline": "/timeline?a=gov:HND&bin=month",
    "entity": "/entity/gov:HND",
    "dossier": f"/dossier?{PAIR}",
}
DRAWN = {"timeline": ".charts .chart:nth-child(2) svg", "map": ".map[data-drawn=true]"}  # what comes after the answers
ASKED = (  # what the issue asks of a dossier, and the heading that answers it
    "Talks", "Agreements and promises", "What Government of Honduras did towards Los Cuervos", "What Los Cuervos did towards Government of Honduras",
    "Others: who presses or helps whom", "Numbers claimed about them, and by whom", "Dates ahead", "Tries to talk, and how they ended",
)  # fmt: skip


def css(locator, name):
    return locator.evaluate("(element, name) => getComputedStyle(element)[name]", name)


def drag(page, locator, start, end):
    """Drags over an element, from one part of its width to another."""
    box = locator.bounding_box()
    page.mouse.move(box["x"] + box["width"] * start, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * end, box["y"] + box["height"] / 2, steps=5)
    page.mouse.up()
    settle(page)


def test_another_coders_records_are_a_facet(page, api):
    begin(page)
    meta = api("/api/meta")
    other = next(one for one in meta["coders"] if one["reports"] == 1)  # a kept store may have more, of earlier versions
    facet(page, "Coder").get_by_label(re.compile(f"^{other['id']}")).check()
    settle(page)
    assert query(page)["coder"] == [other["id"]]
    assert total(page) == api(f"/api/events?coder={other['id']}")["total"] < meta["incidents"]
    page.get_by_role("link", name="Map").click()
    settle(page)
    assert query(page)["coder"] == [other["id"]]
    page.get_by_role("link", name="Events", exact=True).click()
    settle(page)
    page.locator(f"{ROWS} a.words").first.click()
    settle(page)
    assert query(page)["coder"] == [other["id"]]
    expect(page.locator("li.card.open")).to_have_count(1)


def test_days_sort_both_ways_and_pages_turn(page, api):
    begin(page, "/?fold=events&since=2010-01-01")
    head = page.get_by_role("columnheader", name="Day")
    for words, turned in (("descending", True), ("ascending", False)):
        if head.get_attribute("aria-sort") != words:
            head.get_by_role("button").click()
            settle(page)
        expect(head).to_have_attribute("aria-sort", words)
        shown = page.locator(f"{ROWS} .c-day time").evaluate_all("all => all.map(one => one.dateTime)")
        assert shown == sorted(shown, reverse=turned)
    first = page.locator(ROWS).first.get_attribute("data-id")
    page.get_by_role("button", name="Next page").click()
    settle(page)
    assert query(page)["offset"] == ["100"]
    assert (
        page.locator(ROWS).first.get_attribute("data-id")
        == api("/api/events?fold=events&since=2010-01-01&sort=day&offset=100")["rows"][0]["id"]
    )
    page.keyboard.press("[")
    settle(page)
    assert page.locator(ROWS).first.get_attribute("data-id") == first


@pytest.mark.parametrize("name", VIEWS)
def test_every_view_has_its_twins_and_is_a_permalink(page, name):
    begin(page, VIEWS[name])
    expect(page.locator(DRAWN.get(name, "main")).first).to_be_visible()
    twins = page.locator(".twins")
    with page.expect_download() as waiting:
        twins.get_by_role("link", name="CSV").click()
    with Path(waiting.value.path()).open(encoding="utf-8-sig", newline="") as file:
        assert {"id", "type", "status", "quote"} <= set(csv.DictReader(file).fieldnames)
    shown = page.locator("main").inner_text()
    begin(page, page.url)
    expect(page.locator("main")).to_have_text(shown, use_inner_text=True)
    twins.get_by_role("link", name="JSON").click()
    page.wait_for_url("**/api/**")
    assert page.evaluate("typeof JSON.parse(document.body.innerText)") == "object"


def test_roles_have_colours_and_furniture_is_grey(page, api):
    row = next(one for one in api("/api/events?q=%22second+round+of+talks%22")["rows"] if one["speaker"] and one["place"])
    begin(page, f"/report/{row['report']}?event={row['event']}")
    roles = ("trigger", "actor", "recipient", "speaker", "place", "time")
    colours = {
        role: css(page.locator(f"[data-in-sentence].r-{role}, [data-in-sentence] .r-{role}").first, "backgroundColor") for role in roles
    }
    assert len(set(colours.values())) == len(roles)
    legend = {role: css(page.locator(f".legend .r-{role}"), "backgroundColor") for role in roles}
    assert legend["actor"] == colours["actor"]
    plain_words, grey = css(page.locator("article .text"), "color"), css(page.locator(".text .furniture").first, "color")
    assert plain_words != grey
    channels = [int(one) for one in re.findall(r"\d+", grey)[:3]]
    assert max(channels) - min(channels) < 40


def test_status_and_speaker_stand_on_the_record(page, api):
    rows = api("/api/events?fold=events&limit=500&until=2024-04-30")["rows"]
    row = next(one for one in rows if one["status"] != "happened")
    begin(page, f"/report/{row['report']}?event={row['event']}")
    card = page.locator("li.card.open")
    expect(card.locator(".card-head .status")).to_contain_text(row["status"])
    expect(card.locator("dl .status")).to_contain_text(row["status"])
    row = next(one for one in rows if one["speaker"])
    begin(page, f"/report/{row['report']}?event={row['event']}")
    card = page.locator("li.card.open")
    expect(card.locator(".card-head .says")).to_contain_text(row["speaker"][0])
    expect(card.locator("dt.r-speaker + dd")).to_contain_text(row["speaker"][0])


def test_the_map_is_brushed_with_its_own_days_and_a_type(page, api):
    begin(page, "/map?until=2024-04-30")
    before = total(page)
    drag(page, page.locator(".map-days svg"), 0.5, 0.98)
    since, until = query(page)["since"][0], query(page).get("until", [""])[0]
    assert total(page) == api(f"/api/map?since={since}&until={until}")["total"] < before
    choose(page, "Type", "Assault")
    answer = api(f"/api/map?since={since}&until={until}&type=ASSAULT")
    assert total(page) == answer["total"]
    names = {one["name"] for one in answer["points"]}
    assert set(page.locator("table.places tbody tr:not(.area) button").all_inner_texts()) == names


def test_neighbours_are_a_cluster_that_opens(page):
    begin(page, f"/map?publisher={plain.NEIGHBOURS.replace(' ', '+')}")
    click_the_middle(page, "Several places: 2")
    box = page.locator(".map canvas").first.bounding_box()
    tip = page.locator(".map-box .tip")
    for step in range(200):  # it moves there
        page.mouse.move(box["x"] + box["width"] / 2 + step % 2, box["y"] + box["height"] / 2)
        page.wait_for_timeout(100)
        if "Several" not in "".join(tip.all_inner_texts()):
            break
    assert "Several" not in "".join(tip.all_inner_texts())
    expect(page.locator("table.places tbody tr")).to_have_count(2)


def test_cooperation_is_above_conflict_below_and_the_usual_is_told(page, api):
    path = "since=2010-01-01&until=2024-04-30"
    begin(page, f"/timeline?bin=month&{path}")
    answer = api(f"/api/timeline?bin=month&{path}")
    chart = page.locator(".charts svg").first
    # The bars of the first chart: those of cooperation end where those of conflict begin.
    found = chart.evaluate(
        """(svg) => {
          const groups = [...svg.querySelectorAll("g")].filter((g) => g.parentNode === svg && g.querySelector(":scope > rect"));
          return groups.map((g) => [...g.querySelectorAll(":scope > rect")].filter((r) => +r.getAttribute("height") > 0)
            .map((r) => [+r.getAttribute("y"), +r.getAttribute("y") + +r.getAttribute("height")]));
        }"""
    )
    band, up, down = found
    assert band
    assert len(up) == sum(one["n_cooperation"] > 0 for one in answer["bins"])
    assert len(down) == sum(one["n_conflict"] > 0 for one in answer["bins"])
    assert max(bottom for _, bottom in up) <= min(top for top, _ in down) + 0.5
    latest = page.locator(".latest")
    expect(latest).to_contain_text(re.compile(r"usually \d+\.\d, within \d+–\d+ in 90 of 100"))
    expect(latest.locator("[class^=verdict-]").first).to_have_text(re.compile("than usual|as usual"))
    # A click on a bar leads to its rows.
    busiest = max(answer["bins"], key=lambda one: one["n"])
    box = chart.bounding_box()
    at = (answer["bins"].index(busiest) + 0.5) / len(answer["bins"])
    page.mouse.click(box["x"] + 48 + at * (box["width"] - 60), box["y"] + box["height"] / 2)
    settle(page)
    assert query(page)["since"] == [busiest["start"]]
    assert total(page) >= busiest["n"]


def test_an_entitys_roles_dealings_and_network_lead_on(page, api):
    begin(page, "/entity/gov:HND")
    answer = api("/api/entity/gov:HND")
    roles = page.get_by_role("region", name="Roles over time")
    expect(roles.locator("tbody tr")).to_have_count(len(answer["roles"]) + len(answer["sectors"]))
    expect(roles).to_contain_text("sector GOV")
    most = answer["dealings"][0]
    page.locator("table.dealings tbody tr").first.locator("td.num a").click()
    settle(page)
    assert query(page)["party"] == ["gov:HND", most["other"]["id"]]
    assert total(page) == most["n"]
    page.go_back()
    settle(page)
    node = page.locator("svg.network a.node").first
    name = node.get_attribute("aria-label")
    node.click()
    settle(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def test_an_office_has_its_years(page, api):
    rows = api("/api/events?limit=500&until=2024-04-30")["rows"]
    ids = sorted(
        {party["id"] for row in rows for party in row["actor"] + row["recipient"] if party["id"] and party["id"].startswith("person:")}
    )
    known = [(id, api(f"/api/entity/{id}")) for id in ids]
    id, answer = next((id, one) for id, one in known if any(role["start"] for role in one["roles"]))
    begin(page, f"/entity/{id}")
    role = next(one for one in answer["roles"] if one["start"])
    line = page.get_by_role("region", name="Roles over time").locator("tr").filter(has_text=role["role"]).first
    expect(line).to_contain_text(role["start"][:4])
    expect(line).to_contain_text(role["source"])


def test_a_dossier_answers_what_is_asked_of_it(page):
    begin(page, f"/dossier?{PAIR}")
    heads = page.locator("main.dossier section h2").all_inner_texts()
    assert [one for one in ASKED if one not in heads] == []
    page.get_by_role("navigation", name="Sections").get_by_role("link", name=re.compile("^Dates ahead")).click()
    expect(page.locator("#s-ahead, section:focus")).to_be_in_viewport()
    for line in page.locator(".dline").all():
        expect(line.locator("blockquote a.words").first).to_be_visible()
        expect(line.locator("cite").first).not_to_be_empty()


def test_the_kept_dossier_is_one_file_that_reads_and_prints_alone(page, browser, tmp_path):
    begin(page, f"/dossier?{PAIR}")
    files = {}
    for name in ("HTML", "Markdown"):
        with page.expect_download() as waiting:
            page.get_by_role("link", name=name).click()
        files[name] = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(files[name])
    assert (files["HTML"].suffix, files["Markdown"].suffix) == (".html", ".md")
    context = browser.new_context(offline=True)
    alone, asked = context.new_page(), []
    context.on("request", lambda request: asked.append(request.url))
    alone.goto(files["HTML"].as_uri())
    expect(alone.get_by_role("heading", level=1)).to_contain_text("Los Cuervos")
    assert alone.locator("h2").count() >= len(ASKED)
    printed = alone.pdf(format="A4")
    context.close()
    assert asked == [files["HTML"].as_uri()]
    assert printed.startswith(b"%PDF")
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= 12
    text = files["Markdown"].read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert "Los Cuervos" in text


def test_a_page_that_only_reads_offers_no_review(page):
    begin(page)
    expect(page.get_by_role("navigation", name="Views").get_by_role("link")).to_have_text(["Events", "Map", "Timeline", "Dossier"])
    begin(page, "/review")
    expect(page.get_by_role("heading", level=1)).to_have_text("Review is off")
    assert urlsplit(page.url).path == "/review"

"""The whole page, clicked through: each part as a person would use it."""

import csv
import json
import re
import subprocess
import sys
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import plain
import pytest
from walking import ROWS, begin, choose, click_the_middle, clicks, count_clicks, expect, facet, pick_party, query, settle, total


def test_opens_with_every_incident(page, api):
    begin(page)
    meta = api("/api/meta")
    assert total(page) == meta["incidents"]
    assert page.title().startswith("Events")
    expect(page.locator(ROWS)).to_have_count(min(100, meta["incidents"]))
    expect(page.locator("header .served")).to_contain_text(f"{meta['reports']} reports")


def test_facets_filter_and_come_off(page, api):
    begin(page)
    everything = total(page)
    choose(page, "Type", "Assault")
    assert query(page) == {"type": ["ASSAULT"]}
    assert total(page) == api("/api/events?type=ASSAULT")["total"] < everything
    assert set(page.locator(f"{ROWS} .code .type").all_inner_texts()) == {"ASSAULT"}
    choose(page, "Country", "Burkina Faso")
    assert total(page) == api("/api/events?type=ASSAULT&country=BFA")["total"]
    choose(page, "Status", "happened")
    rows = api("/api/events?type=ASSAULT&country=BFA&status=happened")
    assert 0 < total(page) == rows["total"]
    page.get_by_role("button", name="Take off the filter country: Burkina Faso").click()
    settle(page)
    assert query(page) == {"type": ["ASSAULT"], "status": ["happened"]}
    page.get_by_role("button", name="Take all off").click()
    settle(page)
    assert total(page) == everything


def test_the_count_of_a_facet_is_what_it_leaves(page):
    begin(page)
    for title in ("Class", "Type", "Actor", "Recipient", "Country", "Status", "Speaker", "Publisher", "Mode"):
        value = facet(page, title).locator("ul.values li").first
        said = int(value.locator(".n").inner_text().replace(",", ""))
        value.get_by_role("checkbox").check()
        settle(page)
        assert (title, total(page)) == (title, said)
        page.keyboard.press("x")
        settle(page)


def test_days_are_brushed_and_typed(page, api):
    begin(page)
    everything = total(page)
    brush = page.locator(".facets .brush svg")
    box = brush.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 2, box["y"] + 10, steps=4)
    page.mouse.up()
    settle(page)
    assert "since" in query(page)
    assert total(page) < everything
    page.get_by_label("From day").fill("2024-03-01")
    page.get_by_label("From day").press("Tab")
    page.get_by_label("To day").fill("2024-03-31")
    page.get_by_label("To day").press("Tab")
    settle(page)
    assert total(page) == api("/api/events?since=2024-03-01&until=2024-03-31")["total"] > 0
    page.get_by_role("button", name="All days").click()
    settle(page)
    assert total(page) == everything


def test_confidence_and_a_name_typed(page, api):
    begin(page)
    box = facet(page, "Confidence")
    box.get_by_role("slider").fill("0.7")
    settle(page)
    assert total(page) == api("/api/events?min_confidence=0.7")["total"]
    name = page.get_by_role("combobox", name="Actor: name or part of one")
    name.fill("Honduras")
    page.get_by_role("option", name=re.compile("Government of Honduras")).click()
    settle(page)
    assert query(page)["actor"] == ["gov:HND"]


def test_search_marks_snippets_and_opens_at_the_sentence(page):
    begin(page)
    page.keyboard.press("/")
    page.keyboard.type("amnesty")
    page.keyboard.press("Enter")
    settle(page)
    assert query(page)["q"] == ["amnesty"]
    assert total(page) > 0
    page.get_by_role("button", name="Texts").click()
    settle(page)
    hit = page.locator(".hits li").filter(has_text="ruled out a general").first
    expect(hit.locator(".snippet mark").first).to_have_text(re.compile("amnesty", re.IGNORECASE))
    hit.locator("a").first.click()
    settle(page)
    sentence = page.locator("[data-in-sentence]")
    assert "amnesty" in "".join(sentence.all_inner_texts())
    expect(sentence.first).to_be_in_viewport()


def test_sort_by_heads(page):
    begin(page)
    for name, cell, key in (("Conf.", ".c-conf .conf", float), ("Type", ".c-type .type", str)):
        head = page.get_by_role("columnheader", name=name)
        for _ in range(2):
            head.get_by_role("button").click()
            settle(page)
            values = [key(words) for words in page.locator(f"{ROWS} {cell}").all_inner_texts()]
            down = head.get_attribute("aria-sort") == "descending"
            assert values == sorted(values, reverse=down)
    assert query(page)["sort"] == ["-type"]


def test_every_view_is_a_permalink(page):
    begin(page)
    choose(page, "Class", "Material conflict|material conflict|Conflict in deeds")
    page.get_by_role("columnheader", name="Conf.").get_by_role("button").click()
    settle(page)
    words, before = page.url, page.locator(ROWS).all_inner_texts()
    page.reload()
    settle(page)
    assert page.locator(ROWS).all_inner_texts() == before
    page.get_by_role("link", name="Map").click()
    settle(page)
    assert query(page)["quad"] == ["4"]
    page.go_back()
    settle(page)
    assert page.url == words


def test_twins_say_the_same(page, address):
    begin(page, "/?type=ASSAULT&sort=-confidence")
    shown = page.locator(ROWS).evaluate_all("rows => rows.map(row => row.dataset.id)")
    with urllib.request.urlopen(address + page.get_by_role("link", name="JSON", exact=True).get_attribute("href")) as answer:
        twin = json.load(answer)
    assert [row["id"] for row in twin["rows"]] == shown
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV", exact=True).click()
    with Path(waiting.value.path()).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["id"] for row in rows} >= set(shown)
    assert len(rows) == twin["total"]
    page.get_by_role("button", name="SQL").click()
    expect(page.get_by_role("dialog")).to_contain_text("SELECT")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_tellings_unfold_and_each_can_be_listed(page, api):
    begin(page, "/?q=Burkina")
    row = page.locator(ROWS).filter(has=page.locator("button.fold")).first
    told = int(re.search(r"\d+", row.locator("button.fold").inner_text())[0])
    row.locator("button.fold").click()
    settle(page)
    expect(page.locator(".tellings ol > li")).to_have_count(told)
    expect(page.locator(".joined")).to_contain_text("Why they are one")
    row.locator("button.fold").click()
    expect(page.locator(".tellings")).to_have_count(0)
    incidents = total(page)
    page.get_by_role("button", name="Every telling").click()
    settle(page)
    assert query(page)["fold"] == ["events"]
    assert total(page) == api("/api/events?q=Burkina&fold=events")["total"] > incidents


def to_the_talks(page):
    """From the front page to the report of sample 01 at its event of talks."""
    begin(page)
    choose(page, "Actor", "Government of Honduras")
    row = page.locator(ROWS).filter(has_text="CONSULT").filter(has_text="second round of talks").first
    row.locator("a.words").click()
    settle(page)


def test_three_clicks_to_the_sentence_behind_the_talks(page):
    count_clicks(page)
    to_the_talks(page)
    assert 1 <= clicks(page) <= 3
    expect(page.locator("article")).to_contain_text("Honduran government and Los Cuervos gang open second round of talks")
    sentence = page.locator("[data-in-sentence]")
    assert "second round of talks" in "".join(sentence.all_inner_texts())
    expect(page.locator("[data-chosen-trigger]")).to_be_in_viewport()


def test_spans_and_records_lead_to_each_other(page, api):
    to_the_talks(page)
    card = page.locator("li.card.open")
    expect(card).to_have_count(1)
    expect(card).to_contain_text("CONSULT")
    first = card.get_attribute("data-event")
    expect(page.locator(f".text .lit[data-events~='{first}']").first).to_be_visible()
    # From a record to its words, by pointing and by clicking.
    other = page.locator("li.card:not(.open)").nth(2)
    event = other.get_attribute("data-event")
    other.hover()
    expect(page.locator(f".text .lit[data-events~='{event}']").first).to_be_attached()
    other.locator("button.card-head").click()
    expect(page.locator(f"li.card.open[data-event='{event}']")).to_have_count(1)
    expect(page.locator("[data-chosen-trigger]").first).to_be_in_viewport()
    assert query(page)["event"] == [event]
    # From words to their record.
    page.keyboard.press("Escape")
    expect(page.locator("li.card.open")).to_have_count(0)
    span = page.locator(f".text .r-trigger[data-events~='{first}']").first
    span.hover()
    expect(page.locator(f"li.card.lit[data-event='{first}']")).to_have_count(1)
    span.click()
    expect(page.locator(f"li.card.open[data-event='{first}']")).to_have_count(1)
    # Words of the record are the words of the text.
    report = api("/api/report/" + urlsplit(page.url).path.split("/")[-1])
    for record in report["events"]:
        trigger = record["trigger"]
        assert report["text"][trigger["start"] : trigger["end"]] == trigger["quote"]


def test_furniture_is_set_apart_and_roles_can_be_hidden(page):
    to_the_talks(page)
    assert "Follow us on Facebook" in " ".join(page.locator(".text .furniture").all_inner_texts())
    expect(page.locator(".text .r-actor").first).to_be_visible()
    page.locator(".legend").get_by_role("button", name="actor").click()
    expect(page.locator(".text .r-actor")).to_have_count(0)


def test_why_this_code(page, api):
    to_the_talks(page)
    event = page.locator("li.card.open").get_attribute("data-event")
    page.get_by_role("button", name="Why this code").click()
    why = page.locator(".why")
    expect(why.get_by_role("heading", name="Is it an event?")).to_be_visible()
    expect(why).to_contain_text(api(f"/api/explain/{event}")["types"][0]["label"])
    assert why.locator(".examples li").count() > 0
    assert query(page)["why"] == ["1"]


def test_claims_and_names_beside_the_text(page):
    to_the_talks(page)
    page.get_by_role("tab", name=re.compile("Claims")).click()
    claim = page.locator(".claims button").first
    words = re.search("“(.+?)”", claim.inner_text())[1]
    claim.click()
    assert words in "".join(page.locator("[data-in-sentence]").all_inner_texts())
    page.get_by_role("tab", name=re.compile("Named")).click()
    page.locator(".named").get_by_role("link", name=re.compile("Los Cuervos")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Los Cuervos")


def test_map_shows_points_areas_and_the_unknown(page, api):
    begin(page, "/map")
    answer = api("/api/map")
    expect(page.locator(".map[data-ready=true] canvas").first).to_be_visible()
    assert total(page) == answer["total"]
    assert answer["points"]
    assert answer["areas"]
    assert {point["precision"] for point in answer["points"]} <= {"settlement", "point"}
    expect(page.locator("table.places tr.area").first).to_be_visible()
    page.get_by_role("tab", name=re.compile("Place unknown")).click()
    expect(page.locator(".row-list > li:not(.hint)")).to_have_count(len(answer["unknown"]))
    page.get_by_role("tab", name=re.compile("Places")).click()
    page.get_by_role("button", name="La Lima").click()
    settle(page)
    expect(page.locator(".picked-head h2")).to_have_text("La Lima")
    expect(page.locator(".side .row-list > li").first).to_be_visible()
    page.get_by_role("button", name="Only these").click()
    settle(page)
    assert "place" in query(page)
    assert 0 < total(page) < answer["total"]


def test_map_is_brushed_with_days_and_facets(page, api):
    begin(page, "/map")
    everything = total(page)
    page.locator(".map-days").get_by_label("From day").fill("2024-03-01")
    page.locator(".map-days").get_by_label("From day").press("Tab")
    settle(page)
    some = total(page)
    assert some == api("/api/map?since=2024-03-01")["total"] < everything
    choose(page, "Class", "cooperation")
    assert total(page) < some
    page.get_by_role("link", name="Timeline").click()
    settle(page)
    assert query(page)["since"] == ["2024-03-01"]


def test_a_click_on_the_map_itself_picks(page):
    begin(page, "/map?place=La+Lima")
    click_the_middle(page, "La Lima")
    expect(page.locator(".picked-head h2")).to_have_text("La Lima")


def test_a_province_is_an_area_and_never_a_point(page, api):
    answer = api("/api/map")
    provinces = {one["name"]: one for one in answer["areas"] if one["province"]}
    assert set(provinces) == set(plain.PROVINCES)
    assert not set(plain.PROVINCES) & {one["name"] for one in answer["points"]}
    begin(page, f"/map?place={provinces['Chihuahua']['places'][0]}")
    expect(page.locator("table.places tbody tr")).to_have_count(1)
    expect(page.locator("table.places tr.area")).to_contain_text("province")
    click_the_middle(page, "Chihuahua: 1 known to the province")
    expect(page.locator(".picked-head h2")).to_have_text("Chihuahua")
    expect(page.locator(".side .row-list > li")).to_have_count(1)


def test_an_untitled_report_goes_by_its_first_line(page):
    begin(page, "/?q=farmers+Zamfara&show=text")
    hit = page.locator(".hits li a").filter(has_text=plain.UNTITLED)
    hit.click()
    settle(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(plain.UNTITLED)
    assert page.title().startswith(plain.UNTITLED)


@pytest.mark.parametrize(
    "path",
    ["/?country=HND", "/map?country=HND", "/timeline?a=gov:HND&bin=month", "/entity/gov:HND", "/dossier?a=gov:HND&b=name:los-cuervos"],
    ids=["events", "map", "timeline", "entity", "dossier"],
)
def test_the_query_of_a_view_is_copied_and_runs(page, context, store, path):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    begin(page, path)
    page.locator(".twins").get_by_role("button", name="SQL").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("pre.sql")).to_contain_text("SELECT")
    sql = dialog.locator("pre.sql").text_content()
    dialog.get_by_role("button", name="Copy").click()
    expect(dialog.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == sql
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    command = [sys.executable, "-m", "dateline", "query", sql, "--store", str(store), "--format", "jsonl"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    assert (done.returncode, done.stderr) == (0, "")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert rows


def test_timeline_of_two_parties(page, api):
    begin(page, "/timeline")
    pick_party(page, "Party A", "Honduras", "^Government of Honduras")
    pick_party(page, "Party B", "Cuervos", "^Los Cuervos")
    assert query(page) == {"a": ["gov:HND"], "b": ["name:los-cuervos"]}
    expect(page.locator(".charts svg").first).to_be_visible()
    expect(page.locator(".latest")).to_contain_text("Cooperation")
    page.get_by_role("button", name="month").click()
    settle(page)
    bins = [one for one in api("/api/timeline?a=gov:HND&b=name:los-cuervos&bin=month")["bins"] if one["n"]]
    page.locator(".bin-table summary").click()
    expect(page.locator(".bin-table tbody tr")).to_have_count(len(bins))
    page.get_by_role("link", name="As events").click()
    settle(page)
    assert query(page)["party"] == ["gov:HND", "name:los-cuervos"]
    assert total(page) > 0


def test_entity(page, api):
    begin(page, "/?q=talks&country=HND")
    page.locator(ROWS).get_by_role("link", name="Government of Honduras").first.click()
    settle(page)
    answer = api("/api/entity/gov:HND")
    expect(page.get_by_role("heading", level=1)).to_have_text(answer["name"])
    expect(page.locator("table.dealings tbody tr")).to_have_count(min(25, len(answer["dealings"])))
    assert page.locator("svg.network a.node").count() > 0
    expect(page.get_by_role("region", name="Names").locator("tbody tr")).to_have_count(len(answer["names"]))
    name = answer["names"][0]
    page.get_by_role("region", name="Names").locator("a.words").first.click()
    settle(page)
    assert name["first_sentence"].split("\n")[0][:30] in "".join(page.locator("[data-in-sentence]").all_inner_texts())


def test_dossier_of_two_parties(page, api):
    begin(page, "/dossier")
    pick_party(page, "Party A", "Honduras", "^Government of Honduras")
    pick_party(page, "Party B", "Cuervos", "^Los Cuervos")
    expect(page.get_by_role("heading", level=1)).to_have_text("Government of Honduras and Los Cuervos")
    answer = api("/api/dossier?a=gov:HND&b=name:los-cuervos")
    expect(page.locator("main.dossier section h2")).to_have_count(len(answer["sections"]) + 2)
    lines = page.locator(".dline")
    assert lines.count() == sum(len(group["lines"]) for section in answer["sections"] for group in section["groups"])
    assert page.locator(".dline blockquote a.words").count() >= lines.count()
    talks = page.locator("#s-talks .dline blockquote a.words").first
    words = talks.inner_text()
    talks.click()
    settle(page)
    sentence = " ".join("".join(page.locator("[data-in-sentence]").all_inner_texts()).split())
    assert sentence[:40] in words
    page.go_back()
    settle(page)
    with page.expect_download() as waiting:
        page.locator("a[download][href^='/api/dossier.html']").click()
    assert "Los Cuervos" in Path(waiting.value.path()).read_text(encoding="utf-8")


def test_keys_alone_lead_to_the_sentence(page):
    begin(page)
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator(f"{ROWS}.selected")).to_have_attribute("data-row", "1")
    page.keyboard.press("Enter")
    expect(page.locator("[data-chosen-trigger]").first).to_be_in_viewport()
    page.keyboard.press("w")
    expect(page.locator(".why")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("Escape")
    expect(page.locator("li.card.open")).to_have_count(0)
    for keys, path in (("gm", "/map"), ("gt", "/timeline"), ("gd", "/dossier"), ("ge", "/")):
        for key in keys:
            page.keyboard.press(key)
        expect(page.locator("header nav [aria-current=page]")).to_have_attribute("href", re.compile(f"^{path}"))
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")


def test_light_and_dark(page):
    begin(page)
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.get_by_role("button", name="Dark").click()
    assert page.evaluate(ground) != light
    page.reload()
    settle(page)
    assert page.evaluate(ground) != light
    page.get_by_role("button", name="Light").click()
    assert page.evaluate(ground) == light


def test_what_is_not_there_is_said(page):
    begin(page, "/?q=zzzznothing")
    expect(page.locator(".nothing")).to_contain_text("Nothing fits")
    begin(page, "/nowhere")
    expect(page.get_by_role("heading", level=1)).to_have_text("No such page")

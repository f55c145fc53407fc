import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from dateline.intake import read_inputs
from dateline.intake.markup import shown_text, text_of_html
from dateline.intake.page import extractor, read_page
from dateline.intake.page_parts import join_lost
from dateline.records import Report

PAGE = Path(__file__).parents[1] / "data/news/page.html"


@pytest.fixture(scope="module")
def page():
    return read_page(PAGE.read_text(encoding="utf-8"))


def test_the_fields_of_a_page(page):
    assert page.title == "Rebels leave Tarvo after talks"
    assert page.author == "Mina Okoro; Reuters"
    assert page.published == "2025-08-08"  # as the page writes it, whatever the time zone here
    assert page.publisher == "Harbour Post"
    assert page.agency == "Reuters"
    assert page.url == "https://harbour.example/world/tarvo-12"


def test_the_text_is_the_news_and_the_headline_is_in_its_field(page):
    lines = page.text.split("\n")
    assert lines[0] == "Army to return on Monday, the governor says"
    assert not any("Rebels leave Tarvo after talks" in line for line in lines)
    assert not any(words in page.text for words in ("Who are the Front?", "morning briefing", "All rights reserved", "Home"))
    assert "Talks on prisoners go on in the capital, the two sides said in a joint statement." in lines


def test_an_embedded_post_keeps_author_and_day():
    (report,) = read_inputs([PAGE])
    assert isinstance(report, Report)
    found = {item.kind: report.text[item.start : item.end] for item in report.furniture}
    assert found["post"] == "We call on all sides to keep the truce in Tarvo"
    assert found["post_tail"].endswith("— UN Desk (@undesk) August 7, 2025")


def test_a_report_of_a_page_keeps_hash_and_extractor():
    (report,) = read_inputs([PAGE])
    assert isinstance(report, Report)
    assert report.raw_sha256 == hashlib.sha256(PAGE.read_bytes()).hexdigest()
    assert report.extractor == extractor() != ""
    assert (report.dateline, report.published_basis) == ("TARVO", "page")


def test_the_same_page_gives_the_same_report_in_another_time_zone(page):
    program = "import sys; from dateline.intake.page import read_page; print(read_page(open(sys.argv[1], encoding='utf-8').read()))"
    other = os.environ | {"TZ": "Pacific/Auckland", "PYTHONIOENCODING": "utf-8"}
    found = subprocess.run([sys.executable, "-c", program, str(PAGE)], env=other, check=True, capture_output=True, encoding="utf-8")
    assert found.stdout.strip() == str(page)


_CUT = "<p>Paragraph number {} of the long report tells what the rebels and the army did in Tarvo that week, street by street.</p>"


def test_a_body_cut_in_pieces_is_whole():
    pieces = "".join(
        f'<div class="chunk"><div class="body">{"".join(_CUT.format(n) for n in (a, a + 1, a + 2))}</div></div>' for a in (1, 4, 7)
    )
    tree = html.document_fromstring(
        f"<html><body>{pieces}<div class='foot'><p>{'About this company and its owners. ' * 3}</p></div></body></html>"
    )
    lines = [_CUT.format(n)[3:-4] for n in range(1, 4)]
    assert join_lost(lines, tree) == [_CUT.format(n)[3:-4] for n in range(1, 10)]


@pytest.mark.parametrize("around", ["aside", "footer", "blockquote", "form"])
def test_paragraphs_outside_the_body_are_not_joined(around):
    body = "".join(_CUT.format(n) for n in (1, 2, 3))
    tree = html.document_fromstring(f"<html><body><div>{body}</div><{around}><div>{_CUT.format(4)}</div></{around}></body></html>")
    lines = [_CUT.format(n)[3:-4] for n in range(1, 4)]
    assert join_lost(lines, tree) == lines


def test_a_second_article_is_not_joined():
    body = "".join(_CUT.format(n) for n in (1, 2, 3))
    tree = html.document_fromstring(f"<html><body><article>{body}</article><article>{_CUT.format(4)}</article></body></html>")
    lines = [_CUT.format(n)[3:-4] for n in range(1, 4)]
    assert join_lost(lines, tree) == lines


def test_a_page_that_calls_all_of_itself_related_keeps_its_text():
    body = "".join(_CUT.format(n) for n in range(1, 8))
    assert "Paragraph number 7" in read_page(f"<html><body><div class='related-news'>{body}</div></body></html>").text


@pytest.mark.parametrize(
    "markup", ["", " ", "<html></html>", "<!-- x -->", "no markup at all", "<html><body><script>x</script></body></html>", "\x00<p>"]
)
def test_a_page_without_text_is_no_error(markup):
    read_page(markup)


@settings(max_examples=25, deadline=None)
@given(
    st.integers(0, 2000), st.integers(0, 40), st.sampled_from(["", "<p>", "</div>", "<article>", "<!--", "&#0;", "\ud800", "<a href=x>"])
)
def test_no_damage_ends_in_a_traceback(at, length, put):
    markup = PAGE.read_text(encoding="utf-8")
    read_page(markup[:at] + put + markup[at + length :])


def test_shown_text_is_what_a_browser_shows():
    markup = "<div><p>One\n  two<br>three</p><script>x()</script>four <b>fi</b>ve<!-- no --> six<ul><li>a</li><li>b</li></ul></div>"
    assert shown_text(html.fragment_fromstring(markup)) == "One two\nthree\nfour five six\na\nb"


def test_plain_text_is_left_as_it_is():
    assert text_of_html(" Rebels < army\n\nTalks > war ") == "Rebels < army\n\nTalks > war"
    assert text_of_html("Army &amp; Front") == "Army & Front"

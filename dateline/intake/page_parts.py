"""Parts of a page's tree that the extractor is told to leave out, and paragraphs that it lost."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib import resources
from typing import TYPE_CHECKING

from dateline.errors import DataError
from dateline.intake.markup import shown_text

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LEFT_OUT = "data-left-out"  # the mark on an element that is to be left out
_WORDS = re.compile(r"\w+")
_WITHIN = r"(?:^|[\s_-])(?:{})(?:$|[\s_-])"
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_HIDDEN = re.compile(r"display:\s*none|visibility:\s*hidden", re.IGNORECASE)
_COLUMNS = "kind\tpattern\texample"
_PARTS = ("div", "section", "aside", "ul", "ol", "dl", "form", "p", "li", "span", "h2", "h3", "h4")
_LARGEST_SHARE = 0.25  # of the page's paragraph text: what holds more is no furniture, whatever it is called
_OUTSIDE = ("aside", "nav", "footer", "form", "figure", "figcaption", "blockquote", "button", "table")
_ANCESTORS = 4  # of a paragraph, whose names say where in the page it stands
_FEWEST_KEPT = 3  # paragraphs that must be kept in a place before another one is missed there
_SHORTEST = 40  # characters of a lost paragraph
_ALL_LINKED = 0.8  # share from which a paragraph is nothing but a link
_SENTENCE_END = re.compile(r"[.!?][\"”’')\]]*\s*$")
_MOST_LINKED = 0.5  # share of a paragraph's letters that are links


def words_of(text: str) -> str:
    """The words alone, in lower case: what two renderings of one paragraph share."""
    return " ".join(_WORDS.findall(text.casefold()))


@functools.cache
def _names() -> re.Pattern[str]:
    """Class names and ids of parts that are left out (`data/page_parts.tsv`), cut at hyphens, underscores and capitals."""
    lines = resources.files("dateline.intake").joinpath("data", "page_parts.tsv").read_text(encoding="utf-8").splitlines()
    if lines[0] != _COLUMNS:
        raise DataError("intake/data/page_parts.tsv:1: want the columns kind, pattern and example")
    patterns = []
    for number, line in enumerate(lines[1:], 2):
        cells = line.split("\t")
        try:
            found = len(cells) == 3 and re.search(_WITHIN.format(cells[1]), cells[2], re.IGNORECASE)
        except re.error as error:
            raise DataError(f"intake/data/page_parts.tsv:{number}: bad pattern ({error})") from None
        if not found:
            raise DataError(f"intake/data/page_parts.tsv:{number}: want a kind, a pattern and an example that fits it, with tabs between")
        patterns.append(cells[1])
    return re.compile(_WITHIN.format("|".join(patterns)), re.IGNORECASE)


def mark_left_out(tree: HtmlElement) -> None:
    """Marks parts that their names call newsletters, related stories, tools or consent, lone links, and parts that are not shown."""
    most = _LARGEST_SHARE * sum(len(words_of(str(p.text_content()))) for p in tree.iter("p"))
    for element in tree.iter(*_PARTS):
        if (_is_hidden(element) or _is_named(element) or _is_only_a_link(element)) and len(words_of(str(element.text_content()))) <= most:
            element.set(LEFT_OUT, "1")


def _is_named(element: HtmlElement) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return bool(names.strip()) and _names().search(_CAMEL.sub("-", names)) is not None


def _is_only_a_link(element: HtmlElement) -> bool:
    """A paragraph or item that is one link and no sentence: another story's headline."""
    if element.tag not in ("p", "li"):
        return False
    linked = sum(len(words_of(str(link.text_content()))) for link in element.iter("a") if link.get("href"))
    if not linked:
        return False
    text = words_of(str(element.text_content()))
    return linked >= _ALL_LINKED * len(text) and not _SENTENCE_END.search(str(element.text_content()))


def _is_hidden(element: HtmlElement) -> bool:
    return element.get("hidden") is not None or _HIDDEN.search(element.get("style") or "") is not None


def join_lost(lines: Sequence[str], tree: HtmlElement) -> list[str]:
    """The lines with the paragraphs put back that stand where most of them stand (same element names around) and are missing.

    Extractors choose one container; a body cut in several by advertisements then loses all but one of them.
    """
    kept = {words_of(line): number for number, line in reversed(list(enumerate(lines)))}
    paragraphs = list(_paragraphs(tree))
    places = Counter({place: 0 for place, _, _ in paragraphs})
    for place, words, _ in paragraphs:
        places[place] += words in kept
    if not places or (best := max(places, key=lambda place: (places[place], place))) is None or places[best] < _FEWEST_KEPT:
        return list(lines)
    whole = f" {' '.join(words_of(line) for line in lines)} "
    after: dict[int, list[str]] = {}
    at = -1
    for place, words, element in paragraphs:
        if place != best:
            continue
        if words in kept:
            at = max(at, kept[words])
        elif at >= 0 and _is_prose(element):
            lost = (
                line for line in shown_text(element).split("\n") if len(words := words_of(line)) >= _SHORTEST and f" {words} " not in whole
            )
            after.setdefault(at, []).extend(lost)
    return [one for number, line in enumerate(lines) for one in (line, *after.get(number, ()))]


def _paragraphs(tree: HtmlElement) -> Iterator[tuple[tuple[str, ...], str, HtmlElement]]:
    """Each paragraph's place in the page, its words and its element, in order."""
    for element in tree.iter("p"):
        around = list(element.iterancestors())
        if any(one.tag in _OUTSIDE or one.get(LEFT_OUT) for one in (element, *around)):
            continue
        article = next((tree.getroottree().getpath(one) for one in around if one.tag == "article"), "")
        names = tuple(f"{one.tag}.{' '.join(sorted((one.get('class') or '').split()))}" for one in around[:_ANCESTORS])
        yield (article, *names), words_of(str(element.text_content())), element


def _is_prose(element: HtmlElement) -> bool:
    linked = sum(len(str(link.text_content())) for link in element.iter("a"))
    return linked <= _MOST_LINKED * len(str(element.text_content()))

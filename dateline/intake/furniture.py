"""Marks the lines of a report that belong to the page, not to the news. Nothing is cut: offsets stay true."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from importlib import resources

from dateline.errors import DataError
from dateline.intake.agencies import agency_named
from dateline.intake.days import MONTH, WEEKDAY
from dateline.records import Furniture

_LONGEST_LINE = 400  # characters; longer lines are prose, whatever they begin with
_BYLINE_ZONE = 12  # non-blank lines from the top in which a bare byline may stand
_POST_WORDS = 5  # words before a media link that make the line the post's own text
_LONGEST_POST = 400  # characters of a short post with a margin (280 and links)

_PLATFORMS = r"(?:facebook|twitter|x|instagram|whatsapp|telegram|youtube|tiktok|linkedin|google news|threads|bluesky|social media)"
_NAME = r"(?:[A-ZÀ-Þ][\w'’.-]*)(?: (?:(?:de|da|del|della|di|van|von|der|den|la|le|al|el|bin|ben|abu|dos)\b|[A-ZÀ-Þ][\w'’.-]*)){1,4}"


_NAMED = {"{platforms}": _PLATFORMS, "{month}": MONTH, "{weekday}": WEEKDAY}
_COLUMNS = "kind\tpattern"


@functools.cache
def _line_rules() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Kinds with the pattern that a whole stripped line must match; the first that fits decides (`data/furniture.tsv`)."""
    lines = resources.files("dateline.intake").joinpath("data", "furniture.tsv").read_text(encoding="utf-8").splitlines()
    if lines[0] != _COLUMNS:
        raise DataError("intake/data/furniture.tsv:1: want the columns kind and pattern")
    patterns: dict[str, list[str]] = {}
    for number, line in enumerate(lines[1:], 2):
        kind, tab, pattern = line.partition("\t")
        for name, words in _NAMED.items():
            pattern = pattern.replace(name, words)
        try:
            re.compile(pattern)
        except re.error as error:
            raise DataError(f"intake/data/furniture.tsv:{number}: bad pattern ({error})") from None
        if not (kind and tab and pattern):
            raise DataError(f"intake/data/furniture.tsv:{number}: want a kind, a tab and a pattern")
        patterns.setdefault(kind, []).append(f"(?:{pattern})")
    return tuple((kind, re.compile("|".join(several), re.IGNORECASE)) for kind, several in patterns.items())


_BYLINE = re.compile(
    rf"(?:By|BY)\s(?:{_NAME})(?:(?:,| and|, and| &|,? with)\s{_NAME}){{0,5}}(?:\s?[,|•·–—-]\s?.{{1,60}}|\sin\s[A-ZÀ-Þ][\w ,'’-]{{1,40}})?"
)
_INLINE_CREDIT = re.compile(
    r"\((?:(?:additional|with) )?(?:reporting|writing|editing|compiled|translated|photos?|pictures?|image)\b[^()\n]{0,20}"
    r"(?:\b(?:by|courtesy|via|credit)\b|:)[^()\n]{2,300}\)",
    re.IGNORECASE,
)
_POST_TAIL = re.compile(
    rf"(?P<media>(?:(?:pic\.twitter\.com/|pic\.x\.com/|https?://t\.co/)\S*?[\s]*)*)[—–-]{{1,2}}\s?[^\n]{{1,80}}?\s\(@\w{{1,30}}\),?[\s]{{1,3}}"
    rf"(?P<day>{MONTH}\s\d{{1,2}},\s\d{{4}}|\d{{1,2}}\s{MONTH}\s\d{{4}})",
    re.IGNORECASE,
)
# A post as a card: name, @handle, a few lines of words, time and day.
_POST_CARD = re.compile(
    r"^(?P<head>[^\n]{1,60}\n@\w{2,40})[ \t]*\n+(?P<words>(?:[^\n]{1,400}\n+){1,6}?)"
    r"(?P<tail>\d{1,2}[:.]\d{2}\s?(?:[AP]M)?\s?[·|,-]\s?[^\n]{6,60})$",
    re.MULTILINE | re.IGNORECASE,
)
_SHARED_POST = re.compile(
    r"view this post on instagram|a post shared by .{1,80}\(@[\w.]{1,40}\).{0,40}|view on (?:threads|x|twitter)", re.IGNORECASE
)


def find_furniture(text: str) -> tuple[Furniture, ...]:
    """The page furniture of a text, in order, without overlaps.

    Kinds: `credit` (sources, pictures, reporting), `byline`, `date`, `follow`, `link`, `caption`, `copyright`, `cookie`, `notice`, `ad`,
    `post` (the words of an embedded social post) and `post_tail` (its link, account and date).
    """
    lines = list(_lines(text))
    found = list(_posts(text, lines))
    found.extend(_inline_credits(text))
    seen = 0
    for start, end in lines:
        if start == end:
            continue
        seen += 1
        kind = _kind(text[start:end], early=seen <= _BYLINE_ZONE) if end - start <= _LONGEST_LINE else None
        if kind:
            found.append(Furniture(start=start, end=end, kind=kind))
    return _without_overlaps(found)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each line, white space at its ends left out."""
    position = 0
    for line in text.split("\n"):
        stripped = line.strip()
        start = position + (len(line) - len(line.lstrip()) if stripped else 0)
        yield start, start + len(stripped)
        position += len(line) + 1


def _kind(line: str, *, early: bool) -> str | None:
    for kind, rule in _line_rules():
        if rule.fullmatch(line):
            return kind
    if _SHARED_POST.fullmatch(line):
        return "post_tail"
    if early and _BYLINE.fullmatch(line):
        return "byline"
    if len(line) <= 60 and agency_named(line.strip("()[]/-–—. \t")):
        return "credit"
    return None


def _inline_credits(text: str) -> Iterator[Furniture]:
    for found in _INLINE_CREDIT.finditer(text):
        yield Furniture(start=found.start(), end=found.end(), kind="credit")


def _posts(text: str, lines: list[tuple[int, int]]) -> Iterator[Furniture]:
    for found in _POST_CARD.finditer(text):
        for group, kind in (("head", "post_tail"), ("words", "post"), ("tail", "post_tail")):
            yield Furniture(start=found.start(group), end=found.end(group), kind=kind)
    if "(@" not in text:
        return
    for found in _POST_TAIL.finditer(text):
        start = found.start()
        yield Furniture(start=start, end=found.end(), kind="post_tail")
        body = _post_body(text, lines, start)
        if body:
            yield Furniture(start=body[0], end=body[1], kind="post")


def _post_body(text: str, lines: list[tuple[int, int]], tail: int) -> tuple[int, int] | None:
    """The post's own words: what stands before the tail on its line and, if those are few, the one line above."""
    at = max((number for number, (start, _) in enumerate(lines) if start <= tail), default=0)
    begin = lines[at][0]
    words = text[begin:tail].strip()
    if len(words.split()) < _POST_WORDS and at > 0:
        above_start, above_end = lines[at - 1]
        if 0 < above_end - above_start <= _LONGEST_POST:
            begin = above_start
    end = begin + len(text[begin:tail].rstrip())
    return (begin, end) if begin < end and end - begin <= 2 * _LONGEST_POST else None


def _without_overlaps(found: list[Furniture]) -> tuple[Furniture, ...]:
    kept: list[Furniture] = []
    taken: list[Furniture] = []
    for rank in (("post_tail", "post"), None):  # a post outranks the line rules inside it
        for item in found:
            if (item.kind in ("post", "post_tail")) == (rank is not None) and not any(_overlap(item, other) for other in taken):
                kept.append(item)
                taken.append(item)
    return tuple(sorted(kept, key=lambda item: item.start))


def _overlap(left: Furniture, right: Furniture) -> bool:
    return left.start < right.end and right.start < left.end

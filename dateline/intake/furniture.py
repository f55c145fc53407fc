"""Marks the lines of a report that belong to the page, not to the news. Nothing is cut: offsets stay true."""

from __future__ import annotations

import bisect
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
_LONGEST_BYLINE = 80
_SENTENCE_END = re.compile(r"[.!?][”’\"')\]]*$")
_POST_WORDS = 5  # words before a media link that make the line the post's own text
_LONGEST_POST = 400  # characters of a short post with a margin (280 and links)

_PLATFORMS = r"(?:facebook|twitter|x|instagram|whatsapp|telegram|youtube|tiktok|linkedin|google news|threads|bluesky|social media)"
_NAME = r"(?:[A-ZÀ-Þ][\w'’.-]*)(?: (?:(?:de|da|del|della|di|van|von|der|den|la|le|al|el|bin|ben|abu|dos)\b|[A-ZÀ-Þ][\w'’.-]*)){1,4}"


# Names and the words between them in a line of credits; a line with another word in lower case is prose.
_CREDITED = r"(?-i:[A-ZÀ-Þ](?:[\w'’-]|\.(?=\w))*)"
_BETWEEN = (
    r"(?:in|and|by|the|for|of|with|from|at|additional|reporting|writing|editing|graphics?|newsroom|bureau|desk|staff|agencies|agency)\b|&"
)
_CREDIT_NAMES = rf"(?:the\s)?(?:{_CREDITED}|staff\b|agencies\b)\.?(?:(?:[,;:/]\s?|\s)(?:{_BETWEEN}|{_CREDITED})\.?)*"
_NAMED = {"{platforms}": _PLATFORMS, "{month}": MONTH, "{weekday}": WEEKDAY, "{names}": _CREDIT_NAMES, "{name}": f"(?-i:{_NAME})"}
_COLUMNS = "kind\tpattern"


@functools.cache
def _line_rules() -> re.Pattern[str]:
    """What a whole stripped line must match, a group for each kind; the first that fits decides (`data/furniture.tsv`)."""
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
    # One pattern for all: of its alternatives the first that fits decides. A pattern with groups of its own would hide the kind's.
    groups = (f"(?P<{kind}>{'|'.join(several)})" for kind, several in patterns.items())
    return re.compile("|".join(groups), re.IGNORECASE)


_BYLINE = re.compile(
    rf"(?:By|BY)\s(?:{_NAME})(?:(?:,| and|, and| &|,? with)\s{_NAME}){{0,5}}(?:\s?[,|•·–—-]\s?.{{1,60}}|\sin\s[A-ZÀ-Þ][\w ,'’-]{{1,40}})?"
)
_INLINE_CREDIT = re.compile(
    r"\((?:(?:additional|with) )?(?:reporting|writing|editing|compiled|translated|photos?|pictures?|image)\b[^()\n]{0,20}"
    r"(?:\b(?:by|courtesy|via|credit)\b|:)[^()\n]{2,300}\)",
    re.IGNORECASE,
)
_MEDIA = r"(?:pic\.twitter\.com/|pic\.x\.com/|https?://t\.co/)"
_POST_TAIL = re.compile(
    rf"(?P<media>(?:{_MEDIA}(?:(?!{_MEDIA})\S)*?\s*)*)[—–-]{{1,2}}\s?[^\n]{{1,80}}?\s\(@[\w.@-]{{1,60}}\),?[\s]{{1,3}}"
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
    r"view this post on instagram|an? (?:post|reel|video) shared by .{1,80}\(@[\w.]{1,40}\).{0,40}|view on (?:threads|x|twitter|bluesky)"
    rf"|posted by .{{1,80}}\son\s(?:{WEEKDAY},?\s)?(?:{MONTH}\s\d{{1,2}}|\d{{1,2}}\s{MONTH}),?\s\d{{4}}.{{0,20}}"
    r"|@[\w.]{2,40}\s.{0,200}♬.{0,80}",
    re.IGNORECASE,
)


def find_furniture(text: str, author: str | None = None) -> tuple[Furniture, ...]:
    """The page furniture of a text, in order, without overlaps. `author` is the report's, if known: a line of his name is a byline.

    Kinds: `credit` (sources, pictures, reporting), `byline`, `date`, `follow`, `link`, `caption`, `copyright`, `cookie`, `notice`, `ad`,
    `post` (the words of an embedded social post) and `post_tail` (its link, account and date: who posted it and when).
    """
    lines = list(_lines(text))
    found = list(_posts(text, lines))
    authors = _authors(author)
    seen = 0
    for start, end in lines:
        if start == end:
            continue
        seen += 1
        kind = _kind(text[start:end], seen <= _BYLINE_ZONE, authors) if end - start <= _LONGEST_LINE else None
        if kind:
            found.append(Furniture(start=start, end=end, kind=kind))
    found.extend(_inline_credits(text))
    return _without_overlaps(found)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each line, white space at its ends left out."""
    position = 0
    for line in text.split("\n"):
        stripped = line.strip()
        start = position + (len(line) - len(line.lstrip()) if stripped else 0)
        yield start, start + len(stripped)
        position += len(line) + 1


def _authors(author: str | None) -> tuple[str, ...]:
    """The names in an author field, two words or more each: one word may be the first of a sentence."""
    names = (name.strip().casefold() for name in re.split(r";|,|\band\b|&|\|", author or ""))
    return tuple(name for name in names if len(name.split()) > 1)


def _kind(line: str, early: bool, authors: tuple[str, ...]) -> str | None:
    if found := _line_rules().fullmatch(line):
        return found.lastgroup
    if _SHARED_POST.fullmatch(line):
        return "post_tail"
    if early and (_BYLINE.fullmatch(line) or _is_authors(line, authors)):
        return "byline"
    if len(line) <= 60 and agency_named(line.strip("()[]/-–—. \t")):
        return "credit"
    return None


def _is_authors(line: str, authors: tuple[str, ...]) -> bool:
    """Whether the line is an author's name with his place or post and no sentence ("Mina Okoro in Tarvo")."""
    return len(line) <= _LONGEST_BYLINE and line.casefold().startswith(authors) and not _SENTENCE_END.search(line) if authors else False


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
    """The stretches that no earlier one covers; a post outranks the line rules inside it."""
    kept: list[Furniture] = []  # by position
    for item in sorted(found, key=lambda item: item.kind not in ("post", "post_tail")):
        at = bisect.bisect_left(kept, item.end, key=lambda other: other.start)
        # Those kept do not overlap, so the last that begins before this one's end is the only one to look at.
        if at == 0 or kept[at - 1].end <= item.start:
            kept.insert(at, item)
    return tuple(kept)

"""Where sentences begin and end, as offsets into the report's text.

Our own rules: the one library that was right on hard newswire (blingfire) brings 99 MB of models for other uses. A full stop ends
a sentence unless an abbreviation of `data/abbreviations.tsv` stands before it: `never` (titles, never at an end), `month` (not
before a number), `maybe` (ends a sentence only where a usual opening word follows).
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable
from importlib import resources

from dateline.records import Furniture

# Possessive, so that endless dots or spaces are passed over once.
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"”’')\]»]*+(?=\s)")
_WORD_BEFORE = re.compile(r"[\w.'’&-]+$")
_WORD_AFTER = re.compile(r"\s++[\"“‘'(\[«–—-]*+\s*+(\w[\w'’]*)")
_OPENERS = frozenset(
    """
    a an the this that these those he she it they we i you his her its their our in on at by for from with as but and or if
    when while after before since until during despite although though however meanwhile earlier later last there here some
    many most two three both other another several no not what who why how yet so still under according police officials
    president mr mrs
    """.split()  # noqa: SIM905
)
_CLOSED = tuple('.!?:;…"”’)')
_LINE = re.compile(r"\r\n|\r|\n")
_HARD_BREAK = re.compile(r"(?>\r\n|\r|\n)(?:[ \t]*+(?:\r\n|\r|\n)|[ \t]++(?=\S))")
# Longer than this, a "sentence" is a table or a run of names: it is cut at the next space so that the model can read it.
MOST_CHARS = 1200


@functools.cache
def _abbreviations() -> dict[str, str]:
    text = resources.files("dateline.reader").joinpath("data/abbreviations.tsv").read_text(encoding="utf-8")
    return dict(line.split("\t") for line in text.splitlines()[1:])


def _is_wrapped(lines: list[str]) -> bool:
    """Whether single newlines only wrap long lines: most lines with a line after them are of wrapping width and end in mid-sentence."""
    inner = [line for line, after in itertools.pairwise(lines) if line.strip() and after.strip()]
    if len(inner) < 2:
        return False
    wrapped = sum(40 <= len(line) <= 100 and not line.rstrip().endswith(_CLOSED) for line in inner)
    return wrapped > len(inner) / 2


def _paragraphs(text: str) -> Iterable[tuple[int, int]]:
    hard = _HARD_BREAK if _is_wrapped(_LINE.split(text)) else _LINE
    start = 0
    for gap in hard.finditer(text):
        yield start, gap.start()
        start = gap.end()
    yield start, len(text)


def _ends_here(text: str, stop: re.Match[str]) -> bool:
    after = _WORD_AFTER.match(text, stop.end())
    if not after:
        return True
    following = after.group(1)
    if following[0].islower():
        return False
    if stop.group()[0] != ".":
        return True
    before = _WORD_BEFORE.search(text, max(0, stop.start() - 24), stop.start())
    if not before or stop.group().rstrip("\"”’')]»") != ".":
        return True
    word = before.group().lstrip("-'’")
    kind = _abbreviations().get(word)
    if kind == "never" or (len(word) == 1 and word.isupper()):
        return False
    if kind == "month":
        return not following[0].isdigit()
    if kind == "maybe" or re.fullmatch(r"(?:[A-Z]\.)+[A-Z]", word):
        return following.lower() in _OPENERS
    return True


def _cut(start: int, end: int, text: str) -> Iterable[tuple[int, int]]:
    while end - start > MOST_CHARS:
        space = text.rfind(" ", start + 1, start + MOST_CHARS)
        middle = space if space > 0 else start + MOST_CHARS
        yield start, middle
        start = middle
    yield start, end


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def split_sentences(text: str, furniture: Iterable[Furniture] = ()) -> list[tuple[int, int]]:
    """Start and end of every sentence outside the furniture, in order. A sentence never crosses a paragraph or a piece of furniture."""
    found: list[tuple[int, int]] = []
    walls = sorted((f.start, f.end) for f in furniture)
    for first, last in _paragraphs(text):
        pieces, at = [], first
        for wall_start, wall_end in walls:
            if wall_end <= at or wall_start >= last:
                continue
            pieces.append((at, min(wall_start, last)))
            at = max(at, wall_end)
        if at < last:
            pieces.append((at, last))
        for start, end in pieces:
            begin = start
            for stop in _END.finditer(text, start, end):
                if _ends_here(text, stop):
                    found += _cut(begin, stop.end(), text)
                    begin = stop.end()
            if begin < end:
                found += _cut(begin, end, text)
    return [s for s in (_trim(text, a, b) for a, b in found) if s]

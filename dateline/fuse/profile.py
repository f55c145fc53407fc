"""What of a report decides whether it is a copy: its words in one spelling, its names and numbers, and what it says of itself.

A profile is made from one report alone, so a likeness of two (`dateline.fuse.likeness`) is a function of these two.
"""

from __future__ import annotations

import functools
import re
import unicodedata
import zlib
from importlib import resources

import numpy as np
import numpy.typing as npt

from dateline.errors import DataError
from dateline.intake.agencies import agency_named
from dateline.records import Record, Relation, Report

Tokens = npt.NDArray[np.uint32]

PLAIN, NAME, NUMBER = 0, 1, 2  # class of a token, in its two lowest bits; the others are the word's hash
_CLASS_BITS, _CLASS = 2, 3
_COLUMNS = {"housestyle": "variant\tstandard\twhat", "storymarks": "relation\twhere\tpattern\texample"}
_HEAD = 260  # characters of the text in which an editor's note ("(Adds quotes)") may stand, and at its end
_CREDITS = 400  # characters of credit lines that are kept
_CREDIT_KINDS = ("credit", "byline", "copyright", "dateline", "link")

_WORD = re.compile(r"\d[\d,]*(?:\.\d+)?(?:-\d+/\d+|/\d+)?|[^\W\d_]+(?:['’][^\W\d_]+|\.(?=[^\W\d_]\b)[^\W\d_])*\.?")
_LAST_POSSESSIVE = re.compile(r"['’]s?$")
_OPENERS = frozenset(
    "a an the this that these those in on at by for from to of as and but if when while after before since with".split()  # noqa: SIM905
)
_SENTENCE_END = '.!?:"”“\n'


class Profile(Record, frozen=True):
    """A report as stories see it. `tokens` are the words of the news without furniture, as bytes of `Tokens`.

    `title` are the title's words, sorted. `own`: the publisher is an agency, so the report is the agency's own version. `mark` is what
    the report calls itself (`update`, `correction`, or None), `mark_words` the words that say so. `credits` are its credit lines, folded.
    """

    key: str
    tokens: bytes
    title: bytes
    published: str | None
    publisher: str | None
    agency: str | None
    own: bool
    mark: Relation | None
    mark_words: str
    credits: str

    @property
    def words(self) -> Tokens:
        """The tokens as an array."""
        return np.frombuffer(self.tokens, np.uint32)


def profile(report: Report) -> Profile:
    """The profile of a report."""
    mark, words = _mark(report)
    own = agency_named(report.publisher) if report.publisher else None
    return Profile(
        key=report.key,
        tokens=tokens(news(report)).tobytes(),
        title=np.unique(tokens(report.title) >> np.uint32(_CLASS_BITS)).tobytes() if report.title else b"",
        published=report.published,
        publisher=report.publisher,
        agency=report.agency,
        own=own is not None and own == (report.agency or own),
        mark=mark,
        mark_words=words,
        credits=_credits(report),
    )


def news(report: Report) -> str:
    """The text without the stretches that are marked as furniture; each leaves a line break behind."""
    out, position = [], 0
    for item in report.furniture:
        if item.start >= position:
            out.append(report.text[position : item.start])
            position = item.end
    out.append(report.text[position:])
    return "\n".join(out)


def tokens(text: str) -> Tokens:
    """The words of a text in one spelling, each as a number: its hash in the upper bits, its class in the two lowest.

    Case, punctuation, accents, British spelling, number words below twenty, agency abbreviations and courtesy titles make no
    difference (`data/housestyle.tsv`). A name is a word with a capital that begins no sentence; a text in capitals has none.
    """
    plain = unicodedata.normalize("NFKC", text)
    shouted = _shouted(plain)
    found: list[int] = []
    opening: list[int] = []  # capitals that begin a sentence: names only if they are so elsewhere, or a capital follows
    opener_ends = -1
    for match in _WORD.finditer(plain):
        token = _token(match.group())
        if token >= 0:
            if token:
                found.append(token)
        elif shouted:
            found.append(-token)
        elif _begins(plain, match.start()):
            opener_ends = -1 if match.group().casefold() in _OPENERS else match.end()
            opening.append(len(found))
            found.append(-token)
        else:
            if opener_ends >= 0 and plain[opener_ends : match.start()].isspace():
                found[-1] |= NAME
            found.append(-token | NAME)
    named = {token for token in found if token & _CLASS == NAME}
    for at in opening:
        if found[at] | NAME in named:
            found[at] |= NAME
    return np.array(found, np.uint32)


def _begins(text: str, start: int) -> bool:
    """Whether a sentence, line or quotation begins here."""
    before = text[max(0, start - 3) : start].rstrip(" \t")
    return not before or before[-1] in _SENTENCE_END


def _shouted(text: str) -> bool:
    sample = text[:2000]
    capitals, small = sum(map(str.isupper, sample)), sum(map(str.islower, sample))
    return capitals > 0.6 * (capitals + small)


@functools.lru_cache(maxsize=1 << 16)
def _token(word: str) -> int:
    """The token of a word in its one spelling: negative where it has a capital, 0 where house styles leave it out."""
    if word[0].isdigit():
        return _hashed(word.replace(",", "")) | NUMBER
    folded = _LAST_POSSESSIVE.sub("", word.rstrip(".")).replace(".", "").replace("'", "").replace("’", "").casefold()
    if not folded.isascii():
        folded = "".join(char for char in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(char))
    standard = _house_style().get(folded, folded)
    if not standard:
        return 0
    if standard.isdigit():
        return _hashed(standard) | NUMBER
    return -_hashed(standard) if word[0].isupper() else _hashed(standard)


def _hashed(word: str) -> int:
    return (zlib.crc32(word.encode("utf-8", "surrogatepass")) >> _CLASS_BITS) << _CLASS_BITS


@functools.cache
def _house_style() -> dict[str, str]:
    """Spellings with the one that stands for them; an empty one is left out (`data/housestyle.tsv`, our own list)."""
    return {variant: "" if standard == "-" else standard for variant, standard, _ in _table("housestyle")}


@functools.cache
def _marks() -> tuple[tuple[Relation, str, re.Pattern[str]], ...]:
    found: list[tuple[Relation, str, re.Pattern[str]]] = []
    for number, (relation, where, pattern, example) in enumerate(_table("storymarks"), 2):
        try:
            rule = re.compile(pattern, re.IGNORECASE)
        except re.error as error:
            raise DataError(f"fuse/data/storymarks.tsv:{number}: bad pattern ({error})") from None
        if relation not in ("update", "correction") or where not in ("title", "text") or not rule.search(example):
            raise DataError(f"fuse/data/storymarks.tsv:{number}: want update or correction, title or text, and an example that fits")
        found.append((relation, where, rule))  # type: ignore[arg-type]
    return tuple(found)


def _table(name: str) -> list[list[str]]:
    lines = resources.files("dateline.fuse").joinpath("data", f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    if lines[0] != _COLUMNS[name]:
        raise DataError(f"fuse/data/{name}.tsv:1: want the columns {_COLUMNS[name]!r}")
    rows = [line.split("\t") for line in lines[1:]]
    for number, row in enumerate(rows, 2):
        if len(row) != len(lines[0].split("\t")) or not all(row):
            raise DataError(f"fuse/data/{name}.tsv:{number}: want {len(lines[0].split(chr(9)))} columns, none of them empty")
    return rows


def _mark(report: Report) -> tuple[Relation | None, str]:
    """What the report calls itself. A title is searched whole, the text at its top and end, where editors put their notes."""
    top, end = report.text[:_HEAD], report.text[_HEAD:][-_HEAD:]
    title = report.title or report.text.lstrip()[:120].split("\n", 1)[0]
    for relation, where, rule in _marks():
        for searched in (title,) if where == "title" else (top, end):
            found = rule.search(searched)
            if found and (where == "title" or _stands_apart(searched, found)):
                return relation, " ".join(found.group().split())[:60].strip("()-:/ ")
    return None, ""


def _stands_apart(text: str, found: re.Match[str]) -> bool:
    """Whether the words open a bracket, a line or the text: in a running sentence they are news."""
    before = text[: found.start()].rstrip(" \t")
    return found.group().startswith("(") or not before or before[-1] in "\n([-–—/"


def _credits(report: Report) -> str:
    lines = [report.text[item.start : item.end] for item in report.furniture if item.kind in _CREDIT_KINDS]
    if report.author:
        lines.append(report.author)
    return " | ".join(" ".join(line.casefold().split()) for line in lines)[:_CREDITS]

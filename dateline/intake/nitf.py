"""NITF 3.x (IPTC's News Industry Text Format): one document is one report."""

from __future__ import annotations

import dataclasses
import re

from lxml import etree

from dateline.intake.agencies import agency_in
from dateline.intake.credits import find_credits
from dateline.intake.days import read_day
from dateline.intake.markup import shown_text
from dateline.intake.newsml_tree import attribute, children, first, words

_UNSHOWN = frozenset(
    ("media", "media-caption", "media-metadata", "nitf-table-metadata", "style", "script", "figure", "figcaption", "head", "title")
)
_BY = re.compile(r"by\s+", re.IGNORECASE)
_COMPACT_DAY = re.compile(r"(\d{8})(?:T.*)?")
_NOTE = "Editor's note: "  # how a note to editors is written out, so that it is found as furniture and read as an update or a correction


@dataclasses.dataclass(frozen=True, kw_only=True)
class Wire:
    """What an item of a news format says, in the fields of a report. `cancelled`: its provider has withdrawn it."""

    text: str = ""
    id: str | None = None
    title: str | None = None
    author: str | None = None
    published: str | None = None
    publisher: str | None = None
    agency: str | None = None
    dateline: str | None = None
    language: str | None = None
    cancelled: bool = False


def read_nitf(root: etree._Element) -> Wire:
    """The report of an `nitf` element."""
    data, head, content = first(root, "head", "docdata"), first(root, "body", "body.head"), first(root, "body", "body.content")
    notes = [words(note) for note in children(head, "note")] if head is not None else []
    if data is not None:
        notes += [attribute(one, "info") for one in children(data, "ed-msg")]
        notes += [f"This item has been corrected. {attribute(one, 'info') or ''}" for one in children(data, "correction")]
    text = shown_text(content, _UNSHOWN) if content is not None else ""
    if not text and head is not None:
        text = "\n".join(shown_text(one, _UNSHOWN) for one in children(head, "abstract"))
    tagline = first(root, "body", "body.end", "tagline")
    lines = [*edit_notes(notes, text), text, words(tagline) or ""] if text else []
    title = _head_words(head, "hedline", "hl1") or words(first(root, "head", "title"))
    distributor = _head_words(head, "distributor")
    return Wire(
        text="\n".join(line for line in lines if line),
        id=_of(data, "doc-id", "id-string") or _of(data, "du-key", "key"),
        title=title,
        author=_byline(head),
        published=_published(root, data, head),
        publisher=distributor or _of(data, "doc.copyright", "holder") or attribute(first(root, "head", "pubdata"), "name"),
        agency=agency_in(distributor, _head_words(head, "byline"), _of(data, "doc.copyright", "holder")),
        dateline=place_of(_head_words(head, "dateline", "location") or _head_words(head, "dateline")),
        language=attribute(root, "{http://www.w3.org/XML/1998/namespace}lang"),
        cancelled=attribute(data, "management-status") in ("canceled", "cancelled", "withheld"),
    )


def edit_notes(notes: list[str | None], text: str) -> list[str]:
    """The notes to editors as lines that stand before the text; one that the text itself begins with is left out."""
    found = dict.fromkeys(" ".join(note.split()) for note in notes if note and note.strip())
    return [f"{_NOTE}{note}" for note in found if note not in text[:400]]


def _byline(head: etree._Element | None) -> str | None:
    """The names of a byline, without the words that say what its authors are (`byttl`)."""
    byline = first(head, "byline") if head is not None else None
    return without_by(" ".join(shown_text(byline, frozenset(("byttl",))).split()) or None) if byline is not None else None


def without_by(line: str | None) -> str | None:
    """A byline without its "By"."""
    return _BY.sub("", line, count=1) if line and _BY.match(line) else line


def place_of(dateline: str | None) -> str | None:
    """The place of a dateline ("KABUL, Aug 8 (Reuters) -"); of one that is only a place, itself."""
    if not dateline:
        return None
    bare = dateline.strip(" -–—")
    return find_credits(f"{bare} — The").dateline or re.split(r"[(\d]|\s[-–—]", bare)[0].strip(" ,") or None


def day_of(stamp: str | None) -> str | None:
    """The day of a time stamp in ISO 8601's basic (`20250808T120000Z`) or extended form."""
    compact = _COMPACT_DAY.fullmatch(stamp.strip()) if stamp else None
    return read_day(compact[1] if compact else stamp) if stamp else None


def _published(root: etree._Element, data: etree._Element | None, head: etree._Element | None) -> str | None:
    story = first(head, "dateline", "story.date") if head is not None else None
    pubdata = first(root, "head", "pubdata")
    stamps = (
        _of(data, "date.issue", "norm"),
        _of(data, "date.release", "norm"),
        attribute(pubdata, "date.publication"),
        attribute(story, "norm"),
    )
    return next((day for stamp in stamps if (day := day_of(stamp))), None)


def _of(data: etree._Element | None, child: str, name: str) -> str | None:
    return attribute(first(data, child), name) if data is not None else None


def _head_words(head: etree._Element | None, *path: str) -> str | None:
    return words(first(head, *path)) if head is not None else None

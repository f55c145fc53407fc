"""Items of NewsML-G2 (`newsItem`, IPTC standard 2.x) and of NewsML 1 (`NewsItem`, 1.0 to 1.2) to the fields of a report."""

from __future__ import annotations

from lxml import etree

from dateline.intake.agencies import agency_in
from dateline.intake.markup import local_name, shown_text, text_of_html
from dateline.intake.newsml_tree import attribute, children, first, words
from dateline.intake.nitf import Wire, day_of, edit_notes, place_of, read_nitf, without_by

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_CANCELLED = ("canceled", "cancelled", "withheld")
_SIGNALS = {"correction": "corrected", "corrected": "corrected", "update": "updated", "updated": "updated"}
_PICTURES = ("picture", "graphic", "video", "audio", "animation")


def read_g2(item: etree._Element) -> Wire:
    """The report of a `newsItem`; a `packageItem` only refers to others and has no text."""
    meta, content = _part(item, "itemmeta"), _part(item, "contentmeta")
    inner = _g2_content(item) if _code(first(meta, "itemclass")) not in _PICTURES else Wire()
    title = words(first(content, "headline")) or words(first(meta, "title")) or inner.title or words(first(content, "slugline"))
    providers = [_name(first(content, "infosource")), _name(first(meta, "provider"))]
    credit = words(first(content, "creditline"))
    bylines = [without_by(words(one)) for one in children(content, "by")] or [_name(one) for one in children(content, "creator")]
    stamps = (words(first(meta, "versioncreated")), words(first(meta, "firstcreated")), words(first(content, "contentcreated")))
    body = _without_title(inner.text, title)
    return Wire(
        text="\n".join([*edit_notes(_g2_notes(item, meta), body), body]) if body else "",
        id=attribute(item, "guid") or inner.id,
        title=title,
        author="; ".join(one for one in bylines if one) or inner.author,
        published=next((day for stamp in stamps if (day := day_of(stamp))), None) or inner.published,
        publisher=providers[1] or inner.publisher or providers[0],
        agency=agency_in(credit, *providers) or inner.agency,
        dateline=place_of(words(first(content, "dateline"))) or inner.dateline or _name(first(content, "located")),
        language=attribute(first(content, "language"), "tag") or attribute(item, _LANG) or inner.language,
        cancelled=inner.cancelled or _code(first(meta, "pubstatus")) in _CANCELLED,
    )


def read_newsml_1(item: etree._Element) -> Wire:
    """The report of a NewsML 1 `NewsItem`: its first component with text."""
    identifier = _part(item, "identification", "newsidentifier")
    management = _part(item, "newsmanagement")
    inner = next((wire for one in item.iter() if local_name(one) == "contentitem" and (wire := _content_item(one)).text), Wire())
    lines = next((one for one in item.iter() if local_name(one) == "newslines"), item)
    provider = next((attribute(one, "FormalName") for one in item.iter() if local_name(one) == "party"), None)
    title = words(first(lines, "headline")) or inner.title or words(first(lines, "slugline"))
    body = _without_title(inner.text, title)
    revision = words(first(identifier, "revisionid"))
    notes = [_signal(attribute(one, "FormalName"), revision) for one in children(management, "instruction")]
    notes += [words(one) for one in item.iter() if local_name(one) == "newslinetext"]
    stamps = (words(first(management, "thisrevisioncreated")), words(first(management, "firstcreated")), words(first(identifier, "dateid")))
    credit = words(first(lines, "creditline"))
    language = next((attribute(one, "FormalName") for one in item.iter() if local_name(one) == "language"), None)
    return Wire(
        text="\n".join([*edit_notes(notes, body), body]) if body else "",
        id=_version_1_id(identifier) or inner.id,
        title=title,
        author=without_by(words(first(lines, "byline"))) or inner.author,
        published=next((day for stamp in stamps if (day := day_of(stamp))), None) or inner.published,
        publisher=provider or words(first(identifier, "providerid")) or inner.publisher,
        agency=agency_in(credit, provider) or inner.agency,
        dateline=place_of(words(first(lines, "dateline"))) or inner.dateline,
        language=language or attribute(item, _LANG) or inner.language,
        cancelled=(attribute(first(management, "status"), "FormalName") or "").lower() in _CANCELLED,
    )


def _part(node: etree._Element, *path: str) -> etree._Element:
    """The element at the path; an empty one where there is none."""
    found = first(node, *path)
    return found if found is not None else etree.Element("none")


def _name(node: etree._Element | None) -> str | None:
    """The name of a party or place: its `name`, its literal, or the code's last part."""
    if node is None:
        return None
    return words(first(node, "name")) or attribute(node, "literal") or _code(node, lower=False) or words(node)


def _code(node: etree._Element | None, *, lower: bool = True) -> str:
    """A qcode ("stat:usable") or URI without its scheme."""
    code = (attribute(node, "qcode", "uri") or "").replace("/", ":").rpartition(":")[2]
    return code.lower() if lower else code


def _signal(code: str | None, version: str | None) -> str | None:
    what = _SIGNALS.get((code or "").lower())
    return f"This item has been {what}{f' (version {version})' if version else ''}." if what else None


def _g2_notes(item: etree._Element, meta: etree._Element) -> list[str | None]:
    """The notes to editors; where there is none, what the item's signals say (a correction, an update)."""
    notes = [words(one) for one in children(meta, "ednote")]
    return notes if any(notes) else [_signal(_code(one), attribute(item, "version")) for one in children(meta, "signal")]


def _g2_content(item: etree._Element) -> Wire:
    """The fullest rendition of the item's content that is inline."""
    found = [Wire()]
    for content in children(item, "contentset"):
        found += [_data(one) for one in children(content, "inlinexml")]
        found += [_data(one) for one in children(content, "inlinedata")]
    return max(found, key=lambda wire: len(wire.text))  # the first of equals: XML before plain text


def _content_item(item: etree._Element) -> Wire:
    if (attribute(first(item, "mediatype"), "FormalName") or "text").lower() in ("photo", *_PICTURES):
        return Wire()
    content = first(item, "datacontent")
    return _data(content) if content is not None else Wire()


def _data(holder: etree._Element) -> Wire:
    """What an element holds: an NITF document, XHTML, markup as text, or plain text."""
    nitf = next((one for one in holder.iter() if local_name(one) == "nitf"), None)
    if nitf is not None:
        return read_nitf(nitf)
    if len(holder) == 0:
        plain = holder.text or ""
        kind = attribute(holder, "contenttype") or ""
        return Wire(text=plain.strip("\r\n") if kind.startswith("text/plain") else text_of_html(plain))
    body = next((one for one in holder.iter() if local_name(one) in ("body", "body.content")), holder)
    return Wire(text=shown_text(body), title=words(next((one for one in holder.iter() if local_name(one) == "title"), None)))


def _without_title(text: str, title: str | None) -> str:
    """The text without a first line that repeats the headline."""
    line, _, rest = text.partition("\n")
    return rest.lstrip("\n") if title and rest.strip() and " ".join(line.split()) == title else text


def _version_1_id(identifier: etree._Element) -> str | None:
    """Provider, day and item id: the parts of a NewsML 1 identifier that its revisions share (its `PublicIdentifier` has the revision)."""
    parts = [words(first(identifier, name)) for name in ("providerid", "dateid", "newsitemid")]
    return "urn:newsml:" + ":".join(part for part in parts if part) if parts[2] else words(first(identifier, "publicidentifier"))

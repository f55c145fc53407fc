"""XML from strangers, read safely: no entity is expanded, no DTD loaded, no address opened."""

from __future__ import annotations

import html.entities
import re
from collections.abc import Iterator

from lxml import etree

from dateline.intake.fields import FieldError
from dateline.intake.markup import local_name, shown_text

_ENTITY = re.compile(rb"<!ENTITY\b", re.IGNORECASE)


def declares_entities(data: bytes) -> bool:
    """Whether a document declares entities of its own (an attack such as "billion laughs", or a file to be read in)."""
    return _ENTITY.search(data.replace(b"\0", b"")) is not None


def parse(data: bytes) -> etree._Element:
    """The document's root. Raises `FieldError` (`xml`) where it is broken, declares entities, or uses one that HTML does not know."""
    if declares_entities(data):
        raise FieldError("xml", "declares entities of its own, which are not expanded here; write their text out")
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, dtd_validation=False, huge_tree=False, recover=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise FieldError("xml", f"is no well-formed XML ({error.msg}); repair the export") from None
    for entity in root.iter(etree.Entity):
        name = str(getattr(entity, "name", ""))
        if f"{name};" not in html.entities.html5:
            raise FieldError(
                "xml", f"line {entity.sourceline}: &{name}; is declared in another file, which is not read; write its text out"
            )
    return root


def children(node: etree._Element, *path: str) -> Iterator[etree._Element]:
    """The elements at this path below the node, by local names in lower case, whatever their namespace."""
    if not path:
        yield node
        return
    for child in node:
        if local_name(child) == path[0]:
            yield from children(child, *path[1:])


def first(node: etree._Element, *path: str) -> etree._Element | None:
    """The first of them, or None."""
    return next(children(node, *path), None)


def words(node: etree._Element | None) -> str | None:
    """All its text in one line; None where there is none."""
    return (" ".join(shown_text(node, frozenset()).split()) or None) if node is not None else None


def attribute(node: etree._Element | None, *names: str) -> str | None:
    """The first of these attributes that says something."""
    return next((value.strip() for name in names if node is not None and (value := node.get(name)) and value.strip()), None)

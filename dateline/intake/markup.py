"""Markup to the text that a reader is shown: one line a block, nothing that is hidden."""

from __future__ import annotations

import html.entities
import re
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SPACE = re.compile(r"\s+")
# Elements of HTML and NITF that begin a line, and those of HTML whose words are none of the text's.
_BLOCK_NAMES = (
    "address article aside block blockquote body body.content body.head center dd div dl dt figcaption figure footer form fn h1 h2 h3"
    " h4 h5 h6 header hedline hl1 hl2 hr li lq main media nav note ol p pre section summary table tagline tbody tfoot thead tr ul"
)
_UNSHOWN_NAMES = "audio button figure head iframe input noscript object script select style svg template textarea title video"
_BLOCKS, _UNSHOWN = frozenset(_BLOCK_NAMES.split()), frozenset(_UNSHOWN_NAMES.split())
_CELLS = ("td", "th")
_LOOKS_LIKE_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>|<!--|&(?:#\d+|#x[0-9A-Fa-f]+|[A-Za-z]+\d*);")


def shown_text(element: etree._Element, unshown: frozenset[str] = _UNSHOWN) -> str:
    """The element's text, a line for each block, white space as a browser shows it; elements named in `unshown` are left out."""
    pieces: list[str] = []
    stack: list[tuple[etree._Element, bool]] = [(element, False)]
    while stack:
        node, leaving = stack.pop()
        name = local_name(node)
        if leaving:
            pieces.append("\n" if name in _BLOCKS else " | " if name in _CELLS else "")
        elif node.tag is etree.Entity:
            pieces.append(html.entities.html5.get(f"{node.name};", f"&{node.name};"))
        elif name and name not in unshown:
            pieces.append("\n" if name in _BLOCKS or name == "br" else "")
            pieces.append(_SPACE.sub(" ", node.text or ""))
            stack.append((node, True))
            stack.extend((child, False) for child in reversed(node))
            continue
        if node is not element:
            pieces.append(_SPACE.sub(" ", node.tail or ""))
    lines = (" ".join(line.split()).removesuffix(" |") for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def local_name(node: etree._Element) -> str:
    """The element's name without its namespace, in lower case; empty for a comment, an instruction or an entity."""
    return node.tag.rpartition("}")[2].lower() if isinstance(node.tag, str) else ""


def text_of_html(markup: str) -> str:
    """The text of a piece of HTML; a text without markup as it is."""
    if not _LOOKS_LIKE_MARKUP.search(markup):
        return markup.strip()
    from lxml import html as parser  # noqa: PLC0415 - only feeds and wires need it

    try:
        element: HtmlElement = parser.fragment_fromstring(markup, create_parent="div")
    except (etree.ParserError, ValueError):  # nothing but a comment, or characters that XML does not know
        return ""
    return shown_text(element)

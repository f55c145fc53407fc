"""A dossier as one HTML file: no script, no request, prints on A4, light and dark.

Built as a tree (lxml), so that nothing in a report can become markup; a policy in the page forbids scripts and requests besides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lxml.html import builder as E  # noqa: N812 - as lxml names it
from lxml.html import tostring

from dateline.dossier import words
from dateline.dossier.records import Dossier, Group, Line, Section, Source, Tells

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_STYLE = """
:root {
  color-scheme: light dark; --ink: #1d2329; --soft: #59636e; --rule: #d5dae0; --paper: #fff; --mark: #fff0a8;
  --good: #17663a; --bad: #9b1c1c; --link: #0b57a4;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e4e8ec; --soft: #a3adb8; --rule: #3a434d; --paper: #14181d; --mark: #5c4d00;
    --good: #7fd6a2; --bad: #ff9d94; --link: #8cc2ff;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 1.5rem; max-width: 52rem; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere;
}
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { margin: 2rem 0 .3rem; padding-top: .6rem; border-top: 2px solid var(--ink); font-size: 1.25rem; }
h3 { margin: 1.1rem 0 .3rem; font-size: 1rem; }
p { margin: .3rem 0; }
a { color: var(--link); }
.soft, figcaption { color: var(--soft); font-size: .875rem; }
nav ul, ol, ul.plain { list-style: none; padding: 0; margin: 0; }
nav li { display: inline-block; margin-right: 1rem; }
ol > li { display: grid; grid-template-columns: 2.6rem minmax(0, 1fr); padding: .55rem 0; border-bottom: 1px solid var(--rule); }
.n { color: var(--soft); font-variant-numeric: tabular-nums; }
.day { font-variant-numeric: tabular-nums; }
.with { font-weight: 600; }
.quad1, .quad2 { color: var(--good); }
.quad3, .quad4 { color: var(--bad); }
figure { margin: .35rem 0 0; padding-left: .7rem; border-left: 3px solid var(--rule); }
blockquote { margin: 0; font-family: Georgia, serif; unicode-bidi: isolate; }
mark { background: var(--mark); color: inherit; padding: 0 .1em; }
code { font-size: .85em; }
@page { size: A4; margin: 18mm 16mm; }
@media print {
  :root {
    color-scheme: light; --ink: #000; --soft: #444; --rule: #bbb; --paper: #fff; --mark: #e6e6e6; --good: #000; --bad: #000; --link: #000;
  }
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav { display: none; }
  a { text-decoration: none; }
  li, figure { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  mark { font-weight: bold; }
}
"""


def to_html(dossier: Dossier) -> str:
    """The dossier as a whole HTML page."""
    title = words.title(dossier)
    head = E.HEAD(
        E.META(charset="utf-8"), E.META({"http-equiv": "Content-Security-Policy", "content": _POLICY}),
        E.META(name="viewport", content="width=device-width, initial-scale=1"), E.META(name="referrer", content="no-referrer"),
        E.TITLE(f"{title}: a dossier"), E.STYLE(_STYLE),
    )  # fmt: skip
    page = E.HTML(head, E.BODY(E.MAIN(*_body(dossier, title))), lang="en")
    text: str = tostring(page, doctype="<!DOCTYPE html>", encoding="unicode")
    return text + "\n"


def _body(dossier: Dossier, title: str) -> Iterator[Any]:
    yield E.H1(title)
    yield from (E.P(fact) for fact in words.facts(dossier))
    parties = (dossier.a, dossier.b)
    yield E.UL(
        *(E.LI(E.B(_bdi(p.name)), " ", E.CODE(words.clean(p.id)), f". Counted for it: {words.counted(p)}.") for p in parties),
        {"class": "plain"},
    )
    names = [(section.key, section.heading) for section in dossier.sections] + [("unknown", "What is not known"), ("reports", "Reports")]
    yield E.NAV(E.UL(*(E.LI(E.A(words.clean(name), href=f"#{key}")) for key, name in names)), {"aria-label": "Sections"})
    sources = {source.key: source for source in dossier.sources}
    anchored: set[int] = set()
    for section in dossier.sections:
        yield _section(section, dossier, sources, anchored)
    yield _unknown(dossier)
    yield E.SECTION(E.H2("Reports"), E.UL(*map(_source, dossier.sources), {"class": "plain"}), id="reports")
    yield E.P(f"Coder {words.clean(dossier.coder)}. Offsets are characters of the report’s text as the store has it.", {"class": "soft"})


def _section(section: Section, dossier: Dossier, sources: Mapping[str, Source], anchored: set[int]) -> Any:
    found = E.SECTION(E.H2(words.clean(section.heading)), id=section.key)
    if not section.groups:
        found.append(E.P("Nothing found.", {"class": "soft"}))
    elif section.note:
        found.append(E.P(section.note, {"class": "soft"}))
    if section.see:
        found.append(E.P("May belong here: ", *_links(section.see), {"class": "soft"}))
    for group in section.groups:
        found.extend(_group(group, dossier, sources, anchored))
    return found


def _group(group: Group, dossier: Dossier, sources: Mapping[str, Source], anchored: set[int]) -> Iterator[Any]:
    cut = f"the first {len(group.lines)} of {group.total:,}" if len(group.lines) < group.total else f"{group.total:,}"
    yield E.H3(f"{words.clean(group.heading)} ({cut})")
    if group.note:
        yield E.P(group.note, {"class": "soft"})
    yield E.OL(*(_line(line, dossier, sources, anchored) for line in group.lines))


def _line(line: Line, dossier: Dossier, sources: Mapping[str, Source], anchored: set[int]) -> Any:
    day = [] if line.kind == "number" and line.start is None else [E.SPAN(words.days(line), {"class": "day"}), " · "]
    text = E.P(*day, E.SPAN(_bdi(words.head(line)), {"class": f"with quad{line.quad or 0}"}))
    text.extend(part for remark in words.remarks(line, dossier) for part in (E.SPAN(" · "), _bdi(remark)))
    shown, more = words.ordered(line.tells, again=line.number in anchored)
    content = E.DIV(text, *(_figure(tells, line, sources[tells.report]) for tells in shown))
    if more:
        content.append(E.P(f"and {more} more", {"class": "soft"}))
    found = E.LI(E.SPAN(str(line.number), {"class": "n"}), content)
    if line.number not in anchored:
        anchored.add(line.number)
        found.set("id", f"line-{line.number}")
    return found


def _figure(tells: Tells, line: Line, source: Source) -> Any:
    before, trigger, after = words.sentence(tells)
    besides = words.stands(tells, line)
    said = E.FIGCAPTION("— ", _bdi(words.cited(source)), "; ", E.CODE(words.where(tells)), f"; {besides}" if besides else "")
    return E.FIGURE(E.BLOCKQUOTE(before.lstrip(), E.MARK(trigger), after.rstrip(), dir="auto"), said)


def _unknown(dossier: Dossier) -> Any:
    found = E.SECTION(E.H2("What is not known"), id="unknown")
    for one in dossier.unknown:
        item = E.P(words.clean(one.words))
        if one.lines:
            item.extend([E.SPAN(" ("), *_links(one.lines), E.SPAN(")")])
        found.append(item)
    return found


def _links(numbers: Sequence[int]) -> list[Any]:
    found = [E.SPAN("lines " if len(numbers) > 1 else "line ")]
    for at, number in enumerate(numbers):
        found += [E.SPAN(", ")] * (at > 0) + [E.A(str(number), href=f"#line-{number}")]
    return found


def _source(source: Source) -> Any:
    item = E.LI(_bdi(words.cited(source)), " ", E.CODE(words.clean(source.key)))
    if source.url and source.url.lower().startswith(("https://", "http://")):
        item.extend([E.SPAN(" "), E.A(words.clean(source.url), href=words.clean(source.url), rel="noreferrer noopener")])
    return item


def _bdi(text: str) -> Any:
    """The words apart from those around them, whatever direction they run in."""
    return E.E("bdi", words.clean(text))

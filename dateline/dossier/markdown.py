"""A dossier as Markdown. What stands in reports is escaped: it can make no heading, link, image or HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from dateline.dossier import words
from dateline.dossier.records import Dossier, Line, PartyHead, Source

_SPECIAL = re.compile(r"([\\`*_\[\]#|~$@])")
_LIST = re.compile(r"^(\s*)([-=:]|\d+[.)])")


def to_markdown(dossier: Dossier) -> str:
    """The dossier as a page of Markdown."""
    return "\n".join(_page(dossier)) + "\n"


def escape(text: str) -> str:
    """The words as they stand, with nothing in them that Markdown or HTML would act on."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = _LIST.sub(lambda found: f"{found[1]}\\{found[2]}", _SPECIAL.sub(r"\\\1", text))
    return re.sub(r"(?i)\b(https?|ftp|mailto|javascript|data|www)([:.])", r"\1&#8203;\2", text)


def _page(dossier: Dossier) -> Iterator[str]:
    yield f"# {escape(words.title(dossier))}\n"
    yield from (f"{escape(fact)}  " for fact in words.facts(dossier))
    yield ""
    yield from (_party(party) for party in (dossier.a, dossier.b))
    sources = {source.key: source for source in dossier.sources}
    seen: set[int] = set()
    for section in dossier.sections:
        yield f"\n## {escape(words.clean(section.heading))}\n"
        if section.note and section.groups:
            yield f"*{escape(section.note)}*\n"
        if not section.groups:
            yield "Nothing found."
        if section.see:
            yield f"May belong here: {_lines(section.see)}, below.\n"
        for group in section.groups:
            cut = f"the first {len(group.lines)} of {group.total:,}" if len(group.lines) < group.total else f"{group.total:,}"
            yield f"### {escape(words.clean(group.heading))} ({cut})\n"
            if group.note:
                yield f"*{escape(group.note)}*\n"
            for line in group.lines:
                yield from _line(line, dossier, sources, seen)
    yield "\n## What is not known\n"
    for one in dossier.unknown:
        lines = f" ({_lines(one.lines)})" if one.lines else ""
        yield f"- {escape(words.clean(one.words))}{lines}"
    yield "\n## Reports\n"
    for source in dossier.sources:
        yield f"- {escape(words.cited(source))} — `{source.key}`"
    yield f"\nCoder {escape(dossier.coder)}."


def _party(party: PartyHead) -> str:
    return f"- **{escape(words.clean(party.name))}** (`{_code(party.id)}`). Counted for it: {escape(words.counted(party))}."


def _line(line: Line, dossier: Dossier, sources: Mapping[str, Source], seen: set[int]) -> Iterator[str]:
    remarks = "".join(f" · {escape(remark)}" for remark in words.remarks(line, dossier))
    day = "" if line.kind == "number" and line.start is None else f"{words.days(line)} · "
    yield f"**{line.number}.** {day}**{escape(words.head(line))}**{remarks}\n"
    shown, more = words.ordered(line.tells, again=line.number in seen)
    seen.add(line.number)
    for tells in shown:
        before, trigger, after = words.sentence(tells)
        yield f"> {escape(before.lstrip())}**{escape(trigger)}**{escape(after.rstrip())}  "
        besides = words.stands(tells, line)
        source = escape(words.cited(sources[tells.report]))
        yield f"> — {source}; `{words.where(tells)}`" + (f"; {escape(besides)}" if besides else "")
        yield ">" if tells is not shown[-1] else ""
    if more:
        yield f"and {more} more\n"


def _lines(numbers: Sequence[int]) -> str:
    return f"line{'s' if len(numbers) > 1 else ''} {', '.join(map(str, numbers))}"


def _code(text: str) -> str:
    return words.clean(text).replace("`", "'")

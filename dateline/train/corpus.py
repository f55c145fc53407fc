"""The corpus format (`corpus/GUIDE.md`): parse annotated sentences and reports into plain records.

Nothing here needs torch. Offsets are code points of the bare sentence.
"""

from __future__ import annotations

import dataclasses
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

from dateline.errors import CorpusError
from dateline.ontology import ontology
from dateline.reader.labels import COUNT_KINDS, STATUSES

KINDS = {"a": "actor", "p": "place", "t": "time", "n": "number"}
ROLE_KEYS = {"a": "actor", "r": "recipient", "p": "place", "t": "time", "n": "number", "s": "speaker"}
ROLE_TAKES = {"actor": "a", "recipient": "ap", "place": "p", "time": "t", "number": "n", "speaker": "a"}

_OPEN = re.compile(r"\[([aptn]\d+):|\{([ef]\d+):")
_FACT = re.compile(r"^(f\d+)\s+([a-z]+)\s*$")
_EVENT = re.compile(r"^(e\d+)\s+([A-Z]+)(?:/([a-z-]+))?\s+([a-z]+)((?:\s+[arptns]=\S+)*)\s*$")


@dataclasses.dataclass(frozen=True, slots=True)
class Mark:
    """A mention in a corpus sentence: `kind` is actor, place, time or number."""

    id: str
    kind: str
    start: int
    end: int


@dataclasses.dataclass(frozen=True, slots=True)
class MarkedEvent:
    """An event in a corpus sentence; `roles` are (role, mention id) pairs, `counts` (mention id, kind) pairs."""

    id: str
    type: str
    mode: str | None
    status: str
    start: int
    end: int
    roles: tuple[tuple[str, str], ...]
    counts: tuple[tuple[str, str], ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Fact:
    """Words that tell of something which is no event of the ontology, with its status all the same ("{f1:smiled}", `f1 happened`)."""

    id: str
    status: str
    start: int
    end: int


@dataclasses.dataclass(frozen=True, slots=True)
class MarkedSentence:
    """One annotated sentence. `chains` maps actor mention ids to entity keys of the report."""

    text: str
    marks: tuple[Mark, ...]
    events: tuple[MarkedEvent, ...]
    tags: tuple[str, ...]
    chains: tuple[tuple[str, str], ...]
    file: str
    line: int
    facts: tuple[Fact, ...] = ()

    @property
    def set(self) -> str | None:
        """The contrast set that the sentence belongs to."""
        return next((t[4:] for t in self.tags if t.startswith("set=")), None)


@dataclasses.dataclass(frozen=True, slots=True)
class MarkedReport:
    """A whole annotated report; a batch of lone sentences is a report without id."""

    id: str | None
    meta: tuple[tuple[str, str], ...]
    sentences: tuple[MarkedSentence, ...]


def _fail(file: str, line: int, why: str) -> CorpusError:
    return CorpusError(f"{file}:{line}: {why}")


def parse_sentence(source: str, file: str = "-", line: int = 0) -> tuple[str, tuple[Mark, ...], dict[str, tuple[int, int]]]:
    """The bare text, its mentions, and the triggers' spans by event id."""
    out: list[str] = []
    length = 0
    marks: list[Mark] = []
    triggers: dict[str, tuple[int, int]] = {}
    seen: set[str] = set()
    opened: tuple[str, int, str] | None = None
    i = 0
    while i < len(source):
        char = source[i]
        if char == "\\" and i + 1 < len(source) and source[i + 1] in "[]{}\\":
            out.append(source[i + 1])
            length += 1
            i += 2
            continue
        if char in "[{":
            found = _OPEN.match(source, i)
            if not found:
                raise _fail(file, line, f"bracket without id near {source[i : i + 20]!r}; write \\[ for a literal one")
            if opened:
                raise _fail(file, line, f"{found.group()!r} opens inside {opened[0]!r}; brackets never nest")
            name = found.group(1) or found.group(2)
            if name in seen:
                raise _fail(file, line, f"id {name!r} is used twice")
            seen.add(name)
            opened = (name, length, "]" if char == "[" else "}")
            i = found.end()
            continue
        if opened and char == opened[2]:
            name, start, _ = opened
            words = "".join(out)[start:length]
            if not words.strip() or words != words.strip():
                raise _fail(file, line, f"{name!r} holds {words!r}: empty, or with a space at its edge")
            if name[0] in "ef":
                triggers[name] = (start, length)
            else:
                marks.append(Mark(name, KINDS[name[0]], start, length))
            opened = None
            i += 1
            continue
        if char in "]}":
            raise _fail(file, line, f"stray {char!r} near {source[max(0, i - 20) : i + 5]!r}")
        out.append(char)
        length += 1
        i += 1
    if opened:
        raise _fail(file, line, f"{opened[0]!r} is never closed")
    return "".join(out), tuple(marks), triggers


def _parse_event(source: str, triggers: dict[str, tuple[int, int]], ids: set[str], file: str, line: int) -> MarkedEvent:
    found = _EVENT.match(source)
    if not found:
        raise _fail(file, line, f"not an event line: {source!r} (want: e1 TYPE/mode status a=a1 r=a2 …)")
    name, kind, mode, status, rest = found.groups()
    known = ontology()
    if name not in triggers:
        raise _fail(file, line, f"no trigger {{{name}:…}} in the sentence")
    if kind not in known.types:
        raise _fail(file, line, f"unknown type {kind!r}")
    if mode and mode not in known.types[kind].modes:
        raise _fail(file, line, f"{kind} has no mode {mode!r}; its modes: {', '.join(known.types[kind].modes) or 'none'}")
    if status not in STATUSES:
        raise _fail(file, line, f"unknown status {status!r}")
    roles: list[tuple[str, str]] = []
    counts: list[tuple[str, str]] = []
    for part in rest.split():
        key, _, values = part.partition("=")
        role = ROLE_KEYS[key]
        for value in re.split("[,>]", values):
            target, _, count = value.partition(":")
            if target not in ids:
                raise _fail(file, line, f"{part!r}: no mention {target!r} in the sentence")
            if target[0] not in ROLE_TAKES[role]:
                raise _fail(file, line, f"{part!r}: {role} cannot be {target!r}")
            if role == "number":
                if count not in COUNT_KINDS:
                    raise _fail(file, line, f"{part!r}: want n1:KIND, one of {', '.join(COUNT_KINDS)}")
                counts.append((target, count))
            elif count:
                raise _fail(file, line, f"{part!r}: only numbers take a kind")
            else:
                roles.append((role, target))
    start, end = triggers[name]
    return MarkedEvent(name, kind, mode, status, start, end, tuple(roles), tuple(counts))


def _blocks(path: Path) -> Iterator[tuple[int, list[str]]]:
    block: list[str] = []
    first = 0
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line = raw.rstrip()
        if line.startswith("#"):
            continue
        if not line:
            if block:
                yield first, block
            block = []
            continue
        if not block:
            first = number
        block.append(line)
    if block:
        yield first, block


def parse_file(path: Path) -> tuple[list[MarkedReport], list[CorpusError]]:
    """All reports of a file (lone sentences: one report without id), and every error found."""
    errors: list[CorpusError] = []
    reports: list[MarkedReport] = []
    meta: tuple[tuple[str, str], ...] = ()
    sentences: list[MarkedSentence] = []

    def close() -> None:
        if sentences:
            reports.append(MarkedReport(dict(meta).get("id"), meta, tuple(sentences)))

    for first, block in _blocks(path):
        lines = list(enumerate(block, first))
        if block[0].startswith("%%"):
            close()
            sentences = []
            try:
                words = shlex.split(block[0][2:])
            except ValueError as error:
                errors.append(_fail(path.name, first, f"report line: {error}"))
                words = []
            meta = tuple((k, v) for k, _, v in (w.partition("=") for w in words) if v)
            lines = lines[1:]
        try:
            sentence = _parse_block(lines, path.name)
        except CorpusError as error:
            errors.append(error)
            continue
        if sentence:
            sentences.append(sentence)
    close()
    return reports, errors


def _parse_block(lines: list[tuple[int, str]], file: str) -> MarkedSentence | None:
    tags: list[str] = []
    while lines and lines[0][1].startswith("%"):
        tags += lines[0][1][1:].split()
        lines = lines[1:]
    if not lines:
        return None
    number, source = lines[0]
    text, marks, triggers = parse_sentence(source, file, number)
    ids = {m.id for m in marks}
    events: list[MarkedEvent] = []
    facts: list[Fact] = []
    chains: list[tuple[str, str]] = []
    for at, line in lines[1:]:
        if line.startswith("~"):
            for part in line[1:].split():
                mention, _, key = part.partition("=")
                if mention not in ids:
                    raise _fail(file, at, f"no mention {mention!r} in the sentence")
                chains.append((mention, key))
        elif fact := _FACT.match(line):
            name, status = fact.groups()
            if name not in triggers or status not in STATUSES:
                raise _fail(file, at, f"{line!r}: no {{{name}:…}} in the sentence, or unknown status {status!r}")
            facts.append(Fact(name, status, *triggers[name]))
        else:
            events.append(_parse_event(line, triggers, ids, file, at))
    missing = set(triggers) - {e.id for e in events} - {f.id for f in facts}
    if missing:
        raise _fail(file, number, f"trigger without event line: {', '.join(sorted(missing))}")
    return MarkedSentence(text, marks, tuple(events), tuple(tags), tuple(chains), file, number, tuple(facts))


def read_corpus(folder: Path) -> list[MarkedReport]:
    """Every report and batch of sentences below `folder`, in file order. Raises the first `CorpusError` found."""
    reports: list[MarkedReport] = []
    for path in sorted(folder.rglob("*.ann")):
        found, errors = parse_file(path)
        if errors:
            raise errors[0]
        reports += found
    return reports

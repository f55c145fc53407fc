"""The dossier of two parties, from the reports that name both. A pure function: same records, same dossier, in whatever order they come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from dateline.dossier.ahead import ahead_lines, named_days
from dateline.dossier.lines import Drawn, draw_lines, heading
from dateline.dossier.numbers import claim_groups, claim_lines
from dateline.dossier.records import Counted, Dossier, Group, Line, PartyHead, ReadReport, Section, Source, Tied, Unknown
from dateline.dossier.sides import Side
from dateline.dossier.tellings import BETWEEN, Placed, place_events, said_by, side_of
from dateline.dossier.tries import try_groups
from dateline.records import EntityRef

MOST = 50  # lines of a group, unless the caller says otherwise
_COMING = frozenset({"future", "hypothetical"})
_ACTS = {"asked": "asked or demanded", "gave": "offered, gave or gave way", "refused": "refused", "threatened": "threatened",
         "accused": "accused or criticised", "penalised": "penalised or protested"}  # fmt: skip
_UNKNOWN = (
    ("one story", "told by one story alone (copies of a report are one story)"),
    ("no day", "without a day"),
    ("no place", "without a place"),
    ("party not told", "where who did it, or to whom, is not told"),
    ("said by a party", "on the word of one of the parties alone"),
    ("alleged", "alleged by a report that does not vouch for it"),
    ("denied", "told as not having happened"),
    ("told differently", "told differently by their tellings"),
)


def make_dossier(
    a: Side,
    b: Side,
    reads: Iterable[ReadReport],
    tied: Iterable[Tied] = (),
    *,
    coder: str = "",
    since: str | None = None,
    until: str | None = None,
    today: str | None = None,
    exact: bool = False,
    most: int = MOST,
    left_out: int = 0,
) -> Dossier:
    """What these reports say between the parties, all lines with their sentences.

    `tied` are the incidents of their events; an event without one is a line of its own. `since` and `until` keep the lines whose days
    may lie there (lines without a day and numbers published at other times are left out); `today` is the day from which things lie
    ahead (None: the newest report's). `most` lines a group (0: all). `left_out` reports that the caller did not hand over.
    """
    reads = sorted(reads, key=lambda read: (read.report.published or "", read.report.key))
    published = [read.report.published for read in reads if read.report.published]
    newest = max(published, default=None)
    placed = [one for read in reads for one in place_events(read, a, b)]
    of_event = {event: one for one in tied for event in one.events}
    drawn = [one for one in draw_lines(placed, of_event, _speaking(placed, reads, a, b)) if _is_within(one.line, since, until)]
    drawn.sort(key=lambda one: _newest_first(one.line))
    told = {(tells.report, tells.sentence.start) for one in drawn for tells in one.line.tells}
    numbered = [read for read in reads if _within(read.report.published, since, until)]
    claims = claim_lines(numbered, a, b, told)
    day = today or newest
    coming = ahead_lines((one.line for one in drawn), day) if day else []
    named = named_days(reads, a, b, day, coming) if day else []
    between = [one for one in drawn if one.way in BETWEEN]
    sections: tuple[Section, ...] = (
        _talks(drawn), _agreements(drawn), _acts(drawn, a, b), _acts(drawn, b, a), _force(drawn, a, b), _near(drawn),
        _outside(drawn, a, b),
        Section(key="numbers", heading="Numbers claimed about them, and by whom", note="",
                groups=tuple(claim_groups(claims, [one.line for one in drawn]))),
        Section(key="ahead", heading="Dates ahead", note=f"after {day}" if day else "no report has a day",
                groups=_kept([_group("events", "Told for a day to come, or possible then", sorted(coming, key=_soonest)),
                              _group("named", "Days named in sentences about them", sorted(named, key=_soonest))])),
        Section(key="tries", heading="Tries to talk, and how they ended", note="", groups=tuple(try_groups(drawn, newest))),
    )  # fmt: skip
    sections = _numbered(sections, most)
    lines = {line.number: line for section in sections for group in section.groups for line in group.lines}
    speaking = {tells.report for one in between for tells in one.line.tells}
    return Dossier(
        a=_head(a, placed, reads), b=_head(b, placed, reads), coder=coder, since=since, until=until, exact=exact, day=day,
        reports=len(reads), left_out=left_out, quiet=len({read.report.key for read in reads} - speaking),
        first_published=min(published, default=None), last_published=newest, between=len(between),
        cooperation=sum(one.line.quad in (1, 2) for one in between), conflict=sum(one.line.quad in (3, 4) for one in between),
        sections=sections, unknown=_unknown(sections, lines, reads, len(speaking)), sources=_sources(lines.values(), reads),
    )  # fmt: skip


def _talks(drawn: Sequence[Drawn]) -> Section:
    own = [one.line for one in drawn if one.way in (*BETWEEN, "a>", "b>", "talks") and _section(one.line) == "talks"]
    own = [line for line in own if line.type == "CONSULT" or line.actor or line.recipient]
    failing = [line for line in own if line.status in ("failed", "negated") or line.type in ("REJECT", "THREATEN")]
    failed = {id(line) for line in failing}
    rest = [line for line in own if id(line) not in failed]
    groups = [
        _group("held", "Begun, held or asked for", [x for x in rest if x.status in ("happened", "ongoing")]),
        _group("failed", "Failed, refused or denied", failing),
        _group("coming", "To come, or only possible", [x for x in rest if x.status in _COMING]),
        _group("alleged", "Alleged", [x for x in rest if x.status == "alleged"]),
    ]
    return Section(key="talks", heading="Talks", note="", groups=_kept(groups))


def _agreements(drawn: Sequence[Drawn]) -> Section:
    own = [one.line for one in drawn if one.way in (*BETWEEN, "a>", "b>", "talks") and _section(one.line) == "agreements"]
    groups = [
        _group("made", "Agreed, promised, signed or backed", [x for x in own if x.status in ("happened", "ongoing")]),
        _group("failed", "Failed or denied", [x for x in own if x.status in ("failed", "negated")]),
        _group("coming", "To come, or only possible", [x for x in own if x.status in _COMING]),
        _group("alleged", "Alleged", [x for x in own if x.status == "alleged"]),
    ]
    return Section(key="agreements", heading="Agreements and promises", note="", groups=_kept(groups))


def _acts(drawn: Sequence[Drawn], by: Side, upon: Side) -> Section:
    ways = (f"{by.key}>{upon.key}", f"{by.key}>")
    own = [one.line for one in drawn if one.way in ways and _section(one.line) == "acts"]
    groups = [
        _group(key, words.capitalize(), [x for x in own if heading(str(x.type), x.mode).group == key]) for key, words in _ACTS.items()
    ]
    return Section(key=f"acts-{by.key}", heading=f"What {by.ref.name} did towards {upon.ref.name}", note="", groups=_kept(groups))


def _force(drawn: Sequence[Drawn], a: Side, b: Side) -> Section:
    groups = []
    for by, upon in ((a, b), (b, a)):
        ways = (f"{by.key}>{upon.key}", f"{by.key}>")
        own = [one.line for one in drawn if one.way in ways and _section(one.line) == "force"]
        groups.append(_group(f"{by.key}-{upon.key}", f"{by.ref.name} against {upon.ref.name}", own, _losses(own)))
    return Section(key="force", heading="Violence and coercion", note="", groups=_kept(groups))


def _outside(drawn: Sequence[Drawn], a: Side, b: Side) -> Section:
    def of(*ways: str) -> list[Line]:
        return [one.line for one in drawn if one.way in ways]

    groups = [
        _group("both", "Others towards both", of("x>ab")),
        _group("to-a", f"Others towards {a.ref.name}", of("x>a", ">a")),
        _group("to-b", f"Others towards {b.ref.name}", of("x>b", ">b")),
        _group("by-a", f"{a.ref.name} towards others", of("a>x")),
        _group("by-b", f"{b.ref.name} towards others", of("b>x")),
    ]
    return Section(key="outside", heading="Others: who presses or helps whom", note="in reports that name both", groups=_kept(groups))


def _near(drawn: Sequence[Drawn]) -> Section:
    lines = [one.line for one in drawn if one.way == "near"]
    note = "words for people of a kind (“armed groups”) that one of the two may be among; these lines count nowhere else but in tries"
    group = _group("near", "Said of people of a kind", lines)
    return Section(key="near", heading="May mean one of them", note=note, groups=_kept([group]))


def _group(key: str, words: str, lines: Sequence[Line], note: str = "") -> Group:
    return Group(key=key, heading=words, note=note, total=len(lines), lines=tuple(lines))


def _kept(groups: Iterable[Group]) -> tuple[Group, ...]:
    return tuple(group for group in groups if group.lines)


def _section(line: Line) -> str:
    return heading(str(line.type), line.mode).section


def _losses(lines: Sequence[Line]) -> str:
    """How many lines of what happened, and the sums of the least and the most that they tell by kind of loss."""
    real = [line for line in lines if line.status in ("happened", "ongoing")]
    parts = [f"{len(real)} told as having happened"] if len(real) < len(lines) else []
    for kind in ("killed", "wounded", "arrested", "abducted", "displaced", "missing"):
        least, most, open_ended = 0.0, 0.0, False
        for line in real:
            told = [amount for amount in line.amounts if amount.of == kind]
            for side in {amount.side for amount in told}:
                here = [amount for amount in told if amount.side == side]
                least += min((x.low if x.low is not None else 0.0) for x in here)
                most += max((x.high if x.high is not None else x.low or 0.0) for x in here)
                open_ended |= any(x.high is None for x in here)
        if most:
            amount = f"{least:,.0f}" if least == most else f"{least:,.0f} to {most:,.0f}"
            parts.append(f"{kind} {amount}{' or more' if open_ended else ''}")
    return "; ".join(parts)


def _speaking(placed: Sequence[Placed], reads: Sequence[ReadReport], a: Side, b: Side) -> frozenset[str]:
    """The names of speakers who count for one of the parties."""
    days = {read.report.key: read.report.published for read in reads}
    said = [(party, days.get(one.tells.report)) for one in placed for party in one.event.speaker]
    return frozenset(said_by(party) for party, day in said if side_of(party, a, b, day))


def _is_within(line: Line, since: str | None, until: str | None) -> bool:
    if since is None and until is None:
        return True
    if line.start is None and line.end is None:
        return False
    return (line.end or "9999") >= (since or "") and (line.start or "") <= (until or "9999")


def _within(day: str | None, since: str | None, until: str | None) -> bool:
    if since is None and until is None:
        return True
    return day is not None and (since or "") <= day <= (until or "9999")


def _newest_first(line: Line) -> tuple[object, ...]:
    """Lines with a day first, the latest day first; then those without, by the day of their newest words."""
    day = line.start or line.end
    back = [-int((part or "0000-00-00").replace("-", "")) for part in (day, line.end)]
    return (day is None, *back, line.type, line.tells[0].report, line.tells[0].trigger.start, line.tells[0].event)


def _soonest(line: Line) -> tuple[str, str, str, int]:
    return line.start or line.end or "", line.end or "", line.tells[0].report, line.tells[0].trigger.start


def _numbered(sections: Sequence[Section], most: int) -> tuple[Section, ...]:
    """The sections cut to `most` lines a group, each line with its number."""
    numbers: dict[tuple[object, ...], int] = {}

    def number(line: Line) -> Line:
        key = (line.kind, *((one.event, one.report, one.trigger.start, one.trigger.end) for one in line.tells))
        return msgspec.structs.replace(line, number=numbers.setdefault(key, len(numbers) + 1))

    def cut(group: Group) -> Group:
        return msgspec.structs.replace(group, lines=tuple(number(line) for line in group.lines[: most or None]))

    return _pointing([msgspec.structs.replace(one, groups=tuple(cut(group) for group in one.groups)) for one in sections])


def _pointing(sections: Sequence[Section]) -> tuple[Section, ...]:
    """The sections with pointers to the lines of people of a kind that may belong there."""
    near = [line for one in sections if one.key == "near" for group in one.groups for line in group.lines]
    kinds = ("talks", "agreements", "force")
    return tuple(
        msgspec.structs.replace(one, see=tuple(line.number for line in near if _section(line) == one.key)) if one.key in kinds else one
        for one in sections
    )


def _unknown(sections: Sequence[Section], lines: dict[int, Line], reads: Sequence[ReadReport], speaking: int) -> tuple[Unknown, ...]:
    found = []
    near = {line.number for one in sections if one.key == "near" for group in one.groups for line in group.lines}
    for mark, words in _UNKNOWN:
        marked = tuple(sorted(n for n, line in lines.items() if mark in line.marks and line.kind == "event" and n not in near))
        if marked:
            found.append(
                Unknown(key=mark.replace(" ", "-"), words=f"{len(marked)} {'line' if len(marked) == 1 else 'lines'} {words}", lines=marked)
            )
    if empty := [one.heading for one in sections if not one.groups and one.key != "near"]:
        found.append(Unknown(key="nothing", words=f"nothing found on: {'; '.join(empty)}", lines=()))
    undated = sum(read.report.published is None for read in reads)
    if undated:
        found.append(Unknown(key="undated-reports", words=f"{undated} of {len(reads)} reports have no day of publication", lines=()))
    if quiet := len(reads) - speaking:
        found.append(
            Unknown(key="quiet", words=f"{quiet} of {len(reads)} reports name both parties and tell nothing between them", lines=())
        )
    return tuple(found)


def _sources(lines: Iterable[Line], reads: Sequence[ReadReport]) -> tuple[Source, ...]:
    used = {tells.report for line in lines for tells in line.tells}
    return tuple(
        Source(key=r.key, id=r.id, title=r.title, publisher=r.publisher, agency=r.agency, published=r.published, url=r.url)
        for r in (read.report for read in reads)
        if r.key in used
    )


def _head(side: Side, placed: Sequence[Placed], reads: Sequence[ReadReport]) -> PartyHead:
    """The party with everybody who counts for it in these events, those named most first."""
    days = {read.report.key: read.report.published for read in reads}
    events: Counter[str] = Counter()
    held: dict[str, Counted] = {}
    for one in placed:
        here = {stood.id: stood for stood in (*one.tells.actor, *one.tells.recipient) if stood.side == side.key and stood.id}
        for id, stood in here.items():
            events[id] += 1
            known = held.get(id)
            if known is None or (stood.name, stood.sector or "") < (known.name, known.sector or ""):
                ref = EntityRef(id=id, name=stood.name, country=stood.country, sector=stood.sector)
                why = side.why(ref, days.get(one.tells.report)) or "itself"
                held[id] = Counted(id=id, name=stood.name, country=stood.country, sector=stood.sector, why=why, events=0)
    counted = [msgspec.structs.replace(one, events=events[one.id]) for one in held.values()]
    own = side.ref
    return PartyHead(
        asked=side.asked, id=own.id, name=own.name, country=side.country, sector=side.sector,
        counted=tuple(sorted(counted, key=lambda one: (-one.events, one.id))),
    )  # fmt: skip

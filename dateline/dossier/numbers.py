"""Numbers claimed about the parties, by what they count, those that differ side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from dateline.dossier.records import Amount, Group, Line, ReadReport, Tells
from dateline.dossier.sides import Side
from dateline.dossier.tellings import sentence_at, speakers
from dateline.records import Claim, Span
from dateline.resolve.countries import plain

_LENGTHS = frozenset({"mile", "kilometre", "metre", "foot", "yard", "inch", "centimetre", "nautical mile"})


def claim_lines(reads: Iterable[ReadReport], a: Side, b: Side, told: Collection[tuple[str, int]]) -> list[Line]:
    """The numbers in sentences that name a party or stand behind a line (`told`: report key and first character), copies folded.

    Left out: lengths of nothing (how far a town is) and "one" without a unit, which is mostly no number.
    """
    found: dict[tuple[object, ...], list[tuple[Claim, Tells]]] = defaultdict(list)
    for read in reads:
        for claim in read.claims:
            sentence = sentence_at(read, claim.span.start, claim.span.end)
            if not _counts(claim) or not ((read.report.key, sentence.start) in told or names_party(read, sentence, a, b)):
                continue
            said = speakers(claim.speaker)
            key = (plain(claim.of), claim.unit, claim.low, claim.high, tuple(map(plain, said)))
            found[key].append((claim, _tells(read, claim, sentence, said)))
    return [_line(sorted(held, key=lambda one: (one[1].report, one[0].span.start))) for _, held in sorted(found.items(), key=repr)]


def claim_groups(lines: Sequence[Line], losses: Sequence[Line]) -> list[Group]:
    """The numbers that differ, what they count each; losses told differently; and the other numbers."""
    subjects: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in lines:
        subjects[plain(line.amounts[0].of), line.amounts[0].unit].append(line)
    groups: list[Group] = []
    others: list[Line] = []
    for (of, unit), held in sorted(subjects.items()):
        values = {(line.amounts[0].low, line.amounts[0].high) for line in held}
        if of and len(values) > 1:
            heading = f"Told differently: {' '.join(filter(None, (unit, held[0].amounts[0].of)))}"
            groups.append(_group(f"differs-{len(groups) + 1}", heading, held))
        else:
            others += held
    groups.append(_group("losses", "Losses told differently", [line for line in losses if differs(line)]))
    groups.append(_group("others", "Other numbers in sentences about them", others))
    return [group for group in groups if group.lines]


def differs(line: Line) -> bool:
    """Whether its tellings give different numbers of the same."""
    kinds = [(amount.of, amount.side, amount.unit) for amount in line.amounts if amount.of != "other"]
    return len(line.tells) > 1 and len(kinds) > len(set(kinds))


def names_party(read: ReadReport, sentence: Span, a: Side, b: Side, *, bare: bool = False) -> bool:
    """Whether the sentence names a party. Where both are of one country, the country's name is a place there, and counts if `bare`."""
    day = read.report.published
    left_out = f"country:{a.country}" if a.country == b.country and not bare else ""
    for one in read.mentions:
        ref = one.entity
        if ref and sentence.start <= one.start < sentence.end and ref.id != left_out and (a.why(ref, day) or b.why(ref, day)):
            return True
    return False


def _counts(claim: Claim) -> bool:
    if not claim.of and claim.unit in _LENGTHS:
        return False
    return bool(claim.unit) or claim.span.quote.strip().lower() != "one"


def _tells(read: ReadReport, claim: Claim, sentence: Span, said: tuple[str, ...]) -> Tells:
    return Tells(
        event=None, report=read.report.key, story=read.story, sentence=sentence, trigger=claim.span, type=None, mode=None, status=None,
        speaker=said, actor=(), recipient=(), start=claim.as_of, end=claim.as_of, confidence=None,
    )  # fmt: skip


def _line(held: Sequence[tuple[Claim, Tells]]) -> Line:
    claim = held[0][0]
    twin = " ".join(claim.twin.span.quote.split()) if claim.twin else None
    amount = Amount(of=claim.of, low=claim.low, high=claim.high, unit=claim.unit, approximate=claim.approximate, twin=twin)
    tells = tuple(one for _, one in held)
    days = [one.start for one in tells if one.start]
    stories = len({one.story for one in tells})
    return Line(
        number=0, kind="number", incident=None, type=None, label="number", mode=None, quad=None, score=None, status=None, statuses=(),
        actor=(), recipient=(), place=None, start=min(days, default=None), end=max(days, default=None), amounts=(amount,),
        speaker=tells[0].speaker, confidence=None, tellings=len(tells), reports=len({one.report for one in tells}), stories=stories,
        marks=("one story",) if stories == 1 else (), tells=tells,
    )  # fmt: skip


def _group(key: str, heading: str, lines: Sequence[Line]) -> Group:
    return Group(key=key, heading=heading, note="", total=len(lines), lines=tuple(lines))

"""Lines from tellings: those of one incident that say the same of the same parties are one line."""

from __future__ import annotations

import csv
import dataclasses
import functools
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from importlib import resources

import msgspec

from dateline.dossier.records import Amount, Line, Stood, Tells, Tied
from dateline.dossier.tellings import BETWEEN, Placed, Way
from dateline.errors import DataError
from dateline.ontology.loader import ontology
from dateline.records import Count

SECTIONS = ("talks", "agreements", "acts", "force")
GROUPS = ("gave", "asked", "refused", "threatened", "accused", "penalised")
# The status that stands for a line of several tellings: what happened before what is only said to have.
_STATUSES = ("happened", "ongoing", "failed", "alleged", "negated", "future", "hypothetical")
_HEDGED = {"alleged": "alleged", "negated": "denied"}


@dataclasses.dataclass(frozen=True)
class Heading:
    """Where a type (with a mode) stands in the dossier, and the words for it."""

    section: str
    group: str
    words: str


@dataclasses.dataclass(frozen=True)
class Drawn:
    """A line that has no number yet, and its way between the parties."""

    way: Way
    line: Line


@functools.cache
def headings() -> Mapping[tuple[str, str], Heading]:
    """Type and mode (empty: any) to its heading. Raises `DataError` with the line that is wrong, or for a type without one."""
    text = resources.files("dateline.dossier").joinpath("data", "headings.tsv").read_text(encoding="utf-8")
    found = {}
    for number, row in enumerate(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE), 2):
        type, mode = row["type"], row["mode"]
        known = type in ontology().types and (not mode or mode in ontology().types[type].modes)
        grouped = row["group"] in GROUPS if row["section"] == "acts" else row["group"] == ""
        if not (known and row["section"] in SECTIONS and grouped and row["words"]):
            raise DataError(f"dossier/data/headings.tsv:{number}: want a PLOVER type and mode, a section, its group, and words")
        found[type, mode] = Heading(row["section"], row["group"], row["words"])
    if missing := sorted(name for name in ontology().types if (name, "") not in found):
        raise DataError(f"dossier/data/headings.tsv: no line for {', '.join(missing)}")
    return found


def heading(type: str, mode: str | None) -> Heading:
    """The heading of a type with its mode."""
    return headings().get((type, mode or "")) or headings()[type, ""]


def draw_lines(placed: Iterable[Placed], tied: Mapping[str, Tied], speaking: Collection[str]) -> list[Drawn]:
    """The lines of these events. `tied` is the incident of an event, `speaking` the names that count for one of the parties.

    An incident whose tellings go different ways, or name quite different outsiders, gives several lines.
    """
    bundles: dict[tuple[str, str], list[Placed]] = defaultdict(list)
    for one in placed:
        incident = tied.get(one.event.id)
        way = "between" if one.way in BETWEEN and heading(one.event.type, one.event.mode).section in ("talks", "agreements") else one.way
        bundles[incident.id if incident else one.event.id, way].append(one)
    return [_draw(part, tied.get(part[0].event.id), speaking) for bundle in bundles.values() for part in _parted(bundle)]


def _parted(bundle: Sequence[Placed]) -> list[list[Placed]]:
    """The tellings by the outsiders they share; those between the parties alone stay together, whoever else is there."""
    if bundle[0].way in BETWEEN:
        return [list(bundle)]
    parts: list[tuple[set[str], list[Placed]]] = []
    for one in sorted(bundle, key=lambda p: p.event.id):
        shared = [part for part in parts if part[0] & one.outsiders or (not part[0] and not one.outsiders)]
        names, members = set(one.outsiders), [one]
        for part in shared:
            names |= part[0]
            members = part[1] + members
            parts.remove(part)
        parts.append((names, members))
    return [members for _, members in parts]


def _draw(part: Sequence[Placed], tied: Tied | None, speaking: Collection[str]) -> Drawn:
    ranked = sorted(part, key=lambda p: (-p.event.confidence, p.event.id))
    surest = ranked[0]
    tells = tuple(one.tells for one in ranked)
    statuses = tuple(sorted({str(t.status) for t in tells}, key=_STATUSES.index))
    whole = tied is not None and len(tied.events) == len(part)
    start, end = (tied.start, tied.end) if tied and whole else _days(tells)
    place = tied.place if tied and whole else _place(ranked)
    type, mode = surest.event.type, surest.event.mode
    line = Line(
        number=0, kind="event", incident=tied.id if tied else None, type=type, label=heading(type, mode).words, mode=mode,
        quad=surest.event.quad, score=surest.event.plover_score, status=statuses[0], statuses=statuses,
        actor=_all(tells, "actor", surest.way), recipient=_all(tells, "recipient", surest.way), place=place, start=start, end=end,
        amounts=_amounts(ranked), speaker=_speakers(tells), confidence=surest.event.confidence, tellings=len(tells),
        reports=len({t.report for t in tells}), stories=len({t.story for t in tells}), marks=(), tells=tells,
    )  # fmt: skip
    return Drawn(surest.way, msgspec.structs.replace(line, marks=_marks(line, speaking)))


def _marks(line: Line, speaking: Collection[str]) -> tuple[str, ...]:
    """What to be careful of."""
    found = [_HEDGED[status] for status in line.statuses if status in _HEDGED]
    if line.stories == 1:
        found.append("one story")
    if line.start is None and line.end is None:
        found.append("no day")
    if line.place is None:
        found.append("no place")
    if line.speaker and all(any(name in speaking for name in t.speaker) for t in line.tells):
        found.append("said by a party")
    if not line.actor or not line.recipient:
        found.append("party not told")
    if len({t.type for t in line.tells}) > 1 or len(line.statuses) > 1:
        found.append("told differently")
    return tuple(found)


def _all(tells: Sequence[Tells], role: str, way: Way) -> tuple[Stood, ...]:
    """The parties of all tellings, each once; words that were resolved to nobody only where nobody else is named.

    Between the two, people of the acting side are no recipients, nor people of the other side actors; the tellings keep them.
    """
    strange = {"a>b": {"actor": "b", "recipient": "a"}, "b>a": {"actor": "a", "recipient": "b"}}.get(way, {}).get(role)
    found: dict[tuple[str | None, str], Stood] = {}
    for one in tells:
        for stood in getattr(one, role):
            if strange and stood.side == strange:
                continue
            found.setdefault((stood.id, "" if stood.id else stood.name.lower()), stood)
    resolved = tuple(stood for stood in found.values() if stood.id)
    return resolved or tuple(found.values())


def _speakers(tells: Sequence[Tells]) -> tuple[str, ...]:
    """Who says so: none where a report itself vouches."""
    if any(not one.speaker for one in tells):
        return ()
    return tuple(dict.fromkeys(name for one in tells for name in one.speaker))


def _days(tells: Sequence[Tells]) -> tuple[str | None, str | None]:
    """The days of the surest telling that gives any."""
    return next(((t.start, t.end) for t in tells if t.start or t.end), (None, None))


def _place(ranked: Sequence[Placed]) -> str | None:
    place = next((one.event.place for one in ranked if one.event.place), None)
    return place.name if place else None


def _amounts(ranked: Sequence[Placed]) -> tuple[Amount, ...]:
    """Every number told, by what it counts; the same number told again stands once."""
    found = dict.fromkeys(_amount(count) for one in ranked for count in one.event.counts)
    return tuple(sorted(found, key=lambda a: (a.of, a.side or "", a.low if a.low is not None else -1.0)))


def _amount(count: Count) -> Amount:
    return Amount(of=count.kind, low=count.low, high=count.high, unit=count.unit, side=count.side, approximate=count.approximate)

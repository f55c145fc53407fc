"""Attribution: 84 US campaign reports with source, cue and content. Whether our events' speakers are those the reports give.

Precision is over our events that have a speaker: right if some attribution holds the event's trigger in its content and the attribution's
source overlaps any of the event's speakers (`overlap_*`), or is the innermost of them (`exact_*`: the same characters, a leading article,
a trailing comma and a possessive 's left aside). Recall is over the attributions that `attribution_ids.txt` lists, whose content tells an
event by the project's own codebook: found if such an event of ours lies in the content. Sources that are pronouns count as they stand.
`listed_event_found` is the share of listed attributions in whose content any event of ours lies, with or without a speaker: recall can't
be higher. `all_sourced_precision` is as `overlap_precision` over events in the content of any attribution that has a source.

Departures: an attribution may stand in several pieces; a trigger lies in it if one piece holds it, a source is any of its pieces.
Attributions without a source make no event right and are not listed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.plv import half
from benchmarks.statistics import with_interval
from dateline.coder import Coder
from dateline.records import Event, Party

IDS = Path(__file__).with_name("attribution_ids.txt")
Spans = tuple[tuple[int, int], ...]
_ARTICLE = re.compile(r"(?:the|a|an)\s+", re.IGNORECASE)
_TAIL = re.compile(r"(?:['\u2019]s)?[\s,.:;]*$")


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says what: the spans of the source and of the content. `listed`: the content tells an event by the frozen list."""

    source: Spans
    content: Spans
    listed: bool


@dataclass(slots=True)
class Tally:
    """Counts of one report."""

    events: int = 0
    listed: int = 0
    listed_with_event: int = 0
    events_in_content: int = 0
    right: tuple[int, int] = (0, 0)  # overlap, exact
    found: tuple[int, int] = (0, 0)


def listed_ids(path: Path = IDS) -> dict[str, frozenset[int]]:
    """The frozen list: of each report the numbers of its attributions that tell an event."""
    lines = [line.split() for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return {name: frozenset(map(int, numbers)) for name, *numbers in lines}


def _spans(parts: Sequence[Mapping[str, Any]]) -> Spans:
    return tuple((a, b) for part in parts for a, b in part["spans"])


def attributions(row: Mapping[str, Any], listed: Mapping[str, frozenset[int]]) -> list[Attribution]:
    """The attributions of a report."""
    wanted = listed.get(row["id"], frozenset())
    given = enumerate(row["attributions"])
    return [Attribution(_spans(a.get("source", ())), _spans(a.get("content", ())), n in wanted) for n, a in given]


def within(event: Event, content: Spans) -> bool:
    """Whether one piece of the content holds the event's trigger."""
    return any(a <= event.trigger.start and event.trigger.end <= b for a, b in content)


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without a leading article, a trailing comma and a possessive."""
    article = _ARTICLE.match(text, start, end)
    words = text[article.end() if article else start : end]
    begin = end - len(words)
    tail = _TAIL.search(words)
    return begin, begin + (tail.start() if tail else len(words))


def overlaps(speakers: Sequence[Party], source: Spans) -> bool:
    """Whether any of the speakers overlaps the source."""
    return any(p.start < b and a < p.end for p in speakers for a, b in source)


def same(text: str, speakers: Sequence[Party], source: Spans) -> bool:
    """Whether the innermost speaker is the source."""
    return bool(speakers) and any(_bare(text, speakers[-1].start, speakers[-1].end) == _bare(text, a, b) for a, b in source)


def _sum(pairs: Sequence[tuple[bool, bool]]) -> tuple[int, int]:
    return sum(a for a, _ in pairs), sum(b for _, b in pairs)


def tally(text: str, events: Sequence[Event], gold: Sequence[Attribution]) -> Tally:
    """Count one report."""

    def verdict(event: Event, attribution: Attribution) -> tuple[bool, bool]:
        if not within(event, attribution.content):
            return False, False
        return overlaps(event.speaker, attribution.source), same(text, event.speaker, attribution.source)

    def best(pairs: Sequence[tuple[bool, bool]]) -> tuple[bool, bool]:
        return any(a for a, _ in pairs), any(b for _, b in pairs)

    said = [e for e in events if e.speaker]
    listed = [a for a in gold if a.listed]
    return Tally(
        events=len(said),
        listed=len(listed),
        listed_with_event=sum(any(within(e, a.content) for e in events) for a in listed),
        events_in_content=sum(any(a.source and within(e, a.content) for a in gold) for e in said),
        right=_sum([best([verdict(e, a) for a in gold]) for e in said]),
        found=_sum([best([verdict(e, a) for e in said]) for a in listed]),
    )


def _ratio(part: int, whole: int) -> float:
    return part / max(1, whole)


def _precision(kind: int) -> Callable[[Sequence[Tally]], float]:
    return lambda ts: _ratio(sum(t.right[kind] for t in ts), sum(t.events for t in ts))


def _recall(kind: int) -> Callable[[Sequence[Tally]], float]:
    return lambda ts: _ratio(sum(t.found[kind] for t in ts), sum(t.listed for t in ts))


def _f1(kind: int) -> Callable[[Sequence[Tally]], float]:
    def figure(tallies: Sequence[Tally]) -> float:
        precision, recall = _precision(kind)(tallies), _recall(kind)(tallies)
        return 2 * precision * recall / max(1e-9, precision + recall)

    return figure


def figures(tallies: Sequence[Tally]) -> dict[str, Any]:
    """All figures, with intervals over reports."""
    found: dict[str, Any] = {}
    for kind, name in enumerate(("overlap", "exact")):
        found |= with_interval(f"{name}_f1", tallies, _f1(kind))
        found |= with_interval(f"{name}_precision", tallies, _precision(kind))
        found |= with_interval(f"{name}_recall", tallies, _recall(kind))
    found |= with_interval(
        "listed_event_found", tallies, lambda ts: _ratio(sum(t.listed_with_event for t in ts), sum(t.listed for t in ts))
    )
    found |= with_interval(
        "all_sourced_precision", tallies, lambda ts: _ratio(sum(t.right[0] for t in ts), sum(t.events_in_content for t in ts))
    )
    counts = {"attributed_events": sum(t.events for t in tallies), "listed_attributions": sum(t.listed for t in tallies)}
    return found | {"reports": len(tallies)} | counts


def run(data: Path) -> dict[str, Any]:
    """The top figures are half B's, on which targets are judged."""
    path = data / "polnear_dev.jsonl" if data.is_dir() else data
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    coder, listed = Coder(), listed_ids()
    halves: dict[str, list[Tally]] = {"A": [], "B": []}
    for row in rows:
        coding = coder.code(row["text"], published=row["date"], id=row["id"])
        halves[half(row["text"])].append(tally(row["text"], coding.events, attributions(row, listed)))
    return {**figures(halves["B"]), "half_a": figures(halves["A"]), "both": figures(halves["A"] + halves["B"])}

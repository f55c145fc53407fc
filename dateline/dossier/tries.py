"""Earlier tries and how they ended: talks and agreements near each other in time are one try; what came next between the two ended it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from dateline.dossier.lines import Drawn
from dateline.dossier.records import Group, Line
from dateline.dossier.tellings import BETWEEN

GAP = 90  # days without talks after which the next talks are a new try
_WIDEST = 62  # days that a telling's time may be wide to place it in a try
_TALKS = frozenset({"CONSULT", "AGREE", "SUPPORT"})  # a signature is SUPPORT
_ENDS = frozenset({"REJECT", "RETREAT", "ASSAULT", "COERCE", "SANCTION", "THREATEN", "MOBILIZE"})
_REAL = frozenset({"happened", "ongoing", "failed"})


def try_groups(drawn: Sequence[Drawn], newest: str | None) -> list[Group]:
    """One group a try, latest first, each with the lines of its talks and what followed; then tries told without a certain day."""
    between = [one.line for one in drawn if one.way in BETWEEN]
    dated = sorted(
        (line for line in between if _span(line) and line.status in _REAL), key=lambda one: (*(_span(one) or ()), one.tells[0].event)
    )
    talks = [line for line in dated if _is_talk(line)]
    tries: list[list[Line]] = []
    for line in talks:
        if tries and _days_between(_last(tries[-1]), _first([line])) <= GAP:
            tries[-1].append(line)
        else:
            tries.append([line])
    groups = []
    for at, held in enumerate(tries):
        until = _first(tries[at + 1]) if at + 1 < len(tries) else None
        groups.append(_try(at + 1, held, dated, until, newest))
    groups.reverse()
    placed = {id(line) for line in talks}
    loose = [one.line for one in drawn if id(one.line) not in placed and _is_loose(one)]
    if loose:
        groups.append(Group(key="undated", heading="Tries told without a certain day", note="", total=len(loose), lines=tuple(loose)))
    return groups


def _is_talk(line: Line) -> bool:
    return line.type in _TALKS or (line.type == "RETREAT" and line.mode == "ceasefire")


def _is_loose(one: Drawn) -> bool:
    """Talks of the two without a day, and failed ones that may be theirs."""
    if not _is_talk(one.line):
        return False
    if one.way in BETWEEN:
        return one.line.status in _REAL
    return one.way in ("near", "talks") and "failed" in one.line.statuses


def _try(number: int, held: Sequence[Line], dated: Sequence[Line], until: str | None, newest: str | None) -> Group:
    last = _last(held)
    own = {id(line) for line in held}
    later = [line for line in dated if id(line) not in own and _first([line]) >= last and (until is None or _first([line]) < until)]
    ends = [line for line in later if line.type in _ENDS]
    failed = [line for line in held if "failed" in line.statuses]
    if failed:
        note = f"told as failed in {len(failed)} of its {len(held)} lines"
    elif ends:
        note = f"followed by: {ends[0].label} ({_first([ends[0]])})"
    elif until is not None:
        note = "how it ended is not told; the next try is listed above"
    else:
        note = f"no later report in this store says how it ended; the newest one that names both is of {newest or 'an unknown day'}"
    first = _first(held)
    lines = (*held, *(ends[:1]))
    return Group(key=f"try-{number}", heading=first if first == last else f"{first} to {last}", note=note, total=len(lines), lines=lines)


def _span(line: Line) -> tuple[str, str] | None:
    """First and last day, where they are near enough."""
    if line.start is None or line.end is None or _days_between(line.start, line.end) > _WIDEST:
        return None
    return line.start, line.end


def _first(lines: Sequence[Line]) -> str:
    return min(line.start for line in lines if line.start)


def _last(lines: Sequence[Line]) -> str:
    return max(line.end for line in lines if line.end)


def _days_between(first: str, last: str) -> int:
    return (datetime.date.fromisoformat(last) - datetime.date.fromisoformat(first)).days

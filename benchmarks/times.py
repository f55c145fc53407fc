"""Time expressions to days: 1,243 phrases of news (timenorm's training part) and the recognizers' cases that news uses.

`value_accuracy`: the phrase given, its document's anchor as publication day, what was resolved before it in the document as the time just
mentioned, the tense unknown. A value is right under the map of docs/times.md (`benchmarks/timex.py`). Rows marked `first`, the document's
own day, are left out.

`news_cases.value_accuracy`: the list in `times_news_cases.txt`, frozen before any of it was run. The tense is future where the sentence has
"will", "'ll" or the like, else past. A case is right where the days equal any of the values that the suite allows; its ends, which it
excludes, are taken a day back; "since X" may end with publication and "by X" begin with it, where the suite leaves that side open.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from benchmarks.plv import half
from benchmarks.statistics import with_interval
from benchmarks.timex import Answer, is_right, periods, same_days
from dateline.resolve.calendar_rules import month_days
from dateline.resolve.lengths import length_of, recurs
from dateline.resolve.times import Interval, anchor_after, resolve_time

CASES = Path(__file__).with_name("times_news_cases.txt")
_FUTURE = re.compile(
    r"\b(?:will|shall|won't|going to|plans? to|wants? to|should be|to be|may be|out of)\b|'ll\b|^(?:May|Will|Let's)\b", re.IGNORECASE
)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Verdict:
    """One phrase, what kind of value it asks for, and whether it was found."""

    phrase: str
    kind: str
    right: bool


def timenorm(path: Path) -> Iterator[Verdict]:
    """A verdict on each row that is not its document's own day."""
    document: int | None = None
    previous: Interval | None = None
    for row in _rows(path):
        if row["doc"] != document:
            document, previous = row["doc"], None
        if row["first"]:
            continue
        phrase, published = row["phrase"], date.fromisoformat(row["anchor"][:10])
        found = resolve_time(phrase, published, previous, None)
        answer = Answer(found, length_of(phrase), recurs(phrase))
        yield Verdict(phrase, _kind(row["value"]), is_right(row["value"], phrase.lower(), answer, published))
        previous = anchor_after(found, previous)


def _kind(value: str) -> str:
    if value.endswith("_REF"):
        return "reference"
    if "XXXX" in value:
        return "recurring"
    if value.startswith("P"):
        return "duration"
    if "-" not in value:
        return "year_or_longer"
    return "quarter" if "-Q" in value else "week" if "-W" in value else "month_or_season" if len(value) == 7 else "day"


def news_cases(path: Path) -> Iterator[Verdict]:
    """A verdict on each case of the frozen list."""
    rows = list(_rows(path))
    for line in CASES.read_text(encoding="utf-8").splitlines():
        for case in [] if line.startswith("#") else line.split():
            row_number, _, result_number = case.partition(".")
            row = rows[int(row_number)]
            result = row["Results"][int(result_number)]
            published = datetime.fromisoformat(row["Context"]["ReferenceDateTime"]).date()
            phrase = row["Input"][result["Start"] : result["End"] + 1]
            found = resolve_time(phrase, published, None, "future" if _FUTURE.search(row["Input"]) else "past", day_first=False)
            values = result["Resolution"]["values"]
            yield Verdict(phrase, "", found is not None and any(_is_case_right(found, v, phrase.lower(), published) for v in values))


def _is_case_right(found: Interval, value: dict[str, str], phrase: str, published: date) -> bool:
    """Whether the days equal one of the values that the suite allows."""
    if value.get("value") == "not resolved" or ("value" not in value and "start" not in value and "end" not in value):
        return _is_season(found, value["timex"])
    if "value" in value:
        day = datetime.fromisoformat(value["value"]).date()
        return same_days((day, day), value["value"], phrase, found, published)
    start, end = (datetime.fromisoformat(value[side]) if side in value else None for side in ("start", "end"))
    first = start.date() if start else None
    last = None if end is None else end.date() - (_DAY if end.time() == time() else timedelta())
    if first and last:
        lasts = {last, *_named_last(end.date(), phrase)} if end else {last}
        return any(first <= each and same_days((first, each), "", phrase, found, published) for each in lasts)
    if first:
        starts = {first, first + _DAY} if value.get("Mod") == "after" and str(first.day) in re.findall(r"\d+", phrase) else {first}
        return found.start in starts and found.end in (None, published)
    ends = {last, *_named_last(end.date(), phrase)} if end else {last}
    return found.end in ends and found.start in (None, published)


def _is_season(found: Interval, timex: str) -> bool:
    """A season that the suite leaves unresolved: right in the year that its value gives, or in any where it gives none."""
    years = [int(timex[:4])] if re.match(r"\d{4}-", timex) else range(1900, 2100)
    return any((found.start, found.end) == days for year in years for days in periods(f"{year}-{timex[-2:]}"))


def _named_last(end: date, phrase: str) -> Iterator[date]:
    """The last day that the phrase itself names: "3-5 June" and "until June 5" end with the 5th, "May to October" on October 31."""
    if re.search(rf"(?<!\d){end.day}(?!\d)", phrase) and not re.match(r"(?:before|prior to)\b", phrase):
        yield end
    if end.day == 1 and f"{end:%b}".lower() in phrase:
        yield month_days(end.year, end.month)[1]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


def _figures(verdicts: list[Verdict]) -> dict[str, Any]:
    return {"phrases": len(verdicts)} | with_interval("value_accuracy", [v.right for v in verdicts], lambda xs: sum(xs) / max(1, len(xs)))


def _by_kind(verdicts: list[Verdict]) -> dict[str, Any]:
    return {kind: _figures([v for v in verdicts if v.kind == kind]) for kind in sorted({v.kind for v in verdicts})}


def run(data: Path) -> dict[str, Any]:
    """The top figures are half B's, on which targets are judged."""
    phrases = list(timenorm(data / "timenorm_en_train.jsonl"))
    cases = list(news_cases(data / "en_DateTimeModel.jsonl"))
    a, b = ([v for v in phrases if half(v.phrase) == which] for which in "AB")
    case_a, case_b = ([v for v in cases if half(v.phrase) == which] for which in "AB")
    return {
        **_figures(b),
        "by_value": _by_kind(b),
        "half_a": _figures(a),
        "both": _figures(phrases),
        "news_cases": {**_figures(cases), "half_a": _figures(case_a), "half_b": _figures(case_b)},
    }

"""A plot of counts over time: cooperation above the line, conflict below it, by PLOVER score. Equal counts give an equal SVG.

Needs matplotlib (the extra `plot`).
"""

from __future__ import annotations

import datetime
import io
import re
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from dateline.aggregate.count import Counts
from dateline.aggregate.dimensions import UNKNOWN
from dateline.errors import DatelineError

FORMATS = (".svg", ".png")
PANELS = 6  # series drawn, those with most in known periods first
_LABELS = 12  # periods named on the axis
_BLUE, _ORANGE = "#0072b2", "#d55e00"  # told apart by the colour-blind (Okabe and Ito)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")


class PlotError(DatelineError):
    """A plot that cannot be drawn: matplotlib is missing, the file's ending is unknown, or no period was asked for."""


def plot(counts: Counts, period: str, path: Path) -> list[str]:
    """Draws the counts by this period, one panel for each value of the other dimensions; returns notes on what is not drawn.

    Raises `PlotError`.
    """
    if path.suffix.lower() not in FORMATS:
        raise PlotError(f"{path}: name a file that ends in {' or '.join(FORMATS)}")
    series = _series(counts, period)
    placed = [one for one in series if any(row[period] != UNKNOWN for row in one[1])]
    drawn = [row for _, rows in placed[:PANELS] for row in rows if row[period] != UNKNOWN]
    if not drawn:
        raise PlotError(f"{path}: nothing to draw: no count has a known {period}")
    axis = list(_periods(min(row[period] for row in drawn), max(row[period] for row in drawn), period))
    data = _draw(placed[:PANELS], axis, period, counts, path.suffix.lower().lstrip("."))
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        raise PlotError(f"{path}: cannot be written ({error.strerror or error})") from error
    return _notes(series, len(placed), period)


def _series(counts: Counts, period: str) -> list[tuple[str, list[dict[str, Any]]]]:
    """The rows by the values of the other dimensions, those with most in known periods first."""
    names = [name for name in counts.columns[: _dimension_columns(counts)] if name != period]
    shown = [name for name in names if not name.endswith("_id")]
    found: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in counts.rows:
        found.setdefault(tuple(row[name] for name in names), []).append(row)
    labelled = [(_label(shown, rows[0]), rows) for rows in found.values()]
    return sorted(labelled, key=lambda one: (-sum(_number(row) for row in one[1] if row[period] != UNKNOWN), one[0]))


def _dimension_columns(counts: Counts) -> int:
    return min(counts.columns.index(name) for name in ("incidents", "tellings") if name in counts.columns)


def _label(names: Sequence[str], row: dict[str, Any]) -> str:
    """The values of a series in a line: a dyad with its arrow."""
    parts: list[str] = []
    for name in names:
        arrow = {"recipient": " → ", "second": " – "}.get(name.partition("_")[0]) if parts else None
        value = _CONTROLS.sub(" ", str(row[name]))
        if arrow:
            parts[-1] += arrow + value
        else:
            parts.append(value)
    return ", ".join(parts) or "all"


def _number(row: dict[str, Any]) -> int:
    return int(row.get("incidents", row["tellings"]))


def _notes(series: Sequence[tuple[str, list[dict[str, Any]]]], placed: int, period: str) -> list[str]:
    notes = []
    unplaced = sum(_number(row) for _, rows in series for row in rows if row[period] == UNKNOWN)
    if unplaced:
        notes.append(f"{unplaced:,} of no known {period} are not drawn")
    if placed > PANELS:
        notes.append(f"of {placed:,} series the {PANELS} with most are drawn; narrow it with --actor and --recipient")
    return notes


def _periods(first: str, last: str, period: str) -> Iterator[str]:
    """All periods from the first to the last, empty ones too."""
    day = _first_day(first, period)
    while day <= _first_day(last, period):
        yield _name(day, period)
        if period in ("day", "week"):
            day += datetime.timedelta(days=1 if period == "day" else 7)
        else:
            months = day.month if period == "month" else 12
            day = datetime.date(day.year + months // 12, months % 12 + 1, 1)


def _first_day(name: str, period: str) -> datetime.date:
    if period == "week":
        year, _, week = name.partition("-W")
        return datetime.date.fromisocalendar(int(year), int(week), 1)
    return datetime.date.fromisoformat({"day": name, "month": f"{name}-01", "year": f"{name}-01-01"}[period])


def _name(day: datetime.date, period: str) -> str:
    if period == "week":
        year, week, _ = day.isocalendar()
        return f"{year:04}-W{week:02}"
    return day.isoformat()[: {"day": 10, "month": 7, "year": 4}[period]]


def _draw(series: Sequence[tuple[str, list[dict[str, Any]]]], axis: list[str], period: str, counts: Counts, form: str) -> bytes:
    try:
        import matplotlib as mpl  # noqa: PLC0415 - an extra, and slow to load
        from matplotlib.figure import Figure  # noqa: PLC0415
    except ImportError:
        raise PlotError("plots need matplotlib, which is not installed; add it with: pip install 'dateline[plot]'") from None
    what = "incidents" if "incidents" in counts.columns else "tellings"
    settings = {"svg.hashsalt": "dateline", "text.parse_math": False, "font.size": 9, "font.family": "DejaVu Sans"}
    with mpl.rc_context({**mpl.rcParamsDefault, **settings}), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        figure = Figure(figsize=(9, 1.2 + 2.2 * len(series)), layout="constrained")
        panels = figure.subplots(len(series), 1, sharex=True, sharey=True, squeeze=False)
        for panel, (label, rows) in zip(panels[:, 0], series, strict=True):
            of = {row[period]: row for row in rows}
            for name, colour in (("cooperation", _BLUE), ("conflict", _ORANGE)):
                panel.bar(range(len(axis)), [of[at][name] if at in of else 0 for at in axis], color=colour, width=0.8, label=name)
            panel.axhline(0, color="black", linewidth=0.6)
            unplaced = f", {_number(of[UNKNOWN]):,} of no known {period}" if UNKNOWN in of else ""
            panel.set_title(f"{label}  ({sum(map(_number, rows)):,} {what}{unplaced})", loc="left", fontsize=9)
            panel.set_ylabel("sum of PLOVER score")
        step = -(-len(axis) // _LABELS)
        panels[-1, 0].set_xticks(range(0, len(axis), step), axis[::step], rotation=30, ha="right")
        panels[0, 0].legend(frameon=False, loc="best")
        out = io.BytesIO()
        figure.savefig(out, format=form, dpi=150, metadata={"Date": None} if form == "svg" else {"Software": None})
    return out.getvalue()

"""Noise: events found on news pages that tell no act of conflict or talks: sport, products, shows, recipes, science, weather.

The pages are those of the `pages` yardstick, by the text that people marked on them. One reader labelled them (`noise_pages.tsv`, ids only)
by title and opening: `none` where the topic has no act of a state, authority, armed group, party, union or body of states in it, `some`
where it tells one. Every event on a page of `none` counts as false. `shown` are all events that the coder gives, `half_sure` those with a
confidence of .5 or more. Intervals resample pages.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.statistics import with_interval
from dateline.coder import Coder

LABELS = Path(__file__).with_name("noise_pages.tsv")
_SURE = 0.5

# Of one page its words, and the confidences of the events found on it.
Page = tuple[int, Sequence[float]]


def labels(path: Path = LABELS) -> dict[str, str]:
    """The label of each page by the beginning of its file's name."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["page"]: row["label"] for row in csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t")}


def per_thousand(least: float) -> Callable[[Sequence[Page]], float]:
    """Events with at least this confidence in 1,000 words."""

    def figure(pages: Sequence[Page]) -> float:
        return 1000 * sum(sum(c >= least for c in found) for _, found in pages) / max(1, sum(words for words, _ in pages))

    return figure


def clean(pages: Sequence[Page]) -> float:
    """The share of pages without an event that is half sure."""
    return sum(not any(c >= _SURE for c in found) for _, found in pages) / max(1, len(pages))


def run(data: Path) -> dict[str, Any]:
    """Figures of the pages of either label. `data` is the folder with `scrapinghub.jsonl`."""
    rows = [json.loads(line) for line in (data / "scrapinghub.jsonl").read_text(encoding="utf-8").split("\n") if line.strip()]
    known, coder = labels(), Coder()
    found: dict[str, list[Page]] = {"none": [], "some": []}
    for row in rows:
        label = known.get(Path(row["html"]).name[:12])
        if label in found:
            text = row["articleBody"]
            found[label].append((len(text.split()), [event.confidence for event in coder.code(text).events]))
    out: dict[str, Any] = {}
    for label, pages in found.items():
        figures: dict[str, Any] = {"pages": len(pages), "words": sum(words for words, _ in pages)}
        figures |= with_interval("shown_per_1000_words", pages, per_thousand(0.0))
        figures |= with_interval("half_sure_per_1000_words", pages, per_thousand(_SURE))
        figures |= with_interval("pages_without_half_sure", pages, clean)
        out |= {label: figures}
    return out

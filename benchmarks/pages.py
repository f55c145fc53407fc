"""The main text of 181 news pages (the set of Scrapinghub's article-extraction-benchmark) against the text that people marked.

Scored as the set's authors publish it: shingles of four tokens (`\\w+`), counted with multiplicity a page; precision and recall are means
over pages, F1 is theirs. `dateline` is the text of the report that `dateline code` would store, so a headline that the page repeats in its
body is not in it. `trafilatura` is the bare library with its default settings but comments, in the same run. Intervals resample pages.
"""

from __future__ import annotations

import gzip
import json
import re
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.plv import half
from benchmarks.statistics import with_interval
from dateline.intake.decode import decode_page
from dateline.intake.page import extractor, read_page

Score = tuple[float, float]
_TOKEN = re.compile(r"\w+")
_SHINGLE = 4


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """How often each run of four tokens occurs; a shorter text is one run."""
    tokens = _TOKEN.findall(text)
    return Counter(tuple(tokens[at : at + _SHINGLE]) for at in range(max(1, len(tokens) - _SHINGLE + 1))) if tokens else Counter()


def score(gold: str, found: str) -> Score:
    """Precision and recall of one page's text."""
    wanted, given = shingles(gold), shingles(found)
    if wanted == given:
        return 1.0, 1.0
    right = sum((wanted & given).values())
    return right / max(1, sum(given.values())), right / max(1, sum(wanted.values()))


def f1(scores: Sequence[Score]) -> float:
    """F1 of the mean precision and the mean recall."""
    precision, recall = (sum(column) / max(1, len(scores)) for column in zip(*scores, strict=True))
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _figures(scores: Sequence[Score]) -> dict[str, Any]:
    out: dict[str, Any] = {"pages": len(scores)} | with_interval("f1", scores, f1)
    return out | {name: round(sum(one[at] for one in scores) / len(scores), 3) for at, name in enumerate(("precision", "recall"))}


def _library(html: str) -> str:
    from trafilatura import extract  # noqa: PLC0415

    return extract(html, include_comments=False) or ""


def run(data: Path) -> dict[str, Any]:
    """Figures of all pages and of each half. `data` is the folder with `scrapinghub.jsonl` and the gzipped pages it names."""
    rows = [json.loads(line) for line in (data / "scrapinghub.jsonl").read_text(encoding="utf-8").split("\n") if line.strip()]
    pages = [decode_page(gzip.decompress((data / row["html"]).read_bytes())).text for row in rows]
    halves = [half(row["articleBody"]) for row in rows]
    out: dict[str, Any] = {"extractor": extractor()}
    for name, read in (("dateline", lambda html: read_page(html).text), ("trafilatura", _library)):
        started = time.process_time()
        texts = [read(html) for html in pages]
        seconds = time.process_time() - started
        scores = [score(row["articleBody"], text) for row, text in zip(rows, texts, strict=True)]
        out[name] = _figures(scores) | {"pages_per_cpu_s": round(len(pages) / seconds, 1)}
        for one in "AB":
            chosen = [s for s, h in zip(scores, halves, strict=True) if h == one]
            out[name] |= {one: _figures(chosen)} if chosen else {}
    return out

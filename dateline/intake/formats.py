"""The formats that inputs come in. A format is one module with one function that reads a stream; here is its name and how to tell it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from typing import BinaryIO

from dateline.intake import delimited, feeds, jsonl, newsml, parquet, plain, warc, webpage
from dateline.intake.source import Options, Source
from dateline.records import Reject, Report


def _never(head: bytes) -> bool:
    return False


@dataclasses.dataclass(frozen=True)
class Format:
    """One format: the file name endings that mean it (lower case), and whether an input whose first bytes are `head` is in it.

    `read` gives a report or a reject for every record and raises nothing but the stream's own `OSError`. `count`: how many records begin
    in these bytes (for a progress bar); None: a file is one report.
    """

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[BinaryIO, Source], Iterator[Report | Reject]]
    sniff: Callable[[bytes], bool] = _never
    count: Callable[[bytes], int] | None = None


def _lines(data: bytes) -> int:
    return data.count(b"\n")


# In this order, an input with no telling suffix is asked; plain text is what is left.
FORMATS = (
    Format("parquet", (".parquet", ".pq"), parquet.read, parquet.is_parquet),
    Format("warc", (".warc",), warc.read, warc.is_warc, warc.count),
    Format("jsonl", (".jsonl", ".ndjson"), jsonl.read, jsonl.is_json_lines, _lines),
    Format("json", (".json",), jsonl.read_json, jsonl.is_json_list, jsonl.count),
    Format("csv", (".csv",), delimited.read, delimited.is_table, delimited.count),
    Format("tsv", (".tsv", ".tab"), delimited.read_tabs, count=delimited.count),
    Format("feed", (".rss", ".atom"), feeds.read, feeds.is_feed, feeds.count),
    Format("newsml", (".newsml", ".nitf"), newsml.read, newsml.is_newsml, newsml.count),
    Format("html", (".html", ".htm", ".xhtml"), webpage.read, webpage.is_page),
    Format("text", (), plain.read, lambda head: True),
)
_BY_NAME = {one.name: one for one in FORMATS}
_BY_SUFFIX = {suffix: one for one in FORMATS for suffix in one.suffixes}


def format_of(suffix: str, options: Options) -> Format | None:
    """The format that the options or a file name's ending (`.jsonl`) tell; None where the content decides."""
    if options.input_format != "auto":
        return _BY_NAME[options.input_format]
    return _BY_SUFFIX.get(suffix.lower())


def sniff(head: bytes) -> Format:
    """The format of an input that begins with these bytes."""
    return next(one for one in FORMATS if one.sniff(head))

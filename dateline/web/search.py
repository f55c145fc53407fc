"""Full-text search: what people type, made into SQLite's FTS5; which events and reports have it; snippets of texts.

Words are compared as FTS5's `unicode61` does it: letters and digits, whatever the case and the marks on them.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from dateline.errors import InputError
from dateline.web.headline import headline
from dateline.web.reader import IndexReader, Numbers, Stored, TooSlow

_PART = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')
_WORD = re.compile(r"[^\W_]+")
_MOST_TERMS = 16
_MOST_RANKED = 20_000  # reports; beyond, the newest come first
_MOST_ORDERED = 2_000  # of those, put in order; nobody pages further
_AROUND = 240  # characters of a snippet
_READ = 200_000  # characters of a report that a snippet is looked for in


class Term:
    """Words that stand one after the other; `prefix`: the last may go on."""

    def __init__(self, words: tuple[str, ...], *, prefix: bool) -> None:
        """Takes folded words."""
        self.words, self.prefix = words, prefix

    def __str__(self) -> str:
        """The term in FTS5's language."""
        return '"' + " ".join(self.words) + '"' + ("*" if self.prefix else "")


def fold(word: str) -> str:
    """The word as it is compared: small letters without marks."""
    return "".join(c for c in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(c))


def parse(q: str) -> tuple[list[Term], list[Term]]:
    """The terms that must stand in a text and those that must not. Raises `InputError` where there is nothing to look for."""
    wanted: list[Term] = []
    unwanted: list[Term] = []
    for minus, phrase, bare in _PART.findall(q):
        words = tuple(_words(phrase or bare))
        if words:
            (unwanted if minus else wanted).append(Term(words, prefix=(phrase or bare).endswith("*")))
    if not wanted:
        raise InputError("q: give a word to look for" + (" besides those that must not be there" if unwanted else ""))
    if len(wanted) + len(unwanted) > _MOST_TERMS:
        raise InputError(f"q: at most {_MOST_TERMS} words and phrases")
    return wanted, unwanted


def expression(q: str) -> str:
    """What was typed in FTS5's language."""
    wanted, unwanted = parse(q)
    said = " AND ".join(map(str, wanted))
    return f"({said}) NOT ({' OR '.join(map(str, unwanted))})" if unwanted else said


def matching_events(reader: IndexReader, q: str) -> Numbers:
    """Numbers of the events whose sentence, report title, parties or place have the words."""
    return _matching(reader, "event_words", expression(q))


def search_reports(reader: IndexReader, q: str, limit: int, offset: int = 0) -> dict[str, Any]:
    """The reports that have all words, best first, or newest first where very many have them (`models.SearchAnswer`)."""
    said = expression(q)
    found = _matching(reader, "report_words", said)
    nums = reader.rows(
        "SELECT num FROM reports WHERE num IN (SELECT n FROM found) ORDER BY published DESC NULLS LAST, key", tables={"found": found}
    )
    live = [row[0] for row in nums]
    ranked = len(live) <= _MOST_RANKED
    if ranked:
        order = {num: at for at, num in enumerate(_ranked(reader, said))}
        live.sort(key=lambda num: order.get(num, len(order)))
    page = live[offset : offset + limit]
    stored = reader.reports(page)
    wanted, _ = parse(q)
    return {"total": len(live), "ranked": ranked, "hits": [_hit(stored[num], wanted) for num in page if num in stored]}


def snippet(text: str, sentences: Sequence[tuple[int, int]], terms: Sequence[Term]) -> tuple[list[dict[str, Any]], int]:
    """The sentence with most of the terms, its words marked, cut to size; and where it begins."""
    text = text[:_READ]
    marks = _marks(text, terms)
    best = max(
        ((len({at for start, _, at in marks if a <= start < b}), -a, b) for a, b in sentences if a < len(text)),
        default=(0, 0, min(len(text), _AROUND)),
    )
    first, last = -best[1], min(best[2], len(text))
    inside = [(start, end) for start, end, _ in marks if first <= start < last]
    begin = max(first, inside[0][0] - _AROUND // 3) if inside else first
    end = min(last, begin + _AROUND)
    parts = [] if begin == first else [{"text": "… ", "mark": False}]
    at = begin
    for start, stop in inside:
        if start < at or stop > end:
            continue
        parts += [{"text": text[at:start], "mark": False}, {"text": text[start:stop], "mark": True}]
        at = stop
    parts.append({"text": text[at:end] + ("" if end == last else " …"), "mark": False})
    return [part for part in parts if part["text"]], first


def _hit(stored: Stored, terms: Sequence[Term]) -> dict[str, Any]:
    report, events, _, _, sentences, _ = stored
    parts, start = snippet(report.text, sentences, terms)
    return {
        "report": report.key, "title": headline(report), "published": report.published, "publisher": report.publisher, "snippet": parts,
        "sentence_start": start, "events": len(events),
    }  # fmt: skip


def _marks(text: str, terms: Iterable[Term]) -> list[tuple[int, int, int]]:
    """Where terms stand: start, end, number of the term; in order, none within another."""
    words = [(found.start(), found.end(), fold(found.group())) for found in _WORD.finditer(text)]
    starts: dict[str, list[int]] = {}
    for at, (_, _, word) in enumerate(words):
        starts.setdefault(word, []).append(at)
    marks = []
    for number, term in enumerate(terms):
        first, *rest = term.words
        if term.prefix and not rest:
            places: Iterable[int] = (at for at, (_, _, word) in enumerate(words) if word.startswith(first))
        else:
            places = starts.get(first, ())
        for at in places:
            behind = [word for _, _, word in words[at + 1 : at + 1 + len(rest)]]
            whole = behind == rest or (term.prefix and behind[:-1] == rest[:-1] and behind and behind[-1].startswith(rest[-1]))
            if whole:
                marks.append((words[at][0], words[at + len(rest)][1], number))
    return sorted(marks)


def _words(text: str) -> list[str]:
    return [fold(found) for found in _WORD.findall(text)]


def _matching(reader: IndexReader, table: str, said: str) -> Numbers:
    """Numbers of the rows that fit, kept for the next questions on the same words."""

    def find() -> Numbers:
        row = _fetch(reader, f"SELECT group_concat(rowid) FROM {table} WHERE {table} MATCH ?", said)[0]
        return np.fromstring(row[0], np.int32, sep=",") if row[0] else np.zeros(0, np.int32)

    found: Numbers = reader.kept((table, said), find)
    return found


def _ranked(reader: IndexReader, said: str) -> list[int]:
    sql = f"SELECT rowid FROM report_words WHERE report_words MATCH ? ORDER BY rank LIMIT {_MOST_ORDERED}"
    found: list[int] = reader.kept(("ranked", said), lambda: [row[0] for row in _fetch(reader, sql, said)])
    return found


def _fetch(reader: IndexReader, sql: str, said: str) -> list[tuple[Any, ...]]:
    try:
        return reader.texts().execute(sql, (said,)).fetchall()
    except sqlite3.OperationalError as error:
        raise TooSlow(f"q: the search could not be done in time ({error}); use rarer words") from error

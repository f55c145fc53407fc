"""Which of a list of verb-and-object patterns the corpus has sentences for, by a strict and shallow match of stems."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from dateline.errors import DataError
from dateline.train.corpus import MarkedReport

_COLUMNS = ("verb_group", "synonyms", "pattern", "plover")
_SUFFIXES = ("ings", "ing", "edly", "ied", "ies", "ed", "es", "s", "ment", "ions", "ion", "ers", "er")
_SMALL = frozenset("a against and at be by for from in into of off on out over the to up with".split())  # noqa: SIM905 - reads as a list of words
_WORD = re.compile(r"[A-Za-z]+")
_CLASS = re.compile(r"&\w+")  # a class of words such as &weapon: not looked for
_TYPES: Mapping[str, frozenset[str]] = {"YIELD": frozenset(("CONCEDE", "RETREAT"))}  # the older name of both


def read_patterns(path: Path) -> list[dict[str, str]]:
    """The rows of a tab-separated list of patterns (columns verb_group, synonyms, pattern, plover and others). Raises `DataError`."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader((line for line in stream if not line.startswith("#")), delimiter="\t"))
    missing = [name for name in _COLUMNS if not rows or name not in rows[0]]
    if missing:
        raise DataError(f"{path}: want a header with {', '.join(missing)} and rows below it")
    return rows


def covered(patterns: Iterable[Mapping[str, str]], reports: Sequence[MarkedReport]) -> list[bool]:
    """Of each pattern, whether a sentence has one of its verbs, all of its plain words and an event of its type.

    A pattern of a bare verb wants the verb in the trigger of an event of its type.
    """
    with_word: dict[str, set[int]] = defaultdict(set)
    triggers: dict[tuple[str, str], set[int]] = defaultdict(set)
    types: list[set[str]] = []
    for number, sentence in enumerate(s for report in reports for s in report.sentences):
        for stem in _stems(sentence.text):
            with_word[stem].add(number)
        types.append({event.type for event in sentence.events})
        for event in sentence.events:
            for stem in _stems(sentence.text[event.start : event.end]):
                triggers[stem, event.type].add(number)
    found = []
    for row in patterns:
        verbs = {_stem(word) for phrase in row["synonyms"].split(",") for word in _WORD.findall(phrase)[:1]}
        wanted = _TYPES.get(row["plover"], frozenset((row["plover"],)))
        words = [_stem(word) for word in _WORD.findall(_CLASS.sub("", row["pattern"])) if word.lower() not in _SMALL]
        if words:
            sentences = set().union(*(with_word[verb] for verb in verbs)).intersection(*(with_word[word] for word in words))
            found.append(any(types[number] & wanted for number in sentences))
        else:
            found.append(any(triggers[verb, kind] for verb in verbs for kind in wanted))
    return found


def read_core_words(path: Path) -> list[tuple[str, ...]]:
    """The words of a list, each with its other spellings (parted by `|`). Raises `DataError` where the file has no column `word`."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader((line for line in stream if not line.startswith("#")), delimiter="\t"))
    if not rows or "word" not in rows[0]:
        raise DataError(f"{path}: want a column `word` and rows below it")
    return [tuple(row["word"].split("|")) for row in rows]


def as_triggers(words: Iterable[Sequence[str]], reports: Sequence[MarkedReport]) -> dict[str, int]:
    """How many triggers have each word, singular or plural, in any of its spellings; by its first."""
    found = Counter(s.text[e.start : e.end].lower() for report in reports for s in report.sentences for e in s.events)
    forms = {spellings[0]: re.compile("|".join(rf"\b{re.escape(word)}(?:e?s)?\b" for word in spellings)) for spellings in words}
    return {word: sum(n for trigger, n in found.items() if form.search(trigger)) for word, form in forms.items()}


def _stems(text: str) -> set[str]:
    return {_stem(word) for word in _WORD.findall(text)}


def _stem(word: str) -> str:
    word = word.lower()
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            word = word[: -len(suffix)]
            break
    if len(word) > 3 and word[-1] == word[-2]:
        word = word[:-1]
    return word.rstrip("e")

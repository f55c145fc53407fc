"""Changed training sentences: told of other countries, capitals and groups, or joined with another.

The corpus names some countries far more often than others, and what a country tends to do in it is no fact to learn. Swapping names
while training keeps the reader from leaning on them.
"""

from __future__ import annotations

import dataclasses
import random
import re
from collections import defaultdict
from collections.abc import Sequence

from dateline.resolve.countries import countries
from dateline.resolve.lexicon import GROUP_COLUMNS
from dateline.resolve.tables import rows
from dateline.train.corpus import MarkedSentence

# Forms that mean something else too often to be swapped, in or out.
_AMBIGUOUS = frozenset(
    (
        "Turkey", "Chad", "Jordan", "Georgia", "Georgian", "Guinea", "Polish", "Congress",
        "Male", "Kingston", "Victoria", "Hamilton", "Nice", "Man", "Jersey", "Niger",
    )
)  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Edit:
    """Characters start to end of a text become `new`."""

    start: int
    end: int
    new: str


def apply(sentence: MarkedSentence, edits: list[Edit]) -> MarkedSentence:
    """The sentence with the edits made (in order, not overlapping) and all spans moved along."""
    out: list[str] = []
    at = 0
    for edit in edits:
        out += [sentence.text[at : edit.start], edit.new]
        at = edit.end
    out.append(sentence.text[at:])

    def moved(position: int) -> int:
        shift = 0
        for edit in edits:
            if edit.end <= position:
                shift += len(edit.new) - (edit.end - edit.start)
        return position + shift

    return dataclasses.replace(
        sentence,
        text="".join(out),
        marks=tuple(dataclasses.replace(m, start=moved(m.start), end=moved(m.end)) for m in sentence.marks),
        events=tuple(dataclasses.replace(e, start=moved(e.start), end=moved(e.end)) for e in sentence.events),
        facts=tuple(dataclasses.replace(f, start=moved(f.start), end=moved(f.end)) for f in sentence.facts),
    )


class Swapper:
    """Swaps countries (name, demonyms, capital) and armed groups (name, abbreviation) for others of their kind."""

    def __init__(self) -> None:
        # kind (country, or a group's sector) -> things, each a dict from form to words
        self._things: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
        for country in countries().by_code.values():
            if not country.demonyms or not country.capital:
                continue
            thing = {"name": country.name, "adjective": country.demonyms[0], "capital": country.capital}
            if country.demonyms[0] + "s" in country.demonyms:
                thing["people"] = country.demonyms[0] + "s"
            self._things["country"].append(thing)
        for row in rows("groups.tsv", GROUP_COLUMNS):
            short = next((a for a in row.list("aliases") if re.fullmatch(r"[A-Z]{2,6}", a)), "")
            name = row["name"].split(" (")[0]
            self._things[row["sector"]].append({"name": name} | ({"short": short} if short else {}))
        self._known: dict[str, tuple[str, int, str]] = {}
        for kind, things in self._things.items():
            things[:] = [thing for thing in things if not _AMBIGUOUS.intersection(thing.values())]
            for i, thing in enumerate(things):
                for form, words in thing.items():
                    self._known.setdefault(words, (kind, i, form))
        longest_first = sorted(self._known, key=len, reverse=True)
        self._pattern = re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, longest_first)) + r")(?![\w])")

    def swap(self, sentence: MarkedSentence, rng: random.Random) -> MarkedSentence:
        """The sentence with its countries and groups replaced, each by the same other one throughout; itself where nothing can be."""
        drawn: dict[tuple[str, int], dict[str, str]] = {}
        edits: list[Edit] = []
        for mark in sorted(sentence.marks, key=lambda m: m.start):
            if mark.kind not in ("actor", "place"):
                continue
            for found in self._pattern.finditer(sentence.text, mark.start, mark.end):
                kind, i, form = self._known[found.group()]
                if (kind, i) not in drawn:
                    forms = self._things[kind][i].keys()
                    drawn[kind, i] = rng.choice([thing for thing in self._things[kind] if thing.keys() >= forms])
                new = drawn[kind, i][form]
                article = re.search(r"\b([Aa])n? $", sentence.text[: found.start()])
                if article and (not edits or edits[-1].end <= article.start()):
                    edits.append(Edit(article.start(1), article.end() - 1, article[1] + ("n" if new[0] in "AEIO" else "")))
                edits.append(Edit(found.start(), found.end(), new))
        return apply(sentence, edits) if edits else sentence


_LINKS = ("; ", ", while ", ", and ", ", but ", ", as ", " – ", " after ", " as ")
# Words that have a capital only as the first of a sentence.
_LOWERED = frozenset(
    (
        "The", "A", "An", "In", "On", "At", "He", "She", "It", "They", "His", "Her", "Its", "Their", "This", "These", "Two", "Three",
        "Four", "Five", "Six", "Some", "Several", "More", "About", "Police", "Soldiers", "Troops", "Rebels", "Militants", "Gunmen",
        "Protesters",
        "Officials", "Authorities", "Residents", "Witnesses", "Government", "After", "Before", "Under", "Both", "Another", "Many", "Most",
    )
)  # fmt: skip


class Joiner:
    """Joins two sentences into one ("…, while …"), so that acts stand beside parties that are not theirs."""

    def __init__(self, sentences: Sequence[MarkedSentence], longest: int = 330) -> None:
        """`sentences` are those to draw the other half from; a joined sentence has at most `longest` characters."""
        self._longest = longest
        self._others = [s for s in sentences if self._fits(s) and len(s.text) <= longest // 2]

    @staticmethod
    def _fits(sentence: MarkedSentence) -> bool:
        plain = not any(t in ("headline", "caps") for t in sentence.tags) and not any(c in sentence.text for c in '"“”?!:')
        return plain and sentence.text.endswith(".") and not sentence.text.endswith(("..", "S.", "U."))

    def join(self, sentence: MarkedSentence, rng: random.Random) -> MarkedSentence:
        """The sentence with another drawn at random behind or before it; itself where it is no plain one or would be too long."""
        if not self._others or not self._fits(sentence):
            return sentence
        other = rng.choice(self._others)
        if len(sentence.text) + len(other.text) > self._longest:
            return sentence
        first, second = (sentence, other) if rng.random() < 0.5 else (other, sentence)
        lead = first.text[:-1] + rng.choice(_LINKS)
        text = second.text
        if text.split(" ", 1)[0].rstrip(",") in _LOWERED:
            text = text[0].lower() + text[1:]
        by = len(lead)

        def name(old: str) -> str:
            return f"{old[0]}9{old[1:]}"  # ids of the second half must not be those of the first

        return dataclasses.replace(
            first,
            text=lead + text,
            marks=(*first.marks, *(dataclasses.replace(m, id=name(m.id), start=m.start + by, end=m.end + by) for m in second.marks)),
            events=(
                *first.events,
                *(
                    dataclasses.replace(
                        e, id=name(e.id), start=e.start + by, end=e.end + by,
                        roles=tuple((role, name(target)) for role, target in e.roles),
                        counts=tuple((name(target), kind) for target, kind in e.counts),
                    )
                    for e in second.events
                ),
            ),
            facts=(*first.facts, *(dataclasses.replace(f, id=name(f.id), start=f.start + by, end=f.end + by) for f in second.facts)),
        )  # fmt: skip

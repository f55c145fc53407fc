"""Copies made from reports of our own, and reports that look like them and are none, for the benchmark `copies`.

Each of the project's own reports (samples, corpus) is carried on by outlets as outlets do: cut, re-led, restyled, with furniture, filed
again with other figures. Beside them stand reports in the same words on other facts, on the same topic of another day, with
the same background, and round-ups.
"""

from __future__ import annotations

import dataclasses
import datetime
import random
import re
from collections.abc import Callable, Iterator, Sequence
from importlib import resources
from pathlib import Path

from dateline.intake.report import prepare_report
from dateline.records import Report
from dateline.train.corpus import MarkedReport, read_corpus

_OUTLETS = ("Harbour Post", "Delta Tribune", "The Northern Star", "Radio Meridian", "Evening Ledger", "Plateau Times")
_LEADS = (
    "New details have become known about events that have kept the country on edge, our correspondent reports.",
    "The following is what is known so far of developments which officials were still assessing last night.",
    "It was the news that most of our readers asked about, and this is how it came about according to agencies.",
)
_ADDED = (
    "Our newsroom tried to reach those concerned for comment and had no answer by the time of going to press.",
    "Readers who witnessed the events may write to the editors. Earlier reports on this topic are in our archive.",
    "Analysts expect further reactions in the course of the week, though few were willing to speak openly about them.",
)
_TOPS = ("By Staff Writer", "Photo: Harbour Post / archive", "Share this article on Facebook")
_ENDS = (
    "Follow us on Twitter and Telegram",
    "Sign up to our newsletter",
    "© 2026 Harbour Post. All rights reserved.",
    "Read more: Our live blog",
)
_SMALL = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NUMBER = re.compile(r"\b\d[\d,]*(?:\.\d+)?\b")
_NAME = re.compile(r"(?<=[a-z,;] )[A-ZÀ-Þ][\w’'-]{2,}")


@dataclasses.dataclass(frozen=True)
class Own:
    """A report of our own: its paragraphs, title and day."""

    id: str
    title: str
    day: str
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        """Its text."""
        return "\n\n".join(self.paragraphs)


@dataclasses.dataclass(frozen=True)
class Made:
    """Reports for the benchmark, and pairs of their ids: one story or not, with how the second was made."""

    reports: list[Report]
    same: list[tuple[str, str, str]]
    different: list[tuple[str, str, str]]


def own_reports(root: Path) -> list[Own]:
    """The reports of `corpus/reports` and `samples/reports` with at least 60 words."""
    found = [_of_corpus(one) for one in read_corpus(root / "corpus" / "reports") if one.id]
    for path in sorted((root / "samples" / "reports").glob("*.txt")):
        lines = [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
        found.append(Own(path.stem, lines[0], "2024-03-05", tuple(lines[1:])))
    return [one for one in found if len(one.text.split()) >= 60]


def make(root: Path, seed: int = 5, most: int | None = None) -> Made:
    """Every own report (or so many) with its copies and its doubles."""
    rng = random.Random(seed)
    every = own_reports(root)[:most]
    own, donors = [one for at, one in enumerate(every) if at % 4], every[::4]
    names = sorted({name for one in every for name in _NAME.findall(one.text)})
    reports: list[Report] = []
    same: list[tuple[str, str, str]] = []
    different: list[tuple[str, str, str]] = []
    for at, one in enumerate(own):
        reports.append(_report(one.id, one.text, one.title, one.day, "Meridian Wire"))
        for kind, copy in _COPIES.items():
            made = copy(one, rng)
            if made:
                title, text, later = made
                name = f"{one.id}/{kind}"
                reports.append(_report(name, text, title, _day_after(one.day, later), rng.choice(_OUTLETS)))
                same.append((one.id, name, kind))
        other = donors[at % len(donors)]
        for kind, made_double in (
            ("form", _form(one, names, rng)),
            ("other day", _other_day(one, names, rng)),
            ("background", _background(one, other)),
        ):
            if made_double:
                text, later = made_double
                name = f"{one.id}/not {kind}"
                reports.append(
                    _report(name, text, one.title if kind == "other day" else other.title, _day_after(one.day, later), "Delta Tribune")
                )
                different.append((one.id, name, kind))
    for number, items in enumerate(zip(own[::4], own[1::4], own[2::4], own[3::4], strict=False)):
        digest = "\n\n".join(paragraph for one in items for paragraph in one.paragraphs[:3])
        reports.append(_report(f"round-up {number}", digest, "World in brief", items[0].day, "Evening Ledger"))
        different += [(left.id, right.id, "round-up") for i, left in enumerate(items) for right in items[i + 1 :]]
    return Made(reports, same, different)


def _of_corpus(one: MarkedReport) -> Own:
    meta = dict(one.meta)
    sentences = [sentence.text for sentence in one.sentences]
    paragraphs = tuple(" ".join(sentences[at : at + 2]) for at in range(0, len(sentences), 2))
    return Own(str(one.id), meta.get("title", ""), meta.get("published") or "2020-01-01", paragraphs)


def _report(name: str, text: str, title: str, day: str, publisher: str) -> Report:
    return prepare_report(text, id=name, published=day, title=title, publisher=publisher)


def _day_after(day: str, later: int) -> str:
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=later)).isoformat()


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?”\"])\s+(?=[A-ZÀ-Þ“\"])", " ".join(text.split()))


def _cut(one: Own, share: float) -> str:
    """The first paragraphs, up to this share of the words."""
    wanted, kept = share * len(one.text.split()), list[str]()
    for paragraph in one.paragraphs:
        kept.append(paragraph)
        if sum(len(part.split()) for part in kept) >= wanted:
            break
    return "\n\n".join(kept)


def _restyled(text: str) -> str:
    """British spelling, curly quotes, number words as figures or the other way, per cent, U.S. without points, titles."""
    lines = resources.files("dateline.fuse").joinpath("data", "housestyle.tsv").read_text(encoding="utf-8").splitlines()[1:]
    rows = [line.split("\t") for line in lines]
    british = {standard: variant for variant, standard, what in rows if what == "British spelling"}
    american = {variant: standard for variant, standard, what in rows if what == "British spelling"}

    def word(match: re.Match[str]) -> str:
        found = match.group()
        other = british.get(found.lower()) or american.get(found.lower()) or found
        if found.lower() in _SMALL:
            other = str(_SMALL.index(found.lower()) + 2)
        elif found.isdigit() and 2 <= int(found) <= 12:
            other = _SMALL[int(found) - 2]
        return other.upper() if found.isupper() else other.capitalize() if found[0].isupper() and other != found else other

    text = re.sub(r"(?<![\d.,])\b\w+\b(?![.,]\d)", word, text)
    for plain, styled in (
        ("percent", "per cent"),
        ("U.S.", "US"),
        ("U.N.", "UN"),
        ("“", '"'),
        ("”", '"'),
        ("President ", "Pres. "),
        (" - ", " — "),
    ):
        text = text.replace(plain, styled)
    return re.sub(r'"([^"\n]*)"', r"“\1”", text).replace("'", "’")


def _figures(text: str, rng: random.Random, most: int | None) -> tuple[str, int]:
    """The text with its numbers (years and numbers of one digit apart) changed, at most so many; and how many were."""
    changed = 0

    def other(match: re.Match[str]) -> str:
        nonlocal changed
        plain = match.group().replace(",", "")
        if (most is not None and changed >= most) or "." in plain or int(plain) < 4 or re.fullmatch(r"(?:19|20)\d\d", plain):
            return match.group()
        changed += 1
        value = int(plain) + rng.randint(1, max(2, int(plain) // 3))
        return f"{value:,}" if "," in match.group() else str(value)

    return _NUMBER.sub(other, text), changed


def _update(one: Own, rng: random.Random) -> tuple[str, str, int] | None:
    text, changed = _figures(one.text, rng, 2)
    return (f"UPDATE 1-{one.title}", text + "\n\n" + rng.choice(_ADDED), 0) if changed else None


def _later_toll(one: Own, rng: random.Random) -> tuple[str, str, int] | None:
    """The first figure changed, and nothing said; on the next day where the report has five figures or more."""
    text, changed = _figures(one.text, rng, 1)
    return (one.title, text, 1 if len(_NUMBER.findall(one.text)) >= 5 else 0) if changed else None


def _led_anew(one: Own, text: str, title: str, later: int, rng: random.Random) -> tuple[str, str, int] | None:
    """Another sentence for the first one, and furniture where the copy is of another day. None for a text of one or two sentences."""
    rest = _sentences(text)[1:]
    if len(rest) < 3:
        return None
    top, end = ([rng.choice(_TOPS)], [rng.choice(_ENDS)]) if later else ([], [])
    return title, "\n".join([*top, rng.choice(_LEADS), *rest, *end]), later


def _brief(one: Own, rng: random.Random) -> tuple[str, str, int] | None:
    text = _cut(one, 0.3)
    return (one.title, text, 0) if len(text.split()) >= 30 else None


_COPIES: dict[str, Callable[[Own, random.Random], tuple[str, str, int] | None]] = {
    "cut": lambda one, rng: (one.title, _cut(one, 0.55), 0),
    "brief": _brief,
    "new lead": lambda one, rng: _led_anew(one, one.text, "What we know so far", 0, rng),
    "added lines": lambda one, rng: (one.title, "\n\n".join([*one.paragraphs, *rng.sample(_ADDED, 2)]), 1),
    "house style": lambda one, rng: (one.title.upper(), _restyled(one.text), 0),
    "merged": lambda one, rng: (one.title, " ".join(one.text.split()), 0),
    "furniture": lambda one, rng: (one.title, "\n".join([rng.choice(_TOPS), one.text, *rng.sample(_ENDS, 3)]), 0),
    "reprint": lambda one, rng: (one.title, f"{rng.choice(_TOPS)}\n{one.text}", 6),
    "all at once": lambda one, rng: _led_anew(one, _restyled(_cut(one, 0.7)), "Read this first", 1, rng),
    "update": _update,
    "later toll": _later_toll,
}  # fmt: skip


def _swapped(text: str, names: Sequence[str], rng: random.Random, share: float) -> tuple[str, int]:
    """The text with this share of its names put for others throughout; and how many were."""
    found = list(dict.fromkeys(_NAME.findall(text)))
    chosen = {name: rng.choice(names) for name in found if rng.random() < share}
    return re.sub(r"[\w’'-]+", lambda match: chosen.get(match.group(), match.group()), text), len(chosen)


def _form(one: Own, names: Sequence[str], rng: random.Random) -> tuple[str, int] | None:
    """The same words on other people and figures, the same day. None where there is too little to change."""
    text, changed = _figures(one.text, rng, None)
    text, swapped = _swapped(text, names, rng, 0.85)
    return (text, 0) if changed + swapped >= 4 else None


def _other_day(one: Own, names: Sequence[str], rng: random.Random) -> tuple[str, int] | None:
    """The same parties some days later: other figures, weekdays and some other places."""
    text, changed = _figures(one.text, rng, None)
    text, swapped = _swapped(text, names, rng, 0.25)
    text = re.sub("|".join(_WEEKDAYS), lambda match: _WEEKDAYS[(_WEEKDAYS.index(match.group()) + 3) % 7], text)
    return (text, rng.randint(3, 20)) if changed + swapped >= 3 else None


def _background(one: Own, other: Own) -> tuple[str, int] | None:
    """News that no other report here tells, with the last third of this report as its background."""
    own, shared = _sentences(other.text), _sentences(one.text)
    tail = shared[-max(1, len(shared) // 3) :]
    return (" ".join([*own[: 2 * len(tail)], *tail]), 1) if len(shared) > 3 and len(own) >= 2 * len(tail) else None


def kinds(pairs: Sequence[tuple[str, str, str]]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The pairs of each kind."""
    for kind in dict.fromkeys(kind for _, _, kind in pairs):
        yield kind, [(left, right) for left, right, other in pairs if other == kind]

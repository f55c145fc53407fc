"""A dossier's lines in words, for both renderers: the same wording everywhere, and report text made harmless."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.dossier.records import Amount, Dossier, Line, PartyHead, Source, Stood, Tells
from dateline.resolve.references import is_pronoun

MOST_TELLINGS = 4  # of a line that are written out
_ROOM = 320  # characters of a sentence on either side of its trigger
# What no page or terminal should be given: controls, directions that could turn the words around them, lone surrogates, no-characters.
_UNFIT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff\U000e0000-\U000e007f]"
)
_MARKS = frozenset({"no day", "no place", "alleged", "denied"})  # said by the day, the place and the status


def clean(text: str) -> str:
    """The text on one line, with a sign for each character that is not fit to be shown."""
    return _UNFIT.sub("·", re.sub(r"\s+", " ", text)).strip()


def title(dossier: Dossier) -> str:
    """Who and who."""
    return f"{clean(dossier.a.name)} and {clean(dossier.b.name)}"


def facts(dossier: Dossier) -> list[str]:
    """What the dossier rests on and how it was cut."""
    first, last = dossier.first_published, dossier.last_published
    days = "" if last is None else f", published {last}" if first == last else f", published {first} to {last}"
    older = f" (the newest of {dossier.reports + dossier.left_out})" if dossier.left_out else ""
    found = [f"{_number(dossier.reports, 'report')} {'names' if dossier.reports == 1 else 'name'} both{older}{days}."]
    kinds = f" ({dossier.cooperation} cooperative, {dossier.conflict} hostile)" if dossier.between else ""
    found.append(f"{_number(dossier.between, 'line')} between the two{kinds}; tellings of one incident are one line.")
    if dossier.since or dossier.until:
        found.append(f"Lines whose days may lie between {dossier.since or 'the beginning'} and {dossier.until or 'the end'}.")
    return found


def counted(party: PartyHead) -> str:
    """Who counts for the party here."""
    named = [f"{clean(one.name)} ({one.why}; {_number(one.events, 'event')})" for one in party.counted]
    return ", ".join(named) or "named in no event here"


def days(line: Line) -> str:
    """The line's days, or that there is none."""
    start, end = line.start, line.end
    if start is None and end is None:
        return "day not told"
    if start == end:
        return str(start)
    return f"from {start}" if end is None else f"until {end}" if start is None else f"{start} to {end}"


def parties(line: Line) -> str:
    """Who to whom."""
    return f"{_names(line.actor) or 'not told who'} → {_names(line.recipient) or 'not told whom'}"


def act(line: Line) -> str:
    """What, with type and status."""
    code = f"{line.type}/{line.mode}" if line.mode else str(line.type)
    return f"{line.label} ({code}, {', '.join(line.statuses)})"


def amount(one: Amount) -> str:
    """A number in words: `killed 12 to 14 (recipient)`, `7,500 members`."""
    low, high = _figure(one.low), _figure(one.high)
    many = low if low == high else f"at least {low}" if one.high is None else f"up to {high}" if one.low is None else f"{low} to {high}"
    many = f"about {many}" if one.approximate else many
    twin = f" [{clean(one.twin)}]" if one.twin else ""
    side = f" ({one.side})" if one.side else ""
    unit = clean(one.unit) + ("s" if one.unit.islower() and one.low != 1 and not one.unit.endswith(("s", "foot", "inch")) else "")
    return " ".join(part for part in (many, f"{unit}," if unit and one.of else unit, clean(one.of)) if part) + twin + side


def remarks(line: Line, dossier: Dossier) -> list[str]:
    """Everything else that the line says: place, numbers, speakers, tellings, marks (`one story` only among several reports)."""
    found = [clean(line.place)] if line.place else []
    if line.kind == "event":
        found += [amount(one) for one in line.amounts if one.of != "other"]
    if line.speaker:
        found.append(f"according to {', '.join(map(clean, line.speaker))}")
    if line.tellings > 1:
        found.append(
            f"{line.tellings} tellings, {_number(line.reports, 'report')}, {line.stories} {'story' if line.stories == 1 else 'stories'}"
        )
    return found + [mark for mark in line.marks if mark not in _MARKS and (mark != "one story" or dossier.reports > 1)]


def head(line: Line) -> str:
    """What stands in the middle of the heading: parties and act of an event, the number, or the day."""
    if line.kind == "number":
        return amount(line.amounts[0])
    return f"{parties(line)}: {act(line)}" if line.kind == "event" else "day named in the sentence"


def sentence(tells: Tells) -> tuple[str, str, str]:
    """The sentence before, at and after the trigger, shortened around it."""
    at = tells.trigger.start - tells.sentence.start
    text, end = tells.sentence.quote, at + len(tells.trigger.quote)
    before, after = _spaced(text[:at]), _spaced(text[end:])
    before = before if len(before) <= _ROOM else "…" + before[-_ROOM:]
    after = after if len(after) <= _ROOM else after[:_ROOM] + "…"
    return before, clean(text[at:end][: 2 * _ROOM]), after


def stands(tells: Tells, line: Line) -> str:
    """What this telling says besides, where it differs from its line: status and speaker."""
    found = [str(tells.status)] if tells.status and len(line.statuses) > 1 else []
    if tells.speaker and tells.speaker != line.speaker:
        found.append(f"according to {', '.join(map(clean, tells.speaker))}")
    return ", ".join(found)


def cited(source: Source) -> str:
    """The report in a line: who, when, under which title."""
    who = source.publisher or source.agency or source.id
    agency = f" ({source.agency})" if source.agency and source.publisher and source.agency != source.publisher else ""
    heading = f", “{source.title}”" if source.title else ""
    return clean(f"{who}{agency}, {source.published or 'day unknown'}{heading}")


def where(tells: Tells) -> str:
    """Report key and the sentence's characters there."""
    return f"{tells.report} {tells.sentence.start}–{tells.sentence.end}"


def ordered(tells: Sequence[Tells], *, again: bool = False) -> tuple[Sequence[Tells], int]:
    """The tellings to write out, each sentence once, and how many more there are; the first alone of a line that stands there `again`."""
    seen = {(one.report, one.sentence.start): one for one in reversed(tells)}
    kept = [one for one in tells if seen[one.report, one.sentence.start] is one]
    most = 1 if again else MOST_TELLINGS
    return kept[:most], 0 if again else max(0, len(kept) - most)


def _names(held: Sequence[Stood]) -> str:
    return ", ".join(dict.fromkeys(_shown(one) for one in held))


def _shown(one: Stood) -> str:
    """The name; of people of a kind the words that stood there, quoted."""
    of_a_kind = one.id is not None and one.id.startswith("role:") and not is_pronoun(one.words)
    return f"“{clean(one.words)}”" if of_a_kind else clean(one.name)


def _number(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def _figure(value: float | None) -> str:
    return "?" if value is None else f"{value:,.0f}" if value == int(value) else f"{value:,}"


def _spaced(text: str) -> str:
    """Cleaned, but with a space at its ends where the text has one."""
    left, right = " " * text[:1].isspace(), " " * text[-1:].isspace()
    return left + clean(text) + right if text.strip() else " " * bool(text)

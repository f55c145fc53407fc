"""An explanation on the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from dateline.cli.view import STYLES, clean, printable
from dateline.explain.explanation import Choice, Explanation, Neighbour, RoleChoice
from dateline.export.flat import count_words, days_words
from dateline.records import Coding, Event, Party, Report

_WIDTH = 12  # of the first column
_AROUND = 60  # characters of the text around a trigger in a list
_TOLD = 0.05  # candidates below this are counted, not shown, if not taken
# What an entity's id says of how the words were understood (`dateline.resolve.entities`).
_ENTITY_KINDS = {
    "person": "a known person", "name": "a name not in the tables", "group": "a known organisation",
    "org": "an organisation not in the tables",
    "country": "the country", "gov": "a government", "role": "people by what they are", "place": "a place",
}  # fmt: skip


def print_list(console: Console, report: Report, coding: Coding) -> None:
    """Prints the events of a report with their numbers and ids."""
    console.print(clean(f"{report.id}: {len(coding.events)} events by coder {coding.coder}"), style="bold")
    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    table.add_column("no", justify="right")
    for name in ("id", "event", "status", "conf"):
        table.add_column(name, no_wrap=True)
    table.add_column("words", overflow="fold")
    for number, event in enumerate(coding.events, 1):
        start, end = max(0, event.trigger.start - _AROUND), event.trigger.end + _AROUND
        words = clean(report.text[start : event.trigger.start])
        words.append(f"[{printable(event.trigger.quote)}]", style="bold")
        words.append(clean(report.text[event.trigger.end : end]))
        table.add_row(str(number), event.id, _label(event.type, event.mode), event.status, f"{event.confidence:.2f}", words)
    if coding.events:
        console.print(table)


def print_explanation(console: Console, told: Explanation) -> None:
    """Prints why the event is what it is."""
    event = told.event
    heading = f"{_label(event.type, event.mode)}, {event.status}: {event.trigger.quote!r} in {told.report_id}"
    console.print(clean(heading), style="bold")
    console.print(clean(f"event {event.id} · coder {told.coder}"), style="dim")
    if told.note:
        console.print(clean(told.note), style="bold yellow", soft_wrap=True)
    console.print()
    console.print(_sentence(told), soft_wrap=not console.is_terminal)
    console.print()
    for name, words in _scores(told):
        _row(console, name, words)
    _print_roles(console, told.roles)
    if told.found or not told.made_by:
        _row(console, "resolved", "")
        for line in _resolved(event):
            console.print(Text("  ").append_text(clean(line)), soft_wrap=not console.is_terminal)
    console.print()
    _print_examples(console, told)


def _row(console: Console, name: str, words: str) -> None:
    console.print(Text(f"{name:<{_WIDTH}}", style="bold").append_text(Text(printable(words), style="not bold")), soft_wrap=True)


def _sentence(told: Explanation) -> Text:
    """The sentence with its trigger and numbered mentions in brackets; of spans that overlap the trigger stays."""
    base, text = told.sentence.start, told.sentence.quote
    trigger = told.event.trigger
    spans = [(trigger.start - base, trigger.end - base, "event", "event")]
    for m in told.mentions:
        start, end = m.start - base, m.end - base
        if end <= spans[0][0] or start >= spans[0][1]:
            spans.append((start, end, f"{m.number} {m.kind}", m.kind))
    shown, position = Text(), 0
    for start, end, label, style in sorted(spans):
        shown.append_text(clean_piece(text[position:start]))
        shown.append(f"[{clean_piece(text[start:end]).plain}|{label}]", style=STYLES[style])
        position = end
    return shown.append_text(clean_piece(text[position:]))


def clean_piece(text: str) -> Text:
    """The piece of a sentence with line ends as spaces and control characters as signs, as long as before."""
    return Text(printable(text.replace("\n", " ").replace("\t", " ")))


def _scores(told: Explanation) -> Iterable[tuple[str, str]]:
    needed = _needed(told.trigger_probability, told.trigger_threshold)
    yield "trigger", f"{_p(told.trigger_probability)} that these words tell an event ({needed})"
    yield "type", _choices(told.types)
    yield "mode", _choices(told.modes) if len(told.modes) > 1 else "the type has none"
    yield "status", _choices(told.statuses)
    product = f"trigger {_p(told.trigger_probability)} × type {_p(told.types[0].probability)}"
    yield "score", f"{_p(told.score)} = {product} ({_needed(told.score, told.event_threshold)})"
    curve = f"1 / (1 + exp(-({told.slope:g} · logit(score) {'-' if told.offset < 0 else '+'} {abs(told.offset):g})))"
    yield "confidence", f"{_p(told.confidence)} = {curve}, a curve fitted on the corpus outside training"


def _p(probability: float) -> str:
    return "<0.01" if probability < 0.01 else ">0.99" if probability > 0.99 else f"{probability:.2f}"


def _needed(value: float, threshold: float) -> str:
    return f"needs {threshold:.2f}" + ("" if value >= threshold else ": not reached")


def _choices(choices: Sequence[Choice]) -> str:
    shown = [f"{choice.label} {_p(choice.probability)}" for choice in choices]
    shown[1:2] = [f"{name} (runner-up)" for name in shown[1:2]]
    return " · ".join(shown)


def _print_roles(console: Console, roles: Sequence[RoleChoice]) -> None:
    needs = f"needs {max(role.threshold for role in roles):.2f}"
    party = max(role.party_threshold or 0.0 for role in roles)
    _row(console, "roles", f"{needs}; where no actor (or recipient) reaches that, the likeliest above {party:.2f} is taken")
    table = Table(show_edge=False, pad_edge=False, show_header=False, box=None)
    table.add_column()
    table.add_column(justify="right")
    table.add_column(overflow="fold")
    table.add_column(overflow="fold")
    small = 0
    for role in roles:
        shown = [c for c in role.candidates if c.probability >= _TOLD or c.verdict.startswith("taken")]
        small += len(role.candidates) - len(shown)
        if not shown and role.party_threshold is not None:
            table.add_row(f"  {role.role}", "", "nobody", "")
        for c in shown:
            verdict = f"rather {c.rather}" if c.rather else c.verdict
            table.add_row(f"  {role.role}", _p(c.probability), clean(f"{c.mention} {c.quote}"), verdict)
    console.print(table)
    if small:
        console.print(f"  and {small} of at most {_TOLD}", style="dim")


def _resolved(event: Event) -> Iterable[str]:
    for role in ("actor", "recipient", "speaker"):
        for party in getattr(event, role):
            yield f"{role}: {_party(party)}"
    if place := event.place:
        point = f", {place.lat:.3f} {place.lon:.3f}" if place.lat is not None and place.lon is not None else ", no point"
        where = ", ".join(part for part in (place.name, place.admin1, place.country) if part)
        words = f"“{place.span.quote}” → " if place.span else ""
        source = f", GeoNames {place.geonames_id}" if place.geonames_id else ""
        yield f"place: {words}{where} (to the {place.precision}{point}{source})"
    if time := event.time:
        words = f"“{time.span.quote}” → " if time.span else ""
        yield f"time: {words}{days_words(time)} ({time.basis})"
    for count in event.counts:
        yield f"count: “{count.span.quote}” → {count_words(count)}"
    for name, reason in sorted(event.unknown.items()):
        yield f"{name}: unknown, {reason}"
    if event.same_as:
        yield f"same event as {event.same_as}: told again"


def _party(party: Party) -> str:
    ref = party.entity
    if ref is None:
        return f"“{party.quote}” → unknown"
    kind = _ENTITY_KINDS.get(ref.id.partition(":")[0], "an arm or office of a state")
    rest = ", ".join(f"{name} {value}" for name, value in (("country", ref.country), ("sector", ref.sector)) if value)
    return f"“{party.quote}” → {ref.name} ({ref.id}: {kind}{'; ' if rest else ''}{rest})"


def _print_examples(console: Console, told: Explanation) -> None:
    if told.examples_note:
        _row(console, "examples", f"none: {told.examples_note}")
        return
    _row(console, "examples", "the labelled sentences of the training corpus most like this one, with their likeness")
    for example in told.examples:
        console.print(Text("  ").append_text(_example_labels(example)), soft_wrap=not console.is_terminal)
        text = clean_piece(example.text[: example.start])
        text.append(f"[{clean_piece(example.text[example.start : example.end]).plain}|event]", style=STYLES["event"])
        text.append_text(clean_piece(example.text[example.end :]))
        console.print(Text("       ").append_text(text), soft_wrap=not console.is_terminal)


def _example_labels(example: Neighbour) -> Text:
    parts = f"reading {example.reading:.2f}, letters {example.letters:.2f}, near words {example.near:.2f}"
    roles = " ".join(f"{role}={'; '.join(words)}" for role, words in example.roles.items())
    shown = Text(f"{example.similarity:.2f} ").append(_label(example.type, example.mode), style="bold").append(f" {example.status} ")
    return shown.append_text(clean(f"{roles} · ")).append(f"{example.file}:{example.line} ({parts})", style="dim")


def _label(type: str, mode: str | None) -> str:
    return type + (f"/{mode}" if mode else "")

"""Entities: whom 740 actor mentions in 40 of the project's own reports stand for, and the entity chains of its annotated reports.

The gold (`entities_gold.jsonl`) was resolved by hand and frozen before any output was seen. Of each mention it has the country (alpha-3 or
a non-state code), the PLOVER sector, each as the list of answers that a fair reader may give (null: the text does not decide), and a key
that is the same for all mentions of one entity in the report. `kind` is name, role ("the interior minister") or reference (pronouns,
definite phrases, surnames, abbreviations, appositions). Reports are our samples, and corpus reports that the reader was not trained on.

`accuracy`: the share of mentions that are right, where one the reader did not find is wrong. Right is one country and one sector of the
lists, and for a reference also the entity id of a mention of the same key that is no reference; for one whose key is "unknown", no entity.
A country and its government are one entity ("Canada", "its government"). `found` is the share of mentions that the reader found (an actor
mention that overlaps), `accuracy_found` the accuracy among these, `references.wrong_link` the share of references tied to another entity.

`chains`: pairwise links in the corpus reports of the parts development and test, the annotated mentions and events given: precision and
recall of pairs of actor mentions that we hold for one entity against pairs with one key, among the mentions that have a key. People by what
they are share an id without being one ("residents", "villagers"): they are one for us by the same noun, or where one was tied to the other.
`chains.all` takes every mention without a key for an entity of its own, though many such are only not annotated.

`development`: country and sector on 340 annotated reports of the part train (`corpus/entities.tsv`: the resolver's answers, corrected by
hand), which the rules were written after: a guide for work on them, no measure of what they do elsewhere.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.plv import half
from benchmarks.statistics import with_interval
from dateline.coder import Coder
from dateline.intake.report import prepare_report
from dateline.reader.decode import FoundEvent, FoundMention
from dateline.reader.reader import ReadSentence
from dateline.records import EntityRef, Mention, make_report
from dateline.resolve.entities import Entities
from dateline.resolve.phrasekinds import read_phrase
from dateline.resolve.report import ReportResolver
from dateline.train.corpus import MarkedReport, MarkedSentence, read_corpus
from dateline.train.parts import part_of

GOLD = Path(__file__).with_name("entities_gold.jsonl")
KINDS = ("name", "role", "reference")
UNKNOWN = "unknown"


class GoldMention(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One mention resolved by hand; `country` and `sector` list the answers that are right."""

    start: int
    end: int
    quote: str
    kind: str
    entity: str
    country: tuple[str | None, ...]
    sector: tuple[str | None, ...]


class GoldReport(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A report and its mentions, in the order of the text."""

    report: str
    published: str
    text: str
    mentions: tuple[GoldMention, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one gold mention fared. `wrong_link`: a reference that was tied to another entity than its own."""

    kind: str
    found: bool
    right: bool
    wrong_link: bool = False


def read_gold(path: Path = GOLD) -> list[GoldReport]:
    """The frozen gold."""
    return [msgspec.json.decode(line, type=GoldReport) for line in path.read_bytes().splitlines()]


def same_id(ref: EntityRef | None) -> str | None:
    """The entity's id, that of its government for a country."""
    return ref.id.replace("country:", "gov:") if ref else None


def match(gold: GoldMention, found: Iterable[Mention]) -> Mention | None:
    """The actor mention that overlaps the gold one most."""
    over = [(min(gold.end, m.end) - max(gold.start, m.start), m) for m in found if m.kind == "actor"]
    best = max(over, key=lambda pair: pair[0], default=(0, None))
    return best[1] if best[0] > 0 else None


def judge(gold: Sequence[GoldMention], found: Sequence[Mention]) -> list[Verdict]:
    """A verdict for every gold mention of a report."""
    pairs = [(g, match(g, found)) for g in gold]
    named: dict[str, set[str]] = {}
    for g, m in pairs:
        if m and m.entity and g.kind != "reference":
            named.setdefault(g.entity, set()).add(same_id(m.entity) or "")
    return [_verdict(g, m, named) for g, m in pairs]


def _verdict(gold: GoldMention, found: Mention | None, named: dict[str, set[str]]) -> Verdict:
    if found is None:
        return Verdict(gold.kind, found=False, right=False)
    ref = found.entity
    if gold.entity == UNKNOWN:
        return Verdict(gold.kind, found=True, right=ref is None, wrong_link=ref is not None)
    right = (ref.country if ref else None) in gold.country and (ref.sector if ref else None) in gold.sector
    if gold.kind != "reference":
        return Verdict(gold.kind, found=True, right=right)
    linked = same_id(ref) in named.get(gold.entity, ())
    others = {name for key, names in named.items() if key != gold.entity for name in names}
    return Verdict(gold.kind, found=True, right=right and linked, wrong_link=not linked and same_id(ref) in others)


def _share(verdicts: Sequence[Verdict], holds: Callable[[Verdict], bool], among: Callable[[Verdict], bool] = lambda _: True) -> float:
    chosen = [v for v in verdicts if among(v)]
    return sum(holds(v) for v in chosen) / max(1, len(chosen))


def figures(reports: Sequence[Sequence[Verdict]]) -> dict[str, Any]:
    """All figures, with intervals over reports."""

    def over(holds: Callable[[Verdict], bool], among: Callable[[Verdict], bool] = lambda _: True) -> Callable[[Any], float]:
        return lambda drawn: _share([v for report in drawn for v in report], holds, among)

    verdicts = [v for report in reports for v in report]
    out: dict[str, Any] = {"mentions": len(verdicts), "reports": len(reports)}
    out |= with_interval("accuracy", reports, over(lambda v: v.right))
    out |= with_interval("found", reports, over(lambda v: v.found))
    out |= with_interval("accuracy_found", reports, over(lambda v: v.right, lambda v: v.found))
    for kind in KINDS:
        own = [[v for v in report if v.kind == kind] for report in reports]
        part: dict[str, Any] = {"mentions": sum(map(len, own))}
        part |= with_interval("accuracy", own, over(lambda v: v.right))
        part |= with_interval("accuracy_found", own, over(lambda v: v.right, lambda v: v.found))
        if kind == "reference":
            part |= with_interval("wrong_link", own, over(lambda v: v.wrong_link))
        out[f"{kind}s"] = part
    return out


def as_read(sentence: MarkedSentence, offset: int) -> ReadSentence:
    """The annotated sentence as if the reader had read it, at this place of the report."""
    number = {mark.id: i for i, mark in enumerate(sentence.marks)}
    mentions = tuple(FoundMention(m.kind, m.start + offset, m.end + offset, (0, 0), 1.0) for m in sentence.marks)
    events = []
    for e in sentence.events:
        roles: dict[str, tuple[tuple[int, float], ...]] = {}
        for role, name in e.roles:
            roles[role] = (*roles.get(role, ()), (number[name], 1.0))
        events.append(FoundEvent(e.start + offset, e.end + offset, e.type, e.mode, e.status, 1.0, roles))
    return ReadSentence(offset, offset + len(sentence.text), mentions, tuple(events))


def resolve_marked(report: MarkedReport, entities: Entities) -> ReportResolver:
    """A resolver for the annotated report, its mentions and events taken as read."""
    sentences, offset = [], 0
    for s in report.sentences:
        sentences.append(as_read(s, offset))
        offset += len(s.text) + 1
    text = " ".join(s.text for s in report.sentences)
    return ReportResolver(make_report(text, published=dict(report.meta).get("published")), sentences, entities, "")


@dataclass(frozen=True, slots=True)
class ChainMention:
    """An actor mention of an annotated report: its words, its key, and what tells the entity found (None: none was)."""

    words: str
    key: str | None
    entity: str | None


def chain_mentions(report: MarkedReport, entities: Entities) -> list[ChainMention]:
    """Every actor mention of the report, resolved with the annotated mentions and events given."""
    offset = 0
    keys: dict[tuple[int, int], str | None] = {}
    for s in report.sentences:
        chains = dict(s.chains)
        keys |= {(m.start + offset, m.end + offset): chains.get(m.id) for m in s.marks}
        offset += len(s.text) + 1
    resolver = resolve_marked(report, entities)
    resolved = resolver.resolve(lambda score: score)
    found: dict[int, ChainMention] = {}
    for m in sorted((m for m in resolved.mentions if m.kind == "actor"), key=lambda m: m.start):
        entity = same_id(m.entity)
        before = found.get(resolver.actors.antecedents.get((m.start, m.end), -1))
        if before and m.entity:
            entity = before.entity
        elif m.entity and m.entity.id.startswith("role:"):
            entity = f"{m.entity.id} {read_phrase(m.quote, m.entity).head}"
        found[m.start] = ChainMention(m.quote, keys.get((m.start, m.end)), entity)
    return list(found.values())


def links(mentions: Sequence[ChainMention]) -> tuple[int, int, int]:
    """How many pairs of mentions are one entity by both, by ours alone, by the annotation alone."""
    both = ours = theirs = 0
    for a, b in combinations(mentions, 2):
        gold = a.key is not None and a.key == b.key
        mine = a.entity is not None and a.entity == b.entity
        both, ours, theirs = both + (gold and mine), ours + (mine and not gold), theirs + (gold and not mine)
    return both, ours, theirs


def chain_figures(reports: Sequence[tuple[int, int, int]]) -> dict[str, Any]:
    """Precision, recall and F1 of links, with intervals over reports."""

    def total(drawn: Sequence[tuple[int, int, int]], other: Sequence[int]) -> float:
        both = sum(r[0] for r in drawn)
        return both / max(1, both + sum(r[i] for r in drawn for i in other) / (2 if len(other) == 2 else 1))

    out: dict[str, Any] = {"reports": len(reports), "pairs": sum(r[0] + r[2] for r in reports)}
    for name, other in (("precision", (1,)), ("recall", (2,)), ("f1", (1, 2))):
        out |= with_interval(name, reports, lambda drawn, other=other: total(drawn, other))  # type: ignore[misc]
    return out


def chains(corpus: Path, parts: Sequence[str] = ("development", "test")) -> dict[str, Any]:
    """Figures on the chains of the corpus reports of these parts."""
    entities = Entities.load()
    reports = [r for r in read_corpus(corpus) if r.id and part_of(r, r.sentences[0]) in parts]
    read = [chain_mentions(r, entities) for r in reports]
    out = chain_figures([links([m for m in mentions if m.key]) for mentions in read])
    out["all"] = chain_figures([links(mentions) for mentions in read])
    return out


def read_told(path: Path) -> dict[tuple[str, int, str], tuple[frozenset[str | None], frozenset[str | None]]]:
    """The countries and sectors that are right, by report, number of the sentence from 1, and mention."""

    def answers(text: str) -> frozenset[str | None]:
        return frozenset(None if word == "-" else word for word in text.split("|"))

    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE)
        return {(row["report"], int(row["sentence"]), row["mention"]): (answers(row["country"]), answers(row["sector"])) for row in lines}


def development(corpus: Path) -> dict[str, Any]:
    """Country and sector of the mentions of `entities.tsv`, mention boundaries and events given; the UN and the like may govern or not."""
    told, entities = read_told(corpus / "entities.tsv"), Entities.load()
    found: list[list[tuple[bool, bool]]] = []
    for report in read_corpus(corpus):
        marks: dict[int, tuple[frozenset[str | None], frozenset[str | None]]] = {}
        offset = 0
        for number, s in enumerate(report.sentences, 1):
            marks |= {m.start + offset: told[key] for m in s.marks if (key := (report.id or "", number, m.id)) in told}
            offset += len(s.text) + 1
        if not marks:
            continue
        resolved = resolve_marked(report, entities).resolve(lambda score: score).mentions
        refs = {m.start: m.entity for m in resolved if m.kind == "actor"}
        verdicts = []
        for start, (countries, sectors) in marks.items():
            country, sector = (ref.country, ref.sector) if (ref := refs[start]) else (None, None)
            fair = sectors | {None, "GOV"} if "IGO" in countries and sectors & {None, "GOV"} else sectors
            verdicts.append((country in countries, sector in fair))
        found.append(verdicts)
    out: dict[str, Any] = {"reports": len(found), "mentions": sum(map(len, found))}

    def over(holds: Callable[[tuple[bool, bool]], bool]) -> Callable[[Sequence[Sequence[tuple[bool, bool]]]], float]:
        return lambda drawn: sum(holds(v) for one in drawn for v in one) / max(1, sum(map(len, drawn)))

    out |= with_interval("country", found, over(lambda v: v[0])) | with_interval("sector", found, over(lambda v: v[1]))
    return out | with_interval("both", found, over(all))


def run(data: Path) -> dict[str, Any]:
    """Figures of the shipped model; `data` is the corpus. The top figures are half B's, on which the target is judged."""
    coder = Coder()
    halves: dict[str, list[list[Verdict]]] = {"A": [], "B": []}
    for gold in read_gold():
        found = coder.mentions(prepare_report(gold.text, id=gold.report, fallback=gold.published, language="en"))
        halves[half(gold.text)].append(judge(gold.mentions, found))
    return {
        **figures(halves["B"]),
        "chains": chains(data),
        "development": development(data),
        "half_a": figures(halves["A"]),
        "both": figures(halves["A"] + halves["B"]),
    }

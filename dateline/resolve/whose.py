"""Which country somebody is of whose words tell none ("the army", "police", "the president") in a report that names several.

Every country that the report names gets the sum of the weights of what is true of it: how much of the report it has, whether it stands
in the sentence, where and as what, how far back it was named last, whether the same noun was said of it before. The weights
(`data/country_weights.tsv`) are fitted by `scripts/fit_countries.py` on the project's own annotated reports, from mentions whose entity has
its country told elsewhere in the report.
"""

from __future__ import annotations

import dataclasses
import functools
import math
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from dateline.errors import DataError
from dateline.resolve.tables import rows

_FAR = 5  # sentences back from which all distances are one


@dataclasses.dataclass(frozen=True, slots=True)
class Sign:
    """A country that stands somewhere in the report: its code, where, and how."""

    code: str
    sentence: int
    start: int
    acts: bool = False
    place: bool = False
    head: str = ""
    sector: str | None = None
    guessed: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """Somebody without a country in a report: where he stands, his head noun, what he is, and the countries of his events.

    `shares`: of each country its share of the report; `home`: that of the sentence; `scenes`, `others`: the countries of the places and of
    the other parties of the events in which he has a part, these with the type of event; `form`: the, other (an article or none), name.
    """

    sentence: int
    start: int
    head: str
    sector: str | None
    form: str
    shares: Mapping[str, float]
    home: str | None
    opens: bool
    scenes: frozenset[str] = frozenset()
    others: frozenset[tuple[str, str]] = frozenset()


def _class(sector: str | None) -> str:
    if sector in ("MIL", "COP", "SPY"):
        return "force"
    if sector in ("GOV", "LEG", "JUD", "ELI"):
        return "state"
    return {None: "open", "REB": "rebel", "UAF": "rebel", "PRM": "rebel", "CVL": "people", "OPP": "party", "PTY": "party"}.get(
        sector, "other"
    )


@dataclasses.dataclass(frozen=True, slots=True)
class Around:
    """The signs about somebody: in his sentence, there before him, further back, and of the last sentence that has any."""

    here: tuple[Sign, ...]
    before: tuple[Sign, ...]
    past: tuple[Sign, ...]
    there: tuple[Sign, ...]
    same: tuple[Sign, ...]
    like: tuple[Sign, ...]


def around(asked: Asked, signs: Sequence[Sign]) -> Around:
    """The signs about him; `signs` are those of the report so far and of his sentence, in its order."""
    here = tuple(s for s in signs if s.sentence == asked.sentence)
    before = tuple(s for s in here if s.start < asked.start)
    past = tuple(s for s in signs if s.sentence < asked.sentence)
    there = tuple(s for s in past if s.sentence == past[-1].sentence and not s.guessed)
    same = tuple(s for s in past + before if s.head == asked.head and not s.place)
    like = tuple(s for s in past + before if s.sector == asked.sector) if asked.sector else ()
    return Around(here, before, past, there, same, like)


def features(asked: Asked, code: str, by: Around, rank: int) -> Iterator[str]:
    """What is true of a country as that of the one asked for; `rank` is its place among those with most of the report."""
    kind = _class(asked.sector)
    share = asked.shares.get(code, 0.0)
    yield f"rank {min(rank, 3)}"
    yield f"share {min(int(share * 5), 3)}"
    yield f"rank {min(rank, 3)} {kind}"
    shared = "none" if asked.home is None else "shared" if asked.shares.get(asked.home, 0.0) < 2 * share and code != asked.home else "one"
    yield f"rank {min(rank, 3)} {shared}"
    if code == asked.home:
        yield "opens" if asked.opens else "home"
        yield f"{'opens' if asked.opens else 'home'} {kind}"
        yield f"home {asked.form}"
    yield from _in_sentence(asked, code, by, kind, shared)
    yield from _before(asked, code, by, kind)
    if by.same:
        last = by.same[-1]
        noun = f"noun {'same' if last.code == code else 'other'}"
        yield noun
        yield f"{noun} {asked.form}"
        yield f"{noun} {'guess' if last.guessed else 'told'}"
    if by.like:
        yield f"sector {'same' if by.like[-1].code == code else 'other'} {kind}"
        if all(s.code != code for s in by.like):
            yield f"sector never {kind}"


def _in_sentence(asked: Asked, code: str, by: Around, kind: str, shared: str) -> Iterator[str]:
    for s in by.here:
        if s.code == code:
            side = "before" if s.start < asked.start else "after"
            what = "place" if s.place else "acts" if s.acts else "guess" if s.guessed else "actor"
            yield f"{side} {what}"
            yield f"{side} {what} {kind}"
    before = by.before
    if any(s.code == code for s in before):
        yield "only before" if all(s.code == code for s in before) else "among before"
        if before[-1].code == code:
            yield "last before"
            yield f"last before {'place' if before[-1].place else 'actor'} {kind}"
        if before[0].code == code:
            yield "first before"
            yield f"first before {shared}"
            if before[0].acts:
                yield "first acts"
            yield f"first before {kind}"
    if code in asked.scenes:
        yield "scene"
        yield f"scene {kind}"
    for other, part in asked.others:
        if other == code:
            yield "other party"
            yield f"other party {part}"
            yield f"other party {kind}"


def _before(asked: Asked, code: str, by: Around, kind: str) -> Iterator[str]:
    own = next((s.sentence for s in reversed(by.past) if s.code == code and not s.guessed), None)
    back = _FAR + 1 if own is None else min(asked.sentence - own, _FAR)
    near = "here" if any(s.code == code for s in by.here) else f"back {back}"
    yield near
    yield f"{near} {kind}"
    if own is None or by.here or own != by.past[-1].sentence:
        return
    there = by.there
    yield "only there" if all(s.code == code for s in there) else "among there"
    if there[0].code == code:
        yield "first there"
    if there[-1].code == code:
        yield "last there"
    if any(s.acts for s in there if s.code == code):
        yield "acts there"


class Whose:
    """Chooses the country. Take it from `load()`."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        """Choose with these weights, by feature."""
        self.weights = weights

    @staticmethod
    @functools.cache
    def load() -> Whose:
        """The shipped weights, read once. Raises `DataError` when the table breaks its schema."""
        found = {}
        for row in rows("country_weights.tsv", ("feature", "weight")):
            weight = row.number("weight")
            if weight is None:
                raise DataError(f"{row.where}: no weight; want a number")
            found[row["feature"]] = weight
        return Whose(MappingProxyType(found))

    def choose(self, asked: Asked, signs: Sequence[Sign]) -> tuple[str | None, float]:
        """The most probable country, and how probable it is; None where the report names none."""
        codes = candidates(asked, signs)
        if not codes:
            return None, 0.0
        if len(codes) == 1:
            return codes[0], 1.0
        weigh, by = self.weights.get, around(asked, signs)
        scores = [sum(weigh(name, 0.0) for name in features(asked, code, by, rank)) for rank, code in enumerate(codes)]
        most = max(scores)
        return codes[scores.index(most)], 1.0 / sum(math.exp(score - most) for score in scores)


def candidates(asked: Asked, signs: Sequence[Sign]) -> list[str]:
    """The countries that may be meant, those with most of the report first."""
    codes = dict.fromkeys([*asked.shares, *(s.code for s in signs)])
    return sorted(codes, key=lambda code: -asked.shares.get(code, 0.0))

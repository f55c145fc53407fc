"""How likely two event records tell one incident: a score of the two and their reports alone, with the reasons for it."""

from __future__ import annotations

import functools
import math
import struct
from collections.abc import Iterator, Sequence

import msgspec

from dateline.fuse.incidents_facts import CountFacts, EventFacts, act_kinds, place_keys
from dateline.fuse.incidents_parties import compare_parties
from dateline.fuse.incidents_tables import ASPECTS, type_pairs, weights
from dateline.fuse.incidents_words import word_weight
from dateline.records import Place

Feature = tuple[str, float, str]  # name, amount, what was compared
_SURE = 0.99
_SUMS = struct.Struct(f"{len(ASPECTS)}d")
_PLANS, _DENIALS = frozenset({"future", "hypothetical"}), frozenset({"negated"})
_NARROW = 2  # days that a time may span and still be one day's
_WEEK = 7  # days between two told days from which they are two events', whatever else agrees
_NEAR_KM, _EARTH_KM = 25.0, 12_742.0
_GROWS, _GROWTH_DAYS = 4.0, 15  # a toll may grow to so many times its first figure, in so many days
_LEAD = 250  # characters of a report in which what it is about is told
_COPIES = "two reports tell it in the same words"
_COPY = 0.7  # of the words of two sentences that copies share


class Brief(msgspec.Struct, frozen=True, gc=False):
    """What is kept of the score of a pair while a component is parted: it may have hundreds of thousands of them.

    `cannot`: whether the two can't be one. `sums`: the log-odds by aspect, packed; see `evidence`.
    """

    score: float
    cannot: bool
    sure: bool
    sums: bytes

    @property
    def evidence(self) -> Iterator[tuple[int, float]]:
        """The log-odds by aspect (numbers of `ASPECTS`), for those in which the two can be compared."""
        return ((aspect, value) for aspect, value in enumerate(_SUMS.unpack(self.sums)) if value == value)  # noqa: PLR0124 - not NaN


class PairScore(msgspec.Struct, frozen=True):
    """The score of a pair (0 to 1), and the `features` that give the reasons.

    `cannot`: why the two can't be one, or empty. `sure`: one text tells both.
    """

    score: float
    cannot: str
    sure: bool
    features: tuple[Feature, ...]

    @property
    def brief(self) -> Brief:
        """The score without its reasons."""
        found: dict[int, float] = {}
        for name, amount, _ in self.features:
            weight = weights()[name]
            found[weight.aspect] = found.get(weight.aspect, 0.0) + weight.value * amount
        sums = _SUMS.pack(*(found.get(aspect, math.nan) for aspect in range(len(ASPECTS))))
        return Brief(self.score, bool(self.cannot), self.sure, sums)

    @property
    def reason(self) -> str:
        """The reasons in words, the weightiest first."""
        if self.cannot:
            return self.cannot
        if self.sure:
            return self.features[0][2]
        shown = [
            (abs(weights()[n].value * amount), weights()[n].says.format(words)) for n, amount, words in self.features if weights()[n].says
        ]
        return "; ".join(words for _, words in sorted(shown, key=lambda item: (-item[0], item[1])))


def score_pair(one: EventFacts, other: EventFacts) -> PairScore:
    """How likely the two tell one incident. It is the same whichever comes first."""
    a, b = (one, other) if one.rank <= other.rank else (other, one)
    if why := sure_join(a, b):
        return PairScore(_SURE, "", True, (("base", 0.0, why),))
    if why := _cannot(a, b):
        return PairScore(0.0, why, False, ())
    features = tuple(_features(a, b))
    table = weights()
    return PairScore(1 / (1 + math.exp(-sum(table[name].value * amount for name, amount, _ in features))), "", False, features)


def sure_join(a: EventFacts, b: EventFacts) -> str:
    """Why the two are surely one, or nothing: the report tells it again, or two copies of a text tell it at the same words."""
    if a.report == b.report:
        return "the report tells it again" if b.id == a.same_as or a.id == b.same_as else ""
    if a.copy and a.copy == b.copy:
        return _COPIES
    if a.story and a.story == b.story and (a.type, a.status, a.trigger) == (b.type, b.status, b.trigger):
        shared = len(set(a.words) & set(b.words))
        if shared >= _COPY * max(len(a.words), len(b.words), 1):
            return _COPIES
    return ""


def status_kind(status: str) -> str:
    """`plan`, `denial` or `act`: what is of another kind is never one incident."""
    return "plan" if status in _PLANS else "denial" if status in _DENIALS else "act"


def _cannot(a: EventFacts, b: EventFacts) -> str:
    if (a.type, b.type) not in type_pairs():
        return f"types {a.type} and {b.type} never tell one act"
    kinds = status_kind(a.status), status_kind(b.status)
    if kinds[0] != kinds[1]:
        return f"one is told as {a.status}, the other as {b.status}"
    return ""


def _features(a: EventFacts, b: EventFacts) -> Iterator[Feature]:
    yield "base", 1.0, ""
    if a.type != b.type:
        yield "type_pair", type_pairs()[a.type, b.type], f"{a.type} and {b.type}"
    elif a.mode and b.mode:
        yield ("same_mode", 1.0, a.mode) if a.mode == b.mode else ("other_mode", 1.0, f"{a.mode} and {b.mode}")
    yield from _acts(a, b)
    yield from compare_parties(a, b)
    if a.report != b.report and max(a.start, b.start) < _LEAD:
        yield "both_lead", 1.0, ""
    yield from _places(a, b)
    yield from _days(a, b)
    yield from _numbers(a, b)
    if a.report == b.report:
        yield "same_report", 1.0, ""
    else:
        if a.report_names and b.report_names and not set(a.report_names) & set(b.report_names):
            yield "no_report_names", 1.0, ""
        if a.home and b.home and not set(a.home) & set(b.home):
            yield "other_home", 1.0, ""
    yield from _share("around_words", a.around, b.around, 12, 0.1)
    if a.words and b.words and not set(a.words) & set(b.words):
        yield "no_sentence_words", 1.0, ""
    yield from _weighed("party_words", a.party_words, b.party_words)
    if a.report != b.report:
        yield from _weighed("topic", a.topic, b.topic)
    if a.ordinal and b.ordinal:
        yield ("same_ordinal" if a.ordinal == b.ordinal else "other_ordinal"), 1.0, f"{a.ordinal}, {b.ordinal}"
    elif a.ordinal or b.ordinal:
        yield "one_ordinal", 1.0, ""
    if a.trigger != b.trigger and (a.trigger in b.words or b.trigger in a.words):
        yield "word_beside", 1.0, ""
    if a.report != b.report and (same := [n for n in a.numbers if n in b.numbers]):
        yield "around_numbers", min(2.0, 1.0 * len(same)), ", ".join(same[:3])
    yield from _share("sentence_words", a.words, b.words, 6, 0.1)


def _weighed(name: str, a: Sequence[str], b: Sequence[str]) -> Iterator[Feature]:
    """The share of the words that both have in those of the two, rare words counting more."""
    if not a or not b:
        return
    (mine, worth), (yours, other) = _bag(tuple(a)), _bag(tuple(b))
    shared = mine & yours
    if not shared:
        yield f"no_{name}", 1.0, ""
        return
    words = ", ".join(sorted(shared, key=lambda w: (-word_weight(w), w))[:3])
    yield name, min(1.0, math.fsum(map(word_weight, shared)) / max(1.0, math.sqrt(worth * other))), words


@functools.lru_cache(maxsize=8192)
def _bag(words: tuple[str, ...]) -> tuple[frozenset[str], float]:
    """The words, and what all are worth together."""
    return frozenset(words), math.fsum(map(word_weight, words))


def _share(name: str, a: Sequence[str], b: Sequence[str], least: int, middle: float) -> Iterator[Feature]:
    """How much more than `middle` of the shorter list the other has too."""
    if not a or not b:
        return
    shared = set(a) & set(b)
    amount = len(shared) / max(least, min(len(a), len(b))) - middle
    if amount > 0:
        yield name, amount, f"{len(shared)} of {min(len(a), len(b))}"


def _acts(a: EventFacts, b: EventFacts) -> Iterator[Feature]:
    kinds = act_kinds()
    if shared := sorted(set(a.acts) & set(b.acts)):
        yield "same_act", 1.0, shared[0]
    elif a.acts and b.acts:
        one, other = a.acts[0], b.acts[0]
        if kinds[one][0] == kinds[other][0] and (kinds[one][1] or kinds[other][1]):
            yield "near_act", 1.0, f"{one} and {other}"
        else:
            yield "other_act", 1.0 if kinds[one][0] == kinds[other][0] else 0.5, f"{one} and {other}"
    if a.trigger == b.trigger:
        yield "same_word", 1.0, a.trigger


def _places(a: EventFacts, b: EventFacts) -> Iterator[Feature]:
    if a.place is None and b.place is None:
        if a.scene and b.scene and a.report != b.report:
            yield ("scenes_meet" if set(a.scene) & set(b.scene) else "scenes_apart"), 1.0, ""
        return
    if a.place is None or b.place is None:
        placed, other = (a, b) if a.place else (b, a)
        yield from _place_and_scene(placed, other)
        return
    yield _two_places(a.place, b.place)


def _place_and_scene(placed: EventFacts, other: EventFacts) -> Iterator[Feature]:
    assert placed.place is not None
    keys = place_keys(placed.place)
    if keys and other.scene and placed.report != other.report and not set(keys) & set(other.scene):
        yield "place_not_in_report", 1.0, ""


def _two_places(a: Place, b: Place) -> Feature:
    names = f"{a.name} and {b.name}"
    if a.country and b.country and a.country != b.country:
        return "other_country", 1.0, names
    mine, yours = place_keys(a), place_keys(b)
    if not mine or not yours:
        if not mine and not yours and a.geonames_id == b.geonames_id:
            return "same_country", 1.0, a.name
        return "same_country", 0.5 if a.country == b.country else 0.0, names
    if a.geonames_id == b.geonames_id or a.name == b.name:
        return "same_place", 1.0 if "admin1" not in (a.precision, b.precision) else 0.7, a.name
    if len(mine) != len(yours) and set(mine) & set(yours):
        return "place_inside", 1.0, names
    if (km := _kilometres(a, b)) is not None and km <= _NEAR_KM:
        return "near_place", 1.0, f"{names}, {km:.0f} km"
    return "other_place", 0.8 if set(mine) & set(yours) else 1.0, names


@functools.lru_cache(maxsize=4096)
def _kilometres(a: Place, b: Place) -> float | None:
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    p, q = math.radians(a.lat), math.radians(b.lat)
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return _EARTH_KM * math.asin(min(1.0, math.sqrt(h)))


def _days(a: EventFacts, b: EventFacts) -> Iterator[Feature]:
    if a.timed and b.timed:
        yield from _two_times(a, b)
    elif a.timed or b.timed:
        timed, other = (a, b) if a.timed else (b, a)
        if other.written is not None and timed.last is not None and timed.first is not None and status_kind(a.status) == "act":
            lag = max(0, other.written - timed.last)
            if timed.first > other.written + 1:
                yield ("far_told_before" if timed.far_day or timed.shared_day else "told_before"), 1.0, ""
            elif lag <= 3:
                yield "told_at_once", 1.0, str(lag)
            elif other.start < _LEAD:
                yield "opens_later", min(3.0, math.log2(lag / 3)), str(lag)
            else:
                yield "told_later", min(3.0, math.log2(lag / 3)), str(lag)
    elif a.written is not None and b.written is not None and a.report != b.report:
        gap = abs(a.written - b.written)
        if gap <= 2:
            yield "published_close", 1.0, str(gap)
        else:
            yield "published_apart", min(4.0, math.log2(gap / 2)), str(gap)


def _two_times(a: EventFacts, b: EventFacts) -> Iterator[Feature]:
    assert a.first is not None and a.last is not None and b.first is not None and b.last is not None
    gap = max(a.first - b.last, b.first - a.last)
    if gap > 0:
        far = "far_" if a.far_day or b.far_day or a.shared_day or b.shared_day else ""
        yield f"{far}days_apart", 1.0, str(gap)
        if gap > 1:
            yield f"{far}days_off", min(3.0, math.log2(gap) / 1.4), str(gap)
    elif a.last - a.first < _NARROW and b.last - b.first < _NARROW:
        yield ("far_same_days" if a.far_day or b.far_day else "same_days"), 1.0, _day(max(a.first, b.first))
    else:
        widest = max(a.last - a.first, b.last - b.first)
        yield "days_overlap", 1.5 if widest <= 7 else 0.5, _day(max(a.first, b.first))


def _day(ordinal: int) -> str:
    import datetime  # noqa: PLC0415

    return datetime.date.fromordinal(ordinal).isoformat()


def _numbers(a: EventFacts, b: EventFacts) -> Iterator[Feature]:
    """The verdict on each kind of count that both give; `a` was told first."""
    for mine in a.counts:
        for yours in b.counts:
            if (
                mine.kind == yours.kind != "other"
                and mine.unit == yours.unit
                and (mine.side == yours.side or not mine.side or not yours.side)
            ):
                yield _two_numbers(mine, yours, a, b)


def _two_numbers(mine: CountFacts, yours: CountFacts, a: EventFacts, b: EventFacts) -> Feature:
    words = f"{mine.kind} {_range(mine)} and {_range(yours)}"
    low, high = max(mine.low or 0, yours.low or 0), min(mine.high or math.inf, yours.high or math.inf)
    if low <= high:
        exact = mine.low == yours.low and mine.high == yours.high and (mine.low or 0) > 1
        return ("same_number" if exact else "numbers_fit"), 1.0, words
    first, then = mine.high or mine.low or 0, yours.low or yours.high or 0
    later = a.written is not None and b.written is not None and 0 <= b.written - a.written <= _GROWTH_DAYS
    if later and first < then <= _GROWS * first + 3:
        return "number_grows", 1.0, words
    return "other_number", min(1.0, abs(low - high) / max(low, high) + 0.1), words


def _range(count: CountFacts) -> str:
    if count.low == count.high:
        return f"{count.low:g}" if count.low is not None else "?"
    if count.high is None:
        return f"{count.low:g}+"
    return f"{count.low:g}-{count.high:g}" if count.low is not None else f"up to {count.high:g}"

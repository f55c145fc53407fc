"""Of whom a definite noun phrase can be said: "the militants" of an armed group, "the judge" of Judge Solares, never of a ministry."""

from __future__ import annotations

from dateline.resolve.antecedents import ARMED, Named, has_in_name
from dateline.resolve.phrasekinds import Phrase
from dateline.resolve.synonyms import are_synonyms

# Words before a noun that tell of no other bearer: "the new president" may be the president of the sentence before.
PLAIN = frozenset(
    {"new", "newly", "elected", "outgoing", "powerful", "same", "armed", "embattled", "veteran", "rebel", "self-named", "so-called"}
)
# Words beside "group", "company" and the like that anybody so called may have without its name telling so.
_MODIFIERS = PLAIN | {"drug", "drugs", "trafficking", "criminal", "crime", "militant", "insurgent", "guerrilla", "militia", "paramilitary"}
_MODIFIERS |= {
    "young",
    "masked",
    "armed",
    "unknown",
    "terrorist",
    "extremist",
    "jihadist",
    "islamist",
    "separatist",
    "outlawed",
    "banned",
    "the",
    "western",
    "military",
    "regional",
}
_RENAMED = frozenset({"armed", "attacker", "group", "alliance", "firm", "men", "women"})
_GROUPS = ARMED | {"PTY", "OPP", "SOC", None}
_PUBLIC = {
    "office": frozenset({"GOV", "LEG", "ELI"}),
    "public": frozenset({"GOV", "LEG", "OPP", "PTY", "ELI"}),
    "soldier": frozenset({"MIL", "COP", "ELI"}),
}
# The kinds that a noun of a kind can be said of.
_CAN_BE = {"person": ("person", "any"), "people": ("people", "body", "any"), "body": ("body", "people", "any"), "state": ("state",)}


def is_like(now: Phrase, n: Named) -> bool:
    """Whether the mention has the noun or one that is said of the same, or the noun is a word of its entity's name."""
    return now.head == n.phrase.head or (not n.family and are_synonyms(now.head, n.phrase.head)) or has_in_name(now, n)


def may_mean(now: Phrase, n: Named) -> bool:
    """Whether a noun phrase can be said of this mention: it has the same noun, or is of a kind that the noun is said of."""
    kind, sector = n.phrase.kind, n.ref.sector if n.ref else None
    new = [word for word in now.words[:-1] if word not in n.phrase.words and word not in _MODIFIERS]
    if now.head == n.phrase.head:
        return not (n.named and new)
    if now.kind == "person" and kind == "person" and now.head in n.phrase.words[:-1]:
        return True  # "the judge" after "Judge Irma Solares"
    if is_like(now, n) and not (n.named and new):
        return True
    noun = now.stands_for
    if noun in _RENAMED and new:
        return False  # "the state oil company", "the ruling party": words that no antecedent has told of
    if noun == "alliance" and n.named and n.ref is not None and n.ref.country in ("IGO", "IMG"):
        return True
    if noun in ("armed", "group", "alliance", "attacker"):
        return kind in _CAN_BE[now.kind] and (
            sector in ARMED if noun == "armed" else sector in _GROUPS or (noun == "attacker" and n.attacks)
        )
    if noun in _PUBLIC:
        return kind in _CAN_BE[now.kind] and sector in _PUBLIC[noun]
    if noun == "firm":
        return kind in ("body", "any", "person") and sector in (None, "BUS") and n.named
    if now.kind == "people" and n.named and kind == "body":
        return False  # "the members" are not the union
    return kind in _CAN_BE.get(now.kind, ())

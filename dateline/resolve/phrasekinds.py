"""What kind of thing an actor phrase names, by its head noun: a person, people, a body or a state; and what it can be called again."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Mapping
from types import MappingProxyType

from dateline.errors import DataError
from dateline.records import EntityRef
from dateline.resolve.tables import rows

KINDS = ("person", "people", "body", "state", "title")
_CUT = re.compile(r"\s(?:of|for|in|at|to|from|with|on|against|near|by|who|that|and|de|del)\s|,|\(", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:[-.][^\W\d_]+)*")
_BODY_ENDINGS = ("tion", "sion", "ment", "ry", "cy", "ity", "ship", "hood")


@dataclasses.dataclass(frozen=True, slots=True)
class Noun:
    """A head noun of `data/reference_nouns.tsv`; `stands_for` is the class of things that "the NOUN" may mean, empty for none.

    `of_owner`: one who has country and sector from whom he speaks for or belongs to ("the group's spokesman").
    """

    kind: str
    gender: str
    stands_for: str
    of_owner: bool = False


@functools.cache
def nouns() -> Mapping[str, Noun]:
    """The table, read once. Raises `DataError` when it breaks its schema."""
    found = {}
    for row in rows("reference_nouns.tsv", ("noun", "kind", "gender", "class", "of_owner")):
        if row["kind"] not in KINDS or row["gender"] not in ("", "m", "f"):
            raise DataError(
                f"{row.where}: kind {row['kind']!r}, gender {row['gender']!r}; want one of {', '.join(KINDS)}, and m, f or nothing"
            )
        found[row["noun"]] = Noun(row["kind"], row["gender"], row["class"], row["of_owner"] == "yes")
    return MappingProxyType(found)


@dataclasses.dataclass(frozen=True, slots=True)
class Phrase:
    """An actor phrase: its words in lower case, its head noun, its kind (`any`: a person or a body), the gender if the words tell."""

    words: tuple[str, ...]
    head: str
    kind: str
    gender: str = ""
    stands_for: str = ""
    of_owner: bool = False


def _noun(word: str) -> Noun | None:
    table = nouns()
    if word in table:
        return table[word]
    single = table.get(word[:-1]) if word.endswith("s") else table.get(word[:-3] + "man") if word.endswith("men") else None
    if single is None and word.endswith("ies"):
        single = table.get(word[:-3] + "y")
    return Noun("people", "", "", single.of_owner) if single else None


@functools.lru_cache(maxsize=4096)
def _by_words(phrase: str) -> tuple[tuple[str, ...], str, Noun | None]:
    plain = phrase.replace("’", "'")
    owned = plain.rsplit("'s ", 1)[-1] if "'s " in plain else plain.rsplit("s' ", 1)[-1]
    found = tuple(_WORD.findall(_CUT.split(owned, maxsplit=1)[0].lower()))
    head = found[-1] if found else ""
    noun = _noun(head)
    first = nouns().get(found[0]) if len(found) > 1 else None
    if (noun is None or noun.kind == "title") and first and first.kind in ("person", "title") and owned.split()[-1][:1].isupper():
        noun = Noun("person", first.gender, "")
    return tuple(_WORD.findall(plain.lower())), head, noun


def read_phrase(phrase: str, ref: EntityRef | None) -> Phrase:
    """The phrase, with `ref` the entity it stands for as far as that is known."""
    words, head, noun = _by_words(phrase)
    if noun and noun.kind != "title":
        return Phrase(words, head, noun.kind, noun.gender, noun.stands_for, noun.of_owner)
    return Phrase(words, head, _by_ref(phrase, ref) or _by_form(phrase, head))


def _by_ref(phrase: str, ref: EntityRef | None) -> str | None:
    """The kind that the entity's id tells."""
    if ref is None:
        return None
    prefix = ref.id.partition(":")[0]
    if prefix == "name":
        return "person" if len(phrase.split()) > 1 or " " in ref.name else "any"
    return {"person": "person", "group": "body", "org": "body", "country": "state", "gov": "state", "region": "state"}.get(prefix)


def _by_form(phrase: str, head: str) -> str:
    """The kind of a phrase that no table tells: by number and ending."""
    if (head.endswith("s") and not head.endswith(("ss", "us", "is"))) or head.endswith("men"):
        return "people"
    if head.endswith(_BODY_ENDINGS) or any(c.isupper() for c in phrase):
        return "body"
    return "person"


def office_in(words: str) -> str:
    """The last words of a phrase without a capital, which name the office: "foreign minister" of "Turkey's foreign minister"."""
    held = re.split(r"['’]s |s['’] |\b[A-Z][\w-]*\s*", words)[-1].strip()
    return re.split(r"\s(?:of|for|in|to)\s", held)[0] if held else ""

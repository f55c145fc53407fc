"""What a report is to another of its story: copy, excerpt, update or correction, with the reason in words; and whose text it carries."""

from __future__ import annotations

import re

from dateline.fuse.likeness import Likeness
from dateline.fuse.profile import Profile
from dateline.records import Relation

_ALIKE = 0.9  # of the words of both: from here on a mark that both bear says nothing about the one
_ADDED = 0.25  # of the words: a later report with so much more is an update


def relation(base: Profile, member: Profile, found: Likeness) -> tuple[Relation, str]:
    """What the member is to the base, and why, for a reader."""
    alike = f"{found.covered:.0%} of the shorter text stands in the other{_facts(found)}"
    if member.mark and not (member.mark == base.mark and found.covered_other >= _ALIKE):
        return member.mark, f"says “{member.mark_words}”; {alike}"
    if base.tokens == member.tokens:
        return "copy", "the same words"
    shorter = len(member.tokens) < len(base.tokens)
    later = (member.published or "") >= (base.published or "")
    if later and found.numbers_missed and found.numbers_new and not (shorter and found.part):
        return "update", f"other figures; {alike}"
    if shorter and found.part:
        return "excerpt", f"{found.words} of {found.words_other} words; {alike}"
    if not shorter and later and found.added >= _ADDED * found.words_other:
        return "update", f"adds some {found.added:.0f} words; {alike}"
    return "copy", alike


def carried(member: Profile, others: list[Profile]) -> str | None:
    """The agency or publisher that the member's credits name as the origin of its text; None where they name none but its own."""
    if member.agency and not member.own:
        return member.agency
    if not member.credits:
        return None
    own = _folded(member.publisher)
    for name in sorted({one.publisher for one in others if one.publisher}):
        folded = _folded(name)
        if folded != own and re.search(rf"(?<!\w){re.escape(folded)}(?!\w)", member.credits):
            return name
    return None


def _folded(name: str | None) -> str:
    return " ".join((name or "").casefold().split())


def _facts(found: Likeness) -> str:
    if not found.specifics:
        return ""
    agree = found.specifics - found.missed
    changed = f" ({found.numbers_missed} of the numbers differ)" if found.numbers_missed else ""
    return f", {agree} of its {found.specifics} names and numbers too{changed}"

"""Stories: reports that are copies, excerpts, updates or corrections of each other. A function of the reports and decisions alone.

Reports that were found alike pair by pair are joined around a head, the agency's own version or else the earliest. Every other member must
be kin of the head itself, so that a chain of pairs joins no strangers; a round-up, whose parts have nothing in common, joins nothing.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Iterable, Mapping, Sequence

from dateline.fuse.anchors import anchors, candidates, number
from dateline.fuse.likeness import Likeness, Sketch, are_strangers, compare_sketches, day_number, sketch
from dateline.fuse.profile import Profile, profile
from dateline.fuse.relations import carried, relation
from dateline.records import Decision, Report, Story, StoryMember, content_id

Pair = tuple[str, str]

_PARTS = 12  # parts of a long text that are compared with each other to see whether it is a round-up
_HALF = 0.5  # of its words, up to which a report counts as a part of it
_UNDATED = "9999-99-99"


@dataclasses.dataclass(frozen=True, slots=True)
class Verdicts:
    """What people decided on pairs of reports (keys in sorted order), with the decision."""

    same: Mapping[Pair, Decision]
    different: frozenset[Pair]


def verdicts(decisions: Iterable[Decision]) -> Verdicts:
    """The verdicts that hold: of several on a pair the latest; `unsure` takes one back. Decisions of other kinds are passed over."""
    latest: dict[Pair, Decision] = {}
    for one in sorted(decisions, key=lambda one: (one.at, one.id)):
        if one.kind == "story" and one.left != one.right:
            latest[pair(one.left, one.right)] = one
    return Verdicts(
        same={on: one for on, one in latest.items() if one.verdict == "same"},
        different=frozenset(on for on, one in latest.items() if one.verdict == "different"),
    )


def pair(left: str, right: str) -> Pair:
    """Two keys in sorted order."""
    return (left, right) if left < right else (right, left)


def story_id(head: str) -> str:
    """The id of the story of this head: it stays while copies come and go."""
    return content_id("story", head)


def find_stories(reports: Iterable[Report], decisions: Iterable[Decision] = ()) -> list[Story]:
    """The stories of these reports, all in memory, by id. A report given twice counts once."""
    profiles = {one.key: profile(one) for one in reports}
    by_number = {number(key): key for key in profiles}
    pairs = candidates(
        {at: anchors(profiles[key]).tolist() for at, key in by_number.items()},
        {at: day_number(profiles[key].published) for at, key in by_number.items()},
    )
    sketches = {key: sketch(one) for key, one in profiles.items()}
    alike = [
        pair(left, right)
        for left, right in ((by_number[a], by_number[b]) for a, b in pairs)
        if compare_sketches(profiles[left], sketches[left], profiles[right], sketches[right]).same
    ]
    decided = verdicts(decisions)
    known = [on for on in decided.same if on[0] in profiles and on[1] in profiles]
    found: list[Story] = []
    for keys in components(profiles, [*alike, *known]):
        inside = set(keys)
        found.extend(stories_of({key: profiles[key] for key in keys}, [on for on in alike if on[0] in inside], decided))
    return sorted(found, key=lambda story: story.id)


def components(keys: Iterable[str], pairs: Iterable[Pair]) -> list[list[str]]:
    """The keys in groups that the pairs connect; groups and their keys sorted."""
    parents = {key: key for key in keys}
    for left, right in pairs:
        parents[_root(parents, left)] = _root(parents, right)
    groups: dict[str, list[str]] = {}
    for key in sorted(parents):
        groups.setdefault(_root(parents, key), []).append(key)
    return sorted(groups.values())


def _root(parents: dict[str, str], key: str) -> str:
    while parents[key] != key:
        parents[key] = parents[parents[key]]
        key = parents[key]
    return key


def stories_of(profiles: Mapping[str, Profile], alike: Iterable[Pair], decided: Verdicts) -> list[Story]:
    """The stories of one component: reports by key, the pairs of them that were found alike, and the verdicts."""
    if len(profiles) == 1:
        return [single(next(iter(profiles.values())))]
    return _Component(profiles, alike, decided).stories()


def single(one: Profile) -> Story:
    """The story of a report without copies."""
    return _story(
        [one], [StoryMember(report=one.key, relation="head", of=None, score=None, reason="no copy found", carries=carried(one, []))]
    )


class _Component:
    """Reports that pairs connect, while they are shared out into stories."""

    def __init__(self, profiles: Mapping[str, Profile], alike: Iterable[Pair], decided: Verdicts) -> None:
        self._profiles = profiles
        self._decided = decided
        self._sketch: Callable[[str], Sketch] = functools.cache(lambda key: sketch(profiles[key]))
        self._near: dict[str, set[str]] = {key: set() for key in profiles}
        for left, right in alike:
            if (left, right) not in decided.different:
                self._near[left].add(right)
                self._near[right].add(left)
        self._drop_round_ups()
        self._order = sorted(profiles, key=lambda key: _rank(profiles[key]))
        self._place = {key: at for at, key in enumerate(self._order)}
        self._bound = self._bind()
        self._likeness = functools.cache(self._compared)

    def stories(self) -> list[Story]:
        """The stories: first what is alike as a whole, then each part with the shortest text that holds it."""
        free = set(self._order)
        cores: list[set[str]] = []
        for head in self._order:
            if head in free:
                members = self._gather(head, free)
                free -= members
                cores.append(members)
        return [self._describe(sorted(members, key=self._place.__getitem__)) for members in self._attach(cores)]

    def _attach(self, cores: list[set[str]]) -> list[set[str]]:
        """Joins each core to the one that holds a text of it whole, longer texts first."""
        story = {key: core for core in cores for key in core}
        heads = {id(core): min(core, key=self._place.__getitem__) for core in cores}
        longest = {id(core): max(self._sketch(key).size for key in core) for core in cores}
        for core in sorted(cores, key=lambda one: (-longest[id(one)], self._place[heads[id(one)]])):
            for part, whole in self._holders(core):
                target = story[whole]
                if target is not core and self._is_kin(heads[id(target)], [part]) and self._may_join(core, target):
                    target |= core
                    story |= dict.fromkeys(core, target)
                    break
        return list({id(members): members for members in story.values()}.values())

    def _holders(self, core: Iterable[str]) -> list[Pair]:
        """Parts in this core with the longer texts that hold them, the tightest first."""
        found = []
        for part in core:
            for whole in self._near[part]:
                alike = self._likeness(part, whole)
                if alike.part and self._sketch(whole).size > self._sketch(part).size:
                    found.append((-alike.covered_other, -alike.score, self._place[whole], self._place[part], part, whole))
        return [(part, whole) for *_, part, whole in sorted(found)]

    def _gather(self, head: str, free: set[str]) -> set[str]:
        """The head, what is bound to it, and what can be reached over pairs alike as a whole and is kin of the head."""
        members = set(self._bound[head])
        refused: set[str] = set()
        while True:
            reached = {near for key in members for near in self._wholes(key)} & free - members - refused
            if not reached:
                return members
            for key in sorted(reached, key=self._place.__getitem__):
                group = self._bound[key]
                if key not in members and self._is_kin(head, group) and self._may_join(group, members):
                    members.update(group)
                elif key not in members:
                    refused.add(key)

    def _is_kin(self, head: str, group: Sequence[str]) -> bool:
        return any(key in self._near[head] or self._likeness(head, key).kin for key in group)

    def _wholes(self, key: str) -> set[str]:
        return {near for near in self._near[key] if not self._likeness(key, near).part}

    def _may_join(self, group: Iterable[str], members: set[str]) -> bool:
        return not any(pair(one, other) in self._decided.different for one in group for other in members)

    def _bind(self) -> dict[str, tuple[str, ...]]:
        """For each key the keys that decisions bind it to, itself included; a `different` among them wins over a chain of `same`."""
        groups: dict[str, set[str]] = {key: {key} for key in self._profiles}
        for left, right in sorted(self._decided.same):
            if left not in groups or right not in groups or groups[left] is groups[right]:
                continue
            if not any(pair(one, other) in self._decided.different for one in groups[left] for other in groups[right]):
                joined = groups[left] | groups[right]
                for key in joined:
                    groups[key] = joined
        return {key: tuple(sorted(group)) for key, group in groups.items()}

    def _drop_round_ups(self) -> None:
        """Takes the pairs away between a round-up and its items: two parts of it that are strangers to each other show it."""
        for key in sorted(self._profiles):
            size = self._sketch(key).size
            parts = sorted(near for near in self._near[key] if self._sketch(near).size <= _HALF * size)
            tried = [self._sketch(part) for part in parts[:_PARTS]]
            if any(are_strangers(one, other) for at, one in enumerate(tried) for other in tried[at + 1 :]):
                for part in parts:
                    self._near[key].discard(part)
                    self._near[part].discard(key)

    def _compared(self, left: str, right: str) -> Likeness:
        return compare_sketches(self._profiles[left], self._sketch(left), self._profiles[right], self._sketch(right))

    def _describe(self, members: Sequence[str]) -> Story:
        head = members[0]
        profiles = [self._profiles[key] for key in members]
        return _story(profiles, [self._member(head, one, profiles) for one in profiles])

    def _member(self, head: str, one: Profile, profiles: list[Profile]) -> StoryMember:
        carries = carried(one, profiles)
        if one.key == head:
            reason = "the agency's own version" if one.own else "the earliest"
            if len(profiles) == 1:
                reason = "no copy found"
            return StoryMember(report=one.key, relation="head", of=None, score=None, reason=reason, carries=carries)
        base = self._base(head, one.key, [other.key for other in profiles])
        if base is None:
            return self._joined(head, one, carries)
        found = self._likeness(base, one.key)
        kind, reason = relation(self._profiles[base], one, found)
        return StoryMember(report=one.key, relation=kind, of=base, score=found.score, reason=reason, carries=carries)

    def _base(self, head: str, key: str, members: Sequence[str]) -> str | None:
        """The member that this one is alike: the head if it is, else the one most alike."""
        if head in self._near[key]:
            return head
        near = [other for other in members if other in self._near[key]]
        return min(near, key=lambda other: (-self._likeness(other, key).score, self._place[other]), default=None)

    def _joined(self, head: str, one: Profile, carries: str | None) -> StoryMember:
        """A member that is here by decision alone."""
        of, reason = head, "joined by decisions"
        for other in self._bound[one.key]:
            decision = self._decided.same.get(pair(one.key, other))
            if decision:
                of, reason = other, f"joined by {decision.by}: {decision.reason}"
                break
        return StoryMember(report=one.key, relation="copy", of=of, score=None, reason=reason, carries=carries)


def _rank(one: Profile) -> tuple[bool, bool, str, int, str]:
    """Heads first: the agency's own, what is not marked as a later version, the earliest, the longest."""
    return (not one.own, one.mark is not None, one.published or _UNDATED, -len(one.tokens), one.key)


def _story(profiles: Sequence[Profile], members: Sequence[StoryMember]) -> Story:
    days = {one.key: one.published for one in profiles}
    ordered = sorted(members, key=lambda member: (days[member.report] or _UNDATED, member.report))
    dated = [day for day in days.values() if day]
    head = next(member.report for member in members if member.relation == "head")
    return Story(
        id=story_id(head), head=head, reports=tuple(member.report for member in ordered), members=tuple(ordered),
        first_published=min(dated, default=None), last_published=max(dated, default=None),
    )  # fmt: skip

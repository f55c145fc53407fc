"""The countries that a report names as it is read on, and of which of them somebody is whose words tell none."""

from __future__ import annotations

from collections.abc import Callable, Collection

from dateline.reader.decode import FoundMention
from dateline.reader.reader import ReadSentence
from dateline.records import EntityRef
from dateline.resolve.focus import Focus
from dateline.resolve.newstates import is_unlisted, land_of
from dateline.resolve.phrasekinds import read_phrase
from dateline.resolve.references import is_name, is_pronoun
from dateline.resolve.tables import NON_STATE
from dateline.resolve.whose import Asked, Sign, Whose

_SURE = 0.5  # how probable a country must be to count instead of the one that the sentence or report is about
_SURER = 0.7  # the same where it is about none
_KNOWN = ("country:", "person:", "group:", "name:", "org:")
_NEAR = 2  # sentences back in which it must have been named where the report is about none


class Lands:
    """The countries named so far in one report, and who is of which."""

    def __init__(self, text: str, focus: Focus, named: Collection[str], whose: Whose | None = None) -> None:
        """`named` are the countries that the report's words name; choose with `whose`, else the shipped."""
        self._text, self._focus, self._whose = text, focus, whose or Whose.load()
        self._past: list[Sign] = []
        self._here: dict[tuple[int, int], Sign] = {}
        self._sentence, self._number = ReadSentence(0, 0, (), ()), 0
        self._acting: Collection[FoundMention] = ()
        self._home: str | None = None
        self._shares = {code: share for code, share in focus.shares().items() if code in named or is_unlisted(code)}

    def open(self, number: int, sentence: ReadSentence, home: str | None) -> None:
        """Go on to this sentence, which is about `home`; what was named in the last one lies behind."""
        self._past += sorted(self._here.values(), key=lambda sign: sign.start)
        self._number, self._sentence, self._home = number, sentence, home
        self._acting = {sentence.mentions[i] for e in sentence.events for role in ("actor", "speaker") for i, _ in e.roles.get(role, ())}
        self._here = {}
        for m in sentence.mentions:
            # A town says so only where the report names its country: it may be another of its name.
            if (code := self._focus.named.get((m.start, m.end))) and code in self._shares:
                self._here[m.start, m.end] = self._sign(m, code, None, guessed=False)

    def forget(self) -> None:
        """Start anew: another matter begins."""
        self._past, self._here = [], {}

    def note(self, m: FoundMention, ref: EntityRef | None, *, chosen: bool) -> None:
        """Record whom a mention of the sentence stands for; `chosen`: his country is one that was chosen for him."""
        land = land_of(ref)
        if ref is None or land is None or land in NON_STATE or ref.sector == "JRN":
            return
        told = (m.start, m.end) in self._here or ref.id.startswith(_KNOWN)
        self._here[m.start, m.end] = self._sign(m, land, ref, guessed=chosen or not told)

    def _sign(self, m: FoundMention, code: str, ref: EntityRef | None, *, guessed: bool) -> Sign:
        place = m.kind == "place"
        words = self._text[m.start : m.end]
        head = "" if place or is_pronoun(words) else read_phrase(words, ref).head
        return Sign(code, self._number, m.start, m in self._acting, place, head, ref.sector if ref else None, guessed)

    def is_open(self, m: FoundMention, ref: EntityRef | None) -> bool:
        """Whether the words leave open which country he is of: they name none, nor anybody who has one."""
        if ref is None or (m.start, m.end) in self._focus.named:
            return False
        prefix = ref.id.partition(":")[0]
        if prefix in ("group", "org", "country", "region"):
            return False
        if prefix in ("name", "person"):
            return ref.country is None if prefix == "name" else not is_name(self._text[m.start : m.end])
        return True

    def choose(self, m: FoundMention, ref: EntityRef, country_of: Callable[[FoundMention], str | None]) -> str | None:
        """The country that he is of, None where the report tells none. `country_of` gives that of a mention."""
        words = self._text[m.start : m.end]
        scenes, others = set(), set()
        for event in self._sentence.events:
            sides = [{self._sentence.mentions[i] for i, _ in event.roles.get(role, ())} for role in ("actor", "recipient")]
            for own, other in (sides, sides[::-1]):
                if m in own:
                    others |= {(code, f"{event.type}") for n in other - {m} if (code := country_of(n))}
                    places = (self._sentence.mentions[i] for i, _ in event.roles.get("place", ()))
                    scenes |= {code for n in places if (code := country_of(n))}
        named = ref.id.startswith(("name:", "person:")) and is_name(words)
        before = self._text[max(self._sentence.start, m.start - 4) : m.start].lower()
        asked = Asked(
            sentence=self._number,
            start=m.start,
            head=read_phrase(words, ref).head,
            sector=ref.sector,
            form="name" if named else "the" if before == "the " else "other",
            shares=self._shares,
            home=self._home,
            opens=self._home != self._focus.home,
            scenes=frozenset(scenes),
            others=frozenset(others),
        )
        signs = self._past + sorted((s for key, s in self._here.items() if key != (m.start, m.end)), key=lambda sign: sign.start)
        code, sure = self._whose.choose(asked, signs)
        near = any(s.code == code and not s.guessed and self._number - s.sentence <= _NEAR for s in signs)
        if sure >= _SURE if self._home else near and sure >= _SURER:
            return code
        return self._home

"""One actor phrase read: its head, owner and complement, and the entity that they make (see `entities.py` for the ids)."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.records import EntityRef
from dateline.resolve.actorcontext import (
    APART,
    BODIES,
    BODY_SEATS,
    CIVIL_BODY,
    CONTINENTAL,
    CONTINENTALS,
    COUNTRY_KINDS,
    ETHNIC,
    FAITH_TITLES,
    FOREIGN,
    LEADS,
    LEFT_OFFICE,
    MAYBE_ARMED,
    OF_SPORT,
    OF_STATE,
    OFFICE,
    ORGANISATION,
    PEOPLE,
    POSTED,
    RANK,
    SENT,
    SHOUTED,
    SPELLED,
    STATE_ARMS,
    TITLED,
    UNIONS,
    WITH_ARTICLE,
    ActorContext,
    slug,
)
from dateline.resolve.actorwords import Group, Piece, Role, Term
from dateline.resolve.ambiguity import settled
from dateline.resolve.countries import plain
from dateline.resolve.gazetteer import fold
from dateline.resolve.lexicon import Lexicon, state_names
from dateline.resolve.newstates import is_unlisted, unlisted_name
from dateline.resolve.phrasekinds import nouns
from dateline.resolve.tables import NON_STATE

__all__ = ["COUNTRY_KINDS", "ActorContext", "PhraseReading", "slug"]

_MEMORY = 8  # years after a term in which a bare surname still means that leader in a report on another country


class PhraseReading:
    """One phrase being read: the pieces of its head, of what owns it and of what follows a preposition."""

    def __init__(self, words: Lexicon, context: ActorContext, text: str) -> None:
        self.lexicon, self.context, self.text = words, context, text
        pieces = settled(words, text, context.home, context.countries, context.published, context.local)
        link = next((i for i, piece in enumerate(pieces) if piece.kind == "link" and i), len(pieces))
        head, self.tail = pieces[:link], pieces[link + 1 :]
        self.link = pieces[link].text if link < len(pieces) else None
        owner = max((i for i, piece in enumerate(head) if piece.kind == "owner" and i + 1 < len(head)), default=-1)
        self.owner = [piece for piece in head[: max(owner, 0)] if piece.kind != "owner"]
        self.head = [piece for piece in head[owner + 1 :] if piece.kind != "owner"]
        self.left_office = any(piece.kind == "mark" and piece.text in LEFT_OFFICE for piece in self.head)
        self.roles = [piece.role for piece in self.head if piece.role]
        self.left_office |= any(role.sector == "ELI" for role in self.roles)
        self.last = next((piece for piece in reversed(self.head) if piece.kind not in {"word", "mark"}), None)

    def entity(self) -> EntityRef | None:
        """The entity, None where the phrase says nothing of who."""
        if CONTINENTALS.match(self.text):
            return EntityRef(id="role:CVL", name=PEOPLE["CVL"], country=None, sector="CVL")
        if not self.last:
            return self._complement() if self.tail and any(piece.kind != "word" for piece in self.tail) else None
        leader = next((piece for piece in reversed(self.head) if piece.kind == "leader"), None)
        if leader and (whole := self._other_bearer(leader)):
            return self._named(whole)
        if leader and self.last.kind in {"leader", "name"} and (person := self._leader(leader)):
            return person
        if self.last.kind in {"name", "leader"}:
            return self._named(self.last)
        group = next((piece.group for piece in reversed(self.head) if piece.group), None)
        strong = self._strong()
        if group and (told := self._told(group)):
            return told
        if group and not (strong and self.last.role is strong and strong.sector in APART):
            return self._of_group(group, strong or next(iter(self.roles), None))
        if self.last.role:
            return self._role(self.last.role, self._on(group)[0] if group else None)
        return self._country(self.last)

    def _told(self, group: Group) -> EntityRef | None:
        """What the report itself has called by the letters that are this organisation's elsewhere."""
        letters = next(piece.text for piece in reversed(self.head) if piece.group is group)
        return self.context.known.get(letters.lower()) if letters.isupper() else None

    def _other_bearer(self, leader: Piece) -> Piece | None:
        """The name of somebody who only shares a leader's surname: "Jeb Bush", "Roman Petrov"."""
        if " " in leader.text.strip():
            return None
        at = self.head.index(leader)
        before = self.head[at - 1] if at and self.head[at - 1].kind == "name" else None
        after = self.head[at + 1] if at + 1 < len(self.head) and self.head[at + 1].kind == "name" else None
        names = {word for term in leader.terms for word in fold(term.name).split()}
        if not (before and not names.issuperset(fold(before.text).split())) and not after:
            return None
        parts = [piece for piece in (before, leader, after) if piece]
        whole = Piece("name", " ".join(piece.text for piece in parts))
        self.head = [piece for piece in self.head if piece not in parts] + [whole]
        return whole

    def _strong(self) -> Role | None:
        """The last role word that says its sector by itself."""
        strong = [role for role in self.roles if not role.weak and not role.faith]
        if len(strong) > 1 and SENT.fullmatch(strong[-1].word) and (sends := strong[-2]).sector not in (None, "GOV", "CVL"):
            return sends  # "rebel envoy", "union negotiators"
        if len(strong) > 1 and RANK.fullmatch(strong[-1].word) and (force := strong[-2]).sector in ("REB", "COP", "PRM"):
            return force  # "rebel colonel", "police lieutenant"
        armed = next((role for role in strong if role.sector in ("REB", "CRM")), None)
        if armed and strong[-1].sector in ("PTY", "SOC", "OPP") and strong[-1].word != "party":
            return armed  # "rebel front"
        return strong[-1] if strong else None

    def _led(self) -> str | None:
        """The sector of the body whose officer it is: "secretary of the main opposition party", "the miners' union's chairman"."""
        if any(not role.weak and role.word not in LEADS for role in self.roles):
            return None
        link = next((i for i, piece in enumerate(self.tail) if piece.kind == "link"), len(self.tail))
        for zone in (self.owner, self.tail[:link] if self.link in ("of", "for") else ()):
            role = next((piece.role for piece in reversed(zone) if piece.role), None)
            if role and not role.weak and role.sector in BODIES:
                return role.sector
        return None

    def _on(self, group: Group) -> tuple[str, str | None]:
        """The organisation's country and sector on the report's day."""
        return group.on(self.context.published)

    def _of_group(self, group: Group, role: Role | None) -> EntityRef:
        """The organisation on the report's day; the role decides where it has no sector of its own ("UN military personnel").

        So it does where it names another of its times ("FMLN guerrillas" in a report without a day). Officials of a body of states govern.
        """
        country, sector = self._on(group)
        if role and (
            (not sector and (not role.weak or country == "IGO"))
            or (not role.weak and any(stretch.sector == role.sector for stretch in group.history))
        ):
            sector = role.sector
        return EntityRef(id=group.id or f"group:{slug(group.name)}", name=group.name, country=country or None, sector=sector)

    def _country(self, piece: Piece) -> EntityRef | None:
        if piece.kind == "people":
            code = self._people(piece)
            return (
                EntityRef(id=f"role:CVL:{code}", name=f"{piece.text}s of {self._name(code)}", country=code, sector="CVL") if code else None
            )
        code = piece.code
        if not code:
            return None
        if piece.kind == "demonym" and self._is_people(piece.text):
            code = self._land_of(piece, code)
            return EntityRef(id=f"role:CVL:{code}", name=f"Civilians of {self._name(code)}", country=code, sector="CVL")
        if piece.kind == "seat" and (body := self._body_of(piece)):
            return self._of_group(body, None)
        if piece.kind == "seat":
            return self._state("GOV", code)
        if piece.kind == "region":
            sector = "GOV" if plain(piece.text) in state_names() else None
            return EntityRef(id=f"region:{slug(piece.text)}", name=piece.text, country=code, sector=sector)
        return EntityRef(id=f"country:{code}", name=self._plain_name(code), country=code, sector="GOV")

    def _body_of(self, seat: Piece) -> Group | None:
        """The body of states for which a seat stands, None for one of a government or in a report on the country where it lies."""
        name, country = BODY_SEATS.get(seat.text.lower(), ("", ""))
        found = self.lexicon.find(name) if name and self.context.home != country else None
        return found.group if found else None

    def _is_people(self, demonym: str) -> bool:
        """True for "Israelis", "Frenchmen"; False for "Israeli", "Chinese", which stand for the state."""
        if demonym.endswith(("s", "S")):
            return self.lexicon.find(demonym[:-1]) is not None or demonym.lower() in self.context.local
        return demonym.lower().endswith(("man", "men", "woman", "briton", "spaniard"))

    def _land_of(self, people: Piece, code: str) -> str:
        """The country that a people lives in: "Kosovo Albanians", "Albanians of Serbia", "ethnic Russians" in a report on Latvia."""
        for piece in self.head:
            if piece is not people and piece.code and piece.kind in COUNTRY_KINDS:
                return piece.code
        ethnic = any(piece.kind == "word" and piece.text.lower() in {"ethnic", "indigenous"} for piece in self.head)
        if self.link == "of" or ethnic:
            there = next((piece.code for piece in self.tail if piece.code and piece.kind in COUNTRY_KINDS), None)
            return there or (ethnic and (self.context.beside or self.context.home)) or code
        return code

    def _role(self, role: Role, group_country: str | None) -> EntityRef | None:
        ethnic = next((piece for piece in self.head if piece.kind == "people"), None)
        strong = self._strong()
        faith = next((r for r in self.roles if r.faith), None)
        led = self._led()
        sector = led or (strong or role).sector
        if faith and not strong:
            sector = "REB" if sector == "MIL" else faith.sector
        owner_group = next((piece.group for piece in self.owner if piece.group), None)
        if role.weak and not strong and not faith and not led:
            if owner_group and self._on(owner_group)[1]:
                return self._of_group(owner_group, None)
            if self.tail and (whole := self._complement()) and not self._is_place(self.tail):
                return whole
        country = (
            group_country
            or self._near_country()
            or (self._people(ethnic) if ethnic else None)
            or (self._on(owner_group)[0] if owner_group else None)
        )
        if role.word in ETHNIC and not self.tail and (there := self.context.beside or self.context.home):
            country = there
        said = country is not None
        if country in NON_STATE and sector in APART:
            country = None
        coded = (strong or role).code
        country = country or coded or self._surrounding(strong or role)
        if (ethnic or self._led_by_people()) and sector in {"MIL", "PRM"}:
            sector = "REB"
        if self.left_office and sector in OF_STATE:
            return EntityRef(id=f"role:ELI:{country}" if country else "role:ELI", name=self.text, country=country, sector="ELI")
        if spelled := self._spelled_out(role, sector, country) or self._org_name(role, sector, country if said else None):
            return spelled
        if sector is None:
            return None
        if led:
            return EntityRef(id=f"role:{sector}:{country}" if country else f"role:{sector}", name=self.text, country=country, sector=sector)
        office = " ".join(piece.text for piece in self.head if piece.role).lower()
        if sector in STATE_ARMS and country and country not in NON_STATE:
            if (held := self._holder(office, country)) is not None:
                return held
            if OFFICE.search(office):
                return EntityRef(
                    id=f"{country}:{sector}:{slug(office)}", name=f"{office} of {self._name(country)}", country=country, sector=sector
                )
            return self._state(sector or "GOV", country)
        if country in NON_STATE:
            return EntityRef(id=f"role:{sector}:{country}", name=self.text, country=country, sector=sector)
        name = PEOPLE.get(sector or "", STATE_ARMS.get(sector or "", office))
        ref_id = f"role:{sector}:{country}" if country else f"role:{sector}"
        return EntityRef(id=ref_id, name=f"{name} of {self._name(country)}" if country else name, country=country, sector=sector)

    def _led_by_people(self) -> bool:
        """True for "Kurdish-led forces"."""
        return any(piece.kind == "word" and piece.codes for piece in self.head)

    def _surrounding(self, role: Role) -> str | None:
        """The country of the place beside the phrase, or the report's; where it has none, the place of the event."""
        if self.context.owner:
            return self.context.owner
        told = {word for piece in self.head if piece.kind in ("word", "name") for word in piece.text.lower().split()}
        if role.word == "ambassador" and self.link == "to" and not any(piece.code for piece in self.tail):
            return self.context.home  # to a body of states
        if role.abroad or told & FOREIGN or told & CONTINENTAL:
            return None
        return self.context.beside or self.context.home or self.context.scene

    def _org_name(self, role: Role, sector: str | None, country: str | None) -> EntityRef | None:
        """A named organisation that ends in a role word: "Popular Front", "New Democracy party"."""
        tail = self.head[-2:]
        if len(tail) != 2 or tail[0].kind != "name" or tail[1].role is not role:
            return None
        shouted = self.text.isupper()
        if shouted and not SHOUTED.search(tail[1].text):
            return None
        name = f"{tail[0].text} {tail[1].text}"
        if ORGANISATION.search(tail[1].text):
            sector = self.context.armed if self.context.armed and MAYBE_ARMED.search(tail[1].text) else sector
        elif tail[1].text[:1].isupper() and tail[1].text.endswith("s") and not role.weak:
            sector = None  # people who call themselves so ("Emergency Lawyers"), of whom the word alone does not tell
        else:
            return None
        name = name.title() if shouted else name
        return EntityRef(id=f"org:{slug(name)}", name=name, country=country or self.context.owner or self.context.home, sector=sector)

    def _spelled_out(self, role: Role, sector: str | None, country: str | None) -> EntityRef | None:
        """A body with a name of words alone: "Nigerian Union of Teachers", "Zambian Congress of Trade Unions"."""
        if self.text.isupper() or not CIVIL_BODY.search(role.word) or not SPELLED.fullmatch(self.text):
            return None
        unions = any(UNIONS.search(piece.text) for piece in self.tail)
        if sector in STATE_ARMS and not unions:
            return None
        return EntityRef(id=f"org:{slug(self.text)}", name=self.text, country=country, sector="LAB" if unions else sector)

    def _holder(self, office: str, country: str) -> EntityRef | None:
        """The person who held the office on the report's day."""
        day = self.context.published
        if not day or any(piece.kind == "mark" and piece.text not in {"outgoing"} for piece in self.head):
            return None
        held = [term for term in self.lexicon.offices.get((country, office), ()) if term.begun(day) and not term.over(day)]
        return _person(held[0], held[0].sector) if len(held) == 1 and office not in {"envoy"} else None

    def _named(self, piece: Piece) -> EntityRef | None:
        """A person, or an organisation, that no table knows."""
        name = piece.text.strip(" .,")
        if known := self.context.known.get(name.lower()):
            return known
        before = [p for p in self.head if p is not piece]
        group = next((p.group for p in [*before, *self.owner] if p.group), None)
        group_country, group_sector = self._on(group) if group else (None, None)
        code = self._near_country() or group_country or None
        strong = self._strong() or next(iter(self.roles), None)
        if strong and before and before[-1].role is strong and before[-1].text.lower() in OF_SPORT:
            strong = None
        if not strong and before and before[-1].kind in {"country", "seat", "region"} and piece.kind == "name":
            name, code = f"{before[-1].text} {name}", None
        sector = self._led() or (strong.sector if strong else None)
        if before and before[-1].role and before[-1].text[:1].isupper() and before[-1].role.word in FAITH_TITLES:
            sector = "REL"
        if group and (not strong or strong.weak):
            sector = group_sector or (sector if group_country == "IGO" else None)
        if strong and not code:
            code = strong.code or self._surrounding(strong)
        if self.left_office and sector in OF_STATE:
            sector = "ELI"
        if not sector and self.tail and before:
            whole = self._complement()
            sector, code = (whole.sector, code or whole.country) if whole else (None, code)
        if name.isupper() and len(name) > 5:
            name = name.title()
        kind = "org" if self._tells_body(before) else "person" if strong or group else "name"
        return EntityRef(id=f"{kind}:{slug(name)}", name=name, country=code, sector=sector) if slug(name) else None

    @staticmethod
    def _tells_body(before: Sequence[Piece]) -> bool:
        """Whether the role right before a name is that of a body: "the medical charity Santé Partout", "Radio Venceremos"."""
        role = before[-1].role if before else None
        noun = nouns().get(role.word.rsplit(" ", 1)[-1]) if role else None
        return noun is not None and noun.kind == "body"

    def _leader(self, piece: Piece) -> EntityRef | None:
        day = self.context.published
        named = self._near_country()
        terms = [term for term in piece.terms if not named or term.country in {named, "IGO", "IMG"}]
        if not terms:
            return None
        single = " " not in piece.text.strip() or piece.text[:1].islower()
        if known := self.context.known.get(piece.text.lower()):
            return known

        offices = {role.word for role in self.roles}

        def rank(term: Term) -> tuple[bool, bool, bool, bool, str]:
            serving = bool(day) and term.begun(day or "") and not term.over(day or "")
            return (
                serving,
                term.office in offices,
                term.country in {named, self.context.home},
                bool(day) and term.begun(day or ""),
                term.start,
            )

        best = max(terms, key=rank)
        if (
            single
            and best.country not in {named, self.context.home}
            and best.office not in offices
            and not _remembered(best, day, len({t.name for t in terms}))
        ):
            return None
        sector = best.sector
        if day and not best.begun(day) and sector == "GOV":
            before = [piece.role for piece in self.owner if piece.role]
            sector = next((role.sector for role in (*reversed(self.roles), *before) if not role.weak), None) or self._led()
        elif sector in OF_STATE and (self.left_office or (day and best.over(day) and not self._entitled(best, piece))):
            sector = "ELI"
        return _person(best, sector)

    def _entitled(self, term: Term, piece: Piece) -> bool:
        """True where the phrase gives the person the office ("President Yeltsin", "King Hassan"): the report's word beats the table's."""
        return any(role.word == term.office for role in self.roles) or TITLED.match(piece.text) is not None

    def _near_country(self) -> str | None:
        posted = self.link == "to" and any(role.word in POSTED for role in self.roles)
        for zone in (self.head, self.owner, () if posted else self.tail):
            for piece in zone:
                if piece.code and piece.kind in COUNTRY_KINDS:
                    return piece.code
            for piece in zone:
                if piece.kind == "leader" and piece is not self.last:
                    person = self._leader_of(piece)
                    if person and person.country not in {"IGO", "IMG"}:
                        return person.country
        for piece in (*self.head, *self.owner):
            if piece.kind == "word" and piece.code:
                return piece.code
        return None if posted else next((self._on(p.group)[0] for p in self.tail if p.group), None)

    def _leader_of(self, piece: Piece) -> EntityRef | None:
        return PhraseReading(self.lexicon, self.context, piece.text)._leader(piece)

    def _people(self, piece: Piece) -> str | None:
        there = self.tail if self.link == "of" else []
        for part in (*self.head, *self.owner, *there):
            if part.code:
                return part.code
        home = self.context.home
        if home in piece.codes or (home and len(piece.codes) > 1):
            return home
        named = [code for code in piece.codes if code in self.context.countries]
        return named[0] if len(named) == 1 and not home else piece.codes[0]

    def _complement(self) -> EntityRef | None:
        return PhraseReading(
            self.lexicon, self.context, " ".join("'s" if piece.kind == "owner" else piece.text for piece in self.tail)
        ).entity()

    @staticmethod
    def _is_place(pieces: Sequence[Piece]) -> bool:
        return all(piece.kind in {"country", "seat", "region", "name", "word"} for piece in pieces)

    def _state(self, sector: str, code: str) -> EntityRef:
        ref_id = f"gov:{code}" if sector == "GOV" else f"{code}:{sector}"
        return EntityRef(id=ref_id, name=f"{STATE_ARMS[sector]} of {self._name(code)}", country=code, sector=sector)

    def _plain_name(self, code: str) -> str:
        country = self.lexicon.countries.by_code.get(code)
        return country.name if country else unlisted_name(code)

    def _name(self, code: str | None) -> str:
        country = self.lexicon.countries.by_code.get(code or "")
        if not country:
            return unlisted_name(code) if code and is_unlisted(code) else code or ""
        return f"the {country.name}" if WITH_ARTICLE.match(country.name) else country.name


def _person(term: Term, sector: str | None) -> EntityRef:
    return EntityRef(id=f"person:{slug(term.name)}", name=term.name, country=term.country, sector=sector)


def _remembered(term: Term, day: str | None, bearers: int) -> bool:
    """True when a bare surname, in a report on another country, can only mean this leader."""
    if not day:
        return bearers == 1
    if not term.begun(day):
        return False
    return not term.over(day) or int(day[:4]) - int(term.end[:4]) <= _MEMORY

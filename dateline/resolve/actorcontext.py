"""What an actor phrase is read with: its report's context, and the words that tell offices, organisations and people apart."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Mapping

from dateline.records import EntityRef
from dateline.resolve.gazetteer import fold

STATE_ARMS = {
    "GOV": "Government",
    "MIL": "Military",
    "COP": "Police",
    "JUD": "Judiciary",
    "LEG": "Legislature",
    "SPY": "Intelligence services",
}
PEOPLE = {
    "CVL": "Civilians",
    "REB": "Rebels",
    "UAF": "Unidentified gunmen",
    "CRM": "Criminals",
    "REF": "Refugees",
    "OPP": "Opposition",
    "JRN": "Journalists",
    "LAB": "Workers",
    "EDU": "Students and teachers",
    "REL": "Religious bodies",
    "MED": "Medical staff",
    "AGR": "Farmers",
    "BUS": "Business",
    "PTY": "Parties",
    "PRM": "Paramilitaries",
    "SOC": "Civil society",
    "ELI": "Former officials",
}
OFFICE = re.compile(
    r"\b(president|premier|prime minister|minister|ministry|secretary|ambassador|embassy|speaker|governor|mayor|chancellor|king|queen|"
    r"court|attorney general|pope|crown prince|emir|sultan|central bank|supreme leader|secretary-general|"
    r"consulate|consul|envoy|congress|senate|"
    r"council|commission|commissioner|bank|party|church|union)$|^ministry of|^department of"
)
ORGANISATION = re.compile(
    r"\b(party|movement|union|newspaper|company|university|cartel|gang|front|church|foundation|association|club|magazine|bank|airline|militia|group|"
    r"brigades?|battalions?|legion|army|agency|institute|council|commission|committee|hospital|school|federation|league|society|corporation|coalition|alliance|court|"
    r"television|tv|radio|police|clan|ministry|network|firm|college|academy|congress|assembly|force|forces|organization|organisation)$",
    re.I,
)
# Bodies of people that have a name of several words, all but the small ones with a capital; and those of workers.
CIVIL_BODY = re.compile(
    r"\b(?:union|congress|association|federation|confederation|league|society|network|alliance|coalition|forum|council)$"
)
SPELLED = re.compile(r"[A-Z][\w.\u2019'-]+(?: (?:[A-Z][\w.\u2019'-]+|of|for|and|the|on|in))+ [A-Z][\w.\u2019'-]+")
UNIONS = re.compile(r"\bunions$", re.IGNORECASE)
# Of organisations whose sector their name leaves open: those that may be armed, and those that can be told in a text of capitals.
MAYBE_ARMED = re.compile(r"\b(?:group|movement|front|brigades?|army|forces?|faction|militia|battalions?)$", re.IGNORECASE)
SHOUTED = re.compile(r"\b(?:BRIGADES|FRONT|MOVEMENT|CARTEL|GANG|LEAGUE)$")
# Words that make forces and officials those of other countries than the one that a report is about.
FOREIGN = frozenset({"regional", "international", "multinational", "foreign", "visiting", "allied", "western", "outside"})
# Adjectives of continents and the like, which are no part of a name ("Arab diplomats").
CONTINENTAL = frozenset(
    {"arab", "african", "asian", "european", "western", "nordic", "baltic", "balkan", "scandinavian", "sahelian", "caribbean"}
)
# Offices whose "to" names where they are sent, not whose they are.
POSTED = frozenset({"ambassador", "envoy", "special envoy", "emissary", "delegate", "representative"})
# Titles of the clergy that are words of the family elsewhere ("Sister Domingas").
FAITH_TITLES = frozenset({"sister", "father", "brother", "mother"})
# Seats that stand for a body of states, with the country in whose reports they do not.
BODY_SEATS = {"brussels": ("European Union", "BEL")}
WITH_ARTICLE = re.compile(
    r"United|Nether|Philipp|Bahamas|Maldives|Soviet|Democratic|Republic|Central|Dominican Rep|Czech R|Gambia|Comoros|Vatican"
)
# What teams and players are called before their names, which are then nothing that takes part in politics ("neighbours Dunmore Albion").
OF_SPORT = frozenset(
    {"neighbours", "neighbors", "rivals", "visitors", "hosts", "champions", "strugglers", "newcomers", "striker", "winger"}
)
# Words for a people where it lives among others ("the Albanian minority").
ETHNIC = frozenset({"minority", "population", "community", "enclave"})
# Peoples of continents, which are of no country.
CONTINENTALS = re.compile(
    r"^(?!south africans)(?:(?:north|south|east|west|central|eastern|western|northern|southern|sub-saharan|black|young) )*"
    r"(?:africans|europeans|asians|arabs|westerners|scandinavians)$|^(?:latin|central|south) americans$",
    re.IGNORECASE,
)
TITLED = re.compile(r"(?:President|King|Queen|Pope|Sultan|Emperor|Emir|Chancellor|Premier|Prime Minister)\s", re.IGNORECASE)
LEFT_OFFICE = frozenset({"former", "ex", "ousted", "deposed", "exiled", "toppled"})
COUNTRY_KINDS = frozenset({"country", "demonym", "seat", "region"})
OF_STATE = frozenset({"GOV", "MIL", "LEG", "JUD", "SPY", "COP"})
# Offices in parties, unions, firms and the like as well as in states, and the sectors of such bodies, whose officers are of the same.
LEADS = frozenset(
    {"secretary", "general secretary", "secretary general", "secretary-general", "deputy", "president", "vice president", "vice-president"}
    | {"treasurer", "delegate", "candidate", "commander", "envoy", "minister"}
)
BODIES = frozenset({"PTY", "OPP", "LAB", "BUS", "REB", "CRM", "SOC", "EDU", "MED", "REL", "JRN", "AGR"})
SENT = re.compile(r"(?:(?:chief |special |peace )?(?:envoy|negotiator|delegate|emissary)|delegation|commissioner|inspector)s?|emissaries")
RANK = re.compile(
    r"(?:(?:brigadier|major|lieutenant)[ -])?(?:general|colonel)s?|(?:lieutenant|major|captain|brigadier|sergeant|corporal)s?"
)
APART = frozenset({"CVL", "REF", "ELI", "JRN"})  # people beside an organisation, not the organisation itself ("Hezbollah supporters")


@dataclasses.dataclass(frozen=True)
class ActorContext:
    """What a phrase's report says: its day, the country it is mostly about, and the entities it has named (lower-cased names).

    `countries` are all that it names, `beside` the one of the place that stands right after the phrase ("police | in Nairobi"), `scene`
    the one where the event happened in which the phrase has a part. `armed` is the sector of the report's only armed group that no table
    knows ("the rebels" beside "Southern Hills Movement"), `owner` the country that they surely belong to, envoys too, unless the phrase
    names another, `local` are names of states that hold in this report alone.
    """

    published: str | None = None
    home: str | None = None
    known: Mapping[str, EntityRef] = dataclasses.field(default_factory=dict)
    countries: Collection[str] = ()
    beside: str | None = None
    scene: str | None = None
    armed: str | None = None
    owner: str | None = None
    local: Mapping[str, tuple[str, str]] = dataclasses.field(default_factory=dict)


def slug(name: str) -> str:
    """The name for use in an id: lower case, hyphens."""
    return fold(name).replace(" ", "-")

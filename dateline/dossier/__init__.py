"""The dossier of two parties: what each did, asked, offered and refused, talks and how they ended, with the sentence behind every line."""

from dateline.dossier.make import make_dossier
from dateline.dossier.naming import NamedEntity, PartyError, find_party
from dateline.dossier.records import Dossier, ReadReport, Tied
from dateline.dossier.sides import Side, make_sides

__all__ = ["Dossier", "NamedEntity", "PartyError", "ReadReport", "Side", "Tied", "find_party", "make_dossier", "make_sides"]

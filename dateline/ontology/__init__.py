"""PLOVER as data: event types, modes, contexts, sectors, scores, and the CAMEO map."""

from dateline.ontology.loader import Cameo, EventType, Mode, Ontology, ontology

__all__ = ["Cameo", "EventType", "Mode", "Ontology", "ontology"]

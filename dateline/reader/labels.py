"""The label sets of the model's heads, in the order of its outputs. Changing one needs a retrained model."""

from __future__ import annotations

from dateline.ontology import ontology

MENTION_KINDS = ("actor", "place", "time", "number")
MENTION_TAGS = ("O", *(f"{edge}-{kind}" for kind in MENTION_KINDS for edge in "BI"))
TRIGGER_TAGS = ("O", "B", "I")
TYPES = tuple(ontology().types)
MODES = ("none", *(f"{t}/{m}" for t, entry in ontology().types.items() for m in entry.modes))
STATUSES = ("happened", "ongoing", "future", "hypothetical", "negated", "failed", "alleged")
COUNT_KINDS = ("killed", "wounded", "arrested", "displaced", "abducted", "crowd", "other")
ROLES = ("actor", "recipient", "place", "time", "speaker", *(f"number:{kind}" for kind in COUNT_KINDS))
ROLE_TAKES = {
    "actor": ("actor",),
    "recipient": ("actor", "place"),
    "place": ("place",),
    "time": ("time",),
    "speaker": ("actor",),
    **{f"number:{kind}": ("number",) for kind in COUNT_KINDS},
}
OUTPUTS = ("mention", "trigger", "type", "mode", "status", "role")
CASES = ("none", "lower", "title", "upper", "mixed", "digit")

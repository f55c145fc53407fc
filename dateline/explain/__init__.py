"""Why an event was coded as it was: the reader's scores beside the thresholds, and the labelled examples most like it."""

from dateline.explain.explanation import Candidate, Choice, Explanation, Neighbour, NumberedMention, RoleChoice
from dateline.explain.reasons import Explainer

__all__ = ["Candidate", "Choice", "Explainer", "Explanation", "Neighbour", "NumberedMention", "RoleChoice"]

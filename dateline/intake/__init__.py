"""Files and pages to reports: decoding, main text, page furniture, credits, publication day, language."""

from dateline.intake.credits import Credits, find_credits
from dateline.intake.furniture import find_furniture
from dateline.intake.inputs import InputFormat, Options, read_inputs
from dateline.intake.report import prepare_report

__all__ = ["Credits", "InputFormat", "Options", "find_credits", "find_furniture", "prepare_report", "read_inputs"]

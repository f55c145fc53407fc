"""MUC-4 templates: the slots of the 1992 task, and the answer key's fills read from their notation.

A fill is written `VALUE`, `"STRING"`, or either with the string it belongs to: `DEATH: "JESUITS" / "PRIESTS"`. A slash parts alternatives
of which one is enough, a question mark before a fill makes it optional, and so does "-" among its values; brackets around alternatives
that came in when keys were settled say nothing here. A template marked OPTIONAL need not be found.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

# The key's names of the slots → the official score report's, in its order.
SLOTS = {
    "INCIDENT: DATE": "inc-date",
    "INCIDENT: LOCATION": "inc-loc",
    "INCIDENT: TYPE": "inc-type",
    "INCIDENT: STAGE OF EXECUTION": "inc-stage",
    "INCIDENT: INSTRUMENT ID": "inc-instr-id",
    "INCIDENT: INSTRUMENT TYPE": "inc-instr-type",
    "PERP: INCIDENT CATEGORY": "perp-inc-cat",
    "PERP: INDIVIDUAL ID": "perp-ind-id",
    "PERP: ORGANIZATION ID": "perp-org-id",
    "PERP: ORGANIZATION CONFIDENCE": "perp-org-conf",
    "PHYS TGT: ID": "phys-tgt-id",
    "PHYS TGT: TYPE": "phys-tgt-type",
    "PHYS TGT: NUMBER": "phys-tgt-num",
    "PHYS TGT: FOREIGN NATION": "phys-tgt-nation",
    "PHYS TGT: EFFECT OF INCIDENT": "phys-tgt-effect",
    "PHYS TGT: TOTAL NUMBER": "phys-tgt-total-num",
    "HUM TGT: NAME": "hum-tgt-name",
    "HUM TGT: DESCRIPTION": "hum-tgt-desc",
    "HUM TGT: TYPE": "hum-tgt-type",
    "HUM TGT: NUMBER": "hum-tgt-num",
    "HUM TGT: FOREIGN NATION": "hum-tgt-nation",
    "HUM TGT: EFFECT OF INCIDENT": "hum-tgt-effect",
    "HUM TGT: TOTAL NUMBER": "hum-tgt-total-num",
}
_QUOTED = re.compile(r'"((?:\\.|[^"\\])*)"')
_DAY = re.compile(r"(\d{1,2}) ([A-Z]{3}) (\d{2})\b")
_WHOLE = re.compile(r"^\((.*)\)$")  # brackets around a whole fill
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


@dataclass(frozen=True, slots=True)
class Fill:
    """One fill. Any of `values` is right; `refs` are the strings it belongs to, any of which is right; empty: it belongs to none."""

    values: tuple[str, ...]
    refs: tuple[str, ...] = ()
    optional: bool = False


@dataclass(slots=True)
class Template:
    """An incident: its fills by slot."""

    slots: dict[str, list[Fill]] = field(default_factory=dict)
    optional: bool = False

    def fills(self, slot: str) -> Sequence[Fill]:
        """The slot's fills."""
        return self.slots.get(slot, ())


def _parts(text: str, mark: str) -> list[str]:
    """The text cut at a mark that stands outside quotation marks."""
    masked = _QUOTED.sub(lambda m: "\0" * len(m.group()), text)
    parts, at = [], 0
    for found in re.finditer(re.escape(mark), masked):
        parts.append(text[at : found.start()])
        at = found.end()
    return [*parts, text[at:]]


def _string(text: str) -> str:
    quoted = _QUOTED.search(text)
    return quoted.group(1).replace('\\"', '"').strip() if quoted else text.strip(' "()?')


def _strings(text: str) -> tuple[str, ...]:
    return tuple(s for s in (_string(part) for part in _parts(text, "/")) if s and s != "-")


def parse_day(text: str) -> tuple[str | None, str | None] | None:
    """First and last possible day of a date fill: "16 NOV 89", "- 18 NOV 89" (at the latest), "01 JAN 90 - 03 JAN 90"; else None."""
    days = []
    for day, month, year in _DAY.findall(text):
        if month not in _MONTHS:
            return None
        try:
            days.append(datetime.date(1900 + int(year), _MONTHS.index(month) + 1, int(day)).isoformat())
        except ValueError:
            return None
    if not days:
        return None
    if text.strip(" (?").startswith("-"):
        return None, days[0]
    return days[0], days[-1]


def parse_fill(slot: str, text: str) -> Fill | None:
    """The fill as written in the key; None where there is nothing in it."""
    optional = text.strip().startswith("?")
    if slot in ("inc-loc", "inc-date"):
        values = tuple(_WHOLE.sub(r"\1", part.strip(" ?")) for part in re.split(r"\s/\s", text))
        if slot == "inc-date":
            values = tuple(value for value in values if parse_day(value))
        return Fill(values, optional=optional) if any(values) else None
    value, *rest = _parts(text, ":")
    refs = _strings(":".join(rest)) if rest else ()
    written = [_string(part) for part in _parts(value, "/")]
    values = tuple(v for v in written if v and v != "-")
    return Fill(values, refs, optional or "-" in written) if values else None


def parse_template(given: Mapping[str, Any]) -> Template:
    """A template of the key."""
    slots: dict[str, list[Fill]] = {}
    for name, slot in SLOTS.items():
        fills = [parse_fill(slot, text) for text in given.get(name, ())]
        if found := [fill for fill in fills if fill]:
            slots[slot] = found
    return Template(slots, optional=any("OPTIONAL" in text for text in given.get("MESSAGE: TEMPLATE", ())))


def key_templates(row: Mapping[str, Any]) -> list[Template]:
    """The templates of a report that tell an incident."""
    found = [parse_template(given) for given in row["templates"]]
    return [template for template in found if template.fills("inc-type")]

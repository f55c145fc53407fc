"""Dateline, agency and publication day, where the text itself gives them."""

from __future__ import annotations

import dataclasses
import re

from dateline.intake.agencies import agency_named
from dateline.intake.days import MONTH, WEEKDAY, find_day
from dateline.records import Furniture

_SEARCHED_LINES = 4  # non-blank lines of news from the top in which a dateline may stand: headline, lead-in, summary, text
_TOP, _TOP_LINES, _SHORT = 400, 3, 90  # a line of at most 90 characters among the first three may be a header with the day
_HEAD = 220  # characters of a line that are searched for a dateline

_CAPS = r"[A-ZÀ-Þ][A-ZÀ-Þ'’.-]+(?: [A-ZÀ-Þ'’.-]+){0,4}"
_WORD = r"[A-ZÀ-Þ][\w'’.-]*"
_TITLE = rf"{_WORD}(?: (?:(?:de|del|la|las|los|el|al|of|the|and|du|des|do|da|dos|es|e|i|in|near)\b|{_WORD})){{0,4}}"
_PLACE = rf"(?:{_CAPS}|{_TITLE})(?:[,/] ?(?:{_CAPS}|{_TITLE})){{0,2}}"
_DATE = rf"(?:{WEEKDAY},?\s)?(?:(?:{MONTH})\s\d{{1,2}}|\d{{1,2}}\s(?:{MONTH}))(?:,?\s(?:\d{{4}}|\d{{2}})(?!\d))?"
_AGENCY = r"\((?P<agency>[^()\n]{2,60})\)|/(?P<slashed>[A-Za-z -]{2,30})/\.?|(?P<bare>[A-Z]{3,8}|Xinhua|Reuters)\b"
_DASH = r"(?:\s?[—–]{1,2}|\s-{1,2}|--)\s?"
_BRACKETS = r"(?:\[[^\]\n]{1,120}\]\s*){0,4}"
_LEAD = r"(?=[\"“‘'«(\[]?[A-ZÀ-Þ0-9])"  # a sentence begins here

_DATELINE = re.compile(
    rf"(?P<place>{_PLACE})(?:,?\s(?P<date>(?i:{_DATE}))[.,]?)?(?:,?\s?(?:{_AGENCY}))?(?P<dash>{_DASH}|(?<=/)\s|(?<=/\.)\s){_BRACKETS}{_LEAD}"
)
_AGENCY_ONLY = re.compile(rf"(?:(?P<date>(?i:{_DATE}))\s)?\((?P<agency>[^()\n]{{2,60}})\){_DASH}{_LEAD}")
_UNDASHED = re.compile(rf"(?P<place>{_PLACE}),?\s(?P<date>(?i:{_DATE}))[.,]?\s\((?P<agency>[^()\n]{{2,60}})\)\.?\s{_LEAD}")
_COLON = re.compile(rf"(?P<place>{_CAPS}(?:[,/] ?{_CAPS})?)(?:\s\((?P<agency>[^()\n]{{2,60}})\))?:\s{_LEAD}")
_COMPANIES = ("corp", "inc", "ltd", "trust", "co", "plc", "sa", "ag", "nv", "llc", "bank", "group", "party")
# Words that open a line in the same way and are no places.
_NOT_PLACES = (  # noqa: SIM905 - one word a cell would fill a page
    "a advisory africa-news alert an analysis answer background breaking business column comment commentary corrected "
    "correction editorial excerpt exclusive explainer factbox feature friday gallery headlines highlights insight interview "
    "language listen live monday news newsmaker note opinion photos pictures podcast politics profile q question read related report "
    "review saturday snapshot source sources special sport sports summary sunday text that the this thursday timeline transcript tuesday "
    "update updated urgent us-news video warning watch wednesday world wrapup "
).split()


@dataclasses.dataclass(frozen=True, slots=True)
class Credits:
    """What a text says of its own origin. `mark` is the stretch of the dateline, dash included; `basis` says where the day stands."""

    dateline: str | None = None
    agency: str | None = None
    published: str | None = None
    basis: str | None = None
    mark: Furniture | None = None


def find_credits(text: str, furniture: tuple[Furniture, ...] = ()) -> Credits:
    """Dateline place, agency and day of the text; None where it names none. `furniture` is what `find_furniture` marked in it."""
    place, agency, date, mark = _find_dateline(text, furniture)
    if mark is not None and place is not None and _is_round_up(text, mark):
        place, mark = None, None
    agency = agency or _credited_agency(text, furniture)
    published, basis = _find_published(text, furniture, date)
    return Credits(dateline=place, agency=agency, published=published, basis=basis, mark=mark)


def _find_dateline(text: str, furniture: tuple[Furniture, ...]) -> tuple[str | None, str | None, str | None, Furniture | None]:
    covered = {item.start: item.end for item in furniture}
    position = seen = 0
    while position < len(text) and seen < _SEARCHED_LINES:
        newline = text.find("\n", position)
        stop = len(text) if newline < 0 else newline
        start = position + len(text[position:stop]) - len(text[position:stop].lstrip())
        if start < stop and start not in covered:
            seen += 1
            found = _read_dateline(text, start, min(stop, start + _HEAD))
            if found:
                return found
        position = stop + 1
    return None, None, None, None


def _is_round_up(text: str, first: Furniture) -> bool:
    """Whether several paragraphs begin with a dateline, as in news in brief: then none is the report's."""
    starts = [found.end() for found in re.finditer(r"\n\s*", text[first.end :])]
    return any(_read_dateline(text, first.end + at, min(len(text), first.end + at + _HEAD)) for at in starts)


def _read_dateline(text: str, start: int, stop: int) -> tuple[str | None, str | None, str | None, Furniture] | None:
    only = _AGENCY_ONLY.match(text, start, stop)
    if only and agency_named(only["agency"]):
        return None, agency_named(only["agency"]), only["date"], Furniture(start=start, end=only.end(), kind="dateline")
    found = _DATELINE.match(text, start, stop) or _UNDASHED.match(text, start, stop) or _COLON.match(text, start, stop)
    if not found or not _is_place(found):
        return None
    groups = found.groupdict()
    words = groups["agency"] or groups.get("slashed") or groups.get("bare") or ""
    return found["place"].strip(" ,"), agency_named(words), groups.get("date"), Furniture(start=start, end=found.end(), kind="dateline")


def _is_place(found: re.Match[str]) -> bool:
    place = found["place"]
    groups = found.groupdict()
    signed = bool(groups["agency"] or groups.get("slashed") or groups.get("bare") or groups.get("date"))
    words = place.replace(",", " ").replace("/", " ").split()
    if words[0].casefold() in _NOT_PLACES or place.casefold() in _NOT_PLACES:
        return False
    # Unsigned, in title case: "Bogotá – The …" is a dateline, a long phrase before a dash is prose.
    return signed or place.isupper() or (len(words) <= 4 and words[-1].rstrip(".").casefold() not in _COMPANIES)


def _credited_agency(text: str, furniture: tuple[Furniture, ...]) -> str | None:
    for item in reversed(furniture):
        if item.kind not in ("credit", "byline", "copyright"):
            continue
        line = text[item.start : item.end].strip("()[]/-–—. \t")
        name, colon, value = line.partition(":")
        if colon and name.strip().casefold() not in ("source", "sources", "agency", "agencies", "via", "credit"):
            continue  # a picture's agency need not be the text's
        for part in re.split(r"[,/|;&©]| and |\bby\b|\d{4}", value if colon else line, flags=re.IGNORECASE):
            agency = agency_named(part.strip(" .()"))
            if agency and (colon or item.kind != "credit" or agency_named(line)):
                return agency
    return None


_UPDATED = re.compile(r"\W*(?:last )?(?:updated|modified)", re.IGNORECASE)


def _is_header(line: str) -> bool:
    return len(line) <= _SHORT and not _UPDATED.match(line)


def _find_published(text: str, furniture: tuple[Furniture, ...], date: str | None) -> tuple[str | None, str | None]:
    for item in furniture:
        if item.kind == "date" and not _UPDATED.match(text[item.start : item.end]):
            day = find_day(text[item.start : item.end])
            if day:
                return day, "page"
    day = find_day(date) if date else None
    if day:
        return day, "dateline"
    top = [line for line in text[:_TOP].splitlines() if line.strip()][:_TOP_LINES]
    day = next((day for line in top if _is_header(line) and (day := find_day(line))), None)
    if day:
        return day, "header"
    for kind, basis in (("post_tail", "post"), ("date", "updated")):
        days = [find_day(text[item.start : item.end]) for item in furniture if item.kind == kind]
        latest = max((day for day in days if day), default=None)
        if latest:
            return latest, basis
    return None, None

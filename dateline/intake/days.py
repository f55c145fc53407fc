"""Calendar days as datelines, page lines and JSON fields write them."""

from __future__ import annotations

import datetime
import re
from email.utils import parsedate_to_datetime

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?"

_DAY = re.compile(
    rf"\b(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})(?!\d)"
    rf"|\b(?P<m1>{MONTH})\s(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<y1>\d{{4}})\b"
    rf"|\b(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?[\s-](?P<m2>{MONTH}),?[\s-](?P<y2>\d{{4}}|\d{{2}})\b",
    re.IGNORECASE,
)
_ISO_STAMP = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ].*)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4}(?:\d{2})?Z?)?")
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ].*)?")
_NUMBER = re.compile(r"\d{9,19}(?:\.\d+)?")
# Time stamps since 1970 in seconds, thousandths, millionths and billionths: the first of each kind is in 1973, the last in 5138.
_STAMPS = tuple((10**8 * unit, 10**11 * unit, unit) for unit in (1, 10**3, 10**6, 10**9))
_LAST_YEAR_OF_2000S = 69  # two-digit years as POSIX reads them: 69 to 99 are 1969 to 1999


def find_day(text: str) -> str | None:
    """The first full date in the text (day, month and year) as an ISO day, or None."""
    for found in _DAY.finditer(text):
        day = _from_match(found)
        if day is not None:
            return day
    return None


def read_day(value: str) -> str | None:
    """The ISO day that a date field states, or None where it states none or is ambiguous (`08/09/2025`).

    Read are ISO days and time stamps (the day as written, whatever the time zone), RFC 2822 dates of feeds, days with the month's name,
    days that begin with the year (2025/8/9, 20250809, 20250809T101500Z), and time stamps since 1970 (the day in UTC).
    """
    value = value.strip()
    stamp = _ISO_STAMP.fullmatch(value)
    if stamp:
        return _checked(stamp[1])
    if (compact := _COMPACT.fullmatch(value)) and (day := _checked(f"{compact[1]}-{compact[2]}-{compact[3]}")):
        return day
    if turned := _YEAR_FIRST.fullmatch(value):
        return _checked(f"{turned[1]}-{int(turned[3]):02d}-{int(turned[4]):02d}")
    if _NUMBER.fullmatch(value):
        return read_day_number(float(value))
    try:
        return parsedate_to_datetime(value).date().isoformat()
    except (ValueError, TypeError, IndexError):
        return find_day(value)


def read_day_number(number: float) -> str | None:
    """The ISO day of a number: 20250809, or a time stamp since 1970 in seconds or finer (the day in UTC); None for any other."""
    if number == int(number) and 10**7 <= number < 10**8:
        digits = str(int(number))
        return _checked(f"{digits[:4]}-{digits[4:6]}-{digits[6:]}")
    unit = next((unit for first, last, unit in _STAMPS if first <= number < last), None)
    return None if unit is None else datetime.datetime.fromtimestamp(number / unit, datetime.UTC).date().isoformat()


def _from_match(found: re.Match[str]) -> str | None:
    if found["iso"]:
        return _checked(found["iso"])
    month, day, year = (found["m1"], found["d1"], found["y1"]) if found["m1"] else (found["m2"], found["d2"], found["y2"])
    number = int(year)
    if len(year) == 2:
        number += 1900 if number >= _LAST_YEAR_OF_2000S else 2000
    return _checked(f"{number:04d}-{_MONTHS.index(month[:3].lower()) + 1:02d}-{int(day):02d}")


def _checked(day: str) -> str | None:
    try:
        return datetime.date.fromisoformat(day).isoformat()
    except ValueError:
        return None

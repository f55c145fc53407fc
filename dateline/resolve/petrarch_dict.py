"""PETRARCH's dictionaries: actor files and agent files, after the description of the formats in PETRARCH2's manual (Schrodt et al.).

COLOMBIA_ ; comment          an entry's first name, then its synonyms, then its codes, dated or not
+COLOMBIAN_
[COL]
ALVARO_URIBE_ [COLGOV 20020807-20100807] [COLELI >20100807]
!PERSON! = MAN, MEN, WOMAN, WOMEN
CONGRESS!PERSON! [~LEG]      an agent: a role word, of a set here, with its plural: CHILD {CHILDREN} [~CVL]
"""

from __future__ import annotations

import datetime
import functools
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from dateline.errors import DataError
from dateline.resolve.cameo_actors import read_actor_code, sector_behind
from dateline.resolve.ownentries import OwnAgent, OwnEntry, Reading, name_key
from dateline.resolve.ownwords import OwnCode

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_BLANKED = re.compile(r"[^\n]")
_CODED = re.compile(r"\[([^\[\]]*)\]")
_SET = re.compile(r"!([^!]+)!\s*=\s*(.*)")
_SET_USED = re.compile(r"!([^!]+)!")
_CODE_AND_DATES = re.compile(r"(~?)\s*([A-Za-z-]*)\s*(.*)")
_OWNER = re.compile(r"_S(?=_|$)")
_STRAY = re.compile(r"[][{}!+=]")
_PLURAL = re.compile(r"\{[^{}]*\}")
_PIVOT = 30  # two-digit years up to this one are of this century, as in PETRARCH


def is_petrarch(lines: Sequence[str]) -> bool:
    """Whether the lines look like one of PETRARCH's formats: a code in brackets, with a name or on a line of its own."""
    return any(re.match(r"[^\[\]]*\[~?[A-Za-z-]{3,}[^\[\]]*\]", text) for _, text in _plain_lines(lines))


def read_petrarch(lines: Sequence[str], found: Reading) -> bool:
    """Reads actors and agents into `found`; returns whether the file mostly has agents."""
    plain_lines = list(_plain_lines(lines))
    tildes = sum("~" in text and "[~" in text.replace(" ", "") for _, text in plain_lines)
    agents = 2 * tildes > sum("[" in text for _, text in plain_lines)
    reader = _Reader(found, _sets(plain_lines, found), agents)
    for number, text in plain_lines:
        if text[0] != "!" or not _SET.match(text):
            reader.take(number, text)
    reader.close()
    return agents


def _plain_lines(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The lines with something on them besides comments, by number from 1."""
    text = _COMMENT.sub(lambda match: _BLANKED.sub(" ", match.group()), "\n".join(lines))
    for number, line in enumerate(text.split("\n"), 1):
        if bare := line.partition("#")[0].partition(";")[0].strip():
            yield number, bare


def _sets(lines: Sequence[tuple[int, str]], found: Reading) -> dict[str, tuple[str, ...]]:
    sets = {}
    for number, text in lines:
        if text[0] == "!" and (match := _SET.match(text)):
            members = tuple(part for part in map(str.strip, match[2].split(",")) if part)
            if members:
                sets[match[1].strip().upper()] = members
            else:
                found.spoilt(number, f"the set !{match[1]}! is empty")
    return sets


class _Reader:
    """The entry that is being read, whose synonyms and codes may follow on lines of their own."""

    def __init__(self, found: Reading, sets: Mapping[str, tuple[str, ...]], agents: bool) -> None:
        self.found, self.sets, self.agents = found, sets, agents
        self.names: dict[str, str] = {}  # with their keys
        self.codes: list[OwnCode] = []
        self.line = 0
        self.lost = False  # the entry's own line was bad: what belongs to it is passed over without a word
        self.told = False  # one of its codes was bad, and that is told

    def take(self, number: int, text: str) -> None:
        """One line without its comment."""
        try:
            if text.startswith("<!--"):
                raise DataError("a comment is opened by <!-- and never closed; what follows is read as entries")
            if text.startswith("+"):
                self._synonym(text[1:])
            elif text.startswith("["):
                self._more_codes(text)
            else:
                self.close()
                self.line, self.lost = number, True
                self._head(text, number)
                self.lost = False
        except DataError as error:
            self.found.spoilt(number, str(error))

    def close(self) -> None:
        """Ends the entry."""
        if self.names and self.codes:
            self.found.entries.append(OwnEntry(tuple(self.names), tuple(self.names.values()), tuple(self.codes), self.line))
        elif self.names and not self.told:
            self.found.spoilt(self.line, f"{next(iter(self.names))!r} has no code; write [CODE] behind it or below")
        self.names, self.codes, self.lost, self.told = {}, [], False, False

    def _head(self, text: str, number: int) -> None:
        coded = [found.strip() for found in _CODED.findall(text)]
        name = text.split("[", 1)[0].strip()
        if _CODED.sub("", text[len(name) :]).strip() or "]" in name:
            raise DataError(f"cannot read {text[len(name) :].strip() or text!r}; want NAME_ [CODE dates], brackets closed")
        if coded and (self.agents or all(code.startswith("~") for code in coded)):
            self.found.agents.append(_agent(name, coded, self.sets, number))
            return
        names = dict(_name(one) for one in _spelt_out(_PLURAL.sub("", name) if "{" in name else name, self.sets))
        codes = [_code(code) for code in coded]
        self.names, self.codes = names, codes

    def _synonym(self, text: str) -> None:
        if self.lost:
            return
        if not self.names:
            raise DataError("a synonym without an entry above it")
        name, bracket, code = text.partition("[")
        self.names.update(_name(one) for one in _spelt_out(name, self.sets))
        if bracket:
            self._more_codes(bracket + code)

    def _more_codes(self, text: str) -> None:
        if self.lost:
            return
        if not self.names:
            raise DataError("a code without an entry above it")
        self.told = True
        alone = _CODED.fullmatch(text)
        coded = [alone[1]] if alone else _CODED.findall(text)
        if not alone and (not coded or _CODED.sub("", text).strip()):
            raise DataError(f"cannot read {text!r}; want [CODE dates], brackets closed")
        self.codes += [_code(code) for code in coded]
        self.told = False


def _name(written: str) -> tuple[str, str]:
    """The name and its key."""
    owners = _OWNER.sub("'S", written).replace("S'S", "S'") if "_S" in written else written
    name = " ".join(owners.replace("_", " ").split())
    if stray := _STRAY.search(name):
        raise DataError(f"name {name!r} holds {stray.group()!r}")
    return name, name_key(name)


def _spelt_out(written: str, sets: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The name once for each member of the sets in it."""
    if "!" not in written:
        return [written]
    parts = _SET_USED.split(written)
    if unknown := next((part for part in parts[1::2] if part.strip().upper() not in sets), None):
        raise DataError(f"the set !{unknown}! is not defined; write !{unknown}! = ONE, OTHER")
    choices = [(part,) if i % 2 == 0 else sets[part.strip().upper()] for i, part in enumerate(parts)]
    return ["".join(choice) for choice in itertools.product(*choices)]


def _agent(written: str, coded: Sequence[str], sets: Mapping[str, tuple[str, ...]], line: int) -> OwnAgent:
    singular, brace, rest = written.partition("{")
    plural, closed, behind = rest.partition("}")
    if brace and (not closed or behind.strip()):
        raise DataError(f"cannot read {written!r}; want AGENT {{PLURAL}} [~CODE]")
    if len(coded) > 1:
        raise DataError(f"an agent takes one code, {written!r} has {len(coded)}")
    words = [_name(one)[0] for one in _spelt_out(singular, sets)]
    if brace:
        words += [_name(one)[0] for one in _spelt_out(plural, sets)] if plural.strip() else []
    elif not _SET_USED.search(singular):
        words += map(_plural, list(words))
    code = _code(coded[0])
    if code.dated or code.null:
        raise DataError("an agent's code takes no dates and is not null")
    if not code.sector:
        code = msgspec.structs.replace(code, sector=sector_behind(code.written))
    if not code.sector and not code.country:
        raise DataError(f"code {code.written!r} says neither a sector nor an international code")
    return OwnAgent(tuple(dict.fromkeys(word.lower() for word in words)), code, line)


def _plural(word: str) -> str:
    """PETRARCH's regular plural."""
    upper = word.upper()
    return word[:-1] + "IES" if upper.endswith("Y") else word + ("ES" if upper.endswith("SS") else "S")


@functools.lru_cache(maxsize=100_000)
def _code(written: str) -> OwnCode:
    match = _CODE_AND_DATES.fullmatch(written.strip())
    if not match or not match[2]:
        raise DataError(f"[{written}] has no code")
    letters = match[2].upper()
    start, end = _days(match[3].strip(), written)
    meaning = read_actor_code(letters)
    null = not letters.strip("-")
    return OwnCode(meaning.country, meaning.sector, start, end, meaning.suffix, letters, null)


def _days(written: str, code: str) -> tuple[str, str]:
    """First and last day of `<date` (before it), `>date` (after it) or `date-date` (both included), as ISO prefixes."""
    if not written:
        return "", ""
    if written[0] in "<>":
        date = _date(written[1:].strip())
        return ("", _neighbour(date, -1)) if written[0] == "<" else (_neighbour(date, 1), "")
    first, dash, last = written.partition("-")
    if not dash:
        raise DataError(f"[{code}]: {written!r} is no restriction; write <date, >date or date-date, such as 20020807-20100807")
    start, end = _date(first.strip()), _date(last.strip())
    if start[: len(end)] > end:
        raise DataError(f"[{code}] ends before it starts")
    return start, end


@functools.lru_cache(maxsize=100_000)
def _date(digits: str) -> str:
    """`YYYYMMDD`, `YYMMDD`, `YYYYDDD` (day of the year) or `YYYY` as an ISO prefix; `00` leaves month or day open."""
    try:
        if not digits.isascii() or not digits.isdigit() or len(digits) not in (4, 6, 7, 8):
            raise ValueError(digits)
        if len(digits) == 6:
            digits = ("20" if int(digits[:2]) <= _PIVOT else "19") + digits
        year = int(digits[:4])
        if len(digits) == 7:
            found = datetime.date(year, 1, 1) + datetime.timedelta(days=int(digits[4:]) - 1)
            if found.year != year:
                raise ValueError(digits)
            return found.isoformat()
        month, day = digits[4:6], digits[6:8]
        datetime.date(year, int(month or 0) or 1, int(day or 0) or 1)
        return "-".join(part for part in (digits[:4], month if month != "00" else "", day if day != "00" and month != "00" else "") if part)
    except ValueError:
        raise DataError(f"{digits!r} is no date; write YYYYMMDD, YYMMDD or YYYY") from None


def _neighbour(prefix: str, step: int) -> str:
    """The day, month or year before (-1) or after (1)."""
    if len(prefix) == 10:
        return (datetime.date.fromisoformat(prefix) + datetime.timedelta(days=step)).isoformat()
    if len(prefix) == 4:
        return f"{int(prefix) + step:04}"
    year, month = divmod(int(prefix[:4]) * 12 + int(prefix[5:]) - 1 + step, 12)
    return f"{year:04}-{month + 1:02}"

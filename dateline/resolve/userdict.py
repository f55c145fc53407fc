"""A user's own dictionary of actors: CSV, or PETRARCH's actor and agent formats (docs/entities.md). Bad lines are told, the rest counts."""

from __future__ import annotations

import dataclasses
import hashlib
from collections import Counter
from pathlib import Path
from typing import Literal

from dateline.errors import InputError
from dateline.intake.decode import decode
from dateline.resolve.csv_dict import COLUMNS, csv_header, read_csv
from dateline.resolve.ownentries import BadLine, OwnAgent, OwnEntry, Reading, without_collector
from dateline.resolve.petrarch_dict import is_petrarch, read_petrarch

Format = Literal["csv", "petrarch actors", "petrarch agents"]


@dataclasses.dataclass(frozen=True, slots=True)
class UserDictionary:
    """What one file holds. `digest` is the SHA-256 of its bytes, `notes` what is worth a warning (parts of codes that no table maps)."""

    path: str
    format: Format
    digest: str
    entries: tuple[OwnEntry, ...]
    agents: tuple[OwnAgent, ...]
    bad: tuple[BadLine, ...]
    notes: tuple[str, ...]


def read_dictionary(path: str | Path) -> UserDictionary:
    """The dictionary in a file, whose format its first line tells.

    Raises `InputError` where the file cannot be read, is of no known format, or has no good line.
    """
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise InputError(f"{path}: the dictionary cannot be read: {error.strerror or error}") from error
    decoded = decode(data)
    if decoded.reason:
        raise InputError(f"{path}: the dictionary {decoded.detail.replace('; give text, JSONL or HTML', '')}")
    lines = decoded.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found = Reading(str(path))
    form: Format = "csv"
    if head := csv_header(lines):
        read_csv(lines, head, found)
    elif is_petrarch(lines):
        with without_collector():
            form = "petrarch agents" if read_petrarch(lines, found) else "petrarch actors"
    else:
        raise InputError(
            f"{path}: no dictionary that can be read: want CSV with the header {','.join(COLUMNS)} (name and one of country and sector at "
            "least), or PETRARCH's format (NAME_ [CODE])"
        )
    if not found.entries and not found.agents:
        first = f"; first: {found.bad[0]}" if found.bad else ""
        raise InputError(f"{path}: the dictionary has no good line ({len(found.bad):,} bad ones{first})")
    notes = (*found.notes, *_unmapped(found), *_shared(found))
    found.bad.sort(key=lambda bad: bad.line)
    return UserDictionary(
        str(path), form, hashlib.sha256(data).hexdigest(), tuple(found.entries), tuple(found.agents), tuple(found.bad), notes
    )


def _unmapped(found: Reading) -> list[str]:
    """One warning a file on the parts of codes that no table maps."""
    codes = [code for entry in found.entries for code in entry.codes if code.suffix]
    codes += [agent.code for agent in found.agents]
    suffixes = Counter(code.suffix[i : i + 3] for code in codes for i in range(0, len(code.suffix), 3))
    if not suffixes:
        return []
    told = ", ".join(f"{part} ({count:,})" for part, count in suffixes.most_common(12)) + (", …" if len(suffixes) > 12 else "")
    return [f"{found.path}: parts of codes that say no PLOVER sector are kept in the ids only: {told}"]


def _shared(found: Reading) -> list[str]:
    """One warning a file on names that several entries have."""
    lines: dict[str, list[int]] = {}
    for entry in found.entries:
        for key in set(entry.keys):
            lines.setdefault(key, []).append(entry.line)
    several = [(key, at) for key, at in lines.items() if len(at) > 1]
    if not several:
        return []
    told = "; ".join(f"{key!r} at lines {', '.join(map(str, at[:4]))}" for key, at in several[:3]) + ("; …" if len(several) > 3 else "")
    return [f"{found.path}: {len(several):,} names stand in more than one entry; the first that holds on the day counts: {told}"]

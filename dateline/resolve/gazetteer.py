"""The gazetteer: settlements and admin units of GeoNames (CC BY 4.0), found by name.

`data/gazetteer.npz` holds one row a place, ordered by GeoNames id, and an index of 40-bit name hashes in place of the names
themselves, which keeps 700,000 names in 4 MB (odds of a false hit on an unknown name: about one in a million).
`scripts/build_gazetteer.py` makes the file. Points of admin units are the middle of the area that their settlements span.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import io
import re
import unicodedata
from importlib import resources

import numpy as np
import numpy.typing as npt

from dateline.errors import DataError

SETTLEMENT, ADMIN1, ADMIN2 = 0, 1, 2
_KEY_BYTES = 5
_LETTERS = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ə": "e", "ħ": "h", "ŋ": "n",
        "’": "", "‘": "", "'": "", "ʻ": "", "ʼ": "", "ʿ": "", "ʾ": "", "`": "", "ʹ": "", "´": "", "ˌ": "", "”": "", "″": "",
        "-": " ", "–": " ", "—": " ", ".": " ", ",": " ", "/": " ", "(": " ", ")": " ",
    }
)  # fmt: skip
_SAINT = re.compile(r"\b(st|ste|saint|sainte)\b")
_COMPASS = {"n": "north", "s": "south", "e": "east", "w": "west"}
_ABBREVIATIONS = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount"}


def fold(name: str) -> str:
    """The name in lower case without accents, apostrophes, hyphens and points; "St." and "Ft." written out."""
    lower = name.casefold().translate(_LETTERS)
    if not lower.isascii():
        lower = "".join(char for char in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(char)).translate(_LETTERS)
    words = lower.split()
    return " ".join(_ABBREVIATIONS.get(word, word) for word in words)


def _written_out(folded: str) -> str:
    """The name with abbreviations of a county, township or quarter of the compass written out: "w columbia", "loudon co"."""
    words = folded.split()
    if len(words) < 2:
        return folded
    first, last = _COMPASS.get(words[0], words[0]), {"co": "county", "twp": "township"}.get(words[-1], words[-1])
    return " ".join([first, *words[1:-1], last])


def name_key(folded: str) -> int:
    """The 40-bit key under which a folded name is filed."""
    return int.from_bytes(hashlib.blake2b(folded.encode(), digest_size=_KEY_BYTES).digest(), "big")


@dataclasses.dataclass(frozen=True, slots=True)
class Candidate:
    """A place that bears a name. `country` is alpha-3, `admin1` the unit's name, points are degrees, `primary`: it is its first name."""

    geonames_id: int
    name: str
    kind: int
    country: str
    admin1: str | None
    population: int
    lat: float
    lon: float
    capital: bool
    primary: bool


class Gazetteer:
    """Places by name. Take it from `load()`, which reads the shipped file once."""

    def __init__(self, data: bytes) -> None:
        """Read the arrays from the bytes of the file. Raises `DataError` when it is damaged."""
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as file:
                arrays = {name: file[name] for name in file.files}
            self._gid = np.cumsum(arrays["gid_steps"], dtype=np.int64)
            names = arrays["names"]
            breaks = np.flatnonzero(names == ord("\n"))
            self._starts = np.concatenate(([0], breaks + 1))
            self._ends = np.concatenate((breaks, [names.size]))
            self._names = names.tobytes()
            self._kind, self._country, self._population = arrays["kind"], arrays["country"], arrays["population"]
            self._lat, self._lon, self._admin1 = arrays["lat"], arrays["lon"], arrays["admin1"]
            self._capital, self._admin1_rows = arrays["capital"], arrays["admin1_rows"]
            self._countries = arrays["countries"].tobytes().decode().split("\n")
            self._keys: npt.NDArray[np.uint64] = np.cumsum(arrays["key_steps"], dtype=np.uint64)
            self._rows = arrays["key_rows"]
            self._primary = np.unpackbits(arrays["key_primary"], count=self._rows.size)
        except (KeyError, ValueError, OSError) as error:
            raise DataError(f"resolve/data/gazetteer.npz is damaged ({error}); run scripts/build_gazetteer.py") from error
        if not self._gid.size == self._starts.size == self._lat.size:
            raise DataError("resolve/data/gazetteer.npz is damaged (columns differ in length); run scripts/build_gazetteer.py")

    def __len__(self) -> int:
        """The number of places."""
        return int(self._gid.size)

    @staticmethod
    @functools.cache
    def load() -> Gazetteer:
        """The shipped gazetteer, read once. Raises `DataError` when the file is missing or damaged."""
        file = resources.files("dateline.resolve").joinpath("data", "gazetteer.npz")
        try:
            return Gazetteer(file.read_bytes())
        except OSError as error:
            raise DataError(f"resolve/data/gazetteer.npz cannot be read ({error}); run scripts/build_gazetteer.py") from error

    def candidates(self, name: str) -> list[Candidate]:
        """All places of this name, in any case and accents; with and without an Arabic article. Empty where none is known."""
        return list(self._candidates(fold(name)))

    def by_id(self, geonames_id: int) -> Candidate | None:
        """The place with this GeoNames id, None where the gazetteer lacks it."""
        row = int(np.searchsorted(self._gid, geonames_id))
        return self._candidate(row, primary=True) if row < len(self) and int(self._gid[row]) == geonames_id else None

    @functools.lru_cache(maxsize=50_000)  # noqa: B019 - one gazetteer lives as long as the process
    def _candidates(self, folded: str) -> tuple[Candidate, ...]:
        found = self._rows_of(folded)
        if not found:
            article, _, rest = folded.partition(" ")
            if article in {"al", "el", "ar", "as", "ad", "an", "at", "az"} and rest:
                found = self._rows_of(rest)
            elif len(folded) > 3:
                found = self._rows_of(f"al {folded}")
            if not found and (whole := _written_out(folded)) != folded:
                found = self._rows_of(whole)
        return tuple(self._candidate(row, primary) for row, primary in found.items())

    def _rows_of(self, folded: str) -> dict[int, bool]:
        key = np.uint64(name_key(folded))
        first, last = np.searchsorted(self._keys, key, "left"), np.searchsorted(self._keys, key, "right")
        return {int(self._rows[i]): bool(self._primary[i]) for i in range(int(first), int(last))}

    def _name(self, row: int) -> str:
        name: bytes = self._names[int(self._starts[row]) : int(self._ends[row])]
        return name.decode()

    def _candidate(self, row: int, primary: bool) -> Candidate:
        admin1 = int(self._admin1[row])
        return Candidate(
            geonames_id=int(self._gid[row]),
            name=self._name(row),
            kind=int(self._kind[row]),
            country=self._countries[int(self._country[row])],
            admin1=self._name(int(self._admin1_rows[admin1])) if admin1 else None,
            population=int(self._population[row]),
            lat=int(self._lat[row]) / 1e4,
            lon=int(self._lon[row]) / 1e4,
            capital=bool(self._capital[row]),
            primary=primary,
        )

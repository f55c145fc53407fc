"""A report's text to what its sentences say: mentions and events, with offsets into the report."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Iterator

from dateline.reader.decode import FoundEvent, FoundMention, Thresholds, decode
from dateline.reader.features import Features
from dateline.reader.model import Network
from dateline.reader.sentences import split_sentences
from dateline.records import Furniture


@dataclasses.dataclass(frozen=True, slots=True)
class ReadSentence:
    """One sentence (or a piece of a very long one). All offsets count from the start of the report's text."""

    start: int
    end: int
    mentions: tuple[FoundMention, ...]
    events: tuple[FoundEvent, ...]


class SentenceReader:
    """The network with its thresholds and calibration."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.thresholds = Thresholds(**network.settings["thresholds"])
        self.slope, self.offset = (float(network.settings["confidence"][name]) for name in ("slope", "offset"))

    def confidence(self, score: float) -> float:
        """The probability that an event of this raw score is right, fitted on the corpus's development and calibration parts."""
        p = min(max(score, 1e-4), 1 - 1e-4)
        return round(1 / (1 + math.exp(-(self.slope * math.log(p / (1 - p)) + self.offset))), 4)

    def pieces(self, text: str, furniture: Iterable[Furniture] = ()) -> Iterator[tuple[int, int, Features]]:
        """Every sentence outside the furniture as the network takes it: start, end, features; a very long one comes in several pieces."""
        for start, end in split_sentences(text, furniture):
            for features in self.network.features(text[start:end]):
                yield start, end, features

    def read(self, text: str, furniture: Iterable[Furniture] = ()) -> list[ReadSentence]:
        """Every sentence outside the furniture, in order, with what it says."""
        found = []
        for start, end, features in self.pieces(text, furniture):
            reading = decode(self.network.run(features), text[start:end], features.words, self.thresholds)
            found.append(
                ReadSentence(
                    start,
                    end,
                    tuple(dataclasses.replace(m, start=m.start + start, end=m.end + start) for m in reading.mentions),
                    tuple(dataclasses.replace(e, start=e.start + start, end=e.end + start) for e in reading.events),
                )
            )
        return found

"""The samples' expected records quote words that stand in the texts."""

import datetime
import json
import re
from pathlib import Path
from typing import get_args

import pytest

from dateline.ontology.loader import ontology
from dateline.records import Status

SAMPLES = Path(__file__).parents[2] / "samples"
NAMES = sorted(path.stem for path in (SAMPLES / "reports").glob("*.txt"))


def whole(words, text):
    return [found.start() for found in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]


def test_there_are_twelve_each_with_its_expected_records():
    assert len(NAMES) == 12
    assert sorted(path.stem for path in (SAMPLES / "expected").glob("*.json")) == NAMES
    readme = (SAMPLES / "README.md").read_text(encoding="utf-8")
    assert all(f"`{name}.txt`" in readme for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_expected_records_quote_the_text(name):
    text = (SAMPLES / "reports" / f"{name}.txt").read_text(encoding="utf-8")
    expected = json.loads((SAMPLES / "expected" / f"{name}.json").read_text(encoding="utf-8"))
    assert expected.keys() == {"published", "dateline", "agency", "no_events", "events"}
    assert expected["published"] is None or datetime.date.fromisoformat(expected["published"])
    assert expected["no_events"] == (not expected["events"])
    for words in (expected["dateline"], expected["agency"]):
        assert words is None or words in text
    triggers = [(event["trigger"], event["occurrence"]) for event in expected["events"]]
    assert len(set(triggers)) == len(triggers)
    for event in expected["events"]:
        assert event.keys() == {"type", "trigger", "occurrence", "actor", "recipient", "status", "core"}
        assert event["type"]
        assert set(event["type"]) <= set(ontology().types)
        assert event["status"] in get_args(Status)
        assert len(whole(event["trigger"], text)) >= event["occurrence"], event["trigger"]
        for words in (event["actor"], event["recipient"]):
            assert words is None or whole(words, text), words

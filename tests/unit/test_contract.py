import json
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from support.fakes import FakeCoder

from dateline import records
from dateline.cli.common import ExitCode
from dateline.intake import prepare_report

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def schema():
    return json.loads((ROOT / "dateline" / "schema" / "coding.schema.json").read_text(encoding="utf-8"))


def coded():
    report = prepare_report(
        "TARVO (AP) — Alpha met Beta in Gamma. Delta struck Alpha killing 12. 40 hectares burnt.", id="a", published="2025-08-09"
    )
    return json.loads(records.to_json(FakeCoder().code_full(report)[0]))


def test_a_coding_fits_the_schema(schema):
    jsonschema.validate(coded(), schema)


@pytest.mark.parametrize("path", [("coder",), ("report", "furniture"), ("events", 0, "same_as"), ("events", 0, "actor", 0, "entity")])
def test_every_field_is_required_and_none_is_added(schema, path):
    for change in ("drop", "add"):
        value = coded()
        inner = value
        for step in path[:-1]:
            inner = inner[step]
        if change == "drop":
            del inner[path[-1]]
        else:
            inner["invented"] = 1
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(value, schema)


@pytest.mark.parametrize("script", ["make_schema.py", "make_cli_docs.py"])
def test_generated_files_are_up_to_date(script):
    done = subprocess.run([sys.executable, ROOT / "scripts" / script, "--check"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_every_field_is_documented():
    page = (ROOT / "docs" / "records.md").read_text(encoding="utf-8")
    words = set(re.findall(r"`(\w+)`", page))
    kinds = [records.ReportHead, records.Event, records.Party, records.EntityRef, records.Place, records.Time, records.Count, records.Claim]
    for kind in (*kinds, records.Entity, records.Reject, records.Furniture):
        for name in kind.__struct_fields__:
            assert name in words or name in ("id", "source", "detail"), f"{kind.__name__}.{name}"


def test_every_exit_code_is_documented():
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    for code in ExitCode:
        assert f"| {code.value} |" in page

import gzip
import json

import pytest

from benchmarks.pages import f1, run, score, shingles


def test_runs_of_four_tokens_are_counted():
    assert shingles("a b, c d e") == {("a", "b", "c", "d"): 1, ("b", "c", "d", "e"): 1}
    assert shingles("a b") == {("a", "b"): 1}
    assert shingles(" ,") == {}


@pytest.mark.parametrize(
    ("gold", "found", "want"),
    [
        ("a b c d e", "a b c d e", (1.0, 1.0)),
        ("a b c d e", "", (0.0, 0.0)),
        ("", "", (1.0, 1.0)),
        ("a b c d", "a b c d e", (0.5, 1.0)),
        ("a b c d a b c d", "a b c d", (1.0, 0.2)),  # what is said twice must be found twice
    ],
)
def test_one_page(gold, found, want):
    assert score(gold, found) == want


def test_f1_is_of_the_means():
    assert f1([(1.0, 0.0), (0.0, 1.0)]) == 0.5
    assert f1([(0.0, 0.0)]) == 0.0


def test_a_set_of_pages(tmp_path):
    lines = []
    for number in range(4):
        body = "\n".join(
            f"Paragraph {n} of report {number} tells at length what happened in Tarvo in that week of the war." for n in range(6)
        )
        page = "<html><body><article><h1>Head</h1>" + "".join(f"<p>{line}</p>" for line in body.split("\n")) + "</article></body></html>"
        (tmp_path / f"{number}.html.gz").write_bytes(gzip.compress(page.encode()))
        lines.append(json.dumps({"articleBody": body, "html": f"{number}.html.gz"}) + "\n")
    (tmp_path / "scrapinghub.jsonl").write_text("".join(lines), encoding="utf-8")
    figures = run(tmp_path)
    assert figures["dateline"]["f1"] == 1.0
    assert figures["dateline"]["pages"] == figures["trafilatura"]["pages"] == 4

"""The check that the page's bundle is that of its sources."""

import pytest

from scripts import bundle_stamp


@pytest.fixture
def tree(tmp_path, monkeypatch):
    web, static = tmp_path / "web", tmp_path / "static"
    for path, text in ((web / "src/a.ts", "a"), (web / "src/b/c.ts", "c"), (static / "index.html", "page"), (static / "assets/x.js", "x")):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    for name in bundle_stamp.SOURCES[2:]:
        (web / name).write_text(name)
    for name, value in (("WEB", web), ("STATIC", static), ("STAMP", static / "sources.txt")):
        monkeypatch.setattr(bundle_stamp, name, value)
    assert bundle_stamp.main([]) == 0
    return tmp_path


def test_the_bundle_as_it_was_built_passes(tree):
    assert bundle_stamp.main(["--check"]) == 0
    (tree / "web/src/a.ts").write_bytes(b"a")
    assert bundle_stamp.main(["--check"]) == 0


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("web/src/b/c.ts", "not built from web/"),
        ("web/package-lock.json", "not built from web/"),
        ("web/src/new.ts", "not built from web/"),
        ("static/assets/x.js", "changed after it was built"),
        ("static/assets/left.js", "changed after it was built"),
    ],
)
def test_any_change_is_seen(tree, capsys, path, said):
    (tree / path).write_text("other")
    assert bundle_stamp.main(["--check"]) == 1
    assert said in capsys.readouterr().err


def test_a_file_that_moved_is_a_change(tree, capsys):
    (tree / "web/src/a.ts").rename(tree / "web/src/z.ts")
    assert bundle_stamp.main(["--check"]) == 1


def test_without_a_stamp_it_says_what_to_do(tree, capsys):
    (tree / "static/sources.txt").unlink()
    assert bundle_stamp.main(["--check"]) == 1
    assert "run make web" in capsys.readouterr().err

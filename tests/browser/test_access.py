"""Nothing serious that axe-core knows of, on every view, in light and dark."""

from pathlib import Path

import pytest
from walking import begin, expect

VIEWS = {
    "events": "/?type=ASSAULT",
    "tellings": "/?q=Burkina&fold=events",
    "texts": "/?q=talks&show=text",
    "map": "/map",
    "timeline": "/timeline?a=gov:HND",
    "entity": "/entity/gov:HND",
    "dossier": "/dossier?a=gov:HND&b=name:los-cuervos",
    "report": None,
}


@pytest.fixture(scope="session")
def axe():
    package = pytest.importorskip("axe_playwright_python", reason="needs axe-playwright-python: make browser-test installs it")
    return Path(package.__file__).with_name("axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious(page, api, axe, theme):
    row = api("/api/events?actor=gov:HND&limit=1")["rows"][0]
    wrong = {}
    for name, path in VIEWS.items():
        page.emulate_media(color_scheme=theme)
        begin(page, path or f"/report/{row['report']}?event={row['event']}&why=1")
        expect(page.get_by_role("main")).to_be_visible()
        # Through the debugging protocol: the page's own policy would rightly refuse a script put into it.
        page.evaluate(axe)
        # The themes differ in their colours alone.
        options = {"resultTypes": ["violations"], **({"runOnly": ["color-contrast"]} if theme == "dark" else {})}
        found = page.evaluate("(options) => axe.run(document, options).then((r) => r.violations)", options)
        bad = [
            f"{one['id']}: {one['nodes'][0]['html'][:150]} (×{len(one['nodes'])})"
            for one in found
            if one["impact"] in ("serious", "critical")
        ]
        if bad:
            wrong[name] = bad
    assert wrong == {}

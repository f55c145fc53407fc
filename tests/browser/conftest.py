"""The page in a real browser: a store of the samples and hostile reports, read by the real coder, `dateline serve` on it, and Chromium.

Run by `make browser-test`, never by `make test`: these tests need Debian's chromium and Playwright, which drives it.
Everything that the browser asks is written down, also what its proxy would have carried outside; after every test it must be this server alone.
"""

import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import hostile  # noqa: E402 - they stand beside this file
import plain  # noqa: E402
import walking  # noqa: E402

MOST_BYTES = 150_000  # of a picture
BROWSERS = ("chromium", "chromium-browser")


def pytest_addoption(parser):
    group = parser.getgroup("browser")
    group.addoption("--browser-needed", action="store_true", help="fail, not skip, where the browser or what drives it is missing")
    group.addoption("--browser-store", metavar="DIR", help="code into this store and keep it: a second run is quick")
    group.addoption("--browser-address", metavar="URL", help="use the page served there, of the store that these tests make")
    group.addoption("--screenshots", metavar="DIR", help="put pictures of the main views there")


def pytest_ignore_collect(collection_path, config):
    """Only where this folder is named on the command line: `make test` leaves it alone."""
    named = [
        Path(str(argument).split("::")[0]).resolve() for argument in config.invocation_params.args if not str(argument).startswith("-")
    ]
    return None if any(path == HERE or HERE in path.parents for path in named) else True


def missing(request, what):
    if request.config.getoption("--browser-needed"):
        pytest.fail(what, pytrace=False)
    pytest.skip(what)


def code(folder, *arguments):
    """Codes these inputs into the store."""
    command = [sys.executable, "-m", "dateline", "code", *map(str, arguments), "--store", str(folder), "--workers", "1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=1_800)
    assert done.returncode == 0, done.stderr


@contextlib.contextmanager
def served(folder, *options):
    """The address where `dateline serve` serves the store, once it answers."""
    command = [sys.executable, "-m", "dateline", "serve", str(folder), "--port", "0", "--no-browser", *options]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            said = process.stdout.readline()
            found = re.search(r"http://127\.0\.0\.1:\d+", said)
            assert found, f"dateline serve said {said!r}"
            with urllib.request.urlopen(f"{found[0]}/api/meta", timeout=600) as answer:
                assert answer.status == 200
            yield found[0]
        finally:
            process.terminate()
            process.wait(20)


@pytest.fixture(scope="session")
def store(request, tmp_path_factory):
    """All samples and the hostile reports, read by the real coder; one of them by another coder before, whose dictionary has one name more."""
    given = request.config.getoption("--browser-store")
    folder = Path(given).resolve() if given else tmp_path_factory.mktemp("browser") / "store"
    feeds = tmp_path_factory.mktemp("feeds")
    hostile.write(feeds / "hostile.jsonl")
    plain.write(feeds / "plain.jsonl")
    plain.write_dictionary(feeds / "actors.csv")
    if not folder.exists():
        code(folder, plain.OTHER_CODERS, "--entities", feeds / "actors.csv")
    code(folder, "samples/reports", "samples/wire", feeds / "hostile.jsonl", feeds / "plain.jsonl")
    return folder


@pytest.fixture(scope="session")
def address(request):
    """Where `dateline serve` serves the store."""
    if given := request.config.getoption("--browser-address"):
        yield given.rstrip("/")
        return
    with served(request.getfixturevalue("store")) as found:
        yield found


@pytest.fixture(scope="session")
def outside():
    found = walking.Outside()
    yield found
    found.close()


@pytest.fixture(scope="session")
def browser(request, outside):
    try:
        from playwright.sync_api import expect, sync_playwright
    except ImportError:
        missing(request, "needs Playwright: make browser-test installs it")
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        missing(request, "needs Debian's chromium: apt-get install chromium (or CHROMIUM=/path/to/it)")
    expect.set_options(timeout=walking.WAIT_MS)
    # Software drawing: the map needs WebGL, and a machine for tests has no graphics card.
    arguments = [f"--proxy-server=127.0.0.1:{outside.port}", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=arguments)
        yield found
        found.close()


@pytest.fixture(scope="session")
def context(browser, address):
    found = browser.new_context(base_url=address, viewport={"width": 1440, "height": 900}, locale="en-GB", accept_downloads=True)
    found.set_default_timeout(walking.WAIT_MS)
    found.asked = []
    found.on("request", lambda request: found.asked.append(request.url))
    yield found
    found.close()


@pytest.fixture
def page(context, address, outside):
    """A fresh page; when the test ends it must have kept to this server, run nothing of a report and said nothing on the console."""
    found = context.new_page()
    watch = walking.Watch(found)
    found.watch = watch
    yield found
    ran = found.evaluate("window.ran ?? null")
    found.close()
    assert ran is None, "a report's script ran"
    own = (f"{address}/", f"blob:{address}/", "data:", "about:")
    assert [url for url in context.asked if not url.startswith(own)] == [], "the page asked elsewhere"
    assert outside.for_the_page() == [], "the browser asked outside"
    assert watch.dialogs == [], "a dialog opened"
    assert watch.failed == [], "an answer failed"
    assert watch.complaints == [], "the console complained"


@pytest.fixture(scope="module")
def desks(store, tmp_path_factory):
    """One copy of the store, served to two reviewers by a process each."""
    folder = tmp_path_factory.mktemp("review") / "store"
    shutil.copytree(store, folder, ignore=shutil.ignore_patterns(".lock", ".decisions.lock"))
    with served(folder, "--review", "--as", "Ada") as ada, served(folder, "--review", "--as", "Bo") as bo:
        yield [ada, bo]


@pytest.fixture
def pages(browser, desks, outside):
    """A fresh page for each reviewer, watched as every page is."""
    contexts, found, asked = [], [], []
    for address in desks:
        context = browser.new_context(base_url=address, viewport={"width": 1440, "height": 900}, locale="en-GB", accept_downloads=True)
        context.set_default_timeout(walking.WAIT_MS)
        context.on("request", lambda request: asked.append(request.url))
        page = context.new_page()
        page.watch = walking.Watch(page)
        page.own = address
        contexts.append(context)
        found.append(page)
    yield found
    for page, context in zip(found, contexts, strict=True):
        assert page.evaluate("window.ran ?? null") is None
        context.close()
        assert (page.watch.dialogs, page.watch.failed, page.watch.complaints) == ([], [], [])
    assert [url for url in asked if not url.startswith((*desks, "blob:", "data:", "about:"))] == []
    assert outside.for_the_page() == []


@pytest.fixture
def api(address):
    """The JSON answer at a path."""
    import json

    def get(path):
        with urllib.request.urlopen(address + path, timeout=300) as answer:
            return json.load(answer)

    return get


@pytest.fixture
def picture(request, page):
    """Takes a picture of the page where --screenshots names a folder; else nothing. Its size in bytes."""
    folder = request.config.getoption("--screenshots")

    def take(name):
        if not folder:
            return 0
        from PIL import Image  # of matplotlib, which is there for development

        Path(folder).mkdir(parents=True, exist_ok=True)
        page.mouse.move(0, 0)
        shown = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
        path = Path(folder) / f"{name}.png"
        for colours in (256, 128, 64, 32):
            shown.quantize(colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(path, optimize=True)
            if path.stat().st_size <= MOST_BYTES:
                break
        return path.stat().st_size

    return take

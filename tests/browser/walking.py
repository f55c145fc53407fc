"""What the tests of the page share: who watches the browser, and how one waits, chooses and counts in a view."""

import re
import socket
import threading
import time
from urllib.parse import parse_qs, urlsplit

import pytest

try:
    from playwright.sync_api import Error, expect
except ImportError:  # the fixture of the browser says so, and skips
    expect, Error = None, Exception

WAIT_MS = 45_000  # a busy machine may take that long; a working page takes a tenth of a second
ROWS = "table.rows tr.row"
# What Chromium asks for itself, whatever it shows. The page's own requests are written down apart from these, whatever their host.
ERRANDS = re.compile(r"(CONNECT |[A-Z]+ https?://)([a-z0-9-]+\.)*(google\.com|googleapis\.com|gvt1\.com)[:/]")


class Outside:
    """A proxy that carries nothing: the browser sends everything but this machine's own addresses here."""

    def __init__(self):
        self.asked = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        while True:
            try:
                taken, _ = self._socket.accept()
            except OSError:
                return
            with taken:
                taken.settimeout(2)
                try:
                    self.asked.append(taken.recv(2000).split(b"\r\n")[0].decode("latin-1"))
                except OSError as error:
                    self.asked.append(repr(error))

    def for_the_page(self):
        return [line for line in self.asked if not ERRANDS.match(line)]

    def close(self):
        self._socket.close()


class Watch:
    """What a page did besides its work."""

    def __init__(self, page):
        self.complaints, self.dialogs, self.failed = [], [], []
        self.under_way = set()
        page.on("request", self._request)
        page.on("requestfinished", self._answered)
        page.on("requestfailed", self._answered)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"uncaught: {error}"))
        page.on("dialog", self._dialog)
        page.on("response", lambda answer: answer.status >= 400 and self.failed.append(f"{answer.status} {answer.url}"))

    def _request(self, request):
        if request.resource_type in ("fetch", "xhr", "document", "script"):
            self.under_way.add(request)

    def _answered(self, request):
        self.under_way.discard(request)

    def _console(self, message):
        # Software drawing of the map is said to be slow, once for each map.
        if message.type in ("error", "warning") and "GPU stall due to ReadPixels" not in message.text:
            self.complaints.append(f"{message.type}: {message.text}")

    def _dialog(self, dialog):
        self.dialogs.append(dialog.message)
        dialog.dismiss()


# Whether the view has all, once what was asked of it is drawn: a view asks for its data only after it is drawn, which takes a while where
# the machine is busy.
DRAWN_AND_QUIET = """() => new Promise((done) => {
  const say = () => done(!document.querySelector(".busy.on, [aria-busy=true]"));
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(say)));
  setTimeout(say, 1000);
})"""


def is_quiet(page):
    try:
        return page.evaluate(DRAWN_AND_QUIET) and not page.watch.under_way
    except Error:  # another page has come meanwhile
        return False


def settle(page):
    """Waits until no answer is under way and the view says that it has all."""
    quiet = 0
    until = time.monotonic() + 2 * WAIT_MS / 1000
    while time.monotonic() < until:
        quiet = quiet + 1 if is_quiet(page) else 0
        if quiet == 3:
            return
        page.wait_for_timeout(20)
    pytest.fail(f"still waits for {[request.url for request in page.watch.under_way]}")


def total(page):
    """How many rows the view says that it has, once it shows them."""
    expect(page.locator("output.total")).to_contain_text(re.compile(r"\d"))
    return int(re.search(r"[\d,]+", page.locator("output.total").inner_text())[0].replace(",", ""))


def begin(page, path="/"):
    page.goto(path)
    settle(page)


def count_clicks(page):
    """Counts from now on how often a mouse button goes down on a page, whatever view it leads to; `clicks` says it."""
    page.add_init_script("addEventListener('pointerdown', () => sessionStorage.setItem('clicks', clicks() + 1), true);"
                         "const clicks = () => Number(sessionStorage.getItem('clicks') ?? 0);")  # fmt: skip


def clicks(page):
    return int(page.evaluate("sessionStorage.getItem('clicks') ?? '0'"))


def query(page):
    return parse_qs(urlsplit(page.url).query)


def facet(page, title):
    """A facet by its title, opened."""
    found = page.locator("details.facet").filter(has=page.get_by_role("heading", name=title, exact=True, include_hidden=True))
    if found.get_attribute("open") is None:
        found.locator("summary").click()
    return found


def choose(page, title, words):
    """Ticks a value of a facet."""
    box = facet(page, title)
    if not box.get_by_label(re.compile(words)).count():
        box.locator("button.more").click()
    box.get_by_label(re.compile(words)).first.check()
    settle(page)


def pick_party(page, label, words, name):
    page.get_by_role("combobox", name=label).fill(words)
    page.get_by_role("option", name=re.compile(name)).first.click()
    settle(page)


def click_the_middle(page, words):
    """Clicks what the map draws in its middle, once it says these words: the canvas cannot be asked where things are."""
    expect(page.locator(".map[data-drawn=true] canvas").first).to_be_visible()
    box = page.locator(".map canvas").first.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    tip = page.locator(".map-box .tip").filter(has_text=words)
    for step in range(WAIT_MS // 200):  # it says something when the mouse moves
        page.mouse.move(x + step % 2, y)
        page.wait_for_timeout(200)
        if tip.count():
            break
    expect(tip).to_be_visible()
    page.mouse.click(x, y)

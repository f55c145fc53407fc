import gzip
import http.server
import threading

import pytest

from dateline.intake import Options, read_inputs
from dateline.intake.fetch import FetchError, FetchState, fetch, is_url
from dateline.records import Reject, Report

FEED = b'<rss version="2.0"><channel><title>T</title><item><guid>g</guid><description>Rebels left.</description></item></channel></rss>'


class _Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.agents.append(self.headers["User-Agent"])
        if self.path == "/moved":
            self._answer(302, b"", Location="/feed.xml")
        elif self.path == "/file":
            self._answer(302, b"", Location="file:///etc/hostname")
        elif self.path == "/gone":
            self._answer(404, b"")
        elif self.path == "/packed":
            self._answer(200, gzip.compress(b"x" * 100_000), **{"Content-Encoding": "gzip"})
        elif self.headers["If-None-Match"] == '"1"':
            self._answer(304, b"")
        else:
            self._answer(200, FEED, ETag='"1"', **{"Last-Modified": "Fri, 08 Aug 2025 10:00:00 GMT"})

    def _answer(self, status, data, **headers):
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(data))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        server.agents = []
        server.url = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_a_document_and_what_is_asked_the_next_time(server):
    first = fetch(f"{server.url}/feed.xml")
    assert (first.data, first.state) == (FEED, FetchState('"1"', "Fri, 08 Aug 2025 10:00:00 GMT"))
    again = fetch(f"{server.url}/feed.xml", first.state)
    assert (again.data, again.state) == (None, first.state)
    assert all(agent.startswith("dateline") for agent in server.agents)


def test_a_redirection_is_followed_but_never_to_a_file(server):
    assert fetch(f"{server.url}/moved").url == f"{server.url}/feed.xml"
    with pytest.raises(FetchError):
        fetch(f"{server.url}/file")


@pytest.mark.parametrize("path", ["/gone", "/feed.xml", "/packed"])
def test_what_cannot_be_had_says_why(server, path):
    with pytest.raises(FetchError, match=r"404|more than"):
        fetch(server.url + path, most=99)


def test_only_the_web_is_fetched():
    with pytest.raises(FetchError, match="only http"):
        fetch("file:///etc/hostname")
    assert is_url("HTTPS://x.example/") and not is_url("ftp://x") and not is_url("http.txt")


def test_a_feed_by_its_address(server):
    (report, reject) = read_inputs([f"{server.url}/feed.xml", f"{server.url}/gone"], Options())
    assert isinstance(report, Report) and (report.id, report.text, report.published_basis) == ("g", "Rebels left.", "retrieved")
    assert isinstance(reject, Reject) and reject.reason == "unreadable"

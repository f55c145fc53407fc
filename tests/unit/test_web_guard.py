"""Who may ask the page: hosts, origins, tokens, methods, sizes; and the headers on every answer."""

import asyncio

import pytest
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from dateline.web.guard import COOKIE, MOST_BODY, Door, Guard, split_host

TOKEN = "a-token-of-some-length"


def client(**options):
    async def app(scope, receive, send):
        size = 0
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            size += len(message.get("body", b""))
            if not message.get("more_body"):
                break
        await PlainTextResponse(f"let in {size}")(scope, receive, send)

    return TestClient(Guard(app, Door(port=8425, **options)), base_url="http://localhost:8425", follow_redirects=False)


@pytest.mark.parametrize("host", ["localhost:8425", "127.0.0.1:8425", "[::1]:8425", "LOCALHOST:8425"])
def test_the_pages_own_names_are_let_in(host):
    assert client().get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example:8425", "localhost", "localhost:80", "localhost:8425.evil.example", "127.0.0.1.evil.example:8425", "", "localhost:x"],
)
def test_other_hosts_are_refused_whatever_they_ask(host):
    for path in ("/", "/api/events", "/api/report/x"):
        answer = client().get(path, headers={"host": host})
        assert answer.status_code == 403
        assert "error" in answer.json()


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_pages_of_other_sites_may_link_here_but_not_read(site):
    assert client().get("/api/events", headers={"sec-fetch-site": site, "sec-fetch-mode": "cors"}).status_code == 403
    assert client().get("/", headers={"sec-fetch-site": site, "sec-fetch-mode": "navigate"}).status_code == 200
    assert client().get("/", headers={"sec-fetch-site": "same-origin", "sec-fetch-mode": "cors"}).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_a_page_that_only_reads_takes_nothing(method):
    answer = client().request(method, "/api/review/decisions", headers={"origin": "http://localhost:8425"})
    assert answer.status_code == 405


def post(origin="http://localhost:8425", path="/api/review/decisions", kind="application/json", content=b"{}", **headers):
    given = {"content-type": kind, **({"origin": origin} if origin else {}), **headers}
    return client(writes=True).post(path, content=content, headers=given)


def test_decisions_come_from_the_page_itself():
    assert post().status_code == 200
    for origin in (
        None,
        "null",
        "http://evil.example",
        "http://localhost:8426",
        "http://localhost:8425.evil.example",
        "http://127.0.0.1:8425",
    ):
        assert post(origin).status_code == 403, origin
    assert post(path="/api/events").status_code == 405
    assert post(kind="text/plain").status_code == 415
    assert post(kind="application/x-www-form-urlencoded").status_code == 415


def test_what_is_too_large_is_refused():
    assert post(content=b"x" * (MOST_BODY + 1)).status_code == 413
    assert client().get("/?q=" + "x" * 9_000).status_code == 414


def test_a_body_that_grows_beyond_what_it_said_is_cut_off():
    sent, pieces = [], [b"x" * MOST_BODY, b"more"]

    async def app(scope, receive, send):
        while (message := await receive())["type"] != "http.disconnect":
            assert message["body"] != b"more"
        sent.append("cut off")

    async def receive():
        return {"type": "http.request", "body": pieces.pop(0), "more_body": True}

    async def send(message):
        raise AssertionError

    headers = [(b"host", b"localhost:8425"), (b"origin", b"http://localhost:8425"), (b"content-type", b"application/json")]
    scope = {"type": "http", "method": "POST", "path": "/api/review/decisions", "query_string": b"", "headers": headers}
    asyncio.run(Guard(app, Door(port=8425, writes=True))(scope, receive, send))
    assert sent == ["cut off"]


def test_a_token_is_asked_for_once_and_kept_in_a_cookie():
    page = client(token=TOKEN, hosts=("*",))
    for path in ("/", "/api/events", "/?token=wrong", f"/?token={TOKEN}&token=wrong", "/?token="):
        assert page.get(path).status_code == 401, path
    answer = page.get(f"/events?type=ASSAULT&token={TOKEN}&q=a%20b", headers={"host": "news.lan:8425"})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/events?type=ASSAULT&q=a+b"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert page.get("/api/events", headers={"cookie": f"{COOKIE}={TOKEN}"}).status_code == 200
    assert page.get("/api/events", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200
    for wrong in (f"{COOKIE}={TOKEN}x", f"{COOKIE}=", f"other={TOKEN}", f"{COOKIE}={TOKEN[:-1]}"):
        assert page.get("/api/events", headers={"cookie": wrong}).status_code == 401, wrong


def test_the_redirect_of_a_token_never_leads_elsewhere():
    page = client(token=TOKEN)
    for path in ("//evil.example/x", "/\\evil.example", "///evil.example"):
        page.cookies.clear()
        where = page.get(f"http://localhost:8425{path}?token={TOKEN}").headers["location"]
        assert where.startswith("/")
        assert where[1:2] not in ("/", "\\")
    page.cookies.clear()
    assert "\n" not in page.get(f"/%0d%0aset-cookie:x?token={TOKEN}").headers["location"]


def test_any_host_is_known_only_where_a_token_is_asked_for():
    assert not Door(port=1, hosts=("*",)).knows("evil.example:1")
    assert Door(port=1, hosts=("*",), token=TOKEN).knows("evil.example:1")
    assert Door(port=1, hosts=("10.0.0.5",), token=TOKEN).knows("10.0.0.5:1")
    assert not Door(port=1, hosts=("10.0.0.5",), token=TOKEN).knows("evil.example:1")


def test_every_answer_has_the_headers_of_a_page_that_trusts_no_text():
    page = client()
    for answer in (page.get("/"), page.get("/api/events"), page.get("/", headers={"host": "evil.example"}), page.post("/")):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "script-src 'self';" in policy
        assert "unsafe-eval" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "access-control-allow-origin" not in answer.headers
    assert page.get("/api/events").headers["cache-control"] == "no-store"


def test_hosts_are_split():
    assert split_host("localhost") == ("localhost", 80)
    assert split_host("[::1]") == ("[::1]", 80)
    assert split_host("[::1]:5") == ("[::1]", 5)
    assert split_host("a:99999999") == ("a", -1)
    assert split_host("a:٣")[1] == -1

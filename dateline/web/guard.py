"""What stands before every request: who may ask, how much, and the headers on every answer.

The page is for the person at this machine. A page of another site must not read it (Host and Origin are checked, which also ends DNS
rebinding), and nobody else may reach it: other addresses than loopback need a token.
"""

from __future__ import annotations

import dataclasses
import hmac
import json
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
COOKIE = "dateline_token"
MOST_URL = 8_000  # bytes
MOST_BODY = 1_000_000
_CSP = (
    "default-src 'self'; script-src 'self'; worker-src 'self' blob:; img-src 'self' data: blob:; style-src 'self';"
    " connect-src 'self'; font-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=(), interest-cohort=()",
}


@dataclasses.dataclass(frozen=True)
class Door:
    """Who may ask: the port, the hosts besides loopback (`*` is any, with a token), the token if there is one, and whether to write."""

    port: int
    hosts: tuple[str, ...] = ()
    token: str | None = None
    writes: bool = False

    def knows(self, host: str) -> bool:
        """Whether the Host header names this server."""
        if "*" in self.hosts and self.token:
            return bool(host)
        name, port = split_host(host)
        return name in (*LOOPBACK, *self.hosts) and port == self.port


class Guard:
    """ASGI middleware that refuses what may not be asked, and adds the headers."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        """Stands before the app."""
        self._app, self._door = app, door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets a request through or answers it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                found = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    found[name] = value
                if scope["path"].startswith("/api"):
                    found["Cache-Control"] = "no-store"
            await send(message)

        refusal = self._refusal(scope, headers)
        if refusal is None and self._door.token:
            given = self._token(scope, headers)
            if given == "wrong":
                refusal = (401, "this page needs its token: open the address that `dateline serve` printed")
            elif given == "url":
                await _redirect(scope, send_safely, self._door.token)
                return
        if refusal:
            await _answer(send_safely, *refusal)
            return
        await self._app(scope, _limited(receive), send_safely)

    def _refusal(self, scope: Scope, headers: Headers) -> tuple[int, str] | None:
        method, host = scope["method"], headers.get("host", "")
        if not self._door.knows(host) or len(headers.getlist("host")) != 1:
            return 403, "this address is not the page's own; open the one that `dateline serve` printed"
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > MOST_URL:
            return 414, f"the address is longer than {MOST_URL} characters"
        site, mode = headers.get("sec-fetch-site", ""), headers.get("sec-fetch-mode", "")
        if site in ("cross-site", "same-site") and not (mode == "navigate" and method == "GET"):
            return 403, "another site's page may not ask here"
        if method in ("GET", "HEAD"):
            return None
        if method != "POST" or not self._door.writes or not scope["path"].startswith("/api/review/"):
            return 405, "this page only reads; `dateline serve --review --as NAME` takes decisions"
        if headers.get("origin") not in (f"http://{host}", f"https://{host}"):
            return 403, "a decision comes from the page itself (its Origin is missing or another)"
        if not headers.get("content-type", "").startswith("application/json"):
            return 415, "a decision is sent as application/json"
        if not _fits(headers.get("content-length")):
            return 413, f"more than {MOST_BODY:,} bytes"
        return None

    def _token(self, scope: Scope, headers: Headers) -> str:
        """Where the right token stands: `cookie` (or a header), `url`, or `wrong`."""
        wanted = self._door.token or ""
        bearer = headers.get("authorization", "")
        if bearer.startswith("Bearer ") and _same(bearer[7:], wanted):
            return "cookie"
        if _same(_cookie(headers), wanted):
            return "cookie"
        given = [value for name, value in parse_qsl(scope["query_string"].decode("latin-1")) if name == "token"]
        return "url" if len(given) == 1 and _same(given[0], wanted) and scope["method"] == "GET" else "wrong"


def split_host(host: str) -> tuple[str, int]:
    """The name and the port of a Host header; 80 where it names none, -1 for what is no port."""
    name, colon, port = host.lower().rpartition(":")
    if not colon or name.endswith(":") or (host.startswith("[") and host.endswith("]")):
        return host.lower(), 80
    return name, int(port) if port.isascii() and port.isdigit() and len(port) < 6 else -1


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), wanted.encode("utf-8", "surrogateescape"))


def _cookie(headers: Headers) -> str:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


def _fits(length: str | None) -> bool:
    return length is None or (length.isascii() and length.isdigit() and int(length) <= MOST_BODY)


def _limited(receive: Receive) -> Receive:
    """The body, cut off as a closed connection where it is larger than it may be, whatever its length was said to be."""
    size = 0

    async def receive_some() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        return {"type": "http.disconnect"} if size > MOST_BODY else message

    return receive_some


async def _redirect(scope: Scope, send: Send, token: str) -> None:
    """Puts the token into a cookie and out of the address."""
    rest = urlencode([pair for pair in parse_qsl(scope["query_string"].decode("latin-1")) if pair[0] != "token"])
    # Two slashes in front would be another host's address.
    where = "/" + scope["path"].lstrip("/\\") + (f"?{rest}" if rest else "")
    cookie = f"{COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict"
    headers = [(b"location", urlencode_path(where)), (b"set-cookie", cookie.encode("latin-1")), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": 303, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def urlencode_path(path: str) -> bytes:
    """The path as header bytes, without anything that would end the header."""
    return "".join(c if " " < c < "\x7f" else "".join(f"%{b:02X}" for b in c.encode()) for c in path).encode("ascii")


async def _answer(send: Send, status: int, words: str) -> None:
    body = json.dumps({"error": words}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})

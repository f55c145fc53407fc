"""One document from the web: only for an address that the user names himself. Everything else in Dateline stays offline."""

from __future__ import annotations

import dataclasses
import http.client
import urllib.error
import urllib.request
import zlib
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from dateline.errors import InputError

SECONDS = 30.0  # that a server may keep silent
MOST_BYTES = 60_000_000  # as many as a page or feed of the longest text allowed may have
_SCHEMES = ("http://", "https://")
_PIECE = 1 << 16


class FetchError(InputError):
    """An address that gave no document."""


@dataclasses.dataclass(frozen=True)
class FetchState:
    """What a server said of its document last time, to be asked for changes only (RFC 9110, conditional requests)."""

    etag: str | None = None
    modified: str | None = None


@dataclasses.dataclass(frozen=True)
class Fetched:
    """A document. `data` is None where the server says that it has not changed since `state`; `url` is where it came from in the end."""

    url: str
    data: bytes | None
    content_type: str
    state: FetchState


def is_url(path: str) -> bool:
    """Whether an input is an address that can be fetched."""
    return path.lower().startswith(_SCHEMES)


def user_agent() -> str:
    """What servers are told: name and version."""
    try:
        return f"dateline/{version('dateline')} (reads news reports; started by a person)"
    except PackageNotFoundError:
        return "dateline (reads news reports; started by a person)"


def fetch(url: str, state: FetchState | None = None, *, seconds: float = SECONDS, most: int = MOST_BYTES) -> Fetched:
    """The document at an `http` or `https` address. Raises `FetchError`, which says what to do."""
    if not is_url(url):
        raise FetchError(f"{url}: only http and https addresses are fetched; save the document and give its file")
    headers = {"User-Agent": user_agent(), "Accept-Encoding": "gzip", "Accept": "*/*"}
    if state and state.etag:
        headers["If-None-Match"] = state.etag
    if state and state.modified:
        headers["If-Modified-Since"] = state.modified
    try:
        with _opener().open(urllib.request.Request(url, headers=headers), timeout=seconds) as answer:
            data = _unpacked(_read(answer, most), answer.headers.get("Content-Encoding", ""), most)
            return Fetched(answer.geturl(), data, answer.headers.get("Content-Type", ""), _state(answer.headers))
    except urllib.error.HTTPError as error:
        if error.code == http.client.NOT_MODIFIED:
            return Fetched(url, None, "", state or FetchState())
        raise FetchError(f"the server answers {error.code} {error.reason}; check the address") from None
    except (http.client.HTTPException, OSError, ValueError) as error:
        if isinstance(error, FetchError):
            raise
        raise FetchError(
            f"cannot be fetched ({getattr(error, 'reason', None) or error or type(error).__name__}); try again later"
        ) from None


def _opener() -> urllib.request.OpenerDirector:
    """One that knows http and https alone, so that no redirection leads to a local file."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPRedirectHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.UnknownHandler(),
    ):
        opener.add_handler(handler)
    return opener


def _state(headers: Any) -> FetchState:
    return FetchState(etag=headers.get("ETag"), modified=headers.get("Last-Modified"))


def _read(answer: Any, most: int) -> bytes:
    data = bytearray()
    while piece := answer.read(_PIECE):
        data += piece
        if len(data) > most:
            raise FetchError(f"has more than {most:,} bytes; save the document and give its file")
    return bytes(data)


def _unpacked(data: bytes, encoding: str, most: int) -> bytes:
    if encoding.strip().lower() not in ("gzip", "x-gzip", "deflate"):
        return data
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)
    try:
        out = unpacker.decompress(data, most + 1)
    except zlib.error as error:
        raise FetchError(f"is packed and broken ({error}); try again later") from None
    if len(out) > most:
        raise FetchError(f"has more than {most:,} bytes; save the document and give its file")
    return out

"""`dateline serve`: the local page of a store."""

# ruff: noqa: PLC0415 - imports stand where they are needed: `--help` must not load the server; Typer reads options from the signature

from __future__ import annotations

import os
import secrets
import socket
import sys
import threading
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlencode

import typer

from dateline.cli.common import CoderOption, ExitCode, say
from dateline.errors import InputError

if TYPE_CHECKING:
    from dateline.web.guard import Door

PORT = 8425
_TRIES = 20  # ports after the usual one
_ANY = ("0.0.0.0", "::")  # every address of this machine
_LEAST_TOKEN = 16  # characters


def serve(
    store: Annotated[
        Path | None, typer.Argument(metavar="[STORE]", help="The store. Default: the only one in this folder.", show_default=False)
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(min=0, max=65535, metavar="N", show_default=False, help=f"Default: {PORT}, or the next free one; 0: any free one."),
    ] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open the page in a browser.")] = False,
    coder: CoderOption = None,
    review: Annotated[bool, typer.Option("--review", help="Take decisions on events (docs/review.md); needs --as.")] = False,
    reviewer: Annotated[str | None, typer.Option("--as", metavar="NAME", show_default=False, help="Who decides.")] = None,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Listen on this address; any but this machine's own (loopback) needs --token.")
    ] = "127.0.0.1",
    token: Annotated[
        str | None,
        typer.Option(
            metavar="SECRET|new",
            envvar="DATELINE_TOKEN",
            show_default=False,
            help="Ask every browser for this secret of 16 characters or more, which the printed address has; `new` makes one up.",
        ),
    ] = None,
) -> int:
    """Serve a store as a local page: events, reports with their evidence, map, timeline, entities, dossiers, review (docs/serve.md).

    The page is for this machine alone and needs no network. It only reads, unless `--review` lets a person decide. An index in the store's
    folder (`.web`) is made at the first start and brought up to date at later ones. Ctrl-C ends it.

    **Examples**

        dateline serve news

        dateline serve news --review --as "A. Editor"

        dateline serve news --host 0.0.0.0 --token new --no-browser
    """
    import uvicorn

    from dateline.store import Store
    from dateline.web.app import make_app
    from dateline.web.serving import Serving

    if review != bool(reviewer and reviewer.strip()):
        raise typer.BadParameter("--review and --as NAME go together: a decision names who takes it")
    secret = _token(token, host)
    opened = Store(store or _only_store(Path()))
    listening = _listen(host, port)
    with listening:
        found = listening.getsockname()[1]
        serving = Serving(opened, coder, reviewer=reviewer.strip() if reviewer else None, say=say)
        app = make_app(serving, _door(host, found, secret, writes=review))
        query = f"?{urlencode({'token': secret})}" if secret else ""
        address = f"http://{'127.0.0.1' if host in _ANY else _shown(host)}:{found}/{query}"
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, lifespan="off", timeout_graceful_shutdown=2
        )  # fmt: skip
        typer.echo(f"{opened.folder} is at {address}")
        sys.stdout.flush()
        if host in _ANY:
            say(f"from other machines: http://{socket.gethostname()}:{found}/{query}")
        say("Ctrl-C ends it")
        serving.warm_tables()
        if not no_browser and _has_screen():
            threading.Timer(0.5, webbrowser.open, (address,)).start()
        try:
            uvicorn.Server(config).run(sockets=[listening])
        except KeyboardInterrupt:  # how a person ends it
            pass
        finally:
            serving.close()
    return ExitCode.ok


def _door(host: str, port: int, token: str | None, *, writes: bool) -> Door:
    from dateline.web.guard import Door

    hosts = () if _is_loopback(host) else ("*",) if host in ("0.0.0.0", "::") else (_shown(host).lower(),)
    return Door(port=port, hosts=hosts, token=token, writes=writes)


def _token(given: str | None, host: str) -> str | None:
    if given is None:
        if not _is_loopback(host):
            raise typer.BadParameter("other machines could read the store: add --token new (or a secret of your own)", param_hint="--host")
        return None
    if given == "new":
        return secrets.token_urlsafe(24)
    if len(given) < _LEAST_TOKEN or not all(c.isascii() and (c.isalnum() or c in "-_.~") for c in given):
        raise typer.BadParameter(f"a token has {_LEAST_TOKEN} or more letters, digits and -_.~", param_hint="--token")
    return given


def _is_loopback(host: str) -> bool:
    return host in ("127.0.0.1", "localhost", "::1")


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _listen(host: str, port: int | None) -> socket.socket:
    """A socket on the port asked for, or on the usual one or the next that is free. Raises `InputError`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    ports = range(PORT, PORT + _TRIES) if port is None else (port,)
    problem: OSError | None = None
    for one in ports:
        found = socket.socket(family, socket.SOCK_STREAM)
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind((host, one))
            found.listen(128)
        except OSError as error:
            found.close()
            problem = error
            if not isinstance(error, socket.gaierror) and error.errno is not None and one != ports[-1]:
                continue
            break
        return found
    where = f"{host}:{port}" if port is not None else f"{host}, ports {PORT} to {PORT + _TRIES - 1}"
    raise InputError(f"{where}: cannot listen there ({problem.strerror if problem else 'no port'}); choose another with --port or --host")


def _only_store(folder: Path) -> Path:
    """The one store in the folder, or the folder itself where it is one. Raises `InputError`."""
    if (folder / "dateline-store.json").is_file():
        return folder
    found = sorted(path.parent for path in folder.glob("*/dateline-store.json"))
    if len(found) == 1:
        return found[0]
    said = f"has {len(found)} ({', '.join(path.name for path in found[:5])})" if found else "has none"
    raise InputError(f"which store? This folder {said}; name one: dateline serve STORE")


def _has_screen() -> bool:
    return sys.stdout.isatty() and not os.environ.get("CI")

"""The page's server: the JSON API over an index, and the built front end. Routes only put the answers of the other modules together."""

from __future__ import annotations

import re
import sqlite3
import typing
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from fastapi import Depends, FastAPI, Query, Request
from fastapi import Path as InPath
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, Response, StreamingResponse
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware

import dateline
from dateline.errors import DatelineError, InputError, ModelError, StoreError
from dateline.ontology.loader import ontology
from dateline.records import CountKind
from dateline.web import events, models
from dateline.web.dossiers import Asked, dossier, read_asked, shown_dossier
from dateline.web.entity import entity, suggestions
from dateline.web.facets import country_names, facets, type_label
from dateline.web.filters import Chosen, Filters
from dateline.web.guard import Door, Guard
from dateline.web.ledger import Ledgers, with_word
from dateline.web.maps import map_view
from dateline.web.params import LONG, read_filters
from dateline.web.reader import IndexReader, TooSlow
from dateline.web.reports import report_view
from dateline.web.search import search_reports
from dateline.web.serving import Remaking, Serving
from dateline.web.timeline import timeline

STATIC = Path(__file__).parent / "static"
STATUSES = ("happened", "ongoing", "future", "hypothetical", "negated", "failed", "alleged")
COUNT_KINDS: tuple[str, ...] = typing.get_args(CountKind)
_ID = r"^[A-Za-z0-9._:-]{1,100}$"
_BAD: dict[int | str, dict[str, Any]] = {
    code: {"model": models.ErrorAnswer} for code in (400, 401, 403, 404, 405, 414, 422, 500, 503)
}  # fmt: skip
_Chosen = Annotated[Filters, Depends(read_filters)]
_Id = Annotated[str, InPath(pattern=_ID, max_length=100)]


def make_app(serving: Serving, door: Door) -> Any:
    """The whole server as an ASGI app."""
    app = FastAPI(
        title="Dateline", version=dateline.__version__, docs_url=None, redoc_url=None, openapi_url="/api/openapi.json",
        description="The local page's own API: read-only but for the review. Errors are {error: one line}.",
    )  # fmt: skip
    _add_errors(app)
    _add_tables(app, serving)
    _add_views(app, serving)
    _add_records(app, serving)
    if serving.reviewer:
        from dateline.web.review import router  # noqa: PLC0415 - with the review alone

        app.include_router(router(serving))
    else:
        serving.decided = Ledgers(serving).shown
    _add_static(app)
    # Text packs well, and only what goes over a network gains by it.
    return Guard(GZipMiddleware(app, minimum_size=2_000, compresslevel=4) if door.token else app, door)


def answer(value: Any, status: int = 200) -> Response:
    """A JSON answer."""
    return Response(msgspec.json.encode(value), status, media_type="application/json")


def overlaid(serving: Serving, rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with what the review says of their surest telling."""
    decided = serving.decided()
    return [with_word(row, decided.get(row["event"])) for row in rows]


def _add_tables(app: FastAPI, serving: Serving) -> None:
    @app.get("/api/meta", response_model=models.Meta, responses=_BAD)
    def meta(refresh: Annotated[bool, Query(description="Bring the page up to date with the store first.")] = False) -> Response:
        if refresh:
            serving.refresh()
        return answer(_meta(serving))

    @app.get("/api/events", response_model=models.EventsAnswer, responses=_BAD)
    def list_events(
        filters: _Chosen,
        sort: str = events.DEFAULT_SORT,
        offset: Annotated[int, Query(ge=0, le=100_000_000)] = 0,
        limit: Annotated[int, Query(ge=0, le=500)] = 100,
    ) -> Response:
        found = events.page(Chosen(serving.reader(filters.coder), filters), events.check_sort(sort), offset, limit)
        return answer({**found, "rows": overlaid(serving, found["rows"])})

    @app.get("/api/events.csv", responses={**_BAD, 200: {"content": {"text/csv": {}}}}, response_class=StreamingResponse)
    def list_csv(filters: _Chosen, sort: str = events.DEFAULT_SORT) -> StreamingResponse:
        chosen = Chosen(serving.reader(filters.coder), filters)
        pieces = events.as_csv(chosen, events.check_sort(sort), serving.decided())
        first = next(pieces)  # what is wrong shows before the answer begins
        headers = {"Content-Disposition": 'attachment; filename="dateline.csv"'}
        return StreamingResponse(_chained(first, pieces), media_type="text/csv; charset=utf-8", headers=headers)

    @app.get("/api/facets", response_model=models.FacetsAnswer, responses=_BAD)
    def list_facets(filters: _Chosen) -> Response:
        chosen = Chosen(serving.reader(filters.coder), filters)
        return answer({**_kept("facets", chosen, lambda: facets(chosen)), "coder": _coder_facet(serving, chosen)})

    @app.get("/api/search", response_model=models.SearchAnswer, responses=_BAD)
    def search(
        q: Annotated[str, Query(max_length=300)],
        limit: Annotated[int, Query(ge=1, le=100)] = 20,
        offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
        coder: Annotated[str, Query(max_length=40)] = "",
    ) -> Response:
        return answer(search_reports(serving.reader(coder or None), q, limit, offset))


def _add_views(app: FastAPI, serving: Serving) -> None:
    @app.get("/api/map", response_model=models.MapAnswer, responses=_BAD)
    def show_map(filters: _Chosen) -> Response:
        chosen = Chosen(serving.reader(filters.coder), filters)
        found = _kept("map", chosen, lambda: map_view(chosen))
        return answer({**found, "unknown": overlaid(serving, found["unknown"])})

    @app.get("/api/timeline", response_model=models.TimelineAnswer, responses=_BAD)
    def show_timeline(
        filters: _Chosen,
        bin: models.Bin = "week",
        a: Annotated[str, Query(max_length=LONG)] = "",
        b: Annotated[str, Query(max_length=LONG)] = "",
    ) -> Response:
        return answer(timeline(Chosen(serving.reader(filters.coder), filters), bin, a or None, b or None))

    @app.get("/api/entity/{id}", response_model=models.EntityAnswer, responses=_BAD)
    def show_entity(id: Annotated[str, InPath(max_length=LONG)], filters: _Chosen) -> Response:
        return _or_404(entity(Chosen(serving.reader(filters.coder), filters), id), "entity", id)

    @app.get("/api/entities", response_model=models.EntitiesAnswer, responses=_BAD)
    def suggest(
        q: Annotated[str, Query(max_length=100)] = "",
        limit: Annotated[int, Query(ge=1, le=100)] = 20,
        coder: Annotated[str, Query(max_length=40)] = "",
    ) -> Response:
        return answer({"entities": suggestions(serving.reader(coder or None), q.strip(), limit)})


def _add_records(app: FastAPI, serving: Serving) -> None:
    @app.get("/api/incident/{id}", response_model=models.IncidentAnswer, responses=_BAD)
    def show_incident(id: _Id, coder: Annotated[str, Query(max_length=40)] = "") -> Response:
        found = events.incident(serving.reader(coder or None), id)
        if found:
            found = {**overlaid(serving, [found])[0], "told": overlaid(serving, found["told"])}
        return _or_404(found, "incident", id)

    @app.get("/api/report/{key}", response_model=models.ReportAnswer, responses=_BAD)
    def show_report(key: _Id, coder: Annotated[str, Query(max_length=40)] = "") -> Response:
        serving.warm()
        found = report_view(serving.reader(coder or None), key)
        return _or_404(found and {**found, "rows": overlaid(serving, found["rows"])}, "report", key)

    @app.get("/api/dossier", response_model=dict[str, Any], responses=_BAD)
    def show_dossier(asked: Annotated[Asked, Depends(read_asked)], coder: Annotated[str, Query(max_length=40)] = "") -> Response:
        return answer(shown_dossier(serving.reader(coder or None), asked))

    @app.get("/api/dossier.{form}", response_class=Response, responses={**_BAD, 200: {"content": {"text/html": {}, "text/markdown": {}}}})
    def dossier_file(
        form: Literal["html", "md"],
        asked: Annotated[Asked, Depends(read_asked)],
        coder: Annotated[str, Query(max_length=40)] = "",
    ) -> Response:
        from dateline.dossier.html import to_html  # noqa: PLC0415 - of this alone
        from dateline.dossier.markdown import to_markdown  # noqa: PLC0415

        found = dossier(serving.reader(coder or None), asked)
        headers = {"Content-Disposition": f'attachment; filename="dossier.{form}"'}
        text, kind = (to_html(found), "text/html") if form == "html" else (to_markdown(found), "text/markdown")
        return Response(text, media_type=kind, headers=headers)

    @app.get("/api/explain/{event}", response_model=dict[str, Any], responses=_BAD)
    def explain(event: _Id, coder: Annotated[str, Query(max_length=40)] = "") -> Response:
        return _or_404(serving.explain(serving.reader(coder or None), event), "event", event)


def _kept(view: str, chosen: Chosen, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """The view, kept where nothing is filtered: every visit begins there."""
    if chosen.narrowed():
        return make()
    found: dict[str, Any] = chosen.reader.kept((view, chosen.table), make)
    return found


def _or_404(found: Any, kind: str, id: str) -> Response:
    return answer({"error": f"no {kind} {id!r} here"}, 404) if found is None else answer(found)


def _meta(serving: Serving) -> dict[str, Any]:
    reader = serving.reader()
    counts = reader.rows(
        """SELECT (SELECT count(*) FROM reports), (SELECT count(*) FROM events), (SELECT count(*) FROM incidents),
            (SELECT count(*) FROM incidents WHERE fingerprint = 0), (SELECT min(start_day) FROM events),
            (SELECT max(end_day) FROM events), (SELECT min(published) FROM reports), (SELECT max(published) FROM reports)"""
    )[0]
    names = ("reports", "events", "incidents", "unjoined", "first_day", "last_day", "first_published", "last_published")
    return {
        "store": serving.store.folder.resolve().name, "coder": reader.coder, "coders": _coders(serving), "version": reader.version,
        "newer": serving.newer, **dict(zip(names, counts, strict=True)), "review": bool(serving.reviewer), "reviewer": serving.reviewer,
        "types": [
            {
                "code": one.name, "quad": one.quad, "label": type_label(one.name), "definition": one.definition, "modes": list(one.modes),
            }
            for one in ontology().types.values()
        ],
        "quads": {str(number): name.replace("_", " ") for number, name in ontology().quads.items()}, "statuses": STATUSES,
        "contexts": dict(ontology().contexts), "count_kinds": COUNT_KINDS, "countries": country_names(),
        "about": {"name": "Dateline", "version": dateline.__version__, "license": "Apache-2.0", "folder": str(serving.store.folder)},
    }  # fmt: skip


def _coders(serving: Serving) -> list[dict[str, Any]]:
    opened = serving.open_coders()
    return [
        {"id": id, "reports": reports, "events": opened[id].value("SELECT count(*) FROM events") if id in opened else None}
        for id, reports in serving.coders()
    ]


def _coder_facet(serving: Serving, chosen: Chosen) -> list[dict[str, Any]]:
    found = []
    opened = serving.open_coders()
    for id, _ in serving.coders():
        count = None
        if id in opened:
            other: IndexReader = opened[id]
            there = chosen if other is chosen.reader else Chosen(other, chosen.filters)
            count = there.value(f"SELECT count(*) FROM {there.table} WHERE {there.where()}")
        found.append({"value": id, "label": id, "count": count})
    return found


def _chained(first: bytes, rest: Iterable[bytes]) -> Iterable[bytes]:
    yield first
    yield from rest


def _add_static(app: FastAPI) -> None:
    root = STATIC.resolve()

    @app.get("/{path:path}", include_in_schema=False)
    def page(path: str) -> Response:
        if path == "api" or path.startswith("api/"):
            return answer({"error": f"no /{path} here"}, 404)
        wanted = (root / path).resolve()
        if path and wanted.is_relative_to(root) and wanted.is_file():
            lasting = re.search(r"[-.][A-Za-z0-9_-]{8,}\.\w+$", wanted.name) is not None  # names with a hash of what they hold
            return FileResponse(wanted, headers={"Cache-Control": "max-age=31536000, immutable" if lasting else "no-cache"})
        if "." in path.rsplit("/", 1)[-1]:
            return answer({"error": f"no /{path} here"}, 404)
        return FileResponse(root / "index.html", headers={"Cache-Control": "no-cache"})


def _add_errors(app: FastAPI) -> None:
    def told(status: int) -> Callable[[Request, Exception], Awaitable[Response]]:
        async def handle(request: Request, error: Exception) -> Response:
            return answer({"error": " ".join(str(error).split())[:500]}, status)

        return handle

    async def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"] if part not in ("query", "path", "body"))
        return answer({"error": f"{where}: {first['msg']}"[:500]}, 422)

    async def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return answer({"error": str(error.detail)}, error.status_code)

    async def slow(request: Request, error: Exception) -> Response:
        return answer({"error": f"that could not be read in time ({error})"}, 503)

    app.add_exception_handler(InputError, told(400))

    async def remaking(request: Request, error: Exception) -> Response:
        response = answer({"error": str(error)}, 503)
        response.headers["Retry-After"] = "2"
        return response

    app.add_exception_handler(Remaking, remaking)
    for kind in (TooSlow, StoreError, ModelError):
        app.add_exception_handler(kind, told(503))
    app.add_exception_handler(DatelineError, told(400))
    app.add_exception_handler(sqlite3.OperationalError, slow)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(Exception, told(500))

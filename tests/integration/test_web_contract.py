"""The API by contract: requests drawn from its own OpenAPI description never fail, and every answer has the shape it promises."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance
from support.webstore import make_store, serving_of

from dateline.store.decisions import record_word
from dateline.web.app import make_app
from dateline.web.guard import Door

CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)
PATHS = (
    *("/api/meta", "/api/events", "/api/events.csv", "/api/facets", "/api/search", "/api/map", "/api/timeline", "/api/entities"),
    *("/api/entity/{id}", "/api/incident/{id}", "/api/report/{key}", "/api/dossier", "/api/dossier.{form}"),
    *("/api/review/queue", "/api/review/log", "/api/review/agreement", "/api/review/export"),
)
POSTED = ("/api/review/decisions", "/api/review/undo")
HEADERS = {"host": "localhost", "origin": "http://localhost"}


def event_report(items, event):
    return next(one.report.key for one in items if event in one.coding.events)


@pytest.fixture(scope="module")
def api(tmp_path_factory):
    store, items = make_store(tmp_path_factory.mktemp("contract") / "news", 12)
    for event in (event for one in items for event in one.coding.events[:1]):
        record_word(store, event.id, event_report(items, event), "accept", "Ada")
        record_word(store, event.id, event_report(items, event), "change", "Bo", field="status", value='"failed"')
    app = make_app(serving_of(store, reviewer="Ada"), Door(port=80, writes=True))
    return schemathesis.openapi.from_asgi("/api/openapi.json", app, headers={"host": "localhost"})


@pytest.mark.parametrize("path", PATHS)
def test_every_request_is_answered_as_described(api, path):
    operation = api[path]["GET"]

    @settings(max_examples=20, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(st.data())
    def ask(data):
        case = data.draw(operation.as_strategy())
        case.call_and_validate(headers={"host": "localhost"}, checks=CHECKS)

    ask()


@pytest.mark.parametrize("path", POSTED)
def test_every_decision_is_answered_as_described(api, path):
    operation = api[path]["POST"]

    @settings(max_examples=20, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(st.data())
    def ask(data):
        case = data.draw(operation.as_strategy())
        case.call_and_validate(headers=HEADERS, checks=CHECKS)

    ask()


def test_no_path_is_left_untested(api):
    described = {result.ok().path for result in api.get_all_operations()}
    assert described == {*PATHS, *POSTED, "/api/explain/{event}"}

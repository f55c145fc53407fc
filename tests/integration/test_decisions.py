import pytest
from support.fakes import FakeCoder, make_coder

from dateline.errors import InputError
from dateline.intake import prepare_report
from dateline.scale import code_all
from dateline.store import Store, code_into_store
from dateline.store import decisions as module
from dateline.store.decisions import read_decisions, record_decision


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "store", create=True)
    items = [prepare_report(f"Alpha met Beta in Gamma. {n}", id=f"r{n}", published="2025-08-09") for n in range(3)]
    coder = FakeCoder()
    code_into_store(store, items, coder.id, lambda stream: code_all(stream, make_coder, coder=coder))
    return store


def keys(store):
    return [report.key for report, _ in store.reports()]


def test_the_latest_word_on_a_pair_holds_whichever_way_round(store, monkeypatch):
    a, b, c = keys(store)
    first = record_decision(store, "story", b, a, "same", "Ada", "read both")
    assert (first.left, first.right) == tuple(sorted((a, b)))
    assert [one.verdict for one in read_decisions(store, "story")] == ["same"]
    record_decision(store, "story", a, c, "different", "Ada", "")
    stopped = module.datetime.datetime.fromisoformat(first.at)  # a clock that does not move must not make the order a matter of chance

    class Clock(module.datetime.datetime):
        @classmethod
        def now(cls, zone=None):
            return stopped

    monkeypatch.setattr(module.datetime, "datetime", Clock)
    record_decision(store, "story", a, b, "different", "Bo", "other day")
    record_decision(store, "story", a, b, "unsure", "Bo", "")
    held = {(one.left, one.right): one.verdict for one in read_decisions(store, "story")}
    assert held == {tuple(sorted((a, b))): "unsure", tuple(sorted((a, c))): "different"}
    assert read_decisions(store, "incident") == []


def test_unknown_ids_and_empty_names_are_refused_and_leave_nothing(store):
    a, b, _ = keys(store)
    event = next(store.events()).event.id
    for kind, left, right, by in (
        ("story", a, "nobody", "Ada"),
        ("story", a, a, "Ada"),
        ("story", a, b, " "),
        ("incident", a, event, "Ada"),
    ):
        with pytest.raises(InputError):
            record_decision(store, kind, left, right, "same", by, "")
    assert read_decisions(store, "story") == read_decisions(store, "incident") == []


def test_entities_can_be_decided_on(store):
    record_decision(store, "entity", "e-alpha", "e-beta", "different", "Ada", "two people")
    assert len(read_decisions(store, "entity")) == 1

"""The review's routes: the queue, decisions and their undoing, the log, agreement, and the corpus lines. Only served with `--review`."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from dateline.errors import InputError
from dateline.records import Decision, EntityRef, Event
from dateline.review.agreement import Agreement
from dateline.review.values import Evidence, check_value
from dateline.store.decisions import record_decision, record_word, undo_last
from dateline.store.reviewed import export_corpus, store_agreement
from dateline.web import models
from dateline.web.filters import Chosen, Filters
from dateline.web.joins import Joiner
from dateline.web.ledger import Ledger, Ledgers, shown_value, shown_word, with_word
from dateline.web.models import review as forms
from dateline.web.params import read_filters
from dateline.web.queue import next_rows
from dateline.web.reader import IndexReader
from dateline.web.serving import Serving

DOUBLE = 0.1  # the share of events that two reviewers are asked for
_PATIENCE = 3.0  # seconds that an answer waits for the incidents
_BAD: dict[int | str, dict[str, Any]] = {
    code: {"model": models.ErrorAnswer} for code in (400, 401, 403, 404, 405, 413, 414, 415, 422, 500, 503)
}  # fmt: skip
_Chosen = Annotated[Filters, Depends(read_filters)]


@dataclasses.dataclass(frozen=True)
class _Found:
    """An event of an open index: its number there, its record, and what its values may stand on."""

    reader: IndexReader
    num: int
    event: Event
    evidence: Evidence


def router(serving: Serving) -> APIRouter:
    """The routes of one reviewer's review; `serving.reviewer` is their name."""
    ledgers, joiner, routes = Ledgers(serving), Joiner(serving), APIRouter(prefix="/api/review")
    me = serving.reviewer or ""
    serving.decided = ledgers.shown
    _add_queue(routes, serving, ledgers, me)
    _add_decisions(routes, serving, ledgers, joiner, me)
    _add_results(routes, serving, ledgers)
    return routes


def _add_queue(routes: APIRouter, serving: Serving, ledgers: Ledgers, me: str) -> None:
    @routes.get("/queue", response_model=forms.QueueAnswer, responses=_BAD)
    def queue(
        filters: _Chosen,
        order: forms.Order = "uncertain",
        limit: Annotated[int, Query(ge=1, le=100)] = 20,
        offset: Annotated[int, Query(ge=0, le=10_000_000, description="Rows that were left for later.")] = 0,
        double: Annotated[float, Query(ge=0, le=1, description="Share of the events that a second reviewer is asked for.")] = DOUBLE,
    ) -> Response:
        ledger, own = ledgers.now(), ledgers.own(me)
        chosen = Chosen(serving.reader(filters.coder), filters)
        mine = {event for event, word in own.items() if word.decided}
        unsettled = ledgers.disputed() if order == "disputed" else set()
        total, rows = next_rows(chosen, ledger, mine, me, order, limit, double, unsettled, offset)
        # A reviewer decides without knowing what others said, unless it is to settle it.
        said = ledger.shown if order == "disputed" else {event: shown_word(word) for event, word in own.items()}
        reason = "two reviewers differ" if order == "disputed" else None
        items = [{"row": with_word(row, said.get(row["event"])), "reason": reason} for row in rows]
        return _answer({"total": total, "done": len(mine), "items": items})


def _add_decisions(routes: APIRouter, serving: Serving, ledgers: Ledgers, joiner: Joiner, me: str) -> None:
    @routes.post("/decisions", response_model=forms.Recorded, responses=_BAD)
    def decide(decision: forms.EventDecision | forms.JoinDecision) -> Response:
        if isinstance(decision, forms.JoinDecision):
            made = record_decision(
                serving.store, "incident", decision.left, decision.right, decision.verdict, me, decision.reason
            )  # fmt: skip
            done = joiner.carry_out(serving.coder, _PATIENCE)
            return _answer({**_recorded(made), "event": None, "decided": None, "changes": {}, "carried_out": done})
        found = _find(serving, decision.event)
        if found is None:
            return _answer({"error": f"no event {decision.event!r} here"}, 404)
        made = _record(serving, ledgers, found, decision, me)
        said = with_word(*_row_and_word(found, ledgers, me))
        return _answer({
            **_recorded(made), "event": decision.event, "decided": said["decided"], "changes": said["changes"], "carried_out": None,
        })  # fmt: skip

    @routes.post("/undo", response_model=forms.Undone, responses=_BAD)
    def undo(asked: forms.UndoAsked) -> Response:
        taken = undo_last(serving.store, me)
        if taken is None:
            return _answer({"undone": None, "row": None})
        target, _ = taken
        event = target.left if target.kind == "event" else None
        if target.kind == "incident":
            joiner.carry_out(serving.coder, _PATIENCE)
        found = _find(serving, event) if event else None
        return _answer({
            "undone": {"id": target.id, "kind": target.kind, "event": event, "verdict": target.verdict, "field": target.field},
            "row": with_word(*_row_and_word(found, ledgers, me)) if found else None,
        })  # fmt: skip


def _add_results(routes: APIRouter, serving: Serving, ledgers: Ledgers) -> None:
    @routes.get("/log", response_model=forms.LogAnswer, responses=_BAD)
    def log(
        limit: Annotated[int, Query(ge=1, le=500)] = 100,
        offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
        by: Annotated[str, Query(max_length=200, description="Of this reviewer alone.")] = "",
        event: Annotated[str, Query(max_length=100, description="On this event alone.")] = "",
    ) -> Response:
        ledger = ledgers.now()
        wanted = [one for one in reversed(ledger.decisions) if by in ("", one.by) and event in ("", one.left, one.right)]
        return _answer({"total": len(wanted), "entries": _entries(serving, ledger, wanted[offset : offset + limit])})

    @routes.get("/agreement", response_model=forms.AgreementAnswer, responses=_BAD)
    def show_agreement() -> Response:
        pairs = [_agreement(one) for one in store_agreement(serving.store)]
        first = pairs[0] if pairs else {"reviewers": [], "items": 0, "fields": [], "differ": []}
        return _answer({**first, "pairs": pairs})

    @routes.get("/export", response_class=Response, responses={**_BAD, 200: {"content": {"text/plain": {}}}})
    def export() -> Response:
        headers = {"Content-Disposition": 'attachment; filename="reviewed.ann"'}
        return Response(export_corpus(serving.store).text, media_type="text/plain", headers=headers)


def _record(serving: Serving, ledgers: Ledgers, found: _Found, decision: forms.EventDecision, me: str) -> Decision:
    report = found.evidence.report.key
    if decision.verdict != "change":
        if decision.field is not None or decision.value is not None:
            raise InputError(f"verdict: {decision.verdict} takes no field and no value")
        return record_word(serving.store, decision.event, report, decision.verdict, me, reason=decision.reason)
    if not decision.field:
        raise InputError("field: a change names the field that it changes")
    word = ledgers.own(me).get(decision.event)
    value = check_value(
        decision.field, decision.value, found.event, found.evidence, word.changes if word else {}, lambda id: _entity(found.reader, id)
    )
    return record_word(serving.store, decision.event, report, "change", me, field=decision.field, value=value, reason=decision.reason)


def _find(serving: Serving, event: str) -> _Found | None:
    """The event in the index that is shown, or in another that is open."""
    for reader in dict.fromkeys((serving.reader(), *serving.open_coders().values())):
        rows = reader.rows("SELECT e.num, r.key FROM events e JOIN reports r ON r.num = e.report WHERE e.id = $event", {"event": event})
        stored = reader.report(rows[0][1]) if rows else None
        if stored is None:
            continue
        report, events, _, _, sentences, mentions = stored[1]
        chosen = next((one for one in events if one.id == event), None)
        if chosen is None:
            continue
        at = chosen.trigger.start
        sentence = next((one for one in sentences if one[0] <= at < one[1]), (at, chosen.trigger.end))
        return _Found(reader, rows[0][0], chosen, Evidence(report, sentence, mentions))
    return None


def _row_and_word(found: _Found, ledgers: Ledgers, me: str) -> tuple[dict[str, Any], dict[str, Any]]:
    (row,) = found.reader.event_rows([found.num])
    return row, shown_word(ledgers.own(me).get(found.event.id))


def _entity(reader: IndexReader, id: str) -> EntityRef | None:
    rows = reader.rows("SELECT name, country, sector FROM entities WHERE id = $id AND resolved", {"id": id})
    return EntityRef(id=id, name=rows[0][0], country=rows[0][1], sector=rows[0][2]) if rows else None


def _recorded(made: Decision) -> dict[str, Any]:
    return {"id": made.id, "at": made.at, "kind": made.kind}


def _entries(serving: Serving, ledger: Ledger, chosen: list[Decision]) -> list[dict[str, Any]]:
    holding = ledger.holding
    reader = serving.reader()
    ids = sorted({one.left for one in chosen if one.kind in ("event", "incident")})
    nums = [row[0] for row in reader.rows("SELECT num FROM events WHERE id IN (SELECT unnest($ids))", {"ids": ids})] if ids else []
    rows = {row["event"]: row for row in reader.event_rows(nums)}
    return [_entry(one, rows.get(one.left), undone=one.verdict != "undo" and one.id not in holding) for one in chosen]


def _entry(one: Decision, row: Mapping[str, Any] | None, *, undone: bool) -> dict[str, Any]:
    plain = {name: getattr(one, name) for name in ("id", "at", "by", "kind", "verdict", "left", "right", "field", "reason")}
    return {
        **plain, "value": _shown(one), "undone": undone, "report": row["report"] if row else None,
        "quote": " ".join(row["quote"].split())[:300] if row else None,
    }  # fmt: skip


def _shown(one: Decision) -> Any:
    if one.value is None or one.verdict == "undo":
        return one.value
    value = msgspec.json.decode(one.value)
    if one.field == "roles":
        return {role: shown_value(role, parties) for role, parties in value.items()}
    return shown_value(one.field or "", value)


def _agreement(one: Agreement) -> dict[str, Any]:
    return {**dataclasses.asdict(one), "reviewers": list(one.reviewers), "differ": list(one.differ)}


def _answer(value: Any, status: int = 200) -> Response:
    return Response(msgspec.json.encode(value), status, media_type="application/json")

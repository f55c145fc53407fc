"""How fast the page answers: every view over made indexes of 100,000 and a million events, and over a real store from the writer.

Filters are drawn anew for every request, so no answer is one that was given before; "warm" means that the files have been read once.
The review's queue is asked with 5,000 events decided on before; in the real store decisions are taken and undone as well.
`python -m benchmarks.web --sizes 100000,1000000 [--keep FOLDER] [--rounds 40]`, or `python -m benchmarks web --data samples/reports`
(the reports that are coded for the real store).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import msgspec
import numpy as np
from deltalake import write_deltalake

from benchmarks.web_made import CODER, make_index
from dateline.records import Decision, content_id
from dateline.store import Store
from dateline.store.schema import to_arrow
from dateline.web.app import make_app
from dateline.web.guard import Door
from dateline.web.index import Found, IndexMeta, ensure_index
from dateline.web.reader import IndexReader
from dateline.web.serving import Serving
from dateline.web.tables import FORMAT

SIZES = (100_000, 1_000_000)
ROUNDS = 40
DECIDED = 5_000  # events that two reviewers have decided on before
_SORTS = ("-day", "day", "-confidence", "score", "type")
_BINS = ("week", "month", "day")


class Client:
    """Asks the app itself, without a socket, and takes the time from the request to the last byte."""

    def __init__(self, serving: Serving) -> None:
        """Of this page."""
        from starlette.testclient import TestClient  # noqa: PLC0415 - of the development tools

        self._client = TestClient(make_app(serving, Door(port=80, writes=bool(serving.reviewer))), base_url="http://localhost").__enter__()

    def get(self, url: str) -> tuple[float, Any]:
        """Milliseconds and the answer. Raises `RuntimeError` where it is none."""
        begun = time.perf_counter()
        answer = self._client.get(url)
        took = 1000 * (time.perf_counter() - begun)
        if answer.status_code != 200:
            raise RuntimeError(f"{url}: {answer.status_code} {answer.text[:200]}")
        return took, answer.json()

    def post(self, url: str, body: Any) -> float:
        """Milliseconds until it is written down. Raises `RuntimeError` where it is refused."""
        begun = time.perf_counter()
        answer = self._client.post(url, json=body, headers={"origin": "http://localhost"})
        took = 1000 * (time.perf_counter() - begun)
        if answer.status_code != 200:
            raise RuntimeError(f"{url}: {answer.status_code} {answer.text[:200]}")
        return took

    def close(self) -> None:
        """Ends it."""
        self._client.__exit__(None, None, None)


class Asker:
    """Draws requests that people make, from what the store has."""

    def __init__(self, client: Client, reader: IndexReader, seed: int = 7) -> None:
        """Looks up what there is to ask for."""
        self.rng = random.Random(seed)
        facets = client.get("/api/facets")[1]
        self.values = {
            name: [one["value"] for one in facets[name]] for name in ("type", "status", "country", "actor", "recipient", "publisher")
        }
        self.entities = [row[0] for row in reader.rows("SELECT id FROM entities WHERE resolved ORDER BY num LIMIT 2000")]
        self.incidents = [row[0] for row in reader.rows("SELECT id FROM incidents ORDER BY id LIMIT 2000")]
        self.events = [row[0] for row in reader.rows("SELECT id FROM events ORDER BY id LIMIT 2000")]
        self.reports = [row[0] for row in reader.rows("SELECT key FROM reports ORDER BY key LIMIT 2000")]
        self.days = facets["day"] or [{"day": "2020-01-01"}]
        texts = reader.reports(row[0] for row in reader.rows("SELECT num FROM reports ORDER BY num LIMIT 20"))
        self.entities = self.entities[:50] * 2 if len(self.entities) < 50 else self.entities
        self.words = sorted({word for one in texts.values() for word in one[0].text.split() if word.isalpha()}) or ["the"]

    def filters(self) -> dict[str, Any]:
        """None to three filters, and now and then words."""
        rng, found = self.rng, dict[str, Any]()
        for name in rng.sample(sorted(self.values), rng.randint(0, 3)):
            if self.values[name]:
                found[name] = rng.sample(self.values[name], min(len(self.values[name]), rng.randint(1, 3)))
        if rng.random() < 0.4:
            found["since"] = rng.choice(self.days)["day"]
        if rng.random() < 0.25:
            found["q"] = rng.choice(self.words)
        if rng.random() < 0.3:
            found["fold"] = "events"
        found["min_confidence"] = round(rng.random() / 4, 4)  # so that no two are alike
        return found

    def url(self, path: str, **more: Any) -> str:
        """A path with drawn filters."""
        return f"{path}?{urlencode({**self.filters(), **more}, doseq=True)}"

    def views(self, *, explain: bool) -> dict[str, Callable[[], str]]:
        """Every view by name, as a maker of addresses; `explain` only where the texts are such as the model reads."""
        rng = self.rng
        why = {"explain": lambda: f"/api/explain/{rng.choice(self.events)}"} if explain else {}
        return why | {
            "first": lambda: f"/api/events?min_confidence={rng.random() / 1e6:.9f}",
            "events": lambda: self.url("/api/events", sort=rng.choice(_SORTS), offset=rng.choice((0, 0, 0, 200))),
            "facets_all": lambda: f"/api/facets?min_confidence={rng.random() / 1e6:.9f}",
            "facets": lambda: self.url("/api/facets"),
            "map_all": lambda: f"/api/map?min_confidence={rng.random() / 1e6:.9f}",
            "map": lambda: self.url("/api/map"),
            "timeline_all": lambda: f"/api/timeline?bin={rng.choice(_BINS)}&min_confidence={rng.random() / 1e6:.9f}",
            "timeline": lambda: self.url("/api/timeline", bin=rng.choice(_BINS), a=rng.choice(self.entities)),
            "dyad": lambda: self.url("/api/timeline", a=self.entities[rng.randrange(50)], b=self.entities[rng.randrange(50)]),
            "search": lambda: f"/api/search?q={quote(' '.join(rng.sample(self.words, rng.randint(1, 2))))}",
            "search_common": lambda: f"/api/search?q=the%20{quote(rng.choice(self.words))}%20-x{rng.randrange(1 << 30)}",
            "words_common": lambda: f"/api/events?q=the%20-x{rng.randrange(1 << 30)}",
            "name_part": lambda: f"/api/events?actor={rng.choice('abcdeimnorst')}&min_confidence={rng.random() / 1e6:.9f}",
            "entity": lambda: f"/api/entity/{quote(rng.choice(self.entities), safe='')}?min_confidence={rng.random() / 1e6:.9f}",
            "suggest": lambda: f"/api/entities?q={quote(rng.choice(self.words)[:3])}",
            "incident": lambda: f"/api/incident/{rng.choice(self.incidents)}",
            "report": lambda: f"/api/report/{rng.choice(self.reports)}",
            "dossier": lambda: f"/api/dossier?{urlencode({'a': self.entities[rng.randrange(50)], 'b': rng.choice(self.entities)})}",
            "queue_all": lambda: f"/api/review/queue?min_confidence={rng.random() / 1e6:.9f}",
            "queue": lambda: self.url("/api/review/queue", order=rng.choice(("uncertain", "new")), offset=rng.choice((0, 0, 20))),
            "queue_disputed": lambda: f"/api/review/queue?order=disputed&min_confidence={rng.random() / 1e6:.9f}",
            "review_log": lambda: f"/api/review/log?limit=200&offset={rng.randrange(50)}",
            "meta": lambda: "/api/meta",
        }  # fmt: skip


def measure(serving: Serving, rounds: int, *, explain: bool = False) -> dict[str, Any]:
    """Median and 95th percentile by view in milliseconds, of requests one after the other, views in turn."""
    client = Client(serving)
    try:
        asker = Asker(client, serving.reader())
        took: dict[str, list[float]] = {}
        for number in range(rounds + 2):
            for name, make in asker.views(explain=explain).items():
                milliseconds, _ = client.get(make())
                if number >= 2:  # two to get warm
                    took.setdefault(name, []).append(milliseconds)
    finally:
        client.close()
    found = {name: {"p50_ms": _percentile(times, 50), "p95_ms": _percentile(times, 95)} for name, times in took.items()}
    return found | {"worst_p95_ms": max(one["p95_ms"] for one in found.values())}


def made(folder: Path, events: int) -> Serving:
    """A page over a made index of so many events, made where it is not there yet."""
    index = folder / f"made{events}"
    if not (index / "index.json").exists():
        index.mkdir(parents=True, exist_ok=True)
        make_index(index, events)
        (index / "index.json").write_bytes(msgspec.json.encode(IndexMeta(CODER, FORMAT, {})))
    store = Store(folder / f"empty{events}", create=True)
    with store.writer(CODER):
        pass
    served = _Made(store, Found(index, 1, IndexMeta(CODER, FORMAT, {})))
    _decide(store, [(row[0], row[1]) for row in served.reader().rows(_DECIDED)])
    return served


_DECIDED = f"SELECT e.id, r.key FROM events e JOIN reports r ON r.num = e.report ORDER BY hash(e.id) LIMIT {DECIDED}"


def _decide(store: Store, events: Sequence[tuple[str, str]]) -> None:
    """Puts decisions of two reviewers into the store, as if they had gone through these events; every tenth both have seen."""
    if store.table("decisions") is not None:
        return
    made: list[Decision] = []
    for number, (event, report) in enumerate(events):
        for by in ("A. Reviewer", "B. Reviewer") if number % 10 == 0 else ("AB"[number % 2] + ". Reviewer",):
            at = f"2026-01-01T00:00:00.{len(made):06}+00:00"
            made.append(
                Decision(
                    id=content_id(event, by), kind="event", left=event, right=report, verdict=("accept", "reject", "change")[number % 3],
                    score=None, reason="", by=by, at=at, field="status" if number % 3 == 2 else None,
                    value='"failed"' if number % 3 == 2 else None,
                )
            )  # fmt: skip
    write_deltalake(store.ensure_table("decisions"), to_arrow(made, Decision), mode="append")


class _Made(Serving):
    """A page whose index did not come from its store."""

    def __init__(self, store: Store, found: Found) -> None:
        self._reader = IndexReader(found)
        super().__init__(store, CODER, reviewer="A. Reviewer")

    def _make(self, coder: str) -> IndexReader:
        self._readers[coder] = self._reader
        return self._reader

    def coders(self) -> list[tuple[str, int]]:
        return [(CODER, 1)]


def real(data: Path, folder: Path, rounds: int) -> dict[str, Any]:
    """A store coded by the shipped coder from these reports: the views, and how long its index takes."""
    from dateline.cli import main  # noqa: PLC0415 - loads the coder

    if main(["code", str(data), "--store", str(folder / "real")]) not in (0, 3):
        raise RuntimeError(f"{data} could not be coded")
    store = Store(folder / "real")
    begun = time.perf_counter()
    ensure_index(store, store.coder())
    took = time.perf_counter() - begun
    serving = Serving(store, reviewer="A. Reviewer")
    decisions = deciding(serving, rounds)
    events = serving.reader().value("SELECT count(*) FROM events")
    return {"stored_events": events, "index_s": round(took, 2), **measure(serving, rounds, explain=True), **decisions}


def deciding(serving: Serving, rounds: int) -> dict[str, Any]:
    """How long a decision takes until it is on the disk, and its undoing; milliseconds."""
    client = Client(serving)
    took: dict[str, list[float]] = {"decide": [], "undo": []}
    try:
        items = client.get("/api/review/queue?fold=events&limit=100")[1]["items"]
        for number in range(rounds):
            decision = {"event": items[number % len(items)]["row"]["event"], "verdict": "accept"}
            took["decide"].append(client.post("/api/review/decisions", decision))
        for _ in range(rounds):
            took["undo"].append(client.post("/api/review/undo", {}))
    finally:
        client.close()
    return {name: {"p50_ms": _percentile(times, 50), "p95_ms": _percentile(times, 95)} for name, times in took.items()}


def run(data: Path, *, sizes: Sequence[int] = SIZES, rounds: int = ROUNDS, keep: Path | None = None) -> dict[str, Any]:
    """The sizes, and the real store of the reports in `data`. `keep`: a folder that has, or gets, the made indexes."""
    with tempfile.TemporaryDirectory() as name:
        folder = keep or Path(name)
        found: dict[str, Any] = {"cores": len(os.sched_getaffinity(0))}
        for events in sizes:
            print(f"{events:,} events …", file=sys.stderr, flush=True)
            serving = made(folder, events)
            index = folder / f"made{events}"
            mib = sum(path.stat().st_size for path in index.iterdir()) >> 20
            found[f"events_{events}"] = {"index_mib": mib, **measure(serving, rounds)}
            serving.close()
        found["real"] = real(data, Path(name), rounds)
    return found


def _percentile(times: Sequence[float], percent: int) -> float:
    return round(float(np.percentile(times, percent)), 1)


def _options() -> Iterator[tuple[str, dict[str, Any]]]:
    yield "--data", {"type": Path, "default": Path("samples/reports"), "help": "reports for the real store"}
    yield "--sizes", {"default": ",".join(map(str, SIZES)), "help": "events of the made indexes"}
    yield "--rounds", {"type": int, "default": ROUNDS, "help": "requests of every view"}
    yield "--keep", {"type": Path, "help": "a folder that has, or gets, the made indexes"}


def main(arguments: list[str]) -> int:
    """The benchmark as options say."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.web", description=__doc__)
    for name, options in _options():
        parser.add_argument(name, **options)
    chosen = parser.parse_args(arguments)
    sizes = [int(size) for size in chosen.sizes.split(",") if size]
    print(json.dumps(run(chosen.data, sizes=sizes, rounds=chosen.rounds, keep=chosen.keep), indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

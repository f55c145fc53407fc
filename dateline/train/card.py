"""The model card, written beside the model from its settings."""

# ruff: noqa: E501 - a table's row is one line

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

_BASES = {
    "minilm": "all-MiniLM-L6-v2 (22 M parameters, 6 layers, Apache-2.0)",
    "bge-small": "bge-small-en (33 M parameters, 12 layers, MIT)",
}


def write(folder: Path, page: Path | None) -> None:
    """The card beside the model, and as a page of the documentation."""
    text = card(folder)
    for path in (folder / "MODEL_CARD.md", page):
        if path:
            path.write_text(text, encoding="utf-8")


def card(folder: Path) -> str:
    """The card of the model in `folder` (Markdown), from its `reader.json` and `model.onnx`."""
    settings = json.loads((folder / "reader.json").read_text(encoding="utf-8"))
    model = (folder / "model.onnx").read_bytes()
    size, digest = len(model) / 2**20, hashlib.sha256(model).hexdigest()
    how, parts = settings["training"], settings["training"]["sentences"]
    shipped, plain = settings["scores"]["test"], settings["scores"].get("test_float", {})
    rows = "\n".join(f"| {name} | {value:.3f} | {f'{plain[name]:.3f}' if name in plain else ''} |" for name, value in shipped.items())
    types = "\n".join(
        f"| {kind} | {t['f1']:.2f} | {t['low']:.2f} to {t['high']:.2f} | {t['events']} |" for kind, t in settings["scores"]["types"].items()
    )
    base = _BASES.get(how["base"], f"`{how['base']}`")
    return f"""# Model card: the reader

| | |
|---|---|
| file | `model.onnx`, {size:.1f} MiB, int8, SHA-256 `{digest[:16]}…` |
| reads | one sentence of English news text |
| gives | mentions (actor, place, time, number), event triggers with PLOVER type, mode and status, and who has which role |
| base | {base}, trained further with all its weights |
| trained on | this project's own corpus: {parts["train"]:,} sentences ({parts["development"]} development, {parts["calibration"]} calibration, {parts["test"]} test), split by report, contrast set and stretch of a batch, never by sentence |
| how | {_course(how)}; the running mean of the weights after the epoch that reads the development part best; `make train` |
| licence | Apache-2.0 |

## Scores on the corpus's test part

Sentences written as the training ones were, so real news is harder: see the yardsticks in `benchmarks/RESULTS.md`.

| figure | int8 (shipped) | float |
|---|---|---|
{rows}

By type, F1 with its 95 % interval (bootstrap over sentences) and the number of events it rests on:

| type | F1 | interval | events |
|---|---|---|---|
{types}

F1 unless it says accuracy. `event` is trigger and type, `told` the whole (with both parties), a role is right by its mention's overlap.

## Use, and what to mind

- Meant for finding and structuring reported events for people who check them. Not for deciding about persons, and not as the only source of a figure.
- `confidence` was fitted on the corpus. Real reports are harder: filter by it, and check it on your own reports before you
  read .9 as nine in ten.
- English only. News style only: speeches, social posts and fiction were not trained.
- On pages of sport, products, shows and science it still finds events that are none, a third of them half sure: `noise` in `benchmarks/RESULTS.md`.
- The training sentences are invented or plainly historical, written and corrected by several hands; corpus/README.md counts them by type, mode and status.
  Some modes rest on 40 to 60 sentences (sexual violence, territory, threats of arrest and expulsion, withheld services).
- It reads one sentence at a time, and misses what only the next one says. Long sentences with many parties are where it errs most: `docs/model.md`.
"""


def _course(how: dict[str, Any]) -> str:
    """How the weights came about, from the first training to the last."""
    told = f"{_course(how['after'])}; then " if "after" in how else ""
    epochs = "one epoch" if how["epochs"] == 1 else f"{how['epochs']} epochs"
    told += f"{epochs} at rate {how['rate']} (heads ten times; batches of {how['batch']}, seed {how['seed']}, {how['swap']:.0%} of the sentences under other names"
    told += f", {how['join']:.0%} joined with another)" if how.get("join") else ")"
    told += f" on {how['sentences']['train']:,} sentences"
    for other in how.get("averaged_with", ()):
        told += f"; then the mean of these weights and, with a share of {other['share']:.0%}, those after {other['sentences']['train']:,} sentences"
    return told

"""The model card, written beside the model from its settings."""

# ruff: noqa: E501 - a table's row is one line

from __future__ import annotations

import hashlib
import json
from pathlib import Path


def card(folder: Path) -> str:
    """The card of the model in `folder` (Markdown), from its `reader.json` and `model.onnx`."""
    settings = json.loads((folder / "reader.json").read_text(encoding="utf-8"))
    model = (folder / "model.onnx").read_bytes()
    size, digest = len(model) / 2**20, hashlib.sha256(model).hexdigest()
    how, parts = settings["training"], settings["training"]["sentences"]
    shipped, plain = settings["scores"]["test"], settings["scores"]["test_float"]
    rows = "\n".join(f"| {name} | {value:.3f} | {plain[name]:.3f} |" for name, value in shipped.items())
    return f"""# Model card: the reader

| | |
|---|---|
| file | `model.onnx`, {size:.1f} MiB, int8, SHA-256 `{digest[:16]}…` |
| reads | one sentence of English news text |
| gives | mentions (actor, place, time, number), event triggers with PLOVER type, mode and status, and who has which role |
| base | all-MiniLM-L6-v2 (22 M parameters, Apache-2.0), trained further with all its weights |
| trained on | this project's own corpus: {parts["train"]:,} sentences ({parts["development"]} development, {parts["calibration"]} calibration, {parts["test"]} test), split by report, contrast set and stretch of a batch, never by sentence |
| how | {how["epochs"]} epochs, batches of {how["batch"]}, learning rate {how["rate"]} (heads ten times), seed {how["seed"]}; the epoch that reads the development part best; `make train` |
| licence | Apache-2.0 |

## Scores on the corpus's test part

Sentences written as the training ones were, so real news is harder: see the yardsticks in `benchmarks/RESULTS.md`.

| figure | int8 (shipped) | float |
|---|---|---|
{rows}

F1 unless it says accuracy. `event` is trigger and type, `told` the whole (with both parties), a role is right by its mention's overlap.

## Use, and what to mind

- Meant for finding and structuring reported events for people who check them. Not for deciding about persons, and not as the only source of a figure.
- `confidence` was fitted on the corpus. Real reports are harder: filter by it, and check it on your own reports before you
  read .9 as nine in ten.
- English only. News style only: speeches, social posts and fiction were not trained.
- The training sentences are invented or plainly historical, written and corrected by several hands. Some modes are thin in them (under 20 each: sexual
  violence, unconventional weapons, suicide attacks, drones, torture, withheld services, disinformation, cyber).
- It reads one sentence at a time, and misses what only the next one says. Long sentences with many parties are where it errs most: `docs/model.md`.
"""

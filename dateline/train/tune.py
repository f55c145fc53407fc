"""Thresholds and confidence of a trained model, from the development and calibration parts, and its scores on the test part."""

from __future__ import annotations

import dataclasses
import itertools
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from dateline.reader.decode import Reading, Thresholds, decode
from dateline.reader.model import Logits, Network
from dateline.train.dataset import Example
from dateline.train.score import rights, score, types

_GRID = {
    "trigger": (0.2, 0.3, 0.4, 0.5, 0.6),
    "event": (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5),
    "role": (0.3, 0.4, 0.5),  # at .5 a mention is in the role more likely than not: no reason to ask for more
    "party": (0.1, 0.15, 0.2, 0.3),
}
_TOGETHER = (("trigger", "event"), ("role", "party"))
# Sums of three F1 values closer than this are alike: the parts they come from give each of the three an interval of .02 either way.
_ALIKE = 0.013


def _readings(examples: Sequence[Example], logits: Sequence[Logits], thresholds: Thresholds) -> list[Reading]:
    return [decode(found, e.sentence.text, e.features.words, thresholds) for e, found in zip(examples, logits, strict=True)]


def _score(examples: Sequence[Example], logits: Sequence[Logits], thresholds: Thresholds) -> dict[str, float]:
    return score(zip((e.sentence for e in examples), _readings(examples, logits, thresholds), strict=True))


def calibrate(scores: Sequence[float], right: Sequence[bool]) -> tuple[float, float]:
    """Slope and offset of the logistic curve from an event's raw score (as a logit) to the probability that it is right (Platt 1999)."""
    p = np.clip(np.array(scores), 1e-4, 1 - 1e-4)
    x, y = np.log(p / (1 - p)), np.array(right, float)
    slope, offset = 1.0, 0.0
    for _ in range(200):
        q = 1 / (1 + np.exp(-(slope * x + offset)))
        w = q * (1 - q) + 1e-6
        gradient = np.array([((q - y) * x).sum() + 0.01 * slope, (q - y).sum()])
        hessian = np.array([[(w * x * x).sum() + 0.01, (w * x).sum()], [(w * x).sum(), w.sum()]])
        step = np.linalg.solve(hessian, gradient)
        slope, offset = slope - step[0], offset - step[1]
        if np.abs(step).max() < 1e-8:
            break
    return float(slope), float(offset)


def settings(folder: Path, known: dict[str, Any], parts: dict[str, list[Example]]) -> dict[str, Any]:
    """Thresholds, calibration and scores of the quantised model in `folder`."""
    (folder / "reader.json").write_text(json.dumps(known), encoding="utf-8")
    network = Network(folder)
    logits = {name: [network.run(e.features) for e in found] for name, found in parts.items() if name != "train"}
    held, found = parts["development"] + parts["calibration"], logits["development"] + logits["calibration"]
    best = Thresholds()
    for names in _TOGETHER:
        tried = [
            dataclasses.replace(best, **dict(zip(names, values, strict=True))) for values in itertools.product(*(_GRID[n] for n in names))
        ]
        aims = [_aim(held, found, t) for t in tried]
        best = _lowest_trigger(tried, aims) if "trigger" in names else tried[int(np.argmax(aims))]
    readings = _readings(held, found, best)
    raw = [event.score for reading in readings for event in reading.events]
    right = [good for e, reading in zip(held, readings, strict=True) for good in rights(e.sentence, reading)]
    slope, offset = calibrate(raw, right)
    tested = _readings(parts["test"], logits["test"], best)
    scores: dict[str, Any] = {
        "test": _score(parts["test"], logits["test"], best),
        "types": types([(e.sentence, reading) for e, reading in zip(parts["test"], tested, strict=True)]),
    }
    if (folder / "model.float.onnx").exists():  # not shipped
        plain = Network(folder, "model.float.onnx")
        scores["test_float"] = _score(parts["test"], [plain.run(e.features) for e in parts["test"]], best)
    return {
        "thresholds": dataclasses.asdict(best),
        "confidence": {"slope": round(slope, 4), "offset": round(offset, 4)},
        "scores": scores,
    }


def _lowest_trigger(tried: Sequence[Thresholds], aims: Sequence[float]) -> Thresholds:
    """Of the settings that score like the best the one that lets most triggers through: text of other hands than ours gets lower scores."""
    alike = [(t.trigger, -aim, t) for t, aim in zip(tried, aims, strict=True) if aim >= max(aims) - _ALIKE]
    return min(alike, key=lambda item: item[:2])[2]


def _aim(examples: Sequence[Example], logits: Sequence[Logits], thresholds: Thresholds) -> float:
    found = _score(examples, logits, thresholds)
    return found["event_f1"] + found["role_f1"] + found["told_f1"]

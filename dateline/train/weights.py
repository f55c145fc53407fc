"""The weights of an ONNX graph by the names of their layers, quantised ones multiplied out."""

from __future__ import annotations

import numpy as np
import onnx
from onnx import numpy_helper


def float_weights(model: onnx.ModelProto) -> dict[str, np.ndarray]:
    """Every weight and bias of the graph by name, linear layers' turned to [out, in] as torch keeps them.

    Of a graph with int8 weights they are what the file holds, not the originals to the last digit.
    """
    held = {i.name: numpy_helper.to_array(i) for i in model.graph.initializer}

    def plain(name: str) -> np.ndarray:
        if name in held:
            found: np.ndarray = held[name]
            return found
        quantised, scale = held[f"{name}_quantized"], held[f"{name}_scale"]
        zero = held.get(f"{name}_zero_point", np.zeros_like(scale, quantised.dtype))
        out: np.ndarray = ((quantised.astype(np.float32) - zero.astype(np.float32)) * scale).astype(np.float32)
        return out

    whole = {name.removesuffix("_quantized") for name in held if not name.endswith(("_scale", "_zero_point"))}
    found = {name: plain(name) for name in whole if "::" not in name}
    # A linear layer's matrix has a generated name and lies turned; the bias added to its product says which layer it is.
    makers = {output: node for node in model.graph.node for output in node.output}
    for node in model.graph.node:
        bias = next((i for i in node.input if i.endswith(".bias") and "LayerNorm" not in i), None)
        if node.op_type != "Add" or bias is None:
            continue
        at = next((i for i in node.input if i != bias), None)
        while at in makers and makers[at].op_type in ("Mul", "Cast"):
            at = next((i for i in makers[at].input if i in makers and not i.endswith("_scale") and "scales_mul" not in i), None)
        if at not in makers or makers[at].op_type not in ("MatMul", "MatMulInteger"):
            continue
        name = makers[at].input[1].removesuffix("_quantized")
        if name in whole:
            found[f"{bias.removesuffix('.bias')}.weight"] = np.ascontiguousarray(plain(name).T)
    return found

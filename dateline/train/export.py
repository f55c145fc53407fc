"""The torch model as ONNX: float, then int8 with per-channel scales."""

from __future__ import annotations

import warnings
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from dateline.reader.labels import OUTPUTS
from dateline.train.network import Reader


def export(model: Reader, folder: Path) -> None:
    """Write `model.onnx` (int8, shipped) and `model.float.onnx` (to compare with, not shipped) to `folder`."""
    model.eval()
    inputs = (torch.randint(5, 1000, (2, 12)), torch.ones((2, 12), dtype=torch.long), torch.tensor([[1, 2, 4, 6]] * 2))
    axes = {"ids": {0: "batch", 1: "pieces"}, "cases": {0: "batch", 1: "pieces"}, "firsts": {0: "batch", 1: "words"}}
    for name in OUTPUTS:
        axes[name] = {0: "batch", 2: "words", 3: "words"} if name == "role" else {0: "batch", 1: "words"}
    plain = folder / "model.float.onnx"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model, inputs, str(plain), input_names=["ids", "cases", "firsts"], output_names=list(OUTPUTS),
            dynamic_axes=axes, opset_version=17, dynamo=False,
        )  # fmt: skip
    # Heads stay in float: they are small, and their logits decide.
    heads = [n.name for n in onnx.load(plain).graph.node if n.op_type == "MatMul" and "/encoder/" not in n.name]
    # Seven bits for weights: with eight, processors without VNNI can saturate their 16-bit sums, and outputs differ by processor.
    quantize_dynamic(
        plain, folder / "model.onnx", per_channel=True, reduce_range=True, weight_type=QuantType.QInt8, nodes_to_exclude=heads,
        op_types_to_quantize=["MatMul", "Gather"],
    )  # fmt: skip

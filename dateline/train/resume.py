"""The weights of a reader that was exported before, to train on from them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch

from dateline.train.network import Reader
from dateline.train.weights import float_weights


def weights_file(folder: Path) -> Path | None:
    """The file of a reader's folder that has its weights best: the float ones, which are not shipped, else the int8 ones, else None."""
    return next((path for path in (folder / "model.float.onnx", folder / "model.onnx") if path.exists()), None)


def load_weights(model: Reader, folder: Path) -> None:
    """Sets the weights of `model` to those of a reader of the same size in `folder`.

    int8 weights are multiplied out. Raises `ValueError` where a weight is missing or of another size.
    """
    path = weights_file(folder)
    if path is None:
        raise ValueError(f"{folder} has neither model.float.onnx nor model.onnx")
    state = {name: torch.from_numpy(np.array(array)) for name, array in float_weights(onnx.load(path)).items()}
    wanted = model.state_dict()
    wrong = sorted(name for name in wanted if name not in state or state[name].shape != wanted[name].shape)
    if wrong:
        raise ValueError(f"{path} lacks weights of this network, or has them in another size: {', '.join(wrong[:5])}")
    model.load_state_dict({name: state[name] for name in wanted})

"""The shipped network: sentence features in, one array of logits for each head out.

Dynamic int8 scales activations over all that one call holds, so sentences are run one at a time: a sentence's output then depends
on nothing but the sentence (design.md, promise 4).
"""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from dateline.errors import ModelError
from dateline.reader.features import Features, featurize, load_tokenizer
from dateline.reader.labels import MENTION_TAGS, MODES, OUTPUTS, ROLES, STATUSES, TYPES

MODEL_DIR = Path(__file__).parent / "model"


@dataclasses.dataclass(frozen=True, slots=True)
class Logits:
    """The heads' outputs for W words.

    mention [W, 9], trigger [W, 3], type [W, 16], mode [W, M], status [W, 7], role [R, W, W] (role, trigger, mention).
    """

    mention: NDArray[np.float32]
    trigger: NDArray[np.float32]
    type: NDArray[np.float32]
    mode: NDArray[np.float32]
    status: NDArray[np.float32]
    role: NDArray[np.float32]


class Network:
    """The ONNX model with its tokenizer and settings. One thread; use one process for each core."""

    def __init__(self, folder: Path = MODEL_DIR, file: str = "model.onnx") -> None:
        """Load from `folder`. Raises `ModelError` where a file is missing or made for other labels."""
        try:
            self.settings: dict[str, Any] = json.loads((folder / "reader.json").read_text(encoding="utf-8"))
            self.tokenizer = load_tokenizer(folder / "tokenizer.json")
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = options.inter_op_num_threads = 1
            self.session = onnxruntime.InferenceSession(str(folder / file), options, providers=["CPUExecutionProvider"])
        except Exception as error:
            raise ModelError(
                f"cannot load the model in {folder}: {error}. Reinstall Dateline, or make a model with `make train`."
            ) from error
        labels = {"mention": MENTION_TAGS, "type": TYPES, "mode": MODES, "status": STATUSES, "role": ROLES}
        for head, names in labels.items():
            if tuple(self.settings["labels"][head]) != names:
                raise ModelError(f"the model in {folder} was trained for other {head} labels; train it again with `make train`")

    def features(self, text: str) -> list[Features]:
        """The sentence as the network takes it, in one piece or several."""
        return featurize(self.tokenizer, text)

    def run(self, features: Features) -> Logits:
        """The heads' outputs for one sentence."""
        outputs = self.session.run(
            list(OUTPUTS),
            {
                "ids": features.ids[None],
                "cases": features.cases[None],
                "firsts": features.firsts[None],
            },
        )
        return Logits(*(array[0] for array in outputs))

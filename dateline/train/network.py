"""The network in torch: a BERT-like encoder with the reader's heads on the first piece of every word."""

from __future__ import annotations

import json
import math
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from dateline.reader.labels import CASES, MENTION_TAGS, MODES, ROLES, STATUSES, TRIGGER_TAGS, TYPES

# Words between trigger and mention from which on their distance no longer counts.
REACH = 24


class Layer(nn.Module):
    """One transformer layer, post-norm, as BERT has it."""

    def __init__(self, width: int, heads: int, inner: int, eps: float, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value, self.out = (nn.Linear(width, width) for _ in range(4))
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)
        self.norm_attention, self.norm_output = nn.LayerNorm(width, eps), nn.LayerNorm(width, eps)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """[B, S, width] to the same. `mask` is added to the attention scores."""
        batch, length, width = x.shape
        size = width // self.heads

        def split(y: Tensor) -> Tensor:
            return y.view(batch, length, self.heads, size).transpose(1, 2)

        query, key, value = split(self.query(x)), split(self.key(x)), split(self.value(x))
        if self.training:  # fused, and without dropout on the attention: a sixth faster
            mixed = nn.functional.scaled_dot_product_attention(query, key, value, mask)
        else:  # spelled out, so that the exported graph has plain products to quantise
            scores = query @ key.transpose(-1, -2) / math.sqrt(size)
            mixed = (scores if mask is None else scores + mask).softmax(-1) @ value
        mixed = mixed.transpose(1, 2).reshape(batch, length, width)
        x = self.norm_attention(x + self.dropout(self.out(mixed)))
        deep: Tensor = self.norm_output(x + self.dropout(self.down(nn.functional.gelu(self.up(x)))))
        return deep


class Encoder(nn.Module):
    """A BERT encoder whose input has letter case besides words and positions."""

    def __init__(self, config: dict[str, float], dropout: float) -> None:
        super().__init__()
        width, eps = int(config["hidden_size"]), float(config["layer_norm_eps"])
        self.words = nn.Embedding(int(config["vocab_size"]), width)
        self.positions = nn.Embedding(int(config["max_position_embeddings"]), width)
        self.cases = nn.Embedding(len(CASES), width)
        nn.init.normal_(self.cases.weight, std=0.02)
        self.norm = nn.LayerNorm(width, eps)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(
            Layer(width, int(config["num_attention_heads"]), int(config["intermediate_size"]), eps, dropout)
            for _ in range(int(config["num_hidden_layers"]))
        )

    def embed(self, ids: Tensor, cases: Tensor) -> Tensor:
        """Word-piece ids and cases [B, S] to the vectors [B, S, width] that the layers start from."""
        x: Tensor = self.norm(self.words(ids) + self.positions.weight[: ids.shape[1]] + self.cases(cases))
        return x

    def forward(self, embedded: Tensor, mask: Tensor | None) -> Tensor:
        """The vectors of `embed` to states of the same shape."""
        x = self.dropout(embedded)
        for layer in self.layers:
            x = layer(x, mask)
        out: Tensor = x
        return out


def load_encoder(base: Path, dropout: float) -> Encoder:
    """The encoder of a local BERT-like folder (`config.json`, `model.safetensors`)."""
    config = json.loads((base / "config.json").read_text(encoding="utf-8"))
    encoder = Encoder(config, dropout)
    weights = {k.removeprefix("bert."): v for k, v in load_file(base / "model.safetensors").items()}
    names = {
        "attention.self.query": "query", "attention.self.key": "key", "attention.self.value": "value", "attention.output.dense": "out",
        "attention.output.LayerNorm": "norm_attention", "intermediate.dense": "up", "output.dense": "down",
        "output.LayerNorm": "norm_output",
    }  # fmt: skip
    state = {"cases.weight": encoder.cases.weight.detach()}
    state["words.weight"] = weights["embeddings.word_embeddings.weight"]
    # The token type is always 0, so its vector goes into the positions.
    kind = weights["embeddings.token_type_embeddings.weight"][0]
    state["positions.weight"] = weights["embeddings.position_embeddings.weight"] + kind
    for part in ("weight", "bias"):
        state[f"norm.{part}"] = weights[f"embeddings.LayerNorm.{part}"]
        for i in range(len(encoder.layers)):
            for theirs, ours in names.items():
                state[f"layers.{i}.{ours}.{part}"] = weights[f"encoder.layer.{i}.{theirs}.{part}"]
    encoder.load_state_dict(state)
    return encoder


class Reader(nn.Module):
    """Encoder and heads; see `dateline.reader.model.Logits` for the outputs (here with a batch dimension in front)."""

    def __init__(self, encoder: Encoder, role_width: int = 48, dropout: float = 0.1) -> None:
        super().__init__()
        width = encoder.words.embedding_dim
        self.encoder = encoder
        self.dropout = nn.Dropout(dropout)
        self.mention = nn.Linear(width, len(MENTION_TAGS))
        self.trigger = nn.Linear(width, len(TRIGGER_TAGS))
        self.hidden = nn.Linear(width, width)
        self.type_head = nn.Linear(width, len(TYPES))
        self.mode = nn.Linear(width, len(MODES))
        self.status = nn.Linear(width, len(STATUSES))
        self.role_width = role_width
        self.role_trigger = nn.Linear(width, len(ROLES) * role_width)
        self.role_mention = nn.Linear(width, len(ROLES) * role_width)
        self.role_bias = nn.Parameter(torch.full((len(ROLES), 1, 1), -3.0))
        self.role_distance = nn.Embedding(2 * REACH + 1, len(ROLES))
        nn.init.zeros_(self.role_distance.weight)

    def forward(self, ids: Tensor, cases: Tensor, firsts: Tensor, mask: Tensor | None = None) -> tuple[Tensor, ...]:
        """ids, cases [B, S]; firsts [B, W]; mask [B, S] of 1 (real) and 0 (padding). Returns the six heads' logits."""
        return self.read(self.encoder.embed(ids, cases), firsts, mask)

    def read(self, embedded: Tensor, firsts: Tensor, mask: Tensor | None = None) -> tuple[Tensor, ...]:
        """`forward` from the vectors of `Encoder.embed` on."""
        added = None if mask is None else (1.0 - mask.float())[:, None, None, :] * -1e4
        states = self.encoder(embedded, added)
        words = self.dropout(torch.gather(states, 1, firsts[:, :, None].expand(-1, -1, states.shape[-1])))
        deep = self.dropout(nn.functional.gelu(self.hidden(words)))
        batch, count, _ = words.shape

        def parts(x: Tensor) -> Tensor:
            return x.view(batch, count, len(ROLES), self.role_width).transpose(1, 2)

        left, right = parts(self.role_trigger(words)), parts(self.role_mention(words))
        at = torch.arange(count)
        apart = self.role_distance((at[None, :] - at[:, None]).clamp(-REACH, REACH) + REACH).permute(2, 0, 1)
        role = left @ right.transpose(-1, -2) / math.sqrt(self.role_width) + self.role_bias + apart
        return self.mention(words), self.trigger(words), self.type_head(deep), self.mode(deep), self.status(deep), role
